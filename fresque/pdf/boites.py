"""An encart made ready to print: paragraphs, cards in rows, rows of a table, post-its."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fresque.pdf import disposition
from fresque.pdf.lignes import Detail, LignePapier, RangDeCartes, ligne_papier, rangs_de_cartes
from fresque.pdf.tableaux import Rangee, colonnes, rangees
from fresque.pdf.textes import Paragraphe, paragraphes, propre
from pasapas.valeurs.encarts import Encart, Genre, PostItVue

POSTITS_DE_FRONT = 3
FORMES = {"jaune": "rond", "rose": "triangle", "bleu": "carre", "vert": "losange"}
NOMS_DES_FORMES = {
    "rond": "rond",
    "triangle": "triangle",
    "carre": "carré",
    "losange": "losange",
    "croix": "croix",
}


@dataclass(frozen=True, slots=True)
class PostItPapier:
    """A post-it; ``sur`` names the encart when it is printed away from it."""

    textes: tuple[Paragraphe, ...]
    couleur: str
    libelle: str
    auteur: str
    forme: str
    nom_forme: str
    sur: str = ""


@dataclass(frozen=True, slots=True)
class RangDePostits:
    """Post-its abreast; ``trous``: the places left bare."""

    postits: tuple[PostItPapier, ...]
    trous: range


@dataclass(frozen=True, slots=True)
class Boite:
    """An encart as the templates draw it."""

    nom: str
    genre: str
    titre: str
    question: str
    vide: bool
    regles: range
    seance: date | None
    niveau: int
    hors_kit: bool = False
    textes: tuple[Paragraphe, ...] = ()
    fils: tuple[Detail, ...] = ()
    lignes: tuple[LignePapier, ...] = ()
    cartes: tuple[RangDeCartes, ...] = ()
    colonnes: tuple[str, ...] = ()
    rangees: tuple[Rangee, ...] = ()
    postits: tuple[RangDePostits, ...] = ()


def boite(encart: Encart, *, large: bool, niveau: int) -> Boite:
    """``large``: the encart has the whole width of the sheet."""
    liste, cartes, tableau = (
        encart.lignes if encart.genre == genre else ()
        for genre in (Genre.LISTE, Genre.CARTES, Genre.TABLEAU)
    )
    return Boite(
        nom=encart.nom,
        genre=str(encart.genre),
        titre=propre(encart.titre),
        question=propre(encart.question),
        vide=encart.vide,
        regles=range(encart.lignes_vides),
        seance=encart.seance,
        niveau=niveau,
        hors_kit=encart.hors_kit,
        textes=paragraphes(encart.texte),
        fils=tuple(Detail(propre(fil.label), paragraphes(fil.texte)) for fil in encart.fils),
        lignes=tuple(ligne_papier(ligne) for ligne in liste),
        cartes=tuple(rangs_de_cartes(cartes, disposition.de_front(encart, large))),
        colonnes=colonnes(encart),
        rangees=tuple(rangees(encart)) if tableau else (),
        postits=rangs_de_postits(
            [postit(p) for p in encart.postits], POSTITS_DE_FRONT if large else 1
        ),
    )


def postit(vue: PostItVue, sur: str = "") -> PostItPapier:
    forme = FORMES.get(vue.couleur, "croix")
    return PostItPapier(
        textes=paragraphes(vue.texte),
        couleur=vue.couleur,
        libelle=propre(vue.libelle),
        auteur=propre(vue.auteur),
        forme=forme,
        nom_forme=NOMS_DES_FORMES[forme],
        sur=propre(sur).rstrip("\u00a0:"),
    )


def rangs_de_postits(
    postits: Sequence[PostItPapier], de_front: int = POSTITS_DE_FRONT
) -> tuple[RangDePostits, ...]:
    """Post-its in rows of ``de_front``."""
    rangs = (postits[d : d + de_front] for d in range(0, len(postits), de_front))
    return tuple(RangDePostits(tuple(r), range(de_front - len(r))) for r in rangs)
