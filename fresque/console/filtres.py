"""What narrows the portefeuille: each filter is a condition, so that one query counts them all."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from fresque.console.raisons import Raison
from pasapas.acces.mandats import noms_des_regions, regions_suivies
from pasapas.models import Mandat, Region
from pasapas.models.dossier import Groupe
from pasapas.valeurs.departements import DEPARTEMENTS
from pasapas.valeurs.pliage import plier
from pasapas.valeurs.saisie import cle_lue

RECHERCHE = "q"
PHASES = {
    "1": ("1 Autodiagnostic", Q(phase="1")),
    "2": ("2 Entretien et appui", Q(phase="2")),
    "3": ("3 Passage à l’action", Q(phase="3")),
    "pause": ("En pause", Q(groupe=Groupe.PAUSE)),
    "hors": ("Hors programme", Q(hors_programme=True)),
    "sans": ("Sans accompagnement", Q(accompagne=False)),
    "termine": ("Terminé", Q(phase="termine")),
}


def condition(params: Mapping[str, str], compte: int) -> Q:
    """All that an address asks for, seen by ``compte``; what it does not know changes nothing."""
    toutes = Q()
    for nom, lire in CONDITIONS.items():
        if (valeur := params.get(nom, "")) and (une := lire(valeur, compte)) is not None:
            toutes &= une
    return toutes


def depuis_l_adresse(requete: str, compte: int) -> Q:
    return condition(dict(parse_qsl(requete.lstrip("?"))), compte)


def _suivi(valeur: str, compte: int) -> Q | None:
    if valeur == "moi":
        return Q(suivi_par=compte)
    if valeur == "collegues":
        return Q(suivi_par__isnull=False) & ~Q(suivi_par=compte)
    if valeur == "personne":
        return Q(suivi_par=None)
    return Q(suivi_par=cle) if (cle := cle_lue(valeur)) else None


def _recherche(valeur: str, compte: int) -> Q:
    """Each word, anywhere in the names, the commune, the FINESS."""
    trouve = Q()
    for mot in plier(valeur).lower().replace("\x00", "").split()[:8]:
        trouve &= Q(cherche__contains=mot)
    return trouve


GROUPES, ALERTES = set(map(str, Groupe.values)), {str(int(raison)) for raison in Raison}
CONDITIONS: dict[str, Callable[[str, int], Q | None]] = {
    "region": lambda dit, _: Q(region=cle) if (cle := cle_lue(dit)) else None,
    "departement": lambda dit, _: Q(departement=dit) if dit in DEPARTEMENTS else None,
    "phase": lambda dit, _: PHASES[dit][1] if dit in PHASES else None,
    "groupe": lambda dit, _: Q(groupe=int(dit)) if dit in GROUPES else None,
    "alerte": lambda dit, _: Q(raisons__contains=f",{dit},") if dit in ALERTES else None,
    "suivi": _suivi,
    RECHERCHE: _recherche,
}


class FiltreDeListe(SimpleListFilter):
    """One of them as a list to choose from, above the table."""

    template = "admin/pasapas/dossier/filtre.html"
    tous = "Tous"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The list applies them all at once (``liste.Liste``)."""
        return queryset

    def choices(self, changelist: Any) -> Iterator[Any]:
        valeur = self.value()
        sans = changelist.get_query_string(remove=[self.parameter_name])
        yield {"selected": valeur is None, "query_string": sans, "display": self.tous}
        avec = sans if sans == "?" else f"{sans}&"
        for code, dit in self.lookup_choices:  # codes of ours: nothing to escape
            lien = f"{avec}{self.parameter_name}={code}"
            yield {"selected": valeur == str(code), "query_string": lien, "display": dit}

    @property
    def choisi(self) -> str:
        return next(
            (str(dit) for code, dit in self.lookup_choices if str(code) == self.value()), ""
        )


class RegionFiltre(FiltreDeListe):
    title, parameter_name, tous = "Région", "region", "Toutes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """For those who follow several."""
        if regions_suivies(request) is None:
            regions = dict(Region.objects.order_by("nom").values_list("pk", "nom"))
        else:
            regions = noms_des_regions(request)
        return [(str(pk), nom) for pk, nom in regions.items()] if len(regions) > 1 else []


class DepartementFiltre(FiltreDeListe):
    title, parameter_name = "Département", "departement"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Those of what one follows, as the list has counted them."""
        connus = sorted(set(request.departements) & set(DEPARTEMENTS))  # type: ignore[attr-defined]
        return [(code, f"{DEPARTEMENTS[code][0]} ({code})") for code in connus]


class PhaseFiltre(FiltreDeListe):
    title, parameter_name, tous = "Phase", "phase", "Toutes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, dit) for code, (dit, _) in PHASES.items()]


class AlerteFiltre(FiltreDeListe):
    title, parameter_name, tous = "Alerte", "alerte", "Toutes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(int(raison)), raison.titre) for raison in Raison]


class SuiviFiltre(FiltreDeListe):
    title, parameter_name = "Suivi par", "suivi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Oneself, one's colleagues, each of those who hold a mandate there."""
        suivies = regions_suivies(request)
        mandats = Mandat.objects.ouverts().exclude(user=request.user.pk).select_related("user")
        if suivies is not None:
            mandats = mandats.filter(region__in=suivies)
        noms = {str(m.user_id): str(m.user) for m in mandats.order_by("user__nom", "user__pk")[:60]}
        fixes = [("moi", "Moi"), ("collegues", "Mes collègues"), ("personne", "Personne")]
        return [*fixes, *noms.items()]


FILTRES = (RegionFiltre, DepartementFiltre, PhaseFiltre, AlerteFiltre, SuiviFiltre)
