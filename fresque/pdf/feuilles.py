"""What the template of a sheet is given: rows of boxes, its title, its marks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from fresque.pdf import dessins, disposition
from fresque.pdf.boites import Boite, PostItPapier, boite, postit, rangs_de_postits
from fresque.pdf.textes import court, propre
from fresque.pdf.titres import TitrePeint, peindre
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
    titre = titre_peint(planche)
    avant, apres = fresque.voisines(planche.code)
    codes = [p.code for p in fresque.planches]
    return {
        "planche": planche,
        "fiche": planche.modele == "fiche",
        "titre": titre,
        "bande": peindre(planche.titre) if titre.deborde else titre,
        "surtitre": _surtitre(planche, titre),
        "accroche": propre(planche.sous_titre) if planche.modele != "fiche" else "",
        "intro": propre(planche.intro),
        "conseil": propre(planche.conseil),
        "mention": propre(planche.mention),
        "sections": tuple(sections(planche, titre)),
        "postits": rangs_de_postits(_postits_a_part(planche)),
        "pierres": dessins.pierres(planche.pierres),
        "avant": avant,
        "apres": apres,
        "ordre": codes.index(planche.code) + 1 if planche.code in codes else 0,
        "nombre": len(codes),
        "signet": _signet(planche),
        "projet": court(fresque.nom, 40),
        "etablissement": court(fresque.etablissement, 46),
    }


def titre_peint(planche: Planche) -> TitrePeint:
    """An action's own name when it has one; it is the group's word, not the kit's."""
    if planche.modele == "fiche" and planche.sous_titre.strip():
        return peindre(planche.sous_titre)
    return peindre(planche.titre)


def _surtitre(planche: Planche, titre: TitrePeint) -> str:
    if planche.modele == "fiche" and not titre.deborde and planche.sous_titre.strip():
        return propre(planche.titre)
    return f"Annexe {planche.annexe.numero} · {planche.annexe.livret}"


def _signet(planche: Planche) -> str:
    nom = planche.sous_titre if planche.modele == "fiche" else ""
    return court(" · ".join(filter(None, (planche.coordonnee, planche.titre, nom))), 120)


def sections(planche: Planche, titre: TitrePeint) -> Iterator[SectionPapier]:
    """The rows of each section. The name painted in the band is not printed twice."""
    fiche = planche.modele == "fiche"
    for section, encarts in disposition.melanger(planche):
        gardes = [e for e in encarts if not (fiche and _deja_peint(e, planche, titre))]
        rangs = tuple(_rang(planche, section, rang) for rang in disposition.rangs(planche, gardes))
        if rangs or section.figures:
            yield SectionPapier(
                propre(section.titre),
                propre(section.intro),
                rangs,
                section.figures,
                section.a_part,
                section.hors_kit,
            )


def _deja_peint(encart: Encart, planche: Planche, titre: TitrePeint) -> bool:
    return encart.nom == "intitule" and bool(planche.sous_titre.strip()) and not titre.deborde


def _rang(planche: Planche, section: Section, rang: disposition.Rang) -> RangPapier:
    niveau = 3 if section.titre else 2
    a_part = planche.modele == "fiche"
    colonnes = tuple(
        Colonne(
            tuple(
                boite(
                    replace(encart, postits=()) if a_part else encart,
                    large=rang.large,
                    niveau=niveau,
                )
                for encart in colonne
            ),
            peinte=any(not encart.vide for encart in colonne),
            part=f"{rang.parts[rang_de_colonne]}-{sum(rang.parts)}" if rang.parts else "",
        )
        for rang_de_colonne, colonne in enumerate(rang.colonnes)
    )
    return RangPapier(colonnes, rang.tenu, *_entete(planche, rang))


def _entete(planche: Planche, rang: disposition.Rang) -> tuple[str, str, bool]:
    """On a sheet set as one whole, the heading of a section goes with its first encart."""
    if not disposition.modele(planche).melange:
        return "", "", False
    for section in planche.sections:
        if section.titre and section.encarts[0].nom == rang.colonnes[0][0].nom:
            return propre(section.titre), propre(section.intro), section.hors_kit
    return "", "", False


def _postits_a_part(planche: Planche) -> list[PostItPapier]:
    """A fiche is full: its post-its are gathered at the end, each with the box it is on."""
    if planche.modele != "fiche":
        return []
    return [postit(vue, encart.titre) for encart in planche.encarts for vue in encart.postits]


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
