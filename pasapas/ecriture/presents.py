"""Who was there, at a séance or for a bilan: a list of its own, in the order they were named."""

from collections.abc import Iterable, Mapping
from typing import Any

from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Participant


def noter_presents(geste: Geste, ligne: Any, champ: str, valeurs: Mapping[str, Any]) -> None:
    """Write down who was there, if it is said."""
    if champ not in valeurs:
        return
    avant = [une.participant for une in ligne.presences.select_related("participant")]
    changements.remplacer(geste, ligne, champ, avant, list(valeurs[champ]), _poser)


def _poser(ligne: Any, presents: Iterable[Participant]) -> None:
    presences = ligne.presences
    presences.all().delete()
    presences.model.objects.bulk_create(
        presences.model(**{presences.field.name: ligne}, participant=participant, ordre=rang)
        for rang, participant in enumerate(presents)
    )
