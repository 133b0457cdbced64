from django.apps import AppConfig


class FresqueConfig(AppConfig):
    name = "fresque"
    verbose_name = "Annexe 1 et fresque assemblée"
