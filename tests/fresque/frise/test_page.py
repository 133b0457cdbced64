"""The page of the frise: all in words beside the drawing, kept under the version, told apart by
the day."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fiches.models import Etape, ResponsableEtape
from pasapas.models import Participant, Projet
from tests.factories import EtapeFactory, FicheActionFactory, ParticipantFactory
from tests.htmx import lu
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
MATIN = datetime(2025, 12, 12, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def un_matin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MATIN)


def demander(qui: Visiteur, projet: Projet) -> Any:
    reponse = qui.get(f"/projets/{projet.slug}/frise/")
    assert reponse.status_code == 200
    return reponse


def confier(etape: Etape, *qui: Participant | str) -> None:
    for ordre, un in enumerate(qui):
        cle = {"nom": un} if isinstance(un, str) else {"participant": un}
        ResponsableEtape.objects.create(projet=etape.projet, etape=etape, ordre=ordre, **cle)


def remplir(projet: Projet, fiches: int, etapes: int) -> None:
    for _ in range(fiches):
        fiche = FicheActionFactory(projet=projet)
        for une in EtapeFactory.create_batch(
            etapes, projet=projet, fiche=fiche, periode_debut="2025-11", periode_fin="2026-02"
        ):
            confier(une, ParticipantFactory(projet=projet))


def test_tout_ce_qui_est_dessine_est_dit(projet: Projet, lecteur: Visiteur) -> None:
    fiche = FicheActionFactory(projet=projet, intitule="Horaires", statut="en_cours")
    dites = [
        ("Relever", "2025-02", "2025-03", date(2025, 3, 14), "Faite le 14 mars 2025"),
        ("Essayer", "2025-09", "2025-10", None, "En retard de 6 semaines"),
        ("Débattre", "2025-12", "2026-01", None, "En cours"),
        ("Étendre", "2026-04", "2026-04", None, "À venir"),
    ]
    ines = ParticipantFactory(projet=projet, prenom="Inès", nom="Carpentier")
    for titre, debut, fin, faite, _ in dites:
        une = EtapeFactory(
            projet=projet,
            fiche=fiche,
            intitule=titre,
            periode_envisagee=f"selon {titre}",
            periode_debut=debut,
            periode_fin=fin,
            date_realisation=faite,
        )
        confier(une, ines, f"Cabinet {titre}")
    EtapeFactory(
        projet=projet, fiche=fiche, intitule="Un jour", periode_envisagee="dès que possible"
    )
    arretee = FicheActionFactory(projet=projet, intitule="Livret", statut="abandonnee")
    EtapeFactory(projet=projet, fiche=arretee, intitule="Écrire", periode_fin="2025-01")
    reponse = demander(lecteur, projet)
    page = lu(reponse)
    assert "1 étape faite sur 6, 1 en retard" in " ".join(page.split())
    for titre, *_, dit in dites:
        ligne = page[page.index(f">{titre}<") :]
        assert f"selon {titre}" in ligne[:200]
        assert f">{dit}<" in ligne[: ligne.index("</tr>")]
        assert f"Inès Carpentier, Cabinet {titre}" in ligne[: ligne.index("</tr>")]
    assert ">Non faite<" in page
    apart = page[page.index("Sans date") :]
    assert "Un jour" in apart
    assert "dès que possible" in apart
    assert page.count("Un jour") == 1
    assert page.count('<svg class="frise__bande"') == 5


def test_longue_elle_tient_une_ligne_par_fiche(projet: Projet, lecteur: Visiteur) -> None:
    remplir(projet, 1, 4)
    assert "vue=fiches" not in demander(lecteur, projet).content.decode()
    remplir(projet, 2, 8)
    Projet.objects.de(projet).update(version=9, tampons={"mur": 9})
    toutes = demander(lecteur, projet).content.decode()
    assert 'href="?vue=fiches"' in toutes
    serree = lecteur.get(f"/projets/{projet.slug}/frise/?vue=fiches").content.decode()
    assert [serree.count("frise__couloirs"), toutes.count("frise__couloirs")] == [3, 0]
    assert serree.count('scope="row"') == 3
    assert "0 faite sur 8" in " ".join(serree.split())
    autre = lecteur.get(f"/projets/{projet.slug}/frise/?vue=%00<b>").content.decode()
    assert autre.count("frise__bande") == toutes.count("frise__bande") == 20


def test_une_fresque_sans_etape_dit_ou_les_ecrire(projet: Projet, lecteur: Visiteur) -> None:
    assert "Aucune étape n’est écrite" in lu(demander(lecteur, projet))
    FicheActionFactory(projet=projet, intitule="Horaires")
    Projet.objects.de(projet).update(version=7, tampons={"mur": 7})
    page = demander(lecteur, projet).content.decode()
    assert f'href="/projets/{projet.slug}/planches/fiche-1/#fiche-1--etapes"' in page


def test_autant_de_requetes_pour_une_etape_et_pour_mille(projet: Projet, lecteur: Visiteur) -> None:
    comptes = []
    for fiches, etapes, version in ((1, 1, 10), (6, 12, 11)):
        remplir(projet, fiches, etapes)
        Projet.objects.de(projet).update(version=version, tampons={"mur": version})
        demander(lecteur, projet)  # what the door learns once
        Projet.objects.de(projet).update(version=version + 10, tampons={"mur": version + 10})
        with CaptureQueriesContext(
            connection,
        ) as faites:
            demander(lecteur, projet)
        comptes.append(len(faites))
    assert comptes[0] == comptes[1]
    with CaptureQueriesContext(connection) as gardee:
        demander(lecteur, projet)
    with CaptureQueriesContext(connection) as porte:
        lecteur.get(f"/projets/{projet.slug}/planches/eclaire/")
        lecteur.get(f"/projets/{projet.slug}/planches/eclaire/")
    assert len(gardee) <= len(porte) - len(gardee)


def test_le_lendemain_elle_n_est_plus_la_meme(
    projet: Projet, lecteur: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    fiche = FicheActionFactory(projet=projet)
    EtapeFactory(projet=projet, fiche=fiche, periode_fin="2025-12-12")
    assert "En retard" not in lu(demander(lecteur, projet)).partition("frise__rang")[2]
    monkeypatch.setattr(timezone, "now", lambda: datetime(2025, 12, 13, 9, tzinfo=UTC))
    assert "En retard de 1 jour" in lu(demander(lecteur, projet))


def test_une_ecriture_la_change(projet: Projet, animatrice: Visiteur) -> None:
    fiche = FicheActionFactory(projet=projet)
    une = EtapeFactory(projet=projet, fiche=fiche, periode_fin="2025-11")
    assert "En retard" in lu(demander(animatrice, projet))
    ici = f"/projets/{projet.slug}/planches/fiche-1/etapes/lignes/{une.pk}/"
    animatrice.htmx("post", f"{ici}faite/")
    assert Etape.objects.de(projet).get().date_realisation == date(2025, 12, 12)
    assert "Faite le 12 décembre 2025" in lu(demander(animatrice, projet))
