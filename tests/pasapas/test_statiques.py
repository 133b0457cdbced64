"""The static files as production serves them."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from pasapas.serveur.statiques import Statiques

pytestmark = pytest.mark.pur
SOURCES = Path(settings.BASE_DIR) / "static" / "js"


def test_les_modules_s_appellent_par_le_nom_de_ce_qu_ils_contiennent(tmp_path: Path) -> None:
    """A browser that keeps a module for ever never mixes it with those of another version."""
    shutil.copytree(SOURCES, tmp_path / "js")
    rangees = Statiques(location=tmp_path, base_url="/static/")
    chemins = {f"js/{source.name}": (rangees, f"js/{source.name}") for source in SOURCES.iterdir()}
    list(rangees.post_process(chemins))
    noms = {nom: rangees.hashed_files[nom] for nom in chemins}
    appels = {
        appel
        for nom in chemins
        for appel in re.findall(
            r'(?:from |import\()"\./([^"]+)"', (tmp_path / noms[nom]).read_text()
        )
    }
    assert {appel.split(".")[0] for appel in appels} >= {"suivi", "conflit"}
    assert {f"js/{appel}" for appel in appels} - set(noms.values()) == set()
