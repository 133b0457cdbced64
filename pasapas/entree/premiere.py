"""The first visit of an installation where nobody has an account yet: whoever can read its log is
the one who hosts it, and becomes its first administrator. Closed as soon as somebody is there."""

import logging
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from pasapas.acces import cartes
from pasapas.acces.porte import lue_et_ecrite, publique
from pasapas.comptes import limites, sessions
from pasapas.comptes.interieur import record_authentication
from pasapas.comptes.limites import Limite
from pasapas.entree.forms import code_de_carte
from pasapas.models import User
from pasapas.valeurs.saisie import CourrielField, LigneField, MotDePasseField

DUREE = timedelta(minutes=15)
DUREE_DITE = f"{DUREE.seconds // 60}\u00a0minutes"
CODE = "premiere-visite"
DEMANDES = Limite("premiere-visite-demande", 5)  # codes written in the log, for everybody
ESSAIS = Limite("premiere-visite-essai", 10)  # codes tried, for everybody
FAUX = (
    f"Ce code n’est pas celui du journal, ou il a plus de {DUREE_DITE}. Demandez-en un autre : "
    "il ne sert qu’une fois."
)
ECRIT = f"Un code vient d’être écrit dans le journal du serveur. Il sert une fois, {DUREE_DITE}."
journal = logging.getLogger(__name__)


class PremierCompteForm(forms.Form):
    code = code_de_carte("Le code du journal")
    courriel = CourrielField(label="Votre adresse e-mail", max_length=254)
    prenom = LigneField(label="Votre prénom", max_length=80)
    nom = LigneField(label="Votre nom", max_length=80)
    mot_de_passe = MotDePasseField(
        label="Choisissez un mot de passe",
        help_text="Douze signes au moins. Quelques mots qui ne vont pas ensemble font très bien "
        "l’affaire.",
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_mot_de_passe(self) -> str:
        mot_de_passe = self.cleaned_data["mot_de_passe"]
        validate_password(mot_de_passe, User(email=self.cleaned_data.get("courriel", "")))
        return mot_de_passe


def annoncer() -> None:
    """A code in the log, its digest in the base."""
    code = cartes.nouveau_code()
    limites.confier(CODE, cartes.nu(code))
    journal.warning(
        "Première visite : le code est %s (une fois, %d minutes)", code, DUREE.seconds // 60
    )


def ouvrir(code: str, courriel: str, mot_de_passe: str, prenom: str, nom: str) -> User:
    """The first account, which may do everything. Raises ValidationError."""
    with transaction.atomic():
        if not limites.reprendre(CODE, cartes.nu(code), DUREE) or User.objects.exists():
            raise ValidationError({"code": FAUX})
        return User.objects.create_superuser(courriel.lower(), mot_de_passe, prenom=prenom, nom=nom)


@publique
@never_cache
@lue_et_ecrite
def premiere_visite(request: HttpRequest) -> HttpResponse:
    if User.objects.exists():
        raise Http404("Aucune page à cette adresse.")
    if "demander" in request.POST:
        limites.exiger(request, DEMANDES, "")
        annoncer()
        messages.success(request, ECRIT)
        return redirect("premiere_visite")
    form = PremierCompteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limites.exiger(request, ESSAIS, "")
        try:
            compte = ouvrir(**form.cleaned_data)
        except ValidationError as refus:
            form.add_error(None, refus)
        else:
            return _entrer(request, compte)
    statut = 422 if form.is_bound and form.errors else 200
    return render(request, "entree/premiere.html", {"form": form}, status=statut)


def _entrer(request: HttpRequest, compte: Any) -> HttpResponse:
    sessions.entrer(request, compte)
    record_authentication(request, compte, method="premiere_visite")
    messages.success(request, "Votre compte administre cette installation.")
    return redirect("accueil")
