"""The words everyone writes here: a name made of nothing else may well be no name at all."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from django.apps import apps
from django.db import models

from pasapas.serveur.checks import MAISON
from pasapas.valeurs.pliage import plier

COURT = 2  # letters: « de », « la », an initial
DU_METIER = """
accueil adolescent adolescents adultes agent agents aide ami amis ancien ancienne assistant
assistante assistants atelier autre autres bureau cadre cadres cadre chambre chef cheffe chefs
collegue collegues comite consolider cuisine directeur directrice ecole educateur educateurs
educatrice educatrices educatif educative enfant enfants ensemble equipes famille familles femme
femmes fille filles fils fratrie garcon garcons general generale grand grande grands groupe
hebergement homme hommes infirmier infirmiere interne internat jeune jeunes journee juge
logement maison maisons maitre maitresse maitresses matin membre membres mere meres midi monde
nouveau nouvelle nouveaux nuit nuits parent parents pere peres personne personnes petit petite
petits professionnel professionnels psychologue repas responsable reunions salarie secretaire
secretariat semaine soir sorties stagiaire stagiaires surveillant surveillants tous tout toute
toutes transport travail travaux unite vacances veille veilleur veilleurs veilleuse veilleuses
visite visites weekend
"""
LIAISONS = """
a alors apres au aussi aux avant avec bonjour car ce ces cette chez contacter contre dans de
demander depuis des dit dont du elle en ensuite est et hier ici il ils je la le les lors mais
merci ni notre nous on ou par pendant pour presents presente puis quand que qui sa sans selon
ses si son sous sur un une vers voici voir vu
"""


@cache
def mots_courants() -> frozenset[str]:
    """Those of the trade, and those of our own labels: boxes, fields, choices and their codes."""
    return frozenset(mot for texte in _libelles() for mot in _mots(texte))


def sont_courants(mots: Iterable[str]) -> bool:
    """Folded words, none of which belongs to somebody rather than to everyone."""
    return all(mot in mots_courants() or (len(mot) <= COURT and mot.isascii()) for mot in mots)


def peut_etre_un_nom(mot: str) -> bool:
    """Whether this word of a folded text, capitals kept, may be part of somebody's name."""
    plie = mot.lower().rstrip(".")
    if mot.endswith(".") and len(plie) > COURT:  # the end of a sentence
        return False
    return mot[:1].isupper() and plie not in LIAISONS.split() and plie not in mots_courants()


def _mots(texte: str) -> list[str]:
    return re.findall(r"[a-z]+", plier(re.sub(r"[’'_-]", " ", texte)))


def _libelles() -> Iterator[str]:
    yield DU_METIER
    for modele in apps.get_models():
        if modele._meta.app_label in MAISON:
            yield str(modele._meta.verbose_name)
            for champ in modele._meta.concrete_fields:
                yield from _dits(champ)


def _dits(champ: models.Field) -> Iterator[str]:
    yield str(champ.verbose_name)
    for code, libelle in champ.choices or ():
        yield f"{code} {libelle}"
