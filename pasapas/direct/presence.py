"""Who is here: seen, gone, forgotten. Nothing of it touches the journal or the version."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pasapas.acces.permissions import peut_ecrire
from pasapas.direct.annonces import annoncer_presence
from pasapas.models import Participant, Presence, Projet, Visite

OUBLI = timedelta(hours=1)
VISITE = timedelta(minutes=30)  # so long without a page ends a visit
PAS = timedelta(minutes=1)  # how exactly the end of a visit is known
ENCART = re.compile(r"[a-z0-9_-]{1,60}--[a-z0-9_-]{1,60}")
ENCARTS_MAX = 8  # forms one person has open at once


@dataclass(frozen=True, slots=True)
class Present:
    """Someone here, as the others call them, and the boxes they are writing in."""

    participant: int
    appel: str
    encarts: tuple[str, ...]


def presents(projet: Projet) -> list[Present]:
    """Who is on this fresque now, by first name (the whole name when two share it)."""
    lignes = (
        Presence.objects.recentes()
        .filter(projet=projet)
        .select_related("participant")
        .order_by("participant__prenom", "participant__nom", "participant_id", "encart")
    )
    encarts: dict[Participant, list[str]] = {}
    for ligne in lignes:
        encarts.setdefault(ligne.participant, []).extend([ligne.encart] if ligne.encart else [])
    prenoms = Counter(personne.prenom for personne in encarts)
    return [
        Present(
            personne.pk,
            personne.prenom if prenoms[personne.prenom] == 1 and personne.prenom else str(personne),
            tuple(siens),
        )
        for personne, siens in encarts.items()
    ]


@transaction.atomic
def montrer(participant: Participant, encarts: Iterable[str], quittes: Iterable[str] = ()) -> None:
    """``participant`` is here, writes in ``encarts``, and has just closed ``quittes``."""
    ecrits = [e for e in dict.fromkeys(encarts) if ENCART.fullmatch(e)][:ENCARTS_MAX]
    ici = {"", *(ecrits if peut_ecrire(participant) else ())}
    siennes = Presence.objects.filter(participant=participant)
    connus = set(siennes.recentes().values_list("encart", flat=True))
    clos = {q for q in quittes if ENCART.fullmatch(q)} - ici
    fermes = siennes.filter(encart__in=clos).delete()[0]
    maintenant = timezone.now()
    Presence.objects.bulk_create(
        (
            Presence(
                projet_id=participant.projet_id,
                participant=participant,
                encart=encart,
                vu_le=maintenant,
            )
            for encart in sorted(ici)
        ),
        update_conflicts=True,
        unique_fields=["participant", "encart"],
        update_fields=["vu_le"],
    )
    _noter_la_visite(participant, maintenant)
    if fermes or not ici <= connus:
        oubliees = Presence.objects.sans_projet("ménage : on s’en va de partout")
        oubliees.filter(vu_le__lt=maintenant - OUBLI).delete()
        annoncer_presence(participant.projet_id)


def masquer_le_depart(participant: Participant) -> None:
    """« Par où commencer » is not shown to ``participant`` any more. No visit is made of it."""
    Visite.objects.update_or_create(
        projet_id=participant.projet_id,
        participant=participant,
        defaults={"depart_masque": True},
        create_defaults={"depart_masque": True, "vue_le": timezone.now()},
    )


def depuis(
    vue_le: datetime, precedente_le: datetime | None, maintenant: datetime
) -> datetime | None:
    """The end of the visit before the one of ``maintenant``; None when this one is the first."""
    return vue_le if vue_le < maintenant - VISITE else precedente_le


def _noter_la_visite(participant: Participant, maintenant: datetime) -> None:
    """``participant`` has a page open: another visit begins when the last one is over."""
    visites = Visite.objects.filter(projet=participant.projet_id, participant=participant)
    derniere = visites.first()
    if derniere is None:
        neuve = Visite(projet_id=participant.projet_id, participant=participant, vue_le=maintenant)
        Visite.objects.bulk_create([neuve], ignore_conflicts=True)
    elif derniere.vue_le < maintenant - PAS:
        # Two pages of theirs may open at once: the one that comes second changes nothing.
        visites.filter(vue_le=derniere.vue_le).update(
            vue_le=maintenant,
            precedente_le=depuis(derniere.vue_le, derniere.precedente_le, maintenant),
        )


@transaction.atomic
def partir(participant: Participant) -> None:
    """``participant`` closed or hid the page."""
    if Presence.objects.filter(participant=participant).delete()[0]:
        annoncer_presence(participant.projet_id)
