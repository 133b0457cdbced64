"""From the rows to counts: what each collège answered, and nothing of who answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from diagnostic.models import Campagne, HorsEchelle, Passation
from diagnostic.resultats.grille import Grille

Feuille = Mapping[str, int | str]  # one bulletin: code of a question -> level, « nsp » or « nc »


@dataclass(frozen=True, slots=True)
class Compte:
    """Answers of one group to one question. ``niveaux`` follows the order of the scale.

    ``..._telephone``: how many of them nobody has read, for they came on a telephone;
    ``telephones``: how many people answered the questionnaire there, this question or not.
    """

    niveaux: tuple[int, ...]
    nsp: int = 0
    nc: int = 0
    effectif_telephone: int = 0
    reponses_telephone: int = 0
    telephones: int = 0

    @property
    def effectif(self) -> int:
        """Those who placed themselves on the scale: the only ones a mean speaks of."""
        return sum(self.niveaux)

    @property
    def reponses(self) -> int:
        return self.effectif + self.nsp + self.nc

    def __add__(self, autre: "Compte") -> "Compte":
        niveaux = tuple(a + b for a, b in zip(self.niveaux, autre.niveaux, strict=True))
        return Compte(
            niveaux,
            self.nsp + autre.nsp,
            self.nc + autre.nc,
            self.effectif_telephone + autre.effectif_telephone,
            self.reponses_telephone + autre.reponses_telephone,
            self.telephones + autre.telephones,
        )


@dataclass(frozen=True, slots=True)
class Urne:
    """One collège in one mode. ``participants``: people around a collective voice, or bulletins
    that hold at least one answer; ``telephones``: those of them that nobody copied from paper."""

    college: str
    mode: str
    participants: int
    invites: int | None
    comptes: Mapping[str, Compte]
    telephones: int = 0


def depouiller(campagne: Campagne, grille: Grille, *, annonce: bool = False) -> list[Urne]:
    """Count what every collège answered: 5 queries, however many answered.

    ``annonce``: before closing, only what nobody can take back nor knows otherwise: the
    bulletins given in on a telephone (docs/adr/0013).
    """
    passations = campagne.passations.prefetch_related(
        "bulletins__reponses__question", "bulletins_anonymes"
    )
    return [
        _individuel(passation, grille, annonce=annonce)
        if passation.individuelle
        else _collectif(passation, grille)
        for passation in passations
    ]


def _collectif(passation: Passation, grille: Grille) -> Urne:
    return Urne(
        college=passation.college,
        mode=passation.mode,
        participants=passation.participants or 0,
        invites=passation.invites,
        comptes=compter(_voix(passation), grille),
    )


def _individuel(passation: Passation, grille: Grille, *, annonce: bool) -> Urne:
    remplis = [bulletin for bulletin in passation.bulletins_anonymes.all() if bulletin.reponses]
    telephone = [b.reponses for b in remplis if not b.papier and (b.rendu or not annonce)]
    papier = [b.reponses for b in remplis if b.papier and not annonce]
    return Urne(
        college=passation.college,
        mode=passation.mode,
        participants=len(telephone) + len(papier),
        invites=passation.invites,
        comptes=compter(telephone, grille, papier),
        telephones=len(telephone),
    )


def _voix(passation: Passation) -> Iterable[Feuille]:
    for bulletin in passation.bulletins.all():
        dites = bulletin.reponses.all()
        yield {r.question.code: r.hors_echelle or r.niveau or 0 for r in dites}


def compter(
    feuilles: Iterable[Feuille], grille: Grille, papier: Iterable[Feuille] = ()
) -> dict[str, Compte]:
    """Add up bulletins, those of telephones and those copied from paper."""
    telephones = list(feuilles)
    copies = _additionner(papier, grille)
    return {
        code: copies[code]
        + replace(
            compte,
            effectif_telephone=compte.effectif,
            reponses_telephone=compte.reponses,
            telephones=len(telephones),
        )
        for code, compte in _additionner(telephones, grille).items()
    }


def _additionner(feuilles: Iterable[Feuille], grille: Grille) -> dict[str, Compte]:
    """What is not an answer of this questionnaire counts for nothing."""
    totaux: dict[str, Counter[int | str]] = {code: Counter() for code in grille.questions}
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
