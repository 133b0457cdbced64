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
)
from .cloison import Cloisonnee
from .dossier import Dossier, FiltreGarde, Palier
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
