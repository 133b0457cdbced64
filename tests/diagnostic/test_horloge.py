"""The clock of a séance: it tells the time, and is set again after a break."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diagnostic.campagnes import pages, seance
from diagnostic.models import Campagne
from pasapas.models import Projet
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.htmx import element, texte
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return ouvrir(projet)


@pytest.mark.parametrize(
    ("minutes", "dit"),
    [
        (None, "20 min prévues"),
        (0, "0 min sur 20"),
        (20, "20 min sur 20"),
        (29, "29 min, pour 20 prévues"),
        (51, "Séance reprise"),
    ],
)
@pytest.mark.parametrize("question", ["q01", "q26"])
@pytest.mark.parametrize("ou", ["seance/", "seance/salle/"])
def test_horloge_dit_l_heure_et_ne_reproche_rien(
    ou: str, question: str, minutes: int | None, dit: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    """Wherever the group is, over time or gone back: the same words, on both screens."""
    seance.montrer(campagne, question)
    depuis = None if minutes is None else timezone.now() - timedelta(minutes=minutes)
    Campagne.objects.filter(pk=campagne.pk).update(seance_depuis=depuis)
    page = element(animatrice.get(adresse(campagne, ou)), "suivi")
    (horloge,) = page.xpath(".//*[@data-horloge]")
    assert (texte(horloge), horloge.get("class")) == (dit, "horloge")


def test_l_horloge_repart_apres_une_coupure(animatrice: Visiteur, campagne: Campagne) -> None:
    seance.montrer(campagne, "q14")
    hier = timezone.now() - timedelta(days=1)
    Campagne.objects.filter(pk=campagne.pk).update(seance_depuis=hier)
    campagne.refresh_from_db()
    assert pages.seance(campagne, animatrice.participant).rythme.interrompue

    animatrice.post(adresse(campagne, "seance/rythme/"))

    campagne.refresh_from_db()
    rythme = pages.seance(campagne, animatrice.participant).rythme
    assert (rythme.dit, rythme.interrompue) == ("10 min sur 20", False)


@pytest.mark.parametrize("ou", ["seance/", "seance/salle/"])
def test_le_geste_dit_ce_qu_il_fait_a_l_horloge(
    ou: str, animatrice: Visiteur, campagne: Campagne
) -> None:
    """In the words of who comes back from a break: the clock is set, nothing else changes."""
    page = animatrice.get(adresse(campagne, ou)).content.decode().replace("&nbsp;", "\u00a0")
    assert "Après une pause\u00a0: remettre l’horloge</button>" in page
