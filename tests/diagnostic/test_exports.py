"""Files of results: what the page shows and no more, and not one live cell."""

import csv
import unicodedata
import zipfile
from dataclasses import replace
from io import BytesIO, StringIO
from itertools import cycle, islice, product

import pytest
from django.urls import reverse
from lxml import etree
from openpyxl import load_workbook

from diagnostic.exports import classeur, notice, propre, texte_separe
from diagnostic.resultats import Cellule, Resultats, lire
from pasapas.models import Projet
from tests.diagnostic.passages import campagne, clore, exemple, individuels, petit_questionnaire
from tests.diagnostic.valeurs import question, resultats, voix
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base

CHARGES = (
    "=2+2",
    "==2",
    "=CMD()",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","ici")',
    "+33 6 12 34 56 78",
    "-2+3",
    "-",
    "@SUM(1;2)",
    "|calc",
    "%0A=1",
    "＝1+1",
    "#N/A",
    "#REF!",
    "TRUE",
    "1/2",
    "0012",
    '";=1+1;"',
    "'=1+1",
    "_x000D_=1",
    "<f>1</f>",
    "Un texte tout simple",
)
AVANT = ("", " ", "\t", "\r", "\n", "\r\n", "\u00a0", "\ufeff", "\u200b", "\x00", "\x0b", "\u2028")
APRES = ("", "\n=1", "\r=1", "\t=1", ";=1", ',"=1"', " " * 40, "é" * 400, "\U0001f600")
HOSTILES = 2_000


def hostile() -> Resultats:
    """2,000 statements, each a way to wake a spreadsheet."""
    textes = ("".join(parties) for parties in product(AVANT, CHARGES, APRES))
    textes = list(islice(cycle(textes), HOSTILES))
    cellule = Cellule(voix("irp"), moyenne=2.5, effectif=1)
    questions = [
        question(cellule, code=f"q{rang}", numero=rang, titre=texte)
        for rang, texte in enumerate(textes, start=1)
    ]
    return resultats(questions, nom="=1+1")


@pytest.mark.pur
def test_xlsx_sans_une_formule() -> None:
    """Read in the file itself: every text is stored as a text, none is a formula."""
    publie = hostile()
    contenu = classeur(publie)
    with zipfile.ZipFile(BytesIO(contenu)) as archive:
        feuilles = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        arbres = [etree.fromstring(archive.read(nom)) for nom in feuilles]
    assert len(arbres) == 3
    for arbre in arbres:
        assert arbre.xpath("//*[local-name()='f']") == []
        assert {c.get("t") for c in arbre.xpath("//*[local-name()='c']")} <= {"inlineStr", "n"}
    feuille = load_workbook(BytesIO(contenu))["Affirmations"]
    lus = [feuille.cell(rang, 3) for rang in range(2, HOSTILES + 2)]
    assert {(cellule.data_type, cellule.quotePrefix) for cellule in lus} == {("s", True)}
    assert [c.value for c in lus] == [propre(q.titre) for q in publie.questions]


@pytest.mark.pur
def test_csv_sans_une_formule() -> None:
    """Whatever a field begins with, a spreadsheet reads a text or a number."""
    publie = hostile()
    texte = texte_separe(publie).decode("utf-8-sig")
    lignes = list(csv.reader(StringIO(texte), delimiter=";"))
    assert len(lignes) == HOSTILES + 1
    assert {len(ligne) for ligne in lignes} == {len(lignes[0])}
    for champ in (champ for ligne in lignes for champ in ligne):
        assert champ.isprintable()
        nu = unicodedata.normalize("NFKC", champ).strip("\ufeff\u200b\"' ")
        assert champ.startswith("'") or not nu.startswith(("=", "+", "-", "@", "|", "%")), champ
    lus = [ligne[2] for ligne in lignes[1:]]
    attendus = [propre(question.titre) for question in publie.questions]
    assert [lu in {attendu, f"'{attendu}"} for lu, attendu in zip(lus, attendus, strict=True)] == [
        True
    ] * HOSTILES


@pytest.mark.pur
def test_texte_qui_commence_comme_une_formule_garde_son_sens() -> None:
    ligne = question(Cellule(voix("irp"), moyenne=2.5), titre="- un tiret, puis des mots")
    lu = next(
        islice(csv.reader(StringIO(texte_separe(resultats([ligne])).decode()), delimiter=";"), 1, 2)
    )
    assert lu[2] == "'- un tiret, puis des mots"
    assert lu[3] == "2,5"


@pytest.mark.pur
def test_csv_s_ouvre_dans_un_tableur_francais() -> None:
    """BOM, semicolons, decimal commas, lines as Windows ends them; numbers stay numbers in XLSX."""
    publie = resultats([question(Cellule(voix("irp"), moyenne=2.44))])
    octets = texte_separe(publie)
    assert octets.startswith(b"\xef\xbb\xbf")
    assert octets.decode("utf-8-sig").splitlines()[1] == (
        '"1";"q1";"Tout va bien.";"2,44";"2,44";"";"À consolider"'
    )
    assert octets.count(b"\r\n") == 2
    feuille = load_workbook(BytesIO(classeur(publie)))["Affirmations"]
    assert (feuille["D2"].value, feuille["D2"].data_type) == (2.44, "n")


@pytest.mark.pur
def test_caracteres_qu_aucun_classeur_ne_peut_tenir() -> None:
    assert propre("\ufeffa\x00b\x01c\ufffe") == "abc"
    assert propre("=1\r\n\t+2") == "=1 +2"
    assert len(propre("é" * 100_000)) == 32_767


# --- What is in the files -----------------------------------------------------------------------


@pytest.mark.django_db
def test_fichiers_disent_ce_que_la_page_dit(projet: Projet, lecteur: Visiteur) -> None:
    close = clore(campagne(projet, exemple(), nom="Janvier"))
    reponse = lecteur.get(reverse("diagnostic:xlsx", args=[projet.slug, close.pk]))
    assert reponse["Content-Disposition"] == (
        f'attachment; filename="resultats-{projet.slug}-{close.reference}.xlsx"'
    )
    livre = load_workbook(BytesIO(reponse.content))
    assert livre.sheetnames == ["Affirmations", "Thèmes", "Notice"]
    lignes = list(livre["Affirmations"].iter_rows(values_only=True))
    publie = lire(close)
    assert [ligne[1] for ligne in lignes[1:]] == [q.code for q in publie.questions]
    assert dict(zip(lignes[0], lignes[16], strict=True)) == {
        "N°": 16,
        "Code": "q16",
        "Affirmation": publie.question("q16").titre,
        "Direction et RH": 2,
        "Encadrement": 2,
        "Représentants du personnel": 1,
        "Salariés": 1.86,
        "Salariés, Absent": 1,
        "Salariés, Ponctuel": 6,
        "Salariés, Organisé": 0,
        "Salariés, Ancré": 0,
        "Salariés, je ne sais pas": 2,
        "Salariés, non concerné": 0,
        "Ensemble": 1.71,
        "Écart": 1,
        "Lecture": "Axe d’amélioration",
    }
    notice = [ligne[0] for ligne in livre["Notice"].iter_rows(values_only=True)]
    assert "questionnaire de démonstration, rédigé pour ce projet" in notice[2]


@pytest.mark.django_db
def test_fichiers_ne_disent_rien_de_ce_qui_est_masque(projet: Projet) -> None:
    salaries = individuels("salaries", *[[2, 4]] * 4, [2, None], [2, None])
    elus = individuels("irp", [1, 1])
    close = clore(campagne(projet, [salaries, elus], petit_questionnaire()))
    publie = lire(close)
    lignes = list(csv.DictReader(StringIO(texte_separe(publie).decode("utf-8-sig")), delimiter=";"))
    assert lignes[0]["Salariés"] == "2"
    masquee = lignes[1]
    assert masquee["Salariés"] == "masqué"
    comptes = {valeur for nom, valeur in masquee.items() if nom.startswith("Salariés,")}
    assert comptes == {""}
    assert (masquee["Ensemble"], masquee["Écart"], masquee["Lecture"]) == ("", "", "")
    assert not any("Représentants" in titre for titre in masquee)
    notice = load_workbook(BytesIO(classeur(publie)))["Notice"]
    dits = [ligne[0] for ligne in notice.iter_rows(values_only=True)]
    assert any("Représentants du personnel : moins de 5 personnes" in dit for dit in dits)


@pytest.mark.pur
def test_campagne_sans_profil() -> None:
    assert load_workbook(BytesIO(classeur(replace(resultats([]), themes=())))).sheetnames


@pytest.mark.pur
@pytest.mark.parametrize(
    ("combien", "dit"),
    [(0, "nombre de personnes non précisé"), (1, "1 participant"), (4, "4 participants")],
)
def test_la_notice_ne_compte_pas_zero_personne_derriere_une_voix(combien: int, dit: str) -> None:
    profil = replace(voix("irp"), participants=combien)
    publie = resultats([question(Cellule(profil, moyenne=2.5, effectif=1))])
    lignes = [ligne for ligne in notice(publie) if ligne.startswith(profil.nom)]
    assert lignes == [f"{profil.nom} : réponse commune, attribuée, {dit}."]
