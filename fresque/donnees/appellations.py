"""What a person was called in a fresque, and since when: names change, texts keep the old one."""

from collections.abc import Collection
from datetime import timedelta
from itertools import product

from django.db.models import QuerySet
from django.utils import timezone

from fresque.donnees.reperage import Nom
from pasapas.models import Evenement, Participant

COURT = 3  # letters; a shorter text was a name being typed
RECENT = timedelta(days=30)


def noms_portes(ligne: Participant) -> list[Nom]:
    """The names of this row, today's and those before.

    One that people gave themselves lately is left out: nobody knew them by it, and whoever takes
    the name « l’équipe de nuit » on leaving would find themselves in the texts of everyone.
    """
    prenoms = portes(ligne, "prenom")
    if not ligne.prenom or not prenoms:
        prenoms.append("")
    return [Nom(prenom, nom) for prenom, nom in product(prenoms, portes(ligne, "nom"))]


def portes(ligne: Participant, champ: str) -> list[str]:
    """What this field of the row says and said, as the journal knows it."""
    changements = list(_changements([ligne], champ))
    if not changements:
        return [valeur] if (valeur := getattr(ligne, champ)) else []
    depuis = timezone.now() - RECENT
    prises = {c.apres for c in changements if c.avant and c.qui_id == ligne.pk and c.quand > depuis}
    toutes = {getattr(ligne, champ)}.union(*((c.avant, c.apres) for c in changements))
    connues = {changements[0].avant, *(toutes - prises)}
    return sorted(v for v in connues if len(v) >= COURT or (v and v == getattr(ligne, champ)))


def dites(lignes: Collection[Participant], champ: str) -> set[str]:
    """Everything the journal heard these rows of one fresque say in this field."""
    valeurs = {v for c in _changements(lignes, champ) for v in (c.avant, c.apres)}
    return {v for v in valeurs if len(v) >= COURT}


def _changements(lignes: Collection[Participant], champ: str) -> QuerySet[Evenement]:
    """The oldest first."""
    faits = Evenement.objects.filter(
        projet__in={ligne.projet_id for ligne in lignes},
        objet="participant",
        objet_pk__in=[ligne.pk for ligne in lignes],
        champ=champ,
    )
    return faits.order_by("pk")
