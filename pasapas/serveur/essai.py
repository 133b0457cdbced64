"""A call that this installation makes to itself, through the proxy, as a browser would."""

from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.core.signing import BadSignature, TimestampSigner

from pasapas.serveur.mots_du_systeme import en_francais

SECONDES = 5  # to answer
DUREE = 60  # seconds the mark of a call is worth
SEL = "essai"
PRETENDUE = "192.0.2.77"  # an address that nobody has (RFC 5737)


class Muet(Exception):
    """Nothing answered: why, in words."""


@dataclass(frozen=True)
class ReponseHttp:
    statut: int
    corps: str
    date: str


class _SansSuivre(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A proxy that sends back to itself is an answer too."""


def marque() -> str:
    return TimestampSigner(salt=SEL).sign(SEL)


def vient_d_ici(donnee: str) -> bool:
    try:
        return TimestampSigner(salt=SEL).unsign(donnee, max_age=DUREE) == SEL
    except BadSignature:
        return False


def appeler(adresse: str) -> ReponseHttp:
    """Raises Muet."""
    demande = Request(  # noqa: S310  (our own address, from the settings)
        adresse,
        headers={"Authorization": f"Bearer {marque()}", "X-Forwarded-For": PRETENDUE},
    )
    try:
        with build_opener(_SansSuivre).open(demande, timeout=SECONDES) as reponse:
            return _lue(reponse.status, reponse)
    except HTTPError as refus:
        with refus:
            return _lue(refus.code, refus)
    except URLError as panne:
        dit = panne.reason
        raise Muet(dit if isinstance(dit, str) else en_francais(dit)) from panne
    except (OSError, HTTPException, ValueError) as panne:
        raise Muet(en_francais(panne)) from panne


def _lue(statut: int, reponse: Any) -> ReponseHttp:
    corps = reponse.read(20_000).decode("utf-8", "replace")
    return ReponseHttp(statut, corps, reponse.headers.get("Date", ""))
