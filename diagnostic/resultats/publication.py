"""Freezing: what a closing publishes, once and for all."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from diagnostic.models import AccesRecueil, Campagne, Tirage
from diagnostic.resultats.calcul import calculer
from diagnostic.resultats.decompte import Cloture
from diagnostic.resultats.delai import memes_gens, recents
from diagnostic.resultats.depouillement import Urne, depouiller
from diagnostic.resultats.grille import Grille, grille_de
from diagnostic.resultats.seuils import Unite, former
from diagnostic.resultats.valeurs import Profil, Retenue
from pasapas.models import Etablissement

# Of the published JSON: lecture.py knows how to read each. 1: no « decomptes », no « cloture ».
VERSION = 2


@transaction.atomic
def figer(campagne: Campagne, cloture: Cloture = Cloture.SANS) -> dict[str, Any]:
    """Everything any page, chart or export will ever show of this campagne, as JSON.

    It reads, and writes nothing: the closing stores it and destroys the anonymous bulletins.
    """
    # Two campagnes of the same people closed at the same moment must see each other.
    tous = Etablissement.objects.sans_projet("ceux dont les recueils se comparent au sien")
    list(tous.filter(pk__in=memes_gens(campagne)).order_by("pk").select_for_update(no_key=True))
    grille = grille_de(campagne.questionnaire)
    publie = composer(depouiller(campagne, grille), grille, campagne.seuil, recents(campagne))
    return {**publie, "decomptes": decompter(campagne), "cloture": cloture.value}


def composer(
    urnes: Sequence[Urne], grille: Grille, seuil: int, retenus: Collection[str] = ()
) -> dict[str, Any]:
    """What is published of these answers: lines shown, lines held back, figures of the first."""
    unites, retenues = former(urnes, seuil, retenus)
    return {
        "version": VERSION,
        "seuil": seuil,
        "profils": [_profil(unite) for unite in unites],
        "retenues": [{"colleges": [*r.colleges], "raison": r.raison.value} for r in retenues],
        "decomptes": [],
        "cloture": Cloture.SANS.value,
        **calculer(unites, grille, seuil),
    }


def decompter(campagne: Campagne) -> list[dict[str, Any]]:
    """The slips of each recueil that has some. Who took part is no secret: what they answered is,
    and nothing of that is counted here."""
    return [
        {
            "college": passation.college,
            "imprimes": sum(not bulletin.annule for bulletin in bulletins),
            "annules": sum(bulletin.annule for bulletin in bulletins),
            "tires": tirage.tires if tirage else None,
            "utilises": sum(bulletin.utilise for bulletin in bulletins),
            "refuses": sum(bulletin.refuse for bulletin in bulletins),
            "seul": tirage.compte_seul if tirage else False,
        }
        for passation in campagne.passations.filter(acces=AccesRecueil.BULLETINS)
        for bulletins in [list(passation.bulletins_a_tirer.all())]
        for tirage in [Tirage.objects.filter(passation=passation).first()]
    ]


def annoncer(campagne: Campagne) -> tuple[tuple[Profil, ...], tuple[Retenue, ...]]:
    """Which lines would be shown, on what was given in so far on telephones; no figure.

    Neither answers that can still be taken back nor copied sheets count: adding some and taking
    them back until a line changes sides would tell how many others have come.
    """
    urnes = depouiller(campagne, grille_de(campagne.questionnaire), annonce=True)
    unites, retenues = former(urnes, campagne.seuil, recents(campagne), annonce=True)
    return tuple(Profil(u.code, u.colleges, u.mode) for u in unites), tuple(retenues)


def _profil(unite: Unite) -> dict[str, Any]:
    return {
        "code": unite.code,
        "colleges": list(unite.colleges),
        "mode": unite.mode,
        "participants": unite.participants,
        "invites": unite.invites,
    }
