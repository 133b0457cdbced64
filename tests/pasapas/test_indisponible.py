"""The database is away: a clear answer that asks to come back. A mistake of ours stays an error."""

from typing import Any

import pytest

from pasapas.comptes.porteur import SessionStore
from pasapas.serveur.indisponible import est_panne
from tests.pasapas.pannes import FAUTES, PANNES, casser
from tests.personnes import Visiteur


@pytest.mark.parametrize("nom", PANNES)
def test_panne(nom: str) -> None:
    assert est_panne(PANNES[nom])


@pytest.mark.parametrize("nom", FAUTES)
def test_faute(nom: str) -> None:
    assert not est_panne(FAUTES[nom])


@pytest.fixture
def essayiste(animatrice: Visiteur) -> Visiteur:
    animatrice.raise_request_exception = False
    return animatrice


def test_page_dans_une_panne(essayiste: Visiteur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fresque.accueil.siennes", casser(PANNES["verrou"]))
    reponse = essayiste.get("/")
    assert reponse.status_code == 503
    assert reponse.headers["Retry-After"] == "2"
    assert reponse.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors" in reponse.headers["Content-Security-Policy"]
    assert "Ce n’est pas de votre fait." in reponse.content.decode()


def test_enregistrement_dans_une_panne(
    essayiste: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fresque.views.encarts.ecrire", casser(PANNES["serveur injoignable"]))
    slug = essayiste.participant.projet.slug
    adresse = f"/projets/{slug}/planches/eclaire/ambition/modifier/"
    envoi = {"autosave": "1", "champ": "ambition", "ambition": "Tenir"}
    reponse = essayiste.post(adresse, envoi)
    assert reponse.status_code == 503
    assert reponse.json()["etat"] == "indisponible"
    assert reponse.headers["Retry-After"] == "2"


@pytest.mark.parametrize("etape", ["load", "save"])
def test_panne_sous_la_session(
    etape: str, essayiste: Visiteur, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Before any view, and after it: sessions are read and written by middleware."""
    settings.SESSION_SAVE_EVERY_REQUEST = True
    monkeypatch.setattr(SessionStore, etape, casser(PANNES["connexion fermée"]))
    assert essayiste.get("/").status_code == 503


def test_faute_dans_une_page(essayiste: Visiteur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fresque.accueil.siennes", casser(FAUTES["colonne inconnue"]))
    reponse = essayiste.get("/")
    assert reponse.status_code == 500
    assert "Retry-After" not in reponse.headers
