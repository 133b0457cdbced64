"""Rows with a lease: taken by one worker at a time, and finished by the one that holds them.

Whatever is done with a row is done outside any transaction: SQLite has one writer at a time, and
pages write. Whoever lost the lease meanwhile (frozen, slow, killed) finishes nothing.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.db import Error, connection, connections, transaction
from django.db.models import Min
from django.utils import timezone

from pasapas.models.travaux import Etat, SousBail, SousBailQuerySet
from pasapas.serveur.indisponible import est_panne
from pasapas.travaux.delai import montre

CANAL = "pasapas_travaux"  # where PostgreSQL tells the workers that something came
MORT = "L’ouvrier s’est arrêté net à chaque essai."
REPRISE = 0.5  # seconds before trying a lost database again

Rendu = TypeVar("Rendu")


def deposer(ligne: SousBail) -> bool:
    """Add a row to what is to be done, in the transaction of what causes it.

    False when a row of the same kind has the same key already, unless it was given up.
    """
    modele = type(ligne)
    if not ligne.cle:
        ligne.save(force_insert=True)
    else:
        pareilles = modele.objects.filter(sorte=ligne.sorte, cle=ligne.cle)
        pareilles.filter(etat__in=(Etat.ABANDONNE, Etat.ANNULE)).delete()
        modele.objects.bulk_create([ligne], ignore_conflicts=True)
        if not modele.objects.filter(pk=ligne.pk).exists():
            return False
    reveiller()
    return True


def reveiller() -> None:
    """Tell the workers, once the transaction is over. On SQLite they see the file change."""
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_notify(%s, '')", [CANAL])


def prendre(lignes: SousBailQuerySet) -> Any:
    """The first of these that is due, from now on this worker's alone for the time of a lease.

    A row whose worker died each time it was tried is given up: it may be what killed it.
    """
    while True:
        with transaction.atomic():
            maintenant = timezone.now()
            dues = lignes.dus(maintenant).select_for_update(skip_locked=True, no_key=True)
            ligne = dues.first()
            if ligne is None:
                return None
            if ligne.etat == Etat.EN_COURS and ligne.essais >= essais_permis():
                _clore(lignes.filter(pk=ligne.pk), Etat.ABANDONNE, erreur=MORT)
                continue
            ligne.etat, ligne.jeton = Etat.EN_COURS, uuid4()
            ligne.essais += 1
            ligne.a_prendre_le = maintenant + bail()
            ligne.save(update_fields=["etat", "jeton", "essais", "a_prendre_le"])
            return ligne


def prolonger(ligne: SousBail, **champs: Any) -> bool:
    """Hold it longer, and say how far it has come. False: it was cancelled, or taken over."""
    ligne.a_prendre_le = timezone.now() + bail()
    return bool(_tenue(ligne).update(a_prendre_le=ligne.a_prendre_le, **champs))


def finir(ligne: SousBail, effet: Callable[[], None] | None = None, **champs: Any) -> bool:
    """It is done: write so, and its effect with it. False, without effect, when the row was
    cancelled or taken over: somebody else has done it, or will."""
    with transaction.atomic():
        finie = bool(_clore(_tenue(ligne), Etat.FAIT, erreur="", **champs))
        if finie and effet:
            effet()
    return finie


def rater(ligne: SousBail, erreur: str, *, sans_appel: bool = False) -> bool:
    """Try again later, later each time; give up when it was tried enough, or is worth nothing
    any more. ``sans_appel``: another try would say the same."""
    delais = settings.TRAVAUX_DELAIS
    encore = not sans_appel and ligne.essais < essais_permis()
    quand = timezone.now() + timedelta(seconds=delais[ligne.essais - 1] if encore else 0)
    if not encore or trop_tard(ligne, quand):
        return bool(_clore(_tenue(ligne), Etat.ABANDONNE, erreur=erreur))
    return bool(_tenue(ligne).update(etat=Etat.PRET, jeton=None, erreur=erreur, a_prendre_le=quand))


def rendre(ligne: SousBail) -> None:
    """The worker stops: somebody else takes it up at once, and this try does not count."""
    _tenue(ligne).update(
        etat=Etat.PRET, jeton=None, essais=ligne.essais - 1, a_prendre_le=timezone.now()
    )
    reveiller()


def annuler(lignes: SousBailQuerySet) -> int:
    """Nobody wants these any more; one under way is stopped where it is."""
    return _clore(lignes.vivants(), Etat.ANNULE)


def reessayer(lignes: SousBailQuerySet) -> int:
    """Try these now, as if for the first time."""
    faites = lignes.reessayables().update(
        etat=Etat.PRET, essais=0, fini_le=None, a_prendre_le=timezone.now()
    )
    if faites:
        reveiller()
    return faites


def prochaine(*files: SousBailQuerySet) -> datetime | None:
    """When one of these rows may next be taken; None when none waits."""
    heures = [file.vivants().aggregate(heure=Min("a_prendre_le"))["heure"] for file in files]
    return min((heure for heure in heures if heure), default=None)


def avec_patience(ecrire: Callable[[], Rendu]) -> Rendu:
    """What was done outside is done: a database that restarts meanwhile learns it a little later,
    as long as the lease may last."""
    limite = time.monotonic() + bail().total_seconds()
    while True:
        try:
            return ecrire()
        except Error as panne:
            passe = time.monotonic() > limite or connection.in_atomic_block or montre.arret
            if passe or not est_panne(panne):
                raise
            connections.close_all()
            time.sleep(REPRISE)


def est_tenue(ligne: SousBail) -> bool:
    """Whether it is still this worker's: neither cancelled nor taken over."""
    return _tenue(ligne).exists()


def a_moi(ligne: SousBail) -> bool:
    """By the clock alone: a worker that was frozen between two steps knows it without asking."""
    return timezone.now() < ligne.a_prendre_le


def bail() -> timedelta:
    return timedelta(seconds=settings.TRAVAUX_BAIL)


def essais_permis() -> int:
    return 1 + len(settings.TRAVAUX_DELAIS)


def trop_tard(ligne: SousBail, quand: datetime) -> bool:
    perime_le = getattr(ligne, "perime_le", None)
    return perime_le is not None and perime_le <= quand


def _tenue(ligne: SousBail) -> SousBailQuerySet:
    """The row, if it is still this worker's."""
    return type(ligne).objects.filter(pk=ligne.pk, jeton=ligne.jeton, etat=Etat.EN_COURS)


def _clore(lignes: SousBailQuerySet, etat: Etat, **champs: Any) -> int:
    oubli = dict.fromkeys(lignes.model.A_OUBLIER, "")
    return lignes.update(etat=etat, jeton=None, fini_le=timezone.now(), **oubli, **champs)
