"""Inviting by e-mail: someone new, or someone of the wall who has no account yet."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fresque.personnes.forms import CourrielForm, NouvellePersonneForm
from fresque.personnes.operations import inviter_quelqu_un
from fresque.personnes.views.rendu import cible, fiche, geste, page
from pasapas.acces import invitations
from pasapas.acces.permissions import peut_animer
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.comptes import limites
from pasapas.comptes.limites import Limite
from pasapas.comptes.preuves import preuve_recente
from pasapas.models import Invitation

PAR_PROJET = Limite("invitations-projet", 60)
Inviter = Callable[[], tuple[Invitation, str]]


@lue_et_ecrite
@porte(peut_animer)
def inviter(request: ProjetRequest) -> HttpResponse:
    """Someone who is not on the wall yet."""
    form = NouvellePersonneForm(request.POST or None, auteur=request.participant)
    if request.method == "POST" and form.is_valid():
        valeurs = form.cleaned_data
        reponse = _partir(request, form, lambda: inviter_quelqu_un(geste(request), valeurs))
        if reponse:
            return reponse
    return page(request, "personnes/inviter.html", form=form)


@require_POST
@porte(peut_animer)
def envoyer(request: ProjetRequest, pk: int) -> HttpResponse:
    """Invite someone of the wall, or send again: the invitation before is dead."""
    acces = cible(request, pk)
    form = CourrielForm(request.POST)
    if form.is_valid():
        qui, courriel = acces.participant, form.cleaned_data["courriel"]
        reponse = _partir(request, form, lambda: invitations.inviter(geste(request), qui, courriel))
        if reponse:
            return reponse
    return fiche(request, acces, courriel=form)


@preuve_recente
def _partir(request: ProjetRequest, form: BaseForm, inviter: Inviter) -> HttpResponse | None:
    """Invite and send the e-mail; None when it is refused, and the form says why.

    A proof is asked for here, once the form is right: a session found open lets nobody in.
    """
    courriel = form.cleaned_data["courriel"]
    limites.exiger(request, PAR_PROJET, str(request.projet.pk))
    invitations.compter(request, courriel)
    try:
        with transaction.atomic():
            invitations.envoyer(request, *inviter())
    except ValidationError as refus:
        form.add_error("courriel", refus.messages)
        return None
    invitations.dire_partie(request, courriel)
    return redirect("fresque:acces", request.projet.slug)
