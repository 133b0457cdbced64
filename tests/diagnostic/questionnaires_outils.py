"""A small questionnaire as a file, and what is said when one is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from diagnostic import operations
from diagnostic.questionnaires import en_yaml, lire_yaml
from pasapas.lecture.messages import RapportErreurs
from tests.base import empreinte

PETIT = """
questionnaire: {slug: le-notre, titre: Le nôtre, statut: officiel}
echelle:
  niveaux:
    - {valeur: 1, code: non, libelle: Pas du tout}
    - {valeur: 2, code: un-peu, libelle: Un peu}
    - {valeur: 3, code: oui, libelle: Tout à fait}
restitution: {seuils: {point_fort: 2.5, axe: 1.5}}
themes:
  - code: accueil
    titre: Accueillir
    questions:
      - {code: a1, enonce: "On m’attendait.", point_fort: Gardons cet accueil.,
         axe: Préparer l’accueil.}
  - code: partir
    titre: Partir
    questions:
      - {code: p1, enonce: On m’a dit au revoir.}
"""
ENTETE = {
    "questionnaire": {"slug": "tableau", "titre": "Un tableau", "statut": "officiel"},
    "echelle": {"niveaux": [{"valeur": n, "code": f"n{n}", "libelle": f"N{n}"} for n in (1, 2)]},
    "restitution": {"seuils": {"point_fort": 2, "axe": 1}},
}
COLONNES = "theme_code;theme_titre;code;enonce\n"


def petit(remplace: str = "", par: str = "") -> bytes:
    assert remplace in PETIT
    return PETIT.replace(remplace, par, 1).encode()


def refus(lire: Callable[[], Any]) -> list[str]:
    avant = empreinte()
    with pytest.raises(RapportErreurs) as rapport:
        lire()
    assert empreinte() == avant
    return [str(erreur) for erreur in rapport.value.erreurs]


def autre_version(remplace: tuple[bytes, bytes], *encore: tuple[bytes, bytes]) -> object:
    octets = en_yaml(operations.questionnaire_courant())
    for avant, apres in (remplace, *encore):
        assert avant in octets
        octets = octets.replace(avant, apres)
    return operations.publier(operations.creer(lire_yaml(octets)))
