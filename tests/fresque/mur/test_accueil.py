"""The home page: small walls, what calls today, and nothing false."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from fresque.fichier import importer, lire
from fresque.management.commands.demo import EXEMPLE
from pasapas.models import Consultation, Participant, Projet, Role, User, Visite
from tests.factories import (
    EtapeFactory,
    FicheActionFactory,
    ParticipantFactory,
    ProjetFactory,
    VisiteFactory,
)
from tests.htmx import texte
from tests.mur import remplir
from tests.personnes import Visiteur, visiteur
from tests.requetes import requetes

pytestmark = pytest.mark.une_base


def lire_accueil(client: Visiteur) -> html.HtmlElement:
    reponse = client.get("/")
    assert reponse.status_code == 200
    return html.document_fromstring(reponse.content.decode())


def dits(arbre: html.HtmlElement, chemin: str) -> list[str]:
    return [" ".join(noeud.text_content().split()) for noeud in arbre.xpath(chemin)]


def volets(arbre: html.HtmlElement) -> dict[str, list[str]]:
    """Each list at the side, by its heading."""
    return {
        dits(section, "h2")[0]: dits(section, "ul/li")
        for section in arbre.xpath("//section[contains(@class, 'volet')][ul]")
    }


@pytest.fixture
def exemple(db: None) -> Projet:
    return importer(lire(EXEMPLE.read_bytes()))


def test_une_fresque_en_petit_et_ce_qui_appelle(projet: Projet, animatrice: Visiteur) -> None:
    fiche = FicheActionFactory(projet=projet, intitule="Tutorat")
    passe = timezone.localdate() - timedelta(days=70)
    EtapeFactory(
        projet=projet,
        fiche=fiche,
        intitule="Chercher deux tuteurs",
        periode_debut=passe,
        periode_fin=passe,
    )
    arbre = lire_accueil(animatrice)
    assert dits(arbre, "//a[contains(@class, 'vignette')]/b")[-2:] == [
        "Tutorat",
        "Réalisons le bilan",
    ]
    ((titre, lignes),) = volets(arbre).items()
    assert titre == "1 étape en retard"
    assert lignes[0].startswith("Chercher deux tuteurs n°1 Tutorat")
    (lien,) = arbre.xpath("//section[contains(@class, 'volet--retard')]//li/a/@href")
    assert lien == f"/projets/{projet.slug}/planches/fiche-1/#fiche-1--etapes"


def test_ce_qui_est_en_retard_se_lit_avant_le_mur(exemple: Projet) -> None:
    """In the page too: the telephone shows it first, and so does a screen reader."""
    arbre = lire_accueil(visiteur(exemple, Role.PILOTE))
    titres = dits(arbre, "//h2")
    assert titres.index("4 étapes en retard") < titres.index(exemple.nom)


def test_ce_que_les_autres_ont_ecrit_est_nouveau(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    il_y_a_deux_heures = timezone.now() - timedelta(hours=2)
    VisiteFactory(participant=animatrice.participant, vue_le=il_y_a_deux_heures)
    assert volets(lire_accueil(animatrice)) == {}
    ambition = f"/projets/{projet.slug}/planches/eclaire/ambition/modifier/"
    contributrice.htmx("post", ambition, {"ambition": "Garder les équipes"})
    ((titre, lignes),) = volets(lire_accueil(animatrice)).items()
    assert titre.startswith("Nouveau depuis votre visite")
    assert lignes == [f"J’éclaire le projet Ambition, par {contributrice.participant.prenom}"]
    assert volets(lire_accueil(contributrice)) == {}


def test_plusieurs_fresques_ont_chacune_leur_mur(projet: Projet, animatrice: Visiteur) -> None:
    """Those last written are read; the others, and there may be many, tell their counts."""
    for _ in range(4):
        autre = ProjetFactory()
        ParticipantFactory(projet=autre, user=animatrice.participant.user)
        EtapeFactory(
            projet=autre,
            fiche=FicheActionFactory(projet=autre, intitule="Tutorat"),
            periode_debut=timezone.localdate() - timedelta(days=60),
            periode_fin=timezone.localdate() - timedelta(days=40),
        )
    arbre = lire_accueil(animatrice)
    assert len(arbre.xpath("//article[contains(@class, 'tuile')]")) == 5
    assert len(arbre.xpath("//div[contains(@class, 'petit-mur')][@aria-hidden]")) == 5
    appels = dits(arbre, "//a[contains(@class, 'tuile__appel--retard')]")
    lues = [appel for appel in appels if appel.startswith("1 étape en retard, ")]
    assert len(lues) == len(appels) in {2, 3}  # the three last written
    (retard,) = arbre.xpath("//section[contains(@class, 'volet--retard')]")
    noms = [appel.partition(", ")[2] for appel in appels]
    assert all(any(nom in ligne for nom in noms) for ligne in dits(retard, "ul/li"))


def test_accueil_d_un_accompagnement_ne_montre_que_des_comptes(
    projet: Projet, chargee: Visiteur
) -> None:
    """An adviser who reads a fresque opens it, and its établissement sees that they did."""
    remplir(projet, 2)
    arbre = lire_accueil(chargee)
    assert Consultation.objects.filter(projet=projet).count() == 0
    assert volets(arbre) == {}
    page = texte(arbre)
    assert "cases remplies sur" in page
    assert not any(mot in page for mot in ("Ambition", "Problème", "Constat", "Fiche"))


def test_meme_cout_pour_trois_et_trente_fiches(db: None) -> None:
    comptes = []
    for n in (3, 3, 30):
        projet = ProjetFactory()
        fiches = FicheActionFactory.create_batch(n, projet=projet)
        EtapeFactory(projet=projet, fiche=fiches[0])
        client = visiteur(projet, Role.ANIMATEUR)
        VisiteFactory(participant=client.participant, vue_le=timezone.now() - timedelta(days=1))
        comptes.append((requetes(client, "/"), requetes(client, "/")))
    assert comptes[1] == comptes[2]
    assert comptes[2][1] == 4  # session, account, their fresques, their visits


def test_page_gardee_suit_ce_dont_elle_depend(projet: Projet, animatrice: Visiteur) -> None:
    def page() -> str:
        return animatrice.get("/").content.decode()

    assert "Garder les équipes" not in page()
    Projet.objects.filter(pk=projet.pk).update(nom="Garder les équipes")
    assert "Garder les équipes" in page()
    User.objects.filter(pk=animatrice.participant.user_id).update(prenom="Zoé")
    assert "Bonjour Zoé" in page()
    type(projet.etablissement).objects.update(confirme=False)
    assert "Établissement non confirmé" in page()
    jetons = [re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', page()) for _ in range(2)]
    assert jetons[0] != jetons[1]
    assert jetons[0]
    Participant.objects.filter(pk=animatrice.participant.pk).update(
        acces_clos_le=timezone.localdate() - timedelta(days=3)
    )
    assert "Vous ne participez à aucune fresque" in page()


# --- The first hour -------------------------------------------------------------------------------


def pas(arbre: html.HtmlElement) -> dict[str, bool]:
    return {
        dit.removeprefix("Fait : "): "fait" in (li.get("class") or "").split("--")[-1:]
        for li, dit in zip(
            arbre.xpath("//section[contains(@class, 'depart')]/ol/li"),
            dits(arbre, "//section[contains(@class, 'depart')]/ol/li"),
            strict=True,
        )
    }


AMBITION, GROUPE = "Dire l’ambition du projet", "Réunir le groupe"
CONSTAT, ACTION = "Noter un premier constat", "Choisir une première action"


def test_par_ou_commencer_suit_ce_qui_est_fait(projet: Projet) -> None:
    pilote = visiteur(projet, Role.PILOTE, ordre_equipe=0)
    vierge = {AMBITION: False, GROUPE: False, CONSTAT: False, ACTION: False}
    assert pas(lire_accueil(pilote)) == vierge
    planches = f"/projets/{projet.slug}/planches/"
    pilote.htmx("post", f"{planches}eclaire/ambition/modifier/", {"ambition": "Tenir"})
    action = {"intitule": "Tutorat", "statut": "en_cours"}
    pilote.htmx("post", f"{planches}actions/fiches/ajouter/", action)
    assert pas(lire_accueil(pilote)) == vierge | {AMBITION: True, ACTION: True}
    pilote.htmx("post", f"{planches}eclaire/equipe/ajouter/", {"nom": "Aubry"})
    assert pas(lire_accueil(pilote))[GROUPE]
    contributrice = visiteur(projet, Role.CONTRIBUTEUR)
    # Bringing people in is for who leads; reading needs no first step.
    assert pas(lire_accueil(contributrice)) == {AMBITION: True, CONSTAT: False, ACTION: True}
    assert pas(lire_accueil(visiteur(projet, Role.LECTEUR))) == {}
    pilote.htmx("post", f"{planches}eclaire/constats/ajouter/", {"texte": "Du bruit la nuit"})
    assert pas(lire_accueil(pilote)) == {}


@pytest.mark.parametrize("connue", [True, False])
def test_par_ou_commencer_se_masque_pour_soi(
    connue: bool, projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    if connue:
        VisiteFactory(participant=animatrice.participant)
    assert pas(lire_accueil(animatrice))
    adresse = f"/projets/{projet.slug}/depart/masquer/"
    assert animatrice.get(adresse).status_code == 405
    assert animatrice.post(adresse, {"retour": "accueil"}).url == "/"
    assert animatrice.post(adresse, {"retour": "https://ailleurs.example"}).url == (
        f"/projets/{projet.slug}/"
    )
    assert pas(lire_accueil(animatrice)) == {}
    assert pas(lire_accueil(contributrice))
    assert Visite.objects.get(projet=projet, participant=animatrice.participant).depart_masque


# --- Autodiagnostic -------------------------------------------------------------------------------


def test_etat_de_l_autodiagnostic(projet: Projet, animatrice: Visiteur, exemple: Projet) -> None:
    suite = "//p[@class='suite']"
    assert "pas encore fait" in dits(lire_accueil(animatrice), suite)[0]
    dit, tableau = dits(lire_accueil(visiteur(exemple, Role.LECTEUR)), suite)
    assert tableau == "Tableau de bord 4 étapes en retard, 0 à moi ce mois-ci"
    assert dit == "Autodiagnostic terminé le 22 janvier 2025. Voir les résultats"
