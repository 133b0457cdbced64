"""The rubriques of a fiche shared between two columns, at half of their measured height.

A column set by the engine (``column-count``) lays everything out again and again; here each
rubrique is measured once, then dealt to one cell or the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf

from fresque.pdf.boites import PostItPapier
from fresque.pdf.mesure import COURANT, GRAS, MM_PAR_POINT, TITRE, dessinable, largeur, plier
from fresque.pdf.textes import Paragraphe
from fresque.pdf.titres import NombreTrace, tracer

# As static/css/print-fiche.css has them; tests/fresque/pdf/test_fiche.py holds the two together.
CORPS = 11.0
CORPS_INVITE = 9.5
COLONNE = 94.0  # width of the text in a column
PUCE = 2.9
REGLE = 7.0
INVITE = 4.2  # a line of what invites to write, on its own
POINTILLES = 0.8  # above and below a bare box, where its heading leaves no more air
MARGES_GLISSADE = 0.8  # above and below the words of a slip
SIGNE_GLISSADE = 4.2  # its shape, before its words
MARGES = 3.4  # of a slip, in width
EM = CORPS * MM_PAR_POINT


@dataclass(frozen=True, slots=True)
class Reglage:
    """One of the settings of a fiche: always 11 points, never the same air.

    ``interligne`` in em; ``en_ligne``: headings run into the text, and the facteurs into a
    sentence; ``air``: millimetres of each rubrique that are neither text nor heading;
    ``puces_en_ligne``: the lists that were typed run on too.
    """

    nom: str
    interligne: float
    en_ligne: bool
    air: float
    puces_en_ligne: bool = False

    @property
    def ligne(self) -> float:
        return self.interligne * EM

    @property
    def titre(self) -> float:
        """The height of a heading on its own line."""
        return 0.0 if self.en_ligne else 5.0


AERE = Reglage("aere", 1.22, False, 3.4)
SERRE = Reglage("serre", 1.15, True, 2.2)
DENSE = Reglage("dense", 1.03, True, 1.5)
PLEIN = Reglage("plein", 1.02, True, 1.3, puces_en_ligne=True)


@dataclass(frozen=True, slots=True)
class Morceau:
    """A rubrique, or what of it stands in one column.

    ``pieces``: paragraphs of a text, one a piece, or rows of a list. ``suite``: its label drawn
    again above what a column could not hold, as a drawing: as text, it would be read in the
    middle of a typed sentence. ``chapeau``: the heading of the kit it comes first under; it is
    ``lie`` to the next rubrique of that heading: one column for both.
    """

    nom: str
    titre: str
    question: str
    liste: bool
    vide: bool
    pieces: tuple[tuple[Paragraphe, ...], ...]
    postits: tuple[PostItPapier, ...] = ()
    peint_le: date | None = None
    regles: int = 0
    suite: NombreTrace | None = None
    chapeau: tuple[str, str] = ("", "")
    hors_kit: bool = False
    lie: bool = False

    @property
    def label(self) -> str:
        return self.titre if self.titre.endswith("?") else f"{self.titre}\u00a0:"

    @property
    def textes(self) -> tuple[Paragraphe, ...]:
        return tuple(un for piece in self.pieces for un in piece)

    @property
    def fondu(self) -> str:
        return "".join(un.texte for (un,) in fondre(self.pieces))

    @property
    def lignes_a_ecrire(self) -> range:
        return range(self.regles)


@dataclass(frozen=True, slots=True)
class Colonnes:
    """What stands side by side; ``hauteur``: of the taller one, as measured."""

    gauche: tuple[Morceau, ...]
    droite: tuple[Morceau, ...]
    hauteur: float


def hauteur(morceau: Morceau, reglage: Reglage) -> float:
    """Millimetres of a rubrique, the gap below it included."""
    return _tete(morceau, reglage) + sum(_pieces(morceau, reglage)) + _postits(morceau, reglage)


def _tete(morceau: Morceau, reglage: Reglage) -> float:
    haut = reglage.air + reglage.titre
    if morceau.suite and reglage.en_ligne:
        haut += reglage.ligne
    for texte in filter(None, morceau.chapeau):
        haut += len(plier(texte, COLONNE, CORPS)) * reglage.ligne
    if morceau.vide:
        retrait = largeur(f"{morceau.label} ", CORPS, TITRE) if reglage.en_ligne else 0.0
        invite = plier(morceau.question, COLONNE, CORPS_INVITE, retrait=retrait)
        lignes = len(invite) if morceau.question or reglage.en_ligne else 0
        haut += lignes * max(INVITE, reglage.ligne * reglage.en_ligne) + morceau.regles * REGLE
        haut += POINTILLES * reglage.en_ligne
    return haut


def _pieces(morceau: Morceau, reglage: Reglage) -> list[float]:
    if morceau.liste and reglage.en_ligne:
        morceau = replace(morceau, liste=False, pieces=fondre(morceau.pieces))
    return [
        sum(_paragraphe(un, morceau, reglage, premier=not rang and not n) for n, un in enumerate(p))
        for rang, p in enumerate(morceau.pieces)
    ]


def _paragraphe(un: Paragraphe, morceau: Morceau, reglage: Reglage, *, premier: bool) -> float:
    apres_titre = premier and reglage.en_ligne and not morceau.suite
    seul = apres_titre and bool(un.puce)
    retrait = largeur(f"{morceau.label} ", CORPS, TITRE) if apres_titre and not seul else 0.0
    lignes = _plier(un, morceau, retrait)
    return (seul + len(lignes)) * reglage.ligne + _espace(un)


def _plier(un: Paragraphe, morceau: Morceau, retrait: float = 0.0) -> list[str]:
    dedans = COLONNE - PUCE * (bool(un.puce) + morceau.liste)
    return plier(un.texte, dedans, CORPS, retrait=retrait)


def _espace(un: Paragraphe) -> float:
    return 0.4 * EM if "espace" in un.classes else 0.0


def _postits(morceau: Morceau, reglage: Reglage) -> float:
    return sum(glissade(postit, COLONNE, reglage) for postit in morceau.postits)


def glissade(postit: PostItPapier, mm: float, reglage: Reglage) -> float:
    """A post-it as a slip inside its box."""
    retrait = SIGNE_GLISSADE + largeur(_tete_glissade(postit), CORPS, GRAS)
    lignes = 0
    for rang, un in enumerate(postit.textes):
        dedans = mm - MARGES - PUCE * bool(un.puce)
        lignes += len(plier(un.texte, dedans, CORPS, police=COURANT, retrait=retrait))
        retrait = 0.0
        lignes += bool(un.puce) and not rang
    return max(1, lignes) * reglage.ligne + MARGES_GLISSADE + 0.6


def _tete_glissade(postit: PostItPapier) -> str:
    return f"{postit.libelle} · {postit.auteur} : "


def fondre(pieces: Sequence[tuple[Paragraphe, ...]]) -> tuple[tuple[Paragraphe, ...], ...]:
    """The rows of a list as one sentence, « a · b · c »."""
    textes = (un.texte for piece in pieces for un in piece)
    return ((Paragraphe(" · ".join(textes)),),) if pieces else ()


def serrer(morceau: Morceau) -> Morceau:
    """Each item of a typed list goes on where the line before it ends, with its bullet."""
    if morceau.liste:
        return morceau
    textes: list[Paragraphe] = []
    for un in morceau.textes:
        texte = f"{un.puce}\u2060\u00a0{un.texte}" if un.puce else un.texte
        if un.puce and textes and textes[-1].classes == "":
            textes[-1] = Paragraphe(f"{textes[-1].texte} {texte}")
        else:
            textes.append(Paragraphe(texte, _sans_puce(un.classes)))
    return replace(morceau, pieces=tuple((un,) for un in textes))


def partager(morceaux: Sequence[Morceau], reglage: Reglage, place: float) -> Colonnes:
    """The most even sharing: between two rubriques when ``place`` holds it, else by cutting one."""
    hauteurs = [hauteur(m, reglage) for m in morceaux]
    moities = {k: max(sum(hauteurs[:k]), sum(hauteurs[k:])) for k in range(len(hauteurs) + 1)}
    tenues = [k for k in moities if not (k and morceaux[k - 1].lie) and moities[k] <= place]
    k = min(tenues or moities, key=lambda rang: moities[rang])
    entiere = Colonnes(tuple(morceaux[:k]), tuple(morceaux[k:]), moities[k])
    if entiere.hauteur <= place or sum(hauteurs) / 2 > place:
        return entiere
    coupee = _couper_au_milieu(morceaux, hauteurs, reglage)
    return min(coupee, entiere, key=lambda colonnes: colonnes.hauteur)


def _couper_au_milieu(
    morceaux: Sequence[Morceau], hauteurs: Sequence[float], reglage: Reglage
) -> Colonnes:
    meilleure = Colonnes(tuple(morceaux), (), inf)
    moitie = sum(hauteurs) / 2
    for essai in range(-2, 8):  # the label drawn again, and what cannot be cut, weigh on a side
        gauche, droite = remplir(morceaux, reglage, moitie + essai * reglage.ligne / 2)
        haut = max(sum(hauteur(m, reglage) for m in cote) for cote in (gauche, droite))
        if haut < meilleure.hauteur:
            meilleure = Colonnes(gauche, droite, haut)
    return meilleure


def remplir(
    morceaux: Sequence[Morceau], reglage: Reglage, place: float
) -> tuple[tuple[Morceau, ...], tuple[Morceau, ...]]:
    """What ``place`` millimetres of a column hold, and what they do not."""
    pris: list[Morceau] = []
    for rang, morceau in enumerate(morceaux):
        haut = hauteur(morceau, reglage)
        if haut > place:
            debut, reste = _couper(morceau, reglage, place)
            suite = (reste, *morceaux[rang + 1 :]) if reste else tuple(morceaux[rang:])
            return (*pris, *((debut,) if debut else ())), suite
        pris.append(morceau)
        place -= haut
    return tuple(pris), ()


def _couper(
    morceau: Morceau, reglage: Reglage, place: float
) -> tuple[Morceau | None, Morceau | None]:
    """A rubrique in two, at a line; nothing when what would stay is less than two lines."""
    reste = place - _tete(morceau, reglage)
    if morceau.liste and reglage.en_ligne:
        morceau = replace(morceau, liste=False, pieces=fondre(morceau.pieces))
    gardees: list[tuple[Paragraphe, ...]] = []
    for rang, haut in enumerate(_pieces(morceau, reglage)):
        piece = morceau.pieces[rang]
        if haut <= reste:
            gardees.append(piece)
            reste -= haut
            continue
        debut, fin = _couper_piece(piece, morceau, reglage, reste, premier=not rang)
        apres = ((fin,) if fin else ()) + morceau.pieces[rang + 1 :]
        return _en_deux(morceau, (*gardees, debut) if debut else tuple(gardees), apres)
    return _en_deux(morceau, tuple(gardees), ())


def _en_deux(
    morceau: Morceau,
    avant: tuple[tuple[Paragraphe, ...], ...],
    apres: tuple[tuple[Paragraphe, ...], ...],
) -> tuple[Morceau | None, Morceau | None]:
    if not avant:
        return None, None
    if not apres and not morceau.postits:
        return morceau, None
    suite = tracer(dessinable(f"{morceau.titre} (suite) :"))
    return (
        replace(morceau, pieces=avant, postits=()),
        replace(morceau, pieces=apres, suite=suite, chapeau=("", ""), peint_le=None),
    )


def _couper_piece(
    piece: tuple[Paragraphe, ...],
    morceau: Morceau,
    reglage: Reglage,
    place: float,
    *,
    premier: bool,
) -> tuple[tuple[Paragraphe, ...], tuple[Paragraphe, ...]]:
    """A paragraph at the end of a line, two lines at least on either side."""
    if len(piece) != 1:
        return (), piece
    (un,) = piece
    apres_titre = premier and reglage.en_ligne and not morceau.suite
    if apres_titre and un.puce:
        return (), piece
    lignes = _plier(un, morceau, largeur(f"{morceau.label} ", CORPS, TITRE) * apres_titre)
    nombre = min(int((place - _espace(un)) / reglage.ligne), len(lignes) - 2)
    if nombre < 2:
        return (), piece
    debut = "".join(lignes[:nombre])
    fin = replace(un, texte="".join(lignes[nombre:]), puce="", classes=_sans_puce(un.classes))
    return (replace(un, texte=debut.rstrip(" ")),), (fin,)


def _sans_puce(classes: str) -> str:
    return " ".join(un for un in classes.split() if un == "rtl")
