"""The secret of a poster: made of its row and of the server's own, so that the same poster can be
printed again and that a copy of the database opens none."""

import secrets

from fresque.models import AfficheContribuez
from pasapas.acces.cartes import ALPHABET, GROUPES, TAILLE, nu
from pasapas.serveur import coffre

USAGE, DU_CODE = "pasapas.contribuer", "pasapas.contribuer.code"
SIGNES = GROUPES * TAILLE  # as a card: 57 bits, and each try is a request


def nouveau() -> dict[str, str]:
    """The columns of a poster whose secret nobody knows yet."""
    graine = secrets.token_hex(16)
    code = _code(coffre.marque(DU_CODE, graine))
    return {"graine": graine, "empreinte": coffre.marque(USAGE, nu(code))}


def code_de(affiche: AfficheContribuez) -> str:
    """Its code, as its address says it; empty when the secret it was made with was given up."""
    for marque in coffre.marques(DU_CODE, affiche.graine):
        code = _code(marque)
        if affiche.empreinte in coffre.marques(USAGE, nu(code)):
            return code
    return ""


def empreintes(code: str) -> list[str]:
    """The digests under which a code may be kept."""
    return coffre.marques(USAGE, nu(code[:100]))


def _code(marque: str) -> str:
    """« k7qf-2m9t-xpd4 »: in small letters, as one types an address."""
    reste, signes = int(marque, 16), []
    for _ in range(SIGNES):
        reste, rang = divmod(reste, len(ALPHABET))
        signes.append(ALPHABET[rang].lower())
    groupes = ("".join(signes[i : i + TAILLE]) for i in range(0, SIGNES, TAILLE))
    return "-".join(groupes)
