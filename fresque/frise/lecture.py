"""The frise of a fresque, as its fiches tell it: on paper, without what they keep to the screen."""

from datetime import date

from fresque.frise.valeurs import EtapeSituee, FicheSituee, Frise
from fresque.suivi.etapes import ETAPES
from pasapas.valeurs.encarts import Ligne
from pasapas.valeurs.etapes import EtapeVue
from pasapas.valeurs.planches import Fresque, Planche
from pasapas.valeurs.textes import extrait, jour

TITRE = 120  # signs of an étape: its whole text is on its fiche
MOTS = {"en-cours": "En cours", "a-venir": "À venir"}


def lire(fresque: Fresque, aujourd_hui: date) -> Frise:
    """As of this day of the établissement. No query."""
    fiches = (planche for planche in fresque.planches if planche.modele == "fiche")
    return Frise(aujourd_hui, tuple(_fiche(fiche) for fiche in fiches))


def _fiche(fiche: Planche) -> FicheSituee:
    encart = fiche.encart(ETAPES)
    return FicheSituee(
        numero=int(fiche.code.removeprefix("fiche-")),
        intitule=fiche.sous_titre,
        etat_libelle=fiche.etat_libelle,
        referent=fiche.referent,
        etapes=tuple(
            _etape(ligne, ligne.etape, laissee=fiche.arretee and ligne.etat != "faite")
            for ligne in (encart.lignes if encart else ())
            if ligne.etape
        ),
    )


def _etape(ligne: Ligne, vue: EtapeVue, *, laissee: bool) -> EtapeSituee:
    etat = "laissee" if laissee else ligne.etat
    return EtapeSituee(
        titre=extrait(ligne.titre, TITRE),
        etat=etat,
        dit=_dire(etat, vue.faite_le, ligne.retard),
        periode=vue.quand,
        comprise=vue.periode,
        faite_le=vue.faite_le,
        qui=tuple(un.nom for un in vue.responsables),
    )


def _dire(etat: str, faite_le: date | None, retard: str) -> str:
    if etat == "faite":
        return f"Faite le {jour(faite_le)}"
    if etat == "en-retard":
        return f"En retard de {retard}"
    return MOTS.get(etat, "Non faite")
