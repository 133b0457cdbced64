"""When a row of the portefeuille is read again: what is written, what leaves, what day it is."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.utils import timezone

from diagnostic.campagnes.ouverture import annuler
from fresque.accompagnement.operations import retenir
from fresque.console import tenue
from fresque.console.tenue import tenir, tenir_tout
from fresque.donnees import conservation
from fresque.pdf.parties import depot
from pasapas.ecriture.changements import modifier
from pasapas.ecriture.journal import Geste
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import Dossier, Effacement, Etablissement, Palier, Participant, Projet
from pasapas.valeurs.periodes import Borne
from pasapas.valeurs.textes import extrait
from tests import factories as f
from tests.diagnostic.campagnes_outils import ouvrir as ouvrir_campagne
from tests.fresque.console.outils import LISTE, dossier, suivre, vues
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
ADMINISTRATION = "/administration/pasapas"
SANS_FRESQUE = "pas de\nfresque"


def test_une_date_qui_change_se_voit_un_texte_qui_continue_ne_coute_rien(
    charge: Visiteur, region: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    suivi = suivre(region, charge.user, "Les Tilleuls")
    projet, tenues = suivi.projet, []
    qui = Participant.objects.de(projet).get(role="pilote")
    etape = f.EtapeFactory(projet=projet, fiche__projet=projet, periode_fin=Borne(2026, 3))
    geste = Geste(projet, qui, "eclaire", "probleme")
    modifier(geste, projet, {"probleme": "Une phrase"})  # the first write of the day, and a box
    monkeypatch.setattr(tenue, "tenir", lambda lus: tenues.append(lus) or tenir(lus))
    modifier(geste, projet, {"probleme": "Une phrase qui continue"})
    assert not tenues
    modifier(geste, etape, {"periode_fin": Borne(2026, 5)})
    assert len(tenues) == 1
    assert dossier(suivi).paliers.filter(etape_le=date(2026, 5, 31)).exists()
    assert f"étape : {extrait(etape.intitule, 28)}" in charge.get(LISTE).text
    modifier(geste, etape, {"intitule": "Former les tuteurs"})  # a long text, that the row says
    assert "étape : Former les tuteurs" in charge.get(LISTE).text


def test_une_ecriture_d_apres_minuit_est_de_ce_jour(
    charge: Visiteur, region: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """00:30 in Paris is the evening before for the server; the group had written that evening."""
    suivi = suivre(region, charge.user, "De nuit")
    qui = Participant.objects.de(suivi.projet).get(role="pilote")
    geste, annee = Geste(suivi.projet, qui, "eclaire", "probleme"), timezone.now().year + 1
    for heure, jour in ((12, 11), (23, 12)):
        quand = datetime(annee, 12, 11, heure, 30, tzinfo=timezone.get_fixed_timezone(0))
        monkeypatch.setattr(timezone, "now", lambda quand=quand: quand)
        modifier(geste, suivi.projet, {"probleme": f"Une phrase, à {heure} h"})
        siens = dossier(suivi).paliers.filter(conseil=charge.user)
        assert {un.activite_le for un in siens} == {date(annee, 12, jour)}


def test_ce_qu_un_groupe_montre_se_lit_des_que_cela_change(charge: Visiteur, region: Any) -> None:
    """Followed since by another process, or by nobody: neither waits for the night."""
    la = f.EtablissementFactory(nom="Les Tilleuls", region=region)
    projet = f.ProjetFactory(nom="Les Tilleuls", etablissement=la)
    qui = f.ParticipantFactory(projet=projet, role="pilote", user=f.UserFactory())
    oui = {"accepte": True, "repondu_le": timezone.now(), "annexe_2": True}
    modifier(Geste(projet, qui, "eclaire", "titre"), projet, {"nom": "Tilleuls"})  # noted here
    f.PartageFactory(projet=projet, conseil=charge.user, **oui)  # written by another process
    campagne = ouvrir_campagne(projet)
    siens = Palier.objects.filter(dossier__projet=projet, conseil=charge.user)
    [seul] = siens  # nobody follows: nothing to call about
    assert (seul.groupe, seul.diagnostic, seul.raisons) == (6, "ouvert", ",")
    assert "autodiagnostic ouvert" in charge.get(LISTE).text
    f.AccompagnementFactory(projet=projet, suivi_par=charge.user)
    annuler(Geste(projet, qui, "autodiagnostic", "campagne"), campagne)
    assert {(un.groupe, un.diagnostic) for un in siens.all() if un.du < timezone.now() < un.au} == {
        (4, "a_ouvrir")
    }


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
    """It was followed, and the group had accepted."""
    suivi = suivre(region, charge.user, "Les Tilleuls")
    garde, projet, slug = dossier(suivi).pk, suivi.projet_id, suivi.projet.slug
    nom, maison = str(suivi.projet), suivi.projet.etablissement
    retenir(charge.user, [suivi], "Piste proposée : mot d’intérieur")
    depot.garder(slug, "feuille.partie", b"Une feuille")
    assert SANS_FRESQUE not in charge.get(LISTE).text
    la = f"{ADMINISTRATION}/projet/{projet}/delete/"
    with django_capture_on_commit_callbacks(execute=True):
        faux = administratrice.post(la, {"nom": "Autre", "quand": "aussitot"})
        assert (faux.status_code, Projet.objects.filter(pk=projet).exists()) == (422, True)
        assert "Ce n’est pas son nom" in faux.text and "Son accompagnement" in faux.text
        assert administratrice.post(la, {"nom": nom, "quand": "aussitot"}).status_code == 302
    assert Effacement.objects.filter(cle=str(projet)).exists()  # no archive brings it back
    dit = LogEntry.objects.get()  # nothing else is told of what it held
    assert f"Fresque « {nom} » : effacée (suivi par {charge.user}" in str(dit.change_message)
    assert dit.object_id == str(maison.pk)
    seul = Dossier.objects.get(pk=garde)
    assert (seul.projet, seul.accompagne, seul.paliers.exclude(conseil=None).exists()) == (
        None,
        False,
        False,
    )
    assert SANS_FRESQUE in charge.get(LISTE).text
    assert depot.lire(slug, "feuille.partie") is None


def test_une_fresque_a_la_corbeille_se_garde_ou_s_efface_a_son_jour(
    charge: Visiteur, region: Any, administratrice: Visiteur
) -> None:
    projet = suivre(region, charge.user, "Les Tilleuls").projet
    qui = f.UserFactory()
    Participant.objects.de(projet).filter(role="pilote").update(user=qui)
    la = f"{ADMINISTRATION}/projet/{projet.pk}/delete/"
    jeter = {"nom": f" {projet} ".upper().replace("’", "'"), "quand": "corbeille"}
    projet.refresh_from_db()
    activite = projet.modifie_le
    for encore in (True, False):
        assert administratrice.post(la, jeter).status_code == 302
        projet.refresh_from_db()
        trente = projet.etablissement.aujourd_hui + CORBEILLE
        assert (projet.preavis_vaut, projet.efface_apres_le) == (True, trente)
        assert "Elle est à la corbeille" in administratrice.get(la).text
        assert "effacée après le" in administratrice.get(f"{ADMINISTRATION}/projet/").text
        assert administratrice.post(la, jeter).status_code == 422  # it is there
        if encore:
            assert administratrice.post(la, {"remettre": "1"}).status_code == 302
            projet.refresh_from_db()
            assert (projet.preavis_vaut, projet.modifie_le) == (False, activite)
            assert mail.outbox == []  # put back before the e-mail left
    (message,) = mail.outbox
    assert message.to == [qui.email] and "à la corbeille" in message.subject
    assert conservation.passer(trente).effaces == []
    assert len(conservation.passer(trente + timedelta(days=1)).effaces) == 1
    assert not Projet.objects.filter(pk=projet.pk).exists()
    assert Dossier.objects.get(etablissement=projet.etablissement).projet is None


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
