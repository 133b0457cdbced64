"""A row and a post-it go where they are sent, and come back; a move that fails moves nothing."""

from typing import Any

import pytest
from django.http import HttpResponse

from fiches.models import Facteur
from pasapas.models import Evenement, PostIt, Projet
from tests.factories import ActeurFactory, FacteurFactory, FicheActionFactory, PostItFactory
from tests.htmx import element, racines, texte
from tests.mur import case, relire_planche
from tests.personnes import Visiteur
from tests.saisie import saisir

pytestmark = pytest.mark.django_db


def colles(projet: Projet, code: str, zone: str) -> list[str]:
    return [postit.texte for postit in relire_planche(projet, code).encart(zone).postits]


def coller(projet: Projet, *textes: str, zone: str = "constats") -> list[PostIt]:
    return [
        PostItFactory(projet=projet, planche="eclaire", zone=zone, texte=t, ordre=rang)
        for rang, t in enumerate(textes)
    ]


def annuler(client: Visiteur, reponse: HttpResponse) -> HttpResponse:
    """Press « Annuler » in the first box of this answer, which takes its place."""
    boite = racines(reponse)[0]
    (bouton,) = boite.xpath(".//button[@data-annuler]")
    entetes = {"HX-Request": "true", "HX-Target": f"section#{boite.get('id')}"}
    revenue = client.post(bouton.get("hx-post"), headers=entetes)
    assert racines(revenue)[0].get("id") == boite.get("id")
    return revenue


def test_postit_va_sur_une_autre_case_et_en_revient(
    projet: Projet, contributrice: Visiteur
) -> None:
    un, _ = coller(projet, "Un", "Deux")
    la = coller(projet, "La", zone="ambition")
    ici = case(projet, "eclaire", "constats")
    url = ici.url_postit(un.pk, "deplacer")
    envoi = {"vers": "eclaire--ambition", "avant": la[0].pk, "un nom\0": "et\0 un mot"}
    reponse = contributrice.htmx("post", url, envoi)
    assert [r.get("id") for r in racines(reponse)] == ["eclaire--constats", "eclaire--ambition"]
    assert "Post-it déplacé, sur « " in texte(racines(reponse)[0])
    assert colles(projet, "eclaire", "constats") == ["Deux"]
    assert colles(projet, "eclaire", "ambition") == ["Un", "La"]
    note = Evenement.objects.filter(objet="postit", action="deplacement").order_by("pk")[0]
    assert (note.encart, note.avant.split(", ")[0]) == ("ambition", "«\u00a0Un\u00a0»")
    annuler(contributrice, reponse)
    assert colles(projet, "eclaire", "constats") == ["Un", "Deux"]
    assert colles(projet, "eclaire", "ambition") == ["La"]


def test_postit_change_de_feuille_par_le_formulaire(
    projet: Projet, contributrice: Visiteur
) -> None:
    (un,) = coller(projet, "Un")
    FicheActionFactory(projet=projet)
    url = case(projet, "eclaire", "constats").url_postit(un.pk, "deplacer")
    page = contributrice.get(url)
    choix = element(page, "eclaire--constats").xpath(".//option/@value")
    assert "fiche-1--objectif" in choix
    assert "eclaire--constats" not in choix
    donnees = {**saisir(page), "vers": "fiche-1--objectif"}
    reponse = contributrice.post(url, donnees)
    assert reponse.status_code == 302
    assert colles(projet, "fiche-1", "objectif") == ["Un"]
    suite = contributrice.get(reponse.url)
    (retour,) = element(suite, "messages").xpath(".//form/@action")
    assert contributrice.post(retour, {}).status_code == 302
    assert colles(projet, "eclaire", "constats") == ["Un"]


def facteurs(projet: Projet, nom: str) -> list[str]:
    return [ligne.titre for ligne in relire_planche(projet, "fiche-1").encart(nom).lignes]


def test_ligne_change_de_liste_et_de_place(projet: Projet, contributrice: Visiteur) -> None:
    fiche = FicheActionFactory(projet=projet)
    cles = {
        t: FacteurFactory(projet=projet, fiche=fiche, texte=t, signe=s, ordre=o).pk
        for o, (t, s) in enumerate([("A", "+"), ("B", "+"), ("C", "+"), ("x", "-"), ("y", "-")])
    }
    ici = case(projet, "fiche-1", "facteurs_reussite")
    reponse = contributrice.htmx("post", ici.url_ligne(cles["C"], "deplacer"), {"avant": cles["A"]})
    assert facteurs(projet, "facteurs_reussite") == ["C", "A", "B"]
    annuler(contributrice, reponse)
    assert facteurs(projet, "facteurs_reussite") == ["A", "B", "C"]
    url = f"{ici.url_ligne(cles['B'], 'deplacer')}?vers=fiche-1--contraintes&apres={cles['x']}"
    reponse = contributrice.htmx("post", url)
    assert facteurs(projet, "facteurs_reussite") == ["A", "C"]
    assert facteurs(projet, "contraintes") == ["x", "B", "y"]
    annuler(contributrice, reponse)
    assert facteurs(projet, "facteurs_reussite") == ["A", "B", "C"]
    assert set(Facteur.objects.values_list("version", flat=True)) == {1, 3}


def test_acteur_change_de_colonne_par_l_operation_qui_le_note(
    projet: Projet, contributrice: Visiteur
) -> None:
    acteur = ActeurFactory(projet=projet, engagement="engage")
    boites = {e.preset: e.nom for e in relire_planche(projet, "acteurs").encarts}
    ici = case(projet, "acteurs", boites[("engagement", "engage"),])
    vers = {"vers": f"acteurs--{boites[('engagement', 'a_relancer'),]}"}
    contributrice.htmx("post", ici.url_ligne(acteur.pk, "deplacer"), vers)
    acteur.refresh_from_db()
    assert acteur.engagement == "a_relancer"
    assert acteur.changements.count() == 1
    cercle = {"vers": f"acteurs--{boites[('cercle', 'elargi'),]}"}
    la = case(projet, "acteurs", boites[("engagement", "a_relancer"),])
    refus = contributrice.htmx("post", la.url_ligne(acteur.pk, "deplacer"), cercle)
    assert refus.status_code == 422


@pytest.mark.parametrize(
    ("vers", "statut"),
    [
        ({"vers": "eclaire--inspirations"}, 422),
        ({"vers": "nulle-part--ici"}, 422),
        ({"vers": "eclaire"}, 422),
        ({}, 422),
        ({"avant": "1" * 30}, 200),
        ({"apres": "x", "vers": "eclaire--constats"}, 200),
    ],
)
def test_ce_qui_ne_mene_nulle_part_ne_deplace_rien(
    projet: Projet, contributrice: Visiteur, vers: dict[str, Any], statut: int
) -> None:
    fiche = FicheActionFactory(projet=projet)
    un, _ = FacteurFactory.create_batch(2, projet=projet, fiche=fiche)
    ici = case(projet, "fiche-1", "facteurs_reussite")
    avant = facteurs(projet, "facteurs_reussite")
    vers = {**vers, **({"vers": "fiche-1--facteurs_reussite"} if "apres" in vers else {})}
    reponse = contributrice.htmx("post", ici.url_ligne(un.pk, "deplacer"), vers)
    assert reponse.status_code == statut
    assert facteurs(projet, "facteurs_reussite") == avant
    dit = texte(racines(reponse)[0])
    assert (
        "Choisissez une case de la fresque." if statut == 422 else "Rien n’a été déplacé"
    ) in dit


def test_deplacer_deux_fois_sous_la_meme_cle_ne_deplace_qu_une(
    projet: Projet, contributrice: Visiteur
) -> None:
    un, _, trois = coller(projet, "Un", "Deux", "Trois")
    url = case(projet, "eclaire", "constats").url_postit(trois.pk, "deplacer")
    cle = {"HX-Request": "true", "X-Cle": "5f0c1f0a-6d6c-4f0e-9f5b-1a2b3c4d5e6f"}
    for _ in range(2):
        assert contributrice.post(url, {"avant": un.pk}, headers=cle).status_code == 200
    assert colles(projet, "eclaire", "constats") == ["Trois", "Un", "Deux"]
    assert Evenement.objects.filter(action="deplacement").count() == 1
