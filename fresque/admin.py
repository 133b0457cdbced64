"""The back office of fresques: opened as anywhere else, never filled here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fresque.donnees import depart
from fresque.ouverture import fonder
from pasapas.ecriture.administration import AvecMemoire, AvecPages, compte_de, noter_projet
from pasapas.entretien import menage
from pasapas.models import Participant, Projet
from pasapas.valeurs.saisie import LigneField
from pasapas.valeurs.textes import jour

CORBEILLE, AUSSITOT = "corbeille", "aussitot"
QUAND = (
    (CORBEILLE, f"La mettre à la corbeille, {menage.CORBEILLE.days} jours"),
    (AUSSITOT, "L’effacer tout de suite"),
)


class ProjetForm(forms.ModelForm):
    """Left empty, the address and the identifier of a new projet are made from its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("slug", "identifiant"):
            self.fields[nom].required = self.instance.pk is not None


class EffacerForm(forms.Form):
    """Once in the corbeille, it can only be put back, or leave at once."""

    nom = LigneField(label="Le nom de la fresque, pour être sûr")
    quand = forms.ChoiceField(
        label="Que faire ?", choices=QUAND, initial=CORBEILLE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, projet: Projet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projet = projet
        self.fields["nom"].help_text = f"Recopiez : {projet}"
        if depart.en_corbeille(projet):
            self.fields["quand"].choices = QUAND[1:]  # type: ignore[attr-defined]
            self.fields["quand"].initial = AUSSITOT

    def clean_nom(self) -> str:
        dit = self.cleaned_data["nom"]
        if _meme(dit) != _meme(str(self.projet)):
            raise forms.ValidationError(f"Ce n’est pas son nom : « {self.projet} ».")
        return dit


def _meme(nom: str) -> list[str]:
    """As one types it: small letters, a straight apostrophe, any space."""
    return nom.replace("’", "'").casefold().split()


class ParticipantInline(admin.StackedInline):
    """Who takes part, to be read. Access is given by the projet's own people, on their page:
    here, nothing would be written down, and the last pilote could be lost."""

    model = Participant
    extra = 0
    fields = ("prenom", "nom", "fonction", "role", "courriel", "acces_depuis", "acces_clos_le")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Projet)
class ProjetAdmin(AvecPages, AvecMemoire):
    absente = "Aucune fresque à cette adresse."
    borne = "etablissement__region"
    form = ProjetForm
    list_display = ("titre", "slug", "etablissement", "modifie_le", "corbeille")
    list_select_related = ("etablissement__region",)
    search_fields = ("nom", "slug", "etablissement__nom")
    autocomplete_fields = ("etablissement",)
    fields = ("etablissement", "nom", "slug", "identifiant")

    def get_inlines(self, request: HttpRequest, obj: Projet | None) -> tuple[type, ...]:
        return (ParticipantInline,) if obj else ()

    def save_model(self, request: HttpRequest, obj: Projet, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            form.changements = []
            with fonder(obj):
                pass

    @admin.display(description="nom", ordering="nom")
    def titre(self, projet: Projet) -> str:
        """Its column bears the question of the paper."""
        return str(projet)

    @admin.display(description="corbeille", ordering="conserver_jusqu_au")
    def corbeille(self, projet: Projet) -> str:
        return f"effacée après le {jour(projet.terme)}" if depart.en_corbeille(projet) else ""

    def get_actions(self, request: HttpRequest) -> Any:
        """Each is taken away on its own page, where its name is asked."""
        gestes = super().get_actions(request)
        gestes.pop("delete_selected", None)
        return gestes

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What is lost, its name typed, then the corbeille or nothing at all."""
        projet = self.ligne(request, object_id)
        if not self.has_delete_permission(request, projet):
            raise PermissionDenied
        compte = compte_de(request)
        if request.method == "POST" and "remettre" in request.POST:
            depart.remettre(compte, projet)
            messages.success(request, f"« {projet} » n’est plus à la corbeille.")
            return redirect("admin:pasapas_projet_change", projet.pk)
        form = EffacerForm(request.POST or None, projet=projet)
        if request.method != "POST" or not form.is_valid():
            return self._confirmer(request, projet, form)
        if form.cleaned_data["quand"] == CORBEILLE:
            tenu = depart.mettre_a_la_corbeille(compte, projet)
            dit = f"« {projet} » est à la corbeille jusqu’au {jour(tenu.terme)}."
        else:
            depart.effacer_aussitot(compte, projet)
            dit = f"« {projet} » est effacée."
        messages.success(request, dit)
        return redirect("admin:pasapas_projet_changelist")

    def _confirmer(self, request: HttpRequest, projet: Projet, form: EffacerForm) -> HttpResponse:
        return self.page(
            request,
            "pasapas/projet/effacer",
            "Effacer une fresque",
            refusee=bool(form.errors),
            original=projet,
            contenu=list(depart.contenu(projet)),
            suivi=depart.accompagnement(projet),
            en_corbeille=depart.en_corbeille(projet),
            form=form,
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        noter_projet(compte_de(request), form.instance, form)
