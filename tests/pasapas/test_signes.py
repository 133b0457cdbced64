"""What becomes of each sign that is pasted; no field of ours cuts or hides one."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from pasapas.valeurs import saisie
from pasapas.valeurs.signes import WINGDINGS, adresse, en_ligne, propre, serre
from tests.formulaires import formulaires

pytestmark = pytest.mark.pur

FAMILLE, FANION = "👨‍👩‍👧", "🏳️‍🌈"


@pytest.mark.parametrize(
    ("colle", "garde"),
    [
        ("", ""),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("Accueillir\x0bÉcouter\x0cTransmettre", "Accueillir\nÉcouter\nTransmettre"),
        ("un\u2028deux\u2029trois", "un\ndeux\ntrois"),
        ("L\x92équipe \x96 bilan \x93positif\x94\x85", "L’équipe – bilan “positif”…"),
        ("Avant \uf0e0 après \uf04a", "Avant → après ☺"),
        ("\uf0b7 un\n\uf0a7 deux\n\uf0fc fait\n\uf0d8 suite", "• un\n▪ deux\n✓ fait\n➢ suite"),
        ("a\x00b\x1bc\x7fd\ud800e\ufffff\ufeffg\u200bh\u2060i\xadj\ufffck\x81l", "abcdefghijkl"),
        ("difﬁcile, aﬄux", "difficile, affflux".replace("fff", "ff")),
        ("e\u0301quipe", "e\u0301quipe"),
        (f"  deux espaces\tet {FAMILLE} {FANION}  ", f"  deux espaces\tet {FAMILLE} {FANION}  "),
        ("\u200fשלום\u200f", "\u200fשלום\u200f"),
    ],
)
def test_texte_colle(colle: str, garde: str) -> None:
    assert propre(colle) == garde
    assert propre(garde) == garde


@pytest.mark.parametrize(
    ("colle", "garde"),
    [
        (" Zoé\u200d\u202e\ufe0f\u034f\u3164\U000e0041 ", "Zoé"),
        ("\ufeffMoreau\u200b\xad", "Moreau"),
        ("Un titre\x0ben deux\r\nlignes", "Un titre en deux lignes"),
        (f"La {FAMILLE}, {FANION} ☺\ufe0f 👍🏽", f"La {FAMILLE}, {FANION} ☺\ufe0f 👍🏽"),
    ],
)
def test_ligne_collee(colle: str, garde: str) -> None:
    assert en_ligne(colle) == garde
    assert en_ligne(garde) == garde


def test_une_adresse_ne_cache_rien() -> None:
    assert adresse("zoe.essai@example.org\u200b\n") == "zoe.essai@example.org"
    assert adresse("zoé☺\ufe0f\u200d@example.org") == "zoé☺@example.org"


@pytest.mark.parametrize(
    "ecrit",
    ["35 000 123 4", "35\xa0000\u202f123\xa04", "FINESS 350001234", "n° FINESS : 35-000-123-4"],
)
def test_finess_en_groupes(ecrit: str) -> None:
    assert serre(ecrit) == "350001234"


def test_chaque_signe_de_wingdings_a_le_sien() -> None:
    assert len(WINGDINGS) == 0x100 - 0x20
    assert not any(0xE000 <= ord(signe) <= 0xF8FF for signe in WINGDINGS)


@pytest.mark.parametrize(
    ("tape", "lu"),
    [("2026-09-08", date(2026, 9, 8)), ("08/09/26", date(2026, 9, 8)), ("8/9/2026\u200b", None)],
)
def test_jour_tape(tape: str, lu: date | None) -> None:
    assert saisie.JourField().clean(tape) == (lu or date(2026, 9, 8))


@pytest.mark.parametrize("tape", ["0026-09-08", "0202-09-08", "1899-12-31", "2201-01-01"])
def test_annee_impossible(tape: str) -> None:
    with pytest.raises(ValidationError, match="quatre chiffres"):
        saisie.JourField().clean(tape)


@pytest.mark.django_db  # a form of the back office reads who may be chosen
def test_aucun_champ_ne_coupe_ce_qu_on_colle_ni_ne_garde_un_signe_cache() -> None:
    """Every form of the product, the back office included."""
    lignes = 0
    for nom, champ in formulaires():
        assert "maxlength" not in champ.widget.attrs, nom
        if not isinstance(champ, forms.CharField) or isinstance(champ.widget, forms.HiddenInput):
            continue
        if isinstance(champ.widget, forms.PasswordInput | forms.Textarea):
            continue
        lignes += 1
        lu = champ.to_python("a\u200b\u200db")
        dit = lu[0] if isinstance(lu, list) else lu  # several names on one line
        assert dit.removeprefix("https://").lower() == "ab", nom
    assert lignes > 40


@pytest.mark.django_db  # a form of the back office reads who may be chosen
def test_chaque_date_a_son_siecle() -> None:
    jours = [(nom, c) for nom, c in formulaires() if isinstance(c, forms.DateField)]
    assert len(jours) > 5
    for nom, champ in jours:
        assert isinstance(champ, saisie.JourField), nom
        if not nom.startswith("admin."):  # its own calendar
            assert champ.widget.attrs["min"] == "1900-01-01", nom
