"""How a row of the portefeuille says it: reasons, months, numbers, lists."""

from datetime import date
from typing import Any

from fresque.console.paliers import UN_JOUR
from fresque.console.raisons import Raison, court, jours, semaine
from pasapas.models import Dossier, Palier


def phrase(raison: Raison, d: Dossier, palier: Palier, ici: date, phase: int) -> str:
    """The reason as a row says it. ``phase``: the one expected by now."""
    debut = palier.debut(raison)
    if raison == Raison.RAPPEL:
        quand = semaine(debut or ici, ici)
        return f"À rappeler {quand}" if debut in (None, ici) else f"À rappeler depuis {quand}"
    if raison == Raison.RENDEZ_VOUS and d.rendez_vous_le:
        return f"Rendez-vous du {court(d.rendez_vous_le, ici)}\u00a0: rien n’est noté"
    if raison == Raison.INVITATION and d.invite_le:
        return f"Invitation sans réponse depuis {jours(d.invite_le, ici)}"
    if raison == Raison.ACCORD and d.accord_demande_le:
        return f"Accord demandé depuis {jours(d.accord_demande_le, ici)}"
    if raison == Raison.ACTIVITE and palier.activite_le:
        return f"Aucune activité depuis {jours(palier.activite_le, ici)}"
    if raison == Raison.PHASE and debut:
        return f"Phase {phase} attendue depuis le {court(debut, ici)}"
    if raison == Raison.AUTODIAGNOSTIC and palier.diagnostic_le:
        return f"Autodiagnostic ouvert depuis {jours(palier.diagnostic_le, ici)}"
    if raison == Raison.ETAPE and debut:
        return f"Étape en retard de {jours(debut - UN_JOUR, ici)}"
    return raison.titre


def nombre(valeur: Any) -> str:
    """« 2 », « 2,5 »."""
    dit = f"{valeur:.1f}".rstrip("0").rstrip(".") if valeur else "0"
    return dit.replace(".", ",")


def enumerer(mots: list[str]) -> str:
    return " et ".join([", ".join(mots[:-1]), mots[-1]]) if len(mots) > 1 else "".join(mots)
