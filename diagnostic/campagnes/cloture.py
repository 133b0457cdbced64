"""Closing: results are worked out once, kept, and the individual answers destroyed with it.

Where individual answers are at stake, an élu or a salarié confirms it; failing an answer in seven
days, or anyone to ask, who leads closes alone and the results say so (docs/adr/0021).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from diagnostic.campagnes.destruction import detruire, tenir
from diagnostic.campagnes.refus import ADeux, Refus, SansReponse
from diagnostic.campagnes.verrou import ouverte, tenue
from diagnostic.models import (
    BulletinAnonyme,
    Campagne,
    DemandeDeCloture,
    ModePassation,
    Reponse,
)
from diagnostic.resultats import Cloture, figer
from pasapas.acces.correspondance import ecrire_a
from pasapas.acces.permissions import peut_temoigner
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste, noter_champ
from pasapas.ecriture.transactions import ensemble
from pasapas.models import College, Courriel, Participant
from pasapas.travaux.boite import Lettre

ATTENTE = timedelta(days=7)  # docs/rgpd.md says it too
TEMOINS = (College.IRP, College.SALARIES)


@dataclass(frozen=True, slots=True)
class ADemander:
    """Where the closing of a campagne stands. ``temoins``: who may confirm it, but for ``par``,
    who asked; ``des_le``: the day from which it is done alone."""

    temoins: tuple[Participant, ...]
    par: Participant | None = None
    des_le: date | None = None

    @property
    def demandee(self) -> bool:
        return self.des_le is not None

    @property
    def jours(self) -> int:
        return ATTENTE.days

    @property
    def passee(self) -> bool:
        """``ATTENTE`` without an answer."""
        return self.des_le is not None and timezone.localdate() >= self.des_le

    def peut(self, participant: Participant) -> bool:
        return self.demandee and participant in self.temoins


def a_demander(campagne: Campagne, auteur: Participant | None = None) -> ADemander:
    """Who has to be asked before ``auteur``, or who asked already, closes."""
    demande = DemandeDeCloture.objects.filter(campagne=campagne).select_related("par").first()
    par = demande.par if demande else auteur
    if not campagne.passations.filter(mode=ModePassation.INDIVIDUELLE).exists():
        return ADemander(())
    comptes = Participant.objects.ouverts().de(campagne.projet).filter(user__is_active=True)
    siens = (
        comptes.select_related("user", "projet__etablissement")
        .filter(college__in=TEMOINS)
        .exclude(pk=par.pk if par else None)
    )
    temoins = tuple(t for t in siens.order_by("nom", "prenom", "pk") if peut_temoigner(t))
    return ADemander(temoins, par, demande.le + ATTENTE if demande else None)


@ensemble
def demander(geste: Geste, campagne: Campagne, adresse: str = "") -> ADemander:
    """Ask for the closing; asked again, nothing changes. Raises Refus. ``adresse``: where those
    who may confirm it do so; they learn it by e-mail."""
    ligne = ouverte(campagne)
    if not a_demander(ligne, geste.auteur).temoins:
        raise Refus("Personne n’a à confirmer cette clôture : vous pouvez clore.")
    demande, neuve = DemandeDeCloture.objects.get_or_create(
        campagne=ligne, defaults={"par": geste.auteur, "le": timezone.localdate()}
    )
    if neuve:
        _noter(geste, ligne, "cloture", "", f"clôture demandée le {demande.le:%d/%m/%Y}")
    attente = a_demander(ligne)
    for temoin in attente.temoins if neuve and adresse else ():
        _ecrire_au_temoin(temoin, ligne, attente, adresse)
    return attente


def _ecrire_au_temoin(
    temoin: Participant, ligne: Campagne, attente: ADemander, adresse: str
) -> None:
    """It waits for this person's word; one without an address is told by who asks."""
    dits = {"par": attente.par, "quoi": str(ligne), "des_le": attente.des_le, "adresse": adresse}
    suite = {"campagne": ligne.pk}
    ecrire_a(temoin, CLOTURE, "Une clôture à confirmer", suite, temoin=temoin, **dits)


def _attendue(_: Courriel, suite: dict[str, Any]) -> bool:
    """Neither confirmed, nor taken back, while the e-mail waited."""
    return DemandeDeCloture.objects.filter(campagne=suite["campagne"]).exists()


CLOTURE = Lettre("cloture", "clôture à confirmer", vaut=_attendue)


@ensemble
def retirer_la_demande(geste: Geste, campagne: Campagne) -> None:
    """The campagne goes on as before. Raises Refus."""
    ligne = ouverte(campagne)
    if DemandeDeCloture.objects.filter(campagne=ligne).delete()[0]:
        _noter(geste, ligne, "cloture", "clôture demandée", "demande retirée")


@ensemble
def confirmer(geste: Geste, campagne: Campagne) -> Campagne:
    """An élu or a salarié confirms what somebody else asked: it closes. Raises Refus."""
    ligne = tenue(campagne)
    if not ligne.ouverte:
        return ligne
    if geste.auteur is None or not a_demander(ligne).peut(geste.auteur):
        raise Refus("Cette clôture n’est pas demandée, ou ce n’est pas à vous de la confirmer.")
    return _clore(geste, ligne, Cloture.DEUX)


@ensemble
def cloturer(geste: Geste, campagne: Campagne) -> Campagne:
    """Close a campagne for good. Closing it again changes nothing. Raises Refus."""
    ligne = tenue(campagne)
    if not ligne.ouverte:
        return ligne
    attente = a_demander(ligne, geste.auteur)
    if attente.temoins and not attente.passee:
        raise ADeux
    if not ligne.passations.filter(mode=ModePassation.INDIVIDUELLE).exists():
        return _clore(geste, ligne, Cloture.SANS)
    return _clore(geste, ligne, Cloture.SANS_REPONSE if attente.temoins else Cloture.SEUL)


def _clore(geste: Geste, ligne: Campagne, cloture: Cloture) -> Campagne:
    tenir(ligne)
    if not repondue(ligne):
        raise SansReponse
    geler(ligne, timezone.localdate(), cloture)
    _noter(geste, ligne, "close_le", "", f"{ligne.close_le:%d/%m/%Y}")
    return ligne


def _noter(geste: Geste, ligne: Campagne, champ: str, avant: str, apres: str) -> None:
    noter_champ(geste, ligne, champ, avant, apres)
    changements.a_bouge(geste, ligne.planches(), compte=False)


def repondue(campagne: Campagne) -> bool:
    """Whether anyone answered anything. To be asked when closing, never shown before: whoever
    watches it change knows who has just come."""
    voix = Reponse.objects.filter(bulletin__passation__campagne=campagne)
    feuilles = BulletinAnonyme.objects.filter(passation__campagne=campagne)
    return voix.exists() or feuilles.exclude(reponses={}).exists()


@ensemble
def geler(campagne: Campagne, jour: date, cloture: Cloture = Cloture.SANS) -> None:
    """Publish what may be, destroy the rest: both are done, or neither."""
    tenir(campagne)
    # Someone who opened the recueil and took every answer back has not answered.
    BulletinAnonyme.objects.filter(passation__campagne=campagne, reponses={}).delete()
    campagne.resultats = figer(campagne, cloture)
    campagne.close_le = jour
    if campagne.ouverte_le:  # never after its end: the delay between two recueils counts from it
        campagne.ouverte_le = min(campagne.ouverte_le, jour)
    campagne.question_courante = None
    campagne.version += 1
    campagne.save()
    detruire(campagne)
