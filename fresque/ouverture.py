"""Opening a fresque: one road, whoever asks (page, file, command, administration)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.text import slugify

import bilan.operations
import diagnostic.operations
from fresque.instant import recompter
from fresque.operations import reference_libre
from pasapas.models import Etablissement, Participant, Projet, Role, User


def ouvrir_projet(
    *, etablissement: Etablissement, nom: str, createur: User | None = None, identifiant: str = ""
) -> Projet:
    """A new, empty fresque; ``createur`` becomes its pilote."""
    projet = Projet(etablissement=etablissement, nom=nom, identifiant=identifiant)
    with fonder(projet):
        if createur is not None:
            nommer_pilote(projet, createur)
    return projet


@contextmanager
def fonder(projet: Projet) -> Iterator[Projet]:
    """Save this new projet; inside, what it starts with. It comes out with the boxes every
    fresque has, filled or not, and counted: all of it, or nothing."""
    with transaction.atomic():
        projet.slug = slug_libre(projet.slug or projet.identifiant or projet.nom)
        projet.identifiant = projet.identifiant or projet.slug
        _inserer(projet)
        yield projet
        diagnostic.operations.preparer(projet)
        bilan.operations.preparer(projet)
        recompter(projet)


def nommer_pilote(projet: Projet, createur: User) -> Participant:
    return Participant.objects.create(
        projet=projet,
        reference=reference_libre(Participant, projet, createur.get_full_name()),
        **createur.identite,
        courriel=createur.email or "",
        role=Role.PILOTE,
        user=createur,
        ordre_equipe=0,
    )


def slug_libre(nom: str) -> str:
    """An address nobody uses: « mon-projet », then « mon-projet-2 »..."""
    base = slugify(nom)[:100] or "fresque"
    slug, rang = base, 1
    pris = Projet.objects.sans_projet("une adresse est prise, à qui qu’elle soit")
    while pris.filter(slug=slug).exists():
        rang += 1
        slug = f"{base}-{rang}"
    return slug


def _inserer(projet: Projet) -> None:
    """Someone may take the address between the look and the write: then the next one."""
    while True:
        try:
            with transaction.atomic():
                return projet.save(force_insert=True)
        except IntegrityError:
            autre = slug_libre(projet.slug)
            if autre == projet.slug:
                raise
            projet.slug = autre
