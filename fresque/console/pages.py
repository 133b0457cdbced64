"""An adviser's appointments: their page, what a calendar reads; and the portefeuille as a table."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse

from fresque.agenda.ics import evenement, relier
from fresque.console import sortie
from fresque.console.filtres import condition
from fresque.console.rendez_vous import SEMAINES, RendezVousPris, par_semaine, pris, tableau
from pasapas.acces.mandats import regions_suivies
from pasapas.echanges.formats import Csv
from pasapas.ecriture.administration import AvecPages
from pasapas.serveur.pages import document

EQUIPE = "equipe"
AUCUN = "Aucun rendez-vous à venir : il n’y a rien à mettre dans un agenda."
SANS_DATE = "Cet établissement n’a pas de rendez-vous à venir."


class PagesRendezVous(AvecPages):
    """Mixed into the portefeuille: what one may see there is what one sees here."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.adresser("rendez-vous/", self.rendez_vous, "rendez_vous"),
            self.adresser("rendez-vous.ics", self.rendez_vous_ics, "rendez_vous_ics"),
            self.adresser("rendez-vous.csv", self.rendez_vous_csv, "rendez_vous_csv"),
            self.adresser(
                "<path:object_id>/rendez-vous.ics", self.un_rendez_vous, "un_rendez_vous"
            ),
            self.adresser("portefeuille.csv", self.portefeuille_csv, "csv"),
            *super().get_urls(),
        ]

    def portefeuille_csv(self, request: HttpRequest) -> HttpResponse:
        """The rows that the filters of the address keep, those to call first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        voulus = condition(request.GET.dict(), request.user.pk or 0)
        dossiers = self.get_queryset(request).filter(voulus).order_by("paliers__rang", "pk")
        table = sortie.tableau(list(dossiers.values_list("palier", flat=True)))
        return _fichier(Csv().export_data(table), Csv.CONTENT_TYPE, "portefeuille.csv")

    def rendez_vous(self, request: HttpRequest) -> HttpResponse:
        tous = self._pris(request)
        return self.page(
            request,
            "pasapas/dossier/rendez_vous",
            "Rendez-vous",
            semaines=par_semaine(tous),
            nombre=sum(not un.en_retard for un in tous),
            passes=sum(un.en_retard for un in tous),
            duree=SEMAINES,
            equipe=self._equipe(request),
        )

    def rendez_vous_ics(self, request: HttpRequest) -> HttpResponse:
        a_venir = [un for un in self._pris(request) if not un.en_retard]
        if not a_venir:
            messages.info(request, AUCUN)
            return redirect("admin:pasapas_dossier_rendez_vous")
        return self._ics(request, "Pas à pas · rendez-vous", "rendez-vous", a_venir)

    def rendez_vous_csv(self, request: HttpRequest) -> HttpResponse:
        octets = Csv().export_data(tableau(self._pris(request)))
        return _fichier(octets, Csv.CONTENT_TYPE, "rendez-vous.csv")

    def un_rendez_vous(self, request: HttpRequest, object_id: str) -> HttpResponse:
        dossier = self.ligne(request, object_id)
        le_sien = pris(self.get_queryset(request).filter(pk=dossier.pk))
        if not le_sien:
            messages.info(request, SANS_DATE)
            return redirect("admin:pasapas_dossier_change", dossier.pk)
        nom = f"Pas à pas · {dossier.etablissement}"
        return self._ics(request, nom, f"rendez-vous-{dossier.pk}", le_sien)

    def _equipe(self, request: HttpRequest) -> bool:
        """Everyone's, for whoever follows none; else one's own, unless asked."""
        return regions_suivies(request) is None or request.GET.get("de") == EQUIPE

    def _pris(self, request: HttpRequest) -> list[RendezVousPris]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        dossiers = self.get_queryset(request)
        if not self._equipe(request):
            dossiers = dossiers.filter(condition({"suivi": "moi"}, request.user.pk or 0))
        return pris(dossiers)

    def _ics(
        self, request: HttpRequest, nom: str, fichier: str, tous: list[RendezVousPris]
    ) -> HttpResponse:
        evenements = (
            evenement(
                un.jalon,
                un.ne_le,
                un.ecrit_le,
                request.build_absolute_uri(
                    reverse("admin:pasapas_dossier_change", args=[un.ligne.dossier.pk])
                ),
            )
            for un in tous
        )
        octets = relier(nom, evenements)
        return _fichier(octets, "text/calendar; charset=utf-8", f"{fichier}.ics")


def _fichier(octets: bytes, genre: str, nom: str) -> HttpResponse:
    reponse = document(octets, nom, genre, a_garder=True)
    reponse["X-Robots-Tag"] = "noindex"
    return reponse
