"""Filling a form as a person does: what the page shows, changed where one types."""

from typing import Any

import pytest
from django import forms
from django.db.models import Model
from django.http import HttpResponse
from lxml import html

from pasapas.valeurs.saisie import (
    BorneField,
    DureeField,
    FinessField,
    HeureField,
    LigneField,
    MoisField,
    TexteLongField,
)
from tests.personnes import Visiteur

FRAPPE = "Été <b>& co"
MODES = ["autosave", "htmx", "page"]  # the three ways the same form is sent
UNE_BASE = pytest.mark.une_base  # the same write as « htmx », answered otherwise
CHAQUE_MODE = pytest.mark.parametrize(
    "mode", [mode if mode == "htmx" else pytest.param(mode, marks=UNE_BASE) for mode in MODES]
)
CLE = "9b2f0c1e-3a57-4e57-9b8e-0d3f6f0a7c11"


def envoyer(
    client: Visiteur, mode: str, url: str, donnees: dict[str, Any], *, suivre: bool = True
) -> HttpResponse:
    """``suivre``: without JavaScript, go on to the page one is led to."""
    if mode == "page":
        return client.post(url, donnees, follow=suivre)
    return client.htmx("post", url, donnees | ({"autosave": "1"} if mode == "autosave" else {}))


def sur(ligne: Model, **tapes: Any) -> dict[str, Any]:
    """What is typed over the texts of this row, and what they said."""
    return tapes | {f"base-{champ}": getattr(ligne, champ) for champ in tapes}


def renvoyer(client: Visiteur, mode: str, url: str, **donnees: Any) -> HttpResponse:
    """What a browser sends, then sends again, under one key."""
    return envoyer(client, mode, url, {"cle": CLE, **donnees}, suivre=False)


def formulaire(reponse: HttpResponse) -> Any:
    """The one writing form of the answer."""
    (trouve,) = html.document_fromstring(reponse.content.decode()).xpath(
        "//form[contains(concat(' ', @class, ' '), ' saisie ')]"
    )
    return trouve


def envoi(reponse: HttpResponse) -> dict[str, list[str]]:
    """What a browser would send if nothing were touched."""
    donnees: dict[str, list[str]] = {}
    for nom, valeur in formulaire(reponse).form_values():
        donnees.setdefault(nom, []).append(valeur)
    return donnees


def champs(reponse: HttpResponse) -> dict[str, forms.Field]:
    """The fields a person sees."""
    form = reponse.context["form"]
    return {champ.name: champ.field for champ in form.visible_fields()}


def saisir(reponse: HttpResponse, frappe: str = FRAPPE) -> dict[str, Any]:
    """Every field of the form filled, each in its own way."""
    donnees: dict[str, Any] = envoi(reponse)
    for nom, champ in champs(reponse).items():
        donnees[nom] = reponse_a(nom, champ, frappe)
    return donnees


def reponse_a(nom: str, champ: forms.Field, frappe: str) -> Any:
    if isinstance(champ, forms.ModelMultipleChoiceField):
        return [str(pk) for pk in champ.queryset.values_list("pk", flat=True)]
    if isinstance(champ, forms.ModelChoiceField):
        derniere = champ.queryset.last()
        return str(derniere.pk) if derniere else ""
    if isinstance(champ, forms.ChoiceField):
        return list(champ.choices)[-1][0]
    for genre, valeur in (
        ((MoisField, BorneField), "2026-03"),
        (forms.DateField, "2026-03-14"),
        (HeureField, "14:30"),
        (DureeField, "45 min"),
        (forms.IntegerField, "14"),
        (forms.BooleanField, "on"),
        (forms.EmailField, "ines@example.org"),
        (forms.URLField, "https://example.org/nouveau"),
    ):
        if isinstance(champ, genre):
            return valeur
    if isinstance(champ, FinessField):
        return "350001234"
    return f"{frappe} {nom}"[: champ.max_length]


def textes(reponse: HttpResponse, donnees: dict[str, Any]) -> list[str]:
    """What was typed in the free text fields, in the order of the form."""
    return [
        donnees[nom]
        for nom, champ in champs(reponse).items()
        if type(champ) in (LigneField, TexteLongField)
    ]
