"""Annexes 3 and 4 of a file, and the post-its: their keys, in the order they are written."""

from bilan.models import Bilan, Communication, Suite
from fiches.models import Etape, Facteur, FicheAction, RubriqueAjoutee
from pasapas.lecture.champs import (
    Bloc,
    Date,
    Mois,
    Numero,
    NumeroOuRien,
    Renvoi,
    RenvoiExige,
    bloc,
    booleen,
    champ,
    liste,
)
from pasapas.models import PostIt


class PeriodeFichier(Bloc):
    MOIS = frozenset({"debut", "fin"})

    libelle: champ(Etape, "periode_envisagee")
    debut: Mois
    fin: Mois


class EtapeFichier(Bloc):
    ECRITS = frozenset({"realisee_le", "resultats"})

    intitule: champ(Etape, "intitule")
    periode: bloc(PeriodeFichier)
    realisee_le: Date
    realisation_precision: champ(Etape, "realisation_precision")
    resultats: champ(Etape, "resultats")


class PostItFichier(Bloc):
    auteur_id: Renvoi
    zone: champ(PostIt, "zone")
    couleur: champ(PostIt, "couleur")
    texte: champ(PostIt, "texte")
    imprimer: booleen(True)


class PostItAilleurs(Bloc):
    """A post-it on any other planche than a fiche's."""

    planche: champ(PostIt, "planche")
    auteur_id: Renvoi
    zone: champ(PostIt, "zone")
    couleur: champ(PostIt, "couleur")
    texte: champ(PostIt, "texte")
    imprimer: booleen(True)


class RubriqueFichier(Bloc):
    titre: champ(RubriqueAjoutee, "titre")
    texte: champ(RubriqueAjoutee, "texte")


class FicheFichier(Bloc):
    numero: Numero
    intitule: champ(FicheAction, "intitule")
    statut: champ(FicheAction, "statut")
    themes: liste(RenvoiExige)
    referent_id: Renvoi
    problematique: champ(FicheAction, "problematique")
    objectif: champ(FicheAction, "objectif")
    description: champ(FicheAction, "description")
    perimetre: champ(FicheAction, "perimetre")
    facteurs_reussite: liste(champ(Facteur, "texte"))
    contraintes: liste(champ(Facteur, "texte"))
    evaluation: champ(FicheAction, "evaluation")
    acteurs_a_mobiliser: champ(FicheAction, "acteurs_a_mobiliser")
    modalites: champ(FicheAction, "modalites")
    etapes: liste(EtapeFichier)
    postits: liste(PostItFichier)
    rubriques_ajoutees: liste(RubriqueFichier)

    # Every box of the paper is there, so that an exported fiche can be filled by hand.
    ECRITS = frozenset(__annotations__)


class Annexe3(Bloc):
    fiches: liste(FicheFichier)


class CommunicationFichier(Bloc):
    ECRITS = frozenset({"destinataires", "moyens", "quand", "responsable_id"})

    sujet: champ(Communication, "sujet")
    destinataires: champ(Communication, "destinataires")
    moyens: champ(Communication, "moyens")
    quand: champ(Communication, "quand")
    responsable_id: Renvoi


class SuiteFichier(Bloc):
    ECRITS = frozenset({"echeance", "fiche"})
    MOIS = frozenset({"echeance"})

    texte: champ(Suite, "texte")
    echeance: Mois
    fiche: NumeroOuRien


class BilanFichier(Bloc):
    """``numero``: left out when it is the bilan's rank in the file."""

    numero: NumeroOuRien
    type: champ(Bilan, "type")
    date: Date
    participants: liste(RenvoiExige)
    retenons: champ(Bilan, "retenons")
    valoriser: champ(Bilan, "valoriser")
    communications: liste(CommunicationFichier)
    poursuivre: champ(Bilan, "poursuivre")
    suites: liste(SuiteFichier)

    ECRITS = frozenset(__annotations__) - {"numero"}
