"""Whatever is typed is on paper: nothing clipped, shrunk, overlapped or lost."""

from dataclasses import replace

import pytest

from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne, PostItVue
from tests.papier import (
    LONG,
    MOTS,
    colle,
    corps,
    croissants,
    etapes,
    feuilles,
    fiche,
    fresque,
    imprimer,
    lignes,
    mots,
    planche,
)

pytestmark = pytest.mark.une_base

BAS = 266.4  # where the foot begins, but on the plan, which is the first sheet
ADRESSE = "https://example.org/" + "a" * 280


@pytest.mark.parametrize("champ", ["problematique", "description", "perimetre"])
def test_long_text_flows_to_the_next_sheets_whole(champ):
    pdf = imprimer(fresque(fiche(1, intitule="TUTORAT", **{champ: LONG})))
    assert [m for m in corps(pdf).split() if m.startswith("mot")] == list(MOTS)
    pages = feuilles(pdf)[1:]
    nombre = len(pages)
    assert nombre > 2
    assert "suite agrafée derrière" in pages[0]
    assert f"suite de n°1 · 1/{nombre}" in pages[1]
    assert "suite agrafée" not in pages[-1]


def test_one_enormous_cell_and_many_rows_are_printed_whole():
    rangees = [(f"Étape numéro {n}", "Mars", "1er mars", f"Suite {n}") for n in range(40)]
    rangees[7] = ("Étape numéro 7", "Mars", "1er mars", LONG)
    pdf = imprimer(fresque(_avec_etapes(fiche(1, intitule="TUTORAT"), *rangees)))
    contenu = corps(pdf)
    assert [m for m in contenu.split() if m.startswith("mot")] == list(MOTS)
    assert croissants([f"{contenu} ".index(f"Étape numéro {n} ") for n in range(40)])
    entetes = [page for page in feuilles(pdf)[1:] if "Période envisagée" in page]
    assert len(entetes) == len(feuilles(pdf)) - 1


def test_many_short_lines_are_printed_whole():
    courtes = tuple(f"ligne{n:03d}" for n in range(140))
    haut = "\n".join(courtes)
    postits = (PostItVue(1, haut, "vert", "Idée"), PostItVue(2, "court", "rose", "Idée"))
    carte = Ligne("x", 1, (Champ("nom", "Nom"), Champ("note", haut)))
    valeur = fresque(
        planche(
            "acteurs",
            "acteurs",
            "P2",
            "A2",
            *(
                Encart(f"cercle-{nom}", nom, Genre.CARTES, lignes=(carte,), postits=postits)
                for nom in ("direct", "elargi", "interet")
            ),
        ),
        _avec_etapes(fiche(1, intitule="TUTORAT", problematique=haut), ("É", haut, haut, haut)),
    )
    pdf = imprimer(valeur)
    contenu = corps(pdf).split()
    assert {contenu.count(ligne) for ligne in courtes} == {6 + 4}
    assert [m for m in mots(pdf) if m[0] > 1 and m[2] < BAS < m[4] - 0.6] == []


def _avec_etapes(nue, *rangees):
    (section,) = nue.sections
    tableau = replace(section.encarts[-1], lignes=etapes(*rangees))
    return replace(nue, sections=(replace(section, encarts=(*section.encarts[:-1], tableau)),))


def test_sixty_constats_are_all_there():
    constats = lignes(*(f"Constat n°{n} : {'bla ' * 30}" for n in range(60)))
    encart = Encart("constats", "Vos constats :", Genre.LISTE, lignes=constats)
    contenu = corps(imprimer(fresque(planche("eclaire", "eclaire", "P1", "A1", encart))))
    assert croissants([contenu.index(f"Constat n°{n} :") for n in range(60)])


def test_long_addresses_and_words_stay_inside_the_frame():
    carte = Ligne("x", 1, (Champ("nom", ADRESSE), Champ("note", ADRESSE), Champ("n", LONG)))
    encart = Encart("equipe", ADRESSE, Genre.CARTES, lignes=(carte,))
    texte_long = Encart("ambition", "A", Genre.TEXTE, texte=ADRESSE)
    valeur = replace(
        fresque(
            planche("eclaire", "eclaire", "P1", "A1", encart, texte_long),
            fiche(1, intitule=ADRESSE, objectif=ADRESSE),
        ),
        nom=ADRESSE,
        etablissement=ADRESSE,
    )
    pdf = imprimer(valeur)
    dehors = [m for m in mots(pdf) if m[1] < 7 or m[3] > 203 or m[2] < 5 or m[4] > 293]
    assert dehors == []
    assert colle(corps(pdf)).count(ADRESSE) >= 6


def test_text_never_runs_into_the_foot():
    pdf = imprimer(fresque(fiche(1, intitule="TUTORAT", problematique=LONG, objectif=LONG)))
    assert [m for m in mots(pdf) if m[0] > 1 and m[2] < BAS < m[4] - 0.6] == []


def test_name_of_an_action_is_painted_as_large_as_it_can_be():
    courte = fresque(fiche(1, intitule="TUTORAT"))
    assert _hauteurs(imprimer(courte), "TUTORAT") == {42}
    nom = "Un nom d’action que personne ne peut lire de loin tant il est long " * 4
    pdf = imprimer(fresque(fiche(1, intitule=nom)))
    assert _hauteurs(pdf, "personne") == {25}
    assert colle(feuilles(pdf)[1]).count("tantilestlong") == 4


def _hauteurs(pdf: bytes, mot: str) -> set[int]:
    """Sizes in points at which a word stands in the band."""
    return {round((m[4] - m[2]) / 25.4 * 72 / 1.2) for m in mots(pdf) if m[5] == mot and m[2] < 80}


@pytest.mark.parametrize("mots_de_la_premiere", [35, 60])
def test_la_carte_d_une_fiche_n_est_pas_coupee_entre_deux_feuilles(mots_de_la_premiere: int):
    cartes = tuple(
        Ligne("fiche", n, (Champ("intitule", f"debut{n} {'mot ' * nombre}fin{n}"),), numero=n)
        for n, nombre in enumerate((mots_de_la_premiere, 50, 50, 50, 50), start=1)
    )
    encart = Encart("fiches", "Les actions engagées", Genre.CARTES, lignes=cartes)
    actions = fresque(planche("actions", "actions", "P5", "C1", encart))
    pages = feuilles(imprimer(actions, codes=("actions",)))
    assert len(pages) > 1
    for n in range(1, len(cartes) + 1):
        (page,) = (page for page in pages if f"debut{n}" in page)
        assert f"fin{n}" in page
