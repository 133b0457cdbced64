"""What an open page receives of a change: the pieces, the day, the name, the way to the others."""

import gzip
import json
from datetime import date

import pytest
from django.utils import timezone

from fresque.assemblage import assembler
from fresque.views.instant import derniers, instant, murs
from fresque.views.rendu import est_seul
from pasapas.ecriture import changements
from pasapas.models import Projet
from tests.factories import EtapeFactory
from tests.htmx import canonique, element, racines
from tests.mur import case, cases, remplir
from tests.personnes import Visiteur

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
        animatrice.htmx("post", url, {"ambition": texte})
        recu = lecteur.get(adresse(rempli), {"version": depart}).json()
        assert set(recu["morceaux"]) == {"eclaire--ambition"}
        assert texte in recu["morceaux"]["eclaire--ambition"]
        seul = lecteur.get(adresse(rempli, "direct/morceaux/"), {"id": "eclaire--ambition"})
        assert seul.content.decode() == recu["morceaux"]["eclaire--ambition"]
    assert joints(lecteur, rempli, depart + 1) == {"eclaire--ambition"}
    for inconnue in (depart - 1, 0, "x" * 5000, "\x00"):
        assert joints(lecteur, rempli, inconnue) == set()
    animatrice.htmx("post", adresse(rempli, "planches/actions/fiches/ajouter/"), NEUVE)
    assert joints(lecteur, rempli, depart) == set()  # the whole wall: too much for everyone


def test_ce_qui_vient_avec_la_reponse_suit_les_droits(
    rempli: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    clients = (animatrice, lecteur)
    depart = lecteur.get(adresse(rempli)).json()["version"]
    url = adresse(rempli, "planches/eclaire/ambition/modifier/")
    animatrice.htmx("post", url, {"ambition": "Un"})
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
        periode_debut=date(2026, 5, 1),
        periode_fin=date(2026, 5, 1),
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
    animatrice.htmx("post", adresse(projet, "planches/eclaire/nom/modifier/"), {"nom": "Neuf"})
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


def test_un_mur_retouche_egale_un_mur_relu(rempli: Projet, animatrice: Visiteur) -> None:
    """Long texts are laid on the wall this process has; anything else reads the whole wall."""
    seules = [c for c in cases(rempli) if est_seul(c.encart)]
    constats = case(rempli, "eclaire", "constats").url_saisie
    derniere = None
    for rang, c in enumerate(seules):
        texte = "" if rang % 5 == 0 else f"Texte {rang}"
        assert animatrice.post(c.url_saisie, {c.encart.champs[0]: texte}).status_code == 302
        if rang % 4 == 3:
            animatrice.post(constats, {"texte": f"Constat {rang}"})
        if rang % 3 == 2:
            continue  # two changes, or three, between two looks
        rempli.refresh_from_db()
        ici = instant(rempli)
        relu = assembler(rempli)
        assert ici.fresque == relu
        sans = {id: vue for id, vue in ici.empreintes.items() if not id.startswith("voisines-")}
        assert sans == relu.empreintes
        derniere = ici
    assert derniere is instant(rempli)


def test_un_pas_sans_histoire_fait_tout_relire(rempli: Projet, animatrice: Visiteur) -> None:
    """The back office, another fresque of the établissement: a step with no change of ours."""
    instant(rempli)
    animatrice.post(case(rempli, "eclaire", "ambition").url_saisie, {"ambition": "Neuf"})
    type(rempli).objects.filter(pk=rempli.pk).update(probleme="Écrit par l’administration")
    changements.bouger(rempli)
    rempli.refresh_from_db()
    assert instant(rempli).fresque == assembler(rempli)
    assert instant(rempli).fresque.planche("eclaire").encart("probleme").texte


def test_les_derniers_changements_suivent_sans_relire_ceux_qu_on_a(
    rempli: Projet, animatrice: Visiteur
) -> None:
    """Who last wrote where is the same, laid on what this process knew or read whole."""
    instant(rempli)
    for rang in range(3):
        ambition = case(rempli, "eclaire", "ambition").url_saisie
        animatrice.post(ambition, {"ambition": f"Texte {rang}"})
        rempli.refresh_from_db()
        ici = instant(rempli)
    murs.gardes.clear()
    derniers.gardes.clear()
    relu = instant(rempli)
    assert relu is not ici
    assert relu.derniers == ici.derniers
    assert relu.auteurs == ici.auteurs
