"""A fragment is the page's own element, and an answer brings every box it changed."""

import pytest

from pasapas.models import Acteur, Projet
from tests.factories import ActeurFactory, EtapeFactory, IntentionFactory
from tests.htmx import canonique, element, racines
from tests.mur import cases, remplir
from tests.personnes import Visiteur
from tests.saisie import sur

pytestmark = pytest.mark.une_base


@pytest.fixture
def rempli(projet: Projet) -> Projet:
    return remplir(projet, 2)


@pytest.mark.parametrize("qui", ["animatrice", "contributrice", "lecteur"])
def test_chaque_fragment_egale_la_page(
    qui: str, rempli: Projet, request: pytest.FixtureRequest
) -> None:
    client: Visiteur = request.getfixturevalue(qui)
    pages: dict[str, str] = {}
    for case in cases(rempli):
        if case.url_planche not in pages:
            pages[case.url_planche] = client.get(case.url_planche).content.decode()
        (fragment,) = racines(client.htmx("get", case.url))
        ici = element(pages[case.url_planche], case.id_html)
        assert canonique(fragment) == canonique(ici), case.id_html


def test_fragment_sans_htmx_mene_a_sa_place(rempli: Projet, lecteur: Visiteur) -> None:
    case = cases(rempli)[0]
    assert lecteur.get(case.url).url == case.url_lieu


def recus(reponse: object) -> dict[str, bool]:
    """The boxes of an answer; True for those swapped in passing."""
    return {r.get("id"): "hx-swap-oob" in r.attrib for r in racines(reponse)}


# A card may have moved with an earlier automatic save: every column comes back.
COLONNES = dict.fromkeys(
    (
        "acteurs--cercle-direct",
        "acteurs--cercle-elargi",
        "acteurs--cercle-interet",
        "acteurs--cercle-reste",
        "acteurs--engagement-engage",
        "acteurs--engagement-a-relancer",
        "acteurs--engagement-a-contacter",
        "acteurs--engagement-reste",
    ),
    True,
)


def test_acteur_change_de_colonne_les_deux_axes_suivent(
    rempli: Projet, animatrice: Visiteur
) -> None:
    acteur = Acteur.objects.de(rempli).filter(cercle="direct").first()
    url = f"/projets/{rempli.slug}/planches/acteurs/cercle-direct/lignes/{acteur.pk}/"
    reponse = animatrice.htmx(
        "post", url, {"nom": acteur.nom, "cercle": "elargi", "engagement": "a_contacter"}
    )
    assert recus(reponse) == {**COLONNES, "acteurs--cercle-direct": False}
    page = animatrice.get(f"/projets/{rempli.slug}/planches/acteurs/")
    for racine in racines(reponse):
        assert canonique(racine) == canonique(element(page, racine.get("id")))


def test_acteur_renomme_se_voit_au_repertoire(projet: Projet, animatrice: Visiteur) -> None:
    remplir(projet, 1)
    acteur = Acteur.objects.de(projet).get(cercle="interet")
    url = f"/projets/{projet.slug}/planches/acteurs/cercle-interet/lignes/{acteur.pk}/"
    choix = {"cercle": acteur.cercle, "engagement": acteur.engagement}
    reponse = animatrice.htmx("post", url, sur(acteur, nom="La PMI") | choix)
    assert recus(reponse) == {
        **COLONNES,
        "acteurs--cercle-interet": False,
        "acteurs--repertoire": True,
    }


def test_etape_faite_met_a_jour_les_actions_engagees(projet: Projet, animatrice: Visiteur) -> None:
    etape = EtapeFactory(projet=projet)
    url = f"/projets/{projet.slug}/planches/fiche-1/etapes/lignes/{etape.pk}/"
    envoi = sur(etape, intitule="Commencer") | {"date_realisation": "2026-01-15"}
    reponse = animatrice.htmx("post", url, envoi)
    assert recus(reponse) == {"fiche-1--etapes": False, "actions--fiches": True}
    assert "1 sur 1" in reponse.content.decode()


def test_fiche_renommee_met_a_jour_l_intention_dont_elle_vient(
    projet: Projet, animatrice: Visiteur
) -> None:
    etape = EtapeFactory(projet=projet)
    intention = IntentionFactory(projet=projet)
    base = f"/projets/{projet.slug}/planches/"
    animatrice.htmx(
        "post",
        f"{base}autodiagnostic/intentions/lignes/{intention.pk}/",
        sur(intention, texte="Mieux accueillir") | {"fiche": etape.fiche_id},
    )
    titre = sur(etape.fiche, intitule="TUTORAT")
    reponse = animatrice.htmx("post", f"{base}fiche-1/intitule/modifier/", titre)
    intentions = element(reponse, "autodiagnostic--intentions")
    assert "Fiche action n°1 TUTORAT" in intentions.text_content()


@pytest.mark.parametrize("champ", ["cercle", "engagement"])
def test_acteur_enfin_place_quitte_la_colonne_d_attente(
    champ: str, projet: Projet, animatrice: Visiteur
) -> None:
    """Its waiting column empties; the answer still holds the box that was asked for."""
    acteur = ActeurFactory(projet=projet, **{champ: ""})
    url = f"/projets/{projet.slug}/planches/acteurs/{champ}-reste/lignes/{acteur.pk}/"
    choix = {"cercle": "direct", "engagement": "engage"}
    reponse = animatrice.htmx("post", url, sur(acteur, nom="La PMI") | choix)
    assert reponse.status_code == 200
    assert f"acteurs--{champ}-reste" in recus(reponse)
