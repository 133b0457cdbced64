"""The kinds of work: what each does, how long and how large it may be. Whoever needs one makes a
``Sorte`` in a module that its application loads when it is ready, then ``confier`` to it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from pasapas.models import Travail
from pasapas.travaux import bail
from pasapas.travaux.delai import Arret, TropLong, limite

Dire = Callable[[int], None]  # how far one has come, from 0 to 100
HEURE = "%Y-%m-%dT%H"  # one key for one hour
# What a worker looks for now and then: asks for work, if any is called for, and does none itself.
DE_TEMPS_EN_TEMPS: list[Callable[[], object]] = []
LEGER = 20  # seconds at most for what runs in the worker itself, within the lease
journal = logging.getLogger(__name__)


class Refus(Exception):
    """It cannot be done, another try would say the same: the sentence is for people."""


class Perdu(Exception):
    """Cancelled, or taken over by another worker: stop there."""


def rien() -> None:
    """Nothing to load before."""


@dataclass(frozen=True)
class Sorte:
    """``faire``: reads, computes, returns bytes; writes nothing that it could write twice.
    ``effet``: writes what came of it, in the transaction that ends the work. ``lourd``: in a child
    of the worker, killed past ``secondes`` or ``memoire_mo`` (beyond what the worker holds
    already). ``toutes_les_heures``: nobody asks for it, each hour of the clock does, once.
    ``avant``: what the worker itself loads first, once, so that its children need not.
    ``essais``: how many times it may fail; someone waits before the page (None: as any other)."""

    nom: str
    libelle: str
    faire: Callable[[Travail, Dire], bytes | None]
    effet: Callable[[Travail, bytes], None] | None = None
    lourd: bool = False
    secondes: float = LEGER
    memoire_mo: int = 512
    toutes_les_heures: bool = False
    essais: int | None = None
    avant: Callable[[], object] = rien

    def __post_init__(self) -> None:
        if not self.lourd and self.secondes > LEGER:
            raise ValueError(f"« {self.nom} » dure plus de {LEGER} s : ce travail est lourd.")
        SORTES[self.nom] = self

    def confier(self, donnees: dict[str, Any] | None = None, *, cle: str = "") -> Travail | None:
        """To be done soon. None when this very work (``cle``) is asked for already, or done."""
        ici = {"sorte": self.nom, "cle": cle, "donnees": donnees or {}}
        travail = Travail(**ici, a_prendre_le=timezone.now())
        return travail if bail.deposer(travail) else None


SORTES: dict[str, Sorte] = {}


def demander_l_heure(heure: datetime) -> None:
    """What each hour asks for, whichever worker comes first; the others find it asked."""
    for sorte in SORTES.values():
        if sorte.toutes_les_heures:
            sorte.confier(cle=heure.strftime(HEURE))


def executer(travail: Travail, sorte: Sorte) -> None:
    """Do light work here and now."""

    def dire(progres: int) -> None:
        if not bail.prolonger(travail, progres=progres):
            raise Perdu

    try:
        with limite(sorte.secondes):
            resultat = sorte.faire(travail, dire)
    except Arret:
        bail.rendre(travail)
        raise
    except Perdu:
        return
    except Exception as erreur:  # a kind of work that fails must not stop the others
        manquer(travail, *en_mots(erreur, sorte))
    else:
        conclure(travail, sorte, resultat or b"")


def conclure(travail: Travail, sorte: Sorte, resultat: bytes) -> None:
    """The end and its effect, both or none."""

    def effet() -> None:
        if sorte.effet:
            sorte.effet(travail, resultat)

    try:
        bail.avec_patience(lambda: bail.finir(travail, effet, progres=100))
    except Exception as erreur:  # as above
        if bail.est_panne(erreur):
            raise
        manquer(travail, *en_mots(erreur, sorte))


def manquer(travail: Travail, mots: str, sans_appel: bool = False) -> None:
    sorte = SORTES.get(travail.sorte)
    if sorte and sorte.essais is not None:
        sans_appel = sans_appel or travail.essais >= sorte.essais
    bail.avec_patience(lambda: bail.rater(travail, mots, sans_appel=sans_appel))


def en_mots(erreur: Exception, sorte: Sorte) -> tuple[str, bool]:
    """What went wrong, and whether another try would say the same; the log says where."""
    if isinstance(erreur, Refus):
        return str(erreur), True
    if isinstance(erreur, TropLong):
        return trop_long(sorte), False
    journal.error("Travail « %s » : %s", sorte.nom, _ou(erreur))
    return f"Le programme a échoué ({type(erreur).__name__}).", False


def trop_long(sorte: Sorte) -> str:
    return f"Plus long que permis ({sorte.secondes:g} s)."


def trop_grand(sorte: Sorte) -> str:
    return f"Plus de mémoire que permis ({sorte.memoire_mo} Mo)."


def _ou(erreur: Exception) -> str:
    """Its kind and its place in the program: its words may quote somebody's."""
    trace = erreur.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    lieu = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(erreur).__name__}, {lieu}"
