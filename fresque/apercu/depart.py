"""« Par où commencer »: the first steps of a fresque, as far as they are done. No query."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from pasapas.valeurs.planches import Planche

Planches = Callable[[str], Planche | None]


@dataclass(frozen=True, slots=True)
class Pas:
    """One step, and where it is made."""

    titre: str
    adresse: str
    fait: bool


@dataclass(frozen=True, slots=True)
class Depart:
    """What a new group does first, in the kit's order."""

    pas: tuple[Pas, ...]

    @property
    def faits(self) -> int:
        return sum(pas.fait for pas in self.pas)


def guider(slug: str, planche: Planches, *, anime: bool) -> Depart | None:
    """The steps of someone who writes, until all of them are done; ``anime``: who also brings
    people in."""

    def pas(titre: str, code: str, *noms: str) -> Pas:
        feuille = planche(code)
        encarts = [feuille.encart(nom) for nom in noms] if feuille else []
        fait = any(encart and not encart.vide for encart in encarts)
        return Pas(titre, f"{_adresse(slug, code)}#{code}--{noms[0]}", fait)

    groupe = Pas("Réunir le groupe", _adresse(slug), _groupe(planche))
    tous = Depart(
        (
            pas("Dire l’ambition du projet", "eclaire", "ambition", "probleme"),
            *((groupe,) if anime else ()),
            pas("Noter un premier constat", "eclaire", "constats"),
            pas("Choisir une première action", "actions", "fiches"),
        )
    )
    return tous if tous.faits < len(tous.pas) else None


@lru_cache(4000)
def _adresse(slug: str, code: str = "") -> str:
    """Of a planche, or of who has access: asked each time a wall is drawn."""
    nom, *args = ("fresque:planche", slug, code) if code else ("fresque:acces", slug)
    return reverse(nom, args=args)


def _groupe(planche: Planches) -> bool:
    """Somebody is there besides whoever opened the fresque."""
    feuille = planche("eclaire")
    encarts = (feuille.encart(nom) for nom in ("equipe", "autres")) if feuille else ()
    return sum(len(encart.lignes) for encart in encarts if encart) > 1
