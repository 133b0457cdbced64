"""The rows of a list or of cards, made ready to print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fresque.pdf.textes import Paragraphe, paragraphes
from pasapas.valeurs.encarts import Champ, Ligne

# Beyond this many characters a card has the whole width; a line break counts for a line.
CARTE_COURTE = 330
SIGNES_PAR_LIGNE = 25
# Signs of the detail line of a row: longer ones get a paragraph of their own.
DETAIL_COURT = 90
# Signs that one line holds: a web address in small type on a whole row, an e-mail in a card.
ADRESSE_D_UNE_LIGNE = 115
COURRIEL_D_UNE_LIGNE = 32


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

    @property
    def simple(self) -> bool:
        """What it is takes one paragraph: its short details follow on the same line."""
        return len(self.titres) == 1 and not self.titres[0].classes


@dataclass(frozen=True, slots=True)
class RangDeCartes:
    """Cards abreast; ``trous``: the places left bare. A card alone has the whole width; it
    is ``secable`` when it may be taller than a sheet."""

    lignes: tuple[LignePapier, ...]
    de_front: int
    secable: bool = False
    trous: range = range(0)


def texte_de(champ: Champ) -> str:
    """What a champ says on paper, the address it leads to included."""
    if champ.nom == "telephone":
        return champ.texte.replace(" ", "\u00a0")
    if champ.lien and champ.lien not in champ.texte:
        return f"{champ.texte} {champ.lien}".strip()
    return champ.texte


def textes_de(champ: Champ) -> tuple[Paragraphe, ...]:
    """The paragraphs of a champ. An address that one line can hold is not cut: whoever types it
    again, or copies it out of the file, would take the cut for a space."""
    textes = paragraphes(texte_de(champ))
    if champ.lien and len(champ.texte) <= ADRESSE_D_UNE_LIGNE:
        return tuple(replace(p, classes=f"{p.classes} adresse".strip()) for p in textes)
    if champ.nom == "courriel" and len(champ.texte) <= COURRIEL_D_UNE_LIGNE:
        return tuple(replace(p, texte=p.texte.replace("\u200b", "")) for p in textes)
    return textes


def ligne_papier(ligne: Ligne) -> LignePapier:
    details = [Detail(c.label, textes_de(c)) for c in ligne.champs[1:] if c.texte or c.lien]
    return LignePapier(
        titres=paragraphes(texte_de(ligne.champs[0])),
        brefs=tuple(d for d in details if _bref(d)),
        longs=tuple(d for d in details if not _bref(d)),
        numero=ligne.numero,
        etat=ligne.etat_libelle,
    )


def _bref(detail: Detail) -> bool:
    if len(detail.textes) != 1 or detail.textes[0].classes:
        return False
    return len(detail.textes[0].texte) <= DETAIL_COURT


def rangs_de_cartes(lignes: Sequence[Ligne], de_front: int) -> Iterator[RangDeCartes]:
    """Short cards abreast, a long one alone: it may have to run over two sheets."""
    rang: list[LignePapier] = []
    for ligne in lignes:
        longue = sum(_poids(champ) for champ in ligne.champs) > CARTE_COURTE
        if rang and (longue or len(rang) == de_front):
            yield _rang_de_cartes(rang, de_front)
            rang = []
        if longue:
            yield RangDeCartes((ligne_papier(ligne),), 1, secable=True)
        else:
            rang.append(ligne_papier(ligne))
    if rang:
        yield _rang_de_cartes(rang, de_front)


def _rang_de_cartes(rang: Sequence[LignePapier], de_front: int) -> RangDeCartes:
    return RangDeCartes(tuple(rang), de_front, trous=range(de_front - len(rang)))


def _poids(champ: Champ) -> int:
    return len(champ.texte) + len(champ.lien) + SIGNES_PAR_LIGNE * champ.texte.count("\n")
