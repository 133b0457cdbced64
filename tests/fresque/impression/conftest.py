"""Printing without an engine, with or without a worker beside the pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fresque.impression.fabrication import IMPRESSION
from pasapas.models import Ouvrier, Projet, Travail
from pasapas.travaux import bail
from pasapas.travaux.sortes import executer
from tests.droits.papier import Papier
from tests.personnes import Visiteur


@pytest.fixture
def papier(monkeypatch: pytest.MonkeyPatch) -> Papier:
    return Papier(monkeypatch)


@pytest.fixture(autouse=True)
def dossier(settings: Any, tmp_path: Path) -> Path:
    """Where files are kept, empty."""
    options = {**settings.STORAGES["impressions"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "impressions": options}
    return tmp_path


@pytest.fixture
def ouvrier(db: None) -> Callable[[], Travail | None]:
    """A worker is seen; called, it does the first print that waits, here."""
    Ouvrier.objects.create(machine="essai")

    def travailler() -> Travail | None:
        travail = bail.prendre(Travail.objects.filter(sorte=IMPRESSION.nom))
        if travail is not None:
            executer(travail, IMPRESSION)
            travail.refresh_from_db()
        return travail

    return travailler


@pytest.fixture
def demander(projet: Projet) -> Callable[..., Any]:
    """Ask for these planches, as somebody."""

    def poster(qui: Visiteur, *planches: str, **envoi: Any) -> Any:
        donnees = {"planche": planches, "postits": "1", **envoi}
        return qui.post(f"/projets/{projet.slug}/imprimer/", donnees)

    return poster
