"""A portfolio goes to a colleague on a day: nothing of it is lost, and the groups are told."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial

from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from fresque.accompagnement.operations import retenir
from fresque.donnees.lignes import gestes_sur
from fresque.operations import ajouter_participant
from pasapas.acces import correspondance, partages
from pasapas.acces.roles import pilotes
from pasapas.ecriture.changements import bouger, verrouiller
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Accompagnement, Mandat, Participant, Projet, Role, User
from pasapas.serveur.hotes import racine
from pasapas.valeurs.textes import jour as en_mots

RAISON = "les accompagnements qu’un chargé de mission passe à un autre"
FONCTION = "Chargé ou chargée de mission"
CONFIE, ANNULE = "Confié à", "Relais annulé"  # how the history says them
SANS_RELAIS = "aucun relais n’est plus prévu. Il a eu lieu, ou quelqu’un l’a annulé."
AUTRE_RELAIS = "le relais prévu a changé entre-temps. Relisez-le, puis annulez-le s’il le faut."


@ensemble
def confier(
    compte: User, suivis: Iterable[Accompagnement], nouveau: User, le: date
) -> list[Accompagnement]:
    """``nouveau`` follows these from that day. Raises ValidationError, naming those whose region
    is not theirs on that day. A day to come is kept, and comes by itself (``faire_les_relais``)."""
    tenus = [verrouiller(suivi) for suivi in sorted(suivis, key=lambda s: s.pk)]
    if not tenus:
        raise ValidationError("Choisissez au moins un établissement.")
    _exiger_un_mandat(tenus, nouveau, le)
    for suivi in tenus:
        if suivi.suivi_par_id == nouveau.pk:
            raise ValidationError(f"{nouveau} suit déjà {suivi.projet.etablissement}.")
        dire = partial(correspondance.annoncer_relais, ancien=suivi.suivi_par)
        suivi.releve_par, suivi.releve_le = nouveau, le
        suivi.save(update_fields=["releve_par", "releve_le"])
        if le <= suivi.projet.etablissement.aujourd_hui:
            _relayer(suivi)
        _annoncer(suivi.projet, dire, nouveau, le)
    retenir(compte, tenus, f"{CONFIE} {nouveau}, à partir du {en_mots(le)}")
    return tenus


@ensemble
def faire_les_relais() -> int:
    """Those whose day has come, there. Who has lost their mandate meanwhile takes nothing over:
    the relay waits, and its page says why."""
    attendent = Accompagnement.objects.sans_projet(RAISON).exclude(releve_le=None).order_by("pk")
    faits = 0
    for lu in attendent.filter(releve_le__lte=timezone.localdate() + timedelta(days=1)):
        suivi = verrouiller(lu)  # called off meanwhile, or put off?
        ici = suivi.projet.etablissement.aujourd_hui
        if suivi.releve_le and suivi.releve_le <= ici and not empechement(suivi):
            _relayer(suivi)
            faits += 1
    return faits


@ensemble
def annuler(compte: User, vus: Iterable[Accompagnement]) -> list[Accompagnement]:
    """Who follows these goes on, and the groups are told. Each relay is the one that was read
    (``vus``): done since, or given to somebody else, it is not called off unseen. Raises
    ValidationError."""
    tenus = []
    for vu in sorted(vus, key=lambda s: s.pk):
        suivi = verrouiller(vu)
        prevu = (suivi.releve_par_id, suivi.releve_le)
        if suivi.releve_le is None:
            raise ValidationError(f"{suivi.projet.etablissement} : {SANS_RELAIS}")
        if prevu != (vu.releve_par_id, vu.releve_le):
            raise ValidationError(f"{suivi.projet.etablissement} : {AUTRE_RELAIS}")
        nouveau, le = suivi.releve_par, suivi.releve_le
        suivi.releve_par, suivi.releve_le = None, None
        suivi.save(update_fields=["releve_par", "releve_le"])
        if nouveau is not None:
            dire = partial(correspondance.annoncer_relais_annule, reste=suivi.suivi_par)
            _annoncer(suivi.projet, dire, nouveau, le)
        retenir(compte, [suivi], f"{ANNULE} : {nouveau or 'un compte effacé'}, {en_mots(le)}")
        tenus.append(suivi)
    return tenus


def empechement(suivi: Accompagnement) -> str:
    """Why who is to take over could not on that day; empty, nothing stands in the way."""
    nouveau, le = suivi.releve_par, suivi.releve_le
    if le is None:
        return ""
    if nouveau is None:
        return "Son compte a été effacé : annulez ce relais, ou confiez à quelqu’un d’autre."
    jour = max(le, suivi.projet.etablissement.aujourd_hui)
    if not nouveau.is_active or suivi.projet.etablissement.region_id not in _regions(nouveau, jour):
        return f"{nouveau} n’aura pas de mandat ici ce jour-là : le relais attendra d’en avoir un."
    return ""


def dits(suivi: Accompagnement) -> Iterable[LogEntry]:
    """The relays planned and called off, as the history of the administration keeps them."""
    gestes = LogEntry.objects.filter(gestes_sur(suivi))
    notes = Q(change_message__startswith=CONFIE) | Q(change_message__startswith=ANNULE)
    return gestes.filter(notes).select_related("user").order_by("action_time")


def _exiger_un_mandat(suivis: list[Accompagnement], nouveau: User, le: date) -> None:
    regions = _regions(nouveau, le)
    sans = [s for s in suivis if s.projet.etablissement.region_id not in regions]
    if sans:
        noms = ", ".join(str(suivi.projet.etablissement) for suivi in sans)
        raise ValidationError(f"{nouveau} n’a pas de mandat le {en_mots(le)} pour : {noms}.")


def _regions(qui: User, jour: date) -> set[int]:
    """Where they have a mandate that day."""
    siens = Mandat.objects.filter(Q(fin=None) | Q(fin__gte=jour), user=qui, debut__lte=jour)
    return set(siens.values_list("region", flat=True))


def _relayer(suivi: Accompagnement) -> None:
    """From one adviser to the other: the accompaniment, what is shared, who comes in."""
    ancien, nouveau, projet = suivi.suivi_par, suivi.releve_par, suivi.projet
    suivi.suivi_par, suivi.releve_par, suivi.releve_le = nouveau, None, None
    if ancien is not None and nouveau is not None:
        partages.transmettre(projet, ancien, nouveau)
        suivi.charge_de_mission = _faire_entrer(projet, ancien, nouveau)
    suivi.save()
    bouger(projet, compte=False, travail=False)


def _faire_entrer(projet: Projet, ancien: User, nouveau: User) -> Participant | None:
    """Where the group had let the one before in, the next one comes in their place."""
    gens = Participant.objects.de(projet).filter(role=Role.CHARGE_DE_MISSION)
    avant = gens.ouverts().filter(user=ancien).first()
    deja = Participant.objects.de(projet).filter(user=nouveau).first()
    if avant is None:
        return deja if deja and deja.role == Role.CHARGE_DE_MISSION else None
    gens.filter(pk=avant.pk).update(
        acces_clos_le=projet.etablissement.aujourd_hui - timedelta(days=1),
        version=F("version") + 1,
    )
    if deja is None:
        deja = ajouter_participant(
            Geste(projet, None, "acces", "personnes"),
            {**nouveau.identite, "fonction": FONCTION, "role": Role.CHARGE_DE_MISSION},
        )
        Participant.objects.celle(deja).update(user=nouveau, acces_depuis=timezone.now())
    elif deja.role == Role.CHARGE_DE_MISSION:
        Participant.objects.celle(deja).update(
            acces_clos_le=None, acces_depuis=timezone.now(), retire_le=None
        )
    else:
        return None  # they take another part there
    return deja


def _annoncer(projet: Projet, dire: Callable[..., None], nouveau: User, le: date) -> None:
    adresse = racine() + reverse("fresque:acces", args=[projet.slug])
    for pilote in pilotes(projet).select_related("user"):
        dire(pilote, nouveau=nouveau, des_le=le, adresse=adresse)


def collegues(suivis: list[Accompagnement], sauf: User | None = None) -> QuerySet[User]:
    """Those who have a mandate, now or to come, wherever these are."""
    qui = User.objects.filter(is_active=True)
    for region in {suivi.projet.etablissement.region_id for suivi in suivis}:
        siens = Mandat.objects.filter(region=region)
        qui = qui.filter(
            pk__in=siens.filter(Q(fin=None) | Q(fin__gte=_jour(suivis))).values("user")
        )
    autres = qui.exclude(pk=sauf.pk) if sauf else qui
    return autres.order_by("nom", "prenom", "pk")


def _jour(suivis: list[Accompagnement]) -> date:
    return min(suivi.projet.etablissement.aujourd_hui for suivi in suivis)
