"""Short versions of `make chaos`: on the database this run was given, in a minute at most."""

from pathlib import Path

import pytest

from bench.chaos import coupures, edition, fenetres, impressions, noeuds, ouvriers, pannes
from bench.chaos.grappe import grappe, programmes
from bench.chaos.terrain import Terrain, base_a_soi, terrain
from tests.modele import copier_ailleurs
from tests.tenue.conftest import URL

pytestmark = pytest.mark.tenue
CYCLES = 10
POSTGRES = URL.startswith("postgres")


def test_huit_personnes_sur_les_memes_textes(lieu: Terrain) -> None:
    verdict = edition.mesurer(lieu, 150)
    assert verdict.acquis == 150
    assert verdict.tenu, verdict.fautes


def test_serveur_tue_au_milieu_des_ecritures(lieu: Terrain) -> None:
    verdict = coupures.mesurer(lieu, CYCLES)
    assert verdict.detail["cycles"] == CYCLES
    assert verdict.tenu, verdict.fautes


def test_courriels_quand_on_tue_l_ouvrier_et_la_poste(lieu: Terrain) -> None:
    verdict = ouvriers.courriels(lieu, 100)
    assert verdict.acquis == 100
    assert verdict.tenu, verdict


def test_rappels_quand_on_tue_l_ouvrier_et_la_poste(lieu: Terrain) -> None:
    verdict = ouvriers.rappels(lieu, 50)
    assert verdict.acquis == 50
    assert verdict.tenu, verdict


def test_travaux_quand_un_ouvrier_gele(lieu: Terrain) -> None:
    verdict = ouvriers.travaux(lieu, 35)
    assert verdict.acquis == 35
    assert verdict.tenu, verdict


def test_impressions_quand_on_tue_l_ouvrier(lieu: Terrain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impressions, "PLAFOND", float("inf"))  # no time is looked at
    verdict = impressions.mesurer(lieu, 2, planches=("eclaire",), personnes=2)
    assert verdict.detail["impressions"] == 4
    assert verdict.tenu, verdict


def test_deux_personnes_deux_fenetres_et_des_reponses_perdues(lieu: Terrain) -> None:
    """Words typed on under one key, forms without JavaScript, a text at its limit, kills."""
    verdict = fenetres.mesurer(lieu, 6)
    assert verdict.detail["cycles"] == 6
    assert verdict.tenu, verdict


@pytest.mark.parametrize("panne", pannes.PANNES["postgresql" if POSTGRES else "sqlite"])
def test_base_qui_ne_peut_plus_ecrire(panne: str, lieu: Terrain) -> None:
    verdict = pannes.mesurer(lieu, panne, pannes.PANNES[lieu.base][panne])
    assert verdict.codes[503] >= 3
    assert verdict.tenu, verdict.fautes


@pytest.mark.skipif(not POSTGRES, reason="PostgreSQL seulement")
@pytest.mark.skipif(programmes() is None, reason="pas de serveur PostgreSQL ici")
def test_deux_noeuds_une_base_et_sa_replique(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind nginx: each node is killed, the base crashes, then its replica leads."""
    monkeypatch.setattr(noeuds, "RETOUR", float("inf"))
    with (
        grappe() as ici,
        ici.replique() as suite,
        base_a_soi(noeuds.adresse(ici, suite), tmp_path, copier_ailleurs) as (base, url),
        terrain(base, url, tmp_path / "var") as lieu,
    ):
        verdict = noeuds.mesurer(lieu, ici, suite, 1)
    assert verdict.detail["coups"] == 4
    assert verdict.tenu, verdict
    assert set(verdict.codes) <= {200, 409, 503}, verdict
