"""A poison in every text of the base: every page, every sheet and the back office show it."""

from collections.abc import Iterator

import pytest

from fresque.pdf import OptionsImpression
from pasapas.acces.adresses import ADMINISTRATION, FERMEE, Adresse, adresses
from tests.droits.exemples import valeurs
from tests.droits.lieux import ICI
from tests.droits.matrice import Monde, url_de
from tests.hostile.poison import CRUS, ECHAPPE, agissent
from tests.mur import relire
from tests.papier import pages_html

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
MODES = ({}, {"HX-Request": "true"})
# Where people's words are shown: the poison must be seen there, in clear, else nothing is proved.
MONTRENT = {
    "accueil",
    "admin:pasapas_etablissement_change",
    "admin:pasapas_projet_changelist",
    "admin:pasapas_user_change",
    "diagnostic:campagne",
    "diagnostic:liste",
    "diagnostic:resultats",
    "fresque:acces",
    "fresque:corbeille",
    "fresque:donnees",
    "fresque:encart",
    "fresque:enseignements",
    "fresque:historique",
    "fresque:ligne",
    "fresque:modifier",
    "fresque:morceaux",
    "fresque:mur",
    "fresque:planche",
    "fresque:postit",
    "information",
    "mes_donnees",
    "mes_donnees_page",
    "questionnaires:voir",
}


def pages(monde: Monde) -> Iterator[tuple[Adresse, str]]:
    for adresse in adresses():
        if adresse.acces != FERMEE:
            yield adresse, url_de(adresse, valeurs(adresse, monde.lieux[ICI]))


def test_aucun_poison_n_agit(empoisonne: Monde) -> None:
    agi, montrent = {}, set()
    for adresse, url in pages(empoisonne):
        nom = "administrateur" if adresse.acces == ADMINISTRATION else "pilote"
        if adresse.nom == "fresque:morceaux":
            url += "?id=mur&id=eclaire&id=eclaire--constats&id=chemin"
        for entetes in MODES:
            reponse = empoisonne.visiteurs[nom].revenir().get(url, headers=entetes)
            if agissent(reponse):
                agi[url] = agissent(reponse)
            if not reponse.streaming and ECHAPPE in reponse.content:
                montrent.add(adresse.nom)
    assert agi == {}
    assert MONTRENT - montrent == set()


# A POST makes the first; nothing is written yet for the others.
SANS = {
    "fresque:bulletins_a_tirer": 405,
    "fresque:accompagnement_pdf": 302,
    "fresque:rappels_papier": 302,
    "fresque:impression_pdf": 302,
    "fresque:pdf": 302,
}


def test_aucun_poison_n_agit_sur_le_papier(empoisonne: Monde) -> None:
    empoisonne.papier.sortis()
    pilote, administre = (empoisonne.visiteurs[nom] for nom in ("pilote", "administrateur"))
    for adresse, url in pages(empoisonne):
        if url.endswith(".pdf"):
            qui = administre if adresse.acces == ADMINISTRATION else pilote
            assert qui.revenir().get(url).status_code == SANS.get(adresse.nom, 200), adresse.nom
    ici = f"/projets/{empoisonne.lieux[ICI].slug}/imprimer/"
    codes = [planche.code for planche in relire(empoisonne.lieux[ICI].projet).planches]
    assert pilote.revenir().post(ici, {"planche": codes, "postits": "1"}).status_code == 302
    mur = relire(empoisonne.lieux[ICI].projet).papier
    feuilles = empoisonne.papier.sortis() + pages_html(mur, OptionsImpression())
    assert len(feuilles) >= 10
    assert [cru for cru in CRUS for feuille in feuilles if cru.decode() in feuille] == []
    assert sum(ECHAPPE.decode() in feuille for feuille in feuilles) >= 8
