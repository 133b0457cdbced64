"""The wall's page: light, the same number of queries for all, and each person's own."""

import gzip
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from lxml import html

from fiches.models import Etape
from fresque.fichier import importer, lire
from fresque.management.commands.demo import EXEMPLE
from pasapas.ecriture import changements
from pasapas.models import Participant, Projet, Role, User
from tests.factories import (
    EtapeFactory,
    FicheActionFactory,
    IntentionFactory,
    ParticipantFactory,
    PostItFactory,
    ProjetFactory,
    UserFactory,
    VisiteFactory,
)
from tests.mur import remplir
from tests.personnes import Visiteur, visiteur
from tests.requetes import requetes
from tests.saisie import sur

pytestmark = pytest.mark.une_base
NOEUDS = {"exemple": 600, "trente": 1_500}
OCTETS = 8_000  # compressed, as it is served


def lire_mur(client: Visiteur, projet: Projet, demande: str = "") -> html.HtmlElement:
    reponse = client.get(f"/projets/{projet.slug}/{demande}")
    assert reponse.status_code == 200
    return html.document_fromstring(reponse.content.decode())


def classes(arbre: html.HtmlElement, code: str) -> set[str]:
    return set(arbre.get_element_by_id(f"mur-{code}").get("class").split())


def feuilles(arbre: html.HtmlElement) -> list[str]:
    """The sheets in the order they are read, by their marks."""
    return arbre.xpath("//article//*[@class='feuille__marque']/text()")


@pytest.fixture
def exemple(db: None) -> Projet:
    return importer(lire(EXEMPLE.read_bytes()))


# --- What it weighs and costs ---------------------------------------------------------------------


def test_le_mur_de_l_exemple_est_leger(exemple: Projet) -> None:
    client = visiteur(exemple, Role.PILOTE)
    url = f"/projets/{exemple.slug}/"
    servie = client.get(url, headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(servie.content)
    assert page == client.get(url).content or b"csrfmiddlewaretoken" in page
    assert len(servie.content) <= OCTETS
    assert len(html.document_fromstring(page).xpath("//*")) <= NOEUDS["exemple"]
    assert not re.search(rb"\sstyle=|<script(?![^>]*src)", page)


def test_trente_fiches_restent_un_mur(projet: Projet, animatrice: Visiteur) -> None:
    for fiche in FicheActionFactory.create_batch(30, projet=projet, objectif="Un but"):
        EtapeFactory.create_batch(5, projet=projet, fiche=fiche)
    arbre = lire_mur(animatrice, projet)
    assert len(arbre.xpath("//*")) <= NOEUDS["trente"]
    assert len(arbre.xpath("//article")) == 6 + 30 + 1
    assert "mur--longue" in arbre.get_element_by_id("mur").get("class")


def test_autant_de_requetes_pour_trois_et_trente_fiches(db: None) -> None:
    comptes = []
    for n in (1, 3, 30):  # the first pays what a first page alone has to do
        projet = ProjetFactory()
        FicheActionFactory.create_batch(n, projet=projet)
        client = visiteur(projet, Role.ANIMATEUR)
        VisiteFactory(participant=client.participant, vue_le=timezone.now() - timedelta(days=1))
        url = f"/projets/{projet.slug}/"
        comptes.append((requetes(client, url), requetes(client, url)))
    assert comptes[1] == comptes[2]
    assert comptes[2][1] == 4  # the door, and when one last came


# --- What is kept of it ---------------------------------------------------------------------------


def test_page_gardee_donne_a_chaque_visite_son_jeton_et_sa_cle(
    projet: Projet, animatrice: Visiteur
) -> None:
    """Holes are filled anew: a token or a key of writing sent twice would be one too many."""
    remplir(projet, 1)
    IntentionFactory(projet=projet)
    pages = [animatrice.get(f"/projets/{projet.slug}/").content.decode() for _ in range(2)]
    jetons = [set(re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', page)) for page in pages]
    cles = [re.findall(r'name="cle" value="([\w-]{36})"', page) for page in pages]
    assert [len(jeton) for jeton in jetons] == [1, 1]
    assert jetons[0] != jetons[1]
    assert cles[0] != cles[1]
    sans = [re.sub(r"\w{64}|[\w-]{36}", "", page) for page in pages]
    assert sans[0] == sans[1]


def test_page_gardee_suit_la_personne_son_role_et_la_fresque(
    projet: Projet, animatrice: Visiteur
) -> None:
    url = f"/projets/{projet.slug}/"
    avant = animatrice.get(url).content.decode()
    User.objects.filter(pk=animatrice.participant.user_id).update(prenom="Zoé")
    assert "Zoé" in animatrice.get(url).content.decode()
    type(projet.etablissement).objects.update(nom="Maison des Tilleuls", nom_court="")
    assert "Maison des Tilleuls" in animatrice.get(url).content.decode()
    assert "Établissement non confirmé" not in avant
    type(projet.etablissement).objects.update(confirme=False)
    assert "Établissement non confirmé" in animatrice.get(url).content.decode()
    assert 'id="geste"' in avant
    Participant.objects.filter(pk=animatrice.participant.pk).update(role=Role.LECTEUR)
    apres = animatrice.get(url).content.decode()
    assert "lecture seule" in apres
    assert 'id="geste"' not in apres


@pytest.mark.parametrize("page", ["", "suivi/"])
def test_page_gardee_suit_ce_qui_est_confie_a_qui_administre(
    page: str, projet: Projet, animatrice: Visiteur
) -> None:
    """Given, then taken away: the menu says it at once."""
    compte = animatrice.participant.user
    User.objects.filter(pk=compte.pk).update(is_staff=True)
    url, lien = f"/projets/{projet.slug}/{page}", reverse("etablissements:liste")
    droit = Permission.objects.get(codename="add_projet")
    for confies in ([], [droit], []):
        compte.user_permissions.set(confies)
        assert (lien in animatrice.get(url).text) == bool(confies)


def test_message_se_dit_une_fois(projet: Projet, animatrice: Visiteur) -> None:
    url = f"/projets/{projet.slug}/"
    animatrice.get(url)
    animatrice.post(f"{url}planches/eclaire/constats/ajouter/", {"texte": "Un constat"})
    dites = [animatrice.get(url).content.decode().count("avis") > 0 for _ in range(2)]
    assert dites == [True, False]


def test_ce_qu_on_tape_ne_passe_pas_pour_un_trou(projet: Projet, animatrice: Visiteur) -> None:
    Projet.objects.filter(pk=projet.pk).update(nom="‹jeton› <!--ici la partie commune--> {{ 7 }}")
    arbre = lire_mur(animatrice, projet)
    assert arbre.xpath("//h1")[0].text == "‹jeton› <!--ici la partie commune--> {{ 7 }}"


# --- What it shows --------------------------------------------------------------------------------


def test_mur_vierge_est_celui_du_kit(projet: Projet, animatrice: Visiteur) -> None:
    arbre = lire_mur(animatrice, projet)
    assert feuilles(arbre) == ["A1", "A2", "B1", "B2", "C1", "n°1", "+", "D1"]
    assert {"feuille--pleine", "feuille--depart"} <= classes(arbre, "eclaire")
    for code in ("acteurs", "etat-des-lieux", "autodiagnostic", "actions", "bilan-1"):
        assert "feuille--vierge" in classes(arbre, code)
        assert "feuille--pleine" not in classes(arbre, code)
    portes = arbre.xpath("//aside[@class='portes']//a/@href")
    base = f"/projets/{projet.slug}"
    assert portes == [
        f"{base}/planches/eclaire/nom/modifier/",
        f"{base}/acces/",
        f"{base}/imprimer/",
    ]
    assert arbre.xpath("//*[@id='cartouche']") == []


def test_mur_vierge_d_un_lecteur_ne_l_invite_pas_a_ecrire(
    projet: Projet, lecteur: Visiteur
) -> None:
    arbre = lire_mur(lecteur, projet)
    assert feuilles(arbre) == ["A1", "A2", "B1", "B2", "C1", "D1"]
    assert arbre.xpath("//main//a[contains(@href, 'modifier') or contains(@href, 'ajouter')]") == []


def test_premier_mot_peint_le_mur(projet: Projet, animatrice: Visiteur) -> None:
    changements_url = f"/projets/{projet.slug}/planches/acteurs/cercle-direct/ajouter/"
    animatrice.post(changements_url, {"nom": "La PMI", "cercle": "direct"})
    arbre = lire_mur(animatrice, projet)
    assert "feuille--pleine" in classes(arbre, "acteurs")
    assert "feuille--depart" not in classes(arbre, "eclaire")
    assert arbre.xpath("//aside[@class='portes']") == []


@pytest.mark.parametrize(
    ("fiches", "intentions", "mots", "blanches"),
    [
        (1, 0, "", ["+"]),
        (3, 1, "", ["+", "+"]),
        (4, 0, "", ["+"]),
        (4, 2, "", ["+"]),
        (5, 1, "mur--dense", ["+", "+"]),
        (13, 1, "mur--dense", ["+"]),
        (14, 1, "mur--dense mur--longue", ["+", "+"]),
    ],
)
def test_places_libres(
    fiches: int,
    intentions: int,
    mots: str,
    blanches: list[str],
    projet: Projet,
    animatrice: Visiteur,
) -> None:
    FicheActionFactory.create_batch(fiches, projet=projet, objectif="But")
    IntentionFactory.create_batch(intentions, projet=projet)
    arbre = lire_mur(animatrice, projet)
    assert arbre.get_element_by_id("mur").get("class") == f"mur {mots}".strip()
    marques = feuilles(arbre)
    assert marques[4:-1] == ["C1", *(f"n°{n}" for n in range(1, fiches + 1)), *blanches]
    if intentions:  # whatever the room, the other fiche is one gesture away
        assert arbre.xpath("//article[@id='mur-attente']//button")
        assert arbre.xpath("//main//a[contains(@href, '/fiches/ajouter/')]")


def test_ce_que_les_autres_ont_ecrit_est_frais(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    VisiteFactory(participant=animatrice.participant, vue_le=timezone.now() - timedelta(days=2))
    url = f"/projets/{projet.slug}/planches/eclaire/ambition/modifier/"
    contributrice.post(url, sur(projet, ambition="Que l’on reste"))
    ouvert = f"/projets/{projet.slug}/planches/eclaire/constats/ajouter/"
    animatrice.post(ouvert, {"texte": "Le mien"})
    fraiches = "//article[@id='mur-eclaire']//li[contains(@class, 'fraiche')]/b/text()"
    arbre = lire_mur(animatrice, projet)
    assert arbre.xpath(fraiches) == ["Ambition"]
    prenom = contributrice.participant.prenom
    cartouche = " ".join(arbre.get_element_by_id("cartouche").text_content().split())
    assert f"J’éclaire le projet Ambition, par {prenom}" in cartouche
    assert lire_mur(contributrice, projet).xpath(fraiches) == []


def test_filtres_disent_ce_qui_appelle(projet: Projet, animatrice: Visiteur) -> None:
    """By address, without a script: what does not answer is mute, the count says how many."""
    mois = timezone.localdate().replace(day=1)
    fiche = FicheActionFactory(projet=projet, referent=animatrice.participant, objectif="But")
    EtapeFactory(projet=projet, fiche=fiche, intitule="Former", periode_fin="2020-01")
    EtapeFactory(projet=projet, fiche=fiche, intitule="Essayer", periode_debut=mois)
    FicheActionFactory(projet=projet, objectif="But")
    PostItFactory(projet=projet, planche="eclaire", zone="ambition", texte="Et la nuit ?")
    arbre = lire_mur(animatrice, projet)
    nombres = arbre.xpath("//nav[@id='suivi']//b/text()")
    assert nombres == ["1", "1", "0", "1"]
    suivi = " ".join(arbre.get_element_by_id("suivi").text_content().split())
    assert "En cours : Essayer, n°1" in suivi
    for vue, seule in (("retard", "fiche-1"), ("moi", "fiche-1"), ("postit", "eclaire")):
        arbre = lire_mur(animatrice, projet, f"?vue={vue}")
        muettes = {
            code
            for code in ("eclaire", "acteurs", "actions", "fiche-1", "fiche-2", "bilan-1")
            if "feuille--muette" in classes(arbre, code)
        }
        assert muettes == {"eclaire", "acteurs", "actions", "fiche-1", "fiche-2", "bilan-1"} - {
            seule
        }
        (montree,) = arbre.xpath("//*[@data-liste and not(@hidden)]")
        assert montree.get("data-liste") == vue
    Etape.objects.filter(fiche=fiche).update(date_realisation=mois)
    changements.bouger(projet)
    assert lire_mur(animatrice, projet).xpath("//nav[@id='suivi']//b/text()")[0] == "0"


@pytest.mark.parametrize("demande", ["?vue=rien", "?annexe=9", "?annexe=x&vue=", "?vue=%00"])
def test_adresse_inconnue_montre_tout_le_mur(
    demande: str, projet: Projet, animatrice: Visiteur
) -> None:
    arbre = lire_mur(animatrice, projet, demande)
    assert len(arbre.xpath("//section")) == 4
    assert not arbre.xpath("//*[contains(@class, 'feuille--muette')]")


def test_une_annexe_seule(projet: Projet, animatrice: Visiteur) -> None:
    FicheActionFactory(projet=projet, objectif="But")
    arbre = lire_mur(animatrice, projet, "?annexe=3")
    assert feuilles(arbre) == ["C1", "n°1", "+"]
    assert arbre.xpath("//h2/a/@href") == [f"/projets/{projet.slug}/"]


def test_titres_emboites(projet: Projet, animatrice: Visiteur) -> None:
    """h1 fresque, h2 annexe, h3 planche: that hierarchy is what a screen reader walks."""
    remplir(projet, 1)
    arbre = lire_mur(animatrice, projet)
    niveaux = [t.tag for t in arbre.xpath("//h1 | //section//h2 | //article//h3")]
    assert niveaux[0] == "h1"
    assert niveaux.count("h1") == 1
    assert niveaux.count("h2") == 4 + 4  # the annexes, and the lists of the cartouche
    for liste in arbre.xpath("//article/ul | //article/ol"):
        assert liste.get("aria-label") in {"Cases", "Cases à écrire", "Étapes"}


def test_a_moi_ne_regarde_que_moi(projet: Projet, animatrice: Visiteur) -> None:
    autre = ParticipantFactory(projet=projet, user=UserFactory())
    FicheActionFactory(projet=projet, referent=autre, objectif="But")
    assert lire_mur(animatrice, projet).xpath("//nav[@id='suivi']//b/text()")[1] == "0"
