"""Someone invited by e-mail, and what they do with the link."""

from typing import Any

from tests.personnes import Visiteur

PASSE = "trois mots au hasard"


COURRIEL = "ines@example.org"


def montrer(client: Visiteur, jeton: str) -> Any:
    """What the page does with the end of the link."""
    return client.post("/invitation/", {"code": jeton})
