"""The wall as it stands at one version, kept in this process for the pages that ask next."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from django.utils import timezone

from diagnostic.campagnes.seance import VOIX
from fresque import assemblage
from fresque.objets import OBJETS
from fresque.views.rendu import est_seul
from pasapas.models import Evenement, Projet
from pasapas.serveur.preparee import PrepareeValeurs
from pasapas.valeurs.planches import Encart, Fresque, Planche, empreinte

DERNIERS = 60  # changes looked at: who last wrote where, and what they touched
MURS = 8  # walls kept whole: as they are, since copying one costs more than reading it
EMPREINTES = 200  # walls of which the digests are kept
# Every page asks at once after a write: one of them assembles, the others wait for it.
VERROUS = [Lock() for _ in range(16)]


class Trace(NamedTuple):
    """One change, as the journal has it."""

    pk: int
    action: str
    planche: str
    encart: str
    quand: datetime
    qui: int | None
    appel: str


@dataclass(frozen=True, slots=True)
class Instant:
    """A wall, its digests by id, and its last changes, newest first."""

    fresque: Fresque
    jour: str
    empreintes: dict[str, str]
    derniers: tuple[Trace, ...]

    @property
    def auteurs(self) -> dict[str, tuple[int | None, str]]:
        """For each box, who last wrote there: their key and what to call them."""
        auteurs: dict[str, tuple[int | None, str]] = {}
        for trace in self.derniers:
            if trace.action != Evenement.Action.CONFLIT:
                auteurs.setdefault(f"{trace.planche}--{trace.encart}", (trace.qui, trace.appel))
        return auteurs


class Souvenirs:
    """The last few that were put in."""

    def __init__(self, combien: int) -> None:
        self.combien = combien
        self.gardes: OrderedDict[tuple[object, ...], Any] = OrderedDict()

    def get(self, cle: tuple[object, ...]) -> Any:
        return self.gardes.get(cle)

    def set(self, cle: tuple[object, ...], valeur: Any) -> None:
        self.gardes[cle] = valeur
        while len(self.gardes) > self.combien:
            self.gardes.popitem(last=False)


murs = Souvenirs(MURS)
derniers = Souvenirs(MURS)  # the newest of each projet
empreintes = Souvenirs(EMPREINTES)


def instant(projet: Projet) -> Instant:
    """The wall of now, assembled once per version and process."""
    cle = _cle(projet, str(projet.version), timezone.localdate().isoformat())
    with VERROUS[projet.pk % len(VERROUS)]:
        ici = murs.get(cle)
        if ici is None:
            ici = _retouche(projet, derniers.get(cle[:2])) or _entier(projet)
            murs.set(cle, ici)
            empreintes.set(cle, ici.empreintes)
            derniers.set(cle[:2], ici)
    return ici


def _entier(projet: Projet) -> Instant:
    traces = _depuis(projet, 0)
    fresque = assemblage.assembler(projet)
    vues = {**fresque.empreintes, **_voisines(fresque)}
    return Instant(fresque, timezone.localdate().isoformat(), vues, traces)


def _retouche(projet: Projet, avant: Instant | None) -> Instant | None:
    """``avant`` with the boxes that changed since, when only long texts did: nothing else shows
    them. Each step of the version must be one such change of the journal; if one is not, None:
    the whole wall is to be read again."""
    if avant is None or avant.jour != timezone.localdate().isoformat():
        return None
    neuves = _depuis(projet, avant.derniers[0].pk if avant.derniers else 0)
    if len(neuves) != projet.version - avant.fresque.version:
        return None
    fresque, vues = replace(avant.fresque, version=projet.version), dict(avant.empreintes)
    for trace in reversed(neuves):
        encart = _encart(fresque, trace)
        if encart is None:
            return None
        ligne = OBJETS[encart.objet].lire(projet, encart.pk)
        jour = timezone.localdate(trace.quand)
        neuf = replace(encart, texte=getattr(ligne, encart.champs[0]), seance=jour)
        fresque = avec(fresque, trace.planche, neuf)
        vues[f"{trace.planche}--{encart.nom}"] = neuf.empreinte
    vues["chemin"] = fresque.empreinte_chemin
    traces = (*neuves, *avant.derniers)[:DERNIERS]
    return Instant(fresque, avant.jour, vues, traces)


def _encart(fresque: Fresque, trace: Trace) -> Encart | None:
    """The box this change wrote in, if it is a text that shows there and nowhere else."""
    planche = fresque.planche(trace.planche)
    encart = planche.encart(trace.encart) if planche else None
    modification = trace.action == Evenement.Action.MODIFICATION
    return encart if modification and encart and est_seul(encart) else None


def avec(fresque: Fresque, code: str, neuf: Encart) -> Fresque:
    """The wall with this box in the place of the one of its name."""
    planches = (
        replace(
            planche,
            sections=tuple(
                replace(
                    section,
                    encarts=tuple(neuf if e.nom == neuf.nom else e for e in section.encarts),
                )
                for section in planche.sections
            ),
        )
        if planche.code == code
        else planche
        for planche in fresque.planches
    )
    return replace(fresque, planches=tuple(planches))


def instant_connu(projet: Projet, version: str) -> dict[str, str] | None:
    """The digests of an earlier version of today, if this process has made them."""
    return empreintes.get(_cle(projet, version, timezone.localdate().isoformat()))


def voisines(fresque: Fresque, code: str) -> dict[str, Planche | str | None]:
    """The planches on either side, and the digest of the way to them."""
    codes = [planche.code for planche in fresque.planches]
    rang = codes.index(code)
    avant = fresque.planches[rang - 1] if rang else None
    apres = fresque.planches[rang + 1] if rang + 1 < len(codes) else None
    vues = [(p.code, p.coordonnee, p.titre) for p in (avant, apres) if p]
    return {"precedente": avant, "suivante": apres, "empreinte_voisines": empreinte(vues)}


def _voisines(fresque: Fresque) -> dict[str, str]:
    return {
        f"voisines-{planche.code}": str(voisines(fresque, planche.code)["empreinte_voisines"])
        for planche in fresque.planches
    }


def _cle(projet: Projet, version: str, jour: str) -> tuple[object, ...]:
    return projet.pk, projet.cree_le, version, jour


CHANGEMENTS = PrepareeValeurs(
    lambda projet, vue: (
        Evenement.objects.filter(projet=projet, pk__gt=vue).exclude(champ=VOIX).order_by("-pk")
    ),
    champs=("pk", "action", "planche", "encart", "quand", "qui_id", "qui__prenom", "nom"),
    au_plus=DERNIERS,
    projet=-1,
    vue=-2,
)


def _depuis(projet: Projet, vue: int) -> tuple[Trace, ...]:
    """The changes after the one of key ``vue``, newest first. Without the voices of a séance,
    which are not on the wall, nor one of its versions."""
    lignes = CHANGEMENTS.lignes(projet=projet.pk, vue=vue)
    return tuple(Trace(*ligne, prenom or nom) for *ligne, prenom, nom in lignes)
