"""What a file may say of campagnes: nothing that opening one here would refuse, and published
results that a closing could have published (docs/adr/0013)."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils import timezone
from pydantic import ValidationError

from diagnostic.models import AccesRecueil, CollegePassation, ModePassation
from diagnostic.models.campagne import INVITES_MAX, SEUIL, SEUIL_PLANCHER
from diagnostic.resultats import contredire
from diagnostic.resultats.grille import grille_de
from fresque.fichier.chemins import A2, Bloc, Reproche, blocs, iso, trouver
from fresque.fichier.questionnaires import questionnaire_de
from fresque.fichier.schema_resultats import lire_resultats
from pasapas.lecture.messages import Chemin

ENSEMBLE = CollegePassation.DIRECTION_RH.value
SEPAREMENT = (CollegePassation.DIRECTION.value, CollegePassation.RH.value)
REPROCHES_MAX = 5  # of one text of results: a longer list would help nobody


def controler_campagnes(racine: Any) -> Iterator[Reproche]:
    """As ``references.controler``, for what an opening or a closing would not have done."""
    for chemin, campagne in blocs(racine, f"{A2}.campagne.*"):
        yield from _colleges(chemin, campagne)
        yield from _bulletins(chemin, campagne)
        yield from _resultats(chemin, campagne)
        if campagne.get("close_le") in (None, ""):
            yield from _ouverte(chemin, campagne)


def _colleges(chemin: Chemin, campagne: Bloc) -> Iterator[Reproche]:
    places = {
        college: place
        for place, college in trouver(campagne, "passations.*.college", chemin)
        if isinstance(college, str)
    }
    if ENSEMBLE in places and any(college in places for college in SEPAREMENT):
        dit = "Direction et RH répondent ensemble, ou chacune de son côté"
        yield places[ENSEMBLE], dit


def _bulletins(chemin: Chemin, campagne: Bloc) -> Iterator[Reproche]:
    for place, passation in blocs(campagne, "passations.*", chemin):
        dit = passation.get("mode"), passation.get("acces")
        if dit == (ModePassation.COLLECTIVE, AccesRecueil.BULLETINS):
            yield (*place, "acces"), "une voix collective n’a pas de bulletins à tirer"


def _ouverte(chemin: Chemin, campagne: Bloc) -> Iterator[Reproche]:
    """The answers of an open campagne are still to come: they are protected from now on."""
    if iso(campagne.get("ouverte_le")) > timezone.localdate().isoformat():
        yield (*chemin, "ouverte_le"), "une campagne en cours ne s’ouvre pas dans l’avenir"
    seuil = campagne.get("seuil")
    mini = max(seuil, SEUIL_PLANCHER) if type(seuil) is int else SEUIL
    for place, passation in blocs(campagne, "passations.*", chemin):
        if passation.get("mode") == ModePassation.INDIVIDUELLE:
            invites = passation.get("invites")
            if type(invites) is not int or not mini <= invites <= INVITES_MAX:
                dit = f"un recueil en cours dit combien de personnes il invite ({mini} au moins)"
                yield (*place, "invites"), dit


def _resultats(chemin: Chemin, campagne: Bloc) -> Iterator[Reproche]:
    questionnaire, texte = questionnaire_de(campagne), campagne.get("resultats")
    if questionnaire is None or not isinstance(texte, str) or not texte:
        return
    try:
        lire_resultats(texte)
    except (ValidationError, ValueError, TypeError, RecursionError):
        return  # the schema's affair
    passations = [passation for _, passation in blocs(campagne, "passations.*")]
    modes = {passation.get("college"): passation.get("mode") for passation in passations}
    fautes = contredire(json.loads(texte), grille_de(questionnaire), modes)
    for faute in islice(fautes, REPROCHES_MAX):
        yield (*chemin, "resultats"), f"résultats impossibles : {faute}"
