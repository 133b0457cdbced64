"""The établissement of a file: a new one, or the one already here if it may be reused."""

from typing import Any

from django.db.models import QuerySet

from fresque.fichier.formes import Dit
from fresque.fichier.passage import Entree
from fresque.fichier.schema import ETABLISSEMENT, SERVICE
from pasapas.acces.porte import etablissements_menes
from pasapas.lecture.messages import Erreur, RapportErreurs
from pasapas.models import Etablissement, Service, User
from pasapas.models.etablissement import FINESS_A_CONFIRMER


def ecrire_etablissement(
    dit: Dit, createur: User | None, entree: Entree, *, confirme: bool = True
) -> Etablissement:
    """Its services are found again by their reference: those it lacks are added, those it has
    are kept as they are."""
    valeurs = ETABLISSEMENT.valeurs(dit, None, entree)
    etablissement = _deja_la(valeurs, createur) or _nouveau(valeurs, confirme=confirme)
    services = {service.reference: service for service in etablissement.services.all()}
    entree.connues[Service] = services
    entree.rangs[Service] = len(services)
    fixes = {"etablissement": etablissement}
    nouveaux = (service for service in dit["services"] if service["id"] not in services)
    SERVICE.ecrire(((etablissement, fixes, service) for service in nouveaux), entree)
    nommes = {service["id"] for service in dit["services"]}
    etablissement.services.filter(reference__in=nommes).update(retire_le=None)
    return etablissement


def _nouveau(valeurs: dict[str, Any], *, confirme: bool) -> Etablissement:
    """One that nobody vouches for claims no FINESS. Raises RapportErreurs."""
    if valeurs["finess"] and not confirme:
        raise RapportErreurs([Erreur(None, "etablissement.finess", FINESS_A_CONFIRMER)])
    return Etablissement.objects.create(**valeurs, confirme=confirme)


def _deja_la(valeurs: dict[str, Any], createur: User | None) -> Etablissement | None:
    """An import by a person reuses only an établissement they already lead: a name in a file
    must not give a place in someone else's."""
    tous = Etablissement.objects.sans_projet("le fichier nomme le sien ; voir plus bas qui le mène")
    candidats: QuerySet[Etablissement] = tous.filter(
        nom=valeurs["nom"], departement=valeurs["departement"]
    ).order_by("pk")
    if createur is not None:
        siens = candidats.filter(pk__in=etablissements_menes(createur).values("pk"))
        return next((un for un in siens if _meme_finess(un.finess, valeurs["finess"])), None)
    trouves = list(candidats[:2])
    champs = [nom for nom in valeurs if nom != "region"]
    if len(trouves) != 1 or trouves[0].region != valeurs["region"]:
        return None
    pareil = all(getattr(trouves[0], nom) == valeurs[nom] for nom in champs)
    return trouves[0] if pareil else None


def _meme_finess(un: str, autre: str) -> bool:
    """Two numbers that differ say two houses, whatever their name."""
    return not un or not autre or un == autre
