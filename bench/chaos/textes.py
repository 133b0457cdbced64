"""How a person changes a text, each time with a word of their own that nobody else writes."""

import random
import re
from collections import Counter

CHAMPS = ("problematique", "objectif", "description")
MOT = re.compile(r"\b\w+n\d+\b")
TROP = 40  # lines; past it, someone tidies up


def retoucher(texte: str, mot: str, hasard: random.Random) -> str:
    """``texte`` with ``mot`` somewhere: a line, or inside one; sometimes old lines go."""
    lignes = texte.split("\n") if texte else []
    if len(lignes) > TROP and hasard.random() < 0.5:
        del lignes[: TROP // 2]
    sort = hasard.random()
    if not lignes or sort < 0.4:
        lignes.append(f"ligne de {mot}")
    elif sort < 0.6:
        lignes[-1] += f" {mot}"
    elif sort < 0.8:
        lignes.insert(hasard.randrange(len(lignes) + 1), f"ligne de {mot}")
    else:
        rang = hasard.randrange(len(lignes))
        mots = lignes[rang].split(" ")
        mots.insert(hasard.randrange(len(mots) + 1), mot)
        lignes[rang] = " ".join(mots)
    return "\n".join(lignes)


def mots(texte: str) -> list[str]:
    return MOT.findall(texte)


def est_double(texte: str) -> bool:
    return any(fois > 1 for fois in Counter(mots(texte)).values())
