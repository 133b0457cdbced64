"""The portefeuille: which rows, in which order, how many of each; the state is in the address."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from fresque.console.filtres import CONDITIONS, FILTRES, Qui, condition, depuis_l_adresse
from fresque.console.raisons import PRECISIONS, semaine
from fresque.console.rangees import jours_du_pays, rangees
from fresque.instant import Memoire
from pasapas.acces.mandats import regions_suivies, tenu_le
from pasapas.models import FiltreGarde
from pasapas.models.dossier import Groupe

# What each column sorts by; without any, by who needs a call.
COLONNES = {
    "nom": "tri",
    "pourquoi": "rang",
    "chemin": "compte_du",
    "fresque": "part",
    "jours": "jours_realises",
    "ensuite": "rendez_vous_le",
    "activite": "activite_le",
}
TRI = "o"
DU_PALIER = {"rang", "part", "activite_le"}
VIDES = {"part", "activite_le", "compte_du"}  # where a row may say nothing
COMPTES = Memoire(2000)


def _aucun() -> dict[int, int]:
    return dict.fromkeys(Groupe.values, 0)


@dataclass
class Comptes:
    """How many rows of each group are seen, are there in all; in each kept filter; of how many
    the column says something; the next appointment of whoever looks."""

    par_groupe: dict[int, int] = field(default_factory=_aucun)
    tous: dict[int, int] = field(default_factory=_aucun)
    nombres: dict[str, int] = field(default_factory=dict)
    connus: int = 0
    departements: set[str] = field(default_factory=set)
    prochain: date | None = None


@dataclass(frozen=True)
class Pastille:
    """A filter one tap away."""

    nom: str
    requete: str
    nombre: int
    choisie: bool
    equipe: bool = False
    alerte: bool = False
    pk: int = 0


@dataclass(frozen=True)
class Entete:
    """A column's: where sorting by it leads, and whether it is."""

    code: str
    titre: str
    lien: str
    sens: str


class Liste(ChangeList):
    request: HttpRequest

    def get_filters(self, request: HttpRequest) -> Any:
        """Ours alone: what else an address says is not a question to the database."""
        dits = dict(self.filter_params)
        lus = [filtre(request, dits, self.model, self.model_admin) for filtre in FILTRES]
        montres = [filtre for filtre in lus if filtre.has_output()]
        return montres, bool(montres), {}, False, False

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        self.qui = Qui(request.user.pk or 0)
        self.gardes = _gardes(request)
        self.condition = condition(self.params, self.qui)
        self._compter(request)
        specs = self.get_filters(request)
        self.filter_specs, self.has_filters, _, _, _ = specs
        self.has_active_filters = bool(self.condition)
        self.clear_all_filters_qs = self.get_query_string(remove=[*self.params])
        return self.root_queryset.filter(self.condition).order_by(*self._ordre())

    def _compter(self, request: HttpRequest) -> None:
        """How many rows of each group are seen, and are there in all, how many each kept filter
        holds; kept until something of the portefeuille is written, or a day begins."""
        filtres = tuple(sorted((n, v) for n, v in self.params.items() if n in CONDITIONS))
        gardes = tuple((garde.pk, garde.requete) for garde in self.gardes)
        suivies = regions_suivies(request)
        cle = (self.qui, suivies, filtres, gardes, self.tri[0], tenu_le(request), jours_du_pays())
        comptes = COMPTES.get(cle)
        if comptes is None:
            comptes = self._lire_les_comptes()
            COMPTES.set(cle, comptes)
        self.comptes = comptes
        request.departements = comptes.departements  # type: ignore[attr-defined]

    def _lire_les_comptes(self) -> "Comptes":
        """All of it in one query."""
        lus = Comptes()
        ici = timezone.localdate()
        a_moi = Q(rendez_vous_le__gte=ici, suivi_par=self.qui.compte)
        gardes = {
            f"garde_{garde.pk}": Count("pk", filter=depuis_l_adresse(garde.requete, self.qui))
            for garde in self.gardes
        }
        vus = Count("pk", filter=self.condition) if self.condition else Count("pk")
        comptes = self.root_queryset.order_by().values("groupe", "departement")
        dits = {
            "vus": vus,
            "tous": Count("pk"),
            "connus": Count("pk", filter=self.condition & self._connu) if self._connu else vus,
            "prochain": Min("rendez_vous_le", filter=a_moi),
        }
        for dit in comptes.annotate(**dits, **gardes):
            lus.connus += dit["connus"]
            lus.par_groupe[dit["groupe"]] += dit["vus"]
            lus.tous[dit["groupe"]] += dit["tous"]
            lus.departements.add(dit["departement"])
            lus.prochain = min(filter(None, (lus.prochain, dit["prochain"])), default=None)
            for nom in gardes:
                lus.nombres[nom] = lus.nombres.get(nom, 0) + dit[nom]
        return lus

    def get_results(self, request: HttpRequest) -> None:
        self.result_count = sum(self.comptes.par_groupe.values())
        compte = type("Compte", (Paginator,), {"count": self.result_count})
        self.paginator = compte(self.queryset, self.list_per_page)
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = True
        self.can_show_all, self.multi_page = False, self.result_count > self.list_per_page
        self.page_num = min(max(self.page_num, 1), self.paginator.num_pages)
        self.result_list = self._page((self.page_num - 1) * self.list_per_page)

    def _page(self, debut: int) -> list[Any]:
        """Those the column says something of, in its order; then those of which it says nothing,
        or nothing that is shared, by name, whichever way one sorts."""
        fin, vues = debut + self.list_per_page, []
        connus = self.comptes.connus if self._connu else self.result_count
        lues = self.queryset.values_list("pk", "palier", "tenu_le", "groupe")
        if debut < connus:
            vues = list(lues.filter(self._connu)[debut : min(fin, connus)])
        if fin > connus and connus < self.result_count:
            autres = lues.filter(~self._connu).order_by("tri", "pk")
            vues += autres[max(0, debut - connus) : fin - connus]
        return vues

    @property
    def _connu(self) -> Q:
        """Which rows the column one sorts by says something of."""
        champ = COLONNES[self.tri[0]]
        if champ == "rendez_vous_le":
            return Q(rendez_vous_le__gte=timezone.localdate())
        return Q(**{f"{champ}__isnull": False}) if champ in VIDES else Q()

    def _ordre(self) -> tuple[str, str]:
        """By one column, then always in the same order."""
        colonne, sens = self.tri
        champ = COLONNES[colonne]
        return (f"{sens}{champ}", f"{sens}suite" if champ in DU_PALIER else f"{sens}pk")

    @property
    def tri(self) -> tuple[str, str]:
        demande = self.params.get(TRI, "")
        sens, colonne = ("-", demande[1:]) if demande.startswith("-") else ("", demande)
        return (colonne, sens) if colonne in COLONNES else ("pourquoi", "")

    @property
    def par_appel(self) -> bool:
        """In the order of who needs a call: then only do groups have a title."""
        return self.tri == ("pourquoi", "")

    def entetes(self) -> list[Entete]:
        colonne, sens = self.tri
        return [
            Entete(
                code,
                titre,
                self.get_query_string({TRI: f"-{code}" if colonne == code and not sens else code}),
                ("descending" if sens else "ascending") if colonne == code else "",
            )
            for code, titre in TITRES.items()
        ]

    @cached_property
    def pastilles(self) -> list[Pastille]:
        return [*self._pastilles()]

    def _pastilles(self) -> Iterator[Pastille]:
        ici = {nom: valeur for nom, valeur in self.params.items() if nom != TRI}
        yield Pastille("Tout", "?", sum(self.comptes.tous.values()), not ici)
        appeler = {"groupe": str(int(Groupe.APPELER))}
        yield Pastille(
            Groupe.APPELER.label,
            f"?groupe={int(Groupe.APPELER)}",
            self.comptes.tous[Groupe.APPELER],
            ici == appeler,
            alerte=True,
        )
        for garde in self.gardes:
            yield Pastille(
                garde.nom,
                f"?{garde.requete}",
                self.comptes.nombres.get(f"garde_{garde.pk}", 0),
                ici == dict(parse_qsl(garde.requete)),
                garde.equipe,
                pk=garde.pk if garde.auteur_id == self.qui.compte else 0,
            )

    @property
    def a_appeler(self) -> int:
        return self.comptes.tous[Groupe.APPELER]

    @property
    def prochain(self) -> str:
        """« lun. 15 déc. »: the next appointment of whoever looks."""
        jour = self.comptes.prochain
        return semaine(jour, timezone.localdate()) if jour else ""

    @property
    def debut(self) -> int:
        return (self.page_num - 1) * self.list_per_page + 1

    @property
    def fin(self) -> int:
        return min(self.page_num * self.list_per_page, self.result_count)

    @property
    def numeros(self) -> Iterator[dict[str, Any]]:
        """Links to the pages; none where some are left out."""
        for numero in self.paginator.get_elided_page_range(
            self.page_num, on_each_side=2, on_ends=1
        ):
            lien = self.get_query_string({"p": numero}) if isinstance(numero, int) else ""
            yield {"numero": numero, "lien": lien, "ici": numero == self.page_num}

    @property
    def adresse(self) -> str:
        """What a kept filter keeps: the filters, not the page nor the order."""
        garde = {n: v for n, v in self.filter_params.items() if n != TRI}
        return self.get_query_string(garde, [TRI]).lstrip("?")

    def groupes(self) -> Iterator[tuple[Any, list[str]]]:
        """The rows of the page, under the title of their group or under none."""
        vues = self.result_list
        dessinees = rangees(vues)
        if not self.par_appel:
            yield None, [dessinees[cle] for cle, *_ in vues]
            return
        for groupe in Groupe:
            siennes = [dessinees[cle] for cle, *_, sien in vues if sien == groupe]
            if siennes:
                yield _titre(groupe, self.comptes.par_groupe[groupe]), siennes


def _titre(groupe: Groupe, nombre: int) -> dict[str, Any]:
    return {
        "code": int(groupe),
        "nom": groupe.label,
        "nombre": nombre,
        "precision": PRECISIONS[groupe],
    }


TITRES = {
    "nom": "Établissement",
    "pourquoi": "Pourquoi",
    "chemin": "Chemin",
    "fresque": "Fresque, 4 annexes en %",
    "jours": "Jours",
    "ensuite": "Ensuite",
    "activite": "Activité",
}


def _gardes(request: HttpRequest) -> list[FiltreGarde]:
    """One's own, and what those who share a region with one share."""
    suivies = regions_suivies(request)
    partages = Q(equipe=True)
    if suivies is not None:
        partages &= Q(auteur__mandats__region__in=suivies)
    siens = FiltreGarde.objects.filter(Q(auteur=request.user.pk) | partages).distinct()
    return list(siens.order_by("nom", "pk")[:12])
