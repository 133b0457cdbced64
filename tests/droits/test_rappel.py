"""Wherever people write freely, the page says what is never to be written there."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import reverse
from lxml import html

from diagnostic.models import Campagne
from pasapas.acces.adresses import ADMINISTRATION, FERMEE, adresses
from tests.droits.exemples import valeurs
from tests.droits.lieux import ICI
from tests.droits.matrice import Monde, url_de

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
RAPPEL = "Pas de nom d’enfant ni de famille, pas d’information de santé."
# Where the group writes freely: the test must have met them, else it proves nothing.
ECRIVENT = {
    "diagnostic:seance",
    "diagnostic:voix",
    "fresque:ajouter",
    "fresque:ligne",
    "fresque:modifier",
    "fresque:postit_ajouter",
    "fresque:postit",
}


def formulaires(reponse: HttpResponse) -> Iterator[html.FormElement]:
    """The forms of this answer in which one writes several lines."""
    if "text/html" in reponse.headers.get("Content-Type", "") and reponse.content.strip():
        page = html.fromstring(f"<div>{reponse.text}</div>")
        yield from (form for form in page.iter("form") if form.xpath(".//textarea"))


def le_disent(reponse: HttpResponse) -> list[bool]:
    return [RAPPEL in form.text_content() for form in formulaires(reponse)]


def test_chaque_page_ou_l_on_ecrit_le_rappelle(monde: Monde) -> None:
    """Every page of the site, as the pilote sees it; the back office is not the group's."""
    pilote, muettes, ecrivent = monde.visiteurs["pilote"], set(), set()
    for adresse in adresses():
        if adresse.acces in {FERMEE, ADMINISTRATION}:
            continue
        url = url_de(adresse, valeurs(adresse, monde.lieux[ICI]))
        for entetes in ({}, {"HX-Request": "true"}):
            dits = le_disent(pilote.revenir().get(url, headers=entetes))
            if dits:
                ecrivent.add(adresse.nom)
            if not all(dits):
                muettes.add(adresse.nom)
    assert muettes == set()
    assert ECRIVENT - ecrivent == set()


def test_deux_textes_qui_se_contredisent_le_rappellent_aussi(monde: Monde) -> None:
    lieu = monde.lieux[ICI]
    envoi = {"ambition": "Les miens", "base-ambition": "Ce qui n’y est plus"}
    url = f"/projets/{lieu.slug}/planches/eclaire/ambition/modifier/"
    reponse = monde.visiteurs["pilote"].revenir().post(url, envoi)
    assert reponse.status_code == 409
    assert le_disent(reponse) == [True]


def test_un_etonnement_a_retaper_le_rappelle_aussi(monde: Monde) -> None:
    lieu = monde.lieux[ICI]
    url = reverse("diagnostic:noter", args=[lieu.slug, lieu.un(Campagne, close_le=None).pk])
    reponse = monde.visiteurs["pilote"].revenir().post(url, {"texte": "é" * 20_001})
    assert reponse.status_code == 422
    assert le_disent(reponse) == [True]
