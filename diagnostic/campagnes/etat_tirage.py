"""How far the slips of a recueil have come, as its page shows it: never which have served."""

from dataclasses import dataclass

from diagnostic.campagnes.tirage import PAR_FOIS, autres_du_groupe, bulletins_de
from diagnostic.models import Passation, Tirage
from pasapas.acces.permissions import peut_temoigner
from pasapas.models import Participant


@dataclass(frozen=True, slots=True)
class EtatTirage:
    """``manquent``: slips still to be printed. ``seul``: who looks printed them, and nobody else
    has an account; else ``autres`` may type how many were drawn."""

    imprimes: int
    manquent: int
    imprime_par: Participant | None
    tires: int | None
    compte_par: Participant | None
    compte_seul: bool
    peut_compter: bool
    seul: bool
    autres: tuple[Participant, ...]


def etat_du_tirage(passation: Passation, participant: Participant) -> EtatTirage:
    """3 queries at most."""
    lignes = Tirage.objects.filter(passation=passation)
    tirage = lignes.select_related("imprime_par", "compte_par").first() or Tirage()
    imprimes = bulletins_de(passation).filter(annule=False).count()
    sien = tirage.imprime_par_id == participant.pk
    autres = tuple(autres_du_groupe(passation.campagne.projet, participant.pk)) if sien else ()
    return EtatTirage(
        imprimes=imprimes,
        manquent=max(min((passation.invites or 0) - imprimes, PAR_FOIS), 0),
        imprime_par=tirage.imprime_par,
        tires=tirage.tires,
        compte_par=tirage.compte_par,
        compte_seul=tirage.compte_seul,
        peut_compter=peut_temoigner(participant) and not (sien and autres),
        seul=sien and not autres,
        autres=autres,
    )
