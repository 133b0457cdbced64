"""Templates are folded for who reads them; nothing of it is sent."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.backends.django import DjangoTemplates

from pasapas.serveur.gabarits import alleger

pytestmark = pytest.mark.pur


@pytest.mark.parametrize(
    ("ecrit", "envoye"),
    [
        ("<ul>\n  <li>a\n    b</li>\n</ul>\n", "<ul>\n<li>a\nb</li>\n</ul>\n"),
        ("<p>\n  {% if a %}\n  x\n  {% endif %}\n</p>", "<p>\n{% if a %}x\n{% endif %}</p>"),
        (
            "{% comment %}Two\nlines.{% endcomment %}\n<p>",
            "{% comment %}Two\nlines.{% endcomment %}<p>",
        ),
        ("a {% if b %}b{% endif %}\nc", "a {% if b %}b{% endif %}\nc"),
        ("{% if a %}{% if b %}\nc", "{% if a %}{% if b %}c"),
        ("{% if a %}a{% endif %}\nb", "{% if a %}a{% endif %}\nb"),
        ('a\n  {% include "b" %}\n{{ c }}\nd', 'a\n{% include "b" %}\n{{ c }}\nd'),
        ("<b>a</b>{##}\n    <i>b</i>", "<b>a</b><i>b</i>"),
        ("{% if a %}<b>{##}\n  {% endif %}\nc", "{% if a %}<b>{% endif %}\nc"),
    ],
)
def test_ce_qui_ne_sert_qu_a_lire_n_est_pas_envoye(ecrit: str, envoye: str) -> None:
    """No margin, no empty line; words that a line break kept apart stay apart."""
    assert alleger(ecrit) == envoye


def test_les_courriels_restent_comme_ils_sont_ecrits(tmp_path: Path) -> None:
    texte = "Bonjour,\n{% if a %}\n  - une ligne\n{% endif %}\n"
    for nom in ("lettre.txt", "page.html"):
        (tmp_path / nom).write_text(texte, encoding="utf-8")
    options = {**settings.TEMPLATES[0]["OPTIONS"], "context_processors": []}
    reglages = {"NAME": "essai", "DIRS": [tmp_path], "APP_DIRS": False, "OPTIONS": options}
    moteur = DjangoTemplates(reglages)
    rendus = [moteur.get_template(n).render({"a": True}) for n in ("lettre.txt", "page.html")]
    assert rendus == ["Bonjour,\n\n  - une ligne\n\n", "Bonjour,\n- une ligne\n"]
