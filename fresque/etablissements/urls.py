"""Addresses below /etablissements/."""

from django.urls import path

from fresque.etablissements.views import administration

app_name = "etablissements"

urlpatterns = [
    path("", administration.liste, name="liste"),
    path("ouvrir/", administration.ouvrir, name="ouvrir"),
    path("renvoyer/", administration.renvoyer, name="renvoyer"),
    path("a-confirmer/", administration.a_confirmer, name="a_confirmer"),
    path("confirmer/", administration.confirmer, name="confirmer"),
]
