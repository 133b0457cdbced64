"""The questionnaire to fill in by hand carries what a photo of it can be read by."""

import pypdfium2
import pytest
import zxingcpp

from bench.geometrie import en_gris
from diagnostic.campagnes.questionnaire import passage
from diagnostic.models import Campagne, CollegePassation
from fresque.pdf import autodiagnostic, codes, moteur
from pasapas.models import Projet
from tests.diagnostic.passages import petit_questionnaire
from tests.factories import CampagneFactory, PassationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
POINTS = 72 / 25.4


@pytest.fixture
def campagne(projet: Projet) -> Campagne:
    campagne = CampagneFactory(projet=projet, questionnaire=petit_questionnaire(9))
    PassationFactory(campagne=campagne, college="salaries", mode="individuelle", invites=12)
    return campagne


def test_les_coins_et_chaque_case_se_retrouvent_sur_la_feuille(
    campagne: Campagne, monkeypatch: pytest.MonkeyPatch
) -> None:
    passation = campagne.passations.get()
    lu = passage(campagne.questionnaire)
    pdf = autodiagnostic.questionnaire(campagne, lu, passation)

    def refaire(html: str) -> None:
        raise AssertionError(html[:80])

    monkeypatch.setattr(moteur, "mettre_en_page", refaire)  # its sheets are kept
    feuilles = autodiagnostic.feuilles_a_remplir(campagne, lu, passation)
    assert autodiagnostic.questionnaire(campagne, lu, passation) == pdf
    cases = {cadre.nom: cadre for cadre in feuilles.cadres}
    choix = [str(un.valeur) for un in lu.niveaux] + ["nsp", "nc"]
    assert cases.keys() == {f"{a.code}-{un}" for a in lu.affirmations for un in choix}
    document = pypdfium2.PdfDocument(pdf)
    marque = f"{codes.en_base_36(campagne.projet_id)}/Q{codes.en_base_36(campagne.pk)}-S"
    for rang, page in enumerate(document, 1):
        lus = {c.text for c in zxingcpp.read_barcodes(en_gris(page, 100 / 25.4))}
        assert lus == {f"{marque}.{rang}{coin}" for coin in "ABCD"}
        texte, haut = page.get_textpage(), page.get_height()
        for nom, cadre in cases.items():
            if cadre.page == rang:
                x, y = cadre.x * POINTS, haut - cadre.y * POINTS
                dit = texte.get_text_bounded(x, y - cadre.h * POINTS, x + cadre.w * POINTS, y)
                attendu = nom.rpartition("-")[2]
                assert dit.strip() == {"nsp": "?", "nc": "/"}.get(attendu, attendu), nom
    assert {cadre.page for cadre in feuilles.cadres} == set(range(1, len(document) + 1))
    document.close()


def test_chaque_college_a_sa_lettre() -> None:
    """« Direction et RH » too: the address of its questionnaire answered 500."""
    lettres = autodiagnostic.INITIALES
    assert lettres.keys() == {"", *CollegePassation.values}
    assert len({*lettres.values()}) == len(lettres)


def test_en_a3_la_feuille_est_la_meme_en_plus_grand(campagne: Campagne) -> None:
    lu = passage(campagne.questionnaire)
    tailles = []
    for variante in ("", "a3", "inconnue"):
        pdf = autodiagnostic.questionnaire(campagne, lu, None, variante)
        document = pypdfium2.PdfDocument(pdf)
        tailles.append((len(document), round(document[0].get_width() / POINTS)))
        document.close()
    assert tailles == [(tailles[0][0], 210), (tailles[0][0], 297), (tailles[0][0], 210)]
