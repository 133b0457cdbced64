"""Who may be accompanied, and where an accompaniment should be: pure rules, on given days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from fresque.accompagnement.attendu import attendu
from fresque.accompagnement.eligibilite import eligibilite
from pasapas.entretien.referentiel import charger_regions
from pasapas.models import Accompagnement, Etablissement, Pause, Programme, Region

J = date.fromisoformat
NORMANDIE = Region(pk=1, code="normandie", nom="Normandie")
PROGRAMMES = [
    Programme(region=NORMANDIE, departements=["27", "50"], ouvert_du=J("2025-09-01"),
              ouvert_au=J("2026-08-31")),
    Programme(region=NORMANDIE, departements=["27", "50"], ouvert_au=J("2025-07-31")),
]  # fmt: skip


def foyer(**champs: str) -> Etablissement:
    dits = {"autorisation": "ase", "statut_juridique": "public", "departement": "27"}
    return Etablissement(region=NORMANDIE, nom="Foyer", **{**dits, **champs})


@pytest.mark.pur
@pytest.mark.parametrize(
    ("champs", "jour", "refus"),
    [
        ({}, "2025-12-12", []),
        ({"departement": "50", "autorisation": "ase_pjj"}, "2025-12-12", []),
        ({"statut_juridique": "prive_lucratif"}, "2026-08-31", []),
        ({"departement": "76"}, "2025-12-12", ["departement"]),
        ({"departement": ""}, "2025-12-12", ["departement"]),
        ({"autorisation": ""}, "2025-12-12", ["autorisation"]),
        ({"statut_juridique": ""}, "2025-12-12", ["statut"]),
        ({}, "2025-07-31", []),  # the last day of the period of the sources
        ({}, "2025-08-01", ["region"]),
        ({"departement": "76", "autorisation": ""}, "2026-09-01", ["autorisation", "region"]),
    ],
)
def test_eligibilite_normandie_eure_et_manche(
    champs: dict[str, str], jour: str, refus: list[str]
) -> None:
    dit = eligibilite(foyer(**champs), J(jour), PROGRAMMES)
    assert [condition.code for condition in dit.refus] == refus
    assert dit.possible is (refus == [])
    assert (dit.programme is not None) is not ({"region", "departement"} & {*refus} != set())


@pytest.mark.pur
def test_un_refus_dit_ce_qui_serait_admis() -> None:
    dit = eligibilite(foyer(departement="76"), J("2025-12-12"), PROGRAMMES)
    assert dit.raisons == (
        "Département admis : Seine-Maritime (76). Normandie : Eure (27), Manche (50) seulement"
    )
    dit = eligibilite(foyer(), J("2026-10-01"), PROGRAMMES)
    assert dit.raisons == (
        "Région ouverte ce jour : Normandie : fermée le 1er octobre 2026 "
        "(du 1er septembre 2025 au 31 août 2026, jusqu’au 31 juillet 2025)"
    )


@pytest.mark.django_db
@pytest.mark.une_base
def test_le_jour_de_la_guadeloupe_est_le_sien(monkeypatch: pytest.MonkeyPatch) -> None:
    charger_regions()
    ouverts = Programme.objects.values_list("region__code", "departements", "ouvert_au")
    assert set(Programme.objects.values_list("ouvert_au", flat=True)) == {J("2025-07-31")}
    assert ouverts.count() == 7
    assert ouverts.get(region__code="normandie")[1] == ["27", "50"]
    ici = Etablissement(
        nom="Kaz", autorisation="ase", statut_juridique="public", departement="971",
        region=Region.objects.get(code="guadeloupe"),
    )  # fmt: skip
    minuit_passe_a_paris = datetime(2025, 8, 1, 0, 30, tzinfo=ZoneInfo("Europe/Paris"))
    monkeypatch.setattr(timezone, "now", lambda: minuit_passe_a_paris)
    assert eligibilite(ici).possible  # the 31st of July is not over there
    monkeypatch.setattr(timezone, "now", lambda: minuit_passe_a_paris.replace(hour=7))
    assert [une.code for une in eligibilite(ici).refus] == ["region"]


def suivi(**champs: object) -> Accompagnement:
    return Accompagnement(**{"debut": J("2025-09-10"), "phase": "1", **champs})


@pytest.mark.pur
@pytest.mark.parametrize(
    ("jour", "phase", "mois", "attendue", "retard"),
    [
        ("2025-09-10", "1", 1, "1", False),
        ("2025-10-09", "1", 1, "1", False),
        ("2025-10-10", "1", 2, "2", True),
        ("2025-12-09", "2", 3, "2", False),
        ("2025-12-10", "2", 4, "3", True),
        ("2026-05-10", "3", 9, "3", False),
    ],
)
def test_attendu_au_fil_des_mois(
    jour: str, phase: str, mois: int, attendue: str, retard: bool
) -> None:
    dit = attendu(suivi(phase=phase), J(jour), [])
    assert (dit.mois, dit.phase, dit.en_retard) == (mois, attendue, retard)
    assert dit.de_plus == max(0, mois - 8)


@pytest.mark.pur
def test_une_pause_arrete_le_compte_et_la_reprise_compte_de_nouveau() -> None:
    ouverte = [Pause(du=J("2025-10-01"))]
    dit = attendu(suivi(), J("2026-03-01"), ouverte)
    assert (dit.mois, dit.en_pause, dit.en_retard) == (1, True, False)
    assert dit.dit == "mois 1 / 8, en pause"
    finie = [Pause(du=J("2025-10-01"), reprise_le=J("2025-11-10"))]  # 40 days
    dit = attendu(suivi(), J("2025-11-19"), finie)
    assert (dit.mois, dit.en_retard) == (1, False)
    dit = attendu(suivi(), J("2025-11-20"), finie)  # the 10th of October, 40 days later
    assert (dit.mois, dit.phase, dit.en_retard) == (2, "2", True)


@pytest.mark.pur
def test_rien_n_est_attendu_hors_programme_ni_avant_ni_apres() -> None:
    for champs, mois in (
        ({"hors_programme": True}, 6),
        ({"phase": "termine", "termine_le": J("2025-11-11")}, 3),
        ({"debut": None}, 0),
        ({"debut": J("2026-03-01")}, 0),
    ):
        dit = attendu(suivi(**champs), J("2026-02-10"), [])
        assert (dit.phase, dit.en_retard, dit.mois) == ("", False, mois)


@pytest.mark.pur
def test_les_durees_sont_celles_du_programme() -> None:
    regles = Programme(mois_phase_1=2, mois_phase_2=5, mois_phase_3=12)
    dit = attendu(suivi(programme=regles), J("2025-11-09"), [])
    assert (dit.mois, dit.sur, dit.phase) == (2, 12, "1")
