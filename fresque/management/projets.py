"""The projet that a command is about."""

from django.core.management.base import CommandError

from pasapas.models import Projet


def nomme(slug: str) -> Projet:
    """The one at this address. Raises CommandError, which says some of those there are."""
    projets = Projet.objects.sans_projet("une commande nomme le sien")
    projet = projets.select_related("etablissement__region").filter(slug=slug).first()
    if projet is None:
        connus = ", ".join(projets.values_list("slug", flat=True)[:20]) or "aucun"
        raise CommandError(f"Aucun projet à l’adresse « {slug} ». Projets connus : {connus}.")
    return projet
