"""The files given to whoever hosts name commands and settings that exist, and start."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.pasapas.demarrage import RACINE, SECRET, demarrer

pytestmark = pytest.mark.pur
DEPLOIEMENT = RACINE / "deploiement"
UNITES = sorted((DEPLOIEMENT / "systemd").iterdir())


def valeurs(fichier: Path, nom: str) -> list[str]:
    return re.findall(rf"^{nom}=(.*)$", fichier.read_text(encoding="utf-8"), re.MULTILINE)


def test_chaque_service_lance_ce_qui_existe() -> None:
    services = [unite for unite in UNITES if unite.suffix == ".service"]
    assert len(services) == 5
    for service in services:
        [commande] = valeurs(service, "ExecStart")
        programme, *reste = shlex.split(commande)
        assert programme == "/srv/pas-a-pas/.venv/bin/python"
        if reste[0] == "manage.py":
            assert reste[1] in get_commands(), service.name
        else:
            assert reste[:2] in (["-m", "gunicorn"], ["-m", "uvicorn"]), service.name
        assert valeurs(service, "User") == ["pasapas"]
        assert valeurs(service, "EnvironmentFile") == ["/etc/pas-a-pas.env"]
        assert valeurs(service, "ProtectSystem") == ["strict"]
    for minuterie in (unite for unite in UNITES if unite.suffix == ".timer"):
        assert minuterie.with_suffix(".service") in services
        assert valeurs(minuterie, "OnCalendar")


def test_les_reglages_donnes_existent_et_demarrent(tmp_path: Path) -> None:
    texte = (DEPLOIEMENT / "exemple.env").read_text(encoding="utf-8")
    regles = dict(re.findall(r"^([A-Z_]+)=(.*)$", texte, re.MULTILINE))
    lisez_moi = (RACINE / "README.md").read_text(encoding="utf-8")
    for nom in regles:
        assert f"`{nom}`" in lisez_moi, nom
    ici = {"PASAPAS_VAR": str(tmp_path), "PASAPAS_SAUVEGARDES": str(tmp_path / "s")}
    assert "PASAPAS_SECRET_KEY" in demarrer(**{**regles, **ici}).stderr  # left for them to fill
    rempli = demarrer(**{**regles, **ici, "PASAPAS_SECRET_KEY": SECRET})
    assert rempli.returncode == 0, rempli.stderr


def test_la_page_nomme_des_commandes_et_des_fichiers_qui_existent() -> None:
    page = (RACINE / "docs" / "heberger.md").read_text(encoding="utf-8")
    for commande in re.findall(r"manage\.py ([a-z_]+)", page):
        assert commande in get_commands(), commande
    for lien in re.findall(r"\]\((\.\./[^)#]+|[a-z]+\.md)\)", page):
        assert (RACINE / "docs" / lien).resolve().exists(), lien
