"""An encart made ready to print, but for those of a fiche: paragraphs, cards in rows, post-its."""

from dataclasses import dataclass

from fresque.pdf import disposition
from fresque.pdf.lignes import (
    LignePapier,
    RangDeCartes,
    ligne_papier,
    rangs_de_cartes,
    textes_de,
)
from fresque.pdf.textes import Paragraphe, paragraphes
from pasapas.valeurs.encarts import Encart, Genre, PostItVue

# Cards of the screen that paper sets as lines: a name, then who it is.
EN_LISTE = {"equipe", "autres"}
EN_TABLE = {"communications": "Quoi ?"}  # and what heads their first column
CELLULE = 240  # signs beyond which a table is no longer read: cards again
FORMES = {"jaune": "rond", "rose": "triangle", "bleu": "carre", "vert": "losange"}


@dataclass(frozen=True, slots=True)
class PostItPapier:
    """A post-it; ``sur`` names the encart when it is printed away from it."""

    textes: tuple[Paragraphe, ...]
    couleur: str
    libelle: str
    auteur: str
    forme: str
    sur: str = ""

    @property
    def nom_forme(self) -> str:
        return self.forme.replace("carre", "carré")

    @property
    def simple(self) -> bool:
        """One paragraph, which follows its colour's word; several keep their returns."""
        return len(self.textes) == 1


@dataclass(frozen=True, slots=True)
class Boite:
    """An encart as the templates draw it."""

    nom: str
    genre: str
    titre: str
    question: str
    vide: bool
    regles: range
    niveau: int
    hors_kit: bool = False
    textes: tuple[Paragraphe, ...] = ()
    lignes: tuple[LignePapier, ...] = ()
    cartes: tuple[RangDeCartes, ...] = ()
    entetes: tuple[str, ...] = ()
    table: tuple[tuple[tuple[Paragraphe, ...], ...], ...] = ()
    postits: tuple[PostItPapier, ...] = ()

    @property
    def style(self) -> str:
        """« t3-valoriser » looks like « valoriser », whatever the code of the theme."""
        return disposition.cle(self.nom)


def boite(encart: Encart, *, large: bool, niveau: int) -> Boite:
    """``large``: the encart has the whole width of the sheet. Painted plaster covers the sinopia:
    its question is printed as long as it holds nothing."""
    genre = Genre.LISTE if encart.nom in EN_LISTE else encart.genre
    liste, cartes = (encart.lignes if genre == un else () for un in (Genre.LISTE, Genre.CARTES))
    return Boite(
        nom=encart.nom,
        genre=str(genre),
        titre=encart.titre,
        question=encart.question if encart.vide else "",
        vide=encart.vide,
        regles=range(encart.lignes_vides),
        niveau=niveau,
        hors_kit=encart.hors_kit,
        textes=paragraphes(encart.texte),
        lignes=tuple(ligne_papier(ligne) for ligne in liste),
        cartes=tuple(rangs_de_cartes(cartes, disposition.de_front(encart, large))),
        entetes=_entetes(encart),
        table=tuple(tuple(textes_de(champ) for champ in ligne.champs) for ligne in cartes)
        if _entetes(encart)
        else (),
        postits=tuple(postit(p) for p in encart.postits),
    )


def _entetes(encart: Encart) -> tuple[str, ...]:
    """The headings of cards set as a table; none when they are not."""
    longue = any(len(c.texte) > CELLULE for ligne in encart.lignes for c in ligne.champs)
    if encart.nom not in EN_TABLE or encart.vide or longue:
        return ()
    return (EN_TABLE[encart.nom], *(c.label for c in encart.lignes[0].champs[1:]))


def postit(vue: PostItVue, sur: str = "") -> PostItPapier:
    return PostItPapier(
        textes=paragraphes(vue.texte),
        couleur=vue.couleur,
        libelle=vue.libelle,
        auteur=vue.auteur,
        forme=FORMES.get(vue.couleur, "croix"),
        sur=sur.rstrip("\u00a0:"),
    )
