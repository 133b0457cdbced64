"""What the template of a sheet is given: rows of boxes, its title, its marks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from fresque.pdf import disposition, fiche
from fresque.pdf.boites import Boite, boite
from fresque.pdf.cadre import cadre
from fresque.pdf.textes import propre
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Figure, Fresque, Planche, Section

COORDONNEES = {"telephone", "courriel", "acces"}  # not what hangs in a corridor, unless asked


@dataclass(frozen=True, slots=True)
class Colonne:
    """Boxes one below the other. ``peinte``: at least one holds something."""

    boites: tuple[Boite, ...]
    peinte: bool
    part: str = ""


@dataclass(frozen=True, slots=True)
class RangPapier:
    colonnes: tuple[Colonne, ...]
    tenu: bool
    titre: str = ""
    intro: str = ""
    hors_kit: bool = False

    @property
    def nombre(self) -> int:
        return len(self.colonnes)


@dataclass(frozen=True, slots=True)
class SectionPapier:
    titre: str
    intro: str
    rangs: tuple[RangPapier, ...]
    figures: tuple[Figure, ...] = ()
    a_part: bool = False
    hors_kit: bool = False

    @property
    def titre_dessine(self) -> bool:
        """A figure that introduces boxes bears the heading of the section."""
        return bool(self.figures and self.rangs)


def contexte(fresque: Fresque, planche: Planche) -> dict[str, Any]:
    """Everything that the planche itself says; the options are already applied to it."""
    est_fiche = planche.modele == "fiche"
    return {
        **cadre(fresque, planche),
        "planche": planche,
        "accroche": fiche.legende(planche) if est_fiche else propre(planche.sous_titre),
        "intro": propre(planche.intro),
        "conseil": propre(planche.conseil),
        "mention": propre(planche.mention),
        "corps": fiche.composer(planche, fiche.place(planche)) if est_fiche else None,
        "sections": () if est_fiche else tuple(sections(planche)),
    }


def sections(planche: Planche) -> Iterator[SectionPapier]:
    """The rows of each section."""
    for section in planche.sections:
        rangs = tuple(_rang(section, rang) for rang in disposition.rangs(planche, section.encarts))
        if rangs or section.figures:
            yield SectionPapier(
                propre(section.titre),
                propre(section.intro),
                rangs,
                section.figures,
                section.a_part,
                section.hors_kit,
            )


def _rang(section: Section, rang: disposition.Rang) -> RangPapier:
    niveau = 3 if section.titre else 2
    colonnes = tuple(
        Colonne(
            tuple(boite(encart, large=rang.large, niveau=niveau) for encart in colonne),
            peinte=any(not encart.vide for encart in colonne),
            part=f"{rang.parts[rang_de_colonne]}-{sum(rang.parts)}" if rang.parts else "",
        )
        for rang_de_colonne, colonne in enumerate(rang.colonnes)
    )
    return RangPapier(colonnes, rang.tenu)


def preparer(planche: Planche, *, postits: bool, coordonnees: bool) -> Planche:
    """The planche with what this print leaves out taken off."""
    planche = planche.papier
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
                ligne,
                champs=(
                    ligne.champs[0],
                    *(c for c in ligne.champs[1:] if c.nom not in COORDONNEES),
                ),
            )
            for ligne in lignes
        )
    gardes = tuple(p for p in encart.postits if postits and p.imprimer)
    return replace(encart, lignes=lignes, postits=gardes)
