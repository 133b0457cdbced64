"""One archive, and the way back: the same rows, whoever writes meanwhile; nobody erased returns."""

import errno
import io
import json
import os
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.conf import settings as reglages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler
from django.utils import timezone

from diagnostic.campagnes import recueil
from diagnostic.models import BulletinAnonyme
from fresque.donnees.effacement import effacer_compte, effacer_participant
from fresque.donnees.reecriture import expurger
from fresque.donnees.registre import modeles
from fresque.donnees.reperage import BLANC
from fresque.pdf.parties import depot
from fresque.sauvegarde import archive as archives
from fresque.sauvegarde import instantane, restauration
from fresque.sauvegarde.places import GARDEES, LAISSEES, gardee
from fresque.sauvegarde.rotation import a_garder
from pasapas import VERSION
from pasapas.acces.roles import geste_d_acces
from pasapas.entretien import effacements
from pasapas.models import Acteur, CleEcriture, Participant, Projet, User
from pasapas.serveur.fichiers import rangement
from tests.diagnostic.campagnes_outils import recueil_ouvert
from tests.factories import (
    ActeurFactory,
    ConstatFactory,
    ParticipantFactory,
    ProjetFactory,
    UserFactory,
)
from tests.mur import remplir

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def dossier(settings: Any, tmp_path: Path) -> Path:
    settings.SAUVEGARDES = tmp_path / "sauvegardes"
    settings.STORAGES = {**settings.STORAGES, "default": rangement(str(tmp_path), "media")}
    settings.SAUVEGARDE_CLE = ""
    return settings.SAUVEGARDES


def vider() -> None:
    """An installation just migrated, where nobody has come."""
    with transaction.atomic():
        restauration._vider({modele._meta.label: modele for modele in modeles()})


def pieces(chemin: Path) -> dict[str, Any]:
    with archives.ouvrir(chemin, reglages.SAUVEGARDE_CLE) as (_, manifeste):
        return manifeste.pieces


def dire(*arguments: Any) -> str:
    sortie = io.StringIO()
    call_command(*arguments, stdout=sortie)
    return sortie.getvalue()


def test_chaque_table_a_sa_place() -> None:
    for modele in modeles():
        assert gardee(modele) != (modele._meta.label in LAISSEES), modele._meta.label
    nommees = {f"{app}.{nom}" for app, noms in GARDEES.items() for nom in noms} | {*LAISSEES}
    assert nommees == {modele._meta.label for modele in modeles()}


def test_aller_retour_aller_a_l_identique(dossier: Path) -> None:
    projet = remplir(ProjetFactory(nom="L’été, « là »\nici"))
    compte = UserFactory(email="lea@example.org")
    ParticipantFactory(projet=projet, user=compte)
    octets = os.urandom(70_000)
    fichier = default_storage.save("plus/loin.bin", ContentFile(octets))
    aller = archives.sauvegarder()
    vider()
    default_storage.delete(fichier)
    assert "lignes, 1 fichiers" in dire("restaurer", aller)
    assert Projet.objects.get().nom == projet.nom
    neuf = ProjetFactory()  # keys go on after the last one
    assert neuf.pk > projet.pk
    neuf.delete()
    neuf.etablissement.delete()
    retour = archives.sauvegarder()
    assert pieces(retour) == pieces(aller)
    assert sum(dite["lignes"] or 0 for dite in pieces(aller).values()) > 150
    assert oct(dossier.stat().st_mode)[-3:] == "700"


def test_chiffree_et_avec_le_secret_si_on_le_demande(settings: Any) -> None:
    ProjetFactory(nom="Accueillir")
    with pytest.raises(CommandError, match="chiffrée"):
        dire("sauvegarder", "--avec-le-secret")
    settings.SAUVEGARDE_CLE = "une clé"
    chemin = Path(dire("sauvegarder", "--avec-le-secret").rsplit(" (", 1)[0])
    assert b"Accueillir" not in chemin.read_bytes()
    assert dire("restaurer", "--dire-le-secret", chemin).strip() == settings.SECRET_KEY
    entier = chemin.read_bytes()
    settings.SAUVEGARDE_CLE = "une autre"
    with pytest.raises(CommandError, match="la clé n’est pas la bonne"):
        dire("restaurer", chemin)
    settings.SAUVEGARDE_CLE = ""
    with pytest.raises(CommandError, match="chiffrée : donnez sa clé"):
        dire("restaurer", chemin)
    settings.SAUVEGARDE_CLE = "une clé"
    lignes = entier.splitlines(keepends=True)
    for abimee in (lignes[:1], [lignes[0], lignes[1], lignes[1]], [lignes[0], lignes[1][:-200]]):
        chemin.write_bytes(b"".join(abimee))
        with pytest.raises(CommandError, match="ne s’ouvre pas"):
            dire("restaurer", chemin)
    chemin.write_bytes(entier)
    vider()
    dire("restaurer", chemin)
    assert Projet.objects.get().nom == "Accueillir"


def test_ce_qui_ne_se_restaure_pas(dossier: Path) -> None:
    ProjetFactory()
    chemin = archives.sauvegarder()
    octets = chemin.read_bytes()
    with pytest.raises(CommandError, match="n’est pas vide"):
        dire("restaurer", chemin)
    vider()

    def refuse(contenu: bytes, motif: str) -> None:
        mauvaise = dossier / "mauvaise.zip"
        mauvaise.write_bytes(contenu)
        with pytest.raises(CommandError, match=motif):
            dire("restaurer", mauvaise)
        assert not Projet.objects.exists()

    refuse(b"", "n’est pas une archive")
    refuse(octets[: len(octets) // 2], "n’est pas une archive")
    milieu = octets.index(b"pasapas.Etablissement.jsonl") + 60
    refuse(octets[:milieu] + b"\0\0\0" + octets[milieu + 3 :], "abîmée")
    refuse(refaite(chemin, format=archives.FORMAT + 1), "plus récente")
    with archives.ouvrir(chemin) as (_, manifeste):
        migrations = manifeste.migrations
    plus = {**migrations, "fiches": [*migrations["fiches"], "9999_demain"]}
    refuse(refaite(chemin, migrations=plus), "fiches 9999_demain")
    moins = {**migrations, "fiches": migrations["fiches"][:-1]}
    refuse(refaite(chemin, migrations=moins), "d’une autre version")
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        dire("restaurer", dossier / "absente.zip")
    dire("restaurer", chemin)
    assert Projet.objects.exists()


def refaite(chemin: Path, **manifeste: Any) -> bytes:
    """The same archive, whose manifest says something else."""
    neuve = io.BytesIO()
    with zipfile.ZipFile(chemin) as avant, zipfile.ZipFile(neuve, "w") as apres:
        for nom in avant.namelist():
            contenu = avant.read(nom)
            if nom == archives.MANIFESTE:
                contenu = json.dumps({**json.loads(contenu), **manifeste}).encode()
            apres.writestr(nom, contenu)
    return neuve.getvalue()


def test_qui_fut_efface_depuis_ne_revient_pas(dossier: Path) -> None:
    projet = ProjetFactory()
    Projet.objects.de(projet).update(probleme="Avec Zélie Kowalczyk, et le petit Théodore")
    compte = UserFactory(prenom="Zélie", nom="Kowalczyk")
    ParticipantFactory(projet=projet, user=compte, prenom="Zélie", nom="Kowalczyk")
    sans = ParticipantFactory(projet=projet, prenom="Ondine", nom="Vasseur")
    oublie, tardive = UserFactory(email="oublie@example.org"), UserFactory()
    constat = ConstatFactory(projet=projet, texte="Ondine Vasseur le dit, pour Théodore")
    # What was typed lately is kept by a UUID; a reference made from the words is one of a kind.
    CleEcriture.objects.create(id=uuid4(), projet=projet, saisie={"texte": "Théodore"})
    for rang in range(2):
        Acteur.objects.filter(pk=ActeurFactory(projet=projet).pk).update(
            nom="Théodore", reference=f"theodore-{rang}"
        )
    chemin = archives.sauvegarder()

    effacer_compte(compte)
    effacer_participant(geste_d_acces(projet, None), sans)
    assert expurger(projet, "Théodore") == 5
    registre = dossier / effacements.FICHIER
    ecrit = registre.read_text()
    for nom in ("Zélie", "Kowalczyk", "Ondine", "Vasseur", "Théodore", compte.email):
        assert nom not in ecrit
    coupee = b'{"modele": "pasapas.Us\xc3'  # by an outage; and of a version that is to come
    demain = (
        b'{"modele": "pasapas.Demain", "cle": "1", "champ": "", "quand": "2100-01-01T00:00Z"}\n'
    )
    registre.write_bytes(demain + ecrit.encode() + coupee)
    effacer_compte(tardive)  # her line comes after the one cut short
    vider()
    User.objects.all().delete()
    assert "Effacé à nouveau" in dire("restaurer", chemin)

    assert [u.email for u in User.objects.all()] == [oublie.email]
    projet = Projet.objects.get()
    dits = " ".join(map(str, [*Participant.objects.de(projet), projet.probleme]))
    constat.refresh_from_db()
    for nom in ("Zélie", "Kowalczyk", "Ondine", "Vasseur", "Théodore"):
        assert nom not in dits + constat.texte
    assert constat.texte == projet.probleme == BLANC
    assert len({*Acteur.objects.de(projet).values_list("reference", flat=True)}) == 2
    encore = archives.sauvegarder()
    vider()
    assert "Effacé à nouveau" not in dire("restaurer", encore)  # this one came after


def test_le_registre_se_complete_de_ce_qui_fut_efface_ailleurs(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine, or a disk that was full: the database tells the file."""
    compte = UserFactory()
    ParticipantFactory(user=compte)
    with monkeypatch.context() as patch:
        patch.setattr(effacements, "_ajouter", lambda *a: (_ for _ in ()).throw(OSError))
        effacer_compte(compte)
    assert not (dossier / effacements.FICHIER).exists()
    archives.sauvegarder()
    dits = list(effacements.lire(dossier / effacements.FICHIER))
    assert ("pasapas.User", str(compte.pk)) in {(dit["modele"], dit["cle"]) for dit in dits}
    archives.sauvegarder()
    assert list(effacements.lire(dossier / effacements.FICHIER)) == dits


def test_le_code_est_neuf_et_la_base_pas_encore(dossier: Path) -> None:
    """What is saved before the migrations pass is the base as it stands."""
    ProjetFactory()
    depuis = MigrationLoader(connection).graph.backwards_plan(("pasapas", "0023_effacements"))
    passees = MigrationRecorder.Migration.objects.order_by("pk")
    suivantes = [une for une in passees if (une.app, une.name) in depuis]
    passees.filter(pk__in=[une.pk for une in suivantes]).delete()
    noms = pieces(archives.sauvegarder())
    MigrationRecorder.Migration.objects.bulk_create(suivantes)
    maintenant = pieces(archives.sauvegarder())
    assert "tables/pasapas.Effacement.jsonl" in maintenant.keys() - noms.keys()
    assert noms["tables/pasapas.Projet.jsonl"]["lignes"] == 1


def test_un_recueil_ouvert_reste_dehors_et_se_nomme() -> None:
    passation = recueil_ouvert(ProjetFactory())
    recueil.repondre(passation, recueil.nouvelle_cle(), "q01", "3")
    chemin = archives.sauvegarder()
    assert "BulletinAnonyme" not in " ".join(pieces(chemin))
    vider()
    assert "Recueil à rouvrir" in dire("restaurer", chemin)
    assert not BulletinAnonyme.objects.exists()


def test_une_restauration_interrompue_ne_rend_rien_et_se_reprend(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither whoever was erased since, nor half of the rows; and the same base takes it again.
    What was printed before, under versions that come again, is not given for what is there now."""
    projet, compte = ProjetFactory(), UserFactory(email="zelie@example.org")
    chemin = archives.sauvegarder()
    effacer_compte(compte)
    depot.garder(projet.slug, "version-1.pdf", b"avant")
    vider()
    for panne, dite in (
        (OSError(errno.ENOSPC, "full"), "le disque est plein"),
        (OperationalError("database or disk is full"), "disk is full"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(restauration, "effacer_a_nouveau", Mock(side_effect=panne))
            with pytest.raises(CommandError, match=dite):
                dire("restaurer", chemin)
        assert not User.objects.exists()
    # Stopped while it made the tables: they are finished first.
    derniere = MigrationRecorder.Migration.objects.filter(app="admin").latest("pk")
    MigrationRecorder.Migration.objects.filter(pk=derniere.pk).delete()
    passer, passees = MigrationExecutor.migrate, []

    def finir(executeur: Any, cibles: Any, plan: Any = None, **options: Any) -> Any:
        derniere.save()
        passees.append(("admin", derniere.name) in cibles)
        return passer(executeur, cibles, [], **options)

    monkeypatch.setattr(MigrationExecutor, "migrate", finir)
    dire("restaurer", chemin)
    assert passees[0]
    assert Projet.objects.get() == projet
    assert not User.objects.exists()
    assert depot.lire(projet.slug, "version-1.pdf") is None


@pytest.fixture
def en_vrai(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A database that two processes share: the tests' own SQLite is in memory."""
    if connection.vendor != "sqlite":
        yield connection
        return
    vraie = ConnectionHandler(
        {"default": {**connection.settings_dict, "NAME": tmp_path / "vraie.sqlite3"}}
    )["default"]
    with vraie.cursor() as curseur:
        curseur.execute("CREATE TABLE pasapas_projet (id integer, ambition text)")
        curseur.execute("INSERT INTO pasapas_projet VALUES (1, 'Avant')")
    monkeypatch.setattr(instantane, "connection", vraie)
    yield vraie
    vraie.close()


def test_un_instant_est_un_instant_et_personne_n_attend(en_vrai: Any) -> None:
    if en_vrai is connection:
        Projet.objects.de(ProjetFactory()).update(ambition="Avant")

    def lue() -> str:
        with en_vrai.cursor() as curseur:
            curseur.execute("SELECT ambition FROM pasapas_projet")
            return curseur.fetchone()[0]

    with instantane.instantane():
        assert lue() == "Avant"
        autre = en_vrai.copy()
        with autre.cursor() as curseur:
            curseur.execute("UPDATE pasapas_projet SET ambition = 'Pendant'")
        autre.close()
        assert lue() == "Avant"
    assert lue() == "Pendant"


def test_sept_jours_quatre_semaines_douze_mois(dossier: Path) -> None:
    debut = datetime(2025, 1, 1, 3, tzinfo=UTC)
    gardees: set[datetime] = set()
    for rang in range(800):
        gardees = a_garder({*gardees, debut + timedelta(days=rang)})
    assert len(gardees) == len({*gardees}) <= 7 + 4 + 12
    jours = sorted((debut + timedelta(days=799) - quand).days for quand in gardees)
    assert jours[:7] == list(range(7))
    assert 300 < jours[-1] < 370
    assert a_garder([]) == set()
    dossier.mkdir(parents=True)
    for rang in range(40):
        quand = timezone.now() - timedelta(days=rang + 1)
        (dossier / f"pas-a-pas-{quand:%Y%m%dT%H%M%S}Z.zip").touch()
    (dossier / "autre.zip").touch()
    dire("sauvegarder", "--tourner")
    restent = sorted(f.name for f in dossier.iterdir())
    assert "autre.zip" in restent
    assert 8 <= len(restent) - 2 <= 14  # the ledger is not there: nothing was erased


def test_la_version_est_une() -> None:
    projet = tomllib.loads((reglages.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert projet["version"] == VERSION
