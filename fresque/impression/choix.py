"""What someone asks to print, and the key of what would come of it: nothing is assembled for it."""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from fresque.models import Affichage
from fresque.pdf import OptionsImpression
from fresque.pdf.parties.cles import recette
from pasapas.models import Projet

AUCUNE = ("-",)  # no planche of the wall: blank fiches alone


@dataclass(frozen=True, slots=True)
class Choix:
    """``codes``: the planches ticked; none is the whole wall. ``entier``: the whole wall is there,
    after its plan. ``montrees``: the annexes that whoever asked may see (None: all). What is asked
    when nobody touched anything."""

    codes: tuple[str, ...] = ()
    entier: bool = True
    postits: bool = True
    coordonnees: bool = False
    vierges: int = 1
    url_base: str = ""
    montrees: tuple[int, ...] | None = None
    variante: str = ""

    @classmethod
    def relire(cls, donnees: dict[str, Any]) -> "Choix":
        lus: dict[str, Any] = {
            nom: tuple(dit) if isinstance(dit, list) else dit for nom, dit in donnees.items()
        }
        return cls(**lus)

    @property
    def donnees(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def options(self) -> OptionsImpression:
        return OptionsImpression(
            codes=self.codes,
            postits=self.postits,
            coordonnees=self.coordonnees,
            fiches_vierges=self.vierges,
            url_base=self.url_base,
            variante=self.variante,
        )

    def cle(self, projet: Projet) -> str:
        """The same as long as the print would be: what moved on the wall, the day (what is late),
        our own sheets, and for the plan what hangs."""
        ou = (projet.pk, projet.cree_le, sorted(projet.tampons.items()))
        affichees = _affichees(projet) if self.entier else []
        dite = (*ou, projet.etablissement.aujourd_hui, recette(), self, affichees)
        return sha256(repr(dite).encode()).hexdigest()

    def lisible_par(self, montrees: frozenset[int] | None) -> bool:
        """Whether someone who may see these annexes may read what comes of it."""
        if montrees is None:
            return True
        return self.montrees is not None and montrees.issuperset(self.montrees)


def _affichees(projet: Projet) -> list[tuple[Any, ...]]:
    lignes = Affichage.objects.de(projet).order_by("planche")
    return list(lignes.values_list("planche", "cle", "jour"))
