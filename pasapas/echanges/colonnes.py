"""The columns our tables share: a line, a day, a number, a region or an account by its key."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field

from pasapas.echanges.cellules import Cellule, DeForme, Liee
from pasapas.models import Region, User
from pasapas.valeurs.departements import DEPARTEMENTS
from pasapas.valeurs.saisie import CourrielField, FinessField, JourField, LigneField

ENTIER_MAX = 100_000
AILLEURS = "Hors des régions que vous suivez."


class Colonne(Field):
    """``titre``: what its heading says, when that is not the name of the field; ``code``: by which
    our rows are read, when that is not the field either."""

    def __init__(self, cellule: Cellule, titre: str = "", *, code: str = "") -> None:
        super().__init__(column_name=code, widget=cellule)
        self.titre = titre


def ligne(maxi: int = 300, **options: Any) -> DeForme:
    return DeForme(LigneField(max_length=maxi, required=False, **options), vide="")


def jour() -> DeForme:
    return DeForme(JourField(required=False))


class Entier(Cellule):
    def lire(self, dit: str) -> int | None:
        if not dit:
            return None
        nu = dit.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
        if not nu.isdecimal() or int(nu[:9]) > ENTIER_MAX or len(nu) > 6:
            raise ValueError(f"« {dit[:40]} » : écrivez un nombre entier.")
        return int(nu)


class AdresseCourriel(DeForme):
    """Small letters, as every account's."""

    def __init__(self, *, vide: Any = "") -> None:
        super().__init__(CourrielField(required=False), vide=vide)

    def lire(self, dit: str) -> Any:
        return super().lire(dit.lower())


class Finess(DeForme):
    """A spreadsheet drops the first zero: said, rather than guessed."""

    def __init__(self) -> None:
        super().__init__(FinessField(required=False), vide="")

    def lire(self, dit: str) -> str:
        try:
            return super().lire(dit)
        except (ValidationError, ValueError) as refus:
            if dit.isdecimal() and len(dit) == 8:
                raise ValueError("8 chiffres : il en faut 9. Un zéro perdu au début ?") from refus
            raise


class Departement(Cellule):
    """« 01 », « 1 », « 2A », « 971 »."""

    def lire(self, dit: str) -> str:
        code = dit.upper()
        code = code.zfill(2) if code.isdecimal() else code
        if code and code not in DEPARTEMENTS:
            raise ValueError(f"« {dit[:40]} » n’est pas un numéro de département.")
        return code


@dataclass
class Regions:
    """Read once."""

    connues: dict[str, Region] | None = None

    def trouver(self, dit: str) -> Region | None:
        if self.connues is None:
            toutes = list(Region.objects.all())
            noms = Counter(r.nom.lower() for r in toutes)
            self.connues = {r.nom.lower(): r for r in toutes if noms[r.nom.lower()] == 1}
            self.connues |= {r.code: r for r in toutes}
        return self.connues.get(dit) or self.connues.get(dit.lower())

    def dire(self, region: Region) -> str:
        """Its name, unless another one bears it."""
        return region.nom if self.trouver(region.nom) == region else region.code


def cellule_region() -> Liee:
    regions = Regions()
    return Liee(regions.trouver, regions.dire, "« {} » : aucune région ne porte ce nom.")


def un_compte(dit: str) -> User | None:
    return User.objects.filter(email=dit.lower()).first()


def cellule_compte() -> Liee:
    return Liee(un_compte, lambda u: u.email or "", "« {} » : aucun compte n’a cette adresse.")
