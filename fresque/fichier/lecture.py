"""Reading a file: everything that is wrong with it is said at once, line by line."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from fresque.fichier.chemins import Reproche
from fresque.fichier.controle_campagnes import controler_campagnes
from fresque.fichier.questionnaires import controler_questionnaires
from fresque.fichier.references import controler_liens
from fresque.fichier.schema import FichierProjet
from pasapas.lecture.composition import composer
from pasapas.lecture.messages import Chemin, Erreur, RapportErreurs, dire_chemin
from pasapas.lecture.noeuds import Noeud
from pasapas.lecture.validation import valider

# Written as one block when there is one, as a list of blocks when there are several.
UN_OU_PLUSIEURS: tuple[Chemin, ...] = (
    ("projet", "annexe_4"),
    ("projet", "annexe_2", "campagne"),
)


def lire(octets: bytes) -> FichierProjet:
    """Read a file and check it whole. Raises RapportErreurs; writes nothing."""
    racine, erreurs = composer(octets)
    seuls = _mettre_en_listes(racine)
    nu = racine.nu()
    fichier, mal_types = valider(FichierProjet, nu)
    deja_dits = {chemin for chemin, _ in mal_types}
    liens = (lien for lien in controler(nu) if lien[0] not in deja_dits)
    reproches = [*mal_types, *liens]
    fautifs = {chemin for chemin, noeud in racine.parcourir() if noeud.fautif}
    erreurs += [
        Erreur(racine.ligne_de(chemin), dire_chemin(_raccourcir(chemin, seuls)), message)
        for chemin, message in reproches
        if not any(chemin[:rang] in fautifs for rang in range(len(chemin) + 1))
    ]
    if erreurs or fichier is None:
        raise RapportErreurs(erreurs)
    return fichier


def controler(nu: Any) -> Iterator[Reproche]:
    """What is wrong in bare values of the right shape, or of none."""
    return chain(controler_liens(nu), controler_questionnaires(nu), controler_campagnes(nu))


def _mettre_en_listes(racine: Noeud) -> set[Chemin]:
    """Make lists of the blocks that may be alone; returns the paths of those that were."""
    seuls = set()
    for chemin in UN_OU_PLUSIEURS:
        noeud = racine.suivre(chemin)
        if noeud is not None and isinstance(noeud.valeur, dict):
            seul = Noeud(noeud.ligne, noeud.valeur, noeud.lignes)
            noeud.valeur, noeud.lignes = [seul], {}
            seuls.add((*chemin, 0))
    return seuls


def _raccourcir(chemin: Chemin, seuls: set[Chemin]) -> Chemin:
    """Hide the rank of a block that was written alone."""
    for seul in seuls:
        if chemin[: len(seul)] == seul:
            return (*seul[:-1], *chemin[len(seul) :])
    return chemin
