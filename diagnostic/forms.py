"""The forms of annexe 2's boxes."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from diagnostic.models import (
    ElementTheme,
    EtatDesLieux,
    Etonnement,
    Intention,
    Piste,
    SyntheseTheme,
    Theme,
)
from pasapas.ecriture.forms import EncartForm, form_de

EN_ACTION = (
    "Ces mots viennent d’un étonnement. Dites-les comme une action : un verbe, et ce que vous "
    "feriez. Par exemple : « Prendre dix minutes à chaque relève pour se passer les consignes »."
)


EtatDesLieuxForm = form_de(
    EtatDesLieux,
    "outil",
    "outil_precision",
    "mis_en_place",
    "deroulement",
    "rapport_etonnement",
    "apprentissages",
)
SyntheseThemeForm = form_de(SyntheseTheme, "points_de_vue")
ElementThemeForm = form_de(ElementTheme, "texte")
EtonnementForm = form_de(Etonnement, "texte")  # already noted, put right


class PisteForm(EncartForm):
    class Meta:
        model = Piste
        fields = ("texte",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.etonnement_id and "texte" in self.fields:
            self.fields["texte"].help_text = EN_ACTION


class AvecThemes(EncartForm):
    """A form that chooses among the themes of the projet's own questionnaire."""

    def choix(self, lignes: Any, tenues: set[int]) -> Any:
        if lignes.model is not Theme:
            return super().choix(lignes, tenues)
        questionnaires = EtatDesLieux.objects.de(self.projet).values("questionnaire")
        siens = Q(questionnaire__in=questionnaires)
        publies = Q(questionnaire__publie_le__isnull=False)
        themes = Theme.objects.annotate(ancien=ExpressionWrapper(~siens, BooleanField()))
        return themes.filter(siens | (publies & Q(pk__in=tenues))).order_by("ancien", "ordre", "pk")

    def nom_du_choix(self, ligne: Any) -> str:
        if getattr(ligne, "ancien", False):
            return f"{ligne} (questionnaire précédent)"
        return super().nom_du_choix(ligne)


class IntentionForm(AvecThemes):
    class Meta:
        model = Intention
        fields = ("texte", "theme")
