"""A small hostile table is refused before its reader takes it up, or read within bounds."""

import pytest

from bench.chaos.tableaux import CLASSEURS, TABLEAUX, classeur
from pasapas.lecture.classeur import COLONNES_MAX, rangees
from pasapas.lecture.messages import RapportErreurs

pytestmark = pytest.mark.pur
LUS = {"rangs très écartés", "colonnes très écartées", "fusion de toute la feuille"}


@pytest.mark.parametrize("nom", sorted(set(CLASSEURS) - LUS))
def test_un_classeur_trop_lourd_n_est_pas_lu(nom: str, monkeypatch: pytest.MonkeyPatch) -> None:
    octets = CLASSEURS[nom]()
    monkeypatch.setattr("openpyxl.load_workbook", lambda *a, **o: pytest.fail("il est lu"))
    with pytest.raises(RapportErreurs, match="classeur"):
        rangees(octets, "a.xlsx")


@pytest.mark.parametrize("nom", sorted(LUS))
def test_un_classeur_qui_se_dit_immense_se_lit_dans_ses_bornes(nom: str) -> None:
    with pytest.raises(RapportErreurs, match="vide"):
        rangees(CLASSEURS[nom](), "a.xlsx")


@pytest.mark.parametrize("nom", TABLEAUX)
def test_un_csv_demesure_se_lit_dans_ses_bornes(nom: str) -> None:
    try:
        lues = rangees(TABLEAUX[nom](), "a.csv")
    except RapportErreurs:
        return
    assert max(len(cellules) for _, cellules in lues) <= COLONNES_MAX


def test_mille_lignes_de_textes_se_lisent_encore() -> None:
    """Every text in a string of its own, in the nine columns: as heavy as a table of ours gets."""
    rang = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(9))
    chaines = "".join(f"<si><t>Un texte {n}</t></si>" for n in range(9_000))
    octets = classeur(f"<row>{rang}</row>" * 999, chaines=chaines)
    lues = rangees(octets, "a.xlsx")
    assert len(lues) == 999
    assert lues[-1][1][8] == "Un texte 8"


def test_des_marques_en_utf_16_comptent_aussi(monkeypatch: pytest.MonkeyPatch) -> None:
    octets = classeur(utf16="<sst>" + "<si/>" * 120_000 + "</sst>")
    monkeypatch.setattr("openpyxl.load_workbook", lambda *a, **o: pytest.fail("il est lu"))
    with pytest.raises(RapportErreurs, match="trop gros"):
        rangees(octets, "a.xlsx")
