"""Annexes 1 and 2 of a file: their keys, in the order they are written."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from diagnostic.models import (
    Campagne,
    ElementTheme,
    EtatDesLieux,
    Etonnement,
    Intention,
    Passation,
    Piste,
    SyntheseTheme,
)
from diagnostic.models.campagne import MINUTES_MAX, MINUTES_MIN, SEUIL_PLAFOND, SEUIL_PLANCHER
from fresque.fichier.schema_resultats import Resultats
from fresque.models import Constat, Inspiration
from pasapas.lecture.champs import (
    Bloc,
    Date,
    DateExigee,
    Entier,
    Numero,
    NumeroOuRien,
    Renvoi,
    RenvoiExige,
    Reponse,
    booleen,
    champ,
    liste,
    refus,
)
from pasapas.lecture.messages import attendu
from pasapas.models import Acteur, ChangementActeur, Contact, Projet


class InspirationFichier(Bloc):
    type: champ(Inspiration, "type")
    texte: champ(Inspiration, "texte")
    url: champ(Inspiration, "url")
    fichier: champ(Inspiration, "fichier")
    alternative: champ(Inspiration, "alternative")


class ConstatFichier(Bloc):
    auteur_id: Renvoi
    auteur_masque: booleen(False)
    service: Renvoi
    texte: champ(Constat, "texte")


class ActeurFichier(Bloc):
    ECRITS = frozenset({"cercle", "engagement"})

    id: champ(Acteur, "reference")
    nom: champ(Acteur, "nom")
    cercle: champ(Acteur, "cercle")
    engagement: champ(Acteur, "engagement")
    contact_id: Renvoi
    note: champ(Acteur, "note")


class ChangementFichier(Bloc):
    ECRITS = frozenset({"de", "vers"})

    date: DateExigee
    acteur_id: RenvoiExige
    de: champ(ChangementActeur, "de")
    vers: champ(ChangementActeur, "vers")
    par: Renvoi


class ContactFichier(Bloc):
    acteur_id: Renvoi
    nom: champ(Contact, "nom")
    fonction: champ(Contact, "fonction")
    organisme: champ(Contact, "organisme")
    courriel: champ(Contact, "courriel")
    telephone: champ(Contact, "telephone")


class Annexe1(Bloc):
    ECRITS = frozenset({"nom", "ambition", "probleme"})

    nom: champ(Projet, "nom")
    ambition: champ(Projet, "ambition")
    probleme: champ(Projet, "probleme")
    inspirations: liste(InspirationFichier)
    equipe_projet: liste(RenvoiExige)
    constats: liste(ConstatFichier)
    acteurs: liste(ActeurFichier)
    historique_carte: liste(ChangementFichier)
    repertoire: liste(ContactFichier)


class PassationFichier(Bloc):
    """``reponses``: one list of answers per bulletin, in the order of the questionnaire."""

    TUS = frozenset({"acces"})

    college: champ(Passation, "college")
    mode: champ(Passation, "mode")
    acces: champ(Passation, "acces")
    participants: Entier
    invites: Entier
    reponses: liste(list[Reponse])


class EtonnementFichier(Bloc):
    texte: champ(Etonnement, "texte")
    question: Renvoi


class CampagneFichier(Bloc):
    """``resultats``: what was published at closing, when answers that were destroyed made it."""

    ECRITS = frozenset({"passations"})

    id: champ(Campagne, "reference")
    nom: champ(Campagne, "nom")
    questionnaire: RenvoiExige
    questionnaire_version: Numero
    ouverte_le: Date
    cloture_prevue: Date
    close_le: Date
    seuil: Annotated[int | None, Field(default=None, ge=SEUIL_PLANCHER, le=SEUIL_PLAFOND)]
    minutes: Annotated[int | None, Field(default=None, ge=MINUTES_MIN, le=MINUTES_MAX)]
    passations: liste(PassationFichier)
    etonnements: liste(EtonnementFichier)
    resultats: Resultats


def _valider_origine(valeur: Any) -> Any:
    valeur = "" if valeur is None else valeur
    if not isinstance(valeur, str) or not re.fullmatch(r"[A-Za-z0-9_-]{0,20}", valeur):
        raise refus(attendu("le code d’une question, ou rien", valeur))
    return valeur


Origine = Annotated[str, BeforeValidator(_valider_origine)]


class SyntheseFichier(Bloc):
    """``origines_...``: for each element, the question it came from. A synthese of a theme that
    the projet's present questionnaire no longer has names its own."""

    ECRITS = frozenset({"a_valoriser", "a_modifier"})

    theme: RenvoiExige
    questionnaire: Renvoi
    questionnaire_version: NumeroOuRien
    a_valoriser: liste(champ(ElementTheme, "texte"))
    a_modifier: liste(champ(ElementTheme, "texte"))
    origines_a_valoriser: liste(Origine)
    origines_a_modifier: liste(Origine)
    points_de_vue: champ(SyntheseTheme, "points_de_vue")


class IntentionFichier(Bloc):
    ECRITS = frozenset({"theme", "fiche"})

    texte: champ(Intention, "texte")
    theme: Renvoi
    piste: NumeroOuRien
    fiche: NumeroOuRien


class Annexe2(Bloc):
    """``campagne`` is one block, or a list of blocks when there were several."""

    outil: champ(EtatDesLieux, "outil")
    outil_precision: champ(EtatDesLieux, "outil_precision")
    questionnaire: Renvoi
    questionnaire_version: NumeroOuRien
    mis_en_place: champ(EtatDesLieux, "mis_en_place")
    deroulement: champ(EtatDesLieux, "deroulement")
    campagne: liste(CampagneFichier)
    syntheses: liste(SyntheseFichier)
    rapport_etonnement: champ(EtatDesLieux, "rapport_etonnement")
    pistes_action: liste(champ(Piste, "texte"))
    apprentissages: champ(EtatDesLieux, "apprentissages")
    intentions: liste(IntentionFichier)
