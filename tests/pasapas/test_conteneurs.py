"""The Containerfile and the compose file: what they copy exists, what they run is what units run,
nothing runs as root nor writes elsewhere. Built, weighed and run by `make conteneurs`."""

import re
import shlex
from typing import Any

import pytest
import yaml

from tests.pasapas.demarrage import RACINE

pytestmark = pytest.mark.pur
DEPLOIEMENT = RACINE / "deploiement"
RECETTE = (DEPLOIEMENT / "Containerfile").read_text(encoding="utf-8")
COMPOSITION: dict[str, Any] = yaml.safe_load((DEPLOIEMENT / "compose.yaml").read_text("utf-8"))
NOTRES = {nom: dit for nom, dit in COMPOSITION["services"].items() if "build" in dit}


def test_l_image_copie_ce_qui_existe_et_tourne_sans_root() -> None:
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", RECETTE, re.MULTILINE)
    noms = [nom for copie in copies for nom in copie.split()]
    assert len(noms) > 8
    assert [nom for nom in noms if not (RACINE / nom).exists()] == []
    for ignore in ("containerignore", "dockerignore"):
        lignes = (DEPLOIEMENT / f"Containerfile.{ignore}").read_text().splitlines()
        assert {ligne[1:] for ligne in lignes if ligne.startswith("!")} == set(noms), ignore
    assert re.findall(r"^USER (.+)$", RECETTE, re.MULTILINE) == ["10001"]
    assert re.findall(r"^VOLUME (.+)$", RECETTE, re.MULTILINE) == ["/var/lib/pas-a-pas"]


def test_chaque_application_de_django_est_dans_l_image() -> None:
    from django.apps import apps

    chemins = {app.path for app in apps.get_app_configs() if "site-packages" not in app.path}
    ici = {la.removeprefix(f"{RACINE}/").split("/")[0] for la in chemins if str(RACINE) in la}
    assert {nom for nom in ici if f"COPY {nom} {nom}" not in RECETTE} == set()


def test_la_composition_tient_tous_les_roles() -> None:
    assert set(NOTRES) == {"preparation", "pages", "flux", "ouvrier", "quotidien"}
    for nom, dit in NOTRES.items():
        assert dit["read_only"] is True, nom
        assert dit["cap_drop"] == ["ALL"], nom
        assert dit["security_opt"] == ["no-new-privileges:true"], nom
        assert [volume.split(":")[1] for volume in dit["volumes"]] == ["/var/lib/pas-a-pas"], nom
        assert (DEPLOIEMENT / dit["build"]["context"] / dit["build"]["dockerfile"]).exists()
    volumes = [v for dit in COMPOSITION["services"].values() for v in dit.get("volumes", [])]
    nommes = {volume.split(":")[0] for volume in volumes if not volume.startswith("./")}
    assert nommes == set(COMPOSITION["volumes"])
    for chemin in {volume.split(":")[0] for volume in volumes if volume.startswith("./")}:
        assert (DEPLOIEMENT / chemin).exists(), chemin


@pytest.mark.parametrize("role", ["flux", "ouvrier", "pages"])
def test_la_meme_commande_que_l_unite(role: str) -> None:
    """But for the address, which is the container's own."""
    unite = (DEPLOIEMENT / "systemd" / f"pas-a-pas-{role}.service").read_text(encoding="utf-8")
    attendu = shlex.split(re.search(r"^ExecStart=(.*)$", unite, re.MULTILINE)[1])[1:]
    par_defaut = re.findall(r'"([^"]*)"', re.search(r"^CMD \[(.*)\]$", RECETTE, re.MULTILINE)[1])
    commande = NOTRES[role].get("command") or par_defaut
    assert [mot.replace("0.0.0.0", "127.0.0.1") for mot in commande] == ["python", *attendu]  # noqa: S104


def test_ce_qui_se_fait_a_cote_passe_apres_les_pages() -> None:
    poids = {
        fichier.stem.removeprefix("pas-a-pas-"): re.findall(
            r"^CPUWeight=(\d+)$", texte, re.MULTILINE
        )
        for fichier in (DEPLOIEMENT / "systemd").glob("*.service")
        if (texte := fichier.read_text(encoding="utf-8"))
    }
    a_cote = {"ouvrier", "quotidien", "sauvegarde"}
    assert poids == {role: ["20"] if role in a_cote else [] for role in poids}
    assert {role for role, un in NOTRES.items() if un.get("cpu_shares", 1024) < 1024} == {"ouvrier"}
