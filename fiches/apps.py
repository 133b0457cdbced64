"""Fiches follow the themes of the questionnaire their projet takes up."""

from django.apps import AppConfig


class FichesConfig(AppConfig):
    name = "fiches"
    verbose_name = "Annexe 3 : actions"

    def ready(self) -> None:
        from diagnostic.operations import suivre
        from fiches.operations import suivre_les_themes

        suivre(suivre_les_themes)
