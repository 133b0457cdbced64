"""What is said to whom, today: values alone."""

from datetime import date, datetime, timedelta

import pytest

from fresque.models import Avance
from fresque.rappels.courriel import delai, pour
from fresque.rappels.decision import (
    Dit,
    Echeance,
    a_rappeler,
    a_resumer,
    avance_due,
    est_l_heure,
    lundi_de,
)

pytestmark = pytest.mark.pur
FIN = date(2026, 5, 31)
DEPART = frozenset({Avance.SEPT, Avance.UN, Avance.RETARD})
TOUS = frozenset(Avance)


def etape(jours: int, *, fin: date = FIN, etape: int = 1, periode: str = "fin mai") -> Echeance:
    """Seen so many days before its end."""
    return Echeance(
        etape=etape,
        projet=1,
        fiche=2,
        action="Horaires",
        intitule="Chiffrer",
        periode=periode,
        terme=fin,
        jour=fin - timedelta(days=jours),
        a_qui=(1,),
    )


def jour_par_jour(choisis: frozenset[Avance], jours: list[int]) -> list[tuple[int, str]]:
    """What is said when one round runs on each of these days, the days left growing fewer."""
    dits: list[Dit] = []
    faits = []
    for restants in jours:
        for echeance, avance in a_rappeler([etape(restants)], choisis, dits):
            dits.append(Dit(echeance.etape, avance, echeance.terme))
            faits.append((restants, avance.name))
    return faits


@pytest.mark.parametrize(
    ("choisis", "jours", "attendu"),
    [
        (DEPART, [*range(40, -40, -1)], [(7, "SEPT"), (1, "UN"), (-1, "RETARD")]),
        (TOUS, [*range(40, -5, -1)], [(30, "TRENTE"), (7, "SEPT"), (1, "UN"), (-1, "RETARD")]),
        ({Avance.TRENTE}, [20, 19, 1, 0, -1, -2], [(20, "TRENTE")]),
        (DEPART, [9, 8, 4, 3, 2], [(4, "SEPT")]),  # nothing ran for three days: once, and truly
        (DEPART, [8, 0, -1], [(0, "UN"), (-1, "RETARD")]),  # a week without: the nearest alone
        (DEPART, [8, -6, -7], [(-6, "RETARD")]),
        (DEPART, [-31, -400], []),  # late for so long that a reminder would be no news
        ({Avance.UN}, [7, 2, 1, 1, 0], [(1, "UN")]),
        (frozenset(), [30, 7, 1, 0, -1], []),
    ],
)
def test_une_fois_par_moment_choisi(
    choisis: frozenset[Avance], jours: list[int], attendu: list[tuple[int, str]]
) -> None:
    assert jour_par_jour(choisis, jours) == attendu


@pytest.mark.parametrize(
    ("ecart", "avance", "redit"),
    [
        (2, Avance.SEPT, False),
        (-6, Avance.SEPT, False),
        (7, Avance.SEPT, True),
        (31, Avance.TRENTE, True),
        (29, Avance.TRENTE, False),
        (1, Avance.UN, True),
        (0, Avance.UN, False),
        (1, Avance.RETARD, True),
    ],
)
def test_une_periode_qui_bouge_se_redit_si_elle_bouge_vraiment(
    ecart: int, avance: Avance, redit: bool
) -> None:
    dits = [Dit(1, avance, FIN)]
    bougee = etape(avance.value, fin=FIN + timedelta(days=ecart))
    assert bool(a_rappeler([bougee], {avance}, dits)) == redit
    assert a_rappeler([etape(avance.value, etape=9)], {avance}, dits) != []  # another étape


def test_les_retards_d_abord_puis_les_plus_proches() -> None:
    proches = [etape(7, etape=1), etape(-1, fin=date(2026, 5, 23), etape=2)]
    assert [e.etape for e, _ in a_rappeler(proches, DEPART, [])] == [2, 1]


def test_le_resume_va_d_un_lundi_a_un_mois() -> None:
    lundi = date(2026, 5, 4)
    jeudi = date(2026, 5, 7)
    assert (lundi_de(lundi), lundi_de(jeudi), lundi_de(date(2026, 5, 10))) == (lundi,) * 3
    fins = [date(2024, 1, 1), date(2026, 6, 3), date(2026, 6, 4)]
    lues = [etape((fin - jeudi).days, fin=fin, etape=n) for n, fin in enumerate(fins)]
    assert [e.etape for e in a_resumer(lues, lundi)] == [0, 1]


@pytest.mark.parametrize(
    ("restants", "dit"),
    [
        (7, "dans 7 jours"),
        (2, "dans 2 jours"),
        (1, "demain"),
        (0, "aujourd’hui"),
        (-1, "en retard de 1 jour"),
        (-45, "en retard de 6 semaines"),
    ],
)
def test_le_delai_est_celui_du_jour(restants: int, dit: str) -> None:
    assert delai(etape(restants)) == dit


def test_la_periode_se_dit_comme_le_groupe_l_a_ecrite() -> None:
    assert pour(etape(7)) == "prévue «\u00a0fin mai\u00a0», jusqu’au dimanche 31 mai"
    assert pour(etape(200, periode="")) == "jusqu’au dimanche 31 mai 2026"


@pytest.mark.parametrize(
    ("heure", "part"), [(0, False), (6, False), (7, True), (19, True), (20, False)]
)
def test_personne_n_est_reveille(heure: int, part: bool) -> None:
    assert est_l_heure(datetime(2026, 5, 24, heure, 30)) == part


def test_sans_moment_connu_rien_n_est_du() -> None:
    assert avance_due(31, TOUS) is None
