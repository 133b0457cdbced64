"""Every view says who may open it; the ones open to all are counted on one's fingers."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from pasapas.acces.adresses import ACCES, BIBLIOTHEQUES, PUBLIQUE, adresses
from pasapas.acces.porte import connecte, porte, publique
from pasapas.serveur import checks

pytestmark = pytest.mark.pur

PUBLIQUES = {
    "abonnement",
    "account_confirm_login_code",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "admin:login",
    "carte",
    "donnees_effacees",
    "icone",
    "confort",
    "information",
    "invitation",
    "invitation_accepter",
    "premiere_visite",
    "mfa_authenticate",
    "contribuer:ecrire",
    "contribuer:merci",
    "recueil:accueil",
    "inscription",
    "inscription_code",
    "recueil:commencer",
    "recueil:effacer",
    "recueil:fin",
    "recueil:merci",
    "recueil:question",
    "recueil:quitter",
    "rappels_arret",
    "recueil:rendre",
    "sante",
    "sante_pret",
    "sante_mesures",
}
REGLABLES = {"socialaccount_login_cancelled"}  # there when a provider of identity is set


def test_ce_qui_s_ouvre_sans_compte() -> None:
    """An address more, or less, is a decision: it is written here."""
    assert {adresse.titre for adresse in adresses() if adresse.acces == PUBLIQUE} == PUBLIQUES


def test_chaque_vue_dit_qui_peut_l_ouvrir() -> None:
    assert [adresse.titre for adresse in adresses() if adresse.acces not in ACCES] == []
    assert checks.vues_declarees() + checks.vues_gardees() + checks.vues_fermees_par_defaut() == []


def test_chaque_exception_a_sa_raison() -> None:
    """... and an address: what a library no longer offers leaves the table."""
    assert [nom for nom, (acces, raison) in BIBLIOTHEQUES.items() if not (acces and raison)] == []
    connus = {adresse.nom for adresse in adresses()} | REGLABLES | {"admin:*"}
    assert set(BIBLIOTHEQUES) <= connus


def vue(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse()


def ouverte(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse()


ouverte.acces, ouverte.login_required = "connecte", False

urlpatterns = [
    path("muette/", vue, name="muette"),
    path("connue/", connecte(lambda request: HttpResponse()), name="connue"),
    path("a-tous/", publique(lambda request: HttpResponse()), name="a_tous"),
    path("distraite/", ouverte, name="distraite"),
    path("projets/<slug:slug>/", include([path("sans/", connecte(lambda r: None), name="sans")])),
    path("ailleurs/<slug:slug>/", porte()(lambda request: HttpResponse()), name="ailleurs"),
]


@pytest.mark.parametrize(
    ("verification", "fautives"),
    [
        (checks.vues_declarees, {"muette"}),
        (checks.vues_gardees, {"sans", "ailleurs"}),
        (checks.vues_fermees_par_defaut, {"distraite"}),
    ],
)
def test_les_verifications_voient_la_vue_oubliee(verification: Any, fautives: set[str]) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        assert {faute.msg.split()[2] for faute in verification()} == fautives
