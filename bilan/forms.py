"""The forms of annexe 4's boxes."""

from bilan.models import Bilan, Communication, Suite
from pasapas.ecriture.forms import EncartForm
from pasapas.valeurs.saisie import MoisField


class BilanForm(EncartForm):
    class Meta:
        model = Bilan
        fields = ("type", "date", "participants", "retenons", "valoriser", "poursuivre")


class CommunicationForm(EncartForm):
    class Meta:
        model = Communication
        fields = ("sujet", "destinataires", "moyens", "quand", "responsable")


class SuiteForm(EncartForm):
    echeance = MoisField(label="Pour quel mois ?", required=False)

    class Meta:
        model = Suite
        fields = ("texte", "echeance", "fiche")
