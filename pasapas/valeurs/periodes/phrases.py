"""How a period understood is said beside the words it was read in."""

import re

from django.utils.formats import date_format

from pasapas.valeurs.periodes.valeurs import Borne, Periode, Souci
from pasapas.valeurs.pliage import plier
from pasapas.valeurs.textes import jour, mois

MOT = re.compile(r"\d+|[a-z]+")
LIAISONS = {"a", "au", "d", "de", "du", "en", "er", "l", "la", "le"}
SOUCIS = {
    Souci.ENVERS: "la fin vient avant le début",
    Souci.IMPOSSIBLE: "cette date n’existe pas",
}


def dire_borne(borne: Borne | None) -> str:
    """« mars 2026 », « 12 mars 2026 », or an empty text."""
    if borne is None:
        return ""
    return jour(borne.premier) if borne.jour else mois(borne.premier)


def dire_periode(periode: Periode) -> str:
    """« sept. 2025 à mars 2026 », « du 12 au 16 mai 2026 », « au plus tard en juin 2026 »."""
    debut, fin = periode.debut, periode.fin
    if debut and fin:
        return _entre(debut, fin)
    if debut:
        return f"à partir d{'u ' if debut.jour else _de(debut)}{_court(debut)}"
    if fin:
        return f"au plus tard {'le' if fin.jour else 'en'} {_court(fin)}"
    return SOUCIS.get(periode.souci, "")


def redit(texte: str, periode: Periode) -> bool:
    """Whether these words already say it, a month whole or cut short: « Sept 2025 - mars 2026 »."""
    ecrits, dits = _mots(texte), _mots(dire_periode(periode))
    return len(ecrits) == len(dits) and all(map(_memes, ecrits, dits))


def _mots(texte: str) -> list[str]:
    return [mot for mot in MOT.findall(plier(texte)) if mot not in LIAISONS]


def _memes(un: str, autre: str) -> bool:
    court, long = sorted((un, autre), key=len)
    return un == autre or (len(court) >= 3 and court.isalpha() and long.startswith(court))


def _entre(debut: Borne, fin: Borne) -> str:
    if debut == fin:
        return _court(fin)
    if not (debut.jour or fin.jour):
        return f"{_court(debut, annee=debut.annee != fin.annee)} à {_court(fin)}"
    meme_mois = (debut.annee, debut.mois) == (fin.annee, fin.mois) and debut.jour and fin.jour
    depuis = _quantieme(debut) if meme_mois else _court(debut, annee=debut.annee != fin.annee)
    return f"{'du ' if debut.jour else 'de '}{depuis} {'au' if fin.jour else 'à'} {_court(fin)}"


def _court(borne: Borne, *, annee: bool = True) -> str:
    nom = date_format(borne.premier, "N")
    return " ".join(filter(None, [_quantieme(borne), nom, str(borne.annee) if annee else ""]))


def _quantieme(borne: Borne) -> str:
    return "" if not borne.jour else "1er" if borne.jour == 1 else str(borne.jour)


def _de(borne: Borne) -> str:
    return "’" if date_format(borne.premier, "N")[0] in "ao" else "e "
