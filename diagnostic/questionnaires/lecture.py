"""From bytes to a questionnaire that is right, or a report of everything that is not."""

from collections.abc import Mapping
from typing import Any

from diagnostic.questionnaires.controle import controler
from diagnostic.questionnaires.schema import FichierQuestionnaire, QuestionnaireLu
from diagnostic.questionnaires.tableau import greffer, noeuds_des_themes
from pasapas.lecture.composition import composer
from pasapas.lecture.messages import Erreur, RapportErreurs, dire_chemin
from pasapas.lecture.noeuds import Noeud
from pasapas.lecture.validation import valider


def lire_yaml(octets: bytes) -> QuestionnaireLu:
    """Raises RapportErreurs; writes nothing."""
    racine, erreurs = composer(octets)
    return _lire(racine, erreurs)


def lire_tableau(octets: bytes, nom: str, entete: Mapping[str, Any]) -> QuestionnaireLu:
    """A table of questions (XLSX or CSV, told by its name), one a row.

    ``entete``: what a table does not say (the blocks « questionnaire », « echelle » and
    « restitution » of the format). Raises RapportErreurs; writes nothing.
    """
    themes, erreurs = noeuds_des_themes(octets, nom)
    racine = greffer(entete)
    racine.valeur["themes"] = themes
    return _lire(racine, erreurs)


def _lire(racine: Noeud, erreurs: list[Erreur]) -> QuestionnaireLu:
    fichier, reproches = valider(FichierQuestionnaire, racine.nu())
    if fichier is not None:
        reproches = list(controler(fichier))
    fautifs = {chemin for chemin, noeud in racine.parcourir() if noeud.fautif}
    erreurs = erreurs + [
        Erreur(racine.ligne_de(chemin), dire_chemin(chemin), message)
        for chemin, message in reproches
        if not any(chemin[:rang] in fautifs for rang in range(len(chemin) + 1))
    ]
    if erreurs or fichier is None:
        raise RapportErreurs(erreurs)
    return QuestionnaireLu(fichier)
