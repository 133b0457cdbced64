"""A person answers on a telephone: saved at once, changed at will, given in once."""

import pytest

from diagnostic.campagnes import cloture, recueil
from diagnostic.campagnes.refus import CampagneClose, SansReponse
from diagnostic.models import BulletinAnonyme, Passation, Questionnaire
from diagnostic.operations import questionnaire_courant
from pasapas.models import Projet
from tests.base import empreinte
from tests.diagnostic.campagnes_outils import Telephone, geste, recueil_ouvert
from tests.diagnostic.passages import petit_questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def passation(projet: Projet) -> Passation:
    return recueil_ouvert(projet)


def bulletin() -> BulletinAnonyme:
    return BulletinAnonyme.objects.get()


def test_une_personne_repond_du_debut_a_la_fin(passation: Passation) -> None:
    telephone = Telephone(passation)
    assert "Rien ne relie vos réponses à vous" in telephone.get(telephone.base).content.decode()
    depart = telephone.post(f"{telephone.base}commencer/")
    assert depart.url == f"{telephone.base}questions/q01/"
    assert not BulletinAnonyme.objects.exists()

    suite = telephone.repondre("q01", 3)
    assert suite.url == f"{telephone.base}questions/q02/"
    telephone.repondre("q02", "nsp")
    assert telephone.repondre("q26", "nc").url == f"{telephone.base}fin/"
    page = telephone.get(f"{telephone.base}fin/").content.decode()
    assert "3 réponses sur 26" in page

    assert telephone.rendre().url == f"{telephone.base}merci/"
    assert telephone.get(f"{telephone.base}merci/").status_code == 200
    assert bulletin().reponses == {"q01": 3, "q02": "nsp", "q26": "nc"}
    assert bulletin().rendu


@pytest.mark.une_base
def test_le_temoin_de_l_appareil_est_seul_et_ferme(passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    assert list(telephone.cookies) == ["recueil"]
    temoin = telephone.cookies["recueil"]
    assert temoin["httponly"]
    assert (temoin["samesite"], temoin["path"]) == ("Strict", telephone.base)
    assert temoin["max-age"] == ""
    assert len(temoin.value) >= 43
    telephone.repondre("q01", 1)
    assert temoin.value not in repr(list(BulletinAnonyme.objects.values()))
    assert bulletin().empreinte == recueil.empreinte(temoin.value)


@pytest.mark.une_base
def test_reprendre_plus_tard_est_un_choix(passation: Passation) -> None:
    telephone = Telephone(passation).commencer(reprendre="1")
    assert int(telephone.cookies["recueil"]["max-age"]) == 90 * 24 * 3600


def test_changer_d_avis_puis_revenir(passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    telephone.repondre("q01", 3)
    telephone.repondre("q01", 3)
    telephone.repondre("q01", 2)
    assert bulletin().reponses == {"q01": 2}
    page = telephone.get(f"{telephone.base}questions/q01/").content.decode()
    assert page.count("votre réponse") == 1
    assert "Continuer" in telephone.get(telephone.base).content.decode()


def test_premiere_reponse_envoyee_deux_fois_fait_un_seul_bulletin(passation: Passation) -> None:
    cle = recueil.nouvelle_cle()
    for _ in range(2):
        recueil._commencer(passation, cle, {"q01": 2})
    assert bulletin().reponses == {"q01": 2}


def test_rendre_oublie_la_cle_et_fige(passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    telephone.repondre("q01", 3)
    cle = telephone.cookies["recueil"].value
    telephone.rendre()
    assert telephone.cookies["recueil"].value == ""

    telephone.cookies["recueil"] = cle  # an old page, sent again
    avant = empreinte()
    for refus in (telephone.repondre("q01", 1), telephone.rendre()):
        assert refus.status_code == 409
        assert "elles ne changent plus" in refus.content.decode()
    effacement = telephone.effacer()
    assert effacement.status_code == 409
    assert empreinte() == avant


def test_effacer_mes_reponses(passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    telephone.repondre("q01", 3)
    cle = telephone.cookies["recueil"].value
    assert telephone.get(f"{telephone.base}effacer/").status_code == 200
    assert BulletinAnonyme.objects.count() == 1

    assert telephone.effacer().status_code == 200

    assert telephone.cookies["recueil"].value == ""
    vide = bulletin()  # its place stays taken, and no device can find it again
    assert (vide.reponses, vide.rendu) == ({}, False)
    assert vide.empreinte != recueil.empreinte(cle)


def test_une_place_effacee_ne_se_rend_pas(projet: Projet) -> None:
    """Else one could fill the recueil, count, erase, and know how many others have come."""
    passation = recueil_ouvert(projet, invites=5)
    espions = [Telephone(passation).commencer() for _ in range(7)]
    for espion in espions:
        assert espion.repondre("q01", 2).status_code == 302
    for espion in espions:
        assert espion.effacer().status_code == 200
    assert Telephone(passation).commencer().repondre("q01", 2).status_code == 409
    with pytest.raises(SansReponse):  # an answer taken back is none
        cloture.cloturer(geste(projet), passation.campagne)


def test_ce_n_est_pas_moi_laisse_les_reponses(passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    telephone.repondre("q01", 3)
    telephone.post(f"{telephone.base}quitter/")
    assert telephone.cookies["recueil"].value == ""
    assert bulletin().reponses == {"q01": 3}


@pytest.mark.parametrize(
    "valeur", ["0", "5", "", "nsp ", "NSP", "1.0", "-1", "é", "9" * 9999, "\0"]
)
def test_reponse_hors_de_l_echelle_refusee(valeur: str, passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    avant = empreinte()
    refus = telephone.repondre("q01", valeur)
    assert refus.status_code == 422
    assert "rien n’a été changé" in refus.content.decode()
    assert empreinte() == avant


@pytest.mark.une_base
@pytest.mark.parametrize("code", ["q99", "t1", "-", "Q01"])
def test_question_d_ailleurs_refusee(code: str, passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    assert telephone.repondre(code, 3).status_code == 422
    assert telephone.get(f"{telephone.base}questions/{code}/").status_code == 422
    assert not BulletinAnonyme.objects.exists()


@pytest.mark.parametrize("jeton", ["aaaa-bbbb-cccc", "x", "-", "a" * 500])
def test_lien_forge(jeton: str, passation: Passation) -> None:
    telephone = Telephone(passation)
    avant = empreinte()
    for suite in ("", "questions/q01/", "fin/", "merci/", "effacer/"):
        refus = telephone.get(f"/recueil/{jeton}/{suite}")
        assert refus.status_code == 404
        assert "Aucun questionnaire ouvert" in refus.content.decode()
    for suite in ("commencer/", "questions/q01/", "rendre/", "effacer/", "quitter/"):
        assert telephone.post(f"/recueil/{jeton}/{suite}", {"reponse": "1"}).status_code == 404
    assert empreinte() == avant


@pytest.mark.une_base
def test_lien_tape_en_majuscules(passation: Passation) -> None:
    assert Telephone(passation).get(f"/recueil/{passation.jeton.upper()}/").status_code == 200


def test_sans_la_cle_rien_n_est_enregistre(passation: Passation) -> None:
    refus = Telephone(passation).repondre("q01", 3)
    assert refus.status_code == 409
    assert "touchez « Commencer »" in refus.content.decode().replace("\u00a0", " ")
    assert not BulletinAnonyme.objects.exists()


def test_rendre_sans_avoir_repondu(passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    assert telephone.rendre().status_code == 409
    assert not BulletinAnonyme.objects.exists()


def test_apres_la_cloture_plus_rien(passation: Passation, projet: Projet) -> None:
    telephone = Telephone(passation).commencer()
    telephone.repondre("q01", 3)
    cloture.cloturer(geste(projet), passation.campagne)
    avant = empreinte()

    assert telephone.repondre("q02", 3).status_code == 404
    assert telephone.rendre().status_code == 404
    assert telephone.get(telephone.base).status_code == 404

    assert empreinte() == avant
    with pytest.raises(CampagneClose):  # read just before, written just after
        recueil.repondre(passation, recueil.nouvelle_cle(), "q01", "3")


def test_cle_d_un_autre_recueil(passation: Passation, autre_projet: Projet, projet: Projet) -> None:
    ailleurs = recueil_ouvert(autre_projet)
    telephone = Telephone(passation).commencer()
    telephone.repondre("q01", 3)
    voleur = Telephone(ailleurs)
    voleur.cookies["recueil"] = telephone.cookies["recueil"].value

    assert voleur.rendre().status_code == 409
    assert voleur.effacer().status_code == 200

    assert bulletin().reponses == {"q01": 3}
    assert bulletin().passation == passation


def test_recueil_complet(projet: Projet) -> None:
    passation = recueil_ouvert(projet, invites=5)
    for _ in range(7):
        assert Telephone(passation).commencer().repondre("q01", 2).status_code == 302
    dernier = Telephone(passation).commencer()
    refus = dernier.repondre("q01", 2)
    assert refus.status_code == 409
    assert "autant de réponses que de personnes invitées" in refus.content.decode()
    assert BulletinAnonyme.objects.count() == 7


@pytest.mark.une_base
def test_formulaire_parti_d_un_autre_site(passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    telephone.repondre("q01", 3)
    avant = empreinte()
    for entetes in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        refus = telephone.post(f"{telephone.base}questions/q01/", {"reponse": "1"}, headers=entetes)
        assert refus.status_code == 403
    vieux = Telephone(passation)
    del vieux.defaults["HTTP_SEC_FETCH_SITE"]
    vieux.cookies = telephone.cookies
    for origine, statut in (("https://ailleurs.example", 403), ("null", 403)):
        refus = vieux.post(f"{vieux.base}rendre/", headers={"Origin": origine})
        assert refus.status_code == statut
    assert empreinte() == avant
    assert vieux.post(f"{vieux.base}rendre/", headers={"Origin": "http://testserver"}).url


@pytest.mark.une_base
def test_entetes_des_pages(passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    for suite in ("", "questions/q01/", "fin/", "merci/", "effacer/"):
        reponse = telephone.get(f"{telephone.base}{suite}")
        assert reponse.headers["Cache-Control"] == "no-store, private"
        assert reponse.headers["Referrer-Policy"] == "same-origin"
        assert reponse.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "unsafe" not in reponse.headers["Content-Security-Policy"]
        page = reponse.content.decode()
        assert "<script" not in page
        assert "http://" not in page.replace("http://www.w3.org", "")


@pytest.mark.une_base
@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
def test_methodes_refusees(methode: str, passation: Passation) -> None:
    telephone = Telephone(passation).commencer()
    url = f"{telephone.base}questions/q01/"
    assert getattr(telephone, methode)(url).status_code == 405
    assert telephone.get(f"{telephone.base}rendre/").status_code == 405


@pytest.mark.une_base
def test_une_reponse_coute_peu(passation: Passation, django_assert_max_num_queries: object) -> None:
    """Three queries, and the two ends of the transaction (a savepoint, in a test)."""
    telephone = Telephone(passation).commencer()
    telephone.repondre("q01", 3)
    with django_assert_max_num_queries(5):
        telephone.repondre("q02", 3)


@pytest.mark.une_base
def test_la_page_dit_que_le_questionnaire_est_de_demonstration(passation: Passation) -> None:
    telephone = Telephone(passation)
    page = telephone.get(telephone.base).content.decode()
    assert questionnaire_courant().get_statut_display() in page


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("minutes", "dit"),
    [
        ([5, 8], "2 affirmations sur notre travail, 5 à 8 minutes, votre avis"),
        ([12, 12], "2 affirmations sur notre travail, 12 minutes, votre avis"),
        ([], "2 affirmations sur notre travail, votre avis"),
    ],
)
def test_la_duree_annoncee_est_celle_du_questionnaire(
    minutes: list[int], dit: str, projet: Projet
) -> None:
    questionnaire = petit_questionnaire(2)
    Questionnaire.objects.filter(pk=questionnaire.pk).update(duree_minutes=minutes)
    passation = recueil_ouvert(projet, questionnaire=questionnaire)
    accueil = Telephone(passation).get(f"/recueil/{passation.jeton}/").content.decode()
    assert dit in " ".join(accueil.replace("\u00a0", " ").split())
