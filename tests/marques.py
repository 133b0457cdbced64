"""A row in every table of a fresque, and a mark of its own in each of its texts."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from diagnostic.models import Campagne, Questionnaire
from fiches.models import ResponsableEtape
from fresque.donnees.registre import TEXTES
from pasapas.models import BorneDePeriode, Cloisonnee, Finess, Projet
from pasapas.serveur.checks import MAISON
from tests import factories as f
from tests.mur import remplir

# Columns that are left as they are: one does not write in them, they say where things stand.
CODES = {
    "pasapas.Projet.slug",
    "pasapas.Projet.tampons",
    "pasapas.PostIt.planche",
    "pasapas.PostIt.zone",
    "diagnostic.Campagne.resultats",
    "fresque.Affichage.planche",
    "fresque.Affichage.cle",
    *(f"fresque.Impression.{nom}" for nom in ("cle", "choix", "fichier", "feuilles")),
}


def tables() -> list[type[models.Model]]:
    siens = [m for m in apps.get_models() if issubclass(m, Cloisonnee)]
    assert {m._meta.app_label for m in siens} == {*MAISON}
    return siens


def ecrits(modele: type[models.Model]) -> list[models.Field]:
    return [
        champ
        for champ in modele._meta.concrete_fields
        if isinstance(champ, TEXTES)
        and not isinstance(champ, BorneDePeriode)  # a date, read from the words beside it
        and not champ.choices
        and str(champ) not in CODES
    ]


def semer(projet: Projet) -> None:
    """A row at least in every table."""
    remplir(projet, 1)
    f.CampagneFactory(projet=projet, questionnaire=Questionnaire.objects.latest("pk"))
    f.PassationFactory(campagne=Campagne.objects.get(), invites=8)
    f.EnvoiRappelsFactory()
    for modele in tables():
        if not modele.objects.exists():
            exiges = [c for c in modele._meta.concrete_fields if not _facultatif(c)]
            modele.objects.create(**{champ.name: quelconque(champ) for champ in exiges})


def _facultatif(champ: models.Field) -> bool:
    return champ.null or champ.has_default() or champ.has_db_default() or champ.blank


def quelconque(champ: models.Field) -> Any:
    if champ.related_model:
        return champ.related_model.objects.order_by("pk").first()
    if champ.choices:
        return champ.choices[0][0]
    if isinstance(champ, models.DateField):
        return timezone.now()
    return "x" if isinstance(champ, TEXTES) else 1


def marquer() -> Iterator[tuple[str, str]]:
    """Each column, and the mark that one of its rows was given."""
    rangs = count(1)
    for modele in tables():
        lignes = modele.objects.order_by("pk")
        if modele is ResponsableEtape:  # somebody, or a name
            lignes = lignes.filter(participant=None)
        for ligne in lignes:
            mots = {champ: marque(champ, next(rangs)) for champ in ecrits(modele)}
            modele.objects.filter(pk=ligne.pk).update(
                **{
                    champ.name: {"dit": mot} if isinstance(champ, models.JSONField) else mot
                    for champ, mot in mots.items()
                }
            )
            yield from ((str(champ), mot) for champ, mot in mots.items())


def marque(champ: models.Field, rang: int) -> str:
    if isinstance(champ, Finess):
        return f"{350_000_000 + rang}"
    if champ.max_length is not None and champ.max_length < 8:
        return "".join(chr(0x3B1 + rang // 17**n % 17) for n in range(3))  # no word of ours
    mot = f"q{rang:05d}z"
    if isinstance(champ, models.EmailField):
        return f"{mot}@example.org"
    return f"https://example.org/{mot}" if isinstance(champ, models.URLField) else mot
