"""Two people write in the same box: what each of them may count on.

300 examples for each of the seven laws; 20,000 in `make chaos` (FUSION_EXEMPLES).
"""

import os
import re
import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pasapas.ecriture.fusion import LETTRE, SIGNE, Conflit, Fusion, Morceau, differences, fusionner
from tests.pasapas.fusion_cas import CHOCS, SANS_CHOC

pytestmark = pytest.mark.pur

loi = settings(
    max_examples=int(os.environ.get("FUSION_EXEMPLES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize(("base", "mien", "actuel", "texte"), SANS_CHOC.values(), ids=SANS_CHOC)
def test_fusion_sans_choc(base: str, mien: str, actuel: str, texte: str) -> None:
    assert fusionner(base, mien, actuel) == Fusion(texte)


@pytest.mark.parametrize(("base", "mien", "actuel", "texte", "conflits"), CHOCS.values(), ids=CHOCS)
def test_fusion_choc_garde_les_deux(
    base: str, mien: str, actuel: str, texte: str, conflits: tuple[Conflit, ...]
) -> None:
    assert fusionner(base, mien, actuel) == Fusion(texte, conflits)


@pytest.mark.parametrize(
    ("base", "mien", "actuel"), [cas[:3] for cas in SANS_CHOC.values()], ids=SANS_CHOC
)
def test_fusion_renvoyee_n_ajoute_rien(base: str, mien: str, actuel: str) -> None:
    # The text alone: a deletion beside an edit may be asked about once more.
    texte = fusionner(base, mien, actuel).texte
    assert fusionner(base, mien, texte).texte == texte
    assert fusionner(base, actuel, texte).texte == texte


def test_differences_se_lisent_par_mots() -> None:
    assert differences("le chat noir dort\n", "un gros chien noir dort\nici") == (
        Morceau("retire", "le chat"),
        Morceau("ajoute", "un gros chien"),
        Morceau("egal", " noir dort\n"),
        Morceau("ajoute", "ici"),
    )


# Laws. Words are counted here without their joints: « 12/05 » is three, « salarié·e » too.

MOT = re.compile(rf"{LETTRE}+|{SIGNE}")
ALPHABETS = [
    "ab \n",
    "a, \n",
    "abc’.-/ \n\t",
    "é e\u0301👩🏽‍🌾🇫🇷\u200d\ufe0f#1 \n",
    "مع ,\n\u202b\u202c",
]
LEXIQUE = ["- ", "le ", "la ", "tri", "vélo", "l’", "école", " ", ", ", "12/05", "\n", "\n- "]
VOCABULAIRE = str.maketrans(dict(zip("0123456789AB", LEXIQUE, strict=True)))
PLACE, DUREE = st.integers(0, 60), st.integers(0, 6)


def mots(texte: str) -> Counter[str]:
    return Counter(MOT.findall(texte))


@st.composite
def trois_textes(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text and two versions of it, each with up to four passages struck out and retyped."""
    signes = draw(st.sampled_from([*ALPHABETS, ""]))
    frappe = st.text(signes, max_size=8)
    if not signes:
        frappe = st.text("0123456789AB", max_size=12).map(lambda t: t.translate(VOCABULAIRE))
    base = "".join(draw(st.lists(frappe, max_size=4)))

    def retouche() -> str:
        texte = base
        for debut, duree, tape in draw(st.lists(st.tuples(PLACE, DUREE, frappe), max_size=4)):
            debut %= len(texte) + 1
            texte = texte[:debut] + tape + texte[debut + duree :]
        return texte

    return base, retouche(), retouche()


quelconques = st.tuples(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
textes = st.one_of(trois_textes(), trois_textes(), trois_textes(), quelconques)


@loi
@given(textes)
def test_rien_de_tape_ne_disparait_ni_ne_double(trois: tuple[str, str, str]) -> None:
    base, mien, actuel = map(mots, trois)
    fusion = mots(fusionner(*trois).texte)
    assert not (mien - base) - fusion
    assert not (actuel - base) - fusion
    assert not fusion - (mien + actuel)
    for un, autre in ((mien, actuel), (actuel, mien)):
        a_lui_seul = [mot for mot in un if mot not in base and mot not in autre]
        assert [fusion[mot] for mot in a_lui_seul] == [un[mot] for mot in a_lui_seul]


@loi
@given(textes)
@example((",,\n", "a,", ",a,\n"))  # each holds or goes further than the other
def test_fusion_est_symetrique_a_l_ordre_pres(trois: tuple[str, str, str]) -> None:
    base, mien, actuel = trois
    une, autre = fusionner(base, mien, actuel), fusionner(base, actuel, mien)
    assert mots(une.texte) == mots(autre.texte)
    assert len(une.conflits) == len(autre.conflits)
    for conflit in une.conflits:
        assert conflit.base in base
        assert conflit.mien in mien
        assert conflit.actuel in actuel


@loi
@given(textes)
def test_cas_simples_et_repetition(trois: tuple[str, str, str]) -> None:
    base, mien, actuel = trois
    assert fusionner(base, base, actuel) == Fusion(actuel)
    assert fusionner(base, mien, base) == Fusion(mien)
    assert fusionner(base, mien, mien) == Fusion(mien)
    texte = fusionner(*trois).texte
    assert fusionner(actuel, texte, texte) == Fusion(texte)
    assert fusionner(actuel, texte, actuel) == Fusion(texte)


@loi
@given(textes)
def test_differences_redonnent_les_deux_textes(trois: tuple[str, str, str]) -> None:
    avant, apres, _ = trois
    morceaux = differences(avant, apres)
    assert "".join(m.texte for m in morceaux if m.genre != "ajoute") == avant
    assert "".join(m.texte for m in morceaux if m.genre != "retire") == apres
    assert all(m.texte for m in morceaux)


# Edits of different places, so that the exact result is known without merging.

PASSAGES = {  # what base, mien, actuel and the merged text say, {} standing for a word of its own
    "intact": ("{0}a", "{0}a", "{0}a", "{0}a"),
    "mien corrige": ("{0}a", "{0}b", "{0}a", "{0}b"),
    "actuel corrige": ("{0}a", "{0}a", "{0}b", "{0}b"),
    "mien retire": ("{0}a", "", "{0}a", ""),
    "actuel retire": ("{0}a", "{0}a", "", ""),
    "mien ajoute": ("", "{0}b", "", "{0}b"),
    "actuel ajoute": ("", "", "{0}b", "{0}b"),
    "même correction": ("{0}a", "{0}b", "{0}b", "{0}b"),
    "même retrait": ("{0}a", "", "", ""),
}
DEUX_AJOUTS = ("", "{0}b", "{0}c", "{0}c\n{0}b")


@loi
@given(st.lists(st.sampled_from([*PASSAGES.values(), DEUX_AJOUTS]), max_size=12))
def test_lignes_differentes_se_fusionnent(passages: list[tuple[str, ...]]) -> None:
    quatre = []
    for role in range(4):
        lignes = ["- début"]
        for rang, passage in enumerate(passages):
            ligne = passage[role].format(f"- w{rang}")
            lignes += [*([ligne] if ligne else []), f"- gardée {rang}"]
        quatre.append("\n".join(lignes))
    base, mien, actuel, attendu = quatre
    assert fusionner(base, mien, actuel) == Fusion(attendu)
    assert fusionner(base, mien, attendu) == Fusion(attendu)
    assert fusionner(base, actuel, attendu) == Fusion(attendu)


@loi
@given(st.lists(st.sampled_from(list(PASSAGES.values())), max_size=12))
def test_mots_differents_d_une_ligne_se_fusionnent(passages: list[tuple[str, ...]]) -> None:
    quatre = []
    for role in range(4):
        suite = ["Début"]
        for rang, passage in enumerate(passages):
            mot = passage[role].format(f"w{rang}")
            suite += [*([mot] if mot else []), f"gardé{rang}"]
        quatre.append(" ".join(suite))
    base, mien, actuel, attendu = quatre
    assert fusionner(base, mien, actuel) == Fusion(attendu)
    assert fusionner(base, mien, attendu) == Fusion(attendu)
    assert fusionner(base, actuel, attendu) == Fusion(attendu)


@loi
@given(st.lists(st.sampled_from(["intact", "mien corrige", "actuel corrige"]), max_size=12))
def test_corrections_de_lignes_voisines_se_fusionnent(genres: list[str]) -> None:
    base, mien, actuel, attendu = (
        "\n".join(PASSAGES[genre][role].format(f"w{i}") for i, genre in enumerate(genres))
        for role in range(4)
    )
    assert fusionner(base, mien, actuel) == Fusion(attendu)
    assert fusionner(base, mien, attendu).texte == attendu


def chrono(base: str, mien: str, actuel: str) -> float:
    debut = time.process_time()
    fusionner(base, mien, actuel)
    return time.process_time() - debut


def test_fusion_de_20_000_signes_est_immediate() -> None:
    base = "\n".join(
        f"- l’action {n} avec les élèves, les parents et la mairie" for n in range(400)
    )
    mien = base.replace("action 17 ", "action dix-sept ").replace("parents", "familles", 30)
    actuel = base.replace("action 390 ", "idée 390 ") + "\n- la haie"
    assert len(base) > 20_000
    assert min(chrono(base, mien, actuel) for _ in range(3)) < 0.1


@pytest.mark.parametrize(
    "trois",
    [
        ("!?" * 10_000, "?!!" * 6_666, "!?." * 6_666),
        ("a b " * 5_000, "b a a " * 3_333, "b b a " * 3_333),
        ("a\nb\n" * 5_000, "b\na\na\n" * 3_333, "b\nb\na\n" * 3_333),
        ("\n" * 20_000, " \n" * 10_000, "\n\na" * 6_666),
        ("mot" * 6_666, "\n".join("abcde" * 2_000), " ".join("edcba" * 2_000)),
    ],
    ids=["ponctuation", "mots", "lignes", "vides", "rien de commun"],
)
def test_pire_cas_reste_borne(trois: tuple[str, str, str]) -> None:
    # Measured under 0.7 s of processor; what this forbids is minutes.
    assert min(chrono(*trois) for _ in range(2)) < 3
