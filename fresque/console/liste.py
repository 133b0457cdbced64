"""The portefeuille: which rows, in which order, how many of each; the state is in the address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from fresque.console.comptes import Comptes, compter, tenus
from fresque.console.filtres import CONDITIONS, FILTRES, condition, depuis_l_adresse
from fresque.console.raisons import PRECISIONS, semaine
from fresque.console.rangees import rangees
from fresque.instant import Memoire
from pasapas.acces.mandats import regions_suivies, tenu_le
from pasapas.models import FiltreGarde, Palier
from pasapas.models.dossier import Groupe

# What each column sorts by, of a palier; without any, by who needs a call.
COLONNES = {
    "nom": "dossier__tri",
    "pourquoi": "rang",
    "chemin": "dossier__compte_du",
    "fresque": "part",
    "jours": "dossier__jours_realises",
    "ensuite": "dossier__rendez_vous_le",
    "activite": "activite_le",
}
TRI = "o"
VIDES = {"fresque", "activite", "chemin"}  # where a row may say nothing
RAISON = "les régions de qui regarde"
COMPTES, LUES = Memoire(2000), Memoire(2000)


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
        """Those one acts upon; the page is read of the paliers alone (``vus``)."""
        self.request, self.compte = request, request.user.pk or 0
        self.gardes = _gardes(request)
        self.condition = condition(self.params, self.compte)
        suivies = regions_suivies(request)
        self.vus = Palier.objects.sans_projet(RAISON).vus_par(self.compte, suivies)
        if suivies is not None:  # said of the dossier too: each has its index
            self.vus = self.vus.filter(dossier__region__in=suivies)
        self.comptes = self._garder(COMPTES, self._lire_les_comptes, self.tri[0])
        request.departements = self.comptes.departements  # type: ignore[attr-defined]
        specs = self.get_filters(request)
        self.filter_specs, self.has_filters, _, _, _ = specs
        self.has_active_filters = bool(self.condition)
        self.clear_all_filters_qs = self.get_query_string(remove=[*self.params])
        return self.root_queryset.filter(self.condition).order_by("tri", "pk")

    def _garder(self, memoire: Memoire, lire: Callable[[], Any], *suite: Any) -> Any:
        """What is read, until something of the portefeuille is written, or a day begins."""
        filtres = tuple(sorted((n, v) for n, v in self.params.items() if n in CONDITIONS))
        gardes = tuple((garde.pk, garde.requete) for garde in self.gardes)
        qui = (self.compte, regions_suivies(self.request), tenus(tenu_le(self.request)))
        return memoire.garder((qui, filtres, gardes, *suite), lire)

    def _lire_les_comptes(self) -> Comptes:
        tous = Palier.objects.sans_projet(RAISON)
        vus = tous.vus_par(self.compte, regions_suivies(self.request))
        gardes = {une.pk: depuis_l_adresse(une.requete, self.compte) for une in self.gardes}
        return compter(vus, self.condition, self._connu(""), gardes, self.compte)

    def get_results(self, request: HttpRequest) -> None:
        self.result_count = sum(self.comptes.par_groupe.values())
        compte = type("Compte", (Paginator,), {"count": self.result_count})
        self.paginator = compte(self.queryset, self.list_per_page)
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = True
        self.can_show_all, self.multi_page = False, self.result_count > self.list_per_page
        self.page_num = min(max(self.page_num, 1), self.paginator.num_pages)
        debut = (self.page_num - 1) * self.list_per_page
        self.result_list = self._garder(
            LUES, lambda: self._page(debut), self.tri, debut, self.list_per_page
        )

    def _page(self, debut: int) -> list[Any]:
        """Those the column says something of, in its order; then those of which it says nothing,
        or nothing that is shared, by name, whichever way one sorts."""
        fin, connu = min(debut + self.list_per_page, self.result_count), self._connu("dossier__")
        connus = self.comptes.connus if connu else self.result_count
        lues, vues = self.vus.filter(self.condition), []
        if debut < connus:
            vues = _tranche(lues.filter(connu), self._ordre(), debut, min(fin, connus), connus)
        if fin > connus:
            bornes = max(0, debut - connus), fin - connus, self.result_count - connus
            vues += _tranche(lues.filter(~connu), ("dossier__tri", "dossier_id"), *bornes)
        return vues

    def _connu(self, dossier: str) -> Q:
        """Which rows the column one sorts by says something of. ``dossier``: asked of it, which
        has the index, rather than of its copy."""
        colonne = self.tri[0]
        champ = COLONNES[colonne].removeprefix("dossier__")
        de = dossier if champ in Palier.COPIES else ""
        if colonne == "ensuite":
            return Q(**{f"{de}{champ}__gte": timezone.localdate()})
        return Q(**{f"{de}{champ}__isnull": False}) if colonne in VIDES else Q()

    def _ordre(self) -> tuple[str, str]:
        """By one column, then always in the same order."""
        colonne, sens = self.tri
        return f"{sens}{COLONNES[colonne]}", f"{sens}dossier_id"

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
                self.comptes.nombres.get(garde.pk, 0),
                ici == dict(parse_qsl(garde.requete)),
                garde.equipe,
                pk=garde.pk if garde.auteur_id == self.compte else 0,
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


def _tranche(lues: QuerySet, ordre: tuple[str, str], debut: int, fin: int, total: int) -> list[Any]:
    """Walked to from the nearer end."""
    lues = lues.values_list("dossier", "pk", "dossier__tenu_le", "groupe")
    if debut <= total - fin:
        return list(lues.order_by(*ordre)[debut:fin])
    a_rebours = lues.order_by(*ordre).reverse()
    return list(a_rebours[total - fin : total - debut])[::-1]


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
