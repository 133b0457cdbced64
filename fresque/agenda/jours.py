"""What a calendar is told of a fresque. Frozen values: nothing of the wall's own words, unless
the person asks for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Q, QuerySet

from fiches.models import Etape, ResponsableEtape
from fresque.models import RendezVous
from fresque.seances.planche import CODE as SEANCES
from pasapas.models import Participant, Projet
from pasapas.valeurs.textes import extrait

UNE_HEURE = 60  # minutes


@dataclass(frozen=True, slots=True)
class Jalon:
    """One event. ``debut`` and ``fin`` (excluded) are days, or instants of the établissement."""

    cle: str
    titre: str
    debut: date | datetime
    fin: date | datetime
    version: int
    annulee: bool = False
    lieu: str = ""
    texte: str = ""
    page: str = ""


def bornes(
    jour: date, heure: time | None, fuseau: tzinfo, minutes: int | None = None
) -> tuple[date | datetime, date | datetime]:
    """From when to when: that whole day, or from this hour on, one long where nothing is said."""
    if heure is None:
        return jour, jour + timedelta(days=1)
    debut = datetime.combine(jour, heure, tzinfo=fuseau)
    return debut, debut + timedelta(minutes=minutes or UNE_HEURE)


def du_projet(
    projet: Projet, *, detaille: bool = False, a: Participant | None = None
) -> list[Jalon]:
    """Every étape that waits and has a date (``a``: theirs alone), every séance: 2 queries."""
    attendent = _lues(projet).filter(date_realisation=None)
    return [
        *_etapes(attendent.filter(_a(a)) if a else attendent, detaille),
        *_seances(projet, detaille),
    ]


def d_une_planche(projet: Projet, code: str, *, detaille: bool = False) -> list[Jalon] | None:
    """The étapes of this fiche that wait, or the séances; None for any other sheet."""
    if code == SEANCES:
        return list(_seances(projet, detaille))
    numero = _numero(code)
    if numero is None:
        return None
    attendent = _lues(projet).filter(fiche__numero=numero, date_realisation=None)
    return list(_etapes(attendent, detaille))


def d_une_ligne(
    projet: Projet, code: str, pk: int, *, detaille: bool = False
) -> list[Jalon] | None:
    """This étape of this fiche, or this séance; None when it is not there."""
    if code == SEANCES:
        return list(_seances(projet, detaille, pk=pk)) or None
    etapes = _lues(projet).filter(pk=pk, fiche__numero=_numero(code) or 0)
    return list(_etapes(etapes, detaille)) if etapes else None


def _numero(code: str) -> int | None:
    famille, _, numero = code.rpartition("-")
    return int(numero) if famille == "fiche" and numero.isdecimal() and len(numero) < 9 else None


def _lues(projet: Projet) -> QuerySet[Etape]:
    presentes = Etape.objects.de(projet).presents().filter(fiche__retire_le=None)
    return presentes.select_related("fiche").order_by("fiche__numero", "ordre", "pk")


def _a(participant: Participant) -> Q:
    """Theirs: they see to it, or follow its fiche."""
    siennes = ResponsableEtape.objects.filter(participant=participant)
    return Q(fiche__referent=participant) | Q(pk__in=siennes.values("etape"))


def _etapes(etapes: Iterable[Etape], detaille: bool) -> Iterator[Jalon]:
    """Of the fiches under way, those that say when: from the first day to the last; where one of
    them is not said, the other one alone."""
    for etape in etapes:
        debut, fin = etape.periode_debut, etape.periode_fin
        if etape.fiche.arretee or not (debut or fin):
            continue
        premier = debut.premier if debut else fin.dernier
        dernier = fin.dernier if fin else debut.premier
        titre = f"Étape · fiche n°{etape.fiche.numero}"
        yield Jalon(
            f"etape-{etape.pk}",
            f"{titre} : {extrait(etape.intitule, 120)}" if detaille else titre,
            premier,
            dernier + timedelta(days=1),
            etape.version,
            texte=etape.intitule if detaille else "",
            page=f"fiche-{etape.fiche.numero}" if detaille else "",
        )


def _seances(projet: Projet, detaille: bool, **laquelle: int) -> Iterator[Jalon]:
    fuseau = projet.etablissement.fuseau
    for une in RendezVous.objects.de(projet).presents().filter(**laquelle):
        yield Jalon(
            f"seance-{une.pk}",
            f"Séance · {projet}" if detaille else "Séance · groupe de travail",
            *bornes(une.date, une.heure, fuseau, une.duree),
            une.version,
            annulee=une.annulee_le is not None,
            lieu=une.lieu if detaille else "",
            texte=une.programme if detaille else "",
            page=SEANCES if detaille else "",
        )
