"""The forms of annexe 4's boxes."""

from bilan.models import Bilan, Communication, Suite
from pasapas.ecriture.forms import EncartForm, form_de
from pasapas.valeurs.saisie import MoisField

BilanForm = form_de(Bilan, "type", "date", "participants", "retenons", "valoriser", "poursuivre")
CommunicationForm = form_de(
    Communication, "sujet", "destinataires", "moyens", "quand", "responsable"
)


class SuiteForm(EncartForm):
    echeance = MoisField(label="Pour quel mois ?", required=False)

    class Meta:
        model = Suite
        fields = ("texte", "echeance", "fiche")
