"""Rounds of the trivial page and of another in turn, so that noise falls on both."""

import statistics
from collections.abc import Callable, Mapping, Sequence

from bench.client import Releve
from bench.rapport import Mesure

TEMOIN = "page triviale"
PORTE = "porte seule"
PORTE_CONTRE_TRIVIALE = "porte seule, contre la page triviale"
ENREGISTRER = "enregistrer un champ"
CONTRE_LA_PORTE = "enregistrer un champ, contre la porte"
REFERMER = "enregistrer et refermer (htmx)"
CONTRE_ENREGISTRER = "enregistrer et refermer, contre enregistrer"
MUR_A_FROID = "mur, à froid"
ACCUEIL = "accueil, contre la porte"
MUR_INCHANGE = "mur inchangé, contre la porte"
MUR_ECRIT = "premier mur après une écriture, contre la porte"
TABLEAU = "tableau de bord, contre la porte"
# The cold wall and the last two: what they cost the day they had a ceiling, plus 20 %.
PLAFONDS = {
    ACCUEIL: 3.0,
    MUR_INCHANGE: 2.0,
    MUR_ECRIT: 6.0,
    TABLEAU: 4.0,
    CONTRE_LA_PORTE: 5.0,
    MUR_A_FROID: 24.0,
    REFERMER: 20.0,
    CONTRE_ENREGISTRER: 1.8,
}
Charge = Callable[[], Releve]


def compare(
    triviale: Charge, charges: Mapping[str, Charge], base: str, tours: int, contre: str = TEMOIN
) -> list[Mesure]:
    """Each page against the rounds of ``triviale`` just before and just after its own."""
    temoins: list[Releve] = []
    mesures = []
    for nom, charge in charges.items():
        charge()  # warms caches and connections
        autour, releves = [triviale()], []
        for _ in range(tours):
            releves.append(charge())
            autour.append(triviale())
        ratios = [
            2 * releve.cout / (autour[rang].cout + autour[rang + 1].cout)
            for rang, releve in enumerate(releves)
        ]
        mesures.append(_row(nom, base, ratios, releves, autour, contre))
        temoins += autour
    return [_row(contre, base, [1.0], temoins, temoins, contre), *mesures]


def _row(
    nom: str,
    base: str,
    ratios: Sequence[float],
    releves: Sequence[Releve],
    autour: Sequence[Releve],
    contre: str,
) -> Mesure:
    durees = _durees(releves)
    ecoule = sum(releve.ecoule for releve in releves)
    detail = {
        "par_seconde": round(len(durees) / ecoule, 1),
        "p50_ms": round(1000 * statistics.median(durees), 2),
        "p95_ms": round(1000 * durees[int(0.95 * (len(durees) - 1))], 2),
        "ratio_p50": round(statistics.median(durees) / statistics.median(_durees(autour)), 2),
        "ratio_min": round(min(ratios), 2),
        "ratio_max": round(max(ratios), 2),
        "ratio_cpu": round(_cpu(releves) / _cpu(autour), 2),
        "part_serveur": round(sum(releve.serveur for releve in releves) / ecoule, 2),
        "part_client": round(sum(releve.client for releve in releves) / ecoule, 2),
        "reponses": len(durees),
    }
    return Mesure(nom, base, statistics.median(ratios), contre, PLAFONDS.get(nom), detail)


def _durees(releves: Sequence[Releve]) -> list[float]:
    return sorted(duree for releve in releves for duree in releve.durees)


def _cpu(releves: Sequence[Releve]) -> float:
    """Seconds of the server's CPU per request: what a busy machine changes least."""
    reponses = sum(len(releve.durees) for releve in releves)
    return max(0.001, sum(releve.serveur for releve in releves)) / reponses
