"""Holes that were found once, and stay closed."""

import pytest

from fresque.fichier import RapportErreurs, importer, lire
from pasapas.models import Participant, Projet, Role
from tests.fresque.fichiers_outils import EXEMPLE
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.LECTEUR, Role.CONTRIBUTEUR, Role.CHARGE_DE_MISSION])
def test_importer_ne_donne_pas_un_etablissement_qu_on_ne_mene_pas(
    role: Role, etrangere: Visiteur
) -> None:
    premier = importer(lire(EXEMPLE.read_bytes()))
    compte = etrangere.participant.user
    Participant.objects.create(projet=premier, reference="elle", nom="Elle", role=role, user=compte)
    second = importer(lire(EXEMPLE.read_bytes()), createur=compte)
    assert second.etablissement != premier.etablissement


def test_ajouter_ne_se_reduit_pas_a_un_champ(projet: Projet, contributrice: Visiteur) -> None:
    for champ in ("zzz", "auteur"):
        reponse = contributrice.htmx(
            "post", f"/projets/{projet.slug}/planches/eclaire/constats/ajouter/", {"champ": champ}
        )
        assert reponse.status_code == 422


def test_un_rapport_d_erreurs_reste_leger() -> None:
    with pytest.raises(RapportErreurs) as refus:
        lire(b"\x01\n" * 100_000)
    assert len(refus.value.erreurs) == 200


def test_nul_ne_reclame_une_adresse(contributrice: Visiteur) -> None:
    assert contributrice.get("/comptes/email/").status_code == 404


def test_le_courriel_d_un_compte_n_est_pas_aux_autres(
    projet: Projet, contributrice: Visiteur, animatrice: Visiteur
) -> None:
    pilote = Participant.objects.de(projet).exclude(user=None).filter(role=Role.ANIMATEUR).get()
    Participant.objects.filter(pk=pilote.pk).update(ordre_equipe=0)
    avant = Participant.objects.get(pk=pilote.pk).courriel
    contributrice.htmx(
        "post",
        f"/projets/{projet.slug}/planches/eclaire/equipe/lignes/{pilote.pk}/",
        {"champ": "courriel", "courriel": "pirate@example.org", "autosave": "1"},
    )
    assert Participant.objects.get(pk=pilote.pk).courriel == avant
