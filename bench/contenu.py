"""A projet of ten times the content: every row of its lists, copied nine times."""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from django.db import models

from bilan.models import Bilan, Communication, PresenceBilan, Suite
from diagnostic.models import (
    Bulletin,
    Campagne,
    ElementTheme,
    Intention,
    Passation,
    Piste,
    Reponse,
)
from fiches.models import Etape, Facteur, FicheAction, Origine, RubriqueAjoutee, ThemeFiche
from fresque.models import Constat, Inspiration, PresenceRendezVous, RendezVous
from pasapas.models import Acteur, ChangementActeur, Contact, Participant, PostIt, Projet

# Each after the rows it hangs on: a copy then hangs on the copies of those.
MODELES: tuple[type[models.Model], ...] = (
    Participant,
    Acteur,
    ChangementActeur,
    Contact,
    Inspiration,
    Constat,
    RendezVous,
    PresenceRendezVous,
    Campagne,
    Passation,
    Bulletin,
    Reponse,
    ElementTheme,
    Piste,
    Intention,
    FicheAction,
    ThemeFiche,
    Origine,
    Facteur,
    Etape,
    RubriqueAjoutee,
    Bilan,
    PresenceBilan,
    Communication,
    Suite,
    PostIt,
)
Correspondances = dict[type[models.Model], dict[Any, Any]]


def multiply(projet: Projet, fois: int) -> Iterator[int]:
    """Make every list of ``projet`` ``fois`` times as long: how many times it is, copy by copy."""
    lignes = {modele: _rows(projet, modele) for modele in MODELES}
    for rang in range(1, fois):
        copies: Correspondances = {}
        for modele in MODELES:
            copies[modele] = _copy(modele, lignes[modele], copies, rang)
        yield rang + 1


def _rows(projet: Projet, modele: type[models.Model]) -> list[models.Model]:
    return list(modele._default_manager.filter(**{_way(modele): projet}))


def _way(modele: type[models.Model]) -> str:
    """The lookup that leads from a row to its projet."""
    relations = {champ.related_model: champ.name for champ in modele._meta.concrete_fields}
    if Projet in relations:
        return relations[Projet]
    parent = next(m for m in reversed(MODELES) if m in relations and m is not Participant)
    return f"{relations[parent]}__{_way(parent)}"


def _copy(
    modele: type[models.Model],
    lignes: Iterable[models.Model],
    copies: Correspondances,
    rang: int,
) -> dict[Any, Any]:
    lignes = list(lignes)
    nouvelles = []
    for ligne in lignes:
        nouvelle = copy(ligne)
        nouvelle._state = models.base.ModelState()
        nouvelle.pk = modele._meta.pk.get_default()
        for champ in modele._meta.concrete_fields:
            _adapt(nouvelle, champ, copies, rang)
        nouvelles.append(nouvelle)
    modele._default_manager.bulk_create(nouvelles, batch_size=500)
    return {ancienne.pk: nouvelle.pk for ancienne, nouvelle in zip(lignes, nouvelles, strict=True)}


def _adapt(ligne: models.Model, champ: models.Field, copies: Correspondances, rang: int) -> None:
    """What must differ between copies: parents, references, numbers, accounts."""
    valeur = getattr(ligne, champ.attname)
    if champ.name == "user":
        setattr(ligne, champ.attname, None)
    elif champ.is_relation:
        setattr(ligne, champ.attname, copies.get(champ.related_model, {}).get(valeur, valeur))
    elif champ.name == "reference":
        setattr(ligne, champ.attname, f"{valeur[:50]}-x{rang}")
    elif champ.name == "numero":
        setattr(ligne, champ.attname, valeur + 100 * rang)
