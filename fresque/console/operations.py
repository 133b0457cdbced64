"""What an adviser writes from the console: an exchange, private notes, a filter to keep."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry

from fresque.accompagnement.operations import noter_intervention
from pasapas.ecriture.changements import bouger, verrouiller
from pasapas.ecriture.fusion import fusionner
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Accompagnement, Dossier, FiltreGarde, Intervention, User

RAISON = "l’établissement que la console vient de montrer"


@dataclass(frozen=True, slots=True)
class Notees:
    """``fusion``: someone else wrote meanwhile, and both are kept; ``conflit``: on the same
    words, which are to be read again."""

    fusion: bool = False
    conflit: bool = False


def accompagnement_de(dossier: Dossier) -> Accompagnement | None:
    if dossier.projet is None:
        return None
    suivis = Accompagnement.objects.de(dossier.projet)
    return suivis.select_related("programme", "suivi_par").first()


@ensemble
def noter_echange(compte: User, suivi: Accompagnement, **dits: Any) -> Intervention:
    """A call, an e-mail, a visit… The row leaves « À appeler » until the day one calls again."""
    faite = noter_intervention(compte, suivi, **dits)
    _retenir(compte, suivi, f"{faite.get_type_display()} noté")
    return faite


@ensemble
def ecrire_notes(compte: User, suivi: Accompagnement, depart: str, texte: str) -> Notees:
    """Private notes. What a colleague wrote since ``depart`` is merged, never written over."""
    tenu = verrouiller(suivi)
    fusion = fusionner(depart, texte, tenu.notes_privees)
    change = fusion.texte != tenu.notes_privees
    autre = tenu.notes_privees not in (depart, texte)
    if change:
        tenu.notes_privees = fusion.texte
        tenu.version += 1
        tenu.save(update_fields=["notes_privees", "version"])
        bouger(tenu.projet, compte=False, travail=False)
        _retenir(compte, tenu, "Notes privées")
    return Notees(fusion=autre and change, conflit=bool(fusion.conflits))


@ensemble
def garder_filtre(compte: User, nom: str, requete: str, *, equipe: bool) -> FiltreGarde:
    """Under a name one already uses, the other is replaced."""
    garde, _ = FiltreGarde.objects.update_or_create(
        auteur=compte, nom=nom, defaults={"requete": requete, "equipe": equipe}
    )
    return garde


def oublier_filtre(compte: User, cle: int) -> bool:
    """One's own alone."""
    parties, _ = FiltreGarde.objects.filter(auteur=compte, pk=cle).delete()
    return bool(parties)


def _retenir(compte: User, suivi: Accompagnement, quoi: str) -> None:
    """In the history of the administration: who did it, and no word of what was typed."""
    la = suivi.projet.etablissement
    dossier = Dossier.objects.sans_projet(RAISON).filter(etablissement=la)
    LogEntry.objects.log_actions(compte.pk, dossier, CHANGE, quoi)
