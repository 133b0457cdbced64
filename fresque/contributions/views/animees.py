"""Who animates: the poster turned on and off, and what was left by it, answered in one gesture."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fresque.contributions import operations
from fresque.contributions.code import code_de
from fresque.contributions.forms import AfficheForm
from fresque.endroit import Endroit, endroit
from fresque.instant import instant
from fresque.models import AfficheContribuez, Contribution
from fresque.pdf import contribuez
from fresque.pdf.variantes import A_LIRE_DE_LOIN, connue
from fresque.views.deplacement import SEPARE, cases_a_postits
from fresque.views.rendu import contexte
from pasapas.acces.permissions import peut_animer
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.entretien.menage import CORBEILLE
from pasapas.serveur.pages import document
from pasapas.valeurs.textes import extrait, jour

OUVERTE = "L’affiche est ouverte : imprimez-la et accrochez-la où l’on passe."
CHANGEE = "C’est noté. L’affiche déjà imprimée dit encore l’ancienne question et l’ancien jour."
FERMEE = "L’affiche est fermée : son adresse ne répond plus."
RENOUVELEE = (
    "L’adresse a changé. Décrochez les anciennes affiches, elles ne mènent plus nulle part."
)
OU = "Choisissez la case de la fresque où coller ce post-it."
DEJA = "Quelqu’un a répondu à ce post-it entre-temps."


@never_cache
@lue_et_ecrite
@porte(peut_animer)
def contributions(request: ProjetRequest) -> HttpResponse:
    affiche = operations.affiche_de(request.projet)
    ouverte = operations.est_ouverte(affiche)
    form = AfficheForm(
        request.POST or None,
        instance=affiche,
        aujourd_hui=request.projet.etablissement.aujourd_hui,
    )
    if request.method == "POST" and form.is_valid():
        operations.ouvrir(request.projet, request.participant, **form.cleaned_data)
        messages.success(request, CHANGEE if ouverte else OUVERTE)
        return _retour(request)
    siennes = Contribution.objects.de(request.projet)
    lues = siennes.exclude(retire_le=None).select_related("par", "postit").order_by("-retire_le")
    donnees = {
        **contexte(request),
        "fresque": instant(request.projet).fresque,
        "affiche": affiche,
        "ouverte": ouverte,
        "adresse": _adresse(request, affiche) if affiche and ouverte else "",
        "jusqu_au": jour(affiche.jusqu_au) if affiche else "",
        "form": form,
        "attendent": list(siennes.en_attente()),
        "repondues": lues[:50],
        "cases": cases_a_postits(request.projet),
        "habituelle": f"{affiche.planche}{SEPARE}{affiche.zone}" if affiche else "",
        "par_jour": operations.PAR_JOUR,
        "jours": CORBEILLE.days,
    }
    statut = 422 if form.is_bound else 200
    return render(request, "contributions/animees.html", donnees, status=statut)


@require_POST
@porte(peut_animer)
def fermer(request: ProjetRequest) -> HttpResponse:
    operations.fermer(request.projet, request.participant)
    messages.success(request, FERMEE)
    return _retour(request)


@require_POST
@porte(peut_animer)
def renouveler(request: ProjetRequest) -> HttpResponse:
    operations.renouveler(request.projet, request.participant)
    messages.success(request, RENOUVELEE)
    return _retour(request)


@never_cache
@require_safe
@porte(peut_animer)
def affiche(request: ProjetRequest) -> HttpResponse:
    """The poster to print, ``?variante=`` a3 or encre; 404 while it is closed."""
    sienne = operations.affiche_de(request.projet)
    adresse = _adresse(request, sienne) if sienne and operations.est_ouverte(sienne) else ""
    if sienne is None or not adresse:
        raise Http404("Cette affiche est fermée.")
    sienne.projet = request.projet
    variante = connue(request.GET.get("variante", ""), A_LIRE_DE_LOIN)
    octets = contribuez.affiche(sienne, adresse, variante)
    return document(octets, f"contribuez-{request.projet.slug}.pdf")


@require_POST
@porte(peut_animer)
def accepter(request: ProjetRequest, pk: int) -> HttpResponse:
    contribution = _sienne(request, pk)
    la = _la(request, request.POST.get("vers", ""))
    if la is None:
        messages.warning(request, OU)
        return _retour(request)
    postit = operations.accepter(request.participant, contribution, la)
    if postit is None:
        messages.warning(request, DEJA)
    else:
        dit = f"«\u00a0{extrait(postit.texte, 60)}\u00a0» est collé sur {operations.ou(la)}."
        messages.success(request, dit, extra_tags=_reprise(request, pk))
    return _retour(request)


@require_POST
@porte(peut_animer)
def refuser(request: ProjetRequest, pk: int) -> HttpResponse:
    contribution = _sienne(request, pk)
    if operations.refuser(request.participant, contribution):
        dit = (
            f"Post-it refusé : personne ne le verra, et il s’effacera dans {CORBEILLE.days} jours."
        )
        messages.success(request, dit, extra_tags=_reprise(request, pk))
    else:
        messages.warning(request, DEJA)
    return _retour(request)


@require_POST
@porte(peut_animer)
def reprendre(request: ProjetRequest, pk: int) -> HttpResponse:
    """« Annuler »: it waits again."""
    operations.reprendre(request.participant, _sienne(request, pk))
    messages.success(request, "Ce post-it attend de nouveau votre réponse.")
    return _retour(request)


def _sienne(request: ProjetRequest, pk: int) -> Contribution:
    trouvee = Contribution.objects.de(request.projet).filter(pk=pk).first()
    if trouvee is None:
        raise Http404("Ce post-it n’est pas de cette fresque, ou s’est effacé.")
    return trouvee


def _la(request: ProjetRequest, vers: str) -> Endroit | None:
    """The box that was chosen, if post-its stand on it."""
    code, _, nom = vers.partition(SEPARE)
    la = endroit(request.projet, code, nom, "postit")
    return la if la and la.encart.imprimable else None


def _adresse(request: ProjetRequest, sienne: AfficheContribuez) -> str:
    secret = code_de(sienne)
    return request.build_absolute_uri(reverse("contribuer:ecrire", args=[secret])) if secret else ""


def _reprise(request: ProjetRequest, pk: int) -> str:
    return reverse("fresque:contribution_reprendre", args=[request.projet.slug, pk])


def _retour(request: ProjetRequest) -> HttpResponse:
    return redirect("fresque:contributions", request.projet.slug)
