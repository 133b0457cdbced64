"""The pages of an accompaniment in the administration: its entretien, its phases, its relay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, URLPattern, reverse

from fresque.accompagnement import entretien, operations, relais
from fresque.accompagnement.attendu import attendu, passees
from fresque.accompagnement.forms import (
    AnnulerForm,
    EntretienForm,
    PauseForm,
    PhaseForm,
    PisteProposeeForm,
    RelaisForm,
    RepriseForm,
)
from pasapas.acces import partages
from pasapas.ecriture.administration import AvecPages, compte_de
from pasapas.models import Accompagnement, Partage, User
from pasapas.serveur.hotes import racine
from pasapas.serveur.pages import document


@dataclass(frozen=True)
class Tournant:
    """What one may do of an accompaniment: what is typed for it (``form``, filled with what was
    posted), what it does, what is said then."""

    form: Callable[..., forms.Form]
    faire: Callable[[User, Accompagnement, dict[str, Any]], object]
    fait: str


def _ici(suivi: Accompagnement) -> date:
    return suivi.projet.etablissement.aujourd_hui


TOURNANTS = {
    "phase": Tournant(
        lambda suivi, dit=None: PhaseForm(dit, ici=_ici(suivi), initial={"phase": suivi.phase}),
        lambda compte, suivi, dit: operations.passer(compte, suivi, dit["phase"], dit["le"]),
        "Phase enregistrée.",
    ),
    "pause": Tournant(
        lambda suivi, dit=None: PauseForm(dit, ici=_ici(suivi)),
        lambda compte, suivi, dit: operations.mettre_en_pause(compte, suivi, **dit),
        "En pause : ni alerte ni rappel jusqu’à la reprise.",
    ),
    "reprise": Tournant(
        lambda suivi, dit=None: RepriseForm(dit, ici=_ici(suivi)),
        lambda compte, suivi, dit: operations.reprendre(compte, suivi, dit["le"]),
        "C’est reparti : tout se compte de nouveau à partir de ce jour.",
    ),
    "confier": Tournant(
        lambda suivi, dit=None: RelaisForm(
            dit, collegues=relais.collegues([suivi], suivi.suivi_par), ici=_ici(suivi)
        ),
        lambda compte, suivi, dit: relais.confier(compte, [suivi], dit["nouveau"], dit["le"]),
        "C’est confié, et l’établissement est prévenu.",
    ),
    "annuler": Tournant(
        lambda suivi, dit=None: AnnulerForm(dit),
        lambda compte, suivi, vu: relais.annuler(compte, [Accompagnement(pk=suivi.pk, **vu)]),
        "Relais annulé\u00a0: rien ne change, et l’établissement est prévenu.",
    ),
}


class PagesAccompagnement(AvecPages):
    """Everything is written by POST on an address of its own, and leads back where one was."""

    absente = "Aucun accompagnement à cette adresse."

    def get_urls(self) -> list[URLPattern]:
        ici = "<path:object_id>/"
        return [
            self.adresser(f"{ici}entretien/", self.entretien, "entretien"),
            self.adresser(f"{ici}entretien/commencer/", self.commencer, "commencer"),
            self.adresser(f"{ici}entretien/terminer/", self.terminer, "terminer"),
            self.adresser(f"{ici}entretien/piste/", self.piste, "piste"),
            self.adresser(f"{ici}entretien/compte-rendu.pdf", self.compte_rendu, "compte_rendu"),
            self.adresser(f"{ici}suite/", self.suite, "suite"),
            self.adresser(f"{ici}phase/", self.phase, "phase"),
            self.adresser(f"{ici}pause/", self.pause, "pause"),
            self.adresser(f"{ici}reprise/", self.reprise, "reprise"),
            self.adresser(f"{ici}confier/", self.confier, "confier"),
            self.adresser(f"{ici}confier/annuler/", self.annuler_relais, "annuler_relais"),
            self.adresser(f"{ici}demander/", self.demander, "demander"),
            *super().get_urls(),
        ]

    # The entretien of 30 minutes
    def entretien(self, request: HttpRequest, object_id: str) -> HttpResponse:
        suivi = self.ligne(request, object_id)
        eu_le = _ici(suivi) if suivi.entretien_termine_le else None
        form = EntretienForm(request.POST or None, instance=self._copie(suivi), eu_le=eu_le)
        if request.method == "POST":
            self.exiger_d_ecrire(request, suivi)
            if form.is_valid():
                entretien.enregistrer(compte_de(request), suivi, form.departs, **form.dits)
                messages.success(request, "Compte rendu enregistré.")
                return redirect(self._adresse("entretien", suivi))
        return self._montrer_entretien(request, suivi, form=form)

    def commencer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        suivi = self.a_ecrire(request, object_id)
        entretien.commencer(compte_de(request), suivi)
        return redirect(self._adresse("entretien", suivi))

    def terminer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        suivi = self.a_ecrire(request, object_id)
        copie = self._copie(suivi)
        form = EntretienForm(request.POST, instance=copie, eu_le=_ici(suivi))
        if not form.is_valid():
            return self._montrer_entretien(request, suivi, form=form)
        entretien.enregistrer(compte_de(request), suivi, form.departs, **form.dits)
        entretien.terminer(compte_de(request), suivi)
        messages.success(request, "Entretien terminé, et noté.")
        return redirect(self._adresse("entretien", suivi))

    def piste(self, request: HttpRequest, object_id: str) -> HttpResponse:
        suivi = self.a_ecrire(request, object_id)
        vue = entretien.grille(suivi, compte_de(request))
        form = PisteProposeeForm(request.POST, themes=[ligne.theme for ligne in vue.lignes])
        if not form.is_valid():
            return self._montrer_entretien(request, suivi, piste=form)
        operations.proposer_piste(compte_de(request), suivi, **form.cleaned_data)
        messages.success(request, "Piste proposée au groupe.")
        return redirect(self._adresse("entretien", suivi))

    def compte_rendu(self, request: HttpRequest, object_id: str) -> HttpResponse:
        suivi = self.ligne(request, object_id)
        vue = entretien.grille(suivi, compte_de(request))
        octets = entretien.compte_rendu(suivi, vue, interne=True)
        return document(octets, f"entretien-{suivi.projet.slug}.pdf")

    def _montrer_entretien(
        self, request: HttpRequest, suivi: Accompagnement, **formulaires: Any
    ) -> HttpResponse:
        vue = entretien.grille(suivi, compte_de(request))
        donnees = {
            "suivi": suivi,
            "moments": entretien.moments(suivi),
            "grille": vue,
            "rien": entretien.RIEN,
            "pistes": suivi.pistes.all(),
            "form": EntretienForm(instance=suivi),
            "piste": PisteProposeeForm(themes=[ligne.theme for ligne in vue.lignes]),
            "peut_ecrire": self.has_change_permission(request, suivi),
            **formulaires,
        }
        return self._page(
            request, "entretien", suivi, f"Entretien de {entretien.DUREE} minutes", donnees
        )

    # Phases, pauses, relay
    def suite(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Where it is, where it should be, and what one may do of it."""
        return self._montrer_suite(request, self.ligne(request, object_id))

    def phase(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._faire(request, object_id, "phase")

    def pause(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._faire(request, object_id, "pause")

    def reprise(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._faire(request, object_id, "reprise")

    def confier(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One row; several, from the list (« Confier à un collègue »)."""
        return self._faire(request, object_id, "confier")

    def annuler_relais(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._faire(request, object_id, "annuler")

    def demander(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask again for the yes of the group, which is told by e-mail."""
        suivi = self.a_ecrire(request, object_id)
        adresse = racine(request) + reverse("fresque:acces", args=[suivi.projet.slug])
        partage = partages.demander(suivi.projet, compte_de(request), adresse, encore=True)
        dit = "Le groupe a déjà répondu." if partage.accepte is not None else "Accord demandé."
        messages.success(request, dit)
        return redirect(self._adresse("suite", suivi))

    def _faire(self, request: HttpRequest, object_id: str, nom: str) -> HttpResponse:
        suivi = self.a_ecrire(request, object_id)
        tournant = TOURNANTS[nom]
        form = tournant.form(suivi, request.POST)
        if form.is_valid():
            try:
                tournant.faire(compte_de(request), suivi, form.cleaned_data)
            except ValidationError as refus:
                form.add_error(None, refus.messages)
            else:
                messages.success(request, tournant.fait)
                return redirect(self._adresse("suite", suivi))
        return self._montrer_suite(request, suivi, **{nom: form})

    def _montrer_suite(
        self, request: HttpRequest, suivi: Accompagnement, **formulaires: Any
    ) -> HttpResponse:
        pauses = list(suivi.pauses.all())
        donnees = {
            "suivi": suivi,
            "attendu": attendu(suivi, _ici(suivi), pauses),
            "pauses": pauses,
            "passees": passees(suivi, {}),
            **{nom: un.form(suivi) for nom, un in TOURNANTS.items()},
            "empechement": relais.empechement(suivi),
            "accord": Partage.objects.de(suivi.projet).filter(conseil=compte_de(request)).first(),
            "peut_ecrire": self.has_change_permission(request, suivi),
            **formulaires,
        }
        return self._page(request, "suite", suivi, "Suite de l’accompagnement", donnees)

    # What they have in common
    def _page(
        self,
        request: HttpRequest,
        gabarit: str,
        suivi: Accompagnement,
        titre: str,
        donnees: dict[str, Any],
    ) -> HttpResponse:
        refusee = any(getattr(une, "errors", None) for une in donnees.values())
        return self.page(
            request,
            f"accompagnement/{gabarit}",
            titre,
            refusee=refusee,
            original=suivi,
            etablissement=suivi.projet.etablissement,
            retour=self._retour(suivi),
            **donnees,
        )

    def _retour(self, suivi: Accompagnement) -> str:
        """The page of the établissement in the portefeuille, where there is one."""
        dossier = getattr(suivi.projet.etablissement, "dossier", None)
        try:
            return reverse("admin:pasapas_dossier_change", args=[dossier.pk]) if dossier else ""
        except NoReverseMatch:
            return ""

    def _adresse(self, nom: str, suivi: Accompagnement) -> str:
        return reverse(f"admin:pasapas_accompagnement_{nom}", args=[suivi.pk])

    def _copie(self, suivi: Accompagnement) -> Accompagnement:
        """What a form fills: the row itself is written by an operation."""
        return Accompagnement.objects.celle(suivi).get()
