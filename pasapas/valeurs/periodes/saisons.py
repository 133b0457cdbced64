"""Seasons, holidays, la rentrée, years: what a year is made of for those who work with children."""

from pasapas.valeurs.periodes import mots
from pasapas.valeurs.periodes.dates import Trouve, annee, annee_nue, courte, paire
from pasapas.valeurs.periodes.jetons import Jetons
from pasapas.valeurs.periodes.unites import Mois, Nature, Unite

AUXILIAIRES = ("a", "ont", "avait", "avaient", "ayant", "avoir", "aurait")  # « a été reporté »


def saison(jetons: Jetons, rang: int) -> Trouve | None:
    jeton = jetons[rang]
    if jeton.genre != "saison":
        return None
    an = annee(jetons, rang + 1)
    participe = jetons[rang - 1].texte in AUXILIAIRES
    if jeton.valeur == "ete" and participe and an.an is None:
        return None
    seule = an.an is not None and not an.double and jeton.valeur == "hiver"
    if seule or (an.double and jeton.valeur != "hiver"):
        return Trouve((), an.rang)
    unite = Unite(Mois(*mots.SAISONS[jeton.valeur]), Nature.SAISON, an.an)
    return Trouve((unite,), an.rang)


def vacances(jetons: Jetons, rang: int) -> Trouve | None:
    """« vacances de la Toussaint 2025 »: the months they touch, whatever the zone."""
    if jetons[rang].genre != "vacances":
        return None
    grandes = jetons[rang - 1].texte == "grandes"
    rang += 1
    while jetons[rang].genre in ("article", "jusque", "scolaire"):
        rang += 1
    nom = "ete" if grandes else jetons[rang].texte
    if jetons[rang].genre == "mois":
        nom = mots.MOIS[jetons[rang].valeur - 1][0]
    if nom == "fin" and jetons[rang + 2].genre == "annee":
        nom, rang = "noel", rang + 2
    if nom not in mots.VACANCES:
        return Trouve((), rang)
    an = annee(jetons, rang + (not grandes))
    quand = an.an + 1 if an.double and nom not in mots.AUTOMNALES else an.an
    nature = Nature.SAISON if nom == "ete" else Nature.VACANCES
    return Trouve((Unite(Mois(*mots.VACANCES[nom]), nature, quand),), an.rang)


def rentree(jetons: Jetons, rang: int) -> Trouve | None:
    """« rentrée 2026 », « rentrée de septembre 2026 », « rentrée de janvier »."""
    if jetons[rang].genre != "rentree":
        return None
    ici = rang + 1
    while jetons[ici].genre in ("article", "scolaire", "mois_mot"):
        ici += 1
    if jetons[ici].genre == "mois":
        premier, an = jetons[ici].valeur, annee(jetons, ici + 1)
    else:
        premier, an = 9, annee(jetons, rang + 1)
    if an.double and premier != 9:
        return Trouve((), an.rang)
    return Trouve((Unite(Mois(premier), Nature.RENTREE, an.an),), an.rang)


PARTS = {"debut": (1, 3), "mi": (6, 2), "fin": (10, 3), "courant": (1, 12), "": (1, 12)}


def une_annee(jetons: Jetons, rang: int, part: str) -> Trouve | None:
    """« 2026 », « fin 2026 », « année scolaire 2025-2026 », « 2025-2026 » (nothing)."""
    scolaire, ici = False, rang
    nomme = jetons[rang].genre == "annee"
    while jetons[ici].genre in ("annee", "scolaire") or (ici > rang and jetons[ici].texte == ":"):
        scolaire |= jetons[ici].genre == "scolaire"
        ici += 1
    lue = annee_nue(jetons, ici)
    if lue is None and scolaire:
        lue = courte(jetons[ici].valeur if len(jetons[ici].texte) == 2 else None)
    if lue is None:
        return None if not nomme else _sans_nombre(ici, part, scolaire)
    an = paire(jetons, ici, lue)
    suite = an.rang
    while jetons[suite].genre in ("point", "article", "annee"):
        suite += 1
    if jetons[suite].genre == "scolaire":
        scolaire, an = True, type(an)(an.an, an.double, suite + 1)
    if scolaire:
        unite = Unite(Mois(9, 11), Nature.SCOLAIRE, lue)
        return Trouve((unite,) if an.double else (), an.rang)
    if an.double or part not in PARTS:
        return Trouve((), an.rang)
    nature = Nature.PART if part else Nature.ANNEE
    return Trouve((Unite(Mois(*PARTS[part]), nature, lue, sure=bool(part) or nomme),), an.rang)


def _sans_nombre(rang: int, part: str, scolaire: bool) -> Trouve:
    """« fin de l'année »: civil; « année scolaire »: which one?"""
    if scolaire or part not in ("debut", "mi", "fin"):
        return Trouve((), rang)
    return Trouve((Unite(Mois(*PARTS[part]), Nature.PART),), rang)
