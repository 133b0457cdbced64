"""Below /comptes/: ours first, then allauth's, and what of it we do not offer."""

from allauth.account import views as comptes
from allauth.socialaccount.views import login_cancelled
from django.conf import settings
from django.http import Http404
from django.urls import include, path, re_path
from django.views.defaults import page_not_found

from pasapas.comptes.preuves import preuve_recente
from pasapas.mon_compte import fournisseur, views

FERMEE = {"exception": Http404()}

urlpatterns = [
    path("", views.mon_compte, name="mon_compte"),
    path("actif/", views.actif, name="actif"),
    path("appareils/", views.mes_appareils, name="usersessions_list"),
    path("appareils/autres/fermer/", views.fermer_les_autres, name="sessions_fermer"),
    path("appareils/<int:pk>/fermer/", views.fermer, name="session_fermer"),
    path("login/", comptes.login, name="account_login"),
    path("login/code/", views.demander_un_code, name="account_request_login_code"),
    path("login/code/confirm/", comptes.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", comptes.logout, name="account_logout"),
    path("inactive/", comptes.account_inactive, name="account_inactive"),
    path("reauthenticate/", comptes.reauthenticate, name="account_reauthenticate"),
    path("password/change/", comptes.password_change, name="account_change_password"),
    path("password/set/", preuve_recente(comptes.password_set), name="account_set_password"),
    path("password/reset/", comptes.password_reset, name="account_reset_password"),
    path("password/reset/done/", comptes.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        comptes.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        comptes.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # Accounts and addresses are given by invitation: nobody signs up nor claims one alone.
    path("signup/", page_not_found, FERMEE, name="account_signup"),
    path("email/", page_not_found, FERMEE, name="account_email"),
    path("confirm-email/", page_not_found, FERMEE, name="account_email_verification_sent"),
    path(
        "preuves/webauthn/keys/<int:pk>/remove/", views.retirer_une_cle, name="mfa_remove_webauthn"
    ),
    path("preuves/", include("allauth.mfa.urls")),
]
fournisseur_urlpatterns = [
    path("refus/", login_cancelled, name="socialaccount_login_cancelled"),
    path("compte/", page_not_found, FERMEE, name="socialaccount_signup"),
    path("liens/", page_not_found, FERMEE, name="socialaccount_connections"),
    path("<slug:provider_id>/choisir/", fournisseur.choisir, name="fournisseur_choisir"),
    path("<slug:provider_id>/aller/", fournisseur.partir, name="openid_connect_login"),
    path("<slug:provider_id>/retour/", fournisseur.revenir, name="openid_connect_callback"),
]
if settings.OIDC_URL:
    urlpatterns.append(path("identite/", include(fournisseur_urlpatterns)))
