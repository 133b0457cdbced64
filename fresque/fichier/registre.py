"""What an import has written so far: rows by their id in the file, ranks already given."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from diagnostic.models import Intention, Theme
from fiches.models import FicheAction
from pasapas.models import Acteur, Element, Participant, Projet, Service


@dataclass(slots=True)
class Registre:
    projet: Projet
    services: dict[str, Service] = field(default_factory=dict)
    personnes: dict[str, Participant] = field(default_factory=dict)
    acteurs: dict[str, Acteur] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    fiches: dict[int, FicheAction] = field(default_factory=dict)
    # Tied to their fiche once the fiches are written.
    intentions: list[tuple[Intention, int]] = field(default_factory=list)
    rangs: Counter[type[Element]] = field(default_factory=Counter)

    def nouveau(self, modele: type[Element], **valeurs: Any) -> Any:
        """An unsaved row of the projet, last of its kind."""
        ordre = self.rangs[modele]
        self.rangs[modele] += 1
        return modele(projet=self.projet, ordre=ordre, **valeurs)

    def personne(self, reference: str) -> Participant | None:
        return self.personnes[reference] if reference else None
