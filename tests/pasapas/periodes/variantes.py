"""The same period, typed on another keyboard, by another hand, or pasted from elsewhere."""

import random
import re
import unicodedata
from collections.abc import Callable

Variante = Callable[[str, random.Random], str]
EXPOSANTS = str.maketrans("erdmno", "ᵉʳᵈᵐⁿᵒ")
PLEINS = str.maketrans("0123456789", "０１２３４５６７８９")
ESPACES = ("\u00a0", "\u202f", "  ", "\t", " \u200b", "\u2003")
TRAITS = "-‐‑‒–—―−﹣－"
APOSTROPHES = "'’ʼ‘`´′"
FLECHES = ("→", "➔", "⇒", "=>", "->", "-->", "⟶", ">", "➜")
ABREGES = {
    "janvier": "janv.",
    "février": "févr.",
    "avril": "avr.",
    "juillet": "juil.",
    "septembre": "sept.",
    "octobre": "oct.",
    "novembre": "nov.",
    "décembre": "déc.",
    "trimestre": "trim.",
    "1er trimestre": "1e trimestre",
    "2ème": "2e",
    "semaine": "sem.",
}
AUTOUR = (
    "({})",
    "« {} »",
    "{} ?",
    "{} !",
    "{}…",
    "{}, à confirmer",
    "{} (à confirmer)",
    "{} environ",
    "{} a priori",
    "prévu : {}",
    "Étape 2 : {}",
    "Phase 3 - {}",
    "fiche n°4 : {}",
    "2) {}",
    "réunion de service : {}",
    "{} (équipe éducative)",
    "{} avec Mme Durand",
    "- {}",
    "• {}",
    '"{}"',
    "{} ;",
    "plutôt {}",
    "{} normalement",
    "{}\u00ad",
)


def nu(texte: str, _: random.Random) -> str:
    """Accents left out, but where they make another word."""
    return "".join(
        signe
        for signe in unicodedata.normalize("NFD", texte)
        if unicodedata.category(signe) != "Mn"
    )


def espaces(texte: str, hasard: random.Random) -> str:
    return re.sub(r" ", lambda _: hasard.choice(ESPACES), f" {texte} ")


def traits(texte: str, hasard: random.Random) -> str:
    return re.sub("[-–\u2011]", lambda _: hasard.choice(TRAITS), texte)


def apostrophes(texte: str, hasard: random.Random) -> str:
    return re.sub("['’]", lambda _: hasard.choice(APOSTROPHES), texte)


def fleches(texte: str, hasard: random.Random) -> str:
    """Between two dates only."""
    fleche = f" {hasard.choice(FLECHES)} "
    return re.sub(r"(?<=[\w.]) (à|–|=>) (?=\w)", fleche, texte) if DATES.match(texte) else texte


DATES = re.compile(r"(?i)^(de |du )?[\w.]+( \d+)? (à|–|=>) [\w.]+ \d+$")


def exposants(texte: str, _: random.Random) -> str:
    return re.sub(r"(?<=\d)(er|ème|eme|nd|e)\b", lambda e: nu(e[1], _).translate(EXPOSANTS), texte)


def abreges(texte: str, hasard: random.Random) -> str:
    for long, court in ABREGES.items():
        if hasard.random() < 0.7:
            texte = re.sub(rf"(?i)\b{long}\b", court, texte)
    return texte


def autour(texte: str, hasard: random.Random) -> str:
    return hasard.choice(AUTOUR).format(texte)


VARIANTES: tuple[Variante, ...] = (
    lambda texte, _: texte.upper(),
    lambda texte, _: texte.lower(),
    lambda texte, _: texte.title(),
    lambda texte, _: texte.swapcase(),
    lambda texte, _: unicodedata.normalize("NFD", texte),
    lambda texte, _: texte.translate(PLEINS),
    nu,
    espaces,
    traits,
    apostrophes,
    fleches,
    exposants,
    abreges,
    autour,
)
