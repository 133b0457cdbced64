"""« Étapes de réalisation » on a fiche: the columns of the kit, as wide as what they hold asks."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from fresque.pdf.boites import PostItPapier, postit
from fresque.pdf.colonnes import CORPS, PUCE, Reglage, glissade
from fresque.pdf.mesure import COURANT, GRAS, TITRE, Police, largeur, plier
from fresque.pdf.tableaux import Rangee, colonnes, rangees
from fresque.pdf.textes import Paragraphe
from pasapas.valeurs.encarts import Encart

GOUTTIERE = 3.4  # between two columns: nearer, copied text mixes the lines of two cells
CORPS_QUI = 9.5  # who sees to an étape, and the badge of its state
PIERRE = 5.6  # an étape's stone, before its name
LARGE = 192.4
# Of the headings: the title of the encart above the first one, a line, what is around.
TITRE_ENCART, LIGNE_ENTETE, AUTOUR, CORPS_ENTETE = 4.6, 3.5, 1.3, 9.0
TRAIT = 0.7
RANGEE_VIDE = 8.0
LIGNE = 4.3  # of a row, about


# Millimetres that are tried for the columns of the table: each has its class in print-fiche.css.
NOMS = range(48, 112, 4)
PERIODES, DATES, COMMUNES = (28, 32), (24, 28), (32, 36, 40, 44)
Largeurs = tuple[int, ...]
SEPAREES: tuple[Largeurs, ...] = tuple(product(NOMS, PERIODES, DATES))
ENSEMBLE: tuple[Largeurs, ...] = tuple(product(NOMS, COMMUNES))


@dataclass(frozen=True, slots=True)
class Etapes:
    """The table; ``entetes``: each heading and the width of its column, 0 for what is left;
    ``ensemble``: its two dates share a column."""

    titre: str
    entetes: tuple[tuple[str, int], ...]
    rangees: tuple[Rangee, ...]
    postits: tuple[PostItPapier, ...]
    ensemble: bool
    hauteur: float
    regles: range = range(0)


def dresser(encart: Encart | None, reglage: Reglage, *, ensemble: bool) -> Etapes:
    """The table at the widths that make it the shortest."""
    if encart is None:
        return Etapes("", (), (), (), ensemble, 0.0)
    lignes = tuple(rangees(encart))
    titres = _entetes(colonnes(encart), ensemble=ensemble)
    largeurs, nombre = _choisir(lignes, titres, ensemble)
    postits = tuple(postit(vue) for vue in encart.postits)
    regles = range(0 if lignes else encart.lignes_vides)
    traits = len(lignes) + sum(len(rangee.longues) for rangee in lignes)
    haut = (
        _hauteur_des_entetes(titres, largeurs)
        + reglage.air
        + nombre * reglage.ligne
        + traits * TRAIT
    )
    haut += len(regles) * RANGEE_VIDE + sum(glissade(p, LARGE, reglage) for p in postits)
    entetes = tuple(zip(titres, (*largeurs, 0), strict=False))
    return Etapes(encart.titre, entetes, lignes, postits, ensemble, haut, regles)


@lru_cache(64)
def _choisir(
    lignes: tuple[Rangee, ...], titres: tuple[str, ...], ensemble: bool
) -> tuple[Largeurs, int]:
    """The widths, and how many lines the rows then take. Of the shortest, those that leave to the
    results about as much as to the names."""
    choix = ENSEMBLE if ensemble else SEPAREES
    nombres = {mm: sum(_lignes_de(rangee, mm) for rangee in lignes) for mm in choix}
    retenues = min(
        choix,
        key=lambda mm: (
            nombres[mm] + _hauteur_des_entetes(titres, mm) / LIGNE,
            abs(2 * mm[0] + sum(mm[1:]) - LARGE),
        ),
    )
    return retenues, nombres[retenues]


def _entetes(titres: tuple[str, ...], *, ensemble: bool) -> tuple[str, ...]:
    if not ensemble:
        return titres
    etape, periode, date, *suites = titres
    return (etape, f"{periode}, {date[:1].lower()}{date[1:]}", *suites)


def _hauteur_des_entetes(titres: tuple[str, ...], largeurs: Largeurs) -> float:
    nombres = [
        len(plier(titre, mm - GOUTTIERE, CORPS_ENTETE, police=TITRE))
        for titre, mm in zip(titres[1:], largeurs[1:], strict=False)
    ]
    return AUTOUR + max(TITRE_ENCART + LIGNE_ENTETE, *(n * LIGNE_ENTETE for n in nombres))


def _lignes_de(rangee: Rangee, largeurs: Largeurs) -> int:
    """The lines of a row, and of what is too long for its columns."""
    mm = [large - GOUTTIERE for large in largeurs]
    nom, periode, date, suites = (*rangee.cellules, (), (), (), ())[:4]
    tenues = [_lignes_du_nom(nom, rangee, mm[0] - PIERRE), _lignes(suites, LARGE - sum(largeurs))]
    if len(largeurs) == len(ENSEMBLE[0]):
        tenues.append(_lignes(periode, mm[1]) + _lignes(date, mm[1], GRAS))
    else:
        tenues += [_lignes(periode, mm[1]), _lignes(date, mm[2], GRAS)]
    dessous = (1 + _lignes(longue.textes, LARGE - PIERRE) for longue in rangee.longues)
    return max(1, *tenues) + sum(dessous)


@lru_cache(4096)
def _lignes_du_nom(nom: tuple[Paragraphe, ...], rangee: Rangee, mm: float) -> int:
    """Who sees to it and its state follow the name on its last line, smaller."""
    suite = " · ".join(un.texte for un in rangee.sous)
    if not suite and not rangee.etat:
        return _lignes(nom, mm)
    derniere = nom[-1] if nom else Paragraphe("")
    plume = largeur(plier(derniere.texte, mm - PUCE * bool(derniere.puce), CORPS)[-1], CORPS)
    bouts = plier(f" · {suite} {rangee.etat}MMM", mm, CORPS_QUI, retrait=plume)
    return max(1, _lignes(nom, mm)) + len(bouts) - 1


@lru_cache(4096)
def _lignes(textes: tuple[Paragraphe, ...], mm: float, police: Police = COURANT) -> int:
    return sum(
        len(plier(un.texte, mm - PUCE * bool(un.puce), CORPS, police=police)) for un in textes
    )
