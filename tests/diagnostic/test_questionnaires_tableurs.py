"""What spreadsheets do to a table of questions: understood, or told in the words of its reader."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from diagnostic.questionnaires import lire_tableau
from pasapas.lecture.encodage import Illisible, decoder
from tests.diagnostic.questionnaires_outils import ENTETE, refus

pytestmark = pytest.mark.une_base

TITRES = ["theme_code", "theme_titre", "code", "enonce"]
BONNE = ["t1", "Accueillir", "a1", "L’équipe accueille bien"]
Feuille = tuple[str, str, Sequence[Sequence[Any]]]


def classeur(*feuilles: Feuille) -> bytes:
    """A workbook of sheets: title, state, rows."""
    livre = openpyxl.Workbook()
    livre.remove(livre.active)
    for nom, etat, lignes in feuilles:
        feuille = livre.create_sheet(nom)
        feuille.sheet_state = etat
        for ligne in lignes:
            feuille.append(ligne)
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize(
    "feuilles",
    [
        [("Listes", "hidden", [["oui"], ["non"]]), ("Q", "visible", [TITRES, BONNE])],
        [("Vieux", "veryHidden", [TITRES, [*BONNE[:3], "Non"]]), ("Q", "visible", [TITRES, BONNE])],
        [("Notice", "visible", [["Remplir « Q »"]]), ("Q", "visible", [TITRES, BONNE])],
        [("Q", "visible", [["Notre questionnaire"], [], TITRES, BONNE])],
    ],
    ids=["cachee", "tres-cachee", "notice", "titre"],
)
def test_la_feuille_qui_a_nos_titres_est_lue(feuilles: list[Feuille], db: None) -> None:
    (theme,) = lire_tableau(classeur(*feuilles), "q.xlsx", ENTETE).themes
    assert [question.enonce for question in theme.questions] == [BONNE[3]]


@pytest.mark.parametrize(
    ("rang", "cellule", "dit"),
    [
        (3, "#N/A", "« #N/A » est l’erreur d’une formule"),
        (1, "#REF!", "« #REF! » est l’erreur d’une formule"),
        (2, datetime(2026, 2, 1), "est devenue une date (1er février 2026)"),
        (2, 1.1, "ce code est devenu un nombre, 1,1"),
    ],
)
@pytest.mark.parametrize("autres", [[], [["t1", "Accueillir", "a9", "Une autre"]]])
def test_chaque_ligne_dit_sa_propre_raison(
    autres: list[list[Any]], rang: int, cellule: Any, dit: str, db: None
) -> None:
    """Also when no row is right."""
    ligne = [*BONNE[:rang], cellule, *BONNE[rang + 1 :]]
    octets = classeur(("Q", "visible", [TITRES, ligne, ligne, *autres]))
    dits = refus(lambda: lire_tableau(octets, "q.xlsx", ENTETE))
    assert [phrase.split(",")[0] for phrase in dits] == ["ligne 2", "ligne 3"]
    assert all(dit in phrase for phrase in dits), dits


def test_une_erreur_de_tableur_ecrite_en_csv(db: None) -> None:
    octets = ";".join(TITRES).encode() + b"\nt1;Accueillir;a1;#NOM?\n"
    (dit,) = refus(lambda: lire_tableau(octets, "q.csv", ENTETE))
    assert dit.startswith("ligne 2, « enonce » : « #NOM? » est l’erreur")


@pytest.mark.parametrize("tete", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_la_ligne_du_separateur_n_est_pas_une_colonne(tete: str, db: None) -> None:
    texte = tete + "\r\n".join([";".join(TITRES), ";".join(BONNE), "t1;Accueillir;a2;"])
    (dit,) = refus(lambda: lire_tableau(texte.encode("utf-8-sig"), "q.csv", ENTETE))
    assert dit.startswith("ligne 4")


TEXTE = "Le personnel est préparé à l'été\nL'éducateur référent, où ça ?"


@pytest.mark.parametrize(
    ("page", "dit"),
    [("utf-8", ""), ("cp1252", ""), ("mac_roman", "d’un ancien Mac"), ("cp850", "de MS-DOS")],
)
def test_les_accents_se_lisent_et_le_doute_se_dit(page: str, dit: str) -> None:
    lu = decoder(TEXTE.encode(page))
    assert (lu.texte, bool(lu.remarque)) == (TEXTE, bool(dit))
    assert dit in lu.remarque


def test_des_accents_deux_fois_codes_se_reparent() -> None:
    lu = decoder(TEXTE.encode().decode("cp1252").encode())
    assert (lu.texte, "vérifiez" in lu.remarque) == (TEXTE, True)


def test_des_accents_d_ailleurs_sont_refuses() -> None:
    with pytest.raises(Illisible):
        decoder("Персонал готов к лету".encode("koi8-r"))
