"""A file that is not right is refused whole: every fault at once, with its line."""

import pytest
import yaml

from fresque.fichier import RapportErreurs, lire
from pasapas.lecture import composition
from pasapas.lecture.composition import NOMBRE
from tests.fresque.fichier.outils import MINIMAL, rapport

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]

REFUS_DE_FORME = {
    "vide": (b"", ["le fichier est vide"]),
    "commentaire_seul": (b"# rien\n", ["le fichier est vide"]),
    "trop_gros": (b"#" * 2_000_001, ["le fichier dépasse 2 Mo"]),
    "latin1": (
        "version: 1\nnom: été".encode("latin-1"),
        ["ligne 2 : ce texte n’est pas en UTF-8 : enregistrez le fichier avec cet encodage"],
    ),
    "deux_documents": (
        b"version: 1\n---\nversion: 1\n",
        ["ligne 2 : un seul document par fichier : retirez la ligne « --- »"],
    ),
    "clef_complexe": (
        b"version: 1\n? [a, b]\n: c\n",
        ["ligne 2 : une clé est un mot simple, suivi d’un deux-points"],
    ),
    "trop_profond": (
        b"version: 1\na:\n  " + b"[" * 40,
        ["ligne 3 : plus de 30 blocs les uns dans les autres"],
    ),
    "trop_de_valeurs": (
        b"[" + b"1," * (NOMBRE + 1) + b"]",
        [f"ligne 1 : plus de {NOMBRE} valeurs dans le fichier"],
    ),
    "guillemet_ouvert": (
        b'version: 1\nnom: "Les Tilleuls\n',
        ["ligne 2 : un guillemet ouvert n’est pas refermé"],
    ),
    "deux_points": (
        b"version: 1\nnom: Accueil : demain\n",
        [
            "ligne 2 : un deux-points est mal placé : mettez ce texte entre guillemets, "
            "ou vérifiez le décalage de la ligne"
        ],
    ),
    "tabulation": (
        b"version: 1\n\tnom: x\n",
        [
            "ligne 2 : ce caractère ne peut pas commencer une valeur : mettez-la entre "
            "guillemets, et décalez les lignes avec des espaces, jamais avec des tabulations"
        ],
    ),
    "crochet_ouvert": (
        b"version: 1\nliste: [a, b\nautre: c\n",
        ["ligne 2 : une liste entre crochets n’est pas refermée, ou il y manque une virgule"],
    ),
    "barre_oblique": (
        b'version: 1\nnom: "C:\\dossier"\n',
        [
            "ligne 2 : dans un texte entre guillemets droits, "
            "la barre oblique inverse s’écrit deux fois"
        ],
    ),
    "accolade_ouverte": (
        b"version: 1\nbloc: {a: b\nautre: c\n",
        ["ligne 2 : un bloc entre accolades n’est pas refermé, ou il y manque une virgule"],
    ),
    "decalage": (
        b"etablissement:\n    nom: a\n  type: mecs\n",
        ["ligne 3 : le décalage de cette ligne ne va pas avec celui des lignes voisines"],
    ),
    "un_texte": (b"bonjour\n", ["ligne 1 : attendu un bloc de clés, lu « bonjour »"]),
    "une_liste": (b"- version\n", ["ligne 1 : attendu un bloc de clés, lu une liste"]),
}


@pytest.mark.parametrize("lecteur", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("cas", REFUS_DE_FORME)
def test_fichier_mal_forme(cas: str, lecteur: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same report whether or not PyYAML was built with libyaml."""
    monkeypatch.setattr(composition, "LECTEUR", getattr(yaml, lecteur))
    octets, attendu = REFUS_DE_FORME[cas]

    assert rapport(octets) == attendu


def test_fichier_avec_ancres_et_etiquettes() -> None:
    texte = MINIMAL + "personnes:\n  - &moi {id: a, nom: !!str 12}\n  - *moi\n"

    assert rapport(texte) == [
        "ligne 7, personnes > 1re : les ancres « & » ne sont pas admises",
        "ligne 7, personnes > 1re > nom : les étiquettes « ! » ne sont pas admises",
        "ligne 8, personnes > 2e : les renvois « * » ne sont pas admis : recopiez le texte",
    ]


def test_fichier_avec_une_bombe_de_renvois() -> None:
    bombe = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{apres}: &{apres} [{','.join([f'*{avant}'] * 9)}]\n"
        for avant, apres in zip("abcdefgh", "bcdefghi", strict=True)
    )

    assert "les renvois « * » ne sont pas admis" in "\n".join(rapport(MINIMAL + bombe))


def test_fichier_avec_une_clef_en_double() -> None:
    texte = MINIMAL.replace("  nom:", "  nom: Un\n  nom:")

    assert rapport(texte) == [
        "ligne 4, etablissement : clé « nom » déjà écrite à la ligne 3",
    ]


LIGNE_6 = {
    # keys
    "effectifs: 12": "etablissement > effectifs : clé inconnue « effectifs » ; "
    "vouliez-vous écrire « effectif » ?",
    "Nom_court: x": "etablissement > Nom_court : clé inconnue « Nom_court » ; "
    "vouliez-vous écrire « nom_court » ?",
    "couleur: x": "etablissement > couleur : clé inconnue « couleur » ; clés possibles : nom, "
    "nom_court, gestionnaire, type, statut_juridique, autorisation, finess, region, "
    "departement, commune, capacite, effectif, services",
    # types
    "departement: 72": "etablissement > departement : attendu un texte, lu « 72 » : "
    "mettez-le entre guillemets",
    "commune: 7.5": "etablissement > commune : attendu un texte, lu « 7.5 » : "
    "mettez-le entre guillemets",
    "commune: true": "etablissement > commune : attendu un texte, lu « true » : "
    "mettez-le entre guillemets",
    "commune: [a]": "etablissement > commune : attendu un texte, lu une liste",
    "commune: {a: b}": "etablissement > commune : attendu un texte, lu un bloc de clés",
    "capacite: douze": "etablissement > capacite : attendu un nombre entier, lu « douze »",
    "capacite: '12'": "etablissement > capacite : attendu un nombre entier, lu « 12 »",
    "capacite: 12.5": "etablissement > capacite : attendu un nombre entier, lu « 12.5 »",
    "capacite: true": "etablissement > capacite : attendu un nombre entier, lu « true »",
    "capacite: -1": "etablissement > capacite : attendu un nombre d’au moins 0, lu « -1 »",
    "capacite: 2147483648": "etablissement > capacite : attendu un nombre d’au plus "
    "2147483647, lu « 2147483648 »",
    "services: jour": "etablissement > services : attendu une liste, lu « jour » "
    "(une ligne par élément, précédée d’un tiret)",
    "services: [jour]": "etablissement > services > 1er : attendu un bloc de clés, lu « jour »",
    # limits and choices
    "departement: '9711'": "etablissement > departement : 4 caractères, c’est plus que les 3 admis",
    "commune: " + "x" * 301: "etablissement > commune : "
    "301 caractères, c’est plus que les 300 admis",
    "type: hotel": "etablissement > type : attendu un de ces mots : mecs, foyer_enfance, "
    "pouponniere, aemo_aed, placement_familial, lieu_de_vie, accueil_de_jour, service_mna, "
    "autre, lu « hotel »",
    "services: [{id: a b, nom: x}]": "etablissement > services > 1er > id : attendu un mot fait "
    "de lettres sans accent, de chiffres et de tirets, lu « a b »",
    "services: [{id: a}]": "etablissement > services > 1er : il manque la clé « nom »",
    "services: [{id: a, nom: ''}]": "etablissement > services > 1er > nom : "
    "ce texte ne peut pas être vide",
    "services: [{id: a, nom: x}, {id: a, nom: y}]": "etablissement > services > 2e > id : "
    "« a » est déjà pris plus haut",
}


@pytest.mark.parametrize("ligne", LIGNE_6)
def test_etablissement_mal_decrit(ligne: str) -> None:
    texte = MINIMAL.replace("projet:\n", "").replace("  id: les", "projet:\n  id: les")
    texte = texte.replace("Tilleuls\n", f"Tilleuls\n  # la ligne d'après\n\n  {ligne}\n")

    [reproche] = rapport(texte)

    attendu = LIGNE_6[ligne]
    lieu = f"ligne 6, {attendu}"
    assert reproche == lieu


def test_texte_long_jusqu_a_vingt_mille_caracteres() -> None:
    texte = MINIMAL + "  annexe_1:\n    ambition: "

    assert rapport(texte + "é" * 20_000) == []
    assert rapport(texte + "é" * 20_001) == [
        "ligne 7, projet > annexe_1 > ambition : 20001 caractères, c’est plus que les 20000 admis"
    ]


def test_virgule_decimale_entre_accolades() -> None:
    """To YAML the comma starts another key; to whoever wrote it, 0,5 is a number."""
    texte = MINIMAL + "personnes:\n  - {id: claire, fonction: Psychologue (0,5 ETP), nom: X}\n"

    [personne] = lire(texte.encode()).personnes

    assert (personne.fonction, personne.nom) == ("Psychologue (0,5 ETP)", "X")


def test_virgule_sans_nombre_entre_accolades() -> None:
    texte = MINIMAL + "personnes:\n  - {id: claire, nom: X, fonction: Psychologue,stagiaire}\n"

    assert rapport(texte) == [
        "ligne 7, personnes > 1re > stagiaire : clé inconnue « stagiaire » ; clés possibles : "
        "id, prenom, nom, fonction, organisme, college, role, courriel, telephone, acces_clos_le"
    ]


def test_rapport_trop_long_est_compte() -> None:
    texte = MINIMAL + "personnes:\n" + "  - {id: a, nom: 1}\n" * 300

    with pytest.raises(RapportErreurs) as refus:
        lire(texte.encode())

    lignes = str(refus.value).splitlines()
    assert (refus.value.nombre, len(refus.value.erreurs)) == (599, 200)
    assert (lignes[0], lignes[-1]) == (
        "Fichier refusé, rien n’a été écrit : 599 erreurs.",
        "- … et 399 autres erreurs.",
    )
