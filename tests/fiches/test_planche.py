"""The fiche as values: where each étape stands, how periods are said."""

from datetime import date
from typing import Any

import pytest

from fiches.models import ARRETEES, Etape, FicheAction
from fiches.planche import annexe, vierge
from fresque.pdf.tableaux import colonnes, rangees
from pasapas.models import Projet
from pasapas.valeurs.periodes import Borne
from pasapas.valeurs.planches import Planche
from tests.factories import (
    EtapeFactory,
    FacteurFactory,
    FicheActionFactory,
    OrigineFactory,
    ParticipantFactory,
    ResponsableEtapeFactory,
)
from tests.mur import relire_planche

pytestmark = pytest.mark.une_base
AUJOURD_HUI = date(2025, 7, 15)
JUIN, JUILLET, AOUT = "2025-06", "2025-07", "2025-08"


def fiche_1(projet: Projet, le: date = AUJOURD_HUI) -> Planche:
    (planche,) = annexe(projet, le, {1}, actions=False)
    return planche


@pytest.mark.parametrize(
    ("champs", "etat", "libelle"),
    [
        ({"date_realisation": date(2025, 7, 1)}, "faite", "Faite"),
        ({"date_realisation": date(2025, 7, 1), "periode_debut": JUIN}, "faite", "Faite"),
        ({"periode_debut": JUIN}, "en-cours", "En cours"),  # « à partir de juin »
        ({"periode_fin": JUIN}, "en-retard", "En retard"),  # « d’ici juin »
        ({"periode_fin": "2025-07-14"}, "en-retard", "En retard"),
        ({"periode_fin": "2025-07-15"}, "a-venir", ""),
        ({"periode_debut": JUIN, "periode_fin": JUIN}, "en-retard", "En retard"),
        ({"periode_debut": JUIN, "periode_fin": JUILLET}, "en-cours", "En cours"),
        ({"periode_debut": JUILLET}, "en-cours", "En cours"),
        ({"periode_debut": JUIN, "periode_fin": AOUT}, "en-cours", "En cours"),
        ({"periode_debut": AOUT}, "a-venir", ""),
        ({"periode_envisagee": "au printemps"}, "a-venir", ""),
        ({}, "a-venir", ""),
    ],
)
def test_etat_d_une_etape(champs: dict[str, Any], etat: str, libelle: str, projet: Projet) -> None:
    EtapeFactory(projet=projet, **champs)
    (ligne,) = fiche_1(projet).encart("etapes").lignes
    assert (ligne.etat, ligne.etat_libelle) == (etat, libelle)


@pytest.mark.parametrize(
    ("le", "etat"),
    [(date(2025, 6, 30), "en-cours"), (date(2025, 7, 1), "en-retard")],
)
def test_etape_en_retard_quand_son_dernier_mois_est_fini(le: date, etat: str) -> None:
    juin = Borne.lire(JUIN)
    assert Etape(periode_debut=juin, periode_fin=juin).etat(le) == etat
    assert Etape(periode_debut=juin).etat(le) == "en-cours"


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        (
            {"periode_envisagee": "Sept 2025 à mars", "periode_debut": JUIN},
            "Sept 2025 à mars",
        ),
        ({"periode_debut": JUIN}, "à partir de juin 2025"),
        ({"periode_debut": JUIN, "periode_fin": JUIN}, "juin 2025"),
        ({"periode_debut": JUIN, "periode_fin": AOUT}, "juin à août 2025"),
        ({}, ""),
    ],
)
def test_periode_dans_les_mots_du_groupe_d_abord(
    champs: dict[str, Any], dit: str, projet: Projet
) -> None:
    EtapeFactory(projet=projet, **champs)
    (ligne,) = fiche_1(projet).encart("etapes").lignes
    assert ligne.champs[1].texte == dit


def test_etape_dit_ses_colonnes(projet: Projet) -> None:
    """Those of the kit, and who sees to it: on paper, under the étape."""
    etape = EtapeFactory(
        projet=projet,
        intitule="Présenter la fiche",
        periode_envisagee="Juin 2025",
        date_realisation=date(2025, 7, 1),
        realisation_precision="en réunion de service",
        resultats="Tuteurs volontaires",
    )
    ResponsableEtapeFactory(etape=etape, nom="Cabinet Durand")
    encart = fiche_1(projet).encart("etapes")
    assert [champ.texte for champ in encart.lignes[0].champs] == [
        "Présenter la fiche",
        "Juin 2025",
        "Cabinet Durand",
        "1er juillet 2025\nen réunion de service",
        "Tuteurs volontaires",
    ]
    assert tuple(champ.label for champ in encart.lignes[0].champs) == encart.colonnes
    (rangee,) = rangees(encart)
    assert len(rangee.cellules) == len(colonnes(encart)) == 4
    assert [un.texte for un in rangee.sous] == ["Cabinet Durand"]


@pytest.mark.parametrize(
    ("le", "retard"),
    [
        (date(2025, 6, 30), ""),
        (date(2025, 7, 1), "1 jour"),
        (date(2025, 7, 13), "13 jours"),
        (date(2025, 7, 14), "2 semaines"),
        (date(2025, 8, 30), "8 semaines"),
        (date(2025, 9, 1), "2 mois"),
        (date(2026, 6, 30), "12 mois"),
        (date(2027, 7, 15), "2 ans"),
    ],
)
def test_le_retard_se_compte_depuis_le_dernier_jour_du_mois(
    le: date, retard: str, projet: Projet
) -> None:
    EtapeFactory(projet=projet, periode_debut=JUIN, periode_fin=JUIN)
    (ligne,) = fiche_1(projet, le).encart("etapes").lignes
    assert ligne.retard == retard


@pytest.mark.parametrize("statut", ARRETEES)
def test_fiche_arretee_n_a_plus_rien_en_retard(statut: str, projet: Projet) -> None:
    membre = ParticipantFactory(projet=projet)
    fiche = FicheActionFactory(projet=projet, statut=statut, referent=membre)
    EtapeFactory(projet=projet, fiche=fiche, periode_fin=JUIN)
    EtapeFactory(projet=projet, fiche=fiche, date_realisation=date(2025, 6, 1))
    planche = fiche_1(projet)
    assert [ligne.etat for ligne in planche.encart("etapes").lignes] == ["a-venir", "faite"]
    assert (planche.pour, planche.referent, planche.arretee) == (None, str(membre), True)


def test_etapes_faites_sont_des_pierres_pleines(projet: Projet) -> None:
    fiche = FicheActionFactory(projet=projet)
    for faite in (date(2025, 2, 17), None, date(2025, 5, 7)):
        EtapeFactory(projet=projet, fiche=fiche, date_realisation=faite)
    actions, planche = annexe(projet, AUJOURD_HUI)
    assert planche.pierres == (True, False, True)
    carte = actions.encart("fiches").lignes[0]
    assert [c.texte for c in carte.details if c.nom == "etapes"] == ["2 sur 3"]


def test_facteurs_ranges_par_signe(projet: Projet) -> None:
    fiche = FicheActionFactory(projet=projet)
    for signe, texte in (("+", "Formation"), ("-", "Turn-over"), ("+", "Sens")):
        FacteurFactory(projet=projet, fiche=fiche, signe=signe, texte=texte)
    planche = fiche_1(projet)
    assert [ligne.titre for ligne in planche.encart("facteurs_reussite").lignes] == [
        "Formation",
        "Sens",
    ]
    assert [ligne.titre for ligne in planche.encart("contraintes").lignes] == ["Turn-over"]


def test_fiche_retiree_quitte_le_mur_et_garde_la_place_des_autres(projet: Projet) -> None:
    FicheActionFactory.create_batch(3, projet=projet)
    FicheAction.objects.filter(projet=projet, numero=2).update(retire_le="2026-01-01T00:00Z")
    actions, *fiches = annexe(projet, AUJOURD_HUI)
    assert [(f.code, f.coordonnee) for f in fiches] == [("fiche-1", "n°1"), ("fiche-3", "n°3")]
    assert [ligne.numero for ligne in actions.encart("fiches").lignes] == [1, 3]


def test_fiche_sans_nom_se_dit_a_nommer(projet: Projet) -> None:
    FicheActionFactory(projet=projet, intitule="")
    actions, _ = annexe(projet, AUJOURD_HUI)
    assert actions.encart("fiches").lignes[0].titre == "Action à nommer"


def test_fiche_vierge_a_les_cases_de_la_fiche_et_rien_d_ecrit(projet: Projet) -> None:
    FicheActionFactory(projet=projet)
    blanche = vierge(1)
    cases = [encart.nom for encart in fiche_1(projet).encarts]
    assert [encart.nom for encart in blanche.encarts] == [n for n in cases if n != "rubriques"]
    assert all(encart.vide for encart in blanche.encarts)
    assert blanche.blanche


def test_intention_dit_la_fiche_qu_elle_est_devenue(projet: Projet) -> None:
    fiche = FicheActionFactory(projet=projet, intitule="TUTORAT")
    OrigineFactory(fiche=fiche)
    (ligne,) = relire_planche(projet, "autodiagnostic").encart("intentions").lignes
    assert [c.texte for c in ligne.details if c.nom == "fiche"] == ["Fiche action n°1 TUTORAT"]
