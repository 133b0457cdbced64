"""What can be changed in place: for each kind of row, its form and its operations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pasapas import editing
from pasapas.forms import EncartForm
from pasapas.journal import Geste
from pasapas.models import Contenu, Participant, Projet
from pasapas.permissions import peut_ecrire


def _ajouter_de(modele: type[Contenu]) -> Callable[[Geste, Mapping[str, Any]], Contenu]:
    def ajouter(geste: Geste, valeurs: Mapping[str, Any]) -> Contenu:
        return editing.ajouter(geste, modele, valeurs)

    return ajouter


@dataclass(frozen=True)
class Objet:
    """One kind of row. ``parent`` names the foreign key of the row its list hangs on;
    ``champs_ligne`` are the fields asked when adding or editing one as a row
    (all of them when empty); ``planche`` is the kind of planche a row has of its own;
    ``touche`` the other planches on which a row shows."""

    nom: str
    model: type[Contenu]
    form: type[EncartForm]
    libelle: str
    feminin: bool = False
    parent: str = ""
    ordre: str = "ordre"
    champs_ligne: tuple[str, ...] = ()
    planche: str = ""
    touche: tuple[str, ...] = ()
    droit: Callable[[Participant], bool] = peut_ecrire
    ajouter: Callable[[Geste, Mapping[str, Any]], Contenu] | None = None
    modifier: Callable[[Geste, Contenu, Mapping[str, Any]], Contenu] = editing.modifier
    retirer: Callable[[Geste, Contenu], None] = editing.retirer
    retablir: Callable[[Geste, Contenu], None] = editing.retablir

    def creer(self, geste: Geste, valeurs: Mapping[str, Any]) -> Contenu:
        return (self.ajouter or _ajouter_de(self.model))(geste, valeurs)

    def lire(self, projet: Projet, pk: int) -> Contenu | None:
        """The row of this projet with this key, taken off or not."""
        return self.model.objects.de(projet).filter(pk=pk).first()

    def accord(self, participe: str) -> str:
        """« Constat retiré », « Étape retirée »."""
        return f"{self.libelle} {participe}{'e' if self.feminin else ''}"
