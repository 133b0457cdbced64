"""What each migration leaves ready: the questionnaire we ship, published ones frozen."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


def charger_questionnaire(**kwargs: Any) -> None:
    """After each migration the questionnaire we ship is there, and published ones are frozen."""
    from diagnostic.models import geler
    from diagnostic.operations import charger_questionnaire as charger

    geler()
    charger()


def degeler_les_questionnaires(**kwargs: Any) -> None:
    """A migration may have to rewrite what nobody else may."""
    from diagnostic.models import degeler

    degeler()


class DiagnosticConfig(AppConfig):
    name = "diagnostic"
    verbose_name = "Annexe 2 : état des lieux"

    def ready(self) -> None:
        pre_migrate.connect(degeler_les_questionnaires, sender=self)
        post_migrate.connect(charger_questionnaire, sender=self)
