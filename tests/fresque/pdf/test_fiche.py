"""A fiche action on one sheet: what is measured is what is laid out, and no character is lost."""

from functools import cache
from typing import Any

import page
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
    au_mur,
    etape,
    pleine,
    prose,
    remplie,
    textes_de,
)
from tests.papier import colle, fresque, imprimer, poppler, texte

pytestmark = pytest.mark.une_base
# Beyond about this many characters, a fiche as real ones are takes a suite (docs/adr/0039).
LIMITE = 3_800
POSTIT = PostItVue(
    1, "Ajouter : nombre de levers faits à deux.", "jaune", "Idée", "Inès Carpentier"
)


@cache
def document(planche: Planche) -> Any:
    options = OptionsImpression(url_base="https://fresque.example.org")
    return moteur.mettre_en_page(feuille_html(vue(au_mur(planche), planche, options)))


def composee(planche: Planche) -> fiche.Fiche:
    return fiche.composer(planche)


def ecrit(planche: Planche) -> str:
    """What its file says, cell after cell, then as it is read across the sheet (where what is
    written from right to left is in its order); no space counts."""
    octets = imprimer(au_mur(planche), codes=(planche.code,))
    return encre(poppler("pdftotext", octets, "-raw")) + encre(texte(octets))


def encre(dit: str) -> str:
    """Without spaces, nor the signs that leave none on paper: how an emoji is drawn, which way a
    line is read, what the second glyph of a sign says."""
    return colle(dit).translate(dict.fromkeys((0xFE0F, 0x202B, 0x202C, 0x2060)))


PROJETS = {
    "kit": pleine(2_400),
    "pleine": pleine(3_000, nom="Aménagement des horaires de travail"),
    "limite": pleine(LIMITE, nom="Aménagement des horaires de travail"),
    "douze étapes": pleine(2_300, etapes=12),
    "vingt étapes": pleine(5_000, etapes=20),
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
PLUSIEURS = {"vingt étapes"}


@pytest.mark.parametrize("nom", PROJETS)
def test_chaque_caractere_est_sur_le_papier_et_rien_n_est_dessus(nom: str) -> None:
    planche = PROJETS[nom]
    pages = document(planche)
    assert fautes(pages) == []
    assert (len(pages.pages) > 1) == (nom in PLUSIEURS)
    lu = ecrit(planche)
    assert [t for t in textes_de(planche) if encre(t) not in lu] == []


def test_le_reglage_le_plus_aere_qui_tient_et_les_dates_ensemble_s_il_le_faut() -> None:
    """Fuller and fuller: less air, never smaller; the dates share a column to save a sheet only."""
    vus = [
        (une.reglage, une.etapes.ensemble, len(une.feuilles))
        for signes in range(1_500, 5_500, 250)
        if (une := composee(pleine(signes, nom="Aménagement des horaires de travail")))
    ]
    reglages = [reglage for reglage, ensemble, _ in vus if not ensemble]
    assert reglages[0] == "aere"
    assert list(dict.fromkeys(reglages))[:3] == ["aere", "serre", "dense"]
    a_puces = remplie(
        2,
        {nom: "\n".join(f"- point {n} à tenir" for n in range(9)) for nom in RUBRIQUES},
        nom="Aménagement des horaires de travail",
        etapes=tuple(etape(n, etat="faite") for n in range(1, 6)),
    )
    pleines = composee(a_puces)
    assert (pleines.reglage, pleines.etapes.ensemble) == ("plein", True)
    assert len(document(a_puces).pages) == 1


def test_une_rubrique_coupee_redit_son_nom_sans_couper_la_phrase() -> None:
    """The label drawn again is a drawing: who copies the text finds it whole."""
    planche = remplie(1, {"description": prose(2_600)}, etapes=(etape(1),))
    (colonnes,) = composee(planche).feuilles
    assert colonnes.droite[0].suite is not None
    assert colonnes.droite[0].nom == "description"
    assert encre(prose(2_600)) in ecrit(planche)


def test_ce_qui_est_mesure_est_ce_qui_est_mis_en_page() -> None:
    """Forty fiches, without laying any out; then one, to the millimetre."""
    for rang in range(40):
        une = composee(pleine(1_200 + 60 * rang, numero=rang + 1, etapes=rang % 9))
        assert len(une.feuilles) == 1, rang
    planche = PROJETS["pleine"]
    place = fiche.place(planche)
    (page,) = document(planche).pages
    hauteurs = {
        boite.element.get("class").split()[0]: boite.border_height() * 25.4 / 96
        for boite in page._page_box.descendants()
        if boite.element is not None
        and boite.element.get("class", "").startswith(("panneau", "fiche__colonnes"))
        and hasattr(boite, "border_top_width")
    }
    une = composee(planche)
    assert hauteurs["fiche__colonnes"] == pytest.approx(une.feuilles[0].hauteur, abs=2)
    assert fiche.PREMIERE - hauteurs["panneau"] - fiche.PANNEAU_DESSOUS == pytest.approx(
        place, abs=0.5
    )


def test_des_signes_dessines_en_plusieurs_traits_se_disent_selon_la_norme() -> None:
    """The dot of an Arabic letter, an accent on its own: a glyph that says nothing is a fault."""
    planche = remplie(1, {"objectif": f"{SIGNES} n\u0308 \u05dc\u05d5\u05b9"})
    octets = imprimer(au_mur(planche), codes=(planche.code,))
    rapport = page.validate_pdf_bytes(octets, profile=page.ValidationProfile.PDF_UA_1)
    assert [faute.message for faute in rapport.failures] == []


def test_un_tableau_d_etapes_vide_n_ouvre_pas_de_feuille() -> None:
    """Bare boxes are measured as they are drawn, and the rows to fill in by hand give way."""
    for signes in (2_200, 3_000):
        assert len(document(remplie(2, {"description": prose(signes)})).pages) == 1


def test_un_recto_vierge_se_remplit_a_la_main() -> None:
    """Blank fiches alone, no plan with them: each box has its lines, and the sheet is full."""
    from fiches.planche import vierge

    une = composee(vierge(1))
    morceaux = (*une.tete, *une.feuilles[0].gauche, *une.feuilles[0].droite)
    assert min(morceau.regles for morceau in morceaux) >= 1
    lu = texte(imprimer(fresque(), codes=("-",), fiches_vierges=2))
    assert lu.count("Comment s’intitule l’action ?") == 2
    assert "Plan d’accrochage" not in lu
