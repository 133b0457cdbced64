"""Two recueils of the same people, close together: one person come or gone between them would
be their difference. Who counts as the same people, and how long « close together » lasts."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from diagnostic.models import Campagne, CollegePassation, ModePassation
from pasapas.acces.permissions import ANIMENT
from pasapas.models import Etablissement, Participant, Role
from pasapas.valeurs.pliage import plier

# Days between two publications of one collège's individual answers: « six mois » in the pages.
JOURS_ENTRE_DEUX = 180

# Collèges that hold some of the same people: one less the other is what is left of them.
PARTAGENT = {
    CollegePassation.DIRECTION_RH: {CollegePassation.DIRECTION, CollegePassation.RH},
    CollegePassation.DIRECTION: {CollegePassation.DIRECTION_RH},
    CollegePassation.RH: {CollegePassation.DIRECTION_RH},
}


def recents(campagne: Campagne) -> set[str]:
    """Collèges whose individual answers were published not long ago, by the same people.

    Not long: JOURS_ENTRE_DEUX from the end of one campagne to the beginning of the other.
    """
    fin = campagne.close_le or timezone.localdate()
    # A date of opening later than the end (a file says what it wants) begins no delay.
    debut = min(campagne.ouverte_le or fin, fin)
    delai = timedelta(days=JOURS_ENTRE_DEUX - 1)
    voisines = Campagne.objects.filter(
        Q(ouverte_le__lte=fin + delai) | Q(ouverte_le=None, close_le__lte=fin + delai),
        projet__etablissement__in=memes_gens(campagne),
        close_le__gte=debut - delai,
        resultats__isnull=False,
    ).exclude(pk=campagne.pk)
    publies = voisines.values_list("resultats", flat=True)
    return etendre(
        college for resultats in publies if resultats for college in colleges_publies(resultats)
    )


def colleges_publies(resultats: Mapping[str, Any]) -> set[str]:
    """The collèges whose individual answers stand in what was published, alone or together."""
    individuels = [p for p in resultats["profils"] if p["mode"] == ModePassation.INDIVIDUELLE]
    return {college for profil in individuels for college in profil["colleges"]}


def etendre(colleges: Iterable[str]) -> set[str]:
    """These collèges, and those that hold some of the same people."""
    dits = set(colleges)
    return dits.union(*(ils for college, ils in PARTAGENT.items() if college in dits))


def memes_gens(campagne: Campagne) -> list[int]:
    """The établissement of this campagne, and those that may well be the same house: a file
    brought in again under another name or département, a second fresque of the same pilote."""
    sien = campagne.projet.etablissement
    tous = Etablissement.objects.sans_projet("ceux qui pourraient être la même maison")
    autres = tous.exclude(pk=sien.pk).order_by("pk").only("nom", "finess")
    pareils = {autre.pk for autre in autres if _pareil(sien, autre)}
    return sorted({sien.pk} | pareils | set(_du_meme_pilote(sien)))


def _pareil(un: Etablissement, autre: Etablissement) -> bool:
    """The same FINESS; or the same name, unless two FINESS say that they are two houses."""
    finess = un.finess.strip(), autre.finess.strip()
    if all(finess):
        return finess[0] == finess[1]
    return _nom(un) == _nom(autre) != ""


def _nom(etablissement: Etablissement) -> str:
    return "".join(re.findall(r"[a-z0-9]", plier(etablissement.nom)))


def _du_meme_pilote(etablissement: Etablissement) -> QuerySet[Participant, int]:
    """Led by an account that leads this one too, and is the pilote of either, then or now.

    Someone who only animates both is taken for an adviser: their houses are not one house.
    """
    menent = Participant.objects.filter(
        projet__etablissement=etablissement, role__in=ANIMENT, user__isnull=False
    )
    ailleurs = Participant.objects.sans_projet("les fresques que mènent les mêmes comptes")
    trouves = ailleurs.filter(
        Q(user__in=menent.filter(role=Role.PILOTE).values("user"), role__in=ANIMENT)
        | Q(user__in=menent.values("user"), role=Role.PILOTE)
    )
    return trouves.order_by().values_list("projet__etablissement", flat=True).distinct()
