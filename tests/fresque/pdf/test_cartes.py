"""The sheet of access cards, read back as poppler reads it."""

from datetime import date

import pytest

from fresque.pdf.cartes import PAR_FEUILLE, rendre_cartes
from fresque.pdf.dessins import code_qr
from pasapas.acces.cartes import nouveau_code
from pasapas.models import Etablissement, Participant, Projet
from tests import papier

pytestmark = pytest.mark.pur

ADRESSE = "https://fresque.example.org/carte/"
HOSTILE = "<script>alert(1)</script> & {{ 7|add:7 }} =CMD()"


def feuilles(noms: list[str]) -> tuple[list[str], list[str]]:
    """The text of each sheet, and the codes in the order of ``noms``."""
    projet = Projet(nom="Dragibus prend le temps", etablissement=Etablissement(nom="MECS"))
    gens = [Participant(pk=rang, nom=nom) for rang, nom in enumerate(noms)]
    codes = [(personne, nouveau_code()) for personne in gens]
    pdf = rendre_cartes(projet, codes, adresse=ADRESSE, jusqu_au=date(2027, 11, 22))
    return papier.feuilles(pdf), [code for _, code in codes]


def test_huit_cartes_par_feuille_chacune_avec_son_code() -> None:
    noms = [f"Personne {rang:02d}" for rang in range(PAR_FEUILLE + 1)]
    pages, codes = feuilles(noms)
    assert len(pages) == 2
    for rang, (nom, code) in enumerate(zip(noms, codes, strict=True)):
        page = pages[rang // PAR_FEUILLE]
        assert page.index(nom) < page.index(code)
    for mot in ("Dragibus prend le temps", "fresque.example.org/carte/", "22/11/2027"):
        assert pages[0].count(mot) >= PAR_FEUILLE
    assert pages[1].count("Carte d’accès") == 1


def test_un_nom_hostile_reste_un_nom() -> None:
    pages, _ = feuilles([HOSTILE])
    assert HOSTILE[:40] in pages[0]


def test_le_code_qr_porte_le_secret_apres_le_diese(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows « # » is not part of what a browser asks for."""
    vues: list[str] = []
    monkeypatch.setattr("fresque.pdf.cartes.code_qr", lambda a: vues.append(a) or code_qr(a))
    _, (code,) = feuilles(["Rousseau"])
    assert vues == [f"{ADRESSE}#{code}"]
