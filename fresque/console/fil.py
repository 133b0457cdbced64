"""One établissement: what happened, whom to call, what is shared, for the page that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from fresque.accompagnement import relais
from fresque.accompagnement.attendu import passees
from fresque.console.lignes import LigneDossier
from fresque.console.mots import nombre
from fresque.console.raisons import Raison, court, regle
from pasapas.acces.permissions import ANIMENT
from pasapas.models import (
    Accompagnement,
    Consultation,
    Intervention,
    Partage,
    Participant,
    Pause,
    Programme,
    Role,
)
from pasapas.models.dossier import Groupe


@dataclass(frozen=True, slots=True)
class Fait:
    """``sorte``: an exchange of ours, something of the group's, or an alert."""

    quand: date
    titre: str
    detail: str = ""
    par: str = ""
    sorte: str = "groupe"

    @property
    def le(self) -> str:
        return f"{court(self.quand)}\u00a0{self.quand.year}"


@dataclass(frozen=True)
class Page:
    """All that the page of an établissement shows."""

    vue: LigneDossier
    suivi: Accompagnement | None
    partage: Partage | None
    faits: list[Fait]
    contacts: list[Participant]
    interventions: list[Intervention]
    entree: bool

    @property
    def regle(self) -> str:
        raison = self.vue.palier.raison
        regles = self.suivi.regles if self.suivi else Programme()
        return regle(Raison(raison), regles) if raison else ""

    @property
    def groupe(self) -> Groupe:
        return Groupe(self.vue.palier.groupe)

    @property
    def passees(self) -> list[tuple[str, str]]:
        d = self.vue.dossier
        attendues = {"2": d.phase_2_des, "3": d.phase_3_des}
        return passees(self.suivi, attendues) if self.suivi else []

    @property
    def comptes(self) -> list[tuple[str, str, str]]:
        """What counts against the days."""
        return [
            (court(i.date, self.vue.aujourd_hui), str(i), _duree(i))
            for i in reversed(self.interventions)
            if i.compte and i.date
        ]

    @property
    def telephone(self) -> Participant | None:
        return self.vue.palier.contact


def page(vue: LigneDossier, compte: Any, suivi: Accompagnement | None) -> Page:
    """About 8 queries."""
    projet = vue.dossier.projet
    if projet is None:
        return Page(vue, None, None, [], [], [], False)
    interventions = list(
        Intervention.objects.de(projet).select_related("auteur").order_by("date", "cree_le", "pk")
    )
    partages = list(Partage.objects.de(projet).select_related("conseil").order_by("pk"))
    mien = next((p for p in partages if p.conseil_id == compte.pk), None)
    pauses = list(Pause.objects.de(projet).order_by("du", "pk"))
    contacts = _contacts(vue, projet)
    visites = Consultation.objects.de(projet).filter(participant__user=compte.pk)
    ouvertures = list(visites.order_by("-jour").values_list("jour", flat=True)[:10])
    entrees = Participant.objects.de(projet).ouverts().du_compte(compte)
    faits = [
        *_echanges(interventions),
        *_etapes_de_l_accompagnement(suivi, pauses),
        *_relais(suivi, vue),
        *_accords(partages, vue),
        *(Fait(j, "Vous avez ouvert la fresque", "le groupe le voit") for j in ouvertures),
        *_alertes(vue),
    ]
    faits.sort(key=lambda fait: fait.quand)
    faits.reverse()  # of one day too, the last one first
    return Page(vue, suivi, mien, faits, contacts, interventions, entrees.exists())


def _contacts(vue: LigneDossier, projet: Any) -> list[Participant]:
    """The group's, once it accepted; before anyone came, those one invited."""
    tous = Participant.objects.de(projet).presents().exclude(role=Role.CHARGE_DE_MISSION)
    if not vue.palier.accepte:
        tous = tous.filter(role=Role.PILOTE) if not vue.palier.venu else tous.none()
    elif "1" not in vue.palier.annexes:  # the group is said in annexe 1; who leads it is known
        tous = tous.filter(role__in=ANIMENT)
    joignables = [p for p in tous if p.telephone or p.courriel]
    ordre = {Role.PILOTE: 0, Role.ANIMATEUR: 1}
    return sorted(joignables, key=lambda p: (ordre.get(Role(p.role), 2), not p.telephone, p.ordre))


def _duree(une: Intervention) -> str:
    """As it was typed: « 2 h », « 1,5 jour »."""
    if une.heures:
        return f"{nombre(une.heures)}\u00a0h"
    return f"{nombre(une.jours)}\u00a0jour{'s' if une.jours >= 2 else ''}" if une.jours else ""


def _echanges(interventions: list[Intervention]) -> Iterator[Fait]:
    for une in interventions:
        if une.date:
            type_ = str(une.get_type_display())
            titre = ", ".join(filter(None, (type_, _duree(une)))) + (
                f" : {une.intitule}" if une.intitule else ""
            )
            par = f"noté par {une.auteur}" if une.auteur else ""
            yield Fait(une.date, titre, une.note, par, "echange")


def _etapes_de_l_accompagnement(
    suivi: Accompagnement | None, pauses: list[Pause]
) -> Iterator[Fait]:
    if suivi is None:
        return
    dites = (
        (suivi.debut, "Accompagnement ouvert"),
        (suivi.autorisation_verifiee_le, "Autorisation vérifiée"),
        (suivi.convention_signee_le, "Convention signée"),
        (suivi.phase_2_le, "Phase 2 : entretien et appui"),
        (suivi.phase_3_le, "Phase 3 : passage à l’action"),
        (suivi.termine_le, "Accompagnement terminé"),
        (suivi.derogation_le, f"Dérogation : {suivi.derogation}"),
    )
    for quand, titre in dites:
        if quand:
            yield Fait(quand, titre)
    if suivi.entretien_date:
        duree = f"{suivi.entretien_duree} min" if suivi.entretien_duree else ""
        yield Fait(suivi.entretien_date, "Entretien", duree, sorte="echange")
    for pause in pauses:
        yield Fait(pause.du, "Mis en pause", pause.raison)
        if pause.reprise_le:
            yield Fait(pause.reprise_le, "Repris")


def _la(quand: datetime, vue: LigneDossier) -> date:
    return timezone.localdate(quand, vue.dossier.etablissement.fuseau)


def _relais(suivi: Accompagnement | None, vue: LigneDossier) -> Iterator[Fait]:
    for dit in relais.dits(suivi) if suivi else ():
        par = f"par {dit.user}"
        yield Fait(_la(dit.action_time, vue), dit.change_message, par=par, sorte="echange")


def _accords(partages: list[Partage], vue: LigneDossier) -> Iterator[Fait]:
    for partage in partages:
        yield Fait(_la(partage.demande_le, vue), f"Accord demandé pour {partage.conseil}")
        if partage.repondu_le:
            dit = "Le groupe a accepté" if partage.accepte else "Le groupe a refusé"
            annexes = ", ".join(str(n) for n in sorted(partage.annexes))
            yield Fait(
                _la(partage.repondu_le, vue),
                f"{dit} {partage.conseil}",
                f"annexes partagées : {annexes or 'aucune'}" if partage.accepte else "",
            )


def _alertes(vue: LigneDossier) -> Iterator[Fait]:
    """Those that hold today, on the day they began."""
    for numero in filter(None, vue.palier.raisons.split(",")):
        raison = Raison(int(numero))
        debut = vue.palier.debut(raison)
        if debut:
            yield Fait(debut, raison.titre, sorte="alerte")
