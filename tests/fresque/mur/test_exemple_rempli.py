"""« Voir une fresque remplie »: the example, for anyone who is in, and nothing of anybody's.

The file it is read from is what the example gives: after a change of either, « make exemple »
(PASAPAS_EXEMPLE=ecrire) writes it again.
"""

import os
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from lxml import html

from fresque.fichier import importer, lire
from fresque.instant import instant
from fresque.kit import rempli
from fresque.kit.rempli import Rempli
from fresque.management.commands.demo import EXEMPLE
from pasapas.models import Projet
from tests.base import empreinte
from tests.factories import UserFactory
from tests.personnes import Visiteur, visiteur
from tests.requetes import requetes

pytestmark = pytest.mark.une_base
UN_JOUR = datetime(
    2025, 12, 12, 9, tzinfo=UTC
)  # when the example stands: its étapes are of that day


def test_le_fichier_est_ce_que_donne_l_exemple(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: UN_JOUR)
    ici = instant(importer(lire(EXEMPLE.read_bytes())))
    dit = rempli.ecrire(Rempli(ici.mur, ici.fresque.planches))
    if os.environ.get("PASAPAS_EXEMPLE") == "ecrire":
        rempli.FICHIER.write_bytes(dit)
    assert rempli.FICHIER.read_bytes() == dit, "Lancez « make exemple »."


def test_exemple_s_ouvre_sans_fresque_et_ne_touche_a_rien(anonyme: Visiteur) -> None:
    assert anonyme.get("/exemple/").status_code == 302
    anonyme.force_login(UserFactory())
    avant = empreinte()
    mur = html.document_fromstring(anonyme.get("/exemple/").content.decode())
    feuilles = mur.xpath("//article[contains(@class, 'feuille')]//h3/a")
    assert len(feuilles) == 9
    for lien in feuilles:
        planche = anonyme.get(f"/exemple/{lien.get('href')}")
        assert planche.status_code == 200
        page = planche.content.decode()
        assert "Un exemple à regarder" in page
        assert html.document_fromstring(page).xpath("//main//form | //main//button") == []
    assert anonyme.get("/exemple/planches/fiche-99/").status_code == 404
    assert empreinte() == avant
    assert Projet.objects.count() == 0


def test_exemple_ne_coute_que_d_etre_entre(animatrice: Visiteur) -> None:
    assert requetes(animatrice, "/exemple/") <= 3


def test_fresque_vide_mene_a_une_fresque_remplie(projet: Projet, anonyme: Visiteur) -> None:
    assert (
        'href="/exemple/"'
        in visiteur(projet, "lecteur").get(f"/projets/{projet.slug}/").content.decode()
    )
    anonyme.force_login(UserFactory())
    assert 'href="/exemple/"' in anonyme.get("/").content.decode()
