"""The palette for what is drawn outside a style sheet: static/css/pigments.css, read once.

The screen resolves ``fill="var(--ocre)"`` by itself; WeasyPrint does so in style sheets and not in
drawings. So a drawing is tinted just before it is printed, wherever it comes from.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from django.conf import settings

SOURCE = settings.BASE_DIR / "static" / "css" / "pigments.css"
NOMMEE = re.compile(r"(?<![\w-])--([a-z0-9-]+):\s*([^;}]+)[;}]")
VALEUR = re.compile(r"^\s*--([a-z0-9-]+):\s*([^;]+);$", re.M)
USAGE = re.compile(r"var\(--([a-z0-9-]+)\)")
PEINTURE = re.compile(r'\b(fill|stroke)="var\(--([a-z0-9-]+)\)"')


@cache
def palette() -> Mapping[str, str]:
    """Each pigment by its name, as a colour: what stands for another is followed."""
    valeurs: dict[str, str] = dict(VALEUR.findall(SOURCE.read_text(encoding="utf-8")))
    return {nom: valeurs.get(valeur[6:-1], valeur) for nom, valeur in valeurs.items()}


def teindre(dessin: str) -> str:
    """The same drawing with its pigments as colours. KeyError: a pigment nobody declared."""
    pigments = palette()
    return PEINTURE.sub(lambda trait: f'{trait[1]}="{pigments[trait[2]]}"', dessin)


@cache
def en_pdf(nom: str) -> str:
    """To paint with this pigment, in the language of PDF pages."""
    court = palette()[nom].removeprefix("#")
    hexa = court if len(court) == 6 else "".join(signe * 2 for signe in court)
    return " ".join(f"{octet / 255:.3g}" for octet in bytes.fromhex(hexa)) + " rg"


def figer(feuilles: Sequence[str]) -> list[str]:
    """The same style sheets, with what is named once in all of them written where it is used: a
    name is looked up, and its value read again, for every box of every sheet. What a class may
    name otherwise (the pigment of an annexe) stays a name."""
    dits: dict[str, set[str]] = {}
    for feuille in feuilles:
        for nom, valeur in NOMMEE.findall(feuille):
            dits.setdefault(nom, set()).add(valeur)
    uniques = {nom: next(iter(valeurs)) for nom, valeurs in dits.items() if len(valeurs) == 1}

    def ecrire(usage: re.Match[str]) -> str:
        valeur = uniques.get(usage[1])
        return usage[0] if valeur is None else USAGE.sub(ecrire, valeur)

    return [USAGE.sub(ecrire, feuille) for feuille in feuilles]
