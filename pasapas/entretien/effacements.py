"""The ledger of what was erased: in the database, and at once in a file beside the archives, so
that losing the database since the last archive brings nobody back."""

import json
import logging
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from pasapas.models import Effacement
from pasapas.serveur.garde import dossier

FICHIER = "effacements.jsonl"
COMPTE_SEUL = "compte seul"  # in place of a column: the name stays where the group wrote it
journal = logging.getLogger(__name__)


def consigner(modele: type[models.Model], cles: Iterable[Any], champ: str = "") -> None:
    """To be called in the transaction that erases: the ledger says what the database did."""
    maintenant = timezone.now()
    lignes = [
        Effacement(modele=modele._meta.label, cle=str(cle), champ=champ, quand=maintenant)
        for cle in cles
    ]
    if lignes:
        Effacement.objects.bulk_create(lignes)
        transaction.on_commit(partial(_ecrire, [_dite(ligne) for ligne in lignes]))


def lire(chemin: Path) -> Iterator[dict[str, Any]]:
    """What this file holds; a line cut short by an outage is left out: the database has it."""
    if not chemin.exists():
        return
    for ligne in chemin.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            dite = json.loads(ligne)
            quand = datetime.fromisoformat(dite["quand"])
            apps.get_model(dite["modele"])
        except (ValueError, KeyError, TypeError, LookupError):
            continue
        yield {**dite, "quand": quand}


def mettre_a_jour(chemin: Path) -> None:
    """The whole ledger in this file: what other machines erased is there too."""
    connues = {(d["modele"], d["cle"], d["champ"], d["quand"]) for d in lire(chemin)}
    manquent = [
        _dite(ligne)
        for ligne in Effacement.objects.only("modele", "cle", "champ", "quand")
        if (ligne.modele, ligne.cle, ligne.champ, ligne.quand) not in connues
    ]
    if manquent:
        _ajouter(chemin, manquent)


def _dite(ligne: Effacement) -> str:
    valeurs = {"modele": ligne.modele, "cle": ligne.cle, "champ": ligne.champ}
    return json.dumps({**valeurs, "quand": ligne.quand.isoformat()})


def _ecrire(lignes: list[str]) -> None:
    """What was erased is erased whatever becomes of the file: the database tells it again."""
    try:
        _ajouter(dossier() / FICHIER, lignes)
    except OSError as panne:
        journal.warning("Le registre des effacements attend : %s", type(panne).__name__)


def _ajouter(chemin: Path, lignes: list[str]) -> None:
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with chemin.open("a", encoding="utf-8") as fichier:
        # After a line cut short by an outage, these begin one of their own.
        fichier.write("\n" + "".join(f"{ligne}\n" for ligne in lignes))
        fichier.flush()
        os.fsync(fichier.fileno())
