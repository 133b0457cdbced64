"""From the paper sheet to the campagne: typed in the order of the sheet, keyboard alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from diagnostic.campagnes import papier
from diagnostic.campagnes.questionnaire import passage
from diagnostic.campagnes.refus import CampagneClose, Refus
from diagnostic.forms_seance import FeuilleForm
from diagnostic.views.commun import campagne_de, geste_de, passation_de
from pasapas.acces.permissions import peut_animer
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte

DEJA = (
    "Cette feuille était déjà enregistrée : elle ne compte qu’une fois. "
    "Si c’en était une autre, tapez-la de nouveau."
)


@never_cache
@lue_et_ecrite
@porte(peut_animer)
def saisir(request: ProjetRequest, pk: int, college: str) -> HttpResponse:
    """One sheet of a recueil, or the voice a collège filled in on paper."""
    campagne = campagne_de(request, pk)
    if not campagne.ouverte:
        messages.warning(request, str(CampagneClose()))
        return redirect("diagnostic:resultats", request.projet.slug, pk)
    passation = passation_de(campagne, college)
    lu = passage(campagne.questionnaire)
    initial = {} if passation.individuelle else papier.voix_donnee(passation)
    form = FeuilleForm(request.POST or None, passage=lu, prefix="feuille", initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            neuve = papier.saisir(
                passation,
                form.reponses,
                montrees=form.montrees,
                cle=str(form.cle_recue or ""),
                geste=geste_de(request),
            )
        except Refus as refus:
            form.add_error(None, str(refus))
        else:
            dit = _dit(passation.individuelle, len(form.reponses), lu.total)
            messages.success(request, dit if neuve else DEJA)
            suite = "diagnostic:saisir" if passation.individuelle else "diagnostic:campagne"
            args = (college,) if passation.individuelle else ()
            return redirect(suite, request.projet.slug, pk, *args)
    donnees = {
        **request.dits,
        "campagne": campagne,
        "passation": passation,
        "passage": lu,
        "form": form,
    }
    statut = 422 if form.is_bound else 200
    return render(request, "diagnostic/saisir.html", donnees, status=statut)


def _dit(individuelle: bool, nombre: int, total: int) -> str:
    compte = f"{nombre} réponse{'s' if nombre > 1 else ''} sur {total}"
    if individuelle:
        return f"Feuille enregistrée ({compte}). Vous pouvez saisir la suivante."
    return f"Réponse enregistrée ({compte})."
