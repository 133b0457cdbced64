"""A PostgreSQL cluster to break: started here, restarted under traffic, erased at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.client import HOTE, Echec
from bench.instance import free_port

# What was acknowledged must outlive the server's processes, which `immediate` kills; the machine
# itself stays up, so the disk may be lazy.
REGLAGES = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=on",
    f"listen_addresses={HOTE}",
)


def programmes() -> Path | None:
    """Where initdb and pg_ctl are, if anywhere (.ci/env)."""
    lieu = os.environ.get("PASAPAS_PG_BIN", "")
    initdb = Path(lieu) / "initdb" if lieu else shutil.which("initdb")
    trouves = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    for chemin in (initdb, *reversed(trouves)):
        if chemin and Path(chemin).exists():
            return Path(chemin).parent
    return None


@dataclass
class Grappe:
    dossier: Path
    port: int
    programmes: Path
    propres: tuple[str, ...] = ()  # settings of this server's own

    @property
    def url(self) -> str:
        return f"postgres://pasapas@{HOTE}:{self.port}/postgres"

    @property
    def compte(self) -> str:
        return f"-h {HOTE} -p {self.port} -U pasapas"

    def lancer(self) -> None:
        reglages = [*REGLAGES, *self.propres, f"port={self.port}", "unix_socket_directories="]
        options = " ".join(f"-c {reglage}" for reglage in reglages)
        self.executer("pg_ctl", "-D", "data", "-l", "serveur.log", "-w", "-o", options, "start")

    def relancer(self, mode: str) -> None:
        """``fast`` ends every session; ``immediate`` is a crash, repaired at the next start."""
        self.executer("pg_ctl", "-D", "data", "-l", "serveur.log", "-w", "-m", mode, "restart")

    def arreter(self) -> None:
        if not (self.dossier / "data" / "postmaster.pid").exists():
            return
        self.executer("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")

    @contextmanager
    def replique(self) -> Iterator["Grappe"]:
        """A server that follows this one; nothing is acknowledged any more that it did not keep."""
        with _dossier() as dossier:
            suite = Grappe(
                dossier, free_port(), self.programmes, ("wal_retrieve_retry_interval=200",)
            )
            copie = f"pg_basebackup {self.compte} -D data -R -X stream -c fast --no-sync"
            suite.executer(*copie.split())
            try:
                suite.lancer()
                with psycopg.connect(self.url, autocommit=True) as lien:
                    lien.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
                    lien.execute("SELECT pg_reload_conf()")
                yield suite
            finally:
                suite.arreter()

    def promouvoir(self) -> None:
        self.executer("pg_ctl", "-D", "data", "-w", "promote")

    def executer(self, programme: str, *arguments: str) -> None:
        compte = _compte()
        fini = subprocess.run(
            [self.programmes / programme, *arguments],
            cwd=self.dossier,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a pipe would stay open in the server that starts
            stderr=subprocess.DEVNULL,
            timeout=60,
            **(
                {"user": compte.pw_uid, "group": compte.pw_gid, "extra_groups": []}
                if compte
                else {}
            ),
        )
        if fini.returncode:
            journal = self.dossier / "serveur.log"
            dit = journal.read_text()[-2000:] if journal.exists() else ""
            raise Echec(f"{programme} {' '.join(arguments)} a échoué.\n{dit}")


def _compte() -> pwd.struct_passwd | None:
    """The server refuses to run as root: as whom, then."""
    if os.geteuid():
        return None
    noms = {compte.pw_name: compte for compte in pwd.getpwall()}
    return noms.get("postgres") or noms["nobody"]


@contextmanager
def _dossier() -> Iterator[Path]:
    dossier = Path(tempfile.mkdtemp(prefix="pasapas-chaos-pg."))
    if compte := _compte():
        os.chown(dossier, compte.pw_uid, compte.pw_gid)
    try:
        yield dossier
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


@contextmanager
def grappe() -> Iterator[Grappe]:
    """Raises Echec when this machine has no PostgreSQL server."""
    lieu = programmes()
    if lieu is None:
        raise Echec("Pas de serveur PostgreSQL sur cette machine (.ci/setup dev).")
    with _dossier() as dossier:
        ici = Grappe(dossier, free_port(), lieu)
        neuve = "initdb -D data -U pasapas -A trust -E UTF8 --locale=C.UTF-8 --no-sync"
        ici.executer(*neuve.split())
        try:
            ici.lancer()
            yield ici
        finally:
            ici.arreter()
