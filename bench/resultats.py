"""The results of a campagne with 500 respondents, against the trivial page; alone:
``python -m bench.resultats`` (SQLite, or the empty PostgreSQL of DATABASE_URL)."""

import json
import os
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench import pages
from bench.client import Releve, Visite
from bench.instance import Instance
from bench.rapport import Mesure, publish
from bench.tours import compare

REPONDANTS = 500
PLAFOND = 15.0
PLAFONDS_REQUETES = {"à froid": 8, "à chaud": 3}
SLUG = "dragibus-2025"


def fill(instance: Instance) -> dict[str, int]:
    """Close a campagne of 500 respondents: its key, and the queries of its page."""
    return json.loads(instance.run("-m", "bench.resultats", "remplir"))


def measure(port: int, base: str, rythme: pages.Rythme, rempli: dict[str, int]) -> list[Mesure]:
    """The page in its usual state, and sorted by a column: then nothing of it is kept ready."""
    visite = pages.log_in(port)
    adresse = f"/projets/{SLUG}/autodiagnostic/{rempli['campagne']}/resultats/"
    with pages.connect(port) as banc:

        def charger(requete: bytes) -> Callable[[], Releve]:
            return lambda: banc.load(lambda _: requete, rythme.secondes)

        charges = {
            f"résultats, {REPONDANTS} répondants": charger(visite.get(adresse)),
            "résultats triés": charger(visite.get(f"{adresse}?tri=-ecart")),
        }
        triviale = charger(Visite(port).get(pages.TRIVIALE))
        _, page, triee = compare(triviale, charges, base, rythme.tours)
    return [replace(page, plafond=PLAFOND), triee, *_requetes(base, rempli)]


def _requetes(base: str, rempli: dict[str, int]) -> list[Mesure]:
    return [
        Mesure(
            f"requêtes, résultats {etat}",
            base,
            rempli[etat] / maximum,
            f"{maximum} requêtes",
            1.0,
            {"requetes": rempli[etat]},
        )
        for etat, maximum in PLAFONDS_REQUETES.items()
    ]


def _remplir() -> None:
    """From inside Django: JSON on standard output."""
    import django

    django.setup()
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from diagnostic.models import Campagne
    from diagnostic.resultats import figer
    from pasapas.models import Participant, Projet, Role

    projet = Projet.objects.get(slug=SLUG)
    campagne = Campagne(
        projet=projet,
        reference="bench",
        nom="500 répondants",
        questionnaire=Campagne.objects.de(projet)[0].questionnaire,
        close_le=date(2030, 1, 1),
    )
    campagne.save()
    _repondre(campagne)
    campagne.resultats = figer(campagne)
    campagne.save()
    pilote = Participant.objects.ouverts().de(projet).filter(role=Role.PILOTE).first()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(pilote.user)
    adresse = f"/projets/{SLUG}/autodiagnostic/{campagne.pk}/resultats/"
    comptes = {"campagne": campagne.pk}
    client.get(adresse)
    cache.clear()
    for etat in ("à froid", "à chaud"):
        with CaptureQueriesContext(connection) as requetes:
            reponse = client.get(adresse)
        if reponse.status_code != 200:
            raise SystemExit(f"{adresse} : réponse {reponse.status_code}")
        comptes[etat] = len(requetes)
    json.dump(comptes, sys.stdout)


def _repondre(campagne: object) -> None:
    """Five collèges, a hundred people each."""
    from diagnostic.models import BulletinAnonyme, Passation, Question

    hasard = random.Random(5)
    codes = list(
        Question.objects.filter(theme__questionnaire=campagne.questionnaire).values_list(
            "code", flat=True
        )
    )
    for college in ("direction", "rh", "encadrement", "irp", "salaries"):
        passation = Passation.objects.create(
            campagne=campagne, college=college, mode="individuelle"
        )
        BulletinAnonyme.objects.bulk_create(
            BulletinAnonyme(
                passation=passation,
                empreinte=f"{college}-{rang}",
                reponses={code: hasard.choice([1, 2, 3, 4, "nsp"]) for code in codes},
            )
            for rang in range(REPONDANTS // 5)
        )


def main() -> int:
    if sys.argv[1:] == ["remplir"]:
        _remplir()
        return 0
    with tempfile.TemporaryDirectory(prefix="pasapas-bench.") as dossier:
        adresse = os.environ.get("DATABASE_URL", "")
        postgres = adresse.startswith("postgres")
        url = adresse if postgres else f"sqlite:///{dossier}/var/pasapas.sqlite3"
        base = "postgresql" if postgres else "sqlite"
        instance = Instance(base, url, Path(dossier) / "var")
        instance.var.mkdir()
        instance.prepare()
        rempli = fill(instance)
        with instance.serve() as port:
            mesures = measure(port, base, pages.NORMAL, rempli)
    return 0 if publish(mesures, "Résultats seuls.", Path("var/bench/resultats.jsonl")) else 1


if __name__ == "__main__":
    sys.exit(main())
