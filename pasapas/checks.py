"""Rules of the house that a machine can hold (``manage.py check``)."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import models
from django.urls import URLPattern, get_resolver

MAISON = ("pasapas", "diagnostic", "fiches", "bilan", "fresque")


@register
def contraintes_nommees_en_francais(**kwargs: Any) -> list[Error]:
    """Every constraint of ours refuses with a sentence a person understands."""
    return [
        Error(f"La contrainte {contrainte.name} n’a pas de message.", obj=modele, id="maison.E001")
        for modele in apps.get_models()
        if modele._meta.app_label in MAISON
        for contrainte in modele._meta.constraints
        if contrainte.violation_error_message == contrainte.default_violation_error_message
    ]


@register
def vues_gardees(**kwargs: Any) -> list[Error]:
    """Every page below /projets/<slug>/ goes through the door."""
    return [
        Error(f"La vue {motif.name} ne passe pas par la porte.", id="maison.E002")
        for motif in motifs_de_projet()
        if not hasattr(motif.callback, "droit")
    ]


@register
def lignes_de_projet(**kwargs: Any) -> list[Error]:
    """Every row of a fresque bears its projet, so that no query can forget it."""
    from pasapas.models import Element

    return [
        Error("Un élément de la fresque sans projet.", obj=modele, id="maison.E003")
        for modele in apps.get_models()
        if issubclass(modele, Element)
        and not isinstance(modele._meta.get_field("projet"), models.ForeignKey)
    ]


def motifs_de_projet() -> Iterator[URLPattern]:
    for prefixe in get_resolver().url_patterns:
        if "<slug:slug>" in str(prefixe.pattern) and hasattr(prefixe, "url_patterns"):
            yield from prefixe.url_patterns
