"""Addresses below /etablissements/."""

from django.urls import path

from fresque.etablissements.views import ouvrir

app_name = "etablissements"

urlpatterns = [
    path("", ouvrir.liste, name="liste"),
    path("ouvrir/", ouvrir.ouvrir, name="ouvrir"),
    path("renvoyer/", ouvrir.renvoyer, name="renvoyer"),
    path("a-confirmer/", ouvrir.a_confirmer, name="a_confirmer"),
    path("confirmer/", ouvrir.confirmer, name="confirmer"),
]
