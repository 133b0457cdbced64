"""The notices before erasing, by e-mail. One that reached nobody is not given: it counts from the
day it leaves, not from the day it is asked for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from fresque.donnees.registre import partout
from pasapas.ecriture.changements import bouger
from pasapas.models import Courriel, Participant, Projet, Role, User
from pasapas.models.travaux import Etat
from pasapas.serveur.hotes import racine
from pasapas.travaux.boite import Lettre, empreinte, poster
from pasapas.valeurs.textes import mois_apres

SANS_FACTEUR = ("console", "dummy", "filebased")  # nobody receives what these « send »
PREVENU = "Préavis d’effacement envoyé : ce compte ne sert plus."
VALIDITE = timedelta(days=1)  # tomorrow's run asks again for what has not left


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


def de_fresque(projet: Projet, aujourd_hui: date, efface_apres_le: date) -> bool:
    adresse = racine() + reverse("fresque:donnees", args=[projet.slug])
    donnees = {"projet": projet, "jour": efface_apres_le, "adresse": adresse}
    message = _message("fresque", f"« {projet} » : fresque bientôt effacée", donnees)
    suite = {"projet": projet.pk, "jour": aujourd_hui.isoformat()}
    cle = f"{projet.pk}:{projet.terme.isoformat()}"
    return _poster(FRESQUE, message, destinataires(projet), cle, suite)


def de_compte(user: User, terme: date, efface_apres_le: date) -> bool:
    donnees = {
        "user": user,
        "jour": efface_apres_le,
        "adresse": racine() + reverse("account_login"),
    }
    message = _message("compte", "Votre compte Pas à pas sera bientôt effacé", donnees)
    cle = f"{user.pk}:{terme.isoformat()}"
    return _poster(COMPTE, message, [user.email or ""], cle, {"user": user.pk})


def terme(user: User) -> date:
    """The day until which an account that opens nothing is kept."""
    dernier = timezone.localdate(user.last_login or user.date_joined)
    return mois_apres(dernier, settings.CONSERVATION_MOIS)


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
    return sorted(filter(None, staff.values_list("email", flat=True)))


def _fresque_prevenue(courriel: Courriel, suite: dict[str, Any]) -> None:
    """The first of these e-mails to leave gives the notice. The version moves, so that open walls
    show it; the date of the last change does not."""
    projet = partout(Projet).filter(pk=suite["projet"]).first()
    if projet is None or projet.preavis_vaut:
        return
    jour = date.fromisoformat(suite["jour"]) + _attente(courriel)
    Projet.objects.de(projet).update(preavis_le=jour)
    bouger(projet, (), compte=False, travail=False)


def _compte_prevenu(courriel: Courriel, suite: dict[str, Any]) -> None:
    """The notice is kept in the account's own history, where an administrateur reads it."""
    if User.objects.filter(pk=suite["user"]).exists():
        LogEntry.objects.create(
            user_id=suite["user"],
            content_type=ContentType.objects.get_for_model(User),
            object_id=str(suite["user"]),
            action_flag=CHANGE,
            change_message=PREVENU,
        )


def _fresque_au_terme(courriel: Courriel, suite: dict[str, Any]) -> bool:
    """Nobody has written, or asked for more time, while it waited."""
    projet = partout(Projet).filter(pk=suite["projet"]).first()
    return projet is not None and courriel.cle.startswith(f"{projet.pk}:{projet.terme}:")


def _compte_au_terme(courriel: Courriel, suite: dict[str, Any]) -> bool:
    """They have not come back while it waited."""
    user = User.objects.filter(pk=suite["user"]).first()
    return user is not None and courriel.cle.startswith(f"{user.pk}:{terme(user)}:")


FRESQUE = Lettre(
    "preavis_fresque", "préavis d’effacement d’une fresque", _fresque_prevenue, _fresque_au_terme
)
COMPTE = Lettre(
    "preavis_compte", "préavis d’effacement d’un compte", _compte_prevenu, _compte_au_terme
)


def _attente(courriel: Courriel) -> timedelta:
    """How many days it waited before it left."""
    return timezone.localdate() - timezone.localdate(courriel.cree_le)


def _message(gabarit: str, sujet: str, donnees: dict[str, object]) -> EmailMessage:
    texte = render_to_string(f"donnees/courriel_{gabarit}.txt", donnees)
    return EmailMessage(" ".join(sujet.split()), texte)


def _poster(
    lettre: Lettre,
    message: EmailMessage,
    adresses: Iterable[str],
    cle: str,
    suite: dict[str, Any],
) -> bool:
    """To each one alone, once. False when nobody is to be told, or when the last try was given
    up: it begins again, and whoever reads the report knows."""
    if not un_facteur():
        return False
    maintenant = timezone.now()
    siennes = Courriel.objects.filter(sorte=lettre.nom, cle__startswith=f"{cle}:")
    manquee = siennes.filter(etat=Etat.ABANDONNE).exists()
    for adresse in adresses:
        message.to = [adresse]
        sienne = f"{cle}:{empreinte(adresse)[:16]}"
        poster(lettre, message, cle=sienne, perime_le=maintenant + VALIDITE, suite=suite)
    return not manquee and siennes.vivants().filter(perime_le__gt=maintenant).exists()
