"""Addresses of the posters « Contribuez », below /contribuer/: public, without an account."""

from django.urls import path

from fresque.contributions.views import publique

app_name = "contribuer"

urlpatterns = [
    path("<slug:secret>/", publique.ecrire, name="ecrire"),
    path("<slug:secret>/merci/", publique.merci, name="merci"),
]
