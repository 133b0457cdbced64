"""docs/format-projet.md says what the code does: its files, its report, every key."""

import re
from typing import get_args

import pytest
from pydantic import BaseModel

from fresque.fichier import FichierProjet, RapportErreurs, importer, lire
from tests.fresque.fichier.outils import RACINE

pytestmark = pytest.mark.django_db

PAGE = (RACINE / "docs" / "format-projet.md").read_text()
FICHIERS = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)


def clefs(modele: type[BaseModel]) -> set[str]:
    """Every key of the format, at any depth."""
    trouvees = set(modele.model_fields)
    for champ in modele.model_fields.values():
        for partie in (champ.annotation, *get_args(champ.annotation)):
            if isinstance(partie, type) and issubclass(partie, BaseModel):
                trouvees |= clefs(partie)
    return trouvees


@pytest.mark.parametrize("rang", [0, 1])
def test_fichiers_de_la_page_s_importent(rang: int) -> None:
    assert importer(lire(FICHIERS[rang].encode())).slug == "les-tilleuls-2026"


@pytest.mark.une_base
def test_rapport_de_la_page_est_le_vrai() -> None:
    [montre] = re.findall(r"```text\nCommandError: projet.yaml : (.*?)\n```", PAGE, re.S)

    with pytest.raises(RapportErreurs) as refus:
        lire(FICHIERS[2].encode())

    assert str(refus.value) == montre


@pytest.mark.une_base
def test_chaque_clef_du_format_est_dans_la_page() -> None:
    dites = set(re.findall(r"`([a-z0-9_]+)[`:]", PAGE))
    dites |= {"annexe_2", "annexe_3"}  # « annexe_1 … annexe_4 »

    assert clefs(FichierProjet) - dites == set()
