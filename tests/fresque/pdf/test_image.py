"""The printed sheet as a picture, beside the one that is written."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from PIL import Image

from fresque.donnees.reecriture import expurger
from fresque.pdf import moteur
from fresque.pdf.parties.pixels import JOINT
from pasapas.ecriture.changements import bouger
from pasapas.models import Projet
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


def test_la_feuille_imprimee_se_voit_et_ne_se_redessine_que_changee(
    projet: Projet, lecteur: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    adresse = reverse("fresque:image", args=[projet.slug, "eclaire"])
    premiere = lecteur.get(adresse)
    assert (premiere.status_code, premiere["Content-Type"]) == (200, "image/png")
    with Image.open(io.BytesIO(premiere.content)) as vue:
        feuilles, reste = divmod(vue.height + JOINT, 1123 + JOINT)
        assert (vue.width, reste) == (794, 0)  # A4 sheets, at 96 points per inch
        assert feuilles >= 1
        assert len(vue.convert("RGB").getcolors(maxcolors=1 << 20)) > 10
    with monkeypatch.context() as sans_moteur:
        sans_moteur.setattr(moteur, "mettre_en_page", None)
        assert lecteur.get(adresse).content == premiere.content
        marque = premiere["ETag"]
        assert lecteur.get(adresse, headers={"If-None-Match": marque}).status_code == 304
        Projet.objects.filter(pk=projet.pk).update(ambition="Prendre le temps.")
        bouger(projet)
        assert lecteur.head(adresse)["ETag"] != marque  # told without drawing it
    seconde = lecteur.get(adresse, headers={"If-None-Match": marque})
    assert seconde.status_code == 200
    assert seconde.content != premiere.content


def test_une_page_a_cote_du_mur_n_a_pas_de_feuille(projet: Projet, lecteur: Visiteur) -> None:
    for code in ("nulle-part", "frise"):  # no étape says when
        assert lecteur.get(reverse("fresque:image", args=[projet.slug, code])).status_code == 404


def test_elle_est_a_cote_de_la_feuille_en_un_geste(projet: Projet, lecteur: Visiteur) -> None:
    page = reverse("fresque:planche", args=[projet.slug, "eclaire"])
    image = reverse("fresque:image", args=[projet.slug, "eclaire"])
    fermee = lecteur.get(page).content.decode()
    assert 'href="?cote=feuille#cote"' in fermee
    assert image not in fermee  # nothing is drawn for whoever does not ask
    assert f'src="{image}"' in lecteur.get(f"{page}?cote=feuille").content.decode()


def test_des_mots_retires_ne_restent_sur_aucune_feuille_gardee(
    projet: Projet, lecteur: Visiteur, django_capture_on_commit_callbacks: Any
) -> None:
    Projet.objects.filter(pk=projet.pk).update(ambition="Pour Kevin Marchal.")
    assert lecteur.get(reverse("fresque:image", args=[projet.slug, "eclaire"])).status_code == 200
    gardees = Path(storages["feuilles"].base_location) / projet.slug
    assert {fichier.suffix for fichier in gardees.iterdir()} == {".png", ".partie"}
    with django_capture_on_commit_callbacks(execute=True):
        assert expurger(projet, "Kevin Marchal") == 1
    assert list(gardees.iterdir()) == []
