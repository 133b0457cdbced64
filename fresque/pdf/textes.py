"""A typed text, made ready for paper: paragraphs, bullets, directions, no lost sign."""

import re
import unicodedata
from dataclasses import dataclass

# Word's own bullets live in a private area that no font outside Windows can draw.
PUCES_DE_WORD = dict.fromkeys((0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF02D), "•")
# Our fonts lack the narrow space, and a hyphen that appears by itself would change the text.
SIGNES = {0x202F: "\u00a0", 0x00AD: None, 0xFEFF: None, 0x2028: "\n", 0x2029: "\n"}
TABLE = {**PUCES_DE_WORD, **SIGNES, 0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x09: " "}
INVISIBLES = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
PUCE = re.compile(r"([•▪●○◦‣∙·*–—-]|\d{1,2}[.)])\u2060?\s+(?=\S)")
# A line never ends on a hyphen: whoever copies the text out of the PDF would lose it. A word
# joiner after it, and for what is too long to stay on one line a place to break before it;
# neither sign leaves a trace in the file.
TIRET_COLLE = re.compile(r"-(?=\S)")
TIRET_SEUL = re.compile(r"(?<!\S)- (?=\S)")
MOT_LONG = re.compile(r"\S{25,}")
AVANT_PONCTUATION = re.compile(r" (?=[:;!?»%€])")
DROITE_A_GAUCHE = {"R", "AL"}


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """One line as typed, up to the next return: its bullet, the rest, the names of its look."""

    texte: str
    classes: str = ""
    puce: str = ""


def lisible(texte: str) -> str:
    """``texte`` with the signs that paper cannot show replaced; nothing readable is lost."""
    texte = texte.replace("\r\n", "\n").replace("\r", "\n").translate(TABLE)
    return INVISIBLES.sub("", texte).encode("utf-8", "replace").decode()


def propre(texte: str) -> str:
    """``lisible``, with what keeps French punctuation and hyphens in their place at line ends."""
    texte = MOT_LONG.sub(lambda mot: mot[0].replace("-", "\u200b-"), lisible(texte))
    texte = TIRET_COLLE.sub("-\u2060", texte)
    texte = TIRET_SEUL.sub("-\u2060\u00a0", texte)
    return AVANT_PONCTUATION.sub("\u00a0", texte).replace("« ", "«\u00a0")


def paragraphes(texte: str) -> tuple[Paragraphe, ...]:
    """The typed lines, each with its look; empty lines only space out the next one."""
    sortie, espace = [], ""
    for ligne in propre(texte).split("\n"):
        ligne = ligne.strip(" ")
        if not ligne:
            espace = "espace" if sortie else ""
            continue
        puce = PUCE.match(ligne)
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
