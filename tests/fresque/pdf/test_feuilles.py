"""What a group may count on when it prints its wall."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from diagnostic.figures.valeurs import Liste, SyntheseDessinee
from fresque.fichier import importer, lire
from fresque.pdf import moteur
from fresque.pdf.composition import Nouvelle, OptionsImpression, plan_html
from fresque.pdf.variantes import A3, ENCRE
from pasapas.valeurs.annexes import ANNEXES
from pasapas.valeurs.encarts import Encart, Genre, PostItVue
from pasapas.valeurs.planches import Fresque
from tests.balayage import fautes
from tests.fresque.fichier.outils import EXEMPLE
from tests.mur import relire
from tests.papier import (
    colle,
    feuilles,
    fiche,
    fresque,
    imprimer,
    planche,
    poppler,
    texte,
    textes_de,
    vide,
)

pytestmark = pytest.mark.une_base

BASE = "https://pas.example.org"


@pytest.fixture
def exemple(db: None) -> Fresque:
    """The demonstration project, as the application assembles it."""
    return relire(importer(lire(EXEMPLE.read_bytes()))).papier


def document(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def test_every_word_of_the_example_is_on_paper(exemple):
    pdf = imprimer(exemple, coordonnees=True, url_base=BASE)
    tout = colle(poppler("pdftotext", pdf, "-raw"))
    dites = (ligne for texte in textes_de(exemple) for ligne in texte.splitlines())
    assert [dite for dite in dites if colle(dite) not in tout] == []


def test_kits_own_example_holds_on_one_sheet(exemple):
    seances = replace(
        exemple,
        planches=tuple(_peindre(p, date(2025, 12, 11)) for p in exemple.planches),
    )
    for valeur in (exemple, seances):
        premiere = colle(feuilles(imprimer(valeur, codes=("fiche-1",)))[0])
        kit = [
            t
            for encart in exemple.planche("fiche-1").encarts
            if encart.nom not in ("intitule", "suivi", "rubriques")
            for t in [encart.texte, *(c.texte for li in encart.lignes for c in li.champs)]
        ]
        assert [t for t in kit if colle(t) not in premiere] == []


def _peindre(planche, jour):
    return replace(
        planche,
        sections=tuple(
            replace(s, encarts=tuple(replace(e, peint_le=jour) for e in s.encarts))
            for s in planche.sections
        ),
    )


def test_each_sheet_is_a_portrait_a4():
    for page in document(imprimer(fresque())).pages:
        assert [round(float(cote) * 25.4 / 72) for cote in page.mediabox] == [0, 0, 210, 297]


def test_la_suite_de_l_exemple_s_ouvre_sur_une_case_entiere(exemple):
    """Not on the last two lines of a column, beside an empty one."""
    une, suite = feuilles(imprimer(exemple, codes=("eclaire",)))
    assert "Services généraux et administratifs" in une
    assert "Nos services" not in suite


def test_deux_listes_ne_sont_cote_a_cote_que_si_elles_se_valent():
    """A column half blank is a third of a sheet of the cahier."""

    def en_paire(*nombres):
        listes = tuple(Liste("À consolider", ("q",) * n) for n in nombres)
        return SyntheseDessinee(1, "", (), (), 5, listes, (), (), None, ()).en_paire

    assert [en_paire(3, 3, 9), en_paire(0, 4, 0), en_paire(3, 13, 9)] == [True, True, False]


def test_whole_wall_starts_with_its_hanging_plan():
    pages = feuilles(imprimer(fresque()))
    assert len(pages) == 10
    assert "Plan d’accrochage" in pages[0]
    assert "168 cm de large" in pages[0]
    assert "première rangée à 1,90 m" in pages[0]
    assert "TUTORAT" in pages[0]
    assert "colonne 6, étage 1" in pages[0]
    assert (
        "Édition : Direction générale de la cohésion sociale (DGCS) - Agence nationale pour "
        "l’amélioration des conditions de travail (Anact) / Janvier 2026" in pages[0]
    )
    assert "https://solidarites.gouv.fr/outils-pour-ameliorer" in pages[0]


def test_marks_say_what_hangs_beside():
    pages = feuilles(imprimer(fresque()))[1:]
    assert ["début de la fresque" in page for page in pages] == [True] + [False] * 8
    assert ["fin de la fresque" in page for page in pages] == [False] * 8 + [True]
    assert "suite de A2" in pages[2]
    assert "continue sur B2" in pages[2]
    assert "suite de C1" in pages[6]  # by place: n°2 hangs below n°1, and n°5 beside it
    assert "continue sur n°5" in pages[6]
    assert "suite de l’annexe 3" in pages[8]


@pytest.mark.parametrize("code", ["eclaire", "fiche-2", "bilan-1"])
def test_planche_printed_alone_is_the_one_of_the_wall(code):
    codes = [p.code for p in fresque().planches]
    seule = feuilles(imprimer(fresque(), codes=(code,)))
    assert seule == [feuilles(imprimer(fresque()))[codes.index(code) + 1]]


def test_unknown_code_alone_prints_the_plan():
    assert "Plan d’accrochage" in texte(imprimer(fresque(), codes=("nulle-part",)))


def test_same_input_gives_the_same_file():
    une, autre = fresque(fiche(1, intitule="A")), fresque(fiche(1, intitule="A"))
    assert imprimer(une) == imprimer.__wrapped__(autre)


def test_empty_boxes_carry_their_question():
    tout = texte(imprimer(fresque()))
    questions = [e.question for p in fresque().planches for e in p.encarts]
    assert [q for q in questions if " ".join(q.split()) not in tout] == []


def test_painted_plaster_covers_the_prompt():
    """On a fiche, what invites to write is printed while nothing is written."""
    page = texte(imprimer(fresque(), codes=("fiche-1",)))
    assert "Problématique : Leur intégration" in page
    assert "À quel problème doit-on répondre ?" not in page
    assert "À quel problème doit-on répondre ?" in texte(imprimer(fresque(), codes=("fiche-3",)))


def test_blank_fiches_are_added_at_the_end():
    pages = feuilles(imprimer(fresque(), fiches_vierges=2))
    assert len(pages) == 12
    assert ["Comment s’intitule l’action ?" in page for page in pages[-2:]] == [True, True]


def test_postits_are_left_out_when_asked_or_hidden():
    assert "Et les remplaçants ?" in texte(imprimer(fresque()))
    assert "Vigilance · Malik Diarra" in texte(imprimer(fresque()))
    assert "Et les remplaçants ?" not in texte(imprimer(fresque(), postits=False))
    caches = (PostItVue(1, "Entre nous", "jaune", "Idée", imprimer=False),)
    encart = Encart("retenons", "R", Genre.TEXTE, texte="t", postits=caches)
    cachee = fresque(planche("bilan-1", "bilan", "P7", "D1", encart))
    assert "Entre nous" not in texte(imprimer(cachee))


def test_telephones_and_emails_are_printed_only_when_asked():
    avec = texte(imprimer(fresque(), codes=("acteurs",), coordonnees=True))
    sans = texte(imprimer(fresque(), codes=("acteurs",)))
    assert "Téléphone : 02 61 91 10 10" in avec
    assert "anne@example.org" in avec
    assert "Anne Delorme" in sans
    assert "02 61 91 10 10" not in sans
    assert "anne@example.org" not in sans


def test_questionnaire_is_said_to_be_a_demonstration():
    page = texte(imprimer(fresque(), codes=("autodiagnostic",)))
    assert "questionnaire de démonstration, rédigé pour ce projet" in page


def test_file_is_tagged_and_named_for_screen_readers():
    pdf = document(imprimer(fresque()))
    assert str(pdf.Root.Lang) == "fr"
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.docinfo["/Title"]) == "Fresque Dragibus prend le temps - MECS « Dragibus »"
    with pdf.open_outline() as sommaire:
        signets = {s.title: [sous.title for sous in s.children] for s in sommaire.root}
    assert list(signets) == [
        "Plan d’accrochage",
        *(f"Annexe {annexe.numero} · {annexe.titre}" for annexe in ANNEXES),
    ]
    assert signets["Plan d’accrochage"] == []
    assert [len(sous) for sous in signets.values()] == [0, 2, 2, 4, 1]
    actions = signets["Annexe 3 · J’engage des actions au sein de mon établissement"]
    assert actions[1] == "n°1 · FICHE ACTION N°1 · TUTORAT"
    with pdf.open_metadata() as metadonnees:
        assert metadonnees["pdfuaid:part"] == "1"
    roles = {str(o["/S"]) for o in pdf.objects if _est_structure(o)}
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= roles
    figures = [o for o in pdf.objects if _est_structure(o) and o["/S"] == "/Figure"]
    assert all("/Alt" in figure for figure in figures)


def _est_structure(objet: pikepdf.Object) -> bool:
    return isinstance(objet, pikepdf.Dictionary) and objet.get("/Type") == "/StructElem"


def test_box_without_anything_is_still_a_sheet():
    assert len(feuilles(imprimer(fresque(planche("bilan-1", "bilan", "P7", "D1", vide("x")))))) == 2


@pytest.mark.parametrize(("fiches", "variante"), [(3, ENCRE), (20, ""), (40, ENCRE)])
def test_le_plan_tient_sur_une_feuille(fiches: int, variante: str) -> None:
    """Each sheet in the list and in the drawing, all of them changed."""
    noms = [f"Aménagement des horaires du service {n}" for n in range(1, fiches + 1)]
    siennes = tuple(fiche(n, intitule=nom) for n, nom in enumerate(noms, start=1))
    mur = fresque(*fresque().planches[:5], *siennes, fresque().planches[-1])
    a_faire = tuple(Nouvelle(p.coordonnee, p.nommee, "à remplacer", "ocre") for p in mur.planches)
    feuilles_du_plan = moteur.mettre_en_page(
        plan_html(mur, {"eclaire": 2}, a_faire, OptionsImpression(variante=variante))
    )
    assert len(feuilles_du_plan.pages) == 1
    lu = colle(poppler("pdftotext", feuilles_du_plan.write_pdf(), "-raw"))
    assert [nom for nom in noms if colle(nom) not in lu] == []
    assert fautes(feuilles_du_plan, codes=False) == []


@pytest.mark.parametrize(("variante", "dit"), [("", ("168cm", "A4")), (A3, ("238cm", "A3"))])
def test_le_plan_mesure_le_mur_de_son_papier(variante: str, dit: tuple[str, str]) -> None:
    options = OptionsImpression(variante=variante)
    html = colle(plan_html(fresque(), {}, options=options))
    assert [f"{dit[0]}delarge" in html, f"Feuilles{dit[1]}," in html] == [True, True]
