"""The next days of the group, which no file can know: who sees to what, when it meets."""

from datetime import date, timedelta
from typing import Any

from fresque.demonstration.dates import actualiser
from fresque.fichier import FichierProjet

JEUDI = 3
SEANCE = {"heure": "14:00", "duree_minutes": 90, "lieu": "Salle d’équipe des Framboises"}
A_VENIR = (
    "Bilan de l’essai des horaires : que gardons-nous, qu’ajustons-nous ?\n"
    "Préparer ce que nous dirons au CSE."
)
PASSEE = "Relire la fresque ensemble, et préparer le bilan."
# Whoever sees to the étapes of each fiche, by rank; what is left out has nobody yet.
RESPONSABLES = {
    1: {0: ["sandrine"], 1: ["sandrine", "karim"], 2: ["karim"], 3: ["ines"]},
    2: {0: ["didier"], 1: ["thomas"], 2: ["nadege"], 3: ["thomas", "mariajose"], 4: ["helene"]},
    3: {0: ["malik"], 1: ["sandrine"], 2: ["sandrine"], 3: ["ines"]},
}


def animer(fichier: FichierProjet, aujourd_hui: date) -> FichierProjet:
    """The example as it stands today, with a séance held and one next week."""
    nu = actualiser(fichier, aujourd_hui).model_dump()
    nu["projet"]["seances"] = _seances(nu, aujourd_hui)
    for fiche in nu["projet"]["annexe_3"]["fiches"]:
        _confier(fiche)
    return FichierProjet.model_validate(nu)


def _seances(nu: dict[str, Any], aujourd_hui: date) -> list[dict[str, Any]]:
    """On Thursdays: three weeks ago but for one of the équipe, and the next week."""
    jeudi = aujourd_hui + timedelta(days=JEUDI - aujourd_hui.weekday())
    equipe = nu["projet"]["annexe_1"]["equipe_projet"]
    return [
        SEANCE | {"date": jeudi - timedelta(weeks=3), "programme": PASSEE, "presents": equipe[:-1]},
        SEANCE | {"date": jeudi + timedelta(weeks=1), "programme": A_VENIR},
    ]


def _confier(fiche: dict[str, Any]) -> None:
    for rang, qui in RESPONSABLES.get(fiche["numero"], {}).items():
        fiche["etapes"][rang]["responsables"] = qui
