"""Individual answers, anonymous by construction (docs/adr/0012-recueil-anonyme.md).

Nothing here knows who answers: no account, no address, no date, no history, no log. Rows are
written again in an order drawn by lot, under new keys, each time someone comes or has finished.
"""

import hashlib
import random
import secrets
import uuid
from collections.abc import Mapping

from django.db import transaction

from diagnostic.campagnes import tirage
from diagnostic.campagnes.questionnaire import passage_de
from diagnostic.campagnes.refus import (
    Complet,
    DejaRendu,
    FeuillesCompletes,
    HorsQuestionnaire,
    Refus,
)
from diagnostic.models import BulletinAnonyme, FeuilleRecopiee, Passation
from pasapas.serveur.preparee import Preparee

COOKIE = "recueil"  # what holds the key, on the person's own device
ALEA = random.SystemRandom()


def nouvelle_cle() -> str:
    """What the person's device keeps, and the server never does: 256 bits."""
    return secrets.token_urlsafe(32)


def empreinte(cle: str) -> str:
    return hashlib.sha256(cle.encode()).hexdigest()


OUVERTE = Preparee(
    lambda jeton: (
        Passation.objects.sans_projet("le code du lien désigne la passation")
        .filter(jeton=jeton, campagne__close_le=None)
        .order_by()
    ),
    liees=("campagne",),
    sans=("campagne__resultats",),
    jeton="?",
)


def passation_ouverte(jeton: str) -> Passation | None:
    """The recueil at this address, or None. A closed campagne has no address any more."""
    if not jeton:
        return None
    return OUVERTE.premiere(jeton=jeton.lower())


def bulletin(passation: Passation, cle: str) -> BulletinAnonyme | None:
    """What this device has answered so far."""
    if not cle:
        return None
    return BulletinAnonyme.objects.filter(passation=passation, empreinte=empreinte(cle)).first()


@transaction.atomic
def repondre(
    passation: Passation, cle: str, code: str, saisie: str, bulletin_tire: str = ""
) -> None:
    """Save one answer. Sent again, it changes nothing. Raises Refus.

    ``bulletin_tire``: the code of the slip, used up by the first answer and by nothing before.
    """
    questionnaire = passage_de(passation.campagne)
    valeur = questionnaire.lire(saisie)
    if valeur is None or code not in questionnaire.par_code:
        raise HorsQuestionnaire
    mien = _tenir(passation, cle)
    if mien is None:
        _commencer(passation, cle, {code: valeur}, bulletin_tire=bulletin_tire)
        return
    _completer(mien, {code: valeur})


def _completer(mien: BulletinAnonyme, reponses: Mapping[str, int | str]) -> None:
    """More answers of someone; in the order of the questionnaire, not of their thoughts."""
    if mien.rendu:
        raise DejaRendu
    completes = dict(sorted({**mien.reponses, **reponses}.items()))
    if completes != mien.reponses:
        BulletinAnonyme.objects.celle(mien).update(reponses=completes)


def _tenir(passation: Passation, cle: str) -> BulletinAnonyme | None:
    siens = BulletinAnonyme.objects.filter(passation=passation, empreinte=empreinte(cle))
    return next(iter(siens.select_for_update(of=("self",)).order_by()), None)


def _commencer(
    passation: Passation,
    cle: str,
    reponses: Mapping[str, int | str],
    *,
    papier: bool = False,
    bulletin_tire: str = "",
) -> None:
    """The first answer of someone, among all the others."""
    tirage.tenir(passation)
    mien = _tenir(passation, cle)  # the same person, twice at the same moment, or just shuffled
    if mien is not None:
        _completer(mien, reponses)
        return
    if passation.par_bulletins and not papier:
        tirage.consommer(passation, bulletin_tire)
    _verifier_les_places(passation, papier=papier)
    BulletinAnonyme.objects.create(
        passation=passation,
        empreinte=empreinte(cle),
        reponses=dict(sorted(reponses.items())),
        rendu=papier,
        papier=papier,
    )
    brasser(passation)


def _verifier_les_places(passation: Passation, *, papier: bool) -> None:
    """Sheets and telephones each have their own places: were they the same ones, sheets typed
    until one is refused would count the telephones."""
    places = passation.places_papier if papier else passation.places
    if places is not None:
        venus = BulletinAnonyme.objects.filter(passation=passation, papier=papier).count()
        if venus >= places:
            raise FeuillesCompletes if papier else Complet


def brasser(passation: Passation) -> None:
    """Write every row again, in an order drawn by lot and under new keys.

    A row's key and its place in the table then say nothing of who came before whom.
    """
    lignes = BulletinAnonyme.objects.select_for_update(of=("self",)).filter(passation=passation)
    bulletins = list(lignes)
    lignes.delete()
    for ligne in bulletins:
        ligne.pk = uuid.uuid4()
    BulletinAnonyme.objects.bulk_create(ALEA.sample(bulletins, len(bulletins)))


@transaction.atomic
def rendre(passation: Passation, cle: str) -> None:
    """« J’ai fini »: the answers do not change any more. Raises Refus."""
    tirage.tenir(passation)
    mien = _tenir(passation, cle)
    if mien is None:
        raise Refus("Il n’y a pas encore de réponse à rendre sur cet appareil.")
    if mien.rendu:
        raise DejaRendu
    mien.rendu = True
    mien.save(update_fields=["rendu"])
    brasser(passation)


@transaction.atomic
def effacer(passation: Passation, cle: str) -> None:
    """Take back everything answered on this device. Raises Refus once it was given in.

    The place stays taken, by an empty row no device can find again: given back, one could fill the
    recueil, count what it took, take it all back, and know how many have answered. A slip serves
    once: its device keeps its empty row, and may answer again.
    """
    tirage.tenir(passation)  # a row being written again right now would not be found
    mien = _tenir(passation, cle)
    if mien is not None and mien.rendu:
        raise DejaRendu
    if mien is not None:
        mien.reponses = {}
        if not passation.par_bulletins:
            mien.empreinte = empreinte(nouvelle_cle())
        mien.save(update_fields=["reponses", "empreinte"])


@transaction.atomic
def transcrire(passation: Passation, reponses: Mapping[str, int | str], cle: str = "") -> bool:
    """One paper sheet, typed by someone else: a bulletin among the others. Raises Refus.

    It is marked, for whoever typed it knows what it says: the others are counted without it.
    ``cle``: the key of the form. False when this very form was sent before: nothing is added.
    """
    if not reponses:
        raise Refus("Cette feuille est vide : cochez au moins une réponse.")
    tirage.tenir(passation)
    if cle and not _premiere_fois(passation, cle):
        return False
    _commencer(passation, nouvelle_cle(), reponses, papier=True)
    return True


def _premiere_fois(passation: Passation, cle: str) -> bool:
    """Remember that this form served. The device key of the bulletin is another one, drawn apart:
    nobody who has this one can tell which bulletin came of it."""
    marque = empreinte(f"{passation.pk}:{cle}")
    return FeuilleRecopiee.objects.get_or_create(passation=passation, empreinte=marque)[1]


def seuil_atteint(passation: Passation) -> bool:
    """Whether enough people gave their answers in on a telephone for this collège to be shown.

    Nothing finer is ever told, and only what cannot be taken back counts: nobody can add answers
    until this changes, then take them back. Copied sheets are left out: whoever typed them would
    learn when the others come.
    """
    rendus = BulletinAnonyme.objects.filter(passation=passation, rendu=True, papier=False)
    return rendus[: passation.campagne.seuil].count() == passation.campagne.seuil
