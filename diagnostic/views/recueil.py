"""The public pages of a recueil individuel: any phone, no account, no geste.

Nothing here reads a session or a person; ``diagnostic.anonymat`` sees to it that there is none
to read. The one cookie holds a key drawn for this device, of which the server keeps a digest.
"""

from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from diagnostic.campagnes import recueil, regard, tirage
from diagnostic.campagnes.questionnaire import Affirmation, Passage, passage_de
from diagnostic.campagnes.refus import BulletinInconnu, DejaRendu, HorsQuestionnaire, Refus
from diagnostic.models import BulletinAnonyme, Passation
from pasapas.acces.adresses import VueHttp
from pasapas.acces.porte import lue_et_ecrite, publique

CODE_MAX = 40  # signs of a slip's code, however it is spaced out
GARDE = 60 * 60 * 24 * 90  # seconds a device remembers, when the person asks for it


class SansCle(Refus):
    """The device sent no key: the first page was skipped, or the browser keeps nothing."""

    message = (
        "Rien n’a été enregistré : votre téléphone n’a pas gardé la clé de ce questionnaire. "
        "Revenez à la première page et touchez « Commencer »."
    )


def ouverte(vue: VueHttp) -> VueHttp:
    """Decorate a page of a recueil: ``jeton`` is used up, its passation is given.

    No token protects these forms, for want of a second cookie to hold it: what another site
    sends is refused, and the device's key (SameSite=Strict) does not travel with it.
    """

    @wraps(vue)
    def ouvrir(request: HttpRequest, jeton: str, **kwargs: Any) -> HttpResponse:
        # ``anonymat`` says where it comes from; without its word, nobody enters.
        if getattr(request, "etranger", True):
            return render(request, "diagnostic/recueil/etranger.html", status=403)
        passation = recueil.passation_ouverte(jeton)
        if passation is None:
            return render(request, "diagnostic/recueil/ferme.html", status=404)
        try:
            return vue(request, passation, **kwargs)
        except Refus as refus:
            return _refuser(request, passation, refus)

    return publique(csrf_exempt(ouvrir))


@require_safe
@ouverte
def accueil(request: HttpRequest, passation: Passation) -> HttpResponse:
    """Who asks, what nobody can know, and the way in. A slip's QR code fills its code in."""
    code = request.GET.get("bulletin", "")[:CODE_MAX] or _temoin(request).bulletin
    return _accueillir(request, passation, code)


def _accueillir(
    request: HttpRequest, passation: Passation, code: str, refus: str = ""
) -> HttpResponse:
    mien = recueil.bulletin(passation, _cle(request))
    donnees = {**_contexte(passation, mien), "code": code, "refus": refus}
    gabarit = "diagnostic/recueil/accueil.html"
    return render(request, gabarit, donnees, status=422 if refus else 200)


@require_POST
@ouverte
def commencer(request: HttpRequest, passation: Passation) -> HttpResponse:
    """Draw this device's key. Nothing is written before the first answer, but that a slip was
    refused: the slip waits beside the key."""
    code = request.POST.get("bulletin", "")[:CODE_MAX] if passation.par_bulletins else ""
    if passation.par_bulletins:
        try:
            tirage.presenter(passation, code)
        except BulletinInconnu as refus:
            return _accueillir(request, passation, code, str(refus))
    lu = passage_de(passation.campagne)
    reponse = redirect(_adresse(passation, lu.affirmations[0]) if lu.total else _fin(passation))
    garde = "reprendre" in request.POST
    _poser(reponse, passation, Temoin(recueil.nouvelle_cle(), tirage.nu(code), garde))
    return reponse


@lue_et_ecrite
@ouverte
def question(request: HttpRequest, passation: Passation, code: str) -> HttpResponse:
    """One statement. Touching an answer saves it and goes on to the next one."""
    lu = passage_de(passation.campagne)
    affirmation = lu.par_code.get(code)
    if affirmation is None:
        raise HorsQuestionnaire
    if request.method == "POST":
        if not _cle(request):
            raise SansCle
        if _trop_tot(request):  # nothing is kept, the statement is shown again
            return redirect(_adresse(passation, affirmation))
        return _repondre(request, passation, affirmation)
    mien = recueil.bulletin(passation, _cle(request))
    if mien is not None and mien.rendu:
        raise DejaRendu
    precedente, suivante = lu.precedente(affirmation), lu.suivante(affirmation)
    donnees = {
        **_contexte(passation, mien),
        "affirmation": affirmation,
        "precedente_url": _adresse(passation, precedente) if precedente else _accueil(passation),
        "suivante_url": _adresse(passation, suivante) if suivante else _fin(passation),
        "donnee": mien.reponses.get(code) if mien else None,
    }
    return render(request, "diagnostic/recueil/question.html", donnees)


def _repondre(request: HttpRequest, passation: Passation, vue: Affirmation) -> HttpResponse:
    """Save, and go on. The slip has served with the first answer: its code leaves the device."""
    temoin = _temoin(request)
    with tirage.refus_comptes(passation, temoin.bulletin):
        saisie = request.POST.get("reponse", "")
        recueil.repondre(passation, temoin.cle, vue.code, saisie, temoin.bulletin)
    suivante = passage_de(passation.campagne).suivante(vue)
    reponse = redirect(_adresse(passation, suivante) if suivante else _fin(passation))
    if temoin.bulletin:
        _poser(reponse, passation, replace(temoin, bulletin=""))
    return reponse


@require_safe
@ouverte
def fin(request: HttpRequest, passation: Passation) -> HttpResponse:
    """What is answered and what is not, before giving it in."""
    mien = recueil.bulletin(passation, _cle(request))
    if mien is not None and mien.rendu:
        raise DejaRendu
    lu = passage_de(passation.campagne)
    reponses = mien.reponses if mien else {}
    restantes = [
        (affirmation, _adresse(passation, affirmation))
        for affirmation in lu.affirmations
        if affirmation.code not in reponses
    ]
    donnees = {**_contexte(passation, mien), "restantes": restantes}
    return render(request, "diagnostic/recueil/fin.html", donnees)


@require_POST
@ouverte
def rendre(request: HttpRequest, passation: Passation) -> HttpResponse:
    """« J’ai fini »: no more change, and this device forgets its key."""
    if _trop_tot(request):
        return redirect(_fin(passation))
    recueil.rendre(passation, _cle(request))
    return _oublier(redirect("recueil:merci", passation.jeton), passation)


@require_safe
@ouverte
def merci(request: HttpRequest, passation: Passation) -> HttpResponse:
    return render(request, "diagnostic/recueil/merci.html", _contexte(passation, None))


@lue_et_ecrite
@ouverte
def effacer(request: HttpRequest, passation: Passation) -> HttpResponse:
    """« Effacer mes réponses », after a page that asks."""
    if request.method == "POST" and _trop_tot(request):
        return redirect("recueil:effacer", passation.jeton)
    if request.method == "POST":
        recueil.effacer(passation, _cle(request))
        reponse = render(request, "diagnostic/recueil/efface.html", _contexte(passation, None))
        return reponse if passation.par_bulletins else _oublier(reponse, passation)
    mien = recueil.bulletin(passation, _cle(request))
    return render(request, "diagnostic/recueil/effacer.html", _contexte(passation, mien))


@require_POST
@ouverte
def quitter(request: HttpRequest, passation: Passation) -> HttpResponse:
    """« Ce n’est pas moi »: the answers stay, this device forgets how to change them."""
    return _oublier(redirect("recueil:accueil", passation.jeton), passation)


def _contexte(passation: Passation, mien: BulletinAnonyme | None) -> dict[str, Any]:
    campagne = passation.campagne
    lu: Passage = passage_de(campagne)
    faites = sum(a.code in mien.reponses for a in lu.affirmations) if mien else 0
    return {
        "passation": passation,
        "campagne": campagne,
        "projet": campagne.projet,
        "passage": lu,
        "faites": faites,
        "commence": mien is not None,
        "rendu": mien is not None and mien.rendu,
        "reprise_url": _reprise(passation, mien, lu),
        "montree": regard.maintenant(),
    }


def _reprise(passation: Passation, mien: BulletinAnonyme | None, lu: Passage) -> str:
    """The first statement without an answer."""
    reponses = mien.reponses if mien else {}
    restantes = (a for a in lu.affirmations if a.code not in reponses)
    affirmation = next(restantes, None)
    return _adresse(passation, affirmation) if affirmation else _fin(passation)


def _trop_tot(request: HttpRequest) -> bool:
    return regard.trop_tot(request.POST.get("montree", ""))


def _refuser(request: HttpRequest, passation: Passation, refus: Refus) -> HttpResponse:
    donnees = {**_contexte(passation, None), "refus": str(refus), "titre": refus.titre}
    return render(request, "diagnostic/recueil/refus.html", donnees, status=refus.statut)


def _accueil(passation: Passation) -> str:
    return reverse("recueil:accueil", args=[passation.jeton])


def _fin(passation: Passation) -> str:
    return reverse("recueil:fin", args=[passation.jeton])


def _adresse(passation: Passation, affirmation: Affirmation) -> str:
    return reverse("recueil:question", args=[passation.jeton, affirmation.code])


@dataclass(frozen=True, slots=True)
class Temoin:
    """What the one cookie holds: this device's key; until the first answer, the code of its slip;
    whether it is to be kept when the browser closes."""

    cle: str = ""
    bulletin: str = ""
    garde: bool = False

    def __str__(self) -> str:
        return ".".join([self.cle, self.bulletin, "1" if self.garde else ""]).rstrip(".")


def _temoin(request: HttpRequest) -> Temoin:
    cle, bulletin, garde = [*request.COOKIES.get(recueil.COOKIE, "").split("."), "", ""][:3]
    return Temoin(cle, bulletin[:CODE_MAX], garde == "1")


def _cle(request: HttpRequest) -> str:
    return _temoin(request).cle


def _poser(reponse: HttpResponse, passation: Passation, temoin: Temoin) -> None:
    reponse.set_cookie(
        recueil.COOKIE,
        str(temoin),
        max_age=GARDE if temoin.garde else None,
        path=_accueil(passation),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _oublier(reponse: HttpResponse, passation: Passation) -> HttpResponse:
    reponse.delete_cookie(recueil.COOKIE, path=_accueil(passation), samesite="Strict")
    return reponse
