"""Every write of annexe 4 that is more than one row."""

from collections.abc import Mapping
from typing import Any

from bilan.models import Bilan
from pasapas.ecriture import changements
from pasapas.ecriture.changements import propres
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.presents import noter_presents
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Projet


@ensemble
def preparer(projet: Projet) -> None:
    """Give a projet its first, empty bilan."""
    if not Bilan.objects.de(projet).exists():
        Bilan.objects.create(projet=projet, numero=1)


@ensemble
def ouvrir_bilan(geste: Geste, valeurs: Mapping[str, Any]) -> Bilan:
    """Start one more bilan."""
    Projet.objects.celle(geste.projet).select_for_update(of=("self",), no_key=True).get()
    numero = changements.suivant(Bilan.objects.de(geste.projet), "numero") or 1
    siennes = {**propres(valeurs, "participants"), "numero": numero}
    bilan = changements.ajouter(geste, Bilan, siennes)
    noter_presents(geste, bilan, "participants", valeurs)
    return bilan


@ensemble
def modifier_bilan(geste: Geste, bilan: Bilan, valeurs: Mapping[str, Any]) -> Bilan:
    """Change a bilan; who was there is a list of its own."""
    bilan = changements.modifier(geste, bilan, propres(valeurs, "participants"))
    noter_presents(geste, bilan, "participants", valeurs)
    return bilan
