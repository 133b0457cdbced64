"""What leaves by the administration leaves the portefeuille at once, in every process."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fresque.console.tenue import tenir_tout
from fresque.pdf.parties import depot
from pasapas.models import Dossier, Etablissement, Projet
from tests import factories as f
from tests.fresque.console.outils import dossier, suivre
from tests.fresque.console.test_portefeuille import LISTE, vues
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
ADMINISTRATION = "/administration/pasapas"
SANS_FRESQUE = "pas de\nfresque"


@pytest.fixture
def plus_tard(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written is not of the last minute any more: a list is kept as long as it holds."""
    dans_un_quart_d_heure = timezone.now() + timedelta(minutes=15)
    monkeypatch.setattr(timezone, "now", lambda: dans_un_quart_d_heure)


@pytest.mark.parametrize("a_part", [True, False])
def test_un_etablissement_supprime_quitte_la_liste(
    a_part: bool, charge: Visiteur, region: Any, administratrice: Visiteur, request: Any
) -> None:
    suivre(region, charge.user, "Reste")
    double = f.EtablissementFactory(nom="En double", region=region)
    tenir_tout()
    request.getfixturevalue("plus_tard")
    assert {nom for _, nom in vues(charge)} == {"Reste", "En double"}
    la = f"{ADMINISTRATION}/etablissement/"
    cochees = {"action": "delete_selected", "_selected_action": [double.pk]}
    ou, quoi = (f"{la}{double.pk}/delete/", {}) if a_part else (la, cochees)
    assert administratrice.post(ou, {**quoi, "post": "yes"}).status_code == 302
    assert not Etablissement.objects.filter(pk=double.pk).exists()
    assert [nom for _, nom in vues(charge)] == ["Reste"]


def test_une_fresque_supprimee_ne_se_montre_plus(
    charge: Visiteur,
    region: Any,
    administratrice: Visiteur,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    """Nobody follows it; the group had accepted all the same."""
    suivi = suivre(region, charge.user, "Les Tilleuls")
    garde, projet, slug = dossier(suivi).pk, suivi.projet_id, suivi.projet.slug
    suivi.delete()
    depot.garder(slug, "feuille.partie", b"Une feuille")
    assert SANS_FRESQUE not in charge.get(LISTE).text
    la = f"{ADMINISTRATION}/projet/{projet}/delete/"
    with django_capture_on_commit_callbacks(execute=True):
        assert administratrice.post(la, {"post": "yes"}).status_code == 302
    seul = Dossier.objects.get(pk=garde)
    assert (seul.projet, seul.accompagne, seul.paliers.exclude(conseil=None).exists()) == (
        None,
        False,
        False,
    )
    assert SANS_FRESQUE in charge.get(LISTE).text
    assert depot.lire(slug, "feuille.partie") is None


def test_une_fresque_qui_change_d_etablissement_quitte_l_ancien(
    charge: Visiteur, region: Any, administratrice: Visiteur
) -> None:
    suivi = suivre(region, charge.user, "L’ancien")
    avant, projet = dossier(suivi).pk, suivi.projet
    nouveau = f.EtablissementFactory(nom="Le nouveau", region=f.RegionFactory())
    saisi = {nom: getattr(projet, nom) for nom in ("nom", "slug", "identifiant")}
    envoi = {**saisi, "etablissement": nouveau.pk}
    la = f"{ADMINISTRATION}/projet/{projet.pk}/change/"
    page = administratrice.get(la).context
    for formset in (une.formset for une in page["inline_admin_formsets"]):
        envoi |= {champ.html_name: champ.value() for champ in formset.management_form}
    assert administratrice.post(la, envoi).status_code == 302
    assert Projet.objects.get(pk=projet.pk).etablissement == nouveau
    ancien = Dossier.objects.get(pk=avant)
    assert (ancien.projet, ancien.paliers.exclude(conseil=None).exists()) == (None, False)
    assert Dossier.objects.get(etablissement=nouveau).projet == projet
