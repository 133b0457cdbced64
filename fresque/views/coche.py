"""What one gesture says done, today, and another one takes back, each undone by the other; and the
words of a row that speak again where a hand had corrected them."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.utils.http import urlencode

from fresque.endroit import Endroit, Place
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import Avis, apres_ecriture
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import QUELQU_UN, dernier_auteur, une_fois
from pasapas.models import Contenu
from pasapas.valeurs.encarts import Genre
from pasapas.valeurs.saisie import jour_lu
from pasapas.valeurs.textes import jour

RELIRE = "relire"
RELUE = "Les dates suivent de nouveau ce qui est écrit."


def cocher(
    request: ProjetRequest, ici: Endroit, instance: Contenu, ou: Place, geste: str
) -> HttpResponse:
    return apres_ecriture(request, ici, cocher_une(request, ici, instance, ou, geste))


def cocher_une(
    request: ProjetRequest, ici: Endroit, instance: Contenu, ou: Place, geste: str
) -> Avis:
    """Say a row done on the établissement's own day, or not done any more. Done by somebody else
    meanwhile, it keeps the day they gave. « Done » is what its kind says it is: a séance is
    cancelled, or stands."""
    faite = geste == ici.objet.coches[0]
    if ou is not Place.ICI:
        raise Http404("Cette ligne ne se coche pas.")
    champ = ici.objet.coche
    le = _jour(request) or request.projet.etablissement.aujourd_hui
    par = geste_de(request, ici.planche.code, ici.encart.nom)
    with une_fois(par) as nouvelle:
        ligne = changements.verrouiller(instance)
        avant = getattr(ligne, champ)
        deja = bool(nouvelle) and bool(avant) == faite
        if nouvelle and not deja:
            ligne = ici.objet.modifier(par, ligne, {champ: le if faite else None})
        qui = dernier_auteur(par, ligne, champ) if deja and faite else None
    return _dire(ici, ligne, avant, faite=faite, deja=deja, qui=qui or "")


def relire(request: ProjetRequest, ici: Endroit, instance: Contenu, ou: Place) -> HttpResponse:
    """Twice is once: what already speaks for itself is left alone."""
    if ici.objet.relire is None or ou is not Place.ICI:
        raise Http404("Rien ne se reprend dans cette ligne.")
    par = geste_de(request, ici.planche.code, ici.encart.nom)
    with une_fois(par) as nouvelle:
        if nouvelle:
            ici.objet.relire(par, instance)
    return apres_ecriture(request, ici, Avis(RELUE, bref=True, ligne=instance.pk))


def _dire(
    ici: Endroit, ligne: Contenu, avant: date | None, *, faite: bool, deja: bool, qui: str
) -> Avis:
    """In a table, the row says it itself, and what comes next in it."""
    objet, la = ici.objet, ligne.pk if ici.encart.genre == Genre.TABLEAU else None
    cocher, decocher = objet.coches
    if faite and deja:
        par = f", par {qui}" if qui not in {"", QUELQU_UN} else ""
        dit = f"{objet.libelle} déjà {objet.participe('fait')}, le {jour(avant)}{par}."
        return Avis(dit, ligne=la)
    if faite:
        dit = f"{objet.accord('fait')} le {jour(getattr(ligne, objet.coche))}."
        return Avis(dit, ici.adresse(ligne.pk, decocher), ligne=la, faite=la is not None)
    le = urlencode({"le": avant.isoformat()}) if avant else ""
    reprendre = f"{ici.adresse(ligne.pk, cocher)}?{le}" if avant else ""
    suite = objet.mots.get("à faire", "à faire de nouveau")
    return Avis(f"{objet.libelle} {suite}.", reprendre, ligne=la)


def _jour(request: ProjetRequest) -> date | None:
    """The day that undoing gives back."""
    if "le" not in request.GET:
        return None
    lu = jour_lu(request.GET["le"])
    if lu is None or lu > request.projet.etablissement.aujourd_hui + timedelta(days=1):
        raise Http404("Ce jour ne se lit pas.")
    return lu
