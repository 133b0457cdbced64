"""The results of a campagne with 500 respondents, against the trivial page."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bench import pages
from bench.ampleur import Ampleur
from bench.client import Releve, Visite
from bench.instance import Instance
from bench.rapport import Mesure
from bench.requetes import SLUG
from bench.tours import compare

PLAFOND = 15.0
PLAFONDS_REQUETES = {"à froid": 8, "à chaud": 3}


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """The page in its usual state, and sorted by a column."""
    clos = instance.ask("clore", SLUG, str(ampleur.repondants))
    adresse = f"/projets/{SLUG}/autodiagnostic/{clos['campagne']}/resultats/"
    with instance.serve() as port, pages.connect(port) as banc:
        visite = pages.log_in(port)

        def charger(requete: bytes) -> Callable[[], Releve]:
            return lambda: banc.load(lambda _: requete, ampleur.secondes)

        charges = {
            f"résultats, {ampleur.repondants} répondants": charger(visite.get(adresse)),
            "résultats triés": charger(visite.get(f"{adresse}?tri=-ecart")),
        }
        triviale = charger(Visite(port).get(pages.TRIVIALE))
        _, *mesures = compare(triviale, charges, instance.base, ampleur.tours)
    tenues = [replace(mesure, plafond=PLAFOND) for mesure in mesures]
    return [*tenues, *_requetes(instance.base, clos)]


def _requetes(base: str, clos: Mapping[str, int]) -> list[Mesure]:
    return [
        Mesure(
            f"requêtes, résultats {etat}",
            base,
            clos[etat] / maximum,
            f"{maximum} requêtes",
            1.0,
            {"requetes": clos[etat]},
        )
        for etat, maximum in PLAFONDS_REQUETES.items()
    ]
