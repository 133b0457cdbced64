"""Bringing in a thousand établissements, against ten: time, and the memory it takes."""

import time
from typing import Any

from bench.ampleur import Ampleur
from bench.instance import Instance
from bench.rapport import Mesure

PLAFOND, PLAFOND_MEMOIRE = 100.0, 1.0
MO = 300  # of the whole process, at most


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    vu = instance.ask("echanges", str(ampleur.dossiers))
    detail = {"ms": round(vu["beaucoup"] * 1000), "dix_ms": round(vu["dix"] * 1000)}
    combien = f"import de {ampleur.dossiers} établissements"
    return [
        Mesure(combien, instance.base, vu["beaucoup"] / vu["dix"], "import de 10", PLAFOND, detail),
        Mesure(
            f"{combien}, mémoire",
            instance.base,
            vu["mo"] / MO,
            f"{MO} Mo",
            PLAFOND_MEMOIRE,
            {"mo": round(vu["mo"])},
        ),
    ]


def echanges(combien: str) -> dict[str, Any]:
    """Inside Django: the preview is not counted, the import is one transaction."""
    import resource

    from django.db import connection

    from pasapas.echanges.formats import Csv
    from pasapas.echanges.maisons import EtablissementRessource
    from pasapas.echanges.ressource import tout_ou_rien
    from pasapas.models import Etablissement, User

    # Of an embedded database, the processor is all the time there is.
    horloge = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    compte = User.objects.order_by("pk").first()

    def importer(depart: int, nombre: int) -> float:
        lignes = (
            f"Maison {rang};{rang:09d};49;Angers;ase;mecs;40\n"
            for rang in range(depart, depart + nombre)
        )
        entete = "nom;finess;departement;commune;autorisation;type;capacite\n"
        debut = horloge()
        tableau = Csv().create_dataset((entete + "".join(lignes)).encode())
        fait = tout_ou_rien(EtablissementRessource(), tableau, user=compte)
        if fait.has_errors() or fait.has_validation_errors():
            raise SystemExit("import refusé")
        return horloge() - debut

    importer(100_000_000, 10)  # what is read once is read
    dix = min(importer(200_000_000 + tour * 100, 10) for tour in range(3))
    beaucoup = importer(300_000_000, int(combien))
    if not Etablissement.objects.filter(finess="300000000").exists():
        raise SystemExit("rien n’est entré")
    mo = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"dix": dix, "beaucoup": beaucoup, "mo": mo}
