"""What every part of an export shares: fields by name, and how a row is referred to."""

from typing import Any

from django.db.models import Model

from pasapas.models import PostIt


def champs(ligne: Model, *noms: str) -> dict[str, Any]:
    return {nom: getattr(ligne, nom) for nom in noms}


def reference(ligne: Any) -> str:
    """The id a row bears in the file; empty for no row, or one that was taken off."""
    if ligne is None or getattr(ligne, "retire_le", None):
        return ""
    return ligne.reference or f"{ligne._meta.model_name}-{ligne.pk}"


def numero(fiche: Any) -> int | None:
    return None if fiche is None or fiche.retire_le else fiche.numero


def presents(lignes: Any) -> list[Any]:
    """The rows still on the wall, without a query when they were fetched beforehand."""
    return [ligne for ligne in lignes.all() if not ligne.retire_le]


def postit_de(postit: PostIt) -> dict[str, Any]:
    return {
        "auteur_id": reference(postit.auteur),
        **champs(postit, "zone", "couleur", "texte", "imprimer"),
    }
