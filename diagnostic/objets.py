"""What annexe 2 lets people change in place."""

from diagnostic.forms import (
    ElementThemeForm,
    EtatDesLieuxForm,
    EtonnementForm,
    PisteForm,
    SyntheseThemeForm,
)
from diagnostic.models import ElementTheme, EtatDesLieux, Etonnement, Piste, SyntheseTheme
from diagnostic.operations import intention_de_la_piste
from pasapas.ecriture.objets import Devenir, Objet

# Written beside the wall, on the screens of a séance: no box holds it.
ETONNEMENT = Objet("etonnement", Etonnement, EtonnementForm, "Étonnement")
# What the annexe above knows it may come to is said there.
PISTE = Objet(
    "piste",
    Piste,
    PisteForm,
    "Piste d’action",
    feminin=True,
    rapide="texte",
    devenir=Devenir(
        intention_de_la_piste,
        "autodiagnostic",
        "intentions",
        "Cette piste est devenue une intention : à vous de la préciser.",
    ),
)
OBJETS = (
    Objet("etat-des-lieux", EtatDesLieux, EtatDesLieuxForm, "État des lieux"),
    Objet("synthese-theme", SyntheseTheme, SyntheseThemeForm, "Synthèse", feminin=True),
    Objet(
        "element-theme",
        ElementTheme,
        ElementThemeForm,
        "Élément",
        parent="synthese",
        rapide="texte",
    ),
)
