"""What the ground and the annexes do without knowing of the roof, tied here once."""

from django.apps import AppConfig


class FresqueConfig(AppConfig):
    name = "fresque"
    verbose_name = "Annexe 1 et fresque assemblée"

    def ready(self) -> None:
        """What the ground is not to know of the roof: the count, noted where a write ends."""
        from fresque.accompagnement import admin as _suivis  # noqa: F401  (above the annexes)
        from fresque.console import admin as _portefeuille  # noqa: F401
        from fresque.console.tenue import finir
        from fresque.donnees import preavis  # noqa: F401  (what is true once its e-mails have left)
        from fresque.impression import calme  # noqa: F401  (what is printed before anyone asks)
        from fresque.rappels import operations  # noqa: F401  (what each hour asks for)
        from pasapas.ecriture.transactions import A_LA_FIN

        A_LA_FIN.append(finir)
