"""The ground: what several annexes share. Everything else stands on it."""

from .accompagnement import Accompagnement, PhaseAccompagnement, ServiceMobilise, TypeService
from .champs import Contenu, Element, TexteCourt, TexteLong, parmi
from .etablissement import (
    Autorisation,
    Etablissement,
    Region,
    Service,
    StatutJuridique,
    TypeEtablissement,
)
from .journal import Avancement, Evenement, Operation
from .postit import Couleur, PostIt
from .presence import Presence
from .projet import College, Participant, Projet, Role
from .repertoire import Acteur, Cercle, ChangementActeur, Contact, Engagement
from .user import User

__all__ = [
    "Accompagnement",
    "Acteur",
    "Autorisation",
    "Avancement",
    "Cercle",
    "ChangementActeur",
    "College",
    "Contact",
    "Contenu",
    "Couleur",
    "Element",
    "Engagement",
    "Etablissement",
    "Evenement",
    "Operation",
    "Participant",
    "PhaseAccompagnement",
    "PostIt",
    "Presence",
    "Projet",
    "Region",
    "Role",
    "Service",
    "ServiceMobilise",
    "StatutJuridique",
    "TexteCourt",
    "TexteLong",
    "TypeEtablissement",
    "TypeService",
    "User",
    "parmi",
]
