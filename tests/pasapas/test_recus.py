"""« Créer » pressed twice creates once, « Inviter » pressed twice invites once: same answer."""

import threading
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from diagnostic.models import Campagne
from pasapas.models import Etablissement, Participant, Projet, Recu, Role
from tests import factories as f
from tests.diagnostic.campagnes_outils import liste, saisie
from tests.personnes import Visiteur, visiteur
from tests.preuves import prouver


def cle_de(client: Client, url: str) -> str:
    """The key that the page's own form carries."""
    page = client.get(url).content.decode()
    return page.partition('name="envoi" value="')[2].partition('"')[0]


def deux_fois(client: Client, url: str, donnees: dict[str, object], page: str = "") -> list[str]:
    """The whole answer of each sending: where it leads, and what it says there."""
    envoi = {**donnees, "envoi": cle_de(client, page or url)}
    vues = []
    for _ in range(2):
        reponse = client.post(url, envoi, follow=True)
        # The wall, kept whole, is made of no template on a second visit.
        dits = [str(m) for m in (reponse.context or {}).get("messages", ())]
        vues.append(f"{reponse.redirect_chain} {dits}")
    return vues


@pytest.mark.django_db
def test_creer_deux_fois(pilote: Visiteur, projet: Projet) -> None:
    donnees = {"nom": "Encore", "etablissement": projet.etablissement_id}
    premiere, seconde = deux_fois(pilote, "/projets/nouveau/", donnees)
    assert premiere == seconde
    assert Projet.objects.filter(nom="Encore").count() == 1


@pytest.mark.django_db
def test_inviter_deux_fois(pilote: Visiteur, projet: Projet) -> None:
    prouver(pilote)
    donnees = {"nom": "Diaz", "courriel": "ana@example.org", "role": "lecteur"}
    premiere, seconde = deux_fois(pilote, f"/projets/{projet.slug}/acces/inviter/", donnees)
    assert premiere == seconde
    assert "ana@example.org" in premiere
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_ouvrir_deux_fois(animatrice: Visiteur, administratrice: Visiteur, projet: Projet) -> None:
    url = f"{liste(projet)}ouvrir/"
    vues = deux_fois(animatrice, url, saisie())
    assert (vues[0] == vues[1], Campagne.objects.count()) == (True, 1)
    etablissement = {
        "nom": "MECS",
        "type": "mecs",
        "departement": "35",
        "nom_pilote": "Diaz",
        "courriel": "ana@example.org",
    }
    vues = deux_fois(administratrice, "/etablissements/ouvrir/", etablissement)
    assert (vues[0] == vues[1], len(mail.outbox)) == (True, 1)
    ajout = {"nom": "À la main", "type": "mecs", "services-TOTAL_FORMS": 0}
    ajout["services-INITIAL_FORMS"] = 0
    url = "/administration/pasapas/etablissement/add/"
    vues = deux_fois(administratrice, url, ajout)
    assert vues[0] == vues[1]
    assert Etablissement.objects.filter(nom="À la main").count() == 1


@pytest.mark.django_db
def test_la_cle_est_a_qui_l_a_et_a_ce_qu_il_envoie(pilote: Visiteur, projet: Projet) -> None:
    """Another text, another person, another page: another deed. What was refused is tried anew."""
    envoi = {"envoi": str(uuid4()), "etablissement": projet.etablissement_id}
    assert pilote.post("/projets/nouveau/", envoi).status_code == 422
    assert not Recu.objects.exists()
    pilote.post("/projets/nouveau/", envoi | {"nom": "Un"})
    pilote.post("/projets/nouveau/", envoi | {"nom": "Deux"})
    autre = visiteur(projet, Role.PILOTE)
    autre.post("/projets/nouveau/", envoi | {"nom": "Un"})
    assert sorted(Projet.objects.values_list("nom", flat=True)) == [
        projet.nom,
        "Deux",
        "Un",
        "Un",
    ]
    pilote.post("/projets/nouveau/", envoi | {"nom": "Trois", "envoi": "rien"})
    assert Projet.objects.filter(nom="Trois").exists()


@pytest.mark.django_db
def test_une_preuve_a_donner_n_est_pas_une_chose_faite(pilote: Visiteur, projet: Projet) -> None:
    prouver(pilote, il_y_a=3600)
    url = f"/projets/{projet.slug}/acces/inviter/"
    envoi = {"nom": "Diaz", "courriel": "ana@example.org", "role": "lecteur"}
    envoi["envoi"] = str(uuid4())
    pilote.post(url, envoi)
    assert not Recu.objects.exists()
    prouver(pilote)
    pilote.post(url, envoi)
    assert Participant.objects.filter(courriel="ana@example.org").count() == 1


@pytest.mark.django_db
def test_un_recu_se_garde_un_jour(pilote: Visiteur, projet: Projet) -> None:
    deux_fois(pilote, "/projets/nouveau/", {"nom": "X", "etablissement": projet.etablissement_id})
    call_command("menage")
    assert Recu.objects.count() == 1
    Recu.objects.update(cree_le=timezone.now() - timezone.timedelta(days=2))
    call_command("menage")
    assert not Recu.objects.exists()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain")
@pytest.mark.django_db(transaction=True)
def test_les_deux_envois_arrivent_ensemble() -> None:
    """The second waits for the first, and answers as it did."""
    projet = f.ProjetFactory()
    clients = [visiteur(projet, Role.PILOTE)]
    clients.append(Client())
    clients[1].cookies = clients[0].cookies
    envoi = {"envoi": str(uuid4()), "nom": "Ensemble", "etablissement": projet.etablissement_id}
    depart, reponses = threading.Barrier(2), []

    def envoyer(client: Client) -> None:
        depart.wait()
        try:
            reponses.append(client.post("/projets/nouveau/", envoi).headers["Location"])
        finally:
            connections.close_all()

    fils = [threading.Thread(target=envoyer, args=[client]) for client in clients]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(reponses) == 2
    assert reponses[0] == reponses[1]
    assert Projet.objects.filter(nom="Ensemble").count() == 1
    assert connection.is_usable()
