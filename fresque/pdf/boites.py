"""An encart made ready to print: paragraphs, cards in rows, rows of a table, post-its."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fresque.pdf import disposition
from fresque.pdf.textes import Paragraphe, paragraphes, propre
from pasapas.planches import Champ, Encart, Genre, Ligne, PostItVue

COORDONNEES = {"telephone", "courriel"}
# Beyond this many characters a card has the whole width.
CARTE_COURTE = 330
POSTITS_DE_FRONT = 3
# Beyond this many characters a cell leaves its column and takes the width of the table.
CELLULE_LONGUE = 700
# Signs of the detail line of a row: longer ones get a paragraph of their own.
DETAIL_COURT = 90
FORMES = {"jaune": "rond", "rose": "triangle", "bleu": "carre", "vert": "losange"}
NOMS_DES_FORMES = {
    "rond": "rond",
    "triangle": "triangle",
    "carre": "carré",
    "losange": "losange",
    "croix": "croix",
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail under a row's title; ``label`` may be empty."""

    label: str
    textes: tuple[Paragraphe, ...]

    @property
    def en_ligne(self) -> bool:
        """Label and text on one line."""
        return bool(self.label) and len(self.textes) == 1 and not self.textes[0].classes


@dataclass(frozen=True, slots=True)
class LignePapier:
    """A row: ``brefs`` share one line, the others (``longs``) have a line of their own."""

    titres: tuple[Paragraphe, ...]
    brefs: tuple[Detail, ...]
    longs: tuple[Detail, ...]
    numero: int | None
    etat: str


@dataclass(frozen=True, slots=True)
class RangDeCartes:
    """Cards abreast; ``trous``: the places left bare. A card alone has the whole width."""

    lignes: tuple[LignePapier, ...]
    de_front: int
    trous: range = range(0)


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row of a table. ``longues``: cells too long for their column, with its heading.

    ``etat`` is printed in the cell of position ``place_etat``: that of the date to come.
    """

    numero: int
    cellules: tuple[tuple[Paragraphe, ...], ...]
    longues: tuple[Detail, ...]
    etat: str
    place_etat: int
    faite: bool
    secable: bool


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
    textes: tuple[Paragraphe, ...] = ()
    lignes: tuple[LignePapier, ...] = ()
    cartes: tuple[RangDeCartes, ...] = ()
    colonnes: tuple[str, ...] = ()
    rangees: tuple[Rangee, ...] = ()
    postits: tuple[RangDePostits, ...] = ()


def boite(encart: Encart, *, large: bool, niveau: int, pierres: Sequence[bool] = ()) -> Boite:
    """``large``: the encart has the whole width of the sheet."""
    lignes = tuple(_ligne(ligne) for ligne in encart.lignes)
    de_front = disposition.de_front(encart, large)
    tableau = encart.genre == Genre.TABLEAU
    cartes = encart.genre == Genre.CARTES
    return Boite(
        nom=encart.nom,
        genre=str(encart.genre),
        titre=propre(encart.titre),
        question=propre(encart.question),
        vide=encart.vide,
        regles=range(encart.lignes_vides),
        seance=encart.seance,
        niveau=niveau,
        textes=paragraphes(encart.texte),
        lignes=() if cartes or tableau else lignes,
        cartes=tuple(_par_rangs(encart.lignes, lignes, de_front)) if cartes else (),
        colonnes=encart.colonnes,
        rangees=tuple(_rangees(encart, pierres)) if tableau else (),
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


def texte_de(champ: Champ) -> str:
    """What a champ says on paper, the address it leads to included."""
    if champ.nom == "telephone":
        return champ.texte.replace(" ", "\u00a0")
    if champ.lien and champ.lien not in champ.texte:
        return f"{champ.texte} {champ.lien}".strip()
    return champ.texte


def _ligne(ligne: Ligne) -> LignePapier:
    details = [Detail(propre(c.label), paragraphes(texte_de(c))) for c in ligne.details]
    return LignePapier(
        titres=paragraphes(texte_de(ligne.champs[0])),
        brefs=tuple(d for d in details if _bref(d)),
        longs=tuple(d for d in details if not _bref(d)),
        numero=ligne.numero,
        etat=propre(ligne.etat_libelle),
    )


def _bref(detail: Detail) -> bool:
    if detail.label or len(detail.textes) != 1 or detail.textes[0].classes:
        return False
    return len(detail.textes[0].texte) <= DETAIL_COURT


def _par_rangs(
    sources: Sequence[Ligne], lignes: Sequence[LignePapier], de_front: int
) -> Iterator[RangDeCartes]:
    """Short cards abreast, a long one alone: it may have to run over two sheets."""
    rang: list[LignePapier] = []
    for source, ligne in zip(sources, lignes, strict=True):
        longue = sum(len(champ.texte) for champ in source.champs) > CARTE_COURTE
        if rang and (longue or len(rang) == de_front):
            yield _rang_de_cartes(rang, de_front)
            rang = []
        if longue:
            yield RangDeCartes((ligne,), 1)
        else:
            rang.append(ligne)
    if rang:
        yield _rang_de_cartes(rang, de_front)


def _rang_de_cartes(rang: Sequence[LignePapier], de_front: int) -> RangDeCartes:
    return RangDeCartes(tuple(rang), de_front, range(de_front - len(rang)))


def _rangees(encart: Encart, pierres: Sequence[bool]) -> Iterator[Rangee]:
    for rang, ligne in enumerate(encart.lignes):
        textes = [texte_de(champ) for champ in ligne.champs]
        # A row has as many cells as there are headings; what is beyond follows below them.
        textes += [""] * (len(encart.colonnes) - len(textes))
        longs = [
            position >= len(encart.colonnes) or len(texte) > CELLULE_LONGUE
            for position, texte in enumerate(textes)
        ]
        faite = rang < len(pierres) and pierres[rang]
        titres = [*encart.colonnes, *(c.label for c in ligne.champs[len(encart.colonnes) :])]
        yield Rangee(
            numero=rang + 1,
            cellules=tuple(
                () if longs[position] else paragraphes(textes[position])
                for position in range(len(encart.colonnes))
            ),
            longues=tuple(
                Detail(propre(titre), paragraphes(texte))
                for titre, texte, long in zip(titres, textes, longs, strict=True)
                if long and texte
            ),
            etat="" if faite else propre(ligne.etat_libelle),
            place_etat=2 if len(encart.colonnes) > 2 else 0,
            faite=faite,
            secable=any(longs),
        )
