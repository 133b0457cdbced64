from django.apps import AppConfig


class FresqueConfig(AppConfig):
    name = "fresque"
    verbose_name = "Annexe 1 et fresque assemblée"

    def ready(self) -> None:
        from fresque.donnees import preavis  # noqa: F401  (what is true once its e-mails have left)
