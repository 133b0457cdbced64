"""The door: it loads the projet, proves the right, and turns strangers away with a 404."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from pasapas.acces.adresses import VueHttp
from pasapas.acces.permissions import ANIMENT, annexes_montrees, peut_animer, peut_ecrire, peut_voir
from pasapas.comptes import sessions
from pasapas.ecriture.transactions import Disparue
from pasapas.models import Consultation, Etablissement, Participant, Projet, Role, User
from pasapas.models.etablissement import EtablissementQuerySet
from pasapas.serveur.preparee import Preparee

SURES = {"GET", "HEAD", "OPTIONS"}
ECRITURES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Of what an open page asks by itself, what says nothing of the fresque.
MUETTES = {"fresque:presence"}
LIRE = "Votre rôle permet de lire cette fresque, pas d’y écrire."
ANIMER = "Ce geste revient à la personne qui anime ou pilote cette fresque."
ADMINISTRER = "Votre compte administre, mais pas cela : un autre administrateur peut l’y autoriser."
NON_PARTAGE = "Non partagé : le groupe ne montre pas cette annexe aux chargés de mission."
DISPARUE = "Quelqu’un vient de l’effacer : il n’y a plus rien à cette adresse."
UN_JOUR = 24 * 60 * 60  # seconds
# A page that is read, and that one sends back filled.
lue_et_ecrite = require_http_methods([*sorted(SURES - {"OPTIONS"}), "POST"])


class LectureSeule(RuntimeError):
    """A page that only reads tried to write."""


class ProjetRequest(HttpRequest):
    """A request that came through the door. ``dits``: what every template is told, which fresque,
    who looks, and what they may do."""

    projet: Projet
    participant: Participant
    dits: Mapping[str, object]
    user: User
    htmx: HtmxDetails


class CompteRequest(HttpRequest):
    """A request of someone who has logged in."""

    user: User


@contextmanager
def lecture_seule() -> Iterator[None]:
    """Reading never writes: any write inside raises LectureSeule (sessions excepted)."""

    def garde(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(ECRITURES) and "django_session" not in sql:
            raise LectureSeule(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(garde):
        yield


PARTICIPATION = Preparee(
    lambda compte, slug: (
        Participant.objects.ouverts().du_compte(compte).filter(projet__slug=slug).order_by()
    ),
    liees=("projet", "projet__etablissement", "projet__etablissement__region"),
    compte=-1,
    slug="?",
)


def participation(user: Any, slug: str) -> Participant:
    """The open participation of ``user`` in the projet, or 404: strangers learn nothing."""
    participant = PARTICIPATION.premiere(compte=user.pk, slug=slug) if user.pk else None
    if participant is None:
        raise Http404("Aucune fresque à cette adresse.")
    return participant


def noter_consultation(request: ProjetRequest, *, heure: bool = True) -> None:
    """The établissement sees on which days its adviser opened its fresque: 1 query, theirs alone.

    ``heure``: and when last. A database that can only be read still lets the adviser read.
    """
    jour = Consultation(
        projet=request.projet, participant=request.participant, jour=timezone.localdate()
    )
    deja: dict[str, Any] = {"ignore_conflicts": True}
    if heure:
        deja = {"update_conflicts": True, "update_fields": ["derniere_le"]}
        deja["unique_fields"] = ["participant", "jour"]
    with suppress(DatabaseError):
        Consultation.objects.bulk_create([jour], **deja)


def noter_ce_qui_se_montre(request: ProjetRequest, reponse: HttpResponse) -> None:
    """What a page left open shows of the fresque counts too, whoever looks at it: once a day,
    since it asks every few seconds."""
    if reponse.status_code != HTTPStatus.OK or not reponse.content:
        return
    cle = f"consultation:{request.participant.pk}:{timezone.localdate()}"
    if cache.add(cle, True, UN_JOUR):
        noter_consultation(request, heure=False)


def _dits(projet: Projet, participant: Participant) -> dict[str, object]:
    return {
        "slug": projet.slug,
        "projet": projet,
        "participant": participant,
        "peut_ecrire": peut_ecrire(participant),
        "peut_animer": peut_animer(participant),
    }


def porte(
    droit: Callable[[Participant], bool] = peut_voir,
    *,
    annexe: int | None = None,
) -> Callable[[VueHttp], VueHttp]:
    """Decorate a view of one projet: ``slug`` is used up, ``request.projet`` is given.

    Strangers get 404; a participant without ``droit`` gets 403. A GET that writes fails.
    ``annexe``: the one this page is about; an adviser with whom it is not shared gets 404. What is
    about several reads them from ``instant``, which knows those that ``montrees`` leaves out.
    """

    def decorer(vue: VueHttp) -> VueHttp:
        @wraps(vue)
        def franchir(request: ProjetRequest, slug: str, **kwargs: Any) -> HttpResponse:
            request.participant = participation(request.user, slug)
            request.projet = request.participant.projet
            if not droit(request.participant):
                raise PermissionDenied(ANIMER if peut_ecrire(request.participant) else LIRE)
            request.projet.montrees = montrees = annexes_montrees(request.participant)
            request.dits = _dits(request.projet, request.participant)
            if annexe and montrees is not None and annexe not in montrees:
                raise Http404(NON_PARTAGE)
            # Behind the door it is the day, and the hour, of the établissement.
            with timezone.override(request.projet.etablissement.fuseau):
                return _entrer(request, vue, kwargs)

        franchir.__dict__.update(droit=droit, acces="projet")
        return franchir

    return decorer


def _entrer(request: ProjetRequest, vue: VueHttp, arguments: dict[str, Any]) -> HttpResponse:
    suivie = request.participant.role == Role.CHARGE_DE_MISSION
    seule = sessions.de_fond(request)
    if suivie and not seule:
        noter_consultation(request)
    with lecture_seule() if request.method in SURES else nullcontext():
        try:
            reponse = vue(request, **arguments)
        except Disparue:
            raise Http404(DISPARUE) from None
    if suivie and seule and sessions.vue_de(request) not in MUETTES:
        noter_ce_qui_se_montre(request, reponse)
    return reponse


def publique(vue: VueHttp) -> VueHttp:
    """Decorate a view that anyone may open, without an account."""
    vue.__dict__["acces"] = "publique"
    return login_not_required(vue)


def connecte(vue: VueHttp) -> VueHttp:
    """Decorate a view of one's own things: any account, nobody else's rows."""
    vue.__dict__["acces"] = "connecte"
    return vue


def administration(permission: str) -> Callable[[VueHttp], VueHttp]:
    """Decorate a view for the administrateurs who were given ``permission`` (« app.codename »):
    a 404 for whoever does not administer, a 403 for the other administrateurs."""

    def decorer(vue: VueHttp) -> VueHttp:
        @wraps(vue)
        def franchir(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not (request.user.is_active and request.user.is_staff):
                raise Http404("Aucune page à cette adresse.")
            if not request.user.has_perm(permission):
                raise PermissionDenied(ADMINISTRER)
            return vue(request, *args, **kwargs)

        franchir.__dict__["acces"] = "administration"
        return franchir

    return decorer


def etablissements_menes(user: Any) -> EtablissementQuerySet:
    """Where this person already leads a projet, hence may open another."""
    menes = Participant.objects.ouverts().du_compte(user).filter(role__in=ANIMENT)
    siens = Etablissement.objects.sans_projet("ceux des projets que cette personne mène")
    return siens.filter(projets__in=menes.values("projet")).distinct()
