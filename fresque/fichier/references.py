"""What one part of a file says of another: ids that exist and are given once, dates in
order, answers as many as the questions. Works on bare values, so that a file with wrong
types gets all its reproaches at once."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fiches.models import FicheAction
from fresque.fichier.chemins import A1, A2, BILANS, FICHES, Reproche, blocs, iso, trouver, valeurs
from fresque.fichier.formes import Id, Renvoi
from fresque.fichier.listes import Liens
from fresque.fichier.particuliers import PLANCHES
from fresque.fichier.schema import CLES
from pasapas.lecture.messages import attendu, citer
from pasapas.models import Acteur, Participant, Region, Service

IDENTIFIANTS = {place: cle.modele for place, cle in CLES.items() if isinstance(cle, Id)}
ACCORDS = {
    Participant: ("aucune personne", "l’id"),
    Acteur: ("aucun acteur", "l’id"),
    Service: ("aucun service", "l’id"),
    FicheAction: ("aucune fiche", "le numéro"),
}
RENVOIS = {
    place: cle.cible
    for place, cle in CLES.items()
    if isinstance(cle, Renvoi | Liens) and cle.cible in ACCORDS
}
# Lists in which nothing may be named twice.
SANS_DOUBLON = [place.removesuffix(".*") for place in CLES if place.endswith(".*")]
ORDRES = (
    ("accompagnement", "debut", "fin_prevue", "la fin prévue précède le début"),
    (f"{A2}.campagne.*", "ouverte_le", "close_le", "la clôture précède l’ouverture"),
    (f"{A2}.campagne.*", "ouverte_le", "cloture_prevue", "la clôture prévue précède l’ouverture"),
    (f"{FICHES}.etapes.*.periode", "debut", "fin", "la fin précède le début"),
)


def controler_liens(racine: Any) -> Iterator[Reproche]:
    """Every broken tie of a file (bare values), with the path where it is written."""
    yield from _identifiants(racine)
    yield from _doublons(racine)
    yield from _ordres(racine)
    yield from _regles(racine)
    yield from _regions(racine)


def _identifiants(racine: Any) -> Iterator[Reproche]:
    connus: dict[Any, dict[Any, None]] = {modele: {} for modele in ACCORDS}
    for cherche, quoi in IDENTIFIANTS.items():
        vus = connus.setdefault(quoi, {})
        for chemin, valeur in valeurs(racine, cherche):
            if valeur in vus:
                yield chemin, f"{citer(str(valeur))} est déjà pris plus haut"
            vus[valeur] = None
    for cherche, quoi in RENVOIS.items():
        for chemin, valeur in valeurs(racine, cherche):
            if valeur not in connus[quoi]:
                yield chemin, _inconnu(quoi, valeur, connus[quoi])


def _inconnu(quoi: Any, valeur: Any, connus: Iterable[Any]) -> str:
    accord, nom = ACCORDS[quoi]
    lesquels = ", ".join(str(nom)[:60] for nom in [*connus][:40])
    suite = f" ; dans ce fichier : {lesquels}" if connus else ""
    return f"{accord} n’a {nom} {citer(str(valeur))}{suite}"


def _doublons(racine: Any) -> Iterator[Reproche]:
    for cherche in SANS_DOUBLON:
        for chemin, liste in trouver(racine, cherche):
            vus: set[Any] = set()
            for rang, valeur in enumerate(liste if isinstance(liste, list) else ()):
                if isinstance(valeur, str) and valeur in vus:
                    yield (*chemin, rang), f"{citer(valeur)} est nommé deux fois"
                elif isinstance(valeur, str):
                    vus.add(valeur)


def _ordres(racine: Any) -> Iterator[Reproche]:
    for cherche, debut, fin, message in ORDRES:
        for chemin, bloc in blocs(racine, cherche):
            if bloc.get(fin) is None:
                continue
            avant, apres = iso(bloc.get(debut)), iso(bloc[fin])
            # « 2026-03-12 » to « 2026-03 »: a day of the last month
            if avant and apres and apres < avant and not avant.startswith(apres):
                yield (*chemin, fin), f"{message} ({bloc[debut]})"


def _regles(racine: Any) -> Iterator[Reproche]:
    """What the database, or a form, would refuse, said beforehand."""
    demain = (timezone.localdate() + timedelta(days=1)).isoformat()
    for chemin, etape in blocs(racine, f"{FICHES}.etapes.*"):
        if iso(etape.get("realisee_le")) > demain:
            yield (*chemin, "realisee_le"), "cette date n’est pas encore venue"
    for chemin, note in blocs(racine, f"{A1}.inspirations.*"):
        if not any(map(note.get, ("texte", "url", "fichier"))):
            yield chemin, "notez au moins un texte, une url ou un fichier"
    pris: set[Any] = set()
    for rang, (chemin, bilan) in enumerate(trouver(racine, BILANS), 1):
        numero = bilan.get("numero") or rang if isinstance(bilan, dict) else None
        if type(numero) is int and numero in pris:
            yield chemin, f"un autre bilan porte déjà le numéro {numero}"
        elif type(numero) is int:
            pris.add(numero)
    planches = [*PLANCHES, *(f"bilan-{numero}" for numero in sorted(pris or {1}))]
    for chemin, planche in valeurs(racine, "projet.postits.*.planche"):
        if str(planche).startswith("fiche-"):
            yield chemin, "les post-its d’une fiche s’écrivent dans la fiche, sous « postits »"
        elif planche not in planches:
            yield chemin, attendu(f"une de ces planches : {', '.join(planches)}", planche)


def _regions(racine: Any) -> Iterator[Reproche]:
    connues = dict(Region.objects.values_list("code", "nom"))
    for cherche in ("etablissement.region", "portefeuille.*.region"):
        for chemin, code in valeurs(racine, cherche):
            if code not in connues:
                codes = ", ".join(sorted(connues))
                yield chemin, f"région inconnue {citer(str(code))} ; régions connues : {codes}"
