"""« Qui a accès », as its tests go there and read it."""

from pasapas.models import Participant, Projet
from tests.htmx import element, texte
from tests.personnes import Visiteur

COURRIEL = "ines@example.org"


def url(projet: Projet, suite: str = "") -> str:
    return f"/projets/{projet.slug}/acces/{suite}"


def ligne(client: Visiteur, qui: Participant) -> str:
    """What the page says of someone."""
    return texte(element(client.get(url(qui.projet)), f"acces-{qui.pk}"))


def relire(qui: Participant) -> Participant:
    return Participant.objects.select_related("user").get(pk=qui.pk)
