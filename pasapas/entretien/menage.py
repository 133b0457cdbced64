"""What leaves the base for good: rows taken off long ago, and what only served for a while.

People stay: what is kept of them follows another rule. The journal stays too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import CASCADE, SET_NULL, Max, QuerySet

from pasapas.comptes import limites
from pasapas.direct.presence import OUBLI
from pasapas.models import (
    CleEcriture,
    Courriel,
    Ouvrier,
    Participant,
    Presence,
    Recu,
    TexteCourt,
    TexteLong,
    Travail,
)

CORBEILLE = timedelta(days=30)  # a row taken off can be put back that long
REPETITION = timedelta(days=30)  # no browser sends the same write again after that
FINIS = timedelta(days=30)  # what was done beside the pages is told that long
RENVOI = timedelta(days=1)  # nobody sends the same form again after that
RAISON = "ménage : ce qui est trop vieux, dans toutes les fresques"


@dataclass(frozen=True, slots=True)
class Vieillerie:
    """One thing to clear, apart from the others: ``faire`` gives the number of rows gone."""

    quoi: str
    faire: Callable[[], int]
    ou: str = ""  # the fresque, or the établissement, when it is about one

    @property
    def titre(self) -> str:
        return f"{self.ou} : {self.quoi}" if self.ou else self.quoi


def etapes(maintenant: datetime) -> Iterator[Vieillerie]:
    """Everything to delete because it is too old. Done again, it finds nothing."""
    for modele in _modeles():
        yield from _corbeilles(modele, maintenant - CORBEILLE)
    vieilles = CleEcriture.objects.sans_projet(RAISON).filter(cree_le__lt=maintenant - REPETITION)
    yield Vieillerie("clé d’écriture", lambda: vieilles.delete()[0])
    recus = Recu.objects.filter(cree_le__lt=maintenant - RENVOI)
    yield Vieillerie("reçu d’un formulaire", lambda: recus.delete()[0])
    parties = Presence.objects.sans_projet(RAISON).filter(vu_le__lt=maintenant - OUBLI)
    yield Vieillerie("présence", lambda: parties.delete()[0])
    vues = Session.objects.filter(expire_date__lt=maintenant)
    yield Vieillerie("session finie", lambda: vues.delete()[0])
    vivantes = Session.objects.values("session_key")
    finies = UserSession.objects.exclude(session_key__in=vivantes)
    yield Vieillerie("appareil déconnecté", lambda: finies.delete()[0])
    yield Vieillerie("essai compté", limites.purger)
    finis = maintenant - FINIS
    yield Vieillerie("courriel parti", lambda: Courriel.objects.finis_avant(finis).delete()[0])
    yield Vieillerie("travail fini", lambda: Travail.objects.finis_avant(finis).delete()[0])
    perdus = Ouvrier.objects.filter(vu_le__lt=finis)
    yield Vieillerie("ouvrier parti", lambda: perdus.delete()[0])


def _corbeilles(modele: type[models.Model], limite: datetime) -> Iterator[Vieillerie]:
    """Each fresque's own (an établissement's, for its services): one that cannot be emptied
    leaves the others their turn."""
    champ = "projet" if "projet" in _champs(modele) else "etablissement"
    cles = _oubliees(modele, limite).order_by().values_list(champ, flat=True).distinct()
    for cle in sorted(cles):
        yield Vieillerie(
            str(modele._meta.verbose_name),
            partial(_vider_la_corbeille, modele, limite, {champ: cle}),
            ou=f"{'fresque' if champ == 'projet' else champ} n° {cle}",
        )


def _modeles() -> list[type[models.Model]]:
    """Every kind of row that goes through the corbeille."""
    return [
        modele
        for modele in apps.get_models()
        if modele is not Participant and "retire_le" in _champs(modele)
    ]


def _champs(modele: type[models.Model]) -> dict[str, models.Field]:
    return {champ.name: champ for champ in modele._meta.concrete_fields}


def _liens(modele: type[models.Model]) -> list[models.ForeignObjectRel]:
    """Every way another row names one of these, even those that have no name themselves."""
    champs = modele._meta.get_fields(include_hidden=True)
    return [champ for champ in champs if champ.auto_created and hasattr(champ, "on_delete")]  # type: ignore[misc]


@transaction.atomic
def _vider_la_corbeille(
    modele: type[models.Model], limite: datetime, siennes: Mapping[str, int]
) -> int:
    """A row put back meanwhile is held by whoever puts it back, and is no longer one of these."""
    oubliees = _oubliees(modele, limite).filter(**siennes)
    lignes = set(oubliees.select_for_update(of=("self",)).order_by("pk"))
    gardees = _derniers_numeros(modele, lignes) if "numero" in _champs(modele) else set()
    _toutes(modele).filter(pk__in={ligne.pk for ligne in lignes - gardees}).delete()
    return len(lignes - gardees) + sum(_effacer_le_contenu(ligne) for ligne in gardees)


def _toutes(modele: Any) -> QuerySet:
    return modele.objects.sans_projet(RAISON)


def _oubliees(modele: type[models.Model], limite: datetime) -> QuerySet:
    """Taken off before ``limite``, and named by no row that is still on the wall."""
    lignes = _toutes(modele).filter(retire_le__lt=limite)
    for lien in _liens(modele):
        if lien.on_delete is SET_NULL and "retire_le" in _champs(lien.related_model):
            nomment = _toutes(lien.related_model).filter(retire_le=None)
            cles = nomment.exclude(**{lien.field.name: None}).values(lien.field.attname)
            lignes = lignes.exclude(pk__in=cles)
    return lignes


def _derniers_numeros(modele: type[models.Model], lignes: set[Any]) -> set[Any]:
    """Those that bear the highest number of their projet: it is given once, so they hold it."""
    donnes = set(_toutes(modele).order_by().values_list("projet_id").annotate(Max("numero")))
    return {ligne for ligne in lignes if (ligne.projet_id, ligne.numero) in donnes}


def _effacer_le_contenu(ligne: Any) -> bool:
    """Leave of a row its number alone. False when nothing was left already."""
    textes = [
        nom
        for nom, champ in _champs(type(ligne)).items()
        if isinstance(champ, TexteCourt | TexteLong) and getattr(ligne, nom)
    ]
    for nom in textes:
        setattr(ligne, nom, "")
    ligne.save(update_fields=textes)
    effacees = 0
    for lien in _liens(type(ligne)):
        if lien.on_delete is CASCADE:
            dessous = _toutes(lien.related_model).filter(**{lien.field.name: ligne})
            effacees += dessous.delete()[0]
    return bool(textes or effacees)
