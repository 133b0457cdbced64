"""The published results of a campagne, as a file holds them: one text, in JSON, checked whole."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from diagnostic.models import CollegePassation, ModePassation
from diagnostic.models.campagne import SEUIL_PLAFOND, SEUIL_PLANCHER
from diagnostic.resultats import Cloture, RaisonDeRetenue, Verdict
from pasapas.lecture.champs import refus

NIVEAU_MAX = 100
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[-a-zA-Z0-9_]+$")]
Nombre = Annotated[int, Field(ge=0, le=1_000_000)]
Moyenne = Annotated[float, Field(ge=0, le=NIVEAU_MAX)]
College = Literal[tuple(CollegePassation.values)]
Colleges = Annotated[list[College], Field(min_length=1, max_length=len(CollegePassation))]


class Publie(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ProfilPublie(Publie):
    code: Code
    colleges: Colleges
    mode: Literal[tuple(ModePassation.values)]
    participants: Nombre
    invites: Nombre | None


class RetenuePubliee(Publie):
    colleges: Colleges
    raison: Literal[tuple(raison.value for raison in RaisonDeRetenue)]


class CellulePubliee(Publie):
    moyenne: Moyenne | None = None
    effectif: Nombre = 0
    nsp: Nombre = 0
    nc: Nombre = 0
    niveaux: Annotated[list[Nombre], Field(max_length=NIVEAU_MAX)] = []


class MesurePubliee(Publie):
    moyenne: Moyenne | None
    ecart: Moyenne | None
    verdict: Literal[tuple(verdict.value for verdict in Verdict)]


class QuestionPubliee(MesurePubliee):
    profils: dict[Code, CellulePubliee]


class ThemePublie(MesurePubliee):
    profils: dict[Code, Moyenne | None]


class DecomptePublie(Publie):
    college: College
    imprimes: Nombre
    annules: Nombre
    tires: Nombre | None
    utilises: Nombre
    refuses: Nombre
    seul: bool


class ResultatsPublies(Publie):
    version: Literal[1, 2]
    seuil: Annotated[int, Field(ge=SEUIL_PLANCHER, le=SEUIL_PLAFOND)]
    profils: list[ProfilPublie]
    retenues: list[RetenuePubliee]
    questions: dict[Code, QuestionPubliee]
    themes: dict[Code, ThemePublie]
    a_confronter: list[Code]
    a_eclaircir: list[Code]
    decomptes: Annotated[list[DecomptePublie], Field(max_length=len(CollegePassation))] = []
    cloture: Literal[tuple(cloture.value for cloture in Cloture)] = ""


def lire_resultats(texte: str) -> ResultatsPublies:
    """Raises ValueError when this is not what a closing publishes."""
    return ResultatsPublies.model_validate(json.loads(texte, parse_constant=_jamais), strict=True)


def _jamais(nom: str) -> None:
    raise ValueError(nom)


def _valider(valeur: Any) -> Any:
    if valeur in (None, ""):
        return ""
    try:
        lire_resultats(valeur)
    except (ValidationError, ValueError, TypeError, RecursionError):
        raise refus("ces résultats ne sont pas de ceux qu’une clôture publie") from None
    return valeur


Resultats = Annotated[str, BeforeValidator(_valider), Field(default="")]
