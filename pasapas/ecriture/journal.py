"""The memory of the fresque: one event per change, and the séance that last touched a box."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Model, QuerySet
from django.utils import timezone

from pasapas.models import Evenement, Participant, Projet
from pasapas.serveur.preparee import PrepareeValeurs
from pasapas.valeurs.periodes import Borne, dire_borne
from pasapas.valeurs.textes import jour

Saisie = Mapping[str, list[str]]  # what was sent, field by field, as a browser sends it


@dataclass(frozen=True, slots=True)
class Geste:
    """Who acts (None: a command), where on the wall, the key of this one write, a digest and the
    fields of what came under that key. ``signature``: what to call who acts when it is nobody of
    the fresque. ``echos``: the other fresques on which the same change shows."""

    projet: Projet
    auteur: Participant | None
    planche: str
    encart: str
    cle: UUID | None = None
    envoi: str = ""
    saisie: Saisie = field(default_factory=dict)
    signature: str = "Pas à pas"
    echos: tuple["Geste", ...] = ()


@dataclass(frozen=True, slots=True)
class Changement:
    champ: str = ""
    avant: str = ""
    apres: str = ""


def dire(instance: Model, champ: str) -> str:
    """The value of a field, in words, for the journal."""
    affichage = getattr(instance, f"get_{champ}_display", None)
    valeur = affichage() if affichage else getattr(instance, champ)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return jour(valeur)
    if isinstance(valeur, Borne):
        return dire_borne(valeur)
    return "" if valeur is None else str(valeur)


def noter(
    geste: Geste, action: str, instance: Model, changements: Iterable[Changement] = ()
) -> None:
    """Write down what ``geste`` did to ``instance``: one event per changed field and fresque."""
    changements = tuple(changements) or (Changement(),)
    Evenement.objects.bulk_create(
        Evenement(
            projet=lieu.projet,
            qui=lieu.auteur,
            nom=str(lieu.auteur or lieu.signature),
            action=action,
            planche=lieu.planche,
            encart=lieu.encart,
            objet=instance._meta.model_name or "",
            objet_pk=instance.pk,
            champ=changement.champ,
            avant=changement.avant,
            apres=changement.apres,
        )
        for lieu in (geste, *geste.echos)
        for changement in changements
    )


def noter_champ(
    geste: Geste, instance: Model, champ: str = "", avant: str = "", apres: str = ""
) -> None:
    """One field that says something else, or what else was changed of the row, in words."""
    noter(geste, Evenement.Action.MODIFICATION, instance, [Changement(champ, avant, apres)])


def _dernieres(evenements: QuerySet[Evenement]) -> QuerySet[Any]:
    par_encart = evenements.order_by().values("planche", "encart")
    return par_encart.annotate(derniere=Max("quand"))


# Asked each time one planche is read again.
TOUCHEES = PrepareeValeurs(
    lambda projet, planche: _dernieres(Evenement.objects.filter(projet=projet, planche=planche)),
    champs=("planche", "encart", "derniere"),
    projet=-1,
    planche="?",
)


def peints_le(projet: Projet, codes: Collection[str] | None = None) -> dict[tuple[str, str], date]:
    """The day each box was last touched, by (planche, encart); of these planches (None: all)."""
    if codes is not None and len(codes) == 1:
        lignes = TOUCHEES.lignes(projet=projet.pk, planche=next(iter(codes)))
    else:
        evenements = Evenement.objects.filter(projet=projet)
        siens = evenements if codes is None else evenements.filter(planche__in=codes)
        lignes = list(_dernieres(siens).values_list("planche", "encart", "derniere"))
    la = projet.etablissement.fuseau
    return {(planche, encart): timezone.localdate(quand, la) for planche, encart, quand in lignes}
