"""How the screen and the paper say a day, a month and our own labels."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy

from pasapas.valeurs.pliage import plier
from pasapas.valeurs.saisie import MoisField
from pasapas.valeurs.textes import de, extrait, insecables, jour, mois

pytestmark = pytest.mark.une_base


@pytest.mark.parametrize(
    ("valeur", "dit"),
    [
        (date(2025, 7, 1), "1er juillet 2025"),
        (date(2025, 2, 17), "17 février 2025"),
        (date(2025, 8, 31), "31 août 2025"),
        (None, ""),
    ],
)
def test_jour(valeur: date | None, dit: str) -> None:
    assert jour(valeur) == dit


def test_un_jour_et_une_heure_se_disent_partout_de_meme() -> None:
    """« 1er », and « 9 h 05 »: no page falls back on Django's « 1 décembre » and 09:05."""
    quand = datetime(2026, 12, 1, 9, 5, tzinfo=get_current_timezone())
    page = Template('{{ q|jour }} à {{ q|time }}, {{ q|jour:"F" }}, {{ rien|jour }}')
    assert page.render(Context({"q": quand, "rien": None})) == (
        "1er décembre 2026 à 9\u00a0h\u00a005, 1er décembre, "
    )
    faute = re.compile(r'date:["\'][^"\']*(j [FNM]|[HG]:i)')
    assert [g.name for g in Path("templates").rglob("*.html") if faute.search(g.read_text())] == []


@pytest.mark.parametrize(("valeur", "dit"), [(date(2025, 12, 1), "décembre 2025"), (None, "")])
def test_mois(valeur: date | None, dit: str) -> None:
    assert mois(valeur) == dit


def test_insecables_a_la_francaise() -> None:
    assert insecables("Pour qui ? « Nous » : oui !") == (
        "Pour qui\u00a0? «\u00a0Nous\u00a0»\u00a0: oui\u00a0!"
    )


def test_a_qui_est_une_chose() -> None:
    noms = ("Inès", "Élise", "Hélène", "Hugo", "Hassan", "Yannick", "Paul", "")
    assert [de(nom) for nom in noms] == [
        *("d’Inès", "d’Élise", "d’Hélène", "d’Hugo"),
        *("de Hassan", "de Yannick", "de Paul", "de "),
    ]


def test_un_extrait_ne_se_coupe_pas_devant_sa_ponctuation() -> None:
    assert extrait("La MECS « Dragibus » ;\nqui vient ?\u00a0", 30) == (
        "La MECS «\u00a0Dragibus\u00a0»\u00a0; qui…"
    )


def test_les_mots_d_une_page_gardent_leurs_espaces_et_leurs_balises() -> None:
    page = Template("{{ tape|insecables }} {{ sur|insecables }} {{ paresseux|insecables }}")
    dits = {"tape": "<b> ?", "sur": mark_safe("<b>Oui !</b>"), "paresseux": gettext_lazy("Oui")}
    assert page.render(Context(dits)) == "&lt;b&gt;\u00a0? <b>Oui\u00a0!</b> Oui"


def test_plier_oublie_accents_et_casse() -> None:
    assert plier("  Éducatrice   SPÉCIALISÉE ") == "educatrice specialisee"


@pytest.mark.parametrize("tape", ["2025-02", "02/2025", "2/2025", " 2025/02 "])
def test_mois_tape_ou_choisi(tape: str) -> None:
    assert MoisField(required=False).clean(tape) == date(2025, 2, 1)


@pytest.mark.parametrize("tape", ["2025", "13/2025", "février 2025", "02/0"])
def test_mois_impossible(tape: str) -> None:
    with pytest.raises(ValidationError, match="Écrivez le mois ainsi : 02/2025"):
        MoisField().clean(tape)


@pytest.mark.parametrize("tape", ["02/26", "0026-02", "1899-12", "2201-01", "0202-02"])
def test_annee_impossible_pour_un_mois(tape: str) -> None:
    with pytest.raises(ValidationError, match="quatre chiffres"):
        MoisField().clean(tape)
