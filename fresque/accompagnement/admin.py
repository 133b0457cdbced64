"""Accompaniments, what advisers did, and the FINESS table, as tables of the administration."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from fresque.accompagnement import relais
from fresque.accompagnement.accueil import verifier_modele
from fresque.accompagnement.forms import RelaisForm
from fresque.accompagnement.operations import recompter_les_jours, retirer_intervention, signaler
from fresque.accompagnement.ouvertures import OuvertureRessource
from fresque.accompagnement.ouvrir import PageOuvrir
from fresque.accompagnement.pages import PagesAccompagnement
from fresque.accompagnement.ressources import AccompagnementRessource, InterventionRessource
from pasapas.comptes.preuves import apres_preuve
from pasapas.echanges.administration import Echangeable
from pasapas.ecriture.administration import AvecMemoire, compte_de
from pasapas.lecture.messages import RapportErreurs
from pasapas.models import Accompagnement, Intervention, ModeleFresque, StructureFiness
from pasapas.valeurs.saisie import FichierField
from pasapas.valeurs.textes import jour


@admin.register(Accompagnement)
class AccompagnementAdmin(Echangeable, PageOuvrir, PagesAccompagnement, AvecMemoire):
    """Opened, taken further and handed over on pages of its own."""

    borne = "projet__etablissement__region"
    resource_classes = [AccompagnementRessource, OuvertureRessource]
    list_display = ("etablissement", "suivi_par", "relais", "phase", "debut", "hors_programme")
    list_filter = ("phase", "hors_programme")
    list_select_related = ("projet__etablissement__region", "suivi_par", "releve_par", "programme")
    search_fields = ("projet__nom", "projet__etablissement__nom", "suivi_par__nom")
    ordering = ("projet__etablissement__nom", "pk")
    fields = (
        "programme",
        "autorisation_verifiee_le",
        "convention_signee_le",
        "debut",
        "fin_prevue",
        "jours_prevus",
        "derogation",
    )
    readonly_fields = ("derogation",)
    actions = ("confier_plusieurs", "annuler_les_relais")
    sans = ("delete",)  # it ends; what was done stays
    ailleurs = "admin:pasapas_accompagnement_ouvrir"  # from the établissement: eligibility first

    @admin.display(description="établissement", ordering="projet__etablissement__nom")
    def etablissement(self, suivi: Accompagnement) -> str:
        return str(suivi.projet.etablissement)

    @admin.display(description="relais", ordering="releve_le")
    def relais(self, suivi: Accompagnement) -> str:
        le = suivi.releve_le
        return f"{suivi.releve_par or 'personne'}, le {jour(le)}" if le else ""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        signaler(obj)

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [AccompagnementRessource]

    def get_import_form_initial(self, request: HttpRequest) -> dict[str, Any]:
        """?quoi=1: a whole list to open."""
        return {"resource": "1"} if request.GET.get("quoi") == "1" else {}

    # A file may invite: a session found open lets nobody in.
    _prouver = staticmethod(apres_preuve)

    @admin.action(description="Confier à un ou une collègue", permissions=["change"])
    def confier_plusieurs(
        self, request: HttpRequest, choisis: QuerySet[Accompagnement]
    ) -> HttpResponse | None:
        suivis = list(choisis.select_related("projet__etablissement__region", "suivi_par"))
        if not suivis:
            return None
        ici = min(suivi.projet.etablissement.aujourd_hui for suivi in suivis)
        donne = request.POST if "le" in request.POST else None
        form = RelaisForm(donne, collegues=relais.collegues(suivis), ici=ici)
        if form.is_valid():
            dit = form.cleaned_data
            try:
                faits = relais.confier(compte_de(request), suivis, dit["nouveau"], dit["le"])
            except ValidationError as refus:
                form.add_error(None, refus.messages)
            else:
                messages.success(request, f"Confiés à {dit['nouveau']} : {len(faits)}.")
                return None
        return self.page(
            request,
            "accompagnement/confier",
            "Confier à un ou une collègue",
            refusee=bool(form.errors),
            suivis=suivis,
            form=form,
        )

    @admin.action(description="Annuler le relais prévu", permissions=["change"])
    def annuler_les_relais(self, request: HttpRequest, choisis: QuerySet[Accompagnement]) -> None:
        suivis = list(choisis.select_related("projet__etablissement__region"))
        prevus = [suivi for suivi in suivis if suivi.releve_le]
        try:
            relais.annuler(compte_de(request), prevus)
        except ValidationError as refus:
            messages.error(request, " ".join(refus.messages))
            return
        if prevus:
            dit = f"Relais annulés\u00a0: {len(prevus)}. Chaque établissement est prévenu."
            messages.success(request, dit)
        if sans := len(suivis) - len(prevus):
            messages.warning(request, f"Sans relais prévu\u00a0: {sans}.")


@admin.register(Intervention)
class InterventionAdmin(Echangeable, AvecMemoire):
    """What was done, by whom: noted from the page of the établissement, listed here."""

    borne = "projet__etablissement__region"
    resource_classes = [InterventionRessource]
    list_display = ("date", "type", "etablissement", "intitule", "jours", "heures", "auteur")
    list_filter = ("type",)
    list_select_related = ("projet__etablissement", "auteur")
    search_fields = ("intitule", "projet__etablissement__nom")
    ordering = ("-date", "-pk")
    fields = (
        "type",
        "intitule",
        "date",
        "jours",
        "heures",
        "note",
        "rendez_vous_le",
        "rendez_vous_heure",
        "rappeler_le",
    )
    # Noted where one reads the établissement; a file may bring many.
    ailleurs = "admin:pasapas_accompagnement_changelist"

    @admin.display(description="établissement", ordering="projet__etablissement__nom")
    def etablissement(self, faite: Intervention) -> str:
        return str(faite.projet.etablissement)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        avant = Intervention.objects.celle(obj).first() if change else None
        super().save_model(request, obj, form, change)
        recompter_les_jours(obj.accompagnement, avant, obj)

    def delete_model(self, request: HttpRequest, obj: Intervention) -> None:
        retirer_intervention(compte_de(request), obj)


class ModeleForm(forms.ModelForm):
    fichier = FichierField(
        label="Fichier du projet",
        help_text="Un fichier « .yaml » sans personne ni service, comme en donne la page "
        "« Fichier » d’une fresque.",
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )

    class Meta:
        model = ModeleFresque
        fields = ("nom",)

    def clean_fichier(self) -> Any:
        fichier = self.cleaned_data["fichier"]
        try:
            self.instance.contenu = verifier_modele(fichier.read())
        except RapportErreurs as erreurs:
            raise ValidationError([str(une) for une in erreurs.erreurs[:10]]) from erreurs
        return fichier


@admin.register(ModeleFresque)
class ModeleFresqueAdmin(admin.ModelAdmin):
    """What a fresque opened from the console may start from."""

    form = ModeleForm
    list_display = ("nom",)
    search_fields = ("nom",)


@admin.register(StructureFiness)
class StructureFinessAdmin(admin.ModelAdmin):
    """Read to find an établissement; filled by ``manage.py finess``."""

    list_display = ("finess", "nom", "commune", "departement", "type")
    list_filter = ("type",)
    search_fields = ("cherche",)
    sans = ("add", "change")
