"""The work itself: from the wall as it stands to a file that is kept, in a child of the worker."""

import json
from functools import partial
from typing import Any

from django.utils import timezone

from fresque.frise.planche import papier
from fresque.impression import affichage, magasin
from fresque.impression.choix import Choix
from fresque.models import Impression
from fresque.pdf import moteur, rendre
from fresque.pdf.composition import choisies
from fresque.pdf.feuilles import preparer
from fresque.pdf.marques import cle_de
from pasapas.models import Travail
from pasapas.travaux.sortes import Dire, Refus, Sorte
from pasapas.valeurs.planches import Fresque

RAISON = "le travail nomme l’impression qu’il prépare"
PERDUE = "Cette impression n’est plus demandée."
SECONDES = 180
MEMOIRE_MO = 600


def _faire(travail: Travail, dire: Dire) -> bytes:
    """The file is kept by whoever makes it; what the row says of it comes with the end."""
    lignes = Impression.objects.sans_projet(RAISON)
    lues = lignes.select_related("projet__etablissement__region")
    impression = lues.filter(pk=travail.donnees["impression"]).first()
    if impression is None:
        raise Refus(PERDUE)
    with timezone.override(impression.projet.etablissement.fuseau):
        pdf, feuilles = fabriquer(impression, dire)
    nom = magasin.deposer(impression.projet_id, f"{impression.pk.hex}-{travail.essais}", pdf)
    return json.dumps({"fichier": nom, "feuilles": feuilles}).encode()


def fabriquer(impression: Impression, dire: Dire) -> tuple[bytes, list[list[Any]]]:
    """The bytes; for each planche its code, what its sheets say, how many they are."""
    projet, choix = impression.projet, Choix.relire(impression.choix)
    projet.montrees = None if choix.montrees is None else frozenset(choix.montrees)
    fresque = papier(projet)
    nombres: dict[str, int] = {}
    pdf = rendre(
        fresque,
        options=choix.options,
        dire=partial(_avancer, dire, nombres, _combien(fresque, choix)),
        nouvelles=affichage.nouvelles(projet, fresque) if choix.entier else (),
    )
    feuilles = []
    for planche in fresque.planches:
        if planche.code in nombres:
            prete = preparer(planche, postits=choix.postits, coordonnees=choix.coordonnees)
            feuilles.append([planche.code, cle_de(fresque, prete), nombres[planche.code]])
    return pdf, feuilles


def _combien(fresque: Fresque, choix: Choix) -> int:
    return len(choisies(fresque, choix.options)) + 1  # and binding them


def _avancer(dire: Dire, nombres: dict[str, int], total: int, code: str, pages: int) -> None:
    nombres[code] = pages
    dire(100 * len(nombres) // total)


def _finir(travail: Travail, resultat: bytes) -> None:
    fini = json.loads(resultat)
    ligne = Impression.objects.sans_projet(RAISON).filter(pk=travail.donnees["impression"])
    if not ligne.update(**fini, prete_le=timezone.now()):
        magasin.jeter([fini["fichier"]])  # forgotten meanwhile


IMPRESSION = Sorte(
    "impression",
    "impression",
    _faire,
    _finir,
    lourd=True,
    secondes=SECONDES,
    memoire_mo=MEMOIRE_MO,
    essais=2,
    avant=moteur.outils,
)
