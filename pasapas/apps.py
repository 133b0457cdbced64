"""What each migration leaves ready: regions, pages on personal data."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def charger(**kwargs: Any) -> None:
    """After each migration the regions are there (data, not an enum), and so are the pages on
    personal data, with our first words."""
    from pasapas.entretien.referentiel import charger_regions
    from pasapas.informations.chargement import charger_pages

    charger_regions()
    charger_pages()


class PasAPasConfig(AppConfig):
    name = "pasapas"
    verbose_name = "Pas à pas"

    def ready(self) -> None:
        from pasapas.comptes import sessions  # noqa: F401  (listens to who comes in and leaves)
        from pasapas.serveur import checks, deploiement  # noqa: F401  (register what is checked)

        post_migrate.connect(charger, sender=self)
