"""What a file would do, before it does: each row, what it was, what it would be, what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from import_export.results import Result, RowResult

from pasapas.echanges.formats import dire
from pasapas.echanges.ressource import Ressource

MONTREES = 200
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
class Apercu:
    """``general``: what is wrong with the whole file."""

    entetes: tuple[str, ...]
    rangees: tuple[Rangee, ...]
    comptes: tuple[tuple[str, str, int], ...]
    total: int
    general: tuple[str, ...]
    lu: str
    ignorees: tuple[str, ...]

    @property
    def fautives(self) -> int:
        return next((nombre for etat, _, nombre in self.comptes if etat == "faux"), 0)

    @property
    def possible(self) -> bool:
        return not (self.fautives or self.general)

    @property
    def autres(self) -> int:
        return self.total - len(self.rangees)


def apercu(resultat: Result, ressource: Ressource, lu: str = "") -> Apercu:
    champs = ressource.get_import_fields()
    toutes = sorted(
        _rangees(resultat, ressource, champs), key=lambda r: (RANGS.index(r.etat), r.ligne)
    )
    return Apercu(
        tuple(champ.column_name for champ in champs),
        tuple(toutes[:MONTREES]),
        tuple((e, dit, sum(r.etat == e for r in toutes)) for e, dit in ETATS.items()),
        len(toutes),
        tuple(" ".join(_messages(erreur.error)) for erreur in resultat.base_errors),
        lu,
        tuple(getattr(ressource, "ignorees", ())),
    )


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
