"""Results as frozen values: what the screen, the paper, the charts and the exports all read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import TextChoices

from diagnostic.models import CollegePassation, ModePassation
from diagnostic.resultats.decompte import LIEN_OUVERT, Cloture, Decompte


class Verdict(TextChoices):
    POINT_FORT = "point_fort", "Point fort"
    CONSOLIDER = "consolider", "À consolider"
    AXE = "axe", "Axe d’amélioration"
    SANS = "", ""


class RaisonDeRetenue(StrEnum):
    """Why a collège that answered individually is not shown."""

    EFFECTIF = "effectif"
    RAPPROCHEE = "rapprochee"
    PAPIER = "papier"  # some sheets were read, and too few answered on a telephone beside them


def ecrire(nombre: float | None) -> str:
    """« 3 », « 2,5 », « 2,44 »: no decimal that says nothing."""
    return "" if nombre is None else f"{nombre:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def nommer(colleges: tuple[str, ...]) -> str:
    """« Encadrement et Représentants du personnel »."""
    noms = [CollegePassation(college).label for college in colleges]
    return " et ".join(filter(None, [", ".join(noms[:-1]), noms[-1]]))


@dataclass(frozen=True, slots=True)
class Niveau:
    valeur: int
    libelle: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Profil:
    """A line of the results: one collège, or several too small to be shown apart."""

    code: str
    colleges: tuple[str, ...]
    mode: str
    participants: int = 0
    invites: int | None = None

    @property
    def attribue(self) -> bool:
        return self.mode == ModePassation.COLLECTIVE

    @property
    def regroupe(self) -> bool:
        return len(self.colleges) > 1

    @property
    def nom(self) -> str:
        return nommer(self.colleges)


@dataclass(frozen=True, slots=True)
class Retenue:
    """A collège that is not shown, and why."""

    colleges: tuple[str, ...]
    raison: RaisonDeRetenue

    @property
    def nom(self) -> str:
        return nommer(self.colleges)


@dataclass(frozen=True, slots=True)
class Cellule:
    """What one line says of one question.

    ``niveaux`` counts the answers of each level, for individual answers only and when there are
    enough. ``masquee``: too few chose a level; ``nsp`` may be known all the same.
    """

    profil: Profil
    moyenne: float | None = None
    effectif: int = 0
    niveaux: tuple[int, ...] = ()
    nsp: int = 0
    nc: int = 0
    masquee: bool = False

    @property
    def texte(self) -> str:
        """The level, in figures or in words."""
        if self.moyenne is not None:
            return ecrire(self.moyenne)
        if self.masquee:
            return "masqué"
        if self.nsp:
            return "ne sait pas"
        return "non concerné" if self.nc else "sans réponse"

    @property
    def signe(self) -> str:
        """The level, or one sign: where there is no room for words."""
        if self.moyenne is not None:
            return ecrire(self.moyenne)
        return "?" if self.nsp else "-"

    @property
    def a_part(self) -> str:
        """« 2 ne savent pas, 1 non concerné »: off the scale, among individual answers."""
        if self.profil.attribue:
            return ""
        accord = "savent" if self.nsp > 1 else "sait"
        nsp = f"{self.nsp} ne {accord} pas" if self.nsp else ""
        nc = f"{self.nc} non concerné{'s' if self.nc > 1 else ''}" if self.nc else ""
        return ", ".join(filter(None, [nsp, nc]))


@dataclass(frozen=True, slots=True)
class Mesure:
    """What a question and a theme have in common."""

    code: str
    numero: int
    titre: str
    cellules: tuple[Cellule, ...]
    moyenne: float | None
    ecart: float | None
    verdict: Verdict

    @property
    def niveau(self) -> str:
        return ecrire(self.moyenne)

    @property
    def distance(self) -> str:
        return ecrire(self.ecart)

    def cellule(self, profil: str) -> Cellule | None:
        return next((c for c in self.cellules if c.profil.code == profil), None)


@dataclass(frozen=True, slots=True)
class QuestionResultat(Mesure):
    """``point_fort`` and ``axe`` are the questionnaire's sentences, for the group to start from."""

    theme: str = ""
    aide: str = ""
    point_fort: str = ""
    axe: str = ""
    a_confronter: bool = False
    a_eclaircir: bool = False

    @property
    def enonce(self) -> str:
        return self.titre

    @property
    def nsp(self) -> int:
        return sum(cellule.nsp for cellule in self.cellules)

    @property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """What is proposed to the group: (sens of an element, sentence). Both when in between."""
        valoriser, modifier = ("valoriser", self.point_fort), ("modifier", self.axe)
        choix = {
            Verdict.POINT_FORT: (valoriser,),
            Verdict.AXE: (modifier,),
            Verdict.CONSOLIDER: (valoriser, modifier),
        }
        return tuple(phrase for phrase in choix.get(self.verdict, ()) if phrase[1])


@dataclass(frozen=True, slots=True)
class ThemeResultat(Mesure):
    intro: str = ""
    questions: tuple[QuestionResultat, ...] = ()


@dataclass(frozen=True, slots=True)
class Resultats:
    """All that was published of one campagne. ``mention`` labels its questionnaire."""

    campagne: int
    reference: str
    nom: str
    ouverte_le: date | None
    close_le: date | None
    questionnaire: str
    source: str
    version: int
    mention: str
    seuil: int
    niveaux: tuple[Niveau, ...]
    profils: tuple[Profil, ...]
    retenues: tuple[Retenue, ...]
    themes: tuple[ThemeResultat, ...]
    codes_a_confronter: tuple[str, ...]
    codes_a_eclaircir: tuple[str, ...] = ()
    decomptes: tuple[Decompte, ...] = ()
    cloture: Cloture = Cloture.SANS

    @property
    def questions(self) -> Iterator[QuestionResultat]:
        for theme in self.themes:
            yield from theme.questions

    def question(self, code: str) -> QuestionResultat | None:
        return next((q for q in self.questions if q.code == code), None)

    def theme(self, code: str) -> ThemeResultat | None:
        return next((theme for theme in self.themes if theme.code == code), None)

    def du_verdict(self, verdict: Verdict) -> list[QuestionResultat]:
        return [q for q in self.questions if q.verdict == verdict]

    @property
    def points_forts(self) -> list[QuestionResultat]:
        """The highest first."""
        return sorted(self.du_verdict(Verdict.POINT_FORT), key=_moyenne, reverse=True)

    @property
    def a_consolider(self) -> list[QuestionResultat]:
        """The highest first: the nearest to holding."""
        return sorted(self.du_verdict(Verdict.CONSOLIDER), key=_moyenne, reverse=True)

    @property
    def axes(self) -> list[QuestionResultat]:
        """The lowest first."""
        return sorted(self.du_verdict(Verdict.AXE), key=_moyenne)

    @property
    def a_confronter(self) -> list[QuestionResultat]:
        """The widest gaps first, as they were published."""
        return [q for code in self.codes_a_confronter if (q := self.question(code))]

    @property
    def ex_aequo(self) -> list[QuestionResultat]:
        """As wide a gap as the last one to confront, left out because the list is short."""
        if not (listees := self.a_confronter):
            return []
        dernier = listees[-1].ecart
        return [q for q in self.questions if q.ecart == dernier and not q.a_confronter]

    @property
    def a_eclaircir(self) -> list[QuestionResultat]:
        """Where many do not know, the most first."""
        return [q for code in self.codes_a_eclaircir if (q := self.question(code))]

    @property
    def voix(self) -> tuple[Profil, ...]:
        return tuple(profil for profil in self.profils if profil.attribue)

    @property
    def a_lien_ouvert(self) -> bool:
        """Whether some of the individual answers came by a link that serves again and again."""
        tires = {decompte.college for decompte in self.decomptes}
        return any(not set(profil.colleges) <= tires for profil in self.individuels)

    @property
    def dit_lien_ouvert(self) -> str:
        return LIEN_OUVERT if self.a_lien_ouvert else ""

    @property
    def recolte(self) -> Iterator[str]:
        """How the answers were collected, in sentences: the same on the page and in the files."""
        for decompte in self.decomptes:
            yield from (f"{decompte.nom} : {phrase}" for phrase in decompte.phrases)
        yield from filter(None, (self.dit_lien_ouvert, self.cloture.label))

    @property
    def individuels(self) -> tuple[Profil, ...]:
        return tuple(profil for profil in self.profils if not profil.attribue)


def _moyenne(question: QuestionResultat) -> float:
    """What has a verdict has a mean."""
    return question.moyenne or 0
