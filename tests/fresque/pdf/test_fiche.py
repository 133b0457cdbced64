"""A fiche action on one sheet: what is measured is what is laid out, and no character is lost."""

from functools import cache
from typing import Any

import pytest

from fresque.pdf import fiche, moteur
from fresque.pdf.composition import OptionsImpression, feuille_html, vue
from pasapas.valeurs.encarts import PostItVue
from pasapas.valeurs.planches import Planche
from tests.balayage import fautes
from tests.fresque.pdf.laides import (
    CENT_LIGNES,
    NOM_LONG,
    RUBRIQUES,
    SIGNES,
    abandonnee,
    etape,
    pleine,
    prose,
    remplie,
    textes_de,
)
from tests.papier import colle, fresque, imprimer, texte

pytestmark = pytest.mark.une_base
# Beyond about this many characters, a fiche as real ones are takes a suite (docs/adr/0039).
LIMITE = 3_600
POSTIT = PostItVue(
    1, "Ajouter : nombre de levers faits à deux.", "jaune", "Idée", "Inès Carpentier"
)


@cache
def document(planche: Planche) -> Any:
    options = OptionsImpression(url_base="https://fresque.example.org")
    return moteur.mettre_en_page(feuille_html(vue(fresque(planche), planche, options)))


def composee(planche: Planche) -> fiche.Fiche:
    return fiche.composer(planche, fiche.place(planche))


PROJETS = {
    "kit": pleine(2_400),
    "pleine": pleine(3_000, nom="Aménagement des horaires de travail"),
    "limite": pleine(LIMITE, nom="Aménagement des horaires de travail"),
    "douze étapes": pleine(2_300, etapes=12),
    "quatorze étapes": pleine(3_400, etapes=14),
    "nom de 104 signes": pleine(1_500, nom=NOM_LONG),
    "signes": remplie(1, dict.fromkeys(RUBRIQUES, SIGNES), nom=SIGNES.split("\n")[0]),
    "cent lignes": remplie(1, {"description": CENT_LIGNES, "evaluation": prose(900)}),
    "post-it partout": remplie(
        1,
        {"problematique": prose(300)},
        etapes=(etape(1),),
        postits=dict.fromkeys((*RUBRIQUES, "etapes", "intitule", "suivi", "rubriques"), (POSTIT,)),
    ),
    "abandonnée": abandonnee(),
    "vide": remplie(1, {}, nom=""),
}
PLUSIEURS = {"quatorze étapes", "cent lignes"}


@pytest.mark.parametrize("nom", PROJETS)
def test_chaque_caractere_est_sur_le_papier_et_rien_n_est_dessus(nom: str) -> None:
    planche = PROJETS[nom]
    pages = document(planche)
    assert fautes(pages) == []
    assert (len(pages.pages) > 1) == (nom in PLUSIEURS)
    lu = colle(texte(imprimer(fresque(planche), codes=(planche.code,))))
    assert [t for t in textes_de(planche) if colle(t) not in lu] == []
