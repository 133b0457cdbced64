"""P3 and P4 with what a closed campagne published, the same values on screen and on paper."""

from dataclasses import replace

import pytest

from diagnostic.figures import derniers_resultats
from diagnostic.models import Campagne, EtatDesLieux
from fresque.pdf import OptionsImpression, rendre
from pasapas.ecriture.changements import bouger
from pasapas.models import Projet
from pasapas.valeurs.planches import Figure, Planche
from tests.diagnostic.passages import JANVIER, clore, exemple
from tests.diagnostic.passages import campagne as passer
from tests.mur import relire, relire_planche
from tests.papier import feuilles, texte
from tests.personnes import Visiteur

MENTION = "questionnaire de démonstration, rédigé pour ce projet"
CODES = ("etat-des-lieux", "autodiagnostic")

pytestmark = pytest.mark.une_base


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    return clore(passer(projet, exemple(), nom="Janvier"))


def figures(planche: Planche) -> list[Figure]:
    return [figure for section in planche.sections for figure in section.figures]


def test_sans_campagne_close_rien_ne_s_ajoute(projet: Projet) -> None:
    passer(projet, exemple())
    for code in CODES:
        planche = relire_planche(projet, code)
        assert figures(planche) == []
        assert all(section.encarts for section in planche.sections)


def test_outil_autre_sans_campagne_ne_parle_d_aucun_questionnaire(projet: Projet) -> None:
    EtatDesLieux.objects.update(outil="autre")
    assert {relire_planche(projet, code).mention for code in CODES} == {""}


def test_p3_dit_le_message_et_p4_un_fil_par_theme(campagne: Campagne, projet: Projet) -> None:
    p3, p4 = (relire_planche(projet, code) for code in CODES)
    (synthese,) = (figure.valeur for figure in figures(p3))
    resultats = derniers_resultats(projet)
    assert [q.numero for q in synthese.listes[0].questions] == [
        q.numero for q in resultats.points_forts[:3]
    ]
    assert [c.question.numero for c in synthese.confrontations] == [
        q.numero for q in resultats.a_confronter
    ]
    *themes, carte = figures(p4)
    assert [figure.valeur.theme.code for figure in themes] == [f"t{n}" for n in range(1, 9)]
    assert sum(len(theme.questions) for theme in carte.valeur.themes) == 26
    assert all(MENTION in planche.mention for planche in (p3, p4))


def test_ce_qui_est_compte_ne_bouge_pas(campagne: Campagne, projet: Projet) -> None:
    """Drawings are no boxes to fill: a closed campagne does not make the wall less full."""
    for code in CODES:
        planche = relire_planche(projet, code)
        nue = replace(planche, sections=tuple(replace(s, figures=()) for s in planche.sections))
        assert (planche.remplis, planche.total) == (nue.remplis, nue.total)
        assert planche.empreinte != nue.empreinte


def test_derniere_campagne_close_seulement(campagne: Campagne, projet: Projet) -> None:
    suivante = passer(projet, exemple(), nom="Juin")
    assert derniers_resultats(projet).nom == "Janvier"
    clore(suivante, JANVIER.replace(month=6))
    assert derniers_resultats(projet).nom == "Juin"


def test_mur_montre_les_resultats_des_la_cloture(
    projet: Projet, lecteur: Visiteur, contributrice: Visiteur
) -> None:
    mur = f"/projets/{projet.slug}/"
    feuilles = [f"{mur}planches/{code}/" for code in ("etat-des-lieux", "autodiagnostic")]
    ouverte = passer(projet, exemple())
    assert "Points de vue à confronter" not in lecteur.get(mur).content.decode()
    clore(ouverte)
    bouger(projet)
    assert "Points de vue à confronter" in lecteur.get(mur).content.decode()
    contenu = "".join(lecteur.get(feuille).content.decode() for feuille in feuilles)
    assert "Points de vue à confronter" in contenu
    assert f"/autodiagnostic/{ouverte.pk}/resultats/" in contenu
    assert contenu.count('class="graphique graphique--fil"') == 8 + 3
    assert 'style="' not in contenu


def test_feuilles_disent_les_memes_choses_que_l_ecran(campagne: Campagne, projet: Projet) -> None:
    fresque = relire(projet).papier
    pdf = rendre(fresque, options=OptionsImpression(codes=CODES))
    page = texte(pdf)
    resultats = derniers_resultats(projet)
    for question in resultats.a_confronter:
        assert " ".join(question.enonce.split()[:3]) in page
    for mot in (
        "réponse commune, attribuée",
        "réponses individuelles et anonymes",
        "Points de vue à confronter",
        "1 Absent",
        "4 Ancré",
        MENTION,
        "Nos réponses côte à côte",
    ):
        assert mot in page, mot
    for theme in resultats.themes:
        assert theme.niveau in page
    assert len(feuilles(pdf)) <= 12


def test_college_masque_dit_pourquoi_sur_le_papier(projet: Projet) -> None:
    """Two answers where five are needed: the collège is named, its answers are not."""
    passations = exemple()
    passations[-1]["reponses"] = passations[-1]["reponses"][:2]
    clore(passer(projet, passations))
    fresque = relire(projet)
    page = texte(rendre(fresque, options=OptionsImpression(codes=("etat-des-lieux",))))
    assert "Non montré : Salariés" in page
