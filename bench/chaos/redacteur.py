"""One person writing on the fiche over HTTP, who sends again until the write is acknowledged."""

import json
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

from bench.chaos.textes import CHAMPS, est_double, retoucher
from bench.client import HOTE, LONGUEUR, Connexion, Echec, Reponse

RETARD = 0.3  # how often a person starts from a text others have changed since
AJOUT = 0.1  # how often a row is added instead of a text changed
PATIENCE = 60  # seconds without any acknowledgement before the trial is given up
JETON = "a" * 32  # the double-submit token is the client's own choice
ACQUIS = {200, 409}  # written, or set aside in the journal


@dataclass
class Carnet:
    """What one person was told: acknowledged words by field, codes received, wrongs seen."""

    mots: list[tuple[str, str]] = field(default_factory=list)
    lignes: list[str] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    doubles: list[str] = field(default_factory=list)
    coupures: int = 0  # requests whose answer never came
    attente: float = 0.0  # the longest an acknowledgement took, in seconds


class Redacteur(threading.Thread):
    """Writes while ``continuer`` says so. ``echec`` holds what stopped it before."""

    def __init__(
        self,
        port: int,
        slug: str,
        nom: str,
        entree: dict[str, str],
        continuer: Callable[[], bool],
        graine: int,
    ) -> None:
        super().__init__(name=nom, daemon=True)
        self.port, self.nom, self.continuer = port, nom, continuer
        self.hote, self.schema = f"{HOTE}:{port}", "http"  # asked under this name, by this road
        self.ouvrir: Callable[[], Connexion] = lambda: Connexion(port)
        self.entree = entree
        self.fiche = f"/projets/{slug}/planches/fiche-1/"
        self.cookie = f"sessionid={entree['session']}; csrftoken={JETON}"
        self.hasard = random.Random(graine)
        self.vus = {champ: deque([""], maxlen=6) for champ in CHAMPS}
        self.carnet = Carnet()
        self.connexion: Connexion | None = None
        self.numero = 0
        self.echec: BaseException | None = None

    def run(self) -> None:
        try:
            while self.continuer():
                self.ecrire()
        except BaseException as echec:
            self.echec = echec
        finally:
            self.fermer()

    def ecrire(self) -> None:
        """One write, seen through to its acknowledgement."""
        self.numero += 1
        mot = f"{self.nom}n{self.numero}"
        if self.hasard.random() < AJOUT:
            self.acquerir("facteurs_reussite/ajouter/", {"champ": "texte", "texte": mot})
            self.carnet.lignes.append(mot)
            return
        champ = self.hasard.choice(CHAMPS)
        vus = self.vus[champ]
        base = self.hasard.choice(vus) if self.hasard.random() < RETARD else vus[-1]
        texte = retoucher(base, mot, self.hasard)
        statut, donnees = self.envoyer_texte(champ, base, texte)
        self.carnet.mots.append((champ, mot))
        if statut == 409:
            _, donnees = self.envoyer_texte(champ, base, base)  # writes nothing, tells what stands
        vus.append(donnees["champs"][champ])
        if est_double(vus[-1]):
            self.carnet.doubles.append(f"{champ} : {vus[-1]}")

    def envoyer_texte(self, champ: str, base: str, texte: str) -> tuple[int, dict]:
        return self.acquerir(
            f"{champ}/modifier/", {"champ": champ, champ: texte, f"base-{champ}": base}
        )

    def acquerir(self, chemin: str, champs: dict[str, str]) -> tuple[int, dict]:
        """Send the same write, under the same key, until it is acknowledged."""
        envoi = {"autosave": "1", "cle": str(uuid4()), **champs}
        reponse = self.repeter(f"{self.fiche}{chemin}", ACQUIS, envoi)
        return reponse.status, json.loads(reponse.corps)

    def repeter(
        self, adresse: str, acquis: set[int], champs: dict[str, str] | None = None
    ) -> Reponse:
        """The first answer of these kinds; nothing to send: the page is read."""
        depart = time.monotonic()
        while time.monotonic() - depart < PATIENCE:
            reponse = self.lire(adresse) if champs is None else self.poster(adresse, champs)
            if reponse is None:
                time.sleep(0.02)
                continue
            if reponse.status in acquis:
                self.carnet.attente = max(self.carnet.attente, time.monotonic() - depart)
                return reponse
            if reponse.status < 500:
                dite = reponse.corps[:300].decode(errors="replace")
                raise Echec(f"{adresse} : réponse {reponse.status}, {dite}")
            time.sleep(0.1)
        raise Echec(f"{adresse} : rien d’acquis en {PATIENCE} s ({dict(self.carnet.codes)})")

    def poster(self, adresse: str, champs: dict[str, str]) -> Reponse | None:
        return self.demander("POST", adresse, urlencode(champs).encode())

    def lire(self, adresse: str) -> Reponse | None:
        return self.demander("GET", adresse)

    def demander(self, methode: str, adresse: str, corps: bytes = b"") -> Reponse | None:
        """The answer, or None when the connection was cut before it came whole."""
        try:
            self.connexion = self.connexion or self.ouvrir()
            self.connexion.send(self.requete(methode, adresse, corps))
            while (reponse := self.connexion.receive()) is None:
                pass
        except (OSError, Echec):
            self.carnet.coupures += 1
            self.fermer()
            return None
        self.carnet.codes[reponse.status] += 1
        if not LONGUEUR.search(reponse.tetes) or b"onnection: close" in reponse.tetes:
            self.fermer()
        return reponse

    def requete(self, methode: str, adresse: str, corps: bytes) -> bytes:
        lignes = [
            f"{methode} {adresse} HTTP/1.1",
            f"Host: {self.hote}",
            f"Referer: {self.schema}://{self.hote}/",
            f"Cookie: {self.cookie}",
            f"X-CSRFToken: {JETON}",
            f"Content-Length: {len(corps)}",
            "Content-Type: application/x-www-form-urlencoded",
        ]
        return "\r\n".join([*lignes, "", ""]).encode() + corps

    def fermer(self) -> None:
        if self.connexion:
            with suppress(OSError):
                self.connexion.close()
        self.connexion = None
