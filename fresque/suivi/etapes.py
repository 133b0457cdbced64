"""The étapes of a fresque, fiche after fiche, as its planches tell them; which one comes after one
that is done. Values, no query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pasapas.valeurs.encarts import Encart, Ligne
from pasapas.valeurs.etapes import EtapeVue
from pasapas.valeurs.planches import Planche

ETAPES = "etapes"  # the box of a fiche they stand in


@dataclass(frozen=True, slots=True)
class Confiee:
    """An étape and the fiche it is of. ``arretee``: nobody has that fiche in hand any more."""

    ligne: Ligne
    vue: EtapeVue
    code: str
    coordonnee: str
    fiche: str
    arretee: bool

    @property
    def pk(self) -> int:
        return self.ligne.pk

    @property
    def titre(self) -> str:
        return self.ligne.titre

    @property
    def faite(self) -> bool:
        return self.vue.faite_le is not None

    @property
    def en_retard(self) -> bool:
        return self.ligne.etat == "en-retard"

    @property
    def attend(self) -> bool:
        """Somebody has it to do, or should."""
        return not (self.faite or self.arretee)

    @property
    def sans_personne(self) -> bool:
        return not self.vue.presents

    @property
    def case(self) -> str:
        return f"{self.code}--{ETAPES}-{self.pk}"

    @property
    def debut(self) -> date | None:
        return self.vue.periode.debut.premier if self.vue.periode.debut else None

    @property
    def fin(self) -> date | None:
        return self.vue.periode.fin.dernier if self.vue.periode.fin else None


def toutes(planches: Iterable[Planche]) -> tuple[Confiee, ...]:
    """Those of every fiche, in the order the group gave them."""
    return tuple(une for planche in planches for une in _de(planche))


def _de(planche: Planche) -> Iterator[Confiee]:
    encart = planche.encart(ETAPES) if planche.modele == "fiche" else None
    for ligne in encart.lignes if encart else ():
        if ligne.etape is not None:
            yield Confiee(
                ligne,
                ligne.etape,
                planche.code,
                planche.coordonnee,
                planche.sous_titre or planche.titre.capitalize(),
                planche.arretee,
            )


def suivante(encart: Encart, pk: int) -> Ligne | None:
    """What comes after this étape in its fiche: the next one that is not done, in the group's own
    order; the first of those before it, when none follows."""
    attendent = [ligne for ligne in encart.lignes if ligne.etape and not ligne.etape.faite_le]
    rangs = {ligne.pk: rang for rang, ligne in enumerate(encart.lignes)}
    ici = rangs.get(pk, -1)
    apres = [ligne for ligne in attendent if rangs[ligne.pk] > ici]
    return next(iter([*apres, *attendent]), None)
