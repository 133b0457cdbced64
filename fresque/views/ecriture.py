"""Saving what was typed in a box, when others may have typed there too."""

from copy import copy
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from fresque.endroit import Endroit, Place
from fresque.views.rendu import (
    PAS_ICI,
    Avis,
    apres_ecriture,
    contexte,
    formulaire,
    page_de,
    place,
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
    ``ajoutee``: the row was not there when the form was opened, which knows no address of it.
    """

    ligne: Contenu | None
    bilan: Conciliation = field(default_factory=Conciliation)
    nouveau: bool = True
    revenue: str = ""
    remplaces: tuple[str, ...] = ()
    form: EncartForm | None = None
    ajoutee: bool = False

    @property
    def avis(self) -> str:
        """What the person could not know."""
        fusion = "Enregistré, avec ce que d’autres ont écrit pendant ce temps."
        dits = [self.revenue, *self.remplaces, fusion if self.bilan.fusions else ""]
        return " ".join(filter(None, dits))


def ecrire(
    request: ProjetRequest, ici: Endroit, form: EncartForm, instance: Contenu
) -> HttpResponse:
    """Write what does not clash; answer with the box, the state of the save, or the clash."""
    trace = geste_de(request, ici.planche.code, ici.encart.nom, form.operation)
    try:
        with une_fois(trace) as nouvelle:
            revenue = ici.ranimer(trace)
            if nouvelle:
                ecrit = _inscrire(trace, ici, form, instance, nouvelle)
            else:
                ecrit = Ecrit(instance, nouveau=False)
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return formulaire(request, ici, form)
    ecrit.revenue = revenue or ecrit.revenue
    return repondre(request, ici, form, ecrit)


def ajouter_une_fois(request: ProjetRequest, ici: Endroit, form: EncartForm) -> Ecrit:
    """Add a row. What comes again under its key is a change of that row, never a second one.

    A key opens nothing: the row must be one that could be changed from this box by its own
    address, and what its own form keeps back stays as it is.
    """
    trace = geste_de(request, ici.planche.code, ici.encart.nom, form.operation)
    with une_fois(trace) as nouvelle:
        revenue = ici.ranimer(trace)
        deja = resultat(trace, ici.objet.model)
        ligne = None if deja is None else ici.lire(deja)
        if nouvelle and deja is None:
            ligne = ici.objet.creer(trace, {**ici.fixes, **ici.parent, **form.valeurs})
            noter_resultat(trace, ligne)
            ecrit = Ecrit(ligne, ajoutee=True)
        elif ligne is None:
            ecrit = Ecrit(None, nouveau=False)
        else:
            ecrit = _ajouter_encore(request, trace, ici, form, ligne, nouvelle)
        ecrit.revenue = revenue or ecrit.revenue
        return ecrit


def _ajouter_encore(
    request: ProjetRequest,
    trace: Geste,
    ici: Endroit,
    form: EncartForm,
    ligne: Contenu,
    envoi: Envoi,
) -> Ecrit:
    """Under the key of a row that was added: nothing new, or other words for that row."""
    if envoi:
        ligne = changements.verrouiller(ligne)
        if ici.place(request.participant, ligne.pk, ligne) in {Place.PARTIE, Place.AILLEURS}:
            raise Http404(PAS_ICI)
    renvoi = _renvoi(request, ici.objet, form, ligne)
    if not envoi:
        ecrit = Ecrit(ligne, nouveau=False)
    elif renvoi.is_valid():
        ecrit = _inscrire(trace, ici, renvoi, ligne, envoi)
    else:
        raise ValidationError([mot for mots in renvoi.refus.values() for mot in mots])
    ecrit.form, ecrit.ajoutee = renvoi, True
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
    ici: Endroit,
    form: EncartForm,
    instance: Contenu,
    envoi: Envoi,
) -> Ecrit:
    """The write itself, inside its transaction, on the row as it stands.

    A row someone took off meanwhile is put back first: what was typed in it comes back too.
    """
    ligne, objet = changements.verrouiller(instance), ici.objet
    revenue = objet.revenue() if objet.retiree(ligne) else ""
    if revenue:
        objet.retablir(trace, ligne)
    bases = form.bases(envoi.deja)
    bilan = concilier(trace, ligne, form.valeurs, bases, form.liens(ligne), envoi.deja)
    remplaces = tuple(_dire_remplace(form, remplace) for remplace in bilan.remplaces)
    ligne = objet.modifier(trace, ligne, bilan.valeurs)
    return Ecrit(ligne, bilan, revenue=revenue, remplaces=remplaces)


def _dire_remplace(form: EncartForm, remplace: Remplace) -> str:
    """« Élise avait choisi « Engagé » : votre choix remplace le sien. »"""
    mots, champ = form.en_mots(remplace.champ, remplace.valeur), form.nommer(remplace.champ)
    fait = f"choisi « {mots} »" if mots else f"vidé « {champ} »"
    return f"{remplace.qui} avait {fait} : votre choix remplace le sien."


def repondre(request: ProjetRequest, ici: Endroit, form: EncartForm, ecrit: Ecrit) -> HttpResponse:
    """The answer to a write on a row that was there, or that has just come."""
    form, adresse = ecrit.form or form, request.path
    suite = None
    if ecrit.ajoutee:
        adresse = ici.adresse(ecrit.ligne.pk)
        suite = {"modifier": adresse, "page": page_de(request, ici.objet, ecrit.ligne)}
    if "autosave" in request.POST:
        return etat(form, ecrit, suite)
    if ecrit.bilan.conflits:
        request.projet.refresh_from_db()  # what did not clash was written
        return _conflit(request, ici.a_jour(), form, ecrit, adresse)
    return apres_ecriture(request, ici, Avis(ecrit.avis or "Enregistré."))


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
    request: ProjetRequest, ici: Endroit, form: EncartForm, ecrit: Ecrit, action: str
) -> HttpResponse:
    """« Votre texte / le texte actuel / les deux », in the place of the box.

    When several fields clash they are settled one at a time: each answer brings the other ones
    back as they came, and they clash again.
    """
    donnees = {
        **contexte(request),
        "planche": ici.planche,
        "encart": ici.encart,
        "action": action,
        "base": BASE,
        "avis": ecrit.avis,
        "retour": ici.encart.adresse,
        "retour_page": place(request, ici.planche.code, ici.encart.nom),
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
