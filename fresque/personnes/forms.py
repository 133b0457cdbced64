"""What is asked to let someone in, to change their role, to close their access."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from fresque.personnes.qui import CE_QUE_PEUT
from pasapas.acces.invitations import DUREE_DITE
from pasapas.acces.permissions import roles_a_donner
from pasapas.ecriture.forms import ChoixMultiples, champ_de_saisie
from pasapas.models import CarteAcces, Participant, Role, User
from pasapas.valeurs.saisie import CourrielField, JourField, SansCasse
from pasapas.valeurs.textes import jour

CARTES_MAX = 80  # ten sheets; a larger group prints in several times
LOIN = timedelta(days=3650)
PARTIR = "partir"


def choix_de_role(auteur: Participant) -> list[tuple[str, str]]:
    return [
        (role.value, f"{role.appellation} : {CE_QUE_PEUT[role]}") for role in roles_a_donner(auteur)
    ]


class CourrielForm(SansCasse, forms.Form):
    """The address an invitation leaves for."""

    courriel = CourrielField(
        label="Adresse e-mail",
        help_text=f"L’invitation vaut pour cette adresse seulement, pendant {DUREE_DITE}.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class NouvellePersonneForm(SansCasse, forms.ModelForm):
    """Someone who is not on the wall yet. Saving is an operation's work."""

    class Meta:
        model = Participant
        fields = ("prenom", "nom", "fonction", "courriel", "role")
        formfield_callback = champ_de_saisie

    def __init__(self, *args: Any, auteur: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["courriel"].required = True
        self.fields["courriel"].help_text = CourrielForm.base_fields["courriel"].help_text
        self.fields["role"] = forms.ChoiceField(
            label="Rôle",
            choices=choix_de_role(auteur),
            initial=Role.CONTRIBUTEUR,
            widget=forms.RadioSelect,
        )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Nouveau rôle", widget=forms.RadioSelect)

    def __init__(self, *args: Any, auteur: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choix_de_role(auteur)  # type: ignore[attr-defined]


class FermetureForm(forms.Form):
    """The last day of an access; none, it closes at once."""

    dernier_jour = JourField(
        label="Dernier jour d’accès",
        help_text="Laissez vide pour fermer l’accès tout de suite.",
        required=False,
    )

    def clean_dernier_jour(self) -> date | None:
        jour = self.cleaned_data["dernier_jour"]
        if jour and jour < timezone.localdate():
            raise forms.ValidationError("Ce jour est déjà passé.")
        if jour and jour > timezone.localdate() + LOIN:
            raise forms.ValidationError("Choisissez un jour dans les dix ans qui viennent.")
        return jour


class Porteurs(ChoixMultiples):
    """People to print a card for; says who already holds one."""

    def __init__(self, queryset: QuerySet[Participant], cartes: dict[int, CarteAcces]) -> None:
        super().__init__(
            queryset,
            label="Pour qui ?",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choisissez au moins une personne."},
        )
        self.cartes = cartes

    def label_from_instance(self, personne: Participant) -> str:
        carte = self.cartes.get(personne.pk)
        nom = f"{personne}, {personne.fonction}" if personne.fonction else str(personne)
        if carte is None:
            return nom
        le = jour(timezone.localtime(carte.cree_le))
        return f"{nom} (a une carte du {le}, qui ne marchera plus)"


class CartesForm(forms.Form):
    """``connues``: the cards the page has shown; a later one is not replaced unasked. The
    page stays as it was after the download, and its button invites a second click."""

    connues = forms.CharField(required=False, widget=forms.HiddenInput)
    remplacer = forms.BooleanField(
        label="Remplacer les cartes qui viennent d’être préparées",
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self,
        *args: Any,
        porteurs: QuerySet[Participant],
        cartes: dict[int, CarteAcces],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["personnes"] = Porteurs(porteurs, cartes)
        self.fields["connues"].initial = " ".join(str(carte.pk) for carte in cartes.values())
        self.order_fields(["connues", "personnes", "remplacer"])

    @property
    def a_epargner(self) -> list[str] | None:
        """The cards that were shown, any other being spared; None when all may be replaced."""
        if self.cleaned_data["remplacer"]:
            return None
        return self.cleaned_data["connues"].split()

    def refuser(self, refus: ValidationError) -> None:
        """Say which cards were spared, and offer to replace them all the same."""
        self.add_error(None, refus)
        self.fields["remplacer"].widget = forms.CheckboxInput()

    def clean_personnes(self) -> list[Participant]:
        personnes = list(self.cleaned_data["personnes"])
        if len(personnes) > CARTES_MAX:
            raise forms.ValidationError(f"Imprimez {CARTES_MAX} cartes au plus à la fois.")
        return personnes


class ConfierForm(forms.Form):
    nouveau = forms.ModelChoiceField(
        Participant.objects.none(), label="À qui ?", empty_label="Choisir une personne"
    )
    ensuite = forms.ChoiceField(
        label="Et vous, ensuite ?",
        choices=[
            (Role.ANIMATEUR, "Je continue d’animer la fresque"),
            (Role.CONTRIBUTEUR, "Je continue d’y écrire"),
            (Role.LECTEUR, "Je la lis seulement"),
            (PARTIR, "Je la quitte"),
            (Role.PILOTE, "Nous la pilotons à deux"),
        ],
        initial=Role.ANIMATEUR,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, candidats: QuerySet[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nouveau"].queryset = candidats  # type: ignore[attr-defined]

    @property
    def role_ensuite(self) -> Role | None:
        """The role of whoever hands over; None when they leave."""
        ensuite = self.cleaned_data["ensuite"]
        return None if ensuite == PARTIR else Role(ensuite)


CE_QUI_SE_PARTAGE = (
    ("1", "Annexe 1 : notre projet, nos constats, notre équipe et nos acteurs"),
    (
        "2",
        "Annexe 2 : notre état des lieux et les résultats publiés de l’autodiagnostic. Jamais "
        "la réponse d’une personne",
    ),
    ("3", "Annexe 3 : nos actions, leurs étapes et leurs dates"),
    ("4", "Annexe 4 : notre bilan et ce que nous en faisons savoir"),
)


class PartageForm(forms.Form):
    """Four boxes, none ticked by us: what is left empty is not shown."""

    annexes = forms.MultipleChoiceField(
        label="Que voulez-vous lui montrer ?",
        choices=CE_QUI_SE_PARTAGE,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien n’est coché d’avance. Sans coche, cette personne voit le nom, la phase et "
        "qui l’a acceptée. Vous changerez d’avis quand vous voudrez.",
    )

    @property
    def partagees(self) -> frozenset[int]:
        return frozenset(map(int, self.cleaned_data["annexes"]))


class ConseilForm(PartageForm):
    compte = forms.ModelChoiceField(
        User.objects.none(),
        label="Chargés et chargées de mission de votre région",
        empty_label="Choisir une personne",
    )

    def __init__(self, *args: Any, comptes: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["compte"].queryset = comptes  # type: ignore[attr-defined]
        self.order_fields(["compte", "annexes"])
