"""Annexes 1 and 2 of a file: their keys, in the order they are written."""

from diagnostic.models import (
    Campagne,
    ElementTheme,
    EtatDesLieux,
    Intention,
    Passation,
    Piste,
    SyntheseTheme,
)
from fresque.fichier.champs import (
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
)
from fresque.models import Constat, Inspiration
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

    college: champ(Passation, "college")
    mode: champ(Passation, "mode")
    participants: Entier
    invites: Entier
    reponses: liste(list[Reponse])


class CampagneFichier(Bloc):
    ECRITS = frozenset({"passations"})

    id: champ(Campagne, "reference")
    questionnaire: RenvoiExige
    questionnaire_version: Numero
    ouverte_le: Date
    close_le: Date
    passations: liste(PassationFichier)


class SyntheseFichier(Bloc):
    ECRITS = frozenset({"a_valoriser", "a_modifier"})

    theme: RenvoiExige
    a_valoriser: liste(champ(ElementTheme, "texte"))
    a_modifier: liste(champ(ElementTheme, "texte"))
    points_de_vue: champ(SyntheseTheme, "points_de_vue")


class IntentionFichier(Bloc):
    ECRITS = frozenset({"theme", "fiche"})

    texte: champ(Intention, "texte")
    theme: Renvoi
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
