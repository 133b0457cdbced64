"""The files given to whoever hosts name commands and settings that exist, and start."""

import io
import re
import shlex
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError

from pasapas.entretien import reglages_neufs
from pasapas.entretien.reglages_neufs import MODELE
from pasapas.management.commands import reglages
from pasapas.management.commands.reglages import Command
from pasapas.serveur import fichiers
from pasapas.serveur.fichiers import rangement
from tests.pasapas.demarrage import RACINE, demarrer, lancer

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


def noms(motif: str, *chemin: str) -> set[str]:
    texte = RACINE.joinpath(*chemin).read_text(encoding="utf-8")
    return set(re.findall(motif, texte, re.MULTILINE))


def test_chaque_reglage_est_dans_le_lisez_moi_et_dans_l_exemple() -> None:
    lus = noms(r"env\.\w+\(\s*\"(\w+)\"", "pasapas", "settings.py")
    dits = noms(r"`(PASAPAS_\w+|DATABASE_URL)`(?=.*\|.*\|)", "README.md")
    donnes = noms(r"^#?([A-Z][A-Z_]*)=", "deploiement", "exemple.env")
    assert len(lus) > 30
    assert dits == lus
    assert donnes == lus - {"PASAPAS_DEBUG", "PASAPAS_DEMO"}  # neither goes on a real server


def nouveaux(chemin: Path, *options: str) -> str:
    sortie = io.StringIO()
    call_command("reglages", "--nouveaux", str(chemin), *options, stdout=sortie)
    return sortie.getvalue()


def test_les_reglages_donnes_existent_et_demarrent(tmp_path: Path) -> None:
    """Those one copies wait to be filled; those the command writes start, as a shell reads them."""
    copies = dict(re.findall(r"^([A-Z_]+)=(.*)$", MODELE.read_text(encoding="utf-8"), re.MULTILINE))
    ici = {"PASAPAS_VAR": str(tmp_path), "PASAPAS_SAUVEGARDES": str(tmp_path / "s")}
    assert "PASAPAS_SECRET_KEY" in demarrer(**{**copies, **ici}).stderr
    fichier = tmp_path / "pas-a-pas.env"
    donnees = f"--donnees={tmp_path}/", "--nom=fresque.example.org"
    courriel = reglages_neufs.courriel("smtp.example.org", 587, "léa@example.org", "p&$ 'x\"#/")
    dit = nouveaux(fichier, *donnees, f"--courriel={courriel}")
    assert "N’" not in dit and f"chmod 640 {fichier}" in dit
    assert fichier.stat().st_mode & 0o777 == 0o600
    lus = (
        f"set -a; . {fichier}; exec {sys.executable} -c 'import django; django.setup(); "
        "from django.conf import settings as s; print(s.EMAIL_HOST_PASSWORD, s.EMAIL_HOST_USER, "
        's.DATABASES["default"]["NAME"], s.DEFAULT_FROM_EMAIL, len(s.SECRET_KEY), sep="|")\''
    )
    essai = lancer(["/bin/sh", "-c", lus])
    assert essai.stdout.strip() == "|".join(
        (
            "p&$ 'x\"#/",
            "léa@example.org",
            f"{tmp_path}/pasapas.sqlite3",
            "pas-a-pas@fresque.example.org",
            "80",
        )
    ), essai.stderr
    avant = fichier.read_bytes()
    with pytest.raises(CommandError, match="existe déjà"):
        nouveaux(fichier, *donnees, f"--courriel={courriel}")
    assert fichier.read_bytes() == avant
    autre = tmp_path / "autre.env"
    for options, raison in (
        ((*donnees,), "Sans terminal"),
        ((*donnees, "--courriel=consolemail://"), "PASAPAS_EMAIL_URL"),
        ((*donnees, "--courriel=smtp://x", "--nom=*"), "Un nom comme"),
        ((*donnees, "--courriel=smtp://x", "--base=mysql://a/b"), "La base s’écrit"),
        ((*donnees, "--courriel=smtp://x", "--expediteur=d'ici"), "apostrophe"),
    ):
        with pytest.raises(CommandError, match=raison):
            nouveaux(autre, *options)
        assert not autre.exists()


def test_les_questions_se_posent_dans_un_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be is asked again, with the reason."""
    dites = ["", "https://a/", "fresque.example.org", str(tmp_path), "mysql://a/b", "", ""]
    reponses = iter([*dites, "smtp.example.org", "vingt", "465", "lea@example.org", "p@sse"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    defauts = {**Command._dire.__kwdefaults__, "lire": lambda _: next(reponses)}
    monkeypatch.setattr(Command._dire, "__kwdefaults__", defauts)
    monkeypatch.setattr(reglages, "getpass", lambda _: next(reponses))
    sortie = io.StringIO()
    call_command("reglages", "--nouveaux", str(tmp_path / "neuf.env"), stderr=sortie)
    for raison in ("Un nom comme", "La base s’écrit", "Le port est"):
        assert raison in sortie.getvalue()
    ecrits = (tmp_path / "neuf.env").read_text(encoding="utf-8")
    adresse = "PASAPAS_EMAIL_URL='smtp+ssl://lea%40example.org:p%40sse@smtp.example.org:465'\n"
    assert adresse in ecrits
    assert f"DATABASE_URL=sqlite:///{tmp_path}/pasapas.sqlite3\n" in ecrits
    assert list(reponses) == []


def test_la_page_nomme_des_commandes_et_des_fichiers_qui_existent() -> None:
    page = (RACINE / "docs" / "heberger.md").read_text(encoding="utf-8")
    for commande in re.findall(r"manage\.py ([a-z_]+)", page):
        assert commande in get_commands(), commande
    for lien in re.findall(r"\]\((\.\./[^)#]+|[a-z]+\.md)\)", page):
        assert (RACINE / "docs" / lien).resolve().exists(), lien


@pytest.mark.parametrize(
    "adresse", ["ftp://hote/a", "s3:///a", "s3://seau?cle=1", "s3://seau?region=fr&secret=a"]
)
def test_un_rangement_mal_dit_se_refuse_en_mots(adresse: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="s3://seau/dossier"):
        rangement(adresse, "media")


def test_les_fichiers_dans_un_dossier_ou_dans_un_seau(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rangement("/srv/commun", "media")["OPTIONS"]["location"] == Path("/srv/commun/media")
    seau = "s3://seau/pas%20a%20pas/?point=https://s3.example.org&region=fr-1"
    monkeypatch.setattr(fichiers, "find_spec", lambda nom: None)
    with pytest.raises(ImproperlyConfigured, match="requirements-s3"):
        rangement(seau, "media")
    monkeypatch.setattr(fichiers, "find_spec", lambda nom: nom)
    dites = rangement(seau, "media")["OPTIONS"]
    assert (dites["bucket_name"], dites["location"]) == ("seau", "pas a pas/media")
    assert (dites["endpoint_url"], dites["region_name"]) == ("https://s3.example.org", "fr-1")
