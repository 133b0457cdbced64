"""A fiche action on one sheet: which setting holds it, what stands where (docs/adr/0039).

The rubriques in two even columns, the étapes below over the whole width, the rubriques the group
added last. What the group wrote is always at 11 points: a fuller fiche has less air, then a suite.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from fresque.pdf.boites import PostItPapier, postit
from fresque.pdf.cadre import titre_peint
from fresque.pdf.colonnes import (
    AERE,
    CORPS,
    DENSE,
    PLEIN,
    REGLE,
    SERRE,
    Colonnes,
    Morceau,
    Reglage,
    glissade,
    hauteur,
    partager,
    remplir,
    serrer,
)
from fresque.pdf.etapes import Etapes, dresser
from fresque.pdf.lignes import textes_de
from fresque.pdf.mesure import GRAS, MM_PAR_POINT, TITRE, largeur, plier
from fresque.pdf.textes import Paragraphe, paragraphes, propre
from pasapas.valeurs.encarts import Encart, Genre
from pasapas.valeurs.planches import Planche

LARGE = 190.4  # width of the text of what has the whole sheet
# Of static/css/print.css and print-fiche.css, in millimetres: the body of a first sheet with its
# panel, of a suite; what the panel has above and below its words, how low it is, the gap below.
PREMIERE, SUITE = 250.3, 234.4
PANNEAU_VIDE, PANNEAU_MOINDRE, PANNEAU_DESSOUS = 4.0, 15.0, 1.2
TITRE_LARGE, MOT = 176.6, 177.6
TITRE_ET_INVITE = 9.6
GARDE = 1.0  # millimetres left free: what is measured is never quite what is laid out
RANGEES_MOINDRES = 2  # of étapes, where nobody wrote any and the sheet is full
REGLES_VIERGE, REGLES_NUE = 12, 4  # lines to write on, at most, in a box of a blank fiche
EN_TETE = ("intitule", "suivi")
EN_BAS = ("etapes", "rubriques")
# In the order they are tried: the dates share a column only when that saves a sheet, and typed
# lists run on only when even that does not.
REGLAGES = (AERE, SERRE, DENSE)
ESSAIS = (*product((False, True), REGLAGES), (True, PLEIN))


@dataclass(frozen=True, slots=True)
class Ajoutee:
    """A rubrique the group added: its title runs into its text."""

    titre: str
    textes: tuple[Paragraphe, ...]


@dataclass(frozen=True, slots=True)
class Bas:
    """Below the columns: « Nos rubriques ajoutées »; ``regles``: lines to write on, while bare."""

    titre: str
    question: str
    ajoutees: tuple[Ajoutee, ...]
    postits: tuple[PostItPapier, ...]
    regles: range = range(0)


@dataclass(frozen=True, slots=True)
class Fiche:
    """A fiche as its template draws it. ``tete``: bare boxes and slips of what the panel says."""

    reglage: str
    tete: tuple[Morceau, ...]
    feuilles: tuple[Colonnes, ...]
    etapes: Etapes
    bas: Bas

    @property
    def serre(self) -> bool:
        return self.reglage != AERE.nom


def legende(planche: Planche) -> str:
    """What the panel says below the name: who sees to it, its themes; what it was born of, when
    one line holds it too."""
    encart = planche.encart("suivi")
    if encart is None:
        return ""
    dits = [dit for dit in encart.texte.split("\n") if dit and dit != planche.etat_libelle]
    dit, venues = " · ".join(dits), [f"{une.label} {une.texte}" for une in encart.venues]
    entier = propre(" · ".join(filter(None, (dit, *venues))))
    return entier if len(plier(entier, MOT, CORPS)) == 1 else propre(dit)


def place(planche: Planche) -> float:
    """What the path, the panel of this fiche and the foot leave to its body, on the first sheet."""
    titre, mot = titre_peint(planche), legende(planche)
    lignes = len(titre.lignes)
    if lignes == 1:  # a word wider than the panel is folded by the sheet
        lignes = len(plier(titre.texte, TITRE_LARGE, titre.corps, police=TITRE))
    panneau = PANNEAU_VIDE + lignes * titre.corps * 0.94 * MM_PAR_POINT
    if mot:
        panneau += 0.8 + len(plier(mot, MOT, CORPS)) * CORPS * 1.15 * MM_PAR_POINT
    return PREMIERE - max(PANNEAU_MOINDRE, panneau) - PANNEAU_DESSOUS


def composer(planche: Planche) -> Fiche:
    """The airiest setting that holds it on one sheet; beyond them all, the airiest and suites.
    The rows to fill in by hand give way before the sheet does."""
    tete = tuple(_en_tete(planche))
    morceaux = tuple(_morceaux(planche))
    libre = place(planche) - GARDE
    for une in filter(None, (planche, _moins_de_rangees(planche))):
        for ensemble, reglage in ESSAIS:
            essai = _essayer(une, reglage, ensemble, tete, morceaux, libre)
            if essai:
                return essai
    return _sur_plusieurs(planche, tete, morceaux, libre)


def _moins_de_rangees(planche: Planche) -> Planche | None:
    """The same with fewer étapes to write; None when the group wrote some."""
    etapes = planche.encart("etapes")
    if etapes is None or etapes.lignes:
        return None
    return planche.avec(replace(etapes, lignes_vides=RANGEES_MOINDRES))


def _essayer(
    planche: Planche,
    reglage: Reglage,
    ensemble: bool,
    tete: tuple[Morceau, ...],
    morceaux: Sequence[Morceau],
    place: float,
) -> Fiche | None:
    if reglage.puces_en_ligne:
        morceaux = [serrer(morceau) for morceau in morceaux]
    etapes = dresser(planche.encart("etapes"), reglage, ensemble=ensemble)
    bas = _bas(planche)
    reste = place - _hauteurs(tete, reglage) - etapes.hauteur
    reste -= _hauteur_du_bas(bas, reglage)
    colonnes = partager(morceaux, reglage, reste)
    if colonnes.hauteur > reste:
        return None
    maximum = REGLES_VIERGE if planche.blanche else REGLES_NUE
    colonnes = Colonnes(
        _regler(colonnes.gauche, reglage, reste, maximum),
        _regler(colonnes.droite, reglage, reste, maximum),
        colonnes.hauteur,
    )
    haut = max(_hauteurs(c, reglage) for c in (colonnes.gauche, colonnes.droite))
    return Fiche(reglage.nom, tete, (colonnes,), etapes, _inviter(bas, reglage, reste - haut))


def _regler(
    morceaux: tuple[Morceau, ...], reglage: Reglage, place: float, maximum: int
) -> tuple[Morceau, ...]:
    """The room that is left, as lines to write on in the bare boxes of this column."""
    reste = place - _hauteurs(morceaux, reglage)
    nues = [rang for rang, m in enumerate(morceaux) if m.vide]
    lignes = {rang: morceaux[rang].regles for rang in nues}
    while reste >= REGLE and nues and min(lignes.values()) < maximum:
        rang = min(nues, key=lambda r: lignes[r])
        lignes[rang] += 1
        reste -= REGLE
    return tuple(
        replace(m, regles=lignes[rang]) if rang in lignes else m for rang, m in enumerate(morceaux)
    )


def _sur_plusieurs(
    planche: Planche, tete: tuple[Morceau, ...], morceaux: tuple[Morceau, ...], libre: float
) -> Fiche:
    """Too full for one sheet: the rubriques on the first one, as airy as they can be, the étapes
    go on behind; else as many sheets as it takes, each filled before the next."""
    for reglage in REGLAGES:
        reste = libre - _hauteurs(tete, reglage)
        entieres = partager(morceaux, reglage, reste)
        if entieres.hauteur <= reste:
            return _a_la_suite(planche, reglage, tete, (entieres,))
    feuilles: list[Colonnes] = []
    reste = libre - _hauteurs(tete, AERE)
    while (entieres := partager(morceaux, AERE, reste)).hauteur > reste:
        gauche, apres = remplir(morceaux, AERE, reste)
        droite, morceaux = remplir(apres, AERE, reste)
        feuilles.append(Colonnes(gauche, droite, reste))
        reste = SUITE - GARDE
    return _a_la_suite(planche, AERE, tete, (*feuilles, entieres))


def _hauteurs(morceaux: Sequence[Morceau], reglage: Reglage) -> float:
    return sum(hauteur(morceau, reglage) for morceau in morceaux)


def _a_la_suite(
    planche: Planche, reglage: Reglage, tete: tuple[Morceau, ...], feuilles: tuple[Colonnes, ...]
) -> Fiche:
    etapes = dresser(planche.encart("etapes"), reglage, ensemble=False)
    return Fiche(reglage.nom, tete, feuilles, etapes, _bas(planche))


def _en_tete(planche: Planche) -> Iterator[Morceau]:
    """The panel says the name and who sees to it; below it, what is still to be said."""
    for nom in EN_TETE:
        encart = planche.encart(nom)
        if encart and (encart.vide or encart.postits):
            morceau = _morceau(encart)
            yield replace(morceau, pieces=(), regles=1 if encart.vide else 0)


def _morceaux(planche: Planche) -> Iterator[Morceau]:
    for section in planche.sections:
        encarts = [e for e in section.encarts if e.nom not in (*EN_TETE, *EN_BAS)]
        nue = bool(encarts) and all(e.vide for e in encarts)
        for rang, encart in enumerate(encarts):
            chapeau = (section.titre, section.intro) if nue and not rang else None
            lie = bool(nue and section.titre and rang + 1 < len(encarts))
            yield replace(_morceau(encart), chapeau=chapeau or ("", ""), lie=lie)


def _morceau(encart: Encart) -> Morceau:
    pieces: tuple[tuple[Paragraphe, ...], ...]
    if encart.genre == Genre.TEXTE:
        pieces = tuple((un,) for un in paragraphes(encart.texte))
        pieces += tuple((Paragraphe(f"{une.label} {propre(une.texte)}"),) for une in encart.venues)
    else:
        pieces = tuple(
            tuple(un for champ in ligne.champs for un in textes_de(champ))
            for ligne in encart.lignes
        )
    return Morceau(
        nom=encart.nom,
        titre=encart.titre.rstrip("\u00a0: "),
        question=encart.question,
        liste=encart.genre != Genre.TEXTE,
        vide=encart.vide,
        pieces=pieces,
        postits=tuple(postit(vue) for vue in encart.postits),
        peint_le=encart.peint_le,
        regles=1 if encart.vide else 0,
        hors_kit=encart.hors_kit,
    )


def _bas(planche: Planche) -> Bas:
    encart = planche.encart("rubriques")
    if encart is None:
        return Bas("", "", (), ())
    return Bas(
        encart.titre,
        encart.question,
        tuple(
            Ajoutee(
                propre(ligne.titre),
                tuple(un for champ in ligne.champs[1:] for un in textes_de(champ)),
            )
            for ligne in encart.lignes
        ),
        tuple(postit(vue) for vue in encart.postits),
    )


def _hauteur_du_bas(bas: Bas, reglage: Reglage) -> float:
    if not bas.ajoutees and not bas.postits:
        return 0.0
    haut, retrait = reglage.air + reglage.titre, 0.0
    if reglage.en_ligne:
        retrait = largeur(f"{bas.titre} ", CORPS, GRAS)
    for ajoutee in bas.ajoutees:
        retrait += largeur(f"{ajoutee.titre} : ", CORPS, GRAS)
        for un in ajoutee.textes:
            haut += len(plier(un.texte, LARGE, CORPS, retrait=retrait)) * reglage.ligne
            retrait = 0.0
    return haut + sum(glissade(p, LARGE, reglage) for p in bas.postits)


def _inviter(bas: Bas, reglage: Reglage, reste: float) -> Bas:
    """While the group added nothing, lines for it if there is room for two."""
    place = reste - reglage.air - TITRE_ET_INVITE
    if bas.ajoutees or not bas.titre or place < 2 * REGLE:
        return bas
    return replace(bas, regles=range(2))
