"""The wall as it stands at one version: the only road to a planche, for the wall, a page, a box, a
form, what an open page follows, and the paper.

Each planche is kept in this process as long as its tampon holds: a write on one of them has that
one alone read again (docs/adr/0025).
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from django.db import transaction

from fresque.apercu.construction import apercevoir, voir
from fresque.apercu.valeurs import Apercu, Mur
from fresque.assemblage import assembler, rhabiller
from pasapas.ecriture.transactions import Mouvements
from pasapas.models import Avancement, Contenu, Projet
from pasapas.models.projet import MUR
from pasapas.valeurs.encarts import Encart, empreinte
from pasapas.valeurs.planches import Fresque, Planche, partagee

T = TypeVar("T")
AFFICHAGE = "affichage"  # what moves beside the planches when something is hung
GARDEES = 500  # planches kept in this process, of some 40 kB each: about forty walls
# Every page asks at once after a write: one of them reads, the others wait for it.
VERROUS = [Lock() for _ in range(16)]


@dataclass
class Gardee:
    """A planche, and when it was read. ``avant``: the digests of the one whose place it took, when
    anybody had asked for them."""

    tampon: int
    jour: str
    planche: Planche
    avant: dict[str, str] | None = None

    @cached_property
    def empreintes(self) -> dict[str, str]:
        return self.planche.empreintes

    @cached_property
    def entiere(self) -> str:
        """The digest of all it shows."""
        return empreinte(self.empreintes)

    @cached_property
    def apercu(self) -> Apercu:
        """The same from afar."""
        return apercevoir(self.planche)

    @property
    def connues(self) -> dict[str, str] | None:
        """The last digests that anybody asked for."""
        return self.__dict__.get("empreintes", self.avant)


class Memoire:
    """The last few that served."""

    def __init__(self, combien: int) -> None:
        self.combien, self.verrou = combien, Lock()
        self.gardes: OrderedDict[tuple[object, ...], Any] = OrderedDict()

    def get(self, cle: tuple[object, ...]) -> Any:
        with self.verrou:
            if cle in self.gardes:
                self.gardes.move_to_end(cle)
            return self.gardes.get(cle)

    def set(self, cle: tuple[object, ...], valeur: Any) -> None:
        with self.verrou:
            self.gardes[cle] = valeur
            while len(self.gardes) > self.combien:
                self.gardes.popitem(last=False)

    def garder(self, cle: tuple[object, ...], faire: Callable[[], T]) -> T:
        """What is kept under this key; else what ``faire`` makes, kept from then on."""
        garde: T | None = self.get(cle)
        if garde is None:
            garde = faire()
            self.set(cle, garde)
        return garde

    def vider(self) -> None:
        with self.verrou:
            self.gardes.clear()


memoire = Memoire(GARDEES)
A_COTE = Memoire(2000)  # beside the planches: a count, a handful of rows


@dataclass
class Instant:
    """The wall of ``projet`` at the version in hand."""

    projet: Projet

    @cached_property
    def jour(self) -> str:
        """What is late depends on it: the day it is there, wherever it is asked from."""
        return self.projet.etablissement.aujourd_hui.isoformat()

    def planche(self, code: str) -> Planche | None:
        """The planche that bears this code, as it stands; None when none does, or when it is not
        shared with who looks."""
        gardee = self._gardee(code)
        if gardee is None:
            with self._verrou:
                gardee = self._gardee(code) or self._lire([code]).get(code)
        return self._vue(gardee.planche) if gardee and self.montre(gardee.planche) else None

    def _vue(self, planche: Planche) -> Planche:
        """As who looks sees it: without a word of what is not shared with them."""
        return partagee(planche, self._cachees) if self._cachees else planche

    @cached_property
    def _cachees(self) -> tuple[Planche, ...]:
        if self.projet.montrees is None:
            return ()
        planches = [gardee.planche for gardee in self._toutes().values()]
        return tuple(planche for planche in planches if not self.montre(planche))

    def encart(self, code: str, nom: str) -> tuple[Planche, Encart] | None:
        """The box of this name on it, and the planche."""
        planche = self.planche(code)
        encart = planche.encart(nom) if planche else None
        return (planche, encart) if planche and encart else None

    def montre(self, planche: Planche) -> bool:
        montrees = self.projet.montrees
        return montrees is None or planche.annexe.numero in montrees

    def connue(self, code: str) -> Planche | None:
        """The same as this process last saw it, while no planche came or went. Its boxes keep
        their rows and their fields: enough to write in them. What they hold may have changed."""
        gardee = memoire.get(self._cle(code))
        if gardee and gardee.tampon >= self.projet.tampon():
            return self._vue(gardee.planche) if self.montre(gardee.planche) else None
        return self.planche(code)

    def retiree(self, code: str) -> Planche | None:
        """The planche of a row that was taken off, as it was."""
        planche = next(iter(assembler(self.projet, [code], retirees=True)), None)
        return self._vue(planche) if planche and self.montre(planche) else None

    def tient(self, planche: Planche) -> bool:
        """Whether this process keeps it as it stands."""
        gardee = self._gardee(planche.code)
        return gardee is not None and gardee.planche is planche

    def seule(
        self, planche: Planche, encart: Encart, ligne: Contenu, *, suivie: bool
    ) -> Encart | None:
        """This box of a planche once kept, now that its row says this: when it is one text, that
        shows there alone, and was neither begun nor emptied. None: the planche is to be read.

        ``suivie``: nothing else has moved since it was kept, so that it still is, with this box.
        """
        if self._gardee(planche.code) or not (encart.est_texte and len(encart.champs) == 1):
            return None
        texte = getattr(ligne, encart.champs[0])
        la_seule = ligne.pk == encart.pk and ligne.planches(encart.champs) == frozenset(
            {planche.code}
        )
        if not (texte and encart.texte and la_seule):
            return None
        boite = rhabiller(self.projet, planche, encart, texte)
        if suivie:
            self.garder([planche.avec(boite)])
        return boite

    @cached_property
    def gardees(self) -> dict[str, Gardee]:
        """Every planche that shows, by its code, in the method's order."""
        siennes = {c: une for c, une in self._toutes().items() if self.montre(une.planche)}
        return {code: self._partagee(gardee) for code, gardee in siennes.items()}

    def _partagee(self, gardee: Gardee) -> Gardee:
        vue = self._vue(gardee.planche)
        return gardee if vue is gardee.planche else replace(gardee, planche=vue, avant=None)

    def _toutes(self) -> dict[str, Gardee]:
        with self._verrou:
            tampon, codes = memoire.get(self._cle(MUR)) or (-1, ())
            if tampon < self.projet.tampon():
                ici = self._lire(None)
                memoire.set(self._cle(MUR), (self.projet.tampon(), tuple(ici)))
                return ici
            connues = {code: self._gardee(code) for code in codes}
            perimees = [code for code, gardee in connues.items() if gardee is None]
            connues |= self._lire(perimees) if perimees else {}
        return {code: gardee for code, gardee in connues.items() if gardee}

    @property
    def fresque(self) -> Fresque:
        planches = [gardee.planche for gardee in self.gardees.values()]
        return Fresque(
            slug=self.projet.slug,
            nom=str(self.projet),
            etablissement=str(self.projet.etablissement),
            version=self.projet.version,
            planches=tuple(p for p in planches if p.au_mur),
            a_cote=tuple(p for p in planches if not p.au_mur),
            numero=self.projet.pk,
        )

    @cached_property
    def mur(self) -> Mur:
        """The wall from afar: what a write has not touched is seen as before."""
        planches = {code: gardee.planche for code, gardee in self.gardees.items()}
        return voir(self.projet.slug, planches, lambda code: self.gardees[code].apercu)

    @cached_property
    def empreintes(self) -> dict[str, str]:
        """The digest of everything that shows, by id in the page."""
        fresque = self.fresque
        tout = {**self.mur.empreintes, "chemin": fresque.empreinte_chemin}
        for code, gardee in self.gardees.items():
            tout |= gardee.empreintes
            if gardee.planche.au_mur:
                tout[f"voisines-{code}"] = fresque.empreinte_voisines(code)
        return tout

    def changees(self, version: int) -> list[str]:
        """The ids of what shows otherwise than at this earlier version, as far as is known here:
        too many rather than too few."""
        return [
            id_html
            for code, gardee in self.gardees.items()
            if self.projet.tampon(code) > version
            for id_html, vue in gardee.empreintes.items()
            if (gardee.avant or {}).get(id_html) != vue
        ]

    def bougees(self) -> list[str]:
        """The planches moved by the write that made this version; none when the whole mur was."""
        if self.projet.tampon() == self.projet.version:
            return []
        return [code for code, la in self.projet.tampons.items() if la == self.projet.version]

    def garder(self, planches: Iterable[Planche]) -> dict[str, Gardee]:
        """Keep these, just read at this version."""
        gardees = {}
        for planche in planches:
            cle, tampon = self._cle(planche.code), self.projet.tampon(planche.code)
            avant = memoire.get(cle)
            gardees[planche.code] = gardee = Gardee(
                tampon, self.jour, planche, avant.connues if avant else None
            )
            memoire.set(cle, gardee)
        return gardees

    def _lire(self, codes: Collection[str] | None) -> dict[str, Gardee]:
        return self.garder(assembler(self.projet, codes))

    def _gardee(self, code: str) -> Gardee | None:
        gardee = memoire.get(self._cle(code))
        vaut = gardee and gardee.tampon >= self.projet.tampon(code) and gardee.jour == self.jour
        return gardee if vaut else None

    def _cle(self, code: str) -> tuple[object, ...]:
        return self.projet.pk, self.projet.cree_le, code

    @property
    def _verrou(self) -> Lock:
        return VERROUS[self.projet.pk % len(VERROUS)]


def instant(projet: Projet) -> Instant:
    """The wall of now. Nothing is read before it is asked for."""
    return Instant(projet)


def a_cote(projet: Projet, sujet: str, lire: Callable[[], T]) -> T:
    """What ``lire`` reads beside the planches, kept until a write moves ``sujet`` or the whole mur:
    whoever writes it names ``sujet`` among what moved."""
    cle = (projet.pk, projet.cree_le, sujet, projet.tampon(sujet))
    return A_COTE.garder(cle, lire)


def compter(faite: Mouvements) -> None:
    """Where a write ends: count the filled boxes of what it moved. Holding the projets, nothing
    changes meanwhile; what was read for that serves whoever asks next."""
    for cle, mouvement in faite.items():
        if mouvement.compte:
            lus = Projet.objects.sans_projet("la fresque que l’on vient d’écrire").filter(pk=cle)
            for projet in lus.select_related("etablissement__region"):
                recompter(projet, mouvement.planches)


def recompter(projet: Projet, codes: Collection[str] | None = None) -> bool:
    """Write down how many boxes of these planches are filled (None: of all). False when what was
    written down was right."""
    planches = assembler(projet, codes)
    vus = {p.code: (p.annexe.numero, p.remplis, p.total) for p in planches if p.au_mur}
    notes = Avancement.objects.filter(projet=projet)
    notes = notes if codes is None else notes.filter(planche__in=codes)
    avant = {code: vu for code, *vu in notes.values_list("planche", "annexe", "remplis", "total")}
    changes = [code for code in sorted(vus) if tuple(avant.get(code, ())) != vus[code]]
    if parties := avant.keys() - vus:
        notes.filter(planche__in=parties).delete()
    if changes:
        champs = ("annexe", "remplis", "total")
        Avancement.objects.bulk_create(
            (
                Avancement(projet=projet, planche=code, **dict(zip(champs, vus[code], strict=True)))
                for code in changes
            ),
            update_conflicts=True,
            unique_fields=["projet", "planche"],
            update_fields=champs,
        )
    transaction.on_commit(lambda: instant(projet).garder(planches))
    return bool(parties or changes)
