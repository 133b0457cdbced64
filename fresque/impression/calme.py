"""After a pause in the writing the wall is printed before anyone asks, once: « Imprimer » is then
immediate. Worked out from what is kept, so that a write costs nothing more."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from fresque.impression import operations
from fresque.impression.choix import Choix
from fresque.models import Impression
from pasapas.models import Projet, Travail, Visite
from pasapas.serveur.hotes import racine
from pasapas.travaux.sortes import DE_TEMPS_EN_TEMPS, Dire, Sorte

PAUSE = timedelta(minutes=5)
RATTRAPAGE = timedelta(hours=1)  # what a worker that was away still looks for
RAISON = "l’ouvrier cherche les fresques où l’on vient de cesser d’écrire"


def imprimer_au_calme() -> int:
    """The fresques where people were a moment ago and nobody writes any more: asked for once, since
    the same wall has the same key. How many."""
    fin = timezone.now() - PAUSE
    visitees = Visite.objects.sans_projet(RAISON).filter(projet=OuterRef("pk"))
    calmes = Projet.objects.sans_projet(RAISON).filter(
        Exists(visitees.filter(vue_le__gte=fin - RATTRAPAGE)),
        modifie_le__gte=fin - RATTRAPAGE,
        modifie_le__lt=fin,
    )
    return sum(_preparer(projet) for projet in calmes.select_related("etablissement__region"))


def _preparer(projet: Projet) -> bool:
    choix = Choix(url_base=racine())
    if Impression.objects.de(projet).filter(cle=choix.cle(projet)).exists():
        return False
    operations.demander(projet, choix)
    return True


def _menage(travail: Travail, dire: Dire) -> None:
    operations.oublier_les_vieilles()


DE_TEMPS_EN_TEMPS.append(imprimer_au_calme)
MENAGE = Sorte("impressions", "ménage des impressions", _menage, toutes_les_heures=True)
