"""A heading of ours never passes for one of the kit’s, on screen or on paper; nor the other way."""

import pytest
from lxml import html
from lxml.html import HtmlElement

from fresque.kit.rempli import rempli
from fresque.pdf.composition import OptionsImpression
from pasapas.models import Projet
from tests.diagnostic.passages import campagne, clore, exemple
from tests.fresque.kit.libelles import DU_KIT, plein
from tests.mur import relire, remplir
from tests.papier import pages_html
from tests.personnes import Visiteur

TITRES = (
    "//*[{}]".format(
        " or ".join(
            f"contains(concat(' ', @class, ' '), ' {nom} ')"
            for nom in (
                "encart__titre",
                "section__titre",
                "boite__titre",
                "theme__titre",
                "rubrique__titre",
                "etapes__titre",
                "chapeau__titre",
                "acteurs__axe",
                "acteurs__rang",
                "a-placer__titre",
            )
        )
    )
    + " | //table[@class='tableau' or @class='etapes' or @class='acteurs']/thead//th[not(*)]"
)


def habits(page: HtmlElement, titres: str = TITRES) -> set[tuple[str, bool]]:
    """Each heading of a page, and whether it is dressed as ours."""
    return {
        (
            sans_deux_points(" ".join(plein(titre.text_content()).split())),
            "hors-kit" in titre.classes,
        )
        for titre in page.xpath(titres)
    }


def sans_deux_points(titre: str) -> str:
    """A heading that runs into its text, as on a full fiche."""
    return titre if titre in DU_KIT else titre.removesuffix(" :").removesuffix("\u00a0:")


@pytest.mark.une_base
def test_un_titre_a_nous_se_distingue_de_ceux_du_kit(projet: Projet, pilote: Visiteur) -> None:
    clore(campagne(projet, exemple()))
    fresque = relire(remplir(projet))
    ecran: set[tuple[str, bool]] = set()
    for planche in fresque.toutes:
        reponse = pilote.get(f"/projets/{projet.slug}/planches/{planche.code}/")
        ecran |= habits(html.fromstring(reponse.content))
    exemple_: set[tuple[str, bool]] = set()
    for planche in rempli().planches:
        reponse = pilote.get(f"/exemple/planches/{planche.code}/")
        exemple_ |= habits(html.fromstring(reponse.content), "//article//*[self::h2 or self::h3]")
    papier: set[tuple[str, bool]] = set()
    for page in pages_html(fresque, OptionsImpression(postits=True, fiches_vierges=1)):
        papier |= habits(html.fromstring(page))
    for vus in (ecran, papier, exemple_):
        assert {titre for titre, nous in vus if nous == (titre in DU_KIT)} == set()
    # The nine of the wall, what a closed campagne draws, the séances beside it.
    a_nous = {titre for titre, nous in ecran if nous}
    assert len(a_nous) >= 12, a_nous
    assert {titre for titre, _ in ecran} >= DU_KIT
    assert {titre for titre, _ in papier} >= DU_KIT - {"FICHE ACTION"}
