"""The house's own rules, held by the machine."""

import ast
import hashlib
import importlib
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from pasapas.serveur.checks import MAISON
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base
RACINE = Path(__file__).resolve().parent.parent
DOSSIERS = (*MAISON, "tests", "bench")


def pythons() -> list[Path]:
    return [
        fichier
        for dossier in DOSSIERS
        for fichier in sorted((RACINE / dossier).rglob("*.py"))
        if "migrations" not in fichier.parts
    ]


def gabarits() -> list[Path]:
    return sorted((RACINE / "templates").rglob("*.html"))


def lignes(fichier: Path) -> int:
    return len(fichier.read_text(encoding="utf-8").splitlines())


def relatifs(fichiers: list[Path]) -> list[str]:
    return [str(fichier.relative_to(RACINE)) for fichier in fichiers]


def test_imports_descendent() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    vu = subprocess.run([lint, "--no-logo"], cwd=RACINE, capture_output=True, text=True)  # noqa: S603
    assert vu.returncode == 0, vu.stdout


def test_les_types_sont_verifies_partout() -> None:
    """``make test`` runs mypy: nothing of ours is left out of it, and what is passed over says so,
    line by line, with the name of what is passed over."""
    outils = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert {*outils["mypy"]["files"]} == {*MAISON}
    assert outils["mypy"]["disallow_untyped_defs"] and outils["mypy"]["check_untyped_defs"]
    laisses = [r["module"] for r in outils["mypy"]["overrides"] if r.get("ignore_errors")]
    assert laisses == ["*.migrations.*"]
    assert "-m mypy" in (RACINE / ".ci" / "test").read_text(encoding="utf-8")
    vague = re.compile(r"#\s*type:\s*ignore(?!\[)|#\s*mypy:")
    assert [f for f in pythons() if vague.search(f.read_text(encoding="utf-8"))] == []


def test_chaque_module_du_sol_est_dans_le_contrat() -> None:
    """A new module of ``pasapas`` is given a floor, by its name or by its package's."""
    reglages = tomllib.loads((RACINE / "pyproject.toml").read_text(encoding="utf-8"))
    etages = reglages["tool"]["importlinter"]["contracts"][0]["layers"]
    places = {nom.strip(" ()") for etage in etages for nom in etage.split("|")}
    modules = {
        ".".join(fichier.relative_to(RACINE).with_suffix("").parts).removesuffix(".__init__")
        for fichier in (RACINE / "pasapas").rglob("*.py")
        if "migrations" not in fichier.parts
        and (fichier.name != "__init__.py" or len(ast.parse(fichier.read_text()).body) > 1)
    }
    dehors = {
        module
        for module in modules
        if not any(module == place or module.startswith(f"{place}.") for place in places)
    }
    assert dehors == {"pasapas"}  # the package itself


def test_fichiers_courts() -> None:
    assert relatifs([fichier for fichier in pythons() if lignes(fichier) > 400]) == []


def test_gabarits_courts() -> None:
    assert relatifs([fichier for fichier in gabarits() if lignes(fichier) > 140]) == []


def test_gabarits_lisibles() -> None:
    """No line goes out of the window; what Django reads is on one line, or it would be shown."""
    ouvre = re.compile(r"{{(?!.*}})|{%(?!.*%})")
    for fichier in gabarits():
        lues = fichier.read_text(encoding="utf-8").splitlines()
        assert (str(fichier), [ligne for ligne in lues if ouvre.search(ligne)]) == (
            str(fichier),
            [],
        )
        longues = [ligne for ligne in lues if len(ligne) > 120]
        assert (str(fichier), longues) == (str(fichier), [])


def fonctions(fichier: Path) -> list[tuple[str, int]]:
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    return [
        (noeud.name, noeud.end_lineno - noeud.lineno + 1)
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_fonctions_courtes() -> None:
    longues = {
        f"{fichier.relative_to(RACINE)}:{nom}": taille
        for fichier in pythons()
        # A planche is one call that reads as the paper does; a test may tell a long story.
        if fichier.name != "planche.py" and "tests" not in fichier.parts
        for nom, taille in fonctions(fichier)
        if taille > 50
    }
    assert longues == {}


MOTS_ANGLAIS = """
get set is has create update delete remove add make build load parse render find compute send read
write list fetch item items row rows helper helpers utils common handler old new value
key keys path lock thread worker chunk buffer node nodes child children leaf wrapper callback job
event events error errors warning warnings kind count size body start end begin run result
"""
ANGLAIS = frozenset(MOTS_ANGLAIS.split())
# By what name Django, its cache, a socket or a file are called, or call us, where no class says so.
APPELES = """
__add__ get set write send Send row value handler400 handler500 from_db_value get_db_prep_save
is_active is_staff create_user create_superuser get_full_name get_short_name get_duree_display
get_heure_display get_object get_queryset get_urls delete_view _get_obj_does_not_exist_redirect
has_add_permission has_change_permission has_delete_permission has_module_permission
has_view_permission
"""
DJANGO = {"QuerySet", "Manager"}  # said after a name of ours, as Django does


def anglais(nom: str) -> bool:
    for mot in DJANGO:
        nom = nom.removesuffix(mot)
    return not nom.isascii() or bool(
        ANGLAIS & {mot.lower() for mot in re.findall("[A-Z]?[a-z]+", nom)}
    )


def d_ailleurs(module: str, classe: str, nom: str) -> bool:
    """Whether a class of ours takes this name from one that is not: Django said it."""
    lignee = getattr(importlib.import_module(module), classe).__mro__[1:]
    return any(nom in vars(une) for une in lignee if une.__module__.split(".")[0] not in MAISON)


def nommes(corps: list[ast.stmt]) -> Iterator[tuple[str, set[str]]]:
    """Each name that these lines give, then those given inside it."""
    for noeud in corps:
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef):
            recus = [*noeud.args.posonlyargs, *noeud.args.args, *noeud.args.kwonlyargs]
            dedans = {
                un.id
                for un in ast.walk(noeud)
                if type(un) is ast.Name and type(un.ctx) is ast.Store
            }
            yield noeud.name, dedans | {recu.arg for recu in recus}
        elif isinstance(noeud, ast.Assign | ast.AnnAssign):
            for cible in noeud.targets if isinstance(noeud, ast.Assign) else [noeud.target]:
                yield from ((un.id, set()) for un in ast.walk(cible) if isinstance(un, ast.Name))


@pytest.mark.pur
def test_le_code_parle_francais() -> None:
    """As docs/glossaire.md says: what Django names keeps its name, and nothing else is English:
    modules, classes, functions, what they receive, variables."""
    dits = set()
    for fichier in pythons():
        chemin = fichier.relative_to(RACINE)
        if {"tests", "bench"} & {*chemin.parts}:
            continue
        module = ".".join(chemin.with_suffix("").parts).removesuffix(".__init__")
        arbre = ast.parse(fichier.read_text(encoding="utf-8"))
        dits |= {(module, nom) for nom in chemin.with_suffix("").parts if anglais(nom)}
        for nom, dedans in nommes(arbre.body):
            dits |= {(module, un) for un in {nom, *dedans} if anglais(un)}
        for classe in (noeud for noeud in arbre.body if isinstance(noeud, ast.ClassDef)):
            dits |= {(module, classe.name)} if anglais(classe.name) else set()
            for nom, dedans in nommes(classe.body):
                suspects = {un for un in {nom, *dedans} if anglais(un)}
                if suspects and not d_ailleurs(module, classe.name, nom):
                    dits |= {(f"{module}.{classe.name}", un) for un in suspects}
    assert sorted({(ou, nom) for ou, nom in dits if nom not in APPELES.split()}) == []


MEMES = {"Ouvrier"}  # the worker, and its row


def _codes(cases: tuple[str, ...]) -> list[str]:
    return [mot for case in cases for mot in re.findall(r"`(\w+)`", case)]


@pytest.mark.pur
def test_un_mot_ne_nomme_qu_une_classe() -> None:
    """The glossary has a row a word. A class that it names is the only one of that name in the
    house, and any other, in its room."""
    lignes = (RACINE / "docs/glossaire.md").read_text(encoding="utf-8").splitlines()
    mots, codes = zip(*(un.split("|")[1:3] for un in lignes if un.startswith("| ")), strict=True)
    for dits in ([mot.strip() for rang in mots for mot in rang.split(",")], _codes(codes)):
        assert [mot for mot, fois in Counter(dits).items() if fois > 1] == []
    dits = {mot for mot in _codes(codes) if mot[0].isupper()} - MEMES
    partout, par_piece = Counter(), Counter()
    for fichier in pythons():
        chemin = fichier.relative_to(RACINE)
        if {"tests", "bench", "management"} & {*chemin.parts}:
            continue
        for noeud in ast.parse(fichier.read_text(encoding="utf-8")).body:
            if isinstance(noeud, ast.ClassDef):
                partout[noeud.name] += 1
                par_piece[chemin.parts[:2], noeud.name] += 1
    assert {mot for mot in dits if not mot.isupper() and partout[mot] != 1} == set()
    assert [ou for ou, fois in par_piece.items() if fois > 1] == []


@pytest.mark.pur
def test_ce_qu_un_module_js_donne_ne_nomme_rien_d_autre() -> None:
    """A name that one of our JavaScript modules exports is not that of something else in another;
    autosave's ``montre`` is attente's, brought in late."""
    motif = re.compile(r"^(export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
    nommes = [
        (fichier.name, *trouve)
        for fichier in sorted((RACINE / "static/js").glob("*.js"))
        for trouve in motif.findall(fichier.read_text(encoding="utf-8"))
    ]
    donnes = {nom: module for module, donne, nom in nommes if donne}
    repris = {(module, nom) for module, _, nom in nommes if donnes.get(nom, module) != module}
    assert repris - {("autosave.js", "montre")} == set()
    assert [nom for nom, fois in Counter((m, n) for m, _, n in nommes).items() if fois > 1] == []


def test_un_test_n_emprunte_rien_a_un_autre() -> None:
    """What two of them need is a helper: of their room, or of tests/ for several rooms."""
    motif = re.compile(r"^from tests(\.\w+)*\.test_\w+ import", re.MULTILINE)
    tests = [fichier for fichier in pythons() if {"tests", "bench"} & set(fichier.parts)]
    assert relatifs([f for f in tests if motif.search(f.read_text(encoding="utf-8"))]) == []
    assert relatifs(sorted((RACINE / "tests" / "fresque").glob("test_*.py"))) == []


def test_ce_que_nomme_architecture_existe() -> None:
    """« Where is it » answers with places that are there."""
    texte = (RACINE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    chemins = set(
        re.findall(rf"`((?:{'|'.join(DOSSIERS)}|templates|static|docs)/[\w./-]+)`", texte)
    )
    assert len(chemins) > 50
    assert {chemin for chemin in chemins if not (RACINE / chemin).exists()} == set()


INTERDITS = {
    "style en ligne": r"\sstyle\s*=|<style",
    "script en ligne": r"\son\w+\s*=\s*[\"']|<script(?![^>]*\bsrc=)",
    "texte sans échappement": r"\|\s*safe\b|autoescape\s+off|mark_safe",
    "adresse javascript": r"javascript:",
    "fichier d’ailleurs": r"(src|srcset)\s*=\s*[\"']https?:",
}


@pytest.mark.parametrize("regle", INTERDITS)
def test_gabarits_sans(regle: str) -> None:
    ecran = [fichier for fichier in gabarits() if "pdf" not in fichier.parts]
    motif = re.compile(INTERDITS[regle], re.IGNORECASE)
    assert relatifs([f for f in ecran if motif.search(f.read_text(encoding="utf-8"))]) == []


def test_python_n_echappe_pas_a_l_echappement() -> None:
    motif = re.compile(r"\b(mark_safe|SafeString|SafeText)\b|csrf_exempt")
    sur = {RACINE / "fresque/views/planches.py"}  # the constant mark where the shared part goes
    # A recueil has no second cookie to hold a token: it checks where the form comes from instead.
    sur.add(RACINE / "diagnostic/views/recueil.py")
    sur.add(RACINE / "fresque/contributions/views/publique.py")  # nor has a poster
    # A mailbox that stops the reminders has no cookie either: the address it posts to is signed.
    sur.add(RACINE / "fresque/rappels/views.py")
    notres = [f for f in pythons() if "tests" not in f.parts and f not in sur]
    assert relatifs([f for f in notres if motif.search(f.read_text(encoding="utf-8"))]) == []


def test_ce_qui_n_est_pas_promis_tient_dans_une_piece() -> None:
    """What libraries keep for themselves is named in one place each: docs/monter-de-version.md."""
    permis = {
        r"allauth[\w.]*\.internal": {"pasapas/comptes/interieur.py"},
        r"django\.db\.models\.(sql|query\b|lookups|compiler)": {"pasapas/models/cloison.py"},
    }
    for motif, pieces in permis.items():
        ou = {
            chemin
            for chemin in relatifs([f for f in pythons() if not {"tests", "bench"} & set(f.parts)])
            if re.search(rf"^(from|import) {motif}", (RACINE / chemin).read_text("utf-8"), re.M)
        }
        assert ou == pieces


@pytest.mark.parametrize(
    ("dossier", "liste"),
    [
        ("static/vendor", "VENDOR.txt"),
        ("static/fonts", "FONTS.txt"),
        ("tests/tiers", "TIERS.txt"),
    ],
)
def test_code_et_polices_tiers_intacts(dossier: str, liste: str) -> None:
    """Each file is listed with its sum, and each sum is the file's."""
    base = RACINE / dossier
    sommes = dict(
        reversed(ligne.split(maxsplit=1))
        for ligne in (base / liste).read_text(encoding="utf-8").splitlines()
        if re.fullmatch(r"[0-9a-f]{64}\s+\S+", ligne)
    )
    reelles = {
        fichier.name: hashlib.sha256(fichier.read_bytes()).hexdigest()
        for fichier in base.iterdir()
        if fichier.name != liste
    }
    assert sommes == reelles


def test_verifications_de_django_sans_remarque() -> None:
    call_command("check", fail_level="DEBUG")


@pytest.mark.django_db
def test_migrations_a_jour() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_chaque_modele_a_un_nom_francais() -> None:
    """Django's default name is the class name cut into words: an oversight, unless French too."""
    francais = {"question", "questionnaire", "campagne", "passation", "bulletin", "origine"}
    francais |= {"consultation", "invitation", "tentative"}
    sans = {
        modele.__name__
        for modele in apps.get_models()
        if modele._meta.app_label in MAISON
        and "verbose_name" not in modele._meta.original_attrs
        and modele._meta.verbose_name not in francais
    }
    assert sans == set()


def test_chaque_dependance_directe_est_expliquee() -> None:
    projet = tomllib.loads((RACINE / "pyproject.toml").read_text())["project"]
    directes = [*projet["dependencies"], *projet["optional-dependencies"]["dev"]]
    noms = {re.split(r"[\[<>=~ ]", nom)[0].lower() for nom in directes}
    tableau = (RACINE / "docs" / "dependances.md").read_text(encoding="utf-8").lower()
    cites = {
        re.split(r"[ (]", nom.strip())[0]
        for ligne in tableau.splitlines()
        if ligne.startswith("| ")
        for nom in ligne.split("|")[1].split(",")
    }
    assert noms <= cites


@pytest.mark.parametrize("adresse", ["/", "mur", "/comptes/login/", "/rien/"])
def test_entetes_de_securite(adresse: str, animatrice: Visiteur) -> None:
    slug = animatrice.participant.projet.slug
    reponse = animatrice.get(f"/projets/{slug}/" if adresse == "mur" else adresse, follow=True)
    politique = reponse.headers["Content-Security-Policy"]
    assert "unsafe" not in politique
    assert {partie.strip() for partie in politique.split(";")} >= {
        "default-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'self'",
    }
    assert reponse.headers["X-Frame-Options"] == "DENY"
    assert reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert reponse.headers["Referrer-Policy"] == "same-origin"


def test_sans_jeton_rien_ne_s_ecrit(animatrice: Visiteur) -> None:
    prudente = Visiteur(enforce_csrf_checks=True)
    prudente.force_login(animatrice.participant.user)
    url = f"/projets/{animatrice.participant.projet.slug}/planches/eclaire/constats/ajouter/"
    assert prudente.htmx("post", url, {"texte": "Intrusion"}).status_code == 403
