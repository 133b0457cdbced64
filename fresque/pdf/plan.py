"""The plan d'accrochage: what hangs where, how wide the wall is, what waits in the cahier."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fresque.pdf import places
from fresque.pdf.cadre import cadre_libre
from fresque.pdf.mesure import plier
from fresque.pdf.textes import a_imprimer, court
from fresque.pdf.variantes import A3, ECHELLE, ENCRE
from pasapas.valeurs.planches import Fresque, Planche

LARGEUR_FEUILLE_CM = 21.0
HAUTEUR_FEUILLE_CM = 29.7
PREMIERE_RANGEE = "1,90\u00a0m"
PAS_X, PAS_Y = 11.0, 15.5  # of the drawing: a sheet is 10 by 14.1
SUR_UNE_COLONNE = 14  # planches; beyond, the list has two
NOM = 42  # signs of a name there, for one line
# Millimetres (static/css/print.css): a line of the list, alone or of two columns; a name; what the
# drawing shares with the lists, and the least it takes.
RANGEE, BRIN, LARGEUR_NOM = 5.2, 4.7, 94.0
A_PARTAGER, DESSIN_MOINDRE = 142.0, 40.0


@dataclass(frozen=True, slots=True)
class Nouvelle:
    """A line of « Ce qui a changé » on the plan: which planche, and what to do with its sheets."""

    coordonnee: str
    titre: str
    quoi: str
    pigment: str = ""


@dataclass(frozen=True, slots=True)
class FeuilleDuPlan:
    """A sheet of the wall as the plan draws it; ``reservee``: its fiche is not there yet;
    ``neuve``: what hangs there is to be changed; ``trait``: drawn without a fill."""

    x: str
    y: str
    marque: str
    pigment: str
    suite: bool = False
    reservee: bool = False
    neuve: bool = False
    trait: bool = False


@dataclass(frozen=True, slots=True)
class LigneDuPlan:
    """One planche in the list of what to hang, and where what does not hang goes; ``neuve``: what
    hangs there is to be changed."""

    coordonnee: str
    pigment: str
    nom: str
    feuilles: int
    place: str
    reste: str
    neuve: bool


@dataclass(frozen=True, slots=True)
class Colonne:
    """What hangs one below the other: the mark of each sheet, first of a planche or suite."""

    pigment: str
    marques: tuple[tuple[str, bool], ...]
    reservees: tuple[str, ...] = ()


def contexte(
    fresque: Fresque,
    nombres: Mapping[str, int],
    nouvelles: Iterable[Nouvelle] = (),
    *,
    variante: str = "",
) -> dict[str, Any]:
    """The sheet: the wall drawn, then its planches in order. What changed is said above the list,
    or in it when it has two columns. As for ``dessiner``."""
    fresque, colonnes = _pendue(fresque, nombres)
    changees = {une.coordonnee for une in nouvelles}
    lignes = tuple(_lignes(fresque, nombres, colonnes, changees))
    deux = len(lignes) > SUR_UNE_COLONNE
    a_faire: dict[str, list[Nouvelle]] = {}
    for une in nouvelles:
        if not (deux and une.coordonnee):
            a_faire.setdefault(une.quoi, []).append(une)
    dessin = _mesures(fresque, nombres, changees, colonnes, variante)
    large, haut = dessin["cotes"]
    place = A_PARTAGER - _hauteur(lignes, len(a_faire), deux=deux)
    return {
        **cadre_libre(
            "Plan d’accrochage",
            pigment="encre",
            surtitre="À garder, ou à accrocher en premier",
            projet="",  # said above the drawing
            etablissement="",
            signet="Plan d’accrochage",
        ),
        **dessin,
        "hauteur_dessin": f"{min(max(DESSIN_MOINDRE, place), 190 * haut / large):.1f}",
        "nom": fresque.nom,
        "etablissement_entier": fresque.etablissement,
        "lignes": lignes,
        "deux_colonnes": deux,
        "nouvelles": tuple(a_faire.items()),
        "changees": deux and any(ligne.neuve for ligne in lignes),
    }


def _hauteur(lignes: tuple[LigneDuPlan, ...], faits: int, *, deux: bool) -> float:
    """Millimetres of the list, and of what changed."""
    dit = (faits + 2) * RANGEE if faits else 0.0
    if deux:
        return dit + BRIN * (len(lignes) + 1) // 2
    return dit + RANGEE * sum(len(plier(ligne.nom, LARGEUR_NOM, 11)) for ligne in lignes)


def dessiner(
    fresque: Fresque, nombres: Mapping[str, int], changees: Collection[str] = ()
) -> dict[str, Any]:
    """The wall as it hangs, and its measures. ``nombres``: the sheets of each planche, by its
    code. ``changees``: the marks of those to hang again."""
    fresque, colonnes = _pendue(fresque, nombres)
    return _mesures(fresque, nombres, changees, colonnes)


def _pendue(fresque: Fresque, nombres: Mapping[str, int]) -> tuple[Fresque, tuple[Colonne, ...]]:
    """The planches that hang, without what they say; and the columns they make."""
    gardees = (p for p in fresque.planches if p.code in nombres or not p.sur_demande)
    nues = tuple(replace(p, sections=()) for p in gardees)
    fresque = a_imprimer(replace(fresque, planches=nues))
    return fresque, tuple(_colonnes(fresque, nombres))


def _mesures(
    fresque: Fresque,
    nombres: Mapping[str, int],
    changees: Collection[str],
    colonnes: tuple[Colonne, ...],
    variante: str = "",
) -> dict[str, Any]:
    etages = max((len(c.marques) + len(c.reservees) for c in colonnes), default=1)
    cotes = (max(1, len(colonnes)) * PAS_X, etages * PAS_Y)
    echelle = ECHELLE if variante == A3 else 1
    return {
        "largeur_cm": f"{LARGEUR_FEUILLE_CM * echelle * len(colonnes):.0f}",
        "hauteur_cm": f"{HAUTEUR_FEUILLE_CM * echelle * etages:.0f}",
        "papier": "A3" if variante == A3 else "A4",
        "premiere_rangee": PREMIERE_RANGEE,
        "total": sum(nombres.get(p.code, 1) for p in fresque.planches),
        "colonnes": len(colonnes),
        "etages": etages,
        "mur": tuple(_dessin(colonnes, changees, trait=variante == ENCRE)),
        "cotes": cotes,
        "boite": f"-.5 -.5 {cotes[0]:.1f} {cotes[1]:.1f}",
    }


def _colonnes(fresque: Fresque, nombres: Mapping[str, int]) -> Iterator[Colonne]:
    """From left to right. The frise hangs below « Les actions engagées », fiches by three."""
    frise = next((p for p in fresque.planches if p.modele == "frise"), None)
    numeros = {places.numero_de(p) for p in fresque.planches if p.modele == "fiche"}
    placees = False
    for planche in fresque.planches:
        actions = planche.modele == "actions"
        if planche.modele not in ("fiche", "frise"):
            marques = _marques(planche, nombres)
            if actions and frise:
                marques += _marques(frise, nombres)
            yield Colonne(planche.annexe.pigment, tuple(marques[: places.ETAGES]))
        if not placees and (actions or planche.modele == "fiche"):
            placees = True
            yield from _colonnes_de_fiches(planche.annexe.pigment, numeros)


def _colonnes_de_fiches(pigment: str, numeros: set[int]) -> Iterator[Colonne]:
    for colonne in range(places.colonnes_de_fiches(sorted(numeros))):
        rangs = range(colonne * places.ETAGES + 1, (colonne + 1) * places.ETAGES + 1)
        yield Colonne(
            pigment,
            tuple((f"n°{n}", False) for n in rangs if n in numeros),
            tuple(f"n°{n}" for n in rangs if n not in numeros),
        )


def _marques(planche: Planche, nombres: Mapping[str, int]) -> list[tuple[str, bool]]:
    suites = range(2, min(nombres.get(planche.code, 1), places.ETAGES) + 1)
    return [(planche.coordonnee, False), *((f"{planche.coordonnee}·{n}", True) for n in suites)]


def _dessin(
    colonnes: tuple[Colonne, ...], changees: Collection[str], *, trait: bool
) -> Iterator[FeuilleDuPlan]:
    for rang, colonne in enumerate(colonnes):
        x = f"{rang * PAS_X:.1f}"
        sheets = [(marque, suite, False) for marque, suite in colonne.marques]
        sheets += [(marque, False, True) for marque in colonne.reservees]
        for etage, (marque, suite, reservee) in enumerate(sheets):
            y, neuve = f"{etage * PAS_Y:.1f}", marque.partition("·")[0] in changees
            yield FeuilleDuPlan(x, y, marque, colonne.pigment, suite, reservee, neuve, trait)


def _lignes(
    fresque: Fresque,
    nombres: Mapping[str, int],
    colonnes: tuple[Colonne, ...],
    changees: Collection[str],
) -> Iterator[LigneDuPlan]:
    endroits = {
        marque: f"colonne {rang}, étage {etage}"
        for rang, colonne in enumerate(colonnes, start=1)
        for etage, (marque, suite) in enumerate(colonne.marques, start=1)
        if not suite
    }
    for p in fresque.planches:
        combien = nombres.get(p.code, 1)
        yield LigneDuPlan(
            p.coordonnee,
            p.annexe.pigment,
            court(p.nommee, NOM) if len(fresque.planches) > SUR_UNE_COLONNE else p.nommee,
            combien,
            endroits.get(p.coordonnee, "au cahier"),
            _reste(p, combien, dite=len(fresque.planches) <= SUR_UNE_COLONNE),
            p.coordonnee in changees,
        )


def _reste(planche: Planche, combien: int, *, dite: bool) -> str:
    """What of this planche does not hang under its first sheet; ``dite``: there is room to say
    again what the plan says of every fiche."""
    if planche.modele == "fiche":
        return "agrafées" if dite and combien > 1 else ""
    au_cahier = combien - places.ETAGES
    return f"(dont {au_cahier} au cahier)" if au_cahier > 0 else ""
