"""The kit at hand: its advice where one needs it, its example beside the boxes."""

import pytest
from django.utils.html import escape

from fiches.models import Etape, Facteur, FicheAction
from fresque.kit.conseils import IMPRIMER, conseils
from fresque.kit.exemple import exemple
from pasapas.models import Projet
from tests.factories import BilanFactory, FicheActionFactory
from tests.mur import relire
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base


@pytest.fixture
def mur(projet: Projet) -> Projet:
    FicheActionFactory(projet=projet, intitule="")
    BilanFactory(projet=projet)
    return projet


def test_chaque_conseil_du_kit_se_lit_la_ou_il_sert(mur: Projet, lecteur: Visiteur) -> None:
    base = f"/projets/{mur.slug}"
    pages = {IMPRIMER: f"{base}/imprimer/"}
    encarts = {IMPRIMER: set()}
    for planche in relire(mur).planches:
        pages[planche.modele] = f"{base}/planches/{planche.code}/?cote=conseils"
        encarts[planche.modele] = {encart.nom for encart in planche.encarts}
    lues = {lieu: lecteur.get(page).content.decode() for lieu, page in pages.items()}
    manquent = [
        (conseil.code, lieu)
        for conseil in conseils()
        for lieu in conseil.lieux
        if not (escape(conseil.texte) in lues[lieu] and escape(conseil.source) in lues[lieu])
    ]
    assert manquent == []
    perdus = [
        (conseil.code, nom)
        for conseil in conseils()
        for nom in conseil.encarts
        if not any(nom in encarts[lieu] for lieu in conseil.lieux)
    ]
    assert perdus == []


@pytest.mark.pur
def test_les_conseils_sont_dits_une_fois_avec_leur_source() -> None:
    """Told again in our own short words: none is as long as what it tells."""
    assert len({conseil.code for conseil in conseils()}) == len(conseils())
    assert all(conseil.source.startswith(("Annexe", "Livret")) for conseil in conseils())
    assert max(len(conseil.texte) for conseil in conseils()) <= 170


def test_l_exemple_fait_face_aux_cases_d_une_fiche(mur: Projet, lecteur: Visiteur) -> None:
    page = lecteur.get(f"/projets/{mur.slug}/planches/fiche-1/?cote=exemple").content.decode()
    for extrait in exemple().values():
        assert f"extrait--{extrait.encart}" in page
    assert "Annexe 3, page\u00a06" in page
    assert "Reprendre" not in page  # a reader copies nothing
    ailleurs = lecteur.get(f"/projets/{mur.slug}/planches/eclaire/?cote=exemple")
    assert "extrait" not in ailleurs.content.decode()


def test_reprendre_apporte_l_exemple_sans_rien_remplacer(
    mur: Projet, contributrice: Visiteur
) -> None:
    base = f"/projets/{mur.slug}/planches/fiche-1"
    fiche = FicheAction.objects.de(mur).get()
    FicheAction.objects.de(mur).update(objectif="Notre but à nous")
    for nom in ("problematique", "objectif", "contraintes", "etapes"):
        for _ in range(2):  # a second time brings nothing more
            assert contributrice.post(f"{base}/{nom}/exemple/").status_code == 302
    fiche.refresh_from_db()
    assert fiche.problematique == exemple()["problematique"].texte
    assert fiche.objectif == f"Notre but à nous\n\n{exemple()['objectif'].texte}"
    contraintes = Facteur.objects.de(mur).values_list("texte", "signe")
    assert sorted(contraintes) == sorted(
        (ligne["texte"], "-") for ligne in exemple()["contraintes"].lignes
    )
    etapes = Etape.objects.de(mur).order_by("ordre").values_list("intitule", "periode_envisagee")
    assert list(etapes) == [tuple(ligne.values()) for ligne in exemple()["etapes"].lignes]


def test_reprendre_repond_par_la_case(mur: Projet, contributrice: Visiteur) -> None:
    base = f"/projets/{mur.slug}/planches/fiche-1"
    reponse = contributrice.htmx("POST", f"{base}/perimetre/exemple/")
    assert reponse.status_code == 200
    assert 'id="fiche-1--perimetre"' in reponse.content.decode()
    assert "à vous d’y mettre vos mots" in reponse.content.decode()


def test_reprendre_ailleurs_que_sur_une_fiche_n_existe_pas(
    mur: Projet, contributrice: Visiteur, lecteur: Visiteur
) -> None:
    base = f"/projets/{mur.slug}/planches"
    assert contributrice.post(f"{base}/eclaire/ambition/exemple/").status_code == 404
    assert contributrice.post(f"{base}/fiche-1/rubriques/exemple/").status_code == 404
    assert lecteur.post(f"{base}/fiche-1/objectif/exemple/").status_code == 403
