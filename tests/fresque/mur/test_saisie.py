"""Every box of the wall can be written where it stands, with htmx and without JavaScript."""

from typing import Any

import pytest
from django.http import HttpResponse

from pasapas.models import Evenement, Projet
from tests.factories import FicheActionFactory
from tests.htmx import element, racines, texte
from tests.mur import Case, cases, relire_planche, remplir
from tests.mur import case as une_case
from tests.personnes import Visiteur
from tests.saisie import saisir, textes

MODES = ["htmx", pytest.param("page", marks=pytest.mark.une_base)]


def demander(
    client: Visiteur, mode: str, methode: str, url: str, donnees: object = None
) -> HttpResponse:
    if mode == "htmx":
        return client.htmx(methode, url, donnees)
    return getattr(client, methode)(url, donnees or {})


def montre(client: Visiteur, mode: str, case: Case, reponse: HttpResponse) -> str:
    """What the box says after an answer: in the answer itself, or on the page it leads to."""
    if mode == "htmx":
        assert reponse.status_code == 200
        (boite,) = [r for r in racines(reponse) if r.get("id") == case.id_html]
        assert "hx-swap-oob" not in boite.attrib
        return texte(boite)
    assert reponse.status_code == 302
    assert reponse.url == case.url_lieu
    return texte(element(client.htmx("get", case.url), case.id_html))


def destination(reponse: HttpResponse) -> str:
    """Where the browser goes next."""
    return reponse.headers.get("HX-Redirect") or reponse.url


def dans_la_case(case: Case, donnees: dict[str, Any]) -> dict[str, Any]:
    """The same, staying in this column; a séance to come has a day to come."""
    if case.encart.nom == "a-venir":
        donnees["date"] = "2199-03-14"
    return donnees | {axe: valeur for axe, valeur in case.encart.preset if axe in donnees}


def chaque_case(projet: Projet) -> list[Case]:
    """The boxes of one fiche and one bilan are those of all."""
    return [case for case in cases(projet) if not case.planche.code.endswith("-2")]


def une_par_objet(projet: Projet) -> list[Case]:
    """Without JavaScript the road is the same for all: a text and a list of each kind of row."""
    trouvees: dict[object, Case] = {}
    for case in chaque_case(projet):
        trouvees.setdefault((case.encart.objet, case.encart.est_texte), case)
    return list(trouvees.values())


def chaque_sorte(projet: Projet, mode: str) -> list[Case]:
    """One box per kind of list, whichever column of it; without JavaScript, one per kind of row."""
    sortes = {}
    for case in chaque_case(projet):
        encart = case.encart
        if encart.ajout:
            axes = tuple(axe for axe, _ in encart.preset)
            sortes.setdefault((encart.objet, axes if mode == "htmx" else ()), case)
    return list(sortes.values())


def derniere_note(projet: Projet) -> tuple[str, str]:
    note = Evenement.objects.filter(projet=projet).order_by("-pk")[0]
    return note.planche, note.encart


@pytest.fixture
def rempli(projet: Projet) -> Projet:
    return remplir(projet, 2)


@pytest.mark.parametrize("mode", MODES)
def test_chaque_case_s_ecrit(
    mode: str, rempli: Projet, animatrice: Visiteur, subtests: pytest.Subtests
) -> None:
    ecrites = chaque_case(rempli) if mode == "htmx" else une_par_objet(rempli)
    for case in ecrites:
        if not case.url_saisie:
            continue
        with subtests.test(case=case.id_html):
            page = demander(animatrice, mode, "get", case.url_saisie)
            assert page.status_code == 200
            assert element(page, case.id_html).get("data-encart") is not None
            assert ("autofocus" in page.text) == (mode == "page")  # beside a box, its hand is free
            donnees = dans_la_case(case, saisir(page))
            reponse = demander(animatrice, mode, "post", case.url_saisie, donnees)
            assert derniere_note(rempli) == (case.planche.code, case.encart.nom)
            if not case.encart.est_texte and case.a_sa_planche:
                assert animatrice.get(destination(reponse)).status_code == 200
                continue
            dit = montre(animatrice, mode, case, reponse)
            for frappe in textes(page, donnees)[:1]:
                assert frappe in dit


@pytest.mark.parametrize("mode", MODES)
def test_chaque_ligne_se_modifie(
    mode: str, rempli: Projet, animatrice: Visiteur, subtests: pytest.Subtests
) -> None:
    for case in chaque_sorte(rempli, mode):
        with subtests.test(case=case.id_html):
            url = case.url_ligne(case.relire(rempli).lignes[0].pk)
            page = demander(animatrice, mode, "get", url)
            assert page.status_code == 200
            donnees = dans_la_case(case, saisir(page))
            reponse = demander(animatrice, mode, "post", url, donnees)
            dit = montre(animatrice, mode, case, reponse)
            for frappe in textes(page, donnees)[:1]:
                assert frappe in dit


@pytest.mark.parametrize("mode", MODES)
def test_chaque_ligne_se_deplace(
    mode: str, rempli: Projet, animatrice: Visiteur, subtests: pytest.Subtests
) -> None:
    for case in chaque_sorte(rempli, mode):
        with subtests.test(case=case.id_html):
            avant = [ligne.pk for ligne in case.encart.lignes]
            premier, second, *reste = avant
            for geste, ordre in (
                ("monter", avant),
                ("descendre", [second, premier, *reste]),
                ("monter", avant),
            ):
                reponse = demander(animatrice, mode, "post", case.url_ligne(premier, geste))
                montre(animatrice, mode, case, reponse)
                assert [ligne.pk for ligne in case.relire(rempli).lignes] == ordre


@pytest.mark.parametrize("mode", MODES)
def test_chaque_ligne_se_retire_et_se_retablit(
    mode: str, rempli: Projet, animatrice: Visiteur, subtests: pytest.Subtests
) -> None:
    for case in chaque_sorte(rempli, mode):
        if case.encart.nom == "bilans":
            continue
        with subtests.test(case=case.id_html):
            avant = [ligne.pk for ligne in case.encart.lignes]
            retirer = case.url_ligne(avant[0], "retirer")
            reponse = demander(animatrice, mode, "post", retirer)
            assert [ligne.pk for ligne in case.relire(rempli).lignes] == avant[1:]
            retablir = case.url_ligne(avant[0], "retablir")
            if case.a_sa_planche or mode == "page":
                assert retablir in animatrice.get(destination(reponse)).content.decode()
            else:
                assert retablir in reponse.content.decode()
            assert demander(animatrice, mode, "post", retablir).status_code in {200, 302}
            assert [ligne.pk for ligne in case.relire(rempli).lignes] == avant


@pytest.mark.parametrize("mode", MODES)
def test_post_it_se_colle_se_corrige_et_se_recolle(
    mode: str, projet: Projet, animatrice: Visiteur
) -> None:
    case = une_case(projet, "eclaire", "constats")
    page = demander(animatrice, mode, "get", case.url_postit())
    reponse = demander(animatrice, mode, "post", case.url_postit(), saisir(page, "Nouveau <i>"))
    assert "Nouveau <i> texte" in montre(animatrice, mode, case, reponse)
    (postit,) = case.relire(projet).postits
    page = demander(animatrice, mode, "get", case.url_postit(postit.pk))
    donnees = saisir(page, "Corrigé <i>")
    reponse = demander(animatrice, mode, "post", case.url_postit(postit.pk), donnees)
    assert "Corrigé <i> texte" in montre(animatrice, mode, case, reponse)
    colles = case.relire(projet).postits
    reponse = demander(animatrice, mode, "post", case.url_postit(postit.pk, "retirer"))
    assert "Corrigé" not in montre(animatrice, mode, case, reponse)
    reponse = demander(animatrice, mode, "post", case.url_postit(postit.pk, "retablir"))
    assert "Corrigé <i> texte" in montre(animatrice, mode, case, reponse)
    assert case.relire(projet).postits == colles


@pytest.mark.une_base
def test_chaque_case_porte_des_post_it(projet: Projet, animatrice: Visiteur) -> None:
    FicheActionFactory(projet=projet)
    for case in cases(projet):
        donnees = {"texte": f"Sur {case.id_html}", "couleur": "rose"}
        reponse = animatrice.htmx("post", case.url_postit(), donnees)
        dit = montre(animatrice, "htmx", case, reponse)
        assert f"Sur {case.id_html}" in dit
        assert "Vigilance" in dit


def test_bilan_retire_depuis_sa_planche_se_retablit(rempli: Projet, animatrice: Visiteur) -> None:
    """The page one stands on goes: the way back is on the page one is led to."""
    case = une_case(rempli, "bilan-1", "bilans")
    pk = case.encart.lignes[0].pk
    reponse = animatrice.htmx("post", case.url_ligne(pk, "retirer"))
    assert relire_planche(rempli, "bilan-1") is None
    (annuler,) = animatrice.get(destination(reponse)).context["messages"]
    assert animatrice.post(annuler.extra_tags).status_code == 302
    assert case.relire(rempli) == case.encart


def test_dernier_bilan_ne_se_retire_pas(projet: Projet, animatrice: Visiteur) -> None:
    case = une_case(projet, "bilan-1", "bilans")
    reponse = animatrice.htmx("post", case.url_ligne(case.encart.lignes[0].pk, "retirer"))
    assert "la fresque en a toujours un" in montre(animatrice, "htmx", case, reponse)
    assert case.relire(projet) == case.encart
