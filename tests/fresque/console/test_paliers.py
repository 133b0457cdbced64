"""Whom to call first and why, today and later: rules without a clock."""

from datetime import date, timedelta

import pytest

from fresque.console.paliers import Causes, Parcours, debuts, etats
from fresque.console.raisons import Raison
from pasapas.models import Programme
from pasapas.models.dossier import JAMAIS, Groupe

pytestmark = pytest.mark.pur

JOUR = date(2025, 12, 12)


def il_y_a(jours: int) -> date:
    return JOUR - timedelta(days=jours)


def ce_jour(causes: Causes, parcours: Parcours | None = None, jour: date = JOUR) -> tuple:
    """Its group, its first reason and all of those that hold, on that day."""
    suite = etats(parcours or Parcours(), debuts(causes, Programme()))
    [etat] = [un for un in suite if un.du <= jour < un.au]
    return etat.groupe, etat.raison, etat.raisons


@pytest.mark.parametrize(
    ("causes", "raison", "groupe"),
    [
        (Causes(rappel_le=JOUR), Raison.RAPPEL, Groupe.APPELER),
        (Causes(rendez_vous_le=il_y_a(1)), Raison.RENDEZ_VOUS, Groupe.APPELER),
        (Causes(invite_le=il_y_a(14)), Raison.INVITATION, Groupe.APPELER),
        (Causes(accord_demande_le=il_y_a(14)), Raison.ACCORD, Groupe.APPELER),
        (Causes(activite_le=il_y_a(21)), Raison.ACTIVITE, Groupe.APPELER),
        (Causes(phase_due_le=JOUR), Raison.PHASE, Groupe.SUIVRE),
        (Causes(diagnostic_le=il_y_a(30)), Raison.AUTODIAGNOSTIC, Groupe.SUIVRE),
        (Causes(etape_due_le=JOUR), Raison.ETAPE, Groupe.SUIVRE),
        (Causes(premier_membre_le=il_y_a(14)), Raison.SALARIE, Groupe.SUIVRE),
    ],
)
def test_chaque_raison_commence_son_jour_et_pas_la_veille(
    causes: Causes, raison: Raison, groupe: Groupe
) -> None:
    assert ce_jour(causes) == (groupe, raison, (raison,))
    assert ce_jour(causes, jour=il_y_a(1)) == (Groupe.CALME, 0, ())


def test_une_ligne_est_a_sa_premiere_raison_et_garde_les_autres() -> None:
    causes = Causes(activite_le=il_y_a(40), etape_due_le=il_y_a(3), invite_le=il_y_a(20))
    raisons = (Raison.INVITATION, Raison.ACTIVITE, Raison.ETAPE)
    assert ce_jour(causes) == (Groupe.APPELER, Raison.INVITATION, raisons)


def test_le_temps_seul_fait_passer_de_l_une_a_l_autre() -> None:
    suite = etats(Parcours(), debuts(Causes(activite_le=JOUR, etape_due_le=JOUR), Programme()))
    assert [(e.du, e.groupe) for e in suite[1:]] == [
        (JOUR, Groupe.SUIVRE),
        (JOUR + timedelta(days=21), Groupe.APPELER),
    ]
    assert suite[-1].au == JAMAIS


def test_un_appel_note_fait_attendre_puis_la_raison_revient() -> None:
    appele = Parcours(attente=(il_y_a(3), JOUR + timedelta(days=11)))
    silence = Causes(activite_le=il_y_a(40))
    assert ce_jour(silence, appele) == (Groupe.ATTENTE, 0, (Raison.ACTIVITE,))
    apres = JOUR + timedelta(days=11)
    assert ce_jour(silence, appele, apres) == (Groupe.APPELER, Raison.ACTIVITE, (Raison.ACTIVITE,))


def test_une_pause_arrete_tout_et_la_reprise_compte_a_nouveau() -> None:
    pause = ((il_y_a(60), il_y_a(5)),)
    silence = Causes(activite_le=il_y_a(90), reprise=il_y_a(5), phase_due_le=il_y_a(70))
    assert ce_jour(silence, Parcours(pauses=pause), il_y_a(6))[0] == Groupe.PAUSE
    assert ce_jour(silence, Parcours(pauses=pause))[1:] == (Raison.PHASE, (Raison.PHASE,))
    revenue = il_y_a(5) + timedelta(days=21)
    assert ce_jour(silence, Parcours(pauses=pause), revenue)[1] == Raison.ACTIVITE
    sans_fin = Parcours(pauses=((il_y_a(60), JAMAIS),))
    assert ce_jour(silence, sans_fin, JOUR + timedelta(days=900))[0] == Groupe.PAUSE


def test_hors_programme_termine_et_sans_accompagnement_ont_leur_place() -> None:
    assert ce_jour(Causes(), Parcours(hors_programme=True))[0] == Groupe.HORS
    assert ce_jour(Causes(), Parcours(accompagne=False))[0] == Groupe.HORS
    rappel = Causes(rappel_le=JOUR)
    assert ce_jour(rappel, Parcours(hors_programme=True))[0] == Groupe.APPELER
    assert ce_jour(rappel, Parcours(termine_le=JOUR))[0] == Groupe.TERMINE


def test_a_raison_egale_la_plus_ancienne_d_abord_puis_le_nom() -> None:
    def rang(nom: str, depuis: int) -> str:
        suite = etats(Parcours(), debuts(Causes(activite_le=il_y_a(depuis)), Programme()))
        return suite[-1].rang(nom)

    noms = [("b", 90), ("c", 90), ("a", 40)]
    assert sorted(noms, key=lambda dit: rang(*dit)) == noms
