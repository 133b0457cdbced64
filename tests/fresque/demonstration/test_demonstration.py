"""The demo is the example as if it were written today, whatever today is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from fiches.models import Etape, ResponsableEtape
from fresque.demonstration.dates import ICI, actualiser, mois_d_ecart
from fresque.demonstration.vie import animer
from fresque.fichier import FichierProjet, lire
from fresque.management.commands.demo import EXEMPLE
from fresque.models import PresenceRendezVous, RendezVous
from pasapas.models import Projet
from pasapas.valeurs.periodes import Periode, comprendre

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
JOURS = [
    *(date(2025, 12, 13), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31)),
    *(date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 30)),
    *(date(2026, 11, 30), date(2027, 12, 31), date(2028, 2, 29), date(2031, 5, 31)),
    *(date(2025, 12, 1), date(2025, 11, 30), date(2024, 2, 29)),
]


@pytest.fixture
def exemple() -> FichierProjet:
    return lire(EXEMPLE.read_bytes())


def etapes(fichier: FichierProjet) -> Iterator[Any]:
    for fiche in fichier.projet.annexe_3.fiches:
        yield from fiche.etapes


def etat(etape: Any, le: date) -> str:
    """As the wall tells it, from the words of the period alone."""
    lue = comprendre(etape.periode.libelle, le)
    une = Etape(date_realisation=etape.realisee_le, periode_debut=lue.debut, periode_fin=lue.fin)
    return une.etat(le)


def test_aujourd_hui_est_la_ou_etait_le_12_decembre(exemple: FichierProjet) -> None:
    assert actualiser(exemple, ICI) == exemple
    avant = [etat(etape, ICI) for etape in etapes(exemple)]
    assert {*avant} == {"faite", "en-retard", "en-cours"}
    for le in JOURS:
        ici = actualiser(exemple, le)
        assert [etat(etape, le) for etape in etapes(ici)] == avant, le
        for etape, source in zip(etapes(ici), etapes(exemple), strict=True):
            lue = comprendre(source.periode.libelle, ICI)
            bornes = [b and b.decalee(mois_d_ecart(le)) for b in (lue.debut, lue.fin)]
            assert comprendre(etape.periode.libelle, le) == Periode(*bornes), (le, etape)
            assert etape.periode.debut == str(bornes[0])
            assert not etape.realisee_le or etape.realisee_le < le
            assert etape.intitule == source.intitule
        assert ici.projet.annexe_4[0].date == le - timedelta(days=1)
        suites = [suite.echeance for suite in ici.projet.annexe_4[0].suites]
        assert [s.day for s in suites] == [1, 1, 1]
        assert all(s > le for s in suites)
        campagne = ici.projet.annexe_2.campagne[0]
        assert campagne.ouverte_le < campagne.close_le < le
        assert actualiser(exemple, le) == ici


def test_une_seance_tenue_et_une_la_semaine_prochaine(exemple: FichierProjet) -> None:
    for le in [*JOURS, *(date(2026, 6, 1) + timedelta(days=n) for n in range(7))]:
        tenue, prochaine = animer(exemple, le).projet.seances
        lundi = le + timedelta(days=7 - le.weekday())
        assert lundi <= prochaine.date < lundi + timedelta(days=7)
        assert tenue.date < le
        assert (len(tenue.presents), prochaine.presents) == (7, [])


def test_la_demonstration_vit(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 29 February: late, under way, with somebody on most étapes, and a séance next week."""
    settings.DEMO = True
    monkeypatch.setattr(timezone, "now", lambda: datetime(2028, 2, 29, 9, tzinfo=UTC))
    call_command("demo", exemple_seul=True)
    projet = Projet.objects.get(slug="dragibus-2025")
    lues = {e.intitule: e for e in Etape.objects.de(projet)}
    le = projet.etablissement.aujourd_hui
    essai = lues["Essai de trois mois"]
    assert (essai.periode_envisagee, essai.etat(le)) == ("Nov. 2027 à janv. 2028", "en-retard")
    assert [e.etat(le) for e in lues.values()].count("en-retard") == 2
    assert [e.etat(le) for e in lues.values()].count("en-cours") == 2
    confiees = ResponsableEtape.objects.filter(etape__projet=projet).values("etape").distinct()
    assert len(lues) * 0.75 < confiees.count() < len(lues)
    assert RendezVous.objects.de(projet).filter(date=date(2028, 3, 9)).count() == 1
    presents = PresenceRendezVous.objects.filter(rendezvous__projet=projet)
    assert {p.rendezvous.date for p in presents.select_related("rendezvous")} == {date(2028, 2, 10)}
