"""The worker: one process beside the pages, or several. It may be stopped, killed or frozen at any
moment: what it held is taken up again, and done once."""

import logging
import signal
import socket
import time
from datetime import datetime
from types import FrameType

from django.db import Error, connections
from django.utils import timezone

from pasapas import models
from pasapas.models import Courriel, Travail
from pasapas.models.travaux import SousBailQuerySet
from pasapas.serveur.numero import numero
from pasapas.travaux import bail, boite
from pasapas.travaux.delai import Arret, arreter, montre
from pasapas.travaux.enfant import Enfant
from pasapas.travaux.reveil import Reveil
from pasapas.travaux.sortes import (
    DE_TEMPS_EN_TEMPS,
    SORTES,
    demander_l_heure,
    executer,
)

BATTEMENT = 10.0  # seconds between two signs of life
REPOS = 0.05  # seconds, at least, when what is due is in other hands
REPRISE = 1.0  # seconds before trying a lost database again
RONDE = 60.0  # seconds between two looks at what nobody asks for
journal = logging.getLogger(__name__)


class Ouvrier:
    def __init__(self) -> None:
        self.ligne = models.Ouvrier(machine=socket.gethostname()[:80])
        self.liaison = boite.Liaison()
        self.reveil = Reveil()
        self.enfant: Enfant | None = None
        self.battu: float | None = None
        self.heure: datetime | None = None
        self.ronde: float | None = None

    def tourner(self, *, une_fois: bool = False) -> None:
        """Until told to stop, or with ``une_fois`` until nothing is due."""
        montre.arret = False
        for signal_ in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_, self._arreter)
        try:
            while not montre.arret:
                if not self._un_tour_quoi_qu_il_arrive(une_fois):
                    break
        except Arret:
            pass  # what was under way has been given back
        finally:
            self._partir()

    def _arreter(self, signum: int, cadre: FrameType | None) -> None:
        arreter()

    def _un_tour_quoi_qu_il_arrive(self, une_fois: bool) -> bool:
        """False when there is nothing more to do for whoever came for one round."""
        try:
            self._battre()
            if not une_fois:
                self._demander_l_heure()
                self._faire_la_ronde()
            if self._un_tour():
                return True
            self.liaison.rentrer()
            if une_fois and self.enfant is None:
                return False
            self._attendre()
        except Exception as panne:  # it outlives whatever happens: a lost database, above all
            if une_fois:
                raise
            journal.warning("L’ouvrier reprend dans un instant : %s", type(panne).__name__)
            connections.close_all()
            self.reveil.dormir(REPRISE)
        return True

    def _un_tour(self) -> bool:
        """Do one thing; False when nothing is due. E-mails first: somebody waits for a code."""
        numero.set("")
        if self.enfant and not self.enfant.suivre():
            self.enfant = None
            return True
        if boite.releve(self.liaison):
            return True
        travail = bail.prendre(self._travaux())
        if travail is None:
            return False
        numero.set(f"travail-{travail.pk.hex[:12]}")
        sorte = SORTES[travail.sorte]
        if sorte.lourd:
            self.enfant = Enfant(travail, sorte)
        else:
            executer(travail, sorte)
        return True

    def _travaux(self) -> SousBailQuerySet:
        """What this worker can do now: one heavy work at a time."""
        permises = [nom for nom, sorte in SORTES.items() if not (sorte.lourd and self.enfant)]
        return Travail.objects.filter(sorte__in=permises).order_by("a_prendre_le", "pk")

    def _attendre(self) -> None:
        attente, tuyaux = BATTEMENT, []
        heure = bail.prochaine(Courriel.objects.all(), self._travaux())
        if heure:
            attente = min(attente, max(REPOS, (heure - timezone.now()).total_seconds()))
        if self.enfant:
            attente = min(attente, self.enfant.echeance())
            tuyaux = [self.enfant.tuyau]
        self.reveil.attendre(attente, *tuyaux)

    def _battre(self) -> None:
        maintenant = time.monotonic()
        if self.battu is not None and maintenant < self.battu + BATTEMENT:
            return
        self.ligne.vu_le = timezone.now()
        self.ligne.save()
        self.battu = maintenant

    def _demander_l_heure(self) -> None:
        heure = timezone.now().replace(minute=0, second=0, microsecond=0)
        if heure != self.heure:
            demander_l_heure(heure)
            self.heure = heure

    def _faire_la_ronde(self) -> None:
        maintenant = time.monotonic()
        if self.ronde is not None and maintenant < self.ronde + RONDE:
            return
        self.ronde = maintenant
        for regarder in DE_TEMPS_EN_TEMPS:
            regarder()

    def _partir(self) -> None:
        self.liaison.rentrer()
        try:
            if self.enfant:
                self.enfant.abandonner()
            if self.ligne.pk:
                models.Ouvrier.objects.filter(pk=self.ligne.pk).delete()
        except Error as panne:  # its lease ends by itself, its row too
            journal.warning("Parti sans prévenir la base : %s", type(panne).__name__)
