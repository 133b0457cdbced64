from django.apps import AppConfig


class BilanConfig(AppConfig):
    name = "bilan"
    verbose_name = "Annexe 4 : bilan"
