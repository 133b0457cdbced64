"""The wall of the example in figures, read back from its file: sheets, étages, blank, sizes."""

from dataclasses import replace

import pytest

from bench.geometrie import mesurer
from fresque.fichier import importer, lire
from fresque.pdf import OptionsImpression
from fresque.pdf.composition import vue
from fresque.pdf.parties import cle, partie
from fresque.pdf.places import colonne_de, colonnes_de_fiches
from pasapas.valeurs.planches import Fresque, Planche
from tests.fresque.fichier.outils import EXEMPLE
from tests.mur import relire
from tests.papier import fiche, fresque, imprimer

BASE = "https://pas.example.org"
OPTIONS = OptionsImpression(url_base=BASE)
FEUILLES = {"eclaire": 2, "acteurs": 1, "etat-des-lieux": 2, "autodiagnostic": 3, "bilan-1": 1}


@pytest.fixture
def exemple(db: None) -> Fresque:
    return relire(importer(lire(EXEMPLE.read_bytes()))).papier


def avec_fiches(mur: Fresque, combien: int) -> Planche:
    """« Les actions engagées » of a wall of so many fiches."""
    actions = mur.planche("actions")
    assert actions is not None
    encart = actions.encart("fiches")
    assert encart is not None
    lignes = tuple(
        replace(encart.lignes[rang % len(encart.lignes)], numero=rang + 1)
        for rang in range(combien)
    )
    return actions.avec(replace(encart, lignes=lignes))


@pytest.mark.une_base
def test_le_mur_de_l_exemple_tient_dans_un_couloir(exemple: Fresque) -> None:
    parties = {p.code: partie(exemple, p, OPTIONS) for p in exemple.planches}
    nombres = {code: une.pages for code, une in parties.items()}
    assert {code: nombres[code] for code in FEUILLES} == FEUILLES
    assert sum(nombres.values()) <= 13
    mesure = mesurer(imprimer(exemple, url_base=BASE))
    assert mesure.feuilles == sum(nombres.values()) + 1  # and the plan
    assert mesure.lisibles >= 0.95
    assert sum(mesure.blancs[1:]) / (mesure.feuilles - 1) <= 0.2
    for combien in (20, 40):  # so that fiches of one sheet make walls of 30 and 50
        assert partie(exemple, avec_fiches(exemple, combien), OPTIONS).pages == 1


@pytest.mark.pur
def test_une_fiche_a_sa_place_pour_toujours() -> None:
    assert [colonne_de(n) for n in (1, 2, 3, 4, 40)] == [(1, 1), (1, 2), (1, 3), (2, 1), (14, 1)]
    assert [colonnes_de_fiches([n]) for n in (1, 5, 6, 8, 9)] == [2, 2, 3, 3, 4]
    assert colonnes_de_fiches([]) == 2


@pytest.mark.pur
def test_une_fiche_de_plus_ne_perime_aucune_autre_feuille() -> None:
    """But « Les actions engagées », whose own rows change with it."""
    avant = fresque()
    apres = fresque(*avant.planches[:-1], fiche(4), avant.planches[-1])
    for planche in avant.planches:
        assert vue(avant, planche, OPTIONS) == vue(apres, planche, OPTIONS)
        assert cle(avant, planche, OPTIONS) == cle(apres, planche, OPTIONS)
    autre = replace(avant.planches[0], titre="Autre")
    change = fresque(autre, *avant.planches[1:])
    assert all(cle(avant, p, OPTIONS) == cle(change, p, OPTIONS) for p in avant.planches[1:])
    assert cle(avant, avant.planches[0], OPTIONS) != cle(change, autre, OPTIONS)
