"""From an idea to a fiche action: its ten fields, its étapes, and its place on the wall."""

import pytest
from playwright.sync_api import Page, expect

from fiches.models import FicheAction
from pasapas.models import Projet
from tests.parcours.gestes import Case, feuille, mur
from tests.parcours.temoin import est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
TEXTES = {
    "problematique": "Les nouveaux arrivent seuls sur un groupe.",
    "objectif": "• Les accueillir\n• Les garder",
    "description": "Un tuteur volontaire par métier.",
    "perimetre": "Les deux internats.",
    "evaluation": "Ruptures de période d’essai.",
    "acteurs_a_mobiliser": "Chefs de service, RH, CSE.",
    "modalites": "Groupe de travail : 2 × 2 h.",
}


def test_une_fiche_action_se_remplit_et_se_retrouve_au_mur(page: Page, neuve: Projet) -> None:
    fiches = Case(feuille(page, neuve, "actions"), "actions", "fiches")
    fiches.ecrire.fill("TUTORAT")
    fiches.ecrire.press("Enter")
    expect(page).to_have_url(f"/projets/{neuve.slug}/planches/fiche-1/?cote=exemple")
    expect(page.locator("#fiche-1 .bande__sous-titre")).to_have_text("TUTORAT")

    marquer(page)
    suivi = Case(page, "fiche-1", "suivi")
    suivi.ouvrir()
    suivi.champ("statut").select_option("en_cours")
    suivi.enregistrer()
    for nom, texte in TEXTES.items():
        Case(page, "fiche-1", nom).remplir(**{nom: texte})
    Case(page, "fiche-1", "facteurs_reussite").ajouter("Bonne dynamique d’équipe")
    Case(page, "fiche-1", "contraintes").ajouter("Absence de temps")
    etapes = Case(page, "fiche-1", "etapes")
    etapes.ajouter("Constituer le groupe", "Écrire la fiche mission")
    etapes.choisir("Constituer", "Modifier")
    etapes.saisir(
        periode_envisagee="Février 2025",
        date_realisation="2025-02-17",
        resultats="Six volontaires",
    )
    assert est_la_meme_page(page)

    apercu = mur(page, neuve).locator("#mur-fiche-1")
    expect(apercu).to_contain_text("Les nouveaux arrivent seuls sur un groupe.")
    expect(apercu.locator(".pierres li")).to_have_text(["Étape 1 faite", "Étape 2 à venir"])
    apercu.get_by_role("link", name="TUTORAT").click()
    for nom, texte in TEXTES.items():
        expect(Case(page, "fiche-1", nom).lieu.locator(".prose")).to_have_text(texte)
    Case(page, "fiche-1", "facteurs_reussite").attendre("Bonne dynamique d’équipe")
    Case(page, "fiche-1", "contraintes").attendre("Absence de temps")
    etapes.attendre("Constituer le groupe", "Écrire la fiche mission")
    expect(etapes.rangs.first).to_contain_text("17 février 2025")
    feuille(page, neuve, "actions")
    fiches.attendre("TUTORAT")
    expect(fiches.rangs).to_contain_text(["En cours"])
    expect(fiches.rangs).to_contain_text(["1 sur 2"])
    fiches.lieu.get_by_role("link", name="TUTORAT").click()
    expect(page).to_have_url(f"/projets/{neuve.slug}/planches/fiche-1/")


def test_deux_fiches_ouvertes_d_affilee_sont_deux(page: Page, neuve: Projet) -> None:
    """The form of the first, once answered, leaves nothing behind in the browser."""
    for numero, nom in enumerate(("TUTORAT", "ACCUEIL"), start=1):
        fiches = Case(feuille(page, neuve, "actions"), "actions", "fiches")
        fiches.ouvrir_l_ajout()
        expect(fiches.champ("intitule")).to_have_value("")
        fiches.champ("intitule").fill(nom)
        fiches.enregistrer()
        page.wait_for_url(f"**/planches/fiche-{numero}/*")
    lues = FicheAction.objects.de(neuve).order_by("numero").values_list("intitule", flat=True)
    assert list(lues) == ["TUTORAT", "ACCUEIL"]
