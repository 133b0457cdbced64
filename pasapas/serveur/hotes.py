"""Which host names only this machine and its own network reach."""

import ipaddress
from collections.abc import Iterable

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
