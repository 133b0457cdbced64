"""What hangs on the real wall, and what of it no longer says what the wall on screen says."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from fresque.frise import planche as frise
from fresque.frise.planche import avec_frise
from fresque.instant import AFFICHAGE, Memoire, a_cote, instant
from fresque.models import Affichage
from fresque.pdf.composition import Nouvelle
from fresque.pdf.marques import cles_de
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Participant, Projet
from pasapas.valeurs.planches import Fresque, Planche

CLES = Memoire(2000)  # what the sheets of a planche may say now: a handful of signs each


@dataclass(frozen=True, slots=True)
class Accrochee:
    """A planche of the wall, and how it hangs. ``ligne``: None when nobody said it does."""

    planche: Planche
    ligne: Affichage | None
    a_jour: bool = False

    @property
    def perimee(self) -> bool:
        return self.ligne is not None and not self.a_jour

    @property
    def nombre(self) -> int:
        return max(1, self.ligne.nombre) if self.ligne else 0


@dataclass(frozen=True, slots=True)
class MurAccroche:
    """The whole. ``parties``: what hangs of planches that the wall has no more."""

    accrochees: tuple[Accrochee, ...]
    parties: tuple[Affichage, ...] = ()

    @property
    def perimees(self) -> tuple[Accrochee, ...]:
        return tuple(une for une in self.accrochees if une.perimee)

    @property
    def manquantes(self) -> tuple[Accrochee, ...]:
        """Those that somebody wrote on and that hang nowhere yet."""
        return tuple(
            une
            for une in self.accrochees
            if une.ligne is None and une.planche.remplis and not une.planche.sur_demande
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """Those to print again."""
        return tuple(une.planche.code for une in self.perimees)

    @property
    def a_imprimer(self) -> tuple[str, ...]:
        """Those to print for the real wall to say what the screen says."""
        return tuple(une.planche.code for une in (*self.perimees, *self.manquantes))

    @property
    def nombre(self) -> int:
        """How many sheets there are to print again, as many as hang."""
        return sum(une.nombre for une in self.perimees)

    @property
    def commence(self) -> bool:
        """Whether anybody ever said that a sheet hangs."""
        return bool(self.parties) or any(une.ligne for une in self.accrochees)

    def porte(self, feuilles: Iterable[list[Any]]) -> bool:
        """Whether all of these hang already: (planche, what its sheets say, how many)."""
        notees = {une.planche.code: une.ligne.cle for une in self.accrochees if une.ligne}
        return all(notees.get(code) == cle for code, cle, _ in feuilles)


RIEN = MurAccroche(())


def de_loin(projet: Projet) -> MurAccroche:
    """The same for the wall on screen, which names nobody: no query while nothing is hung."""
    return regarder(
        projet, lignes=a_cote(projet, AFFICHAGE, lambda: tuple(Affichage.objects.de(projet)))
    )


def regarder(
    projet: Projet, fresque: Fresque | None = None, *, lignes: Iterable[Affichage] | None = None
) -> MurAccroche:
    """One query, and none of the planches when nothing hangs. ``fresque``: the wall on paper, when
    it is in hand; else it is read for what hangs."""
    if lignes is None:
        lignes = Affichage.objects.de(projet).select_related("par")
    notees = {ligne.planche: ligne for ligne in lignes}
    if not notees and fresque is None:
        return RIEN
    if fresque is None:
        fresque = instant(projet).fresque.papier
        fresque = avec_frise(fresque, projet) if frise.CODE in notees else fresque
    accrochees = tuple(
        Accrochee(planche, ligne, ligne is not None and ligne.cle in cles(projet, fresque, planche))
        for planche in fresque.planches
        for ligne in [notees.pop(planche.code, None)]
    )
    # What is not shared with who looks is no news to them.
    parties = () if projet.montrees is not None else tuple(notees.values())
    return MurAccroche(accrochees, parties)


def cles(projet: Projet, fresque: Fresque, planche: Planche) -> frozenset[str]:
    """What a sheet of this planche that is up to date may say."""
    ici = instant(projet)
    tampon = projet.version if planche.code == frise.CODE else projet.tampon(planche.code)
    qui = (projet.pk, projet.cree_le, planche.code)
    cle = (*qui, tampon, ici.jour, fresque.nom, fresque.etablissement)
    return CLES.garder(cle, partial(cles_de, fresque, planche))


def nouvelles(projet: Projet, fresque: Fresque) -> tuple[Nouvelle, ...]:
    """For the plan: what to do with the sheets, since what hangs was hung."""
    mur = regarder(projet, fresque)
    if not mur.commence:
        return ()
    lignes = [(une, _quoi(une)) for une in mur.accrochees]
    a_faire = [
        Nouvelle(une.planche.coordonnee, une.planche.nommee, quoi, une.planche.annexe.pigment)
        for une, quoi in lignes
        if quoi
    ]
    return (*a_faire, *(Nouvelle("", ligne.nom, "à décrocher") for ligne in mur.parties))


def _quoi(une: Accrochee) -> str:
    if une.ligne is None:
        return "" if une.planche.sur_demande else "à accrocher"
    if une.perimee:
        return "à remplacer"
    return ""


@ensemble
def afficher(
    projet: Projet,
    qui: Participant,
    feuilles: Iterable[tuple[str, str, int]],
    *,
    tout: bool = False,
) -> int:
    """These hang from today: (planche, what its sheets say, how many). ``tout``: and nothing else
    does, the whole wall was hung. How many sheets."""
    jour = projet.etablissement.aujourd_hui
    lignes = [
        Affichage(projet=projet, planche=code, cle=cle, nombre=nombre, jour=jour, par=qui)
        for code, cle, nombre in feuilles
    ]
    Affichage.objects.bulk_create(
        lignes,
        update_conflicts=True,
        unique_fields=["projet", "planche"],
        update_fields=["cle", "nombre", "jour", "par"],
    )
    if tout:
        siennes = [ligne.planche for ligne in lignes]
        Affichage.objects.de(projet).exclude(planche__in=siennes).delete()
    bouger(projet, {AFFICHAGE}, compte=False)
    return sum(max(1, ligne.nombre) for ligne in lignes)


@ensemble
def decrocher(projet: Projet, code: str) -> bool:
    """It hangs no more, or nobody knows."""
    parties, _ = Affichage.objects.de(projet).filter(planche=code).delete()
    if parties:
        bouger(projet, {AFFICHAGE}, compte=False)
    return bool(parties)
