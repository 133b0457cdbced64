"""A page costs the same however much is written on the wall; a warm one costs the door."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from pasapas.models import Projet
from tests.factories import ProjetFactory
from tests.mur import Case, cases, remplir
from tests.personnes import Visiteur, visiteur
from tests.requetes import requetes

pytestmark = pytest.mark.une_base
PORTE = 4  # session, user, participation with its projet and établissement; one to spare


def adresses(case: Case) -> Iterator[tuple[str, bool]]:
    yield case.url, True
    yield f"{case.url}historique/", False
    if case.url_saisie:
        yield case.url_saisie, True
    if case.encart.ajout:
        yield case.url_ligne(case.encart.lignes[0].pk), True
    if case.encart.imprimable:
        yield case.url_postit(), True
        yield case.url_postit(case.encart.postits[0].pk), True


def releve(client: Visiteur, projet: Projet) -> dict[str, int]:
    """The number of queries of every page and fragment, cold, by address without its keys."""
    comptes = {}
    trouvees: dict[tuple[str, ...], Case] = {}
    for case in cases(projet):
        encart = case.encart
        trouvees.setdefault((case.planche.modele, encart.objet, encart.genre), case)
    planches = sorted({f"planches/{case.planche.code}/" for case in trouvees.values()})
    for page in ("", "imprimer/", "fichier/", "historique/", "corbeille/", *planches):
        cache.clear()
        comptes[page] = requetes(client, f"/projets/{projet.slug}/{page}")
    for case in trouvees.values():
        for rang, (url, htmx) in enumerate(adresses(case)):
            cache.clear()
            comptes[f"{case.id_html}:{rang}"] = requetes(client, url, htmx=htmx)
    return comptes


def test_nombre_de_requetes_ne_grandit_pas(db: None) -> None:
    """With one and with three rows in every list, one and three fiches, one and three bilans."""
    comptes = []
    neuf = ProjetFactory()
    requetes(visiteur(neuf, "animateur"), f"/projets/{neuf.slug}/")  # what comes but once
    for n in (1, 3):
        projet = remplir(ProjetFactory(), n)
        comptes.append(releve(visiteur(projet, "animateur"), projet))
    assert comptes[0] == comptes[1]
    assert max(comptes[1].values()) <= 40


@pytest.mark.parametrize("n", [1, 3])
def test_mur_tiede_ne_coute_que_la_porte(n: int, projet: Projet, lecteur: Visiteur) -> None:
    remplir(projet, n)
    for page in ("", "planches/fiche-1/"):
        url = f"/projets/{projet.slug}/{page}"
        lecteur.get(url)
        assert requetes(lecteur, url) <= PORTE


@pytest.mark.parametrize("n", [1, 3])
def test_accueil_compte_pareil_quel_que_soit_le_nombre_de_fresques(
    n: int, projet: Projet, animatrice: Visiteur
) -> None:
    for autre in ProjetFactory.create_batch(n):
        type(animatrice.participant).objects.create(
            projet=autre, user=animatrice.participant.user, nom="Dupuis", reference="d"
        )
    animatrice.get("/")
    assert requetes(animatrice, "/") <= PORTE


def test_page_en_cache_montre_aussitot_un_changement(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    mur = f"/projets/{projet.slug}/"
    planche = f"{mur}planches/eclaire/"
    for page in (mur, planche):
        assert "Garder les équipes" not in lecteur.get(page).content.decode()
    animatrice.htmx("post", f"{planche}ambition/modifier/", {"ambition": "Garder les équipes"})
    for page in (mur, planche):
        assert "Garder les équipes" in lecteur.get(page).content.decode()


def test_page_en_cache_d_un_lecteur_n_a_aucun_lien_pour_ecrire(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur, lecteur: Visiteur
) -> None:
    """Whoever came first, each sees the gestures of their own role."""
    remplir(projet, 1)
    url = f"/projets/{projet.slug}/planches/eclaire/"
    ecrire = ["/modifier/", "/ajouter/", "/retirer/", "/monter/", "/postits/", 'id="geste"']
    vus = {
        nom: [motif for motif in ecrire if motif in client.get(url).content.decode()]
        for nom, client in (("animatrice", animatrice), ("lecteur", lecteur))
    }
    assert vus == {"animatrice": ecrire, "lecteur": []}
    reserve = "/eclaire/services/ajouter/"
    assert reserve in animatrice.get(url).content.decode()
    assert reserve not in contributrice.get(url).content.decode()


def test_cache_ne_tient_ni_jeton_ni_personne(projet: Projet, animatrice: Visiteur) -> None:
    """What two people share holds no token, no name of who is logged in, no message."""
    animatrice.participant.user.prenom = "Prénom-du-compte"
    animatrice.participant.user.save()
    url = f"/projets/{projet.slug}/planches/eclaire/"
    animatrice.post(f"{url}constats/ajouter/", {"texte": "Un constat"})
    page = animatrice.get(url)
    assert "Prénom-du-compte" in page.content.decode()
    gardes = [
        partie.octets.decode() + str(petites)
        for petites, partie in (cache.get(cle.split(":", 2)[2]) for cle in cache._cache)
    ]
    assert len(gardes) == 1
    for texte in gardes:
        assert "csrfmiddlewaretoken" not in texte
        assert page.wsgi_request.META["CSRF_COOKIE"] not in texte
        assert "Prénom-du-compte" not in texte
        assert "ajouté" not in texte
