"""Every write of a séance that is more than one row."""

from collections.abc import Mapping
from typing import Any

from fresque.models import RendezVous
from pasapas.ecriture import changements
from pasapas.ecriture.changements import propres
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.presents import noter_presents
from pasapas.ecriture.transactions import ensemble


@ensemble
def ajouter(geste: Geste, valeurs: Mapping[str, Any]) -> RendezVous:
    """Fix one more séance, or tell one that was held."""
    rendezvous = changements.ajouter(geste, RendezVous, propres(valeurs, "presents"))
    noter_presents(geste, rendezvous, "presents", valeurs)
    return rendezvous


@ensemble
def modifier(geste: Geste, rendezvous: RendezVous, valeurs: Mapping[str, Any]) -> RendezVous:
    """Change a séance; who was there is a list of its own. Held, it was not cancelled."""
    siennes = propres(valeurs, "presents")
    if valeurs.get("presents") and rendezvous.annulee_le:
        siennes["annulee_le"] = None
    rendezvous = changements.modifier(geste, rendezvous, siennes)
    noter_presents(geste, rendezvous, "presents", valeurs)
    return rendezvous


def mot(rendezvous: RendezVous) -> str:
    """Nothing forbids to write one down afterwards: what comes next is said."""
    passee = rendezvous.date < rendezvous.projet.etablissement.aujourd_hui
    return "Ce jour est passé : dites qui était là." if passee else ""
