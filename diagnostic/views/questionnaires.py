"""The questionnaires of this installation: bring one in, look at it, publish it."""

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from diagnostic import operations
from diagnostic.forms_questionnaires import QuestionnaireForm
from diagnostic.models import Questionnaire
from diagnostic.questionnaires import en_csv, en_xlsx, en_yaml
from pasapas.acces.porte import CompteRequest, administration, lue_et_ecrite
from pasapas.lecture.messages import RapportErreurs
from pasapas.serveur.pages import document

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "yaml": (en_yaml, "application/yaml"),
    "xlsx": (en_xlsx, XLSX),
    "csv": (en_csv, "text/csv; charset=utf-8"),
}
GESTES = 50  # shown at most below the list
VERSION_MAX = 2_147_483_647  # PostgreSQL's integer
DEJA = "Cette version du questionnaire existe déjà."


@require_safe
@administration("diagnostic.view_questionnaire")
def liste(request: HttpRequest) -> HttpResponse:
    """Every version known here, and the campagnes run with it."""
    donnees = {"questionnaires": _comptes(), "gestes": _gestes()}
    return render(request, "diagnostic/questionnaire/liste.html", donnees)


def _gestes() -> QuerySet[LogEntry]:
    """Who brought in, published or threw away what, the last first."""
    genre = ContentType.objects.get_for_model(Questionnaire)
    siens = LogEntry.objects.filter(content_type=genre).select_related("user")
    return siens.order_by("-action_time", "-pk")[:GESTES]


def _noter(request: CompteRequest, action: int, questionnaire: Questionnaire, dit: str) -> None:
    """Write it where the back office keeps its own history: no fresque has a questionnaire."""
    LogEntry.objects.log_actions(request.user.pk, [questionnaire], action, dit, single_object=True)


@lue_et_ecrite
@administration("diagnostic.add_questionnaire")
def importer(request: CompteRequest) -> HttpResponse:
    """A new version from a file: all of it as a draft, or nothing and what is wrong."""
    form = QuestionnaireForm(request.POST or None, request.FILES or None)
    rapport = None
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                questionnaire = operations.creer(form.lire())
                _noter(request, ADDITION, questionnaire, "importé")
        except RapportErreurs as refus:
            rapport = refus
        except ValidationError as refus:
            form.add_error(None, refus.messages)
        except IntegrityError:
            form.add_error(None, DEJA)
        else:
            messages.success(request, "Questionnaire importé. Relisez-le avant de le publier.")
            if form.remarque:
                messages.warning(request, form.remarque)
            return redirect("questionnaires:voir", questionnaire.slug, questionnaire.version)
    donnees = {"form": form, "rapport": rapport}
    statut = 422 if request.method == "POST" else 200
    return render(request, "diagnostic/questionnaire/importer.html", donnees, status=statut)


@require_safe
@administration("diagnostic.view_questionnaire")
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
@administration("diagnostic.change_questionnaire")
def publier(request: CompteRequest, code: str, version: int) -> HttpResponse:
    questionnaire = _trouver(code, version)
    with transaction.atomic():
        neuf = questionnaire.publie_le is None
        questionnaire = operations.publier(questionnaire)
        if neuf:
            _noter(request, CHANGE, questionnaire, "publié")
    messages.success(
        request, f"{questionnaire} est publié\u00a0: de nouvelles campagnes peuvent s’en servir."
    )
    return redirect("questionnaires:liste")


@require_POST
@administration("diagnostic.delete_questionnaire")
def supprimer(request: CompteRequest, code: str, version: int) -> HttpResponse:
    """Throw a draft away."""
    questionnaire = _trouver(code, version)
    try:
        with transaction.atomic():
            _noter(request, DELETION, questionnaire, "supprimé")
            operations.supprimer(questionnaire)
    except ValidationError as refus:
        messages.error(request, refus.message)
        return redirect("questionnaires:voir", code, version)
    messages.success(request, f"Brouillon supprimé\u00a0: {questionnaire}.")
    return redirect("questionnaires:liste")


@require_safe
@administration("diagnostic.view_questionnaire")
def fichier(request: HttpRequest, code: str, version: int, format: str) -> HttpResponse:
    """The questionnaire as a file, to start another version from."""
    if format not in FORMATS:
        raise Http404("Ce format n’existe pas.")
    ecrire, nature = FORMATS[format]
    questionnaire = _trouver(code, version)
    nom = f"{questionnaire.slug}-v{questionnaire.version}.{format}"
    return document(ecrire(questionnaire), nom, nature, a_garder=True)


def _comptes() -> QuerySet[Questionnaire]:
    return Questionnaire.objects.annotate(
        nombre_themes=Count("themes", distinct=True),
        nombre_questions=Count("themes__questions", distinct=True),
    )


def _trouver(code: str, version: int) -> Questionnaire:
    if version > VERSION_MAX:
        raise Http404("Ce questionnaire n’existe pas.")
    return get_object_or_404(_comptes(), slug=code, version=version)
