"""Every form of the product, and the fields it declares."""

from collections.abc import Iterator

from django import forms
from django.contrib import admin
from django.forms import BaseForm
from django.test import RequestFactory

from pasapas.comptes.formulaires import adresse_mail, mot_de_passe
from pasapas.models import User
from pasapas.urls import urlpatterns

A_NOUS = ("pasapas.", "fresque.", "diagnostic.", "fiches.", "bilan.")
assert urlpatterns  # reading them imports every view, hence every form


def _heritieres(classe: type) -> Iterator[type]:
    for fille in classe.__subclasses__():
        yield fille
        yield from _heritieres(fille)


def formulaires() -> Iterator[tuple[str, forms.Field]]:
    """The name and the field, for each one that a class declares or a model gives it."""
    for classe in dict.fromkeys(_heritieres(BaseForm)):
        if classe.__module__.startswith(A_NOUS) and "comptes" not in classe.__module__:
            for nom, champ in getattr(classe, "base_fields", {}).items():
                yield f"{classe.__module__}.{classe.__name__}.{nom}", champ
    for champ in (adresse_mail(), mot_de_passe("Mot de passe", "current-password")):
        yield "comptes", champ  # what our forms put in the place of the library's
    requete = RequestFactory().get("/")
    requete.user = User(is_superuser=True)
    for modele, page in admin.site._registry.items():
        if modele.__module__.startswith(A_NOUS) and page.has_change_permission(requete):
            for nom, champ in page.get_form(requete, change=True).base_fields.items():
                yield f"admin.{modele.__name__}.{nom}", champ
