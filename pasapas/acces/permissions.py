"""Rights as named predicates. They are applied in ``porte`` and nowhere else."""

from pasapas.models import Partage, Participant, Role, User
from pasapas.models.partage import ANNEXES

ECRIVENT = {Role.PILOTE, Role.ANIMATEUR, Role.CONTRIBUTEUR}
ANIMENT = {Role.PILOTE, Role.ANIMATEUR}
ROLES_A_CARTE = {Role.CONTRIBUTEUR, Role.LECTEUR}  # what a sheet of paper may open
ROLES_DONNES = {
    Role.PILOTE: (Role.PILOTE, Role.ANIMATEUR, Role.CONTRIBUTEUR, Role.LECTEUR),
    Role.ANIMATEUR: (Role.CONTRIBUTEUR, Role.LECTEUR),
}


def peut_voir(participant: Participant) -> bool:
    """Every participant whose access is open reads; an adviser, what is shared with them."""
    return True


def annexes_montrees(participant: Participant) -> frozenset[int] | None:
    """What an adviser reads is what the group ticked; None: the whole fresque, as everyone else."""
    if participant.role != Role.CHARGE_DE_MISSION:
        return None
    siens = Partage.objects.de(participant.projet).filter(conseil=participant.user_id)
    montrees = next((partage.annexes for partage in siens), frozenset[int]())
    return None if len(montrees) == len(ANNEXES) else montrees


def peut_ecrire(participant: Participant) -> bool:
    """Pilote, animateur and contributeur write; lecteur and chargé de mission read."""
    return participant.role in ECRIVENT


def peut_animer(participant: Participant) -> bool:
    """Pilote and animateur take the projet out as a file, and open new ones."""
    return participant.role in ANIMENT


def peut_temoigner(participant: Participant) -> bool:
    """Anyone of the group, who writes or only reads, sees to it that things are done as said; an
    adviser is not of it."""
    return participant.role != Role.CHARGE_DE_MISSION


def voit_les_notes_privees(participant: Participant) -> bool:
    """The adviser's private notes are for chargés de mission alone."""
    return participant.role == Role.CHARGE_DE_MISSION


def voit_l_accompagnement(participant: Participant) -> bool:
    """The accompaniment concerns those who lead the projet and the adviser."""
    return peut_animer(participant) or voit_les_notes_privees(participant)


def peut_piloter(participant: Participant) -> bool:
    """The pilote hands the projet over, names other pilotes, and accepts an adviser."""
    return participant.role == Role.PILOTE


def roles_a_donner(participant: Participant) -> tuple[Role, ...]:
    """Nobody gives more than they hold: an animateur invites contributeurs and lecteurs."""
    return ROLES_DONNES.get(Role(participant.role), ())


def peut_gerer(participant: Participant, autre: Participant) -> bool:
    """Those whose role one could give. Nobody raises themselves: an animateur gives no animateur.

    An adviser is accepted and sent away by the pilote, whose fresque it is.
    """
    if autre.role == Role.CHARGE_DE_MISSION:
        return peut_piloter(participant)
    return autre.role in roles_a_donner(participant)


def peut_ouvrir(user: User) -> bool:
    """An administrateur to whom it was given opens an établissement and its first fresque."""
    return user.is_active and user.is_staff and user.has_perm("pasapas.add_projet")
