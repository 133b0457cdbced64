"""Saving what was typed in a box: who acts, where, under which key, then the write itself."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.crypto import salted_hmac

from fresque.endroit import Endroit
from fresque.views.rendu import formulaire, repondre
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture import inscription
from pasapas.ecriture.forms import BASE, EncartForm
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


def ecrire(
    request: ProjetRequest, ici: Endroit, form: EncartForm, instance: Contenu
) -> HttpResponse:
    """Write what does not clash; answer with the box, the state of the save, or the clash."""
    geste = geste_de(request, ici.planche.code, ici.encart.nom, form.cle_recue)
    try:
        ecrit = inscription.ecrire(geste, ici.objet, form, instance, ici.a_remettre)
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return formulaire(request, ici, form)
    return repondre(request, ici, ecrit)
