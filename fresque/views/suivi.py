"""The tableau de bord: what is late, what comes next, who sees to it. One ticks, confides and adds
étapes from there.

Like the wall, the page is kept for each person as long as nothing of it changes.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from diagnostic.models import Campagne
from fiches.models import Etape
from fresque.apercu import suivi as suivis
from fresque.endroit import Endroit
from fresque.instant import Memoire, instant
from fresque.nouveautes import VisiteDAvant, derniere_visite, fraicheur
from fresque.objets import OBJETS
from fresque.suivi.etapes import ETAPES, suivante, toutes
from fresque.suivi.tableau import Demande, dresser
from fresque.views.ajout import ajouter_une_fois
from fresque.views.coche import cocher_une
from fresque.views.encarts import ou_ecrire
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import PAS_ICI, Avis, a_suivre, compte_de, conflit, contexte
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.direct import annonces
from pasapas.ecriture.forms import EncartForm
from pasapas.ecriture.inscription import ecrire
from pasapas.models import Participant
from pasapas.serveur.pages import Page, repondre, trou
from pasapas.valeurs.planches import Planche
from pasapas.valeurs.textes import extrait, jour

PAGES = Memoire(300)  # about 30 kB each
JETON, CLE = map(trou, ("jeton", "cle"))
CONFIER = ("periode_envisagee", "responsables", "noms")
AJOUTER = ("intitule", "periode_envisagee", "noms")
SANS_FICHE = "Choisissez la fiche de cette étape."


@require_safe
@porte(annexe=3)
def tableau(request: ProjetRequest) -> HttpResponse:
    """?qui=moi, ?qui=personne, ?qui=<participant>, ?nom=, ?fiche=: whose étapes, of which fiche."""
    vu, dit = derniere_visite(request.participant), bool(len(get_messages(request)))
    projet, maison = request.projet, request.projet.etablissement
    demande = Demande.lire(request.GET)
    cle = (
        (projet.pk, projet.cree_le, projet.version, timezone.localdate()),
        (request.participant.pk, request.participant.role, vu, demande),
        (str(projet), str(maison), maison.confirme, annonces.adresse(request, projet.slug)),
        compte_de(request),
    )

    def rendre() -> Page:
        return Page.de(_rendre(request, vu, demande, {"csrf_token": JETON, "cle": CLE}))

    page = rendre() if dit or settings.DEBUG else PAGES.garder(cle, rendre)
    return repondre(request, page.remplir({JETON: get_token(request), CLE: str(uuid4())}))


@lue_et_ecrite
@porte(peut_ecrire)
def etape(request: ProjetRequest, pk: int) -> HttpResponse:
    """Who sees to an étape and when, written where it stands in the tableau."""
    ici, instance = _etape(request, pk)
    form = ici.objet.saisie(request.POST or None, request.participant, CONFIER, ligne=instance)
    if not (request.method == "POST" and form.is_valid()):
        return _remontrer(request, {"ouverte": pk, "form": form}, form)
    geste = geste_de(request, ici.planche.code, ETAPES, form.cle_recue)
    try:
        ecrit = ecrire(geste, ici.objet, form, instance)
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return _remontrer(request, {"ouverte": pk, "form": form}, form)
    if ecrit.bilan.conflits:
        request.projet.refresh_from_db()  # what did not clash was written
        champs = "&".join(f"champ={champ}" for champ in CONFIER)
        return conflit(request, ici.a_jour(), ecrit, f"{ici.adresse(pk)}?{champs}")
    return _revenir(request, Avis(ecrit.avis or "Enregistré."))


@require_POST
@porte(peut_ecrire)
def geste(request: ProjetRequest, pk: int, geste: str) -> HttpResponse:
    ici, instance = _etape(request, pk)
    if geste not in ici.objet.gestes:
        raise Http404("Ce geste n’existe pas.")
    avis = cocher_une(request, ici, instance, ici.place(request.participant, pk, instance), geste)
    if not avis.faite:
        return _revenir(request, avis)
    retour = reverse("fresque:suivi_geste", args=[request.projet.slug, pk, "a-faire"])
    request.projet.refresh_from_db()
    planche = instant(request.projet).planche(ici.planche.code)
    return _revenir(request, Avis(f"{avis.texte} {_ensuite(planche, pk)}", retour))


@require_POST
@porte(peut_ecrire)
def ajouter(request: ProjetRequest) -> HttpResponse:
    """One more étape: what, of which fiche, when, by whom."""
    code = f"fiche-{request.POST.get('fiche', '')}"
    fiches = [une.code for une in _fiches(request)]
    if code not in fiches:
        form = _ajout(request, request.POST)
        form.add_error(None, SANS_FICHE)
        return _remontrer(request, {"ajout": form}, form)
    ici = ou_ecrire(request, code, ETAPES)
    form = _ajout(request, request.POST)
    if form.is_valid():
        try:
            ecrit = ajouter_une_fois(request, ici, form)
        except ValidationError as refus:
            form.add_error(None, refus.messages)
        else:
            dit = f"Étape ajoutée à la fiche {ici.planche.coordonnee}."
            return _revenir(request, Avis(" ".join(filter(None, (dit, ecrit.avis)))))
    return _remontrer(request, {"ajout": form}, form)


def _etape(request: ProjetRequest, pk: int) -> tuple[Endroit, Etape]:
    """An étape of a fiche that stands on the wall, and its box."""
    lues = Etape.objects.de(request.projet).presents().filter(pk=pk, fiche__retire_le=None)
    trouvee = lues.select_related("fiche").first()
    if trouvee is None:
        raise Http404(PAS_ICI)
    return ou_ecrire(request, f"fiche-{trouvee.fiche.numero}", ETAPES, exact=True), trouvee


def _ensuite(planche: Planche | None, pk: int) -> str:
    """« Étape suivante : Former les tuteurs, avril, Inès. »"""
    encart = planche.encart(ETAPES) if planche else None
    suite = suivante(encart, pk) if encart else None
    if suite is None or suite.etape is None:
        return "C’était la dernière étape de cette fiche."
    quand, qui = suite.etape.quand or "sans date", suite.etape.qui or "sans personne"
    return f"Étape suivante : {extrait(suite.titre)} · {qui} · {quand}."


def _revenir(request: ProjetRequest, avis: Avis) -> HttpResponse:
    """To the tableau as it was filtered."""
    messages.success(request, avis.texte, extra_tags=avis.annuler_url)
    requete = Demande.lire(request.GET).requete
    page = reverse("fresque:suivi", args=[request.projet.slug])
    return redirect(f"{page}?{requete}" if requete else page)


def _remontrer(
    request: ProjetRequest, donnees: Mapping[str, Any], form: EncartForm
) -> HttpResponse:
    """The tableau with a form in it, and what is wrong beside the field."""
    vu = derniere_visite(request.participant)
    html = _rendre(request, vu, Demande.lire(request.GET), {"cle": uuid4, **donnees})
    return HttpResponse(html, status=422 if form.is_bound else 200)


def _ajout(request: ProjetRequest, dites: Any = None) -> EncartForm:
    """The line that adds an étape; whoever sees to it is named, « moi » too."""
    etape = OBJETS["etape"]
    form = etape.saisie(dites, request.participant, AJOUTER, auto_id="ajout_%s")
    form.fields["periode_envisagee"].widget.attrs["placeholder"] = "d’ici juin"
    form.fields["noms"].widget = forms.TextInput(
        attrs={"list": "gens", "placeholder": "un nom, ou moi", "autocomplete": "off"}
    )
    form.fields["intitule"].widget = forms.TextInput(attrs={"placeholder": "Une étape de plus"})
    return form


def _fiches(request: ProjetRequest) -> list[Planche]:
    return [une for une in instant(request.projet).fresque.planches if une.modele == "fiche"]


def _rendre(
    request: ProjetRequest, vu: VisiteDAvant, demande: Demande, donnees: Mapping[str, Any]
) -> str:
    """The page: 3 queries besides the planches, which this process keeps."""
    ici, droits = instant(request.projet), contexte(request)
    frais = fraicheur(request.participant, vu.depuis)
    suivi = suivis.suivre(ici.mur, request.participant.pk, frais)
    fiches = _fiches(request)
    campagnes = Campagne.objects.filter(projet=request.projet).defer("resultats")
    tout = {
        **droits,
        "fresque": ici.fresque,
        "direct": a_suivre(request),
        "tableau": dresser(
            toutes(ici.fresque.planches),
            request.participant.pk,
            timezone.localdate(),
            demande,
        ),
        "suivi": suivi,
        "neuf": suivi.vue("neuf"),
        "depuis": suivis.depuis(frais),
        "prochaine": ici.mur.prochaine,
        "campagne": max(campagnes, key=lambda une: (une.ouverte, une.pk), default=None),
        "fiches": fiches,
        "requete": demande.requete,
        "jour": jour(timezone.localdate()),
    }
    if droits["peut_ecrire"] and fiches:
        tout["gens"] = Participant.objects.de(request.projet).presents()
        tout["ajout"] = _ajout(request)
        ouverte = next((une for une in fiches if not une.arretee), fiches[0])
        ici_meme = ouverte.code.removeprefix("fiche-")
        tout["la"] = request.POST.get("fiche") or demande.fiche or ici_meme
    return render_to_string("suivi/tableau.html", {**tout, **donnees}, request)
