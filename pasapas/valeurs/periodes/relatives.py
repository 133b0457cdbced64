"""What is said from the day one writes: « le mois prochain », « dans 3 mois », « fin du mois »."""

from datetime import date, timedelta

from pasapas.valeurs.periodes import mots
from pasapas.valeurs.periodes.dates import Trouve, nombre
from pasapas.valeurs.periodes.jetons import Jetons
from pasapas.valeurs.periodes.saisons import PARTS
from pasapas.valeurs.periodes.unites import Lien, Mois, Nature, SemaineDu, Unite
from pasapas.valeurs.periodes.valeurs import Borne

PROCHE = 24  # months: beyond, it is a duration


def relative(jetons: Jetons, rang: int, part: str, reference: date) -> Trouve | None:
    genre, suivant = jetons[rang].genre, jetons[rang + 1].genre
    if genre == "dans":
        return _dans(jetons, rang + 1, reference)
    if genre == "prochain" and suivant in ("mois_mot", "semaine", "annee"):
        return _prochain(suivant, part, reference, rang + 2)
    if genre in ("mois_mot", "semaine", "annee") and suivant == "prochain":
        return _prochain(genre, part, reference, rang + 2)
    ce = jetons[rang - 1].texte in ("ce", "cette")
    if genre == "semaine" and ce and jetons[rang + 1].genre != "nombre":
        return Trouve((_semaine(reference),), _ci(jetons, rang + 1))
    if (
        genre == "mois_mot"
        and not _nomme(jetons, rang + 1)
        and (ce or part in ("debut", "mi", "fin"))
    ):
        return Trouve((_mois(reference, 0),), _ci(jetons, rang + 1))
    return None


def dans_n_mois(jetons: Jetons, rang: int, reference: date) -> Trouve | None:
    """« [d'ici, sous] 6 mois », « deux à trois mois »."""
    lus: list[int] = []
    while True:
        valeur = nombre(jetons, rang) or mots.NOMBRES.get(jetons[rang].texte)
        if not valeur or valeur > PROCHE or len(lus) > 1:
            return None
        lus.append(valeur)
        rang += 1
        if jetons[rang].genre == "mois_mot":
            break
        if jetons[rang].genre not in ("jusque", "et"):
            return None
        rang += 1
    liens = (Lien.RIEN, Lien.JUSQUE)
    unites = tuple(_mois(reference, n).avec(lien=lien) for n, lien in zip(lus, liens, strict=False))
    return Trouve(unites, rang + 1)


def _dans(jetons: Jetons, rang: int, reference: date) -> Trouve | None:
    """« dans 3 mois »; « dans 15 jours », « dans les 3 mois » say no month."""
    lu = dans_n_mois(jetons, rang, reference)
    if lu:
        return lu
    unite = jetons[rang + 1].genre
    article = jetons[rang].texte in ("un", "une") and unite not in ("annee", "semaine")
    compte = nombre(jetons, rang) is not None or jetons[rang].texte in mots.NOMBRES
    vague = (compte and not article) or jetons[rang].texte == "les"
    return Trouve((), rang) if vague else None


def _ci(jetons: Jetons, rang: int) -> int:
    """« ce mois-ci »."""
    return rang + 2 if (jetons[rang].texte, jetons[rang + 1].texte) == ("-", "ci") else rang


def _nomme(jetons: Jetons, rang: int) -> bool:
    """« fin du mois de mars »: the month is named."""
    while jetons[rang].genre == "article":
        rang += 1
    return jetons[rang].genre in ("mois", "prochain")


def _mois(reference: date, nombre: int) -> Unite:
    borne = Borne(reference.year, reference.month).decalee(nombre)
    return Unite(Mois(borne.mois), Nature.MOIS, borne.annee)


def _semaine(jour: date) -> Unite:
    return Unite(SemaineDu(jour.month, jour.day), Nature.SEMAINE, jour.year)


def _prochain(genre: str, part: str, reference: date, rang: int) -> Trouve:
    if genre == "mois_mot":
        return Trouve((_mois(reference, 1),), rang)
    if genre == "semaine":
        return Trouve((_semaine(reference + timedelta(days=7)),), rang)
    if part not in PARTS:
        return Trouve((), rang)
    nature = Nature.PART if part else Nature.ANNEE
    return Trouve((Unite(Mois(*PARTS[part]), nature, reference.year + 1),), rang)
