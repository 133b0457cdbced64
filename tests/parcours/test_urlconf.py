"""Every page of the URLconf in a real browser, a new one by itself: nothing that the content
security policy refuses, nothing that overflows, nothing axe finds.

Links lead to most pages (``test_toutes_les_pages``); here come those that no link leads to too.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from pasapas.acces.adresses import ADMINISTRATION, FERMEE, Adresse, adresses
from pasapas.models import Role
from tests import factories as f
from tests.droits.bibliotheques import meubler
from tests.droits.exemples import valeurs
from tests.droits.lieux import ICI, Lieu, fonder
from tests.droits.matrice import url_de
from tests.droits.visiteurs import Visiteur
from tests.parcours.conftest import ECRAN
from tests.parcours.controle import accessibilite, mise_en_page
from tests.parcours.gestes import TELEPHONE, entrer
from tests.parcours.temoin import Temoin
from tests.parcours.tournee import PAR_LES_LIENS

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
FICHIERS = (".pdf", ".xlsx", ".csv", ".yaml", ".json")
PAREILLES = {"history", "delete", "import", "export"}  # the same for every table
DELAI = 30_000  # milliseconds


@pytest.fixture(scope="module")
def lieu(entrees: dict) -> Lieu:
    meubler()
    return fonder(ICI, f.RegionFactory())


def pages(page: Page, lieu: Lieu, *, administration: bool) -> Iterator[tuple[Adresse, str]]:
    """The addresses that answer this person with a page and that no link led to, once opened."""
    for adresse in adresses():
        if adresse.acces == FERMEE or (adresse.acces == ADMINISTRATION) != administration:
            continue
        url = url_de(adresse, valeurs(adresse, lieu))
        if url.endswith(FICHIERS) or adresse.nom in PAR_LES_LIENS:
            continue
        reponse = page.request.get(url, max_redirects=0, timeout=DELAI)
        genre = reponse.headers.get("content-type", "")
        fichier = "attachment" in reponse.headers.get("content-disposition", "")
        entiere = b"<html" in reponse.body()  # not a fragment
        if reponse.status == 200 and "text/html" in genre and entiere and not fichier:
            page.goto(url, timeout=DELAI)
            yield adresse, url


def test_chaque_page_de_l_urlconf(
    ouvrir: Callable[..., Page], serveur: str, lieu: Lieu, temoin: Temoin
) -> None:
    page = ouvrir("", taille=TELEPHONE)
    pilote = Visiteur("pilote", f.UserFactory())
    f.ParticipantFactory(
        projet=lieu.projet, role=Role.PILOTE, user=pilote.user, college="direction"
    )
    entrer(page, serveur, pilote)
    fautes, vues = [], set()
    for adresse, url in pages(page, lieu, administration=False):
        vues.add(adresse.nom)
        trouvees = mise_en_page(page) + accessibilite(page)
        fautes += [f"{url} : {faute}" for faute in trouvees]
    assert "\n".join(fautes) == ""
    assert len(vues | PAR_LES_LIENS) >= 40


def test_chaque_page_de_l_administration(
    ouvrir: Callable[..., Page], serveur: str, lieu: Lieu, temoin: Temoin
) -> None:
    """The console, and Django's own pages in our letters: on a telephone and on a desk, our policy
    lets them live, nothing leaves its width, axe finds nothing."""
    page = ouvrir("")
    entrer(page, serveur, Visiteur("admin", f.UserFactory(is_staff=True, is_superuser=True)))
    fautes, vues = [], []
    for adresse, url in pages(page, lieu, administration=True):
        vues.append(adresse.nom)
        genre = adresse.nom.rpartition("_")[2]
        if genre in PAREILLES and genre in {vue.rpartition("_")[2] for vue in vues[:-1]}:
            continue
        page.set_viewport_size(ECRAN)
        trouvees = mise_en_page(page)
        page.set_viewport_size(TELEPHONE)
        trouvees += mise_en_page(page) + accessibilite(page)
        fautes += [f"{url} : {faute}" for faute in trouvees]
    assert "\n".join(fautes) == ""
    assert len(vues) >= 20
    assert "admin:pasapas_projet_change" in vues
