"""Settings, all from the environment (see README, « Réglages »).

``PASAPAS_ENV=production`` refuses to start with a debug mode or without its own secret.
"""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from pasapas.serveur.exigences import manques
from pasapas.serveur.fichiers import rangement
from pasapas.serveur.hotes import ENTIERE, OUVERTE, publics
from pasapas.serveur.journaux import reglages
from pasapas.serveur.signalement import verifier

BASE_DIR = Path(__file__).resolve().parent.parent


class Reglages(environ.Env):
    """A setting written without a value is a setting left out."""

    ENVIRON = {nom: dit for nom, dit in os.environ.items() if dit or not nom.startswith("PASAPAS_")}


env = Reglages()

VAR_DIR = Path(env.str("PASAPAS_VAR", str(BASE_DIR / "var")))
ENVIRONNEMENT = env.str("PASAPAS_ENV", "local")
PRODUCTION = ENVIRONNEMENT == "production"
DEMO = env.bool("PASAPAS_DEMO", False)
DEBUG = env.bool("PASAPAS_DEBUG", False)


def secret_d_ici() -> str:
    """A secret of this installation's own, made once and kept out of the code."""
    file = VAR_DIR / "secret_key"
    if not file.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(60))
    return file.read_text().strip()


if ENVIRONNEMENT not in {"local", "production"}:
    raise ImproperlyConfigured("PASAPAS_ENV vaut « local » ou « production ».")
if PRODUCTION and (absents := manques(env.ENVIRON)):
    raise ImproperlyConfigured("\n".join(["En production :", *(f"- {un}" for un in absents)]))
SECRET_KEY = env.str("PASAPAS_SECRET_KEY", "") or secret_d_ici()
# Former secrets: what they signed, marked or hid still counts (docs/heberger.md, « Les clés »).
SECRET_KEY_FALLBACKS = env.list("PASAPAS_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "PASAPAS_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
)
if "PASAPAS_ENV" not in env.ENVIRON and publics(ALLOWED_HOSTS):  # forgotten on a real server
    raise ImproperlyConfigured(OUVERTE.format(", ".join(publics(ALLOWED_HOSTS))))
# Where the links of e-mails, cards and posters lead; empty, to the name that was asked.
ADRESSE = env.str("PASAPAS_ADRESSE", "").rstrip("/")
if ADRESSE and not ENTIERE.fullmatch(ADRESSE):
    raise ImproperlyConfigured("PASAPAS_ADRESSE s’écrit https://fresque.example.org, sans chemin.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []
CSRF_TRUSTED_ORIGINS += [ADRESSE] if ADRESSE else []

INSTALLED_APPS = [
    "pasapas.apps.PasAPasConfig",
    "diagnostic",
    "fiches",
    "bilan",
    "fresque",
    "pasapas.mon_compte.apps.Administration",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "pasapas.mon_compte.apps.Preuves",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "import_export",
]
MIDDLEWARE = [
    "diagnostic.anonymat.RecueilSansTrace",  # first: nothing behind it knows who answers
    "pasapas.serveur.hotes.LiensSurs",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "pasapas.serveur.refus.EnMots",
    "pasapas.comptes.intergiciels.Entetes",
    "pasapas.serveur.cloison.Cloison",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pasapas.comptes.intergiciels.Inactivite",
    "pasapas.comptes.intergiciels.ConnexionRequise",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pasapas.comptes.intergiciels.SecondePreuve",
    "pasapas.entree.recus.UneSeuleFois",  # last: around the view alone
]
ROOT_URLCONF = "pasapas.urls"
WSGI_APPLICATION = "pasapas.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "pasapas.serveur.gabarits.Gabarits",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["pasapas.templatetags.francais"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pasapas.serveur.contexte.demo",
                "pasapas.serveur.contexte.confort",
                "pasapas.travaux.boite.contexte",
                "pasapas.comptes.expirees.envoi",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'pasapas.sqlite3'}")}
# Opening a connection costs as much as the wall's own queries: keep it.
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE, two writers end in « database is locked » however long they wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # secure_delete: what is erased is overwritten, not merely forgotten (docs/adr/0012).
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server gone, or a lock that stays, ends in an answer (pasapas/serveur/indisponible.py).
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,  # seconds
        "tcp_user_timeout": 10_000,  # milliseconds
        "options": "-c lock_timeout=20s",
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 60},  # a wall weighs half a megabyte
    },
    "morceaux": {  # its sheets and its boxes, one by one
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "morceaux",
        "OPTIONS": {"MAX_ENTRIES": 600},
    },
}

AUTH_USER_MODEL = "pasapas.User"
AUTHENTICATION_BACKENDS = ["pasapas.comptes.porteur.Comptes"]
SESSION_ENGINE = "pasapas.comptes.porteur"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
# Django's: allauth's writes and reads more for an account than for none.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  (a class, no secret)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accueil"
ACCOUNT_ADAPTER = "pasapas.comptes.adaptateurs.Adaptateur"
ACCOUNT_FORMS = {
    "login": "pasapas.comptes.formulaires.LoginForm",
    "request_login_code": "pasapas.comptes.formulaires.DemandeDeCode",
    "confirm_login_code": "pasapas.comptes.formulaires.CodeRecu",
    "reset_password": "pasapas.comptes.formulaires.DemandeDeMotDePasse",
    "reset_password_from_key": "pasapas.comptes.formulaires.MotDePasseOublie",
    "change_password": "pasapas.comptes.formulaires.ChangerDeMotDePasse",
    "set_password": "pasapas.comptes.formulaires.ChoisirUnMotDePasse",
    "reauthenticate": "pasapas.comptes.formulaires.MotDePasseANouveau",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Pas à pas] "
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 1
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 60 * 15
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 10
ACCOUNT_SESSION_REMEMBER = True  # short sessions: pasapas/comptes/sessions.py
# Tries are counted in the database instead (pasapas/comptes/limites.py).
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "pasapas.comptes.adaptateurs.AdaptateurPreuves"
MFA_FORMS = {
    "authenticate": "pasapas.comptes.formulaires_preuves.Preuve",
    "reauthenticate": "pasapas.comptes.formulaires_preuves.PreuveANouveau",
    "activate_totp": "pasapas.comptes.formulaires_preuves.Application",
    "authenticate_webauthn": "pasapas.comptes.formulaires_preuves.CleEnEntrant",
    "reauthenticate_webauthn": "pasapas.comptes.formulaires_preuves.CleANouveau",
    "add_webauthn": "pasapas.comptes.formulaires_preuves.AjoutDeCle",
    "edit_webauthn": "pasapas.comptes.formulaires_preuves.RenommerLaCle",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Pas à pas"
MFA_TOTP_TOLERANCE = 1  # telephones are not all on time
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from an invitation
# Behind a proxy, the address of the person is the last but one.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PASAPAS_PROXIES", 1 if PRODUCTION else 0)

# A provider of identity (ProConnect), or none: docs/adr/0009-entrer.md.
OIDC_URL = env.str("PASAPAS_OIDC_URL", "")
OIDC_NOM = env.str("PASAPAS_OIDC_NOM", "ProConnect")
SOCIALACCOUNT_ADAPTER = "pasapas.comptes.adaptateurs.AdaptateurFournisseur"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
if OIDC_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "fournisseur",
                "name": OIDC_NOM,
                "client_id": env.str("PASAPAS_OIDC_ID"),
                "secret": env.str("PASAPAS_OIDC_SECRET"),
                "settings": {
                    "server_url": OIDC_URL,
                    "token_auth_method": env.str("PASAPAS_OIDC_METHODE", "") or None,
                    "scope": env.list("PASAPAS_OIDC_PORTEE", default=["openid", "email"]),
                    "auth_params": env.dict("PASAPAS_OIDC_PARAMETRES", default={}),
                    "verified_email": env.bool("PASAPAS_OIDC_ADRESSES_SURES", False),
                },
            }
        ],
    }

EMAIL_CONFIG = env.email_url("PASAPAS_EMAIL_URL", "consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 5  # seconds: a mail server that hangs is said to be down
_hote = next((host.lstrip(".") for host in ALLOWED_HOSTS if PRODUCTION), "localhost")
DEFAULT_FROM_EMAIL = env.str("PASAPAS_EMAIL_FROM", f"pas-a-pas@{_hote}")
# Background work (docs/adr/0023), in seconds: how long a row is one worker’s, and after how long
# what did not succeed is tried again, before it is given up.
TRAVAUX_BAIL = 30
TRAVAUX_DELAIS = (60, 5 * 60, 30 * 60, 2 * 3600, 8 * 3600)
# Whether people may open, by themselves, the fresque of an établissement nobody knows here yet.
INSCRIPTION_LIBRE = env.bool("PASAPAS_INSCRIPTION_LIBRE", False)

# Where the archives are written, and what whoever watches from outside must know (pasapas/sante).
SAUVEGARDES = Path(env.str("PASAPAS_SAUVEGARDES", str(VAR_DIR / "sauvegardes")))
SAUVEGARDE_CLE = env.str("PASAPAS_SAUVEGARDE_CLE", "")
CLE_SANTE = env.str("PASAPAS_CLE_SANTE", "")

# How long a fresque nobody touches, and an account nobody uses, are kept (docs/rgpd.md).
CONSERVATION_MOIS = env.int("PASAPAS_CONSERVATION_MOIS", 36)

LANGUAGE_CODE = "fr"
FORMAT_MODULE_PATH = "pasapas.formats"  # hours
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
FICHIERS = env.str("PASAPAS_FICHIERS", str(VAR_DIR))
STORAGES = {
    "default": rangement(FICHIERS, "media"),
    "impressions": rangement(FICHIERS, "impressions"),  # PDF files to be printed, kept a few days
    "import_export": rangement(FICHIERS, "echanges"),  # between a preview and its import, a day
    # Sheets laid out once, read by every process: several machines share one folder.
    "feuilles": {
        "BACKEND": "pasapas.serveur.rangement.Rangement",
        "OPTIONS": {"location": Path(env.str("PASAPAS_FEUILLES", str(VAR_DIR / "feuilles")))},
    },
    "staticfiles": {
        "BACKEND": (
            "pasapas.serveur.statiques.Statiques"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FEUILLES_OCTETS = env.int("PASAPAS_FEUILLES_MO", 2000) * 1_000_000

# Where the browser finds the event stream (docs/adr/0008): empty, there is none and pages ask
# from time to time; « / », the proxy sends /flux/ to it; « :8001 », another port of this host.
FLUX_URL = env.str("PASAPAS_FLUX_URL", "")
FLUX_ORIGINES = env.list("PASAPAS_FLUX_ORIGINES", default=[])  # pages of another origin that listen
# How many pages of one account, of one address (a whole foyer), listen at once; others ask.
FLUX_PAR_COMPTE = env.int("PASAPAS_FLUX_PAR_COMPTE", 20)
FLUX_PAR_ADRESSE = env.int("PASAPAS_FLUX_PAR_ADRESSE", 200)
_flux = [FLUX_URL] if "://" in FLUX_URL else []
if FLUX_URL.startswith(":"):  # a bare IPv6 address is no source a browser accepts
    _flux = [f"http://{host}{FLUX_URL}" for host in ALLOWED_HOSTS if not host.startswith("[")]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "connect-src": [SELF, *_flux],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
INACTIVITE_COURTE = 60 * env.int("PASAPAS_INACTIVITE", 30)  # cards and shared computers
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "pasapas.comptes.expirees.jeton_refuse"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sante/"]  # asked from this very machine, past the proxy
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    # Beyond this very name, only for whoever owns the whole domain and asks for it.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("PASAPAS_HSTS_SOUS_DOMAINES", False)
    SECURE_HSTS_PRELOAD = env.bool("PASAPAS_HSTS_PRELOAD", False)
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # asked for above, or not
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"  # no other site of the same domain can set it
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"

ERREURS_DSN = env.str("PASAPAS_ERREURS_DSN", "")
if ERREURS_DSN:
    verifier(ERREURS_DSN)
LOGGING = reglages(
    env.str("PASAPAS_LOG_LEVEL", "WARNING"), env.str("PASAPAS_LOG_FORME", "texte"), ERREURS_DSN
)
