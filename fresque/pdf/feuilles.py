"""What the template of a sheet is given: rows of boxes, its title, its marks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from fresque.pdf import actions, cartographie, disposition, fiche
from fresque.pdf.boites import Boite, boite
from fresque.pdf.cadre import cadre
from fresque.pdf.textes import a_imprimer, propre
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Figure, Fresque, Planche, Section

COORDONNEES = {"telephone", "courriel", "acces"}  # not what hangs in a corridor, unless asked
# Signs that one sheet holds at 14 points, and at 12 (docs/adr/0039).
SERREE = {"bilan": (1400, 2200)}
PARTICIPANTS = 500  # signs that the panel takes


@dataclass(frozen=True, slots=True)
class ColonnePapier:
    """Boxes one below the other. ``peinte``: at least one holds something."""

    boites: tuple[Boite, ...]
    peinte: bool
    part: str = ""


@dataclass(frozen=True, slots=True)
class RangPapier:
    colonnes: tuple[ColonnePapier, ...]
    tenu: bool

    @property
    def nombre(self) -> int:
        return len(self.colonnes)


@dataclass(frozen=True, slots=True)
class SectionPapier:
    titre: str
    intro: str
    rangs: tuple[RangPapier, ...]
    figures: tuple[Figure, ...] = ()
    hors_kit: bool = False
    theme: bool = False


def contexte(fresque: Fresque, planche: Planche) -> dict[str, Any]:
    """Everything that the planche itself says; the options are already applied to it. What the kit
    explains is printed as long as nothing covers it."""
    fresque, planche = a_imprimer(fresque), a_imprimer(planche)
    carto = cartographie.croiser(planche) if planche.modele == "acteurs" else None
    if carto:
        planche = replace(planche, sections=planche.sections[2:])
    est_fiche, liste = planche.modele == "fiche", actions.lister(planche)
    accroche, planche = _accroche(planche)
    return {
        **cadre(fresque, planche),
        "planche": planche,
        "accroche": accroche,
        "intro": "" if planche.remplis else planche.intro,
        "conseil": "" if planche.remplis else planche.conseil,
        "carto": carto,
        "mention": planche.mention,
        "serree": _serree(planche),
        "actions": liste,
        "corps": fiche.composer(planche) if est_fiche else None,
        "sections": () if liste or est_fiche else tuple(sections(planche)),
    }


def _serree(planche: Planche) -> bool:
    """Whether a smaller size saves a sheet: shorter, it needs none; longer, it saves nothing."""
    signes = sum(
        len(e.texte)
        + sum(len(c.texte) for la in e.lignes for c in la.champs)
        + sum(len(p.texte) for p in e.postits)
        for e in planche.encarts
    )
    au_large, au_plus = SERREE.get(planche.modele, (0, 0))
    return au_large < signes <= au_plus


def _accroche(planche: Planche) -> tuple[str, Planche]:
    """What the panel says under the title, and the planche without what it says. A bilan: when it
    was and who was there; a fiche: its référent, its themes."""
    if planche.modele == "fiche":
        return fiche.legende(planche), planche
    seance = planche.encart("seance") if planche.modele == "bilan" else None
    if seance is None or seance.vide or seance.postits or len(seance.texte) > PARTICIPANTS:
        return planche.sous_titre, planche
    reste = tuple(s for s in planche.sections if seance not in s.encarts)
    return propre(seance.texte), replace(planche, sections=reste)


def sections(planche: Planche) -> Iterator[SectionPapier]:
    """The rows of each section."""
    for section in planche.sections:
        # A box of ours that waits under each theme would double the sheets of who has not begun.
        gardes = [e for e in section.encarts if not (e.nom.endswith("-points-de-vue") and e.vide)]
        rangs = tuple(_rang(section, rang) for rang in disposition.rangs(planche, gardes))
        if rangs or section.figures:
            yield SectionPapier(
                section.titre,
                section.intro if all(e.vide for e in section.encarts) else "",
                rangs,
                section.figures,
                section.hors_kit,
                theme=any(e.nom.endswith("-valoriser") for e in section.encarts),
            )


def _rang(section: Section, rang: disposition.Rang) -> RangPapier:
    niveau = 3 if section.titre else 2
    colonnes = tuple(
        ColonnePapier(
            tuple(boite(encart, large=rang.large, niveau=niveau) for encart in colonne),
            peinte=any(not encart.vide for encart in colonne),
            part=f"{rang.parts[rang_de_colonne]}-{sum(rang.parts)}" if rang.parts else "",
        )
        for rang_de_colonne, colonne in enumerate(rang.colonnes)
    )
    return RangPapier(colonnes, rang.tenu)


RESULTATS = {"carte", "avant-apres"}


def avec_resultats(fresque: Fresque, planche: Planche) -> Planche:
    """On paper all that a campagne published hangs on B1, and B2 keeps its sheets for the words
    of the group: both read the same results, so that neither depends on the other."""
    source = fresque.planche("autodiagnostic")
    if source is None or fresque.planche("etat-des-lieux") is None:
        return planche
    siennes = tuple(s for s in source.sections if s.nom in RESULTATS and s.figures)
    if planche.code == "etat-des-lieux":
        return replace(planche, sections=(*planche.sections, *siennes))
    if planche.code == source.code:
        return replace(planche, sections=tuple(s for s in planche.sections if s not in siennes))
    return planche


def preparer(planche: Planche, *, postits: bool, coordonnees: bool) -> Planche:
    """The planche with what this print leaves out taken off."""
    return planche.papier.refaite(lambda encart: _preparer(encart, postits, coordonnees))


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
