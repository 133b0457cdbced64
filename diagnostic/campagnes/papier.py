"""What was answered on paper, typed in afterwards."""

from collections.abc import Mapping

from diagnostic.campagnes import recueil, seance
from diagnostic.models import Passation, Reponse
from pasapas.transactions import ensemble

TOUCHES = {"nsp": "n", "nc": "c"}  # what one types for the answers off the scale


def voix_donnee(passation: Passation) -> dict[str, str]:
    """The voice given so far, statement by statement, as one types it."""
    lignes = Reponse.objects.filter(bulletin__passation=passation).order_by()
    return {
        code: TOUCHES.get(hors, hors) or str(niveau)
        for code, niveau, hors in lignes.values_list("question__code", "niveau", "hors_echelle")
    }


@ensemble
def saisir(passation: Passation, reponses: Mapping[str, int | str]) -> None:
    """A sheet of a recueil becomes one bulletin more; a collège's sheet is its voice. Raises Refus.

    The collège's sheet is the whole voice: what it leaves empty is taken back.
    """
    if passation.individuelle:
        recueil.transcrire(passation, reponses)
        return
    for code, valeur in reponses.items():
        seance.donner_voix(passation, code, str(valeur))
    for code in voix_donnee(passation).keys() - reponses.keys():
        seance.retirer_voix(passation, code)
