"""How much a measure does: the whole of it, a short one, and just enough to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ampleur:
    """``tours`` and ``secondes``: rounds of each page, and how long each lasts; ``ecritures``:
    writes in each round of the cold wall; ``planches``: those printed, all when there is none."""

    tours: int
    secondes: float
    ecritures: int
    repondants: int
    telephones: int
    questions: int
    auditeurs: int
    groupe: int  # a working group: six people, a projector, three phones
    diffusions: int
    contenu: int  # times the example
    impressions: int
    dossiers: int  # établissements of a portefeuille, then ten times as many
    passages: int  # readings of each of its pages
    planches: tuple[str, ...] = ()


ENTIERE = Ampleur(
    tours=7,
    secondes=0.5,
    ecritures=4,
    repondants=500,
    telephones=50,
    questions=26,
    auditeurs=200,
    groupe=10,
    diffusions=25,
    contenu=10,
    impressions=3,
    dossiers=1000,
    passages=7,
)
COURTE = Ampleur(
    tours=5,
    secondes=0.2,
    ecritures=1,
    repondants=500,
    telephones=50,
    questions=9,
    auditeurs=200,
    groupe=10,
    diffusions=7,
    contenu=10,
    impressions=1,
    dossiers=1000,
    passages=3,
)
MINUSCULE = Ampleur(
    tours=1,
    secondes=0.01,
    ecritures=1,
    repondants=25,
    telephones=3,
    questions=2,
    auditeurs=4,
    groupe=2,
    diffusions=1,
    contenu=3,
    impressions=1,
    dossiers=10,
    passages=1,
    planches=("eclaire",),
)
