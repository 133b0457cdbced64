"""What calls a person today, over all their fresques: read for the home page. Frozen values.

The fresques they last saw written are drawn from their planches, as the wall is; the others, and
those an adviser follows, from their counts alone: an adviser who reads a fresque opens it, and its
établissement sees that they did.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from django.urls import reverse
from django.utils import timezone

from diagnostic.models import Campagne
from fresque.apercu import suivi as suivis
from fresque.apercu.depart import Depart, guider
from fresque.apercu.dessin import Rangee, dessiner, niveau, rang, rangees
from fresque.apercu.suivi import LigneSuivie, Suivi
from fresque.instant import instant
from fresque.models import Contribution
from fresque.nouveautes import VisiteDAvant, fraicheur, passage
from fresque.objets import numerotee
from fresque.suivi.etapes import toutes
from fresque.suivi.tableau import MOI, Demande, dresser
from pasapas.acces.partages import attendus
from pasapas.acces.permissions import peut_animer, peut_ecrire
from pasapas.models import Avancement, Partage, Participant, Projet, Role, User, Visite
from pasapas.serveur.preparee import PrepareeValeurs
from pasapas.valeurs.textes import jour

PLEINES = 3  # fresques whose planches are read; the others tell their counts
MONTRES = 4  # lines of a list
Comptes: TypeAlias = dict[int, list[Avancement]]
Campagnes: TypeAlias = dict[int, Campagne]


# Of each fresque of theirs, their role; then what tells that nothing of the page has changed.
SUIVIES = PrepareeValeurs(
    lambda compte: (
        Participant.objects.ouverts()
        .du_compte(compte)
        .order_by("-projet__modifie_le", "projet__pk")
    ),
    champs=(
        *("role", "pk", "acces_clos_le"),
        *("projet_id", "projet__nom", "projet__version", "projet__modifie_le"),
        *("projet__preavis_le", "projet__conserver_jusqu_au"),
        *("projet__etablissement__nom", "projet__etablissement__confirme"),
    ),
    compte=-1,
)
VISITES = PrepareeValeurs(
    lambda compte: Visite.objects.sans_projet("les siennes").filter(participant__user=compte),
    champs=("participant_id", "vue_le", "precedente_le", "depart_masque"),
    compte=-1,
)


class Siennes(NamedTuple):
    """All that the page depends on, but for the hour: 2 queries."""

    suivies: tuple[tuple[Any, ...], ...]
    passages: tuple[tuple[int, VisiteDAvant], ...]


@dataclass(frozen=True, slots=True)
class Lien:
    """A line of a list: what it is about, and where it leads."""

    titre: str
    detail: str
    adresse: str
    pigment: str


@dataclass(frozen=True, slots=True)
class Volet:
    """A list at the side: what is late, theirs, under way, new."""

    code: str
    titre: str
    liens: tuple[Lien, ...]
    nombre: int

    @property
    def montres(self) -> tuple[Lien, ...]:
        return self.liens[:MONTRES]

    @property
    def autres(self) -> int:
        return len(self.liens) - len(self.montres)


@dataclass(frozen=True)
class PetitMur:
    """One fresque on the page. ``suivi`` and what follows only of those whose planches are read;
    ``retards``: étapes that are late, ``miennes``: this person's own of this month; ``a_lire``:
    post-its of the poster that wait for who animates; ``conseil``: the adviser who waits for an
    answer of whoever pilots."""

    projet: Projet
    role: str
    rangees: tuple[Rangee, ...]
    remplis: int
    total: int
    suivi: Suivi | None = None
    depuis: str = ""
    depart: Depart | None = None
    campagne: Campagne | None = None
    vierge: bool = False
    seance: str = ""
    retards: int = 0
    miennes: int = 0
    a_lire: int = 0
    conseil: str = ""

    @property
    def adresse(self) -> str:
        return reverse("fresque:mur", args=[self.projet.slug])

    @property
    def role_dit(self) -> str:
        return Role(self.role).appellation

    @property
    def maison(self) -> str:
        """The établissement, when the fresque does not bear its name."""
        nom = self.projet.etablissement.nom
        return "" if nom == str(self.projet) else nom

    @property
    def change_le(self) -> str:
        return jour(timezone.localdate(self.projet.modifie_le))

    @property
    def appels(self) -> list[tuple[str, int, str]]:
        """What calls, in a word each, with its filter on the wall."""
        vues = self.suivi.vues if self.suivi else ()
        return [(vue.code, vue.nombre, vue.nom) for vue in vues if vue.nombre]


def siennes(compte: User) -> Siennes:
    suivies = tuple(SUIVIES.lignes(compte=compte.pk))
    visites = VISITES.lignes(compte=compte.pk) if suivies else ()
    return Siennes(suivies, tuple(sorted((qui, passage(*dits)) for qui, *dits in visites)))


def petits_murs(compte: User, vues: Siennes) -> list[PetitMur]:
    """The fresques of this person, the last one written first."""
    participants = list(
        Participant.objects.ouverts()
        .du_compte(compte)
        .select_related("projet__etablissement__region")
        .order_by("-projet__modifie_le", "projet__pk")
    )
    lues = [p for p in participants if p.role != Role.CHARGE_DE_MISSION][:PLEINES]
    projets = [participant.projet for participant in participants]
    comptes: Comptes = defaultdict(list)
    for avancement in Avancement.objects.filter(projet__in=projets):
        comptes[avancement.projet_id].append(avancement)
    partages = _partages(compte, participants)
    campagnes = _campagnes([p.projet for p in lues])
    a_lire = Contribution.par_projet(p.projet for p in lues if peut_animer(p))
    conseils = attendus(p.projet for p in lues if p.role == Role.PILOTE)
    passages = dict(vues.passages)
    return [
        replace(
            _lire(p, passages.get(p.pk, VisiteDAvant()), comptes, campagnes),
            a_lire=a_lire[p.projet_id],
            conseil=conseils.get(p.projet_id, ""),
        )
        if p in lues
        else _compter(p, [c for c in comptes[p.projet_id] if _se_montre(c, p, partages)])
        for p in participants
    ]


def _partages(compte: User, participants: list[Participant]) -> dict[int, frozenset[int]]:
    """What each fresque an adviser follows shares with them: 1 query, none for anybody else."""
    suivis = [p.projet for p in participants if p.role == Role.CHARGE_DE_MISSION]
    if not suivis:
        return {}
    siens = Partage.objects.filter(projet__in=suivis, conseil=compte)
    return {partage.projet_id: partage.annexes for partage in siens}


def _se_montre(
    avancement: Avancement, participant: Participant, partages: dict[int, frozenset[int]]
) -> bool:
    if participant.role != Role.CHARGE_DE_MISSION:
        return True
    return avancement.annexe in partages.get(participant.projet_id, ())


def _campagnes(projets: list[Projet]) -> Campagnes:
    """The campagne under way of each, or the last one closed."""
    toutes = Campagne.objects.filter(projet__in=projets).defer("resultats")
    derniere = {campagne.projet_id: campagne for campagne in toutes.order_by("close_le", "pk")}
    return derniere | {c.projet_id: c for c in toutes if c.ouverte}


def _lire(
    participant: Participant, vu: VisiteDAvant, comptes: Comptes, campagnes: Campagnes
) -> PetitMur:
    projet = participant.projet
    with timezone.override(projet.etablissement.fuseau):
        ici = instant(projet)
        frais = fraicheur(participant, vu.depuis)
        suivi = suivis.suivre(ici.mur, participant.pk, frais)
        etapes = toutes(ici.fresque.planches)
        aujourd_hui = projet.etablissement.aujourd_hui
        siennes = dresser(etapes, participant.pk, aujourd_hui, Demande(MOI))
        depart = None
        if peut_ecrire(participant) and not vu.masque:
            depart = guider(projet.slug, ici.planche, anime=peut_animer(participant))
        return PetitMur(
            projet,
            participant.role,
            rangees(dessiner(apercu, frais.cases) for apercu in ici.mur.apercus),
            *_totaux(comptes[projet.pk]),
            suivi=suivi,
            depuis=suivis.depuis(frais),
            depart=depart,
            campagne=campagnes.get(projet.pk),
            vierge=ici.mur.vierge,
            seance=ici.mur.prochaine,
            retards=sum(une.attend and une.en_retard for une in etapes),
            miennes=siennes.tranche("mois").nombre,
        )


def _compter(participant: Participant, comptes: list[Avancement]) -> PetitMur:
    dessins = (
        niveau(c.planche, c.annexe, c.remplis, c.total)
        for c in sorted(comptes, key=lambda c: rang(c.planche))
    )
    return PetitMur(participant.projet, participant.role, rangees(dessins), *_totaux(comptes))


def _totaux(comptes: list[Avancement]) -> tuple[int, int]:
    """Over the sheets of which there is one: a fiche or a bilan one opens is work begun, and takes
    nothing off what was done."""
    uniques = [c for c in comptes if numerotee(c.planche) is None or c.planche == "bilan-1"]
    return sum(c.remplis for c in uniques), sum(c.total for c in uniques)


def volets(ouvertes: Iterable[PetitMur]) -> list[Volet]:
    """The lists at the side, over every fresque that is read; those with nothing in them are
    left out."""
    lues = [petit for petit in ouvertes if petit.suivi]
    tous = [
        _volet("retard", "étape en retard", "étapes en retard", lues),
        _volet("moi", "À vous", "À vous", lues),
        _volet("cours", "En cours", "En cours", lues),
        _volet("neuf", _depuis(lues), _depuis(lues), lues),
    ]
    return [volet for volet in tous if volet.liens]


def _volet(code: str, un: str, plusieurs: str, lues: list[PetitMur]) -> Volet:
    liens = tuple(
        Lien(
            element.titre,
            ", ".join(filter(None, (element.detail, str(petit.projet) if len(lues) > 1 else ""))),
            petit.adresse + element.adresse,
            element.apercu.annexe.pigment,
        )
        for petit in lues
        for element in _elements(petit, code)
    )
    return Volet(code, un if len(liens) == 1 else plusieurs, liens, len(liens))


def _elements(petit: PetitMur, code: str) -> Iterator[LigneSuivie]:
    suivi = petit.suivi
    if suivi is None:
        return
    if code == "cours":
        yield from suivi.cours
    elif vue := suivi.vue(code):
        yield from vue.elements


def _depuis(lues: list[PetitMur]) -> str:
    """« Nouveau depuis votre visite du jeudi 4 décembre », when there is one fresque to tell of."""
    dits = {petit.depuis for petit in lues}
    return "Nouveau d" + dits.pop()[1:] if len(dits) == 1 and "" not in dits else "Nouveau"
