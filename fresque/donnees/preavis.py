"""The notices before erasing, by e-mail. One that reached nobody is not counted as given."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from pasapas.models import Participant, Projet, Role, User
from pasapas.serveur.hotes import racine

journal = logging.getLogger(__name__)
SANS_FACTEUR = ("console", "dummy", "filebased")  # nobody receives what these « send »


@dataclass(frozen=True)
class Cas:
    """A fresque or an account whose time is near, and what is due today: one or the other."""

    nom: str
    prevenir: Callable[[], bool] | None = None
    effacer: Callable[[], bool] | None = None


Examen = tuple[str, Callable[[], Cas | None]]  # of whom, and how to know what is due


def un_facteur() -> bool:
    """Whether this installation really sends e-mails."""
    return not settings.EMAIL_BACKEND.split(".")[-2].startswith(SANS_FACTEUR)


def de_fresque(projet: Projet, efface_apres_le: date) -> bool:
    adresse = racine() + reverse("fresque:donnees", args=[projet.slug])
    donnees = {"projet": projet, "jour": efface_apres_le, "adresse": adresse}
    sujet = f"« {projet} » : fresque bientôt effacée"
    return _envoyer("fresque", sujet, destinataires(projet), donnees)


def de_compte(user: User, efface_apres_le: date) -> bool:
    donnees = {
        "user": user,
        "jour": efface_apres_le,
        "adresse": racine() + reverse("account_login"),
    }
    return _envoyer("compte", "Votre compte Pas à pas sera bientôt effacé", [user.email], donnees)


def destinataires(projet: Projet) -> list[str]:
    """The pilotes; failing them the animateurs; failing them the administrateurs who may
    know that the fresque exists."""
    ouverts = Participant.objects.de(projet).ouverts()
    for role in (Role.PILOTE, Role.ANIMATEUR):
        lignes = ouverts.filter(role=role).select_related("user").order_by("pk")
        adresses = {(li.user.email if li.user else None) or li.courriel for li in lignes}
        if adresses - {""}:
            return sorted(adresses - {""})
    staff = User.objects.administrant("pasapas.view_projet").exclude(email=None)
    return sorted(staff.values_list("email", flat=True))


def _envoyer(gabarit: str, sujet: str, adresses: Iterable[str], donnees: dict[str, object]) -> bool:
    """To each one alone. True when at least one of them left."""
    if not un_facteur():
        return False
    texte = render_to_string(f"donnees/courriel_{gabarit}.txt", donnees)
    sujet = " ".join(sujet.split())
    partis = 0
    for adresse in adresses:
        try:
            partis += send_mail(sujet, texte, None, [adresse])
        except (SMTPException, OSError) as erreur:
            # Its kind alone: what it says may quote the message.
            journal.warning("Un préavis n’est pas parti : %s", type(erreur).__name__)
    return partis > 0
