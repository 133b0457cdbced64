"""Opening a fresque by oneself, where the installation allows it: an address first, then three
fields. Nothing tells whether an address has an account: not the words, not the time."""

import secrets
import time
from datetime import timedelta
from functools import wraps
from hmac import compare_digest
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from fresque.etablissements.forms import EtablissementForm
from fresque.etablissements.operations import ouvrir_le_sien
from pasapas.acces import invitations
from pasapas.acces.adresses import VueHttp
from pasapas.acces.porte import CompteRequest, connecte, lue_et_ecrite, publique
from pasapas.comptes import limites, sessions
from pasapas.comptes.formulaires import adresse_mail
from pasapas.comptes.interieur import record_authentication
from pasapas.comptes.limites import Limite
from pasapas.comptes.preuves import par_carte
from pasapas.models import User
from pasapas.travaux.boite import Lettre, poster
from pasapas.valeurs.saisie import CodeField, SansCasse

CODE = Lettre("inscription_code", "code pour ouvrir une fresque")
CODES = Limite("inscription-code", 3)  # sent to one address in an hour
CODES_LIEU = Limite("inscription-lieu", 40)
ESSAIS = Limite("inscription-essai", 10)  # codes tried for one address
OUVERTURES = Limite("inscription-ouverture", 5)  # établissements opened by one account
DEMANDE = "inscription"  # in the session: address, digest of the code, when
DUREE = 15 * 60  # seconds
SIGNES = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that a hand takes for another
FAUX = "Ce code n’est pas le bon, ou il a plus de quinze minutes."


def si_libre(vue: VueHttp) -> VueHttp:
    """Decorate a page that only exists where PASAPAS_INSCRIPTION_LIBRE is on."""

    @wraps(vue)
    def ouvrir(request: HttpRequest) -> HttpResponse:
        if not settings.INSCRIPTION_LIBRE:
            if request.user.is_authenticated:
                raise PermissionDenied("Ici, une fresque s’ouvre sur invitation.")
            raise Http404("Aucune page à cette adresse.")
        return vue(request)

    return ouvrir


class AdresseForm(SansCasse, forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["courriel"] = adresse_mail()
        self.fields["courriel"].label = "Votre adresse e-mail professionnelle"


class CodeForm(forms.Form):
    code = CodeField(
        label="Code reçu par e-mail",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        return "".join(signe for signe in self.cleaned_data["code"].upper() if signe.isalnum())


@publique
@never_cache
@lue_et_ecrite
@si_libre
def commencer(request: HttpRequest) -> HttpResponse:
    """The address. A code leaves for it, whoever it is."""
    if request.user.is_authenticated:
        return redirect("inscription_etablissement")
    form = AdresseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        courriel = form.cleaned_data["courriel"]
        limites.exiger(request, CODES_LIEU, limites.adresse_ip(request))
        limites.exiger(request, CODES, courriel)
        _envoyer_un_code(request, courriel)
        return redirect("inscription_code")
    # The session is there before the form is sent: sent twice, it is the same one.
    request.session.setdefault(DEMANDE, {})
    return _page(request, "commencer", form)


def _envoyer_un_code(request: HttpRequest, courriel: str) -> None:
    code = "".join(secrets.choice(SIGNES) for _ in range(8))
    request.session[DEMANDE] = {
        "courriel": courriel,
        "code": _empreinte(code),
        "quand": int(time.time()),
    }
    donnees = {"code": f"{code[:4]}-{code[4:]}", "adresse": request.build_absolute_uri("/")}
    texte = render_to_string("etablissements/courriel_code.txt", donnees)
    message = EmailMessage("Votre code pour ouvrir une fresque", texte, None, [courriel])
    poster(CODE, message, perime_le=timezone.now() + timedelta(seconds=DUREE))


def _empreinte(code: str) -> str:
    return salted_hmac("inscription", code, algorithm="sha256").hexdigest()


@publique
@never_cache
@lue_et_ecrite
@si_libre
def verifier(request: HttpRequest) -> HttpResponse:
    """The code. Right, it proves the address: only then does an account count, or come to be."""
    demande = request.session.get(DEMANDE) or {}
    if request.user.is_authenticated:
        return redirect("inscription_etablissement")
    if "code" not in demande:
        return redirect("inscription")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limites.exiger(request, ESSAIS, demande["courriel"])
        if _juste(demande, form.cleaned_data["code"]):
            limites.rendre(ESSAIS.quoi, demande["courriel"])
            return _entrer(request, demande["courriel"])
        form.add_error("code", FAUX)
    return _page(request, "code", form, courriel=demande["courriel"])


def _juste(demande: dict[str, Any], code: str) -> bool:
    recent = time.time() - int(demande["quand"]) < DUREE
    return compare_digest(str(demande["code"]), _empreinte(code)) and recent


def _entrer(request: HttpRequest, courriel: str) -> HttpResponse:
    """A new account comes in at once. One that is there comes in by its own way, which may ask
    for more than an address."""
    request.session.pop(DEMANDE, None)
    suite = reverse("inscription_etablissement")
    if invitations.comptes(courriel).exists():
        messages.info(request, "Vous avez déjà un compte : connectez-vous, la suite vous attend.")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': suite})}")
    with transaction.atomic():
        nom = courriel.partition("@")[0].replace(".", " ").replace("-", " ").replace("_", " ")
        user = User.objects.create_user(courriel, None, nom=nom.title()[:100])
        EmailAddress.objects.create(user=user, email=courriel, verified=True, primary=True)
    sessions.entrer(request, user)
    record_authentication(request, user, method="code")
    return redirect(suite)


@never_cache
@lue_et_ecrite
@connecte
@si_libre
def etablissement(request: CompteRequest) -> HttpResponse:
    """Three fields; the fresque opens, for an établissement that waits to be confirmed."""
    if par_carte(request) or not request.user.email:
        raise PermissionDenied("Il faut un compte avec une adresse e-mail pour ouvrir une fresque.")
    form = EtablissementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limites.exiger(request, OUVERTURES, str(request.user.pk))
        projet = ouvrir_le_sien(form.etablissement, request.user)
        messages.success(
            request, "Votre fresque est ouverte. Invitez votre groupe quand vous voulez."
        )
        return redirect("fresque:mur", projet.slug)
    return _page(request, "etablissement", form)


def _page(request: HttpRequest, nom: str, form: forms.Form, **donnees: object) -> HttpResponse:
    statut = 422 if form.is_bound else 200
    gabarit = f"etablissements/inscription_{nom}.html"
    return render(request, gabarit, {"form": form, **donnees}, status=statut)
