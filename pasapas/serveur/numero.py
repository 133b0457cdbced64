"""The number of a request, the same in the proxy's log and in ours: a person who was told that
something failed says a time, and the lines that belong together are found."""

import re
from contextvars import ContextVar
from secrets import token_hex

ENTETE = "X-Request-ID"
RECU = re.compile(r"[A-Za-z0-9-]{8,64}")
# Pages without account, in small letters: what a device says of itself must not follow answers.
SANS_COMPTE = ("/recueil/", "/contribuer/")

# Of the request that this thread, or this task, answers or answered last; empty in commands.
numero: ContextVar[str] = ContextVar("numero", default="")


def numeroter(chemin: str, donne: str) -> str:
    """Take the number that the proxy gave (its header), else a new one."""
    garde = RECU.fullmatch(donne) and not chemin.lower().startswith(SANS_COMPTE)
    dit = donne if garde else token_hex(8)
    numero.set(dit)
    return dit
