"""What the stream answers in HTTP: the heads of what is said, and the refusals, in French."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from django.conf import settings

from pasapas.valeurs.textes import decouper

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MOTS = {
    400: "Cette demande ne se lit pas.",
    401: "Votre session est terminée : connectez-vous à nouveau.",
    403: "Cette page n’est pas de celles qui peuvent écouter ici.",
    404: "Aucune fresque à cette adresse.",
    405: "Un flux s’ouvre par GET.",
    429: (
        "Trop de pages écoutent déjà pour ce compte ou cette adresse. Celle-ci demandera des "
        "nouvelles de temps en temps."
    ),
    503: "Le flux est occupé : la page demandera des nouvelles de temps en temps.",
}
PATIENTEZ = {429: 30, 503: 5}  # seconds


class Refus(Exception):
    """Nobody may listen here: the HTTP status says why."""

    def __init__(self, statut: int) -> None:
        self.statut = statut


def origine_de(entetes: Mapping[str, str]) -> str:
    """The page's origin when it is another one that may listen; Refus for anyone else."""
    origine = entetes.get("origin", "")
    if not origine or decouper(origine).netloc == entetes.get("host"):
        return ""
    if origine not in settings.FLUX_ORIGINES:
        raise Refus(403)
    return origine


def entetes_de(origine: str) -> list[tuple[bytes, bytes]]:
    entetes = {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-accel-buffering": "no",
        "vary": "Origin, Cookie",
    }
    if origine:
        entetes["access-control-allow-origin"] = origine
        entetes["access-control-allow-credentials"] = "true"
    return [(nom.encode(), valeur.encode("latin-1")) for nom, valeur in entetes.items()]


def morceau(texte: str, *, suite: bool) -> dict[str, object]:
    return {"type": "http.response.body", "body": texte.encode(), "more_body": suite}


async def refuser(send: Send, statut: int) -> None:
    corps = MOTS[statut].encode()
    entetes = {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(corps)),
        "cache-control": "no-store",
    }
    if statut in PATIENTEZ:
        entetes["retry-after"] = str(PATIENTEZ[statut])
    bruts = [(nom.encode(), valeur.encode()) for nom, valeur in entetes.items()]
    await send({"type": "http.response.start", "status": statut, "headers": bruts})
    await send({"type": "http.response.body", "body": corps})
