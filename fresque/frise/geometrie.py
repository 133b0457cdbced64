"""Where each thing of the frise stands, as shares of its width: the template draws there.

Pure: the same frise and the same measure of words give the same drawing, whatever its size.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from fresque.frise.echelle import Echelle, Reperes, cadrer, graduer
from fresque.frise.mesure import mesurer
from fresque.frise.valeurs import UN_JOUR, EtapeSituee, FicheSituee, Frise

MINCE = 0.008  # of the width: one day among five years is still seen
TAILLES = (("grande", 14), ("moyenne", 60))  # rows; beyond, a line for each fiche
PIERRE, FLECHE = 0.022, 0.036  # of a line on paper: half a small stone, a small arrow
ECRAN = 14  # rows
COULOIR = 2.9  # mm, of a line of a fiche
Mesure = Callable[[str], float]  # a text to its width, in em


@dataclass(frozen=True, slots=True)
class Barre:
    """A period. ``avant``, ``apres``: nobody said where it begins, or ends; it goes on there."""

    x: str
    largeur: str
    fin: str
    avant: bool = False
    apres: bool = False


@dataclass(frozen=True, slots=True)
class Rangee:
    """One étape drawn: its period, the part of it that is gone, its stone, what joins them."""

    etape: EtapeSituee
    barre: Barre | None = None
    ecoulee: str = ""
    pierre: str = ""
    lien: tuple[str, str] | None = None

    @property
    def seule(self) -> "Rangee":
        """Without what leads elsewhere."""
        return replace(self, lien=None)

    @property
    def etendue(self) -> tuple[float, float]:
        """From where to where it is drawn, its stone and its arrows included."""
        places = [self.barre.x, self.barre.fin] if self.barre else []
        parts = [float(place[:-1]) / 100 for place in (*places, self.pierre) if place]
        avant = FLECHE if self.barre and self.barre.avant else PIERRE
        apres = FLECHE if self.barre and self.barre.apres else PIERRE
        return min(parts) - avant, max(parts) + apres


@dataclass(frozen=True, slots=True)
class FicheDessinee:
    fiche: FicheSituee
    rangees: tuple[Rangee, ...]

    @property
    def couloirs(self) -> tuple[tuple[Rangee, ...], ...]:
        """The same on as few lines as they hold on, none over another."""
        couloirs: list[list[Rangee]] = []
        bouts: list[float] = []
        for rangee in sorted((r.seule for r in self.rangees), key=lambda r: r.etendue):
            debut, fin = rangee.etendue
            libre = next((n for n, bout in enumerate(bouts) if bout <= debut), len(bouts))
            if libre == len(bouts):
                couloirs.append([])
                bouts.append(0.0)
            couloirs[libre].append(rangee)
            bouts[libre] = fin
        return tuple(map(tuple, couloirs))

    @property
    def hautes(self) -> tuple[tuple[str, tuple[Rangee, ...]], ...]:
        """Those lines, and at how many millimetres each begins."""
        return tuple((f"{n * COULOIR:.1f}", couloir) for n, couloir in enumerate(self.couloirs))

    @property
    def hauteur(self) -> str:
        return f"{max(1, len(self.couloirs)) * COULOIR:.1f}"


@dataclass(frozen=True, slots=True)
class FriseDessinee:
    """The whole drawing. ``bord``: on which side of the line of today its word is written."""

    frise: Frise
    fiches: tuple[FicheDessinee, ...]
    reperes: Reperes
    aujourd_hui: str
    bord: str

    @property
    def dessinee(self) -> bool:
        """Whether anything has a place on it."""
        return any(fiche.rangees for fiche in self.fiches)

    @property
    def lignes(self) -> int:
        return sum(len(fiche.rangees) + 1 for fiche in self.fiches)

    @property
    def longue(self) -> bool:
        """More than a screen holds."""
        return self.lignes > ECRAN

    @property
    def taille(self) -> str:
        """How tightly it is set on paper."""
        return next((nom for nom, combien in TAILLES if self.lignes <= combien), "resserree")

    @property
    def legende(self) -> tuple[tuple[Rangee, str], ...]:
        """A sample of each sign, and its word."""
        return LEGENDE


def dessiner(frise: Frise, mesure: Mesure = mesurer) -> FriseDessinee:
    """``mesure`` says how wide the words of the scale are: none is written over another."""
    echelle = cadrer(_jours(frise))
    ici = echelle.part(frise.aujourd_hui)
    return FriseDessinee(
        frise,
        tuple(
            FicheDessinee(
                fiche, tuple(_rangee(e, frise.aujourd_hui, echelle) for e in fiche.datees)
            )
            for fiche in frise.fiches
        ),
        graduer(echelle, mesure),
        _dire(ici),
        "start" if ici < 0.2 else "end" if ici > 0.8 else "middle",
    )


def _signe(etat: str, mot: str, ecoulee: str = "", pierre: str = "") -> tuple[Rangee, str]:
    return Rangee(EtapeSituee("", etat, ""), Barre("2%", "68%", "70%"), ecoulee, pierre), mot


LEGENDE = (
    _signe("faite", "Faite", pierre="50%"),
    _signe("en-cours", "En cours", ecoulee="38%", pierre="40%"),
    _signe("en-retard", "En retard", pierre="70%"),
    _signe("a-venir", "À venir"),
)


def _jours(frise: Frise) -> Iterator[date]:
    """Every day that must have its place."""
    yield frise.aujourd_hui
    for etape in frise.etapes:
        jours = (etape.premier, etape.dernier(frise.aujourd_hui), etape.faite_le)
        yield from (jour for jour in jours if jour)


def _rangee(etape: EtapeSituee, aujourd_hui: date, echelle: Echelle) -> Rangee:
    premier, dernier = etape.premier, etape.dernier(aujourd_hui)
    pierre = echelle.milieu(etape.faite_le) if etape.faite_le else None
    if premier is None or dernier is None:
        return Rangee(etape, pierre=_dire(pierre))
    debut, fin = echelle.part(premier), echelle.part(dernier + UN_JOUR)
    fin = min(1.0, max(fin, debut + MINCE))
    debut = min(debut, fin - MINCE)
    ici, ecoulee, lien = echelle.milieu(aujourd_hui), "", None
    if etape.etat == "en-retard":
        pierre, lien = fin, (_dire(fin), _dire(ici))
    elif etape.etat == "en-cours":
        pierre, ecoulee = ici, _dire(max(0.0, ici - debut))
    elif pierre is not None and not debut <= pierre <= fin:
        lien = (_dire(min(pierre, fin)), _dire(max(pierre, debut)))
    comprise = etape.comprise
    barre = Barre(
        _dire(debut), _dire(fin - debut), _dire(fin), comprise.debut is None, comprise.fin is None
    )
    return Rangee(etape, barre, ecoulee, _dire(pierre), lien)


def _dire(part: float | None) -> str:
    """« 41.67% », whatever the language of the page."""
    return "" if part is None else f"{part * 100:.2f}%"
