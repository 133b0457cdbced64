"""The forms of annexe 2's boxes."""

from typing import Any

from diagnostic.models import (
    ElementTheme,
    EtatDesLieux,
    Intention,
    Piste,
    SyntheseTheme,
    Theme,
)
from pasapas.forms import EncartForm, champ_de_saisie


class EtatDesLieuxForm(EncartForm):
    class Meta:
        model = EtatDesLieux
        fields = (
            "outil",
            "outil_precision",
            "mis_en_place",
            "deroulement",
            "rapport_etonnement",
            "apprentissages",
        )
        formfield_callback = champ_de_saisie


class SyntheseThemeForm(EncartForm):
    class Meta:
        model = SyntheseTheme
        fields = ("points_de_vue",)
        formfield_callback = champ_de_saisie


class ElementThemeForm(EncartForm):
    class Meta:
        model = ElementTheme
        fields = ("texte",)
        formfield_callback = champ_de_saisie


class PisteForm(EncartForm):
    class Meta:
        model = Piste
        fields = ("texte",)
        formfield_callback = champ_de_saisie


class AvecThemes(EncartForm):
    """A form that chooses among the themes of the projet's own questionnaire."""

    def choix(self, lignes: Any) -> Any:
        if lignes.model is Theme:
            return Theme.objects.filter(questionnaire__etatdeslieux__projet=self.projet)
        return super().choix(lignes)


class IntentionForm(AvecThemes):
    class Meta:
        model = Intention
        fields = ("texte", "theme")
        formfield_callback = champ_de_saisie
