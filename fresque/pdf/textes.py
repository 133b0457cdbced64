"""A typed text, made ready for paper: paragraphs, bullets, directions, no lost sign."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pasapas.valeurs import signes
from pasapas.valeurs.encarts import Champ, Encart, Ligne, PostItVue
from pasapas.valeurs.planches import Fresque, Planche, Section
from pasapas.valeurs.textes import PUCE

# Our fonts lack the narrow space, and a hyphen that appears by itself would change the text.
TABLE = {0x202F: "\u00a0", 0x09: " "}
EN_TETE = re.compile(rf"({PUCE})\u2060?\s+(?=\S)")
# A line never ends on a hyphen: whoever copies the text out of the PDF would lose it. A word
# joiner after it, and for what is too long to stay on one line a place to break before it;
# neither sign leaves a trace in the file.
TIRET_COLLE = re.compile(r"-(?=\S)")
TIRET_SEUL = re.compile(r"(?<!\S)-[ \u00a0](?=\S)")
MOT_LONG = re.compile(r"\S{25,}")
AVANT_PONCTUATION = re.compile(r" (?=[:;!?»%€])")
DROITE_A_GAUCHE = {"R", "AL"}
# What is printed on one line, and what holds it. The long texts are for ``paragraphes``.
DITS: Mapping[type, tuple[str, ...]] = {
    Fresque: ("nom", "etablissement", "planches"),
    Planche: ("titre", "sous_titre", "intro", "conseil", "etat_libelle", "mention", "sections"),
    Section: ("titre", "intro", "encarts"),
    Encart: ("titre", "question", "colonnes", "sous", "lignes", "postits", "venues"),
    Ligne: ("etat_libelle", "champs"),
    Champ: ("label",),
    PostItVue: ("libelle", "auteur"),
}
Valeur = TypeVar("Valeur")


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """One line as typed, up to the next return: its bullet, the rest, the names of its look."""

    texte: str
    classes: str = ""
    puce: str = ""


def lisible(texte: str) -> str:
    """``texte`` with the signs that paper cannot show replaced; nothing readable is lost."""
    return signes.propre(texte).translate(TABLE)


def propre(texte: str) -> str:
    """``lisible``, with what keeps French punctuation and hyphens in their place at line ends.
    Done twice, it changes nothing more."""
    texte = MOT_LONG.sub(lambda mot: mot[0].replace("-", "\u200b-"), lisible(texte))
    texte = TIRET_COLLE.sub("-\u2060", texte)
    texte = TIRET_SEUL.sub("-\u2060\u00a0", texte)
    return AVANT_PONCTUATION.sub("\u00a0", texte).replace("« ", "«\u00a0")


def a_imprimer(valeur: Valeur) -> Valeur:
    """The same frozen value, with all that it says on one line made ready for paper."""
    quoi: Any = valeur
    if isinstance(quoi, str):
        return propre(quoi)  # type: ignore[return-value]
    if isinstance(quoi, tuple):
        return tuple(a_imprimer(un) for un in quoi)  # type: ignore[return-value]
    dits = {champ: a_imprimer(getattr(quoi, champ)) for champ in DITS[type(quoi)]}
    return replace(quoi, **dits)


def paragraphes(texte: str) -> tuple[Paragraphe, ...]:
    """The typed lines, each with its look; empty lines only space out the next one."""
    sortie: list[Paragraphe] = []
    espace = ""
    for ligne in propre(texte).split("\n"):
        ligne = ligne.strip(" ")
        if not ligne:
            espace = "espace" if sortie else ""
            continue
        puce = EN_TETE.match(ligne)
        looks = (espace, "puce" if puce else "", _sens(ligne))
        sortie.append(
            Paragraphe(
                ligne[puce.end() :] if puce else ligne,
                " ".join(filter(None, looks)),
                puce[1] if puce else "",
            )
        )
        espace = ""
    return tuple(sortie)


def court(texte: str, taille: int) -> str:
    """At most ``taille`` characters, for the marks; the whole text is printed elsewhere."""
    texte = " ".join(lisible(texte).split())
    return texte if len(texte) <= taille else f"{texte[: taille - 1].rstrip()}…"


def _sens(ligne: str) -> str:
    """« rtl » for a line that starts in a script read from right to left."""
    for signe in ligne[:80]:
        sens = unicodedata.bidirectional(signe)
        if sens in DROITE_A_GAUCHE or sens == "L":
            return "rtl" if sens != "L" else ""
    return ""
