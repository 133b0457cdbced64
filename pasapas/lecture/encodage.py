"""The letters of a file that does not say how it was written: told by those French has."""

import re
from dataclasses import dataclass

# As spreadsheets write where French is spoken: Windows, older Macs, older MS-DOS programs.
PAGES = {"cp1252": "de Windows", "mac_roman": "d’un ancien Mac", "cp850": "de MS-DOS"}
LETTRES = frozenset("àâäçéèêëîïôöùûüÿœæñÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ’‘“”«»–—…•·°€²³½\xa0")
# « prÈparÈ », « l…cole »: a capital or a dash in the middle of a word is another page's letter.
AU_MILIEU = re.compile(r"(?<=[a-zß-öø-ÿœ])[À-ÖØ-ÞŒ]|(?<=\w)[…—–•](?=\w)|(?:^|(?<=\s))…(?=\s)")
DEUX_FOIS = re.compile(r"Ã[\x80-\xbf‘’“”•–—™š›œžŸ‚ƒ„…†‡ˆ‰Š‹ŒŽ ]|â€")  # UTF-8 read as Windows
ILLISIBLE = (
    "les accents de ce fichier ne se lisent pas : enregistrez-le de nouveau en « CSV UTF-8 »"
)


class Illisible(ValueError):
    """No page gives a text in which the letters of French are found."""


@dataclass(frozen=True, slots=True)
class Decode:
    """The text, and what the person is told of it when it had to be guessed."""

    texte: str
    remarque: str = ""


def decoder(octets: bytes) -> Decode:
    """UTF-8, UTF-16 when the file says so, else the page in which it reads as French.

    Raises Illisible.
    """
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Decode(_sans_nul(_lire(octets, "utf-16")))
    texte = _lire(octets, "utf-8-sig")
    if texte is not None:
        return _repare(_sans_nul(texte))
    lus = {page: lu for page in PAGES if (lu := _lire(octets, page)) is not None}
    reproches = {page: _reproches(lu) for page, lu in lus.items()}
    page = min(reproches, key=reproches.__getitem__)  # Windows first, when all read as well
    texte = _sans_nul(lus[page])
    if reproches[page] * 5 > sum(signe > "\x7f" for signe in texte):
        raise Illisible
    if page == "cp1252" and min((n for p, n in reproches.items() if p != page), default=1):
        return Decode(texte)  # what Excel writes here: nothing to say
    return Decode(
        texte, f"Ce fichier a été lu comme un texte {PAGES[page]} : vérifiez les accents."
    )


def _lire(octets: bytes, code: str) -> str | None:
    try:
        return octets.decode(code)
    except UnicodeDecodeError:
        return None


def _sans_nul(texte: str | None) -> str:
    if texte is None or "\0" in texte:
        raise Illisible
    return texte


def _reproches(texte: str) -> int:
    """How many signs French would not have there."""
    etrangers = sum(signe > "\x7f" and signe not in LETTRES for signe in texte)
    return etrangers + len(AU_MILIEU.findall(texte))


def _repare(texte: str) -> Decode:
    """« prÃ©parÃ© » was UTF-8 once, and was saved again as if it were Windows."""
    if not DEUX_FOIS.search(texte):
        return Decode(texte)
    try:
        repare = texte.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return Decode(texte, "Des accents de ce fichier semblent abîmés : vérifiez-les.")
    return Decode(repare, "Les accents de ce fichier avaient été abîmés : vérifiez-les.")
