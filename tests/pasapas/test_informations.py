"""The pages on personal data: there from the start, public, edited by administrateurs."""

import pytest
from django.core.management import call_command

from pasapas.informations.chargement import TEXTES, charger_pages
from pasapas.informations.rendu import blocs, reste_a_completer
from pasapas.models import PageInformation
from tests import factories as f
from tests.htmx import lu
from tests.personnes import Visiteur
from tests.preuves import enroler

pytestmark = pytest.mark.une_base
CODES = {"donnees-personnelles", "mentions", "registre"}


@pytest.mark.django_db
def test_les_pages_sont_la_des_le_depart_et_publiques(anonyme: Visiteur) -> None:
    assert {page.code for page in PageInformation.objects.all()} == CODES
    for code in CODES:
        page = anonyme.get(f"/informations/{code}/")
        assert page.status_code == 200
        assert "{mois}" not in page.content.decode()
    assert "36 mois" in anonyme.get("/informations/registre/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["inconnue", "a" * 300, "donnees"])
def test_une_page_inconnue_n_existe_pas(anonyme: Visiteur, code: str) -> None:
    assert anonyme.get(f"/informations/{code}/").status_code == 404


@pytest.mark.django_db
def test_ce_qu_un_administrateur_a_ecrit_reste() -> None:
    PageInformation.objects.filter(code="mentions").update(texte="Nos mentions")
    PageInformation.objects.filter(code="registre").delete()
    call_command("migrate", verbosity=0)
    charger_pages()
    assert PageInformation.objects.get(code="mentions").texte == "Nos mentions"
    assert {page.code for page in PageInformation.objects.all()} == CODES


@pytest.mark.django_db
def test_le_pied_de_page_y_mene(anonyme: Visiteur) -> None:
    pied = anonyme.get("/comptes/login/").content.decode()
    assert [code for code in CODES if f'href="/informations/{code}/"' not in pied] == []


@pytest.fixture
def administratrice(anonyme: Visiteur) -> Visiteur:
    user = f.UserFactory(is_staff=True, is_superuser=True)
    enroler(user)
    anonyme.force_login(user)
    return anonyme


@pytest.mark.django_db
def test_l_administratrice_voit_ce_qui_reste_a_completer(administratrice: Visiteur) -> None:
    mentions = "/informations/mentions/"
    page = lu(administratrice.get(mentions))
    assert "4 passages restent à compléter" in page
    liste = administratrice.get("/administration/pasapas/pageinformation/").content.decode()
    assert "À compléter avant d’ouvrir" in liste
    PageInformation.objects.update(texte="Tout est dit.")
    assert "à compléter" not in administratrice.get(mentions).content.decode()
    liste = administratrice.get("/administration/pasapas/pageinformation/").content.decode()
    assert "À compléter avant d’ouvrir" not in liste


@pytest.mark.django_db
def test_un_visiteur_ne_voit_pas_ce_rappel(anonyme: Visiteur) -> None:
    page = lu(anonyme.get("/informations/mentions/"))
    assert "passages restent" not in page
    assert "/administration/" not in page


@pytest.mark.django_db
def test_l_administratrice_ecrit_la_page(administratrice: Visiteur) -> None:
    page = PageInformation.objects.get(code="mentions")
    adresse = f"/administration/pasapas/pageinformation/{page.pk}/change/"
    assert administratrice.get(adresse).status_code == 200
    administratrice.post(adresse, {"titre": "Mentions", "texte": "Publié par nous.", "code": "x"})
    assert "Publié par nous." in administratrice.get("/informations/mentions/").content.decode()
    refus = administratrice.post(adresse, {"titre": "", "texte": ""})
    assert refus.status_code == 200
    assert "Publié par nous." in administratrice.get("/informations/mentions/").content.decode()


@pytest.mark.django_db
def test_aucun_html_ne_passe(anonyme: Visiteur) -> None:
    texte = "# <b>Titre</b>\n\n- <script>x</script>\n\n[À COMPLÉTER : <i>nom</i>]"
    PageInformation.objects.filter(code="mentions").update(texte=texte)
    page = anonyme.get("/informations/mentions/").content.decode()
    assert "<h2>&lt;b&gt;Titre" in page
    assert "<script>x" not in page
    assert "<mark>[À COMPLÉTER" in page and "<i>nom" not in page


@pytest.mark.pur
def test_le_texte_devient_titres_paragraphes_et_listes() -> None:
    genres = [
        (bloc.genre, ["".join(m.texte for m in ligne) for ligne in bloc.lignes])
        for bloc in blocs("# Un\nDeux\ntrois\n\nquatre\n- a\n- b\n\n- c\n#\n")
    ]
    assert genres == [
        ("titre", ["Un"]),
        ("texte", ["Deux", "trois"]),
        ("texte", ["quatre"]),
        ("liste", ["a", "b"]),
        ("liste", ["c"]),
        ("titre", [""]),
    ]
    assert blocs("") == ()


@pytest.mark.pur
def test_nos_textes_se_lisent_et_disent_ce_qui_est_a_completer() -> None:
    for fichier in TEXTES.glob("*.txt"):
        texte = fichier.read_text(encoding="utf-8")
        assert reste_a_completer(texte) >= 3, fichier.name
        assert texte.count("[") == texte.count("]") == reste_a_completer(texte)
