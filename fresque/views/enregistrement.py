"""Saving what was typed in a box, when others may have typed there too."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils.crypto import salted_hmac

from fresque.endroit import Endroit
from fresque.views.rendu import (
    ENREGISTRE,
    Avis,
    a_la_place,
    apres_ecriture,
    formulaire,
    page_neuve,
)
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import (
    Conciliation,
    Envoi,
    Remplace,
    concilier,
    lire,
    une_fois,
)
from pasapas.ecriture.forms import BASE, EncartForm
from pasapas.ecriture.fusion import differences
from pasapas.ecriture.journal import Geste
from pasapas.models import Contenu

HORS_ENVOI = {"csrfmiddlewaretoken", "cle", "autosave"}
HORS_SAISIE = {*HORS_ENVOI, "champ"}


def geste_de(
    request: ProjetRequest,
    code: str,
    nom: str,
    cle: UUID | None = None,
    donnees: QueryDict | None = None,
) -> Geste:
    """Who acts and where; the key of the write comes with the form, or in a header. ``donnees``:
    the part of what was sent that this write is of.

    One form of the page stands behind all its small buttons: its key is that of one gesture only
    when the page is then loaded again, without htmx.
    """
    if cle is None:
        page = "" if request.htmx else request.POST.get("cle", "")
        try:
            cle = UUID(request.headers.get("X-Cle", page))
        except ValueError:
            cle = None
    donnees = request.POST if donnees is None else donnees
    saisie = {
        _gardable(champ): [_gardable(valeur) for valeur in valeurs]
        for champ, valeurs in donnees.lists()
        if champ not in HORS_SAISIE and not champ.startswith(BASE)
    }
    envoi = _envoi(request, donnees)
    return Geste(request.projet, request.participant, code, nom, cle, envoi, saisie)


def _gardable(mot: str) -> str:
    """A name or a value that no form has read yet: PostgreSQL keeps no NUL, in JSON either."""
    return mot.replace("\0", "")


def _envoi(request: ProjetRequest, donnees: QueryDict) -> str:
    """A digest of what was sent and where, without what no person typed."""
    champs = sorted(c for c in donnees.lists() if c[0] not in HORS_ENVOI)
    return salted_hmac("envoi", repr((request.path, champs)), algorithm="sha256").hexdigest()


@dataclass(slots=True)
class Ecrit:
    """What a write did: the row as it now is, what merged or clashed, what came back with it.

    ``form``: what the person may write in the row, when it is not the form they were given.
    ``ajoutee``: the row was not there when the form was opened, which knows no address of it.
    """

    ligne: Any
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
    geste = geste_de(request, ici.planche.code, ici.encart.nom, form.cle_recue)
    try:
        with une_fois(geste) as nouvelle:
            revenue = ici.ranimer(geste)
            if nouvelle:
                ecrit = inscrire(geste, ici, form, instance, nouvelle)
            else:
                ecrit = Ecrit(instance, nouveau=False)
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return formulaire(request, ici, form)
    ecrit.revenue = revenue or ecrit.revenue
    return repondre(request, ici, form, ecrit)


def inscrire(
    geste: Geste,
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
        objet.retablir(geste, ligne)
    bases = form.bases(envoi.deja)
    bilan = concilier(geste, ligne, form.valeurs, bases, form.liens(ligne), envoi.deja)
    remplaces = tuple(_dire_remplace(form, remplace) for remplace in bilan.remplaces)
    ligne = objet.modifier(geste, ligne, bilan.valeurs)
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
        suite = {"modifier": adresse, "page": page_neuve(request, ici.objet, ecrit.ligne)}
    if "autosave" in request.POST:
        return etat(form, ecrit, suite)
    if ecrit.bilan.conflits:
        request.projet.refresh_from_db()  # what did not clash was written
        return conflit(request, ici.a_jour(), form, ecrit, adresse)
    avis = Avis(ecrit.avis or ENREGISTRE, bref=not ecrit.avis)
    ligne = ecrit.ligne if ecrit.nouveau and not ecrit.revenue else None
    return apres_ecriture(request, ici, avis, ligne=ligne)


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


def conflit(
    request: ProjetRequest, ici: Endroit, form: EncartForm, ecrit: Ecrit, action: str
) -> HttpResponse:
    """« Votre texte / le texte actuel / les deux », in the place of the box.

    When several fields clash they are settled one at a time: each answer brings the other ones
    back as they came, and they clash again.
    """
    donnees = {
        "action": action,
        "base": BASE,
        "avis": ecrit.avis,
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
    return a_la_place(request, ici, "fresque/_conflit.html", donnees, status=409)
