"""Dates as a calendar reads them (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from icalendar import Calendar, Event

from fresque.agenda.jours import Jalon
from pasapas.models import Projet

SUIVRE = timedelta(hours=6)  # how often a calendar should ask again
PRODUIT = "-//Pas à pas//Fresque//FR"


def ecrire(projet: Projet, dates: Iterable[Jalon], racine: str, *, detaille: bool = False) -> bytes:
    """``racine``: where this installation answers, for the pages that the events lead to."""
    agenda = Calendar()
    agenda.add("prodid", PRODUIT)
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", f"Pas à pas · {projet}" if detaille else "Pas à pas")
    agenda.add("refresh-interval", SUIVRE, parameters={"VALUE": "DURATION"})
    for une in dates:
        agenda.add_component(_evenement(projet, une, racine))
    agenda.add_missing_timezones()
    return agenda.to_ical()


def _evenement(projet: Projet, une: Jalon, racine: str) -> Event:
    """The same ``UID`` whatever becomes of it; a later ``SEQUENCE`` at each change."""
    evenement = Event()
    evenement.add("uid", f"{une.cle}-{projet.cree_le:%Y%m%dT%H%M%S%f}@pas-a-pas")
    evenement.add("dtstamp", projet.modifie_le)
    evenement.add("sequence", une.version)
    evenement.add("summary", une.titre)
    evenement.add("dtstart", une.debut)
    evenement.add("dtend", une.fin)
    if une.annulee:
        evenement.add("status", "CANCELLED")
    # A whole day, or a month, leaves one free for the rest; a séance does not.
    occupe = isinstance(une.debut, datetime) and not une.annulee
    evenement.add("transp", "OPAQUE" if occupe else "TRANSPARENT")
    if une.lieu:
        evenement.add("location", une.lieu)
    if une.texte:
        evenement.add("description", une.texte)
    if une.page:
        chemin = reverse("fresque:planche", args=[projet.slug, une.page])
        evenement.add("url", racine.rstrip("/") + chemin)
    return evenement
