"""Every trial of `make chaos`, in one table: a new one is a row, with its whole and short sizes."""

import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.chaos import (
    coupures,
    edition,
    fenetres,
    fusion,
    impressions,
    malveillance,
    mandataire,
    navigateurs,
    noeuds,
    ouvriers,
    pannes,
    redemarrages,
)
from bench.chaos.grappe import grappe
from bench.chaos.portiers import PORTIERS
from bench.chaos.terrain import Terrain, base_a_soi, terrain
from bench.chaos.verification import Verdict
from bench.navigateur import browse, find_chromium
from bench.rapport import dire

TAILLE = "8m"  # the small disk that is filled
Constats = Verdict | Iterable[Verdict]
SurUnLieu = Callable[[Terrain, int], Constats]
Bases = list[str]  # « sqlite », and the address of a PostgreSQL when there is one


@dataclass(frozen=True)
class Essai:
    """``entier`` and ``court``: how many times; all the short ones take 15 minutes at most."""

    nom: str
    entier: int
    court: int
    mesurer: Callable[[Bases, int], Iterator[Verdict]]


def sur_chaque_base(mesurer: SurUnLieu) -> Callable[[Bases, int], Iterator[Verdict]]:
    """A migrated database of the trial's own, of each kind, and a server to break."""

    def partout(bases: Bases, fois: int) -> Iterator[Verdict]:
        for url in bases:
            dire(f"  {url.split(':')[0]}")
            with _lieu(url) as lieu:
                yield from _liste(mesurer(lieu, fois))

    return partout


def _sans_base(bases: Bases, fois: int) -> Iterator[Verdict]:
    yield fusion.mesurer(fois)


def _redemarrer(bases: Bases, fois: int) -> Iterator[Verdict]:
    with grappe() as ici, _lieu(ici.url) as lieu:
        yield redemarrages.mesurer(lieu, ici, fois)


def _a_plusieurs(bases: Bases, fois: int) -> Iterator[Verdict]:
    with grappe() as ici, ici.replique() as suite, _lieu(noeuds.adresse(ici, suite)) as lieu:
        yield noeuds.mesurer(lieu, ici, suite, fois)


def _en_panne(bases: Bases, fois: int) -> Iterator[Verdict]:
    yield from sur_chaque_base(_chaque_panne)(bases, fois)
    yield from _remplir_un_disque(fois)


def _chaque_panne(lieu: Terrain, fois: int) -> Iterator[Verdict]:
    for nom, panne in pannes.PANNES[lieu.base].items():
        yield pannes.mesurer(lieu, nom, panne, fois)


def _naviguer(lieu: Terrain, tours: int) -> Iterator[Verdict]:
    chromium = find_chromium()
    if not chromium:
        dire("⚠ Pas de Chromium : les deux navigateurs sont sautés.")
        return
    with browse(chromium) as navigateur:
        yield navigateurs.mesurer(lieu, navigateur, tours)


def _malmener(lieu: Terrain, pages: int) -> Iterator[Verdict]:
    yield malveillance.mesurer(lieu, pages=pages)
    for nom in PORTIERS:
        yield mandataire.transmettre(nom)
        yield mandataire.mesurer(lieu, nom)


def _remplir_un_disque(fois: int) -> Iterator[Verdict]:
    """A real full disk, when this account may mount one."""
    with tempfile.TemporaryDirectory(prefix="pasapas-chaos-disque.") as disque:
        monter = ["mount", "-t", "tmpfs", "-o", f"size={TAILLE}", "pasapas-chaos", disque]
        if subprocess.run(monter, capture_output=True).returncode:
            dire("⚠ Pas le droit de monter un petit disque : cet essai est sauté.")
            return
        try:
            dire("  disque de 8 Mo, sqlite")
            with _lieu("sqlite", Path(disque)) as lieu:
                yield pannes.mesurer(lieu, "disque-plein", pannes.disque_plein, fois)
        finally:
            subprocess.run(["umount", disque], check=True)  # noqa: S607


ESSAIS = (
    Essai("fusion", 20_000, 1_000, _sans_base),
    Essai("edition", 10_000, 2_000, sur_chaque_base(edition.mesurer)),
    Essai("coupures", 1_000, 80, sur_chaque_base(coupures.mesurer)),
    Essai("fenetres", 500, 40, sur_chaque_base(fenetres.mesurer)),
    Essai("postgres", 20, 4, _redemarrer),
    Essai("noeuds", 10, 2, _a_plusieurs),
    Essai("disque", 5, 1, _en_panne),
    Essai("courriels", 1_000, 100, sur_chaque_base(ouvriers.mesurer)),
    Essai("rappels", 1_000, 100, sur_chaque_base(ouvriers.rappels)),
    Essai("impression", 20, 6, sur_chaque_base(impressions.mesurer)),
    Essai("navigateurs", 100, 4, sur_chaque_base(_naviguer)),
    Essai("malveillance", 60, 20, sur_chaque_base(_malmener)),
)


@contextmanager
def _lieu(url: str, dossier: Path | None = None) -> Iterator[Terrain]:
    with tempfile.TemporaryDirectory(prefix="pasapas-chaos.") as temporaire:
        var = Path(temporaire) / "var"
        with (
            base_a_soi(url, dossier or var) as (base, adresse),
            terrain(base, adresse, var) as lieu,
        ):
            yield lieu


def _liste(constats: Constats) -> Iterable[Verdict]:
    return [constats] if isinstance(constats, Verdict) else constats
