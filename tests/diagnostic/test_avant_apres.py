"""Before and after: two campagnes, on what they have in common and nothing else."""

import pytest

from diagnostic.figures import derniers_resultats, resultats_d_avant
from diagnostic.models import Campagne
from diagnostic.resultats import comparer, lire
from pasapas.models import Projet
from tests.diagnostic.passages import (
    JANVIER,
    adresse,
    campagne,
    clore,
    collective,
    exemple,
    individuels,
    petit_questionnaire,
)
from tests.htmx import element, texte
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


def test_avant_apres_sur_ce_qui_se_correspond(projet: Projet) -> None:
    """Version 2 lost q1, kept q2, gained q3: only q2 is compared, the others are listed."""
    v1 = petit_questionnaire(version=1, codes=("q1", "q2"))
    v2 = petit_questionnaire(version=2, codes=("q2", "q3"))
    avant = lire(clore(campagne(projet, [collective("irp", 1, 2)], v1)))
    apres = lire(clore(campagne(projet, [collective("irp", 4, 4)], v2)))
    vue = comparer(avant, apres)
    assert [(li.code, li.avant, li.apres, li.texte, li.sens) for li in vue.questions] == [
        ("q2", 2.0, 4.0, "+2", "hausse")
    ]
    assert [(li.code, li.avant, li.apres) for li in vue.themes] == [("t1", 2.0, 4.0)]
    assert [q.code for q in vue.disparues] == ["q1"]
    assert [q.code for q in vue.nouvelles] == ["q3"]


def test_avant_apres_ne_compte_que_les_points_de_vue_des_deux_fois(projet: Projet) -> None:
    """A collège that comes in does not pass for a change; nor one that answers in another way."""
    questionnaire = petit_questionnaire(1)
    seules = [collective("irp", 2), collective("salaries", 1)]
    avant = lire(clore(campagne(projet, seules, questionnaire)))
    toutes = [collective("irp", 2), collective("direction", 4), individuels("salaries", *[[4]] * 6)]
    apres = lire(clore(campagne(projet, toutes, questionnaire)))
    vue = comparer(avant, apres)
    assert [p.code for p in vue.communs] == ["irp"]
    assert [(ligne.avant, ligne.apres, ligne.sens) for ligne in vue.questions] == [(2, 2, "stable")]
    assert [p.code for p in vue.avant_seulement] == ["salaries"]
    assert [p.code for p in vue.apres_seulement] == ["direction", "salaries"]


def test_avant_apres_impossible(projet: Projet, lecteur: Visiteur) -> None:
    """Another questionnaire, another scale: said, and nothing is subtracted."""
    cinq = {"niveaux": [{"valeur": v, "libelle": str(v)} for v in range(1, 6)]}
    closes = [
        clore(campagne(projet, [collective("irp", 2)], questionnaire))
        for questionnaire in (
            petit_questionnaire(1),
            petit_questionnaire(1, slug="autre"),
            petit_questionnaire(1, version=2, echelle=cinq),
        )
    ]
    premiere, autre, echelle = map(lire, closes)
    assert "même questionnaire" in comparer(premiere, autre).obstacle
    assert "échelle" in comparer(premiere, echelle).obstacle
    page = lecteur.get(adresse(closes[0], "comparaison", closes[1].pk)).content.decode()
    assert "ne se comparent pas" in page


def test_avant_apres_dans_l_ordre_des_dates(close: Campagne, lecteur: Visiteur) -> None:
    """Whatever the address says, the older one is « avant »."""
    exemples = [passation for passation in exemple() if passation["mode"] == "collective"]
    seconde = clore(campagne(close.projet, exemples, nom="Décembre"), JANVIER.replace(year=2026))
    pages = [
        texte(element(lecteur.get(adresse(a, "comparaison", b.pk)), "contenu"))
        for a, b in ((close, seconde), (seconde, close))
    ]
    assert pages[0] == pages[1]
    assert pages[0].index("Janvier") < pages[0].index("Décembre")
    assert (
        "la première fois seulement, ou d’une autre façon, et laissés de côté ici : Salariés."
        in (pages[0])
    )
    assert "Comparer avec" in lecteur.get(adresse(close)).content.decode()


def test_une_campagne_sans_reponse_ne_prend_la_place_de_rien(
    close: Campagne, lecteur: Visiteur
) -> None:
    """Closed before this was refused, or in a file: wall and before/after look past it."""
    avant = Campagne.objects.get(
        pk=clore(campagne(close.projet, exemple()), JANVIER.replace(year=2024)).pk
    )
    muette = clore(campagne(close.projet, [collective("irp", None)], nom="Muette"))
    assert derniers_resultats(close.projet).campagne == close.pk
    precedents = resultats_d_avant(close.projet, lire(muette))
    assert precedents.campagne == close.pk
    assert resultats_d_avant(close.projet, lire(close)).campagne == avant.pk
    page = lecteur.get(adresse(close)).content.decode()
    assert page.count("Comparer avec") == 1
    assert lecteur.get(adresse(muette)).status_code == 200
