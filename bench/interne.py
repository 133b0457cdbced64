"""Questions answered from inside Django, in a process of their own: JSON on standard output."""

import json
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from fresque.pdf.moteur import FEUILLES  # noqa: E402
from fresque.pdf.pigments import teindre  # noqa: E402
from pasapas.direct.annonces import avancer  # noqa: E402
from pasapas.models import Participant, Projet, Role  # noqa: E402

CORPS = re.compile(r"<body([^>]*)>(.*)</body>", re.DOTALL)


def requetes(slug: str, fois: str) -> dict[str, dict[str, Any]]:
    """Queries of the wall and of a fiche with the example's content twice, then ``fois`` times.

    Twice, so that what only shows beside another one (a before and an after) shows in both.
    """
    from bench.contenu import multiply

    projet = Projet.objects.get(slug=slug)
    copies = multiply(projet, int(fois))
    next(copies)
    avant = _count(projet)
    for _ in copies:
        pass
    return {"avant": avant, "apres": _count(projet)}


def _count(projet: Projet) -> dict[str, Any]:
    pilote = Participant.objects.ouverts().filter(projet=projet, role=Role.PILOTE).first()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(pilote.user)
    comptes: dict[str, Any] = {}
    for nom, chemin in (("mur", ""), ("fiche", "planches/fiche-1/")):
        adresse = f"/projets/{projet.slug}/{chemin}"
        client.get(adresse)  # whatever a first page alone has to do
        avancer(projet.pk)  # nothing that a process keeps of the wall serves any more
        for etat in ("à froid", "à chaud"):
            with CaptureQueriesContext(connection) as requetes:
                reponse = client.get(adresse)
            if reponse.status_code != 200:
                raise SystemExit(f"{adresse} : réponse {reponse.status_code}")
            comptes[f"{nom} {etat}"] = len(requetes)
        comptes[f"octets {nom}"] = len(reponse.content)
    return comptes


def papier(slug: str, html: str, fois: str, *planches: str) -> list[float]:
    """Seconds of each print of a process already warm; its sheets are left in ``html``."""
    from fresque.instant import instant
    from fresque.pdf import OptionsImpression, moteur, rendre

    fresque = instant(Projet.objects.get(slug=slug)).fresque.papier
    documents: list[str] = []
    durees = []
    with _listen(moteur, documents):
        rendre(fresque, options=OptionsImpression(codes=planches))
    Path(html).write_text(_bind(documents))
    for rang in range(1, int(fois) + 1):
        # Another name each time, on every sheet: no sheet laid out before can serve again.
        autre = replace(fresque, nom=f"{fresque.nom} {rang}")
        depart = time.perf_counter()
        rendre(autre, options=OptionsImpression(codes=planches))
        durees.append(time.perf_counter() - depart)
    return durees


@contextmanager
def _listen(moteur: ModuleType, documents: list[str]) -> Iterator[None]:
    """Note every document given to the layout engine."""
    mettre_en_page = moteur.mettre_en_page

    def noter(html: str) -> object:
        documents.append(teindre(html))
        return mettre_en_page(html)

    with patch.object(moteur, "mettre_en_page", noter):
        yield


def _bind(documents: list[str]) -> str:
    """One page of all the sheets, each body a block that starts a new sheet of paper."""
    corps = filter(None, (CORPS.search(document) for document in documents))
    blocs = [f'<div style="break-after: page"><div{c[1]}>{c[2]}</div></div>' for c in corps]
    if not blocs:
        raise SystemExit("Aucune feuille à comparer.")
    css = settings.BASE_DIR / "static" / "css"
    style = "".join(
        f'<link rel="stylesheet" href="{(css / feuille).as_uri()}">'
        for feuille in ("pigments.css", *FEUILLES)
    )
    tete = f'<meta charset="utf-8"><title>Fresque</title>{style}'
    return f'<!doctype html><html lang="fr"><head>{tete}</head><body>{"".join(blocs)}</body></html>'


def clore(slug: str, repondants: str) -> dict[str, Any]:
    """A closed campagne: its key, and the queries of its results."""
    from bench import campagnes

    return campagnes.clore(Projet.objects.get(slug=slug), int(repondants))


def recueillir(slug: str, invites: str) -> str:
    """The code of the link of a recueil just opened."""
    from bench import campagnes

    return campagnes.recueillir(Projet.objects.get(slug=slug), int(invites))


def gardees() -> list[int]:
    """How many answers each sheet of that recueil holds."""
    from bench import campagnes

    return campagnes.gardees()


def peupler(combien: str) -> None:
    """So many établissements in the list of an adviser."""
    from bench.portefeuille import peupler as remplir

    remplir(combien)


def requetes_du_portefeuille() -> dict[str, int]:
    """How many queries each page of that list makes."""
    from bench.portefeuille import requetes_du_portefeuille as compter

    return compter()


def echanges(combien: str) -> dict[str, Any]:
    """How long so many établissements take to come in, and ten."""
    from bench.echanges import echanges as mesurer

    return mesurer(combien)


def feuilles(slug: str, fois: str, *planches: str) -> list[dict[str, float]]:
    """What each change costs on paper, round by round."""
    from bench.feuilles import feuilles as mesurer

    return mesurer(slug, int(fois), *planches)


def quarante(slug: str) -> dict[str, Any]:
    """What forty fiches ask of memory, and of time for each sheet."""
    from bench.feuilles import quarante as mesurer

    return mesurer(slug)


QUESTIONS = {
    fonction.__name__: fonction
    for fonction in (
        requetes,
        papier,
        feuilles,
        quarante,
        clore,
        recueillir,
        gardees,
        peupler,
        requetes_du_portefeuille,
        echanges,
    )
}

if __name__ == "__main__":
    question, *arguments = sys.argv[1:]
    json.dump(QUESTIONS[question](*arguments), sys.stdout)
