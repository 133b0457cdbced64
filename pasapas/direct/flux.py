"""The event stream: one long answer per open page, that says versions and nothing else.

Its own process (uvicorn); the pages stay on WSGI. A browser that hears a new version asks
what changed through the door, where its rights are proved again.
"""

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.db import Error, close_old_connections
from django.http import Http404, HttpRequest, parse_cookie

from pasapas.acces.porte import participation
from pasapas.comptes import preuves, sessions
from pasapas.comptes.limites import adresse_ip
from pasapas.direct.annonces import Etat
from pasapas.direct.reponses import (
    Receive,
    Refus,
    Scope,
    Send,
    entetes_de,
    morceau,
    origine_de,
    refuser,
)
from pasapas.direct.sieges import Sieges
from pasapas.direct.veille import Veille
from pasapas.serveur.numero import ENTETE, numeroter

ADRESSE = re.compile(r"/flux/([-a-zA-Z0-9_]+)/")
BATTEMENT = 15.0  # seconds: the version is said again, so that silence means a dead line
CONTROLE = 60.0  # seconds between two looks at the rights of someone who listens
LENTEUR = 10.0  # seconds given to a browser that does not read what it is sent
ECOUTES_MAX = 5000
journal = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Admis:
    """Who was let in, and to what."""

    compte: int
    projet: int
    version: int


class Ecoute:
    """One open page. It keeps the last version only: a slow browser costs no memory."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.presences = 0
        self.nouveau = asyncio.Event()

    def dire(self, version: int) -> None:
        if version > self.version:
            self.version = version
            self.nouveau.set()

    def presence(self) -> None:
        self.presences += 1
        self.nouveau.set()


class Salle:
    """Everyone listening in this process, by projet."""

    def __init__(self) -> None:
        self.ecoutes: dict[int, set[Ecoute]] = defaultdict(set)
        self.presences: dict[int, frozenset[tuple[int, str]]] = {}

    def __len__(self) -> int:
        return sum(len(ecoutes) for ecoutes in self.ecoutes.values())

    def projets(self) -> Iterable[int]:
        return self.ecoutes.keys()

    def entrer(self, projet: int, ecoute: Ecoute) -> None:
        self.ecoutes[projet].add(ecoute)

    def sortir(self, projet: int, ecoute: Ecoute) -> None:
        self.ecoutes[projet].discard(ecoute)
        if not self.ecoutes[projet]:
            del self.ecoutes[projet]
            self.presences.pop(projet, None)

    def dire_version(self, projet: int, version: int) -> None:
        for ecoute in self.ecoutes.get(projet, ()):
            ecoute.dire(version)

    def dire_etats(self, etats: Mapping[int, Etat]) -> None:
        for projet, etat in etats.items():
            self.dire_version(projet, etat.version)
            avant = self.presences.get(projet)
            if projet not in self.ecoutes or etat.presences == avant:
                continue
            self.presences[projet] = etat.presences
            for ecoute in self.ecoutes[projet]:
                ecoute.presence()


class Flux:
    """The ASGI application: ``GET /flux/<slug>/``."""

    def __init__(self) -> None:
        self.salle = Salle()
        self.sieges = Sieges(settings.VAR_DIR / "flux.sieges")
        # Rights are read through Django, in a few threads: no connection waits per listener.
        self.portiers = ThreadPoolExecutor(4, thread_name_prefix="porte")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._vie(receive, send)
        elif scope["type"] == "http":
            try:
                await self._ecouter(scope, receive, send)
            except Refus as refus:
                await refuser(send, refus.statut)

    async def _vie(self, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] != "lifespan.shutdown":
            if message["type"] == "lifespan.startup":
                self.veille = Veille(self.salle)
                veille = asyncio.create_task(self.veille.tourner())
                await send({"type": "lifespan.startup.complete"})
        veille.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _ecouter(self, scope: Scope, receive: Receive, send: Send) -> None:
        adresse = ADRESSE.fullmatch(scope["path"])
        if adresse is None:
            raise Refus(404)
        if scope["method"] != "GET":
            raise Refus(405)
        entetes = {nom.decode("latin-1"): v.decode("latin-1") for nom, v in scope["headers"]}
        numeroter(scope["path"], entetes.get(ENTETE.lower(), ""))
        origine = origine_de(entetes)
        if len(self.salle) >= ECOUTES_MAX:
            raise Refus(503)
        cookies, slug = entetes.get("cookie", ""), adresse[1]
        with ExitStack() as rendues:
            self._placer(rendues, f"adresse {_lieu(scope, entetes)}", settings.FLUX_PAR_ADRESSE)
            qui = await self._entrer(cookies, slug)
            self._placer(rendues, f"compte {qui.compte}", settings.FLUX_PAR_COMPTE)
            ecoute = Ecoute(qui.version)
            self.salle.entrer(qui.projet, ecoute)
            rendues.callback(self.salle.sortir, qui.projet, ecoute)
            self.veille.appel.set()  # a write may have come between reading the version and now
            parti = asyncio.create_task(_depart(receive))
            rendues.callback(parti.cancel)
            await self._parler(send, ecoute, parti, origine, lambda: self._entrer(cookies, slug))

    def _placer(self, rendues: ExitStack, cle: str, maximum: int) -> None:
        """One seat among those of this account or address, until ``rendues`` closes."""
        siege = self.sieges.prendre(cle, maximum)
        if siege is None:
            raise Refus(429)
        rendues.callback(self.sieges.rendre, siege)

    async def _parler(
        self,
        send: Send,
        ecoute: Ecoute,
        parti: asyncio.Task[None],
        origine: str,
        controler: Callable[[], Awaitable[object]],
    ) -> None:
        """Say the version at once, at each change, and at each beat, until someone goes."""
        await send({"type": "http.response.start", "status": 200, "headers": entetes_de(origine)})
        horloge = asyncio.get_running_loop().time
        presences, controle = 0, horloge() + CONTROLE
        texte = "retry: 2000\n\n"
        while not parti.done():
            texte += f"id: {ecoute.version}\nevent: version\ndata: {ecoute.version}\n\n"
            if ecoute.presences != presences:
                presences = ecoute.presences
                texte += f"event: presence\ndata: {presences}\n\n"
            try:
                await asyncio.wait_for(send(morceau(texte, suite=True)), LENTEUR)
            except TimeoutError:
                return
            texte = ""
            await _nouvelle(ecoute, parti, BATTEMENT)
            if horloge() > controle:
                controle = horloge() + CONTROLE
                if not await _permis(controler):
                    break
        await send(morceau("", suite=False))

    async def _entrer(self, cookies: str, slug: str) -> Admis:
        """Who listens, and to what; Refus when they may not."""
        boucle = asyncio.get_running_loop()
        try:
            return await boucle.run_in_executor(self.portiers, _identifier, cookies, slug)
        except Error:
            journal.warning("Base de données injoignable : un flux attendra.")
            raise Refus(503) from None


async def _depart(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _nouvelle(ecoute: Ecoute, parti: asyncio.Task[None], delai: float) -> None:
    """Wait for something to say, for the browser to go, or for the next beat."""
    attente = asyncio.create_task(ecoute.nouveau.wait())
    try:
        await asyncio.wait({attente, parti}, timeout=delai, return_when=asyncio.FIRST_COMPLETED)
    finally:
        attente.cancel()
        ecoute.nouveau.clear()


async def _permis(controler: Callable[[], Awaitable[object]]) -> bool:
    """Still allowed? A database that does not answer is no reason to be sent away."""
    try:
        await controler()
    except Refus as refus:
        return refus.statut == 503
    return True


def _lieu(scope: Scope, entetes: Mapping[str, str]) -> str:
    """Where this browser is, as for the pages (``comptes.limites``)."""
    requete = HttpRequest()
    requete.META["REMOTE_ADDR"] = (scope.get("client") or ("",))[0]
    requete.META["HTTP_X_FORWARDED_FOR"] = entetes.get("x-forwarded-for", "")
    try:
        return adresse_ip(requete)
    except (PermissionDenied, ValueError):  # no address can be made out: they share their seats
        return ""


def _identifier(cookies: str, slug: str) -> Admis:
    """The door of the pages, from a bare cookie header."""
    close_old_connections()
    try:
        requete = HttpRequest()
        requete.COOKIES = parse_cookie(cookies)
        moteur = import_module(settings.SESSION_ENGINE)
        requete.session = moteur.SessionStore(requete.COOKIES.get(settings.SESSION_COOKIE_NAME))
        personne = get_user(requete)
        requete.user = personne
        if not personne.is_authenticated or sessions.finie(requete) or preuves.due(requete):
            raise Refus(401)
        projet = participation(personne, slug).projet
        return Admis(personne.pk, projet.pk, projet.version)
    except Http404:
        raise Refus(404) from None
    finally:
        close_old_connections()
