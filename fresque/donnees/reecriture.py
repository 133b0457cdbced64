"""Taking words out of every text of a fresque, wherever it keeps them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from fiches.models import ResponsableEtape
from fresque.donnees import registre
from fresque.donnees.lignes import Cherchee, textes
from fresque.donnees.personne import Personne
from fresque.donnees.registre import partout
from fresque.donnees.reperage import Mots, Reperage
from fresque.impression.operations import oublier
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.transactions import ensemble
from pasapas.entretien.effacements import consigner
from pasapas.models import Evenement, Projet


@ensemble
def expurger(projet: Projet, mots: str) -> int:
    """Take these words out of the fresque's texts and of its memory: how many rows said them."""
    cherches = Mots((projet.pk,), mots)
    changees = sum(reecrire(modele, cherches) for modele in _des_fresques())
    if changees:
        oublier([projet])  # sheets kept would go on saying them
        bouger(projet)
    return changees


def passages(mots: Mots) -> Iterator[tuple[str, str]]:
    """What ``expurger`` would change: in which table, and the words around."""
    for modele in _des_fresques():
        for _, reperage, colonnes in textes(modele, mots):
            for extrait in reperage.extraits(list(colonnes.values())):
                yield str(modele._meta.verbose_name), extrait


@dataclass(frozen=True)
class Portee:
    """How far an erasing would reach: the rows that say the person, and under which names; the
    ``etapes`` that wait and would go back to the group."""

    noms: tuple[str, ...]
    textes: int
    changements: int
    etapes: int = 0


def portee(personne: Personne) -> Portee:
    """What ``reecrire`` would change, the person's own rows left out."""
    siennes = {(type(ligne), ligne.pk) for ligne in (*personne.participants, *personne.contacts)}
    comptes: dict[Any, int] = {Evenement: 0}
    for modele in _des_fresques():
        comptes[modele] = sum(
            any(reperage.trouve(valeur) for valeur in colonnes.values())
            for pk, reperage, colonnes in textes(modele, personne)
            if (modele, pk) not in siennes
        )
    changements = comptes.pop(Evenement)
    noms = dict.fromkeys(str(nom) for pk in personne.projets for nom in personne.cherches(pk))
    return Portee(tuple(noms), sum(comptes.values()), changements, _etapes(personne))


def _etapes(personne: Personne) -> int:
    miennes = partout(ResponsableEtape).filter(participant__in=personne.participants)
    attendent = miennes.filter(etape__date_realisation=None, etape__retire_le=None)
    return attendent.filter(etape__fiche__retire_le=None).count()


def tables() -> list[type[models.Model]]:
    """Those of a fresque and the back office's; projets last, since writers hold them last."""
    return sorted(registre.modeles(), key=lambda modele: modele is Projet)


def _des_fresques() -> list[type[models.Model]]:
    return [modele for modele in tables() if registre.chemin_du_projet(modele)]


def reecrire(modele: type[models.Model], cherchee: Cherchee) -> int:
    """Put another word wherever a text says the person: how many rows changed.

    Such a row is read again once held: what someone saves meanwhile is not lost.
    """
    changees = 0
    for pk, reperage, colonnes in textes(modele, cherchee):
        if any(reperage.trouve(valeur) for valeur in colonnes.values()):
            tenue = partout(modele).filter(pk=pk).select_for_update()
            for fraiches in tenue.values(*colonnes):
                neuves = _neuves(modele, pk, reperage, fraiches)
                changees += partout(modele).filter(pk=pk).update(**neuves) if neuves else 0
                if isinstance(cherchee, Mots):  # nothing else would say them to an older archive
                    for champ in neuves:
                        consigner(modele, [pk], champ)
    return changees


def _neuves(
    modele: type[models.Model], pk: Any, reperage: Reperage, colonnes: dict[str, Any]
) -> dict[str, Any]:
    """The columns to write. One made from a name is made anew, from nothing."""
    references = registre.references(modele)
    dites = {nom: valeur for nom, valeur in colonnes.items() if reperage.trouve(valeur)}
    return {
        nom: f"{nom}-{pk}" if nom in references else _tenir(modele, nom, reperage.effacer(valeur))
        for nom, valeur in dites.items()
    }


def _tenir(modele: type[models.Model], nom: str, valeur: Any) -> Any:
    limite = modele._meta.get_field(nom).max_length  # type: ignore[union-attr]
    return valeur[:limite] if limite and isinstance(valeur, str) else valeur
