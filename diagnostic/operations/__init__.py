"""Every write of annexe 2: questionnaires, and what the group says of its état des lieux."""

from .adoption import adopter, preparer, suivre
from .enseignements import (
    garder,
    intention_de_la_piste,
    noter_dans_le_rapport,
    piste_de_l_etonnement,
    themes_du_projet,
)
from .questionnaires import (
    SLUG_COURANT,
    charger_questionnaire,
    creer,
    publier,
    questionnaire_courant,
    supprimer,
)
