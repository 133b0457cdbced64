"""Rights as named predicates. They are applied in ``access`` and nowhere else."""

from pasapas.models import Participant, Role

ECRIVENT = {Role.PILOTE, Role.ANIMATEUR, Role.CONTRIBUTEUR}
ANIMENT = {Role.PILOTE, Role.ANIMATEUR}


def peut_voir(participant: Participant) -> bool:
    """Every participant whose access is open sees the whole fresque."""
    return True


def peut_ecrire(participant: Participant) -> bool:
    """Pilote, animateur and contributeur write; lecteur and chargé de mission read."""
    return participant.role in ECRIVENT


def peut_animer(participant: Participant) -> bool:
    """Pilote and animateur take the projet out as a file, and open new ones."""
    return participant.role in ANIMENT


def voit_les_notes_privees(participant: Participant) -> bool:
    """The adviser's private notes are for chargés de mission alone."""
    return participant.role == Role.CHARGE_DE_MISSION


def voit_l_accompagnement(participant: Participant) -> bool:
    """The accompaniment concerns those who lead the projet and the adviser."""
    return peut_animer(participant) or voit_les_notes_privees(participant)
