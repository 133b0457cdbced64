"""What an adviser sees is what the group ticked: on the screen, on paper, at every address."""

import html
import re
from contextlib import suppress
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from diagnostic.models import Questionnaire, Reponse
from fiches.models import Etape
from fresque.instant import instant, memoire
from pasapas.acces import partages
from pasapas.acces.adresses import PROJET, adresses
from pasapas.acces.roles import geste_d_acces
from pasapas.models import Partage, Projet
from tests import factories as f
from tests.droits.exemples import valeurs
from tests.droits.lieux import ICI, Lieu
from tests.droits.matrice import url_de
from tests.marques import marquer, semer
from tests.papier import poppler
from tests.personnes import Visiteur, donner_mandat, partager, prouver

CHEZ = {"diagnostic": 2, "fiches": 3, "bilan": 4}
# What each of its sheets answers, when an annexe is the only one shared.
FEUILLES = {"eclaire": 1, "etat-des-lieux": 2, "autodiagnostic": 2, "fiche-1": 3, "bilan-1": 4}


def annexe_de_chaque_marque(projet: Projet, pilote: Client) -> dict[str, set[int]]:
    """Where each mark belongs: its own annexe, or wherever it shows when everything does."""
    marques = {mot: CHEZ.get(colonne.partition(".")[0]) for colonne, mot in marquer()}
    Reponse.objects.update(mains={})  # by level: a mark is none
    memoire.vider()
    projet.refresh_from_db()
    vues: dict[str, set[int]] = {}
    fresque = instant(projet).fresque
    for planche in (*fresque.planches, *fresque.a_cote):
        page = pilote.get(f"/projets/{projet.slug}/planches/{planche.code}/").content.decode()
        for mot in marques:
            if mot in page:
                vues.setdefault(mot, set()).add(marques[mot] or planche.annexe.numero)
    return vues


def dit(reponse: Any) -> str:
    contenu = b"".join(reponse) if reponse.streaming else reponse.content
    if reponse.get("Content-Type") == "application/pdf":
        return poppler("pdftotext", contenu).replace("\n", "")
    return contenu.decode(errors="replace")


def liens_de(page: str) -> set[str]:
    return set(re.findall(r'href="(/projets/[^"#]*)', page))


def morts(qui: Visiteur, liens: set[str]) -> set[str]:
    return {lien for lien in liens if qui.get(html.unescape(lien)).status_code >= 400}


def une_annexe_seule(
    chargee: Visiteur, projet: Projet, partage: int, vues: dict[str, set[int]]
) -> None:
    """Its sheets say again nothing of the others, and lead to none."""
    tues = {mot for mot, ou in vues.items() if not ou & {1, partage}}
    for code, annexe in FEUILLES.items():
        feuille = chargee.get(f"/projets/{projet.slug}/planches/{code}/")
        assert feuille.status_code == (200 if annexe == partage else 404)
        assert {mot for mot in tues if mot in dit(feuille)} == set()
        planches = {lien for lien in liens_de(dit(feuille)) if "/planches/" in lien}
        assert morts(chargee, planches) == set()


@pytest.mark.django_db
@pytest.mark.une_base
def test_rien_de_ce_qui_n_est_pas_partage_ne_sort_par_aucune_adresse(
    projet: Projet, pilote: Visiteur, chargee: Visiteur
) -> None:
    semer(projet)
    Etape.objects.update(periode_fin="2025-01", date_realisation=None)  # late: it is reminded of
    vues = annexe_de_chaque_marque(projet, pilote)
    # The name of the projet and who has access are told to every adviser.
    tues = {mot for mot, ou in vues.items() if 1 not in ou}
    assert len(tues) > 40
    assert {1, 2, 3, 4} <= set().union(*vues.values())
    partager(chargee.participant, 1)
    essayees, fuites, liens = 0, {}, set()
    for adresse in adresses():
        if adresse.acces != PROJET:
            continue
        with suppress(IndexError, AssertionError):  # no such row here: nothing to ask
            url = url_de(adresse, valeurs(adresse, Lieu(ICI, projet)))
            reponse = chargee.get(url)
            essayees += 1
            if reponse.status_code == 200 and "text/html" in reponse["Content-Type"]:
                liens |= liens_de(dit(reponse))
            if trouves := {mot for mot in tues if mot in dit(reponse)}:
                fuites[adresse.nom] = reponse.status_code, trouves
    assert essayees > 40
    assert fuites == {}
    assert len(liens) > 5
    assert morts(chargee, liens) == set()
    for partage in (1, 2, 3, 4):
        partager(chargee.participant, partage)
        une_annexe_seule(chargee, projet, partage, vues)
    mur = chargee.get(f"/projets/{projet.slug}/").content.decode()
    assert "Non partagé avec vous" in mur
    # The whole is there for the others, and for this adviser once it is shared.
    partager(chargee.participant)
    assert chargee.get(f"/projets/{projet.slug}/planches/fiche-1/").status_code == 200
    assert Questionnaire.objects.exists()


@pytest.mark.django_db
def test_sans_reponse_ou_sans_accord_rien_ne_se_montre(projet: Projet, chargee: Visiteur) -> None:
    f.FicheActionFactory(projet=projet, intitule="Tutorat des remplaçants")
    Partage.objects.de(projet).update(accepte=None, repondu_le=None)
    mur = chargee.get(f"/projets/{projet.slug}/")
    assert "aucune annexe ne l’est" in mur.content.decode()
    assert "Tutorat" not in mur.content.decode()
    accueil = chargee.get("/").content.decode()
    assert "Tutorat" not in accueil
    for suite in ("planches/eclaire/", "planches/fiche-1/", "autodiagnostic/"):
        assert chargee.get(f"/projets/{projet.slug}/{suite}").status_code == 404


@pytest.mark.django_db
def test_la_pilote_repond_change_et_reprend(
    projet: Projet, pilote: Visiteur, animatrice: Visiteur
) -> None:
    conseil = f.UserFactory(prenom="Pierre", nom="Lemoine")
    donner_mandat(f.ParticipantFactory.build(projet=projet, user=conseil))
    assert "accompagner" not in pilote.get("/").content.decode()
    partages.demander(projet, conseil, "https://fresque.test/acces/")
    dit_la = "<b>Pierre Lemoine</b> propose de vous accompagner"
    assert dit_la in pilote.get("/").content.decode()  # the page kept before is not served again
    assert "accompagner" not in animatrice.get("/").content.decode()
    assert partages.demander(projet, conseil, "https://fresque.test/acces/").accepte is None
    assert [m.subject for m in mail.outbox] == ["Un chargé de mission demande votre accord"]
    base = f"/projets/{projet.slug}/acces/"
    assert "demande votre accord" in pilote.get(base).content.decode()
    prouver(pilote)
    page = pilote.get(f"{base}conseil/").content.decode()
    assert page.count('name="annexes"') == 4
    assert "checked" not in page
    pilote.post(f"{base}conseil/", {"compte": conseil.pk, "annexes": ["1", "3"]})
    assert "accompagner" not in pilote.get("/").content.decode()
    (partage,) = Partage.objects.de(projet)
    assert (partage.accepte, partage.annexes) == (True, {1, 3})
    assert partage.repondu_par == pilote.participant
    assert "annexes 1, 3" in pilote.get(f"/projets/{projet.slug}/historique/").content.decode()
    (lui,) = (p for p in conseil.participations.all())
    assert pilote.post(f"{base}{lui.pk}/partage/", {"annexes": ["9"]}).status_code == 422
    pilote.post(f"{base}{lui.pk}/partage/", {"annexes": []})
    partage.refresh_from_db()
    assert (partage.accepte, partage.annexes) == (True, frozenset())
    pilote.post(f"{base}{lui.pk}/partage/", {"annexes": ["2"]})
    pilote.post(f"{base}{lui.pk}/remercier/")
    partage.refresh_from_db()
    assert (partage.accepte, partage.annexe_2) == (False, False)
    geste = geste_d_acces(projet, None)
    assert partages.repondre(geste, conseil, {2}).annexes == {2}
    partages.demander(projet, f.UserFactory(), "https://fresque.test/acces/")
    Partage.objects.update(accepte=False, repondu_le=timezone.now())
    assert len(mail.outbox) == 1  # what was answered before it left is not asked
