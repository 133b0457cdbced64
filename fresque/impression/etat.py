"""Where a print is, as the page that follows it says."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from fresque.impression.operations import personne_ne_travaille
from fresque.models import Impression
from pasapas.models.travaux import Etat


class Ou(StrEnum):
    PRETE = "prete"
    SE_FAIT = "se_fait"
    ATTEND = "attend"
    SEULE = "seule"  # no worker beside the pages
    REESSAIE = "reessaie"
    RATEE = "ratee"
    ARRETEE = "arretee"


@dataclass(frozen=True, slots=True)
class Avancee:
    """``suit``: the page is worth asking again in a moment."""

    impression: Impression
    ou: Ou

    @property
    def progres(self) -> int:
        travail = self.impression.travail
        return travail.progres if travail else 0

    @property
    def suit(self) -> bool:
        return self.ou in {Ou.SE_FAIT, Ou.ATTEND, Ou.REESSAIE}

    @property
    def nombre(self) -> int:
        return sum(nombre for _, _, nombre in self.impression.feuilles)


def avancee(impression: Impression) -> Avancee:
    return Avancee(impression, _ou(impression))


def _ou(impression: Impression) -> Ou:
    travail = impression.travail
    if impression.prete:
        return Ou.PRETE
    if travail is None or travail.etat == Etat.ANNULE:
        return Ou.ARRETEE
    if travail.etat == Etat.ABANDONNE:
        return Ou.RATEE
    tenu = travail.a_prendre_le > timezone.now()
    if travail.etat == Etat.EN_COURS and tenu:
        return Ou.SE_FAIT
    if personne_ne_travaille():
        return Ou.SEULE
    return Ou.REESSAIE if travail.erreur and tenu else Ou.ATTEND
