"""One's own account: password, second proof, open sessions."""

from typing import Any

from allauth.account.views import RequestLoginCodeView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from pasapas.acces.porte import CompteRequest, connecte, publique
from pasapas.comptes import preuves, sessions
from pasapas.comptes.formulaires_preuves import RetirerLaCle
from pasapas.comptes.interieur import end_other_sessions
from pasapas.mon_compte.appareils import appareils, ouvertes


@connecte
@require_safe
def mon_compte(request: CompteRequest) -> HttpResponse:
    contexte = {
        "par_carte": preuves.par_carte(request),
        "preuves": preuves.de(request.user).count(),
        "exigee": preuves.exigee(request.user),
    }
    return render(request, "account/mon_compte.html", contexte)


@connecte
@require_safe
def mes_appareils(request: CompteRequest) -> HttpResponse:
    liste = appareils(request.user, request.session.session_key or "")
    return render(request, "usersessions/usersession_list.html", {"appareils": liste})


@connecte
@require_POST
def fermer(request: CompteRequest, pk: int) -> HttpResponse:
    """End one other session of one's own. For this one there is « Me déconnecter »."""
    autres = ouvertes(request.user).exclude(session_key=request.session.session_key)
    get_object_or_404(autres, pk=pk).end()
    messages.success(request, "Cet appareil est déconnecté.")
    return redirect("usersessions_list")


@connecte
@require_POST
def fermer_les_autres(request: CompteRequest) -> HttpResponse:
    end_other_sessions(request, request.user)
    messages.success(request, "Tous les autres appareils sont déconnectés.")
    return redirect("usersessions_list")


@connecte
@require_POST
def actif(request: CompteRequest) -> HttpResponse:
    """« Someone is there » : said by the page of a short session (``Inactivite`` notes it)."""
    return HttpResponse(status=204)


class DemanderUnCode(RequestLoginCodeView):
    """allauth's page, which also learns whether the computer is shared."""

    def form_valid(self, form: Form) -> HttpResponse:
        self.request.session[sessions.PARTAGE] = form.cleaned_data["partage"]
        return super().form_valid(form)


demander_un_code = publique(DemanderUnCode.as_view())


class RetirerUneCle(RemoveWebAuthnView):
    """allauth's page, which keeps the last proof of someone who must have one, and says so."""

    form_class = RetirerLaCle

    def get_form_kwargs(self) -> dict[str, Any]:
        # Nothing is typed: the refusal shows as soon as the page opens.
        return {"data": {}, **super().get_form_kwargs(), "authenticator": self.object}


retirer_une_cle = connecte(RetirerUneCle.as_view())
