"""The portefeuille as a table: what the page says of each row, and what is not shared with whoever
asks."""

from collections.abc import Sequence
from typing import Any

from tablib import Dataset

from fresque.console.lignes import NON_PARTAGE, LigneDossier, lignes
from pasapas.valeurs.annexes import ANNEXES

PAQUET = 500  # rows read at once
COLONNES = (
    "établissement",
    "type",
    "commune",
    "département",
    "suivi par",
    "groupe",
    "pourquoi",
    "aussi",
    "où il en est",
    "phase attendue",
    *(f"annexe {annexe.numero} (%)" for annexe in ANNEXES),
    "autodiagnostic",
    "jours réalisés",
    "jours prévus",
    "prochain rendez-vous",
    "prochaine étape",
    "dernière activité",
    "téléphone",
)


def tableau(paliers: Sequence[int]) -> Dataset:
    """In the order given: 2 queries for 500 rows."""
    table = Dataset(headers=COLONNES, title="Portefeuille")
    for debut in range(0, len(paliers), PAQUET):
        paquet = paliers[debut : debut + PAQUET]
        lues = {ligne.palier.pk: ligne for ligne in lignes(paquet)}
        for cle in paquet:
            if cle in lues:
                table.append(_rangee(lues[cle]))
    return table


def _rangee(ligne: LigneDossier) -> tuple[Any, ...]:
    d, la = ligne.dossier, ligne.dossier.etablissement
    return (
        la.nom,
        la.get_type_display(),
        la.commune,
        la.departement,
        d.suivi_par or "",
        ligne.palier.get_groupe_display(),
        ligne.bref,
        " ; ".join(ligne.autres),
        ligne.chemin,
        ligne.phase_attendue or "",
        *(part.pour_cent if part.partage else NON_PARTAGE for part in ligne.annexes),
        ligne.diagnostic if "2" in ligne.palier.annexes else NON_PARTAGE,
        ligne.jours,
        ligne.jours_prevus,
        ligne.rendez_vous,
        ligne.etape_dite,
        ligne.activite,
        ligne.telephone,
    )
