"""People who want in where they are not wanted: each of these once worked, or nearly did."""

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.sites import site
from django.core import mail
from django.utils import timezone

from fresque.donnees.personne import de_compte
from fresque.donnees.releve import relever
from fresque.donnees.effacement import effacer_compte
from pasapas import cartes
from pasapas.models import Evenement, Participant, PostIt, Projet, Role, User
from pasapas.roles import geste_d_acces
from tests import factories as f
from tests.personnes import Visiteur
from tests.preuves import enroler, prouver

pytestmark = pytest.mark.django_db


def test_une_seule_adresse_n_epuise_pas_les_cartes_de_tous(
    projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is refused to one address is not counted against everybody."""
    from pasapas.comptes.limites import Limite
    from pasapas.entree import views

    monkeypatch.setattr(views, "CARTES_ADRESSE", Limite("carte-adresse", 3))
    monkeypatch.setattr(views, "CARTES_PARTOUT", Limite("carte-partout", 5))
    rousseau = f.ParticipantFactory(projet=projet)
    ((_, code),) = cartes.renouveler(geste_d_acces(projet, None), [rousseau])
    for _ in range(10):
        Visiteur(REMOTE_ADDR="192.0.2.1").post("/carte/", {"code": "K7QF-2M9T-XPD4"})
    ailleurs = Visiteur(REMOTE_ADDR="192.0.2.2").post("/carte/", {"code": code})
    assert ailleurs.status_code == 302


def test_cle_de_session(contributrice: Visiteur) -> None:
    prouver(contributrice)
    rep = contributrice.get("/mes-donnees/mes-donnees.json")
    assert rep.status_code == 200
    assert contributrice.session.session_key not in rep.content.decode()
    rep = contributrice.get("/mes-donnees/mes-donnees.html")
    assert contributrice.session.session_key not in rep.content.decode()


def test_renommee(contributrice: Visiteur, autre_projet: Projet) -> None:
    moi = contributrice.participant
    f.ParticipantFactory(projet=autre_projet, user=moi.user, role=Role.LECTEUR, acces_clos_le="2020-01-01", prenom=moi.prenom, nom=moi.nom)
    post = f.PostItFactory(projet=autre_projet, texte="Nous voulons que la direction parte avant juin")
    Participant.objects.filter(pk=moi.pk).update(prenom="", nom="la direction")
    assert "avant juin" not in str(relever(de_compte(moi.user)))
    effacer_compte(moi.user)
    post.refresh_from_db()
    assert "la direction" in post.texte


def test_admin_email(lecteur: Visiteur, anonyme: Visiteur) -> None:
    user = lecteur.participant.user
    ancienne = user.email
    EmailAddress.objects.create(user=user, email=ancienne, verified=True, primary=True)
    admin = f.UserFactory(is_staff=True, is_superuser=True)
    enroler(admin)
    chef = Visiteur()
    chef.force_login(admin)
    prouver(chef)
    r = chef.post(f"/administration/pasapas/user/{user.pk}/change/", {"email": "neuve@example.org", "prenom": "a", "nom": "b", "is_active": "on"})
    assert r.status_code == 302
    user.refresh_from_db()
    assert user.email == "neuve@example.org"
    anonyme.post("/comptes/password/reset/", {"email": ancienne})
    print([ (m.to, m.subject, m.body[:300]) for m in mail.outbox])
    assert not [m for m in mail.outbox if "password/reset/key" in m.body]


def test_sans_mot_de_passe(projet: Projet) -> None:
    user = User.objects.create_user("code@example.org", None)
    f.ParticipantFactory(projet=projet, user=user)
    c = Visiteur()
    c.force_login(user)
    prouver(c, il_y_a=3000)
    r = c.post("/comptes/password/set/", {"password1": "trois vélos sous la pluie", "password2": "trois vélos sous la pluie"})
    print(r.status_code, r.headers)
    user.refresh_from_db()
    r2 = c.get("/comptes/preuves/totp/activate/")
    print(r2.status_code, r2.headers)
    r3 = c.get("/comptes/preuves/webauthn/add/")
    print(r3.status_code)
    assert not user.has_usable_password()


def test_admin_sans_preuve(lecteur: Visiteur) -> None:
    admin = f.UserFactory(is_staff=True, is_superuser=True)
    enroler(admin)
    chef = Visiteur()
    chef.force_login(admin)
    prouver(chef, il_y_a=30000)
    user = lecteur.participant.user
    chef.post(f"/administration/pasapas/user/{user.pk}/change/", {"email": "neuve@example.org", "prenom": "a", "nom": "b", "is_active": "on", "is_staff": "on"})
    user.refresh_from_db()
    assert not user.is_staff
