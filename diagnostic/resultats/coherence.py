"""Whether results that come from a file are such as a closing publishes: else a page that reads
them would stop half way, or show a group that no closing would show."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from diagnostic.models import ModePassation
from diagnostic.resultats.calcul import DETAIL
from diagnostic.resultats.grille import Grille
from diagnostic.resultats.seuils import REGROUPES

Publie = Mapping[str, Any]
ENTIERE = {"moyenne", "effectif", "nsp", "nc"}
ARRONDI = 0.02  # between a difference of two rounded means and the rounded difference


def contredire(publie: Publie, grille: Grille, modes: Mapping[Any, Any]) -> Iterator[str]:
    """What is wrong, in French. ``modes``: how each collège of the campagne answered."""
    profils = {profil["code"]: profil for profil in publie["profils"]}
    yield from _profils(publie, modes)
    yield from _decomptes(publie, modes)
    yield from _codes("question", publie["questions"], grille.questions)
    yield from _codes("theme", publie["themes"], grille.themes)
    for code, question in publie["questions"].items():
        yield from (f"question {code}, {f}" for f in _mesure(question, profils, grille))
        for profil, cellule in question["profils"].items():
            if profil in profils:
                fautes = _cellule(cellule, profils[profil], publie["seuil"], grille)
                yield from (f"question {code}, ligne {profil}, {faute}" for faute in fautes)
    for code, theme in publie["themes"].items():
        yield from (f"thème {code}, {faute}" for faute in _mesure(theme, profils, grille))
    for liste in ("a_confronter", "a_eclaircir"):
        for code in publie[liste]:
            if code not in publie["questions"]:
                yield f"{liste} nomme la question {code}, qui n’y est pas"


def _profils(publie: Publie, modes: Mapping[Any, Any]) -> Iterator[str]:
    """Each collège once, in the way it answered."""
    blocs = [*publie["profils"], *publie["retenues"]]
    nommes = Counter(college for bloc in blocs for college in bloc["colleges"])
    for college, fois in nommes.items():
        if fois > 1:
            yield f"le collège {college} y est deux fois"
        elif college not in modes:
            yield f"le collège {college} n’est pas dans les passations"
    for profil in publie["profils"]:
        seul = profil["colleges"] == [profil["code"]]
        if not seul and (profil["code"] != REGROUPES or len(profil["colleges"]) < 2):
            yield f"la ligne {profil['code']} n’est pas celle de ses collèges"
        for college in profil["colleges"]:
            if modes.get(college, profil["mode"]) != profil["mode"]:
                yield f"le collège {college} n’a pas répondu de cette façon"
        if profil["code"] == REGROUPES and profil["mode"] == ModePassation.COLLECTIVE:
            yield "une réponse commune n’est jamais réunie à une autre"


def _decomptes(publie: Publie, modes: Mapping[Any, Any]) -> Iterator[str]:
    """The slips of a recueil: no more drawn than printed, none used that was not."""
    decomptes = publie.get("decomptes", [])
    if len({decompte["college"] for decompte in decomptes}) < len(decomptes):
        yield "les bulletins d’un collège y sont deux fois"
    for decompte in decomptes:
        ici = f"bulletins de {decompte['college']}"
        if modes.get(decompte["college"]) != ModePassation.INDIVIDUELLE:
            yield f"{ici}, ce collège n’a pas répondu de cette façon"
        if (decompte["tires"] or 0) > decompte["imprimes"]:
            yield f"{ici}, plus de tirés que d’imprimés"
        for quoi, dit in (("utilises", "utilisés"), ("refuses", "refusés")):
            if decompte[quoi] > decompte["imprimes"] + decompte["annules"]:
                yield f"{ici}, plus de {dit} que d’imprimés"


def _codes(quoi: str, lus: Iterable[str], attendus: Iterable[str]) -> Iterator[str]:
    lus, attendus = set(lus), set(attendus)
    nom = {"question": "la question", "theme": "le thème"}[quoi]
    yield from (f"{nom} {code} n’est pas dans le questionnaire" for code in sorted(lus - attendus))
    yield from (f"{nom} {code} manque" for code in sorted(attendus - lus))


def _mesure(mesure: Publie, profils: Mapping[str, Publie], grille: Grille) -> Iterator[str]:
    """A question or a theme: its own figures answer the lines that are shown."""
    yield from (f"ligne {code} inconnue" for code in mesure["profils"] if code not in profils)
    lignes = [_moyenne(ligne) for ligne in mesure["profils"].values()]
    dites = [moyenne for moyenne in lignes if moyenne is not None]
    if (mesure["moyenne"] is None) != (not dites):
        yield "moyenne sans ligne" if not dites else "il manque la moyenne"
    if (mesure["ecart"] is None) != (len(dites) < 2):
        yield "écart sans deux lignes" if len(dites) < 2 else "il manque l’écart"
    if mesure["verdict"] and mesure["moyenne"] is None:
        yield "verdict sans moyenne"
    bas, haut = grille.valeurs[0], grille.valeurs[-1]
    if any(not bas <= moyenne <= haut for moyenne in [*dites, mesure["moyenne"] or bas]):
        yield f"une moyenne va de {bas} à {haut}"
    elif len(dites) > 1 and abs((mesure["ecart"] or 0) - (max(dites) - min(dites))) > ARRONDI:
        yield "l’écart n’est pas celui de ses lignes"


def _moyenne(ligne: Any) -> float | None:
    return ligne.get("moyenne") if isinstance(ligne, Mapping) else ligne


def _cellule(cellule: Publie, profil: Publie, seuil: int, grille: Grille) -> Iterator[str]:
    """What one line says of one question; only « nsp » when too few chose a level."""
    attribuee = profil["mode"] == ModePassation.COLLECTIVE
    dits = set(cellule) - {"niveaux"}
    niveaux, effectif = cellule.get("niveaux"), cellule.get("effectif", 0)
    if dits != ENTIERE and (attribuee or set(cellule) != {"nsp"}):
        yield "il y manque un nombre"
        return
    if (cellule.get("moyenne") is None) != (effectif == 0):
        yield "une moyenne et un effectif vont ensemble"
    if not attribuee and dits == ENTIERE and effectif < seuil:
        yield f"moins de {seuil} personnes"
    if not attribuee and effectif + cellule["nsp"] + cellule.get("nc", 0) > profil["participants"]:
        yield "plus de réponses que de participants"
    if niveaux is None:
        return
    if attribuee or effectif < DETAIL:
        yield "le détail des niveaux n’y est pas"
    elif len(niveaux) != len(grille.valeurs) or sum(niveaux) != effectif:
        yield "le détail des niveaux n’est pas celui de l’effectif"
