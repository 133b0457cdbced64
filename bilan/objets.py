"""What annexe 4 lets people change in place."""

from bilan import operations
from bilan.forms import BilanForm, CommunicationForm, SuiteForm
from bilan.models import Bilan, Communication, Suite
from pasapas.ecriture.objets import Objet

OBJETS = (
    Objet(
        "bilan",
        Bilan,
        BilanForm,
        "Bilan",
        champs_ligne=("type", "date", "participants"),
        planche="bilan",
        ajouter=operations.ouvrir_bilan,
        modifier=operations.modifier_bilan,
    ),
    Objet(
        "communication",
        Communication,
        CommunicationForm,
        "Communication",
        feminin=True,
        parent="bilan",
        rapide="sujet",
    ),
    Objet(
        "suite",
        Suite,
        SuiteForm,
        "Action pour la suite",
        feminin=True,
        parent="bilan",
        rapide="texte",
    ),
)
