"""Files on a storage of the S3 kind, before moto: what one node writes, another reads; they leave
in the archive and come back elsewhere, the same. Run by ``.ci/s3``."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.client import HOTE, Echec
from bench.instance import RACINE, free_port
from bench.rapport import dire

SEAU = "pasapas"
CLES = {
    "AWS_ACCESS_KEY_ID": "essai",
    "AWS_SECRET_ACCESS_KEY": "essai",
}  # what moto takes from anyone
NOMS = ("plan.pdf", "été/l’entrée « là ».bin", "été/profond/vide.txt")
INTERIEUR = """
import django, hashlib, json, sys
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import storages
ici = storages[sys.argv[1]]
if sys.argv[2] == "ecrire":
    dit = [ici.save(nom, ContentFile(b"x" * taille)) for nom, taille in json.loads(sys.argv[3])]
elif sys.argv[2] == "lire":
    dit = [hashlib.sha256(ici.open(nom).read()).hexdigest() for nom in json.loads(sys.argv[3])]
else:
    dit = [ici.delete(nom) for nom in json.loads(sys.argv[3])]
print(json.dumps(dit))
"""


@contextmanager
def _moto() -> Iterator[int]:
    """A storage that lives as long as the trial, and its bucket."""
    import boto3  # what is installed for this trial alone
    from botocore.exceptions import BotoCoreError, ClientError

    port = free_port()
    lancer = f"from moto.server import main; main(['-H', '{HOTE}', '-p', '{port}'])"
    muet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, "-c", lancer], **muet) as serveur:
        try:
            client = boto3.client(
                "s3", endpoint_url=f"http://{HOTE}:{port}", region_name="us-east-1"
            )
            for _ in range(100):
                try:
                    client.create_bucket(Bucket=SEAU)
                    break
                except (BotoCoreError, ClientError):
                    time.sleep(0.1)
            yield port
        finally:
            serveur.terminate()


class Noeud:
    """An installation whose files are there, under this folder of the bucket."""

    def __init__(self, port: int, var: Path, base: Path, dossier: str) -> None:
        var.mkdir(exist_ok=True)
        garde = {nom: v for nom, v in os.environ.items() if not nom.startswith("PASAPAS_")}
        self.env = {
            **garde,
            "DATABASE_URL": f"sqlite:///{base}",
            "DJANGO_SETTINGS_MODULE": "pasapas.settings",
            "PASAPAS_VAR": str(var),
            "PASAPAS_SAUVEGARDES": str(base.parent / "sauvegardes"),
            "PASAPAS_FICHIERS": f"s3://{SEAU}/{dossier}?point=http://{HOTE}:{port}&region=us-east-1",
        }

    def lancer(self, *arguments: str) -> str:
        commande = [sys.executable, *arguments]
        fini = subprocess.run(commande, cwd=RACINE, env=self.env, capture_output=True, text=True)
        if fini.returncode:
            raise Echec(f"{arguments[:3]} :\n{fini.stderr[-2000:]}")
        return fini.stdout

    def demander(self, quoi: str, noms: Any, alias: str = "default") -> list[str]:
        return json.loads(self.lancer("-c", INTERIEUR, alias, quoi, json.dumps(noms)))


def main() -> int:
    os.environ.update(CLES)
    depart = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pasapas-seau.") as temporaire, _moto() as port:
        lieu = Path(temporaire)
        un = Noeud(port, lieu / "un", lieu / "pasapas.sqlite3", "ici")
        deux = Noeud(port, lieu / "deux", lieu / "pasapas.sqlite3", "ici")
        tailles = [(nom, 700_000 * rang) for rang, nom in enumerate(reversed(NOMS))]
        voulus = [hashlib.sha256(b"x" * taille).hexdigest() for _, taille in tailles]
        for alias in ("default", "impressions"):
            ecrits = un.demander("ecrire", tailles, alias)
            lus = deux.demander("lire", ecrits, alias)
            _voir(lus == voulus, f"« {alias} » : ce qu’un nœud écrit, l’autre le lit")
        encore = un.demander("ecrire", tailles[:1])
        _voir(encore[0] != tailles[0][0], "deux fichiers du même nom restent deux")
        deux.demander("oter", encore)
        un.lancer("manage.py", "migrate", "--verbosity", "0")
        archive = un.lancer("manage.py", "sauvegarder").rsplit(" (", 1)[0]
        ailleurs = Noeud(port, lieu / "trois", lieu / "neuve.sqlite3", "ailleurs")
        dit = ailleurs.lancer("manage.py", "restaurer", archive)
        _voir(f"{len(NOMS)} fichiers" in dit, "l’archive les emporte, et les rend ailleurs")
        noms = [nom for nom, _ in tailles]
        _voir(ailleurs.demander("lire", noms) == voulus, "rendus, ils sont les mêmes")
    dire(f"✓ Fichiers sur S3 : {time.monotonic() - depart:.0f} s")
    return 0


def _voir(vrai: bool, quoi: str) -> None:
    if not vrai:
        raise Echec(f"Pas vrai : {quoi}")
    dire(f"  {quoi}")


if __name__ == "__main__":
    sys.exit(main())
