"""The page of results: for every participant, the message first, sorted by links."""

import gzip

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from diagnostic.models import Campagne, ElementTheme
from diagnostic.resultats import Resultats, colonnes, lire, trier
from pasapas.ecriture import changements
from pasapas.models import Projet
from tests.diagnostic.passages import (
    JANVIER,
    adresse,
    campagne,
    clore,
    collective,
    individuels,
    petit_questionnaire,
)
from tests.factories import ElementThemeFactory
from tests.htmx import element, texte
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


@pytest.mark.parametrize("qui", ["pilote", "contributrice", "lecteur", "chargee"])
def test_page_pour_tous_les_participants(
    close: Campagne, qui: str, request: pytest.FixtureRequest
) -> None:
    visiteur = request.getfixturevalue(qui)
    assert visiteur.get(adresse(close)).status_code == 200
    assert visiteur.get(adresse(close, "xlsx")).status_code == 200


def test_page_fermee_aux_autres(
    close: Campagne, etrangere: Visiteur, anonyme: Visiteur, partie: Visiteur
) -> None:
    for nom in ("resultats", "xlsx", "csv"):
        assert etrangere.get(adresse(close, nom)).status_code == 404
        assert partie.get(adresse(close, nom)).status_code == 404
        assert anonyme.get(adresse(close, nom)).status_code == 302


def test_campagne_d_une_autre_fresque(
    close: Campagne, autre_projet: Projet, etrangere: Visiteur
) -> None:
    url = reverse("diagnostic:resultats", args=[autre_projet.slug, close.pk])
    assert etrangere.get(url).status_code == 404


def test_page_dit_le_message_avant_les_dessins(close: Campagne, lecteur: Visiteur) -> None:
    page = lecteur.get(adresse(close)).content.decode()
    titres = [texte(h2) for h2 in html.document_fromstring(page).xpath("//main//h2")]
    assert titres[:5] == [
        "À confronter",
        "Points forts 3",
        "À consolider 9",
        "Axes d’amélioration 14",
        "Qui a répondu",
    ]
    assert "questionnaire de démonstration, rédigé pour ce projet" in page
    assert page.index("réponse commune, attribuée") < page.index("La carte des réponses")


def test_message_dit_chaque_affirmation_une_fois(close: Campagne, lecteur: Visiteur) -> None:
    """Points forts, à consolider, axes: the 26 statements are shared out between the three."""
    page = html.document_fromstring(lecteur.get(adresse(close)).content.decode())
    publie = lire(close)
    for code, questions in (
        ("forts", publie.points_forts),
        ("consolider", publie.a_consolider),
        ("axes", publie.axes),
    ):
        (bloc,) = page.xpath(f"//section[@aria-labelledby='{code}-titre']")
        assert bloc.xpath(".//li/a/@href") == [f"#{q.code}" for q in questions]
    assert len(publie.points_forts) + len(publie.a_consolider) + len(publie.axes) == 26


def test_fil_des_themes_a_son_tableau_par_point_de_vue(projet: Projet, lecteur: Visiteur) -> None:
    """Even where a theme has no level at all, which leaves the overview undrawn."""
    muette = clore(
        campagne(
            projet, [collective("irp", "nsp"), collective("direction", 3)], petit_questionnaire(1)
        )
    )
    page = html.document_fromstring(lecteur.get(adresse(muette)).content.decode())
    (table,) = page.xpath("//table[contains(@class, 'petit-tableau--themes')]")
    entetes = [texte(th) for th in table.xpath(".//thead//th")]
    assert entetes[1:] == [
        "D Direction",
        "R Représentants du personnel",
        "Ensemble",
        "Écart",
        "Lecture",
    ]
    (rangee,) = table.xpath(".//tbody/tr")
    assert [texte(td) for td in rangee.xpath("./td")] == [
        "3",
        "sans réponse",
        "3",
        "-",
        "Point fort",
    ]


def test_ecarts_egaux_au_dernier_de_la_liste_sont_dits(projet: Projet, lecteur: Visiteur) -> None:
    """Seven gaps of two: five are shown, in the order of the questionnaire, two are named."""
    voix = [collective("irp", *[1] * 7), collective("direction", *[3] * 7)]
    egales = clore(campagne(projet, voix, petit_questionnaire(7)))
    page = html.document_fromstring(lecteur.get(adresse(egales)).content.decode())
    assert page.xpath("//*[@class='debat__enonce']/a/@href") == [f"#q{n}" for n in range(1, 6)]
    assert page.xpath("//*[contains(@class, 'ex-aequo')]//a/@href") == ["#q6", "#q7"]
    assert "même écart que la dernière (2)" in texte(page)


def test_rien_d_egal_rien_n_est_dit(projet: Projet, lecteur: Visiteur) -> None:
    voix = [collective("irp", 1, 2), collective("direction", 3, 3)]
    close = clore(campagne(projet, voix, petit_questionnaire(2)))
    assert "même écart que la dernière" not in lecteur.get(adresse(close)).content.decode()


def test_page_par_affirmation_les_phrases_du_questionnaire(
    close: Campagne, lecteur: Visiteur
) -> None:
    article = element(lecteur.get(adresse(close)), "q01")
    question = lire(close).question("q01")
    assert question.titre in texte(article)
    assert question.axe in texte(article)
    assert question.point_fort not in texte(article)


def test_phrase_gardee_est_dite(close: Campagne, contributrice: Visiteur) -> None:
    """The page kept ready is another one once a sentence is kept."""
    url = adresse(close)
    avant = texte(element(contributrice.get(url), "q01"))
    ElementThemeFactory(projet=close.projet, sens="modifier", origine="q01")
    changements.bouger(close.projet)
    apres = texte(element(contributrice.get(url), "q01"))
    assert avant != apres
    assert ElementTheme.objects.count() == 1


@pytest.mark.parametrize(
    ("tri", "premiere", "derniere"),
    [
        ("", 1, 26),
        ("-numero", 26, 1),
        ("moyenne", 22, 11),
        ("-moyenne", 11, 22),
        ("-ecart", 2, 13),
        ("irp", 2, 11),
        ("n’importe quoi", 1, 26),
        ("-", 1, 26),
    ],
)
def test_tableau_trie_par_lien(
    close: Campagne, lecteur: Visiteur, tri: str, premiere: int, derniere: int
) -> None:
    tableau = element(lecteur.get(adresse(close), {"tri": tri}), "tableau")
    rangs = [int(texte(th).split(".")[0]) for th in tableau.xpath(".//tbody//th")]
    assert len(rangs) == 26
    assert rangs[0] == premiere
    assert derniere in rangs[-3:]
    assert len(tableau.xpath(".//*[@aria-sort]")) <= 1


@pytest.mark.parametrize("tri", ["", "-ecart"])
def test_page_compressee_est_la_meme(close: Campagne, lecteur: Visiteur, tri: str) -> None:
    """Its pieces are compressed apart, and stand one after the other in one stream."""
    nue = lecteur.get(adresse(close), {"tri": tri})
    reponse = lecteur.get(adresse(close), {"tri": tri}, headers={"Accept-Encoding": "gzip"})
    assert reponse["Content-Encoding"] == "gzip"
    depliee = gzip.decompress(reponse.content)
    assert texte(element(depliee, "contenu")) == texte(element(nue, "contenu"))


def test_tri_par_colonne_et_retour() -> None:
    """Asked again, a column is sorted the other way round."""
    vide = Resultats(1, "c", "C", None, JANVIER, "Q", "q", 1, "", 5, (), (), (), (), ())
    liens = {colonne.code: colonne.tri for colonne in colonnes(vide, "moyenne")}
    assert liens == {"numero": "numero", "moyenne": "-moyenne", "ecart": "-ecart"}
    assert trier(vide, "moyenne") == []


def test_requetes_de_la_page(projet: Projet, lecteur: Visiteur) -> None:
    """As many with 9 respondents as with 120; fewer once the page is ready."""
    comptes = []
    for rang, combien in enumerate((9, 120)):
        salaries = individuels("salaries", *[[2, 3]] * combien)
        close = clore(campagne(projet, [salaries], petit_questionnaire(slug=f"p{rang}"), seuil=5))
        Campagne.objects.filter(pk=close.pk).update(close_le=f"20{10 + rang}-01-01")
        lecteur.get(adresse(close))
        for _ in range(2):
            with CaptureQueriesContext(connection) as requetes:
                lecteur.get(adresse(close))
            comptes.append(len(requetes))
            cache.clear()
    assert comptes[0] == comptes[2] == 3
    assert comptes[1] == comptes[3] <= 8


def test_un_tri_deja_demande_est_pret(projet: Projet, lecteur: Visiteur) -> None:
    """Each order of the table is drawn once; one that anybody makes up is not kept."""
    close = clore(campagne(projet, [individuels("salaries", *[[2, 3]] * 9)], seuil=5))
    comptes = []
    for tri in ("-ecart", "-ecart", "n’importe quoi\x01", "n’importe quoi\x01"):
        with CaptureQueriesContext(connection) as requetes:
            assert lecteur.get(adresse(close), {"tri": tri}).status_code == 200
        comptes.append(len(requetes))
    assert comptes[1] == 3
    assert comptes[2] == comptes[3] > 3
