"""The FINESS table: filled from a file whose columns are data, looked up by name or number."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db.models import QuerySet

from pasapas.lecture.encodage import Illisible, decoder
from pasapas.models import Etablissement, StructureFiness
from pasapas.valeurs.departements import DEPARTEMENTS
from pasapas.valeurs.pliage import plier
from pasapas.valeurs.signes import en_ligne, serre

COLONNES = Path(__file__).with_name("finess.yaml")
PAQUET = 1_000
ACHEMINEMENT = re.compile(r"^\d{5} +| +CEDEX( \d+)?$")  # what the post writes around a town
TROUVEES = 12
RAISON = "ceux qui sont déjà ici, cherchés par leur nom ou leur numéro"
CHAMPS = (
    "nom",
    "type",
    "statut_juridique",
    "autorisation",
    "gestionnaire",
    "departement",
    "commune",
    "capacite",
    "cherche",
)


class FichierRefuse(ValueError):
    """Said to whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Importees:
    lues: int
    gardees: int
    laissees: int


def lire_colonnes(chemin: Path = COLONNES) -> Mapping[str, Any]:
    return yaml.safe_load(chemin.read_text(encoding="utf-8"))


def importer(octets: bytes, regles: Mapping[str, Any]) -> Importees:
    """Add the structures of this file, and write again those already there."""
    lues = gardees = 0
    paquet: dict[str, StructureFiness] = {}
    for ligne in _lignes(octets, regles):
        lues += 1
        structure = _structure(ligne, regles)
        if structure is not None:
            paquet[structure.finess] = structure
            gardees += 1
        if len(paquet) == PAQUET:
            _ecrire(paquet)
    _ecrire(paquet)
    return Importees(lues, gardees, lues - gardees)


def _lignes(octets: bytes, regles: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Each line by our own names; ``sans_titres`` says what a file without headings holds."""
    try:
        texte = decoder(octets).texte
    except Illisible as refus:
        raise FichierRefuse("Les accents de ce fichier ne se lisent pas.") from refus
    premiere = texte.split("\n", 1)[0]
    separateur = max(";,\t", key=premiere.count)
    nu = regles.get("sans_titres", {})
    titres = nu["colonnes"] if nu and premiere.startswith(nu["debut"]) else None
    lecteur = csv.DictReader(io.StringIO(texte, newline=""), titres, delimiter=separateur)
    colonnes = {nom: _liste(dites) for nom, dites in regles["colonnes"].items()}
    for nom in ("finess", "nom"):
        if not {*colonnes[nom]} & {*(lecteur.fieldnames or ())}:
            raise FichierRefuse(f"Il manque la colonne : {' ou '.join(colonnes[nom])}.")
    for brute in lecteur:
        if titres and brute[titres[0]] != nu["lignes"]:
            continue
        yield {
            nom: next(filter(None, (en_ligne(brute.get(une) or "").strip() for une in dites)), "")
            for nom, dites in colonnes.items()
        }


def _liste(dites: str | list[str]) -> list[str]:
    return [dites] if isinstance(dites, str) else dites


def _structure(ligne: Mapping[str, str], regles: Mapping[str, Any]) -> StructureFiness | None:
    """None for what is no établissement of child protection, or has no number."""
    finess, genre = serre(ligne["finess"]), regles["categories"].get(ligne.get("categorie", ""))
    if genre is None or len(finess) != 9 or not ligne["nom"]:
        return None
    departement = ligne.get("departement", "").upper().removeprefix("0") or ""
    departement = departement.zfill(2) if departement.isdecimal() else departement
    departement = regles.get("departements", {}).get(departement, departement)
    commune = ACHEMINEMENT.sub("", ligne.get("commune", ""))
    capacite = ligne.get("capacite", "")
    return StructureFiness(
        finess=finess,
        nom=ligne["nom"][:300],
        type=genre,
        statut_juridique=regles["statuts"].get(ligne.get("statut", ""), ""),
        autorisation=regles.get("autorisation", ""),
        gestionnaire=ligne.get("gestionnaire", "")[:300],
        departement=departement if departement in DEPARTEMENTS else "",
        commune=commune[:300],
        capacite=int(capacite) if capacite.isdecimal() and len(capacite) < 6 else None,
        cherche=plier(f"{ligne['nom']} {commune} {finess}"),
    )


def _ecrire(paquet: dict[str, StructureFiness]) -> None:
    StructureFiness.objects.bulk_create(
        paquet.values(), update_conflicts=True, unique_fields=["finess"], update_fields=CHAMPS
    )
    paquet.clear()


def chercher(dit: str) -> QuerySet[StructureFiness]:
    """Every word somewhere in the name, the town or the number."""
    trouvees = StructureFiness.objects.all()
    for mot in plier(dit).split()[:8]:
        trouvees = trouvees.filter(cherche__contains=mot)
    return trouvees.order_by("nom", "finess")


def deja_ici(structures: list[StructureFiness]) -> dict[str, Etablissement]:
    """Those of these numbers that are établissements already."""
    numeros = [une.finess for une in structures]
    tous = Etablissement.objects.sans_projet(RAISON).filter(finess__in=numeros)
    return {un.finess: un for un in tous}
