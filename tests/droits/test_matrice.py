"""Nobody sees or changes what is not theirs: every address, every role, every place."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pasapas.acces.adresses import PROJET, Adresse, adresses
from tests.base import empreinte
from tests.droits.exemples import COUSINES, valeurs
from tests.droits.lieux import AILLEURS, CLOS, ICI, LIEUX
from tests.droits.matrice import MODES, Monde, cellules, en_clair, essayer, url_de

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
TOUTES = adresses()
AU_MOINS = 3000
COMMUNS = {"slug", "code", "nom"}  # parameters that name no row


@pytest.fixture(autouse=True, scope="module")
def rien_ne_reste(monde: Monde) -> Iterator[None]:
    """Each cell says which tables it wrote; this looks at every row, once all were tried."""
    avant = empreinte()
    yield
    assert empreinte() == avant


@pytest.mark.parametrize("adresse", TOUTES, ids=[adresse.titre for adresse in TOUTES])
def test_chaque_cellule(
    adresse: Adresse, monde: Monde, record_property: Callable[[str, Any], None]
) -> None:
    essais = [essayer(cellule, monde) for cellule in cellules(adresse, monde)]
    record_property("cellules", len(essais))
    assert "\n".join([faute for fautes in essais for faute in fautes][:30]) == ""


def test_assez_de_cellules(monde: Monde, record_property: Callable[[str, Any], None]) -> None:
    nombre = sum(1 for adresse in TOUTES for _ in cellules(adresse, monde))
    record_property("prevues", nombre)
    assert nombre >= AU_MOINS


def test_chaque_adresse_voit_chacun_partout_lire_et_ecrire(monde: Monde) -> None:
    """What is left out repeats something: no role, no place and no way of asking is forgotten."""
    for adresse in TOUTES:
        vues = {(c.visiteur.nom, c.lieu, c.ecrit) for c in cellules(adresse, monde)}
        lieux = {lieu for _, lieu, _ in vues}
        attendues = {(nom, ICI, ecrit) for nom in monde.visiteurs for ecrit in (False, True)}
        if adresse.acces == PROJET:
            assert lieux == set(LIEUX), adresse.titre
            attendues |= {
                (v.nom, lieu, ecrit)
                for v in monde.visiteurs.values()
                for lieu, compte in ((AILLEURS, AILLEURS not in v.acces), (CLOS, v.clos))
                for ecrit in (False, True)
                if compte
            }
        assert attendues - vues == set(), adresse.titre
        modes = {c.mode for c in cellules(adresse, monde)}
        assert modes == set(MODES), adresse.titre


def test_ce_qui_se_lit_repond_a_head(monde: Monde) -> None:
    """As it does to GET: a mailbox, a look at a link, ask by HEAD whether a page is there."""
    etrangere, lieu = monde.visiteurs["etrangere"], monde.lieux[ICI]
    urls = {adresse.titre: url_de(adresse, valeurs(adresse, lieu)) for adresse in TOUTES}
    refusent = {
        titre: etrangere.revenir().get(url).status_code
        for titre, url in urls.items()
        if etrangere.revenir().head(url).status_code == 405
    }

    assert {titre: statut for titre, statut in refusent.items() if statut != 405} == {}
    assert refusent  # those that only write


# Where the place's own canary must be found by whoever is at home, else its absence elsewhere
# proves nothing.
DISENT = {
    "accueil",
    "diagnostic:campagne",
    "diagnostic:resultats",
    "diagnostic:xlsx",
    "fresque:acces",
    "fresque:encart",
    "fresque:exporter",
    "fresque:historique",
    "fresque:morceaux",
    "fresque:mur",
    "fresque:planche",
}


def test_le_canari_se_trouve_chez_soi(monde: Monde) -> None:
    pilote, lieu = monde.visiteurs["pilote"], monde.lieux[ICI]
    disent = set()
    for adresse in TOUTES:
        if adresse.nom in DISENT:
            url = url_de(adresse, valeurs(adresse, lieu))
            htmx = {"HX-Request": "true"} if adresse.nom == "fresque:encart" else {}
            corps = en_clair(pilote.revenir().get(url, {"id": "mur"}, headers=htmx))
            disent |= {adresse.nom} if lieu.canari.encode() in corps else set()
    assert disent == DISENT


def test_chaque_ligne_a_ses_cousines() -> None:
    """An address that names a row says which rows of the same fresque are not there."""
    nomment = {a.nom for a in TOUTES if a.acces == PROJET and set(a.parametres) - COMMUNS}
    assert nomment == set(COUSINES)
