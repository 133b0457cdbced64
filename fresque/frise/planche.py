"""The frise as a sheet of the wall: it exists on paper alone, beside « Les actions engagées »."""

from dataclasses import replace

from fiches.planche import ANNEXE
from fresque.frise.geometrie import FriseDessinee, dessiner
from fresque.frise.lecture import lire
from fresque.instant import instant
from pasapas.models import Projet
from pasapas.valeurs.encarts import empreinte
from pasapas.valeurs.planches import Figure, Fresque, Planche, Section

CODE = "frise"
AVANT = "actions"  # the sheet it hangs after


def papier(projet: Projet) -> Fresque:
    """The wall as it prints, its frise included."""
    return avec_frise(instant(projet).fresque.papier, projet)


def avec_frise(fresque: Fresque, projet: Projet) -> Fresque:
    """The wall with its frise, if any étape says when: no query. Where the actions are not shown,
    neither is it."""
    codes = [planche.code for planche in fresque.planches]
    if AVANT not in codes:
        return fresque
    dessin = dessiner(lire(fresque, projet.etablissement.aujourd_hui))
    if not dessin.dessinee:
        return fresque
    rang = codes.index(AVANT) + 1
    planches = (*fresque.planches[:rang], planche(dessin), *fresque.planches[rang:])
    return replace(fresque, planches=planches)


def planche(dessin: FriseDessinee) -> Planche:
    figure = Figure(f"{CODE}-{empreinte(dessin.frise)}", "frise/_papier.html", dessin)
    return Planche(
        code=CODE,
        modele=CODE,
        page="P5",
        coordonnee="C2",
        annexe=ANNEXE,
        titre="LA FRISE",
        sous_titre="Nos étapes, mois après mois",
        sections=(Section((), CODE, figures=(figure,)),),
        sur_demande=True,
    )
