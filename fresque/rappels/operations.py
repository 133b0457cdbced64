"""Deciding, once: the e-mail of a person's day is written with what it tells, in one transaction.

Nothing runs for three days: the next round says what is due, with the days that are truly left. A
round begun again, or two at once, say it no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from fiches.models import Etape
from fresque.models import Avance, ChoixRappels, EnvoiRappels, Rappel, Rythme
from fresque.rappels import lecture
from fresque.rappels.courriel import ContenuCourriel, message
from fresque.rappels.decision import (
    Dit,
    Echeance,
    a_rappeler,
    a_resumer,
    est_l_heure,
    lundi_de,
)
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Courriel, Participant, Projet, Travail, User
from pasapas.models.travaux import VIVANTS, Etat
from pasapas.travaux import bail
from pasapas.travaux.boite import Lettre, poster, retirer
from pasapas.travaux.sortes import Dire, Sorte

SEL = "rappels"  # what signs the address that stops them


@dataclass(frozen=True)
class Destinataire:
    """One account: their participations that may be written to, and the time it is there."""

    user: User
    lignes: tuple[Participant, ...]
    choix: ChoixRappels
    la_bas: datetime
    projets: dict[int, Projet]

    @property
    def jour(self) -> date:
        return self.la_bas.date()


def passer(*, a_blanc: bool = False) -> int:
    """One round: to whom it is time to write, and is due something, one e-mail. How many."""
    lues, personnes = _lire(timezone.now())
    return sum(_rappeler(personne, lues, a_blanc) for personne in personnes)


def _lire(maintenant: datetime) -> tuple[list[Echeance], list[Destinataire]]:
    """Every étape that waits, and whom its fresque may write to: 5 queries, whatever there is."""
    etapes = list(lecture.sans_pause(lecture.en_attente(maintenant.date()), maintenant.date()))
    projets = {etape.projet_id: etape.projet for etape in etapes}
    ouverts = lecture.du_groupe(projets.values())
    comptes = lecture.destinataires(ouverts)
    choix = {c.user_id: c for c in ChoixRappels.objects.filter(user__in=comptes).order_by("pk")}
    personnes = []
    for cle, lignes in comptes.items():
        user = lignes[0].user
        if user is None:
            continue
        # One clock for one person: that of the first fresque they entered.
        fuseau = projets[lignes[0].projet_id].etablissement.fuseau
        la_bas = maintenant.astimezone(fuseau)
        choisi = choix.get(cle) or ChoixRappels(user=user)
        if choisi.rythme != Rythme.AUCUN and est_l_heure(la_bas):
            siens = {ligne.projet_id: projets[ligne.projet_id] for ligne in lignes}
            personnes.append(Destinataire(user, tuple(lignes), choisi, la_bas, siens))
    return lecture.echeances(etapes, ouverts), personnes


def _rappeler(personne: Destinataire, lues: Sequence[Echeance], a_blanc: bool) -> bool:
    """Whether this person has an e-mail today that they had not."""
    siennes = lecture.siennes(lues, personne.lignes)
    resume = personne.choix.rythme == Rythme.RESUME
    voisines = [e for e in lues if e.projet in personne.projets] if resume else siennes
    if not voisines:
        return False
    if a_blanc:
        return bool(_decider(personne, siennes, voisines))
    try:
        with transaction.atomic():
            return _ecrire(personne, siennes, voisines)
    except IntegrityError:  # another round is writing the same
        return False


def _ecrire(
    personne: Destinataire, siennes: Sequence[Echeance], voisines: Sequence[Echeance]
) -> bool:
    _reprendre_ce_qui_n_est_pas_parti(personne)
    if EnvoiRappels.objects.filter(user=personne.user, jour=personne.jour).exists():
        return False
    dues = _decider(personne, siennes, voisines)
    if not dues:
        return False
    premier = not EnvoiRappels.objects.filter(user=personne.user).exists()
    resume = personne.choix.rythme == Rythme.RESUME
    envoi = EnvoiRappels.objects.create(user=personne.user, jour=personne.jour, resume=resume)
    cles = {ligne.projet_id: ligne for ligne in personne.lignes}
    Rappel.objects.bulk_create(
        Rappel(
            projet=personne.projets[echeance.projet],
            envoi=envoi,
            etape_id=echeance.etape,
            participant=cles[echeance.projet],
            palier=avance,
            terme=echeance.terme,
        )
        for echeance, avance in dues
        if avance is not None
    )
    a_elle = {echeance.etape for echeance in siennes}
    contenu = ContenuCourriel(
        user=personne.user,
        projets=personne.projets,
        siennes=[e for e, _ in dues if e.etape in a_elle],
        autres=[e for e, _ in dues if e.etape not in a_elle],
        resume=resume,
        premier=premier and personne.choix.pk is None,
        arret=adresse_d_arret(personne.user),
    )
    suite = {
        "etapes": [e.etape for e in contenu.siennes],
        "autres": [e.etape for e in contenu.autres],
        "termes": {e.etape: e.terme.isoformat() for e, _ in dues},
        "jour": personne.jour.isoformat(),
    }
    fin = personne.la_bas.replace(hour=23, minute=59)  # tomorrow it would lie about the days left
    return poster(RAPPELS, message(contenu), cle=envoi.cle, perime_le=fin, suite=suite)


def _decider(
    personne: Destinataire, siennes: Sequence[Echeance], voisines: Sequence[Echeance]
) -> list[tuple[Echeance, Avance | None]]:
    """What to say today, each with its avance; a weekly e-mail says all, once a week."""
    if personne.choix.rythme == Rythme.RESUME:
        lundi = lundi_de(personne.jour)
        envoyes = EnvoiRappels.objects.filter(user=personne.user, resume=True, jour__gte=lundi)
        return [] if envoyes.exists() else [(e, None) for e in a_resumer(voisines, lundi)]
    dits = Rappel.objects.filter(participant__in=personne.lignes).order_by("pk")
    connus = [Dit(*ligne) for ligne in dits.values_list("etape_id", "palier", "terme")]
    return [*a_rappeler(siennes, personne.choix.avances, connus)]


def _reprendre_ce_qui_n_est_pas_parti(personne: Destinataire) -> None:
    """What waits since another day, or was given up, was never said: it is forgotten, and what is
    due today is decided afresh. What is being handed over just now is let be."""
    en_suspens = EnvoiRappels.objects.filter(user=personne.user, parti_le=None).order_by("pk")
    for envoi in en_suspens.select_for_update():
        courriel = Courriel.objects.filter(sorte=RAPPELS.nom, cle=envoi.cle)
        if envoi.jour < personne.jour:
            bail.annuler(courriel.filter(etat=Etat.PRET))
        if not courriel.filter(etat__in=(*VIVANTS, Etat.FAIT)).exists():
            envoi.delete()


@ensemble
def _sont_partis(courriel: Courriel, suite: dict[str, Any]) -> None:
    """They left: the wall says so on the row of each étape its person has in hand."""
    cle, _, jour = courriel.cle.partition(":")
    envoi = EnvoiRappels.objects.filter(user=int(cle), jour=jour)
    envoi.update(parti_le=timezone.now())
    _dire_au_mur(suite["etapes"], date.fromisoformat(suite["jour"]))


def _dire_au_mur(cles: Iterable[int], jour: date) -> None:
    etapes = Etape.objects.sans_projet("celles que l’e-mail parti vient de rappeler")
    for etape in etapes.filter(pk__in=cles).select_related("fiche", "projet").order_by("pk"):
        Etape.objects.de(etape.projet).filter(pk=etape.pk).update(rappelee_le=jour)
        bouger(etape.projet, {f"fiche-{etape.fiche.numero}"}, compte=False, travail=False)


def _valent_encore(courriel: Courriel, suite: dict[str, Any]) -> bool:
    """Each étape it tells is still to be told to this person: nobody has done it meanwhile, moved
    it, given it to another, or paused its accompaniment. Otherwise it stays here, and the next
    round decides afresh what is left to say."""
    cle = int(courriel.cle.partition(":")[0])
    if ChoixRappels.objects.filter(user=cle, rythme=Rythme.AUCUN).exists():
        return False
    dites = {*suite["etapes"], *suite.get("autres", ())}
    jour = date.fromisoformat(suite["jour"])
    etapes = lecture.sans_pause(lecture.en_attente(jour), timezone.localdate())
    lues = list(etapes.filter(pk__in=dites))
    ouverts = lecture.du_groupe({etape.projet for etape in lues})
    lignes = lecture.destinataires(ouverts).get(cle, [])
    projets = {ligne.projet_id for ligne in lignes}
    termes = suite.get("termes", {})
    la = [e for e in lecture.echeances(lues, ouverts) if e.projet in projets]
    la = [e for e in la if termes.get(str(e.etape), e.terme.isoformat()) == e.terme.isoformat()]
    siennes = {e.etape for e in lecture.siennes(la, lignes)}
    return siennes >= set(suite["etapes"]) and {e.etape for e in la} >= dites


RAPPELS = Lettre("rappels", "rappels des étapes", _sont_partis, _valent_encore)


def _un_tour(travail: Travail, dire: Dire) -> None:
    """Each person in a transaction of their own: begun again, it goes on where it was."""
    passer()


TOUR = Sorte(
    "rappels", "rappels à envoyer", _un_tour, lourd=True, secondes=600, toutes_les_heures=True
)


def choix_de(user: User) -> ChoixRappels:
    return ChoixRappels.objects.filter(user=user).first() or ChoixRappels(user=user)


@transaction.atomic
def choisir(user: User, valeurs: dict[str, Any]) -> None:
    """Whoever wants no more is not sent what waits."""
    choix, _ = ChoixRappels.objects.update_or_create(user=user, defaults=valeurs)
    if choix.rythme == Rythme.AUCUN:
        en_suspens = EnvoiRappels.objects.filter(user=user, parti_le=None).order_by("pk")
        retirer(RAPPELS, [envoi.cle for envoi in en_suspens])


def adresse_d_arret(user: User) -> str:
    """What stops the e-mails of this person, and does nothing else: it works without logging in,
    as long as the server keeps its secret."""
    return signing.Signer(salt=SEL).sign(str(user.pk))


def qui_arrete(jeton: str) -> User | None:
    try:
        cle = signing.Signer(salt=SEL).unsign(jeton)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=cle, is_active=True).first()


def arreter(user: User) -> None:
    choisir(user, {"rythme": Rythme.AUCUN})
