"""One device for the room: who leads notes every collège's voice in one go."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diagnostic.campagnes import seance
from diagnostic.models import Campagne, Etonnement, Reponse
from pasapas.models import Projet, Role
from tests.base import empreinte
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.htmx import element, texte
from tests.personnes import Visiteur, visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    campagne = ouvrir(projet)
    seance.montrer(campagne, "q01")
    return campagne


def voix() -> dict[tuple[str, str], int | str]:
    return {
        (r.bulletin.passation.college, r.question.code): r.hors_echelle or r.niveau
        for r in Reponse.objects.all()
    }


def passer(personne: Visiteur, campagne: Campagne, **saisie: str) -> None:
    donnees = {"code": "q01", "question": "q02", **saisie}
    reponse = personne.post(adresse(campagne, "seance/salle/"), donnees)
    assert reponse.url == adresse(campagne, "seance/salle/")


def test_noter_et_passer_prend_toutes_les_voix(animatrice: Visiteur, campagne: Campagne) -> None:
    saisie = {
        "encadrement-reponse": "2",
        "encadrement-mains_2": "3",
        "direction_rh-reponse": "nsp",
        "texte": "Personne ne sait.",
    }
    passer(animatrice, campagne, **saisie)
    assert voix() == {("encadrement", "q01"): 2, ("direction_rh", "q01"): "nsp"}
    assert Reponse.objects.get(niveau=2).mains == {"2": 3}
    assert Etonnement.objects.get().question.code == "q01"


def courante(campagne: Campagne) -> str:
    campagne.refresh_from_db()
    return campagne.question_courante.code


@pytest.mark.parametrize("bouton", ["q02", ""])
def test_les_voix_se_voient_cote_a_cote_avant_de_passer(
    bouton: str, animatrice: Visiteur, lecteur: Visiteur, campagne: Campagne
) -> None:
    """« Entrée » shows, « Entrée » goes on; screen and device of the room say the same thing."""
    vues = [(animatrice, "seance/salle/"), (animatrice, "seance/"), (lecteur, "seance/")]

    def jetons() -> list[list[str]]:
        pages = [element(qui.get(adresse(campagne, ou)), "suivi") for qui, ou in vues]
        return [[texte(j) for j in p.xpath(".//*[@class='colonne__voix']/li")] for p in pages]

    saisie = {"encadrement-reponse": "2", "direction_rh-reponse": "4"}
    assert jetons() == [[]] * 3
    passer(animatrice, campagne, question=bouton, **saisie)
    assert courante(campagne) == "q01"
    assert jetons() == [["E Encadrement", "DH Direction et RH"]] * 3
    montre = {"encadrement-depart": "2", "direction_rh-depart": "4"}
    passer(animatrice, campagne, question=bouton, **saisie, **montre)
    assert courante(campagne) == "q02"
    assert jetons() == [[]] * 3


def test_une_voix_corrigee_se_montre_avant_de_passer(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    passer(animatrice, campagne, **{"encadrement-reponse": "2", "direction_rh-reponse": "4"})
    passer(animatrice, campagne, **{"encadrement-reponse": "3", "encadrement-depart": "2"})
    assert courante(campagne) == "q01"
    passer(animatrice, campagne, **{"encadrement-reponse": "3", "encadrement-depart": "3"})
    assert courante(campagne) == "q02"


def test_sans_toutes_les_voix_la_salle_passe_sans_rien_montrer(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    """Nobody who has not answered yet sees what the others said."""
    passer(animatrice, campagne, **{"encadrement-reponse": "2"})
    assert courante(campagne) == "q02"
    page = element(animatrice.get(adresse(campagne, "seance/salle/")), "suivi")
    assert page.xpath(".//*[@class='colonnes']") == []


def test_revenir_en_arriere_ne_retient_personne(animatrice: Visiteur, campagne: Campagne) -> None:
    seance.montrer(campagne, "q02")
    saisie = {"encadrement-reponse": "2", "direction_rh-reponse": "4"}
    passer(animatrice, campagne, code="q02", question="q01", **saisie)
    assert courante(campagne) == "q01"


def test_une_seule_page_pour_tous_les_colleges(animatrice: Visiteur, campagne: Campagne) -> None:
    dit = element(animatrice.get(adresse(campagne, "seance/salle/")), "suivi")
    legendes = [texte(legende) for legende in dit.xpath(".//legend")]
    assert [legende.split()[-1] for legende in legendes] == ["RH", "Encadrement"]
    assert len(dit.xpath(".//input[@type='radio']")) == 2 * 6
    assert "seance/salle/" in animatrice.get(adresse(campagne)).content.decode()


def test_avant_de_commencer_la_consigne(animatrice: Visiteur, campagne: Campagne) -> None:
    Campagne.objects.update(question_courante=None, seance_depuis=None)
    dit = texte(element(animatrice.get(adresse(campagne, "seance/salle/")), "suivi"))
    assert "Lisez l’affirmation à voix haute" in dit
    passer(animatrice, campagne, question="q01")
    campagne.refresh_from_db()
    assert (campagne.question_courante.code, campagne.seance_depuis is not None) == ("q01", True)
    assert voix() == {}


def test_entree_passe_a_la_suivante(animatrice: Visiteur, campagne: Campagne) -> None:
    """Enter sends the form without naming a button."""
    passer(animatrice, campagne, question="")
    campagne.refresh_from_db()
    assert campagne.question_courante.code == "q02"
    passer(animatrice, campagne, code="q26", question="")
    campagne.refresh_from_db()
    assert campagne.question_courante.code == "q26"


def test_une_voix_donnee_au_telephone_entre_temps_reste(
    animatrice: Visiteur, projet: Projet, campagne: Campagne
) -> None:
    """What the page showed is not what it writes: only what was chosen on it is."""
    cadre = visiteur(projet, Role.CONTRIBUTEUR, college="encadrement")
    tel = adresse(campagne, "voix/encadrement/")
    cadre.post(tel, {"question": "q01", "reponse": "3", "mains_3": "2"})
    page = element(animatrice.get(adresse(campagne, "seance/salle/")), "suivi")
    (depart,) = page.xpath(".//input[@name='encadrement-depart']/@value")
    (choisie,) = page.xpath(".//input[@name='encadrement-reponse'][@checked]/@value")
    assert choisie == "3"

    cadre.post(tel, {"question": "q01", "reponse": "4"})
    montre = {
        "encadrement-depart": depart,
        "encadrement-reponse": "3",
        "encadrement-mains_3": "2",
    }
    passer(animatrice, campagne, **montre)
    assert voix() == {("encadrement", "q01"): 4}

    passer(animatrice, campagne, **{**montre, "encadrement-reponse": "1"})
    assert voix() == {("encadrement", "q01"): 1}


def test_des_mains_sans_niveau_le_demandent(animatrice: Visiteur, campagne: Campagne) -> None:
    avant = empreinte()
    saisie = {
        "code": "q01",
        "question": "q02",
        "encadrement-mains_2": "3",
        "direction_rh-reponse": "4",
        "texte": "Tiens.",
    }
    for envoyer in (animatrice.post, lambda *a: animatrice.htmx("post", *a)):
        reponse = envoyer(adresse(campagne, "seance/salle/"), saisie)
        assert reponse.status_code == 422
        suivi = element(reponse, "suivi")
        assert "au milieu des mains" in texte(suivi)
        assert suivi.xpath(".//input[@name='direction_rh-reponse'][@checked]/@value") == ["4"]
        assert suivi.xpath(".//input[@name='encadrement-mains_2']/@value") == ["3"]
    assert empreinte() == avant


@pytest.mark.parametrize(
    "saisie",
    [
        {"encadrement-reponse": "9"},
        {"encadrement-reponse": "\0"},
        {"encadrement-reponse": "1", "encadrement-mains_1": "-1"},
    ],
)
def test_saisie_impossible_ne_change_rien(
    saisie: dict[str, str], animatrice: Visiteur, campagne: Campagne
) -> None:
    avant = empreinte()
    donnees = {"code": "q01", "question": "q02", **saisie}
    assert animatrice.post(adresse(campagne, "seance/salle/"), donnees).status_code == 422
    assert empreinte() == avant


@pytest.mark.parametrize("donnees", [{"code": "q99"}, {"code": "q01", "question": "q99"}])
def test_affirmation_d_ailleurs(
    donnees: dict[str, str], animatrice: Visiteur, campagne: Campagne
) -> None:
    avant = empreinte()
    saisie = {"encadrement-reponse": "1", **donnees}
    reponse = animatrice.post(adresse(campagne, "seance/salle/"), saisie)
    assert reponse.url == adresse(campagne)
    assert empreinte() == avant


def test_seul_qui_anime_note_pour_tous(
    contributrice: Visiteur, lecteur: Visiteur, campagne: Campagne
) -> None:
    for personne in (contributrice, lecteur):
        assert personne.get(adresse(campagne, "seance/salle/")).status_code == 403
        assert personne.post(adresse(campagne, "seance/salle/"), {}).status_code == 403


def test_pas_plus_de_requetes_avec_plus_de_voix(animatrice: Visiteur, campagne: Campagne) -> None:
    url = adresse(campagne, "seance/salle/")
    animatrice.get(url)
    comptes = []
    for saisie in ({}, {"encadrement-reponse": "1", "direction_rh-reponse": "2"}):
        passer(animatrice, campagne, question="q01", **saisie)
        with CaptureQueriesContext(connection) as lues:
            animatrice.get(url)
        comptes.append(len(lues))
    assert comptes[0] == comptes[1]
