"""The outbox: every e-mail of the application is a row first, written with what causes it, and
leaves beside the page. A slow mail server slows nobody, and what is queued outlives the server.

An e-mail cannot be sent exactly once: a worker killed between the mail server's « yes » and the
end of the row sends it again. Its Message-ID is the row's own, so that mailboxes show one.
"""

import json
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from pasapas.models import Courriel, Ouvrier
from pasapas.models.travaux import Etat
from pasapas.serveur import coffre
from pasapas.travaux import bail
from pasapas.travaux.delai import Arret, limite

SECONDES = 20  # to hand one e-mail over, within the lease
RETARD = timedelta(seconds=60)  # an e-mail that waits longer is late
SERVICE = "Le service d’envoi"  # how what comes from it begins, rather than from one address
PERIME = "Périmé avant d’avoir pu partir."
ILLISIBLE = "Illisible : le secret du serveur a changé."
journal = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lettre:
    """A kind of e-mail. ``effet``: what is true only once it has left, from the row and what
    ``poster`` was given to remember (``suite``). ``vaut``: whether what it says still holds, asked
    from the same as it leaves; it stays here if not."""

    nom: str
    libelle: str
    effet: Callable[[Courriel, dict[str, Any]], None] | None = None
    vaut: Callable[[Courriel, dict[str, Any]], bool] | None = None

    def __post_init__(self) -> None:
        LETTRES[self.nom] = self


LETTRES: dict[str, Lettre] = {}


def poster(
    lettre: Lettre,
    message: EmailMessage,
    *,
    cle: str = "",
    perime_le: datetime | None = None,
    suite: dict[str, Any] | None = None,
) -> bool:
    """Put it in the outbox, one row for each address. Past ``perime_le`` it no longer leaves.

    With ``cle``, False when this very e-mail already waits, or has left.
    """
    html = [contenu for contenu, genre in getattr(message, "alternatives", ()) if "html" in genre]
    textes: dict[str, Any] = {"sujet": message.subject, "texte": message.body, "html": html}
    textes |= {"suite": suite or {}, "tetes": message.extra_headers}
    postees = [
        bail.deposer(
            Courriel(
                sorte=lettre.nom,
                cle=cle,
                empreinte=empreinte(adresse),
                contenu=coffre.chiffrer("courriel", json.dumps({"a": adresse, **textes})),
                perime_le=perime_le,
            )
        )
        for adresse in message.to
    ]
    return all(postees)


ESSAI = Lettre("essai_courriel", "Essai d’envoi")


def noter_parti(adresse: str) -> None:
    """A trial left on the spot, by hand: what proves that mails leave from here."""
    Courriel.objects.create(
        sorte=ESSAI.nom, empreinte=empreinte(adresse), etat=Etat.FAIT, fini_le=timezone.now()
    )


def retirer(lettre: Lettre, cles: Iterable[str]) -> int:
    """What these say is no longer true: those that have not left stay here."""
    return bail.annuler(Courriel.objects.filter(sorte=lettre.nom, cle__in=list(cles)))


def empreinte(adresse: str) -> str:
    """The address of what has left is not kept; whoever has it can find the row again."""
    return coffre.marque("courriel", _dite(adresse))


def empreintes(adresse: str) -> list[str]:
    """All those that a mail to this address may bear, the server's former secrets included."""
    return coffre.marques("courriel", _dite(adresse))


def _dite(adresse: str) -> str:
    return adresse.strip().lower()


def destinataire(courriel: Courriel) -> str:
    """To whom, while it has not left."""
    try:
        return str(_lire(courriel)["a"]) if courriel.contenu else ""
    except coffre.InvalidToken:
        return ""


def ralentie() -> bool:
    """Whether e-mails leave late at present: nobody sends them, or the mail server is away. The
    same for everyone who asks."""
    if not Ouvrier.objects.la().exists():
        return True
    service = Q(essais=0) | Q(erreur__startswith=SERVICE)
    vieux = Courriel.objects.vivants().filter(service, cree_le__lt=timezone.now() - RETARD)
    return vieux.exists()


def contexte(request: HttpRequest) -> dict[str, object]:
    """``envoi_ralenti``, looked for only by the pages that say it."""
    return {"envoi_ralenti": ralentie}


class Liaison:
    """One way to the mail server, kept open while e-mails follow one another."""

    connexion: BaseEmailBackend | None = None

    def porter(self, message: EmailMessage) -> None:
        if self.connexion is None:
            connexion = get_connection()
            connexion.open()
            self.connexion = connexion
        try:
            self.connexion.send_messages([message])
        except BaseException:
            self.rentrer()
            raise

    def rentrer(self) -> None:
        if self.connexion is not None:
            with suppress(OSError):
                self.connexion.close()
            self.connexion = None


def releve(liaison: Liaison) -> bool:
    """Send the first e-mail that is due; False when there is none."""
    courriel = bail.prendre(Courriel.objects.presses_d_abord())
    if courriel is None:
        return False
    try:
        expedier(courriel, liaison)
    except Arret:
        bail.rendre(courriel)
        raise
    return True


def expedier(courriel: Courriel, liaison: Liaison) -> None:
    if bail.trop_tard(courriel, timezone.now()):
        bail.rater(courriel, PERIME, sans_appel=True)
        return
    try:
        textes = _lire(courriel)
        if not bail.avec_patience(lambda: _vaut_encore(courriel, textes["suite"])):
            bail.annuler(Courriel.objects.filter(pk=courriel.pk))
            return
        if not bail.a_moi(courriel):
            return
        with limite(SECONDES):
            liaison.porter(_message(courriel, textes))
    except Exception as erreur:  # whatever the mail server does, the others must leave
        journal.warning("Un courriel (%s) n’est pas parti : %s", courriel.sorte, _nature(erreur))
        mots, sans_appel = en_mots(erreur)
        bail.avec_patience(lambda: bail.rater(courriel, mots, sans_appel=sans_appel))
    else:
        suite = textes["suite"]
        bail.avec_patience(lambda: bail.finir(courriel, lambda: _suivre(courriel, suite)))


def _vaut_encore(courriel: Courriel, suite: dict[str, Any]) -> bool:
    """What was posted before its kind asked anything remembers nothing: it leaves."""
    lettre = LETTRES.get(courriel.sorte)
    return lettre is None or lettre.vaut is None or not suite or lettre.vaut(courriel, suite)


def _suivre(courriel: Courriel, suite: dict[str, Any]) -> None:
    """It has left, whatever comes of its effect: to send it again would mend nothing."""
    lettre = LETTRES.get(courriel.sorte)
    if lettre is None or lettre.effet is None:
        return
    try:
        with transaction.atomic():
            lettre.effet(courriel, suite)
    except Exception as erreur:  # see above
        if bail.est_panne(erreur):
            raise
        journal.error("Effet d’un courriel (%s) : %s", courriel.sorte, _nature(erreur))


def _lire(courriel: Courriel) -> dict[str, Any]:
    return json.loads(coffre.dechiffrer("courriel", courriel.contenu))


def _message(courriel: Courriel, textes: dict[str, Any]) -> EmailMessage:
    domaine = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    tetes = {**textes.get("tetes", {}), "Message-ID": f"<{courriel.pk}@{domaine}>"}
    tetes["Auto-Submitted"] = "auto-generated"
    message = EmailMultiAlternatives(
        textes["sujet"], textes["texte"], None, [textes["a"]], headers=tetes
    )
    for html in textes["html"]:
        message.attach_alternative(html, "text/html")
    return message


def en_mots(erreur: Exception) -> tuple[str, bool]:
    """What went wrong, and whether another try would say the same. Never what the server
    answered in full: it may quote the address."""
    if isinstance(erreur, coffre.InvalidToken):
        return ILLISIBLE, True
    if isinstance(erreur, SMTPRecipientsRefused):
        codes = [code for code, _ in erreur.recipients.values()]
        definitif = min(codes, default=0) >= 500
        suite = " : vérifiez-la." if definitif else "."
        return f"Adresse refusée ({', '.join(map(str, codes))}){suite}", definitif
    if isinstance(erreur, SMTPAuthenticationError):
        return f"{SERVICE} refuse cette installation ({erreur.smtp_code}).", False
    if isinstance(erreur, SMTPResponseException):
        return f"{SERVICE} a refusé ({erreur.smtp_code}).", False
    if isinstance(erreur, TimeoutError):
        return f"{SERVICE} ne répond pas.", False
    if isinstance(erreur, OSError):  # those of SMTP are too
        return f"{SERVICE} est injoignable.", False
    return f"Impossible à envoyer ({type(erreur).__name__}).", True


def _nature(erreur: Exception) -> str:
    """Its kind alone: what it says may quote the message."""
    return type(erreur).__name__
