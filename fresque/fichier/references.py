"""What one part of a file says of another: ids that exist and are given once, dates in
order, answers as many as the questions. Works on bare values, so that a file with wrong
types gets all its reproaches at once."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pasapas.lecture.messages import Chemin, attendu, citer
from pasapas.models import Region

Reproche = tuple[Chemin, str]
CHAQUE = "*"
ISO = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def motif(texte: str) -> Chemin:
    return tuple(texte.split("."))


A1, A2, FICHES, BILANS = (
    "projet.annexe_1",
    "projet.annexe_2",
    "projet.annexe_3.fiches.*",
    "projet.annexe_4.*",
)
IDENTIFIANTS = {
    "personne": "personnes.*.id",
    "acteur": f"{A1}.acteurs.*.id",
    "service": "etablissement.services.*.id",
    "fiche": f"{FICHES}.numero",
    "campagne": f"{A2}.campagne.*.id",
}
RENVOIS = {
    "accompagnement.charge_de_mission_id": "personne",
    f"{A1}.equipe_projet.*": "personne",
    f"{A1}.constats.*.auteur_id": "personne",
    f"{A1}.constats.*.service": "service",
    f"{A1}.acteurs.*.contact_id": "personne",
    f"{A1}.historique_carte.*.acteur_id": "acteur",
    f"{A1}.historique_carte.*.par": "personne",
    f"{A1}.repertoire.*.acteur_id": "acteur",
    f"{A2}.intentions.*.fiche": "fiche",
    f"{FICHES}.referent_id": "personne",
    f"{FICHES}.postits.*.auteur_id": "personne",
    f"{BILANS}.participants.*": "personne",
    f"{BILANS}.communications.*.responsable_id": "personne",
    f"{BILANS}.suites.*.fiche": "fiche",
    "projet.postits.*.auteur_id": "personne",
}
ACCORDS = {
    "personne": ("aucune personne", "l’id"),
    "acteur": ("aucun acteur", "l’id"),
    "service": ("aucun service", "l’id"),
    "fiche": ("aucune fiche", "le numéro"),
}
# Where post-its stick, outside the fiches; each bilan has its own, « bilan-1 », « bilan-2 »...
PLANCHES = ("eclaire", "acteurs", "etat-des-lieux", "autodiagnostic", "actions")
# Lists in which nothing may be named twice.
SANS_DOUBLON = (
    f"{A1}.equipe_projet",
    f"{FICHES}.themes",
    f"{BILANS}.participants",
)
ORDRES = (
    ("accompagnement", "debut", "fin_prevue", "la fin prévue précède le début"),
    (f"{A2}.campagne.*", "ouverte_le", "close_le", "la clôture précède l’ouverture"),
    (f"{A2}.campagne.*", "ouverte_le", "cloture_prevue", "la clôture prévue précède l’ouverture"),
    (f"{FICHES}.etapes.*.periode", "debut", "fin", "la fin précède le début"),
)


def trouver(racine: Any, cherche: Chemin, chemin: Chemin = ()) -> Iterator[tuple[Chemin, Any]]:
    """Every value whose path follows the pattern; what has not that shape is passed over."""
    if not cherche:
        yield chemin, racine
    elif cherche[0] == CHAQUE:
        if isinstance(racine, list):
            for rang, valeur in enumerate(racine):
                yield from trouver(valeur, cherche[1:], (*chemin, rang))
    elif isinstance(racine, dict) and cherche[0] in racine:
        yield from trouver(racine[cherche[0]], cherche[1:], (*chemin, cherche[0]))


def valeurs(racine: Any, cherche: str) -> Iterator[tuple[Chemin, Any]]:
    """As ``trouver``, for the plain, filled values: the rest is the schema's affair."""
    for chemin, valeur in trouver(racine, motif(cherche)):
        if valeur not in (None, "") and type(valeur) in (str, int):
            yield chemin, valeur


def controler(racine: Any) -> Iterator[Reproche]:
    """Every broken tie of a file (bare values), with the path where it is written."""
    yield from _identifiants(racine)
    yield from _doublons(racine)
    yield from _ordres(racine)
    yield from _regles(racine)
    yield from _regions(racine)


def _identifiants(racine: Any) -> Iterator[Reproche]:
    connus: dict[str, dict[Any, None]] = {}
    for quoi, cherche in IDENTIFIANTS.items():
        vus = connus.setdefault(quoi, {})
        for chemin, valeur in valeurs(racine, cherche):
            if valeur in vus:
                yield chemin, f"{citer(str(valeur))} est déjà pris plus haut"
            vus[valeur] = None
    for cherche, quoi in RENVOIS.items():
        for chemin, valeur in valeurs(racine, cherche):
            if valeur not in connus[quoi]:
                yield chemin, _inconnu(quoi, valeur, connus[quoi])


def _inconnu(quoi: str, valeur: Any, connus: Iterable[Any]) -> str:
    accord, nom = ACCORDS[quoi]
    lesquels = ", ".join(str(nom)[:60] for nom in [*connus][:40])
    suite = f" ; dans ce fichier : {lesquels}" if connus else ""
    return f"{accord} n’a {nom} {citer(str(valeur))}{suite}"


def _doublons(racine: Any) -> Iterator[Reproche]:
    for cherche in SANS_DOUBLON:
        for chemin, liste in trouver(racine, motif(cherche)):
            vus: set[Any] = set()
            for rang, valeur in enumerate(liste if isinstance(liste, list) else ()):
                if isinstance(valeur, str) and valeur in vus:
                    yield (*chemin, rang), f"{citer(valeur)} est nommé deux fois"
                elif isinstance(valeur, str):
                    vus.add(valeur)


def _ordres(racine: Any) -> Iterator[Reproche]:
    for cherche, debut, fin, message in ORDRES:
        for chemin, bloc in trouver(racine, motif(cherche)):
            if not isinstance(bloc, dict) or bloc.get(fin) is None:
                continue
            avant, apres = iso(bloc.get(debut)), iso(bloc[fin])
            if bloc.get(debut) is None and chemin[-1] == "periode":
                yield (*chemin, fin), "un mois de fin demande un mois de début"
            elif avant and apres and apres < avant:
                yield (*chemin, fin), f"{message} ({bloc[debut]})"


def iso(valeur: Any) -> str:
    """A date or a month as a text that sorts; empty when it is neither."""
    texte = valeur.isoformat() if isinstance(valeur, dt.date) else valeur
    return texte if isinstance(texte, str) and ISO.fullmatch(texte) else ""


def _regles(racine: Any) -> Iterator[Reproche]:
    """What the database would refuse, said beforehand."""
    for chemin, note in trouver(racine, motif(f"{A1}.inspirations.*")):
        if isinstance(note, dict) and not any(map(note.get, ("texte", "url", "fichier"))):
            yield chemin, "notez au moins un texte, une url ou un fichier"
    pris: set[Any] = set()
    for rang, (chemin, bilan) in enumerate(trouver(racine, motif(BILANS)), 1):
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
