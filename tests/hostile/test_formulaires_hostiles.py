"""Whatever is sent to whichever address: an answer, never an HTTP 500, and no poison that acts.

600 requests in each run; ``PASAPAS_HOSTILES=5000`` asks for more (``make hostile``),
``PASAPAS_GRAINE`` for others.
"""

import os
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from lxml import html

from pasapas.acces.adresses import ADMINISTRATION, FERMEE, PROJET, PUBLIQUE, Adresse, adresses
from tests.droits.exemples import frappe, valeurs
from tests.droits.lieux import ICI
from tests.droits.matrice import Monde, url_de
from tests.droits.visiteurs import Visiteur
from tests.hostile.generateur import FORMULAIRE, Champs, Envoi, tirer
from tests.hostile.poison import agissent

pytestmark = pytest.mark.django_db
NOMBRE = int(os.environ.get("PASAPAS_HOSTILES", "600"))
GRAINE = int(os.environ.get("PASAPAS_GRAINE", "1"))
LOTS = 6
OUVERTES = [adresse for adresse in adresses() if adresse.acces != FERMEE]


def visiteur(adresse: Adresse, monde: Monde, alea: Random) -> Visiteur:
    """Someone for whom the form is there."""
    if adresse.acces == ADMINISTRATION:
        return monde.visiteurs["administrateur"]
    noms = ["anonyme", "pilote"] if adresse.acces == PUBLIQUE else ["pilote"]
    if adresse.acces == PROJET:
        noms = ["pilote", "pilote", "contributeur"]
    return monde.visiteurs[alea.choice(noms)]


def champs(reponse: HttpResponse, secours: dict[str, Any]) -> Champs:
    """The fields of every form of the page that posts, as a browser would send them."""
    envoi: Champs = {nom: [str(valeur)] for nom, valeur in secours.items()}
    if reponse.status_code != 200 or "text/html" not in reponse.headers.get("Content-Type", ""):
        return envoi
    for formulaire in html.document_fromstring(b"<div>" + reponse.content).forms:
        if formulaire.method == "POST":
            for nom, valeur in formulaire.form_values():
                envoi.setdefault(nom, []).append(valeur)
            envoi |= {nom: [""] for nom in formulaire.fields if nom and nom not in envoi}
    return envoi


def envoyer(qui: Visiteur, envoi: Envoi) -> HttpResponse:
    """Ask, then undo: each request finds the same world."""
    with transaction.atomic():
        reponse = qui.revenir().generic(
            envoi.methode, envoi.url, envoi.corps, envoi.genre, headers=envoi.entetes
        )
        transaction.set_rollback(True)
    cache.clear()
    return reponse


def fautes(envoi: Envoi, reponse: HttpResponse) -> Iterator[str]:
    if reponse.status_code >= 500:
        yield f"{reponse.status_code} {getattr(reponse, 'exc_info', ('', ''))[1]!r} : {envoi}"
    for poison in agissent(reponse):
        yield f"{poison!r} agit : {envoi}"


def prend_un_envoi(qui: Visiteur, url: str) -> bool:
    """Whether something is done with a POST there."""
    return envoyer(qui, Envoi("POST", url, b"", FORMULAIRE)).status_code != 405


@pytest.mark.parametrize("lot", range(LOTS))
def test_rien_ne_casse(
    lot: int, empoisonne: Monde, record_property: Callable[[str, Any], None]
) -> None:
    """Each POST has its share of the sendings; what only reads is asked once, by any method."""
    alea, lieu = Random(GRAINE * LOTS + lot), empoisonne.lieux[ICI]
    trouvees, postes, envois = [], [], 0
    for adresse in OUVERTES[lot::LOTS]:
        url, qui = url_de(adresse, valeurs(adresse, lieu)), visiteur(adresse, empoisonne, alea)
        connus = champs(qui.revenir().get(url), frappe(adresse, lieu))
        if prend_un_envoi(qui, url):
            postes.append((url, qui, connus))
        else:
            envoi = tirer(alea, url, connus)
            trouvees += fautes(envoi, envoyer(qui, envoi))
    for rang, (url, qui, connus) in enumerate(postes):
        restent = len(range(rang, -(-NOMBRE // LOTS), len(postes)))
        while restent:
            envoi = tirer(alea, url, connus)
            trouvees += fautes(envoi, envoyer(qui, envoi))
            restent -= envoi.methode == "POST"
            envois += envoi.methode == "POST"
    record_property("hostiles", envois)
    record_property("postes", len(postes))
    assert "\n".join(trouvees[:20]) == ""
    assert len(postes) <= envois
