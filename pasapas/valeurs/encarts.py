"""A box of the paper and its rows: frozen values, no HTML, no query."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

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
    is not ``imprimable`` serves the screen alone; one that is ``interne`` was kept to it by
    somebody, and no other sheet says its words. ``hors_kit``: its heading is ours, not the kit's.
    ``niveau`` is its heading level in the page. Only those who lead the projet change an
    encart that is ``reserve``. Editing a row of a ``mobile`` encart may move it to another one;
    ``vers`` are those it may be sent to. A ``rapide`` list asks for a line at its foot, ``masque``
    hides who wrote it, it ``ouvre`` a page of its own. ``venues`` say where what stands here comes
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
    peint_le: date | None = None
    lignes_vides: int = 3
    imprimable: bool = True
    reserve: bool = False
    mobile: bool = False
    vers: tuple[tuple[str, str], ...] = ()
    rapide: bool = False
    masque: str = ""
    ouvre: bool = False
    venues: tuple[Champ, ...] = ()
    adresse: str = ""
    niveau: int = 4
    hors_kit: bool = False
    interne: bool = False

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
