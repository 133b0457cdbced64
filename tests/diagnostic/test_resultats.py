"""Results: what is published at closing, how it is read, and the page everyone sees."""

import json

import pytest
from django.core.cache import cache

from diagnostic.models import Bulletin, BulletinAnonyme, Campagne
from diagnostic.resultats import (
    RaisonDeRetenue,
    Verdict,
    annoncer,
    figer,
    lire,
)
from pasapas.models import Projet
from tests.diagnostic.passages import (
    QUATRE_NIVEAUX,
    RESTITUTION,
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


# --- The calculation ------------------------------------------------------------------------


def test_exemple_les_trois_ecarts_et_les_verdicts(close: Campagne) -> None:
    """Measured when the questionnaire was written: a gap of 1.5 singles out three questions."""
    resultats = lire(close)
    assert [q.code for q in resultats.a_confronter] == ["q02", "q17", "q20"]
    assert [q.code for q in resultats.points_forts] == ["q11", "q24", "q13"]
    assert resultats.axes[0].code == "q22"
    comptes = {verdict: len(resultats.du_verdict(verdict)) for verdict in Verdict}
    assert comptes == {
        Verdict.POINT_FORT: 3,
        Verdict.CONSOLIDER: 9,
        Verdict.AXE: 14,
        Verdict.SANS: 0,
    }


def test_exemple_une_question_de_pres(close: Campagne) -> None:
    """q16: three voices, and nine salariés of whom two do not know."""
    question = lire(close).question("q16")
    assert [cellule.texte for cellule in question.cellules] == ["2", "2", "1", "1,86"]
    salaries = question.cellule("salaries")
    assert (salaries.effectif, salaries.niveaux, salaries.nsp) == (7, (1, 6, 0, 0), 2)
    assert (question.niveau, question.distance, question.verdict) == ("1,71", "1", Verdict.AXE)
    assert [p.participants for p in lire(close).profils] == [2, 3, 2, 9]


@pytest.mark.une_base
def test_chaque_college_pese_autant(projet: Projet) -> None:
    voix = collective("irp", 4)
    six = individuels("salaries", *[[1]] * 6)
    close = clore(campagne(projet, [voix, six], petit_questionnaire(1)))
    question = lire(close).question("q1")
    assert (question.moyenne, question.ecart) == (2.5, 3.0)
    assert question.verdict == Verdict.CONSOLIDER


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("niveaux", "verdict"),
    [
        ((3,), Verdict.POINT_FORT),
        ((2, 3, 3), Verdict.CONSOLIDER),
        ((2, 3), Verdict.CONSOLIDER),
        ((2, 2, 3), Verdict.AXE),
    ],
)
def test_verdict_aux_seuils_du_questionnaire(
    projet: Projet, niveaux: tuple[int, ...], verdict: Verdict
) -> None:
    """3.0 is a point fort, 2.5 is not an axe; 2.67 in between, 2.33 under."""
    colleges = ("direction", "encadrement", "irp")
    voix = [collective(college, n) for college, n in zip(colleges, niveaux, strict=False)]
    close = clore(campagne(projet, voix, petit_questionnaire(1)))
    assert lire(close).question("q1").verdict == verdict


@pytest.mark.une_base
def test_seuils_d_un_autre_questionnaire(projet: Projet) -> None:
    """Another scale, other thresholds, other debates: nothing of ours is taken for granted."""
    echelle = {"niveaux": [{"valeur": v, "libelle": f"Degré {v}"} for v in range(1, 8)]}
    restitution = {
        "seuils": {"point_fort": 6, "axe": 3},
        "debat": {"ecart_colleges": 4, "nombre_maximal": 1, "part_nsp": 0.5},
    }
    questionnaire = petit_questionnaire(3, echelle=echelle, restitution=restitution)
    voix = [collective("direction", 7, 7, 6), collective("irp", 1, 5, 2)]
    resultats = lire(clore(campagne(projet, voix, questionnaire)))
    assert [n.libelle for n in resultats.niveaux][-1] == "Degré 7"
    assert [q.verdict for q in resultats.questions] == [
        Verdict.CONSOLIDER,
        Verdict.POINT_FORT,
        Verdict.CONSOLIDER,
    ]
    assert [q.code for q in resultats.a_confronter] == ["q1"]


@pytest.mark.une_base
def test_questionnaire_sans_restitution(projet: Projet) -> None:
    """It is counted, and nothing is concluded."""
    questionnaire = petit_questionnaire(1, echelle={}, restitution={})
    voix = [collective("direction", 4), collective("irp", 1)]
    resultats = lire(clore(campagne(projet, voix, questionnaire)))
    assert resultats.question("q1").moyenne == 2.5
    assert (resultats.a_confronter, resultats.points_forts, resultats.axes) == ([], [], [])
    assert resultats.question("q1").phrases == ()


def test_cinq_ecarts_au_plus_les_plus_grands(projet: Projet) -> None:
    hautes, basses = [4, 4, 4, 4, 4, 4, 4], [2, 1, 2, 1, 2, 1, 4]
    voix = [collective("direction", *hautes), collective("irp", *basses)]
    resultats = lire(clore(campagne(projet, voix, petit_questionnaire(7))))
    assert [q.code for q in resultats.a_confronter] == ["q2", "q4", "q6", "q1", "q3"]


@pytest.mark.une_base
def test_je_ne_sais_pas_est_une_information(projet: Projet) -> None:
    """Never in a mean; singled out from 30 % on; the sentence is still read without a level."""
    salaries = individuels("salaries", *[[2, "nsp"]] * 3, *[[3, 3]] * 6, [4, "nc"])
    resultats = lire(clore(campagne(projet, [salaries], petit_questionnaire())))
    assert [q.code for q in resultats.a_eclaircir] == ["q2"]
    assert resultats.question("q2").moyenne == 3.0
    assert resultats.question("q2").cellules[0].a_part == "3 ne savent pas, 1 non concerné"


@pytest.mark.une_base
def test_voix_qui_ne_sait_pas_ou_ne_repond_pas(projet: Projet) -> None:
    voix = [collective("direction", "nsp", "nc", None), collective("irp", 2, 2, 2)]
    resultats = lire(clore(campagne(projet, voix, petit_questionnaire(3))))
    dits = [q.cellule("direction").texte for q in resultats.questions]
    assert dits == ["ne sait pas", "non concerné", "sans réponse"]
    assert [q.ecart for q in resultats.questions] == [None, None, None]


@pytest.mark.une_base
def test_phrases_proposees_selon_le_verdict(projet: Projet) -> None:
    voix = [collective("direction", 4, 3, 1), collective("irp", 4, 2, 1)]
    questions = lire(clore(campagne(projet, voix, petit_questionnaire(3)))).questions
    assert [question.phrases for question in questions] == [
        (("valoriser", "Force de q1."),),
        (("valoriser", "Force de q2."), ("modifier", "Axe de q2.")),
        (("modifier", "Axe de q3."),),
    ]


def test_reponses_etrangeres_au_questionnaire_ne_comptent_pas(projet: Projet) -> None:
    ouverte = campagne(projet, [individuels("salaries", *[[2]] * 5)], petit_questionnaire(1))
    bulletin = BulletinAnonyme.objects.filter(passation__campagne=ouverte)[0]
    bulletin.reponses = {"q1": 9, "q99": 4, "autre": True, "liste": [1]}
    bulletin.save()
    publie = figer(ouverte)
    assert publie["questions"]["q1"]["profils"] == {}
    assert "q99" not in publie["questions"]


def test_campagne_sans_reponse(projet: Projet, lecteur: Visiteur) -> None:
    close = clore(campagne(projet, []))
    resultats = lire(close)
    assert (resultats.profils, resultats.a_confronter, resultats.points_forts) == ((), [], [])
    assert lecteur.get(adresse(close)).status_code == 200


# --- What is frozen -------------------------------------------------------------------------


def test_figer_n_ecrit_rien_et_se_relit_en_json(projet: Projet) -> None:
    ouverte = campagne(projet, exemple())
    avant = BulletinAnonyme.objects.count()
    publie = figer(ouverte)
    assert json.loads(json.dumps(publie)) == publie
    assert (BulletinAnonyme.objects.count(), avant) == (9, 9)
    ouverte.refresh_from_db()
    assert ouverte.resultats is None


def tout(close: Campagne, visiteur: Visiteur) -> tuple[str, bytes]:
    page = element(visiteur.get(adresse(close)), "contenu")
    return texte(page), visiteur.get(adresse(close, "csv")).content


def test_resultats_ne_se_refont_pas(close: Campagne, lecteur: Visiteur) -> None:
    """Nothing is worked out again: with every answer gone, all pages say the same."""
    avant = tout(close, lecteur)
    Bulletin.objects.filter(passation__campagne=close).delete()
    cache.clear()
    assert tout(close, lecteur) == avant
    assert BulletinAnonyme.objects.count() == 0


@pytest.mark.une_base
def test_avant_la_cloture_rien_ne_se_lit(projet: Projet, animatrice: Visiteur) -> None:
    ouverte = campagne(projet, exemple())
    assert lire(ouverte) is None
    page = animatrice.get(adresse(ouverte))
    assert page.status_code == 200
    assert "paraîtront à la clôture" in page.content.decode()
    for nom in ("xlsx", "csv"):
        assert animatrice.get(adresse(ouverte, nom)).status_code == 404
    assert animatrice.get(adresse(ouverte, "comparaison", ouverte.pk)).status_code == 404


@pytest.mark.une_base
def test_annoncer_dit_qui_paraitra_sans_un_chiffre(projet: Projet) -> None:
    ouverte = campagne(
        projet, [collective("irp", 2), individuels("salaries", *[[3]] * 4)], petit_questionnaire(1)
    )
    profils, retenues = annoncer(ouverte)
    assert [(p.code, p.participants) for p in profils] == [("irp", 0)]
    assert [(r.colleges, r.raison) for r in retenues] == [(("salaries",), RaisonDeRetenue.EFFECTIF)]


@pytest.mark.une_base
def test_restitution_et_echelle_des_tests_sont_celles_du_questionnaire(close: Campagne) -> None:
    """The small questionnaires of these tests follow ours."""
    notre = close.questionnaire
    assert notre.restitution["seuils"] == RESTITUTION["seuils"]
    assert notre.restitution["debat"] == RESTITUTION["debat"]
    assert [n["libelle"] for n in notre.echelle["niveaux"]] == [
        n["libelle"] for n in QUATRE_NIVEAUX["niveaux"]
    ]
