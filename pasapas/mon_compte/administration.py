"""The back office has no login page, no logout and no password of its own."""

from typing import Any

from allauth.account.views import logout
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from pasapas.acces.porte import connecte, publique
from pasapas.comptes.preuves import preuve_recente
from pasapas.models import Mandat, Projet, User
from pasapas.models.cloison import ouvrir
from pasapas.mon_compte.lignes_nommees import LignesNommees, Table

DELICATS = {User, Mandat, Authenticator, Projet}


class PreuveAdmin(ModelAdmin):
    """For the day a person lost telephone, key and codes: remove, never read nor add."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    fields = readonly_fields = list_display
    search_fields = ("user__email", "user__nom")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those of the administrateurs are taken off by who may do everything."""
        preuves = super().get_queryset(request)
        return preuves if request.user.is_superuser else preuves.exclude(user__is_staff=True)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ApresPreuve(Table):
    """Mixed into what gives an account, a region or a way in, or takes a whole fresque away: an
    open session is not enough.

    What was posted may be done from the page of the proof, where the wall is closed: open it.
    """

    @method_decorator(preuve_recente)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ouvrir()
        return super().changeform_view(request, *args, **kwargs)

    @method_decorator(preuve_recente)
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ouvrir()
        return super().delete_view(request, *args, **kwargs)

    @method_decorator(preuve_recente)
    def response_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse | None:
        ouvrir()
        return super().response_action(request, **kwargs)


class Site(AdminSite):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register(Authenticator, PreuveAdmin)

    def register(self, modele: Any, admin_class: Any = None, **options: Any) -> None:  # type: ignore[override]
        """allauth's own pages stay out: addresses, sessions and secrets are their owners'."""
        classe = admin_class or ModelAdmin
        if not classe.__module__.startswith("allauth."):
            modeles = {modele} if isinstance(modele, type) else {*modele}
            avant = (ApresPreuve,) if modeles & DELICATS else ()
            bases = (*avant, LignesNommees, classe)
            sure = type(classe.__name__, bases, {"__module__": classe.__module__})
            super().register(modele, sure, **options)

    @publique
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Where the site sends whoever it does not know; a 404 for other people's accounts."""
        if request.user.is_authenticated:
            raise Http404("Aucune page à cette adresse.")
        return redirect_to_login(request.GET.get("next", "/administration/"), settings.LOGIN_URL)

    @connecte
    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        return logout(request)

    @connecte
    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_change_password")
