"""The four annexes of the kit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Annexe:
    """One of the kit's four annexes (annexe 3, page 1). ``court`` is its title on one line."""

    numero: int
    titre: str
    livret: str
    pigment: str
    court: str

    @property
    def lettre(self) -> str:
        """Letter of the sheets' coordinates: A for annexe 1 ... D for annexe 4."""
        return "ABCD"[self.numero - 1]


ANNEXES = (
    Annexe(
        1,
        "J’éclaire le projet pour mon établissement",
        "S’inspirer, se préparer",
        "ocre",
        "J’éclaire le projet",
    ),
    Annexe(
        2,
        "Je réalise un état des lieux",
        "S’organiser, amorcer",
        "azurite",
        "Je réalise un état des lieux",
    ),
    Annexe(
        3,
        "J’engage des actions au sein de mon établissement",
        "Entreprendre, agir",
        "malachite",
        "J’engage des actions",
    ),
    Annexe(
        4,
        "Je réalise le bilan des actions engagées",
        "Valoriser, pérenniser",
        "sanguine",
        "Je réalise le bilan",
    ),
)
