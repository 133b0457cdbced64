"""Small groups: hidden, added together, or held back, and the page says why."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from diagnostic.models import Campagne
from diagnostic.resultats import RaisonDeRetenue, lire
from diagnostic.resultats.delai import JOURS_ENTRE_DEUX
from pasapas.models import Projet
from tests.diagnostic.passages import campagne, clore, collective, individuels, petit_questionnaire
from tests.factories import ProjetFactory
from tests.htmx import element, texte
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


def retenues(close: Campagne) -> list[tuple[tuple[str, ...], RaisonDeRetenue]]:
    return [(retenue.colleges, retenue.raison) for retenue in lire(close).retenues]


def profils(close: Campagne) -> list[str]:
    return [profil.code for profil in lire(close).profils]


def page(close: Campagne, visiteur: Visiteur) -> str:
    reponse = visiteur.get(reverse("diagnostic:resultats", args=[close.projet.slug, close.pk]))
    return texte(element(reponse, "contenu"))


@pytest.mark.parametrize(("combien", "montre"), [(4, False), (5, True)])
def test_seuil_de_la_campagne(projet: Projet, combien: int, montre: bool) -> None:
    salaries = individuels("salaries", *[[2]] * combien)
    close = clore(campagne(projet, [salaries], petit_questionnaire(1)))
    assert profils(close) == (["salaries"] if montre else [])
    assert retenues(close) == ([] if montre else [(("salaries",), RaisonDeRetenue.EFFECTIF)])


@pytest.mark.parametrize(("seuil", "montre"), [(3, True), (7, False)])
def test_seuil_choisi(projet: Projet, seuil: int, montre: bool) -> None:
    salaries = individuels("salaries", *[[2]] * 6)
    close = clore(campagne(projet, [salaries], petit_questionnaire(1), seuil=seuil))
    assert (profils(close) == ["salaries"]) is montre


def test_detail_des_niveaux_a_partir_de_cinq(projet: Projet) -> None:
    """With a threshold of 3, four people give a mean; their answers are not counted out."""
    salaries = individuels("salaries", *[[2]] * 4)
    close = clore(campagne(projet, [salaries], petit_questionnaire(1), seuil=3))
    cellule = lire(close).question("q1").cellules[0]
    assert (cellule.moyenne, cellule.effectif, cellule.niveaux) == (2.0, 4, ())


def test_voix_collective_sans_seuil(projet: Projet) -> None:
    close = clore(campagne(projet, [collective("direction", 3, participants=1)]))
    assert profils(close) == ["direction"]


def test_un_college_masque_ne_compte_dans_aucun_total(projet: Projet, lecteur: Visiteur) -> None:
    voix = collective("direction", 4)
    elus = individuels("irp", [1], [1])
    salaries = individuels("salaries", *[[2]] * 6)
    close = clore(campagne(projet, [voix, elus, salaries], petit_questionnaire(1)))
    assert retenues(close) == [(("irp",), RaisonDeRetenue.EFFECTIF)]
    assert lire(close).question("q1").moyenne == 3.0
    assert lire(close).question("q1").ecart == 2.0
    assert lire(close).themes[0].moyenne == 3.0
    assert "irp" not in str(close.resultats["questions"])
    dit = page(close, lecteur)
    assert "Représentants du personnel : moins de 5 personnes ont répondu." in dit
    assert "ne comptent dans aucune moyenne" in dit


def test_petits_colleges_additionnes(projet: Projet, lecteur: Visiteur) -> None:
    """Three and two: together they are five, shown as one, and weigh as two collèges."""
    cadres = individuels("encadrement", *[[4]] * 3)
    elus = individuels("irp", *[[1]] * 2)
    direction = collective("direction", 1)
    close = clore(campagne(projet, [cadres, elus, direction], petit_questionnaire(1)))
    assert profils(close) == ["direction", "regroupes"]
    assert retenues(close) == []
    question = lire(close).question("q1")
    assert question.cellule("regroupes").niveaux == (2, 0, 0, 3)
    assert question.moyenne == 2.2  # (1 + 2 x 2.8) / 3
    dit = page(close, lecteur)
    assert "Encadrement et Représentants du personnel : moins de 5 réponses chacun, ou" in dit


def test_un_college_sans_reponse_n_est_ajoute_a_personne(projet: Projet) -> None:
    """Nobody of the RH answered: the line is that of the two others, and weighs two."""
    cadres, elus = individuels("encadrement", *[[4]] * 3), individuels("irp", *[[1]] * 2)
    groupes = [collective("direction", 1), individuels("rh"), cadres, elus]
    close = clore(campagne(projet, groupes, petit_questionnaire(1)))
    assert lire(close).profils[1].colleges == ("encadrement", "irp")
    assert lire(close).question("q1").moyenne == 2.2  # (1 + 2 x 2.8) / 3
    assert retenues(close) == [(("rh",), RaisonDeRetenue.EFFECTIF)]


# --- Sheets that somebody read ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("feuilles", "telephones", "montre"),
    [(4, 1, False), (10, 4, False), (5, 0, True), (1, 5, True), (4, 0, False)],
)
def test_feuilles_recopiees(
    feuilles: int, telephones: int, montre: bool, projet: Projet, lecteur: Visiteur
) -> None:
    """Who copied four sheets of five knows the fifth answer: on telephones, none or enough."""
    reponses = [[2]] * feuilles + [[4]] * telephones
    salaries = individuels("salaries", *reponses, papier=feuilles)
    close = clore(campagne(projet, [salaries], petit_questionnaire(1)))
    assert (profils(close) == ["salaries"]) is montre
    raison = RaisonDeRetenue.PAPIER if feuilles + telephones >= 5 else RaisonDeRetenue.EFFECTIF
    assert retenues(close) == ([] if montre else [(("salaries",), raison)])
    devine = "Qui a lu les feuilles devinerait les réponses des autres" in page(close, lecteur)
    assert devine is (raison == RaisonDeRetenue.PAPIER and not montre)


@pytest.mark.parametrize("combien", [4, 1, 0])
def test_feuilles_recopiees_affirmation_par_affirmation(combien: int, projet: Projet) -> None:
    """Of the five telephones, four placed themselves on the second, or none: it is hidden, for who
    copied the sheets would know it."""
    telephones = [[3, 4]] * combien + [[3, None]] * (5 - combien)
    salaries = individuels("salaries", *[[2, 2]] * 6, *telephones, papier=6)
    close = clore(campagne(projet, [salaries], petit_questionnaire()))
    premiere, seconde = lire(close).questions
    assert premiere.cellule("salaries").effectif == 11
    assert seconde.cellule("salaries").texte == "masqué"


def test_petits_colleges_additionnes_telephones_compris(projet: Projet) -> None:
    """Neither has enough telephones beside its sheets; together they have five."""
    cadres = individuels("encadrement", *[[4]] * 8, papier=5)
    elus = individuels("irp", *[[1]] * 2)
    close = clore(campagne(projet, [cadres, elus], petit_questionnaire(1)))
    assert lire(close).profils[0].colleges == ("encadrement", "irp")
    assert retenues(close) == []


def test_masque_affirmation_par_affirmation(projet: Projet, lecteur: Visiteur) -> None:
    """Six answered, but four of them the second question: it alone is hidden."""
    salaries = individuels("salaries", *[[2, 3]] * 4, [2, None], [2, None])
    voix = collective("irp", 1, 1)
    close = clore(campagne(projet, [salaries, voix], petit_questionnaire()))
    premiere, seconde = lire(close).questions
    assert premiere.cellule("salaries").texte == "2"
    assert seconde.cellule("salaries").texte == "masqué"
    assert (seconde.moyenne, seconde.ecart) == (1.0, None)
    assert lire(close).themes[0].cellule("salaries").moyenne == 2.0
    assert close.resultats["questions"]["q2"]["profils"].keys() == {"irp"}
    assert "masqué" in page(close, lecteur)


def test_ne_sait_pas_se_dit_quand_presque_personne_ne_sait(projet: Projet) -> None:
    """Six do not know and two do: who knows stays hidden, that six do not is said."""
    salaries = individuels("salaries", *[["nsp"]] * 6, [1], [4])
    close = clore(campagne(projet, [salaries], petit_questionnaire(1)))
    assert close.resultats["questions"]["q1"]["profils"] == {"salaries": {"nsp": 6}}
    question = lire(close).question("q1")
    assert question.cellules[0].texte == "masqué"
    assert question.cellules[0].a_part == "6 ne savent pas"
    assert question.a_eclaircir


def test_bulletins_vides_ne_font_pas_nombre(projet: Projet) -> None:
    salaries = individuels("salaries", *[[2]] * 4, [], [])
    close = clore(campagne(projet, [salaries], petit_questionnaire(1)))
    assert retenues(close) == [(("salaries",), RaisonDeRetenue.EFFECTIF)]


# --- Two campagnes close together -------------------------------------------------------------


def deux(premier: Projet, second: Projet, jours: int) -> Campagne:
    """Nine salariés, then ten of them ``jours`` later."""
    questionnaire, jour = petit_questionnaire(1), date(2026, 1, 10)
    neuf = individuels("salaries", *[[2]] * 9)
    clore(campagne(premier, [neuf, individuels("irp", [1])], questionnaire), jour)
    dix = individuels("salaries", *[[2]] * 9, [4])
    cinq = individuels("irp", *[[1]] * 5)
    suivante = campagne(second, [dix, cinq, collective("direction", 3)], questionnaire)
    return clore(suivante, jour + timedelta(days=jours))


def test_second_recueil_rapproche_retenu(projet: Projet, lecteur: Visiteur) -> None:
    """What was hidden the first time may be shown the second: nothing of it is known."""
    seconde = deux(projet, projet, 30)
    assert profils(seconde) == ["direction", "irp"]
    assert retenues(seconde) == [(("salaries",), RaisonDeRetenue.RAPPROCHEE)]
    assert "moins de six mois" in page(seconde, lecteur)


@pytest.mark.parametrize(
    ("jours", "montre"), [(0, False), (JOURS_ENTRE_DEUX - 1, False), (JOURS_ENTRE_DEUX, True)]
)
def test_delai_entre_deux_recueils(projet: Projet, jours: int, montre: bool) -> None:
    assert ("salaries" in profils(deux(projet, projet, jours))) is montre


def test_delai_vaut_pour_tout_l_etablissement(projet: Projet) -> None:
    """Two projets of one house ask the same people."""
    jumeau = ProjetFactory(etablissement=projet.etablissement)
    assert "salaries" not in profils(deux(projet, jumeau, 30))


def test_delai_compte_de_la_fin_de_l_une_au_debut_de_l_autre(projet: Projet) -> None:
    """Open for a year, the second began too soon after the first all the same."""
    questionnaire, jour = petit_questionnaire(1), date(2025, 1, 10)
    neuf = individuels("salaries", *[[2]] * 9)
    clore(campagne(projet, [neuf], questionnaire), jour)
    ouverte = campagne(projet, [neuf], questionnaire, ouverte_le=jour + timedelta(days=10))
    assert profils(clore(ouverte, jour + timedelta(days=400))) == []


def test_voix_collective_deux_fois_de_suite(projet: Projet) -> None:
    """Attributed, it hides nobody."""
    questionnaire = petit_questionnaire(1)
    for jours in (0, 1):
        close = clore(
            campagne(projet, [collective("irp", 2)], questionnaire),
            date(2026, 1, 10) + timedelta(days=jours),
        )
        assert profils(close) == ["irp"]
