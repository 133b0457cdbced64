"""Who may do what at every address of a fresque: walked, not listed."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse

from pasapas.acces.porte import LectureSeule, porte
from pasapas.models import Projet
from tests.base import empreinte
from tests.factories import ConstatFactory
from tests.mur import Case, cases, remplir
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base
DONNEES = {"texte": "Intrusion", "nom": "Intrusion", "intitule": "Intrusion", "statut": "en_cours"}
PAGES_LUES = [
    "mur",
    "planche",
    "encart",
    "historique",
    "historique_encart",
    "corbeille",
    "imprimer",
    "pdf",
]


def adresses_de(case: Case) -> Iterator[tuple[str, str]]:
    """Every writing address of a box."""
    if case.url_saisie:
        yield "get", case.url_saisie
        yield "post", case.url_saisie
    if case.encart.ajout:
        pk = case.encart.lignes[0].pk
        yield "get", case.url_ligne(pk)
        yield "post", case.url_ligne(pk)
        for geste in ("monter", "descendre", "retirer", "retablir"):
            yield "post", case.url_ligne(pk, geste)
    if case.encart.imprimable:
        pk = case.encart.postits[0].pk
        yield "get", case.url_postit()
        yield "post", case.url_postit()
        yield "get", case.url_postit(pk)
        yield "post", case.url_postit(pk)
        yield "post", case.url_postit(pk, "retirer")
        yield "post", case.url_postit(pk, "retablir")


def lectures(projet: Projet) -> list[str]:
    un_encart = {"code": "eclaire", "nom": "constats"}
    arguments = {
        "planche": {"code": "eclaire"},
        "encart": un_encart,
        "historique_encart": un_encart,
    }
    return [
        reverse(f"fresque:{nom}", kwargs={"slug": projet.slug, **arguments.get(nom, {})})
        for nom in PAGES_LUES
    ]


@pytest.fixture
def rempli(projet: Projet) -> Projet:
    return remplir(projet, 1)


def test_ecrire_sans_en_avoir_le_droit(
    rempli: Projet, lecteur: Visiteur, subtests: pytest.Subtests
) -> None:
    """Every writing address is refused to who only reads, and the database does not move."""
    avant = empreinte()
    for case in cases(rempli):
        for methode, url in adresses_de(case):
            donnees = DONNEES if methode == "post" else None
            if lecteur.htmx(methode, url, donnees).status_code != 403:
                with subtests.test(methode=methode, url=url):
                    pytest.fail("attendu : 403")
    assert empreinte() == avant


# Whom the door of the fresque stops, whatever the box.
@pytest.mark.parametrize(
    ("qui", "statut"),
    [("chargee", 403), ("partie", 404), ("etrangere", 404), ("anonyme", 302)],
)
def test_ecrire_une_case_de_chaque_sorte_sans_en_avoir_le_droit(
    qui: str, statut: int, rempli: Projet, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(qui)
    avant = empreinte()
    sortes = {case.encart.objet: case for case in cases(rempli)}
    reponses = {
        (url, client.htmx(methode, url, DONNEES if methode == "post" else None).status_code)
        for case in sortes.values()
        for methode, url in adresses_de(case)
    }
    assert {code for _, code in reponses} == {statut}
    assert empreinte() == avant


@pytest.mark.parametrize(
    ("qui", "statut"),
    [
        ("pilote", 200),
        ("contributrice", 200),
        ("lecteur", 200),
        ("chargee", 200),
        ("etrangere", 404),
        ("partie", 404),
        ("anonyme", 302),
    ],
)
def test_lire(qui: str, statut: int, projet: Projet, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(qui)
    avant = empreinte()
    lues = lectures(projet)[: -1 if statut == 200 else None]  # the PDF has its own tests
    statuts = {url: client.htmx("get", url).status_code for url in lues}
    assert statuts == dict.fromkeys(statuts, statut)
    assert empreinte() == avant


@pytest.mark.parametrize(
    ("qui", "statut"),
    [
        ("pilote", 200),
        ("animatrice", 200),
        ("contributrice", 403),
        ("lecteur", 403),
        ("chargee", 403),
        ("etrangere", 404),
        ("partie", 404),
        ("anonyme", 302),
    ],
)
@pytest.mark.parametrize("nom", ["fichier", "exporter"])
def test_garder_une_copie(
    nom: str, qui: str, statut: int, projet: Projet, request: pytest.FixtureRequest
) -> None:
    url = reverse(f"fresque:{nom}", args=[projet.slug])
    assert request.getfixturevalue(qui).get(url).status_code == statut


def test_anonyme_va_se_connecter_et_revient(anonyme: Visiteur, projet: Projet) -> None:
    url = f"/projets/{projet.slug}/"
    assert anonyme.get(url).url == f"/comptes/login/?next={url}"


def test_case_reservee_refuse_la_contributrice(contributrice: Visiteur, rempli: Projet) -> None:
    """Roles, access and the établissement belong to those who lead the projet."""
    avant = empreinte()
    reservees = [case for case in cases(rempli) if case.encart.reserve]
    assert [case.encart.nom for case in reservees] == [
        *("autres", "etablissement", "services"),
        *("a-venir", "passees"),
    ]
    for case in reservees:
        assert contributrice.htmx("get", case.url_saisie).status_code == 403
        assert contributrice.htmx("post", case.url_saisie, DONNEES).status_code == 403
        assert case.url_saisie not in contributrice.htmx("get", case.url).content.decode()
    assert empreinte() == avant


def test_contributrice_ne_change_ni_role_ni_acces(contributrice: Visiteur, projet: Projet) -> None:
    url = f"/projets/{projet.slug}/planches/eclaire/equipe/ajouter/"
    contributrice.post(url, {"nom": "Zoé", "role": "pilote", "acces_clos_le": "2020-01-01"})
    personne = type(contributrice.participant).objects.get(nom="Zoé")
    assert (personne.role, personne.acces_clos_le) == ("contributeur", None)


@pytest.mark.parametrize("url", ["planches/rien/", "planches/fiche-99/", "planches/eclaire/rien/"])
def test_adresse_qui_n_existe_pas(url: str, animatrice: Visiteur, projet: Projet) -> None:
    assert animatrice.htmx("get", f"/projets/{projet.slug}/{url}").status_code == 404


def test_geste_inconnu(animatrice: Visiteur, projet: Projet) -> None:
    constat = ConstatFactory(projet=projet)
    base = f"/projets/{projet.slug}/planches/eclaire/constats/"
    assert animatrice.post(f"{base}lignes/{constat.pk}/bruler/").status_code == 404
    assert animatrice.post(f"{base}lignes/{constat.pk}/retirer/").status_code == 302


@pytest.mark.parametrize(
    "fin", ["lignes/{pk}/retirer/", "lignes/{pk}/monter/", "postits/{pk}/retirer/"]
)
def test_geste_par_un_lien_est_refuse(fin: str, animatrice: Visiteur, projet: Projet) -> None:
    pk = ConstatFactory(projet=projet).pk
    base = f"/projets/{projet.slug}/planches/eclaire/constats/"
    assert animatrice.get(base + fin.format(pk=pk)).status_code == 405


def test_texte_n_a_pas_de_lignes_ni_liste_de_texte(animatrice: Visiteur, rempli: Projet) -> None:
    pk = rempli.pk
    base = f"/projets/{rempli.slug}/planches/eclaire/"
    statuts = [
        animatrice.post(f"{base}{fin}", DONNEES).status_code
        for fin in (
            "ambition/ajouter/",
            "constats/modifier/",
            f"ambition/lignes/{pk}/",
            f"ambition/lignes/{pk}/retirer/",
        )
    ]
    assert statuts == [404] * 4


def test_lire_n_ecrit_jamais(animatrice: Visiteur, projet: Projet) -> None:
    """A view that writes on GET fails loudly, whoever wrote it."""

    @porte()
    def etourdie(request: object) -> None:
        Projet.objects.filter(pk=projet.pk).update(nom="Oups")

    requete = animatrice.get(f"/projets/{projet.slug}/").wsgi_request
    requete.user = animatrice.participant.user
    with pytest.raises(LectureSeule), transaction.atomic():
        etourdie(requete, slug=projet.slug)
    projet.refresh_from_db()
    assert projet.nom == "Accueillir et garder"
