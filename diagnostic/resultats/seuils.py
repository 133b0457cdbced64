"""Who may be shown: small groups, and groups that have just been shown elsewhere.

One rule makes the rest simple: **everything published is worked out from what is shown**. A total,
a mean of a theme, a gap, a comparison holds no hidden answer, so that adding and subtracting
what is published gives back what is shown, and nothing finer (docs/adr/0013).

Whoever copies paper sheets has read them: with a total, they know the answers of the others. So
among those who answered on a telephone there are none, or as many as the threshold asks.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce

from diagnostic.models import CollegePassation, ModePassation
from diagnostic.models.campagne import SEUIL_PLANCHER
from diagnostic.resultats.depouillement import Compte, Urne
from diagnostic.resultats.valeurs import RaisonDeRetenue, Retenue

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
    urnes: Sequence[Urne], seuil: int, recents: Collection[str], *, annonce: bool = False
) -> tuple[list[Unite], list[Retenue]]:
    """Split the collèges into what is shown and what is held back.

    ``recents``: collèges some of whose people were published not long ago (delai.py); one person
    come or gone between the two would stand out. A collège that gave no answer is added to none,
    but before closing (``annonce``), when it must not be known that nobody has come.
    """
    seuil = max(seuil, SEUIL_PLANCHER)
    individuels = sorted((u for u in urnes if u.mode != ModePassation.COLLECTIVE), key=_rang)
    deja = [u for u in individuels if u.college in recents]
    libres = [u for u in individuels if u.college not in recents]
    petits = [u for u in libres if not _assez([u], seuil)]
    assez = [u for u in libres if u not in petits]
    reunis = _assez(petits, seuil)
    ensemble = [u for u in petits if u.participants or annonce] if reunis else []
    voix = [u for u in urnes if u.mode == ModePassation.COLLECTIVE]
    unites = [_unite(u.college, [u]) for u in sorted([*voix, *assez], key=_rang)]
    unites += [_unite(REGROUPES, ensemble)] if ensemble else []
    retenues = [Retenue((u.college,), RaisonDeRetenue.RAPPROCHEE) for u in deja]
    retenues += [
        Retenue(
            (u.college,),
            RaisonDeRetenue.EFFECTIF if u.participants < seuil else RaisonDeRetenue.PAPIER,
        )
        for u in petits
        if u not in ensemble
    ]
    return unites, retenues


def _assez(urnes: Sequence[Urne], seuil: int) -> bool:
    """Together, enough answered to be shown; and of those nobody has read, enough or none."""
    telephones = sum(u.telephones for u in urnes)
    return sum(u.participants for u in urnes) >= seuil and not 0 < telephones < seuil


def montrable(compte: Compte, seuil: int) -> bool:
    """At least ``seuil`` people placed themselves on the scale for this question; on a telephone
    too, if anyone answered there. (That nobody did, for this question, is theirs as well.)"""
    seuil = max(seuil, SEUIL_PLANCHER)
    sues = not compte.telephones or compte.effectif_telephone >= seuil
    return compte.effectif >= seuil and sues


def nsp_montrable(compte: Compte, seuil: int) -> bool:
    """Enough people answered to say how many did not know, though too few chose a level."""
    seuil = max(seuil, SEUIL_PLANCHER)
    sues = not compte.telephones or compte.reponses_telephone >= seuil
    return compte.nsp > 0 and compte.reponses >= seuil and sues


def _rang(urne: Urne) -> int:
    return CollegePassation.values.index(urne.college)


def _unite(code: str, urnes: Sequence[Urne]) -> Unite:
    """Collèges too small to be shown alone are added together: none can be told apart."""
    codes = urnes[0].comptes
    return Unite(
        code=code,
        colleges=tuple(u.college for u in urnes),
        mode=urnes[0].mode,
        participants=sum(u.participants for u in urnes),
        invites=sum(u.invites or 0 for u in urnes) or None,
        comptes={q: reduce(lambda a, b: a + b, (u.comptes[q] for u in urnes)) for q in codes},
    )
