"""How long an archive of many fresques takes, what it weighs, and how long the way back.

``python -m bench.archives 1000``: the example, that many times, in a base of its own beside
``DATABASE_URL``'s kind. The archive comes back in a SQLite file.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.chaos.terrain import base_a_soi
from bench.instance import RACINE
from bench.rapport import dire


def installer(combien: int) -> None:
    """From inside: the example, then its rows again under other keys."""
    from django.core.management import call_command
    from django.db import models, transaction

    from fresque.donnees.registre import modeles as tous
    from fresque.sauvegarde.places import gardee

    call_command("migrate", verbosity=0)
    communs = {m for m in tous() if m.objects.exists()}  # what the migrations wrote stays one
    call_command("demo", "--exemple-seul", verbosity=0)
    modeles = [m for m in tous() if gardee(m) and m not in communs and m.objects.exists()]
    pas = 1 + max(m.objects.count() for m in modeles) * 4
    with transaction.atomic():
        for modele in _par_dependance(modeles):
            champs = modele._meta.concrete_fields
            lignes = list(modele.objects.order_by("pk").values_list(*(c.attname for c in champs)))
            neuves = [
                modele(
                    **{
                        c.attname: _decaler(c, v, modeles, pas * n, n)
                        for c, v in zip(champs, ligne, strict=True)
                    }
                )
                for n in range(1, combien)
                for ligne in lignes
            ]
            models.QuerySet(modele).bulk_create(neuves, batch_size=500)
    dire(json.dumps({m._meta.label: m.objects.count() for m in modeles}))


def _par_dependance(modeles: list[Any]) -> list[Any]:
    """Those that others point at come first."""
    rangs: dict[Any, int] = {}

    def rang(modele: Any) -> int:
        if modele not in rangs:
            rangs[modele] = 0
            cibles = [c.related_model for c in modele._meta.concrete_fields if c.is_relation]
            rangs[modele] = 1 + max((rang(c) for c in cibles if c in modeles), default=0)
        return rangs[modele]

    return sorted(modeles, key=rang)


def _decaler(champ: Any, valeur: Any, modeles: list[Any], decalage: int, n: int) -> Any:
    cible = champ.related_model if champ.is_relation else champ.model
    if (champ.primary_key or champ.is_relation) and isinstance(valeur, int):
        return valeur + decalage if cible in modeles else valeur
    if isinstance(valeur, UUID) and (cible in modeles):
        return UUID(int=(valeur.int + n) % (1 << 128))
    if champ.unique and isinstance(valeur, str) and valeur:
        return f"{n}-{valeur}"[: champ.max_length]
    return valeur


def _lancer(url: str, var: Path, *arguments: str) -> tuple[str, float, float]:
    """What it said, seconds, megabytes of memory at most."""
    garde = {nom: v for nom, v in os.environ.items() if not nom.startswith("PASAPAS_")}
    env = {**garde, "DATABASE_URL": url, "PASAPAS_VAR": str(var), "PASAPAS_DEMO": "1"}
    env |= {"DJANGO_SETTINGS_MODULE": "pasapas.settings", "PYTHONPATH": str(RACINE)}
    depart = time.monotonic()
    fini = subprocess.run(
        [sys.executable, *arguments], cwd=RACINE, env=env, capture_output=True, text=True
    )
    if fini.returncode:
        raise SystemExit(fini.stderr[-3000:])
    memoire = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return fini.stdout.strip(), time.monotonic() - depart, memoire


def main(combien: int) -> None:
    with tempfile.TemporaryDirectory(prefix="pasapas-archives.") as temporaire:
        var = Path(temporaire)
        with base_a_soi(os.environ.get("DATABASE_URL", ""), var) as (base, url):
            interieur = (
                "import django; django.setup(); from bench.archives import installer as i; i"
            )
            _, duree, _ = _lancer(url, var, "-c", f"{interieur}({combien})")
            dire(f"{combien} fresques sur {base}, écrites en {duree:.0f} s")
            dit, duree, memoire = _lancer(url, var, "manage.py", "sauvegarder")
            archive = Path(dit.rsplit(" (", 1)[0])
            poids = archive.stat().st_size / 1e6
            dire(f"  sauvegarder : {duree:.1f} s, {poids:.1f} Mo, {memoire:.0f} Mo de mémoire")
            neuve = f"sqlite:///{var}/neuve.sqlite3"
            _, duree, memoire = _lancer(neuve, var, "manage.py", "restaurer", str(archive))
            lourde = Path(var, "neuve.sqlite3").stat().st_size / 1e6
            dire(f"  restaurer : {duree:.1f} s, une base de {lourde:.0f} Mo")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000)
