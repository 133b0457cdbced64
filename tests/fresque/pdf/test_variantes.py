"""The same sheets for another use: nothing moves, nothing is lost, and greys say it all."""

import io
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from fresque.pdf import variantes
from fresque.pdf.variantes import A3, COMPACTE, ECHELLE, ENCRE
from pasapas.models.postit import Couleur
from pasapas.valeurs.encarts import Encart, Genre, PostItVue
from pasapas.valeurs.planches import Planche, Section
from tests.fresque.pdf.laides import abandonnee, au_mur, etape, prose, remplie
from tests.papier import feuilles, fresque, imprimer, lignes, mots, poppler_octets, texte

pytestmark = pytest.mark.une_base
ADRESSE = "https://fresque.example.org"


def garnie(**dits: object) -> Planche:
    """A fiche with something of each kind that a colour helps to tell."""
    etapes = (etape(1, etat="faite"), etape(2, etat="en-retard"), etape(3))
    colles = (
        PostItVue(1, "Et les remplaçants ?", str(dits.get("couleur", "rose")), "Mot", "Inès"),
    )
    planche = remplie(
        1,
        {"problematique": prose(300), "objectif": str(dits.get("objectif", "Tenir"))},
        etapes=etapes,
        postits={"problematique": colles},
    )
    return replace(planche, pierres=(True, bool(dits.get("pierre")), False))


@cache
def pdf(planche: Planche, variante: str = "") -> bytes:
    return imprimer(au_mur(planche), codes=(planche.code,), variante=variante, url_base=ADRESSE)


def en_gris(planche: Planche, variante: str = "") -> Image.Image:
    octets = poppler_octets("pdftoppm", pdf(planche, variante), "-gray", "-r", "60", "-singlefile")
    return Image.open(io.BytesIO(octets)).convert("L")


def differe(un: Image.Image, autre: Image.Image) -> int:
    """How many pixels anybody tells apart."""
    ecart = ImageChops.difference(un, autre).point(lambda niveau: 255 if niveau > 60 else 0)
    return round(ImageStat.Stat(ecart).sum[0] / 255)


def test_en_a3_les_memes_feuilles_racine_de_deux_fois() -> None:
    """The text where it was, the boxes of the page, the links, the tags and the bookmarks."""
    usuel, grand = pdf(garnie()), pdf(garnie(), A3)
    assert texte(usuel) == texte(grand)
    for petit, large in zip(mots(usuel), mots(grand), strict=True):
        assert large[1:5] == pytest.approx([ECHELLE * cote for cote in petit[1:5]], abs=0.2)
    with pikepdf.open(io.BytesIO(usuel)) as avant, pikepdf.open(io.BytesIO(grand)) as apres:
        (page,), (a4,) = apres.pages, avant.pages
        cotes = [round(float(cote) * 25.4 / 72) for cote in page.mediabox]
        assert cotes == [0, 0, 297, 420]
        assert _places(apres) == pytest.approx([ECHELLE * x for x in _places(avant)], abs=0.01)
        assert len(page.obj.get("/Annots", [])) == len(a4.obj.get("/Annots", [])) > 0
    assert variantes.agrandir(usuel) == grand  # the same bytes again


def _places(ouvert: pikepdf.Pdf) -> list[float]:
    """Every place that an annotation, a tag or a bookmark tells."""
    places = [float(x) for note in ouvert.pages[0].obj.get("/Annots", []) for x in note.Rect]
    for objet in ouvert.objects:
        if isinstance(objet, pikepdf.Dictionary) and objet.get("/Type") == pikepdf.Name.StructElem:
            attributs = objet.get("/A")
            liste = attributs if isinstance(attributs, pikepdf.Array) else [attributs]
            places += [float(x) for un in liste if un and "/BBox" in un for x in un.BBox]
    with ouvert.open_outline() as sommaire:
        pile = list(sommaire.root)
        while pile:
            signet = pile.pop()
            pile += signet.children
            places += [float(x) for x in list(signet.destination)[2:4]]
    return places


def test_en_encre_legere_aucune_ligne_ne_bouge_et_il_faut_moitie_moins_d_encre() -> None:
    usuel, leger = pdf(garnie()), pdf(garnie(), ENCRE)
    assert mots(usuel) == mots(leger)
    clair, plein = en_gris(garnie(), ENCRE), en_gris(garnie())
    encre = [255 - ImageStat.Stat(image).mean[0] for image in (clair, plein)]
    assert encre[0] < 0.6 * encre[1]


def test_compacte_epargne_des_feuilles_a_qui_a_beaucoup_ecrit() -> None:
    """As its name in the list says; a fiche is at 11 points already."""
    (eclaire, *_) = fresque().planches
    constats = Encart("constats", "Vos constats", Genre.LISTE, lignes=lignes(*[prose(260)] * 24))
    longue = fresque(replace(eclaire, sections=(*eclaire.sections, Section((constats,)))))
    combien = [
        len(feuilles(imprimer(longue, codes=("eclaire",), variante=variante)))
        for variante in ("", COMPACTE)
    ]
    assert combien[0] > combien[1] > 1


def test_compacte_ce_qui_etait_a_14_est_a_11() -> None:
    """Fewer millimetres for the same words, at 11 points and no less."""

    def hauteurs(variante: str) -> list[float]:
        octets = imprimer(fresque(), codes=("eclaire",), variante=variante)
        return [m[4] - m[2] for m in mots(octets) if m[5] == "d’écrans."]

    (usuel,), (serre,) = hauteurs(""), hauteurs(COMPACTE)
    assert serre / usuel == pytest.approx(11 / 14, abs=0.02)


@pytest.mark.parametrize("variante", ["", ENCRE])
def test_sans_les_couleurs_rien_ne_se_confond(variante: str) -> None:
    """Each thing that a colour tells, told by something else: a stone that is filled, the shape of
    a post-it and its word, a box that is bare, a fiche that was left."""
    usuel = en_gris(garnie(), variante)
    assert differe(usuel, en_gris(garnie(), variante)) == 0
    autres = [garnie(pierre=True), garnie(objectif="")]
    if not variante:
        autres += [abandonnee(), *(garnie(couleur=c) for c in Couleur.values if c != "rose")]
    images = [usuel, *(en_gris(planche, variante) for planche in autres)]
    confondues = [
        (n, m)
        for n, une in enumerate(images)
        for m, autre in enumerate(images[:n])
        if differe(une, autre) < 4
    ]
    assert confondues == []
