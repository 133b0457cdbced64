"""From the rows to counts: what each collège answered, and nothing of who answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnostic.models import Campagne, HorsEchelle, ModePassation, Passation
from diagnostic.resultats.grille import Grille

Feuille = Mapping[str, int | str]  # one bulletin: code of a question -> level, « nsp » or « nc »


@dataclass(frozen=True, slots=True)
class Compte:
    """Answers of one group to one question. ``niveaux`` follows the order of the scale."""

    niveaux: tuple[int, ...]
    nsp: int = 0
    nc: int = 0

    @property
    def effectif(self) -> int:
        """Those who placed themselves on the scale: the only ones a mean speaks of."""
        return sum(self.niveaux)

    @property
    def reponses(self) -> int:
        return self.effectif + self.nsp + self.nc

    def __add__(self, autre: "Compte") -> "Compte":
        niveaux = tuple(a + b for a, b in zip(self.niveaux, autre.niveaux, strict=True))
        return Compte(niveaux, self.nsp + autre.nsp, self.nc + autre.nc)


@dataclass(frozen=True, slots=True)
class Groupe:
    """One collège in one mode. ``participants``: people around a collective voice, or bulletins
    that hold at least one answer."""

    college: str
    mode: str
    participants: int
    invites: int | None
    comptes: Mapping[str, Compte]


def depouiller(campagne: Campagne, grille: Grille) -> list[Groupe]:
    """Count what every collège answered: 5 queries, however many answered."""
    passations = campagne.passations.prefetch_related(
        "bulletins__reponses__question", "bulletins_anonymes"
    )
    return [_groupe(passation, grille) for passation in passations]


def _groupe(passation: Passation, grille: Grille) -> Groupe:
    collective = passation.mode == ModePassation.COLLECTIVE
    feuilles = list(filter(None, (_voix if collective else _anonymes)(passation)))
    return Groupe(
        college=passation.college,
        mode=passation.mode,
        participants=passation.participants or 0 if collective else len(feuilles),
        invites=passation.invites,
        comptes=compter(feuilles, grille),
    )


def _voix(passation: Passation) -> Iterable[Feuille]:
    for bulletin in passation.bulletins.all():
        yield {r.question.code: r.hors_echelle or r.niveau for r in bulletin.reponses.all()}


def _anonymes(passation: Passation) -> Iterable[Feuille]:
    for bulletin in passation.bulletins_anonymes.all():
        yield bulletin.reponses


def compter(feuilles: Iterable[Feuille], grille: Grille) -> dict[str, Compte]:
    """Add up bulletins; what is not an answer of this questionnaire counts for nothing."""
    totaux = {code: Counter() for code in grille.questions}
    for feuille in feuilles:
        for code, reponse in feuille.items():
            if code in totaux and type(reponse) in (int, str):
                totaux[code][reponse] += 1
    return {
        code: Compte(
            tuple(total[valeur] for valeur in grille.valeurs),
            total[HorsEchelle.NSP.value],
            total[HorsEchelle.NC.value],
        )
        for code, total in totaux.items()
    }
