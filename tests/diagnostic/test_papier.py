"""On paper: the blank questionnaire, the poster, and the sheets copied in afterwards."""

import pytest

from diagnostic.campagnes import papier
from diagnostic.campagnes.questionnaire import passage
from diagnostic.models import BulletinAnonyme, Campagne, Reponse
from pasapas.models import Projet
from tests.base import empreinte, notes
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.fresque.papier import feuilles, poppler, texte
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return ouvrir(projet)


def feuille(**reponses: str) -> dict[str, str]:
    return {f"feuille-{code}": saisie for code, saisie in reponses.items()}


def test_une_feuille_devient_un_bulletin_sans_trace(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    avant = notes(campagne.projet)
    url = adresse(campagne, "papier/salaries/")

    reponse = animatrice.post(url, feuille(q01="3", q02="N", q03=" c ", q04="", q26="1"))

    assert reponse.url == url
    bulletin = BulletinAnonyme.objects.get()
    assert bulletin.reponses == {"q01": 3, "q02": "nsp", "q03": "nc", "q26": 1}
    assert bulletin.rendu
    assert notes(campagne.projet) == avant


def test_la_feuille_d_un_college_est_toute_sa_voix(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    url = adresse(campagne, "papier/encadrement/")
    animatrice.post(url, feuille(q01="3", q02="n"))
    assert animatrice.get(url).context["form"]["q02"].value() == "n"

    animatrice.post(url, feuille(q01="4", q03="c"))

    dites = Reponse.objects.values_list("question__code", "niveau", "hors_echelle")
    assert set(dites) == {("q01", 4, ""), ("q03", None, "nc")}


def test_meme_ordre_que_le_questionnaire(animatrice: Visiteur, campagne: Campagne) -> None:
    page = animatrice.get(adresse(campagne, "papier/salaries/")).content.decode()
    codes = [a.code for a in passage(campagne.questionnaire).affirmations]
    places = [page.index(f'name="feuille-{code}"') for code in codes]
    assert len(codes) == 26
    assert places == sorted(places)


@pytest.mark.parametrize("saisie", ["5", "0", "z", "nsp!", "\0", "é"])
def test_case_mal_tapee_dite_et_gardee(
    saisie: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    avant = empreinte()
    reponse = animatrice.post(adresse(campagne, "papier/salaries/"), feuille(q01=saisie, q02="2"))
    assert reponse.status_code == 422
    assert set(reponse.context["form"].errors) == {"q01"}
    assert reponse.context["form"]["q02"].value() == "2"
    assert empreinte() == avant


def test_feuille_vide_refusee(animatrice: Visiteur, campagne: Campagne) -> None:
    reponse = animatrice.post(adresse(campagne, "papier/salaries/"), feuille(q01=""))
    assert reponse.status_code == 422
    assert "Cette feuille est vide" in reponse.content.decode()
    assert not BulletinAnonyme.objects.exists()


def test_les_feuilles_comptent_dans_les_places(animatrice: Visiteur, campagne: Campagne) -> None:
    passation = campagne.passations.get(college="salaries")
    for _ in range(passation.places):
        BulletinAnonyme.objects.create(
            passation=passation, empreinte=papier.recueil.empreinte(papier.recueil.nouvelle_cle())
        )
    reponse = animatrice.post(adresse(campagne, "papier/salaries/"), feuille(q01="1"))
    assert reponse.status_code == 422
    assert BulletinAnonyme.objects.count() == passation.places


def test_campagne_close_renvoie_aux_resultats(animatrice: Visiteur, campagne: Campagne) -> None:
    animatrice.post(adresse(campagne, "cloturer/"))
    avant = empreinte()
    url = adresse(campagne, "papier/salaries/")
    assert animatrice.post(url, feuille(q01="1")).url == adresse(campagne, "resultats/")
    assert empreinte() == avant


def test_questionnaire_vierge(lecteur: Visiteur, campagne: Campagne) -> None:
    url = f"/projets/{campagne.projet.slug}/campagnes/{campagne.pk}/questionnaire.pdf"
    pdf = lecteur.get(url, {"college": "salaries"}).content
    pages, brut = feuilles(pdf), " ".join(poppler("pdftotext", pdf, "-raw").split())
    lu = passage(campagne.questionnaire)
    tout = " ".join(pages)
    assert len(pages) == 3
    assert "N’écrivez pas votre nom." in tout
    assert all(lu.statut in page for page in pages)
    places = [brut.index(" ".join(a.enonce.split(" ")[:6])) for a in lu.affirmations]
    assert places == sorted(places)
    for choix in lu.choix:
        assert choix.libelle in tout
    assert lecteur.get(url, {"college": "\0"}).status_code == 200


def test_affiche_d_un_recueil(
    animatrice: Visiteur, contributrice: Visiteur, campagne: Campagne
) -> None:
    base = f"/projets/{campagne.projet.slug}/campagnes/{campagne.pk}"
    jeton = campagne.passations.get(college="salaries").jeton
    dit = texte(animatrice.get(f"{base}/affiche-salaries.pdf").content)
    assert f"testserver/recueil/{jeton}/" in dit.replace(" ", "")  # it may run on two lines
    assert "Personne ne peut savoir" in dit
    assert contributrice.get(f"{base}/affiche-salaries.pdf").status_code == 403
    for college in ("encadrement", "irp", "x" * 300):
        assert animatrice.get(f"{base}/affiche-{college}.pdf").status_code == 404
