"""From units to one period: the years that are not written, then the two bounds."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from pasapas.valeurs.periodes.lecture import Illisible
from pasapas.valeurs.periodes.unites import Cote, Jour, Lien, Nature, Unite
from pasapas.valeurs.periodes.valeurs import Borne, Bornes, Periode, Souci, existe
from pasapas.valeurs.textes import mois_apres

A_VENIR = 9  # months: how far a month without its year is looked for
ENTIERES = {Nature.TRIMESTRE, Nature.SEMESTRE, Nature.SAISON, Nature.VACANCES, Nature.SCOLAIRE}


class Contradiction(Exception):
    def __init__(self, souci: Souci) -> None:
        self.souci = souci


def periode(unites: Sequence[Unite], reference: date) -> Periode:
    if not unites:
        raise Illisible
    unites = _preciser(unites)
    for avant, apres in pairwise(unites):
        _accorder(avant, apres)
    if any(unite.an is not None for unite in unites):
        situees = _partager(unites)
    else:
        situees = _a_venir(unites, reference)
    return _borner(situees, [_bornes(unite) for unite in situees])


def _preciser(unites: Sequence[Unite]) -> list[Unite]:
    """« 8/9 » is a day beside days; what is said of a part of a unit must mean something."""
    en_jours = any(unite.nature is Nature.JOUR for unite in unites)
    if any(unite.nature is Nature.AMBIGU for unite in unites) and not en_jours:
        raise Illisible
    seule = len(unites) == 1
    for unite in unites:
        part, cote = unite.part, unite.cote
        a_la_fin = part == "fin" and cote in (Cote.JUSQU_A, Cote.AVANT)
        vague = part == "vers" and unite.nature is not Nature.MOIS
        entiere = unite.nature in ENTIERES and part not in ("", "courant") and not a_la_fin
        jour = unite.nature in (Nature.JOUR, Nature.SEMAINE) and part not in ("", "courant")
        if vague or entiere or (part == "titre" and seule) or (jour and seule):
            raise Illisible
    annees = [unite.an for unite in unites if unite.nature is Nature.ANNEE]
    if len(annees) == len(unites) == 2 and annees[1] == annees[0] + 1:
        raise Illisible  # « 2025 et 2026 »: a school year?
    return [u.avec(nature=Nature.JOUR) if u.nature is Nature.AMBIGU else u for u in unites]


def _accorder(avant: Unite, apres: Unite) -> None:
    """Two units side by side are of one kind; a week goes with weeks."""
    semaines = {avant.nature, apres.nature} & {Nature.SEMAINE}
    if _sorte(avant) is not _sorte(apres) and (apres.lien is Lien.RIEN or semaines):
        raise Illisible
    if (
        isinstance(avant.quoi, Jour)
        and isinstance(apres.quoi, Jour)
        and avant.quoi.mois == apres.quoi.mois
        and apres.quoi.jour < avant.quoi.jour
        and None in (avant.an, apres.an)
    ):
        raise Contradiction(Souci.ENVERS)


def _sorte(unite: Unite) -> Nature:
    return Nature.MOIS if unite.nature is Nature.RENTREE else unite.nature


def _bornes(unite: Unite) -> Bornes:
    bornes = unite.bornes()
    if bornes is None:
        raise Contradiction(Souci.IMPOSSIBLE)
    return bornes


def _partager(unites: Sequence[Unite]) -> list[Unite]:
    """A year written once: that of the end when it comes last, of the beginning when first."""
    rang = next(rang for rang, unite in enumerate(unites) if unite.an is not None)
    situees = [unites[rang]]
    for unite in reversed(unites[:rang]):
        suivante = situees[0]
        ici = unite.avec(an=suivante.an)
        if _premier(ici) > _premier(suivante):
            ici = unite.avec(an=suivante.an - 1)
        situees.insert(0, ici)
    return _suivre(situees, unites[rang + 1 :])


def _suivre(situees: list[Unite], reste: Sequence[Unite]) -> list[Unite]:
    for rang, unite in enumerate(reste):
        precedente = situees[-1]
        ici = unite
        if unite.an is None:
            ici = unite.avec(an=precedente.an)
            if _premier(ici) < _premier(precedente):
                ici = unite.avec(an=precedente.an + 1)
            ecrites = [autre for autre in reste[rang + 1 :] if autre.an is not None][:1]
            if ecrites and ecrites[0].an > ici.an and ecrites[0].nature is ici.nature:
                plus_tard = unite.avec(an=ecrites[0].an)
                if _premier(plus_tard) <= _premier(ecrites[0]):
                    raise Illisible  # « mars 2025, avril, mai 2026 »
        situees.append(ici)
    return situees


def _premier(unite: Unite) -> date:
    return _bornes(unite)[0].premier


def _a_venir(unites: Sequence[Unite], reference: date) -> list[Unite]:
    """The one year that puts it now or within nine months; none when two would, or when neither."""
    prochain = any(unite.prochain for unite in unites)
    trouvees = []
    for annee in range(reference.year - 1, reference.year + 2):
        try:
            situees = _suivre([unites[0].avec(an=annee)], unites[1:])
            premier, dernier = _premier(situees[0]), _bornes(situees[-1])[1].dernier
        except Contradiction:
            continue
        if prochain and premier <= reference <= dernier:
            raise Illisible
        if prochain and premier > reference:
            trouvees.append(situees)
            break
        au_jour = _bornes(situees[0])[0].jour is not None
        if dernier >= reference and premier <= _limite(reference, au_jour) and not prochain:
            trouvees.append(situees)
    if not trouvees and not any(unites[0].quoi.en(annee) for annee in range(2024, 2032)):
        raise Contradiction(Souci.IMPOSSIBLE)
    if len(trouvees) != 1:
        raise Illisible
    return trouvees[0]


def _limite(reference: date, au_jour: bool) -> date:
    return mois_apres(reference if au_jour else reference.replace(day=1), A_VENIR)


def _borner(unites: Sequence[Unite], bornes: Sequence[Bornes]) -> Periode:
    for avant, apres in pairwise(bornes):
        if apres[0].premier < avant[0].premier:
            raise Contradiction(Souci.ENVERS)
        if apres[1].dernier < avant[1].dernier:
            raise Illisible  # one within the other
    (debut, _), (_, fin) = bornes[0], bornes[-1]
    premiere, derniere = unites[0], unites[-1]
    entre = [unite.cote for unite in unites[1:]]
    if premiere.cote is None:
        if any(cote is not None for cote in entre[:-1]):
            raise Illisible
        if derniere.cote not in (None, Cote.JUSQU_A):
            raise Illisible
        return Periode(debut, fin)
    if len(unites) == 1:
        return _d_un_cote(premiere, bornes[0])
    if premiere.cote in (Cote.DES, Cote.APRES):
        return _des_jusque(unites, bornes)
    enchaine = all(unite.lien in (Lien.ET, Lien.JUSQUE) for unite in unites[1:])
    if premiere.cote is Cote.JUSQU_A and enchaine and not any(entre):
        return Periode(None, fin)
    raise Illisible


def _des_jusque(unites: Sequence[Unite], bornes: Sequence[Bornes]) -> Periode:
    """« à partir de janvier 2026 jusqu'en juin », « dès mars 2026 - juin 2026 »."""
    premiere, derniere = unites[0], unites[-1]
    if len(unites) != 2 or derniere.cote in (Cote.DES, Cote.APRES):
        raise Illisible
    if derniere.cote is None and derniere.lien is not Lien.JUSQUE:
        raise Illisible
    debut = _d_un_cote(premiere, bornes[0]).debut
    fin = _d_un_cote(derniere, bornes[1]).fin if derniere.cote else bornes[1][1]
    if debut.premier > fin.dernier:
        raise Contradiction(Souci.ENVERS)
    return Periode(debut, fin)


def _d_un_cote(unite: Unite, bornes: Bornes) -> Periode:
    debut, fin = bornes
    nature, part = unite.nature, unite.part
    if nature is Nature.VACANCES and part != "fin":
        raise Illisible
    match unite.cote:
        case Cote.DES:
            return Periode(debut, None)
        case Cote.JUSQU_A if nature is not Nature.SAISON or part == "fin":
            return Periode(None, fin)
        case Cote.AVANT if nature is Nature.JOUR or part == "fin" or _finit_l_an(unite):
            return Periode(None, fin)
        case Cote.AVANT if nature is not Nature.SEMAINE and part in ("", "debut"):
            return Periode(None, _voisin(debut, -1))
        case Cote.APRES if nature not in PRECISES and part in ("", "fin"):
            return Periode(_voisin(fin, 1), None)
    raise Illisible


PRECISES = {Nature.JOUR, Nature.SEMAINE, Nature.RENTREE}


def _finit_l_an(unite: Unite) -> bool:
    """« avant fin 2025 »: the end of the year is within."""
    return unite.nature is Nature.PART and unite.bornes()[1].mois == 12


def _voisin(borne: Borne, pas: int) -> Borne:
    mois = borne.decalee(pas)
    if not existe(mois.annee, mois.mois):
        raise Illisible
    return mois
