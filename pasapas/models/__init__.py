"""The ground: what several annexes share. Everything else stands on it."""

from .acces import CarteAcces, Consultation, Invitation, Tentative
from .accompagnement import (
    Accompagnement,
    Intervention,
    Pause,
    PhaseAccompagnement,
    PisteProposee,
    TypeIntervention,
)
from .champs import (
    BorneDePeriode,
    Contenu,
    Duree,
    Element,
    Finess,
    Heure,
    Jour,
    Page,
    Presente,
    TexteCourt,
    TexteLong,
    parmi,
)
from .cloison import Cloisonnee
from .dossier import Dossier, FiltreGarde, Groupe, Palier
from .effacement import Effacement
from .etablissement import (
    Autorisation,
    Etablissement,
    Region,
    Service,
    StatutJuridique,
    TypeEtablissement,
)
from .finess import StructureFiness
from .information import PageInformation
from .journal import Avancement, CleEcriture, Evenement
from .mandat import Mandat
from .modele import ModeleFresque
from .partage import Partage
from .postit import Couleur, PostIt
from .presence import Presence, Visite
from .programme import Programme
from .projet import College, Participant, Projet, Role
from .recu import Recu
from .repertoire import Acteur, Cercle, ChangementActeur, Contact, Engagement
from .travaux import Courriel, Ouvrier, Travail
from .user import User

__all__ = [
    "Accompagnement",
    "Acteur",
    "Autorisation",
    "Avancement",
    "BorneDePeriode",
    "CarteAcces",
    "Cercle",
    "ChangementActeur",
    "CleEcriture",
    "Cloisonnee",
    "College",
    "Consultation",
    "Contact",
    "Contenu",
    "Couleur",
    "Courriel",
    "Dossier",
    "Duree",
    "Effacement",
    "Element",
    "Engagement",
    "Etablissement",
    "Evenement",
    "FiltreGarde",
    "Finess",
    "Groupe",
    "Heure",
    "Intervention",
    "Invitation",
    "Jour",
    "Mandat",
    "ModeleFresque",
    "Ouvrier",
    "Page",
    "PageInformation",
    "Palier",
    "Partage",
    "Participant",
    "Pause",
    "PhaseAccompagnement",
    "PisteProposee",
    "PostIt",
    "Presence",
    "Presente",
    "Programme",
    "Projet",
    "Recu",
    "Region",
    "Role",
    "Service",
    "StatutJuridique",
    "StructureFiness",
    "Tentative",
    "TexteCourt",
    "TexteLong",
    "Travail",
    "TypeEtablissement",
    "TypeIntervention",
    "User",
    "Visite",
    "parmi",
]
