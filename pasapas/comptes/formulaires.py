"""The forms of the way in: French labels, limits counted in the database."""

from typing import Any

from allauth.account import forms as comptes
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pasapas.comptes import limites, sessions
from pasapas.comptes.demo import AUTRES_DEMO, COMPTES_DEMO, MOT_DE_PASSE_DEMO
from pasapas.models import User
from pasapas.valeurs.saisie import CodeField, CourrielField, MotDePasseField


def partage() -> forms.BooleanField:
    """Asked at each way in that would otherwise leave a session of fourteen days behind."""
    minutes = settings.INACTIVITE_COURTE // 60
    return forms.BooleanField(
        label="Ordinateur partagé avec d’autres personnes",
        help_text=f"Vous serez déconnecté après {minutes} minutes sans activité.",
        required=False,
    )


def adresse_mail() -> forms.EmailField:
    return CourrielField(
        label="Adresse e-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


def mot_de_passe(label: str, usage: str) -> forms.CharField:
    return MotDePasseField(
        label=label,
        widget=forms.PasswordInput(attrs={"autocomplete": usage}),
    )


class LoginForm(comptes.LoginForm):
    """The login page, with the demo accounts while the demo is on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = adresse_mail()
        self.fields["password"] = mot_de_passe("Mot de passe", "current-password")
        self.fields["partage"] = partage()
        self.order_fields(["login", "password", "partage"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        request.session[sessions.PARTAGE] = self.cleaned_data["partage"]
        reponse = super().login(request, redirect_url)
        sessions.fermer_avec_le_navigateur(request)
        return reponse

    @property
    def fournisseur(self) -> str:
        """The name of the provider of identity, if there is one."""
        return settings.OIDC_NOM if settings.OIDC_URL else ""

    @property
    def inscription_libre(self) -> bool:
        """Whether someone nobody invited may open a fresque here."""
        return settings.INSCRIPTION_LIBRE

    @property
    def installation_neuve(self) -> bool:
        """Whether nobody has an account yet: the first visit opens one."""
        return not User.objects.exists()

    @property
    def comptes_demo(self) -> list[dict[str, str]]:
        if not settings.DEMO:
            return []
        return [
            {"nom": nom, "fonction": fonction, "courriel": courriel}
            for nom, fonction, courriel in (*COMPTES_DEMO, *AUTRES_DEMO)
        ]

    @property
    def mot_de_passe_demo(self) -> str:
        return MOT_DE_PASSE_DEMO if settings.DEMO else ""


class ALAdresseConnue(forms.Form):
    """Asking for a letter: it leaves for the address of the account, never for what was typed.

    Small letters make another letter's « K » (U+212A) a plain k, hence somebody's address.
    One query, whoever is asked for: allauth makes more for an account than for none.
    """

    email = adresse_mail()

    def clean_email(self) -> str:
        courriel = self.cleaned_data["email"].lower()
        compter_un_envoi(courriel)
        self.users = list(User.objects.filter(email=courriel, is_active=True))
        self._user = self.users[0] if self.users else None
        return (self._user.email if self._user else None) or courriel


class DemandeDeCode(ALAdresseConnue, comptes.RequestLoginCodeForm):
    """« Recevoir un code » : the address alone, also when it comes from the login page."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and "login" in data and "email" not in data:
            data = data.copy()
            data["email"] = data["login"]
        super().__init__(data, *args, **kwargs)
        self.fields["partage"] = partage()


class DemandeDeMotDePasse(ALAdresseConnue, comptes.ResetPasswordForm):
    pass


class DeuxFois(forms.Form):
    """A new password, typed twice; the rule stands beside the first."""

    password2 = mot_de_passe("Le même, une seconde fois", "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        premier = self.fields["password1"]
        premier.label = "Nouveau mot de passe"
        premier.help_text = (
            "Au moins 12 caractères. Quelques mots à la suite se retiennent mieux : "
            "« trois vélos sous la pluie »."
        )
        premier.widget.attrs.pop("placeholder", None)


class MotDePasseOublie(DeuxFois, comptes.ResetPasswordKeyForm):
    pass


class ChangerDeMotDePasse(DeuxFois, comptes.ChangePasswordForm):
    oldpassword = mot_de_passe("Mot de passe actuel", "current-password")

    def clean_oldpassword(self) -> str:
        """allauth would check it without counting: an open session would try them all."""
        passe = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, passe):
            raise get_adapter().validation_error("enter_current_password")
        return passe


class ChoisirUnMotDePasse(DeuxFois, comptes.SetPasswordForm):
    pass


def compter_un_envoi(courriel: str) -> None:
    """Nobody's mailbox is filled from here, whether an account exists or not."""
    lieu = limites.adresse_ip(context.request)
    limites.exiger(context.request, limites.ENVOI_ADRESSE, lieu)
    limites.exiger(context.request, limites.ENVOI_COMPTE, courriel)


class Code(forms.Form):
    """The look of every field in which a code is copied."""

    libelle: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(
            label=self.libelle,
            max_length=40,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "one-time-code",
                    "autocapitalize": "characters",
                    "spellcheck": "false",
                }
            ),
        )


class CodeRecu(Code, comptes.ConfirmLoginCodeForm):
    libelle = "Code reçu par e-mail"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.request = context.request
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """A code sent before the address was changed opens nothing: somebody else's mailbox."""
        etape = self.request._login_stage
        courriel, compte = etape.state.get("email", ""), etape.login.user
        limites.exiger(self.request, limites.CODE, courriel.lower())
        code = super().clean_code()
        if compte and compte.email != courriel:
            raise get_adapter().validation_error("incorrect_code")
        limites.rendre(limites.CODE.quoi, courriel.lower())
        return code


class MotDePasseANouveau(comptes.ReauthenticateForm):
    password = mot_de_passe("Mot de passe", "current-password")
