"""Where the frise puts each thing, by values alone: nothing outside, no word on another."""

import itertools
from datetime import date, timedelta

import pytest

from fresque.frise.echelle import BLANC, EM, EM_ETROIT, Graduation, cadrer, graduer
from fresque.frise.geometrie import FriseDessinee, Rangee, dessiner
from fresque.frise.mesure import mesurer
from fresque.frise.valeurs import EtapeSituee, FicheSituee, Frise
from pasapas.valeurs.periodes import Borne, Periode

pytestmark = pytest.mark.pur
ICI = date(2025, 12, 12)


def periode(texte: str) -> Periode:
    debut, _, fin = texte.partition("/")
    return Periode(*(Borne.lire(b) if b else None for b in (debut, fin)))


def etape(quand: str = "", etat: str = "a-venir", faite: str = "") -> EtapeSituee:
    faite_le = date.fromisoformat(faite) if faite else None
    return EtapeSituee("Essai", etat, "", quand, periode(quand), faite_le)


def dessin(*etapes: EtapeSituee, le: date = ICI) -> FriseDessinee:
    return dessiner(Frise(le, (FicheSituee(1, "Tutorat", "En cours", "", etapes),)))


def seule(une: EtapeSituee) -> Rangee:
    """Drawn in a year that begins in July, so that a month is about a twelfth."""
    cadre = etape("2025-07/2026-06")
    (dessinee,) = dessin(cadre, une).fiches
    return dessinee.rangees[1]


def part(texte: str) -> float:
    assert texte.endswith("%")
    return float(texte[:-1]) / 100


def test_les_etats_ont_chacun_leur_dessin() -> None:
    faite = seule(etape("2025-09/2025-09", "faite", "2025-11-01"))
    assert faite.barre
    assert (part(faite.barre.x), part(faite.barre.fin)) == pytest.approx((62 / 365, 92 / 365), 1e-3)
    assert faite.lien == (faite.barre.fin, faite.pierre)  # done after its time
    retard = seule(etape("2025-09/2025-11", "en-retard"))
    assert retard.barre
    assert retard.pierre == retard.barre.fin
    assert part(retard.lien[1]) == pytest.approx(164.5 / 365, 1e-3)  # up to now
    cours = seule(etape("2025-12/2026-01", "en-cours"))
    assert part(cours.ecoulee) == pytest.approx(11.5 / 365, 1e-2)
    assert (
        seule(etape("2026-02/2026-03")).pierre,
        seule(etape("", "faite", "2026-02-02")).barre,
    ) == (
        "",
        None,
    )


@pytest.mark.parametrize(
    ("quand", "etat", "faite", "attendu"),
    [
        ("2025-10/", "en-cours", "", (date(2025, 10, 1), date(2025, 12, 13), False, True)),
        ("2026-02/", "a-venir", "", (date(2026, 2, 1), date(2026, 3, 1), False, True)),
        ("2025-10/", "faite", "2025-11-20", (date(2025, 10, 1), date(2025, 11, 21), False, True)),
        ("/2026-02", "a-venir", "", (date(2026, 1, 29), date(2026, 3, 1), True, False)),
        ("2026-03-12/2026-03", "a-venir", "", (date(2026, 3, 12), date(2026, 4, 1), False, False)),
    ],
)
def test_ouverte_d_un_cote(
    quand: str, etat: str, faite: str, attendu: tuple[date, date, bool, bool]
) -> None:
    barre = seule(etape(quand, etat, faite)).barre
    assert barre
    debut, fin, avant, apres = attendu
    juillet = date(2025, 7, 1)
    assert part(barre.x) == pytest.approx((debut - juillet).days / 365, abs=1e-4)
    assert part(barre.fin) == pytest.approx((fin - juillet).days / 365, abs=1e-4)
    assert (barre.avant, barre.apres) == (avant, apres)


DUREES = [0, 1, 13, 27, 28, 60, 75, 76, 120, 200, 365, 366, 500, 800, 1100, 1500, 1827, 4000, 73000]


@pytest.mark.parametrize("duree", DUREES)
@pytest.mark.parametrize("depart", [date(2024, 2, 29), date(2025, 12, 31), date(1900, 1, 1)])
def test_aucun_mot_de_l_echelle_n_en_touche_un_autre(depart: date, duree: int) -> None:
    dernier = min(depart + timedelta(days=duree), date(2100, 12, 31))
    echelle = cadrer([depart, dernier])
    assert echelle.debut <= depart <= dernier < echelle.fin
    reperes = graduer(echelle, mesurer)
    assert reperes.hauts or reperes.bas
    for suite in (reperes.hauts, reperes.bas):
        libre(suite, EM)
        libre(tuple(g for g in suite if not g.fine), EM_ETROIT)
    assert len(reperes.traits) <= 40
    # A word of the lower line says its line.
    assert {g.x for g in reperes.bas} <= {*reperes.traits, "0.00%"}


def libre(suite: tuple[Graduation, ...], em: float) -> None:
    bouts = [part(g.x) + (mesurer(g.texte) + BLANC) * em for g in suite]
    departs = [part(g.x) for g in suite]
    assert all(b <= d + 1e-4 for b, d in zip(bouts, departs[1:], strict=False))
    assert all(b - BLANC * em <= 1.0001 for b in bouts)


def test_rien_ne_sort_du_cadre() -> None:
    """The last day, a century away, a single day, everything at once."""
    etapes = [
        etape("1900-01/1900-01", "en-retard"),
        etape("2100-12-31/2100-12-31"),
        etape("2026-02-10/2026-02-10"),
        etape("/2026-02"),
        etape("2100-12/"),
        etape("", "faite", "1900-01-01"),
    ]
    ici = dessin(*etapes, le=date(2024, 2, 29))
    for rangee in ici.fiches[0].rangees:
        places = [rangee.pierre or "0%", *(rangee.lien or ())]
        if rangee.barre:
            assert part(rangee.barre.largeur) >= 0.0079
            places += [rangee.barre.x, rangee.barre.fin]
        assert all(0 <= part(place) <= 1 for place in places)


def test_sans_date_est_a_part() -> None:
    une = etape("", "a-venir")
    fiche = FicheSituee(1, "Tutorat", "En cours", "", (une, etape("2026-02/2026-02")))
    frise = Frise(ICI, (fiche, FicheSituee(2, "Vide", "À préparer")))
    ici = dessiner(frise)
    assert [len(dessinee.rangees) for dessinee in ici.fiches] == [1, 0]
    assert [f.sans_date for f in frise.sans_date] == [(une,)]
    assert not dessiner(Frise(ICI, (frise.fiches[1],))).dessinee


def test_serree_rien_n_est_dessine_sur_autre_chose() -> None:
    """On the lines of a fiche: every étape once, each in its own place."""
    quand = ["2025-07/2025-09", "2025-08/2025-08", "2025-09/", "/2026-06", "2026-01/2026-01"]
    etapes = [etape(q, "en-retard" if n == 1 else "a-venir") for n, q in enumerate(quand)]
    (dessinee,) = dessin(*etapes, etape("", "faite", "2025-10-01")).fiches
    couloirs = dessinee.couloirs
    assert sum(map(len, couloirs)) == 6
    assert 1 < len(couloirs) < 6
    for couloir in couloirs:
        bouts = [r.etendue for r in couloir]
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(bouts))
    assert [y for y, _ in dessinee.hautes][:2] == ["0.0", "2.9"]


@pytest.mark.parametrize(("fiches", "attendu"), [(1, "grande"), (4, "moyenne"), (9, "resserree")])
def test_la_taille_sur_le_papier(fiches: int, attendu: str) -> None:
    siennes = tuple(
        FicheSituee(n, "", "", "", (etape("2026-02/2026-03"),) * 12) for n in range(fiches)
    )
    assert dessiner(Frise(ICI, siennes)).taille == attendu
