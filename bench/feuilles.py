"""What a change costs on paper, against the whole: inside one process, processor time, paired."""

import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from bench.ampleur import Ampleur
from bench.instance import Instance
from bench.rapport import Mesure
from bench.requetes import SLUG

ENTIERE = "impression entière, rien de gardé"
PLAFONDS = {
    "fiche corrigée": 0.25,
    "A1 corrigée": 0.25,
    "B2 corrigée": 0.25,
    "rien de changé": 0.02,
    "image d’une feuille corrigée": 0.25,
    "image d’une feuille inchangée": 0.02,
}
FICHES = 40
CORRIGEES = {"fiche": "fiche-1", "A1": "eclaire", "B2": "autodiagnostic"}
MEMOIRE = 300  # megabytes of the whole process that prints them
PAR_FEUILLE = 1.2  # a fiche among forty, against one of the three of the example


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """The median of the rounds: each case against the whole print of its own round."""
    seules = CORRIGEES.values() if ampleur.planches else ()  # next to nothing: these alone
    tours = instance.ask("feuilles", SLUG, str(ampleur.impressions), *seules)
    mesures = [
        Mesure(
            f"papier, {nom}",
            instance.base,
            statistics.median(tour[nom] / tour["tout"] for tour in tours),
            ENTIERE,
            plafond,
            {
                "secondes": round(statistics.median(tour[nom] for tour in tours), 4),
                "secondes_entiere": round(statistics.median(tour["tout"] for tour in tours), 3),
            },
        )
        for nom, plafond in PLAFONDS.items()
    ]
    if ampleur.planches:  # forty fiches are not next to nothing
        return mesures
    long = instance.ask("quarante", SLUG)
    nom = f"papier, {FICHES} fiches"
    return [
        *mesures,
        Mesure(
            f"{nom}, mémoire", instance.base, long["memoire"] / MEMOIRE, f"{MEMOIRE} Mo", 1.0, long
        ),
        Mesure(
            f"{nom}, par feuille",
            instance.base,
            long["par_feuille"] / long["par_feuille_exemple"],
            "une fiche de l’exemple",
            PAR_FEUILLE,
            long,
        ),
    ]


def feuilles(slug: str, fois: int, *planches: str) -> list[dict[str, float]]:
    """Seconds of processor of each case, round by round; a first print, cold, is not counted."""
    from fresque.pdf import OptionsImpression, parties

    options = OptionsImpression(codes=planches, url_base="https://fresque.example.org")
    numeros = count()

    def imprimer() -> None:
        parties.fichier(_projet(slug), options)

    def image() -> None:
        from fresque.instant import instant

        papier = instant(_projet(slug)).fresque.papier
        parties.image(papier, papier.planche("fiche-1"), options)

    imprimer()
    image()
    tours = []
    for _ in range(fois):
        _vider()
        tour = {"tout": _cpu(imprimer), "rien de changé": _cpu(imprimer)}
        for nom, code in CORRIGEES.items():
            _corriger(slug, code, f"Un mot de plus, {next(numeros)}.")
            tour[f"{nom} corrigée"] = _cpu(imprimer)
        _corriger(slug, "fiche-1", f"Un mot de plus, {next(numeros)}.")
        tour["image d’une feuille corrigée"] = _cpu(image)
        tour["image d’une feuille inchangée"] = _cpu(image)
        tours.append(tour)
    return tours


def quarante(slug: str) -> dict[str, Any]:
    """Megabytes at most, and seconds a sheet, of a wall of forty fiches; and of the example."""
    import resource

    from fresque.instant import instant
    from fresque.pdf import OptionsImpression, parties

    fresque = instant(_projet(slug)).fresque.papier
    nombres: dict[str, int] = {}
    options = OptionsImpression(url_base="https://fresque.example.org")

    def par_feuille(valeur: Any) -> float:
        """Of its fiches alone: the other sheets have other things to draw."""
        _vider()
        nombres.clear()
        siennes = tuple(p.code for p in valeur.planches if p.modele == "fiche")
        choix = replace(options, codes=siennes)
        secondes = _cpu(lambda: parties.rendre(valeur, options=choix, dire=nombres.__setitem__))
        return secondes / sum(nombres.values())

    par_feuille(fresque)
    exemple = par_feuille(fresque)
    fiches = [p for p in fresque.planches if p.modele == "fiche"]
    rangs = range(1, FICHES + 1)
    toutes = (_numeroter(fiches[rang % len(fiches)], rang) for rang in rangs)
    autres = [p for p in fresque.planches if p.modele != "fiche"]
    longue = replace(fresque, planches=(*autres[:-1], *toutes, autres[-1]))
    long = par_feuille(longue)
    parties.rendre(longue, options=options, dire=nombres.__setitem__)
    return {
        "par_feuille": round(long, 4),
        "par_feuille_exemple": round(exemple, 4),
        "feuilles": sum(nombres.values()),
        "memoire": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }


def _numeroter(fiche: Any, rang: int) -> Any:
    return replace(
        fiche, code=f"fiche-{rang}", coordonnee=f"n°{rang}", titre=f"FICHE ACTION N°{rang}"
    )


def _projet(slug: str) -> Any:
    from pasapas.models import Projet

    projets = Projet.objects.sans_projet("bench")
    return projets.select_related("etablissement__region").get(slug=slug)


def _corriger(slug: str, code: str, texte: str) -> None:
    """Somebody writes a sentence in a box of this planche."""
    from diagnostic.models import SyntheseTheme
    from fiches.models import FicheAction
    from pasapas.ecriture.changements import bouger
    from pasapas.ecriture.transactions import ensemble
    from pasapas.models import Projet

    projet = _projet(slug)
    lignes = {
        "eclaire": (Projet.objects.de(projet), "ambition"),
        "fiche-1": (FicheAction.objects.de(projet).filter(numero=1), "objectif"),
        "autodiagnostic": (SyntheseTheme.objects.de(projet)[:1], "points_de_vue"),
    }
    ligne, champ = lignes[code]

    @ensemble
    def ecrire() -> None:
        une = ligne.get()
        type(une)._base_manager.filter(pk=une.pk).update(**{champ: texte})
        bouger(projet, {code}, compte=False)

    ecrire()


def _vider() -> None:
    from django.core.files.storage import storages

    shutil.rmtree(storages["feuilles"].base_location, ignore_errors=True)


def _cpu(geste: Callable[[], object]) -> float:
    depart = time.process_time()
    geste()
    return time.process_time() - depart
