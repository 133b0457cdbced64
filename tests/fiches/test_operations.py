"""Annexe 3: numbers are given once, themes keep their order, an intention keeps its thread."""

from typing import Any

import pytest

from diagnostic.models import Intention, Theme
from fiches import operations
from fiches.models import FicheAction, Origine
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Evenement, Projet
from tests.factories import IntentionFactory, ProjetFactory


@pytest.fixture
def geste(projet: Projet) -> Geste:
    return Geste(projet, None, "actions", "fiches")


@pytest.fixture
def themes(projet: Projet) -> list[Theme]:
    return list(Theme.objects.filter(questionnaire__etatdeslieux__projet=projet)[:4])


def ouvrir(geste: Geste, **valeurs: Any) -> FicheAction:
    return operations.ouvrir_fiche(geste, {"statut": "en_cours", **valeurs})


def poses(fiche: FicheAction) -> list[Theme]:
    return [lien.theme for lien in fiche.liens_themes.select_related("theme")]


def test_numeros_se_suivent_et_ne_resservent_jamais(geste: Geste) -> None:
    premiere, deuxieme = ouvrir(geste), ouvrir(geste)
    changements.retirer(geste, deuxieme)
    assert [premiere.numero, deuxieme.numero, ouvrir(geste).numero] == [1, 2, 3]
    changements.retablir(geste, deuxieme)
    numeros = FicheAction.objects.de(geste.projet).presents().values_list("numero", flat=True)
    assert list(numeros) == [1, 2, 3]


def test_numeros_sont_ceux_de_chaque_projet(geste: Geste) -> None:
    ouvrir(geste)
    ailleurs = Geste(ProjetFactory(), None, "actions", "fiches")
    assert ouvrir(ailleurs).numero == 1


def test_themes_gardent_l_ordre_donne(geste: Geste, themes: list[Theme]) -> None:
    a, b, c, d = themes
    fiche = ouvrir(geste, themes=[c, a])
    assert poses(fiche) == [c, a]
    operations.modifier_fiche(geste, fiche, {"themes": [a, b, c, d]})
    assert poses(fiche) == [c, a, b, d]
    operations.modifier_fiche(geste, fiche, {"themes": [b, d]})
    assert poses(fiche) == [b, d]


def test_themes_inchanges_n_ecrivent_rien(geste: Geste, themes: list[Theme]) -> None:
    fiche = ouvrir(geste, themes=themes[:2])
    geste.projet.refresh_from_db()
    version, notes = geste.projet.version, Evenement.objects.count()
    operations.modifier_fiche(geste, fiche, {"themes": [themes[1], themes[0]]})
    geste.projet.refresh_from_db()
    assert (geste.projet.version, Evenement.objects.count()) == (version, notes)


def test_themes_donnes_puis_changes_sont_notes_en_mots(geste: Geste, themes: list[Theme]) -> None:
    fiche = ouvrir(geste, themes=themes[:1])
    operations.modifier_fiche(geste, fiche, {"themes": themes[4:]})
    notes = Evenement.objects.filter(champ="themes").order_by("pk").values_list("avant", "apres")
    sante = "Santé et sécurité dans le travail"
    assert list(notes) == [("", sante), (sante, "")]


def test_fiche_modifiee_sans_themes_les_garde(geste: Geste, themes: list[Theme]) -> None:
    fiche = ouvrir(geste, themes=themes[:2])
    operations.modifier_fiche(geste, fiche, {"objectif": "Accueillir"})
    assert poses(fiche) == themes[:2]


def test_intention_devient_fiche_puis_non(geste: Geste) -> None:
    fiche = ouvrir(geste)
    intention: Intention = operations.ajouter_intention(geste, {"texte": "Tuteurs", "fiche": fiche})
    assert Origine.objects.get(intention=intention).fiche == fiche
    autre = ouvrir(geste)
    operations.modifier_intention(geste, intention, {"texte": "Tuteurs", "fiche": autre})
    operations.modifier_intention(geste, intention, {"texte": "Tuteurs", "fiche": autre})
    operations.modifier_intention(geste, intention, {"texte": "Tuteurs", "fiche": None})
    assert not Origine.objects.exists()
    notes = Evenement.objects.filter(champ="fiche").order_by("pk").values_list("avant", "apres")
    assert list(notes) == [
        ("", "Fiche action n°1"),
        ("Fiche action n°1", "Fiche action n°2"),
        ("Fiche action n°2", ""),
    ]


def test_intention_sans_mot_de_la_fiche_garde_son_fil(geste: Geste) -> None:
    fiche = ouvrir(geste)
    intention = IntentionFactory(projet=geste.projet)
    operations.relier(geste, intention, fiche)
    operations.modifier_intention(geste, intention, {"texte": "Autrement dit"})
    assert Origine.objects.get().fiche == fiche
