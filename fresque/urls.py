"""Addresses of one fresque, all below /projets/<slug>/."""

from django.urls import path

from fresque.views import direct, encarts, fichier, historique, impression, mur, postits

app_name = "fresque"
ENCART = "planches/<slug:code>/<slug:nom>/"

urlpatterns = [
    path("", mur.mur, name="mur"),
    path("planches/<slug:code>/", mur.planche, name="planche"),
    path(ENCART, encarts.lire, name="encart"),
    path(f"{ENCART}modifier/", encarts.modifier, name="modifier"),
    path(f"{ENCART}ajouter/", encarts.ajouter, name="ajouter"),
    path(f"{ENCART}lignes/<int:pk>/", encarts.ligne, name="ligne"),
    path(f"{ENCART}lignes/<int:pk>/<slug:geste>/", encarts.geste, name="geste"),
    path(f"{ENCART}postits/", postits.ajouter, name="postit_ajouter"),
    path(f"{ENCART}postits/<int:pk>/", postits.modifier, name="postit"),
    path(f"{ENCART}postits/<int:pk>/<slug:geste>/", postits.geste, name="postit_geste"),
    path(f"{ENCART}historique/", historique.encart, name="historique_encart"),
    path(f"{ENCART}historique/<int:pk>/reprendre/", historique.reprendre, name="reprendre"),
    path("direct/", direct.direct, name="direct"),
    path("direct/morceaux/", direct.morceaux, name="morceaux"),
    path("presence/", direct.presence, name="presence"),
    path("historique/", historique.tout, name="historique"),
    path("corbeille/", historique.corbeille, name="corbeille"),
    path("imprimer/", impression.imprimer, name="imprimer"),
    path("fresque.pdf", impression.pdf, name="pdf"),
    path("fichier/", fichier.fichier, name="fichier"),
    path("fichier/projet.yaml", fichier.exporter, name="exporter"),
]
