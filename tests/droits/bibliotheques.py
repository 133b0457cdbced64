"""One row of each kind the libraries keep. They belong to a witness, who visits nothing: what
is at their address is nobody's but his."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore

from pasapas.models import (
    Courriel,
    ModeleFresque,
    Ouvrier,
    Programme,
    Region,
    StructureFiness,
    Travail,
)
from pasapas.travaux.boite import empreinte
from tests import factories as f

TEMOIN = "temoin@example.org"


def meubler() -> None:
    temoin = f.UserFactory(email=TEMOIN)
    Ouvrier.objects.create(machine="ici")
    Travail.objects.create(sorte="essai")
    StructureFiness.objects.create(finess="490000001", nom="Maison")
    ModeleFresque.objects.create(nom="Modèle", contenu="version: 1")
    Programme.objects.get_or_create(region=Region.objects.order_by("pk")[0])
    Courriel.objects.create(sorte="essai", empreinte=empreinte(TEMOIN))
    f.MandatFactory(user=temoin)
    Group.objects.create(name="Groupe")
    EmailAddress.objects.create(user=temoin, email=TEMOIN, verified=True, primary=True)
    for genre in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        Authenticator.objects.create(user=temoin, type=genre, data={"name": "Clé", "secret": ""})
    application = SocialApp.objects.create(provider="openid_connect", name="Appli", client_id="1")
    lien = SocialAccount.objects.create(user=temoin, provider="openid_connect", uid="1")
    SocialToken.objects.create(app=application, account=lien, token="jeton")
    session = SessionStore()
    session.create()
    UserSession.objects.create(
        user=temoin, session_key=session.session_key, ip="127.0.0.1", user_agent="Essai"
    )
