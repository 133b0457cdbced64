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

from fresque.fichier.passage import Entree, Sortie, colonne_du_nom, lien_vers, nommer
from pasapas.lecture import champs as natures
from pasapas.lecture.champs import Bloc, bloc, liste
from pasapas.models import BorneDePeriode

Dit = dict[str, Any]
Faites = list[tuple[Any, Dit]]  # rows just made, each with the block it was made of
Place = tuple[str, "Cle"]  # where a key is written, and the key


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

    def parcourir(self, chemin: str) -> Iterator[Place]:
        """The keys from here down."""
        ici = f"{chemin}.{self.nom}{self.SUITE}"
        forme: Forme | None = getattr(self, "forme", None)
        yield from forme.parcourir(ici) if forme else [(ici, self)]


@dataclass(frozen=True)
class Champ(Cle):
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


class Id(Champ):
    """By what the rest of the file names the row."""

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        return {self.nom: nommer(ligne)}


class Renvoi(Champ):
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
        dites = [Champ(cle) if isinstance(cle, str) else cle for cle in cles]
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

    def parcourir(self, chemin: str) -> Iterator[Place]:
        return chain.from_iterable(cle.parcourir(chemin) for cle in self.cles)


@dataclass(frozen=True)
class Groupe(Cle):
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


def toujours(*noms: str) -> tuple[Champ, ...]:
    """Columns that are written even when they are empty, so that they can be filled by hand."""
    return tuple(Champ(nom, ecrite=True) for nom in noms)


@dataclass(frozen=True)
class Lignes(Cle):
    """A list of blocks: the rows of ``forme`` that hang on this one."""

    SUITE = ".*"

    forme: Any = None

    def natures(self) -> Dit:
        return {self.nom: liste(self.forme.bloc)}

    def fixes(self, parent: Any) -> Dit:
        """What the columns of those rows say, since they are here."""
        parente: Any = type(parent)
        lien = lien_vers(self.forme.modele, parente)
        return {lien: parent} if lien else {}

    def siennes(self, parent: Any, sortie: Sortie) -> list[Any]:
        forme = self.forme
        return sortie.lignes(forme.modele, parent, ordre=forme.ordre, avec=forme.avec)

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        """What had to name a row that has left the wall has left with it."""
        dits = (self.forme.relever(une, sortie) for une in self.siennes(ligne, sortie))
        exiges = [c.nom for c in self.forme.cles if isinstance(c, Renvoi) and not c.champ.null]
        return {self.nom: [dit for dit in dits if all(dit[nom] for nom in exiges)]}

    def blocs(self, dit: Any) -> list[Dit]:
        return dit

    def poser(self, faites: Faites, entree: Entree) -> None:
        places = ((ligne, self.fixes(ligne), self.blocs(dit[self.nom])) for ligne, dit in faites)
        self.forme.ecrire(((la, fixes, un) for la, fixes, blocs in places for un in blocs), entree)


@dataclass(frozen=True)
class Seule(Lignes):
    """A block, always there: the one row of ``forme``."""

    SUITE = ""

    def natures(self) -> Dit:
        return {self.nom: bloc(self.forme.bloc)}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        sienne = next(iter(self.siennes(ligne, sortie)), self.forme.modele())
        return {self.nom: self.forme.relever(sienne, sortie)}

    def blocs(self, dit: Any) -> list[Dit]:
        return [dit]


@dataclass(frozen=True)
class Textes(Cle):
    """A list of texts: a column of the rows of ``table`` that say ``fixes`` besides."""

    table: Any = None
    colonne: str = "texte"
    fixes: Dit = field(default_factory=dict)

    def natures(self) -> Dit:
        return {self.nom: liste(natures.champ(self.table, self.colonne))}

    def siennes(self, ligne: Any, sortie: Sortie) -> list[Any]:
        lignes = sortie.lignes(self.table, ligne)
        return [une for une in lignes if all(getattr(une, c) == v for c, v in self.fixes.items())]

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        return {self.nom: [getattr(une, self.colonne) for une in self.siennes(ligne, sortie)]}

    def lots(self, ligne: Any, dit: Dit, entree: Entree) -> Iterator[Dit]:
        """The columns of each row to make."""
        parente: Any = type(ligne)
        lien = lien_vers(self.table, parente)
        communes = {**self.fixes, **({lien: ligne} if lien else {})}
        return ({**communes, self.colonne: texte} for texte in dit[self.nom])

    def poser(self, faites: Faites, entree: Entree) -> None:
        lots = chain.from_iterable(self.lots(ligne, dit, entree) for ligne, dit in faites)
        entree.creer(self.table, lots)


@dataclass(frozen=True)
class Liens(Cle):
    """A list of names, on one line: the rows that ``table`` ties to this one."""

    SUITE = ".*"

    table: Any = None

    @property
    def autre(self) -> Any:
        """The column of the table that leads to the other row."""
        lien = lien_vers(self.table, self.modele)
        colonnes = (c for c in self.table._meta.concrete_fields if c.many_to_one)
        return next(c for c in colonnes if c.name not in {lien, "projet"})

    @property
    def cible(self) -> Any:
        return self.autre.related_model

    def natures(self) -> Dit:
        return {self.nom: liste(natures.RenvoiExige)}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        noms = sortie.noms(self.cible)
        cles = (getattr(un, self.autre.attname) for un in sortie.lignes(self.table, ligne))
        return {self.nom: [noms[cle] for cle in cles if cle in noms]}

    def poser(self, faites: Faites, entree: Entree) -> None:
        lien = lien_vers(self.table, self.modele)
        entree.creer(
            self.table,
            (
                {lien: ligne, self.autre.name: entree.ligne(self.cible, nom)}
                for ligne, dit in faites
                for nom in dit[self.nom]
            ),
        )


@dataclass(frozen=True)
class Lien(Liens):
    """One name at most, of a row that the file may speak of further down."""

    SUITE = ""

    def natures(self) -> Dit:
        return {self.nom: natures.NumeroOuRien}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        return {self.nom: next(iter(super().relever(ligne, sortie)[self.nom]), None)}

    def poser(self, faites: Faites, entree: Entree) -> None:
        dits = [(ligne, {self.nom: [dit[self.nom]]}) for ligne, dit in faites if dit[self.nom]]
        entree.a_la_fin.append(lambda: super(Lien, self).poser(dits, entree))
