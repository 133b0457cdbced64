"""Choosing, stopping in one click, and the strips of paper."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fresque.models import ChoixRappels
from fresque.rappels.operations import adresse_d_arret
from pasapas.models import Participant, Projet, Role
from pasapas.serveur.journaux import masquer
from tests.factories import ParticipantFactory, ResponsableEtapeFactory, UserFactory
from tests.fresque.rappels.outils import Horloge, avec_adresse, etape
from tests.htmx import lu
from tests.papier import poppler
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
PAGE = "/mes-rappels/"
DEFAUT = {"rythme": "miennes", "j30": False, "j7": True, "j1": True, "retard": True}


def choisi(user: Any) -> dict[str, Any] | None:
    return ChoixRappels.objects.filter(user=user).values(*DEFAUT).first()


def test_on_choisit_pour_soi(contributrice: Visiteur) -> None:
    moi = contributrice.participant.user
    page = contributrice.get(PAGE)
    assert {nom: page.context["form"][nom].value() for nom in DEFAUT} == DEFAUT
    assert choisi(moi) is None
    assert contributrice.post(PAGE, {"rythme": "miennes", "j30": "on"}).status_code == 302
    assert choisi(moi) == {**DEFAUT, "j30": True, "j7": False, "j1": False, "retard": False}
    contributrice.post(PAGE, {"rythme": "aucun"})
    assert choisi(moi)["rythme"] == "aucun"


@pytest.mark.parametrize("envoi", [{}, {"rythme": "souvent", "j7": "on"}, {"rythme": "miennes"}])
def test_un_choix_qui_n_en_est_pas_un_est_dit_et_rien_ne_change(
    envoi: dict[str, str], contributrice: Visiteur
) -> None:
    page = contributrice.post(PAGE, envoi)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert choisi(contributrice.participant.user) is None


def test_sans_adresse_la_page_dit_ou_trouver_sa_bande(contributrice: Visiteur) -> None:
    moi = contributrice.participant.user
    moi.email = None
    moi.save()
    assert "Demandez votre bande" in lu(contributrice.get(PAGE))
    assert "demandez votre bande" in lu(contributrice.get("/comptes/"))


def test_l_arret_marche_sans_compte_et_regarder_n_arrete_rien(projet: Projet) -> None:
    qui = avec_adresse(projet).user
    adresse = f"/rappels/arret/{adresse_d_arret(qui)}/"
    boite = Client(enforce_csrf_checks=True)
    assert "Ne plus en recevoir" in lu(boite.get(adresse))
    assert boite.head(adresse).status_code == 200
    assert choisi(qui) is None
    page = boite.post(adresse, {"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert choisi(qui)["rythme"] == "aucun"
    boite.post(adresse)
    assert ChoixRappels.objects.count() == 1
    autre = avec_adresse(projet).user
    truque = adresse.replace(f"/{qui.pk}:", f"/{autre.pk}:")
    for fausse in (truque, adresse[:-3] + "/", "/rappels/arret/1:x/"):
        assert boite.post(fausse).status_code == 404
    assert choisi(autre) is None
    assert masquer(f"POST {adresse} 200") == "POST /rappels/arret/…/ 200"


@pytest.fixture
def groupe(projet: Projet, monkeypatch: pytest.MonkeyPatch) -> dict[str, Participant]:
    """One with an e-mail, one with a card, one named alone, one who left."""
    monkeypatch.setattr(timezone, "now", Horloge().now)
    qui = {
        "ines": avec_adresse(projet, nom="Inès", prenom=""),
        "carte": ParticipantFactory(
            projet=projet, nom="Karim", prenom="", user=UserFactory(email=None)
        ),
        "partie": ParticipantFactory(
            projet=projet, nom="Zoé", prenom="", acces_clos_le="2026-01-01"
        ),
    }
    for nom, participant in qui.items():
        une = etape(None, projet, fin="2026-05", intitule=f"Étape de {nom}")
        ResponsableEtapeFactory(etape=une, participant=participant)
    nommee = etape(None, projet, fin="2026-05-20", intitule="Étape du cuisinier")
    ResponsableEtapeFactory(etape=nommee, participant=None, nom="Le cuisinier")
    for rang in range(5):
        etape(None, projet, fin="2026-06-10", intitule=f"Encore {rang}")
    etape(None, projet, fin="2026-09", intitule="Bien plus tard")
    return qui


def test_une_bande_par_personne_que_nul_e_mail_n_atteint(
    groupe: dict[str, Participant], projet: Projet, lecteur: Visiteur
) -> None:
    adresse = f"/projets/{projet.slug}/rappels/"
    bandes = {b.nom: [e.intitule for e in b.etapes] for b in lecteur.get(adresse).context["bandes"]}
    assert bandes == {
        "Karim": ["Étape de carte"],
        "Le cuisinier": ["Étape du cuisinier"],
        "": ["Étape de partie", *(f"Encore {rang}" for rang in range(5))],
    }
    tous = lecteur.get(f"{adresse}?pour=tous").context["bandes"]
    assert [b.nom for b in tous] == ["Inès", "Karim", "Le cuisinier", ""]
    pdf = lecteur.get(f"/projets/{projet.slug}/rappels.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    texte = " ".join(poppler("pdftotext", pdf.content).split())
    assert "En retard de 4 jours" in texte and "Bien plus tard" not in texte
    assert texte.count("Sans personne : qui s’en charge ?") == 2  # four étapes a strip
    assert "Sans personne : qui s’en charge ? (suite)" in texte


def test_sans_rien_a_rappeler_il_n_y_a_pas_de_feuille(projet: Projet, lecteur: Visiteur) -> None:
    reponse = lecteur.get(f"/projets/{projet.slug}/rappels.pdf", follow=True)
    assert "il n’y a rien à imprimer" in lu(reponse)
    assert lecteur.participant.role == Role.LECTEUR
