"""Who may do what in a projet, and until when: every change of it, written down."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from pasapas.acces import correspondance
from pasapas.acces.permissions import ANIMENT, ROLES_A_CARTE, peut_gerer, roles_a_donner
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste, noter_champ
from pasapas.ecriture.transactions import ensemble
from pasapas.models import CarteAcces, Invitation, Participant, Projet, Role, User

LIEU = ("acces", "personnes")  # where the journal files what concerns access
SEUL_PILOTE = (
    "C’est la seule personne pilote qui garde son accès : confiez d’abord la fresque à une autre."
)
REPRIS = "Vous ne réglez plus l’accès de cette personne : votre rôle, ou le sien, vient de changer."
SANS_ADRESSE = (
    "Cette personne entre avec une carte. Pour ce rôle, il faut un compte : invitez-la d’abord "
    "par e-mail."
)


def geste_d_acces(projet: Projet, auteur: Participant | None) -> Geste:
    """Someone (None: a command) changes who has access to this projet."""
    return Geste(projet, auteur, *LIEU)


def dire(geste: Geste, ligne: Participant, apres: str, avant: str = "", champ: str = "") -> None:
    """Write in the memory of the fresque what changed for ``ligne``, who is named there."""
    noter_champ(geste, ligne, champ, f"{ligne} : {avant}" if avant else "", f"{ligne} : {apres}")


def pilotes(projet: Projet) -> QuerySet[Participant]:
    """Those who lead the projet with an account of their own and no last day ahead."""
    return (
        Participant.objects.de(projet)
        .ouverts()
        .filter(role=Role.PILOTE, acces_clos_le=None, user__is_active=True)
    )


@ensemble
def changer_role(geste: Geste, participant: Participant, role: Role) -> Participant:
    """Raises ValidationError when nobody would be left to lead, or when a card is too little."""
    ligne = tenir(geste, participant)
    autoriser(geste, ligne, donne=role)
    if ligne.role == role:
        return ligne
    if Role.CHARGE_DE_MISSION in {ligne.role, role}:
        raise ValidationError("Ce rôle se donne et se reprend en acceptant un chargé de mission.")
    if role not in ROLES_A_CARTE and ligne.user and not ligne.user.email:
        raise ValidationError(SANS_ADRESSE)
    if role != Role.PILOTE:
        garder_un_pilote(ligne)
    avant = ligne.role_dit
    ligne.role = role
    if role in ANIMENT:
        fermer_preuves(ligne, CarteAcces)
    ecrire(geste, ligne, "role")
    dire(geste, ligne, ligne.role_dit, avant, "role")
    return ligne


@ensemble
def fermer(geste: Geste, participant: Participant, dernier_jour: date | None = None) -> None:
    """Close an access after ``dernier_jour``, or at once. What the person wrote stays."""
    ligne = tenir(geste, participant)
    if geste.auteur is None or ligne.pk != geste.auteur.pk:  # anyone may leave
        autoriser(geste, ligne)
    garder_un_pilote(ligne)
    oublier_les_preuves_d_avant(ligne)
    hier = timezone.localdate() - timedelta(days=1)
    ligne.acces_clos_le = dernier_jour or hier
    if ligne.acces_clos_le <= hier:
        fermer_preuves(ligne, CarteAcces, Invitation)
    ecrire(geste, ligne, "acces_clos_le")
    apres = f"accès jusqu’au {dernier_jour:%d/%m/%Y}" if dernier_jour else "accès fermé"
    dire(geste, ligne, apres)


@ensemble
def rouvrir(geste: Geste, participant: Participant) -> None:
    """Let someone in again, in the role they had; the card they had stays dead."""
    ligne = tenir(geste, participant)
    autoriser(geste, ligne)
    if ligne.acces_clos_le is None:
        return
    oublier_les_preuves_d_avant(ligne)
    if ligne.acces_clos_le < timezone.localdate():
        ligne.acces_depuis = timezone.now()
    ligne.acces_clos_le = None
    ecrire(geste, ligne, "acces_clos_le", "acces_depuis")
    dire(geste, ligne, "accès rouvert")


@ensemble
def confier(geste: Geste, nouveau: Participant, ensuite: Role | None) -> None:
    """``nouveau`` leads the projet; whoever hands it over takes the role ``ensuite``.

    None: they leave. The new pilote must be someone who can come in today.
    """
    ancien = geste.auteur
    if ancien is None or not candidats(ancien).filter(pk=nouveau.pk).exists():
        raise ValidationError("Cette personne n’a pas d’accès à la fresque en ce moment.")
    for personne in sorted([nouveau, ancien], key=lambda p: p.pk):
        changements.verrouiller(personne)  # in one order for everyone, before the projet
    ligne = tenir(geste, nouveau)
    if ligne.acces_clos_le is not None:
        rouvrir(geste, ligne)
    changer_role(geste, ligne, Role.PILOTE)
    if ensuite is None:
        fermer(geste, ancien)
    else:
        changer_role(geste, ancien, ensuite)


def candidats(auteur: Participant) -> QuerySet[Participant]:
    """To whom ``auteur`` may hand the projet over: they come in with an account of their own."""
    return (
        Participant.objects.de(auteur.projet)
        .ouverts()
        .filter(user__is_active=True, user__email__isnull=False)
        .exclude(role=Role.CHARGE_DE_MISSION)
        .exclude(pk=auteur.pk)
        .order_by("nom", "prenom", "pk")
    )


def retirer_participant(geste: Geste, participant: Participant) -> None:
    """Take someone off the wall, who has no access to it: closing one has its own page."""
    ligne = tenir(geste, participant)
    autoriser(geste, ligne)
    clos = ligne.acces_clos_le is not None and ligne.acces_clos_le < timezone.localdate()
    if ligne.user_id and not clos:
        raise PermissionDenied(
            f"{ligne} a accès à la fresque. Fermez d’abord son accès, page « Qui a accès »."
        )
    fermer_preuves(ligne, CarteAcces, Invitation)
    changements.retirer(geste, ligne)


def tenir(geste: Geste, participant: Participant) -> Participant:
    """The row as it stands, then its projet: two pilotes never unmake each other at once."""
    ligne = changements.verrouiller(participant)
    tenir_les_roles(geste.projet)
    return ligne


def tenir_les_roles(projet: Projet) -> None:
    """Nobody's role changes in this projet until the end. Rows come first: see ``tenir``."""
    Projet.objects.celle(projet).select_for_update(of=("self",), no_key=True).get()


def autoriser(geste: Geste, *lignes: Participant, donne: Role | None = None) -> None:
    """Whoever acts may still do it to ``lignes``, now that the roles are held: what the page saw
    may be over. Raises PermissionDenied. A command may do all."""
    if geste.auteur is None:
        return
    auteur = _auteur(geste, geste.auteur)
    permis = auteur is not None and all(peut_gerer(auteur, ligne) for ligne in lignes)
    if auteur is None or not permis or (donne and donne not in roles_a_donner(auteur)):
        raise PermissionDenied(REPRIS)


def _auteur(geste: Geste, qui: Participant) -> Participant | None:
    """The one who acts, as they stand in this projet: a pilote may act in several at once."""
    soi = Q(pk=qui.pk)
    if qui.user_id:
        soi |= Q(user=qui.user_id)
    return Participant.objects.de(geste.projet).ouverts().filter(soi).order_by("pk").first()


def garder_un_pilote(ligne: Participant) -> None:
    """Raises ValidationError when ``ligne`` is the last one who leads and can come in."""
    qui = pilotes(ligne.projet)
    seul = ligne.role == Role.PILOTE and ligne.user_id and not qui.exclude(pk=ligne.pk).exists()
    if seul and Participant.objects.de(ligne.projet).ouverts().filter(pk=ligne.pk).exists():
        raise ValidationError(SEUL_PILOTE)


def oublier_les_preuves_d_avant(ligne: Participant) -> None:
    """An access that ended on its day left its card and its sessions asleep, not dead."""
    if ligne.acces_clos_le and ligne.acces_clos_le < timezone.localdate():
        fermer_preuves(ligne, CarteAcces, Invitation)


def fermer_preuves(ligne: Participant, *genres: type[CarteAcces] | type[Invitation]) -> None:
    """What this person could still come in with no longer opens anything."""
    for genre in genres:
        lignes = genre.objects.de(ligne.projet).filter(participant=ligne, close_le=None)
        if genre is Invitation:
            correspondance.retirer_invitations(lignes)
        lignes.update(close_le=timezone.now())
    if CarteAcces in genres and ligne.user and not ligne.user.email:
        rompre_sessions(ligne.user)


def rompre_sessions(user: User) -> None:
    """End every session of an account that only cards open: a new unusable password does it."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


def ecrire(geste: Geste, ligne: Participant, *champs: str) -> None:
    """Save these fields of someone, and let the wall know: their name may show otherwise."""
    ligne.version += 1
    ligne.full_clean()
    ligne.save(update_fields=[*champs, "version"])
    changements.bouger(geste.projet, compte=False)
