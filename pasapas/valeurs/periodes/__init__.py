"""A period as people write it, and the dates a careful reader would take from it.

``comprendre(texte, reference)``: the text is never changed, and nothing is guessed
(docs/adr/0032-comprendre-une-periode.md). Rooms, from the text up: mots, jetons, dates and
parties (what is named), relatives, lecture (the whole text), sens (years, bounds).
"""

from datetime import date

from pasapas.valeurs.periodes.jetons import decouper
from pasapas.valeurs.periodes.lecture import Illisible, Lecture
from pasapas.valeurs.periodes.phrases import dire_borne, dire_periode, redit
from pasapas.valeurs.periodes.sens import Contradiction, periode
from pasapas.valeurs.periodes.valeurs import RIEN, Borne, Periode, Souci

LONGUEUR = 300  # signs; a longer text is no period


def comprendre(texte: str, reference: date) -> Periode:
    """What the text says, read on the day ``reference``; nothing when a date would be a guess."""
    if len(texte) > LONGUEUR:
        return RIEN
    try:
        return periode(Lecture(decouper(texte), reference).lire(), reference)
    except Illisible:
        return RIEN
    except Contradiction as contradiction:
        return Periode(souci=contradiction.souci)
