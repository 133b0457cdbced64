"""What others wrote since one's last visit: « peinture fraîche »."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from diagnostic.campagnes.seance import VOIX
from fresque.apercu.valeurs import Fraicheur, Nouveaute
from fresque.instant import Memoire
from pasapas.direct.presence import depuis
from pasapas.models import Evenement, Participant, Projet, Visite
from pasapas.serveur.preparee import PrepareeValeurs

LUS = 500  # changes looked at: more than anyone comes back to
# One write takes its key and is seen within this time, and while so many others of its fresque are.
UN_MOMENT, ENTRE_TEMPS = timedelta(minutes=1), 20
RECENTS = Memoire(60)  # the last changes of as many fresques


class Changee(NamedTuple):
    pk: int
    planche: str
    encart: str
    quand: datetime
    qui: int | None
    prenom: str | None
    nom: str


VISITES = PrepareeValeurs(
    lambda projet, participant: Visite.objects.filter(projet=projet, participant=participant),
    champs=("vue_le", "precedente_le", "depart_masque"),
    au_plus=1,
    projet=-1,
    participant=-2,
)
# The voices of a séance show on no wall; a text put aside changed nothing on it.
CHANGEMENTS = PrepareeValeurs(
    lambda projet, vue: (
        Evenement.objects.filter(projet=projet, pk__gt=vue)
        .exclude(champ=VOIX)
        .exclude(action=Evenement.Action.CONFLIT)
        .order_by("-pk")
    ),
    champs=("pk", "planche", "encart", "quand", "qui_id", "qui__prenom", "nom"),
    au_plus=LUS,
    projet=-1,
    vue=-2,
)


class VisiteDAvant(NamedTuple):
    """When the visit before this one ended, None on a first visit; and whether this person put
    « Par où commencer » away."""

    depuis: datetime | None = None
    masque: bool = False


def derniere_visite(participant: Participant) -> VisiteDAvant:
    """What is known of their visits: 1 query."""
    visites = VISITES.lignes(projet=participant.projet_id, participant=participant.pk)
    return passage(*visites[0]) if visites else VisiteDAvant()


def passage(vue_le: datetime, precedente_le: datetime | None, masque: bool) -> VisiteDAvant:
    return VisiteDAvant(depuis(vue_le, precedente_le, timezone.now()), masque)


def fraicheur(participant: Participant, depuis: datetime | None) -> Fraicheur:
    """What the others wrote since ``depuis``: 1 query, none on a first visit."""
    if depuis is None:
        return Fraicheur()
    cases: dict[str, list[Changee]] = {}
    for trace in _recents(participant.projet):
        if trace.quand > depuis and trace.qui != participant.pk:
            cases.setdefault(f"{trace.planche}--{trace.encart}", []).append(trace)
    return Fraicheur(
        depuis,
        tuple(
            Nouveaute(
                case, tuple(dict.fromkeys(t.prenom or t.nom for t in traces)), traces[0].quand
            )
            for case, traces in cases.items()
        ),
    )


def _recents(projet: Projet) -> tuple[Changee, ...]:
    """The last changes, newest first: those this process knows, and what came since. Names are
    read again whenever the whole wall is: someone may have been erased. Of two who write at once,
    the first one to take a key may be seen last: the very last ones are read again."""
    cle = (projet.pk, projet.cree_le, projet.tampon())
    connus, il_y_a_peu = RECENTS.get(cle) or (), timezone.now() - UN_MOMENT
    connus = connus[sum(changee.quand >= il_y_a_peu for changee in connus[:ENTRE_TEMPS]) :]
    neufs = CHANGEMENTS.lignes(projet=projet.pk, vue=connus[0].pk if connus else 0)
    recents = (*(Changee(*neuf) for neuf in neufs), *connus)[:LUS]
    RECENTS.set(cle, recents)
    return recents
