"""Every part of `make bench`, in one table: a new one is a row. Each has a database of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import (
    echanges,
    ecoute,
    feuilles,
    pages,
    papier,
    poids,
    portefeuille,
    recueil,
    requetes,
    resultats,
)
from bench.ampleur import Ampleur
from bench.chaos.terrain import base_a_soi
from bench.instance import Instance, preter_polices
from bench.rapport import Mesure


@dataclass(frozen=True)
class Partie:
    """``une_base``: what depends on no database, measured on SQLite alone."""

    nom: str
    mesurer: Callable[[Instance, Ampleur], list[Mesure]]
    une_base: bool = False
    navigateur: bool = False


PARTIES = (
    Partie("papier", papier.measure, une_base=True, navigateur=True),
    Partie("feuilles", feuilles.measure, une_base=True),
    Partie("poids", poids.measure, une_base=True, navigateur=True),
    Partie("pages", pages.measure),
    Partie("resultats", resultats.measure),
    Partie("recueil", recueil.measure),
    Partie("ecoute", ecoute.measure),
    Partie("requetes", requetes.measure),
    Partie("portefeuille", portefeuille.measure),
    Partie("echanges", echanges.measure),
)


@contextmanager
def modele(url: str, dossier: Path) -> Iterator[Instance]:
    """A database with the example, beside the one of ``url``: each part has its copy."""
    dossier.mkdir(parents=True, exist_ok=True)
    with base_a_soi(url, dossier) as (base, adresse):
        instance = Instance(base, adresse, dossier)
        instance.run("manage.py", "migrate", "--verbosity", "0")
        instance.run("manage.py", "demo", "--exemple-seul")
        yield instance


def jouer(
    partie: Partie, modele: Instance, url: str, dossier: Path, ampleur: Ampleur
) -> list[Mesure]:
    """Whatever another part wrote, this one starts from the example."""
    dossier.mkdir(parents=True, exist_ok=True)
    preter_polices(dossier)
    with base_a_soi(url, dossier, modele.copier) as (base, adresse):
        return partie.mesurer(Instance(base, adresse, dossier), ampleur)
