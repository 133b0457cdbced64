from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def charger_regions(**kwargs: Any) -> None:
    """After each migration the regions are there: data, not an enum."""
    from pasapas.referentiel import charger_regions as charger

    charger()


class PasAPasConfig(AppConfig):
    name = "pasapas"
    verbose_name = "Pas à pas"

    def ready(self) -> None:
        from pasapas import checks  # noqa: F401  (registers the project's own checks)

        post_migrate.connect(charger_regions, sender=self)
