"""On paper: the blank questionnaire, the poster, and the sheets copied in afterwards."""

import pytest

from diagnostic.campagnes import papier, seance
from diagnostic.campagnes.questionnaire import passage
from diagnostic.models import BulletinAnonyme, Campagne, FeuilleRecopiee, Reponse
from diagnostic.resultats import annoncer
from pasapas.models import Projet
from tests import htmx
from tests.base import empreinte, notes
from tests.diagnostic import passages
from tests.diagnostic.campagnes_outils import Telephone, adresse, ouvrir, recueil_ouvert
from tests.diagnostic.passages import individuels
from tests.htmx import element
from tests.papier import feuilles, mots, poppler, texte
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
    assert bulletin.papier
    assert notes(campagne.projet) == avant


@pytest.mark.une_base
def test_recopier_ne_fait_rien_voir_de_ceux_qui_repondent_seuls(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    """Six sheets, then one telephone: no page changes, though at closing it matters much. Answers
    not given in change nothing either: they could be taken back."""

    def pages() -> list[str]:
        suites = ("", "cloturer/")
        return [
            htmx.texte(element(animatrice.get(adresse(campagne, s)), "contenu")) for s in suites
        ]

    avant = pages()
    for _ in range(6):
        animatrice.post(adresse(campagne, "papier/salaries/"), feuille(q01="3"))
    animatrice.get(adresse(campagne, "papier/salaries/"))  # its messages, read once
    assert pages() == avant
    passation = campagne.passations.get(college="salaries")
    for _ in range(6):
        Telephone(passation).commencer().repondre("q01", 2)
    assert pages() == avant
    assert BulletinAnonyme.objects.filter(papier=True).count() == 6


@pytest.mark.une_base
def test_annoncer_ne_dit_pas_que_personne_n_est_venu(projet: Projet) -> None:
    """Shown together, before closing, are all the small ones: else one who comes would be seen."""
    groupes = [individuels(c, *[[2]] * n) for c, n in (("irp", 3), ("encadrement", 2), ("rh", 0))]
    ouverte = passages.campagne(projet, groupes)
    BulletinAnonyme.objects.update(rendu=True)
    (profil,), retenues = annoncer(ouverte)
    assert (profil.colleges, retenues) == (("rh", "encadrement", "irp"), ())


def montre(animatrice: Visiteur, url: str) -> dict[str, str]:
    """What the form of this page would send if nothing was changed in it."""
    form = animatrice.get(url).context["form"]
    return {champ.html_name: str(champ.value() or "") for champ in form}


def dites() -> set[tuple[str, int | None, str]]:
    return set(Reponse.objects.values_list("question__code", "niveau", "hors_echelle"))


def test_la_feuille_d_un_college_est_toute_sa_voix(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    url = adresse(campagne, "papier/encadrement/")
    animatrice.post(url, feuille(q01="3", q02="n"))
    page = montre(animatrice, url)
    assert page["feuille-q02"] == "n"

    animatrice.post(url, {**page, **feuille(q01="4", q02="", q03="c")})

    assert dites() == {("q01", 4, ""), ("q03", None, "nc")}


def test_la_feuille_ne_retire_que_ce_qu_elle_montrait(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    """The collège votes by phone while its sheet is being copied: newer voices stay."""
    url = adresse(campagne, "papier/encadrement/")
    passation = campagne.passations.get(college="encadrement")
    for code in ("q01", "q02", "q03"):
        seance.donner_voix(passation, code, "3", {3: 2})
    page = montre(animatrice, url)
    for code, voix in (("q02", "4"), ("q03", "1"), ("q04", "2")):
        seance.donner_voix(passation, code, voix)

    animatrice.post(url, {**page, **feuille(q02="", q03="2", q05="1")})

    assert dites() == {
        ("q01", 3, ""),  # shown, left as it was: its hands too
        ("q02", 4, ""),  # emptied here, but said again since
        ("q03", 2, ""),  # changed here: the last word stands
        ("q04", 2, ""),  # given since: the form never showed it
        ("q05", 1, ""),
    }
    assert Reponse.objects.get(question__code="q01").mains == {"3": 2}


def test_une_feuille_envoyee_deux_fois_compte_une_fois(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    url = adresse(campagne, "papier/salaries/")
    page = {**montre(animatrice, url), **feuille(q01="3")}
    for _ in range(2):
        reponse = animatrice.post(url, page, follow=True)
    assert "elle ne compte qu’une fois" in reponse.content.decode()
    assert BulletinAnonyme.objects.count() == 1
    animatrice.post(url, {**montre(animatrice, url), **feuille(q01="3")})
    assert BulletinAnonyme.objects.count() == 2


def test_une_feuille_refusee_peut_repartir(animatrice: Visiteur, campagne: Campagne) -> None:
    """What was refused under a key was not done."""
    url = adresse(campagne, "papier/salaries/")
    page = montre(animatrice, url)
    animatrice.post(url, {**page, **feuille(q01="9")})
    animatrice.post(url, page)
    animatrice.post(url, {**page, **feuille(q01="1")})
    assert BulletinAnonyme.objects.get().reponses == {"q01": 1}


def test_la_marque_d_une_feuille_ne_mene_a_aucun_bulletin(
    animatrice: Visiteur, campagne: Campagne
) -> None:
    champs = {champ.name for champ in FeuilleRecopiee._meta.get_fields()}
    assert champs == {"empreinte", "passation"}
    url = adresse(campagne, "papier/salaries/")
    page = {**montre(animatrice, url), **feuille(q01="3")}
    animatrice.post(url, page)
    cle = page["feuille-cle"]
    assert cle not in str(list(FeuilleRecopiee.objects.values_list()))
    # Who kept the key of the form finds no bulletin with it.
    essais = {papier.recueil.empreinte(essai) for essai in (cle, f"{campagne.pk}:{cle}")}
    essais |= set(FeuilleRecopiee.objects.values_list("empreinte", flat=True))
    assert not BulletinAnonyme.objects.filter(empreinte__in=essais).exists()
    animatrice.post(adresse(campagne, "cloturer/"))
    assert not FeuilleRecopiee.objects.exists()


@pytest.mark.parametrize("depart", ["q01", "q99:3", ":", "q01:", "\x01:3", "q02:2 q02"])
def test_depart_forge(depart: str, animatrice: Visiteur, campagne: Campagne) -> None:
    url = adresse(campagne, "papier/encadrement/")
    animatrice.post(url, feuille(q02="2"))
    animatrice.post(url, {**feuille(q01="1", q02="2"), "feuille-depart": depart})
    assert dites() == {("q01", 1, ""), ("q02", 2, "")}


@pytest.mark.une_base
def test_meme_ordre_que_le_questionnaire(animatrice: Visiteur, campagne: Campagne) -> None:
    page = animatrice.get(adresse(campagne, "papier/salaries/")).content.decode()
    codes = [a.code for a in passage(campagne.questionnaire).affirmations]
    places = [page.index(f'name="feuille-{code}"') for code in codes]
    assert len(codes) == 26
    assert places == sorted(places)


@pytest.mark.une_base
@pytest.mark.parametrize("saisie", ["5", "0", "z", "nsp!", "é"])
def test_case_mal_tapee_dite_et_gardee(
    saisie: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    avant = empreinte()
    reponse = animatrice.post(adresse(campagne, "papier/salaries/"), feuille(q01=saisie, q02="2"))
    assert reponse.status_code == 422
    assert set(reponse.context["form"].errors) == {"q01"}
    assert reponse.context["form"]["q02"].value() == "2"
    assert empreinte() == avant


@pytest.mark.une_base
def test_feuille_vide_refusee(animatrice: Visiteur, campagne: Campagne) -> None:
    reponse = animatrice.post(adresse(campagne, "papier/salaries/"), feuille(q01=""))
    assert reponse.status_code == 422
    assert "Cette feuille est vide" in reponse.content.decode()
    assert not BulletinAnonyme.objects.exists()


@pytest.mark.parametrize("telephones", [0, 3, 7])
def test_recopier_jusqu_au_refus_ne_compte_pas_les_telephones(
    telephones: int, animatrice: Visiteur, projet: Projet
) -> None:
    """As many sheets as people invited, whoever came by telephone."""
    passation = recueil_ouvert(projet, invites=5)
    for _ in range(telephones):
        assert Telephone(passation).commencer().repondre("q01", 2).status_code == 302
    url = adresse(passation.campagne, "papier/salaries/")
    for _ in range(5):
        assert animatrice.post(url, feuille(q01="1")).status_code == 302
    refus = animatrice.post(url, feuille(q01="1"))
    assert refus.status_code == 422
    assert "Autant de feuilles que de personnes invitées" in refus.content.decode()
    assert BulletinAnonyme.objects.filter(papier=True).count() == 5


def test_les_feuilles_ne_prennent_la_place_de_personne(
    animatrice: Visiteur, projet: Projet
) -> None:
    passation = recueil_ouvert(projet, invites=5)
    for _ in range(5):
        animatrice.post(adresse(passation.campagne, "papier/salaries/"), feuille(q01="1"))
    statuts = [Telephone(passation).commencer().repondre("q01", 2).status_code for _ in range(8)]
    assert statuts == [302] * passation.places + [409]


def test_campagne_close_renvoie_aux_resultats(animatrice: Visiteur, campagne: Campagne) -> None:
    animatrice.post(adresse(campagne, "papier/salaries/"), feuille(q01="1"))
    animatrice.post(adresse(campagne, "cloturer/"))
    avant = empreinte()
    url = adresse(campagne, "papier/salaries/")
    assert animatrice.post(url, feuille(q01="1")).url == adresse(campagne, "resultats/")
    assert empreinte() == avant


@pytest.mark.une_base
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


@pytest.mark.une_base
def test_affiche_d_un_recueil(
    animatrice: Visiteur, contributrice: Visiteur, campagne: Campagne
) -> None:
    base = f"/projets/{campagne.projet.slug}/campagnes/{campagne.pk}"
    jeton = campagne.passations.get(college="salaries").jeton
    pdf = animatrice.get(f"{base}/affiche-salaries.pdf").content
    dit = texte(pdf)
    assert f"testserver/recueil/{jeton}/" in dit.replace(" ", "")  # it may run on two lines
    assert "Rien ne relie vos réponses à vous" in dit
    assert "Ce lien est ouvert" in dit
    assert "26 affirmations, 15 à 20 minutes, sur votre téléphone" in dit
    assert "1 / 1" not in dit
    assert len(feuilles(pdf)) == 1
    assert max(mot[4] for mot in mots(pdf)) > 262  # millimetres: its code takes what is left
    # A number does not stand on a line of its own, apart from what it counts.
    lignes = poppler("pdftotext", pdf).replace("\u00a0", " ").splitlines()
    assert "26 affirmations, 15 à 20 minutes," in lignes
    assert contributrice.get(f"{base}/affiche-salaries.pdf").status_code == 403
    for college in ("encadrement", "irp", "x" * 300):
        assert animatrice.get(f"{base}/affiche-{college}.pdf").status_code == 404
