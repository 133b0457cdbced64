"""The last statement of a séance: what is still missing is said, and the way on is given."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnostic.campagnes import seance
from diagnostic.campagnes.pages import plages
from diagnostic.campagnes.questionnaire import passage
from diagnostic.models import Campagne
from pasapas.models import Projet
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.htmx import element, texte
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
ECRANS = ["seance/", "seance/salle/"]


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return ouvrir(projet)


def repondre(campagne: Campagne, college: str, *, sauf: tuple[int, ...] = ()) -> None:
    passation = campagne.passations.get(college=college)
    for affirmation in passage(campagne.questionnaire).affirmations:
        if affirmation.rang not in sauf:
            seance.donner_voix(passation, affirmation.code, "2")


def suivi(personne: Visiteur, campagne: Campagne, ou: str = "seance/") -> str:
    return texte(element(personne.get(adresse(campagne, ou)), "suivi")).replace("\u00a0", " ")


@pytest.mark.parametrize("ou", ECRANS)
def test_a_la_derniere_affirmation_ce_qui_manque_et_la_cloture(
    ou: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    repondre(campagne, "encadrement", sauf=(3, 7, 8, 9))
    seance.montrer(campagne, "q25")
    assert "Toutes les affirmations ont été vues" not in suivi(animatrice, campagne, ou)

    seance.montrer(campagne, "q26")
    dit = suivi(animatrice, campagne, ou)

    assert "Toutes les affirmations ont été vues" in dit
    assert "Encadrement : affirmations 3 et 7 à 9 Compléter" in dit
    assert "Direction et RH : aucune réponse" in dit
    page = animatrice.get(adresse(campagne, ou)).content.decode()
    assert f'href="{adresse(campagne, "cloturer/")}"' in page
    assert f'href="{adresse(campagne, "voix/encadrement/")}?question=q03"' in page


def test_quand_rien_ne_manque_l_ecran_le_dit_aussitot(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    """The screen follows: the last missing voice, given elsewhere, is not announced any more."""
    repondre(campagne, "direction_rh")
    repondre(campagne, "encadrement", sauf=(4,))
    seance.montrer(campagne, "q26")
    vu = element(animatrice.get(adresse(campagne, "seance/")), "suivi").get("data-vu")
    seance.donner_voix(campagne.passations.get(college="encadrement"), "q04", "nsp")
    suite = animatrice.htmx("get", f"{adresse(campagne, 'seance/')}?vu={vu}")
    assert suite.status_code == 200
    assert "Tous les collèges ont répondu partout." in suite.content.decode()


def test_qui_n_anime_pas_attend_la_cloture(
    lecteur: Visiteur, contributrice: Visiteur, campagne: Campagne
) -> None:
    seance.montrer(campagne, "q26")
    for personne in (lecteur, contributrice):
        page = personne.get(adresse(campagne, "seance/")).content.decode()
        assert "Les résultats paraîtront quand la campagne sera close." in page
        assert "cloturer/" not in page


def test_la_fin_ne_coute_pas_plus_avec_plus_de_voix(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    seance.montrer(campagne, "q26")
    comptes = []
    for sauf in (tuple(range(2, 27)), (26,)):
        repondre(campagne, "encadrement", sauf=sauf)
        with CaptureQueriesContext(connection) as lues:
            animatrice.get(adresse(campagne, "seance/"))
        comptes.append(len(lues))
    assert comptes[0] == comptes[1]


@pytest.mark.parametrize(
    ("rangs", "dit"),
    [
        ([26], "26"),
        ([1, 2], "1 et 2"),
        ([3, 7, 8, 9, 12], "3, 7 à 9 et 12"),
        ([1, 2, 3], "1 à 3"),
    ],
)
def test_rangs_en_clair(rangs: list[int], dit: str) -> None:
    assert plages(rangs) == dit


def test_les_touches_du_clavier_se_lisent_une_a_une(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    seance.montrer(campagne, "q01")
    dit = element(animatrice.get(adresse(campagne, "seance/salle/")), "suivi")
    (ligne,) = dit.xpath(".//p[@data-touches-dites]")
    assert [texte(morceau) for morceau in ligne.xpath("./span")] == [
        "Au clavier :",
        "1 2 3 4 le niveau",
        "n ne sait pas",
        "c non concerné",
        "Entrée noter et montrer, puis passer",
    ]
    assert "touches" in ligne.get("class").split()
