"""Public pages: accept an invitation, come in with a card. A GET uses nothing up."""

import logging
import time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from pasapas.acces import cartes, correspondance, invitations
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import lue_et_ecrite, publique
from pasapas.comptes import limites, sessions
from pasapas.comptes.interieur import record_authentication
from pasapas.comptes.limites import Limite
from pasapas.entree.forms import CarteForm, CodeForm, CompteForm
from pasapas.models import CarteAcces, Invitation

# In the session: which invitation this browser has shown the secret of, and when.
INVITATION, MONTREE = "invitation", "invitation_montree_le"
ACCEPTEE = "invitation_acceptee"  # and which one it has accepted
VUE = 15 * 60  # seconds: whoever sits here next finds nobody's invitation
OUBLIEE = (
    "Cette page est restée ouverte plus de quinze minutes. Rouvrez le lien de l’e-mail : "
    "votre invitation n’est pas perdue."
)
SERVIE = "Cette invitation a déjà été acceptée. Si c’est par vous, connectez-vous : elle y mène."
CARTE_FAUSSE = (
    "Ce code n’ouvre rien. Vérifiez chaque signe ; si la carte a été remplacée ou reprise, "
    "demandez-en une autre à la personne qui anime le groupe."
)
# Only what opens nothing counts: a whole foyer may come in behind one address.
CODES_ADRESSE = Limite("invitation-adresse", 60)
CARTES_ADRESSE = Limite("carte-adresse", 30)
# Past this nobody is refused (docs/adr/0010-acces.md): whoever runs the server is told, hourly.
CARTES_FAUSSES = Limite("carte-fausses", 3000)
CARTES_ALERTE = Limite("carte-alerte", 1)
CONSTATS = "eclaire--constats"
journal = logging.getLogger(__name__)


@publique
@never_cache
@lue_et_ecrite
def invitation(request: HttpRequest) -> HttpResponse:
    """The secret comes after « # » in the link, so the page itself sends it here, by POST."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lieu = limites.adresse_ip(request)
        limites.exiger(request, CODES_ADRESSE, lieu)
        trouvee = invitations.trouver(form.cleaned_data["code"])
        if trouvee:
            limites.rendre(CODES_ADRESSE.quoi, lieu)
            request.session.update({INVITATION: str(trouvee.pk), MONTREE: int(time.time())})
            return redirect("invitation_accepter")
        deja = invitations.acceptee(form.cleaned_data["code"])
        if deja and request.user == deja.participant.user:
            limites.rendre(CODES_ADRESSE.quoi, lieu)
            return _retrouver(request, deja)
        return _servie(request, form, deja)
    return _page(request, "entree/invitation.html", form, suite="")


@publique
@never_cache
@lue_et_ecrite
def accepter(request: HttpRequest) -> HttpResponse:
    """Who invites to what; a POST accepts."""
    trouvee = _montree(request)
    if trouvee is None:
        deja = invitations.acceptee(pk=request.session.get(ACCEPTEE) or None)
        if deja and request.user == deja.participant.user:
            return _retrouver(request, deja)
        return redirect("invitation")
    comptes = list(invitations.comptes(trouvee.courriel))
    form = CompteForm(request.POST or None, courriel=trouvee.courriel)
    donnees: dict[str, Any] = {"invitation": trouvee, "a_un_compte": bool(comptes)}
    donnees["est_la"] = request.user in comptes
    if request.method == "POST" and (comptes or form.is_valid()):
        try:
            _accepter(request, trouvee, form, donnees["est_la"])
        except ValidationError as refus:
            return _refuser(request, form, refus, donnees)
        messages.success(request, f"Bienvenue, {trouvee.participant}.")
        return redirect("fresque:mur", trouvee.projet.slug)
    return _page(request, "entree/accepter.html", form, **donnees)


def _retrouver(request: HttpRequest, deja: Invitation) -> HttpResponse:
    """Opened again by whoever accepted it, it leads where it led."""
    messages.info(request, "Vous aviez déjà accepté cette invitation.")
    return redirect("fresque:mur", deja.projet.slug)


def _servie(request: HttpRequest, form: CodeForm, deja: Invitation | None) -> HttpResponse:
    """It opens nothing any more. Accepted, and nobody is logged in: the way in leads there. To
    another account it says nothing."""
    suite = ""
    if deja and not request.user.is_authenticated:
        suite = reverse("fresque:mur", args=[deja.projet.slug])
    form.add_error("code", SERVIE if suite else invitations.MORTE)
    return _page(request, "entree/invitation.html", form, suite=suite)


def _montree(request: HttpRequest) -> Invitation | None:
    """The one shown here a short while ago, if it can still be accepted; forgotten otherwise."""
    age = time.time() - request.session.get(MONTREE, 0)
    if INVITATION in request.session and age > VUE:
        messages.warning(request, OUBLIEE)
        _oublier(request)
    trouvee = invitations.relire(request.session.get(INVITATION, ""))
    if trouvee is None:
        _oublier(request)
    return trouvee


def _oublier(request: HttpRequest) -> None:
    for marque in (INVITATION, MONTREE):
        request.session.pop(marque, None)


def _accepter(request: HttpRequest, trouvee: Invitation, form: CompteForm, est_la: bool) -> None:
    if request.user.is_authenticated or est_la:
        invitations.accepter(trouvee, request.user)
    else:
        saisi = form.cleaned_data if form.is_valid() else {}
        passe = saisi.get("mot_de_passe") or None
        mur = reverse("fresque:mur", args=[trouvee.projet.slug])
        pages = (mur, reverse("account_reset_password"))
        with transaction.atomic():
            nouveau = invitations.accepter_avec_un_nouveau_compte(trouvee, passe)
            correspondance.annoncer_compte(trouvee, *map(request.build_absolute_uri, pages))
        sessions.entrer(request, nouveau, **{sessions.PARTAGE: saisi.get("partage", False)})
        record_authentication(request, request.user, method="invitation")
    _oublier(request)
    request.session[ACCEPTEE] = str(trouvee.pk)


def _refuser(
    request: HttpRequest, form: CompteForm, refus: ValidationError, donnees: dict[str, object]
) -> HttpResponse:
    form.is_valid()
    form.add_error(None, refus.messages)
    return _page(request, "entree/accepter.html", form, **donnees)


@publique
@never_cache
@lue_et_ecrite
def carte(request: HttpRequest) -> HttpResponse:
    """The code of a card, typed or read from its QR code; a POST comes in."""
    form = CarteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lieu = limites.adresse_ip(request)
        limites.exiger(request, CARTES_ADRESSE, lieu)
        trouvee = cartes.entrer(form.cleaned_data["code"])
        if trouvee and trouvee.participant.user:
            limites.rendre(CARTES_ADRESSE.quoi, lieu)
            suite = _ou_ecrire(trouvee)
            sessions.entrer(request, trouvee.participant.user, carte=str(trouvee.pk))
            return redirect(suite)
        form.add_error("code", CARTE_FAUSSE)
        _surveiller_les_cartes()
    return _page(request, "entree/carte.html", form)


def _ou_ecrire(carte: CarteAcces) -> str:
    """Who comes in with a card for the first time, and may write, is led to where anyone has
    something to say: what they observe. Then, and to read, to the wall."""
    compte = carte.participant.user
    premiere = compte is not None and compte.last_login is None
    if premiere and peut_ecrire(carte.participant):
        return f"{reverse('fresque:planche', args=[carte.projet.slug, 'eclaire'])}#{CONSTATS}"
    return reverse("fresque:mur", args=[carte.projet.slug])


def _surveiller_les_cartes() -> None:
    """One more wrong code, from wherever: many of them say that somebody is guessing."""
    if not _compter(CARTES_FAUSSES) and _compter(CARTES_ALERTE):
        journal.warning("Plus de %s codes de carte faux en une heure.", CARTES_FAUSSES.maximum)


def _compter(limite: Limite) -> bool:
    return limites.essayer(limite.quoi, "", limite.maximum, limite.duree)


def _page(
    request: HttpRequest, gabarit: str, form: CodeForm | CarteForm | CompteForm, **donnees: object
) -> HttpResponse:
    statut = 422 if form.is_bound and form.errors else 200
    return render(request, gabarit, {"form": form, **donnees}, status=statut)
