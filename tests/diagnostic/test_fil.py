"""From a piste to an intention, from an intention to a fiche: once, and the thread both ways."""

import pytest

from diagnostic import operations
from diagnostic.models import (
    Intention,
    Piste,
    Question,
    SyntheseTheme,
)
from fiches.models import FicheAction, Origine
from pasapas.ecriture.journal import Geste
from pasapas.models import Projet
from tests.base import empreinte
from tests.factories import (
    CampagneFactory,
    ElementThemeFactory,
    EtonnementFactory,
    FicheActionFactory,
    IntentionFactory,
    PisteFactory,
)
from tests.htmx import element
from tests.mur import relire_planche
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base
P4 = "planches/autodiagnostic"


@pytest.fixture
def geste(projet: Projet) -> Geste:
    return Geste(projet, None, "autodiagnostic", "pistes")


def base(projet: Projet) -> str:
    return f"/projets/{projet.slug}/"


def transformer(
    client: Visiteur, projet: Projet, encart: str, pk: int, geste: str = "devenir", **entetes: str
) -> object:
    url = f"{base(projet)}{P4}/{encart}/lignes/{pk}/{geste}/"
    return client.post(url, headers=entetes)


def test_piste_devient_intention_et_le_fil_se_voit(projet: Projet, contributrice: Visiteur) -> None:
    piste = PisteFactory(projet=projet, texte="Un tuteur volontaire")
    reponse = transformer(contributrice, projet, "pistes", piste.pk, **{"HX-Request": "true"})
    intention = Intention.objects.get(piste=piste)
    assert intention.texte == "Un tuteur volontaire"
    pistes, intentions = (
        element(reponse, f"autodiagnostic--{nom}") for nom in ("pistes", "intentions")
    )
    assert "Devenue une intention" in pistes.text_content()
    assert "En faire une intention" not in pistes.text_content()
    assert "Née d’une piste d’action" in intentions.text_content()
    (retour,) = intentions.xpath(".//a[contains(@href, 'pistes')]/@href")
    assert retour == f"{base(projet)}planches/autodiagnostic/#autodiagnostic--pistes-{piste.pk}"
    (annuler,) = intentions.xpath(".//button[@data-annuler]/@formaction")
    contributrice.post(annuler)
    (ligne,) = relire_planche(projet, "autodiagnostic").encart("pistes").lignes
    assert ligne.devenir == "En faire une intention"


def test_mots_changes_se_citent_dans_les_deux_sens(projet: Projet) -> None:
    piste = PisteFactory(projet=projet, texte="Un tuteur")
    IntentionFactory(projet=projet, piste=piste, texte="Un tuteur par métier")
    planche = relire_planche(projet, "autodiagnostic")
    dits = [
        champ.texte
        for nom in ("pistes", "intentions")
        for champ in planche.encart(nom).lignes[0].details
    ]
    assert dits == [
        "Devenue l’intention «\u00a0Un tuteur par métier\u00a0»",
        "Née de la piste «\u00a0Un tuteur\u00a0»",
    ]


@pytest.mark.parametrize("cle", ["", "6f1b1f2e-3c1a-4a51-9d0e-0d6f0f9a1c22"])
def test_deux_clics_ne_font_pas_deux_intentions(
    cle: str, projet: Projet, contributrice: Visiteur
) -> None:
    piste = PisteFactory(projet=projet)
    for _ in range(2):
        reponse = transformer(contributrice, projet, "pistes", piste.pk, **{"X-Cle": cle})
        assert reponse.status_code == 302
    assert Intention.objects.count() == 1


def test_intention_retiree_revient_avec_ses_mots(geste: Geste, projet: Projet) -> None:
    piste = PisteFactory(projet=projet, texte="Un tuteur")
    intention = operations.intention_de_la_piste(geste, piste)
    Intention.objects.update(texte="Un tuteur par métier", retire_le="2026-01-01T00:00Z")
    assert operations.intention_de_la_piste(geste, piste) == intention
    assert Intention.objects.presents().get().texte == "Un tuteur par métier"


def test_piste_nee_d_un_etonnement_donne_son_theme(geste: Geste, projet: Projet) -> None:
    campagne = CampagneFactory(projet=projet, questionnaire=operations.questionnaire_courant())
    question = Question.objects.get(code="q05")
    note = EtonnementFactory(projet=projet, campagne=campagne, question=question)
    piste = operations.piste_de_l_etonnement(geste, note)
    assert operations.intention_de_la_piste(geste, piste).theme.code == "t2"
    (ligne,) = relire_planche(projet, "autodiagnostic").encart("pistes").lignes
    assert ligne.champs[1].texte == "Née d’un étonnement de la séance"


@pytest.mark.parametrize(
    ("texte", "intitule", "description"),
    [
        ("Un tutorat", "Un tutorat", ""),
        ("Deux\nlignes", "", "Deux\nlignes"),
        ("mot " * 30, "", ("mot " * 30).strip()),
    ],
)
def test_intention_devient_fiche(
    texte: str, intitule: str, description: str, projet: Projet, contributrice: Visiteur
) -> None:
    theme = SyntheseTheme.objects.de(projet).get(theme__code="t3").theme
    intention = IntentionFactory(projet=projet, texte=texte, theme=theme)
    for _ in range(2):
        reponse = transformer(contributrice, projet, "intentions", intention.pk)
    fiche = FicheAction.objects.get(projet=projet)
    assert reponse.url == f"{base(projet)}planches/fiche-{fiche.numero}/?cote=exemple"
    assert (fiche.intitule, fiche.description) == (intitule, description)
    assert list(fiche.themes.all()) == [theme]
    (fil,) = relire_planche(projet, "fiche-1").encart("suivi").venues
    assert (fil.label, fil.url) == (
        "Née de l’intention",
        f"{base(projet)}planches/autodiagnostic/#autodiagnostic--intentions-{intention.pk}",
    )
    (ligne,) = relire_planche(projet, "autodiagnostic").encart("intentions").lignes
    assert (ligne.champs[-1].url, ligne.devenir) == (f"{base(projet)}planches/fiche-1/", "")


def test_une_piste_va_d_un_geste_jusqu_a_sa_fiche(projet: Projet, contributrice: Visiteur) -> None:
    """The intention is written on the way, and the threads are those of the two gestures."""
    piste = PisteFactory(projet=projet, texte="Un tuteur volontaire")
    (ligne,) = relire_planche(projet, "autodiagnostic").encart("pistes").lignes
    assert ligne.aboutir == "En faire une fiche action"
    for _ in range(2):  # twice is once
        reponse = transformer(contributrice, projet, "pistes", piste.pk, "aboutir")
    fiche = FicheAction.objects.get(projet=projet)
    intention = Intention.objects.get(piste=piste)
    assert (fiche.intitule, intention.origine.fiche) == ("Un tuteur volontaire", fiche)
    assert reponse.url == f"{base(projet)}planches/fiche-{fiche.numero}/?cote=exemple"
    planche = relire_planche(projet, "autodiagnostic")
    (ligne,) = planche.encart("pistes").lignes
    assert (ligne.devenir, ligne.aboutir) == ("", "")
    (suite,) = planche.encart("intentions").lignes
    assert [champ.nom for champ in suite.details] == ["piste", "fiche"]
    refus = transformer(contributrice, projet, "intentions", intention.pk, "aboutir")
    assert refus.status_code == 404


def test_fiche_retiree_revient_plutot_qu_une_autre(projet: Projet, contributrice: Visiteur) -> None:
    FicheActionFactory(projet=projet)
    intention = IntentionFactory(projet=projet, texte="Un tutorat")
    transformer(contributrice, projet, "intentions", intention.pk)
    fiche = Origine.objects.get(intention=intention).fiche
    contributrice.post(f"{base(projet)}planches/actions/fiches/lignes/{fiche.pk}/retirer/")
    (ligne,) = relire_planche(projet, "autodiagnostic").encart("intentions").lignes
    assert ligne.devenir == "En faire une fiche action"
    transformer(contributrice, projet, "intentions", intention.pk)
    assert FicheAction.objects.presents().count() == 2


def test_ce_qui_ne_devient_rien(
    projet: Projet, contributrice: Visiteur, lecteur: Visiteur, autre_projet: Projet
) -> None:
    element = ElementThemeFactory(projet=projet)
    piste, ailleurs = PisteFactory(projet=projet), PisteFactory(projet=autre_projet)
    avant = empreinte()
    assert transformer(contributrice, projet, "t1-valoriser", element.pk).status_code == 404
    assert transformer(contributrice, projet, "pistes", ailleurs.pk).status_code == 404
    assert transformer(lecteur, projet, "pistes", piste.pk).status_code == 403
    assert empreinte() == avant
    Piste.objects.filter(pk=piste.pk).update(retire_le="2026-01-01T00:00Z")
    assert transformer(contributrice, projet, "pistes", piste.pk).status_code == 404
    assert not Intention.objects.exists()
