"""What the trials ask from inside Django: a scene to write on, then what the database holds."""

import time
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from bench.chaos.tableaux import CLASSEURS, TABLEAUX
from fiches.models import Facteur, FicheAction
from fiches.operations import modifier_fiche, ouvrir_fiche
from fresque.ouverture import ouvrir_projet
from pasapas.ecriture.journal import Geste
from pasapas.lecture.classeur import rangees
from pasapas.lecture.messages import RapportErreurs
from pasapas.models import Etablissement, Evenement, Participant, Projet, Role, User
from pasapas.serveur.checks import MAISON

MOT_DE_PASSE = "un mot de passe d’essai"
ECHANTILLON = 200  # rows of each model that are checked again


def migrer() -> int:
    """How many tables there were: a base that holds something may be someone's."""
    tables = len(connection.introspection.table_names())
    if not tables:
        call_command("migrate", verbosity=0)
    return tables


def ouvrir(slug: str, personnes: int) -> list[dict[str, str]]:
    """A projet with one fiche, and people already logged in: e-mail, session, password."""
    etablissement = Etablissement.objects.create(nom=f"Établissement {slug}")
    projet = ouvrir_projet(etablissement=etablissement, nom=slug, identifiant=slug)
    ouvrir_fiche(Geste(projet, None, "actions", "fiches"), {"intitule": "Une action"})
    return [_entrer(projet, rang) for rang in range(personnes)]


def remplir(slug: str, champ: str, texte: str) -> None:
    """Write a text of the fiche before anyone does."""
    fiche = FicheAction.objects.get(projet__slug=slug)
    modifier_fiche(Geste(fiche.projet, None, "fiche-1", champ), fiche, {champ: texte})


def _entrer(projet: Projet, rang: int) -> dict[str, str]:
    user = User.objects.create_user(
        email=f"{projet.slug}-{rang}@example.org",
        password=MOT_DE_PASSE if rang == 0 else None,
        prenom="Camille",
        nom=f"N°{rang}",
    )
    Participant.objects.create(
        projet=projet, reference=f"p{rang}", nom=f"N°{rang}", role=Role.CONTRIBUTEUR, user=user
    )
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"courriel": user.email, "session": session.session_key, "passe": MOT_DE_PASSE}


def constater(slug: str, champs: list[str]) -> dict[str, Any]:
    """The texts and rows of the fiche as they stand, and its journal in the order of writing."""
    fiche = FicheAction.objects.get(projet__slug=slug)
    evenements = Evenement.objects.filter(projet=fiche.projet, objet="ficheaction")
    return {
        "textes": {champ: getattr(fiche, champ) for champ in champs},
        "lignes": list(Facteur.objects.filter(fiche=fiche).values_list("texte", flat=True)),
        "journal": list(
            evenements.filter(champ__in=champs)
            .order_by("pk")
            .values_list("champ", "action", "avant", "apres")
        ),
    }


def integrite() -> list[str]:
    """What is wrong in the database: its own check, then ours on a sample of each model."""
    return [*_pages_saines(), *_lignes_saines()]


def _pages_saines() -> list[str]:
    with connection.cursor() as curseur:
        if connection.vendor == "sqlite":
            curseur.execute("PRAGMA integrity_check")
            dites = [ligne[0] for ligne in curseur.fetchall() if ligne[0] != "ok"]
            curseur.execute("PRAGMA foreign_key_check")
            return [*dites, *map(str, curseur.fetchall())]
        curseur.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        # Every entry of the tables must be found in every index; it raises when one is not.
        curseur.execute(
            "SELECT count(bt_index_check(i.indexrelid, true)) FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam "
            "WHERE m.amname = 'btree' AND c.relpersistence = 'p' AND i.indisvalid"
        )
        curseur.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        return [f"contrainte {ligne[0]} non validée" for ligne in curseur.fetchall()]


def _lignes_saines() -> list[str]:
    fautes = []
    for modele in apps.get_models():
        if modele._meta.app_label not in MAISON:
            continue
        for ligne in modele._default_manager.order_by("-pk")[:ECHANTILLON]:
            try:
                ligne.full_clean(exclude=_vides(ligne))
            except ValidationError as faute:
                fautes.append(f"{modele.__name__} {ligne.pk} : {faute.messages}")
    return fautes


def _vides(ligne: Model) -> set[str]:
    """Fields that hold nothing and may: only a form asks for more."""
    champs = ligne._meta.concrete_fields
    return {c.name for c in champs if c.null and getattr(ligne, c.attname) is None}


def tableaux() -> dict[str, float]:
    """Seconds of CPU that each booby-trapped table takes, refused or read."""
    import openpyxl  # noqa: F401  (its loading is no part of what a table costs)

    durees = {}
    for fabriques, suffixe in ((CLASSEURS, ".xlsx"), (TABLEAUX, ".csv")):
        for nom, fabriquer in fabriques.items():
            octets, depart = fabriquer(), time.process_time()
            with suppress(RapportErreurs):
                rangees(octets, f"tableau{suffixe}")
            durees[nom] = time.process_time() - depart
    return durees


QUESTIONS = {f.__name__: f for f in (migrer, ouvrir, remplir, constater, integrite, tableaux)}
