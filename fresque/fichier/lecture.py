"""Reading a file: everything that is wrong with it is said at once, line by line."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from fresque.fichier.composition import composer
from fresque.fichier.messages import (
    SUGGESTIONS,
    Chemin,
    Erreur,
    RapportErreurs,
    dire_chemin,
    traduire,
)
from fresque.fichier.noeuds import Noeud
from fresque.fichier.questionnaires import controler_questionnaires
from fresque.fichier.references import controler
from fresque.fichier.schema import FichierProjet

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
    fichier, mal_types = _valider(nu)
    deja_dits = {chemin for chemin, _ in mal_types}
    liens = [*controler(nu), *controler_questionnaires(nu)]
    reproches = [*mal_types, *(lien for lien in liens if lien[0] not in deja_dits)]
    fautifs = {chemin for chemin, noeud in racine.parcourir() if noeud.fautif}
    erreurs += [
        Erreur(racine.ligne_de(chemin), dire_chemin(_raccourcir(chemin, seuls)), message)
        for chemin, message in reproches
        if not any(chemin[:rang] in fautifs for rang in range(len(chemin) + 1))
    ]
    if erreurs or fichier is None:
        raise RapportErreurs(erreurs)
    return fichier


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


def _valider(nu: Any) -> tuple[FichierProjet | None, list[tuple[Chemin, str]]]:
    try:
        return FichierProjet.model_validate(nu), []
    except ValidationError as exc:
        fautes = exc.errors(include_url=False)
        suggestions = 0
        reproches = []
        for faute in fautes:
            chemin: Chemin = faute["loc"]
            connues: list[str] = []
            if faute["type"] == "extra_forbidden":
                suggestions += 1
                connues = list(clefs_de(chemin[:-1]))
            message = traduire(faute, connues, cherche=suggestions <= SUGGESTIONS)
            manque = faute["type"] == "missing"
            reproches.append((chemin[:-1] if manque else chemin, message))
        return None, reproches


def clefs_de(chemin: Chemin) -> Iterator[str]:
    """The keys the format knows at a place of the file."""
    modele: type[BaseModel] | None = FichierProjet
    for pas in chemin:
        if isinstance(pas, int):
            continue
        champ = modele.model_fields.get(pas) if modele else None
        modele = _modele_de(champ.annotation) if champ else None
    return iter(modele.model_fields if modele else ())


def _modele_de(annotation: Any) -> type[BaseModel] | None:
    """The block a key holds, alone, in a list, or absent."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    trouves = chain.from_iterable([_modele_de(partie)] for partie in get_args(annotation))
    return next((modele for modele in trouves if modele), None)
