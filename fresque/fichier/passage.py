"""What the way out and the way in know: the rows of one projet, and by what the file names them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Model

from diagnostic.models import Questionnaire, Theme
from pasapas.models import Cloisonnee, Projet

NOMMENT = ("reference", "numero", "code")  # what has none of these is named by its rank


@cache
def colonne_du_nom(modele: type[Model]) -> str:
    colonnes = {champ.name for champ in modele._meta.concrete_fields}
    return next((nom for nom in NOMMENT if nom in colonnes), "")


@cache
def lien_vers(modele: Any, parent: Any) -> str:
    """The column by which a row of ``modele`` hangs on one of ``parent``; empty when none does."""
    liens = (c.name for c in modele._meta.concrete_fields if c.related_model is parent)
    return next(liens, "")


def nommer(ligne: Model, rang: int = 0) -> Any:
    colonne = colonne_du_nom(type(ligne))
    return (getattr(ligne, colonne) or f"{ligne._meta.model_name}-{ligne.pk}") if colonne else rang


@dataclass(frozen=True)
class Sortie:
    """What stands on the wall of ``projet``, each kind of row read once."""

    projet: Projet
    lues: dict[tuple[Any, ...], dict[Any, list[Any]]] = field(default_factory=dict)
    nommees: dict[type[Model], dict[Any, Any]] = field(default_factory=dict)

    def lignes(
        self, modele: type[Model], parent: Model, *, ordre: Iterable[str] = (), avec: str = ""
    ) -> list[Any]:
        """The rows that hang on ``parent``, or all those of the projet."""
        lien = lien_vers(modele, type(parent))
        cle = (modele, lien, *ordre)
        if cle not in self.lues:
            groupes = self.lues[cle] = defaultdict(list)
            for ligne in self._lire(modele, lien, ordre, avec):
                groupes[getattr(ligne, f"{lien}_id") if lien else None].append(ligne)
        return self.lues[cle][parent.pk if lien else None]

    def _lire(self, modele: Any, lien: str, ordre: Iterable[str], avec: str) -> Iterable[Any]:
        lues = modele.objects
        du_projet = {f"{lien}__projet": self.projet}
        lues = lues.de(self.projet) if hasattr(lues, "de") else lues.filter(**du_projet)
        if hasattr(modele, "retire_le"):
            lues = lues.presents()
        lues = lues.order_by(*ordre) if ordre else lues
        return lues.select_related(avec) if avec else lues

    def noms(self, modele: Any) -> dict[Any, Any]:
        """By their keys, the names of the rows that the file holds, and of what it only names."""
        if modele not in self.nommees:
            siennes = issubclass(modele, Cloisonnee)
            lignes = self.lignes(modele, self.projet) if siennes else modele.objects.order_by("pk")
            self.nommees[modele] = {un.pk: nommer(un, rang) for rang, un in enumerate(lignes, 1)}
        return self.nommees[modele]


@dataclass(frozen=True)
class Entree:
    """What an import has made so far. ``a_la_fin``: what ties rows once all of them are there."""

    projet: Projet
    questionnaire: Questionnaire
    reponses_individuelles: bool = False
    connues: defaultdict[type[Model], dict[Any, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    rangs: Counter[type[Model]] = field(default_factory=Counter)
    a_la_fin: list[Callable[[], object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connues[Theme] = {theme.code: theme for theme in self.questionnaire.themes.all()}

    def ligne(self, modele: Any, nom: Any) -> Any:
        """The row that the file names so. What an import does not make is asked by its code."""
        if nom in (None, ""):
            return None
        if modele in self.connues or issubclass(modele, Cloisonnee):
            return self.connues[modele][nom]
        return modele.objects.get(**{colonne_du_nom(modele): nom})

    def creer(self, modele: Any, lots: Iterable[dict[str, Any]]) -> list[Any]:
        """Rows of the projet, each the last of its kind."""
        colonnes = {champ.name for champ in modele._meta.concrete_fields}
        lignes = []
        for valeurs in lots:
            communes = {"projet": self.projet, "ordre": self.rangs[modele]}
            communes = {nom: valeur for nom, valeur in communes.items() if nom in colonnes}
            ligne = modele(**{**communes, **valeurs})
            self.rangs[modele] += 1
            self.connues[modele][nommer(ligne, self.rangs[modele])] = ligne
            lignes.append(ligne)
        return modele.objects.bulk_create(lignes)
