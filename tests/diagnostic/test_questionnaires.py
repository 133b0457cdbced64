"""Questionnaires are data: read strictly, written as drafts, published once, then frozen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from diagnostic import operations
from diagnostic.models import Question, Questionnaire, Theme
from diagnostic.questionnaires import (
    en_yaml,
    lire_yaml,
)
from pasapas.models import Projet
from tests.base import empreinte
from tests.diagnostic.questionnaires_outils import COLONNES, petit
from tests.factories import QuestionFactory, ThemeFactory, UserFactory
from tests.personnes import Visiteur, visiteur
from tests.preuves import enroler

FIGE = "Ce questionnaire est publié : il ne change plus. Importez une nouvelle version."


@pytest.fixture
def notre(db: None) -> Questionnaire:
    return operations.questionnaire_courant()


@pytest.fixture
def administratrice(projet: Projet) -> Visiteur:
    client, personne = Visiteur(), UserFactory(is_staff=True, is_superuser=True)
    enroler(personne)
    client.force_login(personne)
    return client


# --- Frozen once published


GESTES: dict[str, Callable[[Questionnaire], Any]] = {
    "titre": lambda q: Questionnaire.objects.filter(pk=q.pk).update(titre="Autre"),
    "retour en brouillon": lambda q: Questionnaire.objects.filter(pk=q.pk).update(publie_le=None),
    "thème": lambda q: Theme.objects.filter(questionnaire=q).update(titre="Autre"),
    "énoncé": lambda q: Question.objects.filter(theme__questionnaire=q).update(enonce="Autre"),
    "un thème de plus": lambda q: ThemeFactory(questionnaire=q),
    "une question de plus": lambda q: QuestionFactory(theme=q.themes.all()[0]),
}


@pytest.mark.parametrize("geste", GESTES)
def test_publie_ne_change_plus(geste: str, notre: Questionnaire) -> None:
    avant = empreinte()
    with pytest.raises(IntegrityError, match=FIGE), transaction.atomic():
        GESTES[geste](notre)
    assert empreinte() == avant


def test_brouillon_se_corrige_et_se_supprime(db: None) -> None:
    brouillon = operations.creer(lire_yaml(petit()))
    Question.objects.filter(theme__questionnaire=brouillon).update(enonce="Autre")
    ThemeFactory(questionnaire=brouillon)
    operations.supprimer(brouillon)
    assert not Questionnaire.objects.filter(slug="le-notre").exists()


def test_publie_ne_se_supprime_plus(notre: Questionnaire) -> None:
    with pytest.raises(ValidationError, match="publié"):
        operations.supprimer(notre)
    assert Questionnaire.objects.filter(pk=notre.pk).exists()


def test_publier_deux_fois_garde_la_premiere_date(db: None) -> None:
    premier = operations.publier(operations.creer(lire_yaml(petit())))
    assert operations.publier(premier).publie_le == premier.publie_le


def test_version_donnee_ou_suivante(db: None) -> None:
    versions = [operations.creer(lire_yaml(petit())).version for _ in range(2)]
    versions.append(
        operations.creer(lire_yaml(petit("le-notre,", "le-notre, version: 7,"))).version
    )
    versions.append(operations.creer(lire_yaml(petit())).version)
    assert versions == [1, 2, 7, 8]
    with pytest.raises(ValidationError, match="existe déjà"):
        operations.creer(lire_yaml(petit("le-notre,", "le-notre, version: 7,")))


def test_courant_est_le_plus_recent_publie(notre: Questionnaire) -> None:
    suivant = lire_yaml(en_yaml(notre).replace(b"version: 1", b"version: 2", 1))
    brouillon = operations.creer(suivant)
    assert operations.questionnaire_courant() == notre
    operations.publier(brouillon)
    assert operations.questionnaire_courant() == brouillon


# --- Pages


def televerser(client: Visiteur, octets: bytes, nom: str = "q.yaml", **champs: Any) -> Any:
    fichier = SimpleUploadedFile(nom, octets)
    return client.post("/questionnaires/importer/", {"fichier": fichier, **champs})


def test_de_l_import_a_la_publication(administratrice: Visiteur) -> None:
    reponse = televerser(administratrice, petit())
    assert (reponse.status_code, reponse.url) == (302, "/questionnaires/le-notre/1/")
    apercu = administratrice.get(reponse.url).content.decode()
    for mot in ("pas encore publié", "Accueillir", "On m’attendait.", "Tout à fait", "officiel"):
        assert mot in apercu
    assert "brouillon" in administratrice.get("/questionnaires/").content.decode().lower()
    administratrice.post(f"{reponse.url}publier/")
    assert Questionnaire.objects.publies().filter(slug="le-notre").exists()
    publie = administratrice.get(reponse.url).content.decode()
    assert "pas encore publié" not in publie
    assert "/publier/" not in publie
    administratrice.post(f"{reponse.url}supprimer/")
    assert Questionnaire.objects.filter(slug="le-notre").exists()


def test_brouillon_se_jette(administratrice: Visiteur) -> None:
    televerser(administratrice, petit())
    assert administratrice.post("/questionnaires/le-notre/1/supprimer/").status_code == 302
    assert not Questionnaire.objects.filter(slug="le-notre").exists()


def test_la_liste_dit_qui_a_importe_publie_ou_jete(administratrice: Visiteur) -> None:
    """Published twice, it was published once; what is refused is no change."""
    for _ in range(2):
        televerser(administratrice, petit())
    for geste in ("1/publier", "1/publier", "1/supprimer", "2/supprimer"):
        administratrice.post(f"/questionnaires/le-notre/{geste}/")
    gestes = administratrice.get("/questionnaires/").context["gestes"]
    assert [(geste.object_repr[-11:], geste.change_message) for geste in gestes] == [
        ("(version 2)", "supprimé"),
        ("(version 1)", "publié"),
        ("(version 2)", "importé"),
        ("(version 1)", "importé"),
    ]
    moi = str(gestes[0].user)
    assert administratrice.get("/questionnaires/").content.decode().count(f"<strong>{moi}") == 4


@pytest.mark.une_base
def test_questionnaire_de_demonstration_le_dit_partout(administratrice: Visiteur) -> None:
    for page in ("/questionnaires/", "/questionnaires/autodiagnostic-pas-a-pas/1/"):
        contenu = administratrice.get(page).content.decode()
        assert "questionnaire de démonstration, rédigé pour ce projet" in contenu


@pytest.mark.une_base
def test_import_refuse_dit_pourquoi_et_n_ecrit_rien(administratrice: Visiteur) -> None:
    avant = empreinte()
    reponse = televerser(administratrice, petit("code: p1", "code: a1"))
    assert reponse.status_code == 422
    assert "<strong>Ligne 18</strong>" in reponse.content.decode()
    assert empreinte() == avant


def test_version_deja_la_est_refusee(administratrice: Visiteur) -> None:
    televerser(administratrice, petit("le-notre,", "le-notre, version: 3,"))
    reponse = televerser(administratrice, petit("le-notre,", "le-notre, version: 3,"))
    assert reponse.status_code == 422
    assert "Cette version du questionnaire existe déjà." in reponse.content.decode()


@pytest.mark.une_base
def test_tableau_demande_ce_qu_il_ne_dit_pas(
    administratrice: Visiteur, notre: Questionnaire
) -> None:
    octets = (COLONNES + "t1;Santé;q1;Un").encode()
    page = televerser(administratrice, octets, "q.csv").content.decode()
    for mot in ("Donnez un titre", "Donnez un nom de code", "Dites d’où vient", "reprendre l’éch"):
        assert mot in page
    champs = {"titre": "T", "slug": "s", "statut": "officiel", "modele": notre.pk}
    reponse = televerser(administratrice, octets, "q.csv", **champs)
    assert reponse.url == "/questionnaires/s/1/"
    assert Questionnaire.objects.get(slug="s").echelle == notre.echelle


@pytest.mark.parametrize(
    ("nom", "octets", "dit"),
    [
        ("q.ods", b"x", "se termine autrement"),
        ("q.yaml", b"", "Ce fichier est vide."),
        ("q.yaml", b"x" * 2_000_001, "Ce fichier dépasse 2 Mo."),
        ("q.yaml", b"\xff\xfe", "UTF-8"),
        ("q.yaml", b"[[[[" * 100, "blocs les uns dans les autres"),
        ("q.yaml", b"a: &x 1\nb: *x", "ancres"),
        ("q.yaml", b"- 1", "un bloc de clés"),
        ("q.xlsx", b"PK", "Sélectionnez un choix valide"),
    ],
)
def test_mauvais_fichier_ne_fait_jamais_tomber_la_page(
    nom: str, octets: bytes, dit: str, administratrice: Visiteur
) -> None:
    reponse = televerser(
        administratrice, octets, nom, titre="T\x00", slug="é", statut="x", modele="z"
    )
    assert reponse.status_code == 422
    assert (dit in reponse.content.decode()) is True


@pytest.mark.une_base
@pytest.mark.parametrize("format", ["yaml", "xlsx", "csv"])
def test_questionnaire_s_emporte(format: str, administratrice: Visiteur) -> None:
    url = f"/questionnaires/autodiagnostic-pas-a-pas/1/fichier/{format}/"
    reponse = administratrice.get(url)
    assert reponse["Content-Disposition"].endswith(f'-v1.{format}"')
    assert len(reponse.content) > 10_000


@pytest.mark.parametrize(
    "adresse",
    [
        "rien/1/",
        "autodiagnostic-pas-a-pas/99999999999999999999/",
        "autodiagnostic-pas-a-pas/1/fichier/exe/",
    ],
)
def test_adresse_inconnue(adresse: str, administratrice: Visiteur) -> None:
    assert administratrice.get(f"/questionnaires/{adresse}").status_code == 404


@pytest.mark.une_base
@pytest.mark.parametrize("role", ["pilote", "animateur", "lecteur", "charge_de_mission"])
def test_pages_pour_les_seuls_administrateurs(role: str, projet: Projet) -> None:
    client = visiteur(projet, role)
    base = "/questionnaires/autodiagnostic-pas-a-pas/1/"
    pages = ["/questionnaires/", "/questionnaires/importer/", base, f"{base}fichier/yaml/"]
    assert {client.get(page).status_code for page in pages} == {404}
    gestes = ["/questionnaires/importer/", f"{base}publier/", f"{base}supprimer/"]
    avant = empreinte()
    assert {client.post(page).status_code for page in gestes} == {404}
    assert empreinte() == avant
    assert Visiteur().get("/questionnaires/").status_code == 302
