"""What a sheet bears to be known again: it says what the sheet says, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from fresque.frise.planche import avec_frise
from fresque.pdf.dessins import barres
from fresque.pdf.feuilles import preparer
from fresque.pdf.marques import MARQUE, adresse, cle_de, cles_de, code_de
from pasapas.models import Projet
from pasapas.valeurs.planches import Fresque
from tests.factories import ConstatFactory, ContactFactory, EtapeFactory, FicheActionFactory
from tests.mur import relire

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


def marques(fresque: Fresque) -> dict[str, frozenset[str]]:
    return {planche.code: cles_de(fresque, planche) for planche in fresque.planches}


def papier(projet: Projet) -> Fresque:
    return avec_frise(relire(projet).papier, projet)


def test_la_marque_dit_ce_que_dit_la_feuille(projet: Projet) -> None:
    avant = marques(papier(projet))
    constat = ConstatFactory(projet=projet, texte="La nuit, personne ne relaie")
    apres = marques(papier(projet))
    assert {code for code in avant if avant[code] != apres[code]} == {"eclaire"}
    constat.delete()
    assert marques(papier(projet)) == avant


def test_ni_le_jour_ni_le_retard_qui_grandit_ne_perime_une_feuille(
    projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = FicheActionFactory(projet=projet, intitule="Tutorat")
    EtapeFactory(projet=projet, fiche=fiche, periode_debut="2026-01-05", periode_fin="2026-01-20")
    vues = []
    for jour in (10, 22, 28):  # before its end, late, later
        matin = datetime(2026, 1, jour, 9, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda matin=matin: matin)
        vues.append(marques(papier(projet)))
    assert "frise" in vues[0]
    assert vues[1] == vues[2]
    assert {code for code in vues[0] if vues[0][code] != vues[1][code]} == {"fiche-1", "frise"}


def test_les_coordonnees_laissees_ne_la_periment_pas(projet: Projet) -> None:
    ContactFactory(projet=projet, nom="Anne Delorme", telephone="02 61 91 10 10")
    fresque = papier(projet)
    planche = next(p for p in fresque.planches if p.code == "acteurs")
    cles = {
        cle_de(fresque, preparer(planche, postits=True, coordonnees=coordonnees))
        for coordonnees in (True, False)
    }
    assert len(cles) == 2
    assert cles == cles_de(fresque, planche)


def test_son_adresse_tient_dans_un_petit_code_et_dit_de_quelle_planche(projet: Projet) -> None:
    """25 modules for each planche of the wall, behind the name of an ordinary host."""
    FicheActionFactory(projet=projet, numero=40)
    fresque = replace(relire(projet).papier, numero=36**3 - 1)
    for planche in fresque.planches:
        trouvee = adresse("https://pasapas.example.org", fresque, planche)
        racine, _, marque = trouvee.rpartition("/")
        lue = MARQUE.fullmatch(marque)
        assert racine == "HTTPS://PASAPAS.EXAMPLE.ORG/F"
        assert lue is not None
        assert (lue["numero"], code_de(fresque, lue["planche"])) == ("ZZZ", planche.code)
        assert lue["cle"] in cles_de(fresque, planche)
        assert barres(trouvee, "l")[0] == 25
    assert adresse("https://pasapas.example.org", replace(fresque, numero=0), planche) == ""
    assert code_de(fresque, "N99") == ""
