"""From results to words: keep a sentence, bring a surprise in. Each gesture writes on the wall,
which is why these pages stand on the roof."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from diagnostic import operations
from diagnostic.enseignements import etonnements, themes_proposes
from diagnostic.models import Campagne, ElementTheme, Question, Sens
from diagnostic.planche import nom_de_section
from diagnostic.resultats import Resultats, lire
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import contexte
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.ecriture import changements

PLANCHE = "autodiagnostic"


@require_safe
@porte(annexe=2)
def enseignements(request: ProjetRequest, pk: int) -> HttpResponse:
    """What the results propose under each theme, and the surprises of the séance."""
    campagne, resultats = _campagne(request, pk)
    donnees = {
        **contexte(request),
        "campagne": campagne,
        "resultats": resultats,
        "themes": themes_proposes(request.projet, resultats),
        "etonnements": etonnements(request.projet, campagne),
    }
    return render(request, "fresque/enseignements.html", donnees)


@require_POST
@porte(peut_ecrire)
def proposition(
    request: ProjetRequest, pk: int, question: str, sens: str, geste: str
) -> HttpResponse:
    """Keep the sentence proposed for a statement, or take it off again."""
    _, resultats = _campagne(request, pk)
    proposee = _question(resultats, question, sens) if geste in {"garder", "retirer"} else None
    if resultats is None or proposee is None:
        raise Http404("Cette phrase n’est pas proposée.")
    theme = operations.themes_du_projet(request.projet, resultats.source).get(proposee.theme.code)
    if theme is None:
        messages.error(request, "La fresque ne parle plus de ce thème.")
        return _retour(request, pk, question, sens)
    encart = f"{nom_de_section(theme)}-{sens}"
    par = geste_de(request, PLANCHE, encart)
    if geste == "retirer":
        deja = ElementTheme.objects.de(request.projet).presents()
        for element in deja.filter(synthese__theme=theme, sens=sens, origine=question):
            changements.retirer(par, element)
    else:
        element = operations.garder(par, proposee, Sens(sens))
        annuler = reverse(
            "fresque:proposition", args=[request.projet.slug, pk, question, sens, "retirer"]
        )
        titre = Sens(sens).label
        messages.success(
            request, f"Gardé dans «\u00a0{titre}\u00a0». À vous d’y mettre vos mots.", annuler
        )
    return _retour(request, pk, question, sens)


def _campagne(request: ProjetRequest, pk: int) -> tuple[Campagne, Resultats | None]:
    campagnes = Campagne.objects.de(request.projet).select_related("questionnaire")
    campagne = get_object_or_404(campagnes, pk=pk)
    return campagne, lire(campagne)


def _question(resultats: Resultats | None, code: str, sens: str) -> Question | None:
    """The question of this code, when the results propose something in this sens."""
    publiee: Any = resultats.question(code) if resultats else None
    if resultats is None or publiee is None or sens not in dict(publiee.phrases):
        return None
    questions = Question.objects.select_related("theme__questionnaire")
    return questions.get(
        theme__questionnaire__slug=resultats.source,
        theme__questionnaire__version=resultats.version,
        code=code,
    )


def _retour(request: ProjetRequest, pk: int, question: str, sens: str) -> HttpResponse:
    """Back to the page the sentence was kept from, where it stands."""
    if request.POST.get("retour") == "resultats":
        page = reverse("diagnostic:resultats", args=[request.projet.slug, pk])
        return redirect(f"{page}#{question}")
    page = reverse("fresque:enseignements", args=[request.projet.slug, pk])
    return redirect(f"{page}#{question}-{sens}")
