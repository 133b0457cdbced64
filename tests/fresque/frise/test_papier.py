"""The frise as a sheet of the wall: with the rest or alone, every word of it on paper."""

from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from django.utils import timezone

from fresque.frise.planche import avec_frise
from fresque.instant import instant
from pasapas.models import Projet
from tests.droits.papier import Papier
from tests.factories import EtapeFactory, FicheActionFactory
from tests.papier import feuilles, imprimer, mots
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
PLUS_PETIT = 7 * 25.4 / 72  # mm: 7 points


@pytest.fixture(autouse=True)
def un_matin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2025, 12, 12, 9, tzinfo=UTC))


@pytest.fixture
def garni(projet: Projet) -> Projet:
    fiche = FicheActionFactory(projet=projet, intitule="Horaires", statut="en_cours")
    quand = [("2025-02", "2025-03", date(2025, 3, 14)), ("2025-09", "2025-10", None)]
    quand += [("2025-12", "2026-01", None), ("2026-04", None, None), (None, None, None)]
    for n, (debut, fin, faite) in enumerate(quand, 1):
        EtapeFactory(
            projet=projet,
            fiche=fiche,
            intitule=f"Étape{n}",
            periode_envisagee=f"période{n}",
            periode_debut=debut,
            periode_fin=fin,
            date_realisation=faite,
        )
    return projet


def test_elle_se_choisit_et_s_imprime(
    garni: Projet, lecteur: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    choix = lecteur.get(f"/projets/{garni.slug}/imprimer/").content.decode()
    places = [choix.rindex(f'value="{code}"') for code in ("actions", "frise", "fiche-1")]
    assert places == sorted(places)  # where one chooses, the last thing on the page
    assert "/planches/frise/" not in choix
    papier = Papier(monkeypatch)
    adresse = f"/projets/{garni.slug}/imprimer/"
    assert lecteur.post(adresse, {"planche": "frise"}, follow=True).status_code == 200
    (seule,) = papier.sortis()
    assert f"http://testserver/projets/{garni.slug}/frise/" not in seule  # in its QR code alone
    assert "corps-42" in seule
    for n in range(1, 6):
        assert f"Étape{n}" in seule
        assert f"période{n}" in seule
    codes = ["eclaire", "acteurs", "etat-des-lieux", "autodiagnostic", "actions"]
    codes += ["fiche-1", "bilan-1"]
    lecteur.post(adresse, {"planche": codes}, follow=True)  # dated, it is no part of what stays
    assert not any("LA FRISE" in feuille for feuille in papier.sortis())
    lecteur.post(adresse, {"planche": [*codes, "frise"]}, follow=True)
    plan, *autres = papier.sortis()
    assert "LA FRISE" in plan
    assert "colonne 5, étage 2" in plan  # below « Les actions engagées »
    assert seule in autres


def test_sans_etape_datee_il_n_y_en_a_pas(projet: Projet, lecteur: Visiteur) -> None:
    EtapeFactory(projet=projet, fiche=FicheActionFactory(projet=projet))
    page = lecteur.get(f"/projets/{projet.slug}/imprimer/").content.decode()
    assert 'value="frise"' not in page
    assert lecteur.get(f"/projets/{projet.slug}/frise/").status_code == 200


def test_sur_la_feuille_rien_ne_se_touche_ni_n_est_minuscule(garni: Projet) -> None:
    fresque = avec_frise(instant(garni).fresque.papier, garni)
    pdf = imprimer(fresque, codes=("frise",), url_base="http://testserver")
    (feuille,) = feuilles(pdf)
    for mot in ("LA FRISE", "aujourd’hui", "2025", "2026", "En retard de 6 semaines", "En cours"):
        assert mot in feuille
    lus = [(x, y, x2, y2, mot) for _, x, y, x2, y2, mot in mots(pdf) if mot]
    assert [mot for _, y, _, y2, mot in lus if y2 - y < PLUS_PETIT] == []
    corps = [lu for lu in lus if 60 < lu[1] < 250]
    touches = [
        (a[4], b[4])
        for a, b in combinations(corps, 2)
        if a[0] < b[2] and b[0] < a[2] and min(a[3], b[3]) - max(a[1], b[1]) > 1.2
    ]
    assert touches == []
