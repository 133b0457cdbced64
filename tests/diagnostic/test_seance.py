"""The séance: one statement at a time, each collège's voice, surprises, a clock."""

from uuid import uuid4

import pytest

from diagnostic.campagnes import cloture, seance
from diagnostic.campagnes.ouverture import PassationVoulue
from diagnostic.campagnes.questionnaire import passage
from diagnostic.models import Campagne, Etonnement, Reponse
from pasapas.models import Projet, Role
from tests.base import empreinte, notes
from tests.diagnostic.campagnes_outils import adresse, geste, ouvrir
from tests.htmx import element, lu, texte
from tests.personnes import Visiteur, visiteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return ouvrir(projet)


@pytest.fixture
def cadre(projet: Projet) -> Visiteur:
    return visiteur(projet, Role.CONTRIBUTEUR, college="encadrement")


def voix(campagne: Campagne) -> dict[tuple[str, str], int | str]:
    return {
        (r.bulletin.passation.college, r.question.code): r.hors_echelle or r.niveau
        for r in Reponse.objects.filter(bulletin__passation__campagne=campagne)
    }


def courante(campagne: Campagne) -> str:
    campagne.refresh_from_db()
    return campagne.question_courante.code if campagne.question_courante else ""


def test_l_animatrice_fait_avancer_la_seance(animatrice: Visiteur, campagne: Campagne) -> None:
    assert animatrice.get(adresse(campagne, "seance/")).status_code == 200
    assert courante(campagne) == ""
    animatrice.post(adresse(campagne, "seance/montrer/"), {"question": "q02"})
    assert courante(campagne) == "q02"
    debut = campagne.seance_depuis
    animatrice.post(adresse(campagne, "seance/montrer/"), {"question": "q01"})
    assert courante(campagne) == "q01"
    assert campagne.seance_depuis == debut


@pytest.mark.une_base
def test_la_seance_reprend_ou_elle_en_etait(animatrice: Visiteur, campagne: Campagne) -> None:
    animatrice.post(adresse(campagne, "seance/montrer/"), {"question": "q17"})
    page = animatrice.get(adresse(campagne, "seance/"))
    assert texte(element(page, "suivi")).startswith("Le projet d’entreprise et le management 17")


def test_noter_et_passer_d_un_seul_geste(animatrice: Visiteur, campagne: Campagne) -> None:
    saisie = {"code": "q01", "texte": "Personne ne connaît le document unique.", "question": "q02"}
    reponse = animatrice.htmx("post", adresse(campagne, "seance/montrer/"), saisie)

    assert reponse.status_code == 200
    assert courante(campagne) == "q02"
    surprise = Etonnement.objects.get()
    assert (surprise.question.code, surprise.texte) == ("q01", saisie["texte"])
    assert surprise.campagne == campagne
    assert notes(campagne.projet) == 2  # the campagne, then the surprise


@pytest.mark.parametrize("question", ["", "q99", "\0", "q" * 300])
def test_question_inconnue_ne_change_rien(
    question: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    avant = empreinte()
    reponse = animatrice.post(adresse(campagne, "seance/montrer/"), {"question": question})
    assert reponse.status_code == 302
    assert empreinte() == avant


@pytest.mark.une_base
def test_etonnement_illisible_garde_la_saisie(animatrice: Visiteur, campagne: Campagne) -> None:
    avant = empreinte()
    saisie = {"code": "q01", "texte": "é" * 20_001, "question": "q02"}
    reponse = animatrice.post(adresse(campagne, "seance/montrer/"), saisie)
    assert reponse.status_code == 422
    assert "au plus 20000" in reponse.content.decode()
    assert empreinte() == avant


def test_plusieurs_personnes_notent_ce_qui_les_etonne(
    cadre: Visiteur, contributrice: Visiteur, lecteur: Visiteur, campagne: Campagne
) -> None:
    url = adresse(campagne, "etonnements/")
    cadre.post(url, {"code": "q02", "texte": "On ne sait pas.", "retour": "encadrement"})
    contributrice.post(url, {"code": "q02", "texte": "Moi si."})
    assert lecteur.post(url, {"code": "q02", "texte": "Et moi ?"}).status_code == 403
    assert contributrice.post(url, {"code": "q02", "texte": "  "}).status_code == 422
    assert contributrice.post(url, {"code": "q77", "texte": "Quoi ?"}).status_code == 302
    assert contributrice.post(url, {"code": "\0", "texte": "", "retour": "\0"}).status_code == 422
    assert set(Etonnement.objects.values_list("texte", flat=True)) == {"On ne sait pas.", "Moi si."}


def test_un_college_donne_sa_voix(cadre: Visiteur, campagne: Campagne) -> None:
    url = adresse(campagne, "voix/encadrement/")
    page = cadre.get(url).content.decode()
    assert "Votre réponse portera le nom de votre collège" in page.replace("\u00a0", " ")

    reponse = cadre.post(url, {"question": "q01", "reponse": "3"})

    assert reponse.url == f"{url}?question=q02"
    assert voix(campagne) == {("encadrement", "q01"): 3}
    cadre.post(url, {"question": "q01", "reponse": "nsp"})
    assert voix(campagne) == {("encadrement", "q01"): "nsp"}


@pytest.mark.une_base
def test_on_ne_parle_que_pour_son_college(
    cadre: Visiteur, contributrice: Visiteur, lecteur: Visiteur, campagne: Campagne
) -> None:
    avant = empreinte()
    for personne in (cadre, contributrice, lecteur):
        url = adresse(campagne, "voix/direction_rh/")
        assert personne.get(url).status_code == 403
        assert personne.post(url, {"question": "q01", "reponse": "3"}).status_code == 403
    assert empreinte() == avant


@pytest.mark.parametrize("college", ["direction", "rh"])
def test_direction_et_rh_parlent_ensemble(college: str, projet: Projet, campagne: Campagne) -> None:
    membre = visiteur(projet, Role.CONTRIBUTEUR, college=college)
    membre.post(adresse(campagne, "voix/direction_rh/"), {"question": "q01", "reponse": "4"})
    assert voix(campagne) == {("direction_rh", "q01"): 4}


@pytest.mark.parametrize("reponse", ["5", "0", "jamais", "\0", "9" * 500])
def test_voix_hors_de_l_echelle(reponse: str, cadre: Visiteur, campagne: Campagne) -> None:
    url = adresse(campagne, "voix/encadrement/")
    assert cadre.post(url, {"question": "q01", "reponse": reponse}).status_code == 422
    assert voix(campagne) == {}


def test_voix_sur_une_question_d_ailleurs(cadre: Visiteur, campagne: Campagne) -> None:
    url = adresse(campagne, "voix/encadrement/")
    assert cadre.post(url, {"question": "q99", "reponse": "3"}).status_code == 302
    assert voix(campagne) == {}


@pytest.mark.une_base
def test_un_recueil_individuel_n_a_pas_de_voix(animatrice: Visiteur, campagne: Campagne) -> None:
    url = adresse(campagne, "voix/salaries/")
    assert animatrice.post(url, {"question": "q01", "reponse": "3"}).status_code == 302
    assert voix(campagne) == {}
    assert animatrice.get(adresse(campagne, "voix/irp/")).status_code == 404
    assert animatrice.get(adresse(campagne, "voix/martiens/")).status_code == 404


def test_mains_levees_proposent_le_niveau_du_milieu(cadre: Visiteur, campagne: Campagne) -> None:
    url = adresse(campagne, "voix/encadrement/")
    mains = {"question": "q01", "mains_1": "1", "mains_3": "2", "mains_4": "2"}

    compte = cadre.post(url, mains)

    assert compte.status_code == 200
    assert compte.context["propose"] == 3
    assert voix(campagne) == {}
    cadre.post(url, {**mains, "reponse": "2"})
    assert Reponse.objects.get().mains == {"1": 1, "3": 2, "4": 2}
    assert Reponse.objects.get().niveau == 2


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("mains", "niveau"),
    [({}, None), ({1: 1, 4: 1}, 1), ({2: 3, 3: 2}, 2), ({1: 1, 3: 1, 4: 1}, 3)],
)
def test_niveau_du_milieu(mains: dict[int, int], niveau: int | None) -> None:
    assert seance.niveau_propose(mains) == niveau


@pytest.mark.une_base
@pytest.mark.parametrize("mains", ["-1", "501", "x", "1e3"])
def test_mains_impossibles(mains: str, cadre: Visiteur, campagne: Campagne) -> None:
    saisie = {"question": "q01", "reponse": "2", "mains_1": mains}
    reponse = cadre.post(adresse(campagne, "voix/encadrement/"), saisie)
    assert reponse.status_code == 422
    assert voix(campagne) == {}


def jetons(personne: Visiteur, campagne: Campagne, suite: str = "") -> list[str]:
    """The voices this person sees on the statement shown."""
    suivi = element(personne.get(adresse(campagne, f"seance/{suite}")), "suivi")
    return sorted(texte(jeton) for jeton in suivi.xpath(".//*[@class='jeton']"))


@pytest.mark.une_base
def test_les_voix_attendent_d_etre_toutes_la(
    cadre: Visiteur, animatrice: Visiteur, lecteur: Visiteur, campagne: Campagne
) -> None:
    seance.montrer(campagne, "q01")
    cadre.post(adresse(campagne, "voix/encadrement/"), {"question": "q01", "reponse": "1"})
    for personne in (lecteur, animatrice):
        assert jetons(personne, campagne) == []
        assert jetons(personne, campagne, "?montrer=q01") == []
    animatrice.post(adresse(campagne, "voix/direction_rh/"), {"question": "q01", "reponse": "nc"})
    vus = jetons(lecteur, campagne)
    assert [jeton.split()[-1] for jeton in vus] == ["concerné", "Encadrement"]


@pytest.mark.une_base
def test_a_moitie_donnees_seul_le_college_qui_a_parle_voit(
    projet: Projet, cadre: Visiteur, lecteur: Visiteur, animatrice: Visiteur
) -> None:
    autres = ("encadrement", "direction", "irp")
    campagne = ouvrir(projet, *(PassationVoulue(nom, "collective", 2) for nom in autres))
    elue = visiteur(projet, Role.CONTRIBUTEUR, college="irp")
    seance.montrer(campagne, "q01")
    cadre.post(adresse(campagne, "voix/encadrement/"), {"question": "q01", "reponse": "1"})
    vus = [len(jetons(qui, campagne)) for qui in (cadre, elue, lecteur, animatrice)]
    assert vus == [1, 0, 0, 0]


@pytest.mark.une_base
def test_qui_anime_montre_sans_attendre(
    cadre: Visiteur, animatrice: Visiteur, lecteur: Visiteur, campagne: Campagne
) -> None:
    seance.montrer(campagne, "q01")
    animatrice.post(adresse(campagne, "voix/direction_rh/"), {"question": "q01", "reponse": "4"})
    url = adresse(campagne, "seance/devoiler/")
    for personne in (cadre, lecteur):
        assert personne.post(url, {"question": "q01"}).status_code == 403
    animatrice.post(url, {"question": "q02"})  # the room is not there
    assert jetons(lecteur, campagne) == []

    suite = animatrice.htmx("post", url, {"question": "q01"})

    assert suite.status_code == 200
    assert len(jetons(lecteur, campagne)) == len(jetons(animatrice, campagne)) == 1
    seance.montrer(campagne, "q02")
    seance.montrer(campagne, "q01")
    assert jetons(lecteur, campagne) == []


def test_l_ecran_suit_sans_rien_refaire_pour_rien(
    animatrice: Visiteur, cadre: Visiteur, campagne: Campagne, projet: Projet
) -> None:
    seance.montrer(campagne, "q01")
    url = adresse(campagne, "seance/")
    page = animatrice.get(url)
    vu = element(page, "suivi").get("data-vu")
    assert animatrice.htmx("get", url, {"vu": vu}).status_code == 204
    version = Projet.objects.get(pk=projet.pk).version

    cadre.post(adresse(campagne, "voix/encadrement/"), {"question": "q01", "reponse": "1"})

    suite = animatrice.htmx("get", url, {"vu": vu})
    assert suite.status_code == 200
    assert "réponse notée" in texte(element(suite, "suivi"))
    assert Projet.objects.get(pk=projet.pk).version == version  # the wall shows no vote


@pytest.mark.une_base
def test_avant_de_commencer_chacun_attend(
    animatrice: Visiteur, cadre: Visiteur, lecteur: Visiteur, campagne: Campagne
) -> None:
    """The consigne first; phones opened then follow from the first statement on."""
    consigne = passage(campagne.questionnaire).consigne_collective
    tel = cadre.get(adresse(campagne, "voix/encadrement/"))
    assert "La séance n’a pas commencé" in texte(element(tel, "suivi"))
    assert "data-seance" in tel.content.decode()
    for personne in (animatrice, lecteur):
        dit = texte(element(personne.get(adresse(campagne, "seance/")), "suivi"))
        assert " ".join(consigne.split()) in dit

    animatrice.htmx("post", adresse(campagne, "seance/montrer/"), {"question": "q01"})

    assert courante(campagne) == "q01"
    assert campagne.seance_depuis is not None
    vu = {"vu": element(tel, "suivi").get("data-vu")}
    suite = cadre.htmx("get", adresse(campagne, "voix/encadrement/"), vu)
    assert "affirmation 1 sur 26" in texte(element(suite, "suivi"))
    cadre.post(
        adresse(campagne, "voix/encadrement/"), {"question": "q01", "reponse": "3", "suit": "1"}
    )
    assert voix(campagne) == {("encadrement", "q01"): 3}


@pytest.mark.une_base
def test_une_voix_donnee_par_le_script_montre_ou_en_est_la_salle(
    cadre: Visiteur, campagne: Campagne
) -> None:
    seance.montrer(campagne, "q05")
    saisie = {"question": "q04", "reponse": "3", "suit": "1"}
    suite = cadre.htmx("post", adresse(campagne, "voix/encadrement/"), saisie)
    assert suite.status_code == 200
    assert "affirmation 5 sur 26" in texte(element(suite, "suivi"))
    assert voix(campagne) == {("encadrement", "q04"): 3}
    refusee = {**saisie, "reponse": "9"}
    refus = cadre.htmx("post", adresse(campagne, "voix/encadrement/"), refusee)
    assert refus.status_code == 422
    assert "affirmation 4 sur 26" in texte(element(refus, "suivi"))


@pytest.mark.une_base
def test_qui_choisit_une_affirmation_quitte_la_seance_et_y_revient(
    cadre: Visiteur, campagne: Campagne
) -> None:
    url = adresse(campagne, "voix/encadrement/")
    seance.montrer(campagne, "q05")
    page = cadre.get(f"{url}?question=q02").content.decode()
    assert "data-seance" not in page
    assert f'href="{url}">Suivre la séance' in page
    assert "affirmation 5 sur 26" in lu(cadre.get(url))


@pytest.mark.parametrize("suite", ["seance/montrer/", "etonnements/", "seance/salle/"])
def test_un_etonnement_envoye_deux_fois_n_est_note_qu_une(
    suite: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    saisie = {"code": "q01", "question": "q02", "texte": "Ah ?", "cle": str(uuid4())}
    for _ in range(2):
        animatrice.htmx("post", adresse(campagne, suite), saisie)
    assert [e.texte for e in Etonnement.objects.all()] == ["Ah ?"]
    animatrice.htmx("post", adresse(campagne, suite), {**saisie, "cle": str(uuid4())})
    assert Etonnement.objects.count() == 2
    animatrice.htmx("post", adresse(campagne, suite), {**saisie, "texte": "Oh."})
    assert Etonnement.objects.filter(texte="Oh.").count() == 1


@pytest.mark.parametrize("suite", ["seance/montrer/", "etonnements/", "seance/salle/"])
def test_un_etonnement_poursuivi_apres_une_reponse_perdue_n_est_pas_double(
    suite: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    saisie = {"code": "q01", "question": "q02", "cle": str(uuid4())}
    for mots in ("Tiens", "Tiens, le soir", "Tiens, le soir aussi"):
        animatrice.htmx("post", adresse(campagne, suite), {**saisie, "texte": mots})
        assert [e.texte for e in Etonnement.objects.all()] == [mots]


@pytest.mark.une_base
@pytest.mark.parametrize("suite", ["seance/montrer/", "etonnements/"])
def test_etonnement_refuse_le_dit_au_script(
    suite: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    avant = empreinte()
    saisie = {"code": "q01", "question": "q02", "texte": "é" * 20_001, "cle": str(uuid4())}
    reponse = animatrice.htmx("post", adresse(campagne, suite), saisie)
    assert reponse.status_code == 422
    assert "au plus 20000" in reponse.json()["refus"]
    assert empreinte() == avant


@pytest.mark.une_base
def test_le_rappel_est_pres_de_chaque_etonnement(
    animatrice: Visiteur, cadre: Visiteur, campagne: Campagne
) -> None:
    rappel = "Pas de nom d’enfant ni de famille"
    for suite in ("seance/", "seance/salle/", "voix/encadrement/"):
        assert rappel in animatrice.get(adresse(campagne, suite)).content.decode()
    refusee = cadre.post(adresse(campagne, "etonnements/"), {"code": "q01", "texte": " "})
    assert rappel in refusee.content.decode()


@pytest.mark.une_base
def test_fragment_egal_page(animatrice: Visiteur, campagne: Campagne) -> None:
    for suite in ("seance/", "seance/salle/", "voix/encadrement/"):
        url = adresse(campagne, suite)
        page = texte(element(animatrice.get(url), "suivi"))
        assert texte(element(animatrice.htmx("get", url), "suivi")) == page


def test_apres_la_cloture_plus_aucune_voix(
    cadre: Visiteur, animatrice: Visiteur, campagne: Campagne, projet: Projet
) -> None:
    saisie = {"question": "q01", "code": "q01", "reponse": "3", "texte": "Trop tard"}
    cadre.post(adresse(campagne, "voix/encadrement/"), saisie)
    cloture.cloturer(geste(projet), campagne)
    avant = empreinte()
    assert cadre.post(adresse(campagne, "voix/encadrement/"), saisie).status_code == 302
    for suite in (
        "seance/montrer/",
        "seance/devoiler/",
        "seance/rythme/",
        "seance/salle/",
        "etonnements/",
    ):
        assert animatrice.post(adresse(campagne, suite), saisie).status_code == 302
    assert animatrice.get(adresse(campagne, "seance/")).url == adresse(campagne, "resultats/")
    assert cadre.get(adresse(campagne, "voix/encadrement/")).url == adresse(campagne)
    assert empreinte() == avant
