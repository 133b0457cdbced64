"""The format of a file: the whole, the établissement, the people, the accompaniment."""

from fresque.fichier.schema_annexes_1_2 import Annexe1, Annexe2
from fresque.fichier.schema_annexes_3_4 import Annexe3, BilanFichier, PostItAilleurs
from pasapas.lecture.champs import (
    Bloc,
    Date,
    Entier,
    Jours,
    NombreDeJours,
    Phase,
    Renvoi,
    Version,
    bloc,
    champ,
    liste,
)
from pasapas.models import (
    Accompagnement,
    Etablissement,
    Participant,
    Projet,
    Service,
    ServiceMobilise,
)


class ServiceFichier(Bloc):
    id: champ(Service, "reference")
    nom: champ(Service, "nom")
    public: champ(Service, "public")
    places: Entier


class EtablissementFichier(Bloc):
    nom: champ(Etablissement, "nom")
    nom_court: champ(Etablissement, "nom_court")
    gestionnaire: champ(Etablissement, "gestionnaire")
    type: champ(Etablissement, "type")
    statut_juridique: champ(Etablissement, "statut_juridique")
    autorisation: champ(Etablissement, "autorisation")
    finess: champ(Etablissement, "finess")
    region: Renvoi
    departement: champ(Etablissement, "departement")
    commune: champ(Etablissement, "commune")
    capacite: Entier
    effectif: Entier
    services: liste(ServiceFichier)


class PersonneFichier(Bloc):
    ECRITS = frozenset({"courriel"})

    id: champ(Participant, "reference")
    prenom: champ(Participant, "prenom")
    nom: champ(Participant, "nom")
    fonction: champ(Participant, "fonction")
    organisme: champ(Participant, "organisme")
    college: champ(Participant, "college")
    role: champ(Participant, "role")
    courriel: champ(Participant, "courriel")
    telephone: champ(Participant, "telephone")
    acces_clos_le: Date


class EligibiliteFichier(Bloc):
    autorisation_verifiee_le: Date
    convention_signee_le: Date


class EntretienFichier(Bloc):
    date: Date
    duree_minutes: Entier
    mode: champ(Accompagnement, "entretien_mode")
    compte_rendu: champ(Accompagnement, "entretien_compte_rendu")


class JoursFichier(Bloc):
    prevus: Jours
    realises: Jours


class ServiceMobiliseFichier(Bloc):
    type: champ(ServiceMobilise, "type")
    intitule: champ(ServiceMobilise, "intitule")
    date: Date
    jours: Jours


class AccompagnementFichier(Bloc):
    charge_de_mission_id: Renvoi
    eligibilite: bloc(EligibiliteFichier)
    debut: Date
    fin_prevue: Date
    phase: Phase
    entretien: bloc(EntretienFichier)
    jours_sur_site: bloc(JoursFichier)
    services_mobilises: liste(ServiceMobiliseFichier)
    notes_privees: champ(Accompagnement, "notes_privees")


class ProjetFichier(Bloc):
    """``annexe_4`` is one block, or a list of blocks when there are several bilans."""

    id: champ(Projet, "identifiant")
    annexe_1: bloc(Annexe1)
    annexe_2: bloc(Annexe2)
    annexe_3: bloc(Annexe3)
    annexe_4: liste(BilanFichier)
    postits: liste(PostItAilleurs)


class SuiviFichier(Bloc):
    """A row of the demo's portefeuille. ``jours`` are days spent, then days planned."""

    nom: champ(Etablissement, "nom")
    region: Renvoi
    departement: champ(Etablissement, "departement")
    type: champ(Etablissement, "type")
    statut_juridique: champ(Etablissement, "statut_juridique")
    autorisation: champ(Etablissement, "autorisation")
    phase: Phase
    debut: Date
    derniere_activite: Date
    fiches: Entier
    jours: liste(NombreDeJours)


class FichierProjet(Bloc):
    """A whole file, read and checked."""

    version: Version
    etablissement: EtablissementFichier
    personnes: liste(PersonneFichier)
    accompagnement: AccompagnementFichier | None = None
    projet: ProjetFichier
    portefeuille: liste(SuiviFichier)
