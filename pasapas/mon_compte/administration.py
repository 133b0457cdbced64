"""The back office, and the console of the chargés de mission in it. It has no login page, no
logout and no password of its own."""

from collections.abc import Iterator
from copy import copy
from functools import wraps
from typing import Any

from allauth.account.views import logout
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from pasapas.acces.adresses import CONNECTE
from pasapas.acces.mandats import est_charge
from pasapas.acces.porte import connecte, publique
from pasapas.comptes.preuves import apres_preuve
from pasapas.ecriture.droits import NOMS, AvecDroits
from pasapas.models import Mandat, Projet, User
from pasapas.models.mandat import GROUPE_CHARGES
from pasapas.mon_compte.bornes import ABSENTE, Bornee
from pasapas.mon_compte.lignes_nommees import LignesNommees, Table
from pasapas.serveur.etat import alertes

DELICATS = {User, Group, Mandat, Authenticator, Projet}
# What the index says, in this order; a table that stands nowhere comes last.
RAYONS = {
    "Les établissements": ("Dossier", "Etablissement", "Service", "Projet"),
    "Le programme": (
        "Programme",
        "Region",
        "Accompagnement",
        "Intervention",
        "ModeleFresque",
        "StructureFiness",
    ),
    "Les comptes et leurs droits": ("User", "Mandat", "Group", "Authenticator"),
    "L’installation": ("PageInformation", "Courriel", "Travail"),
}
RESTE = "Le reste"


class PreuveAdmin(ModelAdmin):
    """For the day a person lost telephone, key and codes: remove, never read nor add."""

    def __init__(self, *args: Any) -> None:
        """allauth gives its table no name in French."""
        super().__init__(*args)
        self.opts = copy(self.opts)
        self.opts.verbose_name = "vérification en deux étapes"
        self.opts.verbose_name_plural = NOMS[self.opts.label]

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    fields = readonly_fields = list_display
    search_fields = ("user__email", "user__nom")
    sans = ("add", "change")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those of the administrateurs are taken off by who may do everything."""
        preuves = super().get_queryset(request)
        return preuves if request.user.is_superuser else preuves.exclude(user__is_staff=True)


class ApresPreuve(Table):
    """Mixed into what gives an account, a region or a way in, or takes a whole fresque away: an
    open session is not enough."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._prouver(super().changeform_view, request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._prouver(super().delete_view, request, *args, **kwargs)

    def response_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse | None:
        return self._prouver(super().response_action, request, **kwargs)

    def _prouver(self, vue: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Whoever may not open it is told so first: nothing is asked of them."""
        if not any(self.get_model_perms(request).values()):
            raise PermissionDenied
        return apres_preuve(vue, request, *args, **kwargs)


class GroupeAdmin(AvecDroits):
    """What the members of a group may do. The one that a mandate gives keeps its name."""

    search_fields = ("name",)
    ordering = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name",) if obj and obj.name == GROUPE_CHARGES else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        tenu = obj is not None and obj.name == GROUPE_CHARGES
        return not tenu and super().has_delete_permission(request, obj)


class Site(AdminSite):
    site_header = site_title = "Pas à pas"
    index_title = "Réglages"
    enable_nav_sidebar = False
    site_url = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register(Authenticator, PreuveAdmin)

    def register(self, modele: Any, admin_class: Any = None, **options: Any) -> None:  # type: ignore[override]
        """allauth's own pages stay out: addresses, sessions and secrets are their owners'."""
        classe = admin_class or ModelAdmin
        if not classe.__module__.startswith("allauth."):
            modeles = {modele} if isinstance(modele, type) else {*modele}
            classe = GroupeAdmin if Group in modeles else classe
            avant = (ApresPreuve,) if modeles & DELICATS else ()
            bases = (*avant, Bornee, LignesNommees, classe)
            sure = type(classe.__name__, bases, {"__module__": classe.__module__})
            super().register(modele, sure, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever administers, and chargés de mission as long as a mandate of theirs holds."""
        compte = request.user
        return compte.is_active and (compte.is_staff or est_charge(request))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Nothing is there for whoever may not open it; administrateurs are told that it is."""

        @wraps(view)
        def ouvrir_ou_rien(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied:
                if request.user.is_staff:
                    raise
                raise Http404(ABSENTE) from None

        dedans = super().admin_view(ouvrir_ou_rien, cacheable)

        @wraps(dedans)
        def entrer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            a_soi = getattr(view, "acces", "") == CONNECTE
            if request.user.is_authenticated and not (a_soi or self.has_permission(request)):
                raise Http404(ABSENTE)
            return dedans(request, *args, **kwargs)

        return entrer

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Without the list of every table, which only Django's own side menu shows."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "available_apps": [],
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "log_entries": self.get_log_entries(request),
        }

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The home of a chargé de mission is the portefeuille."""
        if not request.user.is_staff:
            return redirect("accueil")
        admis = request.user.has_perm("pasapas.view_travail")
        return super().index(request, {**(extra_context or {}), "alertes": admis and alertes()})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """By what they are for, in French: applications are the code's."""
        applications = super().get_app_list(request, app_label)
        tables = [table for application in applications for table in application["models"]]
        for table in tables:
            nom = str(self.get_model_admin(table["model"]).opts.verbose_name_plural)
            table["name"] = nom[:1].upper() + nom[1:]
        return [*_rayons(tables)]

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


def _rayons(tables: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    ailleurs = {nom for noms in RAYONS.values() for nom in noms}
    restent = [t for t in tables if t["object_name"] not in ailleurs]
    for titre, noms in RAYONS.items():
        siennes = [t for nom in noms for t in tables if t["object_name"] == nom]
        if siennes:
            yield {"name": titre, "models": siennes}
    if restent:
        yield {"name": RESTE, "models": sorted(restent, key=lambda t: t["name"])}
