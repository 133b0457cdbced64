"""A surprise of a séance: put right, taken off, put back, brought where it serves."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from diagnostic import operations
from diagnostic.models import Campagne, CollegePassation, EtatDesLieux, Etonnement, Piste
from diagnostic.objets import ETONNEMENT
from fresque.endroit import est_partie
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import PARTIE, contexte
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.ecriture.conciliation import Clash, une_fois
from pasapas.ecriture.forms import EncartForm
from pasapas.ecriture.inscription import ecrire
from pasapas.models.champs import ElementQuerySet

PLANCHE, CAMPAGNE = "autodiagnostic", "campagne"
# Where a surprise may be brought: the box, what brings it, what is said of it.
VERS = {
    "rapport": (
        "rapport_etonnement",
        operations.noter_dans_le_rapport,
        "Ajouté dans le rapport d’étonnement.",
    ),
    "piste": (
        "pistes",
        operations.piste_de_l_etonnement,
        "Ajouté dans les pistes d’actions. À vous de le dire comme une action.",
    ),
}
ECRANS = {"seance", "salle"}


@never_cache
@lue_et_ecrite
@porte(peut_ecrire)
def corriger(request: ProjetRequest, pk: int, etonnement: int) -> HttpResponse:
    """Put the words of a surprise right: a child’s name typed on the projector does not stay."""
    note = _note(request, pk, etonnement)
    form = ETONNEMENT.saisie(request.POST or None, request.participant, ligne=note)
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            geste = geste_de(request, PLANCHE, CAMPAGNE, form.cle_recue)
            ecrit = ecrire(geste, ETONNEMENT, form, note)
        except ValidationError as refus:
            form.add_error(None, refus.messages)
        else:
            clash = ecrit.bilan.conflits.get("texte")
            if clash is None:
                messages.success(request, "Étonnement corrigé.")
                return redirect(_retour(request, pk, etonnement))
            form = _a_arranger(request, pk, etonnement, clash)
    donnees = {
        **contexte(request),
        "campagne": pk,
        "note": note,
        "form": form,
        "clash": clash,
        "retour": _d_ou(request),
        "retour_url": _retour(request, pk, etonnement),
    }
    statut = 409 if clash else 422 if form.is_bound else 200
    return render(request, "fresque/etonnement.html", donnees, status=statut)


def _a_arranger(request: ProjetRequest, pk: int, etonnement: int, clash: Clash) -> EncartForm:
    """Both texts in the box, from what stands now: saved again, it is what the person decided."""
    actuelle = _note(request, pk, etonnement)
    form = ETONNEMENT.saisie(None, request.participant, ligne=actuelle)
    form.initial["texte"] = clash.les_deux
    return form


@require_POST
@porte(peut_ecrire)
def geste(request: ProjetRequest, pk: int, etonnement: int, vers: str) -> HttpResponse:
    """Take a surprise off or put it back; bring it into the rapport, or among the pistes."""
    if vers in {"retirer", "retablir"}:
        return _ranger(request, pk, etonnement, vers)
    if vers not in VERS:
        raise Http404("Un étonnement ne va pas là.")
    note = _note(request, pk, etonnement)
    if note.retire_le:
        raise Http404("Cet étonnement a été retiré.")
    encart, faire, dit = VERS[vers]
    try:
        faire(geste_de(request, PLANCHE, encart), note)
    except ValidationError as refus:
        messages.error(request, " ".join(refus.messages))
    else:
        messages.success(request, dit)
    return redirect(_retour(request, pk, etonnement))


def _ranger(request: ProjetRequest, pk: int, etonnement: int, vers: str) -> HttpResponse:
    note = _notes(request, pk).filter(pk=etonnement).first()
    if vers == "retablir" and est_partie(request.projet, Etonnement, etonnement, note):
        messages.warning(request, PARTIE)
        return redirect(_retour(request, pk, etonnement))
    if note is None:
        raise Http404("Cet étonnement n’existe pas dans cette campagne.")
    par = geste_de(request, PLANCHE, CAMPAGNE)
    with une_fois(par) as nouvelle:
        if nouvelle:
            (ETONNEMENT.retirer if vers == "retirer" else ETONNEMENT.retablir)(par, note)
    if vers == "retablir":
        messages.success(request, "Étonnement rétabli.")
    else:
        adresse = reverse(
            "fresque:etonnement", args=[request.projet.slug, pk, etonnement, "retablir"]
        )
        annuler = f"{adresse}?retour={_d_ou(request)}"
        messages.success(request, f"Étonnement retiré.{_ailleurs(note)}", extra_tags=annuler)
    return redirect(_retour(request, pk, etonnement))


def _ailleurs(note: Etonnement) -> str:
    """Where its words still stand: taking it off does not touch what the group made of it."""
    rapport = EtatDesLieux.objects.get(projet=note.projet).rapport_etonnement
    pistes = Piste.objects.de(note.projet).presents().filter(etonnement=note)
    lieux = [
        lieu
        for lieu, la in (
            ("dans le rapport d’étonnement", note.est_dans(rapport)),
            ("parmi les pistes d’actions", pistes.exists()),
        )
        if la
    ]
    return f" Ses mots restent {' et '.join(lieux)}." if lieux else ""


def _notes(request: ProjetRequest, pk: int) -> ElementQuerySet:
    """Every surprise of this campagne, taken off or not; 404 when the projet has no such one."""
    campagnes = Campagne.objects.de(request.projet).defer("resultats")
    campagne = get_object_or_404(campagnes, pk=pk)
    return Etonnement.objects.filter(campagne=campagne).select_related("question")


def _note(request: ProjetRequest, pk: int, etonnement: int) -> Etonnement:
    """A surprise of this campagne; one that was just taken off comes back with a correction."""
    note = get_object_or_404(_notes(request, pk), pk=etonnement)
    partie = est_partie(request.projet, Etonnement, note.pk, note)
    if note.retire_le and (partie or request.method != "POST"):
        raise Http404("Cet étonnement a été retiré.")
    return note


def _d_ou(request: ProjetRequest) -> str:
    """The page one came from, if it is one of ours."""
    dite = request.POST.get("retour") or request.GET.get("retour", "")
    return dite if dite in {*ECRANS, *CollegePassation.values, "corbeille"} else ""


def _retour(request: ProjetRequest, pk: int, etonnement: int) -> str:
    slug, d_ou = request.projet.slug, _d_ou(request)
    if d_ou == "corbeille":
        return reverse("fresque:corbeille", args=[slug])
    if d_ou in ECRANS:
        return reverse(f"diagnostic:{d_ou}", args=[slug, pk])
    if d_ou:
        return reverse("diagnostic:voix", args=[slug, pk, d_ou])
    page = reverse("fresque:enseignements", args=[slug, pk])
    return f"{page}#etonnement-{etonnement}"
