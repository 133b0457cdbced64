"""Import, export, import: nothing is lost, nothing is added, not one character moves."""

from typing import Any

import pytest
import yaml

from diagnostic.models import Bulletin, Passation, Reponse
from fresque.fichier import FichierProjet, ecriture_annexes, exporter, importer, lire
from fresque.models import Constat
from tests.fresque.fichiers_outils import EXEMPLE, HOSTILE, MINIMAL, TEXTES, sans_donnees_de_demo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("nom", TEXTES)
def test_texte_revient_tel_quel(nom: str) -> None:
    texte = TEXTES[nom]
    fichier = lire(MINIMAL.encode())
    annexe_1 = {"ambition": texte, "constats": [{"texte": texte}]}
    projet = {"id": "les-tilleuls", "annexe_1": annexe_1}
    fichier = FichierProjet.model_validate({**fichier.model_dump(), "projet": projet})

    ecrit = exporter(importer(fichier))
    revenu = importer(lire(ecrit.encode()))

    assert revenu.ambition == texte
    assert Constat.objects.de(revenu).get().texte == texte
    assert yaml.safe_load(ecrit)["projet"]["annexe_1"]["ambition"] == texte


@pytest.mark.parametrize("chemin", [EXEMPLE, HOSTILE], ids=["exemple", "hostile"])
def test_import_export_import_est_l_identite(chemin: Any) -> None:
    premier = exporter(importer(lire(chemin.read_bytes())))
    second = exporter(importer(lire(premier.encode())))

    assert second == premier


def test_export_de_l_exemple_dit_la_meme_chose_que_lui() -> None:
    """Key for key and null for null, portefeuille and individual answers aside."""
    source = EXEMPLE.read_text()

    ecrit = exporter(importer(lire(source.encode()), reponses_individuelles=True))

    assert sans_donnees_de_demo(ecrit) == sans_donnees_de_demo(source)


def test_export_du_fichier_hostile_dit_la_meme_chose_que_lui() -> None:
    fichier = lire(HOSTILE.read_bytes())

    assert lire(exporter(importer(fichier)).encode()) == fichier


def test_export_ne_contient_jamais_de_reponse_individuelle() -> None:
    projet = importer(lire(EXEMPLE.read_bytes()), reponses_individuelles=True)
    assert Bulletin.objects.filter(passation__mode="individuelle").count() == 9

    campagne = yaml.safe_load(exporter(projet))["projet"]["annexe_2"]["campagne"]

    individuelle = {"college": "salaries", "mode": "individuelle", "invites": 40}
    assert campagne["passations"][3] == individuelle


def test_reponses_individuelles_laissees_dehors_sauf_demande() -> None:
    importer(lire(EXEMPLE.read_bytes()))

    assert Passation.objects.filter(mode="individuelle").get().bulletins.count() == 0
    assert Reponse.objects.count() == 3 * 26


def test_ordre_des_bulletins_ne_suit_pas_celui_du_fichier(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    melanges: list[int] = []
    melanger = ecriture_annexes.ALEA.sample
    monkeypatch.setattr(
        ecriture_annexes.ALEA,
        "sample",
        lambda liste, nombre: melanges.append(nombre) or melanger(liste, nombre),
    )

    importer(lire(EXEMPLE.read_bytes()), reponses_individuelles=True)

    assert melanges == [1, 26, 1, 26, 1, 26, 9, 224]


def test_notes_privees_restent_si_on_le_demande() -> None:
    projet = importer(lire(EXEMPLE.read_bytes()))

    assert "notes_privees" in exporter(projet)
    assert "notes_privees" not in exporter(projet, notes_privees=False)


def test_fichier_minimal_ressort_minimal() -> None:
    projet = importer(lire(MINIMAL.encode()))

    ecrit = yaml.safe_load(exporter(projet))
    assert ecrit == {
        "version": 1,
        "etablissement": {"nom": "MECS Les Tilleuls", "type": "autre"},
        "projet": {
            "id": "les-tilleuls",
            "annexe_1": {"nom": None, "ambition": None, "probleme": None},
        },
    }


def test_absent_vide_et_null_disent_la_meme_chose() -> None:
    texte = """
    fiches:
      - numero: 1
        postits: [{zone: objectif, texte: x}]
    """
    vide = texte.replace("texte: x", "texte: x, couleur: null, imprimer: null, auteur_id: ''")
    vide = vide.replace("numero: 1", "numero: 1\n        statut: null\n        themes:\n")

    assert lire(f"{MINIMAL}  annexe_3:{texte}".encode()) == lire(
        f"{MINIMAL}  annexe_3:{vide}".encode()
    )
