"""Freezing: what a closing publishes, once and for all."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from diagnostic.models import Campagne, ModePassation
from diagnostic.resultats.calcul import calculer
from diagnostic.resultats.depouillement import Groupe, depouiller
from diagnostic.resultats.grille import Grille, grille_de
from diagnostic.resultats.seuils import JOURS_ENTRE_DEUX, Unite, former
from diagnostic.resultats.valeurs import Profil, Retenue
from pasapas.models import Etablissement

VERSION = 1  # of the published JSON: lecture.py knows how to read each


@transaction.atomic
def figer(campagne: Campagne) -> dict[str, Any]:
    """Everything any page, chart or export will ever show of this campagne, as JSON.

    It reads, and writes nothing: the closing stores it and destroys the anonymous bulletins.
    """
    # Two campagnes of one établissement closed at the same moment must see each other.
    Etablissement.objects.de(campagne.projet).select_for_update().get()
    grille = grille_de(campagne.questionnaire)
    return composer(depouiller(campagne, grille), grille, campagne.seuil, _recents(campagne))


def composer(
    groupes: Sequence[Groupe], grille: Grille, seuil: int, recents: Collection[str] = ()
) -> dict[str, Any]:
    """What is published of these answers: lines shown, lines held back, figures of the first."""
    unites, retenues = former(groupes, seuil, recents)
    return {
        "version": VERSION,
        "seuil": seuil,
        "profils": [_profil(unite) for unite in unites],
        "retenues": [_retenue(retenue) for retenue in retenues],
        **calculer(unites, grille, seuil),
    }


def annoncer(campagne: Campagne) -> tuple[tuple[Profil, ...], tuple[Retenue, ...]]:
    """Which lines would be shown if it closed now, and which held back; no figure."""
    groupes = depouiller(campagne, grille_de(campagne.questionnaire))
    unites, retenues = former(groupes, campagne.seuil, _recents(campagne))
    return tuple(Profil(u.code, u.colleges, u.mode) for u in unites), tuple(retenues)


def _recents(campagne: Campagne) -> set[str]:
    """Collèges of the établissement whose individual answers were published not long ago.

    The établissement, not the projet: two projets of one house ask the same people. Not long:
    JOURS_ENTRE_DEUX from the end of one campagne to the beginning of the other.
    """
    fin = campagne.close_le or timezone.localdate()
    debut = campagne.ouverte_le or fin
    delai = timedelta(days=JOURS_ENTRE_DEUX - 1)
    voisines = Campagne.objects.filter(
        Q(ouverte_le__lte=fin + delai) | Q(ouverte_le=None, close_le__lte=fin + delai),
        projet__etablissement=campagne.projet.etablissement,
        close_le__gte=debut - delai,
        resultats__isnull=False,
    ).exclude(pk=campagne.pk)
    return {
        college
        for resultats in voisines.values_list("resultats", flat=True)
        for college in colleges_publies(resultats)
    }


def colleges_publies(resultats: Mapping[str, Any]) -> set[str]:
    """The collèges whose individual answers stand in what was published, alone or together."""
    individuels = [p for p in resultats["profils"] if p["mode"] == ModePassation.INDIVIDUELLE]
    return {college for profil in individuels for college in profil["colleges"]}


def _profil(unite: Unite) -> dict[str, Any]:
    return {
        "code": unite.code,
        "colleges": list(unite.colleges),
        "mode": unite.mode,
        "participants": unite.participants,
        "invites": unite.invites,
    }


def _retenue(retenue: Retenue) -> dict[str, Any]:
    return {"colleges": list(retenue.colleges), "raison": retenue.raison.value}
