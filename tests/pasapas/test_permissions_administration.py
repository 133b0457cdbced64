"""An administrateur who may not do everything sees and does what was given, and no more."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission

from diagnostic import operations
from pasapas.models import User
from tests.factories import UserFactory
from tests.personnes import Visiteur
from tests.preuves import enroler, prouver

pytestmark = pytest.mark.une_base
QUESTIONNAIRES = "/questionnaires/"
COMPTES = "/administration/pasapas/user/"


def entrer(**champs: Any) -> Visiteur:
    client, client.user = Visiteur(), UserFactory(is_staff=True, **champs)
    enroler(client.user)
    client.force_login(client.user)
    prouver(client)
    return client


@pytest.fixture
def adjointe(db: None) -> Visiteur:
    return entrer()


def permettre(client: Visiteur, *codes: str) -> None:
    client.user.user_permissions.add(*Permission.objects.filter(codename__in=codes))


def pages(client: Visiteur) -> dict[str, int]:
    notre = operations.questionnaire_courant()
    une = f"{QUESTIONNAIRES}{notre.slug}/{notre.version}/"
    lues = {"liste": QUESTIONNAIRES, "importer": f"{QUESTIONNAIRES}importer/", "voir": une}
    statuts = {nom: client.get(adresse).status_code for nom, adresse in lues.items()}
    for geste in ("publier", "supprimer"):
        statuts[geste] = client.post(f"{une}{geste}/").status_code
    return statuts


def test_sans_permission_aucune_page_de_questionnaire_ne_s_ouvre(adjointe: Visiteur) -> None:
    assert set(pages(adjointe).values()) == {403}
    assert "Questionnaires" not in adjointe.get("/").content.decode()
    refus = adjointe.get(f"{QUESTIONNAIRES}importer/").content.decode()
    assert "un autre administrateur peut l’y autoriser" in refus


def test_chaque_permission_ouvre_sa_page_et_montre_ses_boutons(adjointe: Visiteur) -> None:
    permettre(adjointe, "view_questionnaire")
    assert pages(adjointe) == {
        "liste": 200,
        "importer": 403,
        "voir": 200,
        "publier": 403,
        "supprimer": 403,
    }
    assert "Importer un questionnaire" not in adjointe.get(QUESTIONNAIRES).content.decode()
    permettre(adjointe, "add_questionnaire")
    assert adjointe.get(f"{QUESTIONNAIRES}importer/").status_code == 200
    assert "Importer un questionnaire" in adjointe.get(QUESTIONNAIRES).content.decode()


def test_qui_n_administre_plus_n_ouvre_rien(adjointe: Visiteur) -> None:
    permettre(adjointe, "view_questionnaire", "add_questionnaire")
    User.objects.filter(pk=adjointe.user.pk).update(is_staff=False)
    assert adjointe.get(QUESTIONNAIRES).status_code == 404


def test_nul_ne_se_donne_des_droits(adjointe: Visiteur) -> None:
    permettre(adjointe, "view_user", "change_user", "delete_user")
    simple = UserFactory(prenom="Avant")
    envoi = {"email": simple.email, "prenom": "Après", "nom": "N", "is_active": "on"}
    droits = {"is_staff": "on", "is_superuser": "on", "user_permissions": ["1"]}
    adjointe.post(f"{COMPTES}{simple.pk}/change/", envoi | droits)
    simple.refresh_from_db()
    assert (simple.prenom, simple.is_staff, simple.is_superuser) == ("Après", False, False)
    assert not simple.user_permissions.exists()


def test_le_compte_d_un_administrateur_n_est_pas_a_portee_d_un_autre(adjointe: Visiteur) -> None:
    """Another address given to it, and its codes come to whoever gave it."""
    permettre(adjointe, "view_user", "change_user", "delete_user")
    permettre(adjointe, "view_authenticator", "delete_authenticator")
    chef = entrer(is_superuser=True).user
    preuve = chef.authenticator_set.first()
    adresses = [f"{COMPTES}{chef.pk}/", f"/administration/mfa/authenticator/{preuve.pk}/"]
    for adresse in adresses:
        for geste in ("change", "delete"):
            reponse = adjointe.post(f"{adresse}{geste}/", {"email": "moi@example.org", "post": "y"})
            assert reponse.status_code in {403, 404}, adresse
    assert User.objects.get(pk=chef.pk).email == chef.email
    assert chef.authenticator_set.exists()


def test_qui_peut_tout_donne_des_droits_et_l_histoire_le_dit(db: None) -> None:
    chef, autre = entrer(is_superuser=True), UserFactory()
    groupe = Group.objects.create(name="Questionnaires")
    envoi = {"email": autre.email, "prenom": autre.prenom, "nom": autre.nom, "is_active": "on"}
    chef.post(f"{COMPTES}{autre.pk}/change/", {**envoi, "is_staff": "on", "groups": [groupe.pk]})
    assert list(autre.groups.all()) == [groupe]
    assert "roupes" in LogEntry.objects.get(object_id=str(autre.pk)).get_change_message()


def test_l_administration_parle_francais(db: None) -> None:
    chef = entrer(is_superuser=True)
    accueil = chef.get("/administration/").content.decode()
    assert "Vérifications en deux étapes" in accueil and "Mandats régionaux" in accueil
    droits = chef.get("/administration/auth/group/add/").content.decode()
    assert "Établissements\xa0: modifier" in droits and "Portefeuille\xa0: voir" in droits
    listes = chef.get("/administration/mfa/authenticator/").content.decode()
    for page in (accueil, droits, listes):
        assert not {mot for mot in ("MFA", "uthenticator<", "Can view", "Can add") if mot in page}


def test_le_groupe_du_mandat_garde_son_nom_et_ne_se_supprime_pas(db: None) -> None:
    chef, groupe = entrer(is_superuser=True), Group.objects.get(name="Chargés de mission")
    adresse = f"/administration/auth/group/{groupe.pk}/"
    chef.post(f"{adresse}change/", {"name": "Autre", "permissions": []})
    groupe.refresh_from_db()
    assert (groupe.name, groupe.permissions.count()) == ("Chargés de mission", 0)
    assert chef.post(f"{adresse}delete/", {"post": "yes"}).status_code == 403
