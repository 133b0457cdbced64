"""One touch, one answer: nothing is answered, given in or erased that was not seen."""

import re

import pytest
from django.conf import settings

from diagnostic.campagnes import regard
from diagnostic.models import BulletinAnonyme, Passation
from pasapas.models import Projet
from tests.base import empreinte
from tests.diagnostic.campagnes_outils import Telephone, recueil_ouvert

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


class Horloge:
    def __init__(self) -> None:
        self.heure = 1_700_000_000_000

    def __call__(self) -> int:
        return self.heure


@pytest.fixture
def horloge(monkeypatch: pytest.MonkeyPatch) -> Horloge:
    horloge = Horloge()
    monkeypatch.setattr(regard, "maintenant", horloge)
    return horloge


@pytest.fixture
def passation(projet: Projet) -> Passation:
    return recueil_ouvert(projet)


def montree(telephone: Telephone, suite: str) -> str:
    """What the form of this page says of the moment it was shown."""
    page = telephone.get(f"{telephone.base}{suite}").content.decode()
    return re.search(r'name="montree" value="(\d+)"', page)[1]


@pytest.mark.parametrize("delai", [0, 60, 120, 200, 300, 450, 700, 799])
def test_un_second_toucher_ne_repond_pas_a_la_suivante(
    delai: int, passation: Passation, horloge: Horloge
) -> None:
    telephone = Telephone(passation).commencer()
    vue = montree(telephone, "questions/q01/")
    horloge.heure += 3000
    telephone.repondre("q01", 2, vue)
    vue = montree(telephone, "questions/q02/")
    horloge.heure += delai
    refus = telephone.repondre("q02", 2, vue)
    assert (refus.status_code, refus.url) == (302, f"{telephone.base}questions/q02/")
    assert BulletinAnonyme.objects.get().reponses == {"q01": 2}

    horloge.heure += regard.DELAI  # read at last, on the same page
    telephone.repondre("q02", 2, vue)
    assert BulletinAnonyme.objects.get().reponses == {"q01": 2, "q02": 2}


def test_le_meme_toucher_envoye_deux_fois_ne_repond_qu_une_fois(
    passation: Passation, horloge: Horloge
) -> None:
    """The second touch falls before the next page has come: the same form leaves again."""
    telephone = Telephone(passation).commencer()
    vue = montree(telephone, "questions/q01/")
    horloge.heure += regard.DELAI
    for _ in range(2):
        assert telephone.repondre("q01", 2, vue).url == f"{telephone.base}questions/q02/"
    assert BulletinAnonyme.objects.get().reponses == {"q01": 2}


@pytest.mark.parametrize("forgee", ["", "hier", "\0", "9" * 9999, "1e3"])
def test_une_page_qui_ne_dit_pas_quand_elle_fut_montree(
    forgee: str, passation: Passation, horloge: Horloge
) -> None:
    telephone = Telephone(passation).commencer()
    refus = telephone.repondre("q01", 3, forgee)
    assert refus.status_code == 302
    if forgee.isdigit():  # a clock that is ahead of ours was shown all the same
        assert BulletinAnonyme.objects.exists()
    else:
        assert refus.url == f"{telephone.base}questions/q01/"
        assert not BulletinAnonyme.objects.exists()


def test_ni_rendu_ni_efface_d_un_second_toucher(passation: Passation, horloge: Horloge) -> None:
    """The last answer leads where one gives in; « Effacer », to a page that asks."""
    telephone = Telephone(passation).commencer()
    telephone.repondre("q26", 2)
    avant = empreinte()
    for page, geste in (("fin/", "rendre/"), ("effacer/", "effacer/")):
        vue = montree(telephone, page)
        horloge.heure += 300
        refus = telephone.post(f"{telephone.base}{geste}", {"montree": vue})
        assert (refus.status_code, refus.url) == (302, f"{telephone.base}{page}")
    assert empreinte() == avant


def test_le_script_et_le_voile_laissent_le_meme_temps() -> None:
    script = (settings.BASE_DIR / "static/js/regard.js").read_text()
    style = (settings.BASE_DIR / "static/css/base.css").read_text()
    assert re.findall(r"DELAI = (\d+);", script) == [str(regard.DELAI)]
    voile = re.findall(r"animation: laisse-lire ([\d.]+)s", style)
    assert [float(duree) * 1000 for duree in voile] == [regard.DELAI]
