"""Dates as a calendar reads them (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from fresque.agenda.jours import Jalon
from pasapas.models import Projet

if TYPE_CHECKING:
    from icalendar import Event

SUIVRE = timedelta(hours=6)  # how often a calendar should ask again
PRODUIT = "-//Pas à pas//Fresque//FR"


def ecrire(projet: Projet, dates: Iterable[Jalon], racine: str, *, detaille: bool = False) -> bytes:
    """``racine``: where this installation answers, for the pages that the events lead to."""
    nom = f"Pas à pas · {projet}" if detaille else "Pas à pas"
    return relier(nom, (_du_projet(projet, une, racine) for une in dates))


def relier(nom: str, evenements: "Iterable[Event]") -> bytes:
    from icalendar import Calendar  # a twentieth of the loading, for who subscribes

    agenda = Calendar()
    agenda.add("prodid", PRODUIT)
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", nom)
    agenda.add("refresh-interval", SUIVRE, parameters={"VALUE": "DURATION"})
    for un in evenements:
        agenda.add_component(un)
    agenda.add_missing_timezones()
    return agenda.to_ical()


def evenement(une: Jalon, ne_le: datetime, ecrit_le: datetime, page: str = "") -> "Event":
    """The same ``UID`` whatever becomes of it; a later ``SEQUENCE`` at each change."""
    from icalendar import STATUS, TRANSP, Event

    # A whole day, or a month, leaves one free for the rest; a séance does not.
    occupe = isinstance(une.debut, datetime) and not une.annulee
    return Event.new(
        uid=f"{une.cle}-{ne_le:%Y%m%dT%H%M%S%f}@pas-a-pas",
        stamp=ecrit_le,
        sequence=une.version,
        summary=une.titre,
        start=une.debut,
        end=une.fin,
        status=STATUS.CANCELLED if une.annulee else None,
        transparency=TRANSP.OPAQUE if occupe else TRANSP.TRANSPARENT,
        location=une.lieu or None,
        description=une.texte or None,
        url=page or None,
    )


def _du_projet(projet: Projet, une: Jalon, racine: str) -> "Event":
    chemin = reverse("fresque:planche", args=[projet.slug, une.page]) if une.page else ""
    page = racine.rstrip("/") + chemin if chemin else ""
    return evenement(une, projet.cree_le, projet.modifie_le, page)
