"""Two recueils of the same people close together: the second one is held back, whatever the house
is called, whoever holds whom, and whatever the dates of a file say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from diagnostic.campagnes import cloture
from diagnostic.resultats import lire
from pasapas.models import Projet, Role
from tests.diagnostic.passages import campagne, clore, individuels, petit_questionnaire
from tests.factories import ParticipantFactory, ProjetFactory, UserFactory

pytestmark = pytest.mark.django_db
JOUR = date(2026, 1, 10)


@pytest.fixture
def ailleurs(projet: Projet) -> Projet:
    """A house that has nothing in common with the first."""
    return ProjetFactory()


def montres(premier: Projet, second: Projet, *colleges: str, **champs: Any) -> list[str]:
    """What the second campagne shows, a month after the first; one person has come."""
    avant, apres = colleges or ("salaries", "salaries")
    questionnaire = petit_questionnaire(1)
    clore(campagne(premier, [individuels(avant, *[[2]] * 9)], questionnaire), JOUR)
    dix = individuels(apres, *[[2]] * 9, [4])
    suivante = campagne(second, [dix], questionnaire, **champs)
    close = clore(suivante, JOUR + timedelta(days=30))
    return [profil.code for profil in lire(close).profils]


def nommer(projet: Projet, **champs: str) -> None:
    for nom, valeur in champs.items():
        setattr(projet.etablissement, nom, valeur)
    projet.etablissement.save()


def test_une_maison_sans_rien_de_commun_n_est_pas_retenue(projet: Projet, ailleurs: Projet) -> None:
    assert montres(projet, ailleurs) == ["salaries"]


def test_meme_finess_sous_un_autre_nom(projet: Projet, ailleurs: Projet) -> None:
    nommer(projet, finess="750012345")
    nommer(ailleurs, finess="750012345", nom="Une tout autre maison")
    assert montres(projet, ailleurs) == []


@pytest.mark.parametrize("nom", ["MECS « L’Étape »", "Mecs l'etape", "mecs  L’ETAPE."])
def test_meme_nom_dans_un_autre_departement(nom: str, projet: Projet, ailleurs: Projet) -> None:
    nommer(projet, nom="MECS L’Étape", departement="44")
    nommer(ailleurs, nom=nom, departement="49")
    assert montres(projet, ailleurs) == []


def test_meme_nom_mais_deux_finess_sont_deux_maisons(projet: Projet, ailleurs: Projet) -> None:
    """« Foyer de l’enfance » is the name of many."""
    nommer(projet, nom="Foyer de l’enfance", finess="440012345")
    nommer(ailleurs, nom="Foyer de l’enfance", finess="490054321")
    assert montres(projet, ailleurs) == ["salaries"]


@pytest.mark.parametrize(
    ("ici", "la", "retenu"),
    [
        (Role.PILOTE, Role.PILOTE, True),
        (Role.PILOTE, Role.ANIMATEUR, True),
        (Role.ANIMATEUR, Role.PILOTE, True),
        (Role.ANIMATEUR, Role.ANIMATEUR, False),  # who accompanies many houses
        (Role.PILOTE, Role.LECTEUR, False),
    ],
)
def test_meme_pilote(ici: str, la: str, retenu: bool, projet: Projet, ailleurs: Projet) -> None:
    """Access closed since then changes nothing."""
    compte = UserFactory()
    ParticipantFactory(projet=projet, user=compte, role=ici, acces_clos_le=JOUR)
    ParticipantFactory(projet=ailleurs, user=compte, role=la)
    assert (montres(projet, ailleurs) == []) is retenu


def test_deux_pilotes_sans_compte_ne_sont_pas_le_meme(projet: Projet, ailleurs: Projet) -> None:
    for un in (projet, ailleurs):
        ParticipantFactory(projet=un, user=None, role=Role.PILOTE)
    assert montres(projet, ailleurs) == ["salaries"]


def test_une_ouverture_datee_dans_l_avenir_n_echappe_pas(projet: Projet) -> None:
    """A date a file could give: it would begin a hundred years after the other one ended."""
    questionnaire = petit_questionnaire(1)
    neuf = individuels("salaries", *[[2]] * 9)
    clore(campagne(projet, [neuf], questionnaire), timezone.localdate())
    ouverte = campagne(projet, [neuf], questionnaire, ouverte_le=date(2130, 1, 1))
    cloture.geler(ouverte, timezone.localdate())
    assert ouverte.resultats["profils"] == []
    assert ouverte.ouverte_le == ouverte.close_le == timezone.localdate()


@pytest.mark.parametrize(
    ("avant", "apres", "retenu"),
    [
        ("direction_rh", "direction", True),
        ("direction_rh", "rh", True),
        ("direction", "direction_rh", True),
        ("rh", "direction_rh", True),
        ("direction", "rh", False),
        ("direction_rh", "salaries", False),
    ],
)
def test_des_colleges_qui_partagent_des_personnes(
    avant: str, apres: str, retenu: bool, projet: Projet
) -> None:
    """Direction and RH together, less the direction alone, is the RH."""
    assert (montres(projet, projet, avant, apres) == []) is retenu
