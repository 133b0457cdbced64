"""An étape is done in one gesture, on the établissement's own day, and each gesture is undone."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from fiches.models import Etape
from pasapas.models import Etablissement, Evenement, Projet
from tests.factories import EtapeFactory, FacteurFactory, FicheActionFactory
from tests.htmx import racines, texte
from tests.mur import Case, case
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
SOIR = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)  # 1 June already in Paris


@pytest.fixture
def etape(projet: Projet) -> Etape:
    return EtapeFactory(projet=projet, fiche=FicheActionFactory(projet=projet))


@pytest.fixture
def ici(etape: Etape, projet: Projet) -> Case:
    return case(projet, "fiche-1", "etapes")


def faite(etape: Etape) -> date | None:
    etape.refresh_from_db()
    return etape.date_realisation


@pytest.mark.parametrize(
    ("departement", "jour"), [("971", date(2026, 5, 31)), ("35", date(2026, 6, 1))]
)
def test_une_etape_se_coche_au_jour_de_l_etablissement(
    departement: str,
    jour: date,
    etape: Etape,
    ici: Case,
    contributrice: Visiteur,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: SOIR)
    Etablissement.objects.filter(projets=etape.projet).update(departement=departement)
    contributrice.htmx("post", ici.url_ligne(etape.pk, "faite"))
    assert faite(etape) == jour


def test_cocher_decocher_et_revenir(etape: Etape, ici: Case, contributrice: Visiteur) -> None:
    Etape.objects.filter(pk=etape.pk).update(date_realisation=date(2025, 2, 17))
    deja = contributrice.htmx("post", ici.url_ligne(etape.pk, "faite"))
    assert "Étape déjà faite, le 17 février 2025." in texte(racines(deja)[0])
    rouverte = contributrice.htmx("post", ici.url_ligne(etape.pk, "a-faire"))
    assert "Étape à faire de nouveau." in texte(racines(rouverte)[0])
    assert faite(etape) is None
    (annuler,) = racines(rouverte)[0].xpath(".//button[@data-annuler]/@hx-post")
    contributrice.htmx("post", annuler)
    assert faite(etape) == date(2025, 2, 17)
    dits = Evenement.objects.filter(objet="etape").order_by("pk").values_list("avant", "apres")
    assert list(dits) == [("17 février 2025", ""), ("", "17 février 2025")]


def test_deux_qui_cochent_ensemble_font_une_date(
    etape: Etape, ici: Case, contributrice: Visiteur, animatrice: Visiteur
) -> None:
    premiere = contributrice.htmx("post", ici.url_ligne(etape.pk, "faite"))
    seconde = animatrice.htmx("post", ici.url_ligne(etape.pk, "faite"))
    assert "Étape faite le" in texte(racines(premiere)[0])
    assert "Étape déjà faite, le" in texte(racines(seconde)[0])
    assert Evenement.objects.filter(objet="etape").count() == 1


@pytest.mark.une_base
def test_une_etape_faite_propose_la_suivante(
    etape: Etape, ici: Case, contributrice: Visiteur
) -> None:
    """In the group's own order; who or when is one gesture away while nobody said it."""
    EtapeFactory(
        projet=etape.projet, fiche=etape.fiche, intitule="Essayer", periode_envisagee="avril"
    )
    boite, *_ = racines(contributrice.htmx("post", ici.url_ligne(etape.pk, "faite")))
    (suite,) = boite.xpath(".//p[@class='avis__suite']")
    assert texte(suite) == "Étape suivante : Essayer · avril · À qui ?"
    (geste,) = suite.xpath("a/@hx-get")
    (ouverte,) = racines(contributrice.htmx("get", geste))
    assert ouverte.xpath(".//td[contains(@class, 'cellule--qui')]//form//input[@name='noms']")
    contributrice.htmx("post", ici.url_ligne(Etape.objects.latest("pk").pk, "faite"))
    EtapeFactory(projet=etape.projet, fiche=etape.fiche, date_realisation=date(2026, 1, 5))
    boite, *_ = racines(contributrice.htmx("post", ici.url_ligne(etape.pk, "a-faire")))
    assert "suivante" not in texte(boite)
    boite, *_ = racines(contributrice.htmx("post", ici.url_ligne(etape.pk, "faite")))
    assert "C’était la dernière étape de cette fiche." in texte(boite)


@pytest.mark.une_base
def test_sans_javascript_la_coche_ramene_a_la_feuille(
    etape: Etape, ici: Case, contributrice: Visiteur
) -> None:
    reponse = contributrice.post(ici.url_ligne(etape.pk, "faite"), {})
    assert (reponse.status_code, reponse.url) == (302, ici.url_lieu)
    assert faite(etape)


@pytest.mark.une_base
@pytest.mark.parametrize("le", ["hier", "2025-02-30", "0026-01-01", "2199-01-01", ""])
def test_un_jour_qui_ne_se_lit_pas_ne_coche_rien(
    le: str, etape: Etape, ici: Case, contributrice: Visiteur
) -> None:
    url = f"{ici.url_ligne(etape.pk, 'faite')}?le={le}"
    assert contributrice.htmx("post", url).status_code == 404
    assert faite(etape) is None


@pytest.mark.une_base
def test_ce_qui_n_a_pas_de_date_ne_se_coche_pas(etape: Etape, contributrice: Visiteur) -> None:
    facteur = FacteurFactory(projet=etape.projet, fiche=etape.fiche)
    ici = case(etape.projet, "fiche-1", "facteurs_reussite")
    assert contributrice.htmx("post", ici.url_ligne(facteur.pk, "faite")).status_code == 404


def test_une_cellule_ne_demande_que_ses_champs(
    etape: Etape, ici: Case, contributrice: Visiteur
) -> None:
    url = f"{ici.url_ligne(etape.pk)}?champ=resultats"
    page = contributrice.htmx("get", url)
    (boite,) = racines(page)
    assert boite.xpath(".//form/@hx-post") == [url]
    assert boite.xpath(".//form//textarea/@name") == ["resultats"]
    Etape.objects.filter(pk=etape.pk).update(intitule="Changée ailleurs")
    envoi = {"resultats": "Deux tuteurs", "base-resultats": ""}
    assert contributrice.htmx("post", url, envoi).status_code == 200
    etape.refresh_from_db()
    assert (etape.intitule, etape.resultats) == ("Changée ailleurs", "Deux tuteurs")
    inconnu = f"{ici.url_ligne(etape.pk)}?champ=retire_le"
    assert contributrice.htmx("get", inconnu).status_code == 404


def test_un_mois_enregistre_seul_se_mesure_a_celui_de_la_ligne(
    etape: Etape, ici: Case, contributrice: Visiteur
) -> None:
    Etape.objects.filter(pk=etape.pk).update(periode_debut="2025-06")

    def enregistrer(**champs: str) -> int:
        envoi = {"autosave": "1", "champ": list(champs), **champs}
        return contributrice.htmx("post", ici.url_ligne(etape.pk), envoi).status_code

    assert enregistrer(periode_fin="2025-08") == 200
    assert enregistrer(periode_fin="2025-05") == 422
    assert enregistrer(periode_debut="2025-09") == 422
    etape.refresh_from_db()
    assert (str(etape.periode_debut), str(etape.periode_fin)) == ("2025-06", "2025-08")


@pytest.mark.une_base
def test_le_tableau_se_remplit_sur_place_et_se_lit_sans_boutons(
    etape: Etape, ici: Case, contributrice: Visiteur, lecteur: Visiteur
) -> None:
    Etape.objects.filter(pk=etape.pk).update(
        periode_fin="2020-06", periode_envisagee="", resultats=""
    )
    for personne, gestes in ((contributrice, True), (lecteur, False)):
        (boite,) = racines(personne.htmx("get", ici.url))
        assert "En retard de" in texte(boite)
        assert bool(boite.xpath(".//a | .//button")) is gestes
    (boite,) = racines(contributrice.htmx("get", ici.url))
    liens = boite.xpath(".//a[@data-ecrire][contains(@id, $i)]", i=f"etapes-{etape.pk}-")
    assert [lien.get("href").partition("?")[2] for lien in liens] == [
        "champ=intitule",
        "champ=periode_envisagee&champ=periode_debut&champ=periode_fin",
        "champ=responsables&champ=noms",
        "champ=date_realisation&champ=realisation_precision",
        "champ=resultats",
    ]
    assert texte(liens[3]).startswith("Date : Date de réalisation, ")
    (ouverte,) = racines(contributrice.htmx("get", liens[3].get("hx-get")))
    dans_la_cellule = ouverte.xpath(".//td[contains(@class, 'cellule--realisation')]//form")
    assert len(dans_la_cellule) == 1
    assert ouverte.xpath(".//a[@data-ecrire]") != []
