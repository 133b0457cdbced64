"""Another process that writes: it reads one order a line, and answers one line."""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasapas.settings")
django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from pasapas.direct import presence  # noqa: E402
from pasapas.ecriture import changements  # noqa: E402
from pasapas.ecriture.journal import Geste  # noqa: E402
from pasapas.models import Participant, Projet, Role  # noqa: E402
from tests.factories import ParticipantFactory, ProjetFactory, UserFactory  # noqa: E402


def creer() -> dict[str, Any]:
    """A fresque, and the cookie of a reader of it."""
    projet = ProjetFactory()
    lectrice = ParticipantFactory(projet=projet, user=UserFactory(), role=Role.LECTEUR)
    client = Client()
    client.force_login(lectrice.user)
    cookies = "; ".join(f"{nom}={valeur.value}" for nom, valeur in client.cookies.items())
    return {"slug": projet.slug, "projet": projet.pk, "qui": lectrice.pk, "cookies": cookies}


def creer_avec(cle: str, valeur: Any) -> dict[str, Any]:
    """The same, with something noted in the reader's session."""
    cree = creer()
    jeton = dict(paire.split("=", 1) for paire in cree["cookies"].split("; "))["sessionid"]
    session = SessionStore(jeton)
    session[cle] = valeur
    session.save()
    return cree


def ecrire(projet: int, texte: str) -> int:
    ligne = Projet.objects.get(pk=projet)
    changements.modifier(Geste(ligne, None, "eclaire", "ambition"), ligne, {"ambition": texte})
    return Projet.objects.get(pk=projet).version


def annuler(projet: int, texte: str) -> int:
    with transaction.atomic():
        version = ecrire(projet, texte)
        transaction.set_rollback(True)
    return version


def montrer(qui: int, encart: str) -> None:
    presence.montrer(Participant.objects.get(pk=qui), [encart])


def couper() -> bool:
    """Break every other connection to a PostgreSQL database, as its restart would."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    return True


def clore(qui: int) -> None:
    hier = timezone.localdate() - timezone.timedelta(days=1)
    Participant.objects.filter(pk=qui).update(acces_clos_le=hier)


if __name__ == "__main__":
    for ligne in sys.stdin:
        ordre, *arguments = json.loads(ligne)
        print(json.dumps(globals()[ordre](*arguments)), flush=True)
