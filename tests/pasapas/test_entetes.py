"""What every answer carries, and what a production server sets."""

import json
import os
import subprocess
import sys

import pytest
from allauth.account import urls as urls_comptes
from allauth.mfa import urls as urls_preuves
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.template.loader import get_template
from django.urls import URLPattern

from pasapas.mon_compte import urls as nos_urls
from tests.factories import MOT_DE_PASSE, UserFactory
from tests.pasapas.demarrage import BONS, RACINE
from tests.personnes import Visiteur
from tests.preuves import enroler, prouver

pytestmark = pytest.mark.une_base

PAGES = ["/", "/comptes/", "/comptes/login/", "/comptes/appareils/", "/comptes/preuves/", "/rien/"]


@pytest.mark.parametrize("adresse", [*PAGES, "mur"])
def test_rien_n_est_garde_par_le_navigateur(adresse: str, animatrice: Visiteur) -> None:
    slug = animatrice.participant.projet.slug
    reponse = animatrice.get(f"/projets/{slug}/" if adresse == "mur" else adresse)
    garde = reponse.headers["Cache-Control"]
    assert "no-store" in garde
    assert "private" in garde
    assert "camera=()" in reponse.headers["Permissions-Policy"]
    assert reponse.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert reponse.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_biscuits_hors_de_portee_des_scripts(anonyme: Visiteur) -> None:
    anonyme.get("/comptes/login/")
    anonyme.post("/comptes/login/", {"login": UserFactory().email, "password": MOT_DE_PASSE})
    for nom in ("csrftoken", "sessionid"):
        assert anonyme.cookies[nom]["samesite"] == "Lax"
        assert anonyme.cookies[nom]["httponly"]


PRODUCTION = """
import json, django
django.setup()
from django.conf import settings
noms = ("SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_DOMAIN "
        "SESSION_COOKIE_PATH CSRF_COOKIE_NAME CSRF_COOKIE_SECURE CSRF_COOKIE_HTTPONLY "
        "SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD "
        "SECURE_SSL_REDIRECT ALLAUTH_TRUSTED_PROXY_COUNT DEBUG OIDC_URL")
print(json.dumps({nom: getattr(settings, nom) for nom in noms.split()}))
"""


def test_biscuits_d_une_vraie_installation(tmp_path: object) -> None:
    """« __Host- » : no sibling site can plant one, and the browser checks the rest."""
    env = {cle: os.environ[cle] for cle in ("PATH", "LD_LIBRARY_PATH") if cle in os.environ}
    env |= {
        "DJANGO_SETTINGS_MODULE": "pasapas.settings",
        "PASAPAS_ENV": "production",
        "PASAPAS_VAR": str(tmp_path),
        **BONS,
    }
    dit = subprocess.run(  # noqa: S603
        [sys.executable, "-c", PRODUCTION], cwd=RACINE, env=env, capture_output=True, check=True
    )
    assert json.loads(dit.stdout) == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,  # other sites of the domain are not ours to close
        "SECURE_HSTS_PRELOAD": False,
        "SECURE_SSL_REDIRECT": True,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "DEBUG": False,
        "OIDC_URL": "",
    }


def noms(motifs: list[object]) -> set[str]:
    return {
        nom
        for motif in motifs
        for nom in ([motif.name] if isinstance(motif, URLPattern) else noms(motif.url_patterns))
    }


def test_chaque_page_d_allauth_est_a_nous_ou_fermee() -> None:
    """A newer allauth that adds a page makes this fail, so that someone decides."""
    offertes = noms(nos_urls.urlpatterns) | noms(nos_urls.fournisseur_urlpatterns)
    ailleurs = noms(urls_comptes.urlpatterns) | noms(urls_preuves.urlpatterns)
    assert ailleurs - offertes == {"account_confirm_email"}


@pytest.mark.parametrize(
    "gabarit",
    [
        "account/account_inactive.html",
        "account/confirm_login_code.html",
        "account/login.html",
        "account/logout.html",
        "account/password_change.html",
        "account/password_reset.html",
        "account/password_reset_done.html",
        "account/password_reset_from_key.html",
        "account/password_reset_from_key_done.html",
        "account/password_set.html",
        "account/reauthenticate.html",
        "account/request_login_code.html",
        "account/signup_closed.html",
        "account/email/login_code_message.txt",
        "account/email/password_changed_message.txt",
        "account/email/password_reset_message.txt",
        "account/email/password_reset_key_message.txt",
        "account/email/password_set_message.txt",
        "account/email/unknown_account_message.txt",
        "mfa/authenticate.html",
        "mfa/index.html",
        "mfa/reauthenticate.html",
        "mfa/recovery_codes/download.txt",
        "mfa/recovery_codes/generate.html",
        "mfa/recovery_codes/index.html",
        "mfa/totp/activate_form.html",
        "mfa/totp/deactivate_form.html",
        "mfa/webauthn/add_form.html",
        "mfa/webauthn/authenticator_confirm_delete.html",
        "mfa/webauthn/authenticator_list.html",
        "mfa/webauthn/edit_form.html",
        "mfa/webauthn/reauthenticate.html",
        "socialaccount/authentication_error.html",
        "socialaccount/login_cancelled.html",
    ],
)
def test_chaque_gabarit_est_le_notre(gabarit: str) -> None:
    assert str(RACINE / "templates") in get_template(gabarit).origin.name


@pytest.mark.parametrize(
    "adresse", ["signup/", "email/", "confirm-email/", "identite/fournisseur/aller/", "3rdparty/"]
)
def test_ce_qui_n_est_pas_offert_est_ferme(adresse: str, animatrice: Visiteur) -> None:
    assert animatrice.get(f"/comptes/{adresse}").status_code == 404
    assert animatrice.post(f"/comptes/{adresse}").status_code == 404


@pytest.mark.parametrize(
    "adresse",
    [
        "",
        "totp/activate/",
        "totp/deactivate/",
        "recovery-codes/",
        "recovery-codes/generate/",
        "recovery-codes/download/",
        "webauthn/",
        "webauthn/add/",
    ],
)
def test_pages_des_preuves_en_francais(adresse: str, animatrice: Visiteur) -> None:
    if "activate" not in adresse or "deactivate" in adresse:
        enroler(animatrice.participant.user)
        RecoveryCodes.activate(animatrice.participant.user)
    prouver(animatrice)
    page = animatrice.get(f"/comptes/preuves/{adresse}")
    assert page.status_code == 200
    for anglais in ("Authenticator app", "Security", "Recovery", "Activate", "recovery codes"):
        assert anglais not in page.content.decode().replace("Google Authenticator", "").replace(
            "Microsoft Authenticator", ""
        )
