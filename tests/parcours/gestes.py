"""The gestures people make on a box, named as they are named on the screen."""

from playwright.sync_api import Locator, Page, expect

from pasapas.models import Projet
from tests.droits.visiteurs import Visiteur

TELEPHONE = {"width": 360, "height": 740}


def entrer(page: Page, serveur: str, qui: Visiteur) -> None:
    qui.entrer()
    page.context.add_cookies(
        [{"name": nom, "value": valeur, "url": serveur} for nom, valeur in qui.biscuits.items()]
    )


class Case:
    """One box of the wall, at one place of the page."""

    def __init__(self, page: Page, planche: str, nom: str) -> None:
        self.page = page
        self.id = f"{planche}--{nom}"
        self.lieu = page.locator(f"#{self.id}")

    @property
    def ecrire(self) -> Locator:
        """What opens a text box, or the field at the foot of a list."""
        return self.page.locator(f"#{self.id}-ecrire")

    @property
    def saisie(self) -> Locator:
        return self.lieu.locator("form")

    @property
    def rangs(self) -> Locator:
        """The rows of a list, whatever it looks like."""
        return self.lieu.locator(":is(.ligne, .rang)")

    @property
    def postits(self) -> Locator:
        return self.lieu.locator(".postit")

    def champ(self, nom: str) -> Locator:
        return self.saisie.locator(f"[name='{nom}']")

    def deplier(self) -> None:
        """Show the fields that stay folded until they are asked for."""
        self.saisie.locator("details:not([open]) > summary").click()

    def enregistrer(self) -> None:
        self.saisie.get_by_role("button", name="Enregistrer").click()

    def ouvrir(self) -> None:
        """Click the text and see its form, before what follows moves or cuts anything."""
        self.ecrire.click()
        self.ouverte()

    def ouverte(self) -> None:
        expect(self.lieu.locator("form[data-saisie]").first).to_be_visible()

    def ouvrir_l_ajout(self) -> None:
        """The whole form of a new row, on a page of its own."""
        self.page.goto(self.lieu.locator("[data-ajout]").get_attribute("data-ajout"))
        self.ouverte()

    def remplir(self, **valeurs: str) -> None:
        """Open the box's form, type, save, and see the box again."""
        self.ouvrir()
        self.saisir(**valeurs)

    def saisir(self, **valeurs: str) -> None:
        for nom, valeur in valeurs.items():
            self.champ(nom).fill(valeur)
        self.enregistrer()
        expect(self.saisie).to_have_count(0)

    def ajouter(self, *textes: str) -> None:
        """Type each line at the foot of the list, and see it among its rows."""
        for texte in textes:
            self.ecrire.fill(texte)
            self.ecrire.press("Enter")
            expect(self.rang(texte).last).to_be_visible()
        expect(self.lieu.locator(".ligne--part")).to_have_count(0)

    def coller(self, texte: str, nature: str = "Idée") -> None:
        """A post-it: its colour, then what is typed on it; Ctrl and Enter stick it."""
        self.lieu.get_by_role("link", name="Coller un post-it").click()
        self.lieu.get_by_text(nature, exact=True).last.click()
        self.champ("texte").fill(texte)
        self.champ("texte").press("Control+Enter")
        expect(self.saisie).to_have_count(0)

    def du_postit(self, texte: str, geste: str) -> None:
        """A gesture of its menu of three dots."""
        menu = self.postits.filter(has_text=texte).locator("details.points")
        menu.locator("summary").click()
        menu.get_by_text(geste, exact=True).click()

    def rang(self, texte: str) -> Locator:
        return self.rangs.filter(has_text=texte)

    def menu(self, texte: str = "") -> Locator:
        """The three dots of a row (none named: of the first), open."""
        menu = self.rang(texte).first.locator("details.points")
        if menu.get_attribute("open") is None:
            if self.page.locator("details.points[open]").count():
                self.page.keyboard.press("Escape")
            menu.locator("summary").click()
        return menu

    def choisir(self, texte: str, geste: str) -> None:
        """« Modifier », « Monter », « Descendre », « Déplacer vers… », « Retirer »."""
        self.menu(texte).locator(".geste").filter(has_text=geste).click()

    def attendre(self, *textes: str) -> None:
        """These rows, in this order, and no other."""
        expect(self.rangs).to_contain_text(list(textes))
        expect(self.rangs).to_have_count(len(textes))


def mener(lieu: Locator) -> None:
    """Click what leads to another page, and be there: until then the old one still answers."""
    with lieu.page.expect_navigation():
        lieu.click()


def mur(page: Page, projet: Projet) -> Page:
    page.goto(f"/projets/{projet.slug}/")
    return page


def menu_du_projet(page: Page) -> Page:
    """« Le projet »: what concerns it as a whole."""
    page.locator(".tete__projet summary").click()
    return page


def feuille(page: Page, projet: Projet, code: str = "eclaire") -> Page:
    """The sheet of a planche: everything is written there."""
    page.goto(f"/projets/{projet.slug}/planches/{code}/")
    return page


def lue(page: Page) -> None:
    """Until the page takes touches: the veil is drawn by no script, or by one."""
    page.wait_for_function(
        "() => document.body.dataset.regard === undefined && !document.getAnimations().length"
    )


def aller(page: Page, cible: Locator, limite: int = 12) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(limite):
        if cible.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(cible).to_be_focused()
