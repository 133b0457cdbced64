"""What an open page receives of a change: the pieces, the day, the name, the way to the others."""

import gzip
import json
from datetime import date

import pytest
from django.utils import timezone

from fresque.instant import instant
from pasapas.ecriture import changements
from pasapas.models import Projet
from tests.factories import EtapeFactory
from tests.htmx import canonique, element, racines
from tests.mur import case, remplir
from tests.personnes import Visiteur
from tests.saisie import sur

pytestmark = pytest.mark.une_base
NEUVE = {"intitule": "Former les tuteurs", "statut": "en_cours"}


@pytest.fixture
def rempli(projet: Projet) -> Projet:
    return remplir(projet, 2)


def adresse(projet: Projet, suite: str = "direct/") -> str:
    return f"/projets/{projet.slug}/{suite}"


def joints(client: Visiteur, projet: Projet, version: int) -> set[str]:
    """The pieces that come with the answer to a page which shows ``version``."""
    return set(client.get(adresse(projet), {"version": version}).json()["morceaux"])


def test_ce_qui_a_change_vient_avec_la_reponse(
    rempli: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    """When this process remembers what the page shows; otherwise the page asks, as always."""
    depart = lecteur.get(adresse(rempli)).json()["version"]
    url = adresse(rempli, "planches/eclaire/ambition/modifier/")
    for texte in ("Un", "Deux"):
        animatrice.htmx("post", url, sur(rempli, ambition=texte))
        rempli.refresh_from_db()
        recu = lecteur.get(adresse(rempli), {"version": depart}).json()
        assert set(recu["morceaux"]) == {"eclaire--ambition"}
        assert texte in recu["morceaux"]["eclaire--ambition"]
        seul = lecteur.get(adresse(rempli, "direct/morceaux/"), {"id": "eclaire--ambition"})
        assert seul.content.decode() == recu["morceaux"]["eclaire--ambition"]
    assert joints(lecteur, rempli, depart + 1) == {"eclaire--ambition"}
    for inconnue in ("x" * 5000, "\x00"):
        assert joints(lecteur, rempli, inconnue) == set()
    animatrice.htmx("post", adresse(rempli, "planches/actions/fiches/ajouter/"), NEUVE)
    assert joints(lecteur, rempli, depart) == set()  # the whole wall: too much for everyone


def test_ce_qui_vient_avec_la_reponse_suit_les_droits(
    rempli: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    clients = (animatrice, lecteur)
    depart = lecteur.get(adresse(rempli)).json()["version"]
    url = adresse(rempli, "planches/eclaire/ambition/modifier/")
    animatrice.htmx("post", url, sur(rempli, ambition="Un"))
    vus = []
    for client in clients:
        recu = client.get(adresse(rempli), {"version": depart}).json()
        vus.append("/modifier/" in recu["morceaux"]["eclaire--ambition"])
    assert vus == [True, False]


@pytest.mark.parametrize("accepte", ["", "gzip"])
def test_la_reponse_est_la_meme_comprimee(accepte: str, rempli: Projet, lecteur: Visiteur) -> None:
    lecteur.get(adresse(rempli))
    reponse = lecteur.get(adresse(rempli), headers={"Accept-Encoding": accepte})
    assert reponse.get("Content-Encoding", "") == accepte
    corps = gzip.decompress(reponse.content) if accepte else reponse.content
    assert json.loads(corps)["version"] == rempli.version


def test_a_minuit_ce_qui_est_en_retard_se_dit(
    projet: Projet, lecteur: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody writes, yet the wall says something else the next day."""
    hier, demain = date(2026, 5, 31), date(2026, 6, 1)
    etape = EtapeFactory(
        projet=projet,
        periode_debut="2026-05",
        periode_fin="2026-05",
        date_realisation=None,
    )
    id_html = f"fiche-{etape.fiche.numero}--etapes"
    vues = {}
    for jour in (hier, demain):
        monkeypatch.setattr(timezone, "localdate", lambda *_, jour=jour: jour)
        demande = {"version": projet.version, "jour": hier}
        reponse = lecteur.get(adresse(projet), demande)
        if jour == hier:
            assert reponse.status_code == 204
            reponse = lecteur.get(adresse(projet))
        vues[jour] = reponse.json()["empreintes"][id_html]
        assert reponse.json()["jour"] == jour.isoformat()
    assert vues[hier] != vues[demain]


def test_les_voisines_suivent_une_fiche_ouverte_et_le_nom_suit_la_fresque(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    avant = lecteur.get(adresse(projet)).json()
    animatrice.htmx("post", adresse(projet, "planches/actions/fiches/ajouter/"), NEUVE)
    animatrice.htmx(
        "post", adresse(projet, "planches/eclaire/nom/modifier/"), sur(projet, nom="Neuf")
    )
    apres = lecteur.get(adresse(projet)).json()
    changees = {
        id
        for id, vue in apres["empreintes"].items()
        if id.startswith("voisines-") and avant["empreintes"].get(id) != vue
    }
    assert changees == {"voisines-actions", "voisines-fiche-1", "voisines-bilan-1"}
    assert (avant["nom"], apres["nom"]) == (str(projet), "Neuf")
    page = lecteur.get(adresse(projet, "planches/actions/")).content.decode()
    recu = lecteur.get(adresse(projet, "direct/morceaux/"), {"id": "voisines-actions"})
    (morceau,) = racines(recu)
    assert canonique(morceau) == canonique(element(page, "voisines-actions"))


def test_un_pas_sans_histoire_fait_tout_relire(rempli: Projet, animatrice: Visiteur) -> None:
    """The back office, another fresque of the établissement: a step with no change of ours."""
    instant(rempli).fresque  # noqa: B018
    animatrice.post(case(rempli, "eclaire", "ambition").url_saisie, sur(rempli, ambition="Neuf"))
    type(rempli).objects.filter(pk=rempli.pk).update(probleme="Écrit par l’administration")
    changements.bouger(rempli)
    rempli.refresh_from_db()
    assert instant(rempli).planche("eclaire").encart("probleme").texte.startswith("Écrit")


def test_qui_a_ecrit_en_dernier_se_dit(
    rempli: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    animatrice.post(case(rempli, "eclaire", "ambition").url_saisie, sur(rempli, ambition="Neuf"))
    qui = lecteur.get(adresse(rempli)).json()["qui"]
    moi = animatrice.participant
    assert qui == {"eclaire--ambition": [moi.pk, moi.prenom or str(moi)]}
