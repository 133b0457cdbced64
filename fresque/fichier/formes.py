"""What a key of the file is to the rows: how they are told by it, and made from it again.

A ``Forme`` is a block: rows of one model. Its keys name the column or the relation they stand
for; kinds, limits, links, the way out and the way in follow from the model (docs/adr/0030).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Model
from pydantic import create_model

from fresque.fichier.passage import Entree, Sortie, colonne_du_nom, nommer
from pasapas.lecture import champs as natures
from pasapas.lecture.champs import Bloc, bloc
from pasapas.models import BorneDePeriode

Dit = dict[str, Any]
Faites = list[tuple[Any, Dit]]  # rows just made, each with the block it was made of
CleSituee = tuple[str, "Cle"]  # where a key is written, and the key


@dataclass(frozen=True)
class Cle(ABC):
    """A key of a block of ``modele``. ``ecrite``: written even when it says nothing; ``tue``:
    left out when it says nothing but the default; ``mois``: its date is a month, or may be."""

    SUITE: ClassVar[str] = ""

    nom: str
    ecrite: bool = field(default=False, kw_only=True)
    tue: bool = field(default=False, kw_only=True)
    mois: bool = field(default=False, kw_only=True)
    modele: Any = field(default=None, kw_only=True)

    def sur(self, modele: type[Model]) -> Self:
        return replace(self, modele=modele)

    @abstractmethod
    def natures(self) -> Dit:
        """What may stand there, under this name and those that go with it."""

    @abstractmethod
    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        """What the file says of this row."""

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        """The columns of the row that this block makes under ``parent``."""
        return {}

    def poser(self, faites: Faites, entree: Entree) -> None:  # noqa: B027, most hang nothing
        """Write what hangs on these rows."""

    def parcourir(self, chemin: str) -> Iterator[CleSituee]:
        """The keys from here down."""
        ici = f"{chemin}.{self.nom}{self.SUITE}"
        forme: Forme | None = getattr(self, "forme", None)
        yield from forme.parcourir(ici) if forme else [(ici, self)]


@dataclass(frozen=True)
class CleSimple(Cle):
    """A column, of the same name unless told."""

    colonne: str = ""
    nature: Any = field(default=None, kw_only=True)

    @property
    def champ(self) -> Any:
        return self.modele._meta.get_field(self.colonne or self.nom)

    def natures(self) -> Dit:
        return {self.nom: self.nature or self._nature()}

    def _nature(self) -> Any:
        match self.champ:
            case BorneDePeriode():
                return natures.Borne
            case models.BooleanField(default=defaut):
                return natures.booleen(defaut)
            case models.DateField(null=True):
                return natures.Mois if self.mois else natures.Date
            case models.DateField():
                return natures.DateExigee
            case models.DecimalField():
                return natures.Jours
            case models.IntegerField(null=facultatif):
                return natures.Entier if facultatif else natures.Numero
        return natures.champ(self.modele, self.champ.name)

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        return {self.nom: getattr(ligne, self.champ.name)}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        return {self.champ.name: self.lire(dit[self.nom], entree)} if self.nom in dit else {}

    def lire(self, dit: Any, entree: Entree) -> Any:
        return self.champ.to_python(dit)


class Id(CleSimple):
    """By what the rest of the file names the row."""

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        return {self.nom: nommer(ligne)}


class Renvoi(CleSimple):
    """A column that leads to another row, which the file names."""

    @property
    def cible(self) -> Any:
        return self.champ.related_model

    def _nature(self) -> Any:
        if colonne_du_nom(self.cible) in {"numero", ""}:
            return natures.NumeroOuRien
        return natures.Renvoi if self.champ.null else natures.RenvoiExige

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        return {self.nom: sortie.noms(self.cible).get(getattr(ligne, self.champ.attname))}

    def lire(self, dit: Any, entree: Entree) -> Any:
        return entree.ligne(self.cible, dit)


class Forme:
    """The blocks that are rows of ``modele``, key by key, in the order they are written.
    ``ordre``: that of the rows, when it is not the model's; ``avec``: what is read with them;
    ``a_remplir``: each key is written, so that a block can be filled by hand."""

    def __init__(
        self,
        modele: Any,
        *cles: Cle | str,
        ordre: tuple[str, ...] = (),
        avec: str = "",
        a_remplir: bool = False,
    ) -> None:
        self.modele, self.ordre, self.avec = modele, ordre, avec
        dites = [CleSimple(cle) if isinstance(cle, str) else cle for cle in cles]
        self.cles = [cle.sur(modele) for cle in dites]
        clefs = {clef: nature for cle in self.cles for clef, nature in cle.natures().items()}
        self.bloc: Any = create_model(modele.__name__, __base__=Bloc, **clefs)
        self.bloc.TUS = frozenset(cle.nom for cle in dites if cle.tue)
        self.bloc.ECRITS = frozenset(
            cle.nom for cle in dites if (cle.ecrite or a_remplir) and not cle.tue
        )
        self.bloc.MOIS = frozenset(cle.nom for cle in dites if cle.mois)

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        return {nom: dit for cle in self.cles for nom, dit in cle.relever(ligne, sortie).items()}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        dites = (cle.valeurs(dit, parent, entree) for cle in self.cles)
        return dict(chain.from_iterable(valeurs.items() for valeurs in dites))

    def ecrire(self, demandes: Iterable[tuple[Any, Dit, Dit]], entree: Entree) -> None:
        """A row for each (parent, columns said elsewhere, block), and what hangs on it."""
        demandes = list(demandes)
        lots = ({**fixes, **self.valeurs(dit, parent, entree)} for parent, fixes, dit in demandes)
        lignes = entree.creer(self.modele, lots)
        self.suivre([(la, dit) for la, (_, _, dit) in zip(lignes, demandes, strict=True)], entree)

    def suivre(self, faites: Faites, entree: Entree) -> None:
        """Write what hangs on these rows."""
        for cle in self.cles:
            cle.poser(faites, entree)

    def parcourir(self, chemin: str) -> Iterator[CleSituee]:
        return chain.from_iterable(cle.parcourir(chemin) for cle in self.cles)


@dataclass(frozen=True)
class SousBloc(Cle):
    """Keys of the same row, under one of their own."""

    cles: tuple[Cle, ...] = ()

    @cached_property
    def forme(self) -> Forme:
        return Forme(self.modele, *self.cles)

    def natures(self) -> Dit:
        return {self.nom: bloc(self.forme.bloc)}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        return {self.nom: self.forme.relever(ligne, sortie)}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        return self.forme.valeurs(dit[self.nom], parent, entree)

    def poser(self, faites: Faites, entree: Entree) -> None:
        self.forme.suivre([(ligne, dit[self.nom]) for ligne, dit in faites], entree)


def toujours(*noms: str) -> tuple[CleSimple, ...]:
    """Columns that are written even when they are empty, so that they can be filled by hand."""
    return tuple(CleSimple(nom, ecrite=True) for nom in noms)
