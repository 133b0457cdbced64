"""Asking for a print, giving it up, doing it here when nobody else will, forgetting it."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from fresque.impression import magasin
from fresque.impression.choix import Choix
from fresque.impression.fabrication import IMPRESSION
from fresque.models import DemandeImpression, Impression
from fresque.pdf import moteur, parties
from pasapas.models import Ouvrier, Participant, Projet, Travail
from pasapas.models.travaux import SousBailQuerySet
from pasapas.travaux import bail
from pasapas.travaux.sortes import executer

GARDE = timedelta(days=2)  # a file serves until then; what it shows has often changed before
A_LA_FOIS = 4  # what one person may wait for
TROP = (
    "Vous attendez déjà {} impressions : laissez-les finir, ou arrêtez-en une, avant d’en demander "
    "une autre."
)


@transaction.atomic
def demander(projet: Projet, choix: Choix, qui: Participant | None = None) -> Impression:
    """The row of this print: the one that others wait for, or that is ready, if any. Raises
    ValidationError when this person waits for too many. ``qui``: None before anyone asks."""
    cle = choix.cle(projet)
    _tenir(projet)
    impression = Impression.objects.de(projet).select_related("travail").filter(cle=cle).first()
    if impression is None:
        impression = Impression(projet=projet, cle=cle, choix=choix.donnees)
    elif impression.prete and not magasin.magasin().exists(impression.fichier):
        impression.fichier, impression.feuilles, impression.prete_le = "", [], None
    a_faire = not (impression.prete or (impression.travail and impression.travail.vivant))
    if qui is not None and not impression.prete:
        _borner(qui, impression)
    if a_faire:
        impression.demandee_le = timezone.now()
        impression.travail = IMPRESSION.confier({"impression": str(impression.pk)})
    impression.save()
    if qui is not None:
        DemandeImpression.objects.update_or_create(
            projet=projet,
            impression=impression,
            participant=qui,
            defaults={"demandee_le": timezone.now()},
        )
    return impression


def _tenir(projet: Projet) -> None:
    """Who asks for a print of this fresque and who gives one up come one after the other."""
    Projet.objects.de(projet).select_for_update(of=("self",), no_key=True).get()


def _borner(qui: Participant, impression: Impression) -> None:
    vivants = Travail.objects.filter(sorte=IMPRESSION.nom).vivants()
    siennes = DemandeImpression.objects.filter(participant=qui, impression__travail__in=vivants)
    if siennes.exclude(impression=impression).count() >= A_LA_FOIS:
        raise ValidationError(TROP.format(A_LA_FOIS))


@transaction.atomic
def abandonner(impression: Impression, qui: Participant) -> bool:
    """This person no longer waits. True when nobody does any more: the work stops."""
    _tenir(impression.projet)
    siennes = DemandeImpression.objects.filter(impression=impression)
    siennes.filter(participant=qui).delete()
    if siennes.exists() or impression.prete:
        return False
    return bool(bail.annuler(travail_de(impression)))


def travail_de(impression: Impression) -> SousBailQuerySet:
    """The work that makes it; none when it is long over."""
    return Travail.objects.filter(pk__in=[impression.travail_id] if impression.travail_id else [])


def reessayer(impression: Impression) -> None:
    """What failed, or waits to be tried again, is tried now."""
    bail.reessayer(travail_de(impression))


def personne_ne_travaille() -> bool:
    """No worker beside these pages."""
    return not Ouvrier.objects.la().exists()


def faire_ici(impression: Impression) -> None:
    """Without a worker, whoever asks waits for it: one print at a time in a process. Raises Occupe.
    Nothing happens when somebody does it already."""
    with moteur.atelier():
        travail = bail.prendre(travail_de(impression))
        if travail is not None:
            executer(travail, IMPRESSION)


def oublier(projets: Iterable[Projet]) -> None:
    """Nothing printed of these is kept: someone who was named there is not to be any more."""
    for projet in projets:
        _oublier(Impression.objects.de(projet))
        transaction.on_commit(partial(parties.oublier, projet.slug))


def oublier_les_vieilles(*, a_blanc: bool = False) -> int:
    """Those kept long enough, ready or not, and files that no row names. How many files."""
    limite = timezone.now() - GARDE
    lignes = Impression.objects.sans_projet("ménage : ce qui est imprimé depuis longtemps")
    if not a_blanc:
        _oublier(lignes.filter(prete_le__lt=limite))
        _oublier(lignes.filter(prete_le=None, demandee_le__lt=limite))
    nommes = set(lignes.exclude(fichier="").values_list("fichier", flat=True))
    perdus = [nom for nom in magasin.deposes_avant(limite) if a_blanc or nom not in nommes]
    if not a_blanc:
        magasin.jeter(perdus)
        parties.menage()
    return len(perdus)


@transaction.atomic
def _oublier(lignes: Any) -> None:
    noms = [nom for nom in lignes.values_list("fichier", flat=True) if nom]
    bail.annuler(Travail.objects.filter(pk__in=list(lignes.values_list("travail", flat=True))))
    lignes.delete()
    transaction.on_commit(lambda: magasin.jeter(noms))
