"""What was published, as files for a spreadsheet: the cells of the page, and none of them live.

A spreadsheet runs a text that begins like a formula. In XLSX every text is stored as a text and
marked so that editing the cell does not wake it; in CSV, which has no types, it gets an apostrophe.
"""

import re
from collections.abc import Iterable, Sequence

from tablib import Dataset

from diagnostic.resultats import Mesure, Profil, RaisonDeRetenue, Resultats, ecrire
from pasapas.echanges import formats
from pasapas.valeurs.signes import en_ligne
from pasapas.valeurs.textes import jour

Valeur = str | float | int | None
TEXTE_MAX = 32_767  # characters in a cell of a spreadsheet
INVISIBLES = re.compile(r"^[\s\ufeff\u200b-\u200f\u2060]+")
LARGEURS = {"Affirmation": 70, "Thème": 34, "À savoir": 110}
RAISONS = {
    RaisonDeRetenue.EFFECTIF: "moins de {seuil} personnes ont répondu, rien n’en est montré",
    RaisonDeRetenue.PAPIER: (
        "moins de {seuil} personnes ont répondu sur téléphone à côté des feuilles recopiées, "
        "rien n’en est montré"
    ),
    RaisonDeRetenue.RAPPROCHEE: (
        "des personnes de ce collège ont déjà répondu il y a moins de six mois, "
        "rien n’en est montré"
    ),
}


def tableaux(resultats: Resultats) -> tuple[Dataset, ...]:
    """The three sheets: statements, themes, and what to know before reading them."""
    return (
        _tableau("Affirmations", resultats, resultats.questions, detail=True),
        _tableau("Thèmes", resultats, resultats.themes, detail=False),
        _feuille("Notice", ["À savoir"], ([ligne] for ligne in notice(resultats))),
    )


def classeur(resultats: Resultats) -> bytes:
    """An XLSX workbook without one formula."""
    return formats.classeur(*tableaux(resultats), largeurs=LARGEURS)


def texte_separe(resultats: Resultats) -> bytes:
    """The statements as CSV that a French Excel opens at a double click, numbers with a comma."""
    tableau, *_ = tableaux(resultats)
    lignes = [[ecrire(v) if isinstance(v, int | float) else v for v in ligne] for ligne in tableau]
    return formats.Csv().export_data(Dataset(*lignes, headers=tableau.headers))


FORMES = {
    "xlsx": (classeur, formats.Xlsx.CONTENT_TYPE),
    "csv": (texte_separe, formats.Csv.CONTENT_TYPE),
}


def propre(texte: str) -> str:
    """Without what no file can hold; on one line, since a line break may open a cell of its own."""
    return INVISIBLES.sub("", " ".join(en_ligne(texte).split()))[:TEXTE_MAX]


def notice(resultats: Resultats) -> Iterable[str]:
    """Where the figures come from, and what is not there."""
    dates = jour(resultats.ouverte_le), jour(resultats.close_le)
    yield "{} : campagne du {} au {}.".format(resultats.nom, *dates)
    yield f"{resultats.questionnaire}, version {resultats.version} ({resultats.mention})."
    yield "Échelle : " + ", ".join(f"{n.valeur} {n.libelle}" for n in resultats.niveaux) + "."
    for profil in resultats.profils:
        mode = "réponse commune, attribuée" if profil.attribue else "réponses individuelles"
        yield f"{profil.nom} : {mode}, {_combien(profil.participants)}."
    for retenue in resultats.retenues:
        yield f"{retenue.nom} : {RAISONS[retenue.raison].format(seuil=resultats.seuil)}."
    yield from resultats.recolte
    yield (
        f"« masqué » : moins de {resultats.seuil} personnes ont choisi un niveau. "
        "Ce qui est masqué ne compte dans aucune moyenne."
    )
    yield "Chaque collège pèse autant dans l’ensemble, quel que soit le nombre de réponses."


def _combien(participants: int) -> str:
    """A collège may give its voice without saying how many stood behind it."""
    if not participants:
        return "nombre de personnes non précisé"
    return f"{participants} participant{'s' if participants > 1 else ''}"


def _tableau(
    titre: str, resultats: Resultats, mesures: Iterable[Mesure], *, detail: bool
) -> Dataset:
    entetes = ["N°", "Code", "Affirmation" if detail else "Thème"]
    for profil in resultats.profils:
        entetes += [profil.nom]
        entetes += _entetes_du_compte(resultats, profil.nom) if _compte(detail, profil) else []
    lignes = (_ligne(mesure, resultats, detail=detail) for mesure in mesures)
    return _feuille(titre, [*entetes, "Ensemble", "Écart", "Lecture"], lignes)


def _feuille(titre: str, entetes: list[str], lignes: Iterable[Iterable[Valeur]]) -> Dataset:
    nettes = ([propre(v) if isinstance(v, str) else v for v in ligne] for ligne in lignes)
    return Dataset(*nettes, headers=[propre(entete) for entete in entetes], title=titre)


def _compte(detail: bool, profil: Profil) -> bool:
    """The answers of each level are counted out for individual answers, statement by statement."""
    return detail and not profil.attribue


def _entetes_du_compte(resultats: Resultats, nom: str) -> Sequence[str]:
    return [
        *(f"{nom}, {n.libelle}" for n in resultats.niveaux),
        f"{nom}, je ne sais pas",
        f"{nom}, non concerné",
    ]


def _ligne(mesure: Mesure, resultats: Resultats, *, detail: bool) -> Iterable[Valeur]:
    yield from (mesure.numero, mesure.code, mesure.titre)
    for cellule in mesure.cellules:
        yield cellule.texte if cellule.moyenne is None else cellule.moyenne
        if _compte(detail, cellule.profil):
            yield from cellule.niveaux or [None] * len(resultats.niveaux)
            visible = not cellule.masquee
            yield cellule.nsp if visible or cellule.nsp else None
            yield cellule.nc if visible else None
    yield from (mesure.moyenne, mesure.ecart, mesure.verdict.label)
