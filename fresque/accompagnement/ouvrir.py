"""« Ouvrir un établissement », in the console: found, checked, its pilote invited, on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse

from fresque.accompagnement import finess
from fresque.accompagnement.accueil import DEROGATION, HORS, PROGRAMME, accueillir, suivre
from fresque.accompagnement.eligibilite import Condition, Eligibilite, eligibilite
from fresque.etablissements.forms import RIEN, AvecPilote, EtablissementForm, texte
from pasapas.acces import invitations
from pasapas.acces.mandats import regions_suivies
from pasapas.comptes.preuves import apres_preuve
from pasapas.ecriture.administration import AvecPages, compte_de
from pasapas.models import (
    Autorisation,
    Dossier,
    Etablissement,
    ModeleFresque,
    Projet,
    Region,
    StatutJuridique,
    StructureFiness,
)
from pasapas.serveur.hotes import racine
from pasapas.valeurs.departements import DEPARTEMENTS
from pasapas.valeurs.saisie import CourrielField, TexteLongField

A_LA_MAIN = "main"
CLE_MAX = 2**63
RAISON = "l’établissement que la console va ouvrir"
SUITES = (
    (PROGRAMME, "L’accompagner dans le programme"),
    (HORS, "Le suivre hors programme : la fresque entière, sans phase attendue ni jours comptés"),
    (DEROGATION, "L’accueillir quand même, par dérogation"),
)


@dataclass(frozen=True, slots=True)
class Trouvee:
    """A line of the FINESS table, and the établissement that it is already here, if any: ``page``,
    where one may see it."""

    structure: StructureFiness
    ici: Etablissement | None
    page: str = ""


class PiloteForm(AvecPilote):
    prenom = texte("Prénom du ou de la pilote", 100, required=False)
    nom_pilote = texte("Nom", 100)
    courriel = CourrielField(
        label="Adresse e-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    projet = texte(
        "Nom de la fresque", required=False, help_text="Laissé vide : le nom de l’établissement."
    )
    modele = forms.ModelChoiceField(
        ModeleFresque.objects.all(),
        label="Fresque de départ",
        required=False,
        empty_label="Les pages blanches du kit",
    )
    suite = forms.ChoiceField(
        label="Que faire ?", choices=SUITES, initial=PROGRAMME, widget=forms.RadioSelect
    )
    raison = TexteLongField(
        label="Raison de la dérogation",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Gardée dans l’historique, avec votre nom et le jour.",
    )


class AdmissionForm(forms.Form):
    """For an établissement that has its fresque already."""

    suite = PiloteForm.base_fields["suite"]
    raison = PiloteForm.base_fields["raison"]


class ALaMainForm(EtablissementForm):
    """What the FINESS table would have said."""

    commune = texte("Commune", required=False)
    statut_juridique = forms.ChoiceField(
        label="Statut", choices=[RIEN, *StatutJuridique.choices], required=False
    )
    autorisation = forms.ChoiceField(
        label="Autorisation", choices=[RIEN, *Autorisation.choices], required=False
    )

    @property
    def etablissement(self) -> dict[str, str]:
        autres = ("commune", "statut_juridique", "autorisation")
        return {**super().etablissement, **{nom: self.cleaned_data[nom] for nom in autres}}


class PageOuvrir(AvecPages):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.adresser("ouvrir/", self.ouvrir, "ouvrir"),
            self.adresser("accompagner/<int:pk>/", self.accompagner, "accompagner"),
            *super().get_urls(),
        ]

    def accompagner(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin to follow a fresque that is already there: ``pk`` is its projet's."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        tous = Projet.objects.sans_projet(RAISON).select_related("etablissement__region")
        projet = tous.filter(pk=pk).first() if pk < CLE_MAX else None
        suivies = regions_suivies(request)
        if projet is None or not (suivies is None or projet.etablissement.region_id in suivies):
            raise Http404("Aucune fresque à cette adresse.")
        verdict = eligibilite(projet.etablissement)
        form = AdmissionForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            dit = form.cleaned_data
            try:
                suivi = suivre(
                    compte_de(request),
                    projet,
                    suite=dit["suite"],
                    raison=dit["raison"],
                    adresse=racine(request) + reverse("fresque:acces", args=[projet.slug]),
                )
            except (ValidationError, IntegrityError) as refus:
                form.add_error(*_erreur(refus))
            else:
                messages.success(request, "L’accompagnement commence, et l’accord est demandé.")
                return redirect("admin:pasapas_accompagnement_suite", suivi.pk)
        return self.page(
            request,
            "accompagnement/accompagner",
            "Accompagner",
            refusee=bool(form.errors),
            projet=projet,
            form=form,
            verdict=verdict,
        )

    def ouvrir(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        q, choix = request.GET.get("q", "")[:200].strip(), request.GET.get("structure", "")[:9]
        structure = StructureFiness.objects.filter(finess=choix).first()
        a_la_main = choix == A_LA_MAIN
        deja_la = finess.deja_ici([structure]).get(structure.finess) if structure else None
        donne = request.POST if request.method == "POST" else None
        main = ALaMainForm(donne) if a_la_main else None
        valeurs = _valeurs(structure, main)
        verdict = _verdict(request, valeurs) if valeurs else None
        admis = verdict is None or verdict.possible
        form = PiloteForm(donne, initial={"suite": PROGRAMME if admis else ""})
        if donne is not None and valeurs and verdict and form.is_valid():
            reponse = self._accueillir(request, deja_la or valeurs, verdict, form)
            if reponse is not None:
                return reponse
        trouvees = list(finess.chercher(q)[: finess.TROUVEES]) if q else []
        deja = finess.deja_ici(trouvees)
        pages = _pages(request, [*deja.values(), *filter(None, [deja_la])])
        donnees = {
            "q": q,
            "trouvees": [_trouvee(une, deja.get(une.finess), pages) for une in trouvees],
            "page_deja": pages.get(deja_la.pk, "") if deja_la else "",
            "table_vide": bool(q) and not (trouvees or StructureFiness.objects.exists()),
            "structure": structure,
            "deja": deja_la,
            "main": main,
            "a_la_main": a_la_main,
            "form": form,
            "verdict": verdict,
            "choisie": bool(structure) or a_la_main,
        }
        page, titre = "accompagnement/ouvrir", "Ouvrir un établissement"
        return self.page(request, page, titre, refusee=bool(donne), **donnees)

    def _accueillir(
        self,
        request: HttpRequest,
        dites: Mapping[str, Any] | Etablissement,
        verdict: Eligibilite,
        form: PiloteForm,
    ) -> HttpResponse | None:
        """None when it is refused, and the form says why."""
        dit = form.cleaned_data
        if any(une.code == "mandat" for une in verdict.refus):
            form.add_error(None, "Cet établissement n’est pas d’une région que vous suivez.")
            return None
        if dit["suite"] == PROGRAMME and not verdict.possible:
            form.add_error("suite", "Le programme ne peut pas l’accueillir : choisissez une suite.")
            return None

        nom = dites.nom if isinstance(dites, Etablissement) else dites["nom"]

        def faire(request: HttpRequest) -> HttpResponse | None:
            invitations.compter(request, form.pilote["courriel"])
            try:
                with transaction.atomic():
                    invitation, jeton, suivi = accueillir(
                        compte_de(request),
                        dites,
                        dit["projet"] or nom,
                        form.pilote,
                        suite=dit["suite"],
                        raison=dit["raison"],
                        adresse=racine(request) + reverse("accueil"),
                        modele=dit["modele"],
                    )
                    invitations.envoyer(request, invitation, jeton)
            except ValidationError as refus:
                form.add_error(*_erreur(refus))
                return None
            partie = invitations.partie(invitation.courriel)
            messages.success(request, f"« {suivi.projet} » est ouverte. {partie}")
            return redirect("admin:pasapas_accompagnement_suite", suivi.pk)

        return apres_preuve(faire, request)


def _trouvee(une: StructureFiness, ici: Etablissement | None, pages: dict[int, str]) -> Trouvee:
    return Trouvee(une, ici, pages.get(ici.pk, "") if ici else "")


def _pages(request: HttpRequest, la: list[Etablissement]) -> dict[int, str]:
    """In the portefeuille, those of the regions one follows."""
    if not la or not request.user.has_perm("pasapas.view_dossier"):
        return {}
    siens = Dossier.objects.sans_projet(RAISON).filter(etablissement__in=la)
    suivies = regions_suivies(request)
    vus = siens if suivies is None else siens.filter(region__in=suivies)
    return {
        maison: reverse("admin:pasapas_dossier_change", args=[pk])
        for maison, pk in vus.values_list("etablissement", "pk")
    }


def _erreur(refus: ValidationError | IntegrityError) -> tuple[str | None, Any]:
    """The box it is about, or the top of the form."""
    if isinstance(refus, IntegrityError):  # two advisers at once
        return None, "Cette fresque a déjà un accompagnement."
    if hasattr(refus, "error_dict") and "raison" in refus.error_dict:
        return "raison", refus.message_dict["raison"]
    return None, refus.messages


def _valeurs(structure: StructureFiness | None, main: ALaMainForm | None) -> dict[str, Any]:
    if structure is not None:
        noms = ("nom", "finess", "type", "statut_juridique", "autorisation", "gestionnaire")
        dites = {nom: getattr(structure, nom) for nom in (*noms, "departement", "commune")}
        dites["type"] = dites["type"] or "autre"
        return {**dites, "capacite": structure.capacite}
    if main is not None and main.is_bound and main.is_valid():
        return main.etablissement
    return {}


def _verdict(request: HttpRequest, valeurs: Mapping[str, Any]) -> Eligibilite:
    """First of all, one's own mandate."""
    code = DEPARTEMENTS.get(valeurs["departement"], ("", ""))[1]
    region = Region.objects.filter(code=code).first()
    dit = eligibilite(Etablissement(region=region, **valeurs))
    suivies = regions_suivies(request)
    if suivies is None:
        return dit
    sien = region is not None and region.pk in suivies
    nom = region.nom if region else "région inconnue"
    return Eligibilite(
        (Condition("mandat", sien, "Votre mandat", nom), *dit.conditions), dit.programme
    )
