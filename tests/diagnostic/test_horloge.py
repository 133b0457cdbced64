"""The clock of a séance: late, early, in step, and set again after a break."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diagnostic.campagnes import lecture, seance
from diagnostic.models import Campagne
from pasapas.models import Projet
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return ouvrir(projet)


@pytest.mark.parametrize(
    ("minutes", "question", "dit"),
    [
        (0, "q01", "dans le rythme"),
        (10, "q01", "13 affirmations de retard"),
        (10, "q14", "dans le rythme"),
        (2, "q20", "17 affirmations d’avance"),
    ],
)
def test_horloge(
    minutes: int, question: str, dit: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    seance.montrer(campagne, question)
    depuis = timezone.now() - timedelta(minutes=minutes)
    Campagne.objects.filter(pk=campagne.pk).update(seance_depuis=depuis)
    campagne.refresh_from_db()
    rythme = lecture.seance(campagne, animatrice.participant).rythme
    assert (rythme.ecoulees, rythme.dit) == (minutes, dit)


def test_l_horloge_repart_apres_une_coupure(animatrice: Visiteur, campagne: Campagne) -> None:
    seance.montrer(campagne, "q14")
    hier = timezone.now() - timedelta(days=1)
    Campagne.objects.filter(pk=campagne.pk).update(seance_depuis=hier)
    campagne.refresh_from_db()
    assert lecture.seance(campagne, animatrice.participant).rythme.interrompue

    animatrice.post(adresse(campagne, "seance/rythme/"))

    campagne.refresh_from_db()
    rythme = lecture.seance(campagne, animatrice.participant).rythme
    assert (rythme.ecoulees, rythme.dit, rythme.interrompue) == (10, "dans le rythme", False)


@pytest.mark.parametrize("ou", ["seance/", "seance/salle/"])
def test_le_geste_dit_ce_qu_il_fait_a_l_horloge(
    ou: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    """In the words of who comes back from a break: the delay is wiped, nothing else changes."""
    page = animatrice.get(adresse(campagne, ou)).content.decode().replace("&nbsp;", "\u00a0")
    assert "Après une pause\u00a0: repartir sans retard</button>" in page
