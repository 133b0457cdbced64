"""What a file would do, before it does: each row, what it was, what it would be, what is wrong."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from import_export.results import Result, RowResult
from tablib import Dataset

from pasapas.echanges.formats import Csv, dire
from pasapas.echanges.ressource import Ressource

MONTREES, A_CORRIGER = 200, 1_000
ETATS = {
    "faux": "à corriger",
    RowResult.IMPORT_TYPE_UPDATE: "changée",
    RowResult.IMPORT_TYPE_NEW: "nouvelle",
    RowResult.IMPORT_TYPE_SKIP: "identique",
}
RANGS = list(ETATS)


@dataclass(frozen=True, slots=True)
class Case:
    """``avant``: what stood there, when it changes."""

    dit: str
    avant: str = ""
    faute: str = ""


@dataclass(frozen=True, slots=True)
class Rangee:
    ligne: int
    etat: str
    dit: str
    cases: tuple[Case, ...]
    fautes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApercuFichier:
    """``general``: what is wrong with the whole file. ``corrections``: its first bad lines and
    their reasons as a file of their own, in the page: nothing of it is kept here."""

    entetes: tuple[str, ...]
    rangees: tuple[Rangee, ...]
    comptes: tuple[tuple[str, str, int], ...]
    total: int
    general: tuple[str, ...]
    lu: str
    ignorees: tuple[str, ...]
    corrections: str = ""

    @property
    def fautives(self) -> int:
        return next((nombre for etat, _, nombre in self.comptes if etat == "faux"), 0)

    @property
    def possible(self) -> bool:
        return not (self.fautives or self.general)

    @property
    def autres(self) -> int:
        return self.total - len(self.rangees)


def apercu(resultat: Result, ressource: Ressource, lu: str = "") -> ApercuFichier:
    champs = ressource.get_import_fields()
    toutes = sorted(
        _rangees(resultat, ressource, champs), key=lambda r: (RANGS.index(r.etat), r.ligne)
    )
    return ApercuFichier(
        tuple(ressource.titre_de(champ) for champ in champs),
        tuple(toutes[:MONTREES]),
        tuple((e, dit, sum(r.etat == e for r in toutes)) for e, dit in ETATS.items()),
        len(toutes),
        tuple(" ".join(_messages(erreur.error)) for erreur in resultat.base_errors),
        lu,
        tuple(getattr(ressource, "ignorees", ())),
        _corrections(resultat, ressource, [r for r in toutes if r.etat == "faux"][:A_CORRIGER]),
    )


def _corrections(resultat: Result, ressource: Ressource, fausses: list[Rangee]) -> str:
    """As they were typed, in the columns of the file alone: an empty one would empty a field."""
    lues = {ressource.ligne(rang): r.row_values for rang, r in enumerate(resultat.rows, 1)}
    titres = [un for un in (lues[fausses[0].ligne] or ()) if un] if fausses else []
    if not titres:
        return ""
    tableau = Dataset(headers=["Ligne", "À corriger", *ressource.en_titres(titres)])
    noms = [ressource.titre_de(champ) for champ in ressource.get_import_fields()]
    for une in fausses:
        cases = zip(noms, une.cases, strict=True)
        dits = [*une.fautes, *(f"{nom}\u00a0: {case.faute}" for nom, case in cases if case.faute)]
        lu = lues[une.ligne] or {}
        tableau.append([une.ligne, " ".join(dits), *(lu.get(un) for un in titres)])
    return "data:text/csv;base64," + b64encode(Csv().export_data(tableau)).decode()


def _rangees(resultat: Result, ressource: Ressource, champs: list[Any]) -> Iterator[Rangee]:
    fausses = {une.number: une.error for une in resultat.invalid_rows}
    fausses |= {une.number: une.errors[0].error for une in resultat.error_rows}
    for rang, rangee in enumerate(resultat.rows, 1):
        ligne = ressource.ligne(rang)
        if rang in fausses:
            yield _fausse(ligne, rangee, fausses[rang], champs)
        elif rangee.import_type in ETATS:
            yield _juste(ligne, rangee, champs)


def _juste(ligne: int, rangee: Any, champs: list[Any]) -> Rangee:
    change = rangee.import_type == RowResult.IMPORT_TYPE_UPDATE
    cases = []
    for champ in champs:
        dit = champ.export(rangee.instance)
        avant = champ.export(rangee.original) if change else dit
        cases.append(Case(dire(dit), dire(avant) if avant != dit else ""))
    return Rangee(ligne, rangee.import_type, ETATS[rangee.import_type], tuple(cases))


def _fausse(ligne: int, rangee: Any, erreur: Any, champs: list[Any]) -> Rangee:
    par_champ = getattr(erreur, "message_dict", {})
    connus = {champ.attribute for champ in champs}
    reste = [m for nom, dits in par_champ.items() if nom not in connus for m in dits]
    lus = rangee.row_values or {}
    cases = tuple(
        Case(dire(lus.get(c.column_name)), faute=" ".join(par_champ.get(c.attribute, ())))
        for c in champs
    )
    fautes = tuple(reste if par_champ else _messages(erreur))
    return Rangee(ligne, "faux", ETATS["faux"], cases, fautes)


def _messages(erreur: Any) -> list[str]:
    return list(getattr(erreur, "messages", [])) or [str(erreur)]
