"""From results to words to action: nothing by itself, one click, once, and the thread both ways."""

import pytest

from diagnostic import operations
from diagnostic.models import (
    Campagne,
    ElementTheme,
    EtatDesLieux,
    Piste,
    Question,
    Sens,
)
from pasapas.ecriture.journal import Geste
from pasapas.models import Projet
from tests.base import empreinte
from tests.diagnostic.passages import campagne as passer
from tests.diagnostic.passages import clore, exemple
from tests.factories import (
    CampagneFactory,
    EtonnementFactory,
)
from tests.htmx import lu
from tests.personnes import Visiteur


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return clore(passer(projet, exemple()))


def base(projet: Projet) -> str:
    return f"/projets/{projet.slug}/"


def page(projet: Projet, campagne: Campagne) -> str:
    return f"{base(projet)}autodiagnostic/{campagne.pk}/enseignements/"


# --- Results propose, the group keeps


@pytest.mark.une_base
def test_rien_ne_s_ecrit_tout_seul(campagne: Campagne, projet: Projet, lecteur: Visiteur) -> None:
    avant = empreinte()
    contenu = lecteur.get(page(projet, campagne)).content.decode()
    assert empreinte() == avant
    assert "Écrire avec les équipes une conduite à tenir simple" in contenu
    assert "questionnaire de démonstration, rédigé pour ce projet" in contenu
    assert "/garder/" not in contenu


def test_garder_ecrit_la_phrase_une_seule_fois(
    campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    url = f"{page(projet, campagne)}q02/modifier/garder/"
    for _ in range(2):
        reponse = contributrice.post(url)
    assert reponse.url == f"{page(projet, campagne)}#q02-modifier"
    garde = ElementTheme.objects.get(projet=projet)
    assert (garde.origine, garde.sens, garde.synthese.theme.code) == ("q02", "modifier", "t1")
    assert garde.texte == Question.objects.get(code="q02").phrase("modifier")
    contenu = contributrice.get(page(projet, campagne)).content.decode()
    assert f"/t1-modifier/lignes/{garde.pk}/" in contenu
    resultats = contributrice.get(f"{base(projet)}autodiagnostic/{campagne.pk}/resultats/")
    assert "Gardé dans nos enseignements" in resultats.content.decode()


@pytest.mark.une_base
def test_garder_depuis_les_resultats_y_revient(
    campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    url = f"{page(projet, campagne)}q02/modifier/garder/"
    reponse = contributrice.post(url, {"retour": "resultats"})
    assert reponse.url.endswith(f"/{campagne.pk}/resultats/#q02")


def test_retirer_puis_garder_rend_les_mots_du_groupe(
    campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    url = f"{page(projet, campagne)}q02/modifier/"
    contributrice.post(f"{url}garder/")
    ElementTheme.objects.update(texte="Nos mots à nous")
    contributrice.post(f"{url}retirer/")
    assert not ElementTheme.objects.presents().exists()
    contributrice.post(f"{url}garder/")
    assert ElementTheme.objects.presents().get().texte == "Nos mots à nous"


@pytest.mark.une_base
@pytest.mark.parametrize(
    "suite",
    [
        "q02/valoriser/garder/",  # not proposed: an axe
        "q02/modifier/effacer/",
        "q99/modifier/garder/",
        "q02/autre/garder/",
    ],
)
def test_ce_qui_n_est_pas_propose(
    suite: str, campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    avant = empreinte()
    assert contributrice.post(page(projet, campagne) + suite).status_code == 404
    assert empreinte() == avant


@pytest.mark.une_base
def test_avant_la_cloture_rien_n_est_propose(projet: Projet, contributrice: Visiteur) -> None:
    ouverte = CampagneFactory(projet=projet, questionnaire=operations.questionnaire_courant())
    EtonnementFactory(projet=projet, campagne=ouverte, texte="Personne ne connaît le protocole")
    contenu = lu(contributrice.get(page(projet, ouverte)))
    assert "à la clôture de la campagne" in contenu
    assert "Personne ne connaît le protocole" in contenu
    url = f"{page(projet, ouverte)}q02/modifier/garder/"
    assert contributrice.post(url).status_code == 404


@pytest.mark.une_base
def test_lecteur_et_etrangere_ne_gardent_rien(
    campagne: Campagne, projet: Projet, lecteur: Visiteur, etrangere: Visiteur
) -> None:
    url = f"{page(projet, campagne)}q02/modifier/garder/"
    assert (lecteur.post(url).status_code, etrangere.post(url).status_code) == (403, 404)
    assert etrangere.get(page(projet, campagne)).status_code == 404
    assert not ElementTheme.objects.exists()


@pytest.mark.une_base
def test_page_ne_coute_pas_plus_avec_trois_etonnements(
    campagne: Campagne, projet: Projet, lecteur: Visiteur, django_assert_max_num_queries: object
) -> None:
    EtonnementFactory.create_batch(3, projet=projet, campagne=campagne)
    for code in ("q01", "q02", "q03"):
        question = Question.objects.get(code=code)
        operations.garder(
            Geste(projet, None, "autodiagnostic", "t1-modifier"), question, Sens.MODIFIER
        )
    with django_assert_max_num_queries(14):
        lecteur.get(page(projet, campagne))


# --- Surprises of the séance


@pytest.mark.parametrize("vers", ["rapport", "piste"])
def test_etonnement_s_apporte_une_seule_fois(
    vers: str, campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    EtatDesLieux.objects.update(rapport_etonnement="Déjà là")
    note = EtonnementFactory(projet=projet, campagne=campagne, texte="Le salaire arrive loin")
    for _ in range(2):
        contributrice.post(f"{page(projet, campagne)}etonnements/{note.pk}/{vers}/")
    rapport = EtatDesLieux.objects.get(projet=projet).rapport_etonnement
    pistes = [(p.texte, p.etonnement_id) for p in Piste.objects.all()]
    if vers == "rapport":
        assert (rapport, pistes) == ("Déjà là\n• Le salaire arrive loin", [])
    else:
        assert (rapport, pistes) == ("Déjà là", [("Le salaire arrive loin", note.pk)])
    contenu = contributrice.get(page(projet, campagne)).content.decode()
    assert ("En faire une piste" in contenu) == (vers == "rapport")
    assert ("Au rapport d’étonnement" in contenu) == (vers == "piste")


@pytest.mark.une_base
def test_rapport_trop_plein_le_dit(
    campagne: Campagne, projet: Projet, contributrice: Visiteur
) -> None:
    EtatDesLieux.objects.update(rapport_etonnement="x" * 20_000)
    note = EtonnementFactory(projet=projet, campagne=campagne)
    url = f"{page(projet, campagne)}etonnements/{note.pk}/rapport/"
    assert "20000" in contributrice.post(url, follow=True).content.decode().replace("\u202f", "")
    assert EtatDesLieux.objects.get(projet=projet).rapport_etonnement == "x" * 20_000


def test_etonnement_d_une_autre_campagne(
    campagne: Campagne, projet: Projet, autre_projet: Projet, contributrice: Visiteur
) -> None:
    ailleurs = EtonnementFactory(projet=autre_projet)
    url = f"{page(projet, campagne)}etonnements/{ailleurs.pk}/piste/"
    assert contributrice.post(url).status_code == 404
    assert contributrice.post(url.replace("piste", "corbeille")).status_code == 404
