"""Addresses of the group's side, below /projets/<slug>/accompagnement/."""

from django.urls import path

from fresque.accompagnement import vues

urlpatterns = [
    path("", vues.notre, name="accompagnement"),
    path("compte-rendu.pdf", vues.compte_rendu, name="accompagnement_pdf"),
    path("pistes/<int:pk>/", vues.piste, name="accompagnement_piste"),
]
