"""A questionnaire is a file: read whole or refused with every reason, and given back."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from diagnostic import operations
from diagnostic.models import Question, Questionnaire
from diagnostic.questionnaires import (
    QuestionnaireLu,
    en_csv,
    en_xlsx,
    en_yaml,
    lire_tableau,
    lire_yaml,
)
from diagnostic.questionnaires.ecriture import csv_de, xlsx_de
from pasapas.lecture.classeur import rangees
from tests.diagnostic.questionnaires_outils import COLONNES, ENTETE, petit, refus

pytestmark = pytest.mark.une_base


@pytest.fixture
def notre(db: None) -> Questionnaire:
    return operations.questionnaire_courant()


def test_importe_tel_qu_ecrit(db: None) -> None:
    questionnaire = operations.creer(lire_yaml(petit()))
    assert questionnaire.publie_le is None
    assert [n["libelle"] for n in questionnaire.niveaux] == ["Pas du tout", "Un peu", "Tout à fait"]
    assert questionnaire.restitution["debat"]["ecart_colleges"] == 1.5
    assert [str(t) for t in questionnaire.themes.all()] == ["Accueillir", "Partir"]
    question = Question.objects.get(theme__questionnaire=questionnaire, code="a1")
    assert question.phrase("valoriser") == "Gardons cet accueil."
    assert question.phrase("modifier") == "Préparer l’accueil."


def mots(lu: QuestionnaireLu) -> dict[str, Any]:
    return dict(vars(lu))


def test_yaml_rendu_se_relit_a_l_identique(notre: Questionnaire) -> None:
    lu = lire_yaml(en_yaml(notre))
    assert (len(lu.themes), sum(len(t.questions) for t in lu.themes)) == (8, 26)
    copie = operations.creer(lire_yaml(en_yaml(notre).replace(b"version: 1", b"version: 2", 1)))
    assert mots(lire_yaml(en_yaml(copie))) == mots(lu) | {"version": 2}


@pytest.mark.parametrize(("nom", "ecrire"), [("q.csv", en_csv), ("q.xlsx", en_xlsx)])
def test_tableau_rendu_se_relit_a_l_identique(
    nom: str, ecrire: Callable[[Questionnaire], bytes], notre: Questionnaire
) -> None:
    lu = lire_tableau(ecrire(notre), nom, ENTETE)
    assert lu.themes == lire_yaml(en_yaml(notre)).themes
    assert (lu.slug, lu.version, lu.titre) == ("tableau", None, "Un tableau")


FORMULES = st.sampled_from(["=CMD()", "==2", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''=1", "'"])
CELLULES = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cn"), blacklist_characters="\ufeff"),
    max_size=20,
)


@pytest.mark.pur
@reglages(max_examples=int(os.environ.get("TABLEAUX_EXEMPLES", 25)), deadline=None)
@given(st.lists(st.tuples(FORMULES, CELLULES).map("".join), min_size=1, max_size=5))
def test_aucune_cellule_n_est_une_formule_ni_perdue(cellules: list[str]) -> None:
    import openpyxl

    sans_retour = [cellule.replace("\r", " ") for cellule in cellules]
    (_, lues), *_ = rangees(csv_de([cellules]), "q.csv")
    assert lues == cellules
    octets = xlsx_de([sans_retour])
    feuille = openpyxl.load_workbook(io.BytesIO(octets)).active
    assert {cellule.data_type for cellule in feuille[1]} <= {"s", "n"}
    assert [cellule.value for cellule in feuille[1]] == sans_retour


@pytest.mark.parametrize(
    ("remplace", "par", "attendu"),
    [
        (
            "code: p1",
            "code: a1",
            "ligne 18, themes > 2e > questions > 1re > code : le code « a1 » ",
        ),
        ("code: partir", "code: accueil", "ligne 15, themes > 2e > code : « accueil » : un autre "),
        ("enonce: On m’a dit au revoir.", "enonce: ''", "ligne 18, themes > 2e > questions > 1re"),
        ("    titre: Partir\n", "", "ligne 15, themes > 2e : il manque la clé « titre »"),
        ("valeur: 3", "valeur: 4", "ligne 4, echelle > niveaux : les valeurs se suivent"),
        ("axe: 1.5", "axe: 2.6", "ligne 8, restitution > seuils > axe : le seuil « axe »"),
        ("point_fort: 2.5", "point_fort: 3.5", "ligne 8, restitution > seuils > point_fort : un"),
        ("statut: officiel", "statut: secret", "ligne 2, questionnaire > statut : attendu un de"),
        ("slug: le-notre", "slug: le nôtre", "ligne 2, questionnaire > slug : attendu un mot fait"),
        ("valeur: 1,", "valeur: un,", "ligne 5, echelle > niveaux > 1er > valeur : attendu un no"),
        ("{code: p1", "{truc: 1, code: p1", "ligne 18, themes > 2e > questions > 1re > truc : cl"),
        ("{point_fort: 2.5, axe: 1.5}", "{}", "ligne 8, restitution > seuils : il manque la clé"),
        ("themes:", "themes: []\nautres:", "ligne 10, autres : clé inconnue « autres »"),
    ],
)
def test_yaml_refuse_dit_la_ligne(remplace: str, par: str, attendu: str, db: None) -> None:
    dits = refus(lambda: operations.creer(lire_yaml(petit(remplace, par))))
    assert any(dit.startswith(attendu) for dit in dits), dits


def test_yaml_sans_theme_ni_niveau(db: None) -> None:
    seul = petit().split(b"themes:")[0] + b"themes: []\n"
    seul = seul.split(b"    - {valeur: 2")[0] + b"restitution: {seuils: {point_fort: 1, axe: 1}}\n"
    dits = refus(lambda: lire_yaml(seul + b"themes: []"))
    assert [dit.partition(" : ")[2] for dit in dits] == [
        "il faut au moins deux niveaux",
        "il manque les thèmes : il en faut au moins un",
    ]


@pytest.mark.parametrize(
    ("lignes", "attendu"),
    [
        ("t1;Santé;q1;Un\n;;q1;Deux\n", ["ligne 3", "le code « q1 » est déjà pris"]),
        ("t1;Santé;q1;\n", ["ligne 2", "ce texte ne peut pas être vide"]),
        ("t1;Santé;q1;Un\nt1;Sante;q2;Deux\n", ["ligne 3", "un même thème dit deux choses"]),
        ("t1;;q1;Un\n", ["ligne 2", "ce texte ne peut pas être vide"]),
        (";;q1;Un\n", ["ligne 2", "ce texte ne peut pas être vide"]),
        ("t1;Santé;q 1;Un\n", ["ligne 2", "attendu un mot fait de lettres sans accent"]),
        ('t1;Santé;q1;"Un\n', ["ligne 2", "vérifiez les guillemets"]),
        ("t1;Santé;q1;" + "x" * 501, ["ligne 2", "501 caractères"]),
        ("", ["aucune question sous ses titres de colonnes"]),
    ],
)
def test_tableau_refuse_dit_la_ligne(lignes: str, attendu: list[str], db: None) -> None:
    octets = (COLONNES + lignes).encode()
    (dit, *_) = refus(lambda: operations.creer(lire_tableau(octets, "q.csv", ENTETE)))
    assert all(mot in dit for mot in attendu), dit


@pytest.mark.parametrize(
    ("tete", "attendu"),
    [
        ("theme_code;theme_titre;code\n", "il manque la colonne « enonce »"),
        (COLONNES.replace("code;enonce", "code;code;enonce"), "la colonne « code » est là deux"),
        (COLONNES.replace("\n", ";couleur\n"), "colonne inconnue « couleur »"),
    ],
)
def test_colonnes_du_tableau(tete: str, attendu: str, db: None) -> None:
    dits = refus(lambda: lire_tableau(f"{tete}t1;Santé;q1;Un".encode(), "q.csv", ENTETE))
    assert any(attendu in dit for dit in dits), dits


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_csv_de_partout_se_lit(code: str, separateur: str) -> None:
    texte = COLONNES.replace(";", separateur) + separateur.join(["t1", "Santé", "q1", "Ça va"])
    (theme,) = lire_tableau(texte.encode(code), "q.csv", ENTETE).themes
    assert (theme.titre, theme.questions[0].enonce) == ("Santé", "Ça va")


def test_cellules_fusionnees_et_nombres(db: None) -> None:
    """A merged cell is written once; a code typed as a number is a number for a spreadsheet."""
    import openpyxl

    classeur = openpyxl.Workbook()
    for ligne in (
        ["Theme_code", "THEME TITRE", "Code", "Énoncé"],
        ["t1", "Santé", 1, "Un"],
        [None, None, 2.0, "Deux"],
        [],
        ["t2", "Partir", "q3", "Trois"],
    ):
        classeur.active.append(ligne)
    classeur.active.merge_cells("A2:A3")
    sortie = io.BytesIO()
    classeur.save(sortie)
    themes = lire_tableau(sortie.getvalue(), "q.xlsx", ENTETE).themes
    assert [(t.code, [q.code for q in t.questions]) for t in themes] == [
        ("t1", ["1", "2"]),
        ("t2", ["q3"]),
    ]


def test_exemple_de_la_documentation_s_importe(db: None) -> None:
    page = (Path(settings.BASE_DIR) / "docs" / "format-questionnaire.md").read_text("utf-8")
    exemple = page.split("```yaml\n")[1].split("```")[0]
    questionnaire = operations.creer(lire_yaml(exemple.encode()))
    assert (questionnaire.slug, questionnaire.version) == ("notre-questionnaire", 1)
