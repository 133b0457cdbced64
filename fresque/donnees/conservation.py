"""Keeping no longer than needed: a notice, two months to answer it, then nothing is left."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from fresque.donnees import preavis
from fresque.donnees.comptes import inutilises
from fresque.donnees.preavis import Cas, Examen
from fresque.donnees.registre import partout
from fresque.impression.operations import oublier
from pasapas.ecriture.administration import supprimer
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.journal import Changement, Geste, noter
from pasapas.ecriture.transactions import ensemble
from pasapas.entretien.commandes import essayer
from pasapas.entretien.effacements import consigner
from pasapas.models import Accompagnement, Evenement, Intervention, Projet
from pasapas.models.projet import PREAVIS
from pasapas.valeurs.textes import jour, mois_apres

RACONTEES = (Projet, Accompagnement, Intervention)  # their history is the administration's


@dataclass
class Tournee:
    """What one daily run did, or would do."""

    prevenus: list[str] = field(default_factory=list)
    effaces: list[str] = field(default_factory=list)
    echecs: list[str] = field(default_factory=list)  # notices that did not leave
    rates: list[str] = field(default_factory=list)  # what an error stopped


def passer(aujourd_hui: date, *, a_blanc: bool = False) -> Tournee:
    """Give the notices that are due, erase what had its own two months ago."""
    passage = Tournee()
    for quoi, examiner in (*_fresques(aujourd_hui), *inutilises(aujourd_hui)):
        essayer(quoi, partial(_faire, examiner, passage, a_blanc), passage.rates)
    return passage


def _faire(examiner: Callable[[], Cas | None], passage: Tournee, a_blanc: bool) -> None:
    cas = examiner()
    if cas is None:
        return
    if cas.effacer and (a_blanc or cas.effacer()):
        passage.effaces.append(cas.nom)
    elif cas.prevenir:
        fait = a_blanc or cas.prevenir()
        (passage.prevenus if fait else passage.echecs).append(cas.nom)


def _fresques(aujourd_hui: date) -> Iterator[Examen]:
    for projet in partout(Projet).select_related("etablissement").order_by("pk"):
        nom = f"fresque « {projet} » ({projet.slug})"
        yield nom, partial(_du_projet, projet, nom, aujourd_hui)


def _du_projet(projet: Projet, nom: str, aujourd_hui: date) -> Cas | None:
    if projet.preavis_vaut:
        if projet.efface_apres_le < aujourd_hui:
            return Cas(nom, None, lambda: effacer_projet(projet, aujourd_hui))
    elif projet.terme - PREAVIS <= aujourd_hui:
        return Cas(nom, lambda: prevenir_projet(projet, aujourd_hui), None)
    return None


def prevenir_projet(projet: Projet, aujourd_hui: date) -> bool:
    """Tell those who lead it: the notice is given once an e-mail has left."""
    efface_apres_le = max(projet.terme, aujourd_hui + PREAVIS)
    with transaction.atomic():
        return preavis.de_fresque(projet, aujourd_hui, efface_apres_le)


@transaction.atomic
def effacer_projet(projet: Projet, aujourd_hui: date) -> bool:
    """The projet and all that hangs on it. False when someone saved it at the last moment."""
    ligne = Projet.objects.de(projet).select_for_update(of=("self",)).first()
    if ligne is None or not ligne.preavis_vaut or ligne.efface_apres_le >= aujourd_hui:
        return False
    effacer(ligne)
    return True


@ensemble
def effacer(projet: Projet) -> None:
    """For good: no archive brings it back, nothing printed of it stays, nor what the history of
    the administration says of its rows (« Piste proposée : … »)."""
    for modele in RACONTEES:
        cles = modele.objects.de(projet).order_by("pk").values_list("pk", flat=True)
        siens = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(modele))
        siens.filter(object_id__in=[str(cle) for cle in cles]).delete()
    consigner(Projet, [projet.pk])
    oublier([projet])
    supprimer(projet)


@ensemble
def prolonger(geste: Geste, annees: int) -> date:
    """Keep the fresque until that many years from today: the notice, if any, falls."""
    projet = Projet.objects.de(geste.projet).select_for_update(of=("self",), no_key=True).get()
    avant = jour(projet.terme)
    projet.conserver_jusqu_au = mois_apres(timezone.localdate(), 12 * annees)
    projet.preavis_le = None
    projet.save(update_fields=["conserver_jusqu_au", "preavis_le"])
    changement = Changement("conserver_jusqu_au", avant, jour(projet.conserver_jusqu_au))
    noter(geste, Evenement.Action.MODIFICATION, projet, [changement])
    bouger(projet, (), compte=False)
    return projet.conserver_jusqu_au
