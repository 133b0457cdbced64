"""However a name came to be written (a keyboard, a Mac, Word, a PDF), erasing finds it, and cuts
nothing else."""

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fresque.donnees.effacement import effacer_participant
from fresque.donnees.reecriture import expurger
from fresque.donnees.reperage import Nom, Reperage
from fresque.fichier import importer, lire
from pasapas.ecriture.journal import Geste
from pasapas.models import Participant
from pasapas.valeurs.pliage import FINS
from tests import factories as f

pytestmark = pytest.mark.une_base
FICHIER = Path(__file__).parent / "noms-a-effacer.yaml"
NOMS = (
    Nom("Maria-José", "Pereira"),
    Nom("Łukasz", "Đorđević"),
    Nom("Gülşah", "Yıldızoğlu"),
    Nom("Søren", "Großmann"),
    Nom("Cœlia", "N'Diaye-Lefièvre"),
    Nom("Æthel", "Œttinger"),
    Nom("Alioune", "Ɓa Ɗiallo"),
    Nom("Елена", "Кузнецова"),
    Nom("سارة", "المنصوري"),
    Nom("Anne Sophie", "Le Goff"),
)
TRAITS = "-‐‑‒–—―−﹣－"
APOSTROPHES = "'’‘ʼ´`′＇"
ESPACES = [" ", "\u00a0", "\u202f", "\u2009", "\u3000", "\t", "  ", " \u200b", "\u200b"]
CACHES = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202b", "\u2069"]
LIGATURES = {"fi": "ﬁ", "oe": "œ", "ae": "æ", "ss": "ß", "OE": "Œ", "AE": "Æ", "SS": "ẞ"}
FORMES = ("NFC", "NFD", "NFKC", "NFKD")
CASSES: tuple[Callable[[str], str], ...] = (str, str.upper, str.lower, str.swapcase)

loi = settings(
    max_examples=int(os.environ.get("EFFACEMENT_EXEMPLES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
autour = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
pur = pytest.mark.pur


@st.composite
def deguises(draw: st.DrawFn, texte: str) -> str:
    """The same letters, as some other machine or hand writes them."""
    signes = []
    for signe in draw(st.sampled_from(CASSES))(texte):
        choix = {"-": list(TRAITS), "'": list(APOSTROPHES), " ": ESPACES}.get(signe, [signe])
        signes += [draw(st.sampled_from(choix)), draw(st.sampled_from(["", "", "", *CACHES]))]
    ecrit = unicodedata.normalize(draw(st.sampled_from(FORMES)), "".join(signes[:-1]))
    for simple, liee in LIGATURES.items():
        ecrit = ecrit.replace(simple, liee) if draw(st.booleans()) else ecrit
    if draw(st.booleans()):
        nu = unicodedata.normalize("NFD", ecrit)
        ecrit = "".join(signe for signe in nu if not unicodedata.combining(signe))
    return ecrit


def un_nom(nom: Nom) -> st.SearchStrategy[str]:
    formes = [str(nom), f"{nom.nom} {nom.prenom}", f"{nom.nom}, {nom.prenom}", f"Mme {nom.nom}"]
    initiale = f"{nom.prenom[0]}. {nom.nom}"
    return st.sampled_from([*formes, initiale]).flatmap(deguises)


@st.composite
def un_telephone(draw: st.DrawFn) -> str:
    """+590 690 12 34 56, from here or from abroad."""
    debut = draw(st.sampled_from(["0", "+590", "00590", "00 590 ", "+590 (0)", "+590 0", "+33 "]))
    joints = draw(
        st.lists(st.sampled_from(["", " ", ".", "-", "\u00a0", "\u202f", "‑"]), min_size=9)
    )
    chiffres = "".join(c + j for c, j in zip("690123456", joints, strict=False))
    return (debut + chiffres).rstrip(" .-\u00a0\u202f‑")


ADRESSES = (
    "maria.pereira@example.org",
    "Maria.Pereira@EXAMPLE.org",
    "maria.pereira+fresque@example.org",
    "maria.pereira (at) example (dot) org",
    "maria.pereira[arobase]example.org",
    "maria.pereira @ example.org",
    "maria.pereira＠example．org",
    "maria.\u200bpereira@exam\u00adple.org",
    "maria.pereira%40example.org",
)


@pur
@loi
@given(nom=st.sampled_from(NOMS), data=st.data(), avant=autour, apres=autour)
def test_un_nom_deguise_disparait_seul(
    nom: Nom, data: st.DataObject, avant: str, apres: str
) -> None:
    reperage = Reperage.de([nom], [], [], "Ancien membre")
    avant, apres = f"{avant}\n« ", f" »\r\n{apres}"
    assume(not reperage.trouve([avant, apres]))
    texte = avant + data.draw(un_nom(nom)) + apres
    assert reperage.trouve(texte)
    assert reperage.effacer(texte) == f"{avant}Ancien membre{apres}"


@pur
@loi
@given(dit=st.one_of(un_telephone(), st.sampled_from(ADRESSES)), avant=autour, apres=autour)
def test_des_coordonnees_deguisees_disparaissent_seules(dit: str, avant: str, apres: str) -> None:
    numeros = ["+590 690 12 34 56"]
    reperage = Reperage.de([], ["maria.pereira@example.org"], numeros, "Ancien membre")
    avant, apres = f"{avant}\n« ", f" »\r\n{apres}"
    assume(not reperage.trouve([avant, apres]))
    assert reperage.effacer(avant + dit + apres) == f"{avant}effacé{apres}"


@pur
@loi
@given(morceaux=st.lists(st.one_of(un_nom(NOMS[0]), st.sampled_from(FINS), autour), max_size=8))
def test_les_lignes_restent_et_rien_n_est_a_refaire(morceaux: list[str]) -> None:
    reperage = Reperage.de([NOMS[0]], [], [], "Ancien membre")
    texte = "".join(morceaux)
    efface = reperage.effacer(texte)
    assert [c for c in efface if c in FINS] == [c for c in texte if c in FINS]
    assert not reperage.trouve(efface)
    assert (efface == texte) == (not reperage.trouve(texte))


MARIA = Reperage.de([NOMS[0]], [], [], "X")


@pur
@pytest.mark.parametrize(
    ("texte", "reste"),
    [
        ("Avec Maria-José\nPereira, le soir", "Avec X\n, le soir"),
        ("Demander à Pereira, Maria-José demain", "Demander à X demain"),
        ("Pereira, Maria-José, éducatrice", "X, éducatrice"),
        ("PEREIRA MARIA JOSE", "X"),
        ("Maria-José Pereira.0\x98Pereira, Maria-José", "X.0\x98X"),
        ("Maria-José Pereira.bis Pereira, Maria-José", "X.bis X"),
        ("Pereira, Maria-José Mme Pereira", "X X"),
        ("M.-J. Pereira, M.J. Pereira, MJ Pereira", "X, X, X"),
        ("Mᵐᵉ Pereira, M Pereira", "X, X"),
        ("MariaJosé Pereira", "X"),
        ("https://example.org/in/maria-jos%C3%A9-pereira", "https://example.org/in/efface"),
        ('["\\nMaria\\u2011Jose\\u0301 Pereira\\n"]', '["\\nX\\n"]'),
        ("Maria\u2011Jos\x82 Pereira", "Maria\u2011Jos\x82 Pereira"),
        ("Jean Pereira, Maria-José Pereira", "Jean Pereira, X"),
        ("Martin, Jean\nPereira, Maria-José\nRoy, Inès", "Martin, Jean\nX\nRoy, Inès"),
    ],
)
def test_ecrit_autrement_encore(texte: str, reste: str) -> None:
    assert MARIA.effacer(texte) == reste


@pur
@pytest.mark.parametrize(
    "texte",
    [
        "Jean Pereira, Maria-José Martin",
        "Jean Pereira\nMaria-José Martin",
        "Martin Maria-José\nPereira Jean",
        "Maria-José\n\nPereira",
        "Maria-José Pereiral",
        "Maria-José Perei\u00adrale",
        "Anamaria-José Pereira",
        "Maria-José et Pereira",
    ],
)
def test_les_noms_des_autres_restent(texte: str) -> None:
    assert MARIA.effacer(texte) == texte


@pur
def test_deux_prenoms_courts_ne_font_pas_un_mot() -> None:
    """« évaluer » is not Eva Luer, « marchand » is not Marc Hand."""
    reperage = Reperage.de([Nom("Eva", "Luer"), Nom("", "Marc Hand")], [], [], "X")
    assert reperage.effacer("Évaluer, le marchand, Luer, Eva ; Hand Marc") == (
        "Évaluer, le marchand, X ; X"
    )


@pur
def test_deux_noms_que_l_ascii_n_ecrit_pas_ne_sont_pas_homonymes() -> None:
    assert Nom("Елена", "Кузнецова").plie != Nom("Мария", "Иванова").plie
    assert Nom("Łukasz", "Şen").plie == Nom("LUKASZ", "Sen").plie


@pur
@pytest.mark.parametrize(
    ("numero", "texte"),
    [
        ("0475 12 34 56", "+32 475 12 34 56"),
        ("+32 475 12 34 56", "0475/12.34.56"),
        ("0032475123456", "+32 (0)475 12 34 56"),
        ("33 1 23 45 67 89", "01 23 45 67 89"),
        ("01 23 45 67 89 / 06 98 76 54 32", "00 33 6 98 76 54 32"),
        ("01 23 45 67 89 ou 0698765432", "01-23-45-67-89"),
        ("+1 (418) 555-0123", "1 418 555 0123"),
        ("0123456789", "＋３３ １ ２３ ４５ ６７ ８９"),
    ],
)
def test_un_telephone_se_compose_de_partout(numero: str, texte: str) -> None:
    reperage = Reperage.de([], [], [numero], "X")
    assert reperage.effacer(f"Tél. {texte}.") == "Tél. effacé."


@pur
@pytest.mark.parametrize(
    ("mots", "texte", "reste"),
    [
        (
            "Léo Martin",
            "MARTIN, Le\u0301o ; Martin Léo ; Léo Martin",
            "[retiré] ; [retiré] ; [retiré]",
        ),
        ("Martin, Léo", "Léo\u00a0Martin", "[retiré]"),
        ("arc-en-ciel", "L’arc‑en‑ciel", "L’[retiré]"),
        ("trouble du sommeil", "un trouble\u00a0du\nsommeil léger", "un [retiré]\n léger"),
        ("sommeil trouble", "trouble, sommeil", "trouble, sommeil"),
        ("25 mg/j", "à 25 mg/j", "à [retiré]"),
        ("06 98 76 54 32", "+33 6.98.76.54.32", "effacé"),
        ("leo@example.org", "LEO (at) example.org", "effacé"),
    ],
)
def test_des_mots_se_retirent_comme_un_nom(mots: str, texte: str, reste: str) -> None:
    assert Reperage.des_mots(mots, "[retiré]").effacer(texte) == reste


@pytest.mark.django_db
@pytest.mark.parametrize("geste", ["effacer", "expurger"])
def test_le_cas_reel_ne_nomme_plus_personne(geste: str) -> None:
    projet = importer(lire(FICHIER.read_bytes()))
    if geste == "expurger":
        expurger(projet, "Maria-José Pereira")
    else:
        moi = Participant.objects.de(projet).get(nom="Pereira")
        pilote = f.ParticipantFactory(projet=projet, role="pilote", user=f.UserFactory())
        effacer_participant(Geste(projet, pilote, "eclaire", "autres"), moi)
    projet.refresh_from_db()
    mot = "[retiré]" if geste == "expurger" else "Ancien membre"
    assert projet.ambition == (
        f"{mot} (clavier)\n{mot} (copié d'un PDF sur Mac)\n{mot} (Word, trait d'union insécable)"
    )
