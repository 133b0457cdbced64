"""Changing the server's secret: what can be written again under the new one is, the rest told."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from pasapas.models import Courriel
from pasapas.serveur import coffre

JETON = "gAAAA"  # how what ``coffre`` hides begins


@dataclass
class Rechiffrees:
    """``repris``: second proofs and mails now hidden under the present secret; ``perdus``: those
    that none of the secrets given opens."""

    repris: int = 0
    perdus: int = 0


def rechiffrer() -> Rechiffrees:
    """Write again, under the present secret, what is hidden under a former one."""
    bilan = Rechiffrees()
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            preuve = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if preuve:
                preuve.data = _repris("preuves", preuve.data, bilan)
                preuve.save(update_fields=["data"])
    for cle in Courriel.objects.exclude(contenu="").values_list("pk", flat=True):
        with transaction.atomic():
            lettre = Courriel.objects.select_for_update().exclude(contenu="").filter(pk=cle).first()
            if lettre:
                lettre.contenu = _repris("courriel", lettre.contenu, bilan)
                lettre.save(update_fields=["contenu"])
    return bilan


def _repris(usage: str, valeur: Any, bilan: Rechiffrees) -> Any:
    if isinstance(valeur, dict):
        return {cle: _repris(usage, un, bilan) for cle, un in valeur.items()}
    if isinstance(valeur, list):
        return [_repris(usage, un, bilan) for un in valeur]
    if not (isinstance(valeur, str) and valeur.startswith(JETON)):
        return valeur
    try:
        repris = coffre.rechiffrer(usage, valeur)
    except coffre.InvalidToken:
        bilan.perdus += 1
        return valeur
    bilan.repris += 1
    return repris
