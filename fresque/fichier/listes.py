"""Keys of the file that are other rows than the one they stand in: lists of blocks, of texts, of
names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from fresque.fichier.formes import Cle, Dit, Faites, Renvoi
from fresque.fichier.passage import Entree, Sortie, lien_vers
from pasapas.lecture import champs as natures
from pasapas.lecture.champs import bloc, liste


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

    @property
    def colonnes(self) -> tuple[str, ...]:
        """What of those rows is said here."""
        return (self.colonne, *self.fixes)

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
