"""The stream, as a process of its own beside a process that writes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from pasapas.direct.sieges import Sieges
from tests.flux import RACINE, Ecrivain, Oreille, ServeurFlux, environnement
from tests.modele import copier


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A database of their own, SQLite or PostgreSQL as asked for the whole run."""
    url = os.environ.get("DATABASE_URL", "")
    nom = f"flux_{os.getpid()}"
    postgres = url.startswith("postgres")
    if postgres:
        adresse = urlunsplit(urlsplit(url)._replace(path=f"/{nom}"))
    else:
        adresse = f"sqlite:///{tmp_path_factory.mktemp('flux') / nom}.sqlite3"
    copier(adresse)
    yield environnement(adresse)
    if postgres:
        with psycopg.connect(url, autocommit=True) as lien:
            lien.execute(f"DROP DATABASE {nom} WITH (FORCE)")


@pytest.fixture(scope="module")
def ecrivain(base: dict[str, str]) -> Iterator[Ecrivain]:
    ecrivain = Ecrivain(base)
    yield ecrivain
    ecrivain.fermer()


@pytest.fixture(scope="module")
def serveur(base: dict[str, str]) -> Iterator[ServeurFlux]:
    serveur = ServeurFlux(base)
    yield serveur
    serveur.arreter()


@pytest.fixture
def scene(ecrivain: Ecrivain) -> dict[str, Any]:
    return ecrivain("creer")


def oreille(serveur: ServeurFlux, scene: dict[str, Any], **entetes: str) -> Oreille:
    return Oreille(serveur, scene["slug"], cookie=scene["cookies"], **entetes)


def test_une_ecriture_d_un_autre_processus_s_entend(
    serveur: ServeurFlux, ecrivain: Ecrivain, scene: dict[str, Any]
) -> None:
    with oreille(serveur, scene) as a, oreille(serveur, scene) as b:
        assert a.reponse.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert "Access-Control-Allow-Origin" not in a.reponse.headers
        assert a.attend("version") == b.attend("version")
        for n in range(3):
            version = str(ecrivain("ecrire", scene["projet"], f"Secret {n}"))
            assert a.attend("version", version) == b.attend("version", version)
        assert "Secret" not in "".join(a.brut)
        assert a.brut[0] == "retry: 2000\n"
        assert {ligne.partition(":")[0].strip() for ligne in a.brut} == {
            "",
            "retry",
            "id",
            "event",
            "data",
        }


def test_une_ecriture_annulee_ne_s_entend_pas(
    serveur: ServeurFlux, ecrivain: Ecrivain, scene: dict[str, Any]
) -> None:
    with oreille(serveur, scene) as a:
        annulee = ecrivain("annuler", scene["projet"], "Annulé")
        assert ("version", str(annulee)) not in a.entendus(0.6)
        faite = ecrivain("ecrire", scene["projet"], "Fait")
        assert a.attend("version", str(faite))


def test_une_presence_s_entend(
    serveur: ServeurFlux, ecrivain: Ecrivain, scene: dict[str, Any]
) -> None:
    with oreille(serveur, scene) as a:
        a.attend("version")
        a.entendus(0.6)
        ecrivain("montrer", scene["qui"], "")
        assert a.attend("presence").isdigit()


def test_un_autre_projet_ne_s_entend_pas(
    serveur: ServeurFlux, ecrivain: Ecrivain, scene: dict[str, Any]
) -> None:
    autre = ecrivain("creer")
    with oreille(serveur, scene) as a:
        version = a.attend("version")
        ecrivain("ecrire", autre["projet"], "Ailleurs")
        assert {dit for genre, dit in a.entendus(0.6) if genre == "version"} <= {version}


def test_qui_peut_ecouter(serveur: ServeurFlux, ecrivain: Ecrivain, scene: dict[str, Any]) -> None:
    partie = ecrivain("creer")
    ecrivain("clore", partie["qui"])
    sans_preuve = ecrivain("creer_avec", "preuve_due", True)
    endormie = ecrivain("creer_avec", "vu_le", 0)
    essais = {
        "à elle": (scene["slug"], {"cookie": scene["cookies"]}, 200),
        "sans session": (scene["slug"], {}, 401),
        "session inventée": (scene["slug"], {"cookie": "sessionid=abc"}, 401),
        "seconde preuve due": (sans_preuve["slug"], {"cookie": sans_preuve["cookies"]}, 401),
        "session endormie": (endormie["slug"], {"cookie": endormie["cookies"]}, 401),
        "à une autre": (partie["slug"], {"cookie": scene["cookies"]}, 404),
        "qui n’existe pas": ("rien", {"cookie": scene["cookies"]}, 404),
        "accès clos": (partie["slug"], {"cookie": partie["cookies"]}, 404),
        "page d’ailleurs": (
            scene["slug"],
            {"cookie": scene["cookies"], "origin": "http://example.org"},
            403,
        ),
        "page permise": (
            scene["slug"],
            {"cookie": scene["cookies"], "origin": "http://127.0.0.1:1"},
            200,
        ),
    }
    recus = {}
    for nom, (slug, entetes, _) in essais.items():
        with Oreille(serveur, slug, **entetes) as a:
            recus[nom] = a.reponse.status
            permise = a.reponse.headers["Access-Control-Allow-Origin"]
    assert recus == {nom: statut for nom, (_, _, statut) in essais.items()}
    assert permise == "http://127.0.0.1:1"


def test_un_redemarrage_est_bref_et_dit_ou_l_on_en_est(
    base: dict[str, str], ecrivain: Ecrivain, scene: dict[str, Any]
) -> None:
    serveur = ServeurFlux(base)
    try:
        with oreille(serveur, scene) as a:
            a.attend("version")
            assert serveur.arreter() < 4
            a.attend("fin")
        version = ecrivain("ecrire", scene["projet"], "Pendant l’arrêt")
        serveur.demarrer()
        with oreille(serveur, scene) as a:
            assert a.attend("version") == str(version)
    finally:
        serveur.arreter()


def test_une_base_coupee_se_retrouve(
    serveur: ServeurFlux, ecrivain: Ecrivain, scene: dict[str, Any]
) -> None:
    with oreille(serveur, scene) as a:
        a.attend("version")
        if not ecrivain("couper"):
            pytest.skip("SQLite n’a pas de connexion à couper.")
        for n in range(3):
            version = ecrivain("ecrire", scene["projet"], f"Après la coupure {n}")
            assert a.attend("version", str(version))
    with oreille(serveur, scene) as b:
        assert b.attend("version") == str(version)


def ouvertes(serveurs: list[ServeurFlux], scene: dict[str, Any], combien: int) -> list[Oreille]:
    return [oreille(serveurs[n % len(serveurs)], scene) for n in range(combien)]


def test_un_compte_et_une_adresse_ont_leurs_sieges_quel_que_soit_le_processus(
    base: dict[str, str], ecrivain: Ecrivain, scene: dict[str, Any]
) -> None:
    """Two processes, one account with four seats; then an address with six."""
    bornes = {"PASAPAS_FLUX_PAR_COMPTE": "4", "PASAPAS_FLUX_PAR_ADRESSE": "6"}
    serveurs = [ServeurFlux(base | bornes) for _ in range(2)]
    autre = ecrivain("creer")
    with ExitStack() as pile:
        for serveur in serveurs:
            pile.callback(serveur.arreter)
        siennes = [pile.enter_context(une) for une in ouvertes(serveurs, scene, 7)]
        assert [une.reponse.status for une in siennes] == [200] * 4 + [429] * 3
        assert siennes[-1].reponse.headers["Retry-After"] == "30"
        assert "demandera des nouvelles" in siennes[-1].reponse.read().decode()
        autres = [pile.enter_context(une) for une in ouvertes(serveurs, autre, 4)]
        assert [une.reponse.status for une in autres] == [200] * 2 + [429] * 2
        version = str(ecrivain("ecrire", scene["projet"], "Encore entendu"))
        assert [une.attend("version", version) for une in siennes[:4]] == [version] * 4
        siennes[0].__exit__(None, None, None)  # whoever leaves gives the seat back
        fin = time.monotonic() + 10
        rendue = 429
        while rendue == 429 and time.monotonic() < fin:
            rendue = pile.enter_context(oreille(serveurs[1], scene)).reponse.status
        assert rendue == 200


@pytest.mark.parametrize("cle", ["compte 1", "adresse 203.0.113.7"])
def test_un_siege_se_prend_et_se_rend(cle: str, tmp_path: Path) -> None:
    sieges = Sieges(tmp_path / "sieges")
    prises = [sieges.prendre(cle, 3) for _ in range(4)]
    assert None not in prises[:3]
    assert prises[3] is None
    assert sieges.prendre(f"{cle}0", 3) is not None  # somebody else's
    sieges.rendre(prises[1])
    assert sieges.prendre(cle, 3) == prises[1]


def test_un_processus_qui_meurt_rend_ses_sieges(tmp_path: Path) -> None:
    fichier = tmp_path / "sieges"
    code = (
        "import sys, time; from pathlib import Path; from pasapas.direct.sieges import Sieges;"
        "p = Sieges(Path(sys.argv[1])); print(p.prendre('a', 1), flush=True); time.sleep(60)"
    )
    autre = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", code, str(fichier)], stdout=subprocess.PIPE, cwd=RACINE
    )
    assert autre.stdout.readline().strip().isdigit()
    ici = Sieges(fichier)
    assert ici.prendre("a", 1) is None
    autre.kill()
    autre.wait()
    autre.stdout.close()
    assert ici.prendre("a", 1) is not None
