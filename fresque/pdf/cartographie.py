"""The actors on paper: each one once, where its cercle (a column) meets its engagement (a row)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fresque.acteurs import planche
from fresque.pdf.boites import PostItPapier, postit
from fresque.pdf.lignes import CARTE_COURTE, LignePapier, ligne_papier
from pasapas.valeurs.encarts import Encart, Ligne
from pasapas.valeurs.planches import Planche

CERCLES = tuple(nom for nom, _ in planche.CERCLES.values())
DU_KIT = tuple(nom for nom, _ in planche.ENGAGEMENTS.values())
ENGAGEMENTS = (*DU_KIT, "engagement-reste")
A_PLACER = "cercle-reste"
AU_PLUS = 60  # actors beyond which the two axes are printed one after the other, as the kit has it


@dataclass(frozen=True, slots=True)
class RangeeDActeurs:
    """``cases``: the name of each cercle, and the actors of this engagement that stand in it."""

    nom: str
    titre: str
    cases: tuple[tuple[str, tuple[LignePapier, ...]], ...]
    hors_kit: bool


@dataclass(frozen=True, slots=True)
class Cartographie:
    """``titre``, ``titre_relation``: of the two axes; ``colonnes``: name and heading of each
    cercle. ``a_placer``: the actors that stand in no cercle yet, under the heading of their box."""

    titre: str
    titre_relation: str
    relation_hors_kit: bool
    colonnes: tuple[tuple[str, str], ...]
    rangees: tuple[RangeeDActeurs, ...]
    titre_a_placer: str
    a_placer: tuple[LignePapier, ...]
    postits: tuple[PostItPapier, ...]


def croiser(acteurs: Planche) -> Cartographie | None:
    """None while nothing is written, or when it would not be read: the boxes of the kit then."""
    boites = {encart.nom: encart for encart in acteurs.encarts}
    if not {*CERCLES, *DU_KIT} <= boites.keys():
        return None
    axes = [boites[nom] for nom in (*CERCLES, A_PLACER, *ENGAGEMENTS) if nom in boites]
    cartes = _cartes(axes)
    if not cartes or len(cartes) > AU_PLUS or any(_longue(ligne) for ligne in cartes.values()):
        return None
    cercle, relation = (section for section in acteurs.sections if section.titre)
    return Cartographie(
        titre=cercle.titre,
        titre_relation=relation.titre,
        relation_hors_kit=relation.hors_kit,
        colonnes=tuple((nom, boites[nom].titre) for nom in CERCLES),
        rangees=tuple(
            RangeeDActeurs(
                nom,
                boites[nom].titre,
                tuple(
                    (cercle, _communs(boites[cercle], boites[nom], cartes)) for cercle in CERCLES
                ),
                boites[nom].hors_kit,
            )
            for nom in ENGAGEMENTS
            if nom in boites and (boites[nom].lignes or nom != ENGAGEMENTS[-1])
        ),
        titre_a_placer=boites[A_PLACER].titre if A_PLACER in boites else "",
        a_placer=_a_placer(boites, cartes),
        postits=tuple(postit(vue, encart.titre) for encart in axes for vue in encart.postits),
    )


def _cartes(axes: Sequence[Encart]) -> dict[int, Ligne]:
    """All that is said of each actor, by its key: by proximity first, then by relation."""
    cartes: dict[int, Ligne] = {}
    for ligne in (ligne for encart in axes for ligne in encart.lignes):
        deja = cartes.get(ligne.pk)
        champs = (*deja.champs, *ligne.champs[1:]) if deja else ligne.champs
        cartes[ligne.pk] = replace(ligne, champs=champs)
    return cartes


def _communs(
    cercle: Encart, engagement: Encart, cartes: dict[int, Ligne]
) -> tuple[LignePapier, ...]:
    ici = {ligne.pk for ligne in engagement.lignes}
    return tuple(ligne_papier(cartes[ligne.pk]) for ligne in cercle.lignes if ligne.pk in ici)


def _a_placer(boites: dict[str, Encart], cartes: dict[int, Ligne]) -> tuple[LignePapier, ...]:
    """With their engagement: it has no row of its own here."""
    if A_PLACER not in boites:
        return ()
    engagements = {
        ligne.pk: boites[nom].nomme.removeprefix("Les partenaires ")
        for nom in ENGAGEMENTS
        if nom in boites
        for ligne in boites[nom].lignes
    }
    return tuple(
        replace(ligne_papier(cartes[ligne.pk]), etat=engagements.get(ligne.pk, ""))
        for ligne in boites[A_PLACER].lignes
    )


def _longue(ligne: Ligne) -> bool:
    return sum(len(c.texte) + 25 * c.texte.count("\n") for c in ligne.champs) > CARTE_COURTE
