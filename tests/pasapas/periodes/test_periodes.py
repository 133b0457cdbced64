"""What is understood of a period: never a wrong date, and nearly always the right one."""

import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from pasapas.valeurs.periodes import Souci, comprendre, mots
from tests.pasapas.periodes.variantes import AUTOUR, VARIANTES

pytestmark = pytest.mark.pur
ICI = Path(__file__).parent
REFERENCE = "2025-09-20"
Lu = tuple[str | None, str | None]


def lignes(fichier: str) -> list[tuple[str, date, Lu]]:
    return [
        (
            ligne["texte"],
            date.fromisoformat(ligne.get("reference", REFERENCE)),
            (ligne["debut"], ligne["fin"]),
        )
        for ligne in yaml.load((ICI / fichier).read_bytes(), Loader=yaml.CSafeLoader)
    ]


CORPUS = lignes("corpus.yaml")
AUTRES = lignes("autres.yaml")


def lu(texte: str, reference: date) -> Lu:
    periode = comprendre(texte, reference)
    return (
        str(periode.debut) if periode.debut else None,
        str(periode.fin) if periode.fin else None,
    )


def ecarts(essais: list[tuple[str, date, Lu]]) -> list[tuple[str, Lu, Lu]]:
    return [
        (texte, attendu, ici)
        for texte, reference, attendu in essais
        if (ici := lu(texte, reference)) != attendu
    ]


@pytest.mark.parametrize("essais", [CORPUS, AUTRES], ids=["corpus", "autres"])
def test_chaque_periode_est_comprise_comme_un_lecteur_prudent(
    essais: list[tuple[str, date, Lu]],
) -> None:
    assert ecarts(essais) == []


def test_les_memes_autrement_ecrites() -> None:
    """Each spelling, one variation at a time, then three at once."""
    hasard = random.Random(14)
    variees = []
    for texte, reference, attendu in CORPUS + AUTRES:
        variees += [(varie(texte, hasard), reference, attendu) for varie in VARIANTES]
        for _ in range(4):
            autre = texte
            for varie in hasard.sample(VARIANTES, 3):
                autre = varie(autre, hasard)
            variees.append((autre, reference, attendu))
    assert ecarts(variees) == []


def test_les_mots_autour_n_effacent_rien() -> None:
    essais = [
        (autour.format(texte), reference, attendu)
        for texte, reference, attendu in CORPUS
        for autour in AUTOUR
    ]
    assert ecarts(essais) == []


TOURNURES = {  # a month and its year; what is understood, as months after it
    "{} {}": (0, 0),
    "mi-{} {}": (0, 0),
    "courant {} {}": (0, 0),
    "à partir de {} {}": (0, None),
    "dès {} {}": (0, None),
    "d’ici {} {}": (None, 0),
    "avant {} {}": (None, -1),
    "avant fin {} {}": (None, 0),
    "après {} {}": (1, None),
    "au plus tard en {} {}": (None, 0),
    "pas avant {} {}": (0, None),
    "1re quinzaine de {} {}": (0, 0),
    "tous les lundis de {} {}": (None, None),
    "budget {} {}": (None, None),
}


def test_chaque_mois_dans_chaque_tournure() -> None:
    def dit(rang: int, ecart: int | None) -> str | None:
        if ecart is None:
            return None
        annees, mois = divmod(rang - 1 + ecart, 12)
        return f"{2026 + annees}-{mois + 1:02d}"

    essais = [
        (tournure.format(forme, annee), date(2025, 9, 20), (dit(rang, debut), dit(rang, fin)))
        for rang, formes in enumerate(mots.MOIS, 1)
        for forme in formes
        for annee in ("2026", "26")
        for tournure, (debut, fin) in TOURNURES.items()
    ]
    assert ecarts(essais) == []


def test_sans_annee_le_mois_de_la_reference_ou_les_neuf_suivants() -> None:
    """Each month, seen from each month: ten are understood out of twelve."""
    for vu in range(12):
        for reference in (date(2025, vu + 1, 1), date(2025, vu + 1, 28)):
            for rang in range(12):
                loin = (rang - vu) % 12
                attendu = f"{2025 + (rang < vu)}-{rang + 1:02d}" if loin <= 9 else None
                assert lu(mots.MOIS[rang][0], reference) == (attendu, attendu)


def test_un_jour_sans_annee_est_a_venir() -> None:
    reference = date(2025, 9, 20)
    for loin in range(-60, 300):
        jour = reference + timedelta(days=loin)
        attendu = jour.isoformat() if loin >= 0 and jour <= date(2026, 6, 20) else None
        assert lu(f"le {jour.day}/{jour.month}", reference) == (attendu, attendu), loin


@pytest.mark.parametrize(
    ("texte", "souci"),
    [
        ("mars 2026 à janvier 2026", Souci.ENVERS),
        ("du 16 au 12 mai", Souci.ENVERS),
        ("2027 à 2025", Souci.ENVERS),
        ("31 février 2026", Souci.IMPOSSIBLE),
        ("30 février", Souci.IMPOSSIBLE),
        ("mardi 9 mars 2026", Souci.IMPOSSIBLE),
        ("S53 2025", Souci.IMPOSSIBLE),
        ("dès que possible", None),
        ("2025-2026", None),
    ],
)
def test_ce_qui_se_contredit_le_dit(texte: str, souci: Souci | None) -> None:
    periode = comprendre(texte, date(2025, 9, 20))
    assert (bool(periode), periode.souci) == (False, souci)


def tient(texte: str, reference: date) -> None:
    periode = comprendre(texte, reference)
    bornes = [borne for borne in (periode.debut, periode.fin) if borne]
    assert all(1900 <= borne.annee <= 2100 for borne in bornes), texte
    assert all(borne.premier <= borne.dernier for borne in bornes), texte
    if periode.debut and periode.fin:
        assert periode.debut.premier <= periode.fin.dernier, texte
        assert periode.debut.premier <= periode.fin.premier, texte


def test_n_importe_quoi_ne_leve_rien() -> None:
    """Words of periods thrown together, from one end of the centuries to the other."""
    hasard = random.Random(32)
    dits = [" ".join(groupe) for groupe in mots.PHRASES] + [m for mois in mots.MOIS for m in mois]
    dits += [*mots.JOURS, *mots.SAISONS, *mots.ORDINAUX, *"-/.,:()→?°&"]
    dits += re.findall(r"\S+", "1er 2e T1 T5 S1 S12 S53 1899 1900 2026 2100 2101 26 31 0 9^999")
    for _ in range(4000):
        texte = hasard.choice(["", " "]).join(hasard.choices(dits, k=hasard.randint(1, 9)))
        jour = date(hasard.choice([1900, 2025, 2026, 2100]), hasard.randint(1, 12), 28)
        tient(texte, jour)
    for _ in range(500):
        tient("".join(chr(hasard.randrange(0xD800)) for _ in range(30)), date(2025, 9, 20))


@pytest.mark.parametrize(
    "texte",
    [
        "mars 2026 " * 2000,
        "9" * 20_000,
        "1," * 149,
        "s12,s" * 59,
        "mars, " * 49,
        "9^999",
        "2026-" * 59,
        "decembro " * 33,
        "".join(filter(str.isdigit, map(chr, range(0x10FFFF)))),
        "\x00\ud800",
        "(" * 300,
    ],
)
def test_texte_hostile(texte: str) -> None:
    tient(texte, date(2025, 9, 20))


def test_chiffres_de_partout() -> None:
    assert lu("٠٣/٢٠٢٦", date(2025, 9, 20)) == ("2026-03", "2026-03")
    assert lu("mars ２０２６", date(2025, 9, 20)) == ("2026-03", "2026-03")
