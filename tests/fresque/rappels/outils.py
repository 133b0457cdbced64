"""A morning, and étapes that come to their end."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from fiches.models import Etape
from fresque.rappels.operations import passer
from pasapas.models import Courriel, Participant, Projet, Role
from pasapas.models.travaux import Etat
from tests.factories import EtapeFactory, FicheActionFactory, ParticipantFactory, UserFactory

MATIN = datetime(2026, 5, 24, 8, tzinfo=UTC)  # 10 h in Paris, 4 h in Guadeloupe
FIN = date(2026, 5, 31)  # in 7 days


class Horloge:
    """The hour that it is, moved by hand."""

    def __init__(self) -> None:
        self.il_est = MATIN

    def now(self) -> datetime:
        return self.il_est

    def avance(self, **temps: float) -> None:
        self.il_est += timedelta(**temps)


def avec_adresse(projet: Projet, role: str = Role.CONTRIBUTEUR, **champs: Any) -> Participant:
    """Somebody with an account and an address."""
    return ParticipantFactory(projet=projet, role=role, user=UserFactory(), **champs)


def etape(qui: Participant | None, projet: Projet, fin: str = "2026-05", **champs: Any) -> Etape:
    """On a fiche of its own, whose référent is this person."""
    fiche = champs.pop("fiche", None) or FicheActionFactory(projet=projet, referent=qui)
    return EtapeFactory(projet=projet, fiche=fiche, periode_fin=fin, **champs)


def recus(faire: Callable[[], Any] = passer) -> list[EmailMessage]:
    """The e-mails that leave once this is done, in the order of their addresses."""
    avant = len(mail.outbox)
    faire()
    # Rows are due from the true hour, which the field took before any test.
    Courriel.objects.filter(etat=Etat.PRET).update(a_prendre_le=timezone.now())
    return sorted(list(mail.outbox)[avant:], key=lambda m: m.to)
