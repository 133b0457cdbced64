"""Larger text, stronger contrast: chosen on this device, kept there, for cards as for accounts."""

import pytest
from lxml import html

from pasapas.models import Projet
from tests.base import empreinte
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


def classes(client: Visiteur, page: str) -> set[str]:
    arbre = html.document_fromstring(client.get(page).content.decode())
    return set((arbre.get("class") or "").split())


def test_le_confort_reste_sur_chaque_page(animatrice: Visiteur, projet: Projet) -> None:
    """The pages that are kept too: the home page, the wall. Each gesture undoes itself."""
    mur = f"/projets/{projet.slug}/"
    pages = ["/", mur, f"{mur}planches/eclaire/", "/comptes/", "/exemple/"]
    assert [classes(animatrice, page) for page in pages] == [set()] * 5
    avant = empreinte()
    venue = {"Referer": f"http://testserver{mur}?vue=moi"}
    reponse = animatrice.post("/confort/", {"basculer": "grand"}, headers=venue)
    assert reponse.url == f"{mur}?vue=moi"
    animatrice.post("/confort/", {"basculer": "contraste"})
    assert empreinte() == avant
    assert [classes(animatrice, page) for page in pages] == [
        {"confort--grand", "confort--contraste"}
    ] * 5
    boutons = html.document_fromstring(animatrice.get(mur).content.decode()).xpath(
        "//form[@class='confort']/button/@aria-pressed"
    )
    assert boutons == ["true", "true"]
    animatrice.post("/confort/", {"basculer": "grand"})
    assert [classes(animatrice, page) for page in pages] == [{"confort--contraste"}] * 5
    animatrice.post("/confort/", {"basculer": "contraste"})
    assert [classes(animatrice, page) for page in pages] == [set()] * 5


@pytest.mark.parametrize("biscuit", ["", 'grand-"><script>', "Grand", "grandcontraste"])
def test_un_biscuit_ne_dit_rien_d_autre(biscuit: str, anonyme: Visiteur) -> None:
    anonyme.cookies["confort"] = biscuit
    vues = classes(anonyme, "/comptes/login/")
    assert vues == ({"confort--grand"} if biscuit.startswith("grand-") else set())
    assert anonyme.post("/confort/", {"basculer": "autre"}).url == "/"


@pytest.mark.parametrize("venue", ["https://ailleurs.example/x", "javascript:alert(1)", ""])
def test_le_confort_ne_mene_pas_ailleurs(venue: str, animatrice: Visiteur) -> None:
    reponse = animatrice.post("/confort/", {"basculer": "grand"}, headers={"Referer": venue})
    assert reponse.url == "/"
    biscuit = animatrice.cookies["confort"]
    assert (biscuit["httponly"], biscuit["samesite"], biscuit["max-age"] > 10**7) == (
        True,
        "Lax",
        True,
    )
    assert animatrice.get("/confort/").status_code == 405
