"""What others wrote since one's last visit: « peinture fraîche »."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from diagnostic.campagnes.seance import VOIX
from pasapas.models import Evenement, Participant, Visite
from pasapas.serveur.preparee import Preparee

LUS = 500  # changes looked at: more than anyone comes back to


@dataclass(frozen=True, slots=True)
class Nouveaute:
    """What is new in one box: who wrote there, by first name, and when last."""

    case: str
    qui: tuple[str, ...]
    quand: datetime


@dataclass(frozen=True, slots=True)
class Fraicheur:
    """The boxes others painted since ``depuis``, the last one first. On a first visit, none."""

    depuis: datetime | None = None
    nouveautes: tuple[Nouveaute, ...] = ()

    @property
    def cases(self) -> frozenset[str]:
        return frozenset(nouveaute.case for nouveaute in self.nouveautes)


VISITES = Preparee(
    lambda projet, participant: Visite.objects.filter(projet=projet, participant=participant),
    projet=-1,
    participant=-2,
)


def derniere_visite(participant: Participant) -> datetime | None:
    """When the visit before this one ended: 1 query."""
    visite = VISITES.premiere(projet=participant.projet_id, participant=participant.pk)
    return visite.depuis(timezone.now()) if visite else None


def fraicheur(participant: Participant, depuis: datetime | None) -> Fraicheur:
    """What the others wrote since ``depuis``: 1 query, none on a first visit.

    The voices of a séance show on no wall; a text put aside changed nothing on it.
    """
    if depuis is None:
        return Fraicheur()
    lignes = (
        Evenement.objects.filter(projet=participant.projet, quand__gt=depuis)
        .exclude(champ=VOIX)
        .exclude(action=Evenement.Action.CONFLIT)
        .exclude(qui=participant)
        .order_by("-pk")
        .values_list("planche", "encart", "quand", "qui__prenom", "nom")[:LUS]
    )
    cases: dict[str, list[tuple[datetime, str]]] = {}
    for planche, encart, quand, prenom, nom in lignes:
        cases.setdefault(f"{planche}--{encart}", []).append((quand, prenom or nom))
    return Fraicheur(
        depuis,
        tuple(
            Nouveaute(case, tuple(dict.fromkeys(qui for _, qui in ecrits)), ecrits[0][0])
            for case, ecrits in cases.items()
        ),
    )
