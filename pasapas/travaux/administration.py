"""What is done beside the pages, seen from the back office: tried again, or stopped. No words."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pasapas.models import Courriel, Ouvrier, Travail
from pasapas.travaux import bail
from pasapas.travaux.boite import LETTRES, Lettre, destinataire, empreintes
from pasapas.travaux.sortes import SORTES, Sorte


class SousBailAdmin(admin.ModelAdmin):
    """Rows that are read; what can be done with them is done to several at once."""

    sortes: Mapping[str, Sorte | Lettre]
    pourquoi: str  # what a gesture that does nothing means here
    actions = ("reessayer", "annuler")
    list_filter = ("etat",)
    # ``manage.py menage`` forgets what is over; what is not is cancelled instead.
    sans = ("add", "delete")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        titres = {"title": str(self.opts.verbose_name_plural).capitalize(), "subtitle": _releve()}
        return super().changelist_view(request, {**(extra_context or {}), **titres})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Nothing to type, nothing to save."""
        rien = {"show_save": False, "show_save_and_continue": False, "title": "À lire"}
        extra_context = {**(extra_context or {}), **rien}
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description="quoi", ordering="sorte")
    def libelle(self, ligne: Travail | Courriel) -> str:
        sorte = self.sortes.get(ligne.sorte)
        return sorte.libelle if sorte else ligne.sorte

    @admin.action(description="Réessayer maintenant", permissions=["change"])
    def reessayer(self, request: HttpRequest, lignes: Any) -> None:
        faites = bail.reessayer(lignes)
        self._dire(request, lignes, faites, "à refaire dès maintenant")

    @admin.action(description="Annuler", permissions=["change"])
    def annuler(self, request: HttpRequest, lignes: Any) -> None:
        self._dire(request, lignes, bail.annuler(lignes), "à ne plus faire")

    def _dire(self, request: HttpRequest, lignes: QuerySet, faites: int, quoi: str) -> None:
        reste = lignes.count() - faites
        if faites:
            messages.success(request, f"{faites} {quoi}.")
        if reste:
            messages.warning(request, f"Sans effet sur {reste} : {self.pourquoi}")


@admin.register(Travail)
class TravailAdmin(SousBailAdmin):
    sortes = SORTES
    list_display = ("libelle", "etat", "avance", "erreur", "essais", "cree_le")
    fields = (*list_display, "a_prendre_le", "fini_le", "cle")
    pourquoi = "déjà fait, ou déjà arrêté."

    @admin.display(description="progrès", ordering="progres")
    def avance(self, travail: Travail) -> str:
        return f"{travail.progres} %"


@admin.register(Courriel)
class CourrielAdmin(SousBailAdmin):
    sortes = LETTRES
    list_display = ("libelle", "a_qui", "etat", "erreur", "essais", "cree_le")
    fields = (*list_display, "a_prendre_le", "perime_le", "fini_le")
    search_fields = ("empreinte",)
    search_help_text = "Une adresse e-mail entière : ce qui lui est parti se retrouve aussi."
    pourquoi = "parti, ou abandonné (le texte n’en est plus gardé)."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if search_term:
            queryset = queryset.filter(empreinte__in=empreintes(search_term))
        return queryset, False

    @admin.display(description="à qui")
    def a_qui(self, courriel: Courriel) -> str:
        return destinataire(courriel) or "adresse non gardée"


def _releve() -> str:
    """Who works, and what waits: the first thing to know when e-mails do not come."""
    ouvrier = Ouvrier.objects.first()
    if ouvrier is None:
        return "Aucun ouvrier n’a jamais tourné : lancez « manage.py ouvrier » à côté des pages."
    en_attente = Courriel.objects.vivants().count() + Travail.objects.vivants().count()
    if not Ouvrier.objects.la().exists():
        quand = timezone.localtime(ouvrier.vu_le)
        return (
            f"Aucun ouvrier ne tourne depuis le {quand:%d/%m à %H:%M} : relancez "
            f"« manage.py ouvrier ». En attente : {en_attente}."
        )
    age = max(0, int((timezone.now() - ouvrier.vu_le).total_seconds()))
    return f"Un ouvrier tourne (vu il y a {age} s). En attente : {en_attente}."
