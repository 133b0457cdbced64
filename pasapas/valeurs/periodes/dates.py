"""How a day, a month and a year are written: « 12/05/2026 », « 3, 10 et 17 mars », « sept-25 »."""

from dataclasses import dataclass

from pasapas.valeurs.periodes.jetons import LIENS, Jetons
from pasapas.valeurs.periodes.unites import Jour, Lien, Mois, Nature, Unite
from pasapas.valeurs.periodes.valeurs import ANNEES

SEPARES = ("/", "-", ".")
COURTES = range(20, 61)  # the years written on two digits: « mars 26 »
LIANTS = {"de", "d", "l", "en", ",", "(", ":"}


@dataclass(frozen=True)
class Trouve:
    """What was read, and where reading goes on. Nothing read: what stands there says nothing."""

    unites: tuple[Unite, ...]
    rang: int


def lie(texte: str, genre: str) -> Lien:
    return Lien.JUSQUE if genre == "jusque" else Lien.ET if texte else Lien.RIEN


def nombre(jetons: Jetons, rang: int, *longueurs: int) -> int | None:
    jeton = jetons[rang]
    juste = jeton.genre == "nombre" and len(jeton.texte) in (longueurs or (1, 2))
    return jeton.valeur if juste else None


def annee_nue(jetons: Jetons, rang: int) -> int | None:
    lue = nombre(jetons, rang, 4)
    return lue if lue in ANNEES else None


def courte(valeur: int | None) -> int | None:
    return 2000 + valeur if valeur in COURTES else None


@dataclass(frozen=True)
class Annee:
    """The year written after a unit; ``double``: « 2025-2026 »."""

    an: int | None
    double: bool
    rang: int


def annee(jetons: Jetons, rang: int) -> Annee:
    """What follows a unit, over « de », « de l'année », « scolaire », a comma, a dash."""
    ici, scolaire = rang, False
    while jetons[ici].texte in LIANTS or jetons[ici].genre in ("annee", "scolaire"):
        scolaire |= jetons[ici].genre == "scolaire"
        ici += 1
    if ici == rang and jetons[rang].texte in ("-", "/"):
        ici += 1
    lue = annee_nue(jetons, ici)
    colle = ici == rang or jetons[ici - 1].texte in SEPARES or scolaire
    if lue is None and colle and len(jetons[ici].texte) == 2 and not _suivie(jetons, ici + 1):
        lue = courte(nombre(jetons, ici, 2))
    if lue is None:
        return Annee(None, False, rang)
    return paire(jetons, ici, lue)


def _suivie(jetons: Jetons, rang: int) -> bool:
    """A number is no year when it begins a date: « mars 25 avril », « 09/25/2026 »."""
    separe = jetons[rang].texte in SEPARES and jetons[rang + 1].genre == "nombre"
    return jetons[rang].genre == "mois" or (separe and len(jetons[rang + 1].texte) == 4)


def paire(jetons: Jetons, rang: int, lue: int) -> Annee:
    """« 2025-2026 », « 2025/26 », « 25/26 »: two years that follow, or one alone."""
    if jetons[rang + 1].texte in ("-", "/"):
        autre = nombre(jetons, rang + 2, 2, 4)
        suit = autre in (lue + 1, (lue + 1) % 100) and autre is not None
        libre = jetons[rang + 3].genre != "mois" and not (
            jetons[rang + 3].texte in SEPARES and jetons[rang + 4].genre == "nombre"
        )
        if suit and libre:
            return Annee(lue, True, rang + 3)
    return Annee(lue, False, rang + 1)


def en_chiffres(jetons: Jetons, rang: int) -> Trouve | None:
    """« 12/05/2026 », « 2026-05-12 », « 09/2025 », « 2025-09 », « 3/26 », « 8/9 »."""
    separe = jetons[rang + 1].texte
    if separe not in SEPARES or jetons[rang + 2].genre != "nombre":
        return None
    if jetons[rang + 3].texte == separe and (entiere := _entiere(jetons, rang)):
        return entiere
    if jetons[rang + 3].genre == "mois" or (separe == "." and jetons[rang + 3].texte == "."):
        return None
    un, deux = nombre(jetons, rang), nombre(jetons, rang + 2)
    if (an := annee_nue(jetons, rang)) and deux in range(1, 13):
        return Trouve((Unite(Mois(deux), Nature.MOIS, an),), rang + 3)
    if un in range(1, 13) and (an := annee_nue(jetons, rang + 2)):
        return Trouve((Unite(Mois(un), Nature.MOIS, an),), rang + 3)
    if separe == "-" or un is None or deux is None:
        return None
    if un in range(1, 13) and deux > 12 and courte(deux):
        return Trouve((Unite(Mois(un), Nature.MOIS, courte(deux)),), rang + 3)
    return Trouve((Unite(Jour(deux, un), Nature.AMBIGU),), rang + 3)


def _entiere(jetons: Jetons, rang: int) -> Trouve | None:
    if an := annee_nue(jetons, rang):
        mois, jour = nombre(jetons, rang + 2), nombre(jetons, rang + 4)
    else:
        jour, mois = nombre(jetons, rang), nombre(jetons, rang + 2)
        an = annee_nue(jetons, rang + 4) or courte(nombre(jetons, rang + 4, 2))
    if an is None or mois is None or jour is None:
        return None
    return Trouve((Unite(Jour(mois, jour), Nature.JOUR, an),), rang + 5)


Lu = tuple[int, int | None, Lien]  # a day, the name it was given, what ties it to the one before


def jours(jetons: Jetons, rang: int) -> Trouve | None:
    """« 17 février 2025 », « du lundi 9 au vendredi 13 mars », « 3, 10 et 17/03 »."""
    lus: list[Lu] = []
    lien = Lien.RIEN
    while True:
        nom = jetons[rang].valeur if jetons[rang].genre in ("jour_nomme", "jour_court") else None
        rang += nom is not None
        if (lus or nom is not None) and (date := en_chiffres(jetons, rang)):
            return _en_tete(lus, (nom, lien), date)
        if (jour := _quantieme(jetons, rang)) is None:
            return None
        lus.append((jour, nom, lien))
        rang += 1
        if mois := _mois_du_jour(jetons, rang):
            nomme, an = mois
            return Trouve(() if an.double else _des_jours(lus, nomme, an.an), an.rang)
        lien = Lien.RIEN
        while jetons[rang].genre in LIENS or jetons[rang].texte in ("le", "les", "du"):
            lien = lie(jetons[rang].texte, jetons[rang].genre) if lien is Lien.RIEN else lien
            rang += 1
        if lien is Lien.RIEN:
            return None


def _quantieme(jetons: Jetons, rang: int) -> int | None:
    jeton = jetons[rang]
    premier = jeton.genre in ("ordinal", "rang") and jeton.valeur == 1
    return 1 if premier else nombre(jetons, rang)


def _mois_du_jour(jetons: Jetons, rang: int) -> tuple[int, Annee] | None:
    """The month of a day, and its year: « 12 mai 2026 », « 12-mai-2026 », « 12 mai »."""
    separe = jetons[rang].texte
    if separe in SEPARES and jetons[rang + 1].genre == "mois":
        if jetons[rang + 2].texte != separe or jetons[rang + 3].genre != "nombre":
            return None
        lue = annee_nue(jetons, rang + 3) or courte(nombre(jetons, rang + 3, 2))
        return (jetons[rang + 1].valeur, Annee(lue, False, rang + 4)) if lue else None
    if jetons[rang].genre != "mois":
        return None
    return jetons[rang].valeur, annee(jetons, rang + 1)


def _en_tete(lus: list[Lu], fin: tuple[int | None, Lien], date: Trouve) -> Trouve | None:
    """« 12-16/05/2026 »: the days before share the month of the last one; « jeudi 12/03/2026 »."""
    (derniere,) = date.unites
    if not isinstance(derniere.quoi, Jour):
        return None
    nom, lien = fin
    an, mois = derniere.an, derniere.quoi.mois
    jours = [*lus, (derniere.quoi.jour, nom, lien)]
    return Trouve(_des_jours(jours, mois, an), date.rang)


def _des_jours(lus: list[Lu], mois: int, an: int | None) -> tuple[Unite, ...]:
    return tuple(
        Unite(Jour(mois, jour, nom), Nature.JOUR, an, lien=lien) for jour, nom, lien in lus
    )
