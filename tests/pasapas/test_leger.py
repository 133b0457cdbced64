"""What most processes never use is loaded by none at its start."""

import sys
from pathlib import Path

import pytest

from tests.pasapas.demarrage import BONS, lancer

pytestmark = pytest.mark.pur

# Half a second and 40 MB together, for each command and each page server.
LOURDS = ("openpyxl", "weasyprint", "fontTools.varLib", "pypdfium2", "PIL.Image")


def test_demarrer_ne_charge_ni_tableur_ni_imprimante(tmp_path: Path) -> None:
    code = f"import sys, django; django.setup(); print([m for m in {LOURDS} if m in sys.modules])"
    dit = lancer(
        [sys.executable, "-c", code], PASAPAS_ENV="production", PASAPAS_VAR=str(tmp_path), **BONS
    )
    assert dit.stdout.strip() == "[]", dit.stderr
