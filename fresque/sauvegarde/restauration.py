"""Back from an archive, into an empty database: all of it, or nothing."""

import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from diagnostic.models import ModePassation, Passation
from fresque.donnees.effacement import effacer
from fresque.donnees.personne import de_compte, de_contact, de_participant
from fresque.donnees.registre import partout, references
from fresque.donnees.reperage import BLANC
from fresque.pdf import parties
from fresque.sauvegarde import schema
from fresque.sauvegarde.archive import SECRET, ArchiveRefusee, Manifeste, migrations_passees, ouvrir
from fresque.sauvegarde.lignes import lire
from pasapas.entretien import effacements
from pasapas.models import Contact, Effacement, Etablissement, Participant, Projet, User
from pasapas.serveur import coffre


@dataclass
class Rapport:
    """``effaces``: erased again; ``recueils``: to be opened again, by name; ``secret``: whether
    second proofs can be read here."""

    lignes: int = 0
    fichiers: int = 0
    effaces: int = 0
    recueils: list[str] = field(default_factory=list)
    secret: bool = True


def restaurer(chemin: Path, *, cle: str = "") -> Rapport:
    """Raises ArchiveRefusee, before anything is written; OSError or DatabaseError, of a machine
    that refuses: the base is then as empty as it was. Files come first: alone, they show nothing.
    Whoever was erased since is erased again where the rows come back; once the base is of this
    version, when the archive is of another."""
    with ouvrir(chemin, cle) as (sac, manifeste):
        _refuser_une_base_pleine()
        rapport = Rapport()
        _mettre_au_meme_point(manifeste)
        modeles = schema.modeles(manifeste.migrations)
        rapport.fichiers = _poser_les_fichiers(sac, manifeste)
        registre, a_jour = chemin.parent / effacements.FICHIER, schema.a_jour()
        with transaction.atomic():
            _vider(modeles)
            rapport.lignes = _remplir(sac, modeles)
            _suivre_les_cles(modeles)
            if a_jour:
                rapport.effaces = effacer_a_nouveau(registre, manifeste.quand)
        call_command("migrate", verbosity=0)
        if not a_jour:
            rapport.effaces = effacer_a_nouveau(registre, manifeste.quand)
        _oublier_les_feuilles()
        rapport.recueils = _recueils_ouverts()
        rapport.secret = manifeste.secret in coffre.marques("sauvegarde", "secret")
    return rapport


def secret_de(chemin: Path, cle: str = "") -> str:
    """The server's secret, when the archive was asked to carry it."""
    with ouvrir(chemin, cle) as (sac, _):
        return sac.read(SECRET).decode() if SECRET in sac.namelist() else ""


def _refuser_une_base_pleine() -> None:
    if User._meta.db_table not in connection.introspection.table_names():
        return
    for modele in (User, Etablissement, Projet):
        if partout(modele).exists():
            raise ArchiveRefusee(
                "Cette base n’est pas vide : une archive ne se restaure que dans une base neuve. "
                "Créez-en une autre et donnez-la par DATABASE_URL."
            )


def _mettre_au_meme_point(manifeste: Manifeste) -> None:
    """The tables as they were when the archive was made. Raises ArchiveRefusee."""
    executeur = MigrationExecutor(connection)
    connues = executeur.loader.graph.nodes
    dites = schema.cles(manifeste.migrations)
    if inconnues := sorted(cle for cle in dites if cle not in connues):
        raise ArchiveRefusee(
            f"Cette archive vient d’une version plus récente ({manifeste.version}) : elle connaît "
            f"« {inconnues[0][0]} {inconnues[0][1]} ». Installez cette version d’abord."
        )
    if schema.cles(migrations_passees()) - dites:
        raise ArchiveRefusee(
            "Cette archive est d’une autre version : restaurez-la dans une base sans aucune "
            "table (sans « migrate »), elle sera mise à jour ensuite."
        )
    executeur.migrate(schema.bouts(executeur, dites))  # from nothing, or from where it was stopped


def _gardienne(modele: type[models.Model]) -> bool:
    """A published questionnaire lets nothing of it change: it goes first, and comes back last."""
    return modele._meta.label == "diagnostic.Questionnaire"


def _vider(modeles: dict[str, type[models.Model]]) -> None:
    """What the migrations put there of themselves: the archive says it better."""
    with connection.cursor() as curseur:
        for modele in sorted(modeles.values(), key=_gardienne, reverse=True):
            table = connection.ops.quote_name(modele._meta.db_table)
            curseur.execute(f"DELETE FROM {table}")  # noqa: S608  # nosec B608  # a model's own


def _remplir(sac: zipfile.ZipFile, modeles: dict[str, type[models.Model]]) -> int:
    combien = 0
    noms = [nom for nom in sac.namelist() if nom.startswith("tables/")]
    dites = {nom.removeprefix("tables/").removesuffix(".jsonl"): nom for nom in noms}
    if inconnues := dites.keys() - modeles.keys():
        raise ArchiveRefusee(f"Cette archive tient une table inconnue, « {min(inconnues)} ».")
    for etiquette in sorted(dites, key=lambda dite: _gardienne(modeles[dite])):
        with sac.open(dites[etiquette]) as piece:
            combien += lire(modeles[etiquette], piece)
    connection.check_constraints()
    return combien


def _suivre_les_cles(modeles: dict[str, type[models.Model]]) -> None:
    """The next row of each table comes after the last one."""
    with connection.cursor() as curseur:
        for ordre in connection.ops.sequence_reset_sql(no_style(), list(modeles.values())):
            curseur.execute(ordre)


def _poser_les_fichiers(sac: zipfile.ZipFile, manifeste: Manifeste) -> int:
    noms = [nom for nom in manifeste.pieces if nom.startswith("fichiers/")]
    for nom in noms:
        cible = nom.removeprefix("fichiers/")
        if default_storage.exists(cible):
            default_storage.delete(cible)
        with sac.open(nom) as piece:
            default_storage.save(cible, File(piece))
    return len(noms)


def _oublier_les_feuilles() -> None:
    """What was printed of the base put aside bears versions that this one will have in its turn."""
    for projet in partout(Projet).only("slug"):
        parties.oublier(projet.slug)


def effacer_a_nouveau(registre: Path, depuis: datetime) -> int:
    """What the ledger says was erased after the archive was made: how many times it was needed."""
    faits = 0
    connus = {(e.modele, e.cle, e.champ, e.quand) for e in Effacement.objects.all()}
    for dit in effacements.lire(registre):
        cle = (dit["modele"], dit["cle"], dit["champ"], dit["quand"])
        if dit["quand"] <= depuis or cle in connus:
            continue
        with transaction.atomic():
            faits += _refaire(apps.get_model(dit["modele"]), dit["cle"], dit["champ"])
            Effacement.objects.create(
                modele=dit["modele"], cle=dit["cle"], champ=dit["champ"], quand=dit["quand"]
            )
    return faits


PERSONNES: dict[type[models.Model], Any] = {
    User: de_compte,
    Participant: de_participant,
    Contact: de_contact,
}


def _refaire(modele: type[models.Model], cle: str, champ: str) -> int:
    lignes = partout(modele).filter(pk=cle)
    ligne = lignes.first()
    if ligne is None:
        return 0
    if champ and champ != effacements.COMPTE_SEUL:
        blanc = f"{champ}-{cle}" if champ in references(modele) else BLANC  # each its own
        return lignes.update(**{champ: blanc})
    if modele in PERSONNES and not champ:
        effacer(PERSONNES[modele](ligne))
        if modele is Contact:
            lignes.delete()
        return 1
    ligne.delete()
    return 1


def _recueils_ouverts() -> list[str]:
    """« établissement, campagne (collège) »: their answers stayed out of the archive."""
    ouverts = partout(Passation).filter(mode=ModePassation.INDIVIDUELLE, campagne__close_le=None)
    ouverts = ouverts.select_related("campagne__projet__etablissement").order_by("pk")
    return [
        f"{p.campagne.projet.etablissement}, « {p.campagne} », {p.get_college_display()}"
        for p in ouverts
    ]
