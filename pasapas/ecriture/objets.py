"""What can be changed in place: for each kind of row, its form and its operations."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from pasapas.acces.permissions import peut_ecrire
from pasapas.ecriture import changements
from pasapas.ecriture.forms import EncartForm
from pasapas.ecriture.journal import Geste
from pasapas.models import Contenu, Participant, Projet
from pasapas.valeurs.planches import Encart


def _ajouter_de(modele: type[Contenu]) -> Callable[[Geste, Mapping[str, Any]], Contenu]:
    def ajouter(geste: Geste, valeurs: Mapping[str, Any]) -> Contenu:
        return changements.ajouter(geste, modele, valeurs)

    return ajouter


def _presente(ligne: Contenu) -> bool:
    return getattr(ligne, "retire_le", None) is None


def _revient(participant: Participant, ligne: Contenu) -> bool:
    return not getattr(ligne, "est_efface", False)


@dataclass(frozen=True)
class Devenir:
    """What a row can become: the operation that makes a row of kind ``objet`` out of it, once,
    in the box ``encart`` of ``planche``; and what is said when it is done."""

    faire: Callable[[Geste, Contenu], Contenu]
    objet: str
    planche: str
    encart: str
    avis: str


@dataclass(frozen=True)
class Objet:
    """One kind of row. ``parent`` names the foreign key of the row its list hangs on;
    ``champs_ligne`` are the fields asked when adding or editing one as a row
    (all of them when empty); ``planche`` is the kind of planche a row has of its own;
    ``touche`` the other planches on which a row shows; ``revient`` says whether this
    participant may put this row back, once it left."""

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
    modifier: Callable[[Geste, Contenu, Mapping[str, Any]], Contenu] = changements.modifier
    retirer: Callable[[Geste, Contenu], None] = changements.retirer
    retablir: Callable[[Geste, Contenu], None] = changements.retablir
    revient: Callable[[Participant, Contenu], bool] = _revient
    devenir: Devenir | None = None

    def creer(self, geste: Geste, valeurs: Mapping[str, Any]) -> Contenu:
        return (self.ajouter or _ajouter_de(self.model))(geste, valeurs)

    def lire(self, projet: Projet, pk: int) -> Contenu | None:
        """The row of this projet with this key, taken off or not."""
        if self.model is Projet:  # the door has just read it
            return copy(projet) if pk == projet.pk else None
        lignes = self.model.objects.de(projet).filter(pk=pk)
        return (lignes.select_related(self.parent) if self.parent else lignes).first()

    def retiree(self, ligne: Contenu) -> bool:
        """Whether someone took this row off its list."""
        return not _presente(ligne) or getattr(ligne, self.ordre, 0) is None

    def tient(self, ligne: Contenu, encart: Encart) -> bool:
        """Whether this row stands in this box: what the planche would say, without building it."""
        parent = getattr(ligne, self.parent) if self.parent else None
        return (
            not encart.est_texte
            and not self.retiree(ligne)
            and (parent is None or (parent.pk == encart.pk and _presente(parent)))
            and all(getattr(ligne, champ) == valeur for champ, valeur in encart.preset)
        )

    def code_de(self, ligne: Contenu) -> str:
        """The planche a row has of its own, if its kind has any."""
        return f"{self.planche}-{ligne.numero}" if self.planche else ""

    def revenue(self) -> str:
        """What is said of a row that was taken off while someone wrote in it."""
        le = "la" if self.feminin else "le"
        return f"{self.accord('retiré')} entre-temps : {le} voici de nouveau, avec votre texte."

    def accord(self, participe: str) -> str:
        """« Constat retiré », « Étape retirée »."""
        return f"{self.libelle} {self.participe(participe)}"

    def participe(self, participe: str) -> str:
        """« retirée », « mise de côté »: the participle is the first word."""
        premier, *reste = participe.split(" ", 1)
        return " ".join([f"{premier}e" if self.feminin else premier, *reste])
