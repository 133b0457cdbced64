"""Addresses of the recueils individuels, below /recueil/: public, without an account."""

from django.urls import path

from diagnostic.views import recueil

app_name = "recueil"

urlpatterns = [
    path("<slug:jeton>/", recueil.accueil, name="accueil"),
    path("<slug:jeton>/commencer/", recueil.commencer, name="commencer"),
    path("<slug:jeton>/questions/<slug:code>/", recueil.question, name="question"),
    path("<slug:jeton>/fin/", recueil.fin, name="fin"),
    path("<slug:jeton>/rendre/", recueil.rendre, name="rendre"),
    path("<slug:jeton>/merci/", recueil.merci, name="merci"),
    path("<slug:jeton>/effacer/", recueil.effacer, name="effacer"),
    path("<slug:jeton>/quitter/", recueil.quitter, name="quitter"),
]
