"""An étape as its follow-up reads it: when, by whom, and whether it is done. Frozen values."""

from dataclasses import dataclass
from datetime import date

from pasapas.valeurs.periodes import RIEN, Periode


@dataclass(frozen=True, slots=True)
class Responsable:
    """Who sees to an étape: a participant, by their key, or a name alone. ``parti``: they left
    the fresque, or their access is over."""

    nom: str
    participant: int | None = None
    parti: bool = False


@dataclass(frozen=True, slots=True)
class EtapeVue:
    """``quand``: its period in the group's words; ``periode``: what was understood of it;
    ``rappel``: « rappel envoyé le 3 mai »."""

    quand: str = ""
    periode: Periode = RIEN
    faite_le: date | None = None
    responsables: tuple[Responsable, ...] = ()
    rappel: str = ""

    @property
    def presents(self) -> tuple[Responsable, ...]:
        return tuple(qui for qui in self.responsables if not qui.parti)

    @property
    def partis(self) -> tuple[Responsable, ...]:
        return tuple(qui for qui in self.responsables if qui.parti)

    @property
    def qui(self) -> str:
        """« Inès Marchand, Cabinet Durand »."""
        return ", ".join(un.nom for un in self.responsables)

    def est_a(self, participant: int) -> bool:
        return any(un.participant == participant for un in self.responsables)
