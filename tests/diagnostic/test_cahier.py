"""The wall and the cahier of the results on paper: every drawing, its table, read at two metres."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from diagnostic import figures
from diagnostic.models import Campagne
from diagnostic.resultats import Cellule, Resultats, lire
from fresque.pdf import OptionsImpression, rendre
from fresque.pdf import resultats as feuilles_de_resultats
from pasapas.models import Projet
from pasapas.valeurs.planches import Planche
from tests.diagnostic import valeurs
from tests.diagnostic.passages import (
    JANVIER,
    campagne,
    clore,
    collective,
    exemple,
    petit_questionnaire,
)
from tests.mur import relire
from tests.papier import feuilles, mots, poppler, texte
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
CODES = ("etat-des-lieux", "autodiagnostic")
DECEMBRE = JANVIER.replace(year=2025, month=12)
# Points: what is read near, the letter of a shape, what announces a drawing from two metres.
COURANT, LETTRE, TITRE = 11, 9.5, 17
# Where the sheet itself speaks, in millimetres from the top: between its path and its foot.
HAUT, BAS = 31, 266


@pytest.fixture
def avant(projet: Projet) -> Campagne:
    projet.etablissement.nom = "MECS « Dragibus »"  # the same sheets in each test
    projet.etablissement.save()
    return clore(campagne(projet, exemple(), nom="Janvier"))


@pytest.fixture
def apres(projet: Projet, avant: Campagne) -> Campagne:
    """The same collèges a year later, but not the anonymous recueil."""
    voix = [passation for passation in exemple() if passation["mode"] == "collective"]
    return clore(campagne(projet, voix, nom="Décembre"), DECEMBRE)


IMPRIMES: dict[str, bytes] = {}


def une_fois(valeur: object, imprimer: Callable[[], bytes]) -> bytes:
    """Most of these tests read the same sheets: they are printed once for all of them."""
    cle = re.sub(r"campagne-\d+", "", repr(valeur))  # its reference, which is not printed
    if cle not in IMPRIMES:
        IMPRIMES[cle] = imprimer()
    return IMPRIMES[cle]


def cahier(close: Campagne) -> bytes:
    publie = lire(close)
    valeur = figures.cahier(publie, figures.resultats_d_avant(close.projet, publie))
    adresse, jour = "https://example.org/resultats", date(2026, 1, 12)
    return une_fois(
        (valeur, str(close.projet)),
        lambda: feuilles_de_resultats.imprimer(valeur, close.projet, adresse, jour),
    )


def mur(projet: Projet) -> bytes:
    """P3 and P4 with their drawings alone: what the group wrote has its own rules."""
    fresque = relire(projet).papier
    planches = tuple(_dessins(p) if p.code in CODES else p for p in fresque.planches)
    nue = replace(fresque, planches=planches)
    choix = OptionsImpression(codes=CODES)
    return une_fois(nue, lambda: rendre(nue, options=choix))


def _dessins(planche: Planche) -> Planche:
    sections = tuple(replace(s, encarts=()) for s in planche.sections if s.figures)
    return replace(planche, sections=sections, intro="", sous_titre="", conseil="", mention="")


def corps(pdf: bytes) -> dict[str, float]:
    """The size in points of each bit of text of the body, drawings included."""
    tailles: dict[str, float] = {}
    trouves: dict[str, float] = {}
    for ligne in poppler("pdftohtml", pdf, "-xml", "-i", "-stdout", "-zoom", "3").splitlines():
        if police := re.search(r'<fontspec id="(\d+)" size="(\d+)"', ligne):
            tailles[police[1]] = int(police[2]) / 3
        if dit := re.search(r'<text top="(\d+)".* font="(\d+)">(.*)</text>', ligne):
            haut = int(dit[1]) / 3 * 25.4 / 72
            mot = re.sub(r"<[^>]+>", "", dit[3]).strip()
            if HAUT < haut < BAS and mot:
                trouves[mot] = min(tailles[dit[2]], trouves.get(mot, 1000))
    return trouves


def titres(pdf: bytes, *attendus: str) -> dict[str, float]:
    return {mot: taille for mot, taille in corps(pdf).items() if mot.startswith(attendus)}


def structure(pdf: bytes, role: str) -> list[str]:
    """The alternative texts of the tags of one kind; empty where there is none."""
    document = pikepdf.open(io.BytesIO(pdf))
    return [
        str(objet.get("/Alt", "")).strip()
        for objet in document.objects
        if isinstance(objet, pikepdf.Dictionary)
        and objet.get("/Type") == "/StructElem"
        and objet["/S"] == role
    ]


def test_tout_se_lit_a_deux_metres_et_rien_ne_sort(projet: Projet, apres: Campagne) -> None:
    """Every word and figure: 11 points, the letters of the shapes about as much; what announces
    a drawing: 17."""
    for pdf in (mur(projet), cahier(apres)):
        assert [m for m in mots(pdf) if m[1] < 7 or m[3] > 203 or m[2] < 5 or m[4] > 294] == []
        assert [m for m in mots(pdf) if m[2] < BAS + 0.4 < m[4] - 0.6] == []
        petits = {mot: taille for mot, taille in corps(pdf).items() if taille < COURANT - 0.4}
        assert {mot: taille for mot, taille in petits.items() if taille < LETTRE} == {}
        assert [mot for mot in petits if len(mot) > 2] == []
        grands = titres(
            pdf,
            "Ce que dit",
            "Points forts",
            "À consolider",
            "Points de vue à",
            "Nos réponses",
            "Avant, après",
        )
        assert len(grands) >= 6
        annonces = {mot: t for mot, t in grands.items() if not mot.startswith(("À consolider",))}
        assert min(annonces.values()) >= TITRE - 0.4


def test_chaque_dessin_se_dit_et_chaque_tableau_est_un_tableau(
    projet: Projet, avant: Campagne
) -> None:
    """A screen reader meets no mute figure: shapes of the legends and heads included."""
    for pdf in (mur(projet), cahier(avant)):
        dessins = structure(pdf, "/Figure")
        assert len(dessins) > 20
        assert "" not in dessins
        assert "Représentants du personnel" in dessins
        assert structure(pdf, "/Table")
        assert structure(pdf, "/TH")


def test_mur_montre_la_carte_et_l_avant_apres_a_cote_du_message(
    projet: Projet, apres: Campagne
) -> None:
    dits = feuilles(mur(projet))
    carte = " ".join(page for page in dits if page.startswith("B1"))
    assert "Nos réponses côte à côte" in carte
    assert "Les thèmes d’un coup d’œil" in texte(cahier(apres))
    publie = lire(apres)
    for question in publie.questions:
        assert f" {question.numero} " in carte
        assert question.niveau in carte
    (evolution,) = (page for page in dits if "Avant, après" in page)
    assert all(theme.titre.split()[0] in evolution for theme in publie.themes)
    assert "Points de vue montrés les deux fois" in evolution


@pytest.mark.parametrize(("colleges", "colonnes"), [(4, 2), (5, 2), (6, 1)])
def test_carte_se_met_sur_deux_colonnes_tant_que_les_formes_y_tiennent(
    colleges: int, colonnes: int
) -> None:
    """Five points of view hold twice in the width of a sheet; six have the whole width."""
    codes = ("direction", "rh", "encadrement", "irp", "salaries", "direction_rh")[:colleges]
    cellules = [Cellule(valeurs.voix(code), moyenne=2.0, effectif=1) for code in codes]
    (section,) = figures.carte(valeurs.resultats([valeurs.question(*cellules)], themes=8))
    moities = section.figures[0].valeur.moities
    assert [len(moitie) for moitie in moities] == ([4, 4] if colonnes == 2 else [8])


def test_une_seule_campagne_n_a_pas_d_avant(projet: Projet, avant: Campagne) -> None:
    assert "Avant, après" not in texte(mur(projet))
    assert "Avant, après" not in texte(cahier(avant))


def test_avant_apres_prend_les_deux_dernieres_du_meme_questionnaire(projet: Projet) -> None:
    """Whatever its version; another questionnaire passed in between is stepped over."""
    v1, v2 = (petit_questionnaire(1, version=version) for version in (1, 2))
    autre = petit_questionnaire(1, slug="autre")
    closes = [
        clore(campagne(projet, [collective("irp", 2)], questionnaire, nom=nom), jour)
        for nom, questionnaire, jour in (
            ("La première", v1, JANVIER),
            ("La deuxième", v1, JANVIER.replace(month=3)),
            ("Entre deux", autre, JANVIER.replace(month=6)),
            ("La dernière", v2, DECEMBRE),
        )
    ]
    noms = [_nom(figures.resultats_d_avant(projet, lire(close))) for close in closes]
    assert noms == ["", "La première", "", "La deuxième"]


def _nom(resultats: Resultats | None) -> str:
    return resultats.nom if resultats else ""


def test_cahier_dit_tout_ce_qui_est_publie(avant: Campagne) -> None:
    dit = texte(cahier(avant))
    publie = lire(avant)
    for question in publie.questions:
        assert " ".join(question.enonce.split()[:3]) in dit
    for liste in ("points_forts", "a_consolider", "axes"):
        assert all(question.niveau in dit for question in getattr(publie, liste))
    assert "et 1 autre" not in dit
    (salaries,) = publie.individuels
    for question in publie.questions:
        comptes = question.cellule(salaries.code).niveaux
        assert " ".join(map(str, (question.numero, *comptes))) in dit
    assert "questionnaire de démonstration, rédigé pour ce projet" in dit


def test_cahier_pour_tous_les_participants_apres_la_cloture(
    projet: Projet, lecteur: Visiteur, avant: Campagne
) -> None:
    url = f"/projets/{projet.slug}/campagnes/{avant.pk}/resultats.pdf"
    reponse = lecteur.get(url)
    assert reponse.content[:5] == b"%PDF-"
    assert f"resultats-{projet.slug}" in reponse["Content-Disposition"]
    ouverte = campagne(projet, exemple(), nom="Juin")
    assert lecteur.get(url.replace(f"/{avant.pk}/", f"/{ouverte.pk}/")).status_code == 404
    page = lecteur.get(f"/projets/{projet.slug}/autodiagnostic/{avant.pk}/resultats/")
    assert url in page.content.decode()


def test_personne_de_montre_s_imprime_quand_meme(projet: Projet) -> None:
    """Two answers where five are needed: the cahier says that there is nothing to read."""
    passations = exemple()[-1:]
    passations[0]["reponses"] = passations[0]["reponses"][:2]
    vide = clore(campagne(projet, passations))
    assert "Personne n’a pu être montré" in texte(cahier(vide))


def test_cahier_ne_laisse_pas_de_feuilles_a_moitie_vides(avant: Campagne) -> None:
    """What follows starts where there is room; the bars stand in the table that says them."""
    assert len(feuilles(cahier(avant))) <= 7
