"""Addresses of one's own data, below /mes-donnees/."""

from django.urls import path

from fresque.donnees.views import personnelles

urlpatterns = [
    path("", personnelles.mes_donnees, name="mes_donnees"),
    path("mes-donnees.html", personnelles.en_page, name="mes_donnees_page"),
    path("mes-donnees.json", personnelles.en_json, name="mes_donnees_json"),
    path("effacer/", personnelles.effacer, name="mes_donnees_effacer"),
    path("effacees/", personnelles.effacees, name="donnees_effacees"),
]
