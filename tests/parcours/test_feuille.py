"""One types on the sheet itself: how many gestures it takes, and nothing moves on the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fiches.models import Facteur, FicheAction
from fresque.models import Constat
from pasapas.models import Acteur, Projet
from tests.factories import ConstatFactory, FicheActionFactory
from tests.mur import relire_planche
from tests.parcours.gestes import Case, aller, feuille, mur
from tests.parcours.temoin import Temoin, est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
GESTES = """() => {
  window.clics = 0;
  addEventListener("pointerdown", () => { window.clics += 1; }, true);
}"""
LETTRES = """e => {
  const { fontFamily, fontSize, lineHeight, fontWeight, color } = getComputedStyle(e);
  const { x, y, width } = e.getBoundingClientRect();
  return [fontFamily, fontSize, lineHeight, fontWeight, color, x, y + scrollY, Math.round(width)];
}"""
COLLER = """(champ, texte) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", texte);
  const collage = { clipboardData, bubbles: true, cancelable: true };
  champ.dispatchEvent(new ClipboardEvent("paste", collage));
}"""


def compter(page: Page) -> Page:
    page.add_init_script(f"({GESTES})()")
    return page


def ecrits(projet: Projet) -> list[str]:
    return list(Constat.objects.de(projet).presents().values_list("texte", flat=True))


def test_douze_idees_en_un_clic(page: Page, neuve: Projet) -> None:
    """As fast as the hand goes, in the order it went, the next one already begun."""
    idees = [f"Idée n°{rang}" for rang in range(12)]
    constats = Case(feuille(compter(page), neuve), "eclaire", "constats")
    marquer(page)
    constats.lieu.click(position={"x": 200, "y": 12})
    for idee in idees:
        page.keyboard.type(idee)
        page.keyboard.press("Enter")
    page.keyboard.type("La treizième")
    expect(constats.lieu.locator(".ligne--part")).to_have_count(0)
    constats.attendre(*idees)
    expect(constats.ecrire).to_be_focused()
    expect(constats.ecrire).to_have_value("La treizième")
    assert page.evaluate("clics") == 1
    assert est_la_meme_page(page)
    assert ecrits(neuve) == idees


@pytest.mark.parametrize(
    ("planche", "nom"),
    [
        ("eclaire", "ambition"),
        ("eclaire", "equipe"),
        ("acteurs", "cercle-direct"),
        ("etat-des-lieux", "deroulement"),
    ],
)
def test_du_mur_a_la_frappe_deux_clics(page: Page, neuve: Projet, planche: str, nom: str) -> None:
    mur(page, neuve)
    page.locator(f"#mur-{planche} h3 a").click()
    case = Case(page, planche, nom)
    case.lieu.click()
    expect(case.lieu.locator(":is(textarea, input[type=text])").first).to_be_focused()
    page.keyboard.type("Premiers mots")
    page.keyboard.press("Tab")
    expect(case.lieu).to_contain_text("Premiers mots")
    expect(case.lieu.locator(".ligne--part")).to_have_count(0)
    neuve.refresh_from_db()
    encart = relire_planche(neuve, planche).encart(nom)
    assert "Premiers mots" in encart.texte or encart.lignes[-1].titre == "Premiers mots"


def test_d_une_fresque_vide_au_premier_mot_deux_clics(page: Page, vide: Projet) -> None:
    mur(compter(page), vide)
    page.locator("#mur-eclaire h3 a").click()
    nom = Case(page, "eclaire", "nom")
    nom.lieu.click()
    expect(nom.champ("nom")).to_be_focused()
    assert page.evaluate("clics") == 1  # the first one left with its page
    page.keyboard.press("Escape")
    expect(nom.saisie).to_have_count(0)


def test_le_texte_devient_un_champ_sans_bouger(page: Page, neuve: Projet) -> None:
    """Same letters at the same place; the caret where the click fell, or at the end."""
    neuve.ambition = "Que l’on ait envie de venir.\nEt d’y rester."
    neuve.save()
    feuille(page, neuve)
    ambition, probleme = (Case(page, "eclaire", n) for n in ("ambition", "probleme"))
    avant = ambition.lieu.locator(".prose").evaluate(LETTRES)
    boite = ambition.lieu.locator(".prose").bounding_box()
    page.mouse.click(boite["x"] + 2, boite["y"] + 10)
    expect(ambition.champ("ambition")).to_be_focused()
    assert ambition.champ("ambition").evaluate(LETTRES) == avant
    page.keyboard.type("Nous voulons : ")
    probleme.lieu.click()
    expect(ambition.lieu.locator(".prose")).to_have_text(
        "Nous voulons : Que l’on ait envie de venir.\nEt d’y rester."
    )
    expect(probleme.champ("probleme")).to_be_focused()


def test_ce_qu_on_colle_fait_des_lignes(page: Page, neuve: Projet) -> None:
    constats = Case(feuille(page, neuve), "eclaire", "constats")
    constats.ecrire.evaluate(COLLER, "• Un\r\n• Deux\r\n\r\n• Trois")
    constats.attendre("Un", "Deux", "Trois")
    constats.lieu.get_by_role("button", name="Annuler").click()
    constats.attendre()
    constats.lieu.get_by_role("button", name="Annuler").click()
    constats.attendre("Un", "Deux", "Trois")
    constats.choisir("Deux", "Retirer")
    constats.attendre("Un", "Trois")


def test_une_ligne_en_route_survit_a_tout(
    ouvrir: Callable[..., Page], neuve: Projet, temoin: Temoin
) -> None:
    """The network falls, the tab dies with a line begun: each line is written, once."""
    temoin.hors_ligne = True
    ConstatFactory(projet=neuve, texte="Premier")
    page = ouvrir()
    constats = Case(feuille(page, neuve), "eclaire", "constats")
    page.context.set_offline(True)
    for texte in ("Sans réseau", "Toujours sans"):
        constats.ecrire.fill(texte)
        constats.ecrire.press("Enter")
    expect(constats.lieu.locator(".ligne--part")).to_have_count(2)
    expect(page.locator("[data-etat]")).to_contain_text("En attente")
    constats.ecrire.press_sequentially("Commencée")
    page.close()
    page.context.set_offline(False)
    suite = page.context.new_page()
    feuille(suite, neuve)
    expect(Case(suite, "eclaire", "constats").rangs).to_have_count(4)
    attendus = {"Premier", "Sans réseau", "Toujours sans", "Commencée"}
    assert set(ecrits(neuve)) == attendus
    assert len(ecrits(neuve)) == 4


def test_ce_qui_arrive_laisse_la_ligne_commencee(page: Page, neuve: Projet) -> None:
    """A gesture in the box, an answer late in coming, a row open: the words wait in their field."""
    ConstatFactory(projet=neuve, texte="Premier")
    constats = Case(feuille(page, neuve), "eclaire", "constats")
    constats.ajouter("Second")
    page.evaluate("document.hasFocus = () => false")  # another window: nothing is sent by leaving
    constats.ecrire.fill("Comm")
    constats.choisir("Second", "Monter")
    constats.attendre("Second", "Premier")
    expect(constats.ecrire).to_have_value("Comm")
    page.keyboard.press("Escape")
    constats.rang("Premier").locator(".ligne__ouvrir").click()
    constats.ouverte()
    constats.saisir(texte="Premier, mieux dit")
    expect(constats.ecrire).to_have_value("Comm")
    expect(constats.rang("Premier").locator(".ligne__ouvrir")).to_be_focused()
    assert ecrits(neuve) == ["Second", "Premier, mieux dit"]


def test_une_ligne_refusee_revient_dans_son_champ(
    page: Page, neuve: Projet, temoin: Temoin
) -> None:
    temoin.attend(422)
    acteurs = Case(feuille(page, neuve, "acteurs"), "acteurs", "cercle-direct")
    acteurs.ecrire.fill("x" * 400)
    acteurs.ecrire.press("Enter")
    expect(acteurs.lieu.locator(".ajout__dit")).to_contain_text("au plus")
    expect(acteurs.ecrire).to_have_value("x" * 400)
    acteurs.ecrire.fill("OPCO Santé")
    acteurs.ecrire.press("Enter")
    acteurs.attendre("OPCO Santé")
    expect(acteurs.lieu.locator(".ajout__dit")).to_have_count(0)
    acteurs.choisir("OPCO", "Écosystème élargi")
    acteurs.attendre()
    assert Acteur.objects.de(neuve).get().cercle == "elargi"
    acteurs.lieu.get_by_role("button", name="Annuler").click()
    acteurs.attendre("OPCO Santé")


def test_une_fiche_entiere_se_remplit_au_clavier(page: Page, neuve: Projet) -> None:
    """From the first box to the last: Enter opens, one types, Tab saves and goes on."""
    FicheActionFactory(projet=neuve, intitule="")
    feuille(page, neuve, "fiche-1")
    aller(page, page.locator("#fiche-1--intitule-ecrire"), 60)
    vues = []
    for _ in range(14):
        ici = page.evaluate("document.activeElement.closest('[data-encart]').id.split('--')[1]")
        vues.append(ici)
        if page.evaluate("document.activeElement.matches('a')"):
            page.keyboard.press("Enter")
            expect(page.locator(f"#fiche-1--{ici} form[data-saisie]")).to_be_visible()
        if ici == "suivi":
            page.keyboard.press("Escape")
            expect(page.locator("#fiche-1--suivi-ecrire")).to_be_focused()
            aller(page, page.locator("#fiche-1--problematique-ecrire"))
            continue
        page.keyboard.type(f"Ici {ici}")
        if ici in {"facteurs_reussite", "contraintes", "etapes", "rubriques"}:
            page.keyboard.press("Enter")
            expect(page.locator(f"#fiche-1--{ici}")).to_contain_text(f"Ici {ici}")
            expect(page.locator(".ligne--part")).to_have_count(0)  # shown at once, then written
        if ici == "rubriques":
            break
        page.keyboard.press("Tab")
        expect(page.locator(f"#fiche-1--{ici} form[data-saisie]")).to_have_count(0)
    fiche = FicheAction.objects.de(neuve).get()
    encarts = [e.nom for e in relire_planche(neuve, "fiche-1").encarts]
    assert vues == encarts
    assert (fiche.intitule, fiche.modalites) == ("Ici intitule", "Ici modalites")
    assert Facteur.objects.de(neuve).count() == 2
    assert [e.nom for e in relire_planche(neuve, "fiche-1").encarts if e.vide] == []
