"""A projet is a file: taking it out, for those who lead it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fresque.fichier import exporter as ecrire_fichier
from fresque.instant import instant
from fresque.views.rendu import contexte
from pasapas.acces.permissions import peut_animer, voit_les_notes_privees
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.serveur.pages import document


@require_safe
@porte(peut_animer)
def fichier(request: ProjetRequest) -> HttpResponse:
    fresque = instant(request.projet).fresque
    return render(request, "fresque/fichier.html", {**contexte(request), "fresque": fresque})


@require_safe
@porte(peut_animer)
def exporter(request: ProjetRequest) -> HttpResponse:
    """The projet's file. Private notes stay with chargés de mission."""
    texte = ecrire_fichier(
        request.projet, notes_privees=voit_les_notes_privees(request.participant)
    )
    nom = f"{request.projet.slug}.yaml"
    return document(texte, nom, "application/yaml; charset=utf-8", a_garder=True)
