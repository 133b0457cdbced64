"""The state of the installation, as its administrator reads it: figures, and what calls."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.timesince import timesince

from pasapas import VERSION
from pasapas.informations.rendu import reste_a_completer
from pasapas.models import Courriel, Etablissement, Ouvrier, PageInformation, Projet, Travail, User
from pasapas.models.travaux import Etat
from pasapas.serveur.etat import PLACE, VIEILLE, points
from pasapas.serveur.garde import archives, date_de
from pasapas.valeurs.textes import insecables, jour

RAISON = "console : combien de fresques dans toute l’installation"
SEMAINE = timedelta(days=7)


@dataclass(frozen=True)
class PointDeSante:
    """One line: what, how it stands, and what to do when it does not."""

    quoi: str
    dit: str
    faire: str = ""

    @property
    def bien(self) -> bool:
        return not self.faire


@dataclass(frozen=True)
class Rubrique:
    titre: str
    constats: tuple[PointDeSante, ...]


def rubriques() -> list[Rubrique]:
    """A fixed number of queries, whatever the installation holds."""
    return [
        Rubrique(titre, tuple(map(_posee, regarder())))
        for titre, regarder in (
            ("Version", _version),
            ("Sauvegarde", _sauvegarde),
            ("Courriels", _courriels),
            ("Travaux", _travaux),
            ("Place", _place),
            ("Qui s’en sert", _usage),
        )
    ]


def _posee(constat: PointDeSante) -> PointDeSante:
    """No « alone at the end of a line."""
    return PointDeSante(constat.quoi, insecables(constat.dit), insecables(constat.faire))


def _version() -> Iterator[PointDeSante]:
    yield PointDeSante("Pas à pas", VERSION)
    base = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    version = ".".join(map(str, connection.get_database_version()))
    yield PointDeSante("Base", f"{base} {version}")
    yield PointDeSante("Python et Django", f"{platform.python_version()}, {django.get_version()}")
    migrations = next(point for point in points() if point.nom == "migrations")
    dit = "à jour" if migrations.bien else migrations.dit
    yield PointDeSante("Tables", dit, "" if migrations.bien else "manage.py mettre_a_jour")


def _sauvegarde() -> Iterator[PointDeSante]:
    toutes = archives()
    derniere = date_de(toutes[-1]) if toutes else None
    if derniere is None:
        yield PointDeSante(
            "La dernière", "aucune ici", "manage.py sauvegarder --tourner, chaque nuit"
        )
        return
    vieille = timezone.now() - derniere > VIEILLE
    ici = timezone.localtime(derniere)
    yield PointDeSante(
        "La dernière",
        f"{jour(ici)} à {time_format(ici)}, il y a {timesince(derniere)}",
        "Trop vieille : regarder pas-a-pas-sauvegarde.timer" if vieille else "",
    )
    poids = sum(archive.stat().st_size for archive in toutes)
    yield PointDeSante("Gardées", f"{len(toutes)}, {_octets(poids)}")
    yield PointDeSante(
        "Chiffrée",
        "oui" if toutes[-1].suffix == ".chiffre" else "non",
        "" if settings.SAUVEGARDE_CLE else "PASAPAS_SAUVEGARDE_CLE",
    )


def _courriels() -> Iterator[PointDeSante]:
    attendent = Courriel.objects.vivants()
    tard = attendent.filter(cree_le__lt=timezone.now() - timedelta(minutes=10)).count()
    yield PointDeSante(
        "En attente",
        str(attendent.count()),
        f"{tard} depuis plus de dix minutes : l’ouvrier, le serveur d’envoi" if tard else "",
    )
    parti = Courriel.objects.filter(etat=Etat.FAIT).order_by("-fini_le").first()
    dit = f"il y a {timesince(parti.fini_le)}" if parti and parti.fini_le else "jamais"
    yield PointDeSante("Le dernier parti", dit, "" if parti else "manage.py essai_courriel ADRESSE")
    perdus = Courriel.objects.filter(
        etat=Etat.ABANDONNE, fini_le__gt=timezone.now() - SEMAINE
    ).count()
    yield PointDeSante(
        "Abandonnés cette semaine", str(perdus), "« Boîte d’envoi » dit pourquoi" if perdus else ""
    )


def _travaux() -> Iterator[PointDeSante]:
    la = list(Ouvrier.objects.la())
    vu = max((ouvrier.vu_le for ouvrier in la), default=None)
    yield PointDeSante(
        "Ouvriers en marche",
        f"{len(la)}, vu il y a {timesince(vu)}" if vu else "aucun",
        "" if vu else "Démarrer pas-a-pas-ouvrier : sans lui, aucun courriel ne part",
    )
    comptes = dict(Travail.objects.values_list("etat").annotate(Count("pk")).order_by("etat"))
    yield PointDeSante("En attente", str(comptes.get(Etat.PRET, 0)))
    yield PointDeSante("En cours", str(comptes.get(Etat.EN_COURS, 0)))
    perdus = comptes.get(Etat.ABANDONNE, 0)
    yield PointDeSante(
        "Abandonnés ce mois-ci", str(perdus), "« Travaux » dit pourquoi" if perdus else ""
    )


def _place() -> Iterator[PointDeSante]:
    disque = shutil.disk_usage(settings.VAR_DIR)
    yield PointDeSante(
        "Libre, où sont les données",
        f"{_octets(disque.free)} sur {_octets(disque.total)}",
        "" if disque.free > 5 * PLACE else "Faire de la place",
    )
    yield PointDeSante("La base", _octets(_poids_de_la_base()))


def _poids_de_la_base() -> int:
    demande = (
        "SELECT pg_database_size(current_database())"
        if connection.vendor == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    )
    with connection.cursor() as curseur:
        curseur.execute(demande)
        return int(curseur.fetchone()[0])


def _usage() -> Iterator[PointDeSante]:
    il_y_a = timezone.now() - timedelta(days=30)
    comptes = User.objects.filter(is_active=True)
    venus = comptes.filter(last_login__gt=il_y_a).count()
    yield PointDeSante("Comptes", f"{comptes.count()}, dont {venus} venus depuis 30 jours")
    admins = comptes.filter(is_superuser=True).count()
    yield PointDeSante(
        "Administrateurs",
        str(admins),
        "" if admins > 1 else "En nommer un second : le jour où l’un n’entre plus, l’autre le peut",
    )
    fresques = Projet.objects.sans_projet(RAISON)
    vues = fresques.filter(modifie_le__gt=il_y_a).count()
    yield PointDeSante("Fresques", f"{fresques.count()}, dont {vues} touchées depuis 30 jours")
    yield PointDeSante("Établissements", str(Etablissement.objects.sans_projet(RAISON).count()))
    restent = [p.titre for p in PageInformation.objects.all() if reste_a_completer(p.texte)]
    yield PointDeSante(
        "Pages d’information",
        "complètes" if not restent else f"à compléter : {', '.join(sorted(restent))}",
        "« Pages d’information »" if restent else "",
    )


def _octets(nombre: float) -> str:
    for unite in ("o", "ko", "Mo"):
        if nombre < 1024:
            return f"{nombre:.0f} {unite}"
        nombre /= 1024
    return f"{nombre:.1f} Go".replace(".", ",")
