"""What the wall shows and what the paper prints, its sheets and the whole: frozen values, no HTML,
no query. Their boxes are ``encarts``.

Each annexe builds its planches in its own ``planche.py``; screen and PDF read these same values.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pasapas.valeurs.annexes import ANNEXES, Annexe
from pasapas.valeurs.encarts import Champ, Encart, Ligne, empreinte

# The box of a fiche that a detail of the row leading to it tells again.
REDIT = {"intitule": "intitule", "referent": "suivi", "themes": "suivi", "etapes": "etapes"}
# What the band of a planche says of its boxes, by its layout and the name of the box.
DISENT = {
    ("fiche", "intitule"): ("sous_titre",),
    ("fiche", "suivi"): ("etat", "etat_libelle", "referent"),
    ("bilan", "seance"): ("sous_titre",),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn rather than written: a template, the same on screen and on paper, and the
    frozen values it draws. The same ``cle`` means the same drawing. ``suite``: a template of what
    it leads to, on screen, after the encarts."""

    cle: str
    gabarit: str
    valeur: object = field(repr=False, compare=False)
    suite: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Encarts under one heading of the paper (a theme, « Vos enseignements »...).

    ``figures`` come before the encarts; a section may hold nothing else. On paper a section
    that is ``a_part`` has sheets of its own. ``hors_kit``: its heading is ours, not the kit's.
    """

    encarts: tuple[Encart, ...]
    nom: str = ""
    titre: str = ""
    intro: str = ""
    figures: tuple[Figure, ...] = ()
    a_part: bool = False
    hors_kit: bool = False


@dataclass(frozen=True, slots=True)
class Planche:
    """One sheet of the fresque, on screen and on paper.

    ``code`` addresses it (``fiche-2``), ``modele`` names its layout (``fiche``), ``page`` is
    the printed page of the kit's own order (P1 ... P7), ``coordonnee`` its mark on the wall
    (A1 ... D1, « n°2 » for a fiche): it depends on nothing but the planche, so that reprinting
    one never shifts the others. ``mention`` is what must be said of where its content comes
    from. ``pour`` is the key of the participant who has it in hand, and ``referent`` their name.
    """

    code: str
    modele: str
    page: str
    coordonnee: str
    annexe: Annexe
    titre: str
    sections: tuple[Section, ...]
    sous_titre: str = ""
    intro: str = ""
    conseil: str = ""
    etat: str = ""
    etat_libelle: str = ""
    pierres: tuple[bool, ...] = ()
    blanche: bool = False
    mention: str = ""
    pour: int | None = None
    referent: str = ""
    au_mur: bool = True  # a page beside it is neither counted nor printed
    sur_demande: bool = False  # on paper, only when it is asked for by its name

    @property
    def arretee(self) -> bool:
        """A fiche that is over, one way or another: nothing of it waits for anybody."""
        return self.etat in {"terminee", "abandonnee"}

    @property
    def encarts(self) -> Iterator[Encart]:
        for section in self.sections:
            yield from section.encarts

    def encart(self, nom: str) -> Encart | None:
        return next((encart for encart in self.encarts if encart.nom == nom), None)

    def refaite(self, faire: Callable[[Encart], Encart | None]) -> "Planche":
        """The same with what ``faire`` makes of each box: nothing, and it is left out."""
        sections = (
            replace(section, encarts=tuple(filter(None, map(faire, section.encarts))))
            for section in self.sections
        )
        return replace(self, sections=tuple(sections))

    def avec(self, boite: Encart) -> "Planche":
        """The same with this box in the place of the one of its name."""
        return self.refaite(lambda encart: boite if encart.nom == boite.nom else encart)

    @property
    def nommee(self) -> str:
        """What it is called beside its mark: a fiche, by its action."""
        return (self.modele == "fiche" and self.sous_titre) or self.titre

    @property
    def zones(self) -> frozenset[str]:
        """Where post-its stand on a box that says so."""
        return frozenset(zone for encart in self.encarts for zone in encart.siennes)

    @property
    def dernier(self) -> str:
        """The box that shows the post-its of every other zone, so that none is ever lost."""
        return next((e.nom for e in reversed(list(self.encarts)) if e.imprimable), "")

    @property
    def remplis(self) -> int:
        return sum(not encart.vide for encart in self.encarts if encart.imprimable)

    @property
    def total(self) -> int:
        return sum(1 for encart in self.encarts if encart.imprimable)

    @property
    def empreinte(self) -> str:
        """The planche without what its boxes hold: its band, its headings, which boxes it has."""
        nues = tuple(replace(section, encarts=()) for section in self.sections)
        return empreinte(
            replace(self, sections=nues),
            [[encart.nom for encart in section.encarts] for section in self.sections],
        )

    @property
    def empreintes(self) -> dict[str, str]:
        """The digest of the planche and of each of its boxes, by id in the page."""
        boites = {f"{self.code}--{encart.nom}": encart.empreinte for encart in self.encarts}
        return {self.code: self.empreinte, **boites}

    @property
    def peint_le(self) -> date | None:
        """The last séance that painted here."""
        return max((e.peint_le for e in self.encarts if e.peint_le), default=None)

    @property
    def internes(self) -> frozenset[str]:
        """The boxes that somebody keeps to the screen."""
        return frozenset(encart.nom for encart in self.encarts if encart.interne)

    @property
    def _tues(self) -> Iterator[Ligne]:
        for encart in self.encarts:
            yield from encart.lignes if encart.interne else ()

    @property
    def papier(self) -> "Planche":
        """The planche without what serves the screen alone. A card that stands in two boxes is
        kept to the screen with either, and named by no other."""
        cartes = {(la.objet, la.pk): la.titre for la in self._tues}
        nue = self.refaite(lambda e: _sans(e, cartes) if e.imprimable and not e.interne else None)
        gardees = tuple(s for s in nue.sections if s.encarts or s.figures)
        tues: dict[str, Any] = {
            tu: "" for nom in self.internes for tu in DISENT.get((self.modele, nom), ())
        }
        pierres = () if self.modele == "fiche" and "etapes" in self.internes else self.pierres
        return replace(self, sections=gardees, pierres=pierres, **tues)


def _sans(encart: Encart, cartes: Mapping[tuple[str, int], str]) -> Encart:
    """The box without these cards, nor what names one of them: « acteur » of a contact."""
    noms = {(objet, titre) for (objet, _), titre in cartes.items()}
    gardees = (
        replace(
            la,
            champs=(
                la.champs[0],
                *(champ for champ in la.champs[1:] if (champ.nom, champ.texte) not in noms),
            ),
        )
        for la in encart.lignes
        if (la.objet, la.pk) not in cartes
    )
    return replace(encart, lignes=tuple(gardees)) if cartes else encart


def voisines(planches: tuple[Planche, ...], code: str) -> tuple[Planche | None, Planche | None]:
    """The planches on either side of this one; none when it is not among them."""
    codes = [planche.code for planche in planches]
    if code not in codes:
        return None, None
    rang = codes.index(code)
    return (planches[rang - 1] if rang else None), next(iter(planches[rang + 1 :]), None)


@dataclass(frozen=True, slots=True)
class Fresque:
    """The whole wall: one projet's planches in the method's order. ``numero``: the key of the
    projet, 0 when it is nobody's."""

    slug: str
    nom: str
    etablissement: str
    version: int
    planches: tuple[Planche, ...]
    a_cote: tuple[Planche, ...] = ()
    numero: int = 0

    def planche(self, code: str) -> Planche | None:
        return next((planche for planche in self.toutes if planche.code == code), None)

    @property
    def toutes(self) -> tuple[Planche, ...]:
        return (*self.planches, *self.a_cote)

    @property
    def du_mur(self) -> tuple[Planche, ...]:
        """The whole wall on paper, but for what is printed when asked alone."""
        return tuple(planche for planche in self.planches if not planche.sur_demande)

    @property
    def par_annexe(self) -> tuple[tuple[Annexe, tuple[Planche, ...]], ...]:
        return tuple((a, tuple(p for p in self.planches if p.annexe == a)) for a in ANNEXES)

    @property
    def empreinte_chemin(self) -> str:
        """The painted band: its stones, and how full each is."""
        return empreinte([(p.code, p.titre, p.remplis, p.total) for p in self.planches])

    def voisines(self, code: str) -> tuple[Planche | None, Planche | None]:
        return voisines(self.planches, code)

    def empreinte_voisines(self, code: str) -> str:
        return empreinte([(p.code, p.coordonnee, p.nommee) for p in self.voisines(code) if p])

    @property
    def papier(self) -> "Fresque":
        """The fresque without what serves the screen alone, wherever it is said again. A sheet of
        which nothing is left is none."""
        internes = {p.code: p.internes for p in self.planches if p.internes}
        nues = (planche.papier for planche in self.planches)
        planches = tuple(p for p in nues if p.sections or p.code not in internes)
        if not internes:
            return replace(self, planches=planches, a_cote=())
        return replace(
            self,
            nom=self.etablissement if "nom" in internes.get("eclaire", ()) else self.nom,
            planches=tuple(taire(planche, internes) for planche in planches),
            a_cote=(),
        )


def partagee(planche: Planche, cachees: Iterable[Planche]) -> Planche:
    """The same for whom these are not shown to: nothing said again of them, nothing that leads
    there. Itself when it says nothing of them."""
    tues = {cachee.code: frozenset(e.nom for e in cachee.encarts) for cachee in cachees}
    vue = taire(planche, tues, menent=False)
    return planche if vue == planche else vue


def taire(
    planche: Planche, internes: Mapping[str, frozenset[str]], *, menent: bool = True
) -> Planche:
    """The same without what its rows say again of boxes kept to the screen, on any planche.
    ``menent``: what is left may lead to these planches."""
    return planche.refaite(
        lambda encart: replace(
            encart,
            venues=_tus(encart.venues, internes, menent=menent),
            lignes=tuple(_taire(ligne, internes, menent=menent) for ligne in encart.lignes),
        )
    )


def _taire(ligne: Ligne, internes: Mapping[str, frozenset[str]], *, menent: bool) -> Ligne:
    """A row that leads to a planche says of it what its band would: a name, a state, how far it
    has come; the number of a fiche is its place on the wall."""
    tues = internes.get(ligne.renvoi, frozenset())
    champs = [champ for champ in ligne.champs[1:] if REDIT.get(champ.nom) not in tues]
    titre = ligne.champs[0]
    if ligne.numero is not None and REDIT.get(titre.nom) in tues:
        titre = replace(titre, texte=f"Fiche action n°{ligne.numero}")
    etat: dict[str, Any] = {"etat": "", "etat_libelle": ""} if "suivi" in tues else {}
    return replace(ligne, champs=(titre, *_tus(tuple(champs), internes, menent=menent)), **etat)


def _tus(
    champs: tuple[Champ, ...], internes: Mapping[str, frozenset[str]], *, menent: bool
) -> tuple[Champ, ...]:
    """Without the words of a row that stands in such a box, nor the name of such a fiche."""
    gardes = []
    for champ in champs:
        code, _, ligne = champ.renvoi.partition("--")
        tues = internes.get(code, frozenset())
        if ligne and ligne.rpartition("-")[0] in tues:
            continue
        if champ.renvoi and not ligne and "intitule" in tues:
            champ = replace(champ, texte=f"Fiche action n°{code.rpartition('-')[2]}")
        if code in internes and not menent:
            champ = replace(champ, renvoi="", url="")
        gardes.append(champ)
    return tuple(gardes)
