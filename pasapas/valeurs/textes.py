"""How the screen and the paper say a text, a date or a month."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, time
from urllib.parse import SplitResult, urlsplit

from django.utils.formats import date_format

# What people put before each line of a list, typed or copied from elsewhere.
PUCE = r"(?:[•▪●○◦‣∙·■□◆◇❖❑❒➢➤➔→✓✔☐☑*–—-]|\d{1,2}[.)])"


def insecables(texte: str) -> str:
    """With French non-breaking spaces: our own labels, and what people typed, where it is read."""
    return re.sub(r" (?=[:;!?»])", "\u00a0", texte).replace("« ", "«\u00a0")


def soigner(texte: str) -> str:
    """A text typed with plain apostrophes and spaces, as people read it."""
    return insecables(texte.replace("'", "’"))


def extrait(texte: str, longueur: int = 90) -> str:
    """The beginning of a text, on one line, whole words; the whole of it when it is short. A
    narrow place cuts it where it may: no line begins with « ; » or ends with an open quote."""
    plat = insecables(" ".join(texte.split()))
    if len(plat) <= longueur:
        return plat
    coupe = plat[: longueur - 1]
    return f"{coupe.rsplit(' ', 1)[0] if ' ' in coupe else coupe}…"


def de(nom: object) -> str:
    """« de Paul », « d’Inès », « d’Hélène »: whose it is, as one says it."""
    dit = str(nom)
    elide = re.match(r"[aeiou]|h[eu]", unicodedata.normalize("NFD", dit).lower())
    return f"d’{dit}" if elide else f"de {dit}"


def jour(valeur: date | None, suite: str = "F Y") -> str:
    """« 1er juillet 2025 », or an empty text. ``suite``: what follows the day."""
    if valeur is None:
        return ""
    quantieme = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{quantieme} {date_format(valeur, suite)}"


def mois(valeur: date | None) -> str:
    """« juillet 2025 », or an empty text."""
    return date_format(valeur, "F Y") if valeur else ""


def jour_de_semaine(valeur: date, *, annee: bool = True) -> str:
    """« jeudi 4 décembre 2025 »; without its year where it is this one's."""
    return f"{date_format(valeur, 'l')} {jour(valeur, 'F Y' if annee else 'F')}"


def heure(valeur: time | None) -> str:
    """« 14 h », « 14 h 05 »."""
    return f"{valeur.hour}\u00a0h" + _minutes(valeur.minute) if valeur else ""


def temps(minutes: int | None) -> str:
    """« 45 min », « 2 h », « 1 h 30 »."""
    if not minutes:
        return ""
    heures, reste = divmod(minutes, 60)
    return f"{heures}\u00a0h{_minutes(reste)}" if heures else f"{reste}\u00a0min"


def _minutes(reste: int) -> str:
    return f"\u00a0{reste:02d}" if reste else ""


def duree(jours: int) -> str:
    """« 3 jours », « 6 semaines », « 4 mois », « 2 ans »: as one says it, never more than it is."""
    if jours < 14:
        return f"{jours} jour{'s' if jours > 1 else ''}"
    if jours < 62:
        return f"{jours // 7} semaines"
    if jours < 730:
        return f"{jours * 12 // 365} mois"
    return f"{jours // 365} ans"


def mois_apres(depart: date, nombre: int) -> date:
    """The same day so many months later, or the last of its month."""
    annee, rang = divmod(depart.year * 12 + depart.month - 1 + nombre, 12)
    return date(annee, rang + 1, min(depart.day, monthrange(annee, rang + 1)[1]))


def mois_pleins(depuis: date, jusque: date) -> int:
    """Whole months from one day to the other."""
    nombre = (jusque.year - depuis.year) * 12 + jusque.month - depuis.month
    return max(0, nombre - (mois_apres(depuis, nombre) > jusque))


def decouper(adresse: str) -> SplitResult:
    """The pieces of an address that a browser sent; none, of one that cannot be read."""
    try:
        return urlsplit(adresse)
    except ValueError:
        return SplitResult("", "", "", "", "")
