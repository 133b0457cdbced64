"""Opening and closing the poster, leaving a post-it by it, accepting it or not."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from fresque.contributions import code
from fresque.endroit import Endroit
from fresque.historique.lieux import AFFICHE, titre
from fresque.models import AfficheContribuez, Contribution
from fresque.models.affiche import CONTRIBUTIONS
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Changement, Geste, noter
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Evenement, Participant, PostIt, Projet

PAR_JOUR = 50
EN_ATTENTE = 300
OUVERTE = timedelta(days=30)  # what is proposed
AU_PLUS = timedelta(days=366)
PLEINE = (
    f"{PAR_JOUR} post-it ont déjà été laissés aujourd’hui : c’est le plus qu’une journée peut en "
    "recevoir. Revenez demain ; votre texte reste dans cette page."
)
FERMEE = "L’affiche vient d’être fermée : gardez votre texte, et parlez-en à qui anime le projet."
COMBLE = (
    "Beaucoup de post-it attendent d’être lus, et il n’y a plus de place pour l’instant. Gardez "
    "le vôtre, et parlez-en à qui anime le projet."
)


class Refus(Exception):
    """Not now; the sentence says why, and when to come back."""


def geste_de_l_affiche(projet: Projet, auteur: Participant | None) -> Geste:
    return Geste(projet, auteur, *AFFICHE)


def affiche_de(projet: Projet) -> AfficheContribuez | None:
    return AfficheContribuez.objects.de(projet).first()


def trouver(donne: str) -> AfficheContribuez | None:
    """The one that this code opens: not closed, not past its day, of a fresque that is kept."""
    lues = AfficheContribuez.objects.sans_projet("le code de l’affiche dit laquelle").filter(
        empreinte__in=code.empreintes(donne), ouverte=True
    )
    affiche = lues.select_related("projet__etablissement__region").first()
    return affiche if affiche and _du_jour(affiche) else None


def _du_jour(affiche: AfficheContribuez) -> bool:
    projet = affiche.projet
    fin = min(affiche.jusqu_au or date.min, projet.efface_apres_le)
    return projet.etablissement.aujourd_hui <= fin


def est_ouverte(affiche: AfficheContribuez | None) -> bool:
    return affiche is not None and affiche.ouverte and _du_jour(affiche)


@ensemble
def ouvrir(projet: Projet, auteur: Participant, *, question: str, jusqu_au: date) -> None:
    """Turn the poster on, or change what it asks and until when: its address stays the same."""
    valeurs = {"ouverte": True, "question": question, "jusqu_au": jusqu_au}
    depart = {"projet": projet, **code.nouveau()}
    affiche, _ = AfficheContribuez.objects.de(projet).get_or_create(projet=projet, defaults=depart)
    changements.modifier(geste_de_l_affiche(projet, auteur), affiche, valeurs)


@ensemble
def fermer(projet: Projet, auteur: Participant) -> None:
    for affiche in AfficheContribuez.objects.de(projet):
        changements.modifier(geste_de_l_affiche(projet, auteur), affiche, {"ouverte": False})


@ensemble
def renouveler(projet: Projet, auteur: Participant) -> None:
    """Another secret: the posters that hang lead nowhere any more."""
    for affiche in AfficheContribuez.objects.de(projet):
        changements.verrouiller(affiche)
        AfficheContribuez.objects.de(projet).update(**code.nouveau())
        _noter(auteur, affiche, Changement("adresse", "", "renouvelée"))


def _noter(auteur: Participant, affiche: AfficheContribuez, changement: Changement) -> None:
    geste = geste_de_l_affiche(affiche.projet, auteur)
    noter(geste, Evenement.Action.MODIFICATION, affiche, [changement])
    changements.bouger(affiche.projet, {CONTRIBUTIONS}, compte=False)


@ensemble
def laisser(affiche: AfficheContribuez, valeurs: Mapping[str, Any]) -> Contribution:
    """A post-it left by the poster. Raises Refus past what a day, or a reading, can hold,
    or when it was closed meanwhile.

    The row of the poster is held meanwhile: two telephones are never both the fiftieth.
    """
    projet = affiche.projet
    tenue = changements.verrouiller(affiche)
    if not est_ouverte(tenue) or tenue.empreinte != affiche.empreinte:
        raise Refus(FERMEE)
    jour = projet.etablissement.aujourd_hui
    recues = tenue.recues if tenue.recues_le == jour else 0
    if recues >= PAR_JOUR:
        raise Refus(PLEINE)
    if Contribution.objects.de(projet).en_attente().count() >= EN_ATTENTE:
        raise Refus(COMBLE)
    contribution = Contribution(projet=projet, recue_le=jour, **valeurs)
    contribution.full_clean(exclude=["projet"])
    contribution.save()
    tenue.recues_le, tenue.recues = jour, recues + 1
    tenue.save(update_fields=["recues_le", "recues"])
    changements.bouger(projet, {CONTRIBUTIONS}, compte=False, travail=False)
    return contribution


@ensemble
def accepter(auteur: Participant, contribution: Contribution, la: Endroit) -> PostIt | None:
    """It becomes a post-it of the wall, in this box; None when somebody has answered it already."""
    ligne = _a_repondre(contribution)
    if ligne is None:
        return None
    geste = Geste(la.projet, auteur, la.planche.code, la.encart.nom)
    valeurs = {
        **la.fixes,
        "texte": ligne.texte,
        "couleur": ligne.couleur,
        "signature": ligne.signature,
    }
    postit = changements.ajouter(geste, PostIt, valeurs)
    _repondre(ligne, auteur, postit)
    siennes = AfficheContribuez.objects.de(la.projet)
    siennes.update(planche=la.planche.code, zone=la.encart.nom)
    return postit


@ensemble
def refuser(auteur: Participant, contribution: Contribution) -> bool:
    """Nobody sees it; it leaves for good with the corbeille. The journal says that one was
    refused, and none of its words. False when somebody has answered it already."""
    ligne = _a_repondre(contribution)
    if ligne is None:
        return False
    _repondre(ligne, auteur, None)
    affiche = affiche_de(ligne.projet)
    if affiche:
        _noter(auteur, affiche, Changement("post-it", "", "un post-it refusé"))
    return True


@ensemble
def reprendre(auteur: Participant, contribution: Contribution) -> None:
    """Take the answer back: the post-it leaves the wall, what was left waits again."""
    ligne = changements.verrouiller(contribution)
    if ligne.retire_le is None:
        return
    if ligne.postit and ligne.postit.retire_le is None:
        postit = ligne.postit
        changements.retirer(Geste(ligne.projet, auteur, postit.planche, postit.zone), postit)
    ligne.retire_le = ligne.postit = ligne.par = None
    ligne.save(update_fields=["retire_le", "postit", "par"])
    changements.bouger(ligne.projet, {CONTRIBUTIONS}, compte=False)


def _a_repondre(contribution: Contribution) -> Contribution | None:
    ligne = changements.verrouiller(contribution)
    return ligne if ligne.retire_le is None else None


def _repondre(ligne: Contribution, auteur: Participant, postit: PostIt | None) -> None:
    ligne.retire_le, ligne.par, ligne.postit = timezone.now(), auteur, postit
    ligne.save(update_fields=["retire_le", "par", "postit"])
    changements.bouger(ligne.projet, {CONTRIBUTIONS}, compte=False)


def ou(la: Endroit) -> str:
    """« A1 · Vos constats »."""
    return " · ".join(filter(None, (la.planche.coordonnee, titre(la.encart))))
