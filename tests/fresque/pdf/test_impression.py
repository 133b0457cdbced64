"""The page « Imprimer la fresque »: what its form sends, and what the PDF is then made of."""

from html.parser import HTMLParser

import pytest

from pasapas.ecriture.changements import bouger
from pasapas.models import Projet
from tests.droits.papier import Papier
from tests.factories import ContactFactory
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
PLAN = "Plan d’accrochage"


class Envoi(HTMLParser):
    """What a browser sends of a form nobody has touched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.champs: dict[str, list[str]] = {}
        self._liste = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = dict(attrs)
        if tag == "select":
            self._liste = a["name"] or ""
        elif tag == "option" and "selected" in a:
            self._noter(self._liste, a)
        elif tag == "input" and (a["type"] == "hidden" or "checked" in a):
            self._noter(a["name"] or "", a)

    def _noter(self, nom: str, attrs: dict[str, str | None]) -> None:
        self.champs.setdefault(nom, []).append(attrs["value"] or "")


@pytest.fixture
def papier(monkeypatch: pytest.MonkeyPatch) -> Papier:
    return Papier(monkeypatch)


def intact(lecteur: Visiteur, projet: Projet) -> dict[str, list[str]]:
    page = lecteur.get(f"/projets/{projet.slug}/imprimer/").content.decode()
    return Envoi(page[page.index("data-impression") : page.index('class="options__fin"')]).champs


def imprimees(
    lecteur: Visiteur, projet: Projet, papier: Papier, envoi: dict[str, list[str]]
) -> list[str]:
    assert lecteur.post(f"/projets/{projet.slug}/imprimer/", envoi, follow=True).status_code == 200
    return [" ".join(page.split()) for page in papier.sortis()]  # numbers have no-break spaces


def test_sans_toucher_a_rien_le_plan_d_accrochage_est_la_premiere_feuille(
    projet: Projet, lecteur: Visiteur, papier: Papier
) -> None:
    envoi = intact(lecteur, projet)
    page = lecteur.get(f"/projets/{projet.slug}/imprimer/").content.decode()
    premier = Envoi(page[page.index('<form class="impression"') : page.index("data-impression")])
    siens = {nom: premier.champs[nom] for nom in ("planche", "postits", "vierges")}
    assert siens == {nom: envoi[nom] for nom in siens}  # the first button asks for the same
    plan, *feuilles = imprimees(lecteur, projet, papier, envoi)
    assert PLAN in plan
    assert not any(PLAN in feuille for feuille in feuilles)
    assert len(feuilles) == len(envoi["planche"]) + 1  # and one blank fiche
    sans_vierge = imprimees(lecteur, projet, papier, {**envoi, "vierges": ["0"]})
    assert PLAN in sans_vierge[0]
    assert len(sans_vierge) == len(envoi["planche"]) + 1


def test_une_planche_reimprimee_n_a_pas_besoin_du_plan(
    projet: Projet, lecteur: Visiteur, papier: Papier
) -> None:
    envoi = {**intact(lecteur, projet), "planche": ["acteurs"], "vierges": ["0"]}
    (feuille,) = imprimees(lecteur, projet, papier, envoi)
    assert PLAN not in feuille


def test_au_mur_du_couloir_des_noms_mais_pas_de_numeros(
    projet: Projet, lecteur: Visiteur, papier: Papier
) -> None:
    """Who touches nothing hangs nobody's telephone; who ticks the box gets them."""
    ContactFactory(
        projet=projet, nom="Anne Delorme", telephone="02 61 91 10 10", courriel="anne@example.org"
    )
    envoi = {**intact(lecteur, projet), "planche": ["acteurs"], "vierges": ["0"]}
    (feuille,) = imprimees(lecteur, projet, papier, envoi)
    assert "Anne Delorme" in feuille
    assert "02 61 91 10 10" not in feuille
    assert "anne@example.org" not in feuille
    (feuille,) = imprimees(lecteur, projet, papier, {**envoi, "coordonnees": ["1"]})
    assert "02 61 91 10 10" in feuille
    assert "anne@example.org" in feuille


def test_ce_qui_n_a_pas_de_dessin_est_dit_avant_d_imprimer(
    projet: Projet, lecteur: Visiteur
) -> None:
    """Which box, which sign; what our fonts draw, or what paper never shows, is not told."""
    page = f"/projets/{projet.slug}/imprimer/"
    Projet.objects.filter(pk=projet.pk).update(ambition="Été → ✓ 😀 ❤️ 👨‍👩‍👧 שלום \uf0b7 dit\x92")
    bouger(projet)
    assert "ne s’imprimeront pas" not in lecteur.get(page).content.decode()
    Projet.objects.filter(pk=projet.pk).update(ambition="漢 et 漢 et \ue123")
    bouger(projet)
    dit = " ".join(lecteur.get(page).content.decode().split())
    assert f'href="/projets/{projet.slug}/#eclaire--ambition"' in dit
    assert "«&nbsp;漢&nbsp;» (U+6F22)</span>, <span" in dit
    assert "(U+E123)" in dit
