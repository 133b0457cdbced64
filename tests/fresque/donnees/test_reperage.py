"""A person in a text: found however they are written, and nobody else with them."""

import pytest

from fresque.donnees.motifs import telephone
from fresque.donnees.reperage import Nom, Reperage

pytestmark = pytest.mark.pur
INES = Nom("Inès", "Carpentier-Roy")
REPERAGE = Reperage.de([INES], ["ines@example.org"], ["01 23 45 67 89"], "Ancien membre")


@pytest.mark.parametrize(
    "texte",
    [
        "Inès Carpentier-Roy",
        "INES CARPENTIER ROY",
        "Carpentier-Roy Inès",
        "Mme Carpentier-Roy",
        "M.\u00a0Carpentier\u00a0Roy",
        "I. Carpentier-Roy",
        "ines.carpentier.roy",
        "Ines@Example.org",
        "+33 1 23 45 67 89",
        "01.23.45.67.89",
        "0123456789",
        '["In\\u00e8s Carpentier-Roy"]',
    ],
)
def test_ce_qui_la_designe_est_trouve_puis_efface(texte: str) -> None:
    autour = f"Demander à {texte}, le soir." if not texte.startswith("[") else texte
    assert REPERAGE.trouve(autour)
    assert not REPERAGE.trouve(REPERAGE.effacer(autour))
    assert REPERAGE.extraits({"mots": [autour]}) != []


@pytest.mark.parametrize(
    "texte",
    [
        "Inès viendra",
        "la rue Carpentier-Roy",
        "Inès Carpentier-Royer",
        "Ginès Carpentier-Roy",
        "Mme Carpentier-Royale",
        "marines@example.org",
        "ines@example.organise",
        "101234567890",
        "1 23 45 67 89",
        "",
    ],
)
def test_ce_qui_peut_dire_quelqu_un_d_autre_reste(texte: str) -> None:
    assert REPERAGE.effacer(texte) == texte
    assert not REPERAGE.trouve(texte)


def test_un_nom_seul_ne_se_cherche_qu_avec_sa_civilite() -> None:
    reperage = Reperage.de([Nom("", "Petit")], [], [], "Ancien membre")
    assert reperage.effacer("Un petit groupe, Petit, Mme Petit") == (
        "Un petit groupe, Petit, Ancien membre"
    )


def test_les_valeurs_imbriquees_gardent_leur_forme() -> None:
    valeur = {"n": 3, "vide": None, "mots": ["Inès Carpentier-Roy", ["ines@example.org"]]}
    assert REPERAGE.effacer(valeur) == {
        "n": 3,
        "vide": None,
        "mots": ["Ancien membre", ["effacé"]],
    }


def test_une_adresse_de_page_reste_une_adresse() -> None:
    assert REPERAGE.effacer("https://example.org/ines-carpentier-roy/") == (
        "https://example.org/efface/"
    )


def test_un_json_sans_elle_reste_au_signe_pres() -> None:
    texte = '[{"object": "Un caf\\u00e9, \\u0022noir\\u0022"}]'
    assert REPERAGE.effacer(texte) == texte


@pytest.mark.parametrize("numero", ["", "115", "poste 12", "01 23"])
def test_un_numero_trop_court_ne_se_cherche_pas(numero: str) -> None:
    assert telephone(numero) == ""


def test_sans_rien_a_chercher_rien_ne_change() -> None:
    reperage = Reperage.de([Nom("", "")], [""], [""], "Ancien membre")
    assert reperage.effacer("Bonjour") == "Bonjour"
    assert not reperage.trouve("Bonjour")
