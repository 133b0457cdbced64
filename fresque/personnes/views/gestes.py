"""Changing the access of one person: their role, their last day, what they come in with."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from fresque.personnes.forms import FermetureForm, RoleForm
from fresque.personnes.views.rendu import cible, fiche, geste, page, revenir, tenter
from pasapas.acces import cartes, invitations, roles
from pasapas.acces.permissions import peut_animer
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.comptes.preuves import preuve_recente
from pasapas.models import Role
from pasapas.valeurs.textes import de, jour


@lue_et_ecrite
@porte(peut_animer)
@preuve_recente
def role(request: ProjetRequest, pk: int) -> HttpResponse:
    """Give another role. Only a pilote makes or unmakes a pilote or an animateur."""
    acces = cible(request, pk)
    if acces.est_conseil:
        raise PermissionDenied("Un chargé de mission ne change pas de rôle.")
    form = RoleForm(
        request.POST or None, auteur=request.participant, initial={"role": acces.participant.role}
    )
    if request.method == "POST" and form.is_valid():
        nouveau = Role(form.cleaned_data["role"])
        if tenter(form, lambda: roles.changer_role(geste(request), acces.participant, nouveau)):
            return revenir(request, f"Le rôle {de(acces.participant)} est changé.")
    return page(request, "personnes/role.html", acces=acces, form=form)


@require_POST
@porte(peut_animer)
def fermer(request: ProjetRequest, pk: int) -> HttpResponse:
    """Close an access on a date, or at once."""
    acces = cible(request, pk)
    if acces.est_conseil:
        raise PermissionDenied("Un chargé de mission se remercie : il ne voit alors plus rien.")
    qui, form = acces.participant, FermetureForm(request.POST)
    if form.is_valid():
        dernier = form.cleaned_data["dernier_jour"]
        if tenter(form, lambda: roles.fermer(geste(request), qui, dernier)):
            quand = f"se fermera le {jour(dernier)} au soir" if dernier else "est fermé"
            return revenir(request, f"L’accès {de(qui)} {quand}. Ce qui est écrit reste.")
    return fiche(request, acces, fermeture=form)


@require_POST
@porte(peut_animer)
@preuve_recente
def rouvrir(request: ProjetRequest, pk: int) -> HttpResponse:
    acces = cible(request, pk)
    if acces.est_conseil:
        raise PermissionDenied("Un chargé de mission s’accepte de nouveau.")
    roles.rouvrir(geste(request), acces.participant)
    avis = f"L’accès {de(acces.participant)} est de nouveau ouvert."
    if acces.ferme and not acces.compte:
        avis += " Sa carte d’avant ne marche plus : imprimez-en une autre."
    return revenir(request, avis)


@require_POST
@porte(peut_animer)
def reprendre_invitation(request: ProjetRequest, pk: int) -> HttpResponse:
    """The invitation under way no longer opens anything."""
    acces = cible(request, pk)
    invitations.revoquer(geste(request), acces.participant)
    return revenir(request, f"L’invitation {de(acces.participant)} ne marche plus.")


@require_POST
@porte(peut_animer)
def reprendre_carte(request: ProjetRequest, pk: int) -> HttpResponse:
    """The card no longer opens anything, and whoever came in with it is out."""
    acces = cible(request, pk)
    cartes.revoquer(geste(request), acces.participant)
    return revenir(request, f"La carte {de(acces.participant)} ne marche plus.")
