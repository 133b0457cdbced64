"""The forms of annexe 4's boxes."""

from bilan.models import Bilan, Communication, Suite
from pasapas.ecriture.forms import EncartForm, champ_de_saisie
from pasapas.valeurs.saisie import MoisField


class BilanForm(EncartForm):
    class Meta:
        model = Bilan
        fields = ("type", "date", "participants", "retenons", "valoriser", "poursuivre")
        formfield_callback = champ_de_saisie


class CommunicationForm(EncartForm):
    class Meta:
        model = Communication
        fields = ("sujet", "destinataires", "moyens", "quand", "responsable")
        formfield_callback = champ_de_saisie


class SuiteForm(EncartForm):
    echeance = MoisField(label="Pour quel mois ?", required=False)

    class Meta:
        model = Suite
        fields = ("texte", "echeance", "fiche")
        formfield_callback = champ_de_saisie
