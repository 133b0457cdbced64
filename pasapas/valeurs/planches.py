"""What the wall shows and what the paper prints: frozen values, no HTML, no query.

Each annexe builds its planches in its own ``planche.py``; screen and PDF read these same values.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from pasapas.valeurs.annexes import ANNEXES, Annexe
from pasapas.valeurs.etapes import EtapeVue


def empreinte(*valeurs: object) -> str:
    """A short digest of frozen values: the same when they show the same."""
    return sha256(repr(valeurs).encode()).hexdigest()[:12]


class Genre(StrEnum):
    """How an encart is laid out."""

    TEXTE = "texte"  # one long text
    LISTE = "liste"  # short lines, in the order the group gave them
    CARTES = "cartes"  # cards: a name, then a few details
    TABLEAU = "tableau"  # rows under column headings


@dataclass(frozen=True, slots=True)
class Champ:
    """One value of a row: its field name, what it says, what it is called. ``lien`` leads
    out of the wall; ``renvoi`` to a place of it (the code of a planche, the id of a row), which
    the roof turns into ``url``. In a table, ``champs`` are the form fields behind
    this cell, ``verbe`` what invites to fill it, ``note`` what we say beside it, on screen;
    ``reprise`` is the gesture that lets its words speak again, where a hand corrected them.
    """

    nom: str
    texte: str
    label: str = ""
    lien: str = ""
    renvoi: str = ""
    url: str = ""
    champs: tuple[str, ...] = ()
    verbe: str = ""
    note: str = ""
    reprise: str = ""

    @property
    def requete(self) -> str:
        """What asks for these fields alone, in the address of the row."""
        return "&".join(f"champ={champ}" for champ in self.champs)


@dataclass(frozen=True, slots=True)
class PostItVue:
    """A post-it stuck on an encart. ``couleur`` is a code, ``libelle`` its printed word."""

    pk: int
    texte: str
    couleur: str
    libelle: str
    auteur: str = ""
    imprimer: bool = True


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row of a list. The first champ is what the row is; the others detail it.

    ``renvoi`` is the code of the planche the row leads to; the roof turns it into ``url``.
    ``devenir`` says the gesture that makes a row of another list out of this one, while it has
    not been made, and ``aboutir`` the one that goes all the way. ``pour`` is the key of the
    participant who has it in hand.
    """

    objet: str
    pk: int
    champs: tuple[Champ, ...]
    etat: str = ""
    etat_libelle: str = ""
    numero: int | None = None
    renvoi: str = ""
    url: str = ""
    devenir: str = ""
    aboutir: str = ""
    pour: int | None = None
    retard: str = ""
    etape: EtapeVue | None = None

    @property
    def titre(self) -> str:
        return self.champs[0].texte

    @property
    def details(self) -> tuple[Champ, ...]:
        """The filled champs that follow the first."""
        return tuple(champ for champ in self.champs[1:] if champ.texte)


@dataclass(frozen=True, slots=True)
class Encart:
    """One box of the paper.

    ``nom`` is unique in its planche. A text encart is edited through ``objet``, ``pk`` and
    ``champs`` (form fields); a list encart is added to through ``objet``, under the row
    ``pk`` when the list hangs on a row, with ``preset`` values. ``lignes_vides`` is the
    number of ruled lines printed while it is empty. ``zones`` are the post-it zones shown
    here. ``sous``: the columns that paper has not, said under the first of a row. An encart that
    is not ``imprimable`` serves the screen alone. ``hors_kit``: its heading is ours, not the
    kit's.
    ``niveau`` is its heading level in the page. Only those who lead the projet change an
    encart that is ``reserve``. Editing a row of a ``mobile`` encart may move it to another one;
    ``vers`` are those it may be sent to. A ``rapide`` list asks for a line at its foot, ``masque``
    hides who wrote it, it ``ouvre`` a page of its own. ``fils`` say where what stands here comes
    from. ``adresse`` is where it is read; every gesture's address begins with it.
    """

    nom: str
    titre: str
    genre: Genre
    question: str = ""
    texte: str = ""
    lignes: tuple[Ligne, ...] = ()
    colonnes: tuple[str, ...] = ()
    sous: tuple[str, ...] = ()
    objet: str = ""
    pk: int | None = None
    champs: tuple[str, ...] = ()
    preset: tuple[tuple[str, str | None], ...] = ()
    ajout: str = ""
    ordonnable: bool = True
    zones: tuple[str, ...] = ()
    postits: tuple[PostItVue, ...] = ()
    seance: date | None = None
    lignes_vides: int = 3
    imprimable: bool = True
    reserve: bool = False
    mobile: bool = False
    vers: tuple[tuple[str, str], ...] = ()
    rapide: bool = False
    masque: str = ""
    ouvre: bool = False
    fils: tuple[Champ, ...] = ()
    adresse: str = ""
    niveau: int = 4
    hors_kit: bool = False

    @property
    def vide(self) -> bool:
        return not self.texte and not self.lignes

    @property
    def nomme(self) -> str:  # in a sentence
        return self.titre.rstrip(" :\u00a0")

    @property
    def est_texte(self) -> bool:
        return self.genre == Genre.TEXTE

    @property
    def tri(self) -> str:
        """What its rows are dragged by: within the box, or to another one that says the same.
        Empty where no hand sets the order."""
        if not (self.ajout and self.ordonnable):
            return ""
        return "-".join([self.objet, str(self.pk or ""), *(axe for axe, _ in self.preset)])

    @property
    def siennes(self) -> tuple[str, ...]:
        """The zones whose post-its stand here."""
        return tuple(dict.fromkeys((self.nom, *self.zones)))

    @property
    def regles(self) -> range:
        """The ruled lines of the empty box, to loop over."""
        return range(self.lignes_vides)

    @property
    def empreinte(self) -> str:
        """Tells a browser whether the box it shows is still this one."""
        return empreinte(self)

    def ligne(self, pk: int) -> Ligne | None:
        return next((ligne for ligne in self.lignes if ligne.pk == pk), None)


def case_texte(
    objet: str, ligne: Any, champ: str, titre: str, question: str = "", lignes: int = 5
) -> Encart:
    """The box of one long text: a field of a row, written through this objet."""
    return Encart(
        nom=champ,
        titre=titre,
        question=question,
        genre=Genre.TEXTE,
        texte=getattr(ligne, champ),
        objet=objet,
        pk=ligne.pk,
        champs=(champ,),
        lignes_vides=lignes,
    )


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn rather than written: a template, the same on screen and on paper, and the
    frozen values it draws. The same ``cle`` means the same drawing."""

    cle: str
    gabarit: str
    valeur: object = field(repr=False, compare=False)


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

    def avec(self, boite: Encart) -> "Planche":
        """The same with this box in the place of the one of its name."""
        sections = (
            replace(s, encarts=tuple(boite if e.nom == boite.nom else e for e in s.encarts))
            for s in self.sections
        )
        return replace(self, sections=tuple(sections))

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
    def seance(self) -> date | None:
        """The last séance that painted here."""
        return max((e.seance for e in self.encarts if e.seance), default=None)

    @property
    def papier(self) -> "Planche":
        """The planche without what serves the screen alone."""
        sections = (
            replace(section, encarts=tuple(e for e in section.encarts if e.imprimable))
            for section in self.sections
        )
        return replace(self, sections=tuple(s for s in sections if s.encarts or s.figures))


def voisines(planches: tuple[Planche, ...], code: str) -> tuple[Planche | None, Planche | None]:
    """The planches on either side of this one; none when it is not among them."""
    codes = [planche.code for planche in planches]
    if code not in codes:
        return None, None
    rang = codes.index(code)
    return (planches[rang - 1] if rang else None), next(iter(planches[rang + 1 :]), None)


@dataclass(frozen=True, slots=True)
class Fresque:
    """The whole wall: one projet's planches in the method's order."""

    slug: str
    nom: str
    etablissement: str
    version: int
    planches: tuple[Planche, ...]
    a_cote: tuple[Planche, ...] = ()

    def planche(self, code: str) -> Planche | None:
        return next((planche for planche in self.toutes if planche.code == code), None)

    @property
    def toutes(self) -> tuple[Planche, ...]:
        return (*self.planches, *self.a_cote)

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
        """The fresque without what serves the screen alone."""
        return replace(self, planches=tuple(planche.papier for planche in self.planches), a_cote=())
