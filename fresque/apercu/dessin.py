"""A sheet drawn small, for the home page: its patches and stones as paths. No query, no HTML.

The page says beside it, in words, what the drawing shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fresque.apercu.disposition import PLACES, TITRES, Touchee
from fresque.apercu.valeurs import Apercu, Touche
from pasapas.valeurs.annexes import ANNEXES, Annexe

LARGEUR, HAUTEUR, MARGE, JOINT = 100, 104, 5, 3.5  # units of the drawings
PIERRES = 16  # what the stones take at the foot of a sheet
HAUTEURS = {"ligne": 0.7, "courte": 0.8, "haute": 1.5, "grande": 1.7}
ENTIERES = {"entiere", "grande", "ligne"}
LARGES = 5  # sheets side by side in one annexe, at most
ORDRE = ("eclaire", "acteurs", "etat-des-lieux", "autodiagnostic", "actions", "fiche", "bilan")

Case = tuple[str, str]  # what state it is in, what form it takes


@dataclass(frozen=True, slots=True)
class Dessin:
    """One sheet: its title (none when only its counts are known), and a path for each state."""

    code: str
    annexe: Annexe
    titre: str
    traces: tuple[tuple[str, str], ...]
    longue: bool = False


@dataclass(frozen=True, slots=True)
class Rangee:
    """The sheets of one annexe."""

    annexe: Annexe
    dessins: tuple[Dessin, ...]

    @property
    def larges(self) -> int:
        """How many stand side by side: an annexe is two sheets high while it can be."""
        return min(LARGES, max(1, -(-len(self.dessins) // 2)))


def rangees(dessins: Iterable[Dessin]) -> tuple[Rangee, ...]:
    tous = list(dessins)
    return tuple(Rangee(a, tuple(d for d in tous if d.annexe.numero == a.numero)) for a in ANNEXES)


def dessiner(apercu: Apercu, fraiches: frozenset[str]) -> Dessin:
    """``fraiches``: the boxes that are new to whoever looks."""
    cases = [(_etat(touche, fraiches), touche.forme) for touche in apercu.touches]
    traces = _paver(cases, HAUTEUR - PIERRES if apercu.pierres else HAUTEUR)
    etats = [pierre.etat or "a-venir" for pierre in apercu.pierres]
    traces += _empierrer(etats)
    return Dessin(apercu.code, apercu.annexe, apercu.titre, _reunir(traces), apercu.longue)


def blanches() -> Iterator[Dessin]:
    """The pages of the kit, before anyone wrote on them."""
    for modele, annexe in zip(ORDRE, (0, 0, 1, 1, 2, 2, 3), strict=True):
        places = PLACES.get(modele) or (Touchee("", "", forme="grande"),) * 3
        cases = [("vide", place.forme) for place in places if not place.facultative]
        if modele == "autodiagnostic":
            cases = [("vide", "theme")] * 8 + cases
        yield Dessin(modele, ANNEXES[annexe], TITRES.get(modele, ""), _reunir(_paver(cases)))


def niveau(code: str, annexe: int, remplis: int, total: int) -> Dessin:
    """A sheet of which only the counts are known: painted up to its level."""
    hauteur = HAUTEUR - 2 * MARGE
    peint = round(hauteur * remplis / total) if total else 0
    large = LARGEUR - 2 * MARGE
    traces = [("vide", _rect(MARGE, MARGE, large, hauteur))]
    if peint:
        traces.append(("peinte", _rect(MARGE, MARGE + hauteur - peint, large, peint)))
    return Dessin(code, ANNEXES[annexe - 1], "", _reunir(traces))


def rang(code: str) -> tuple[int, int]:
    """Where the sheet that bears this code stands in the kit's order."""
    modele, _, numero = code.rpartition("-")
    if code in ORDRE:
        return ORDRE.index(code), 0
    return ORDRE.index(modele) if modele in ORDRE else len(ORDRE), int(numero or 0)


def _etat(touche: Touche, fraiches: frozenset[str]) -> str:
    if touche.vide:
        return "vide"
    return "peinte" if fraiches.isdisjoint(touche.cases) else "fraiche"


def _paver(cases: Iterable[Case], hauteur: float = HAUTEUR) -> list[tuple[str, str]]:
    """Rows of one wide patch or two narrow ones, that fill the height."""
    rangs: list[list[Case]] = []
    for case in cases:
        seule = case[1] in ENTIERES
        if seule or not rangs or len(rangs[-1]) == 2 or rangs[-1][0][1] in ENTIERES:
            rangs.append([case])
        else:
            rangs[-1].append(case)
    hauts = [max(HAUTEURS.get(forme, 1) for _, forme in rang) for rang in rangs]
    libre = hauteur - 2 * MARGE - JOINT * (len(rangs) - 1)
    traces, y = [], float(MARGE)
    for rang, haut in zip(rangs, hauts, strict=True):
        part = libre * haut / sum(hauts)
        large = (LARGEUR - 2 * MARGE - JOINT * (len(rang) - 1)) / len(rang)
        for place, (etat, _) in enumerate(rang):
            traces.append((etat, _rect(MARGE + place * (large + JOINT), y, large, part)))
        y += part + JOINT
    return traces


def _empierrer(etats: list[str]) -> list[tuple[str, str]]:
    if not etats:
        return []
    pas = min(15.0, (LARGEUR - 2 * MARGE) / len(etats))
    y = HAUTEUR - PIERRES + 3
    return [(etat, _rect(MARGE + i * pas, y, pas - 3, 9)) for i, etat in enumerate(etats)]


def _rect(x: float, y: float, large: float, haut: float) -> str:
    return f"M{x:.4g} {y:.4g}h{large:.4g}v{haut:.4g}h-{large:.4g}z"


def _reunir(traces: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """One path for each state."""
    par_etat: dict[str, str] = {}
    for etat, trace in traces:
        par_etat[etat] = par_etat.get(etat, "") + trace
    return tuple(par_etat.items())
