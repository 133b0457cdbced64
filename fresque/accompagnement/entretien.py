"""The entretien of 30 minutes: four moments, what the published results say, what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from diagnostic.graphiques import fil, legende
from diagnostic.graphiques.fil import Fil
from diagnostic.graphiques.formes import Legende
from diagnostic.models import Campagne, Intention
from diagnostic.operations import themes_du_projet
from diagnostic.resultats import Mesure, QuestionResultat, Resultats, ThemeResultat, Verdict, lire
from fresque.accompagnement.operations import ecrire, noter_intervention, passer
from fresque.pdf import moteur
from fresque.pdf.cadre import cadre_libre
from fresque.pdf.textes import court, propre
from pasapas.ecriture import changements
from pasapas.ecriture.changements import verrouiller
from pasapas.ecriture.fusion import fusionner
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble
from pasapas.models import (
    Accompagnement,
    Partage,
    PhaseAccompagnement,
    PisteProposee,
    User,
)
from pasapas.models.accompagnement import TypeIntervention

RIEN = "aucun relevé"
PROCHES = "avis proches"
FIL = 190.0  # units: a thread in a column of the grid


@dataclass(frozen=True, slots=True)
class Moment:
    """``de``: so many minutes after the beginning; ``heure``: when that is, once it has begun."""

    titre: str
    detail: str
    de: int
    minutes: int
    heure: datetime | None = None


MOMENTS = (
    ("Se situer", "qui est là, pourquoi", 5),
    ("Lire ensemble", "points forts, axes, écarts", 10),
    ("Choisir des pistes", "une à trois", 10),
    ("Conclure", "ce qui est décidé, le prochain rendez-vous", 5),
)
DUREE = sum(minutes for *_, minutes in MOMENTS)


@dataclass(frozen=True, slots=True)
class Confrontation:
    """Points of view on one question, or on a whole theme: drawn, and said."""

    dit: str
    fil: Fil
    large: bool


@dataclass(frozen=True, slots=True)
class ThemePublie:
    """One theme of the published results, in the sentences of the questionnaire. ``points_de_vue``:
    on each question worth confronting, else on the theme."""

    theme: str
    points_forts: tuple[str, ...]
    axes: tuple[str, ...]
    points_de_vue: tuple[Confrontation, ...]


@dataclass(frozen=True, slots=True)
class Grille:
    """``dit``: why there is nothing to read, when there is not."""

    lignes: tuple[ThemePublie, ...] = ()
    resultats: Resultats | None = None
    dit: str = ""

    @property
    def legende(self) -> tuple[Legende, ...]:
        return legende(self.resultats) if self.resultats else ()

    @property
    def niveaux(self) -> str:
        """« de 1 Absent à 4 Ancré »."""
        if self.resultats is None:
            return ""
        bas, haut = self.resultats.niveaux[0], self.resultats.niveaux[-1]
        return f"de {bas.valeur} {bas.libelle} à {haut.valeur} {haut.libelle}"


def moments(suivi: Accompagnement) -> list[Moment]:
    debut, passe, faits = suivi.entretien_commence_le, 0, []
    for titre, detail, minutes in MOMENTS:
        heure = debut + timedelta(minutes=passe) if debut else None
        faits.append(Moment(titre, detail, passe, minutes, heure))
        passe += minutes
    return faits


def grille(suivi: Accompagnement, conseil: User) -> Grille:
    """From what was published alone, and only what the group shows this adviser."""
    siens = Partage.objects.de(suivi.projet).filter(conseil=conseil).first()
    if siens is None or 2 not in siens.annexes:
        return Grille(dit="Non partagé : le groupe ne vous montre pas l’annexe 2.")
    closes = Campagne.objects.de(suivi.projet).exclude(close_le=None).order_by("-close_le", "-pk")
    publie = next((lu for campagne in closes[:5] if (lu := lire(campagne))), None)
    if publie is None:
        return Grille(dit="Aucun résultat n’est encore publié : la grille se remplira ensuite.")
    return Grille(tuple(_ligne(publie, theme.code) for theme in publie.themes), publie)


def _ligne(publie: Resultats, code: str) -> ThemePublie:
    theme = publie.theme(code)
    questions = theme.questions if theme else ()
    return ThemePublie(
        theme.titre if theme else "",
        tuple(q.point_fort or q.titre for q in questions if q.verdict == Verdict.POINT_FORT),
        tuple(q.axe or q.titre for q in questions if q.verdict == Verdict.AXE),
        _points_de_vue(publie, theme) if theme else (),
    )


def _points_de_vue(publie: Resultats, theme: ThemeResultat) -> tuple[Confrontation, ...]:
    def une(mesure: Mesure, dit: str, *, large: bool) -> Confrontation:
        trace = fil(mesure, publie.niveaux, large=large, largeur=FIL)
        return Confrontation(dit, trace, large)

    a_confronter = [q for q in theme.questions if q.a_confronter]
    if a_confronter:
        return tuple(une(q, _ecart(q), large=True) for q in a_confronter)
    return (une(theme, PROCHES, large=False),) if theme.moyenne is not None else ()


def _ecart(question: QuestionResultat) -> str:
    """« …, de 1 (représentants du personnel) à 4 (direction) »."""
    dites = [c for c in question.cellules if c.moyenne is not None]
    if not dites:
        return question.titre
    bas = min(dites, key=lambda c: c.moyenne or 0)
    haut = max(dites, key=lambda c: c.moyenne or 0)
    titre = question.titre.rstrip(" .")
    return f"{titre} : de {bas.texte} ({bas.profil.nom}) à {haut.texte} ({haut.profil.nom})"


@ensemble
def commencer(compte: User, suivi: Accompagnement) -> Accompagnement:
    """The clock begins; begun twice, it goes on from the first time."""
    tenu = verrouiller(suivi)
    if tenu.entretien_commence_le is None:
        tenu.entretien_commence_le = timezone.now()
        ecrire(compte, tenu, "Entretien commencé")
    return tenu


@ensemble
def enregistrer(
    compte: User, suivi: Accompagnement, departs: Mapping[str, str] | None = None, **dits: Any
) -> Accompagnement:
    """``departs``: what each long text was when one began to write; what a colleague wrote since
    is merged, never written over."""
    tenu = verrouiller(suivi)
    for champ, valeur in dits.items():
        la = getattr(tenu, champ)
        depart = (departs or {}).get(champ)
        if depart is not None and la not in (depart, valeur):
            valeur = fusionner(depart, valeur, la).texte
        setattr(tenu, champ, valeur)
    ecrire(compte, tenu, "Compte rendu de l’entretien")
    return tenu


@ensemble
def terminer(compte: User, suivi: Accompagnement) -> Accompagnement:
    """Logged once; phase 2 begins with it when phase 1 was under way."""
    tenu = verrouiller(suivi)
    if tenu.entretien_termine_le is not None:
        return tenu
    fini = timezone.now()
    ici = timezone.localdate(fini, tenu.projet.etablissement.fuseau)
    tenu.entretien_termine_le = fini
    tenu.entretien_date = tenu.entretien_date or ici
    if debut := tenu.entretien_commence_le:
        ecoule = round((fini - debut).total_seconds() / 60)
        tenu.entretien_duree = max(1, min(ecoule, 24 * 60))
    ecrire(compte, tenu, "Entretien terminé")
    noter_intervention(
        compte,
        tenu,
        type=TypeIntervention.ENTRETIEN,
        date=tenu.entretien_date,
        intitule=tenu.entretien_mode,
    )
    if tenu.phase == PhaseAccompagnement.AUTODIAGNOSTIC and not tenu.pauses.filter(reprise_le=None):
        passer(compte, tenu, PhaseAccompagnement.APPUI, ici)
    return tenu


@ensemble
def repondre(geste: Geste, piste: PisteProposee, *, oui: bool) -> Intention | None:
    """The group's word: accepted, a piste becomes a first intention of its own. Said once."""
    tenue = verrouiller(piste)
    if tenue.repondu_le is not None:
        raise ValidationError("Le groupe a déjà répondu à cette piste.")
    tenue.repondu_le, tenue.acceptee = timezone.now(), oui
    tenue.save(update_fields=["repondu_le", "acceptee"])
    changements.bouger(geste.projet, compte=False)
    if not oui:
        return None
    return changements.ajouter(geste, Intention, {"texte": tenue.texte, "theme": _theme(tenue)})


def _theme(piste: PisteProposee) -> Any:
    """The theme it was proposed under, as the projet has it."""
    closes = Campagne.objects.de(piste.projet).exclude(close_le=None).order_by("-close_le", "-pk")
    campagne = closes.select_related("questionnaire").first()
    if campagne is None or not piste.theme:
        return None
    siens = themes_du_projet(piste.projet, campagne.questionnaire.slug).values()
    return next((theme for theme in siens if theme.titre == piste.theme), None)


def compte_rendu(suivi: Accompagnement, vue: Grille, *, interne: bool) -> bytes:
    """The PDF (PDF/UA-1). ``interne``: with what advisers keep to themselves."""
    projet = suivi.projet
    donnees = {
        "suivi": suivi,
        **cadre_libre(
            "COMPTE RENDU D’ENTRETIEN",
            pigment="azurite",
            surtitre="Entretien",
            projet=str(projet),
            etablissement=str(projet.etablissement),
            signet="Entretien",
            imprime_le=timezone.localdate(),
        ),
        "titre_du_fichier": court(f"Entretien - {projet}", 300),
        "compte_rendu": propre(suivi.entretien_compte_rendu) if interne else "",
        "pour_le_groupe": propre(suivi.entretien_pour_le_groupe),
        "mode": propre(suivi.entretien_mode),
        "grille": vue,
        "pistes": [(propre(p.texte), p.acceptee) for p in suivi.pistes.all()],
        "rien": RIEN,
    }
    return moteur.imprimer("pdf/entretien.html", donnees)
