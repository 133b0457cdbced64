"""The étapes that wait and whose end is known, and who has them in hand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from fiches.models import ARRETEES, Etape
from fresque.rappels.decision import HORIZON, Echeance
from pasapas.acces.permissions import peut_ecrire
from pasapas.models import Participant, Pause, Projet
from pasapas.valeurs.periodes import Borne

RAISON = "les rappels partent pour toutes les fresques"
LARGE = timedelta(days=HORIZON + 2)  # the day differs from one end of the world to the other
Ouverts = Mapping[int, Participant]


def en_attente(aujourd_hui: date) -> QuerySet[Etape]:
    """Étapes on the wall, not done, of fiches under way, over soon or already: in whatever
    fresque. A bound is a month or a day, and sorts as a text."""
    fin = str(Borne.du_jour(aujourd_hui + LARGE))
    return (
        Etape.objects.sans_projet(RAISON)
        .presents()
        .filter(date_realisation=None, periode_fin__lte=fin, fiche__retire_le=None)
        .exclude(fiche__statut__in=ARRETEES)
        .select_related("fiche", "projet__etablissement__region")
        .prefetch_related("responsables")
        .order_by("fiche__numero", "ordre", "pk")
    )


def sans_pause(etapes: QuerySet[Etape], jour: date) -> QuerySet[Etape]:
    """Nobody is written to while the accompaniment of their fresque is paused."""
    tenues = Pause.objects.sans_projet(RAISON).filter(du__lte=jour)
    en_cours = tenues.filter(Q(reprise_le=None) | Q(reprise_le__gt=jour))
    return etapes.exclude(projet__in=en_cours.order_by().values("projet"))


def du_groupe(projets: Iterable[Projet]) -> dict[int, Participant]:
    """Who is on the wall and whose access, if they have one, is open today."""
    ouverts = Participant.objects.ouverts().sans_projet(RAISON)
    lignes = ouverts.filter(projet__in={projet.pk for projet in projets}).select_related("user")
    return {ligne.pk: ligne for ligne in lignes}


def echeances(etapes: Iterable[Etape], ouverts: Ouverts) -> list[Echeance]:
    """The same as values; those of a fresque that is about to be erased are nobody's."""
    jours: dict[int, date] = {}
    lues = []
    for etape in etapes:
        projet, terme = etape.projet, etape.terme
        if terme is None or projet.preavis_vaut:
            continue
        jour = jours.setdefault(projet.pk, projet.etablissement.aujourd_hui)
        lues.append(
            Echeance(
                etape=etape.pk,
                projet=projet.pk,
                fiche=etape.fiche.numero,
                action=etape.fiche.intitule,
                intitule=etape.intitule,
                periode=etape.periode_envisagee,
                terme=terme,
                jour=jour,
                a_qui=a_qui(etape, ouverts),
                noms=tuple(un.nom for un in etape.responsables.all() if un.nom),
            )
        )
    return lues


def a_qui(etape: Etape, ouverts: Ouverts) -> tuple[int, ...]:
    """Who has it in hand: its responsables who are still there. When it names nobody, or those
    who have left, the référent of its fiche."""
    nommes = list(etape.responsables.all())
    la = tuple(un.participant_id for un in nommes if un.participant_id in ouverts)
    referent = etape.fiche.referent_id
    if la or any(un.nom for un in nommes) or referent not in ouverts:
        return tuple(pk for pk in la if pk)
    return (referent,) if referent else ()


def destinataires(ouverts: Ouverts) -> dict[int, list[Participant]]:
    """Who may be written to, by account: an address, an account in use, a role that writes."""
    comptes: dict[int, list[Participant]] = defaultdict(list)
    for pk in sorted(ouverts):
        ligne = ouverts[pk]
        if ligne.user and ligne.user.is_active and ligne.user.email and peut_ecrire(ligne):
            comptes[ligne.user.pk].append(ligne)
    return comptes


def par_projet(lues: Iterable[Echeance]) -> Mapping[int, list[Echeance]]:
    groupes: Mapping[int, list[Echeance]] = defaultdict(list)
    for une in lues:
        groupes[une.projet].append(une)
    return groupes


def siennes(lues: Collection[Echeance], lignes: Iterable[Participant]) -> list[Echeance]:
    """Those that one person has in hand, in all their fresques."""
    cles = {ligne.pk for ligne in lignes}
    return [une for une in lues if cles & set(une.a_qui)]
