"""Wiring: which address opens which door."""

from django.contrib import admin
from django.http import Http404
from django.urls import include, path
from django.views.defaults import page_not_found

from fresque.views import ouverture
from pasapas import views

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("projets/nouveau/", ouverture.nouveau, name="projet_nouveau"),
    path("projets/importer/", ouverture.reprendre, name="projet_importer"),
    path("projets/<slug:slug>/", include("fresque.urls")),
    # Addresses are given by invitation: nobody claims one alone.
    path("comptes/email/", page_not_found, {"exception": Http404()}),
    path("comptes/", include("allauth.account.urls")),
    path("administration/", admin.site.urls),
]

handler500 = "pasapas.indisponible.erreur"
