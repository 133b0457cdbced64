"""Saving what was typed in a box, when others may have typed there too."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from fresque.views.rendu import (
    Avis,
    apres_ecriture,
    contexte,
    entiers,
    formulaire,
    place,
    recompter,
)
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import (
    Conciliation,
    Envoi,
    Remplace,
    concilier,
    lire,
    noter_resultat,
    resultat,
    une_fois,
)
from pasapas.ecriture.forms import BASE, EncartForm
from pasapas.ecriture.fusion import differences
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.objets import Objet
from pasapas.models import Contenu
from pasapas.valeurs.planches import Encart, Planche

HORS_ENVOI = {"csrfmiddlewaretoken", "operation", "autosave"}
HORS_SAISIE = {*HORS_ENVOI, "champ"}


def geste_de(request: ProjetRequest, code: str, nom: str, operation: UUID | None = None) -> Geste:
    """Who acts and where; the key of the write comes with the form, or in a header.

    One form of the page stands behind all its small buttons: its key is that of one gesture only
    when the page is then loaded again, without htmx.
    """
    if operation is None:
        page = "" if request.htmx else request.POST.get("operation", "")
        try:
            operation = UUID(request.headers.get("X-Operation", page))
        except ValueError:
            operation = None
    saisie = {
        champ: valeurs
        for champ, valeurs in request.POST.lists()
        if champ not in HORS_SAISIE and not champ.startswith(BASE)
    }
    envoi = _envoi(request)
    return Geste(request.projet, request.participant, code, nom, operation, envoi, saisie)


def _envoi(request: ProjetRequest) -> str:
    """A digest of what was sent and where, without what no person typed."""
    champs = sorted(c for c in request.POST.lists() if c[0] not in HORS_ENVOI)
    return salted_hmac("envoi", repr((request.path, champs)), algorithm="sha256").hexdigest()


@dataclass(slots=True)
class Ecrit:
    """What a write did: the row as it now is, what merged or clashed, what came back with it.

    ``form``: what the person may write in the row, when it is not the form they were given.
    """

    ligne: Contenu | None
    bilan: Conciliation = field(default_factory=Conciliation)
    nouveau: bool = True
    revenue: str = ""
    remplaces: tuple[str, ...] = ()
    form: EncartForm | None = None

    @property
    def avis(self) -> str:
        """What the person could not know."""
        fusion = "Enregistré, avec ce que d’autres ont écrit pendant ce temps."
        dits = [self.revenue, *self.remplaces, fusion if self.bilan.fusions else ""]
        return " ".join(filter(None, dits))


def ecrire(
    request: ProjetRequest,
    planche: Planche,
    encart: Encart,
    objet: Objet,
    form: EncartForm,
    instance: Contenu,
) -> HttpResponse:
    """Write what does not clash; answer with the box, the state of the save, or the clash."""
    trace = geste_de(request, planche.code, encart.nom, form.operation)
    try:
        with une_fois(trace) as nouvelle:
            if nouvelle:
                ecrit = _inscrire(trace, objet, encart, form, instance, nouvelle)
            else:
                ecrit = Ecrit(instance, nouveau=False)
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return formulaire(request, planche, encart, form)
    ecrit.revenue = ecrit.revenue or request.ranimee
    return repondre(request, planche, encart, objet, form, ecrit)


def ajouter_une_fois(
    request: ProjetRequest,
    planche: Planche,
    encart: Encart,
    objet: Objet,
    form: EncartForm,
    valeurs: Mapping[str, Any],
    est_la: Callable[[Contenu], bool],
) -> Ecrit:
    """Add a row. What comes again under its key is a change of that row, never a second one.

    A key opens nothing: ``est_la`` says whether the row could be changed from this box by its own
    address, and what its own form keeps back stays as it is.
    """
    trace = geste_de(request, planche.code, encart.nom, form.operation)
    with une_fois(trace) as nouvelle:
        deja = resultat(trace, objet.model)
        if nouvelle and deja is None:
            ligne = objet.creer(trace, valeurs)
            noter_resultat(trace, ligne)
            return Ecrit(ligne, revenue=request.ranimee)
        ligne = objet.lire(trace.projet, deja)
        if ligne is None:
            return Ecrit(None, nouveau=False)
        if nouvelle:
            ligne = changements.verrouiller(ligne)
            if not est_la(ligne):
                raise Http404("Cette ligne n’est pas dans cette case.")
        renvoi = _renvoi(request, objet, form, ligne)
        if not nouvelle:
            ecrit = Ecrit(ligne, nouveau=False)
        elif renvoi.is_valid():
            ecrit = _inscrire(trace, objet, encart, renvoi, ligne, nouvelle)
        else:
            raise ValidationError([mot for mots in renvoi.refus.values() for mot in mots])
        ecrit.form = renvoi
        ecrit.revenue = ecrit.revenue or request.ranimee
        return ecrit


def _renvoi(request: ProjetRequest, objet: Objet, form: EncartForm, ligne: Contenu) -> EncartForm:
    """The form that adds a row, as a form of the row it added: someone may have an account now."""
    renvoi = objet.form(
        request.POST,
        instance=copy(ligne),
        participant=request.participant,
        champs=objet.champs_ligne,
    )
    renvoi.entiere = True
    renvoi.saisie = tuple(nom for nom in renvoi.saisie if nom in form.saisie)
    return renvoi


def _inscrire(
    trace: Geste,
    objet: Objet,
    encart: Encart,
    form: EncartForm,
    instance: Contenu,
    envoi: Envoi,
) -> Ecrit:
    """The write itself, inside its transaction, on the row as it stands.

    A row someone took off meanwhile is put back first: what was typed in it comes back too.
    """
    ligne = changements.verrouiller(instance)
    revenue = objet.revenue() if objet.retiree(ligne) else ""
    if revenue:
        objet.retablir(trace, ligne)
    bases = form.bases(envoi.deja)
    bilan = concilier(trace, ligne, form.valeurs, bases, form.liens(ligne), envoi.deja)
    remplaces = tuple(_dire_remplace(form, remplace) for remplace in bilan.remplaces)
    compte = bool(revenue) or change_le_compte(encart, ligne, bilan.valeurs)
    ligne = objet.modifier(trace, ligne, bilan.valeurs)
    if compte:
        recompter(trace.projet, {trace.planche, objet.code_de(ligne) or trace.planche})
    return Ecrit(ligne, bilan, revenue=revenue, remplaces=remplaces)


def _dire_remplace(form: EncartForm, remplace: Remplace) -> str:
    """« Élise avait choisi « Engagé » : votre choix remplace le sien. »"""
    mots, champ = form.en_mots(remplace.champ, remplace.valeur), form.nommer(remplace.champ)
    fait = f"choisi « {mots} »" if mots else f"vidé « {champ} »"
    return f"{remplace.qui} avait {fait} : votre choix remplace le sien."


def repondre(
    request: ProjetRequest,
    planche: Planche,
    encart: Encart,
    objet: Objet,
    form: EncartForm,
    ecrit: Ecrit,
    suite: dict[str, str] | None = None,
) -> HttpResponse:
    """The answer to a write on a row that was there; ``suite``: where it is, if one cannot know."""
    if "autosave" in request.POST:
        return etat(form, ecrit, suite)
    if ecrit.bilan.conflits:
        action = suite["modifier"] if suite else request.path
        return _conflit(request, *entiers(request, planche, encart), form, ecrit, action)
    autres = objet.touche if planche.sections else ()  # a long text shows in its box alone
    return apres_ecriture(request, planche, encart.nom, Avis(ecrit.avis or "Enregistré."), autres)


def change_le_compte(encart: Encart, ligne: Contenu, valeurs: Mapping[str, Any]) -> bool:
    """Whether writing ``valeurs`` may fill or empty a box: a text begins or ends, a card moves."""
    if encart.est_texte:
        return any(bool(lire(ligne, champ)) != bool(valeur) for champ, valeur in valeurs.items())
    return encart.mobile and any(
        ligne._meta.get_field(champ).choices and lire(ligne, champ) != valeur
        for champ, valeur in valeurs.items()
    )


def etat(form: EncartForm, ecrit: Ecrit, suite: dict[str, str] | None = None) -> JsonResponse:
    """The state of an automatic save: for each text, what the row, as written, now holds.

    ``suite``: the addresses of a row that was just created. ``avis``: what is to be told.
    """
    instance, conflits = ecrit.ligne, ecrit.bilan.conflits
    if not ecrit.nouveau:
        instance.refresh_from_db()  # the form has written on it, the database has not
    champs = {
        nom: valeur
        for nom in form.saisie
        if isinstance(valeur := lire(instance, nom), str) and nom not in conflits
    }
    return JsonResponse(
        {
            "etat": "conflit" if conflits else "enregistre",
            "champs": champs,
            "conflits": sorted(conflits),
            "avis": ecrit.avis,
            "suite": suite,
        },
        status=409 if conflits else 200,
    )


def _conflit(
    request: ProjetRequest,
    planche: Planche,
    encart: Encart,
    form: EncartForm,
    ecrit: Ecrit,
    action: str,
) -> HttpResponse:
    """« Votre texte / le texte actuel / les deux », in the place of the box.

    When several fields clash they are settled one at a time: each answer brings the other ones
    back as they came, and they clash again.
    """
    retour = reverse("fresque:encart", args=[request.projet.slug, planche.code, encart.nom])
    donnees = {
        **contexte(request),
        "planche": planche,
        "encart": encart,
        "action": action,
        "base": BASE,
        "avis": ecrit.avis,
        "retour": retour,
        "retour_page": place(request, planche.code, encart.nom),
        "conflits": [
            {
                "nom": nom,
                "label": form.fields[nom].label,
                "mien": form.valeurs[nom],
                "actuel": fusion.actuel,
                "qui": fusion.qui,
                "ecarts": differences(fusion.actuel, form.valeurs[nom]),
                "les_deux": fusion.texte,
                "depart": fusion.depart,
            }
            for nom, fusion in ecrit.bilan.conflits.items()
        ],
    }
    gabarit = "fresque/_conflit.html" if request.htmx else "fresque/conflit.html"
    return render(request, gabarit, donnees, status=409)
