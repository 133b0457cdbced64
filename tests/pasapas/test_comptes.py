"""Logging in, one's own fresques, and opening another."""

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from pasapas.models import Participant, Projet, User
from tests.base import empreinte
from tests.factories import MOT_DE_PASSE, EtablissementFactory, ProjetFactory, UserFactory
from tests.personnes import Visiteur

CONNEXION = "/comptes/login/"


def test_se_connecter_mene_a_ses_fresques(anonyme: Visiteur) -> None:
    user = UserFactory()
    reponse = anonyme.post(CONNEXION, {"login": user.email.upper(), "password": MOT_DE_PASSE})
    assert (reponse.status_code, reponse.url) == (302, "/")


AILLEURS = [
    "https://ailleurs.example/",
    "//ailleurs.example/",
    "///ailleurs.example/",
    "/\\ailleurs.example/",
    "https:ailleurs.example",
    "javascript:alert(1)",
    "http://testserver@ailleurs.example/",
]


@pytest.mark.une_base
@pytest.mark.parametrize("ailleurs", AILLEURS)
def test_entrer_ne_mene_jamais_ailleurs(ailleurs: str, anonyme: Visiteur) -> None:
    """A link received by e-mail opens our login page, then nobody else's."""
    user, vers = UserFactory(), {"next": ailleurs}
    envoi = {"login": user.email, "password": MOT_DE_PASSE}
    assert anonyme.post(CONNEXION, envoi | vers).url == "/"
    assert anonyme.post("/comptes/reauthenticate/", {"password": MOT_DE_PASSE} | vers).url == "/"
    par_code = Visiteur()
    par_code.post(f"{CONNEXION}code/", {"email": user.email} | vers)
    code = mail.outbox[0].body.split("\n    ")[1].split()[0]
    assert par_code.post(f"{CONNEXION}code/confirm/", {"code": code} | vers).url == "/"


@pytest.mark.une_base
@pytest.mark.parametrize("courriel", ["connue@example.org", "inconnue@example.org"])
def test_mauvais_mot_de_passe_dit_la_meme_chose_a_tous(courriel: str, anonyme: Visiteur) -> None:
    UserFactory(email="connue@example.org")
    reponse = anonyme.post(CONNEXION, {"login": courriel, "password": "raté"})
    assert reponse.status_code == 200
    assert reponse.context["form"].non_field_errors() == [
        "L’adresse e-mail ou le mot de passe sont incorrects."
    ]


def test_compte_desactive_n_entre_pas(anonyme: Visiteur) -> None:
    user = UserFactory(is_active=False)
    anonyme.post(CONNEXION, {"login": user.email, "password": MOT_DE_PASSE})
    assert anonyme.get("/").status_code == 302


@pytest.mark.une_base
def test_comptes_de_demo_caches_hors_demo(anonyme: Visiteur) -> None:
    page = anonyme.get(CONNEXION).content.decode()
    assert "dragibus-pas-a-pas" not in page
    assert "helene.marchetti" not in page


@pytest.mark.une_base
def test_comptes_de_demo_montres_en_demo(anonyme: Visiteur, settings: LazySettings) -> None:
    settings.DEMO = True
    page = anonyme.get(CONNEXION).content.decode()
    assert page.count("data-demo-courriel") == 8
    assert "dragibus-pas-a-pas" in page


@pytest.mark.une_base
def test_personne_ne_s_inscrit_seul(anonyme: Visiteur) -> None:
    avant = empreinte()
    page = anonyme.get("/comptes/signup/").content.decode()
    assert "<form" not in page.split("<main")[-1]
    anonyme.post(
        "/comptes/signup/", {"email": "moi@example.org", "password1": "une longue phrase 42"}
    )
    assert empreinte() == avant
    assert "signup" not in anonyme.get(CONNEXION).content.decode()


def test_se_deconnecter_demande_un_geste(animatrice: Visiteur) -> None:
    assert animatrice.get("/comptes/logout/").status_code == 200
    assert animatrice.get("/").status_code == 200
    assert animatrice.post("/comptes/logout/").url == CONNEXION
    assert animatrice.get("/").status_code == 302


@pytest.mark.une_base
@pytest.mark.parametrize("courriel", ["connue@example.org", "inconnue@example.org"])
def test_mot_de_passe_oublie_ne_dit_pas_qui_a_un_compte(courriel: str, anonyme: Visiteur) -> None:
    UserFactory(email="connue@example.org")
    reponse = anonyme.post("/comptes/password/reset/", {"email": courriel})
    assert reponse.url == "/comptes/password/reset/done/"
    assert anonyme.get(reponse.url).status_code == 200
    liens = [ligne for m in mail.outbox for ligne in m.body.split() if "/reset/key/" in ligne]
    assert len(liens) == (courriel == "connue@example.org")


def test_changer_de_mot_de_passe(animatrice: Visiteur) -> None:
    page = "/comptes/password/change/"
    nouveau = "une phrase que je retiens"
    assert animatrice.get(page).status_code == 200
    animatrice.post(page, {"oldpassword": MOT_DE_PASSE, "password1": nouveau, "password2": nouveau})
    user = User.objects.get(pk=animatrice.participant.user_id)
    assert user.check_password(nouveau)


def test_accueil_ne_montre_que_ses_fresques(
    projet: Projet, autre_projet: Projet, lecteur: Visiteur
) -> None:
    page = lecteur.get("/")
    assert [petit.projet.slug for petit in page.context["petits"]] == [projet.slug]
    assert autre_projet.nom not in page.content.decode()


@pytest.mark.une_base
@pytest.mark.parametrize("qui", ["partie", "sans_fresque"])
def test_accueil_de_qui_n_a_plus_de_fresque(
    qui: str, request: pytest.FixtureRequest, anonyme: Visiteur
) -> None:
    if qui == "partie":
        client = request.getfixturevalue(qui)
    else:
        client = anonyme
        client.force_login(UserFactory())
    page = client.get("/")
    assert list(page.context["petits"]) == []
    assert "Vous ne participez à aucune fresque" in page.content.decode()


@pytest.mark.une_base
@pytest.mark.parametrize("adresse", ["nouveau", "importer"])
@pytest.mark.parametrize(
    ("qui", "statut"),
    [
        ("pilote", 200),
        ("animatrice", 200),
        ("contributrice", 403),
        ("lecteur", 403),
        ("chargee", 403),
        ("partie", 403),
        ("anonyme", 302),
    ],
)
def test_ouvrir_une_fresque_demande_d_en_mener_une(
    qui: str, statut: int, adresse: str, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(qui)
    avant = empreinte()
    assert client.get(f"/projets/{adresse}/").status_code == statut
    if statut != 200:
        assert client.post(f"/projets/{adresse}/", {"nom": "X"}).status_code == statut
    assert empreinte() == avant


def test_projet_nouveau_ouvre_une_fresque_vide(projet: Projet, animatrice: Visiteur) -> None:
    reponse = animatrice.post(
        "/projets/nouveau/", {"nom": "Été 2026 !", "etablissement": projet.etablissement_id}
    )
    assert reponse.url == "/projets/ete-2026/"
    assert animatrice.get(reponse.url).status_code == 200
    pilote = Participant.objects.get(projet__slug="ete-2026")
    assert (pilote.role, pilote.user) == ("pilote", animatrice.participant.user)


@pytest.mark.une_base
def test_projet_nouveau_pour_son_etablissement_seulement(
    projet: Projet, animatrice: Visiteur
) -> None:
    ailleurs = EtablissementFactory()
    avant = empreinte()
    reponse = animatrice.post("/projets/nouveau/", {"nom": "X", "etablissement": ailleurs.pk})
    assert reponse.status_code == 422
    assert list(reponse.context["form"].errors) == ["etablissement"]
    assert empreinte() == avant


@pytest.mark.parametrize("nom", ["", "\x00\u200b", "é" * 301])
def test_projet_nouveau_refuse_un_nom_impossible(
    nom: str, projet: Projet, animatrice: Visiteur
) -> None:
    reponse = animatrice.post(
        "/projets/nouveau/", {"nom": nom, "etablissement": projet.etablissement_id}
    )
    assert reponse.status_code == 422
    assert list(reponse.context["form"].errors) == ["nom"]


@pytest.mark.une_base
@pytest.mark.parametrize("fichier", [None, b"", b"\x00\xff", b"<xml>", b"a: [", b"- 1\n- 2"])
def test_importer_refuse_ce_qui_n_est_pas_un_projet(
    fichier: bytes | None, animatrice: Visiteur
) -> None:
    envoi = {} if fichier is None else {"fichier": SimpleUploadedFile("p.yaml", fichier)}
    avant = empreinte()
    reponse = animatrice.post("/projets/importer/", {"x": "1", **envoi})
    assert reponse.status_code == 422
    assert empreinte() == avant


def test_slugs_de_projets_homonymes(db: None) -> None:
    noms = ["Été", "Été", "ete", "🌞", "🌞"]
    slugs = [ProjetFactory(nom=nom).slug for nom in noms]
    assert slugs == ["ete", "ete-2", "ete-3", "fresque", "fresque-2"]
