"""What the pages of a campagne say, and to whom: before it opens, while it is, at its closing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diagnostic.campagnes import ouverture, seance
from diagnostic.campagnes.cloture import cloturer
from diagnostic.models import (
    Campagne,
    Passation,
)
from fresque.instant import Gardee, instant
from pasapas.models import Projet
from pasapas.valeurs.textes import jour
from tests.diagnostic.campagnes_outils import (
    Telephone,
    adresse,
    geste,
    liste,
    ouvrir,
    recueil_ouvert,
    saisie,
)
from tests.factories import (
    CampagneFactory,
    FicheActionFactory,
)
from tests.htmx import element, lu, texte
from tests.mur import relire
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base


@pytest.mark.parametrize(
    ("champs", "champ", "message"),
    [
        ({"nom": ""}, "nom", "Ce champ est obligatoire."),
        ({"seuil": "2"}, "seuil", "Écrivez un nombre d’au moins 3."),
        ({"seuil": "11"}, "seuil", "Écrivez un nombre d’au plus 10."),
        ({"minutes": "x"}, "minutes", "Écrivez un nombre, en chiffres."),
        ({"questionnaire": "0"}, "questionnaire", None),
        ({"mode_irp": "secret"}, "mode_irp", "Choisissez une des trois façons."),
        (
            {"invites_salaries": ""},
            "invites_salaries",
            "Dites combien de personnes recevront le lien.",
        ),
        ({"invites_salaries": "4"}, "invites_salaries", None),
        (
            {"cloture_prevue": ""},
            "cloture_prevue",
            "Dites quel jour le questionnaire se fermera.",
        ),
        ({"cloture_prevue": "demain"}, "cloture_prevue", "Écrivez la date ainsi : 17/02/2026."),
        ({"cloture_prevue": "2020-01-01"}, "cloture_prevue", None),
        ({"invites_salaries": "-1"}, "invites_salaries", None),
        ({"mode_direction_rh": "collective", "mode_rh": "collective"}, "mode_direction_rh", None),
        (
            {"mode_encadrement": "", "mode_salaries": ""},
            "__all__",
            "Choisissez au moins un collège qui répondra.",
        ),
    ],
)
def test_saisie_refusee_dit_pourquoi_et_garde_le_reste(
    champs: dict[str, str],
    champ: str,
    message: str | None,
    animatrice: Visiteur,
    projet: Projet,
) -> None:
    reponse = animatrice.post(f"{liste(projet)}ouvrir/", saisie(**champs))

    form = reponse.context["form"]
    assert reponse.status_code == 422
    assert set(form.errors) == {champ}
    assert message is None or form.errors[champ] == [message]
    assert form["invites_encadrement"].value() == "3"
    assert not Campagne.objects.de(projet).exists()


def test_la_cloture_annoncee_se_lit_avant_de_repondre(animatrice: Visiteur, projet: Projet) -> None:
    """And who would close before it is told what was promised."""
    demain = timezone.localdate() + timedelta(days=1)
    passation = recueil_ouvert(projet, cloture_prevue=demain)
    telephone = Telephone(passation)
    dit = f"Vous pouvez répondre jusqu’au {jour(demain)}."
    assert dit in texte(element(telephone.get(telephone.base), "contenu"))
    url = adresse(passation.campagne, "cloturer/")
    assert "C’est avant le jour annoncé" in animatrice.get(url).content.decode()
    Campagne.objects.update(cloture_prevue=timezone.localdate())
    assert "C’est avant le jour annoncé" not in animatrice.get(url).content.decode()


def test_une_campagne_ne_fait_relire_que_ses_deux_planches(
    animatrice: Visiteur, projet: Projet
) -> None:
    """Opened, answered and closed: the rest of the wall stays as this process keeps it."""
    FicheActionFactory(projet=projet)
    siennes = {"etat-des-lieux", "autodiagnostic"}

    def relues() -> set[str]:
        projet.refresh_from_db()
        apres, avant = instant(projet).gardees, dict(gardees)
        gardees.update(apres)
        return {code for code, une in apres.items() if une is not avant.get(code)}

    gardees: dict[str, Gardee] = {}
    assert relues() > siennes
    with CaptureQueriesContext(connection) as ecrites:
        animatrice.post(f"{liste(projet)}ouvrir/", saisie(mode_salaries="", invites_salaries=""))
    assert relues() == siennes
    assert "fiches_etape" not in " ".join(une["sql"] for une in ecrites)
    campagne = Campagne.objects.de(projet).get()
    passation = campagne.passations.get()
    seance.donner_voix(passation, "q01", "3", geste=geste(projet))
    assert cloturer(geste(projet), campagne).resultats
    assert relues() == siennes
    assert instant(projet).fresque == relire(projet)


@pytest.mark.parametrize("suite", ["", "seance/", "cloturer/", "annuler/", "papier/encadrement/"])
def test_portes_d_une_campagne(
    suite: str,
    lecteur: Visiteur,
    contributrice: Visiteur,
    etrangere: Visiteur,
    anonyme: Visiteur,
    projet: Projet,
) -> None:
    url = adresse(ouvrir(projet), suite)
    lisible = suite in {"", "seance/"}
    assert etrangere.get(url).status_code == 404
    assert anonyme.get(url).status_code == 302
    for visiteur in (lecteur, contributrice):
        assert visiteur.get(url).status_code == (200 if lisible else 403)


def test_la_page_dit_le_mode_avant_tout(contributrice: Visiteur, projet: Projet) -> None:
    page = contributrice.get(adresse(ouvrir(projet))).content.decode()
    assert "La réponse d’un collège porte son nom" in page
    assert "Rien ne relie une réponse à une personne" in page


def test_le_lien_n_est_montre_qu_a_qui_anime(
    animatrice: Visiteur, contributrice: Visiteur, projet: Projet
) -> None:
    campagne = ouvrir(projet)
    lien = f"/recueil/{campagne.passations.get(mode='individuelle').jeton}/"
    assert lien in animatrice.get(adresse(campagne)).content.decode()
    assert lien not in contributrice.get(adresse(campagne)).content.decode()


def test_clore_dit_avant_ce_qui_sera_montre_et_cache(animatrice: Visiteur, projet: Projet) -> None:
    passation = recueil_ouvert(projet)
    url = adresse(passation.campagne, "cloturer/")
    assert "moins de 5" in lu(animatrice.get(url))
    for _ in range(5):
        telephone = Telephone(passation).commencer()
        telephone.repondre("q01", 2)
        telephone.rendre()
    page = animatrice.get(url).content.decode()
    assert "Ce qui sera montré" in page
    assert "Ce qui restera caché" not in page
    assert Campagne.objects.de(projet).get().ouverte


@pytest.mark.parametrize(("invites", "places"), [(5, 7), (20, 22), (40, 44), (None, None)])
def test_places_d_un_recueil(invites: int | None, places: int | None) -> None:
    assert Passation(invites=invites).places == places


def test_memes_requetes_pour_une_et_trois_campagnes(animatrice: Visiteur, projet: Projet) -> None:
    def compter() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert animatrice.get(liste(projet)).status_code == 200
        return len(requetes)

    close = {"projet": projet, "ouverte_le": "2026-01-01", "close_le": "2026-01-02"}
    CampagneFactory(**close)
    une = compter()
    CampagneFactory(**close)
    CampagneFactory(**close)
    assert compter() == une


def test_jetons_sans_signe_ambigu() -> None:
    jetons = {ouverture.nouveau_jeton() for _ in range(200)}
    assert len(jetons) == 200
    assert not set("".join(jetons)) & set("01iloOIL")
