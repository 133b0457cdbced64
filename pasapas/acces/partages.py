"""What an établissement shows its adviser: asked for, answered, changed, taken back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from pasapas.acces import correspondance
from pasapas.acces.roles import pilotes
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste, noter_champ
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Accompagnement, Partage, Participant, Projet, Role, User
from pasapas.models.partage import ANNEXES

UN_JOUR = timedelta(days=1)


def en_attente(projet: Projet) -> QuerySet[Partage]:
    """The advisers who wait for an answer."""
    return Partage.objects.de(projet).filter(accepte=None).select_related("conseil")


def attendus(projets: Iterable[Projet]) -> Mapping[int, str]:
    """The first adviser who waits, by fresque: 1 query, none for who pilots nothing."""
    siens = list(projets)
    lus = (
        Partage.objects.filter(projet__in=siens, accepte=None) if siens else Partage.objects.none()
    )
    lignes = lus.select_related("conseil").order_by("-pk")
    return {ligne.projet_id: str(ligne.conseil) for ligne in lignes}


@ensemble
def demander(projet: Projet, conseil: User, adresse: str, *, encore: bool = False) -> Partage:
    """``conseil`` asks to follow this projet: its pilotes are told by e-mail, once (``encore``:
    again, after a day). What was answered before is not asked for again."""
    partage, neuf = Partage.objects.get_or_create(projet=projet, conseil=conseil)
    if neuf:  # their home says who waits
        changements.bouger(projet, (), compte=False, travail=False)
    dite = partage.annonce_le
    vieille = dite is not None and encore and dite < timezone.now() - UN_JOUR
    if partage.accepte is None and (dite is None or vieille):
        annoncer(partage, adresse)
    return partage


@ensemble
def annoncer(partage: Partage, adresse: str) -> None:
    """``adresse``: where it is answered."""
    for pilote in pilotes(partage.projet).select_related("user"):
        correspondance.demander_un_accord(pilote, partage.conseil, adresse)
    Partage.objects.celle(partage).update(annonce_le=timezone.now())


@ensemble
def repondre(geste: Geste, conseil: User, annexes: Collection[int]) -> Partage:
    """Yes, with these annexes; whoever leads says so, and the fresque remembers it."""
    partage = _tenir(geste.projet, conseil)
    for numero in ANNEXES:
        setattr(partage, f"annexe_{numero}", numero in annexes)
    _ecrire(geste, partage, accepte=True)
    dits = ", ".join(str(numero) for numero in ANNEXES if numero in annexes)
    _dire(geste, partage, f"partage avec {conseil} : {f'annexes {dits}' if dits else 'aucune'}")
    _nommer(geste.projet, conseil)
    return partage


@ensemble
def refuser(geste: Geste, conseil: User | None) -> None:
    """No, or no longer."""
    if conseil is None:
        return
    partage = _tenir(geste.projet, conseil)
    for numero in ANNEXES:
        setattr(partage, f"annexe_{numero}", False)
    _ecrire(geste, partage, accepte=False)
    _dire(geste, partage, f"plus de partage avec {conseil}")


@ensemble
def transmettre(projet: Projet, ancien: User, nouveau: User) -> None:
    """Another adviser takes over what the group showed the one before; it is told, and may take
    it back."""
    avant = Partage.objects.de(projet).filter(conseil=ancien).first()
    if avant is None:
        return
    apres = _tenir(projet, nouveau)
    champs = ["accepte", "repondu_le", "repondu_par", "annonce_le"]
    for champ in (*champs, *(f"annexe_{numero}" for numero in ANNEXES)):
        setattr(apres, champ, getattr(avant, champ))
    apres.save()
    geste = Geste(projet, None, "acces", "personnes")
    if avant.accepte:
        _dire(geste, apres, f"partage repris par {nouveau}, après {ancien}")
    Partage.objects.celle(avant).delete()
    changements.bouger(projet, compte=False)


def _tenir(projet: Projet, conseil: User) -> Partage:
    partage, _ = Partage.objects.get_or_create(projet=projet, conseil=conseil)
    return changements.verrouiller(partage)


def _ecrire(geste: Geste, partage: Partage, *, accepte: bool) -> None:
    partage.accepte, partage.repondu_le = accepte, timezone.now()
    partage.repondu_par = geste.auteur
    partage.version += 1
    partage.full_clean()
    partage.save()
    changements.bouger(geste.projet, compte=False)


def _dire(geste: Geste, partage: Partage, apres: str) -> None:
    noter_champ(geste, partage, apres=apres)


def _nommer(projet: Projet, conseil: User) -> None:
    """Who follows the projet is somebody of the fresque, from now on."""
    siens = Participant.objects.de(projet).filter(user=conseil, role=Role.CHARGE_DE_MISSION)
    suivis = Accompagnement.objects.de(projet).filter(suivi_par=conseil)
    suivis.update(charge_de_mission=siens.first())
