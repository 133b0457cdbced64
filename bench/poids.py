"""What the wall makes a browser fetch, against the budgets of the house."""

import gzip
from collections import defaultdict

from playwright.sync_api import Response

from bench.ampleur import Ampleur
from bench.client import HOTE, Visite
from bench.instance import Instance
from bench.navigateur import browse, find_chromium
from bench.pages import PROJET, log_in
from bench.rapport import Mesure

# Kind of resource for Chromium -> what it is called, budget in bytes once compressed.
BUDGETS = {
    "script": ("JavaScript du mur", 40_000),
    "stylesheet": ("styles du mur", 15_000),
    "font": ("polices du mur", 80_000),
}


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """One row per budget, and one for the page itself, which has none."""
    with instance.serve() as port:
        fichiers, page = _fetch(port, find_chromium(), log_in(port))
    mesures = []
    for genre, (nom, budget) in BUDGETS.items():
        poids = sum(_compress(corps, genre) for corps in fichiers[genre])
        detail = {"octets": poids, "fichiers": len(fichiers[genre])}
        contre = f"{budget // 1000} ko"
        mesures.append(Mesure(nom, "", poids / budget, contre, 1.0, detail))
    poids = _compress(page, "document")
    detail = {"octets": poids, "octets_sans_compression": len(page)}
    mesures.append(
        Mesure("page du mur, compressée", "", poids / len(page), "la même, brute", None, detail)
    )
    return mesures


# What has a budget; a page that is open goes on asking for other things.
PESES = {"script", "stylesheet", "font"}


def _fetch(port: int, chromium: str, visite: Visite) -> tuple[defaultdict[str, list[bytes]], bytes]:
    """The body of every file the wall asks for, by kind, and the wall."""
    recus: list[Response] = []
    with browse(chromium) as navigateur:
        contexte = navigateur.new_context(viewport={"width": 1366, "height": 768})
        contexte.add_cookies(
            [
                {"name": nom, "value": valeur, "domain": HOTE, "path": "/"}
                for nom, valeur in visite.cookies.items()
            ]
        )
        onglet = contexte.new_page()
        onglet.on("response", lambda reponse: recus.append(reponse))
        page = onglet.goto(f"http://{HOTE}:{port}{PROJET}", wait_until="load")
        onglet.evaluate("document.fonts.ready.then(() => null)")
        fichiers: defaultdict[str, list[bytes]] = defaultdict(list)
        for reponse in recus:
            if reponse.ok and reponse.request.resource_type in PESES:
                fichiers[reponse.request.resource_type].append(reponse.body())
        return fichiers, page.body()


def _compress(corps: bytes, genre: str) -> int:
    """Bytes on the wire. Fonts (woff2) are compressed already."""
    return len(corps) if genre == "font" else len(gzip.compress(corps, 9, mtime=0))
