"""Addresses that a monitor asks, below /sante/."""

from django.urls import path

from pasapas.sante import views

urlpatterns = [
    path("", views.vivant, name="sante"),
    path("pret/", views.pret, name="sante_pret"),
    path("mesures/", views.chiffres, name="sante_mesures"),
]
