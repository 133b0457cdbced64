"""« Mes données », and the data of a fresque: who may open them, what they do."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pasapas.models import Contact, Evenement, Participant, Projet, Role, User
from tests import factories as f
from tests.personnes import Visiteur
from tests.preuves import prouver

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
EFFACER = "/mes-donnees/effacer/"


def url(projet: Projet, suite: str = "") -> str:
    return f"/projets/{projet.slug}/donnees/{suite}"


def entrer(client: Visiteur) -> Visiteur:
    """Someone who has just come in: nothing more is asked before a sensitive act."""
    prouver(client)
    return client


@pytest.fixture
def sans_compte(projet: Projet) -> Participant:
    return f.ParticipantFactory(
        projet=projet, prenom="Josette", nom="Ravel", telephone="01 44 55 66 77"
    )


@pytest.fixture
def carte(projet: Projet) -> Contact:
    return f.ContactFactory(projet=projet, nom="Marc Aubry", courriel="m.aubry@example.org")


def test_mes_donnees_dit_qui_l_on_est_et_dans_quelles_fresques(lecteur: Visiteur) -> None:
    page = lecteur.get("/mes-donnees/").content.decode()
    assert str(lecteur.participant.projet) in page
    assert lecteur.participant.user.email in page


def test_sans_compte_on_est_renvoye_a_l_entree(anonyme: Visiteur) -> None:
    for page in ("", "mes-donnees.html", "mes-donnees.json", "effacer/"):
        reponse = anonyme.get(f"/mes-donnees/{page}")
        assert (reponse.status_code, reponse.url[:15]) == (302, "/comptes/login/"), page


def test_le_fichier_json_se_relit_et_ne_dit_rien_des_autres(
    contributrice: Visiteur, etrangere: Visiteur
) -> None:
    entrer(contributrice)
    reponse = contributrice.get("/mes-donnees/mes-donnees.json")
    assert reponse["Content-Disposition"].startswith("attachment; ")
    releve = json.loads(reponse.content)
    (moi,) = releve["tables"]["pasapas.User"]["lignes"]
    assert moi["champs"]["adresse e-mail"] == contributrice.participant.user.email
    assert etrangere.participant.user.email not in reponse.content.decode()


def test_la_page_a_telecharger_dit_la_meme_chose(contributrice: Visiteur) -> None:
    entrer(contributrice)
    f.ConstatFactory(
        projet=contributrice.participant.projet,
        auteur=contributrice.participant,
        texte="=CMD() <script>alert(1)</script>",
    )
    reponse = contributrice.get("/mes-donnees/mes-donnees.html")
    page = reponse.content.decode()
    assert "&lt;script&gt;alert(1)" in page and "<script" not in page
    assert contributrice.participant.user.email in page


def test_lire_ses_donnees_n_ecrit_rien(contributrice: Visiteur) -> None:
    avant = Evenement.objects.count(), User.objects.count()
    entrer(contributrice).get("/mes-donnees/mes-donnees.json")
    contributrice.get(EFFACER)
    assert (Evenement.objects.count(), User.objects.count()) == avant


def test_apres_un_moment_on_prouve_de_nouveau_qui_l_on_est(contributrice: Visiteur) -> None:
    prouver(contributrice, il_y_a=3600)
    for page in ("mes-donnees.json", "mes-donnees.html", "effacer/"):
        reponse = contributrice.get(f"/mes-donnees/{page}")
        assert (reponse.status_code, "reauthenticate" in reponse.url) == (302, True)
    contributrice.post(EFFACER, {"mot": "EFFACER"})
    assert User.objects.filter(pk=contributrice.participant.user_id).exists()


@pytest.mark.parametrize("mot", ["", "non", "=EFFACER", "x" * 500, "\x00"])
def test_sans_le_mot_rien_n_est_efface(contributrice: Visiteur, mot: str) -> None:
    entrer(contributrice)
    reponse = contributrice.post(EFFACER, {"mot": mot})
    assert reponse.status_code == 422
    assert User.objects.filter(pk=contributrice.participant.user_id).exists()


def test_avec_le_mot_tout_s_efface_et_le_navigateur_oublie(contributrice: Visiteur) -> None:
    entrer(contributrice)
    reponse = contributrice.post(EFFACER, {"mot": " effacer "})
    assert (reponse.status_code, reponse.url) == (302, "/mes-donnees/effacees/")
    assert {'"cache"', '"storage"'} <= set(reponse["Clear-Site-Data"].split(", "))
    assert not User.objects.filter(pk=contributrice.participant.user_id).exists()
    assert contributrice.get(reponse.url).status_code == 200
    assert contributrice.get("/").url == "/comptes/login/?next=/"
    contributrice.participant.refresh_from_db()
    assert str(contributrice.participant) == "Ancien membre"


def test_la_derniere_pilote_confie_d_abord_sa_fresque(
    pilote: Visiteur, contributrice: Visiteur, projet: Projet
) -> None:
    entrer(pilote)
    assert str(projet) in pilote.get(EFFACER).content.decode()
    reponse = pilote.post(EFFACER, {"mot": "EFFACER"})
    assert reponse.status_code == 422
    assert "Confiez d’abord" in reponse.content.decode()
    assert User.objects.filter(pk=pilote.participant.user_id).exists()
    Participant.objects.filter(pk=contributrice.participant.pk).update(role=Role.PILOTE)
    assert pilote.post(EFFACER, {"mot": "EFFACER"}).status_code == 302


def test_une_pilote_qui_part_bientot_ne_suffit_pas(pilote: Visiteur, projet: Projet) -> None:
    demain = timezone.localdate() + timedelta(days=1)
    f.ParticipantFactory(
        projet=projet, role=Role.PILOTE, user=f.UserFactory(), acces_clos_le=demain
    )
    assert entrer(pilote).post(EFFACER, {"mot": "EFFACER"}).status_code == 422


def test_seule_sur_sa_fresque_elle_peut_s_effacer(pilote: Visiteur, projet: Projet) -> None:
    """Nobody could take over: the right to be erased does not wait for that."""
    entrer(pilote)
    assert "Plus personne ne pourra ouvrir" in pilote.get(EFFACER).content.decode()
    assert pilote.post(EFFACER, {"mot": "EFFACER"}).status_code == 302
    assert Projet.objects.filter(pk=projet.pk).exists()


def test_une_carte_ne_donne_ni_le_fichier_ni_l_effacement(contributrice: Visiteur) -> None:
    session = contributrice.session
    session["carte"] = True
    session.save()
    assert "carte d’accès" in contributrice.get("/mes-donnees/").content.decode()
    for page in ("mes-donnees.json", "mes-donnees.html", "effacer/"):
        assert contributrice.get(f"/mes-donnees/{page}").status_code == 403
    assert contributrice.post(EFFACER, {"mot": "EFFACER"}).status_code == 403


def test_les_donnees_d_une_fresque_sont_a_qui_l_anime(
    animatrice: Visiteur, contributrice: Visiteur, lecteur: Visiteur, etrangere: Visiteur
) -> None:
    page = url(animatrice.participant.projet)
    assert animatrice.get(page).status_code == 200
    assert contributrice.get(page).status_code == 403
    assert lecteur.get(page).status_code == 403
    assert etrangere.get(page).status_code == 404


def test_autant_de_requetes_pour_une_personne_que_pour_trois(
    animatrice: Visiteur, projet: Projet
) -> None:
    comptes = []
    animatrice.get(url(projet))  # what a process reads once for all is not counted
    for _ in range(2):
        with CaptureQueriesContext(connection) as requetes:
            assert animatrice.get(url(projet)).status_code == 200
        comptes.append(len(requetes))
        for _ in range(3):
            f.ParticipantFactory(projet=projet)
            f.ContactFactory(projet=projet)
    assert comptes[0] == comptes[1]


def test_une_personne_sans_compte_s_efface_a_sa_demande(
    animatrice: Visiteur, projet: Projet, sans_compte: Participant
) -> None:
    Projet.objects.filter(pk=projet.pk).update(ambition="Avec Josette Ravel, 0144556677")
    entrer(animatrice)
    adresse = url(projet, f"personnes/{sans_compte.pk}/effacer/")
    assert "Josette Ravel" in animatrice.get(url(projet)).content.decode()
    assert "Josette Ravel" in animatrice.get(adresse).content.decode()
    assert animatrice.post(adresse, {"mot": "oui"}).status_code == 422
    assert animatrice.post(adresse, {"mot": "EFFACER"}).status_code == 302
    sans_compte.refresh_from_db()
    projet.refresh_from_db()
    assert (str(sans_compte), sans_compte.telephone) == ("Ancien membre", "")
    assert projet.ambition == "Avec Ancien membre, effacé"
    fait = Evenement.objects.filter(projet=projet).latest("pk")
    assert (fait.qui, "effacés" in fait.apres) == (animatrice.participant, True)
    assert "Josette" not in animatrice.get(url(projet)).content.decode()


@pytest.mark.parametrize("role", [Role.PILOTE, Role.ANIMATEUR, Role.CHARGE_DE_MISSION])
def test_qui_doit_mener_ou_conseiller_s_efface_avec_une_pilote(
    role: Role, animatrice: Visiteur, pilote: Visiteur, projet: Projet
) -> None:
    """Invited, not come in yet: an animatrice does not undo whom the pilote named."""
    nommee = f.ParticipantFactory(projet=projet, prenom="Odile", nom="Prevost", role=role)
    adresse = url(projet, f"personnes/{nommee.pk}/effacer/")
    entrer(animatrice)
    assert "Prevost" not in animatrice.get(url(projet)).text
    assert animatrice.get(adresse).status_code == 403
    assert animatrice.post(adresse, {"mot": "EFFACER"}).status_code == 403
    assert Participant.objects.get(pk=nommee.pk).nom == "Prevost"
    assert entrer(pilote).post(adresse, {"mot": "EFFACER"}).status_code == 302
    assert Participant.objects.get(pk=nommee.pk).nom == "Ancien membre"


def test_une_personne_a_carte_s_efface_avec_son_compte(
    animatrice: Visiteur, projet: Projet
) -> None:
    """The account that only a card opens is the group's to close."""
    porteuse = f.ParticipantFactory(projet=projet, user=f.UserFactory(email=None))
    f.CarteAccesFactory(participant=porteuse)
    entrer(animatrice)
    adresse = url(projet, f"personnes/{porteuse.pk}/effacer/")
    assert animatrice.post(adresse, {"mot": "EFFACER"}).status_code == 302
    assert not User.objects.filter(pk=porteuse.user_id).exists()


def test_personne_n_efface_un_compte_a_la_place_de_son_titulaire(
    animatrice: Visiteur, contributrice: Visiteur, projet: Projet
) -> None:
    entrer(animatrice)
    adresse = url(projet, f"personnes/{contributrice.participant.pk}/effacer/")
    assert animatrice.get(adresse).status_code == 404
    assert animatrice.post(adresse, {"mot": "EFFACER"}).status_code == 404


def test_un_contact_quitte_le_repertoire_pour_de_bon(
    animatrice: Visiteur, projet: Projet, carte: Contact
) -> None:
    f.EvenementFactory(projet=projet, objet="contact", objet_pk=carte.pk, apres="Marc Aubry")
    entrer(animatrice)
    adresse = url(projet, f"contacts/{carte.pk}/effacer/")
    assert "Marc Aubry" in animatrice.get(adresse).content.decode()
    assert animatrice.post(adresse, {"mot": "EFFACER"}).status_code == 302
    assert not Contact.objects.filter(pk=carte.pk).exists()
    dits = Evenement.objects.filter(projet=projet).values_list("avant", "apres")
    assert "Aubry" not in str(list(dits))
    assert "Aubry" not in animatrice.get(f"/projets/{projet.slug}/historique/").content.decode()


def test_effacer_est_ferme_aux_autres(
    projet: Projet,
    sans_compte: Participant,
    carte: Contact,
    contributrice: Visiteur,
    etrangere: Visiteur,
) -> None:
    for suite in (f"personnes/{sans_compte.pk}/", f"contacts/{carte.pk}/"):
        adresse = url(projet, f"{suite}effacer/")
        assert contributrice.post(adresse, {"mot": "EFFACER"}).status_code == 403
        assert etrangere.post(adresse, {"mot": "EFFACER"}).status_code == 404
    ailleurs = etrangere.participant.projet
    entrer(etrangere)
    for suite in (f"personnes/{sans_compte.pk}/", f"contacts/{carte.pk}/"):
        assert etrangere.post(url(ailleurs, f"{suite}effacer/")).status_code == 404


def test_un_jeton_csrf_est_exige(contributrice: Visiteur) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(contributrice.participant.user)
    assert client.post(EFFACER, {"mot": "EFFACER"}).status_code == 403
