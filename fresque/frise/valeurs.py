"""What the frise tells, whoever draws it. Frozen values: no query, no HTML, no length."""

from dataclasses import dataclass
from datetime import date, timedelta

from pasapas.valeurs.periodes import RIEN, Periode

UN_JOUR = timedelta(days=1)
SANS_TERME = timedelta(days=30)  # what is drawn of a period whose other side nobody said


@dataclass(frozen=True, slots=True)
class EtapeSituee:
    """One étape. ``periode`` are the group's own words, ``dit`` where it stands, in words."""

    titre: str
    etat: str
    dit: str
    periode: str = ""
    comprise: Periode = RIEN
    faite_le: date | None = None
    qui: tuple[str, ...] = ()

    @property
    def datee(self) -> bool:
        return bool(self.comprise or self.faite_le)

    @property
    def premier(self) -> date | None:
        """The first day drawn of its period."""
        debut, fin = self.comprise.debut, self.comprise.fin
        if debut:
            return debut.premier
        return min(fin.premier, fin.dernier - SANS_TERME) if fin else None

    def dernier(self, aujourd_hui: date) -> date | None:
        """The last day drawn: without an end, it goes on until it is done."""
        debut, fin = self.comprise.debut, self.comprise.fin
        if fin:
            return fin.dernier
        return max(debut.dernier, self.faite_le or aujourd_hui) if debut else None


@dataclass(frozen=True, slots=True)
class FicheSituee:
    """One fiche and its étapes, in the order of the group."""

    numero: int
    intitule: str
    etat_libelle: str
    referent: str = ""
    etapes: tuple[EtapeSituee, ...] = ()

    @property
    def code(self) -> str:
        return f"fiche-{self.numero}"

    @property
    def faites(self) -> int:
        return self._combien("faite")

    @property
    def en_retard(self) -> int:
        return self._combien("en-retard")

    def _combien(self, etat: str) -> int:
        return sum(etape.etat == etat for etape in self.etapes)

    @property
    def datees(self) -> tuple[EtapeSituee, ...]:
        return tuple(etape for etape in self.etapes if etape.datee)

    @property
    def sans_date(self) -> tuple[EtapeSituee, ...]:
        return tuple(etape for etape in self.etapes if not etape.datee)


@dataclass(frozen=True, slots=True)
class Frise:
    """All of it, as of ``aujourd_hui``, the day of the établissement."""

    aujourd_hui: date
    fiches: tuple[FicheSituee, ...] = ()

    @property
    def etapes(self) -> tuple[EtapeSituee, ...]:
        return tuple(etape for fiche in self.fiches for etape in fiche.etapes)

    @property
    def faites(self) -> int:
        return sum(fiche.faites for fiche in self.fiches)

    @property
    def en_retard(self) -> int:
        return sum(fiche.en_retard for fiche in self.fiches)

    @property
    def sans_date(self) -> tuple[FicheSituee, ...]:
        """The fiches that have étapes nobody gave a date to."""
        return tuple(fiche for fiche in self.fiches if fiche.sans_date)
