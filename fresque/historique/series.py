"""Saves of one field by one person, close together, read as one change; pages of them.

An automatic save is made at each pause of the person who types: told one by one, an evening's
work would bury everything else. Each recorded text stays within reach, behind its line.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from diagnostic.campagnes.seance import voix_tues
from pasapas.models import Evenement, Participant

LIGNES = 50  # lines of a page
LUS = 1000  # events looked at to fill it
SOUFFLE = timedelta(minutes=5)  # a longer pause begins another line
REUNIES = {Evenement.Action.MODIFICATION, Evenement.Action.DEPLACEMENT}
CleDeSerie = tuple[str, str, str, int, str]


@dataclass(frozen=True, slots=True)
class DemandeDeMemoire:
    """What is asked of the memory. ``avant``: what came before this event. ``serie``: this one
    and the earlier ones of its field, each save on its own. ``parmi``: the planches one may know
    of; None: all of them."""

    planche: str = ""
    encart: str = ""
    depuis: datetime | None = None
    jusqu_a: datetime | None = None
    avant: int = 0
    serie: int = 0
    parmi: frozenset[str] | None = None


@dataclass(slots=True)
class Serie:
    """One line of the history: its first and last events, and how many there are."""

    dernier: Evenement
    premier: Evenement
    combien: int = 1

    def suit(self, evenement: Evenement) -> bool:
        """Whether ``evenement``, on the same field and just before it, is of the same breath."""
        dernier, premier = self.dernier, self.premier
        return (
            evenement.action in REUNIES
            and evenement.action == dernier.action
            and bool(evenement.champ) == (evenement.action == Evenement.Action.MODIFICATION)
            and (evenement.qui_id, evenement.nom) == (dernier.qui_id, dernier.nom)
            and premier.quand - evenement.quand <= SOUFFLE
            and _jour(evenement) == _jour(dernier)
        )


def _jour(evenement: Evenement) -> object:
    return timezone.localdate(evenement.quand)


def lire(participant: Participant, demande: DemandeDeMemoire) -> list[Evenement]:
    """The events of a page and one more, newest first, without their texts: 1 query, 1 more for
    each event the address names. Without the voices that the room has not been shown."""
    projet = participant.projet
    evenements: QuerySet[Evenement]
    evenements = Evenement.objects.filter(~voix_tues(participant), projet=projet)
    if demande.planche:
        evenements = evenements.filter(planche=demande.planche, encart=demande.encart)
    if demande.parmi is not None:
        evenements = evenements.filter(planche__in=demande.parmi)
    if demande.depuis:
        evenements = evenements.filter(quand__gte=demande.depuis)
    if demande.jusqu_a:
        evenements = evenements.filter(quand__lt=demande.jusqu_a)
    if demande.serie:
        evenements = _du_meme_champ(evenements, demande.serie)
    if demande.avant:
        nommes = Evenement.objects.filter(projet=projet, pk=demande.avant)
        evenements = _avant(evenements, nommes.defer("avant", "apres").first())
    return list(evenements.defer("avant", "apres")[: LUS + 1])


def _avant(evenements: QuerySet[Evenement], repere: Evenement | None) -> QuerySet[Evenement]:
    """What came before ``repere``; everything when there is no such event."""
    if repere is None:
        return evenements
    return evenements.filter(Q(quand__lt=repere.quand) | Q(quand=repere.quand, pk__lt=repere.pk))


def _du_meme_champ(evenements: QuerySet[Evenement], pk: int) -> QuerySet[Evenement]:
    """This event and the earlier ones of its field; nothing when there is no such event."""
    repere = evenements.filter(pk=pk).defer("avant", "apres").first()
    if repere is None:
        return evenements.none()
    du_champ = evenements.filter(objet=repere.objet, objet_pk=repere.objet_pk, champ=repere.champ)
    return _avant(du_champ, repere) | du_champ.filter(pk=repere.pk)


def en_series(
    evenements: Sequence[Evenement], reunissables: Container[tuple[str, str]]
) -> tuple[list[Serie], int | None]:
    """The lines of a page, and the event after which the next page begins (None: it is the last).

    Only what changed in a box of ``reunissables`` is told together: its saves can be read one
    by one there.
    """
    series: list[Serie] = []
    ouvertes: dict[CleDeSerie, Serie] = {}
    for rang, evenement in enumerate(evenements):
        cle = _cle(evenement)
        serie = ouvertes.get(cle) if cle[:2] in reunissables else None
        if rang < LUS and serie and serie.suit(evenement):
            serie.premier = evenement
            serie.combien += 1
            continue
        if rang == LUS or len(series) == LIGNES:
            return series, evenements[rang - 1].pk
        ouvertes[cle] = Serie(evenement, evenement)
        series.append(ouvertes[cle])
    return series, None


def _cle(evenement: Evenement) -> CleDeSerie:
    lieu = (evenement.planche, evenement.encart)
    return (*lieu, evenement.objet, evenement.objet_pk, evenement.champ)
