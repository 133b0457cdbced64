"""Inside Django: a worker in a hurry, e-mails and work for it to do, and what came of them."""

import os
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from bench.chaos.ouvriers import BAIL
from bench.client import HOTE
from pasapas.models import Courriel, Travail
from pasapas.travaux.boite import Lettre, poster
from pasapas.travaux.ouvrier import Ouvrier
from pasapas.travaux.sortes import Dire, Sorte

DELAIS = (0.5, 0.5, 1, 1, 2, 2, 4, 4, 8, 8)  # seconds: the real ones, made short
LETTRE = Lettre("essai", "essai")
MARQUE = "marque"  # what a work leaves once done; nobody ever does it


def servir(port_smtp: int) -> None:
    """The life of a worker, born of the process that has everything loaded."""
    settings.TRAVAUX_BAIL, settings.TRAVAUX_DELAIS = BAIL, DELAIS
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOTE, port_smtp
    os.setsid()
    Ouvrier().tourner()


def poster_des_courriels(premier: int, combien: int) -> int:
    for rang in range(premier, premier + combien):
        with transaction.atomic():
            message = EmailMessage(f"essai-{rang}", "Bonjour", None, [f"p{rang}@example.org"])
            poster(LETTRE, message, cle=str(rang))
    return combien


def confier_des_travaux(premier: int, combien: int) -> int:
    for rang in range(premier, premier + combien):
        TRAVAIL.confier({"rang": rang}, cle=str(rang))
    return combien


def ou_en_est_on() -> dict[str, Any]:
    """How many rows of each kind in each state, words left behind, marks by work."""
    travaux = Travail.objects.filter(sorte=TRAVAIL.nom)
    marques = Travail.objects.filter(sorte=MARQUE).values_list("donnees", flat=True)
    return {
        "courriels": Counter(Courriel.objects.values_list("etat", flat=True)),
        "cles": {str(pk): cle for pk, cle in Courriel.objects.values_list("pk", "cle")},
        "mots": Courriel.objects.exclude(contenu="").count(),
        "travaux": Counter(travaux.values_list("etat", flat=True)),
        "repris": travaux.filter(essais__gt=1).count(),
        "marques": Counter(str(donnees["rang"]) for donnees in marques),
    }


def _faire(travail: Travail, dire: Dire) -> bytes:
    time.sleep(0.03)
    return str(travail.donnees["rang"]).encode()


def _marquer(travail: Travail, resultat: bytes) -> None:
    Travail.objects.create(sorte=MARQUE, donnees={"rang": int(resultat)})


TRAVAIL = Sorte("essai", "essai", _faire, _marquer)
QUESTIONS = {f.__name__: f for f in (poster_des_courriels, confier_des_travaux, ou_en_est_on)}
