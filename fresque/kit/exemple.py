"""The kit's « modèle pré-rempli », TUTORAT, facing the boxes of a fiche action (kit 1.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fresque.endroit import Endroit
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble
from pasapas.valeurs.planches import Planche

FICHIER = Path(__file__).parents[1] / "exemple" / "projet-exemple.yaml"
A_UN_EXEMPLE = "fiche"  # the kind of planche it faces
EXEMPLE = "exemple"  # the panel of a sheet where it stands
SOURCE = "Annexe 3, page\u00a06 (« Modèle pré-rempli »)"
TEXTES = (
    "intitule",
    "problematique",
    "objectif",
    "description",
    "perimetre",
    "evaluation",
    "acteurs_a_mobiliser",
    "modalites",
)
LISTES = ("facteurs_reussite", "contraintes")


@dataclass(frozen=True, slots=True)
class Extrait:
    """What the example says in the box ``encart``: a text, or what each row of a list holds."""

    encart: str
    texte: str = ""
    lignes: tuple[Mapping[str, Any], ...] = ()

    @property
    def dits(self) -> list[tuple[str, str]]:
        """Each row: what it says, and when."""
        return [
            (next(iter(ligne.values())), ligne.get("periode_envisagee", ""))
            for ligne in self.lignes
        ]


@cache
def exemple() -> Mapping[str, Extrait]:
    """The kit's example by the name of the box, in the order of the fiche."""
    lu = yaml.safe_load(FICHIER.read_text(encoding="utf-8"))
    fiche = lu["projet"]["annexe_3"]["fiches"][0]
    dits = [Extrait(nom, texte=fiche[nom]) for nom in TEXTES]
    dits += [Extrait(nom, lignes=tuple({"texte": texte} for texte in fiche[nom])) for nom in LISTES]
    etapes = tuple(
        {"intitule": etape["intitule"], "periode_envisagee": etape["periode"]["libelle"]}
        for etape in fiche["etapes"]
    )
    return {extrait.encart: extrait for extrait in [*dits, Extrait("etapes", lignes=etapes)]}


def extraits_de(planche: Planche) -> tuple[tuple[str, Extrait], ...]:
    """The title of each box of this fiche that the example fills, and what it says there."""
    if planche.modele != A_UN_EXEMPLE:
        return ()
    dits = exemple()
    return tuple((e.titre, dits[e.nom]) for e in planche.encarts if e.nom in dits)


@ensemble
def reprendre(geste: Geste, ici: Endroit) -> bool:
    """Bring what the example says into this box, after what already stands there: never instead.

    Returns whether anything was brought: what is there already is not brought twice. Raises
    ValidationError when it does not fit.
    """
    extrait = exemple()[ici.encart.nom]
    if ici.encart.est_texte:
        return _reprendre_le_texte(geste, ici, extrait.texte)
    tenus = {ligne.champs[0].texte for ligne in ici.encart.lignes}
    nouvelles = [
        ligne
        for ligne, (dit, _) in zip(extrait.lignes, extrait.dits, strict=True)
        if dit not in tenus
    ]
    for ligne in nouvelles:
        ici.objet.creer(geste, {**ici.fixes, **ici.parent, **ligne})
    return bool(nouvelles)


def _reprendre_le_texte(geste: Geste, ici: Endroit, texte: str) -> bool:
    (champ,) = ici.encart.champs
    ligne = ici.lire(ici.encart.pk)
    deja = getattr(ligne, champ)
    if texte in deja:
        return False
    ici.objet.modifier(geste, ligne, {champ: f"{deja}\n\n{texte}" if deja else texte})
    return True
