"""Rules of the house that a machine can hold (``manage.py check``)."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import models

from pasapas.acces.adresses import ACCES, MAISON, PROJET, PUBLIQUE, adresses

SOUS_UN_PROJET = "projets/<slug:slug>/"


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
def vues_declarees(**kwargs: Any) -> list[Error]:
    """Every view says who may open it."""
    return [
        Error(
            f"La vue {adresse.titre} ne dit pas qui peut l’ouvrir.",
            hint="La décorer par @porte, @connecte, @publique ou @administration "
            "(pasapas/acces/porte.py) ; une vue de bibliothèque se déclare dans "
            "pasapas/acces/adresses.py.",
            id="maison.E004",
        )
        for adresse in adresses()
        if adresse.acces not in ACCES
    ]


@register
def vues_gardees(**kwargs: Any) -> list[Error]:
    """Every page below /projets/<slug>/ goes through the door, and none stands elsewhere."""
    return [
        Error(f"La vue {adresse.titre} ne passe pas par la porte.", id="maison.E002")
        for adresse in adresses()
        if (adresse.acces == PROJET or adresse.chemin.startswith(SOUS_UN_PROJET))
        and not (
            adresse.acces == PROJET
            and hasattr(adresse.vue, "droit")
            and adresse.chemin.startswith(SOUS_UN_PROJET)
        )
    ]


@register
def vues_fermees_par_defaut(**kwargs: Any) -> list[Error]:
    """A view open without an account is a public one, and says so."""
    return [
        Error(
            f"La vue {adresse.titre} se dit « {adresse.acces} », et s’ouvre sans compte."
            if adresse.acces != PUBLIQUE
            else f"La vue {adresse.titre} se dit publique, et demande un compte.",
            id="maison.E005",
        )
        for adresse in adresses()
        if (adresse.acces == PUBLIQUE) == getattr(adresse.vue, "login_required", True)
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
