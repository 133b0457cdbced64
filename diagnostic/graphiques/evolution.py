"""Before and after: a hollow mark, a full one, and an arrow between them."""

from dataclasses import dataclass

from diagnostic.graphiques.echelle import LARGEUR, EchelleDesNiveaux, Repere, n
from diagnostic.resultats import LigneComparee, Niveau

FIL_Y, HAUTEUR, CORPS = 16.0, 46.0, 13
HAUTEUR_SERREE, CORPS_SERRE = 54.0, 26  # drawn 60 mm wide, still read at two metres
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
    corps: str
    base: str


def evolution(
    ligne: LigneComparee, niveaux: tuple[Niveau, ...], *, serre: bool = False
) -> Evolution:
    """The change of one question or one theme. ``serre``: for a narrow column, large figures
    and no word."""
    hauteur, corps = (HAUTEUR_SERREE, CORPS_SERRE) if serre else (HAUTEUR, CORPS)
    echelle = EchelleDesNiveaux(niveaux)
    avant, apres = echelle.x(ligne.avant), echelle.x(ligne.apres)
    return Evolution(
        titre=ligne.titre,
        description="Avant\u00a0: {}\u00a0; après\u00a0: {}\u00a0; évolution\u00a0: {}".format(
            *ligne.niveaux, ligne.texte
        ),
        boite=f"0 0 {n(LARGEUR)} {n(hauteur)}",
        fil_y=n(FIL_Y),
        debut=n(echelle.debut),
        fin=n(echelle.fin),
        reperes=tuple(map(_taire, echelle.reperes)) if serre else echelle.reperes,
        avant_x=n(avant),
        apres_x=n(apres),
        fleche=f"M{n(avant)} {n(FIL_Y)}H{n(apres)}" if avant != apres else "",
        pointe=_pointe(avant, apres),
        corps=str(corps),
        base=n(hauteur - 4),
    )


def _taire(repere: Repere) -> Repere:
    """A mark of the scale without its word, which the heading of the table says."""
    return Repere(repere.tic, repere.tic, repere.valeur, "", "middle")


def _pointe(avant: float, apres: float) -> str:
    """The head of the arrow, against the full mark."""
    if abs(apres - avant) < POINTE + 8:
        return ""
    sens = 1 if apres > avant else -1
    bout = apres - sens * 9
    return f"M{n(bout)} {n(FIL_Y)}l{n(-sens * 9)} -6v12z"
