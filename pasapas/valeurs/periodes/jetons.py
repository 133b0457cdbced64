"""From a text to its tokens: each word is given the kind of thing it says."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pasapas.valeurs.periodes import mots
from pasapas.valeurs.pliage import plier

SIGNES = re.compile(r"(?P<nombre>\d+)|(?P<mot>[^\W\d_]+)|[-=~]*>+|\.{2,}|°|[^\s\w'\"«»]")
DES = re.compile(r"\bdès\b", re.IGNORECASE)  # without its accent, it is an article too
FORMES = {forme: rang for rang, formes in enumerate(mots.MOIS, 1) for forme in formes}
LONGUES = {forme: rang for forme, rang in FORMES.items() if len(forme) >= 4 or forme == "mai"}
LIENS = {"jusque", "et"}


@dataclass(frozen=True)
class Jeton:
    genre: str
    valeur: Any = None
    texte: str = ""


FIN = Jeton("fin_du_texte")


class Jetons(tuple[Jeton, ...]):
    """Beyond its end stands the end of the text."""

    def __getitem__(self, rang: int) -> Jeton:  # type: ignore[override]
        return super().__getitem__(rang) if 0 <= rang < len(self) else FIN


def decouper(texte: str) -> Jetons:
    accentue = DES.sub("a partir", unicodedata.normalize("NFC", texte))
    signes = [trouve[0] for trouve in SIGNES.finditer(plier(accentue))]
    jetons = Jetons(_ranger(signes))
    return Jetons(_juger(jetons, rang) for rang in range(len(jetons)))


def _juger(jetons: Jetons, rang: int) -> Jeton:
    """A word that looks like a month is one where a month is expected, and nowhere else."""
    jeton = jetons[rang]
    if jeton.genre != "faute":
        return jeton
    avant, apres, ensuite = jetons[rang - 1], jetons[rang + 1], jetons[rang + 2]
    attendu = (
        apres.genre == "nombre"
        or (apres.genre in LIENS and ensuite.genre in ("mois", "faute", "nombre", "part"))
        or avant.genre in ("nombre", "ordinal", "part", "mois_mot")
        or (avant.genre in LIENS and jetons[rang - 2].genre in ("mois", "faute"))
        or (avant == FIN and apres == FIN)
    )
    if attendu:
        return Jeton("mois", jeton.valeur, jeton.texte)
    return Jeton("inconnu" if len(jeton.texte) < 6 else "louche", None, jeton.texte)


def _ranger(signes: list[str]) -> Iterator[Jeton]:
    rang = 0
    while rang < len(signes):
        jeton, pas = _un(signes, rang)
        yield jeton
        rang += pas


def _un(signes: list[str], rang: int) -> tuple[Jeton, int]:
    signe, suivant = signes[rang], signes[rang + 1] if rang + 1 < len(signes) else ""
    if signe.isdecimal():
        valeur = int(signe) if len(signe) <= 4 else -1
        if suivant in mots.SUFFIXES and len(signe) <= 2 and (suivant != "d" or valeur == 2):
            return Jeton("ordinal", valeur, signe), 2
        return Jeton("nombre", valeur, signe), 1
    for longueur in range(mots.PLUS_LONGUE, 0, -1):
        groupe = tuple(signes[rang : rang + longueur])
        if groupe in mots.PHRASES:
            genre, dite = mots.PHRASES[groupe]
            abrege = signes[rang + longueur : rang + longueur + 1] == ["."]
            return Jeton(genre, dite, signe), len(groupe) + abrege
    if signe.isalpha():
        return _mot(signe, suivant), 1 + (suivant == ".")
    if signe in mots.INTERDITS:
        return Jeton("arret", None, signe), 1
    if signe.startswith("..") or signe[-1] == ">":
        return Jeton("jusque", None, signe), 1
    return Jeton(mots.POINTS.get(signe, "point"), None, signe), 1


def _mot(mot: str, suivant: str) -> Jeton:
    if mot in FORMES:
        return Jeton("mois", FORMES[mot], f"{mot}." if suivant == "." else mot)
    if mot in mots.ORDINAUX:
        return Jeton("rang", mots.ORDINAUX[mot], mot)
    if mot in mots.SAISONS:
        return Jeton("saison", mot, mot)
    if mot in mots.JOURS:
        return Jeton("jour_nomme", mots.JOURS.index(mot), mot)
    if mot in mots.JOURS_COURTS and (suivant == "." or suivant.isdecimal()):
        return Jeton("jour_court", mots.JOURS_COURTS.index(mot), mot)
    if mot.rstrip("s") in mots.JOURS:
        return Jeton("arret", None, mot)  # « les lundis »
    if len(mot) == 1:
        return Jeton("lettre", None, mot)
    if mot in mots.NOMBRES:
        return Jeton("compte", mots.NOMBRES[mot], mot)
    if mois := coquille(mot):
        return Jeton("faute", mois, mot)
    return Jeton("louche" if _ressemble(mot) else "inconnu", None, mot)


def coquille(mot: str) -> int | None:
    """The one month that stands one letter away from this word, if only one does."""
    if not 3 <= len(mot) <= 10 or mot in mots.VRAIS_MOTS:
        return None
    proches = {rang for forme, rang in LONGUES.items() if distance(mot, forme) <= 1}
    return proches.pop() if len(proches) == 1 else None


def _ressemble(mot: str) -> bool:
    """Two letters away from a long name: half of what is written would be read without it."""
    if not 5 <= len(mot) <= 11 or mot in mots.VRAIS_MOTS:
        return False
    return any(len(forme) >= 6 and distance(mot, forme) <= 2 for forme in LONGUES)


def distance(un: str, autre: str) -> int:
    """Letters added, taken off, changed, or two neighbours swapped; 9 when far apart."""
    if abs(len(un) - len(autre)) > 2:
        return 9
    avant: list[int] = []
    ligne = list(range(len(autre) + 1))
    for i, lettre in enumerate(un, 1):
        suite = [i]
        for j, cible in enumerate(autre, 1):
            cout = min(ligne[j] + 1, suite[j - 1] + 1, ligne[j - 1] + (lettre != cible))
            if i > 1 and j > 1 and lettre == autre[j - 2] and un[i - 2] == cible:
                cout = min(cout, avant[j - 2] + 1)
            suite.append(cout)
        avant, ligne = ligne, suite
    return ligne[-1]
