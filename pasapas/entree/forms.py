"""What is typed to come in: a code, a password chosen on the spot."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from pasapas.comptes.formulaires import partage
from pasapas.models import User
from pasapas.valeurs.saisie import CodeField, MotDePasseField

SIGNES = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def code_de_carte(libelle: str) -> CodeField:
    """However it is typed: capitals, spaces and dashes do not matter."""
    return CodeField(
        label=libelle,
        help_text="Douze lettres et chiffres, par exemple K7QF-2M9T-XPD4.",
        max_length=60,
        widget=forms.TextInput(attrs=SIGNES),
    )


class CodeForm(forms.Form):
    """The secret of an invitation: filled by the page from the link, or pasted from the e-mail."""

    code = CodeField(
        label="Code de l’invitation",
        help_text="Il est écrit dans l’e-mail, sous le lien : copiez-le en entier.",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Whoever pastes the whole link has pasted the code too."""
        return self.cleaned_data["code"].rpartition("#")[2].strip()


class CarteForm(forms.Form):
    code = code_de_carte("Code de la carte")


class CompteForm(forms.Form):
    """The password of the account that the invitation opens."""

    mot_de_passe = MotDePasseField(
        label="Choisissez un mot de passe",
        help_text="Douze signes au moins. Quelques mots qui ne vont pas ensemble font très bien "
        "l’affaire. Laissez vide pour recevoir plutôt un code par e-mail à chaque connexion.",
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, courriel: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.courriel = courriel
        self.fields["partage"] = partage()

    def clean_mot_de_passe(self) -> str:
        mot_de_passe = self.cleaned_data["mot_de_passe"]
        if mot_de_passe:
            validate_password(mot_de_passe, User(email=self.courriel))
        return mot_de_passe
