"""What must never act in a page: written in every text of the base that can hold it."""

from django.apps import apps
from django.db import models
from django.http import HttpResponse

from diagnostic.models import Question, Questionnaire, Theme
from fiches.models import ResponsableEtape
from pasapas.models import Finess
from pasapas.serveur.checks import MAISON
from tests import factories as f
from tests.droits.lieux import ICI
from tests.droits.matrice import Monde

PUBLIES = {Questionnaire, Theme, Question}
COURT = "<canari-xss>"
LONG = "<canari-xss>\"'><svg onload=canari()></script><b>{{ 7|add:7 }}"
CRUS = (b"<canari-xss", b"<svg onload=canari", b"\"'><svg")
PAGES = ("text/html", "image/svg+xml", "application/xhtml")
ECHAPPE = b"&lt;canari-xss&gt;"


def empoisonner(monde: Monde) -> None:
    """Every row of every table of ours, whoever owns it."""
    for modele in apps.get_models():
        if modele._meta.app_label in MAISON:
            poisons = {champ.name: _poison(champ) for champ in modele._meta.concrete_fields}
            poisons = {nom: poison for nom, poison in poisons.items() if poison}
            if poisons and modele not in PUBLIES:
                lignes = modele._base_manager.all()
                if modele is ResponsableEtape:  # somebody, or a name: no room for both
                    lignes = lignes.filter(participant=None)
                lignes.update(**poisons)
    _brouillon()
    monde.lieux[ICI].projet.refresh_from_db()


def _brouillon() -> None:
    """A published questionnaire does not change: the poison comes with a new one."""
    connu = Questionnaire.objects.all()[0]
    gardes = {"echelle": connu.echelle, "restitution": connu.restitution}
    textes = {"titre": LONG, "sous_titre": LONG, "consigne": LONG}
    questionnaire = f.QuestionnaireFactory(slug="a-poison", **gardes, **textes)
    theme = f.ThemeFactory(questionnaire=questionnaire, titre=LONG, intro=LONG)
    f.QuestionFactory(theme=theme, enonce=LONG, aide=LONG, point_fort=LONG, axe=LONG)


def _poison(champ: models.Field) -> str:
    """The poison this field can hold, or none: an address, a choice and a code hold no text."""
    libre = isinstance(champ, models.CharField | models.TextField) and champ.editable
    libre = libre and champ.name != "password"
    if not libre or champ.choices or champ.unique or isinstance(champ, ADRESSES):
        return ""
    place = champ.max_length or len(LONG)
    return next((poison for poison in (LONG, COURT) if len(poison) <= place), "")


ADRESSES = (models.SlugField, models.EmailField, models.URLField, Finess)


def agissent(reponse: HttpResponse) -> list[bytes]:
    """The poisons of an answer that a browser would act upon."""
    if not reponse.headers.get("Content-Type", PAGES[0]).startswith(PAGES):
        return []
    corps = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
    return [poison for poison in CRUS if poison in corps]
