"""A portfolio goes to a colleague on a day: nothing of it is lost, and the groups are told."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from fresque.accompagnement.operations import retenir
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
        suivi.releve_par, suivi.releve_le = nouveau, le
        suivi.save(update_fields=["releve_par", "releve_le"])
        if le <= suivi.projet.etablissement.aujourd_hui:
            _relayer(suivi)
        _annoncer(suivi.projet, compte, nouveau, le)
    retenir(compte, tenus, f"Confié à {nouveau}, à partir du {en_mots(le)}")
    return tenus


@ensemble
def faire_les_relais() -> int:
    """Those whose day has come, there."""
    attendent = Accompagnement.objects.sans_projet(RAISON).exclude(releve_le=None)
    faits = 0
    for suivi in attendent.filter(releve_le__lte=timezone.localdate() + timedelta(days=1)):
        if suivi.releve_le and suivi.releve_le <= suivi.projet.etablissement.aujourd_hui:
            _relayer(verrouiller(suivi))
            faits += 1
    return faits


def _exiger_un_mandat(suivis: list[Accompagnement], nouveau: User, le: date) -> None:
    siens = Mandat.objects.filter(Q(fin=None) | Q(fin__gte=le), user=nouveau, debut__lte=le)
    regions = set(siens.values_list("region", flat=True))
    sans = [s for s in suivis if s.projet.etablissement.region_id not in regions]
    if sans:
        noms = ", ".join(str(suivi.projet.etablissement) for suivi in sans)
        raise ValidationError(f"{nouveau} n’a pas de mandat le {en_mots(le)} pour : {noms}.")


def _relayer(suivi: Accompagnement) -> None:
    """From one adviser to the other: the accompaniment, what is shared, who comes in."""
    ancien, nouveau, projet = suivi.suivi_par, suivi.releve_par, suivi.projet
    suivi.suivi_par, suivi.releve_par, suivi.releve_le = nouveau, None, None
    if nouveau is None:  # their account is gone
        suivi.suivi_par = ancien
    elif ancien is not None:
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


def _annoncer(projet: Projet, ancien: User, nouveau: User, le: date) -> None:
    adresse = racine() + reverse("fresque:acces", args=[projet.slug])
    for pilote in pilotes(projet).select_related("user"):
        correspondance.annoncer_relais(pilote, ancien, nouveau, le, adresse)


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
