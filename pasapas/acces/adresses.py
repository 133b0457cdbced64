"""Every address of the application, and who may open it: each view says so itself.

Ours are marked by the decorators of ``access``. The views of the libraries cannot be: they are
declared here, one by one, each with its reason. ``manage.py check`` refuses whatever is left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.defaults import page_not_found

MAISON = ("pasapas", "diagnostic", "fiches", "bilan", "fresque")
PUBLIQUE = "publique"  # anyone, without an account
CONNECTE = "connecte"  # any account, for its own things
PROJET = "projet"  # the participants of one projet: everyone else gets a 404
ADMINISTRATION = "administration"  # administrateurs
FERMEE = "fermee"  # nobody: a library offers it, we do not
ADMIN = "admin:"
ACCES = {PUBLIQUE, CONNECTE, PROJET, ADMINISTRATION, FERMEE}

BIBLIOTHEQUES: dict[str, tuple[str, str]] = {
    "account_login": (PUBLIQUE, "the way in"),
    "account_confirm_login_code": (PUBLIQUE, "the code just sent"),
    "account_logout": (PUBLIQUE, "sends whoever has no session to the way in"),
    "account_inactive": (PUBLIQUE, "said to an account that was closed"),
    "account_reset_password": (PUBLIQUE, "asks for a link by e-mail"),
    "account_reset_password_done": (PUBLIQUE, "says the same to known and unknown addresses"),
    "account_reset_password_from_key": (PUBLIQUE, "the link is the proof"),
    "account_reset_password_from_key_done": (PUBLIQUE, "says that it is done"),
    "account_reauthenticate": (CONNECTE, "proves who is there, once more"),
    "account_change_password": (CONNECTE, "one's own password"),
    "account_set_password": (CONNECTE, "one's own password"),
    "mfa_authenticate": (PUBLIQUE, "the second proof of someone on the way in"),
    "mfa_index": (CONNECTE, "one's own second proofs"),
    "mfa_reauthenticate": (CONNECTE, "proves who is there, once more"),
    "mfa_reauthenticate_webauthn": (CONNECTE, "proves who is there, once more"),
    "mfa_activate_totp": (CONNECTE, "one's own second proofs"),
    "mfa_deactivate_totp": (CONNECTE, "one's own second proofs"),
    "mfa_view_recovery_codes": (CONNECTE, "one's own second proofs"),
    "mfa_generate_recovery_codes": (CONNECTE, "one's own second proofs"),
    "mfa_download_recovery_codes": (CONNECTE, "one's own second proofs"),
    "mfa_list_webauthn": (CONNECTE, "one's own second proofs"),
    "mfa_add_webauthn": (CONNECTE, "one's own second proofs"),
    "mfa_edit_webauthn": (CONNECTE, "one's own second proofs"),
    "mfa_remove_webauthn": (CONNECTE, "one's own second proofs"),
    "socialaccount_login_cancelled": (PUBLIQUE, "said on the way back from the provider"),
    # The admin site proves the right itself, for each of its views but these two.
    "admin:login": (PUBLIQUE, "the way in, for whoever the site turns away"),
    "admin:logout": (CONNECTE, "ends one's session"),
    "admin:*": (ADMINISTRATION, "AdminSite.admin_view, then each model's permissions"),
}

VueHttp = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Adresse:
    """One line of the URLconf. ``chemin`` is its pattern, ``nom`` what ``reverse`` calls it."""

    chemin: str
    nom: str
    vue: VueHttp
    parametres: tuple[str, ...]

    @property
    def acces(self) -> str:
        """One of ACCES; empty when nothing says it."""
        return acces_de(self.nom, self.vue)

    @property
    def titre(self) -> str:
        return f"/{self.chemin}" if self.nom.endswith(":") or not self.nom else self.nom


def acces_de(nom: str, vue: VueHttp) -> str:
    """Who may open this view: its own word, else the table of the libraries."""
    if vue is page_not_found:
        return FERMEE
    if nom.startswith(ADMIN):  # whatever the view says, the site comes first
        return BIBLIOTHEQUES.get(nom, BIBLIOTHEQUES[f"{ADMIN}*"])[0]
    if hasattr(vue, "acces"):
        return vue.acces
    notre = vue.__module__.partition(".")[0] in MAISON
    return "" if notre else BIBLIOTHEQUES.get(nom, ("", ""))[0]


def adresses() -> list[Adresse]:
    """The whole URLconf, included ones and libraries' too."""
    return list(_parcourir(get_resolver(), "", ()))


def _parcourir(branche: URLResolver, chemin: str, espaces: tuple[str, ...]) -> Iterator[Adresse]:
    for motif in branche.url_patterns:
        suite = chemin + str(motif.pattern)
        if isinstance(motif, URLPattern):
            nom = ":".join([*espaces, motif.name or ""])
            yield Adresse(suite, nom, motif.callback, _parametres(suite))
        else:
            dessous = (*espaces, motif.namespace) if motif.namespace else espaces
            yield from _parcourir(motif, suite, dessous)


def _parametres(chemin: str) -> tuple[str, ...]:
    """The names between « < > », whatever the kind of pattern."""
    morceaux = chemin.split("<")[1:]
    return tuple(morceau.split(">")[0].split(":")[-1] for morceau in morceaux)
