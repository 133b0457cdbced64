"""What the facts of an établissement come to: its row (until when one waits after a call), and what
each adviser may know of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from fresque.console.faits import Faits
from fresque.console.paliers import UN_JOUR, Causes, Parcours
from pasapas.acces.permissions import ANIMENT
from pasapas.models import College, Dossier, Etablissement, Intervention, TypeIntervention
from pasapas.models.accompagnement import PhaseAccompagnement, jours_comptes
from pasapas.models.dossier import JAMAIS, TOUJOURS
from pasapas.valeurs.pliage import plier
from pasapas.valeurs.textes import mois_apres

ECHANGES = {TypeIntervention.APPEL, TypeIntervention.COURRIEL}
LONGUEUR_TRI = 80


@dataclass(frozen=True)
class Regard:
    """One adviser's, or everyone else's (``conseil`` None). ``montre``: columns of a palier."""

    conseil: int | None
    causes: Causes
    parcours: Parcours
    montre: dict[str, Any]


def trier(nom: str) -> str:
    """Small letters without accents nor signs: sorted the same by every database."""
    return re.sub(r"[^a-z0-9]+", " ", plier(nom).lower()).strip()[:LONGUEUR_TRI]


def dossier(lu: Faits) -> dict[str, Any]:
    """The columns of its row."""
    la, suivi = lu.etablissement, lu.accompagnement
    derniere, rendez_vous = _dernier_echange(lu), _rendez_vous(lu)
    return {
        "projet_id": lu.projet and lu.projet.pk,
        "region_id": la.region_id,
        "departement": la.departement,
        "tri": trier(la.nom),
        "cherche": _cherche(la),
        "suivi_par_id": suivi and suivi.suivi_par_id,
        "accompagne": suivi is not None,
        "hors_programme": bool(suivi and suivi.hors_programme),
        "phase": suivi.phase if suivi else "",
        **_chemin(lu),
        "jours_realises": jours_comptes(lu.interventions) or (suivi and suivi.jours_realises) or 0,
        "jours_prevus": suivi and suivi.jours_prevus,
        "rendez_vous_le": rendez_vous and rendez_vous.rendez_vous_le,
        "rendez_vous_heure": rendez_vous and rendez_vous.rendez_vous_heure,
        "derniere_id": derniere and derniere.pk,
        "rappel_le": derniere and derniere.rappeler_le,
        "attente_au": (_attente(lu) or (None, None))[1],
        "invite_le": _invite(lu),
        "accord_demande_le": _accord_demande(lu),
    }


def regards(lu: Faits, garde: Dossier) -> Iterator[Regard]:
    """Everyone's, then that of each adviser the group accepted."""
    parcours = Parcours(
        accompagne=garde.accompagne,
        hors_programme=garde.hors_programme,
        termine_le=_termine(lu),
        pauses=tuple((p.du, p.reprise_le or JAMAIS) for p in lu.pauses if p.du != p.reprise_le),
        attente=_attente(lu),
    )
    communes = Causes(
        rappel_le=garde.rappel_le,
        rendez_vous_le=garde.rendez_vous_le if _a_noter(lu) else None,
        invite_le=garde.invite_le,
        accord_demande_le=garde.accord_demande_le,
        reprise=max((p.reprise_le for p in lu.pauses if p.reprise_le), default=TOUJOURS),
    )
    if not garde.accompagne:
        communes = Causes()
    contact = None if lu.venu else _a_appeler(lu)  # whom the adviser invited
    yield Regard(None, communes, parcours, {"venu": lu.venu, "contact": contact})
    for partage in lu.partages:
        if partage.accepte:  # what is shown waits for no accompagnement; alerts do
            causes = _partagees(lu, garde, communes, partage.annexes)
            if not garde.accompagne:
                causes = Causes()
            yield Regard(partage.conseil_id, causes, parcours, _montre(lu, partage.annexes))


def _partagees(lu: Faits, garde: Dossier, communes: Causes, annexes: frozenset[int]) -> Causes:
    """What acceptance lets know, and each annexe."""
    activite = lu.jour(lu.projet.modifie_le) if lu.projet else None
    etapes = [etape.terme for etape in lu.etapes if etape.terme]
    return replace(
        communes,
        activite_le=activite if lu.venu else None,
        phase_due_le=_phase_due(garde),
        diagnostic_le=_ouvert(lu) if 2 in annexes else None,
        etape_due_le=min(etapes) + UN_JOUR if 3 in annexes and etapes else None,
        premier_membre_le=_sans_salarie(lu) if 1 in annexes else None,
    )


def _montre(lu: Faits, annexes: frozenset[int]) -> dict[str, Any]:
    parts = {
        str(numero): sum(a.remplis for a in siens) * 100 // (sum(a.total for a in siens) or 1)
        for numero in sorted(annexes)
        for siens in [[a for a in lu.avancements if a.annexe == numero]]
    }
    etape = _prochaine(lu) if 3 in annexes else None
    diagnostic, depuis = _diagnostic(lu) if 2 in annexes else ("", None)
    return {
        "accepte": True,
        "annexes": "".join(map(str, sorted(annexes))),
        "venu": lu.venu,
        "activite_le": lu.jour(lu.projet.modifie_le) if lu.projet and lu.venu else None,
        "part": sum(parts.values()) // len(parts) if parts else None,
        "parts": parts,
        "diagnostic": diagnostic,
        "diagnostic_le": depuis,
        "etape": etape.pk if etape else None,
        "etape_le": etape.terme if etape else None,
        "contact": _a_appeler(lu, tous=1 in annexes),
    }


def _cherche(la: Etablissement) -> str:
    dits = (la.nom, la.nom_court, la.commune, la.finess, la.gestionnaire)
    return plier(" ".join(filter(None, dits))).lower()


def _chemin(lu: Faits) -> dict[str, Any]:
    """From which day the months count, and from which each phase is expected."""
    suivi = lu.accompagnement
    if suivi is None or suivi.debut is None:
        return {"debut": None, "compte_du": None, "phase_2_des": None, "phase_3_des": None} | {
            "arrete_le": None,
            "mois_prevus": lu.regles.mois_phase_3,
        }
    arret, vu = timedelta(), suivi.debut
    ouverte = None
    for pause in lu.pauses:
        if pause.reprise_le is None:
            ouverte = max(pause.du, suivi.debut)
        elif pause.reprise_le > vu:
            arret += pause.reprise_le - max(pause.du, vu)
            vu = pause.reprise_le
    compte_du = suivi.debut + arret
    regles, hors = lu.regles, suivi.hors_programme
    return {
        "debut": suivi.debut,
        "compte_du": compte_du,
        "arrete_le": _termine(lu) or ouverte,
        "mois_prevus": regles.mois_phase_3,
        "phase_2_des": None if hors else mois_apres(compte_du, regles.mois_phase_1),
        "phase_3_des": None if hors else mois_apres(compte_du, regles.mois_phase_2),
    }


def _phase_due(garde: Dossier) -> date | None:
    return {
        PhaseAccompagnement.AUTODIAGNOSTIC.value: garde.phase_2_des,
        PhaseAccompagnement.APPUI.value: garde.phase_3_des,
    }.get(garde.phase)


def _termine(lu: Faits) -> date | None:
    suivi = lu.accompagnement
    if suivi is None or suivi.phase != PhaseAccompagnement.TERMINE:
        return None
    return suivi.termine_le or suivi.fin_prevue or suivi.debut or TOUJOURS


def _dernier_echange(lu: Faits) -> Intervention | None:
    faites = [i for i in lu.interventions if i.date]
    return faites[-1] if faites else None


def _attente(lu: Faits) -> tuple[date, date] | None:
    """From the last call to the day one calls again; a visit that names a day waits too."""
    dernier = _dernier_echange(lu)
    if dernier is None or dernier.date is None:
        return None
    if dernier.type not in ECHANGES and dernier.rappeler_le is None:
        return None
    attendre = timedelta(days=lu.regles.seuil_rappel)
    jusque = dernier.rappeler_le or dernier.date + attendre
    return (dernier.date, jusque) if jusque > dernier.date else None


def _rendez_vous(lu: Faits) -> Intervention | None:
    """The last one that was made."""
    pris = [i for i in lu.interventions if i.rendez_vous_le]
    return max(pris, key=lambda i: i.cree_le) if pris else None


def _a_noter(lu: Faits) -> bool:
    """Nothing was noted on the day of the appointment, nor since."""
    pris = _rendez_vous(lu)
    if pris is None or pris.rendez_vous_le is None:
        return False
    return not any(
        i.date and i.date >= pris.rendez_vous_le and i.pk != pris.pk for i in lu.interventions
    )


def _invite(lu: Faits) -> date | None:
    """The day of the last invitation of a pilote, while none of them has come."""
    if not lu.invitations or any(pilote.user_id for pilote in lu.pilotes):
        return None
    return lu.jour(lu.invitations[-1].cree_le)


def _accord_demande(lu: Faits) -> date | None:
    suivi = lu.accompagnement
    for partage in lu.partages:
        if suivi and partage.conseil_id == suivi.suivi_par_id and partage.accepte is None:
            return lu.jour(partage.demande_le)
    return None


def _ouvert(lu: Faits) -> date | None:
    return next((c.ouverte_le for c in lu.campagnes if c.ouverte), None)


def _diagnostic(lu: Faits) -> tuple[str, date | None]:
    for campagne in lu.campagnes:
        if campagne.ouverte:
            return "ouvert", campagne.ouverte_le
    if lu.campagnes:
        return "clos", max((c.close_le for c in lu.campagnes if c.close_le), default=None)
    return "a_ouvrir", None


def _sans_salarie(lu: Faits) -> date | None:
    """The day the first member came, while no salarié is among them."""
    membres = [p for p in lu.participants if p.ordre_equipe is not None]
    if not membres or any(p.college == College.SALARIES for p in membres):
        return None
    depuis = [lu.jour(p.acces_depuis) for p in membres if p.acces_depuis]
    return min(depuis, default=None)


def _prochaine(lu: Faits) -> Any:
    """The next étape to end; else the last one that should have."""
    ici = lu.etablissement.aujourd_hui
    dites = sorted(((e.terme, e.pk, e) for e in lu.etapes if e.terme), key=itemgetter(0, 1))
    return next((e for terme, _, e in dites if terme >= ici), dites[-1][2] if dites else None)


def _a_appeler(lu: Faits, *, tous: bool = False) -> Any:
    """A pilote, else someone who leads, or ``tous`` anyone of the group, whose telephone is
    known."""
    autres = [p for p in lu.participants if p not in lu.pilotes and (tous or p.role in ANIMENT)]
    joignables = [
        p for p in (*lu.pilotes, *autres) if p.telephone and p.role != "charge_de_mission"
    ]
    return joignables[0] if joignables else None
