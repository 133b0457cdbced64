"""The months named in a text, moved by so many, in the same form people wrote them.

« Sept. à nov. 2025 » a month later is « Oct. à déc. 2025 »; « Mars - avril 2025 » nine months
later, « Décembre 2025 - janvier 2026 ». The rest of the text is left sign for sign.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pasapas.valeurs.periodes.mots import MOIS
from pasapas.valeurs.pliage import plier

LONGS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre"),
)
COURTS = (
    *("janv", "févr", "mars", "avril", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"),
)
RANGS = {mot: rang for rang, mots in enumerate(MOIS) for mot in mots}
NON_BISSEXTILE = 2025
DIT = re.compile(
    r"(?:(?P<elision>\b[dD](?:e\s|['’]))|(?P<jour>\b(?:1er|[12]?\d|3[01]))(?=\s))?\s*"
    r"(?P<mois>\b[a-zéûA-ZÉÛ]{3,9}\b)(?P<point>\.?)(?:\s(?P<annee>(?:19|20)\d{2})\b)?"
)
JOUR_MOIS = re.compile(r"(?<![\d/])(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])(?![\d/])")
AN = re.compile(r"(?<![\d/.,])(?:199|20\d)\d(?![\d/.,]\d|\d)")
# Between two months of one period: the year written after the second is the first one's too.
ENSEMBLE = re.compile(r"\s*(?:[-–/,]|à|au|et|ou|puis)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dit:
    """A month named: where, which one, of which year when it is known (``ecrite``: said there).
    ``court``: in short, with a point or not."""

    ou: re.Match[str]
    rang: int
    annee: int | None
    court: bool

    @property
    def ecrite(self) -> bool:
        return self.ou["annee"] is not None

    def plus(self, nombre: int) -> "Dit":
        annees, rang = divmod(self.rang + nombre, 12)
        return replace(self, rang=rang, annee=self.annee and self.annee + annees)


def deplacer_mots(texte: str, nombre: int) -> str:
    """The same text ``nombre`` months later (earlier when it is negative)."""
    sortie: list[str] = []
    ici = 0
    for suite in _suites(texte):
        apres = [dit.plus(nombre) for dit in suite]
        for rang, (avant, dit) in enumerate(zip(suite, apres, strict=True)):
            # The year of a period stands once, as long as it has one.
            seul = rang + 1 < len(apres) and dit.annee != apres[rang + 1].annee
            sortie += [_autour(texte[ici : avant.ou.start()], nombre)]
            sortie += [_redire(avant, dit, suite, annee=seul)]
            ici = avant.ou.end()
    return "".join([*sortie, _autour(texte[ici:], nombre)])


def _suites(texte: str) -> Iterator[list[Dit]]:
    """The months named, those of one period together, from left to right."""
    suite: list[Dit] = []
    for ou in DIT.finditer(texte):
        rang = RANGS.get(plier(ou["mois"]))
        if rang is None:
            continue
        annee = int(ou["annee"]) if ou["annee"] else None
        dit = Dit(ou, rang, annee, plier(ou["mois"]) != MOIS[rang][0])
        if suite and ENSEMBLE.fullmatch(texte, suite[-1].ou.end(), ou.start("mois")):
            suite.append(dit)
            continue
        yield from _verifier(suite)
        suite = [dit]
    yield from _verifier(suite)


def _verifier(suite: list[Dit]) -> Iterator[list[Dit]]:
    """« sept » alone is a number; a year said once is that of the months before it."""
    sures = [d for d in suite if not d.court or d.ou["point"] or d.ecrite]
    if not sures:
        return
    for rang in range(len(suite) - 2, -1, -1):
        dit, suivant = suite[rang], suite[rang + 1]
        if dit.annee is None and suivant.annee is not None:
            suite[rang] = replace(dit, annee=suivant.annee - (dit.rang > suivant.rang))
    yield suite


def _redire(avant: Dit, dit: Dit, suite: Sequence[Dit], *, annee: bool) -> str:
    """The moved month in the form of the one it was, or of those beside it."""
    courts = [d for d in suite if d.court]
    court = avant.court or (LONGS[avant.rang] == COURTS[avant.rang] and bool(courts))
    mot = COURTS[dit.rang] if court else LONGS[dit.rang]
    if dit.rang == avant.rang:
        mot, point = avant.ou["mois"].lower(), avant.ou["point"]
    elif court:
        pointe = any(d.ou["point"] for d in courts)
        point = "." if pointe and mot != LONGS[dit.rang] else ""
    else:
        point = avant.ou["point"]  # the end of a sentence
    ecrit = avant.ou["mois"]
    mot = mot.upper() if ecrit.isupper() else mot.capitalize() if ecrit[0].isupper() else mot
    dite = f" {dit.annee}" if dit.annee and (avant.ecrite or annee) else ""
    return _devant(avant, dit, mot) + mot + point + dite


def _devant(avant: Dit, dit: Dit, mot: str) -> str:
    """« d’octobre », « de mars »; a day that this month does not have is its last."""
    brut = avant.ou[0][: avant.ou.start("mois") - avant.ou.start()]
    if elision := avant.ou["elision"]:
        if mot[0].lower() in "ao":
            return elision if "e" not in elision else f"{elision[0]}’"
        return elision if "e" in elision else f"{elision[0]}e "
    if avant.ou["jour"] not in {None, "1er"}:
        dernier = monthrange(dit.annee or NON_BISSEXTILE, dit.rang + 1)[1]
        return brut.replace(avant.ou["jour"], str(min(int(avant.ou["jour"]), dernier)))
    return brut


def _autour(texte: str, nombre: int) -> str:
    """« le 12/11 »; a year alone, by whole years."""
    texte = JOUR_MOIS.sub(lambda lu: _jour_mois(lu, nombre), texte)
    return AN.sub(lambda lu: str(int(lu[0]) + round(nombre / 12)), texte)


def _jour_mois(lu: re.Match[str], nombre: int) -> str:
    mois = (int(lu[2]) - 1 + nombre) % 12 + 1
    return f"{min(int(lu[1]), monthrange(NON_BISSEXTILE, mois)[1]):02d}/{mois:02d}"
