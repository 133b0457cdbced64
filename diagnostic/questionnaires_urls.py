"""Addresses of the questionnaires, below /questionnaires/: for administrateurs."""

from django.urls import path

from diagnostic.views import questionnaires

app_name = "questionnaires"
VERSION = "<slug:code>/<int:version>/"

urlpatterns = [
    path("", questionnaires.liste, name="liste"),
    path("importer/", questionnaires.importer, name="importer"),
    path(VERSION, questionnaires.voir, name="voir"),
    path(f"{VERSION}publier/", questionnaires.publier, name="publier"),
    path(f"{VERSION}supprimer/", questionnaires.supprimer, name="supprimer"),
    path(f"{VERSION}fichier/<slug:format>/", questionnaires.fichier, name="fichier"),
]
