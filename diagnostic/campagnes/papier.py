"""What was answered on paper, typed in afterwards."""

from collections.abc import Mapping

from diagnostic.campagnes import recueil, seance
from diagnostic.models import Passation, Reponse
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble

TOUCHES = {"nsp": "n", "nc": "c"}  # what one types for the answers off the scale


def voix_donnee(passation: Passation) -> dict[str, str]:
    """The voice given so far, statement by statement, as one types it."""
    lignes = Reponse.objects.filter(bulletin__passation=passation).order_by()
    return {
        code: _tape(hors or niveau)
        for code, niveau, hors in lignes.values_list("question__code", "niveau", "hors_echelle")
    }


@ensemble
def saisir(
    passation: Passation,
    reponses: Mapping[str, int | str],
    *,
    montrees: Mapping[str, str],
    cle: str = "",
    geste: Geste | None = None,
) -> bool:
    """A sheet of a recueil becomes one bulletin more; a collège's sheet is its voice. Raises Refus.

    ``montrees``: what the form showed of this voice. What was changed there is written, what was
    emptied there is taken back; what the collège said by itself since then stays. False when
    this form was sent before. ``geste``: who typed the voice; a recueil does not ask.
    """
    if passation.individuelle:
        return recueil.transcrire(passation, reponses, cle)
    for code, valeur in reponses.items():
        if _tape(valeur) != montrees.get(code):
            seance.donner_voix(passation, code, str(valeur), geste=geste)
    donnee = voix_donnee(passation)
    for code in montrees.keys() - reponses.keys():
        if donnee.get(code) == montrees[code]:
            seance.retirer_voix(passation, code, geste=geste)
    return True


def _tape(valeur: int | str | None) -> str:
    return TOUCHES.get(str(valeur), str(valeur))
