"""Who may be shown: small groups, and groups that have just been shown elsewhere.

One rule makes the rest simple: **everything published is worked out from what is shown**. A total,
a mean of a theme, a gap, a comparison holds no hidden answer, so that adding and subtracting
what is published gives back what is shown, and nothing finer (docs/adr/0013).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce

from diagnostic.models import CollegePassation, ModePassation
from diagnostic.models.campagne import SEUIL_PLANCHER
from diagnostic.resultats.depouillement import Compte, Groupe
from diagnostic.resultats.valeurs import Raison, Retenue

REGROUPES = "regroupes"


@dataclass(frozen=True, slots=True)
class Unite:
    """What is shown as one point of view: a collège, or small ones together."""

    code: str
    colleges: tuple[str, ...]
    mode: str
    participants: int
    invites: int | None
    comptes: dict[str, Compte]

    @property
    def attribuee(self) -> bool:
        """A collective voice: named, visible, said so before; no threshold applies to it."""
        return self.mode == ModePassation.COLLECTIVE


def former(
    groupes: Sequence[Groupe], seuil: int, recents: Collection[str] = ()
) -> tuple[list[Unite], list[Retenue]]:
    """Split the collèges into what is shown and what is held back.

    ``recents``: collèges some of whose people were published not long ago (delai.py); one person
    come or gone between the two would stand out. A collège that gave no answer is added to none.
    """
    seuil = max(seuil, SEUIL_PLANCHER)
    individuels = sorted((g for g in groupes if g.mode != ModePassation.COLLECTIVE), key=_rang)
    deja = [g for g in individuels if g.college in recents]
    libres = [g for g in individuels if g.college not in recents]
    assez = [g for g in libres if g.participants >= seuil]
    petits = [g for g in libres if g.participants < seuil]
    reunis = sum(g.participants for g in petits) >= seuil
    ensemble = [g for g in petits if g.participants] if reunis else []
    voix = [g for g in groupes if g.mode == ModePassation.COLLECTIVE]
    unites = [_seul(g) for g in sorted([*voix, *assez], key=_rang)]
    unites += [_reunir(ensemble)] if ensemble else []
    retenues = [Retenue((g.college,), Raison.RAPPROCHEE) for g in deja]
    retenues += [Retenue((g.college,), Raison.EFFECTIF) for g in petits if g not in ensemble]
    return unites, retenues


def montrable(compte: Compte, seuil: int) -> bool:
    """At least ``seuil`` people placed themselves on the scale for this question."""
    return compte.effectif >= max(seuil, SEUIL_PLANCHER)


def nsp_montrable(compte: Compte, seuil: int) -> bool:
    """Enough people answered to say how many did not know, though too few chose a level."""
    return compte.nsp > 0 and compte.reponses >= max(seuil, SEUIL_PLANCHER)


def _rang(groupe: Groupe) -> int:
    return CollegePassation.values.index(groupe.college)


def _seul(groupe: Groupe) -> Unite:
    return Unite(
        groupe.college,
        (groupe.college,),
        groupe.mode,
        groupe.participants,
        groupe.invites,
        dict(groupe.comptes),
    )


def _reunir(petits: Sequence[Groupe]) -> Unite:
    """Collèges too small to be shown alone, added together: none can be told apart."""
    codes = petits[0].comptes
    return Unite(
        code=REGROUPES,
        colleges=tuple(g.college for g in petits),
        mode=ModePassation.INDIVIDUELLE.value,
        participants=sum(g.participants for g in petits),
        invites=sum(g.invites or 0 for g in petits) or None,
        comptes={q: reduce(lambda a, b: a + b, (g.comptes[q] for g in petits)) for q in codes},
    )
