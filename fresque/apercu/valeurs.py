"""What stands on the wall: sheets, patches, stones. Frozen, so that two walls compare."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from diagnostic.graphiques import Fil
from pasapas.valeurs.annexes import Annexe
from pasapas.valeurs.encarts import empreinte

ETAGE_FIL = 38  # height of one thread, in the units of the drawings


@dataclass(frozen=True, slots=True)
class Touche:
    """One patch of paint: a box of the planche, or a few of them, in its first words.

    ``cases`` are the ids of the boxes it stands for (« fiche-2--evaluation »). ``question`` is
    the kit's, shortened, for the sheet nobody has written on yet. ``forme`` names its size in
    the grid. ``postits``: how many, by nature. ``fils``: points of view far apart, each drawn
    at its height.
    """

    nom: str
    cases: tuple[str, ...]
    mots: str = ""
    question: str = ""
    forme: str = ""
    postits: tuple[tuple[str, str, int], ...] = ()
    fils: tuple[tuple[int, Fil], ...] = ()

    @property
    def vide(self) -> bool:
        return not self.mots and not self.fils

    @property
    def hauteur(self) -> int:
        return ETAGE_FIL * len(self.fils)

    @property
    def postits_dits(self) -> str:
        """« Post-it : Idée, Vigilance (2) »."""
        dits = (f"{nature} ({n})" if n > 1 else nature for _, nature, n in self.postits)
        return f"Post-it\u00a0: {', '.join(dits)}"


@dataclass(frozen=True, slots=True)
class Pierre:
    """An étape on the path, or ``nombre`` of them in a row that stand at the same point."""

    etat: str
    rang: int
    nombre: int = 1

    @property
    def dite(self) -> str:
        """« Étape 3 en retard », « Étapes 1 à 4 faites »."""
        etat = {
            "faite": "faites" if self.nombre > 1 else "faite",
            "en-retard": "en retard",
            "en-cours": "en cours",
        }.get(self.etat, "à venir")
        if self.nombre == 1:
            return f"Étape {self.rang} {etat}"
        return f"Étapes {self.rang} à {self.rang + self.nombre - 1} {etat}"


@dataclass(frozen=True, slots=True)
class EtapeEnVue:
    """An étape that calls for someone: ``periode`` in the group's words, ``qui`` sees to it."""

    titre: str
    periode: str
    qui: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """What one participant has in hand. ``case`` is where it is written."""

    participant: int
    quoi: str
    detail: str
    case: str


@dataclass(frozen=True, slots=True)
class Note:
    """A post-it as the list of them tells it."""

    pk: int
    couleur: str
    nature: str
    texte: str
    case: str


@dataclass(frozen=True)
class Apercu:
    """A planche on the wall. ``noms`` gives each box a short name, for the lists beside it.

    ``reste`` are the boxes that no patch stands for: what is new there shows on the band.
    """

    code: str
    modele: str
    coordonnee: str
    annexe: Annexe
    titre: str
    touches: tuple[Touche, ...] = ()
    pierres: tuple[Pierre, ...] = ()
    reste: tuple[str, ...] = ()
    retards: tuple[EtapeEnVue, ...] = ()
    en_cours: tuple[EtapeEnVue, ...] = ()
    faites: int = 0
    etapes: int = 0
    charges: tuple[Charge, ...] = ()
    notes: tuple[Note, ...] = ()
    noms: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def pleine(self) -> bool:
        """Someone wrote here: the band takes its full pigment."""
        return bool(self.pierres) or any(not touche.vide for touche in self.touches)

    @property
    def longue(self) -> bool:
        """A long title typed in capitals takes more room than it deserves."""
        return len(self.titre) > 24 and self.titre.upper() == self.titre

    @cached_property
    def empreinte(self) -> str:
        """Tells a browser whether the sheet it shows is still this one."""
        return empreinte(self)


@dataclass(frozen=True, slots=True)
class Attente:
    """An intention that has no fiche yet. ``pk`` is its key."""

    pk: int
    texte: str


@dataclass(frozen=True)
class Mur:
    """The whole wall. ``attentes``: intentions without a fiche, in the group's order;
    ``prochaine``: when the group meets next; ``decisions``: how many it took."""

    slug: str
    apercus: tuple[Apercu, ...]
    attentes: tuple[Attente, ...]
    prochaine: str = ""
    decisions: int = 0

    @property
    def vierge(self) -> bool:
        """Nothing but what every new fresque says of itself: its name, and who opened it."""
        return not any(
            not touche.vide
            for apercu in self.apercus
            for touche in apercu.touches
            if (apercu.code, touche.nom) not in {("eclaire", "Nom"), ("eclaire", "Équipe")}
        )

    @property
    def fiches(self) -> int:
        return sum(apercu.modele == "fiche" for apercu in self.apercus)

    @property
    def structure(self) -> str:
        """Which sheets stand where: when it changes, the wall is laid out again."""
        codes = [apercu.code for apercu in self.apercus]
        return empreinte(codes, self.vierge, bool(self.attentes))

    @cached_property
    def empreinte(self) -> str:
        """Changes when any sheet does: what sums up the whole wall is then asked again."""
        return empreinte(
            [a.empreinte for a in self.apercus], self.attentes, self.prochaine, self.decisions
        )

    @property
    def empreinte_attentes(self) -> str:
        return empreinte(self.attentes)

    @property
    def empreintes(self) -> dict[str, str]:
        """The digest of each piece of the wall, by its id in the page."""
        resume = ("suivi", "cartouche", "mur-etapes")
        return {
            "mur": self.structure,
            "mur-attente": self.empreinte_attentes,
            **dict.fromkeys(resume, self.empreinte),
            **{f"mur-{apercu.code}": apercu.empreinte for apercu in self.apercus},
        }

    def apercu(self, code: str) -> Apercu | None:
        return next((apercu for apercu in self.apercus if apercu.code == code), None)


@dataclass(frozen=True, slots=True)
class Nouveaute:
    """What is new in one box: who wrote there, by first name, and when last."""

    case: str
    qui: tuple[str, ...]
    quand: datetime


@dataclass(frozen=True, slots=True)
class Fraicheur:
    """The boxes others painted since ``depuis``, the last one first. On a first visit, none."""

    depuis: datetime | None = None
    nouveautes: tuple[Nouveaute, ...] = ()

    @property
    def cases(self) -> frozenset[str]:
        return frozenset(nouveaute.case for nouveaute in self.nouveautes)
