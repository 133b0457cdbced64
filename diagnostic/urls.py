"""Addresses of the autodiagnostic, below /projets/<slug>/autodiagnostic/."""

from django.urls import URLPattern, path

from diagnostic.views import campagnes, papier, resultats, seance, voix

app_name = "diagnostic"
CAMPAGNE = "<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("", campagnes.liste, name="liste"),
    path("ouvrir/", campagnes.ouvrir, name="ouvrir"),
    path(CAMPAGNE, campagnes.campagne, name="campagne"),
    path(f"{CAMPAGNE}cloturer/", campagnes.cloturer, name="cloturer"),
    path(f"{CAMPAGNE}confirmer/", campagnes.confirmer, name="confirmer"),
    path(f"{CAMPAGNE}annuler/", campagnes.annuler, name="annuler"),
    path(f"{CAMPAGNE}inviter/<slug:college>/", campagnes.inviter, name="inviter"),
    path(f"{CAMPAGNE}tirage/<slug:college>/", campagnes.compter, name="compter"),
    path(f"{CAMPAGNE}seance/", seance.projection, name="seance"),
    path(f"{CAMPAGNE}seance/montrer/", seance.montrer, name="montrer"),
    path(f"{CAMPAGNE}seance/devoiler/", seance.devoiler, name="devoiler"),
    path(f"{CAMPAGNE}seance/salle/", voix.salle, name="salle"),
    path(f"{CAMPAGNE}seance/rythme/", seance.rythme, name="rythme"),
    path(f"{CAMPAGNE}etonnements/", seance.noter, name="noter"),
    path(f"{CAMPAGNE}voix/<slug:college>/", voix.voix, name="voix"),
    path(f"{CAMPAGNE}papier/<slug:college>/", papier.saisir, name="saisir"),
    path(f"{CAMPAGNE}resultats/", resultats.resultats, name="resultats"),
    path(f"{CAMPAGNE}resultats/comparer/<int:autre>/", resultats.comparaison, name="comparaison"),
    path(f"{CAMPAGNE}resultats/tableau.xlsx", resultats.exporter, {"forme": "xlsx"}, name="xlsx"),
    path(f"{CAMPAGNE}resultats/tableau.csv", resultats.exporter, {"forme": "csv"}, name="csv"),
]
