from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def charger_questionnaire(**kwargs: Any) -> None:
    """After each migration the questionnaire we ship is there."""
    from diagnostic.operations import charger_questionnaire as charger

    charger()


class DiagnosticConfig(AppConfig):
    name = "diagnostic"
    verbose_name = "Annexe 2 : état des lieux"

    def ready(self) -> None:
        post_migrate.connect(charger_questionnaire, sender=self)
