"""Every write of annexe 4 that is more than one row."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max

from bilan.models import Bilan, PresenceBilan
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Participant, Projet


@ensemble
def preparer(projet: Projet) -> None:
    """Give a projet its first, empty bilan."""
    if not Bilan.objects.de(projet).exists():
        Bilan.objects.create(projet=projet, numero=1)


@ensemble
def ouvrir_bilan(geste: Geste, valeurs: Mapping[str, Any]) -> Bilan:
    """Start one more bilan."""
    Projet.objects.celle(geste.projet).select_for_update(of=("self",), no_key=True).get()
    dernier = Bilan.objects.de(geste.projet).aggregate(n=Max("numero"))["n"] or 0
    propres = {champ: valeur for champ, valeur in valeurs.items() if champ != "participants"}
    bilan = changements.ajouter(geste, Bilan, {**propres, "numero": dernier + 1})
    presents = list(valeurs.get("participants", ()))
    changements.remplacer(geste, bilan, "participants", [], presents, noter_presents)
    return bilan


@ensemble
def modifier_bilan(geste: Geste, bilan: Bilan, valeurs: Mapping[str, Any]) -> Bilan:
    """Change a bilan; who was there is a list of its own."""
    propres = {champ: valeur for champ, valeur in valeurs.items() if champ != "participants"}
    bilan = changements.modifier(geste, bilan, propres)
    if "participants" not in valeurs:
        return bilan
    avant = [presence.participant for presence in bilan.presences.select_related("participant")]
    apres = list(valeurs["participants"])
    changements.remplacer(geste, bilan, "participants", avant, apres, noter_presents)
    return bilan


def noter_presents(bilan: Bilan, participants: Iterable[Participant]) -> None:
    """Replace who was there, keeping the order given."""
    bilan.presences.all().delete()
    PresenceBilan.objects.bulk_create(
        PresenceBilan(bilan=bilan, participant=participant, ordre=rang)
        for rang, participant in enumerate(participants)
    )
