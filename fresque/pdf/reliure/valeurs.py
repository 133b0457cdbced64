"""A part of a file: its sheets, and what is needed to bind them with others."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Cadre:
    """Where a box of the planche stands on paper, in millimetres from the top left corner of the
    ``page`` of its part (the first is 1). A box cut between two sheets has two of them."""

    page: int
    nom: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Signet:
    """A bookmark: where it leads, in points from the bottom of its page (the first is 0).
    ``niveau``: 1, or more below another one."""

    titre: str
    niveau: int
    page: int
    haut: float


@dataclass(frozen=True, slots=True)
class Police:
    """One of the fonts that are embedded whole, once for the whole file: what a part used of it,
    each glyph with its width (thousandths) and what it says."""

    famille: str
    graisse: int
    glyphes: Mapping[int, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Partie:
    """``cle``: digest of all that it shows. ``code``: its planche. ``pdf``: it does not open by
    itself, ``relier`` makes a file of it. ``polices``: by their name in ``pdf``. ``rayon``: the
    bookmark that gathers it with its neighbours; ``titre``: of the file, where it is first."""

    cle: str
    code: str
    pages: int
    pdf: bytes
    cadres: tuple[Cadre, ...] = ()
    signets: tuple[Signet, ...] = ()
    polices: Mapping[str, Police] | None = None
    rayon: str = ""
    titre: str = ""

    def en_octets(self) -> bytes:
        """As it is kept: what is known of it on one line, then its sheets."""
        dit = {nom: valeur for nom, valeur in asdict(self).items() if nom != "pdf"}
        return json.dumps(dit, separators=(",", ":")).encode() + b"\n" + self.pdf

    @classmethod
    def de_octets(cls, octets: bytes) -> "Partie":
        entete, _, pdf = octets.partition(b"\n")
        dit = json.loads(entete)
        polices = {
            nom: Police(
                une["famille"],
                une["graisse"],
                {int(glyphe): (w, t) for glyphe, (w, t) in une["glyphes"].items()},
            )
            for nom, une in (dit.pop("polices") or {}).items()
        }
        cadres = tuple(Cadre(**un) for un in dit.pop("cadres"))
        signets = tuple(Signet(**un) for un in dit.pop("signets"))
        return cls(pdf=pdf, cadres=cadres, signets=signets, polices=polices, **dit)
