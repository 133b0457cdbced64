"""The file of a questionnaire, and what a table cannot say by itself."""

from typing import Any

from django import forms

from diagnostic.models import Questionnaire, StatutQuestionnaire
from diagnostic.questionnaires import QuestionnaireLu, lire_tableau, lire_yaml
from pasapas.lecture.encodage import decoder
from pasapas.valeurs.saisie import FichierField, LigneField, MotField

TABLEAUX = (".xlsx", ".csv")
ADMIS = (".yaml", ".yml", *TABLEAUX)
MANQUES = {
    "titre": "Donnez un titre à ce questionnaire.",
    "slug": "Donnez un nom de code à ce questionnaire.",
    "statut": "Dites d’où vient ce questionnaire.",
    "modele": "Choisissez le questionnaire dont reprendre l’échelle.",
}


class QuestionnaireForm(forms.Form):
    """A table has no heading: its title and its scale come from the form."""

    fichier = FichierField(
        label="Fichier du questionnaire",
        help_text="Un fichier .yaml, .xlsx ou .csv, de 2\u00a0Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ADMIS)}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
    titre = LigneField(label="Titre", max_length=300, required=False)
    slug = MotField(
        label="Nom de code",
        max_length=50,
        required=False,
        help_text="Lettres sans accent, chiffres et tirets. Le même nom de code d’une version à "
        "l’autre\u00a0: les campagnes se comparent, les mots du groupe suivent.",
    )
    statut = forms.ChoiceField(
        label="D’où vient-il\u00a0?", choices=StatutQuestionnaire, required=False
    )
    modele = forms.ModelChoiceField(
        Questionnaire.objects.none(),
        label="Consigne, échelle et seuils repris de",
        required=False,
        empty_label=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modele"].queryset = Questionnaire.objects.order_by("slug", "-version")  # type: ignore[attr-defined]

    @property
    def du_tableau(self) -> list[forms.BoundField]:
        """What is asked for a table alone."""
        return [self[nom] for nom in MANQUES]

    def clean_fichier(self) -> Any:
        fichier = self.cleaned_data["fichier"]
        if not fichier.name.lower().endswith(ADMIS):
            raise forms.ValidationError(
                "Ce fichier se termine autrement que par .yaml, .xlsx ou .csv."
            )
        return fichier

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        fichier = donnees.get("fichier")
        for nom, manque in MANQUES.items():
            if fichier and not fichier.name.lower().endswith(TABLEAUX):
                self.errors.pop(nom, None)  # the file says it: whatever stands there is not read
            elif fichier and nom not in self.errors and not donnees.get(nom):
                self.add_error(nom, manque)
        return donnees

    remarque = ""  # what the person is told of a file that was read by guessing

    def lire(self) -> QuestionnaireLu:
        """The questionnaire of the file. Raises RapportErreurs."""
        fichier = self.cleaned_data["fichier"]
        octets = fichier.read()
        if not fichier.name.lower().endswith(TABLEAUX):
            return lire_yaml(octets)
        lu = lire_tableau(octets, fichier.name, self.entete())
        self.remarque = decoder(octets).remarque if fichier.name.lower().endswith(".csv") else ""
        return lu

    def entete(self) -> dict[str, Any]:
        modele: Questionnaire = self.cleaned_data["modele"]
        return {
            "questionnaire": {
                **{nom: self.cleaned_data[nom] for nom in ("slug", "titre", "statut")},
                "duree_minutes": modele.duree_minutes,
                "consigne": modele.consigne,
                "consigne_collective": modele.consigne_collective,
            },
            "echelle": modele.echelle,
            "restitution": modele.restitution,
        }
