"""From what was written to how a row stands, today and later: no clock, no query, no text.

Everything that makes a row move is a day known beforehand, so the whole of its future is written
when a cause changes, and reading only asks which ``Etat`` the day falls in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from fresque.console.raisons import Raison
from pasapas.models import Programme
from pasapas.models.dossier import JAMAIS, TOUJOURS, Groupe

UN_JOUR = timedelta(days=1)


@dataclass(frozen=True)
class Causes:
    """What begins a reason, as far as one adviser may know; None: nothing does. ``reprise``: the
    end of the last pause, from which waiting counts afresh."""

    rappel_le: date | None = None
    rendez_vous_le: date | None = None
    invite_le: date | None = None
    accord_demande_le: date | None = None
    activite_le: date | None = None
    phase_due_le: date | None = None
    diagnostic_le: date | None = None
    etape_due_le: date | None = None
    premier_membre_le: date | None = None
    reprise: date = TOUJOURS


@dataclass(frozen=True)
class Parcours:
    """``pauses``: from a day to another, apart. ``attente``: from a call to the day it ends."""

    accompagne: bool = True
    hors_programme: bool = False
    termine_le: date | None = None
    pauses: tuple[tuple[date, date], ...] = ()
    attente: tuple[date, date] | None = None


@dataclass(frozen=True)
class Etat:
    du: date
    au: date
    groupe: Groupe
    raison: int
    depuis: date
    raisons: tuple[int, ...] = field(default=())

    def rang(self, tri: str) -> str:
        return f"{self.groupe}{self.raison}{self.depuis.isoformat()}{tri}"[:100]


def debuts(causes: Causes, regles: Programme) -> dict[int, date]:
    """The day each reason begins. Waiting is counted from the end of the last pause."""

    def apres(jour: date | None, nombre: int) -> date | None:
        return None if jour is None else max(jour, causes.reprise) + timedelta(days=nombre)

    def au_plus_tot(jour: date | None) -> date | None:
        return None if jour is None else max(jour, causes.reprise)

    trouves = {
        Raison.RAPPEL: causes.rappel_le,
        Raison.RENDEZ_VOUS: au_plus_tot(causes.rendez_vous_le and causes.rendez_vous_le + UN_JOUR),
        Raison.INVITATION: apres(causes.invite_le, regles.seuil_invitation),
        Raison.ACCORD: apres(causes.accord_demande_le, regles.seuil_accord),
        Raison.ACTIVITE: apres(causes.activite_le, regles.seuil_activite),
        Raison.PHASE: au_plus_tot(causes.phase_due_le),
        Raison.AUTODIAGNOSTIC: apres(causes.diagnostic_le, regles.seuil_autodiagnostic),
        Raison.ETAPE: au_plus_tot(causes.etape_due_le),
        Raison.SALARIE: apres(causes.premier_membre_le, regles.seuil_salarie),
    }
    return {int(raison): jour for raison, jour in trouves.items() if jour is not None}


def etats(parcours: Parcours, commence: Mapping[int, date]) -> list[Etat]:
    """One after the other, from always to never; two alike are one."""
    bornes = sorted({TOUJOURS, *_bornes(parcours, commence)})
    suite: list[Etat] = []
    for du, au in zip(bornes, [*bornes[1:], JAMAIS], strict=True):
        etat = Etat(du, au, *_juger(parcours, commence, du))
        if suite and _pareils(suite[-1], etat):
            etat = Etat(suite.pop().du, au, etat.groupe, etat.raison, etat.depuis, etat.raisons)
        suite.append(etat)
    return suite


def _bornes(parcours: Parcours, commence: Mapping[int, date]) -> Iterator[date]:
    yield from commence.values()
    for periode in (*parcours.pauses, parcours.attente):
        if periode is not None:
            yield from (jour for jour in periode if jour < JAMAIS)
    if parcours.termine_le:
        yield parcours.termine_le


def _pareils(un: Etat, autre: Etat) -> bool:
    return (un.groupe, un.raison, un.depuis, un.raisons) == (
        autre.groupe,
        autre.raison,
        autre.depuis,
        autre.raisons,
    )


def _juger(
    parcours: Parcours, commence: Mapping[int, date], jour: date
) -> tuple[Groupe, int, date, tuple[int, ...]]:
    """How it stands on that day."""
    if parcours.termine_le and parcours.termine_le <= jour:
        return Groupe.TERMINE, 0, JAMAIS, ()
    if any(du <= jour < au for du, au in parcours.pauses):
        return Groupe.PAUSE, 0, JAMAIS, ()
    vraies = tuple(sorted(raison for raison, debut in commence.items() if debut <= jour))
    if parcours.attente and parcours.attente[0] <= jour < parcours.attente[1]:
        return Groupe.ATTENTE, 0, parcours.attente[1], vraies
    if vraies:
        premiere = Raison(vraies[0])
        return premiere.groupe, int(premiere), commence[premiere], vraies
    hors = parcours.hors_programme or not parcours.accompagne
    return (Groupe.HORS if hors else Groupe.CALME), 0, JAMAIS, ()
