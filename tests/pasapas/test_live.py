"""A write is announced when it commits; an open page learns exactly what changed, and who is in."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from pasapas.direct import annonces, presence
from pasapas.direct.veille import _acces
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Acteur, Presence, Projet
from tests.base import notes
from tests.factories import FicheActionFactory
from tests.htmx import canonique, element, racines
from tests.mur import cases, remplir
from tests.personnes import Visiteur
from tests.saisie import sur

DU_MUR = ("mur", "suivi", "cartouche")  # the pieces of the wall
TOUS = [
    ("pilote", 200),
    ("contributrice", 200),
    ("lecteur", 200),
    ("chargee", 200),
    ("etrangere", 404),
    ("partie", 404),
    ("anonyme", 302),
]


@pytest.fixture
def rempli(projet: Projet) -> Projet:
    return remplir(projet, 2)


def adresse(projet: Projet, suite: str = "direct/") -> str:
    return f"/projets/{projet.slug}/{suite}"


def montrees(client: Visiteur, projet: Projet, page: str = "") -> dict[str, str]:
    """What the page shows: a digest per id."""
    contenu = client.get(adresse(projet, page)).content.decode()
    trouves = html.document_fromstring(contenu).xpath("//*[@data-empreinte]")
    return {e.get("id"): e.get("data-empreinte") for e in trouves}


def dites(client: Visiteur, projet: Projet) -> dict[str, str]:
    return client.get(adresse(projet)).json()["empreintes"]


def perimes(client: Visiteur, projet: Projet, avant: dict[str, str]) -> set[str]:
    """What changed on the sheets; the wall has its own test."""
    ici = dites(client, projet)
    change = {id for id in avant.keys() | ici.keys() if avant.get(id) != ici.get(id)}
    return {id for id in change if not id.startswith(("voisines-", *DU_MUR))}


# --- Announcing -----------------------------------------------------------------------------------


def ecrire(projet: Projet, texte: str) -> None:
    changements.modifier(Geste(projet, None, "eclaire", "ambition"), projet, {"ambition": texte})


@pytest.mark.django_db(transaction=True)
def test_une_ecriture_s_annonce_quand_elle_est_faite_et_jamais_annulee(projet: Projet) -> None:
    if connection.vendor != "postgresql":
        with CaptureQueriesContext(connection) as requetes:
            annonces.avancer(projet.pk)
            annonces.annoncer_presence(projet.pk)
        (seule,) = requetes.captured_queries  # the file has changed: that says it
        assert seule["sql"].startswith("UPDATE")
        return
    with psycopg.connect(**_acces(), autocommit=True) as oreille:
        oreille.execute(f"LISTEN {annonces.CANAL}")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            ecrire(projet, "Annulé")
            raise ZeroDivisionError
        with transaction.atomic():
            ecrire(projet, "Fait")
            assert list(oreille.notifies(timeout=0.2)) == []
        (message,) = oreille.notifies(timeout=2, stop_after=1)
    projet.refresh_from_db()
    assert message.payload == f"{projet.pk}:{projet.version}"


def test_l_etat_de_plusieurs_projets_se_lit_en_deux_requetes(
    animatrice: Visiteur, projet: Projet, autre_projet: Projet, django_assert_num_queries: object
) -> None:
    presence.montrer(animatrice.participant, ["eclaire--ambition"])
    ici = frozenset(
        {(animatrice.participant.pk, ""), (animatrice.participant.pk, "eclaire--ambition")}
    )
    with django_assert_num_queries(2):
        assert annonces.etats([projet.pk, autre_projet.pk]) == {
            projet.pk: annonces.Etat(projet.version, ici),
            autre_projet.pk: annonces.Etat(autre_projet.version, frozenset()),
        }


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("reglage", "attendue"),
    [
        ("", ""),
        ("/", "/flux/p/"),
        (":8001", "http://testserver:8001/flux/p/"),
        ("https://flux.example.org", "https://flux.example.org/flux/p/"),
    ],
)
def test_ou_la_page_ecoute(reglage: str, attendue: str, rf: object, settings: object) -> None:
    settings.FLUX_URL = reglage
    settings.ALLOWED_HOSTS = ["testserver"]
    assert annonces.adresse(rf.get("/", headers={"host": "testserver:8000"}), "p") == attendue


# --- What changed ---------------------------------------------------------------------------------


@pytest.mark.une_base
@pytest.mark.parametrize(("qui", "statut"), TOUS)
@pytest.mark.parametrize("suite", ["direct/", "direct/morceaux/?id=eclaire--ambition", "presence/"])
def test_qui_peut_suivre(
    qui: str, statut: int, suite: str, projet: Projet, request: pytest.FixtureRequest
) -> None:
    assert request.getfixturevalue(qui).get(adresse(projet, suite)).status_code == statut


@pytest.mark.une_base
def test_la_page_montre_ce_que_le_direct_annonce(rempli: Projet, lecteur: Visiteur) -> None:
    reponse = lecteur.get(adresse(rempli))
    annoncees = reponse.json()["empreintes"]
    assert "no-store" in reponse["Cache-Control"]
    vues: dict[str, str] = {}
    for page in ("", *(f"planches/{code}/" for code in {c.planche.code for c in cases(rempli)})):
        vues |= montrees(lecteur, rempli, page)
    assert vues == annoncees | {"mur-attente": vues["mur-attente"]}


def test_rien_de_neuf_ne_repond_rien(
    rempli: Projet, lecteur: Visiteur, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(3):  # session, person, participation
        reponse = lecteur.get(adresse(rempli), {"version": rempli.version})
    assert (reponse.status_code, reponse.content) == (204, b"")


def test_un_texte_ecrit_touche_sa_case_et_elle_seule(
    rempli: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    avant = dites(lecteur, rempli)
    url = adresse(rempli, "planches/eclaire/ambition/modifier/")
    animatrice.htmx("post", url, sur(rempli, ambition="Autre"))
    assert perimes(lecteur, rempli, avant) == {"eclaire--ambition"}
    qui = lecteur.get(adresse(rempli)).json()["qui"]
    assert qui == {"eclaire--ambition": [animatrice.participant.pk, animatrice.participant.prenom]}


@pytest.mark.une_base
def test_un_acteur_deplace_touche_les_quatre_colonnes(
    rempli: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    avant = dites(lecteur, rempli)
    acteur = Acteur.objects.de(rempli).filter(cercle="direct").first()
    url = adresse(rempli, f"planches/acteurs/cercle-direct/lignes/{acteur.pk}/")
    animatrice.htmx(
        "post", url, {"nom": acteur.nom, "cercle": "elargi", "engagement": "a_contacter"}
    )
    assert perimes(lecteur, rempli, avant) == {
        "acteurs--cercle-direct",
        "acteurs--cercle-elargi",
        "acteurs--engagement-engage",
        "acteurs--engagement-a-contacter",
    }


@pytest.mark.une_base
def test_une_fiche_ouverte_touche_le_mur_et_le_chemin(
    rempli: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    avant = dites(lecteur, rempli)
    animatrice.htmx(
        "post",
        adresse(rempli, "planches/actions/fiches/ajouter/"),
        {"intitule": "Former les tuteurs", "statut": "en_cours"},
    )
    neufs = {id for id in perimes(lecteur, rempli, avant) if not id.startswith("fiche-3")}
    assert neufs == {"chemin", "actions--fiches"}


@pytest.mark.une_base
@pytest.mark.parametrize("qui", ["animatrice", "contributrice", "lecteur"])
def test_chaque_morceau_egale_la_page(
    qui: str, rempli: Projet, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(qui)
    siennes = [c.id_html for c in cases(rempli) if c.planche.code == "eclaire"]
    pages = {
        "planches/eclaire/": ["chemin", "eclaire", *siennes],
        "": ["mur", "mur-fiche-1", "mur-actions", "suivi", "cartouche", "mur-etapes"],
        "?annexe=3": ["mur", "suivi"],
    }
    for page, ids in pages.items():
        contenu = client.get(adresse(rempli, page)).content.decode()
        demande = {"id": [*ids, "rien", "a--b"], "annexe": "3" if "annexe" in page else ""}
        recus = racines(client.get(adresse(rempli, "direct/morceaux/"), demande))
        assert [r.get("id") for r in recus] == ids
        for recu in recus:
            assert canonique(recu) == canonique(element(contenu, recu.get("id")))


@pytest.mark.une_base
def test_un_texte_ecrit_touche_sa_feuille_au_mur(
    rempli: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    """And what sums up the whole wall, which is each person's own: it comes with no answer."""
    avant = montrees(lecteur, rempli)
    version = lecteur.get(adresse(rempli)).json()["version"]
    url = adresse(rempli, "planches/eclaire/ambition/modifier/")
    animatrice.htmx("post", url, sur(rempli, ambition="Autre"))
    ici = dites(lecteur, rempli)
    changees = {id for id, vue in avant.items() if ici.get(id) != vue}
    assert changees == {"mur-eclaire", "suivi", "cartouche", "mur-etapes"}
    joints = lecteur.get(adresse(rempli), {"version": version}).json()["morceaux"]
    assert set(joints) <= {"eclaire--ambition"}


def test_ce_que_dix_pages_demandent_n_est_assemble_qu_une_fois(
    rempli: Projet, lecteur: Visiteur, django_assert_max_num_queries: object
) -> None:
    FicheActionFactory(projet=rempli)
    morceaux = adresse(rempli, "direct/morceaux/?id=eclaire--ambition&id=chemin")
    lecteur.get(adresse(rempli))
    lecteur.get(morceaux)
    with django_assert_max_num_queries(6):
        lecteur.get(adresse(rempli))
        lecteur.get(morceaux)


# --- Who is here ----------------------------------------------------------------------------------


def ici(client: Visiteur, projet: Projet) -> tuple[str, list[str]]:
    contenu = client.get(adresse(projet, "presence/")).content.decode()
    arbre = html.document_fromstring(f"<div>{contenu}</div>")
    lignes = [" ".join(p.text_content().split()) for p in arbre.xpath("//p")]
    ecrits = [f"{e.get('data-ecrit')} : {e.text}" for e in arbre.xpath("//*[@data-ecrit]")]
    return " ".join(lignes), ecrits


def test_on_voit_qui_est_la_et_ou_il_ecrit(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    url = adresse(projet, "presence/")
    assert ici(lecteur, projet) == ("", [])
    animatrice.post(url, {"encart": ["eclaire--ambition", "<b>", "sans-planche"]})
    nom = animatrice.participant.prenom
    dit = [f"eclaire--ambition : {nom} écrit ici"]
    assert ici(lecteur, projet) == (f"Ici en ce moment : {nom} et vous", dit)
    assert ici(animatrice, projet) == ("", [])
    animatrice.post(url, {"quitte": "eclaire--ambition"})
    assert ici(lecteur, projet) == (f"Ici en ce moment : {nom} et vous", [])
    animatrice.post(url, {"parti": "1"})
    assert ici(lecteur, projet) == ("", [])


@pytest.mark.une_base
def test_un_lecteur_est_la_mais_n_ecrit_pas(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    lecteur.post(adresse(projet, "presence/"), {"encart": "eclaire--ambition"})
    nom = lecteur.participant.prenom
    assert ici(animatrice, projet) == (f"Ici en ce moment : {nom} et vous", [])


def test_deux_fenetres_d_une_personne_ne_s_effacent_pas(animatrice: Visiteur) -> None:
    presence.montrer(animatrice.participant, ["eclaire--ambition"])
    presence.montrer(animatrice.participant, [])
    (present,) = presence.presents(animatrice.participant.projet)
    assert present.encarts == ("eclaire--ambition",)


@pytest.mark.une_base
def test_deux_memes_prenoms_se_distinguent(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    for client, nom in ((animatrice, "Le Goff"), (lecteur, "Martin")):
        type(client.participant).objects.filter(pk=client.participant.pk).update(
            prenom="Sandrine", nom=nom
        )
        presence.montrer(client.participant, [])
    assert [p.appel for p in presence.presents(projet)] == ["Sandrine Le Goff", "Sandrine Martin"]


def test_qui_ne_donne_plus_signe_n_est_plus_la(projet: Projet, animatrice: Visiteur) -> None:
    presence.montrer(animatrice.participant, [])
    for age, la in ((44, 1), (46, 0)):
        Presence.objects.update(vu_le=timezone.now() - timedelta(seconds=age))
        assert len(presence.presents(projet)) == la


def test_les_vieilles_presences_s_oublient(projet: Projet, animatrice: Visiteur) -> None:
    presence.montrer(animatrice.participant, ["eclaire--ambition"])
    Presence.objects.update(vu_le=timezone.now() - timedelta(hours=2))
    presence.montrer(animatrice.participant, [])
    assert Presence.objects.values_list("encart", flat=True).get() == ""


def test_etre_la_ne_bouge_ni_la_version_ni_l_historique(
    projet: Projet, animatrice: Visiteur
) -> None:
    animatrice.post(adresse(projet, "presence/"), {"encart": "eclaire--ambition"})
    assert notes(projet) == 0
    assert Projet.objects.get(pk=projet.pk).version == projet.version


@pytest.mark.une_base
@pytest.mark.parametrize(("qui", "statut"), TOUS)
def test_qui_peut_se_dire_la(
    qui: str, statut: int, projet: Projet, request: pytest.FixtureRequest
) -> None:
    reponse = request.getfixturevalue(qui).post(adresse(projet, "presence/"))
    assert reponse.status_code == statut
    assert Presence.objects.count() == (statut == 200)
