"""The static files as production serves them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from pasapas.serveur.statiques import Statiques

pytestmark = pytest.mark.pur
SOURCES = Path(settings.BASE_DIR) / "static"


def test_les_modules_s_appellent_par_le_nom_de_ce_qu_ils_contiennent(tmp_path: Path) -> None:
    """A browser that keeps a module for ever never mixes it with those of another version."""
    rangees = Statiques(location=tmp_path, base_url="/static/")
    chemins = {}
    for source in (*SOURCES.glob("js/*.js"), *SOURCES.glob("vendor/*.js")):
        nom = source.relative_to(SOURCES).as_posix()
        rangees.save(nom, ContentFile(source.read_bytes()))
        chemins[nom] = (rangees, nom)
    assert [
        rate for _, _, rate in rangees.post_process(chemins) if isinstance(rate, Exception)
    ] == []
    noms = {nom: rangees.hashed_files[nom] for nom in chemins}
    appels = {
        appel
        for nom in chemins
        for appel in re.findall(
            r'(?:from\s*|import\s*|import\()"\.{1,2}/([^"]+)"', (tmp_path / noms[nom]).read_text()
        )
    }
    assert {appel.split(".")[0] for appel in appels} >= {"suivi", "conflit", "regard"}
    connus = {nom.removeprefix("js/") for nom in noms.values()}
    assert appels - connus == set()


def test_nos_fichiers_partent_sans_leurs_commentaires(tmp_path: Path) -> None:
    """What is not ours is served as it came: its licence stands in it."""
    rangees = Statiques(location=tmp_path, base_url="/static/")
    rangees.save("js/un.js", ContentFile(b"// Pourquoi.\nexport const un = `a  // b`;\n"))
    rangees.save("css/un.css", ContentFile(b"/* Pourquoi. */\n.un { color: red }\n"))
    rangees.save("vendor/un.js", ContentFile(b"// Licence.\nun();\n"))
    assert (tmp_path / "js/un.js").read_text().strip() == "export const un=`a  // b`;"
    assert (tmp_path / "css/un.css").read_text() == ".un{color:red}"
    assert (tmp_path / "vendor/un.js").read_text() == "// Licence.\nun();\n"
