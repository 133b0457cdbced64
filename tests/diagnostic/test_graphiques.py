"""Drawings: nothing hides anything, every drawing says in words what it shows."""

import re
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from diagnostic import graphiques
from diagnostic.graphiques.barres import BAS, HAUT, MILIEU
from diagnostic.graphiques.echelle import LARGEUR, EchelleDesNiveaux
from diagnostic.graphiques.fil import etager
from diagnostic.graphiques.formes import FORMES, REGROUPES
from diagnostic.graphiques.matrice import TEINTES
from diagnostic.models import CollegePassation
from diagnostic.resultats import Cellule, LigneComparee, Niveau, Profil, Resultats
from tests.couleurs import contraste, luminance
from tests.diagnostic.valeurs import COLLEGES, NIVEAUX, individuel, question, resultats, voix

pytestmark = pytest.mark.pur
SVG = "{http://www.w3.org/2000/svg}"


def dessiner(gabarit: str, **valeurs: Any) -> etree._Element:
    """The template as XML: a drawing that is not well formed prints nothing."""
    html = render_to_string(f"diagnostic/graphiques/{gabarit}.html", valeurs)
    return etree.fromstring(html.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def tout_dit() -> Resultats:
    """Five voices on the same level, nine answers, one voice off the scale."""
    cellules = [Cellule(voix(college), moyenne=2.0, effectif=1) for college in COLLEGES]
    salaries = Cellule(individuel(), moyenne=2.0, effectif=7, niveaux=(1, 5, 1, 0), nsp=2)
    return resultats([question(*cellules, salaries)], themes=8)


DESSINS = ("_fil", "_matrice", "_barres", "_rosace", "_evolution")


def dessin(nom: str) -> etree._Element:
    publie = tout_dit()
    ligne = LigneComparee("t1", 1, "Santé", 2.0, 3.25)
    valeurs = {
        "_fil": lambda: {"fil": graphiques.fils(publie)["q1"]},
        "_matrice": lambda: {"matrice": graphiques.matrice(publie)},
        "_barres": lambda: {"barres": graphiques.barres(publie, publie.profils[-1])},
        "_rosace": lambda: {"rosace": graphiques.rosace(publie)},
        "_evolution": lambda: {"evolution": graphiques.evolution(ligne, NIVEAUX)},
    }
    return dessiner(nom, **valeurs[nom]())


@pytest.mark.parametrize("nom", DESSINS)
def test_dessin_se_dit_en_mots(nom: str) -> None:
    """The title comes first: that is where the printed sheet finds its alternative text."""
    svg = dessin(nom)
    assert svg.get("role") == "img"
    assert [enfant.tag for enfant in svg[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert all(enfant.text.strip() for enfant in svg[:2])


@pytest.mark.parametrize("nom", DESSINS)
def test_dessin_sans_style_ni_virgule(nom: str) -> None:
    """No inline style (CSP), no French comma in a coordinate, 320 wide, letters 12 high or more."""
    svg = dessin(nom)
    assert svg.get("viewBox").split()[:3] == ["0", "0", "320"]
    for noeud in svg.iter():
        assert "style" not in noeud.attrib
        for attribut in ("x", "y", "d", "transform", "width", "height", "cx", "cy", "r"):
            valeur = noeud.get(attribut, "")
            assert "None" not in valeur
            assert not re.search(r"\d,\d", valeur), valeur
        if noeud.tag == f"{SVG}text":
            assert float(noeud.get("font-size")) >= 12


def test_fil_dit_chaque_point_de_vue() -> None:
    cellules = (
        Cellule(voix("direction"), moyenne=3.0, effectif=1),
        Cellule(voix("irp"), nsp=1),
        Cellule(individuel(), masquee=True, nsp=6),
    )
    fil = graphiques.fil(question(*cellules), NIVEAUX)
    assert fil.description == (
        "Direction\u00a0: 3\u00a0; Représentants du personnel\u00a0: ne sait pas\u00a0; "
        "Salariés\u00a0: masqué, 6 ne savent pas\u00a0; ensemble\u00a0: 3"
    )
    assert [marque.forme.lettre for marque in fil.marques] == ["D"]
    assert fil.notes == (
        "Représentants du personnel\u00a0: ne sait pas",
        "Salariés\u00a0: masqué, 6 ne savent pas",
    )
    assert fil.barre is None


def test_fil_tient_sur_son_dessin() -> None:
    """At both ends of the scale the widest shape is whole."""
    for niveau in (1.0, 4.0):
        cellule = Cellule(Profil("direction_rh", ("direction_rh",), "collective"), moyenne=niveau)
        (marque,) = graphiques.fil(question(cellule), NIVEAUX).marques
        x, demi = float(marque.x), marque.forme.largeur / 2
        assert 0 <= x - demi < x + demi <= LARGEUR


@given(
    st.lists(
        st.tuples(st.floats(1, 4), st.sampled_from([*FORMES.values(), REGROUPES])),
        min_size=1,
        max_size=7,
    )
)
def test_aucune_forme_n_en_cache_une_autre(placees: list[tuple[float, Any]]) -> None:
    """On one row, shapes never touch; rows are one above the other, and none is left empty."""
    echelle = EchelleDesNiveaux(NIVEAUX)
    xs = [echelle.x(niveau) for niveau, _ in placees]
    largeurs = [forme.largeur for _, forme in placees]
    etages = etager(xs, largeurs)
    for a, b in combinations(range(len(xs)), 2):
        if etages[a] == etages[b]:
            assert abs(xs[a] - xs[b]) >= (largeurs[a] + largeurs[b]) / 2
    assert set(etages) == set(range(max(etages) + 1))


def test_barre_du_fil_va_du_plus_bas_au_plus_haut() -> None:
    cellules = [
        Cellule(voix(c), moyenne=m) for c, m in zip(COLLEGES, (1.0, 4.0, 2.0), strict=False)
    ]
    fil = graphiques.fil(question(*cellules), NIVEAUX, large=True)
    assert (float(fil.barre.x), float(fil.barre.x) + float(fil.barre.largeur)) == (24, 296)
    assert fil.large


def test_chaque_profil_a_sa_lettre_sa_forme_sa_couleur() -> None:
    assert set(FORMES) == set(CollegePassation)
    formes = [*FORMES.values(), REGROUPES]
    assert len({forme.lettre for forme in formes}) == len(formes)
    assert len({forme.trace for forme in formes}) == len(formes)
    assert FORMES[CollegePassation.DIRECTION_RH].couleur == "var(--profil-d)"


def test_tout_se_lit_en_gris() -> None:
    """Letters stand out of their shapes, words out of their cells, and each tint of the next."""
    for forme in [*FORMES.values(), REGROUPES]:
        assert contraste("var(--blanc)", forme.couleur) >= 3  # large bold letters
    publie = tout_dit()
    for niveau in (1, 2, 3, 4):
        teinte = graphiques.matrice(publie).teintes[niveau - 1][1]
        assert contraste(teinte.encre, teinte.fond) >= 4.5
    for fond, encre in (*BAS, MILIEU, *HAUT):
        assert contraste(encre, fond) >= 4.5
    assert all(contraste(a, b) >= 1.4 for (a, _), (b, _) in combinations((*BAS, *HAUT), 2))
    clartes = [luminance(teinte) for teinte in TEINTES]
    assert clartes == sorted(clartes, reverse=True)
    assert all(contraste(a, b) >= 1.2 for a, b in pairwise(TEINTES))


def test_matrice_a_une_case_par_point_de_vue_et_par_affirmation() -> None:
    publie = tout_dit()
    matrice = graphiques.matrice(publie)
    rangees = [rangee for rangee in matrice.rangees if not rangee.titre]
    assert len(rangees) == 8
    assert {len(rangee.cases) for rangee in rangees} == {len(publie.profils) + 1}
    assert next(rangee.titre for rangee in matrice.rangees if rangee.titre) == "1. Thème 1"


def test_case_sans_niveau_n_a_pas_de_teinte() -> None:
    cellules = (Cellule(voix("irp"), nsp=1), Cellule(individuel(), masquee=True))
    (_, rangee) = graphiques.matrice(resultats([question(*cellules)])).rangees
    assert [(case.texte, case.teinte) for case in rangee.cases] == [
        ("?", None),
        ("-", None),
        ("-", None),
    ]


def test_barres_seulement_quand_les_reponses_sont_comptees() -> None:
    """Fewer than five answers: no count was published, there is nothing to draw."""
    cellule = Cellule(individuel(participants=4), moyenne=2.0, effectif=4)
    publie = resultats([question(cellule)])
    assert graphiques.barres(publie, publie.profils[0]) is None


def test_barres_penchent_du_cote_des_reponses() -> None:
    """Seven answers: six low, one high; the bar crosses the middle where the answers do."""
    publie = tout_dit()
    barres = graphiques.barres(publie, publie.profils[-1])
    (rangee, *_) = barres.rangees
    assert [segment.texte for segment in rangee.segments] == ["1", "5", "1"]
    fin_des_bas = float(rangee.segments[1].x) + float(rangee.segments[1].largeur)
    assert fin_des_bas == pytest.approx(float(barres.centre), abs=0.2)
    assert rangee.a_part == "2"


@pytest.mark.parametrize("combien", [2, 3, 4, 5, 7])
def test_barres_sur_une_autre_echelle(combien: int) -> None:
    """Whatever the number of levels, everything stays on the drawing, the middle level astride."""
    niveaux = tuple(Niveau(v, f"N{v}") for v in range(1, combien + 1))
    for comptes in ((9, *[0] * (combien - 1)), (*[0] * (combien - 1), 9), tuple([3] * combien)):
        cellule = Cellule(individuel(), moyenne=1.0, effectif=sum(comptes), niveaux=comptes)
        publie = resultats([question(cellule)], niveaux=niveaux)
        segments = graphiques.barres(publie, publie.profils[0]).rangees[0].segments
        assert min(float(s.x) for s in segments) >= 28
        assert max(float(s.x) + float(s.largeur) for s in segments) <= 284.1
        dessiner("_barres", barres=graphiques.barres(publie, publie.profils[0]))


def test_rosace_seulement_avec_tous_ses_axes() -> None:
    publie = tout_dit()
    assert len(graphiques.rosace(publie).axes) == 8
    assert graphiques.rosace(resultats(list(publie.themes[0].questions), themes=2)) is None
    muette = resultats([question(Cellule(voix("irp"), nsp=1))], themes=8)
    assert graphiques.rosace(muette) is None


def test_mots_de_l_echelle_quand_ils_tiennent() -> None:
    """Four short words stand under the thread; seven long ones leave the figures alone."""
    assert [r.mot for r in EchelleDesNiveaux(NIVEAUX).reperes] == [
        "Absent",
        "Ponctuel",
        "Organisé",
        "Ancré",
    ]
    longue = tuple(Niveau(v, "Tout à fait d’accord") for v in range(1, 8))
    assert {r.mot for r in EchelleDesNiveaux(longue).reperes} == {""}


def test_evolution_montre_le_sens() -> None:
    monte = graphiques.evolution(LigneComparee("q1", 1, "Q", 1.5, 3.0), NIVEAUX)
    baisse = graphiques.evolution(LigneComparee("q1", 1, "Q", 3.0, 1.5), NIVEAUX)
    immobile = graphiques.evolution(LigneComparee("q1", 1, "Q", 2.0, 2.0), NIVEAUX)
    assert float(monte.apres_x) > float(monte.avant_x)
    assert monte.pointe and baisse.pointe and monte.pointe != baisse.pointe
    assert (immobile.fleche, immobile.pointe) == ("", "")
    assert (
        monte.description == "Avant\u00a0: 1,5\u00a0; après\u00a0: 3\u00a0; évolution\u00a0: +1,5"
    )
