"""A page server that has just started opens a few pages for itself: whoever comes first does not
wait while templates are compiled and modules read."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections
from django.http import HttpResponse
from django.template.loader import get_template
from django.urls import reverse

from fresque.instant import instant
from fresque.views import exemple
from pasapas.models import Projet, User
from pasapas.serveur.hotes import racine
from pasapas.serveur.requete import Requete
from pasapas.valeurs.textes import decouper

GABARITS = ("mur", "fresque", "accueil", "suivi", "composants")
FRESQUES = 3  # those touched last: somebody is probably in front of one
journal = logging.getLogger(__name__)


def chauffer(application: Callable[..., Iterable[bytes]]) -> None:
    """Whatever becomes of it, the server starts: a database that is away will be back."""
    debut = time.monotonic()
    try:
        _ouvrir(application, reverse("account_login"))
        for nom in _gabarits():
            get_template(nom)
        lues = Projet.objects.sans_projet("au démarrage : les murs que l’on regarde sans doute")
        for projet in lues.select_related("etablissement").order_by("-modifie_le")[:FRESQUES]:
            _ = instant(projet).mur
        _rendre(exemple.mur)
        _rendre(exemple.planche, code="eclaire")
    except Exception as panne:  # nothing that is only to go faster keeps a server from starting
        journal.warning("Démarré à froid : %s", type(panne).__name__)
    connections.close_all()  # this thread answers nobody
    journal.info("Prêt à servir en %.1f s", time.monotonic() - debut)


def _gabarits() -> list[str]:
    """Those of the pages that one comes to first."""
    racine = settings.BASE_DIR / "templates"
    fichiers = (f for dossier in GABARITS for f in (racine / dossier).glob("*.html"))
    return sorted(str(fichier.relative_to(racine)) for fichier in fichiers)


def _ouvrir(application: Callable[..., Iterable[bytes]], chemin: str) -> None:
    reponse = application(_demande(chemin), lambda statut, entetes, faute=None: None)
    b"".join(reponse)
    getattr(reponse, "close", lambda: None)()


def _rendre(vue: Callable[..., HttpResponse], **arguments: str) -> None:
    """A page that asks for an account, past the door: nobody sees it."""
    demande = Requete(_demande("/"))
    demande.user, demande.session = User(), {}  # type: ignore[assignment]
    demande.htmx = False  # type: ignore[attr-defined]
    _ = vue(demande, **arguments).content


def _demande(chemin: str) -> dict[str, Any]:
    adresse = decouper(racine())
    demande = {
        "PATH_INFO": chemin,
        "SERVER_PORT": "443" if adresse.scheme == "https" else "80",
        "HTTP_HOST": adresse.hostname or "localhost",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_ACCEPT_ENCODING": "gzip",
    }
    setup_testing_defaults(demande)  # all that any server says besides
    return demande
