"""A projet is a file: out of one wall, into a new one, and never by halves."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pasapas.models import Projet
from tests.parcours.gestes import menu_du_projet
from tests.parcours.temoin import Temoin

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


def reprendre(page: Page, fichier: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="Reprendre une fresque depuis un fichier").click()
    page.get_by_label("Fichier du projet").set_input_files(fichier)
    page.get_by_role("button", name="Reprendre cette fresque").click()


def test_une_fresque_part_en_fichier_et_revient_en_fresque(
    page: Page, exemple: Projet, tmp_path: Path
) -> None:
    page.goto(f"/projets/{exemple.slug}/")
    menu_du_projet(page).get_by_role("link", name="Enregistrer dans un fichier").click()
    with page.expect_download() as telechargement:
        page.get_by_role("link", name="Télécharger le fichier").click()
    fichier = tmp_path / telechargement.value.suggested_filename
    telechargement.value.save_as(fichier)
    assert fichier.name == f"{exemple.slug}.yaml"

    reprendre(page, fichier)
    expect(page.get_by_role("heading", level=1)).to_have_text(exemple.nom)
    expect(page).not_to_have_url(re.compile(f"/{exemple.slug}/"))
    expect(page.locator("#mur-fiche-1 h3")).to_have_text("TUTORAT")
    page.locator("#mur-eclaire h3 a").click()
    expect(page.locator("#eclaire--constats .ligne")).to_have_count(7)


def test_un_fichier_abime_dit_ses_lignes_et_ne_cree_rien(
    page: Page, temoin: Temoin, tmp_path: Path
) -> None:
    temoin.attend(422)
    fichier = tmp_path / "abime.yaml"
    fichier.write_text(
        "version: 1\netablissement:\n  nom: Dragibus\n  capacite: beaucoup\n"
        "projet:\n  id: dragibus\n  annexe_1:\n    nim: Un nom\n",
        encoding="utf-8",
    )
    avant = Projet.objects.count()
    reprendre(page, fichier)
    rapport = page.get_by_role("alert")
    expect(rapport).to_contain_text("Rien n’a été enregistré")
    expect(rapport.get_by_role("listitem").filter(has_text="Ligne 4")).to_have_count(1)
    expect(rapport.get_by_role("listitem").filter(has_text="Ligne 8")).to_have_count(1)
    assert Projet.objects.count() == avant
