"""Months, quarters, semesters and weeks, alone or several with one year."""

from dataclasses import dataclass

from pasapas.valeurs.periodes.dates import (
    Annee,
    Trouve,
    annee,
    en_chiffres,
    jours,
    lie,
    nombre,
)
from pasapas.valeurs.periodes.jetons import LIENS, Jetons
from pasapas.valeurs.periodes.unites import (
    Jour,
    Lien,
    Mois,
    Nature,
    Semaine,
    SemaineDu,
    Unite,
)

SCOLAIRES = {1: (9, 4, 0), 2: (1, 3, 1), 3: (4, 4, 1)}  # first month, months, which of the years


def mois(jetons: Jetons, rang: int) -> Trouve | None:
    """« mars », « mars 2026 », « sept-25 »."""
    if jetons[rang].genre != "mois":
        return None
    sept = jetons[rang].texte == "sept"  # the number too: « sept séances », « sept mars »
    if sept and jetons[rang + 1].genre in ("inconnu", "mois", "mois_mot", "semaine", "annee"):
        return Trouve((), rang + 1)
    an = annee(jetons, rang + 1)
    unite = Unite(Mois(jetons[rang].valeur), Nature.MOIS, an.an)
    return Trouve(() if an.double else (unite,), an.rang)


def fractions(jetons: Jetons, rang: int) -> Trouve | None:
    """« 1er trimestre 2026 », « 1er et 2e trimestres », « T2 2026 », « S1 2026 », « trim. 3 »."""
    lues = _ordinales(jetons, rang) or _lettrees(jetons, rang)
    if lues is None:
        return None
    parts, combien, rang, lettre = lues
    an = annee(jetons, rang)
    scolaire = any(jetons[ici].genre == "scolaire" for ici in range(rang, max(an.rang, rang + 1)))
    if scolaire and not an.double:
        return Trouve((), an.rang)  # in which of its two years?
    lettrees = Lettrees(combien, lettre, an)
    unites = [lettrees.unite(part, lien) for part, lien in parts]
    if None in unites or (an.an is None and not (lettre and combien == 4)):
        return Trouve((), an.rang)
    if not an.double:
        unites[:-1] = [unite.avec(an=None) for unite in unites[:-1]]
    return Trouve(tuple(unites), an.rang)


@dataclass(frozen=True)
class Lettrees:
    """Quarters or semesters of one text, and the year that follows them."""

    combien: int
    lettre: bool
    an: Annee

    def unite(self, part: int, lien: Lien) -> Unite | None:
        nature = Nature.TRIMESTRE if self.combien == 4 else Nature.SEMESTRE
        sure = self.an.an is not None
        if self.an.double:
            if self.combien == 2 or part not in SCOLAIRES:
                return None
            premier, duree, suivante = SCOLAIRES[part]
            return Unite(Mois(premier, duree), nature, self.an.an + suivante, lien=lien, sure=sure)
        part = self.combien if part == -1 else part
        if not 1 <= part <= self.combien:
            return None
        duree = 12 // self.combien
        return Unite(Mois((part - 1) * duree + 1, duree), nature, self.an.an, lien=lien, sure=sure)


Lues = tuple[list[tuple[int, Lien]], int, int, bool]


def _ordinales(jetons: Jetons, rang: int) -> Lues | None:
    parts, lien = [], Lien.RIEN
    while jetons[rang].genre in ("ordinal", "rang"):
        parts.append((jetons[rang].valeur, lien))
        rang += 1
        if jetons[rang].genre == "trimestre":
            combien = jetons[rang].valeur
            return parts, combien, rang + 1, False
        lien = lie(jetons[rang].texte, jetons[rang].genre)
        while jetons[rang].genre in LIENS or jetons[rang].texte in ("le", "du"):
            rang += 1
    return None


def _lettrees(jetons: Jetons, rang: int) -> Lues | None:
    """« T2 », « Q2 », « S1 » (« S3 » is a week), « 1T », « trimestre 2 »."""
    if nombre(jetons, rang, 1) and jetons[rang + 1].texte == "t":
        return [(jetons[rang].valeur, Lien.RIEN)], 4, rang + 2, True
    parts, lien, combien = [], Lien.RIEN, 0
    lettre = jetons[rang].genre != "trimestre"
    while True:
        jeton, ici = jetons[rang], rang + 1
        sorte = {"t": 4, "q": 4, "s": 2}.get(jeton.texte, 0)
        if jeton.genre == "trimestre":
            sorte = jeton.valeur
        chiffre = jetons[ici]
        court = chiffre.genre == "nombre" and len(chiffre.texte) == 1
        if not sorte or not court or (combien and sorte != combien):
            break
        if jeton.texte == "s" and chiffre.valeur > 2:
            break
        combien = sorte
        parts.append((chiffre.valeur, lien))
        fin = rang = ici + 1
        if jetons[rang].genre not in LIENS:
            break
        lien = lie(jetons[rang].texte, jetons[rang].genre)
        rang += 1
    return (parts, combien, fin, lettre) if parts else None


def semaines(jetons: Jetons, rang: int) -> Trouve | None:
    """« S38 », « semaines 10 à 12 2026 », « S38-S40 2025 », « semaine du 11 mai 2026 »."""
    if not _dit_semaine(jetons, rang):
        return None
    lus: list[tuple[int, Lien]] = []
    lien, ici, fin = Lien.RIEN, rang, 0
    while True:
        if _dit_semaine(jetons, ici):
            ici += 1
            while jetons[ici].texte in ("n", "no", "numero", "°"):
                ici += 1
        jeton = jetons[ici]
        if jeton.genre != "nombre" or len(jeton.texte) > 2 or jetons[ici + 1].genre == "mois":
            break
        lus.append((jeton.valeur, lien))
        fin = ici = ici + 1
        if jetons[ici].genre not in LIENS:
            break
        lien = lie(jetons[ici].texte, jetons[ici].genre)
        ici += 1
    if not lus:
        return _semaine_du(jetons, rang + 1)
    seul_s = jetons[rang].texte == "s" and any(numero < 3 for numero, _ in lus)
    an = annee(jetons, fin)
    if seul_s or an.double or any(numero not in range(1, 54) for numero, _ in lus):
        return Trouve((), an.rang)
    sure = jetons[rang].genre == "semaine"
    unites = [Unite(Semaine(n), Nature.SEMAINE, lien=ou, sure=sure) for n, ou in lus]
    unites[-1] = unites[-1].avec(an=an.an)
    return Trouve(tuple(unites), an.rang)


def _dit_semaine(jetons: Jetons, rang: int) -> bool:
    if jetons[rang].genre == "semaine":
        return True
    suivant = jetons[rang + 1]
    return jetons[rang].texte in ("s", "w") and suivant.genre == "nombre"


def _semaine_du(jetons: Jetons, rang: int) -> Trouve | None:
    if jetons[rang].texte != "du":
        return None
    lus = jours(jetons, rang + 1) or en_chiffres(jetons, rang + 1)
    if lus is None or not lus.unites:
        return lus
    if any(unite.lien is Lien.JUSQUE for unite in lus.unites):
        return lus
    semaines = tuple(
        unite.avec(quoi=SemaineDu(unite.quoi.mois, unite.quoi.jour), nature=Nature.SEMAINE)
        for unite in lus.unites
        if isinstance(unite.quoi, Jour)
    )
    return Trouve(semaines, lus.rang)


def morceau_de_mois(jetons: Jetons, rang: int) -> Trouve | None:
    """« 1re quinzaine de mars 2026 », « dernière semaine de juin », « 2e mardi de mai »."""
    genres = ("semaine", "morceau", "jour_nomme")
    if jetons[rang].genre not in ("ordinal", "rang") or jetons[rang + 1].genre not in genres:
        return None
    rang += 2
    while jetons[rang].genre in ("article", "mois_mot"):
        rang += 1
    return mois(jetons, rang) or Trouve((), rang)
