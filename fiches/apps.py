from django.apps import AppConfig


class FichesConfig(AppConfig):
    name = "fiches"
    verbose_name = "Annexe 3 : actions"

    def ready(self) -> None:
        from diagnostic.operations import suivre
        from fiches.operations import suivre_les_themes

        suivre(suivre_les_themes)
