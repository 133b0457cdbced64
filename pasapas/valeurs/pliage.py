"""Folding: a copy of a text without accents, capitals apart, to look things up in.

The copy remembers where each sign stood, so that what is found is shown and cut in the original.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

FINS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # all that ends a line
APOSTROPHES = "'\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8"
APOSTROPHES += "\u0060\u00b4\u055a\u05f3\ua78c\uff07"
TRAITS = "\u2212\u2043\u02d7\u2027\u30fb"  # those that Unicode does not call dashes
CESURE = "\xad"  # folded from what hides inside a word: soft hyphens, joiners
COUPE = "\u200b"  # folded from any other hidden sign: it may stand between two words
LIANTS = "\xad\u200c\u200d"
VIDES = "\u034f\u115f\u1160\u3164\uffa0"  # hidden, though Unicode calls them letters or marks
TATOUEUR = "\u0640"  # the stroke that only widens an Arabic word
MINUSCULES = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ß": "ss", "ı": "i", "ŋ": "n"}
MINUSCULES |= {"ɛ": "e", "ɔ": "o", "ə": "e", "ĸ": "k"}
SANS_ACCENT = {**{c.upper(): nu.upper() for c, nu in MINUSCULES.items()}, **MINUSCULES, "ẞ": "SS"}
LATINE = re.compile(r"LATIN (?:CAPITAL|SMALL) LETTER ([A-Z]{1,2}) WITH ")
ECHAPPES = re.compile(  # « %C3%A9 » in an address, « \u00e9 » in JSON kept as text
    r"%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}"
    r"|%f[0-4](?:%[89ab][0-9a-f]){3}|\\u[0-9a-f]{4}",
    re.IGNORECASE,
)
ECHAPPES_JSON = re.compile(ECHAPPES.pattern + r"|\\[nrt]", re.IGNORECASE)
BARRIERE = "|"  # an escaped end of line: nothing looked for crosses it


class _Plis(dict[int, str]):
    """For ``str.translate``: each sign is folded once."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _plier_signe(chr(code)))


def _plier_signe(signe: str) -> str:
    if signe in FINS:
        return signe if signe == "\r" else "\n"
    if signe == "\t":
        return signe
    if signe in APOSTROPHES:  # first: « ´ » would come apart into a space
        return "'"
    if "\x80" <= signe < "\xa0":  # Windows letters read as Latin-1
        lettre = signe.encode("latin-1").decode("cp1252", "ignore")
        return _plier_signe(lettre) if lettre else COUPE
    if signe in LIANTS:
        return CESURE
    if signe in VIDES or unicodedata.category(signe) in ("Cf", "Cc", "Cs"):
        return COUPE
    return "".join(map(_nu, unicodedata.normalize("NFKD", signe)))


def _nu(signe: str) -> str:
    """One sign of a decomposed text; nothing of a mark, which belongs to the sign before it."""
    genre = unicodedata.category(signe)
    if genre in ("Mn", "Me") or signe == TATOUEUR:
        return ""
    if signe in APOSTROPHES:
        return "'"
    if genre == "Pd" or signe in TRAITS:
        return "-"
    if genre == "Zs" or signe == "\u2800":
        return " "
    if genre == "Nd":
        return str(unicodedata.decimal(signe))
    if latine := LATINE.match(unicodedata.name(signe, "")):
        return latine[1] if signe.isupper() else latine[1].lower()
    return SANS_ACCENT.get(signe) or (signe if signe.isupper() else signe.casefold())


PLIS = _Plis()
SANS_CACHES = {ord(CESURE): None, ord(COUPE): None}


def plier(texte: str) -> str:
    """Fold for looking up: lower case, no accent, no hidden sign, single spaces."""
    return " ".join(texte.translate(PLIS).translate(SANS_CACHES).casefold().split())


def en_clair(texte: str) -> str:
    """The text with its escaped letters read."""
    return "".join(signe for signe, _, _ in _signes(texte))


def _signes(texte: str) -> Iterator[tuple[str, int, int]]:
    """Each sign, and where it is written: « é » may stand in six signs, « %C3%A9 »."""
    fin = 0
    for echappe in _echappes(texte).finditer(texte):
        yield from ((texte[rang], rang, rang + 1) for rang in range(fin, echappe.start()))
        debut, fin = echappe.span()
        yield _lire(echappe[0]), debut, fin
    yield from ((texte[rang], rang, rang + 1) for rang in range(fin, len(texte)))


def _echappes(texte: str) -> re.Pattern[str]:
    return ECHAPPES_JSON if texte.startswith(("[", "{")) else ECHAPPES


def _lire(echappe: str) -> str:
    if echappe[1] in "nrt":
        return BARRIERE
    if echappe[0] == "\\":
        lettre = chr(int(echappe[2:], 16))
    else:
        lettre = bytes.fromhex(echappe.replace("%", "")).decode(errors="ignore") or COUPE
    return BARRIERE if lettre in FINS else lettre


class Copie:
    """``pliee`` is the folded copy of ``texte``; capitals are kept, for those who look at them."""

    def __init__(self, texte: str) -> None:
        self.texte = texte
        self._places: list[tuple[int, int]] | None = None
        clair = texte
        if ("%" in texte or "\\" in texte) and _echappes(texte).search(texte):
            signes = list(_signes(texte))
            clair = "".join(signe for signe, _, _ in signes)
            self._places = [(debut, fin) for _, debut, fin in signes]
        self._clair = clair
        self.pliee = clair.translate(PLIS)

    @cached_property
    def basse(self) -> str:
        """In lower case and without hidden signs: to see quickly that a word is not there."""
        return self.pliee.translate(SANS_CACHES).casefold()

    @cached_property
    def _debuts(self) -> list[int]:
        """Where the folding of each sign begins; a mark begins where the sign after it does."""
        return list(accumulate((len(PLIS[ord(signe)]) for signe in self._clair), initial=0))

    def bornes(self, debut: int, fin: int) -> tuple[int, int]:
        """Where a piece of the folded copy stands in the text: whole signs, with their marks."""
        premier = bisect_right(self._debuts, debut) - 1
        dernier = bisect_right(self._debuts, fin - 1) - 1
        while dernier + 1 < len(self._clair) and not PLIS[ord(self._clair[dernier + 1])]:
            dernier += 1
        if self._places is None:
            return premier, dernier + 1
        return self._places[premier][0], self._places[dernier][1]
