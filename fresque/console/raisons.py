"""The nine reasons a row stands where it does: from which day, in which words, by which rule."""

from datetime import date
from enum import IntEnum

from django.utils.formats import date_format

from pasapas.models import Programme
from pasapas.models.dossier import Groupe
from pasapas.valeurs.textes import insecables


class Raison(IntEnum):
    """In the order of who needs a call first."""

    RAPPEL = 1
    RENDEZ_VOUS = 2
    INVITATION = 3
    ACCORD = 4
    ACTIVITE = 5
    PHASE = 6
    AUTODIAGNOSTIC = 7
    ETAPE = 8
    SALARIE = 9

    @property
    def groupe(self) -> Groupe:
        return Groupe.APPELER if self <= Raison.ACTIVITE else Groupe.SUIVRE

    @property
    def titre(self) -> str:
        return TITRES[self]


TITRES = {
    Raison.RAPPEL: "À rappeler",
    Raison.RENDEZ_VOUS: "Rendez-vous sans note",
    Raison.INVITATION: "Invitation sans réponse",
    Raison.ACCORD: "Accord demandé, sans réponse",
    Raison.ACTIVITE: "Aucune activité du groupe",
    Raison.PHASE: "Phase en retard",
    Raison.AUTODIAGNOSTIC: "Autodiagnostic ouvert depuis longtemps",
    Raison.ETAPE: "Étape en retard",
    Raison.SALARIE: "Aucun salarié dans le groupe",
}
PRECISIONS = {
    Groupe.APPELER: "sans vous, rien n’avance",
    Groupe.SUIVRE: "un signe à vérifier, le groupe avance",
    Groupe.ATTENTE: "la raison demeure, la réponse est attendue",
    Groupe.CALME: "rien n’est attendu de vous",
    Groupe.PAUSE: "ni alerte ni rappel jusqu’à la reprise",
    Groupe.HORS: "suivis en dehors du programme",
    Groupe.TERMINE: "l’accompagnement est clos",
}


def regle(raison: Raison, regles: Programme) -> str:
    """Why it shows, readable where it shows."""
    dites = {
        Raison.RAPPEL: "le jour que vous avez choisi en notant un échange est venu.",
        Raison.RENDEZ_VOUS: "un rendez-vous est passé depuis la veille et rien n’a été noté.",
        Raison.INVITATION: "aucun pilote n’est entré {r.seuil_invitation} jours après l’envoi.",
        Raison.ACCORD: "le groupe n’a pas répondu {r.seuil_accord} jours après la demande.",
        Raison.ACTIVITE: "le groupe n’a rien écrit depuis {r.seuil_activite} jours ; il vous a "
        "acceptée ou accepté.",
        Raison.PHASE: "le mois où la phase suivante est attendue a commencé, pauses déduites.",
        Raison.AUTODIAGNOSTIC: "il est ouvert depuis {r.seuil_autodiagnostic} jours ; l’annexe 2 "
        "est partagée avec vous.",
        Raison.ETAPE: "une étape non faite est en retard le lendemain de sa période ; l’annexe 3 "
        "est partagée avec vous.",
        Raison.SALARIE: "{r.seuil_salarie} jours après le premier membre, le groupe ne compte "
        "aucun salarié ; l’annexe 1 est partagée avec vous.",
    }
    return insecables(f"Règle : {dites[raison].format(r=regles)}")


def court(jour: date, aujourd_hui: date | None = None) -> str:
    """« 1er nov. », with its year when it is another."""
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    annee = "" if aujourd_hui is None or jour.year == aujourd_hui.year else f" {jour.year}"
    return f"{quantieme}\u00a0{date_format(jour, 'N')}{annee}"


def jours(depuis: date, aujourd_hui: date) -> str:
    nombre = (aujourd_hui - depuis).days
    return f"{nombre} jour{'s' if nombre > 1 else ''}"


def semaine(jour: date, aujourd_hui: date) -> str:
    """« mer. 10 déc. », « aujourd’hui »."""
    if jour == aujourd_hui:
        return "aujourd’hui"
    return f"{date_format(jour, 'D').rstrip('.').lower()}. {court(jour, aujourd_hui)}"
