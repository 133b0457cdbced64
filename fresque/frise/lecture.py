"""The frise of a projet, from its rows: 3 queries whatever it holds."""

from collections.abc import Iterable
from datetime import date

from fiches.etapes import etape_vue
from fiches.models import Etape, FicheAction
from fresque.frise.valeurs import EtapeSituee, FicheSituee, Frise
from pasapas.models import Projet
from pasapas.models.champs import par_cle
from pasapas.valeurs.textes import extrait, jour

TITRE = 120  # signs of an étape: its whole text is on its fiche
MOTS = {"en-cours": "En cours", "a-venir": "À venir"}


def lire(projet: Projet) -> Frise:
    aujourd_hui = projet.etablissement.aujourd_hui
    fiches = list(FicheAction.objects.de(projet).presents().select_related("referent"))
    presentes = Etape.objects.de(projet).presents().filter(fiche__in=[f.pk for f in fiches])
    etapes = par_cle("fiche_id", presentes.confiees())
    return Frise(aujourd_hui, tuple(_fiche(f, etapes[f.pk], aujourd_hui) for f in fiches))


def _fiche(fiche: FicheAction, etapes: Iterable[Etape], aujourd_hui: date) -> FicheSituee:
    return FicheSituee(
        numero=fiche.numero,
        intitule=fiche.intitule,
        etat=fiche.statut.replace("_", "-"),
        etat_libelle=fiche.get_statut_display(),
        referent=str(fiche.referent or ""),
        etapes=tuple(_etape(fiche, etape, aujourd_hui) for etape in etapes),
    )


def _etape(fiche: FicheAction, etape: Etape, aujourd_hui: date) -> EtapeSituee:
    etat = etape.etat(aujourd_hui)
    if fiche.arretee and etat != "faite":
        etat = "laissee"
    vue = etape_vue(etape, aujourd_hui)
    return EtapeSituee(
        pk=etape.pk,
        titre=extrait(etape.intitule, TITRE),
        etat=etat,
        dit=_dire(etape, etat, aujourd_hui),
        periode=vue.quand,
        comprise=vue.periode,
        faite_le=vue.faite_le,
        qui=tuple(un.nom for un in vue.responsables),
    )


def _dire(etape: Etape, etat: str, aujourd_hui: date) -> str:
    if etat == "faite":
        return f"Faite le {jour(etape.date_realisation)}"
    if etat == "en-retard":
        return f"En retard de {etape.retard(aujourd_hui)}"
    return MOTS.get(etat, "Non faite")
