"""The names of this installation: which only its own network reaches, where its links lead."""

import ipaddress
import re
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.deprecation import MiddlewareMixin

PRIVES = (".home.arpa", ".internal", ".lan", ".local", ".localhost", ".test")
OUVERTE = (
    "PASAPAS_HOSTS nomme « {} », que d’autres peuvent ouvrir, et PASAPAS_ENV n’est pas posé. "
    "Sur un vrai serveur, posez PASAPAS_ENV=production : HTTPS obligatoire, cookies protégés. "
    "Pour un essai sans HTTPS, dites-le : PASAPAS_ENV=local."
)


def prive(hote: str) -> bool:
    """This machine, a name without a dot, an address or a domain that no one else routes."""
    nom = hote.strip().strip("[]").lower()
    try:
        return ipaddress.ip_address(nom).is_private
    except ValueError:
        return nom.endswith(PRIVES) or ("." not in nom and nom != "*")


def publics(hotes: Iterable[str]) -> list[str]:
    return [hote for hote in hotes if not prive(hote)]


ENTIERE = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d+)?")


def racine(request: HttpRequest | None = None) -> str:
    """What comes before the path of every absolute link: e-mails, cards, posters, sheets.

    PASAPAS_ADRESSE says it. Without it: the name that was asked, which is one of ours, and never
    a port that this server does not listen on. A command, which nobody asks, takes the first name.
    """
    if settings.ADRESSE:
        return settings.ADRESSE
    if request is None:
        nom = next((un for un in settings.ALLOWED_HOSTS if not un.startswith((".", "*", "["))), "")
        return f"https://{nom}" if settings.PRODUCTION else f"http://{nom}:8000"
    nom, port = split_domain_port(request.get_host())
    ici = request.get_port()
    if (
        settings.PRODUCTION
        or not port
        or ici == {"http": "80", "https": "443"}[request.scheme or "http"]
    ):
        return f"{request.scheme}://{nom}"
    return f"{request.scheme}://{nom}:{ici}"


class LiensSurs(MiddlewareMixin):
    """``build_absolute_uri``, ours and the libraries', starts from ``racine``: whoever asks for
    a link to be sent to somebody else does not choose where it leads."""

    def process_request(self, request: HttpRequest) -> None:
        request._current_scheme_host = racine(request)  # type: ignore[attr-defined]
