"""The last line of every list: what is typed or pasted there makes rows, once, all or none."""

import pytest

from fiches.models import FicheAction
from fresque.models import Constat, Inspiration
from pasapas.models import Evenement, Participant, Projet, Service
from tests.factories import FicheActionFactory
from tests.htmx import element, texte
from tests.mur import case, cases
from tests.personnes import Visiteur
from tests.saisie import CLE, MODES, envoyer

pytestmark = pytest.mark.une_base
CONSTATS = "planches/eclaire/constats/ajouter/"


@pytest.fixture
def url(projet: Projet) -> str:
    return f"/projets/{projet.slug}/{CONSTATS}"


def ecrits(projet: Projet) -> list[str]:
    return list(Constat.objects.de(projet).presents().values_list("texte", flat=True))


@pytest.mark.parametrize("mode", ["autosave", "page"])
def test_chaque_liste_ne_demande_qu_un_champ(
    mode: str, projet: Projet, animatrice: Visiteur, subtests: pytest.Subtests
) -> None:
    FicheActionFactory(projet=projet)
    listes = [c for c in cases(projet) if c.encart.ajout]
    datees = {"bilan", "seance"}  # what has a day first is opened by its form
    assert {c.encart.objet for c in listes if not c.encart.rapide} == datees
    for liste in (c for c in listes if c.encart.rapide):
        with subtests.test(liste.id_html):
            combien = len(liste.relire(projet).lignes)
            reponse = envoyer(animatrice, mode, liste.url_saisie, {"rapide": "Une idée"})
            assert reponse.status_code == 200
            lignes = liste.relire(projet).lignes
            assert len(lignes) == combien + 1
            assert lignes[-1].titre == "Une idée"
            if mode == "autosave" and not liste.a_sa_planche:
                boite = element(reponse.json()["html"], liste.id_html)
                assert "Une idée" in texte(boite)


def test_ce_qu_une_ligne_dit_se_range(projet: Projet, animatrice: Visiteur) -> None:
    """A name and what one does; the address of a page; anything else as it is."""
    animatrice.post(
        case(projet, "eclaire", "equipe").url_saisie,
        {"rapide": "Sandrine Le Goff, cheffe de service\nKarim"},
    )
    lus = Participant.objects.de(projet).exclude(ordre_equipe=None).order_by("ordre_equipe")
    assert list(lus.values_list("prenom", "nom", "fonction")) == [
        ("Sandrine", "Le Goff", "cheffe de service"),
        ("", "Karim", ""),
    ]
    animatrice.post(
        case(projet, "eclaire", "inspirations").url_saisie,
        {"rapide": "https://example.org/nuit\nUne visite"},
    )
    lues = Inspiration.objects.de(projet).values_list("type", "url", "texte")
    assert list(lues) == [("lien", "https://example.org/nuit", ""), ("note", "", "Une visite")]


def test_on_est_l_auteur_de_ce_qu_on_ajoute_et_cela_se_cache(
    projet: Projet, animatrice: Visiteur, url: str
) -> None:
    animatrice.post(url, {"rapide": "À mon nom"})
    animatrice.post(url, {"rapide": "Sans mon nom", "auteur_masque": "on"})
    lus = Constat.objects.de(projet).values_list("texte", "auteur", "auteur_masque")
    moi = animatrice.participant.pk
    assert list(lus) == [("À mon nom", moi, False), ("Sans mon nom", moi, True)]
    page = animatrice.get(f"/projets/{projet.slug}/planches/eclaire/")
    dites = [texte(li) for li in element(page, "eclaire--constats").xpath(".//li//p[1]/..")]
    assert [str(animatrice.participant) in dite for dite in dites] == [True, False]


@pytest.mark.parametrize("mode", MODES)
def test_une_ligne_renvoyee_ne_s_ajoute_pas_deux_fois(
    mode: str, projet: Projet, animatrice: Visiteur, url: str
) -> None:
    """The same under the same key: nothing; other words under it: the same row, corrected."""
    for dit in ("Le soir", "Le soir", "Le soir, personne"):
        envoyer(animatrice, mode, url, {"rapide": dit, "cle": CLE})
    assert ecrits(projet) == ["Le soir, personne"]


def test_des_lignes_collees_sont_autant_de_lignes_en_un_seul_pas(
    projet: Projet, animatrice: Visiteur, url: str
) -> None:
    projet.refresh_from_db()
    avant = projet.version
    colle = "•\tUn\r\n\r\n  •\tDeux\r\n•\tTrois\r\n"
    for _ in range(2):
        envoyer(animatrice, "autosave", url, {"rapide": colle, "cle": CLE})
    assert ecrits(projet) == ["Un", "Deux", "Trois"]
    projet.refresh_from_db()
    assert projet.version == avant + 1
    ajouts = Evenement.objects.filter(projet=projet, objet="constat")
    assert ajouts.count() == 3
    envoyer(animatrice, "autosave", url, {"rapide": "- garde son tiret\nsans puce"})
    assert ecrits(projet)[3:] == ["- garde son tiret", "sans puce"]


def test_des_lignes_collees_se_retirent_et_reviennent_ensemble(
    projet: Projet, animatrice: Visiteur, url: str
) -> None:
    animatrice.post(url, {"rapide": "Premier"})
    reponse = animatrice.htmx("post", url, {"rapide": "Un\nDeux", "autosave": "1"})
    for attendus in (["Premier"], ["Premier", "Un", "Deux"]):
        html = (
            reponse.json()["html"]
            if reponse.headers["Content-Type"] == "application/json"
            else (reponse.content.decode())
        )
        (annuler,) = element(html, "eclaire--constats").xpath(".//*[@data-annuler]")
        reponse = animatrice.htmx("post", annuler.get("hx-post"))
        assert ecrits(projet) == attendus


def test_une_ligne_refusee_les_refuse_toutes_et_rien_ne_se_perd(
    projet: Projet, animatrice: Visiteur
) -> None:
    url = case(projet, "eclaire", "services").url_saisie
    colle = "Internat\n" + "x" * 400
    reponse = envoyer(animatrice, "autosave", url, {"rapide": colle})
    assert reponse.status_code == 422
    (dit,) = reponse.json()["erreurs"]["nom"]
    assert dit.startswith("«\u00a0Nom\u00a0»\u00a0: Ligne 2 : ")
    page = animatrice.post(url, {"rapide": colle})
    assert page.status_code == 422
    assert colle in page.content.decode()
    assert not Service.objects.de(projet).exists()
    trop = envoyer(animatrice, "autosave", url, {"rapide": "\n".join(["S"] * 101)})
    assert trop.status_code == 422
    assert "Collez 100 lignes au plus à la fois : il y en a 101." in str(trop.json()["erreurs"])
    vide = animatrice.post(url, {"rapide": " \n "})
    assert vide.status_code == 422
    assert "Remplissez" in vide.content.decode()
    assert not Service.objects.de(projet).exists()


def test_sans_script_on_revient_au_champ(projet: Projet, animatrice: Visiteur, url: str) -> None:
    reponse = animatrice.post(url, {"rapide": "Le soir"})
    assert (
        reponse["Location"] == f"/projets/{projet.slug}/planches/eclaire/#eclaire--constats-ecrire"
    )
    page = animatrice.get(reponse["Location"])
    champ = element(page, "eclaire--constats-ecrire")
    form = element(page, champ.get("form"))
    assert form.get("action") == url
    assert form.xpath(".//input[@name='csrfmiddlewaretoken']")


@pytest.mark.parametrize("mode", ["autosave", "page"])
def test_une_fiche_nouvelle_s_ouvre_a_cote_de_l_exemple(
    mode: str, projet: Projet, animatrice: Visiteur
) -> None:
    url = case(projet, "actions", "fiches").url_saisie
    reponse = envoyer(animatrice, mode, url, {"rapide": "TUTORAT"}, suivre=False)
    page = f"/projets/{projet.slug}/planches/fiche-1/?cote=exemple"
    assert (reponse.json()["page"] if mode == "autosave" else reponse["Location"]) == page
    assert element(animatrice.get(page), "cote").xpath(".//*[contains(@class, 'extrait--')]")
    envoyer(animatrice, mode, url, {"rapide": "Accueil\nNuit"})
    lues = FicheAction.objects.de(projet).order_by("numero")
    assert list(lues.values_list("intitule", flat=True)) == ["TUTORAT", "Accueil", "Nuit"]


def test_ne_rien_choisir_se_dit_par_un_tiret(projet: Projet, animatrice: Visiteur) -> None:
    page = animatrice.get(case(projet, "acteurs", "cercle-direct").url_saisie).content.decode()
    assert (">—</option>" in page, "-----" in page) == (True, False)
