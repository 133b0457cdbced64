"""Before and after: a hollow mark, a full one, and an arrow between them."""

from dataclasses import dataclass

from diagnostic.graphiques.echelle import LARGEUR, Echelle, Repere, n
from diagnostic.resultats import Ligne, Niveau

FIL_Y, HAUTEUR = 16.0, 46.0
POINTE = 16.0  # an arrow shorter than this has no room for its head


@dataclass(frozen=True, slots=True)
class Evolution:
    titre: str
    description: str
    boite: str
    fil_y: str
    debut: str
    fin: str
    reperes: tuple[Repere, ...]
    avant_x: str
    apres_x: str
    fleche: str
    pointe: str


def evolution(ligne: Ligne, niveaux: tuple[Niveau, ...]) -> Evolution:
    """The change of one question or one theme."""
    echelle = Echelle(niveaux)
    avant, apres = echelle.x(ligne.avant), echelle.x(ligne.apres)
    return Evolution(
        titre=ligne.titre,
        description="Avant\u00a0: {}\u00a0; après\u00a0: {}\u00a0; évolution\u00a0: {}".format(
            *ligne.niveaux, ligne.texte
        ),
        boite=f"0 0 {n(LARGEUR)} {n(HAUTEUR)}",
        fil_y=n(FIL_Y),
        debut=n(echelle.debut),
        fin=n(echelle.fin),
        reperes=echelle.reperes,
        avant_x=n(avant),
        apres_x=n(apres),
        fleche=f"M{n(avant)} {n(FIL_Y)}H{n(apres)}" if avant != apres else "",
        pointe=_pointe(avant, apres),
    )


def _pointe(avant: float, apres: float) -> str:
    """The head of the arrow, against the full mark."""
    if abs(apres - avant) < POINTE + 8:
        return ""
    sens = 1 if apres > avant else -1
    bout = apres - sens * 9
    return f"M{n(bout)} {n(FIL_Y)}l{n(-sens * 9)} -6v12z"
