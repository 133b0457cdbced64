"""Whatever a request is refused for, the answer is a page, in French."""

import re
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import SuspiciousOperation

from tests.pasapas.pannes import casser
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base
ENTREE = "/comptes/login/"
MULTIPART = "multipart/form-data; boundary=abc"
FICHIER = b'--abc\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\nx\r\n'
TITRE = re.compile(r"<h1>(.+)</h1>")
ENVOIS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "hôte inconnu": (400, "à cette adresse", {"headers": {"host": "ailleurs.example"}}),
    "hôte illisible": (400, "à cette adresse", {"headers": {"host": "a b"}}),
    "port illisible": (400, "à cette adresse", {"headers": {"host": "localhost:80x"}}),
    "limite absente": (400, "abîmé", {"data": b"x", "content_type": "multipart/form-data"}),
    "trop de cases": (413, "trop long", {"data": {f"c{n}": "" for n in range(1100)}}),
    "trop lourd": (413, "trop lourd", {"data": {"login": "a" * 2_600_000}}),
    "trop de fichiers": (
        413,
        "Trop de fichiers",
        {"data": b"".join(FICHIER % n for n in range(101)) + b"--abc--", "content_type": MULTIPART},
    ),
}


def dit(reponse: Any) -> str:
    """Its title, on a whole page of the house."""
    page = reponse.content.decode()
    assert '<html lang="fr">' in page
    assert "Bad Request" not in page
    return TITRE.search(page)[1]


@pytest.mark.parametrize("nom", ENVOIS)
def test_un_envoi_illisible_se_dit(nom: str, anonyme: Visiteur) -> None:
    statut, titre, envoi = ENVOIS[nom]
    entetes = envoi.get("headers", {})
    donnees = {cle: valeur for cle, valeur in envoi.items() if cle != "headers"}
    if "data" in donnees and isinstance(donnees["data"], dict):
        donnees["content_type"] = "application/x-www-form-urlencoded"
        donnees["data"] = "&".join(f"{cle}={v}" for cle, v in donnees["data"].items())
    reponse = anonyme.post(ENTREE, **donnees, headers=entetes)
    assert (reponse.status_code, titre in dit(reponse)) == (statut, True)


@pytest.mark.parametrize("etranger", ["recueil/abc", "static/css/base.css", "rien"])
def test_un_hote_inconnu_se_dit_partout(etranger: str, anonyme: Visiteur) -> None:
    reponse = anonyme.get(f"/{etranger}/", headers={"host": "ailleurs.example"})
    assert reponse.status_code == 400
    assert "n’est pas à cette adresse" in dit(reponse)


def test_une_session_close_dans_un_autre_onglet_se_dit(
    animatrice: Visiteur, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SESSION_SAVE_EVERY_REQUEST = True
    monkeypatch.setattr(SessionStore, "save", casser(SessionInterrupted()))
    reponse = animatrice.get("/")
    assert (reponse.status_code, dit(reponse)) == (400, "Vous vous êtes déconnecté entre-temps")


def test_une_demande_suspecte_se_dit(animatrice: Visiteur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fresque.accueil.siennes", casser(SuspiciousOperation("x")))
    reponse = animatrice.get("/")
    assert (reponse.status_code, dit(reponse)) == (400, "Cette demande ne se lit pas")


def test_des_cookies_abimes_n_empechent_rien(anonyme: Visiteur) -> None:
    for cookie in ("sessionid=", 'sessionid="; a=b', "sessionid=\xff\xfe", "=;;=", "csrftoken=é"):
        assert anonyme.get(ENTREE, headers={"cookie": cookie}).status_code == 200, cookie


def test_une_methode_refusee_se_dit(animatrice: Visiteur) -> None:
    """Of our views and of the libraries' alike; which ones are allowed is still told."""
    slug = animatrice.participant.projet.slug
    for methode, adresse in (
        ("delete", "/"),
        ("put", f"/projets/{slug}/"),
        ("post", f"/projets/{slug}/fresque.pdf"),
        ("get", "/comptes/appareils/autres/fermer/"),
    ):
        reponse = getattr(animatrice, methode)(adresse)
        assert reponse.status_code == 405, adresse
        assert reponse.headers["Allow"]
        assert reponse.headers["Content-Length"] == str(len(reponse.content))
        assert dit(reponse) == "Cette adresse ne s’ouvre pas ainsi"
