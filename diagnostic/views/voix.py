"""Where voices are given: one device of a collège, or one device for the whole room."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from diagnostic.campagnes import pages, seance
from diagnostic.campagnes.questionnaire import Passage, passage
from diagnostic.campagnes.refus import CampagneClose, HorsQuestionnaire, Refus
from diagnostic.forms_seance import EtonnementForm, LigneForm, VoixForm
from diagnostic.models import Campagne, Passation
from diagnostic.views.commun import campagne_de, geste_de, passation_de
from diagnostic.views.suivi import SALLE, a_propos, fragment, refus_dits
from pasapas.acces.permissions import peut_animer, peut_ecrire
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte


@never_cache
@lue_et_ecrite
@porte(peut_ecrire)
@refus_dits
def voix(request: ProjetRequest, pk: int, college: str) -> HttpResponse:
    """One device of a collège: the statement shown to the room, or any other, and its voice."""
    passation = passation_de(campagne_de(request, pk), college)
    if not pages.parle_pour(request.participant, passation):
        raise PermissionDenied("Seul ce collège, ou qui anime, donne cette réponse.")
    if not passation.campagne.ouverte:
        raise CampagneClose
    if passation.individuelle:
        raise Refus("Dans ce collège, chacun répond seul : il n’y a pas de réponse commune.")
    form = VoixForm(request.POST or None, passage=passage(passation.campagne.questionnaire))
    if request.method == "POST" and form.is_valid():
        code = request.POST.get("question", "")
        if form.cleaned_data["reponse"]:
            reponse = form.cleaned_data["reponse"]
            seance.donner_voix(passation, code, reponse, form.mains, geste=geste_de(request))
            if request.htmx:  # the page that follows stays, and shows where the room is
                return _page_voix(request, passation, VoixForm(passage=form.passage), "")
            return _suivant(request, passation, code)
    demandee = request.POST.get("question") or request.GET.get("question", "")
    return _page_voix(request, passation, form, demandee)


def _suivant(request: ProjetRequest, passation: Passation, code: str) -> HttpResponse:
    """Back to the statement in the séance; alone, on to the next one."""
    adresse = reverse(
        "diagnostic:voix", args=[request.projet.slug, passation.campagne.pk, passation.college]
    )
    if request.POST.get("suit") == "1":
        return redirect(adresse)
    return redirect(f"{adresse}?question={_apres(passage(passation.campagne.questionnaire), code)}")


def _page_voix(
    request: ProjetRequest, passation: Passation, form: VoixForm, demandee: str
) -> HttpResponse:
    """It follows the séance unless one has chosen a statement oneself: ``?question=``."""
    campagne = passation.campagne
    vue = pages.seance(campagne, request.participant, demandee)
    suit = "question" not in request.GET
    mains = form.mains if form.is_bound and form.is_valid() else _mains(passation, vue)
    donnees = {
        **request.dits,
        "campagne": campagne,
        "passation": passation,
        "vue": vue,
        "mienne": next(v for v in vue.voix if v.college == passation.college),
        "suit": suit,
        "attend": suit and not vue.commencee and not form.is_bound,
        "form": form,
        "niveaux": [(choix, mains.get(int(choix.valeur), 0)) for choix in vue.passage.niveaux],
        "propose": seance.niveau_propose(mains),
        "etonnement": EtonnementForm(),
        "retour": passation.college,
    }
    gabarits = "diagnostic/voix.html", "diagnostic/_voix.html"
    return fragment(request, *gabarits, donnees, refusee=form.is_bound and not form.is_valid())


def _mains(passation: Passation, vue: pages.Seance) -> Mapping[int, int]:
    dites = pages.voix_dites(passation.campagne, vue.affirmation)
    return dites[passation.pk].mains if passation.pk in dites else {}


@never_cache
@lue_et_ecrite
@porte(peut_animer)
@refus_dits
def salle(request: ProjetRequest, pk: int) -> HttpResponse:
    """One device for the room: every collège's voice on the statement shown, in one go."""
    campagne = campagne_de(request, pk)
    if not campagne.ouverte:
        return redirect("diagnostic:resultats", request.projet.slug, pk)
    if request.method != "POST":
        return _page_salle(request, campagne)
    code = request.POST.get("code", "")
    lu = passage(campagne.questionnaire)
    if code not in lu.par_code:
        raise HorsQuestionnaire
    passations = [p for p in campagne.passations.all() if not p.individuelle]
    lignes = [_ligne(request, passation, lu) for passation in passations]
    etonnement = EtonnementForm(request.POST)
    if all(form.is_valid() for form in (*lignes, etonnement)):
        try:
            seance.passer(
                geste_de(request, etonnement),
                campagne,
                code=code,
                vers=request.POST.get("question") or _apres(lu, code),
                texte=etonnement.cleaned_data["texte"],
                propos=a_propos(request),
                voix=[ligne.dite for ligne in lignes if ligne.a_change],
            )
        except ValidationError as refus:
            etonnement.add_error("texte", refus.messages)
        else:
            if request.htmx:
                return _page_salle(request, campagne_de(request, pk))
            return redirect("diagnostic:salle", request.projet.slug, pk)
    return _page_salle(request, campagne, code, lignes, etonnement)


def _ligne(request: ProjetRequest, passation: Passation, lu: Passage) -> LigneForm:
    return LigneForm(request.POST, passage=lu, passation=passation, prefix=passation.college)


def _apres(lu: Passage, code: str) -> str:
    """One goes on to the next; on the last statement one stays."""
    suivante = lu.suivante(lu.par_code[code])
    return suivante.code if suivante else code


def _page_salle(
    request: ProjetRequest,
    campagne: Campagne,
    code: str = "",
    lignes: list[LigneForm] | None = None,
    etonnement: EtonnementForm | None = None,
) -> HttpResponse:
    vue = pages.seance(campagne, request.participant, code)
    if lignes is None:
        dites = pages.voix_dites(campagne, vue.affirmation)
        passations = [p for p in campagne.passations.all() if not p.individuelle]
        lignes = [LigneForm.de(vue.passage, p, dites.get(p.pk)) for p in passations]
    donnees: dict[str, Any] = {
        **request.dits,
        "campagne": campagne,
        "vue": vue,
        "lignes": [(ligne, forme) for ligne, forme in zip(lignes, vue.formes, strict=True)],
        "niveaux": [(ligne.prefix, ligne["depart"].value()) for ligne in lignes],
        "montre": vue.montre and bool(vue.voix),
        "corrige": any(ligne.errors for ligne in lignes if ligne.is_bound),
        "etonnement": etonnement or EtonnementForm(),
        "retour": SALLE,
    }
    gabarits = "diagnostic/salle.html", "diagnostic/_salle.html"
    return fragment(request, *gabarits, donnees, refusee=etonnement is not None)
