"""« make demo »: everything is there the first time, nothing is overwritten the next."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from diagnostic.models import BulletinAnonyme, Campagne
from fresque.demonstration.dates import deplacer_jour
from pasapas.comptes.demo import COMPTES_DEMO, MOT_DE_PASSE_DEMO
from pasapas.models import Accompagnement, Participant, Projet, Role, User
from tests.factories import ParticipantFactory
from tests.personnes import ouvertes_a

pytestmark = pytest.mark.django_db

ANNONCE = f"""
La démonstration est prête : http://127.0.0.1:8000/

Comptes de démonstration (établissements et personnes fictifs) :

  Hélène Marchetti       Directrice, pilote             helene.marchetti@example.org
  Sandrine Le Goff       Cheffe de service, animatrice  sandrine.legoff@example.org
  Inès Carpentier        Éducatrice spécialisée         ines.carpentier@example.org
  Nadège Toussaint       Élue au CSE                    nadege.toussaint@example.org
  Claire N’Guyen-Hébert  Psychologue, lectrice          claire.nguyen@example.org
  Pierre Lemoine         Chargé de mission              pierre.lemoine@example.org

Mot de passe de tous ces comptes : {MOT_DE_PASSE_DEMO}
"""


@pytest.fixture
def demo(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    monkeypatch.delenv("PORT", raising=False)
    call_command("demo", exemple_seul=True)


def test_demo_eteinte() -> None:
    with pytest.raises(CommandError, match="La démonstration est éteinte"):
        call_command("demo", exemple_seul=True)

    assert (Projet.objects.count(), User.objects.count()) == (0, 0)


def test_demo_annonce_adresse_et_comptes(
    settings: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.delenv("PORT", raising=False)

    call_command("demo", exemple_seul=True)

    assert capsys.readouterr().out == ANNONCE
    monkeypatch.setenv("PORT", "8001")

    call_command("demo", exemple_seul=True)

    assert capsys.readouterr().out == ANNONCE.replace("8000", "8001")


def test_demo_relie_les_comptes_a_leurs_participants(demo: None) -> None:
    projet = Projet.objects.get(slug="dragibus-2025")

    relies = Participant.objects.de(projet).exclude(user=None)
    assert {p.user.email for p in relies} == {adresse for _, _, adresse in COMPTES_DEMO}
    assert all(p.user.email == p.courriel for p in relies)
    for _, _, adresse in COMPTES_DEMO:
        assert Client().login(email=adresse, password=MOT_DE_PASSE_DEMO)


def test_demo_publie_la_campagne_de_l_exemple(demo: None) -> None:
    """Closed, hence its results are there, and its individual answers no longer are."""
    profils = Campagne.objects.get().resultats["profils"]
    assert [(p["code"], p["participants"]) for p in profils if p["mode"] == "individuelle"] == [
        ("salaries", 9)
    ]
    assert not BulletinAnonyme.objects.exists()


def test_demo_portefeuille_du_charge_de_mission(demo: None) -> None:
    pierre = User.objects.get(email="pierre.lemoine@example.org")

    suivis = ouvertes_a(pierre)

    assert [projet.etablissement.nom for projet in suivis] == [
        "MECS « Dragibus »",
        "Foyer départemental de l'enfance de la Baie",
        "Service AEMO Les Quatre Vents",
        "Maison d'enfants Karukéra",
        "Pouponnière du Parc",
        "Placement familial du Bocage",
        "Dispositif MNA Horizon",
    ]
    roles = Participant.objects.filter(user=pierre).values_list("role", flat=True)
    assert set(roles) == {Role.CHARGE_DE_MISSION}
    karukera = Accompagnement.objects.get(projet=suivis[3])
    assert (karukera.phase, karukera.jours_realises, karukera.jours_prevus) == ("3", 7, 7)
    attendu = deplacer_jour(date(2025, 6, 30), timezone.localdate())
    assert suivis[3].modifie_le.date() == attendu
    assert suivis[3].etablissement.region.code == "guadeloupe"


def test_demo_relancee_garde_ce_qui_fut_ecrit(demo: None) -> None:
    Projet.objects.filter(slug="dragibus-2025").update(nom="Renommé", slug="ailleurs")
    Projet.objects.filter(slug="pouponniere-du-parc").update(nom="Renommée aussi")
    Participant.objects.filter(reference="helene").update(fonction="Partie")
    ParticipantFactory(
        projet=Projet.objects.get(slug="ailleurs"), courriel="helene.marchetti@example.org"
    )
    User.objects.get(email="ines.carpentier@example.org").set_password("un autre mot de passe")
    avant = [modele.objects.count() for modele in (Projet, User, Participant, Accompagnement)]

    call_command("demo", exemple_seul=True)

    apres = [modele.objects.count() for modele in (Projet, User, Participant, Accompagnement)]
    assert apres == avant == [7, 6, 19, 7]
    assert Projet.objects.filter(nom__in=("Renommé", "Renommée aussi")).count() == 2
    assert Participant.objects.get(reference="helene").fonction == "Partie"


def test_demo_relancee_ne_fait_presque_rien(demo: None, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(25):
        call_command("demo", exemple_seul=True)
