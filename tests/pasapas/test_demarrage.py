"""An installation that is badly set does not start, and says all that is missing."""

import sys
from pathlib import Path

import pytest

from tests.pasapas.demarrage import BONS, SECRET, demarrer, lancer

pytestmark = pytest.mark.pur


@pytest.mark.parametrize(
    ("environnement", "raison"),
    [
        ({}, "PASAPAS_SECRET_KEY"),
        ({"PASAPAS_SECRET_KEY": "court"}, "PASAPAS_SECRET_KEY"),
        ({"PASAPAS_SECRET_KEY": SECRET, "PASAPAS_DEBUG": "1"}, "PASAPAS_DEBUG"),
        ({"PASAPAS_SECRET_KEY": SECRET, "PASAPAS_DEMO": "1"}, "PASAPAS_DEMO"),
        (BONS | {"PASAPAS_EMAIL_URL": "consolemail://"}, "PASAPAS_EMAIL_URL"),
        (BONS | {"PASAPAS_EMAIL_URL": "dummymail://"}, "PASAPAS_EMAIL_URL"),
        (BONS | {"PASAPAS_EMAIL_URL": ""}, "PASAPAS_EMAIL_URL"),
        (BONS | {"PASAPAS_HOSTS": ""}, "PASAPAS_HOSTS"),
        (BONS | {"PASAPAS_HOSTS": ".example.org"}, "PASAPAS_ADRESSE"),
        (BONS | {"PASAPAS_ADRESSE": "http://fresque.example.org"}, "PASAPAS_ADRESSE"),
        (BONS, ""),
        (
            BONS | dict.fromkeys(("PASAPAS_INACTIVITE", "PASAPAS_DEMO"), ""),
            "",
        ),
    ],
)
def test_production_refuse_de_demarrer_mal_reglee(
    environnement: dict[str, str], raison: str, tmp_path: Path
) -> None:
    essai = demarrer(PASAPAS_ENV="production", PASAPAS_VAR=str(tmp_path), **environnement)
    assert (essai.returncode == 0) == (raison == ""), essai.stderr
    assert raison in essai.stderr


def test_tout_ce_qui_manque_se_dit_en_une_fois_et_sans_trace(tmp_path: Path) -> None:
    """... by each way of starting."""
    for commande in (
        [sys.executable, "manage.py", "check"],
        [sys.executable, "-m", "gunicorn", "pasapas.wsgi", "--bind", "127.0.0.1:0"],
        [sys.executable, "-m", "uvicorn", "pasapas.asgi:application", "--port", "0"],
    ):
        essai = lancer(commande, PASAPAS_ENV="production", PASAPAS_VAR=str(tmp_path))
        assert essai.returncode != 0, commande
        dit = [ligne for ligne in essai.stderr.splitlines() if ligne.startswith("- PASAPAS_")]
        assert [ligne.split()[1] for ligne in dit] == [
            "PASAPAS_SECRET_KEY",
            "PASAPAS_HOSTS",
            "PASAPAS_EMAIL_URL",
        ]
        assert "Traceback" not in essai.stderr, commande
