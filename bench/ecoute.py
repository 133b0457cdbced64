"""Two hundred pages on one fresque: a save seen by the others, against an id merely published.

Every page listens. Those that read do what a page does when it hears: ask what changed, until
they hold the new HTML of the box. The others only hear.
"""

import asyncio
import itertools
import json
import re
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import chain
from uuid import uuid4

from bench.ampleur import Ampleur
from bench.client import HOTE, Connexion, Echec, Visite
from bench.instance import Instance
from bench.pages import AMBITION, PROJET, depart, log_in
from bench.rapport import Mesure
from bench.requetes import SLUG

PLAFOND = 3.0  # the median of all rounds
PATIENCE = 15  # seconds before a page that hears nothing stops the measure
VERSION = re.compile(rb"event: version\ndata: (\d+)\n")
LONGUEUR = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Page:
    """One open page: it hears on one connection and asks on another."""

    def __init__(self, port: int, flux: int, visite: Visite) -> None:
        self.port, self.flux, self.visite = port, flux, visite
        self.dite = 0  # the last version it heard of
        self.vue = 0  # the version it shows
        self.empreintes: dict[str, str] = {}
        self.nouveau = asyncio.Event()

    async def ouvrir(self) -> None:
        self.oreille, self.bouche = await asyncio.open_connection(HOTE, self.flux)
        self.bouche.write(self.visite.get(f"/flux/{SLUG}/"))
        self.tache = asyncio.create_task(self._ecouter())
        self.lire, self.demande = await asyncio.open_connection(HOTE, self.port)
        await self.entendre(1)
        await self.relire()

    async def _ecouter(self) -> None:
        recu = b""
        while morceau := await self.oreille.read(65536):
            recu += morceau
            for version in VERSION.findall(recu):
                self.dite = int(version)
                self.nouveau.set()
            recu = recu[recu.rfind(b"\n\n") + 1 :]

    async def entendre(self, version: int) -> float:
        """When this version, or a later one, was said."""
        while self.dite < version:
            self.nouveau.clear()
            await asyncio.wait_for(self.nouveau.wait(), PATIENCE)
        return time.perf_counter()

    async def relire(self) -> str:
        """The HTML of what changed since what the page shows, in one question or two."""
        etat = json.loads(await self._demander(f"direct/?version={self.vue}") or "{}")
        if not etat:
            return ""
        perimes = [i for i, vue in etat["empreintes"].items() if self.empreintes.get(i) != vue]
        html = "".join(etat["morceaux"].values())
        if self.empreintes and (restes := [i for i in perimes if i not in etat["morceaux"]]):
            suite = "&".join(f"id={i}" for i in restes[:60])
            html += (await self._demander(f"direct/morceaux/?{suite}")).decode()
        self.vue, self.empreintes = etat["version"], etat["empreintes"]
        return html

    async def voir(self, version: int, texte: str) -> float:
        """When the page holds ``texte``; a version heard meanwhile makes it ask once more."""
        await self.entendre(version)
        html = ""
        while texte not in html:
            html = await asyncio.wait_for(self.relire(), PATIENCE)
        return time.perf_counter()

    async def _demander(self, suite: str) -> bytes:
        self.demande.write(self.visite.get(f"{PROJET}{suite}", htmx=True))
        tetes = await asyncio.wait_for(self.lire.readuntil(b"\r\n\r\n"), PATIENCE)
        longueur = LONGUEUR.search(tetes)
        corps = await self.lire.readexactly(int(longueur[1])) if longueur else b""
        if tetes[9:12] not in {b"200", b"204"}:
            raise Echec(f"{suite} : {tetes[:40]!r}")
        return corps

    async def fermer(self) -> None:
        self.tache.cancel()
        for ecrit in (self.bouche, self.demande):
            ecrit.close()
            with suppress(OSError):
                await ecrit.wait_closed()


class Plume:
    """Who saves, each time another text, starting from the last one."""

    def __init__(self, port: int, visite: Visite) -> None:
        self.connexion, self.visite = Connexion(port), visite
        self.base = depart(visite, self.connexion, *AMBITION)
        self.numeros = itertools.count(1)
        self.prochain = self._texte()

    def enregistrer(self) -> None:
        (code, champ), texte = AMBITION, self.prochain
        champs = {"autosave": "1", "cle": str(uuid4()), "champ": champ, champ: texte}
        champs[f"base-{champ}"] = self.base
        chemin = f"{PROJET}planches/{code}/{champ}/modifier/"
        self.connexion.ask(self.visite.post(chemin, champs))
        self.base, self.prochain = texte, self._texte()

    def _texte(self) -> str:
        return f"Que l’on ait envie de rester, version {next(self.numeros)}."


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """Raises Echec when a page hears nothing."""
    try:
        with instance.serve() as port, instance.listen() as flux, instance.publisher() as publier:
            return asyncio.run(_mesurer(port, flux, instance.base, publier, ampleur))
    except (TimeoutError, OSError, asyncio.IncompleteReadError) as panne:
        raise Echec(f"Une page n’entend ou ne voit plus rien : {panne!r}") from panne


async def _mesurer(
    port: int, flux: int, base: str, publier: Callable[[], None], ampleur: Ampleur
) -> list[Mesure]:
    visite = log_in(port)
    plume = Plume(port, visite)
    ouvertes = 0
    pages = [Page(port, flux, visite) for _ in range(ampleur.auditeurs)]
    try:
        for page in pages:
            await page.ouvrir()
            ouvertes += 1
        groupe = pages[: ampleur.groupe]
        await _enregistrer(pages, groupe, plume)
        publies, vus, tous, entendus = [], [], [], []
        for _ in range(ampleur.diffusions):
            publies.append(await _publier(pages, publier))
            lus, autres = await _enregistrer(pages, groupe, plume)
            vus.append(lus)
            entendus.append(autres)
            lus, _ = await _enregistrer(pages, pages, plume)
            tous.append(lus)
    finally:
        plume.connexion.close()
        for page in pages[:ouvertes]:
            await page.fermer()
    n, tout = len(groupe), len(pages)
    return [
        _ligne(f"vu ailleurs, {n} pages sur {tout}", base, vus, publies, PLAFOND),
        _ligne(f"entendu ailleurs, {tout} pages", base, entendus, publies, PLAFOND),
        _ligne(f"vu ailleurs, les {tout} pages", base, tous, publies, None),
    ]


async def _publier(pages: Sequence[Page], publier: Callable[[], None]) -> list[float]:
    """A version stepped and said, and nothing else: seconds until each page hears."""
    version = pages[0].dite + 1
    ecoutes = [asyncio.create_task(page.entendre(version)) for page in pages]
    await asyncio.sleep(0.05)
    depart = time.perf_counter()
    await asyncio.to_thread(publier)
    instants = await asyncio.gather(*ecoutes)
    for page in pages:
        await page.relire()
    return [instant - depart for instant in instants]


async def _enregistrer(
    pages: Sequence[Page], lectrices: Sequence[Page], plume: Plume
) -> tuple[list[float], list[float]]:
    """A save: seconds until each reader holds the new HTML, and until each other page hears."""
    version = pages[0].dite + 1
    texte = plume.prochain
    lues = [asyncio.create_task(page.voir(version, texte)) for page in lectrices]
    ecoutes = [asyncio.create_task(page.entendre(version)) for page in pages]
    await asyncio.sleep(0.05)
    depart = time.perf_counter()
    await asyncio.to_thread(plume.enregistrer)
    vus, entendus = await asyncio.gather(*lues), await asyncio.gather(*ecoutes)
    for page in pages:
        await page.relire()
    return [instant - depart for instant in vus], [instant - depart for instant in entendus]


def _ligne(
    nom: str,
    base: str,
    essais: Sequence[Sequence[float]],
    temoins: Sequence[Sequence[float]],
    plafond: float | None,
) -> Mesure:
    """Each round against the publication just before it: what slows the machine slows both."""
    tours = zip(essais, temoins, strict=True)
    ratios = [_ms(essai, 0.95) / _ms(temoin, 0.95) for essai, temoin in tours]
    durees, publications = list(chain(*essais)), list(chain(*temoins))
    detail = {
        "ratio_min": round(min(ratios), 2),
        "ratio_max": round(max(ratios), 2),
        "p50_ms": _ms(durees, 0.5),
        "p95_ms": _ms(durees, 0.95),
        "publication_p50_ms": _ms(publications, 0.5),
        "publication_p95_ms": _ms(publications, 0.95),
        "ratio_ensemble": round(_ms(durees, 0.95) / _ms(publications, 0.95), 2),
        "mesures": len(durees),
    }
    contre = "publier une version, p95"
    return Mesure(nom, base, statistics.median(ratios), contre, plafond, detail)


def _ms(durees: Sequence[float], part: float) -> float:
    return round(1000 * sorted(durees)[int(part * (len(durees) - 1))], 2)
