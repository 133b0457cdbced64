"""Tries are counted in the database: the bound holds whatever the process or the machine.

Call these outside any transaction: a try that is rolled back was never counted.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pasapas.comptes.interieur import truncate_ip
from pasapas.models import Tentative

HEURE = timedelta(hours=1)
CONSERVATION = timedelta(days=1)  # longer than any window below


@dataclass(frozen=True, slots=True)
class Limite:
    """So many tries of this kind in any window of this length, for one value."""

    quoi: str
    maximum: int
    duree: timedelta = HEURE


COMPTE = Limite("connexion-compte", 10)  # passwords tried on one account
ADRESSE = Limite("connexion-adresse", 100)  # and from one address, behind which a foyer may be
ENVOI_COMPTE = Limite("envoi-compte", 5)  # codes and links sent to one address
ENVOI_ADRESSE = Limite("envoi-adresse", 40)
CODE = Limite("code-compte", 10)  # codes received by e-mail, tried on one account
PREUVE = Limite("preuve-compte", 10)  # codes of a second proof, tried on one account


def essayer(quoi: str, valeur: str, maximum: int, duree: timedelta) -> bool:
    """Count one try, and say whether it is allowed. A refused try is not counted.

    The lock makes counting and writing one act: two processes cannot both be the tenth.
    """
    cle, maintenant = empreinte(quoi, valeur), timezone.now()
    with transaction.atomic():
        _verrouiller(cle)
        essais = Tentative.objects.filter(cle=cle)
        essais.filter(quand__lte=maintenant - duree).delete()
        if essais.count() >= maximum:
            return False
        Tentative.objects.create(cle=cle, quand=maintenant)
    return True


def rendre(quoi: str, valeur: str) -> None:
    """The last try was a success: it does not count against the person who made it."""
    cle = empreinte(quoi, valeur)
    with transaction.atomic():
        _verrouiller(cle)
        dernier = Tentative.objects.filter(cle=cle).order_by("-quand", "pk").first()
        if dernier:
            dernier.delete()


def oublier(quoi: str, valeur: str) -> None:
    """Start afresh: the person has proved who they are in another way."""
    Tentative.objects.filter(cle=empreinte(quoi, valeur)).delete()


def attente(quoi: str, valeur: str, duree: timedelta) -> timedelta:
    """How long until a new try is allowed, for someone who was just refused."""
    essais = Tentative.objects.filter(cle=empreinte(quoi, valeur))
    premier = essais.order_by("quand").values_list("quand", flat=True).first()
    restant = premier + duree - timezone.now() if premier else timedelta()
    return max(restant, timedelta(seconds=1))


def confier(quoi: str, valeur: str) -> None:
    """Remember that this was given out."""
    Tentative.objects.create(cle=empreinte(quoi, valeur), quand=timezone.now())


def reprendre(quoi: str, valeur: str, duree: timedelta) -> bool:
    """Whether this was given out so lately; it is worth nothing any more. Within a transaction,
    whose end is waited for by the next one who asks the same."""
    _verrouiller(empreinte(quoi, ""))
    depuis = timezone.now() - duree
    donnees = Tentative.objects.filter(cle=empreinte(quoi, valeur), quand__gt=depuis)
    return bool(donnees.delete()[0])


def empreinte(quoi: str, valeur: str) -> str:
    """Neither an address nor a code can be read in the table."""
    return salted_hmac("tentative", f"{quoi}:{valeur}", algorithm="sha256").hexdigest()


def purger() -> int:
    """Forget the tries that no window reaches any more; how many there were."""
    vieilles = Tentative.objects.filter(quand__lt=timezone.now() - CONSERVATION)
    return vieilles.delete()[0]


def exiger(request: HttpRequest, limite: Limite, valeur: str) -> None:
    """Go on, or stop everything with the page « Trop d’essais »."""
    if not essayer(limite.quoi, valeur, limite.maximum, limite.duree):
        delai = attente(limite.quoi, valeur, limite.duree)
        raise ImmediateHttpResponse(refus(request, delai))


def refus(request: HttpRequest, delai: timedelta) -> HttpResponse:
    """429, in French, with the delay. The same words whoever asks."""
    secondes = int(delai.total_seconds()) + 1
    minutes = -(-secondes // 60)
    reponse = render(request, "429.html", {"minutes": minutes}, status=429)
    reponse["Retry-After"] = str(secondes)
    return reponse


def adresse_ip(request: HttpRequest) -> str:
    """Where the request comes from; for IPv6 the whole network, which one person may own."""
    return truncate_ip(get_adapter(request).get_client_ip(request))


def _verrouiller(cle: str) -> None:
    # SQLite needs nothing: its transactions begin IMMEDIATE, one writer at a time.
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_advisory_xact_lock(%s)", [_entier(cle)])


def _entier(cle: str) -> int:
    """A signed number of eight bytes, all that an advisory lock takes."""
    return int.from_bytes(bytes.fromhex(cle[:16]), signed=True)
