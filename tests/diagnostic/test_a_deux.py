"""Two people on one campagne: who comes second has a sentence, never an error."""

import pytest

from diagnostic.campagnes import ouverture
from diagnostic.campagnes.cloture import cloturer
from diagnostic.campagnes.refus import CampagneAnnulee
from fresque.models import Contribution
from pasapas.models import Projet
from tests.diagnostic.campagnes_outils import adresse, dite, geste, liste, ouvrir
from tests.factories import ContributionFactory
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base


def test_a_deux_sur_une_campagne_le_second_a_une_phrase(
    animatrice: Visiteur, projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each read the campagne before the other one called it off."""
    campagne = ouvrir(projet)
    annuler, voix = adresse(campagne, "annuler/"), adresse(campagne, "voix/direction/")
    assert animatrice.post(annuler).url == liste(projet)
    monkeypatch.setattr("diagnostic.views.campagnes.campagne_de", lambda *_: campagne)
    second = animatrice.post(annuler, follow=True)
    assert "Cette campagne vient d’être annulée" in dite(second)
    for geste_fait in (cloturer, ouverture.annuler):
        with pytest.raises(CampagneAnnulee):
            geste_fait(geste(projet), campagne)
    assert animatrice.post(voix, {"code": "q01", "reponse": "2"}).status_code == 404


def test_ce_que_quelqu_un_vient_d_effacer_n_est_plus_la(
    animatrice: Visiteur, projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    recue = ContributionFactory(projet=projet)
    Contribution.objects.filter(pk=recue.pk).delete()
    monkeypatch.setattr("fresque.contributions.views.animees._sienne", lambda *_: recue)
    la = f"/projets/{projet.slug}/contributions/{recue.pk}/refuser/"
    assert animatrice.post(la).status_code == 404
