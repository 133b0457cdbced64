"""What to print: nothing ticked is nothing printed."""

from typing import Any

from django import forms

from fresque.impression.choix import AUCUNE, Choix
from fresque.pdf.variantes import NOMS
from pasapas.models import Projet
from pasapas.valeurs.planches import Fresque

VIERGES_MAX = 9
RIEN = (
    "Rien n’est coché : rien ne s’imprimera. Cochez une planche au moins, ou demandez une fiche "
    "vierge."
)
PARTIE = "Une des planches cochées n’est plus au mur : la liste est à jour, vérifiez vos choix."


class ChoixForm(forms.Form):
    """The planches of this wall, and what goes with them."""

    planche = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": PARTIE})
    postits = forms.BooleanField(required=False)
    coordonnees = forms.BooleanField(required=False)
    vierges = forms.TypedChoiceField(
        choices=[(str(n), str(n)) for n in range(VIERGES_MAX + 1)],
        coerce=int,
        required=False,
        empty_value="",
        error_messages={"invalid_choice": f"De 0 à {VIERGES_MAX} fiches vierges."},
    )

    variante = forms.ChoiceField(
        choices=list(NOMS.items()),
        required=False,
        error_messages={"invalid_choice": "Choisissez un des papiers proposés."},
    )

    def __init__(self, *args: Any, papier: Fresque, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = tuple(planche.code for planche in papier.planches)
        self.du_mur = tuple(planche.code for planche in papier.du_mur)
        champ: Any = self.fields["planche"]
        champ.choices = [(code, code) for code in self.codes]

    def clean(self) -> dict[str, Any]:
        propres: dict[str, Any] = super().clean() or {}
        if not self.errors and not (propres["planche"] or propres["vierges"]):
            self.add_error("planche", RIEN)
        return propres

    def choix(self, projet: Projet, url_base: str) -> Choix:
        """All of them ticked is the whole wall, which has a plan; a sheet printed again to take the
        place of one needs none."""
        dit, cochees = self.cleaned_data, set(self.cleaned_data["planche"])
        voulues = tuple(code for code in self.codes if code in cochees)
        return Choix(
            codes=() if voulues == self.du_mur else voulues or AUCUNE,
            entier=cochees.issuperset(self.du_mur),
            postits=dit["postits"],
            coordonnees=dit["coordonnees"],
            vierges=dit["vierges"] or 0,
            url_base=url_base,
            variante=dit["variante"],
            montrees=None if projet.montrees is None else tuple(sorted(projet.montrees)),
        )
