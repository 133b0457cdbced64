"""The server's secret is changed: everybody still comes in; what an old one holds is told."""

import io
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.management.base import CommandError

from fresque.agenda import operations as agenda
from pasapas.acces import cartes
from pasapas.acces.roles import geste_d_acces
from pasapas.models import Courriel, Participant, Projet, Role, User
from pasapas.serveur import coffre
from pasapas.travaux import boite
from tests.factories import ParticipantFactory, ProjetFactory, UserFactory

pytestmark = pytest.mark.django_db
AVANT, APRES = "ancien" * 10, "nouveau" * 10


@pytest.fixture
def projet(settings: Any) -> Projet:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = AVANT, []
    return ProjetFactory()


def changer(settings: Any, *anciens: str) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = APRES, list(anciens)


def dire(*arguments: str) -> str:
    sortie = io.StringIO()
    call_command(*arguments, stdout=sortie)
    return sortie.getvalue()


def test_cartes_et_agendas_donnes_avant_s_ouvrent_encore(projet: Projet, settings: Any) -> None:
    personne = ParticipantFactory(projet=projet, role=Role.CONTRIBUTEUR)
    [(_, code)] = cartes.renouveler(geste_d_acces(projet, None), [personne])
    abonnee: Participant = ParticipantFactory(projet=projet, user=UserFactory())
    secret = agenda.renouveler(abonnee, detaille=False)
    changer(settings, AVANT)
    carte = cartes.entrer(code)
    assert carte and carte.participant == personne
    assert agenda.trouver(secret) is not None
    changer(settings)
    assert cartes.entrer(code) is None
    assert agenda.trouver(secret) is None


def test_secondes_preuves_et_courriels_passent_sous_le_nouveau(
    projet: Projet, settings: Any
) -> None:
    compte = UserFactory()
    preuve = Authenticator.objects.create(
        user=compte,
        type=Authenticator.Type.TOTP,
        data={"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")},
    )
    lettre = boite.Lettre("essai_de_cle", "Essai")
    boite.poster(lettre, EmailMessage("Objet", "Un texte", to=["lea@example.org"]))
    changer(settings, AVANT)
    assert "Récrits sous le secret d’aujourd’hui : 2." in dire("secret", "--rechiffrer")
    changer(settings)  # the old one may be forgotten
    preuve.refresh_from_db()
    assert get_adapter().decrypt(preuve.data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert "Un texte" in coffre.dechiffrer("courriel", Courriel.objects.get().contenu)
    settings.SECRET_KEY = "un troisieme" * 6
    with pytest.raises(CommandError, match="2 ne s’ouvrent"):
        dire("secret", "--rechiffrer")
    preuve.refresh_from_db()
    changer(settings)
    assert get_adapter().decrypt(preuve.data["secret"]) == "JBSWY3DPEHPK3PXP"


def test_seconde_preuve_perdue_se_retire() -> None:
    compte = UserFactory()
    Authenticator.objects.create(user=compte, type=Authenticator.Type.TOTP, data={})
    assert Authenticator.objects.count() == 1
    assert dire("seconde_preuve", compte.email).strip() != "Aucune seconde vérification."
    assert "retirées : 1" in dire("seconde_preuve", compte.email.upper(), "--retirer")
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="Aucun compte"):
        dire("seconde_preuve", "personne@example.org")


def test_premier_administrateur_une_seule_fois() -> None:
    dit = dire("premier_administrateur", "Lea@Example.org", "--prenom", "Léa")
    compte = User.objects.get()
    assert (compte.email, compte.is_superuser, compte.prenom) == ("lea@example.org", True, "Léa")
    passe = dit.split("seule fois : ")[1].split()[0]
    assert compte.check_password(passe)
    for adresse in ("autre@example.org", "pas une adresse"):
        with pytest.raises(CommandError):
            dire("premier_administrateur", adresse)
    assert User.objects.count() == 1


def test_essai_de_courriel(settings: Any) -> None:
    assert "Aucun ouvrier" in dire("essai_courriel", "lea@example.org")
    assert mail.outbox[0].to == ["lea@example.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(CommandError, match="n’est pas parti"):
        dire("essai_courriel", "lea@example.org")
