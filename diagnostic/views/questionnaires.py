"""The questionnaires of this installation: bring one in, look at it, publish it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diagnostic import operations
from diagnostic.forms_questionnaires import QuestionnaireForm
from diagnostic.models import Questionnaire
from diagnostic.questionnaires import en_csv, en_xlsx, en_yaml
from pasapas.access import administration
from pasapas.lecture.messages import RapportErreurs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "yaml": (en_yaml, "application/yaml"),
    "xlsx": (en_xlsx, XLSX),
    "csv": (en_csv, "text/csv; charset=utf-8"),
}
VERSION_MAX = 2_147_483_647  # PostgreSQL's integer
DEJA = "Cette version du questionnaire existe déjà."


@require_safe
@administration
def liste(request: HttpRequest) -> HttpResponse:
    """Every version known here, and the campagnes run with it."""
    return render(request, "diagnostic/questionnaire/liste.html", {"questionnaires": _comptes()})


@require_http_methods(["GET", "POST"])
@administration
def importer(request: HttpRequest) -> HttpResponse:
    """A new version from a file: all of it as a draft, or nothing and what is wrong."""
    form = QuestionnaireForm(request.POST or None, request.FILES or None)
    rapport = None
    if request.method == "POST" and form.is_valid():
        try:
            questionnaire = operations.creer(form.lire())
        except RapportErreurs as refus:
            rapport = refus
        except ValidationError as refus:
            form.add_error(None, refus.messages)
        except IntegrityError:
            form.add_error(None, DEJA)
        else:
            messages.success(request, "Questionnaire importé. Relisez-le avant de le publier.")
            return redirect("questionnaires:voir", questionnaire.slug, questionnaire.version)
    donnees = {"form": form, "rapport": rapport}
    statut = 422 if request.method == "POST" else 200
    return render(request, "diagnostic/questionnaire/importer.html", donnees, status=statut)


@require_safe
@administration
def voir(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """A version as people will see it, published or not."""
    questionnaire = _trouver(code, version)
    donnees = {
        "questionnaire": questionnaire,
        "themes": questionnaire.themes.prefetch_related("questions"),
        "apercu": True,
    }
    return render(request, "diagnostic/questionnaire/questionnaire.html", donnees)


@require_POST
@administration
def publier(request: HttpRequest, code: str, version: int) -> HttpResponse:
    questionnaire = operations.publier(_trouver(code, version))
    messages.success(
        request, f"{questionnaire} est publié\u00a0: de nouvelles campagnes peuvent s’en servir."
    )
    return redirect("questionnaires:liste")


@require_POST
@administration
def supprimer(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Throw a draft away."""
    questionnaire = _trouver(code, version)
    try:
        operations.supprimer(questionnaire)
    except ValidationError as refus:
        messages.error(request, refus.message)
        return redirect("questionnaires:voir", code, version)
    messages.success(request, f"Brouillon supprimé\u00a0: {questionnaire}.")
    return redirect("questionnaires:liste")


@require_safe
@administration
def fichier(request: HttpRequest, code: str, version: int, format: str) -> HttpResponse:
    """The questionnaire as a file, to start another version from."""
    if format not in FORMATS:
        raise Http404("Ce format n’existe pas.")
    ecrire, nature = FORMATS[format]
    questionnaire = _trouver(code, version)
    nom = f"{questionnaire.slug}-v{questionnaire.version}.{format}"
    reponse = HttpResponse(ecrire(questionnaire), content_type=nature)
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def _comptes() -> QuerySet[Questionnaire]:
    return Questionnaire.objects.annotate(
        nombre_themes=Count("themes", distinct=True),
        nombre_questions=Count("themes__questions", distinct=True),
    )


def _trouver(code: str, version: int) -> Questionnaire:
    if version > VERSION_MAX:
        raise Http404("Ce questionnaire n’existe pas.")
    return get_object_or_404(_comptes(), slug=code, version=version)
