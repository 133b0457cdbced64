"""Questionnaires are data: read strictly, written as drafts, published once, then frozen."""

import io
import os
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic import operations
from diagnostic.models import Question, Questionnaire, Theme
from diagnostic.questionnaires import (
    QuestionnaireLu,
    en_csv,
    en_xlsx,
    en_yaml,
    lire_tableau,
    lire_yaml,
)
from diagnostic.questionnaires.classeur import LIGNES_MAX, rangees
from diagnostic.questionnaires.ecriture import csv_de, xlsx_de
from pasapas.lecture.messages import RapportErreurs
from pasapas.models import Projet
from tests.base import empreinte
from tests.factories import QuestionFactory, ThemeFactory, UserFactory
from tests.personnes import Visiteur, visiteur
from tests.preuves import enroler

FIGE = "Ce questionnaire est publié : il ne change plus. Importez une nouvelle version."
PETIT = """
questionnaire: {slug: le-notre, titre: Le nôtre, statut: officiel}
echelle:
  niveaux:
    - {valeur: 1, code: non, libelle: Pas du tout}
    - {valeur: 2, code: un-peu, libelle: Un peu}
    - {valeur: 3, code: oui, libelle: Tout à fait}
restitution: {seuils: {point_fort: 2.5, axe: 1.5}}
themes:
  - code: accueil
    titre: Accueillir
    questions:
      - {code: a1, enonce: "On m’attendait.", point_fort: Gardons cet accueil.,
         axe: Préparer l’accueil.}
  - code: partir
    titre: Partir
    questions:
      - {code: p1, enonce: On m’a dit au revoir.}
"""
ENTETE = {
    "questionnaire": {"slug": "tableau", "titre": "Un tableau", "statut": "officiel"},
    "echelle": {"niveaux": [{"valeur": n, "code": f"n{n}", "libelle": f"N{n}"} for n in (1, 2)]},
    "restitution": {"seuils": {"point_fort": 2, "axe": 1}},
}
COLONNES = "theme_code;theme_titre;code;enonce\n"


def petit(remplace: str = "", par: str = "") -> bytes:
    assert remplace in PETIT
    return PETIT.replace(remplace, par, 1).encode()


@pytest.fixture
def notre(db: None) -> Questionnaire:
    return operations.questionnaire_courant()


@pytest.fixture
def administratrice(projet: Projet) -> Visiteur:
    client, personne = Visiteur(), UserFactory(is_staff=True)
    enroler(personne)
    client.force_login(personne)
    return client


# --- Frozen once published


GESTES: dict[str, Callable[[Questionnaire], Any]] = {
    "titre": lambda q: Questionnaire.objects.filter(pk=q.pk).update(titre="Autre"),
    "retour en brouillon": lambda q: Questionnaire.objects.filter(pk=q.pk).update(publie_le=None),
    "thème": lambda q: Theme.objects.filter(questionnaire=q).update(titre="Autre"),
    "énoncé": lambda q: Question.objects.filter(theme__questionnaire=q).update(enonce="Autre"),
    "un thème de plus": lambda q: ThemeFactory(questionnaire=q),
    "une question de plus": lambda q: QuestionFactory(theme=q.themes.all()[0]),
}


@pytest.mark.parametrize("geste", GESTES)
def test_publie_ne_change_plus(geste: str, notre: Questionnaire) -> None:
    avant = empreinte()
    with pytest.raises(IntegrityError, match=FIGE), transaction.atomic():
        GESTES[geste](notre)
    assert empreinte() == avant


def test_brouillon_se_corrige_et_se_supprime(db: None) -> None:
    brouillon = operations.creer(lire_yaml(petit()))
    Question.objects.filter(theme__questionnaire=brouillon).update(enonce="Autre")
    ThemeFactory(questionnaire=brouillon)
    operations.supprimer(brouillon)
    assert not Questionnaire.objects.filter(slug="le-notre").exists()


def test_publie_ne_se_supprime_plus(notre: Questionnaire) -> None:
    with pytest.raises(ValidationError, match="publié"):
        operations.supprimer(notre)
    assert Questionnaire.objects.filter(pk=notre.pk).exists()


def test_publier_deux_fois_garde_la_premiere_date(db: None) -> None:
    premier = operations.publier(operations.creer(lire_yaml(petit())))
    assert operations.publier(premier).publie_le == premier.publie_le


def test_version_donnee_ou_suivante(db: None) -> None:
    versions = [operations.creer(lire_yaml(petit())).version for _ in range(2)]
    versions.append(
        operations.creer(lire_yaml(petit("le-notre,", "le-notre, version: 7,"))).version
    )
    versions.append(operations.creer(lire_yaml(petit())).version)
    assert versions == [1, 2, 7, 8]
    with pytest.raises(ValidationError, match="existe déjà"):
        operations.creer(lire_yaml(petit("le-notre,", "le-notre, version: 7,")))


def test_courant_est_le_plus_recent_publie(notre: Questionnaire) -> None:
    suivant = lire_yaml(en_yaml(notre).replace(b"version: 1", b"version: 2", 1))
    brouillon = operations.creer(suivant)
    assert operations.questionnaire_courant() == notre
    operations.publier(brouillon)
    assert operations.questionnaire_courant() == brouillon


# --- Files


def test_importe_tel_qu_ecrit(db: None) -> None:
    questionnaire = operations.creer(lire_yaml(petit()))
    assert questionnaire.publie_le is None
    assert [n["libelle"] for n in questionnaire.niveaux] == ["Pas du tout", "Un peu", "Tout à fait"]
    assert questionnaire.restitution["debat"]["ecart_colleges"] == 1.5
    assert [str(t) for t in questionnaire.themes.all()] == ["Accueillir", "Partir"]
    question = Question.objects.get(theme__questionnaire=questionnaire, code="a1")
    assert question.phrase("valoriser") == "Gardons cet accueil."
    assert question.phrase("modifier") == "Préparer l’accueil."


def mots(lu: QuestionnaireLu) -> dict[str, Any]:
    return dict(vars(lu))


def test_yaml_rendu_se_relit_a_l_identique(notre: Questionnaire) -> None:
    lu = lire_yaml(en_yaml(notre))
    assert (len(lu.themes), sum(len(t.questions) for t in lu.themes)) == (8, 26)
    copie = operations.creer(lire_yaml(en_yaml(notre).replace(b"version: 1", b"version: 2", 1)))
    assert mots(lire_yaml(en_yaml(copie))) == mots(lu) | {"version": 2}


@pytest.mark.parametrize(("nom", "ecrire"), [("q.csv", en_csv), ("q.xlsx", en_xlsx)])
def test_tableau_rendu_se_relit_a_l_identique(
    nom: str, ecrire: Callable[[Questionnaire], bytes], notre: Questionnaire
) -> None:
    lu = lire_tableau(ecrire(notre), nom, ENTETE)
    assert lu.themes == lire_yaml(en_yaml(notre)).themes
    assert (lu.slug, lu.version, lu.titre) == ("tableau", None, "Un tableau")


FORMULES = st.sampled_from(["=CMD()", "==2", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "''=1", "'"])
CELLULES = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Cn"), blacklist_characters="\ufeff"),
    max_size=20,
)


@pytest.mark.pur
@settings(max_examples=int(os.environ.get("TABLEAUX_EXEMPLES", 25)), deadline=None)
@given(st.lists(st.tuples(FORMULES, CELLULES).map("".join), min_size=1, max_size=5))
def test_aucune_cellule_n_est_une_formule_ni_perdue(cellules: list[str]) -> None:
    import openpyxl

    sans_retour = [cellule.replace("\r", " ") for cellule in cellules]
    (_, lues), *_ = rangees(csv_de([cellules]), "q.csv")
    assert lues == cellules
    octets = xlsx_de([sans_retour])
    feuille = openpyxl.load_workbook(io.BytesIO(octets)).active
    assert {cellule.data_type for cellule in feuille[1]} <= {"s", "n"}
    assert [cellule.value for cellule in feuille[1]] == sans_retour


def refus(lire: Callable[[], Any]) -> list[str]:
    avant = empreinte()
    with pytest.raises(RapportErreurs) as rapport:
        lire()
    assert empreinte() == avant
    return [str(erreur) for erreur in rapport.value.erreurs]


@pytest.mark.parametrize(
    ("remplace", "par", "attendu"),
    [
        (
            "code: p1",
            "code: a1",
            "ligne 18, themes > 2e > questions > 1re > code : le code « a1 » ",
        ),
        ("code: partir", "code: accueil", "ligne 15, themes > 2e > code : « accueil » : un autre "),
        ("enonce: On m’a dit au revoir.", "enonce: ''", "ligne 18, themes > 2e > questions > 1re"),
        ("    titre: Partir\n", "", "ligne 15, themes > 2e : il manque la clé « titre »"),
        ("valeur: 3", "valeur: 4", "ligne 4, echelle > niveaux : les valeurs se suivent"),
        ("axe: 1.5", "axe: 2.6", "ligne 8, restitution > seuils > axe : le seuil « axe »"),
        ("point_fort: 2.5", "point_fort: 3.5", "ligne 8, restitution > seuils > point_fort : un"),
        ("statut: officiel", "statut: secret", "ligne 2, questionnaire > statut : attendu un de"),
        ("slug: le-notre", "slug: le nôtre", "ligne 2, questionnaire > slug : attendu un mot fait"),
        ("valeur: 1,", "valeur: un,", "ligne 5, echelle > niveaux > 1er > valeur : attendu un no"),
        ("{code: p1", "{truc: 1, code: p1", "ligne 18, themes > 2e > questions > 1re > truc : cl"),
        ("{point_fort: 2.5, axe: 1.5}", "{}", "ligne 8, restitution > seuils : il manque la clé"),
        ("themes:", "themes: []\nautres:", "ligne 10, autres : clé inconnue « autres »"),
    ],
)
def test_yaml_refuse_dit_la_ligne(remplace: str, par: str, attendu: str, db: None) -> None:
    dits = refus(lambda: operations.creer(lire_yaml(petit(remplace, par))))
    assert any(dit.startswith(attendu) for dit in dits), dits


def test_yaml_sans_theme_ni_niveau(db: None) -> None:
    seul = petit().split(b"themes:")[0] + b"themes: []\n"
    seul = seul.split(b"    - {valeur: 2")[0] + b"restitution: {seuils: {point_fort: 1, axe: 1}}\n"
    dits = refus(lambda: lire_yaml(seul + b"themes: []"))
    assert [dit.partition(" : ")[2] for dit in dits] == [
        "il faut au moins deux niveaux",
        "il manque les thèmes : il en faut au moins un",
    ]


@pytest.mark.parametrize(
    ("lignes", "attendu"),
    [
        ("t1;Santé;q1;Un\n;;q1;Deux\n", ["ligne 3", "le code « q1 » est déjà pris"]),
        ("t1;Santé;q1;\n", ["ligne 2", "ce texte ne peut pas être vide"]),
        ("t1;Santé;q1;Un\nt1;Sante;q2;Deux\n", ["ligne 3", "un même thème dit deux choses"]),
        ("t1;;q1;Un\n", ["ligne 2", "ce texte ne peut pas être vide"]),
        (";;q1;Un\n", ["ligne 2", "ce texte ne peut pas être vide"]),
        ("t1;Santé;q 1;Un\n", ["ligne 2", "attendu un mot fait de lettres sans accent"]),
        ('t1;Santé;q1;"Un\n', ["ligne 2", "vérifiez les guillemets"]),
        ("t1;Santé;q1;" + "x" * 501, ["ligne 2", "501 caractères"]),
        ("", ["aucune question sous ses titres de colonnes"]),
    ],
)
def test_tableau_refuse_dit_la_ligne(lignes: str, attendu: list[str], db: None) -> None:
    octets = (COLONNES + lignes).encode()
    (dit, *_) = refus(lambda: operations.creer(lire_tableau(octets, "q.csv", ENTETE)))
    assert all(mot in dit for mot in attendu), dit


@pytest.mark.parametrize(
    ("tete", "attendu"),
    [
        ("theme_code;theme_titre;code\n", "il manque la colonne « enonce »"),
        (COLONNES.replace("code;enonce", "code;code;enonce"), "la colonne « code » est là deux"),
        (COLONNES.replace("\n", ";couleur\n"), "colonne inconnue « couleur »"),
    ],
)
def test_colonnes_du_tableau(tete: str, attendu: str, db: None) -> None:
    dits = refus(lambda: lire_tableau(f"{tete}t1;Santé;q1;Un".encode(), "q.csv", ENTETE))
    assert any(attendu in dit for dit in dits), dits


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_csv_de_partout_se_lit(code: str, separateur: str) -> None:
    texte = COLONNES.replace(";", separateur) + separateur.join(["t1", "Santé", "q1", "Ça va"])
    (theme,) = lire_tableau(texte.encode(code), "q.csv", ENTETE).themes
    assert (theme.titre, theme.questions[0].enonce) == ("Santé", "Ça va")


def test_cellules_fusionnees_et_nombres(db: None) -> None:
    """A merged cell is written once; a code typed as a number is a number for a spreadsheet."""
    import openpyxl

    classeur = openpyxl.Workbook()
    for ligne in (
        ["Theme_code", "THEME TITRE", "Code", "Énoncé"],
        ["t1", "Santé", 1, "Un"],
        [None, None, 2.0, "Deux"],
        [],
        ["t2", "Partir", "q3", "Trois"],
    ):
        classeur.active.append(ligne)
    classeur.active.merge_cells("A2:A3")
    sortie = io.BytesIO()
    classeur.save(sortie)
    themes = lire_tableau(sortie.getvalue(), "q.xlsx", ENTETE).themes
    assert [(t.code, [q.code for q in t.questions]) for t in themes] == [
        ("t1", ["1", "2"]),
        ("t2", ["q3"]),
    ]


# --- Booby traps


def xlsx_avec(feuille: bytes, **pieces: bytes) -> bytes:
    """A workbook whose sheet is this XML."""
    with zipfile.ZipFile(io.BytesIO(xlsx_de([["a"]]))) as modele:
        contenu = {nom: modele.read(nom) for nom in modele.namelist()}
    contenu["xl/worksheets/sheet1.xml"] = feuille
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in {**contenu, **pieces}.items():
            archive.writestr(nom, octets)
    return sortie.getvalue()


NS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FIN = b"</sheetData></worksheet>"
ENTITE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
RIRES = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8)
)
PIEGES = {
    "bombe": lambda: xlsx_avec(NS + b"<row/>" * 3_000_000 + FIN),
    "300 000 lignes": lambda: xlsx_avec(
        NS + b'<row r="1"/>' * 300_000 + b"<row><c><v>1</v></c></row>" + FIN
    ),
    "entité extérieure": lambda: xlsx_avec(
        ENTITE + NS + b'<row><c t="inlineStr"><is><t>&a;</t></is></c></row>' + FIN
    ),
    "milliard de rires": lambda: xlsx_avec(
        RIRES + b"]>" + NS + b'<row><c t="inlineStr"><is><t>&i;</t></is></c></row>' + FIN
    ),
    "xml tronqué": lambda: xlsx_avec(NS + b"<row>"),
    "trop de pièces": lambda: xlsx_avec(NS + FIN, **{f"p{n}": b"" for n in range(300)}),
    "pas une archive": lambda: b"PK\x03\x04 et puis rien",
    "archive sans classeur": lambda: b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("piege", PIEGES)
def test_classeur_piege_est_refuse_sans_peine(piege: str, db: None) -> None:
    octets = PIEGES[piege]()
    dits = refus(lambda: lire_tableau(octets, "q.xlsx", ENTETE))
    assert not any("root:" in dit for dit in dits)
    assert len(dits) == 1, dits


@pytest.mark.parametrize(
    "octets",
    [
        COLONNES.encode() + b"t1;T;q;U\n" * (LIGNES_MAX + 1),
        b"\x00" * 1000,
        b"\xff\xfe\x00\xd8",
        COLONNES.encode() + b't1;"' + b"x" * 200_000,
        b";" * 100_000,
    ],
)
def test_csv_piege_est_refuse(octets: bytes, db: None) -> None:
    assert len(refus(lambda: lire_tableau(octets, "q.csv", ENTETE))) >= 1


# --- Pages


def televerser(client: Visiteur, octets: bytes, nom: str = "q.yaml", **champs: Any) -> Any:
    fichier = SimpleUploadedFile(nom, octets)
    return client.post("/questionnaires/importer/", {"fichier": fichier, **champs})


def test_de_l_import_a_la_publication(administratrice: Visiteur) -> None:
    reponse = televerser(administratrice, petit())
    assert (reponse.status_code, reponse.url) == (302, "/questionnaires/le-notre/1/")
    apercu = administratrice.get(reponse.url).content.decode()
    for mot in ("pas encore publié", "Accueillir", "On m’attendait.", "Tout à fait", "officiel"):
        assert mot in apercu
    assert "brouillon" in administratrice.get("/questionnaires/").content.decode().lower()
    administratrice.post(f"{reponse.url}publier/")
    assert Questionnaire.objects.publies().filter(slug="le-notre").exists()
    publie = administratrice.get(reponse.url).content.decode()
    assert "pas encore publié" not in publie
    assert "/publier/" not in publie
    administratrice.post(f"{reponse.url}supprimer/")
    assert Questionnaire.objects.filter(slug="le-notre").exists()


def test_brouillon_se_jette(administratrice: Visiteur) -> None:
    televerser(administratrice, petit())
    assert administratrice.post("/questionnaires/le-notre/1/supprimer/").status_code == 302
    assert not Questionnaire.objects.filter(slug="le-notre").exists()


def test_questionnaire_de_demonstration_le_dit_partout(administratrice: Visiteur) -> None:
    for page in ("/questionnaires/", "/questionnaires/autodiagnostic-pas-a-pas/1/"):
        contenu = administratrice.get(page).content.decode()
        assert "questionnaire de démonstration, rédigé pour ce projet" in contenu


def test_import_refuse_dit_pourquoi_et_n_ecrit_rien(administratrice: Visiteur) -> None:
    avant = empreinte()
    reponse = televerser(administratrice, petit("code: p1", "code: a1"))
    assert reponse.status_code == 422
    assert "<strong>Ligne 18</strong>" in reponse.content.decode()
    assert empreinte() == avant


def test_version_deja_la_est_refusee(administratrice: Visiteur) -> None:
    televerser(administratrice, petit("le-notre,", "le-notre, version: 3,"))
    reponse = televerser(administratrice, petit("le-notre,", "le-notre, version: 3,"))
    assert reponse.status_code == 422
    assert "Cette version du questionnaire existe déjà." in reponse.content.decode()


def test_tableau_demande_ce_qu_il_ne_dit_pas(
    administratrice: Visiteur, notre: Questionnaire
) -> None:
    octets = (COLONNES + "t1;Santé;q1;Un").encode()
    page = televerser(administratrice, octets, "q.csv").content.decode()
    for mot in ("Donnez un titre", "Donnez un nom de code", "Dites d’où vient", "reprendre l’éch"):
        assert mot in page
    champs = {"titre": "T", "slug": "s", "statut": "officiel", "modele": notre.pk}
    reponse = televerser(administratrice, octets, "q.csv", **champs)
    assert reponse.url == "/questionnaires/s/1/"
    assert Questionnaire.objects.get(slug="s").echelle == notre.echelle


@pytest.mark.parametrize(
    ("nom", "octets", "dit"),
    [
        ("q.ods", b"x", "se termine autrement"),
        ("q.yaml", b"", "Ce fichier est vide."),
        ("q.yaml", b"x" * 2_000_001, "Ce fichier dépasse 2 Mo."),
        ("q.yaml", b"\xff\xfe", "UTF-8"),
        ("q.yaml", b"[[[[" * 100, "blocs les uns dans les autres"),
        ("q.yaml", b"a: &x 1\nb: *x", "ancres"),
        ("q.yaml", b"- 1", "un bloc de clés"),
        ("q.xlsx", b"PK", "Donnez un titre"),
    ],
)
def test_mauvais_fichier_ne_fait_jamais_tomber_la_page(
    nom: str, octets: bytes, dit: str, administratrice: Visiteur
) -> None:
    reponse = televerser(
        administratrice, octets, nom, titre="T\x00", slug="é", statut="x", modele="z"
    )
    assert reponse.status_code == 422
    page = reponse.content.decode()
    assert dit in page or nom.endswith(".xlsx"), page


@pytest.mark.parametrize("format", ["yaml", "xlsx", "csv"])
def test_questionnaire_s_emporte(format: str, administratrice: Visiteur) -> None:
    url = f"/questionnaires/autodiagnostic-pas-a-pas/1/fichier/{format}/"
    reponse = administratrice.get(url)
    assert reponse["Content-Disposition"].endswith(f'-v1.{format}"')
    assert len(reponse.content) > 10_000


@pytest.mark.parametrize(
    "adresse",
    [
        "rien/1/",
        "autodiagnostic-pas-a-pas/99999999999999999999/",
        "autodiagnostic-pas-a-pas/1/fichier/exe/",
    ],
)
def test_adresse_inconnue(adresse: str, administratrice: Visiteur) -> None:
    assert administratrice.get(f"/questionnaires/{adresse}").status_code == 404


@pytest.mark.parametrize("role", ["pilote", "animateur", "lecteur", "charge_de_mission"])
def test_pages_pour_les_seuls_administrateurs(role: str, projet: Projet) -> None:
    client = visiteur(projet, role)
    base = "/questionnaires/autodiagnostic-pas-a-pas/1/"
    pages = ["/questionnaires/", "/questionnaires/importer/", base, f"{base}fichier/yaml/"]
    assert {client.get(page).status_code for page in pages} == {404}
    gestes = ["/questionnaires/importer/", f"{base}publier/", f"{base}supprimer/"]
    avant = empreinte()
    assert {client.post(page).status_code for page in gestes} == {404}
    assert empreinte() == avant
    assert Visiteur().get("/questionnaires/").status_code == 302
