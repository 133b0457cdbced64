"""What the templates of a sheet are given: rows of boxes, marks, the wall in miniature."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from textwrap import wrap

import segno

from pasapas.planches import Encart, Fresque, Planche, Section

Rang = tuple[Encart, ...]

# Boxes that stand side by side, as on the kit's own pages; every other box takes a full row.
COTE_A_COTE = {
    "eclaire": (("ambition", "probleme"), ("equipe", "autres"), ("etablissement", "services")),
    "acteurs": (
        ("cercle-direct", "cercle-elargi", "cercle-interet"),
        ("engagement-engage", "engagement-a-relancer", "engagement-a-contacter"),
    ),
    "autodiagnostic": (("valoriser", "modifier"), ("rapport_etonnement", "pistes")),
    "fiche": (
        ("problematique", "objectif"),
        ("description", "perimetre"),
        ("facteurs_reussite", "contraintes"),
        ("evaluation", "acteurs_a_mobiliser"),
    ),
    "bilan": (("poursuivre", "suites"),),
}
COORDONNEES = {"telephone", "courriel"}
# Characters of a bold capital line that the band holds, by size in points; lines it holds.
CORPS_DU_TITRE = ((42, 17, 2), (33, 22, 2), (25, 29, 3))
LONG = 900  # characters beyond which a row may be cut between two sheets


@dataclass(frozen=True, slots=True)
class Bloc:
    """One row of a section: boxes side by side."""

    encarts: Rang
    serre: bool

    @property
    def largeur(self) -> int:
        return len(self.encarts)


@dataclass(frozen=True, slots=True)
class Vignette:
    """One sheet in the miniature of the wall."""

    coordonnee: str
    pigment: str
    x: float
    ici: bool


@dataclass(frozen=True, slots=True)
class Titre:
    texte: str
    surtitre: str
    corps: int


def titre(planche: Planche) -> Titre:
    """The words of the band: an action's own name when the band can hold it."""
    if planche.modele == "fiche" and planche.sous_titre:
        corps = corps_du_titre(planche.sous_titre)
        if corps:
            return Titre(planche.sous_titre, planche.titre, corps)
    sous_titre = "" if planche.modele == "fiche" else planche.sous_titre
    return Titre(planche.titre, sous_titre, corps_du_titre(planche.titre) or 25)


def corps_du_titre(texte: str) -> int:
    """Size in points at which the band holds ``texte``, or 0 when it is too long."""
    for corps, largeur, lignes in CORPS_DU_TITRE:
        plie = wrap(texte, largeur, break_long_words=False)
        if len(plie) <= lignes and all(len(ligne) <= largeur for ligne in plie):
            return corps
    return 0


def sections(planche: Planche) -> Iterator[tuple[Section, tuple[Bloc, ...]]]:
    """Each section with its rows."""
    for section in planche.sections:
        restent = list(section.encarts)
        blocs = []
        while restent:
            rang = _rang(planche, restent)
            restent = [encart for encart in restent if encart not in rang]
            blocs.append(Bloc(rang, sum(_poids(encart) for encart in rang) < LONG))
        if blocs:
            yield section, tuple(blocs)


def _rang(planche: Planche, encarts: list[Encart]) -> Rang:
    premier = encarts[0]
    for groupe in COTE_A_COTE.get(planche.modele, ()):
        if _suffixe(planche, premier.nom) in groupe:
            return tuple(e for e in encarts if _suffixe(planche, e.nom) in groupe)
    return (premier,)


def _suffixe(planche: Planche, nom: str) -> str:
    """« t3-valoriser » is laid out as « valoriser »."""
    if planche.modele == "autodiagnostic" and "-" in nom:
        return nom.split("-", 1)[1]
    return nom


def _poids(encart: Encart) -> int:
    """How much is written in a box, in characters."""
    lignes = sum(len(champ.texte) for ligne in encart.lignes for champ in ligne.champs)
    return len(encart.texte) + lignes + sum(len(postit.texte) for postit in encart.postits)


def preparer(planche: Planche, *, postits: bool, coordonnees: bool) -> Planche:
    """The planche with what this print leaves out taken off."""
    if postits and coordonnees and all(p.imprimer for e in planche.encarts for p in e.postits):
        return planche
    return replace(
        planche,
        sections=tuple(
            replace(
                section,
                encarts=tuple(_preparer(e, postits, coordonnees) for e in section.encarts),
            )
            for section in planche.sections
        ),
    )


def _preparer(encart: Encart, postits: bool, coordonnees: bool) -> Encart:
    lignes = encart.lignes
    if not coordonnees:
        lignes = tuple(
            replace(
                ligne, champs=tuple(c for c in ligne.champs if c.nom not in COORDONNEES)
            )
            for ligne in lignes
        )
    gardes = tuple(p for p in encart.postits if postits and p.imprimer)
    return replace(encart, lignes=lignes, postits=gardes)


def voisines(fresque: Fresque, planche: Planche) -> tuple[Planche | None, Planche | None]:
    """The sheets before and after on the whole wall, whichever sheets are printed."""
    codes = [p.code for p in fresque.planches]
    if planche.code not in codes:
        return None, None
    rang = codes.index(planche.code)
    avant = fresque.planches[rang - 1] if rang else None
    apres = fresque.planches[rang + 1] if rang + 1 < len(codes) else None
    return avant, apres


def vignettes(fresque: Fresque, planche: Planche | None) -> tuple[Vignette, ...]:
    """The whole wall, each sheet 10 units wide."""
    return tuple(
        Vignette(p.coordonnee, p.annexe.pigment, rang * 12.0, p is planche)
        for rang, p in enumerate(fresque.planches)
    )


def code_qr(adresse: str) -> str:
    """The modules of a QR code as one SVG path, in units of a module. No secret in it."""
    qr = segno.make(adresse, error="m", micro=False)
    return " ".join(
        f"M{x} {y}h1v1h-1z"
        for y, ligne in enumerate(qr.matrix)
        for x, plein in enumerate(ligne)
        if plein
    )


def cote_qr(adresse: str) -> int:
    return len(segno.make(adresse, error="m", micro=False).matrix)
