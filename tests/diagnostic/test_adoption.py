"""A fresque moves to another questionnaire: no word is lost, none changes its theme."""

import pytest

from diagnostic import operations
from diagnostic.models import (
    ElementTheme,
    Intention,
    Question,
    Sens,
    SyntheseTheme,
)
from fresque.fichier import exporter, importer, lire
from pasapas.ecriture.journal import Geste
from pasapas.models import Projet
from tests.diagnostic.questionnaires_outils import autre_version
from tests.factories import (
    ElementThemeFactory,
    FicheActionFactory,
    IntentionFactory,
    PisteFactory,
    ThemeFicheFactory,
)
from tests.mur import relire_planche


@pytest.fixture
def geste(projet: Projet) -> Geste:
    return Geste(projet, None, "autodiagnostic", "pistes")


def test_nouvelle_version_garde_tous_les_mots(projet: Projet) -> None:
    """t1 goes on; t8 is renamed t9 in the new version: what was said of it stays below."""
    for code in ("t1", "t8"):
        synthese = SyntheseTheme.objects.de(projet).get(theme__code=code)
        ElementThemeFactory(projet=projet, synthese=synthese, texte=f"Mot de {code}")
    fiche = FicheActionFactory(projet=projet)
    for code in ("t1", "t8"):
        theme = SyntheseTheme.objects.de(projet).get(theme__code=code).theme
        ThemeFicheFactory(fiche=fiche, theme=theme)
        IntentionFactory(projet=projet, theme=theme)
    nouveau = autre_version((b"version: 1", b"version: 2"), (b"code: t8", b"code: t9"))
    operations.adopter(projet, nouveau)
    operations.adopter(projet, nouveau)
    planche = relire_planche(projet, "autodiagnostic")
    noms = [section.nom for section in planche.sections]
    assert noms[:8] == [f"t{n}" for n in (1, 2, 3, 4, 5, 6, 7, 9)]
    ancienne = planche.sections[8]
    assert "Autodiagnostic Pas à pas (version 1)" in ancienne.intro
    assert planche.encart("t1-valoriser").lignes[0].titre == "Mot de t1"
    assert ancienne.encarts[0].lignes[0].titre == "Mot de t8"
    versions = [
        (lien.theme.code, lien.theme.questionnaire.version) for lien in fiche.liens_themes.all()
    ]
    assert versions == [("t1", 2), ("t8", 1)]
    assert [i.theme.questionnaire.version for i in Intention.objects.all()] == [2, 1]
    assert planche.mention.startswith("Autodiagnostic Pas à pas (version 2)\u00a0:")


def test_revenir_a_l_ancienne_version_retrouve_les_mots(projet: Projet) -> None:
    premier = operations.questionnaire_courant()
    synthese = SyntheseTheme.objects.de(projet).get(theme__code="t8")
    ElementThemeFactory(projet=projet, synthese=synthese, texte="Mot de t8")
    nouveau = autre_version((b"version: 1", b"version: 2"), (b"code: t8", b"code: t9"))
    operations.adopter(projet, nouveau)
    operations.adopter(projet, premier)
    planche = relire_planche(projet, "autodiagnostic")
    assert planche.encart("t8-valoriser").lignes[0].titre == "Mot de t8"
    assert [section.nom for section in planche.sections][8:] == ["enseignements"]


def test_autre_questionnaire_de_memes_codes_ne_prend_pas_les_mots(projet: Projet) -> None:
    """« t1 » means something else there, except under the very same title."""
    for code in ("t1", "t2"):
        synthese = SyntheseTheme.objects.de(projet).get(theme__code=code)
        ElementThemeFactory(projet=projet, synthese=synthese, texte=f"Mot de {code}")
    titre = "Santé et sécurité dans le travail".encode()
    autre = autre_version(
        (b"slug: autodiagnostic-pas-a-pas", b"slug: un-autre"), (titre, b"Autonomie")
    )
    operations.adopter(projet, autre)
    planche = relire_planche(projet, "autodiagnostic")
    vus = {
        section.titre: [ligne.titre for encart in section.encarts for ligne in encart.lignes]
        for section in planche.sections[:9]
    }
    assert vus["Autonomie"] == []
    assert vus["Compétences et parcours professionnels"] == ["Mot de t2"]
    assert vus["Santé et sécurité dans le travail"] == ["Mot de t1"]
    noms = [encart.nom for encart in planche.encarts]
    assert len(noms) == len(set(noms))


def test_fil_et_origines_voyagent_dans_le_fichier(geste: Geste, projet: Projet) -> None:
    PisteFactory(projet=projet, texte="Une autre")
    operations.intention_de_la_piste(geste, PisteFactory(projet=projet, texte="Un tuteur"))
    question = Question.objects.get(code="q02")
    operations.garder(Geste(projet, None, "autodiagnostic", "t1-modifier"), question, Sens.MODIFIER)
    ancien = SyntheseTheme.objects.de(projet).get(theme__code="t8")
    ElementThemeFactory(projet=projet, synthese=ancien, texte="Mot de t8")
    IntentionFactory(projet=projet, theme=ancien.theme)
    operations.adopter(
        projet, autre_version((b"version: 1", b"version: 2"), (b"code: t8", b"code: t9"))
    )
    fichier = exporter(projet)
    copie = importer(lire(fichier.encode()))
    assert exporter(copie).replace(copie.slug, projet.slug) == fichier
    copiee = Intention.objects.de(copie).get(texte="Un tuteur")
    assert copiee.piste.texte == "Un tuteur"
    assert ElementTheme.objects.de(copie).get(origine="q02").sens == "modifier"
    assert [i.theme.code for i in Intention.objects.de(copie) if i.theme] == ["t8"]
