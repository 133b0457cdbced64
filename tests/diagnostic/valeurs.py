"""Results made by hand, for drawings and files: no database."""

from collections.abc import Sequence
from datetime import date

from diagnostic.models import ModePassation
from diagnostic.resultats import (
    Cellule,
    Niveau,
    Profil,
    QuestionResultat,
    Resultats,
    ThemeResultat,
    Verdict,
)

NIVEAUX = tuple(
    Niveau(valeur, mot)
    for valeur, mot in enumerate(("Absent", "Ponctuel", "Organisé", "Ancré"), start=1)
)
COLLEGES = ("direction", "rh", "encadrement", "irp")


def voix(college: str) -> Profil:
    return Profil(college, (college,), ModePassation.COLLECTIVE, 2)


def individuel(college: str = "salaries", participants: int = 9) -> Profil:
    return Profil(college, (college,), ModePassation.INDIVIDUELLE, participants)


def question(
    *cellules: Cellule, code: str = "q1", numero: int = 1, titre: str = "Tout va bien."
) -> QuestionResultat:
    moyennes = [cellule.moyenne for cellule in cellules if cellule.moyenne is not None]
    return QuestionResultat(
        code=code,
        numero=numero,
        titre=titre,
        cellules=cellules,
        moyenne=sum(moyennes) / len(moyennes) if moyennes else None,
        ecart=max(moyennes) - min(moyennes) if len(moyennes) > 1 else None,
        verdict=Verdict.CONSOLIDER,
    )


def resultats(
    questions: Sequence[QuestionResultat],
    *,
    themes: int = 1,
    niveaux: tuple[Niveau, ...] = NIVEAUX,
    nom: str = "Campagne",
) -> Resultats:
    """Every theme holds the same questions."""
    profils = tuple(cellule.profil for cellule in questions[0].cellules) if questions else ()
    return Resultats(
        campagne=1,
        reference="campagne-1",
        nom=nom,
        ouverte_le=date(2025, 1, 13),
        close_le=date(2025, 1, 22),
        questionnaire="Autodiagnostic",
        source="autodiagnostic",
        version=1,
        mention="questionnaire de démonstration",
        seuil=5,
        niveaux=niveaux,
        profils=profils,
        retenues=(),
        themes=tuple(
            ThemeResultat(
                code=f"t{rang}",
                numero=rang,
                titre=f"Thème {rang}",
                cellules=questions[0].cellules if questions else (),
                moyenne=questions[0].moyenne if questions else None,
                ecart=None,
                verdict=Verdict.SANS,
                questions=tuple(questions),
            )
            for rang in range(1, themes + 1)
        ),
        codes_a_confronter=(),
    )
