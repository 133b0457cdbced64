"""The frise: every étape of every fiche along the months, on screen and on paper (ADR 35).

``valeurs`` what it tells, ``lecture`` from the fiches, ``geometrie`` where each thing stands.
"""
