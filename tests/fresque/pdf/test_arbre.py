"""Our pages are XML too: read as such, they are what any browser would read."""

import pytest

from fresque.pdf import OptionsImpression, arbre, moteur, rendre
from tests.fresque.pdf.arbres import differentes, pages_lues
from tests.fresque.pdf.laides import SIGNES, remplie
from tests.papier import fresque

pytestmark = pytest.mark.une_base

ECHAPPES = f"a < b & c > d « é » \"x\" 'y' <b> &nbsp; ]]> <!-- {SIGNES}"


def test_une_feuille_se_lit_comme_la_lirait_un_navigateur() -> None:
    """The other kinds of file: test_accessible."""
    laide = remplie(1, {"objectif": ECHAPPES}, nom=ECHAPPES)
    with pages_lues() as lues:
        options = OptionsImpression(fiches_vierges=1, url_base="https://fresque.example.org")
        rendre(fresque(*fresque().planches, laide), options=options)
    assert len(lues) == 12
    assert differentes(lues) == []


def test_un_signe_que_le_xml_refuse_s_imprime() -> None:
    html = "<html><body><p>avant\x0baprès &eacute;&amp;</p></body></html>"
    assert arbre.lire(html) is None
    assert arbre.lire(html.replace("\x0b", " ")) is not None
    assert len(moteur.mettre_en_page(html).pages) == 1
