"""Which encarts stand side by side on a sheet, and when they no longer can."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from fresque.pdf.mesure import MM_PAR_POINT
from pasapas.valeurs.encarts import Encart, Genre
from pasapas.valeurs.planches import Planche

Noms = tuple[str, ...]

LARGEUR_MM = 192.0
MARGES_MM = 8.0
# Taller than this, two columns are set one below the other: a column cut between two sheets
# reads badly, and a narrow one of 20,000 characters takes four times the paper.
HAUTEUR_DE_FRONT_MM = 190.0
# Shorter than this, a row is never cut between two sheets.
HAUTEUR_TENUE_MM = 105.0
CORPS, DETAIL = 14.0, 11.0  # points: what the group wrote, what details it
# Cards abreast when the encart has the whole width of the sheet.
CARTES_DE_FRONT = {"equipe": 1, "autres": 1, "repertoire": 4}


@dataclass(frozen=True, slots=True)
class Trame:
    """The encarts of one row, column by column. ``parts``: their shares of the width."""

    colonnes: tuple[Noms, ...]
    parts: tuple[int, ...] = ()

    @property
    def noms(self) -> frozenset[str]:
        return frozenset(nom for colonne in self.colonnes for nom in colonne)


def cote_a_cote(*noms: str) -> Trame:
    """A row of equal columns, one encart each."""
    return Trame(tuple((nom,) for nom in noms))


SOUS_CHAQUE_THEME = ("valoriser", "modifier", "points-de-vue")
# The rows of each kind of planche; a box of none has a row of its own.
TRAMES: Mapping[str, tuple[Trame, ...]] = {
    "eclaire": (
        cote_a_cote("ambition", "probleme"),
        Trame((("equipe",), ("autres", "etablissement", "services"))),
    ),
    "acteurs": (
        cote_a_cote("cercle-direct", "cercle-elargi", "cercle-interet"),
        cote_a_cote("engagement-engage", "engagement-a-relancer", "engagement-a-contacter"),
    ),
    "autodiagnostic": (
        cote_a_cote("valoriser", "modifier"),
        Trame((("rapport_etonnement",), ("pistes", "apprentissages"))),
    ),
    "bilan": (cote_a_cote("poursuivre", "suites"),),
}


@dataclass(frozen=True, slots=True)
class Rang:
    """A row of columns. One column takes the whole width. ``tenu``: never cut."""

    colonnes: tuple[tuple[Encart, ...], ...]
    tenu: bool
    parts: tuple[int, ...] = ()

    @property
    def large(self) -> bool:
        return len(self.colonnes) == 1


def de_front(encart: Encart, large: bool) -> int:
    """How many cards of this encart stand abreast."""
    return CARTES_DE_FRONT.get(encart.nom, 2) if large else 1


def rangs(planche: Planche, encarts: Sequence[Encart]) -> Iterator[Rang]:
    """The rows of these encarts, each exactly once, in their own order. A row comes where its
    first encart stood."""
    trames, restent = TRAMES.get(planche.modele, ()), list(encarts)
    while restent:
        trame = _trame(trames, restent[0])
        pris = [encart for encart in restent if cle(encart.nom) in trame.noms]
        restent = [encart for encart in restent if encart not in pris]
        yield from _dresser(trame, {cle(encart.nom): encart for encart in pris})


def _trame(trames: Sequence[Trame], encart: Encart) -> Trame:
    """The row that this encart opens; an encart of no row has one of its own."""
    nom = cle(encart.nom)
    return next((t for t in trames if nom in t.noms), cote_a_cote(nom))


def cle(nom: str) -> str:
    """« t3-valoriser » is laid out as « valoriser », whatever the code of the theme."""
    return next((un for un in SOUS_CHAQUE_THEME if nom.endswith(f"-{un}")), nom)


def _dresser(trame: Trame, par_cle: Mapping[str, Encart]) -> Iterator[Rang]:
    """Side by side when that is not too tall, else one below the other."""
    colonnes = tuple(
        tuple(par_cle[nom] for nom in noms if nom in par_cle) for noms in trame.colonnes
    )
    parts = trame.parts or (1,) * len(colonnes)
    if len(colonnes) > 1 and all(colonnes):
        hauteur = max(
            sum(hauteur_mm(e, LARGEUR_MM * part / sum(parts) - MARGES_MM) for e in c)
            for c, part in zip(colonnes, parts, strict=True)
        )
        if hauteur <= HAUTEUR_DE_FRONT_MM:
            yield Rang(colonnes, hauteur <= HAUTEUR_TENUE_MM, trame.parts)
            return
    for encart in (encart for colonne in colonnes for encart in colonne):
        hauteur = hauteur_mm(encart, LARGEUR_MM - MARGES_MM)
        yield Rang(((encart,),), hauteur <= HAUTEUR_TENUE_MM)


def hauteur_mm(encart: Encart, largeur: float) -> float:
    """About how tall an encart will be, post-its included."""
    signe, interligne = CORPS * 0.17, CORPS * MM_PAR_POINT * 1.2
    lignes = sum(ceil(len(bout) * signe / largeur) or 1 for bout in encart.texte.split("\n"))
    for ligne in encart.lignes:
        titre, *details = (len(champ.texte) for champ in ligne.champs)
        # Details are smaller and follow the name; each return opens a line.
        lignes += ceil((titre + sum(details) * DETAIL / CORPS) * signe / largeur) or 1
        lignes += sum(champ.texte.count("\n") for champ in ligne.champs)
    if encart.vide:
        lignes += encart.lignes_vides * 2
    if encart.genre == Genre.CARTES:
        lignes = ceil(lignes / de_front(encart, largeur > LARGEUR_MM / 2)) + len(encart.lignes) // 2
    lignes += sum(1 + ceil(len(p.texte) * signe / largeur) for p in encart.postits)
    return lignes * interligne + 10
