"""What becomes of an accompaniment: opened, taken further, paused, handed over, closed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from fresque.accompagnement.eligibilite import eligibilite
from pasapas.ecriture.changements import bouger, verrouiller
from pasapas.ecriture.transactions import ensemble
from pasapas.models import (
    Accompagnement,
    Intervention,
    Pause,
    PhaseAccompagnement,
    PisteProposee,
    Projet,
    User,
)
from pasapas.models.accompagnement import SEULS, jours_comptes
from pasapas.valeurs.textes import jour as en_mots
from pasapas.valeurs.textes import mois_apres

DATES = {"2": "phase_2_le", "3": "phase_3_le", "termine": "termine_le"}
EN_PAUSE = "L’accompagnement est en pause : reprenez-le d’abord."


@ensemble
def ouvrir(
    compte: User | None,
    projet: Projet,
    *,
    hors_programme: bool = False,
    derogation: str = "",
    debut: date | None = None,
) -> Accompagnement:
    """Begin to follow a projet. Raises ValidationError, with each reason, where the programme
    cannot take it in: unless it is followed outside of it, or taken in all the same for a reason
    that stays."""
    etablissement = projet.etablissement
    jour = debut or etablissement.aujourd_hui
    dit = eligibilite(etablissement, jour)
    if not (dit.possible or hors_programme or derogation.strip()):
        raise ValidationError([f"{une.titre} : {une.dit}." for une in dit.refus])
    accorde = not dit.possible and not hors_programme
    suivi = Accompagnement(
        projet=projet,
        suivi_par=compte,
        programme=None if hors_programme else dit.programme,
        hors_programme=hors_programme,
        derogation=derogation.strip() if accorde else "",
        derogation_par=compte if accorde else None,
        derogation_le=jour if accorde else None,
        debut=jour,
    )
    suivi.fin_prevue = None if hors_programme else mois_apres(jour, suivi.regles.mois_phase_3)
    suivi.full_clean(exclude=["projet"])
    suivi.save()
    fait = "Accompagnement ouvert" + (", hors programme" if hors_programme else "")
    fait += f", par dérogation : {suivi.derogation}" if accorde else ""
    _retenir(compte, suivi, fait, neuf=True)
    return suivi


@ensemble
def passer(compte: User, suivi: Accompagnement, phase: str, jour: date) -> Accompagnement:
    """To this phase, from that day: forward, or back when it was a mistake."""
    tenu = verrouiller(suivi)
    if tenu.phase == phase:
        return tenu
    if _en_pause(tenu) is not None:
        raise ValidationError(EN_PAUSE)
    if tenu.debut and jour < tenu.debut:
        raise ValidationError(f"L’accompagnement a commencé le {en_mots(tenu.debut)}.")
    ordre = list(PhaseAccompagnement.values)
    rang = ordre.index(phase)
    for une, champ in DATES.items():
        if ordre.index(une) > rang:
            setattr(tenu, champ, None)
        elif une == phase or (getattr(tenu, champ) is None and ordre.index(une) < rang):
            setattr(tenu, champ, jour)
    tenu.phase = phase
    ecrire(compte, tenu, f"Phase : {tenu.get_phase_display()}, le {en_mots(jour)}")
    return tenu


@ensemble
def mettre_en_pause(compte: User, suivi: Accompagnement, du: date, raison: str = "") -> Pause:
    tenu = verrouiller(suivi)
    if tenu.phase == PhaseAccompagnement.TERMINE:
        raise ValidationError("Cet accompagnement est terminé.")
    derniere = tenu.pauses.order_by("-du").first()
    if derniere and derniere.reprise_le is None:
        raise ValidationError("Cet accompagnement est déjà en pause.")
    if derniere and derniere.reprise_le and du < derniere.reprise_le:
        raise ValidationError(f"La dernière pause dure jusqu’au {en_mots(derniere.reprise_le)}.")
    pause = Pause(projet=tenu.projet, accompagnement=tenu, du=du, raison=raison)
    pause.full_clean(exclude=["projet", "accompagnement"])
    pause.save()
    ecrire(compte, tenu, f"En pause depuis le {en_mots(du)}")
    return pause


@ensemble
def reprendre(compte: User, suivi: Accompagnement, jour: date) -> Pause:
    """What is expected counts afresh from that day."""
    tenu = verrouiller(suivi)
    pause = _en_pause(tenu)
    if pause is None:
        raise ValidationError("Cet accompagnement n’est pas en pause.")
    if jour < pause.du:
        raise ValidationError(f"La pause a commencé le {en_mots(pause.du)}.")
    pause.reprise_le = jour
    pause.full_clean(exclude=["projet", "accompagnement"])
    pause.save(update_fields=["reprise_le"])
    if tenu.fin_prevue:
        tenu.fin_prevue += jour - pause.du
    ecrire(compte, tenu, f"Repris le {en_mots(jour)}")
    return pause


@ensemble
def noter_intervention(compte: User, suivi: Accompagnement, **dits: Any) -> Intervention:
    """Something was done for the établissement: its days count against those of the programme."""
    tenu = verrouiller(suivi)
    faite = Intervention.nouveau(tenu.projet, accompagnement=tenu, auteur=compte, **dits)
    faite.ordre = tenu.interventions.count()
    faite.full_clean(exclude=["projet", "accompagnement", "auteur"])
    faite.save()
    if faite.compte:
        compter_les_jours(tenu)
    ecrire(compte, tenu, f"{faite.get_type_display()} : {faite}")
    return faite


@ensemble
def retirer_intervention(compte: User, faite: Intervention) -> None:
    tenu = verrouiller(faite.accompagnement)
    dit = f"{faite.get_type_display()} retirée : {faite}"
    Intervention.objects.celle(faite).delete()
    if faite.compte:
        compter_les_jours(tenu)
    ecrire(compte, tenu, dit)


@ensemble
def recompter_les_jours(suivi: Accompagnement, *dites: Intervention | None) -> None:
    """What was done was written by another road, as it was and as it is: its days, then what the
    portefeuille says."""
    tenu = verrouiller(suivi)
    if any(une.compte for une in dites if une):
        compter_les_jours(tenu)
        tenu.save(update_fields=["jours_realises"])
    signaler(tenu)


def signaler(suivi: Accompagnement) -> None:
    """It was written: the portefeuille is kept again; the fresque itself does not move for it."""
    bouger(suivi.projet, compte=False, travail=False)


def compter_les_jours(suivi: Accompagnement) -> None:
    """What was done, in days. What a file told before any was noted stands until one is: a call,
    which counts none, takes nothing from it."""
    suivi.jours_realises = jours_comptes(suivi.interventions.all())


@ensemble
def proposer_piste(
    compte: User, suivi: Accompagnement, texte: str, theme: str = ""
) -> PisteProposee:
    tenu = verrouiller(suivi)
    piste = PisteProposee(
        projet=tenu.projet,
        accompagnement=tenu,
        texte=texte,
        theme=theme,
        ordre=tenu.pistes.count(),
    )
    piste.full_clean(exclude=["projet", "accompagnement"])
    piste.save()
    ecrire(compte, tenu, f"Piste proposée : {texte}")
    return piste


def vues_du_groupe(projet: Projet) -> QuerySet[Intervention]:
    """What an adviser did with the group, the last one first; calls and e-mails are with one
    person."""
    faites = Intervention.objects.de(projet).exclude(date=None)
    return faites.exclude(type__in=SEULS).order_by("-date", "-pk")


def _en_pause(suivi: Accompagnement) -> Pause | None:
    return suivi.pauses.filter(reprise_le=None).first()


def ecrire(compte: User, suivi: Accompagnement, dit: str) -> None:
    suivi.version += 1
    suivi.full_clean(exclude=["projet", "charge_de_mission", "suivi_par", "derogation_par"])
    suivi.save()
    _retenir(compte, suivi, dit)


def _retenir(compte: User | None, suivi: Accompagnement, dit: str, *, neuf: bool = False) -> None:
    """In the history of the administration."""
    signaler(suivi)
    if compte is not None:
        retenir(compte, [suivi], dit, neuf=neuf)


def retenir(
    compte: User, lignes: Iterable[Accompagnement], dit: str, *, neuf: bool = False
) -> None:
    geste = ADDITION if neuf else CHANGE
    LogEntry.objects.log_actions(compte.pk, list(lignes), geste, dit[:500])
