"""Nothing is lost: what a text said before can be read and brought back, rows too."""

from datetime import timedelta

import pytest

from fresque.models import Constat
from pasapas.models import Evenement, Projet
from tests.base import empreinte
from tests.factories import ConstatFactory, EvenementFactory
from tests.personnes import Visiteur
from tests.saisie import sur


@pytest.fixture
def base(projet: Projet) -> str:
    return f"/projets/{projet.slug}/"


@pytest.fixture
def recrit(projet: Projet, base: str, animatrice: Visiteur) -> Evenement:
    """An ambition written twice: the event of the second."""
    for texte in ("Garder les équipes", "Recruter"):
        projet.refresh_from_db()
        envoi = sur(projet, ambition=texte)
        animatrice.post(f"{base}planches/eclaire/ambition/modifier/", envoi)
    return Evenement.objects.filter(projet=projet).order_by("-pk")[0]


def reprise(base: str, evenement: Evenement) -> str:
    return f"{base}planches/eclaire/ambition/historique/{evenement.pk}/reprendre/"


@pytest.mark.parametrize("adresse", ["historique/", "planches/eclaire/ambition/historique/"])
def test_historique_dit_avant_et_apres(
    adresse: str, base: str, recrit: Evenement, lecteur: Visiteur
) -> None:
    premiers = Evenement.objects.filter(projet=recrit.projet).exclude(pk=recrit.pk)
    premiers.update(quand=recrit.quand - timedelta(minutes=10))
    contenu = lecteur.get(base + adresse).content.decode()
    assert "Garder les équipes" in contenu
    assert "Recruter" in contenu
    assert "/reprendre/" not in contenu


def test_texte_repris_revient_au_mur(
    base: str, projet: Projet, recrit: Evenement, animatrice: Visiteur
) -> None:
    assert (
        animatrice.post(reprise(base, recrit)).url == f"{base}planches/eclaire/#eclaire--ambition"
    )
    projet.refresh_from_db()
    assert projet.ambition == "Garder les équipes"
    assert Evenement.objects.filter(projet=projet).count() == 3


@pytest.mark.parametrize(
    ("qui", "statut"), [("lecteur", 403), ("chargee", 403), ("etrangere", 404), ("partie", 404)]
)
def test_reprendre_demande_le_droit_d_ecrire(
    qui: str, statut: int, base: str, recrit: Evenement, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(qui)
    avant = empreinte()
    assert client.post(reprise(base, recrit)).status_code == statut
    assert empreinte() == avant


def test_evenement_d_un_autre_projet_ne_se_reprend_pas(
    base: str, autre_projet: Projet, animatrice: Visiteur
) -> None:
    ailleurs = EvenementFactory(
        projet=autre_projet,
        encart="ambition",
        objet="projet",
        objet_pk=autre_projet.pk,
        champ="ambition",
        avant="Volé",
    )
    assert animatrice.post(reprise(base, ailleurs)).status_code == 404


def test_reprendre_par_un_lien_est_refuse(
    base: str, recrit: Evenement, animatrice: Visiteur
) -> None:
    assert animatrice.get(reprise(base, recrit)).status_code == 405


@pytest.mark.parametrize(
    "depuis", ["", "hier", "2025-13-01", "0001-01-01", "9999-12-31", "2026-01-01", "\x00", "²"]
)
def test_historique_depuis_n_importe_quand(
    depuis: str, base: str, recrit: Evenement, lecteur: Visiteur
) -> None:
    assert lecteur.get(f"{base}historique/", {"depuis": depuis}).status_code == 200


def test_corbeille_rend_ce_qui_a_ete_retire(
    projet: Projet, base: str, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    constat = ConstatFactory(projet=projet, texte="Le soir, personne")
    ligne = f"{base}planches/eclaire/constats/lignes/{constat.pk}/"
    animatrice.post(f"{ligne}retirer/")
    assert f"{ligne}retablir/" in animatrice.get(f"{base}corbeille/").content.decode()
    assert f"{ligne}retablir/" not in lecteur.get(f"{base}corbeille/").content.decode()
    animatrice.post(f"{ligne}retablir/")
    assert list(Constat.objects.de(projet).presents()) == [constat]
    assert "Le soir, personne" not in lecteur.get(f"{base}corbeille/").content.decode()


def test_meme_envoi_deux_fois_n_ecrit_qu_une_fois(
    projet: Projet, base: str, animatrice: Visiteur
) -> None:
    """A lost answer is sent again with the same key."""
    cle = "9b2f0c1e-3a57-4e57-9b8e-0d3f6f0a7c11"
    url = f"{base}planches/eclaire/constats/ajouter/"
    for _ in range(2):
        envoi = {"texte": "Une fois", "cle": cle}
        assert animatrice.htmx("post", url, envoi).status_code == 200
    assert Constat.objects.de(projet).count() == 1
