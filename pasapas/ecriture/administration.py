"""What the back office changes is remembered: by the fresques on which it shows, and by Django's
own log, which says which administrateur did it, and what was there before."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from pasapas.ecriture.changements import bouger, reference_libre, suivant
from pasapas.ecriture.forms import ChoixMultiples
from pasapas.ecriture.journal import Changement, Geste, dire, noter
from pasapas.ecriture.transactions import en_cours, ensemble
from pasapas.models import (
    Accompagnement,
    Etablissement,
    Evenement,
    Participant,
    Programme,
    Projet,
    Service,
    User,
)
from pasapas.valeurs.saisie import MotField

SIGNATURE = "L’administration"  # whoever it is has no name on a fresque they do not belong to
RAISON = "les accompagnements d’un programme dont l’administration change les règles"
REGLAGES = ("administration", "projet")  # where the journal files what no box shows


def changements(form: ModelForm, lignes: QuerySet) -> list[Changement]:
    """What this form is about to change in its row, one of these, in words."""
    avant = lignes.filter(pk=form.instance.pk).first()
    if avant is None:
        return []
    return [
        Changement(champ, dire(avant, champ), dire(form.instance, champ)) for champ in _champs(form)
    ]


def _champs(form: ModelForm) -> list[str]:
    """The columns that the form is about to change."""
    colonnes = {champ.name for champ in form.instance._meta.concrete_fields}
    return [champ for champ in form.changed_data if champ in colonnes]


def _lies(form: ModelForm) -> set[str]:
    """The fields that hold several rows of another table."""
    return {champ.name for champ in form.instance._meta.many_to_many}


class FormMemoire(ModelForm):
    """A form of the back office, once ``AvecMemoire`` has said what it changes."""

    changements: list[Changement]


def compte_de(request: HttpRequest) -> User:
    """Who is in the back office, where nobody comes in without an account."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class AvecPages(admin.ModelAdmin):
    """A table with pages of its own, beside those that Django gives to each. ``absente``: what is
    said where no row is."""

    absente: str

    def adresser(self, chemin: str, vue: Any, nom: str) -> URLPattern:
        meta = self.opts
        nom = f"{meta.app_label}_{meta.model_name}_{nom}"
        return path(chemin, self.admin_site.admin_view(vue), name=nom)

    def ligne(self, request: HttpRequest, object_id: str) -> Any:
        """A row one may see, or a 404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        ligne = self.get_object(request, unquote(object_id))
        if ligne is None:
            raise Http404(self.absente)
        return ligne

    def a_ecrire(self, request: HttpRequest, object_id: str) -> Any:
        """The same, that one may write in: by POST alone."""
        ligne = self.ligne(request, object_id)
        if request.method != "POST":
            raise Http404(self.absente)
        self.exiger_d_ecrire(request, ligne)
        return ligne

    def exiger_d_ecrire(self, request: HttpRequest, ligne: Any) -> None:
        if not self.has_change_permission(request, ligne):
            raise PermissionDenied

    def page(
        self,
        request: HttpRequest,
        gabarit: str,
        titre: str,
        *,
        refusee: bool = False,
        **donnees: Any,
    ) -> HttpResponse:
        """One of its pages, dressed as Django's own. ``refusee``: a form in it says why."""
        commun = {
            **self.admin_site.each_context(request),
            "title": titre,
            "subtitle": None,
            "opts": self.opts,
        }
        statut = 422 if refusee else 200
        return TemplateResponse(
            request, f"admin/{gabarit}.html", {**commun, **donnees}, status=statut
        )


class AvecMemoire(admin.ModelAdmin):
    """A table whose history says what was there before each change. Only what was changed in
    the form is written: what others write meanwhile stands. ``ailleurs``: the page on which a row
    is added, when it is not Django's."""

    ailleurs = ""
    list_per_page = 25  # as the portefeuille: what is below a list is near on a phone
    formfield_overrides = {models.SlugField: {"form_class": MotField}}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.changements = changements(form, self.get_queryset(request))
        if change:
            dates = [champ.name for champ in obj._meta.fields if getattr(champ, "auto_now", False)]
            obj.save(update_fields=[*_champs(form), *dates])
        else:
            super().save_model(request, obj, form, change)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Several are deleted as one is."""
        for une in queryset:
            self.delete_model(request, une)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.ailleurs:
            return super().add_view(request, *args, **kwargs)
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect(self.ailleurs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A key that no database can hold is refused, not asked for."""
        kwargs.setdefault("form_class", ChoixMultiples)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[dict[str, Any]]:
        message = super().construct_change_message(request, form, formsets, add)
        for partie in message:
            dit = partie.get("changed", {})
            if "name" not in dit and "fields" in dit:
                dit["fields"] = [
                    *(_phrase(form, un) for un in form.changements),
                    *(
                        str(form.fields[lie].label)
                        for lie in form.changed_data
                        if lie in _lies(form)
                    ),
                ]
        return message


def _phrase(form: ModelForm, changement: Changement) -> str:
    libelle = form.instance._meta.get_field(changement.champ).verbose_name
    avant, apres = changement.avant or "rien", changement.apres or "rien"
    return f"{libelle}, de «\u00a0{avant}\u00a0» à «\u00a0{apres}\u00a0»"


def geste_de(user: User, projets: Iterable[Projet], planche: str, encart: str) -> Geste | None:
    """The same gesture on every one of these fresques; None when there is none."""
    projets = list(projets)
    siens = Participant.objects.filter(projet__in=projets, user=user)
    ici = {participant.projet_id: participant for participant in siens}
    gestes = [
        Geste(projet, ici.get(projet.pk), planche, encart, signature=SIGNATURE)
        for projet in projets
    ]
    return replace(gestes[0], echos=tuple(gestes[1:])) if gestes else None


def noter_etablissement(user: User, etablissement: Etablissement, form: FormMemoire) -> None:
    geste = geste_de(user, fresques(etablissement), "eclaire", "etablissement")
    if geste and form.changements:
        noter(geste, Evenement.Action.MODIFICATION, etablissement, form.changements)


def fresques(etablissement: Etablissement) -> Iterable[Projet]:
    return etablissement.projets.order_by("pk")


@ensemble
def bouger_etablissement(etablissement: Etablissement, *, neuf: bool = False) -> None:
    """An établissement was written: each of its fresques moves, and itself where it has none.
    ``neuf``: none has had time to hang on it."""
    _relire(etablissement.pk)
    for projet in () if neuf else fresques(etablissement):
        bouger(projet)


@ensemble
def bouger_programme(programme: Programme) -> None:
    """Its months and thresholds are those of whoever is accompanied in it: each stands anew."""
    faite = en_cours()
    if faite is not None:
        suivis = Accompagnement.objects.sans_projet(RAISON).filter(programme=programme)
        faite.etablissements |= set(suivis.values_list("projet__etablissement", flat=True))


def ecrire_services(user: User, etablissement: Etablissement, formset: BaseModelFormSet) -> None:
    """Services added, changed, and taken off: those go to the corbeille, as from the fresque."""
    geste = geste_de(user, fresques(etablissement), "eclaire", "services")
    avant = {
        form.instance.pk: changements(form, formset.get_queryset())
        for form in formset.initial_forms
    }
    formset.save(commit=False)
    for service in formset.new_objects:
        placer(service)
        service.save()
        dire_service(geste, Evenement.Action.AJOUT, service, [Changement(apres=str(service))])
    for service, champs in formset.changed_objects:
        service.version += 1
        service.save(update_fields=[*champs, "version"])
        dire_service(geste, Evenement.Action.MODIFICATION, service, avant[service.pk])
    for service in formset.deleted_objects:
        service.retire_le = timezone.now()
        service.version += 1
        service.save(update_fields=["retire_le", "version"])
        dire_service(geste, Evenement.Action.RETRAIT, service, [Changement(avant=str(service))])


def placer(service: Service) -> None:
    """A new one: the last of its établissement."""
    deja = Service.objects.filter(etablissement=service.etablissement)
    service.reference = reference_libre(deja, service.nom)
    service.ordre = suivant(deja)


def dire_service(
    geste: Geste | None, action: str, service: Service, dits: list[Changement]
) -> None:
    if geste:
        noter(geste, action, service, dits)


@ensemble
def noter_projet(user: User, projet: Projet, form: FormMemoire) -> None:
    """The name has a box on the fresque; the rest is its settings. The établissement it leaves no
    longer shows it either."""
    if "etablissement" in form.changed_data:
        _relire(form.initial.get("etablissement"))
    nom = [changement for changement in form.changements if changement.champ == "nom"]
    reste = [changement for changement in form.changements if changement.champ != "nom"]
    for lieu, dits in ((("eclaire", "nom"), nom), (REGLAGES, reste)):
        if dits and (geste := geste_de(user, [projet], *lieu)):
            noter(geste, Evenement.Action.MODIFICATION, projet, dits)
    bouger(projet)


@ensemble
def supprimer(ligne: Etablissement | Projet) -> None:
    """For good. Where the write ends, no list goes on showing what was read of it."""
    _relire(ligne.etablissement_id if isinstance(ligne, Projet) else ligne.pk)
    ligne.delete()


def _relire(etablissement: int | None) -> None:
    faite = en_cours()
    if faite is not None and etablissement:
        faite.etablissements.add(etablissement)
