"""The e-mail of an invitation: its secret is nowhere else, and one that does not leave is said."""

import logging
import re
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone

from pasapas.acces import invitations
from pasapas.models import Courriel, Invitation, Projet
from pasapas.models.travaux import Etat
from pasapas.travaux.boite import Liaison
from pasapas.valeurs.textes import jour
from tests.courriels import relever
from tests.factories import ParticipantFactory
from tests.fresque.personnes.outils import ligne
from tests.pasapas.invitees import COURRIEL, PASSE, montrer
from tests.personnes import Visiteur
from tests.preuves import prouver

pytestmark = pytest.mark.django_db


def test_le_jeton_n_est_ni_en_base_ni_au_journal(
    projet: Projet, pilote: Visiteur, anonyme: Visiteur, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor in any address: the link holds it after « # », which browsers do not send."""
    prouver(pilote)
    with caplog.at_level(logging.DEBUG):
        pilote.post(
            f"/projets/{projet.slug}/acces/inviter/",
            {"nom": "Carpentier", "courriel": COURRIEL, "role": "lecteur"},
        )
        (message,) = mail.outbox
        lien = re.search(r"http://testserver/invitation/#(\S+)", message.body)
        jeton = lien[1]
        assert len(jeton) >= 40
        pages = [montrer(anonyme, jeton), anonyme.get("/invitation/accepter/")]
        pages.append(anonyme.post("/invitation/accepter/", {"mot_de_passe": PASSE}))
    assert pages[-1].url == f"/projets/{projet.slug}/"
    assert all(jeton not in str(page.headers) for page in pages)
    assert jeton not in caplog.text
    lignes = [
        str(ligne)
        for modele in apps.get_models(include_auto_created=True)
        for ligne in modele.objects.order_by("pk").values_list()
    ]
    assert all(jeton not in ligne for ligne in lignes)
    assert any(invitations.empreinte(jeton) in ligne for ligne in lignes)


def test_un_courriel_transmis_n_ouvre_pas_de_compte_en_secret(
    projet: Projet, pilote: Visiteur, anonyme: Visiteur
) -> None:
    """The mailbox learns it, and takes its account back; the inviter sees the day and the hour."""
    ines = ParticipantFactory(projet=projet, prenom="Inès")
    prouver(pilote)
    pilote.post(f"/projets/{projet.slug}/acces/{ines.pk}/invitation/", {"courriel": COURRIEL})
    montrer(anonyme, re.search(r"invitation/#(\S+)", mail.outbox[0].body)[1])
    anonyme.post("/invitation/accepter/", {"mot_de_passe": PASSE})
    lettre = mail.outbox[1]
    assert (lettre.to, lettre.subject) == ([COURRIEL], "Votre compte est ouvert")
    assert str(projet) in lettre.body
    assert str(pilote.participant) in lettre.body
    heure = timezone.localtime(Invitation.objects.de(projet).get().acceptee_le)
    dit = f"Invitation acceptée le {jour(heure)} à {heure.hour} h {heure.minute:02d}"
    assert dit in ligne(pilote, ines)

    assert "http://testserver/comptes/password/reset/" in lettre.body
    Visiteur().post("/comptes/password/reset/", {"email": COURRIEL})
    lien = next(mot for mot in mail.outbox[2].body.split() if "/reset/key/" in mot)
    vraie = Visiteur()
    page = vraie.get(lien, follow=True)
    nouveau = "trois vélos sous la pluie"
    vraie.post(page.context["action_url"], {"password1": nouveau, "password2": nouveau})
    assert anonyme.get(f"/projets/{projet.slug}/").status_code == 302


def test_referent_ne_part_pas_ailleurs(anonyme: Visiteur) -> None:
    reponse = anonyme.get("/invitation/")
    assert reponse.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in reponse.headers["Cache-Control"]


def inviter(pilote: Visiteur, projet: Projet) -> None:
    saisie = {"nom": "Carpentier", "courriel": COURRIEL, "role": "lecteur"}
    pilote.post(f"/projets/{projet.slug}/acces/inviter/", saisie)


def acces(pilote: Visiteur, projet: Projet) -> str:
    return pilote.get(f"/projets/{projet.slug}/acces/").content.decode()


def test_serveur_de_courrier_en_panne(
    projet: Projet, pilote: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits, and the page says so; given up, the page says that too, and it is sent again."""
    prouver(pilote)
    inviter(pilote, projet)
    assert "Invitation en attente d’envoi" in acces(pilote, projet)
    with monkeypatch.context() as panne:
        panne.setattr(Liaison, "porter", panne_de(SMTPServerDisconnected("pas de réponse")))
        for essais in range(1, 6):
            relever()
            page = acces(pilote, projet)
            assert "Le service d’envoi est injoignable. Nouvel essai vers" in page
            assert Courriel.objects.get().essais == essais
            Courriel.objects.update(a_prendre_le=timezone.now())
        relever()
    assert "l’envoi est abandonné" in acces(pilote, projet)
    assert Courriel.objects.get().contenu == ""
    relever()
    assert mail.outbox == []
    invitation = Invitation.objects.de(projet).get()
    url = f"/projets/{projet.slug}/acces/{invitation.participant_id}/invitation/"
    pilote.post(url, {"courriel": COURRIEL})
    assert [m.to for m in mail.outbox] == [[COURRIEL]]
    assert "Invitation envoyée à" in acces(pilote, projet)
    assert Invitation.objects.de(projet).vivantes().count() == 1


def test_une_adresse_refusee_l_est_du_premier_coup(
    projet: Projet, pilote: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    prouver(pilote)
    inviter(pilote, projet)
    refus = SMTPRecipientsRefused({COURRIEL: (550, b"inconnue ici")})
    monkeypatch.setattr(Liaison, "porter", panne_de(refus))
    relever()
    assert "Adresse refusée (550) : vérifiez-la." in acces(pilote, projet)
    assert "inconnue ici" not in acces(pilote, projet)


def panne_de(erreur: Exception) -> Any:
    def porter(self: Liaison, message: Any) -> None:
        raise erreur

    return porter


def test_une_invitation_reprise_ne_part_pas(projet: Projet, pilote: Visiteur) -> None:
    prouver(pilote)
    inviter(pilote, projet)
    pk = Invitation.objects.de(projet).get().participant_id
    pilote.post(f"/projets/{projet.slug}/acces/{pk}/invitation/reprendre/")
    assert mail.outbox == []
    assert Courriel.objects.get().etat == Etat.ANNULE


def test_renvoyer_tue_la_premiere(projet: Projet, pilote: Visiteur, anonyme: Visiteur) -> None:
    prouver(pilote)
    ines = ParticipantFactory(projet=projet)
    url = f"/projets/{projet.slug}/acces/{ines.pk}/invitation/"
    for _ in range(2):
        pilote.post(url, {"courriel": COURRIEL})
        relever()
    premier, second = (re.search(r"invitation/#(\S+)", m.body)[1] for m in mail.outbox)
    assert montrer(anonyme, premier).status_code == 422
    assert montrer(anonyme, second).status_code == 302


def test_boite_de_personne_n_est_remplie(projet: Projet, pilote: Visiteur) -> None:
    prouver(pilote)
    ines = ParticipantFactory(projet=projet)
    url = f"/projets/{projet.slug}/acces/{ines.pk}/invitation/"
    statuts = [pilote.post(url, {"courriel": COURRIEL}).status_code for _ in range(8)]
    assert statuts == [302] * 6 + [429] * 2
    assert Courriel.objects.count() == 6
