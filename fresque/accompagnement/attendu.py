"""Where an accompaniment should be on that day, and where it is. A pause stops the count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pasapas.models import Accompagnement, Pause, PhaseAccompagnement
from pasapas.valeurs.textes import jour as en_mots
from pasapas.valeurs.textes import mois_pleins

PHASES = (
    PhaseAccompagnement.AUTODIAGNOSTIC,
    PhaseAccompagnement.APPUI,
    PhaseAccompagnement.ACTION,
)
DEBUTS = dict(zip(PHASES, ("debut", "phase_2_le", "phase_3_le"), strict=True))


@dataclass(frozen=True, slots=True)
class Attendu:
    """``mois`` of ``sur``: 0 while nothing began, more than ``sur`` once it is over. ``phase``: the
    one expected, "" when none is."""

    mois: int
    sur: int
    phase: str
    en_retard: bool
    en_pause: bool

    @property
    def de_plus(self) -> int:
        """Months beyond those of the programme."""
        return max(0, self.mois - self.sur)

    @property
    def dit(self) -> str:
        """« mois 5 / 8, phase 2 attendue »."""
        if not self.mois:
            return "pas commencé"
        mois = f"mois {self.mois} / {self.sur}"
        if self.en_pause:
            return f"{mois}, en pause"
        return f"{mois}, phase {self.phase} attendue" if self.phase else mois

    @property
    def au_groupe(self) -> str:
        """The same, told to those who are followed: « mois 5 sur 8, la phase 2 est attendue »."""
        prevus = f" ({self.sur} étaient prévus)" if self.de_plus else f" sur {self.sur}"
        suite = f", la phase {self.phase} est attendue" if self.en_retard else ""
        return f"mois {self.mois}{prevus}{', en pause' if self.en_pause else suite}"


def passees(suivi: Accompagnement, attendues: Mapping[str, date | None]) -> list[tuple[str, str]]:
    """Each phase, and since when in words; of one that has not come, when it is expected."""
    rang = PHASES.index(suivi.phase) if suivi.phase in PHASES else len(PHASES)
    dites = []
    for place, phase in enumerate(PHASES):
        le, des = getattr(suivi, DEBUTS[phase]), attendues.get(phase)
        if le:
            dit = en_mots(le)
        elif place > rang:
            dit = f"attendue le {en_mots(des)}" if des else "à venir"
        else:
            dit = "pas commencé" if place == 0 and rang == 0 else "jour non noté"
        dites.append((phase.label.replace(".", ""), dit))
    return dites


def attendu(
    accompagnement: Accompagnement, jour: date, pauses: Iterable[Pause] | None = None
) -> Attendu:
    """``jour``: the day it is there. ``pauses``: its own, read when they are not given."""
    regles, debut = accompagnement.regles, accompagnement.debut
    toutes = accompagnement.pauses.all() if pauses is None else pauses
    siennes = sorted((p for p in toutes if p.du <= jour), key=lambda p: p.du)
    en_pause = any(p.reprise_le is None or jour < p.reprise_le for p in siennes)
    sur = regles.mois_phase_3
    fini = accompagnement.phase == PhaseAccompagnement.TERMINE
    if debut is None or debut > jour:
        return Attendu(0, sur, "", en_retard=False, en_pause=en_pause)
    jusqu_a = min(jour, accompagnement.termine_le or jour)
    mois = mois_pleins(debut + _arrete(siennes, jusqu_a, debut), jusqu_a) + 1
    if accompagnement.hors_programme or fini:
        return Attendu(mois, sur, "", en_retard=False, en_pause=en_pause)
    phase = PHASES[sum(mois > borne for borne in (regles.mois_phase_1, regles.mois_phase_2))]
    en_retard = not en_pause and accompagnement.phase < phase
    return Attendu(mois, sur, phase, en_retard, en_pause)


def _arrete(pauses: Iterable[Pause], jusqu_a: date, debut: date) -> timedelta:
    """How long it stood still until that day; pauses that overlap count once."""
    total, vu = timedelta(), debut
    for pause in pauses:
        de, a = max(pause.du, vu), min(pause.reprise_le or jusqu_a, jusqu_a)
        if a > de:
            total += a - de
            vu = a
    return total
