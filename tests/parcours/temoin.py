"""The witness of every page: errors, refused content, calls to the outside, broken answers."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

CSP = """
document.addEventListener("securitypolicyviolation", (e) => {
  console.error(`CSP : ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`);
});
"""


class Temoin:
    def __init__(self, serveur: str) -> None:
        self.hote = urlsplit(serveur).netloc
        self.plaintes: list[str] = []
        self.attendus: set[int] = set()
        self.hors_ligne = False  # the test cuts the network itself

    def attend(self, *statuts: int) -> None:
        """These refusals are what the test is about."""
        self.attendus |= set(statuts)

    def suivre(self, contexte: BrowserContext) -> None:
        contexte.add_init_script(CSP)
        contexte.on("console", self._console)
        contexte.on("weberror", lambda erreur: self.plaintes.append(f"Erreur : {erreur.error}"))
        contexte.on("request", self._demande)
        contexte.on("response", self._reponse)
        contexte.on("requestfailed", self._coupure)

    def _console(self, message: ConsoleMessage) -> None:
        # A refused answer is told by _reponse, which knows whether it was expected.
        connu = "Failed to load resource" in message.text or (
            self.hors_ligne and "Failed to fetch" in message.text
        )
        if message.type in {"error", "warning"} and not connu:
            self.plaintes.append(f"Console : {message.text}")

    def _demande(self, demande: Request) -> None:
        adresse = urlsplit(demande.url)
        if adresse.scheme in {"http", "https", "ws", "wss"} and adresse.netloc != self.hote:
            self.plaintes.append(f"Appel au-dehors : {demande.url}")

    def _reponse(self, reponse: Response) -> None:
        if reponse.status >= 400 and reponse.status not in self.attendus:
            self.plaintes.append(f"{reponse.status} : {reponse.url}")

    def _coupure(self, demande: Request) -> None:
        if demande.failure != "net::ERR_ABORTED" and not self.hors_ligne:
            self.plaintes.append(f"Sans réponse : {demande.url} ({demande.failure})")


def marquer(page: Page) -> None:
    """Leave a mark that a page load would wipe."""
    page.evaluate("window.pageDuDebut = true")


def est_la_meme_page(page: Page) -> bool:
    return page.evaluate("window.pageDuDebut === true")
