"""Opening a fresque: an empty one, or one from a file."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from fresque.fichier import RapportErreurs, importer, lire
from fresque.ouverture import ouvrir_projet
from pasapas.acces.permissions import peut_ouvrir
from pasapas.acces.porte import CompteRequest, connecte, etablissements_menes, lue_et_ecrite
from pasapas.comptes.preuves import par_carte
from pasapas.models import Etablissement
from pasapas.valeurs.saisie import MEGAOCTETS, FichierField, LigneField


class ProjetNouveauForm(forms.Form):
    nom = LigneField(
        label="Quel est le nom de votre établissement, service, projet :", max_length=300
    )
    etablissement = forms.ModelChoiceField(
        Etablissement.objects.none(), label="Pour quel établissement ?", empty_label=None
    )

    def __init__(self, *args: Any, etablissements: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["etablissement"].queryset = etablissements  # type: ignore[attr-defined]


class FichierForm(forms.Form):
    fichier = FichierField(
        label="Fichier du projet",
        help_text=f"Un fichier « .yaml », de {MEGAOCTETS} Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def clean_fichier(self) -> bytes:
        return self.cleaned_data["fichier"].read()


@lue_et_ecrite
@connecte
def nouveau(request: CompteRequest) -> HttpResponse:
    etablissements = etablissements_menes(request.user)
    if not etablissements.exists():
        return _commencer(request)
    form = ProjetNouveauForm(request.POST or None, etablissements=etablissements)
    if request.method == "POST" and form.is_valid():
        projet = ouvrir_projet(createur=request.user, **form.cleaned_data)
        return redirect("fresque:mur", projet.slug)
    donnees = {"form": form, "ailleurs": settings.INSCRIPTION_LIBRE}
    return render(request, "pasapas/nouveau.html", donnees, status=422 if form.is_bound else 200)


def _commencer(request: CompteRequest) -> HttpResponse:
    """Nothing to open another fresque of: where the first one is opened, for who may."""
    if peut_ouvrir(request.user):
        return redirect("etablissements:ouvrir")
    if settings.INSCRIPTION_LIBRE:
        return redirect("inscription_etablissement")
    raise PermissionDenied("Il faut déjà animer un projet pour en ouvrir un autre.")


@lue_et_ecrite
@connecte
def ouvrir_d_un_fichier(request: CompteRequest) -> HttpResponse:
    """Open a fresque from a file: all of it, or nothing and the list of what is wrong."""
    menes = etablissements_menes(request.user)
    connu = peut_ouvrir(request.user) or menes.confirmes().exists()
    if not (connu or menes.exists() or settings.INSCRIPTION_LIBRE) or par_carte(request):
        raise PermissionDenied("Il faut déjà animer un projet pour en reprendre un.")
    form = FichierForm(request.POST or None, request.FILES or None)
    rapport = None
    if request.method == "POST" and form.is_valid():
        try:
            projet = importer(
                lire(form.cleaned_data["fichier"]), createur=request.user, confirme=connu
            )
        except RapportErreurs as refus:
            rapport = refus
        else:
            messages.success(request, f"Fresque reprise, à l’adresse « {projet.slug} ».")
            return redirect("fresque:mur", projet.slug)
    statut = 422 if form.is_bound else 200
    return render(
        request, "pasapas/importer.html", {"form": form, "rapport": rapport}, status=statut
    )
