"""What becomes of each sign that is typed, pasted or read from a file, before it is measured.

One home for forms, files and spreadsheets. What a person sees stays as it was typed; what other
programs leave behind becomes what it stood for, or leaves.
"""

import re
from itertools import cycle
from typing import Any

# The signs of Wingdings from its 0x20th, which Word and PowerPoint keep in a private area of
# Unicode: each as the nearest sign our fonts draw. Two are those of Symbol, far more common there
# than a letter box and a clock: the dash (0x2D) and the round bullet (0xB7).
WINGDINGS = (
    " ✏✂✁👓🔔📖🕯☎✆✉✉📪•📬📭📁📂📄📄📄🗄⌛⌨🖱🖲💻💾💾💾✇✍"
    "✍✌👌👍👎☜☞☝☟✋☺😐☹💣☠⚐⚑✈☼💧❄✝✞✠✠✡☪☯🕉☸♈♉"
    "♊♋♌♍♎♏♐♑♒♓&&●❍■□□❑❒⬧⧫◆❖⬥☒▣⌘❀✿“”▯"
    "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿❧❧❧❧❧❧❧❧·•"
    "▪○○○◉◎○▪□◆✦★✶✴✹✵⊕⊕◇⌑◆✪✰•🕑🕒🕓🕔🕕🕖🕗🕘"
    "🕙🕚🕛→→→→→→→→❧❧❧❧❧❧❧❧❧❧⌫⌦◀➢▲▼←➲↑↓←"
    "→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑•"
)
# Bytes of Windows-1252 taken for Latin-1 on their way here: « L\x92équipe ».
WINDOWS = {
    octet: lettre
    for octet in range(0x80, 0xA0)
    if (lettre := bytes([octet]).decode("cp1252", "ignore"))
}
FINS_DE_LIGNE = dict.fromkeys((0x0B, 0x0C, 0x0D, 0x2028, 0x2029), "\n")
LIGATURES = {
    0xFB00 + rang: lettres
    for rang, lettres in enumerate(["ff", "fi", "fl", "ffi", "ffl", "st", "st"])
}
# Controls, halves of signs, marks of other programs, spaces without width: they mean nothing.
MUETS = (
    r"\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ud800-\udfff"
    r"\ufdd0-\ufdef\ufeff\ufff0-\ufffc\ufffe\uffff"
)
VUS = {**FINS_DE_LIGNE, **WINDOWS, **LIGATURES}
VUS |= {0xF020 + rang: signe for rang, signe in enumerate(WINGDINGS)}
# What this module changes: a text without any of it is left alone, at no cost.
SUSPECT = re.compile(rf"[{MUETS}\x0b-\x0d\u2028\u2029\uf020-\uf0ff\ufb00-\ufb06]")
MUET = re.compile(rf"[{MUETS}]")
# What also hides in a name or an address: joiners, directions, fillers, selectors, tags.
CACHES = re.compile(
    r"[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2065-\u2069"
    r"\u3164\ufe00-\ufe0f\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# A drawn sign and those that only change its look hold together.
GLYPHE = "[©®‼⁉™ℹ↔-⇿⌀-⏿Ⓜ■-◿☀-➿⤴⤵⬀-⯿〰〽㊗㊙\U0001f000-\U0001faff]"
DESSIN = re.compile(
    rf"({GLYPHE}(?:[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d{GLYPHE})+"
    r"|[0-9#*]\ufe0f?\u20e3)"
)
SEPARATEURS = re.compile(r"[\s.,_/·‐-―−-]+")

MOT_FINESS = re.compile(r"^(?:n\s*[°o]\s*)?finess(?:\s*(?:ej|et|géo|n\s*[°o]))?[\s:=]*", re.I)


def fins_de_ligne(texte: str) -> str:
    """One sign for each end of line, before anything is measured or compared."""
    return texte.replace("\r\n", "\n").replace("\r", "\n")


def propre(texte: str) -> str:
    """A text of several lines, as it is kept."""
    if not SUSPECT.search(texte):
        return texte
    texte = fins_de_ligne(texte).translate(VUS)
    return MUET.sub("", texte)


def en_ligne(texte: str) -> str:
    """A name, a title, an address: on one line, without any sign that cannot be seen."""
    texte = re.sub(r"[ \t]*[\n\t][ \t\n]*", " ", propre(texte))
    if CACHES.search(texte):
        texte = "".join(
            morceau if dessin else CACHES.sub("", morceau)
            for dessin, morceau in zip(cycle((False, True)), DESSIN.split(texte))
        )
    return texte.strip()


def adresse(texte: str) -> str:
    """An e-mail address, a code: nothing hidden in it, whatever sign it follows."""
    return CACHES.sub("", en_ligne(texte))


def serre(texte: str) -> str:
    """A number written in groups, « 35 000 123 4 » or « FINESS : 350001234 », as it is kept."""
    return SEPARATEURS.sub("", MOT_FINESS.sub("", adresse(texte))).upper()


def partout(valeur: Any) -> Any:
    """The same, for every text of a value made of lists and dicts."""
    if isinstance(valeur, str):
        return propre(valeur)
    if isinstance(valeur, dict):
        return {partout(cle): partout(contenu) for cle, contenu in valeur.items()}
    return [partout(element) for element in valeur] if isinstance(valeur, list) else valeur
