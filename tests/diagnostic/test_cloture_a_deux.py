"""An élu or a salarié confirms the closing; failing that, the results say it was done alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from diagnostic.campagnes import cloture, recueil, seance
from diagnostic.campagnes.ouverture import PassationVoulue
from diagnostic.campagnes.refus import Refus
from diagnostic.models import Campagne, DemandeDeCloture, Passation
from diagnostic.resultats import Cloture, lire
from pasapas.models import College, Courriel, Participant, Projet, Role
from pasapas.travaux.boite import destinataire
from tests.diagnostic.campagnes_outils import adresse, dite, geste, ouvrir, recueil_ouvert
from tests.personnes import Visiteur, visiteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    passation = recueil_ouvert(projet)
    recueil.repondre(passation, recueil.nouvelle_cle(), "q01", "3")
    return passation.campagne


@pytest.fixture
def elue(projet: Projet) -> Visiteur:
    return visiteur(projet, Role.LECTEUR, college=College.IRP)


def vieillir(jours: int) -> None:
    DemandeDeCloture.objects.sans_projet("essai").update(
        le=timezone.localdate() - timedelta(days=jours)
    )


def test_une_elue_confirme(campagne: Campagne, pilote: Visiteur, elue: Visiteur) -> None:
    clore, confirmer = adresse(campagne, "cloturer/"), adresse(campagne, "confirmer/")
    rien = elue.get(confirmer, follow=True)
    assert "pas de clôture à confirmer" in dite(rien)  # nothing was asked yet
    assert "Une clôture à deux" in dite(pilote.get(clore))
    for _ in range(2):
        suite = pilote.post(clore, follow=True)
    assert f"À confirmer par {elue.participant}" in dite(suite)
    assert Campagne.objects.get().ouverte
    lettre = Courriel.objects.get(sorte="cloture")  # asked twice, told once
    assert destinataire(lettre) == elue.participant.user.email
    pilote.post(confirmer)
    assert Campagne.objects.get().ouverte

    assert "Relire et confirmer" in dite(elue.get(adresse(campagne)))
    assert "C’est à vous de confirmer" in dite(elue.get(confirmer))
    assert "a été confirmée par une personne élue" in dite(elue.post(confirmer, follow=True))
    close = Campagne.objects.get()
    assert close.resultats["cloture"] == "deux"
    assert not DemandeDeCloture.objects.sans_projet("essai").exists()
    assert elue.post(confirmer).status_code == 302  # sent again
    assert mail.outbox == []  # answered before its e-mail left


def test_sans_reponse_en_sept_jours(campagne: Campagne, pilote: Visiteur, elue: Visiteur) -> None:
    clore = adresse(campagne, "cloturer/")
    pilote.post(clore)
    vieillir(6)
    pilote.post(clore)
    assert Campagne.objects.get().ouverte
    with pytest.raises(Refus, match="à deux"):
        cloture.cloturer(geste(campagne.projet, pilote.participant), campagne)
    vieillir(7)
    pilote.post(clore)
    assert lire(Campagne.objects.get()).cloture is Cloture.SANS_REPONSE


def test_la_demande_se_retire(campagne: Campagne, pilote: Visiteur, elue: Visiteur) -> None:
    clore = adresse(campagne, "cloturer/")
    pilote.post(clore)
    pilote.post(clore, {"retirer": "1"})
    refus = elue.post(adresse(campagne, "confirmer/"), follow=True)
    assert "n’est pas demandée" in dite(refus)
    assert Campagne.objects.get().ouverte


@pytest.mark.parametrize(
    "champs",
    [
        {"college": College.DIRECTION},
        {"college": College.SALARIES, "acces_clos_le": "2020-01-01"},
        {"college": College.IRP, "role": Role.CHARGE_DE_MISSION},
    ],
)
def test_personne_pour_confirmer_se_dit(
    champs: dict[str, object], campagne: Campagne, pilote: Visiteur
) -> None:
    visiteur(campagne.projet, **{"role": Role.CONTRIBUTEUR, **champs})
    Participant.objects.de(campagne.projet).filter(pk=pilote.participant.pk).update(
        college=College.SALARIES  # she does not confirm what she asks
    )
    assert "sans personne pour confirmer" in dite(pilote.get(adresse(campagne, "cloturer/")))
    pilote.post(adresse(campagne, "cloturer/"))
    assert lire(Campagne.objects.get()).cloture is Cloture.SEUL


def test_des_voix_collectives_se_closent_seul(
    projet: Projet, pilote: Visiteur, elue: Visiteur
) -> None:
    campagne = ouvrir(projet, PassationVoulue("encadrement", "collective", 3))
    seance.donner_voix(campagne.passations.get(), "q01", "3")
    pilote.post(adresse(campagne, "cloturer/"))
    assert lire(Campagne.objects.get()).cloture is Cloture.SANS


def test_on_repond_encore_pendant_l_attente(
    campagne: Campagne, pilote: Visiteur, elue: Visiteur
) -> None:
    pilote.post(adresse(campagne, "cloturer/"))
    passation = Passation.objects.get(campagne=campagne)
    recueil.repondre(passation, recueil.nouvelle_cle(), "q01", "2")
    elue.post(adresse(campagne, "confirmer/"))
    assert not Campagne.objects.get().ouverte
