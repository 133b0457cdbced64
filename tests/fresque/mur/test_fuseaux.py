"""What is late, over or of today is so by the day of the place, not by that of the server."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from diagnostic.models import Campagne
from fiches.models import FicheAction
from fresque.fichier import importer, lire
from pasapas.ecriture.changements import modifier
from pasapas.ecriture.journal import Geste
from pasapas.entretien.referentiel import charger_regions
from pasapas.models import Etablissement, Participant, Projet, Region, Role
from pasapas.valeurs.departements import DEPARTEMENTS, FUSEAUX
from tests import factories as f
from tests.diagnostic.campagnes_outils import liste, saisie
from tests.mur import relire
from tests.personnes import visiteur

pytestmark = pytest.mark.django_db
SAINTES = """
version: 1
etablissement: {nom: MECS des Saintes, %s}
projet:
  id: les-saintes
  annexe_3:
    fiches:
      - numero: 1
        intitule: Relève
        etapes:
          - {intitule: Essai de mai, periode: {libelle: Mai 2026, debut: 2026-05, fin: 2026-05}}
"""


@pytest.fixture
def le_soir(monkeypatch: pytest.MonkeyPatch) -> None:
    """31 May, 18:30 in Guadeloupe: 1 June already in Paris, and 9:30 of that day in Nouméa."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 31, 22, 30, tzinfo=UTC))


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("ou", "retard"),
    [
        ("region: guadeloupe", False),
        ("departement: '972'", False),
        ("departement: '975', region: ile-de-france", False),
        ("departement: '974'", True),
        ("departement: '988'", True),
        ("region: bretagne", True),
    ],
)
def test_une_etape_est_en_retard_le_lendemain_sur_place(
    ou: str, retard: bool, le_soir: None
) -> None:
    charger_regions()
    projet = importer(lire((SAINTES % ou).encode()))
    assert ("En retard" in repr(relire(projet))) is retard
    animatrice = visiteur(projet, Role.ANIMATEUR)
    page = animatrice.get(f"/projets/{projet.slug}/planches/fiche-1/").content.decode()
    assert ("En retard" in page) is retard


def test_ce_qui_est_garde_hors_de_la_porte_a_le_jour_de_la_bas(
    le_soir: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    """Written that evening from an address that is of no fresque, by the day of the server: a
    wall kept then is that of 31 May, and the next day there makes another one."""
    charger_regions()
    projet = importer(lire((SAINTES % "region: guadeloupe").encode()))
    animatrice, la = visiteur(projet, Role.ANIMATEUR), f"/projets/{projet.slug}/planches/fiche-1/"
    assert "En retard" not in animatrice.get(la).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        fiche = FicheAction.objects.de(projet).get()
        modifier(Geste(projet, None, "fiche-1", "objectif"), fiche, {"objectif": "Se relayer"})
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 12, 30, tzinfo=UTC))
    page = animatrice.get(la).content.decode()
    assert "En retard" in page
    assert ('datetime="2026-05-31"' in page, 'datetime="2026-06-01"' in page) == (True, False)


def test_un_acces_se_ferme_au_soir_de_l_etablissement(le_soir: None) -> None:
    """Its last day was 31 May: over in Paris and in Nouméa, not yet in Guadeloupe."""
    for departement, ouvert in (("971", True), ("35", False), ("988", False)):
        etablissement = f.EtablissementFactory(departement=departement)
        projet = f.ProjetFactory(etablissement=etablissement)
        client = visiteur(projet, Role.LECTEUR, acces_clos_le=date(2026, 5, 31))
        assert Participant.objects.de(projet).ouverts().exists() is ouvert
        attendu = 200 if ouvert else 404
        assert client.get(f"/projets/{projet.slug}/").status_code == attendu
    nouvelle = Projet.objects.get(etablissement__departement="988")
    demain = visiteur(nouvelle, Role.LECTEUR, acces_clos_le=date(2026, 6, 1))
    assert demain.get(f"/projets/{nouvelle.slug}/").status_code == 200


@pytest.mark.une_base
def test_une_campagne_s_ouvre_le_jour_de_l_etablissement(le_soir: None) -> None:
    etablissement = f.EtablissementFactory(departement="971")
    projet = f.ProjetFactory(etablissement=etablissement)
    visiteur(projet, Role.ANIMATEUR).post(f"{liste(projet)}ouvrir/", saisie())
    assert Campagne.objects.get().ouverte_le == date(2026, 5, 31)


@pytest.mark.une_base
def test_un_fuseau_inconnu_n_arrete_pas_un_mur() -> None:
    etablissement = Etablissement(region=Region(fuseau="Paris"))
    assert str(etablissement.fuseau) == "Europe/Paris"


@pytest.mark.une_base
def test_chaque_departement_a_sa_region() -> None:
    """And the time of its region is its own."""
    charger_regions()
    fuseaux = dict(Region.objects.values_list("code", "fuseau"))
    assert len(DEPARTEMENTS) == 107
    for code, (_, region) in DEPARTEMENTS.items():
        assert fuseaux[region] == FUSEAUX.get(code, "Europe/Paris")
