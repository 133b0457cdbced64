"""A text made ready for paper once is ready."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fresque.pdf.textes import DITS, a_imprimer, propre
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne, PostItVue
from tests.papier import fresque, planche

pytestmark = pytest.mark.pur

BRUT, SIGNES = "Vu - à mi-temps : « oui »", "- \u00a0\u202f\t\n:;»«a\u2060\u200b"


@given(st.text(st.sampled_from(SIGNES), max_size=60))
def test_done_twice_it_changes_nothing_more(texte):
    assert propre(propre(texte)) == propre(texte)


def test_every_word_said_on_one_line_is_made_ready_at_once():
    encart = Encart(
        "n",
        "",
        Genre.LISTE,
        lignes=(Ligne("o", 1, (Champ("c", BRUT),)),),
        postits=(PostItVue(1, BRUT, "vert", ""),),
        venues=(Champ("f", BRUT),),
        colonnes=(BRUT,),
        sous=(BRUT,),
    )
    mur = _dire(fresque(planche("p", "p", "P1", "A1", encart)))
    prete = a_imprimer(mur)
    assert prete == _dire(prete, propre(BRUT))
    assert prete != mur
    assert prete.planches[0].encart("n").lignes[0].champs[0].texte == BRUT  # for its paragraphs
    assert a_imprimer(prete) == prete


def _dire(valeur, mot=BRUT):
    """``valeur`` that says this word wherever it says one."""
    if isinstance(valeur, str):
        return mot
    if isinstance(valeur, tuple):
        return tuple(_dire(une, mot) for une in valeur)
    return replace(valeur, **{c: _dire(getattr(valeur, c), mot) for c in DITS[type(valeur)]})
