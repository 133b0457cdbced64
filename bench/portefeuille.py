"""The portefeuille of an adviser, page by page, against the door alone; then ten times as long."""

import statistics
import time
from datetime import timedelta
from typing import Any

from bench.ampleur import Ampleur
from bench.instance import Instance
from bench.rapport import Mesure

PLAFOND = 8.0
PLAFOND_REQUETES = 10
PLAFOND_DIX_FOIS = 1.3
LISTE = "/administration/pasapas/dossier/"
FILTRES = ("departement=44", "phase=2", "alerte=5", "suivi=moi", "suivi=collegues", "groupe=1")
TRIS = ("nom", "-nom", "chemin", "fresque", "-fresque", "jours", "ensuite", "activite")
PAGES = {
    "première page": "",
    "page 2": "?p=2",
    "recherche": "?q=maison",
    **{f"filtre {filtre}": f"?{filtre}" for filtre in FILTRES},
    **{f"tri {tri}": f"?o={tri}" for tri in TRIS},
}


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    vus = instance.ask("portefeuille", str(ampleur.dossiers), str(ampleur.passages))
    un, dix = vus["1"], vus["10"]
    mesures = []
    for nom in PAGES:
        detail = {
            "ms": round(un[nom]["ms"], 1),
            "porte_ms": round(un["porte"]["ms"], 1),
            "requetes": un[nom]["requetes"],
            "octets": un[nom]["octets"],
        }
        ratio = un[nom]["ms"] / un["porte"]["ms"]
        contre = f"la porte seule, {ampleur.dossiers} établissements"
        mesures.append(
            Mesure(f"portefeuille, {nom}", instance.base, ratio, contre, PLAFOND, detail)
        )
        mesures.append(
            Mesure(
                f"portefeuille x 10, {nom}",
                instance.base,
                (dix[nom]["ms"] / dix["porte"]["ms"]) / ratio,
                f"le même, de {ampleur.dossiers}",
                PLAFOND_DIX_FOIS,
                {"ms": round(dix[nom]["ms"], 1)},
            )
        )
    requetes = max(un[nom]["requetes"] for nom in PAGES)
    mesures.append(
        Mesure(
            "portefeuille, requêtes",
            instance.base,
            requetes,
            "une requête",
            PLAFOND_REQUETES,
        )
    )
    return mesures


def portefeuille(dossiers: str, passages: str) -> dict[str, Any]:
    """Inside Django: each page with so many établissements, then ten times as many."""
    from django.test import Client

    from pasapas.models import Region, User

    region = Region.objects.get(code="pays-de-la-loire")
    compte = User.objects.get(email="pierre.lemoine@example.org")
    compte.mandats.exclude(region=region).delete()  # an Aract follows its own
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(compte)
    vus = {}
    for fois in (1, 10):
        _peupler(int(dossiers) * fois, region, compte)
        _rafraichir()
        vus[str(fois)] = _mesurer(client, int(passages))
    return vus


def _mesurer(client: Any, passages: int) -> dict[str, Any]:
    """The median of each, in turn with the door; a first turn warms all of them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    adresses = {
        "porte": "/projets/dragibus-2025/triviale/",
        **{nom: LISTE + requete for nom, requete in PAGES.items()},
    }
    durees: dict[str, list[float]] = {nom: [] for nom in adresses}
    dit: dict[str, Any] = {}
    for tour in range(passages + 1):
        for nom, adresse in adresses.items():
            depart = time.process_time() if connection.vendor == "sqlite" else time.perf_counter()
            reponse = client.get(adresse)
            horloge = time.process_time if connection.vendor == "sqlite" else time.perf_counter
            if tour:
                durees[nom].append(horloge() - depart)
                continue
            with CaptureQueriesContext(connection) as requetes:
                reponse = client.get(adresse)
            if reponse.status_code != 200:
                raise SystemExit(f"{adresse} : réponse {reponse.status_code}")
            dit[nom] = {"requetes": len(requetes), "octets": len(reponse.content)}
    for nom, mesures in durees.items():
        dit[nom]["ms"] = statistics.median(mesures) * 1000
    return dit


def _peupler(combien: int, region: Any, compte: Any) -> None:
    """Rows by the thousand, in every state: their facts, then how they stand."""
    from django.utils import timezone

    from fresque.console.tenue import tenir
    from pasapas.models import Etablissement, Projet

    deja = Etablissement.objects.filter(region=region).count()
    ici = timezone.localdate()
    rangs = range(deja, combien)
    las = Etablissement.objects.bulk_create(
        Etablissement(
            nom=f"Maison {rang:05d}",
            region=region,
            departement=("44", "49", "53", "72", "85")[rang % 5],
            commune="Nantes",
        )
        for rang in rangs
    )
    projets = Projet.objects.bulk_create(
        Projet(etablissement=la, slug=f"bench-{la.pk}", identifiant=f"bench-{la.pk}", nom=la.nom)
        for la in las
    )
    for rang, projet in enumerate(projets):
        projet.modifie_le = timezone.now() - timedelta(days=rang * 7 % 60)
    Projet.objects.bulk_update(projets, ["modifie_le"], batch_size=500)
    _suivre(projets, compte, ici)
    tenir([la.pk for la in las])


def _suivre(projets: list[Any], compte: Any, ici: Any) -> None:
    """All of them by one adviser, whom the groups accepted."""
    from django.utils import timezone

    from pasapas.models import Accompagnement, Partage, Participant

    Accompagnement.objects.bulk_create(
        Accompagnement(
            projet=projet,
            suivi_par=compte,
            phase=str(1 + rang % 3),
            debut=ici - timedelta(days=rang % 240),
            jours_prevus=6,
        )
        for rang, projet in enumerate(projets)
    )
    Participant.objects.bulk_create(
        Participant(
            projet=projet,
            reference="pilote",
            nom="Pilote",
            role="pilote",
            user=None,
            telephone="0102030405",
        )
        for projet in projets
    )
    Partage.objects.bulk_create(
        Partage(
            projet=projet,
            conseil=compte,
            accepte=True,
            repondu_le=timezone.now(),
            annexe_1=True,
            annexe_2=bool(rang % 2),
        )
        for rang, projet in enumerate(projets)
    )


def _rafraichir() -> None:
    """What a server does by itself at night."""
    from django.db import connection

    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")
