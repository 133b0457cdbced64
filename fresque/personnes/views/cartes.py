"""A sheet of access cards: chosen, then printed. The codes are nowhere else."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from fresque.pdf.cartes import rendre_cartes
from fresque.pdf.moteur import atelier
from fresque.personnes.forms import CartesForm
from fresque.personnes.views.rendu import geste, page
from pasapas.acces import cartes as operations
from pasapas.acces.permissions import peut_animer
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.comptes.preuves import preuve_recente
from pasapas.models import CarteAcces
from pasapas.serveur.pages import document


@lue_et_ecrite
@porte(peut_animer)
@preuve_recente
def cartes(request: ProjetRequest) -> HttpResponse:
    """For whom? Then the PDF. Printing again makes new codes: the old cards are dead, so
    those printed since the page was shown are only replaced when asked."""
    deja = {c.participant_id: c for c in CarteAcces.objects.de(request.projet).vivantes()}
    porteurs = operations.porteurs_de(request.projet)
    form = CartesForm(
        request.POST if request.method == "POST" else None,
        porteurs=porteurs,
        cartes=deja,
        initial={"personnes": request.GET.getlist("pour")},
    )
    if form.is_valid():
        try:
            with atelier():  # before any code is made: one that is not printed opens nothing
                return _feuille(request, form)
        except ValidationError as refus:
            form.refuser(refus)
    return page(request, "personnes/cartes.html", form=form, possible=porteurs.exists())


def _feuille(request: ProjetRequest, form: CartesForm) -> HttpResponse:
    codes = operations.renouveler(
        geste(request), form.cleaned_data["personnes"], connues=form.a_epargner
    )
    pdf = rendre_cartes(
        request.projet,
        codes,
        adresse=request.build_absolute_uri(reverse("carte")),
        jusqu_au=timezone.localdate() + operations.DUREE,
    )
    return document(pdf, f"cartes-{request.projet.slug}.pdf", a_garder=True)
