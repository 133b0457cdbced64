"""Taking a projet out of the database, as the file that would bring it back."""

from fresque.fichier.formes import Dit
from fresque.fichier.passage import Sortie
from fresque.fichier.schema import ACCOMPAGNEMENT, ETABLISSEMENT, PERSONNE, PROJET, FichierProjet
from fresque.fichier.sortie import rendre
from pasapas.models import Accompagnement, Participant, Projet
from pasapas.models.accompagnement import SEULS


def exporter(projet: Projet, *, notes_privees: bool = True) -> str:
    """The projet as YAML text. Individual answers are never in it; what advisers keep to
    themselves is, unless ``notes_privees`` is False."""
    return rendre(relever(projet, notes_privees=notes_privees))


def relever(projet: Projet, *, notes_privees: bool = True) -> FichierProjet:
    """The projet as a file's content: what is on the wall, not what was taken off it."""
    sortie = Sortie(projet)
    dit: Dit = {
        "version": 1,
        "etablissement": ETABLISSEMENT.relever(projet.etablissement, sortie),
        "personnes": [PERSONNE.relever(une, sortie) for une in sortie.lignes(Participant, projet)],
        "projet": PROJET.relever(projet, sortie),
    }
    for accompagnement in sortie.lignes(Accompagnement, projet):
        dit["accompagnement"] = ACCOMPAGNEMENT.relever(accompagnement, sortie)
        if not notes_privees:
            _taire(dit["accompagnement"])
    return FichierProjet.model_validate(dit)


def _taire(dit: Dit) -> None:
    """Their notes, their own report of the entretien, calls and e-mails, which are with one
    person: the group reads them nowhere else either."""
    dit["notes_privees"] = dit["entretien"]["compte_rendu"] = ""
    faites = dit["services_mobilises"]
    dit["services_mobilises"] = [faite for faite in faites if faite["type"] not in SEULS]
