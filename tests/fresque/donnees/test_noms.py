"""Whoever leaves under a name made of everyone's words takes nothing of the fresque away."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from diagnostic.models import Campagne
from fresque.donnees.effacement import effacer_compte
from fresque.donnees.personne import de_compte, de_participant
from fresque.donnees.reecriture import expurger, portee
from fresque.donnees.reperage import Nom, Reperage
from fresque.models import Constat
from pasapas.models import Evenement, Participant, Projet
from tests import factories as f
from tests.mur import remplir
from tests.personnes import Visiteur
from tests.preuves import prouver

pytestmark = pytest.mark.django_db
AMBITION = "Chaque équipe de nuit a un point fort"
COURANTS = ("équipe de nuit", "l’équipe", "point fort", "a un")
QUESTION = {"verdict": "point_fort", "point_fort": 3, "profils": []}
RESULTATS = {"version": 1, "questions": {"q1": QUESTION}}


@pytest.fixture
def fresque() -> SimpleNamespace:
    projet = remplir(f.ProjetFactory(), 1)
    Projet.objects.filter(pk=projet.pk).update(ambition=AMBITION)
    campagne = f.CampagneFactory(projet=projet, close_le="2026-01-01")
    Campagne.objects.filter(pk=campagne.pk).update(resultats=RESULTATS)
    moi = f.ParticipantFactory(projet=projet, prenom="Inès", nom="Roy", user=f.UserFactory())
    return SimpleNamespace(projet=projet, campagne=campagne, moi=moi)


def renommer(moi: Participant, prenom: str, nom: str, *, il_y_a: int = 0, par: object = "") -> None:
    """Each field changed, as the journal has it."""
    for champ, valeur in (("prenom", prenom), ("nom", nom)):
        fait = f.EvenementFactory(
            projet=moi.projet,
            qui=par or moi,
            objet="participant",
            objet_pk=moi.pk,
            champ=champ,
            avant=getattr(moi, champ),
            apres=valeur,
        )
        quand = timezone.now() - timedelta(days=il_y_a)
        Evenement.objects.filter(pk=fait.pk).update(quand=quand)
    Participant.objects.filter(pk=moi.pk).update(prenom=prenom, nom=nom)
    moi.refresh_from_db()


@pytest.mark.parametrize("nom", [("", "point fort"), ("point", "fort"), ("Point", "Fort")])
@pytest.mark.parametrize("il_y_a", [0, 90])
def test_les_resultats_publies_restent_au_signe_pres(
    nom: tuple[str, str], il_y_a: int, fresque: SimpleNamespace
) -> None:
    renommer(fresque.moi, *nom, il_y_a=il_y_a)
    effacer_compte(fresque.moi.user)
    fresque.campagne.refresh_from_db()
    assert fresque.campagne.resultats == RESULTATS


def test_des_mots_a_retirer_ne_touchent_pas_les_resultats(fresque: SimpleNamespace) -> None:
    expurger(fresque.projet, "point fort")
    fresque.campagne.refresh_from_db()
    fresque.projet.refresh_from_db()
    assert fresque.campagne.resultats == RESULTATS
    assert fresque.projet.ambition == "Chaque équipe de nuit a un [retiré]"


@pytest.mark.parametrize(
    ("nom", "il_y_a"),
    [
        *((nom, il_y_a) for nom in COURANTS for il_y_a in (0, 90)),
        ("chaque équipe", 0),  # « chaque » is not one of our words: the thirty days stop it
    ],
)
def test_un_nom_de_mots_courants_ne_reecrit_pas_les_textes(
    nom: str, il_y_a: int, fresque: SimpleNamespace
) -> None:
    renommer(fresque.moi, "", nom, il_y_a=il_y_a)
    effacer_compte(fresque.moi.user)
    fresque.projet.refresh_from_db()
    assert fresque.projet.ambition == AMBITION


def test_un_nom_pris_ce_mois_ci_ne_se_cherche_pas_le_vrai_oui(fresque: SimpleNamespace) -> None:
    Projet.objects.filter(pk=fresque.projet.pk).update(
        ambition="Inès Roy et le jardin potager, la cabane bambou"
    )
    renommer(fresque.moi, "jardin", "potager")
    renommer(fresque.moi, "cabane", "bambou")
    effacer_compte(fresque.moi.user)
    fresque.projet.refresh_from_db()
    assert fresque.projet.ambition == "Ancien membre et le jardin potager, la cabane bambou"


def test_un_nom_porte_longtemps_ou_donne_par_d_autres_se_cherche(fresque: SimpleNamespace) -> None:
    Projet.objects.filter(pk=fresque.projet.pk).update(ambition="Inès Leroy ; Inès Carpentier")
    renommer(fresque.moi, "Inès", "Leroy", il_y_a=31)
    pilote = f.ParticipantFactory(projet=fresque.projet)
    renommer(fresque.moi, "Inès", "Carpentier", par=pilote)
    effacer_compte(fresque.moi.user)
    fresque.projet.refresh_from_db()
    assert fresque.projet.ambition == "Ancien membre ; Ancien membre"


def test_le_nom_de_la_maison_n_est_celui_de_personne(fresque: SimpleNamespace) -> None:
    maison = fresque.projet.etablissement
    type(maison).objects.filter(pk=maison.pk).update(nom="MECS Claire Fontaine")
    Projet.objects.filter(pk=fresque.projet.pk).update(ambition="À Claire Fontaine")
    Participant.objects.filter(pk=fresque.moi.pk).update(prenom="Claire", nom="Fontaine")
    effacer_compte(fresque.moi.user)
    fresque.projet.refresh_from_db()
    assert fresque.projet.ambition == "À Claire Fontaine"


@pytest.mark.une_base
def test_un_vrai_nom_fait_de_mots_courants_se_cherche_ecrit_comme_un_nom() -> None:
    reperage = Reperage.de([Nom("Rose", "Petit")], [], [], "Ancien membre")
    assert reperage.effacer("Rose Petit, PETIT Rose, un rose petit, Mme Petit, le petit") == (
        "Ancien membre, Ancien membre, un rose petit, Ancien membre, le petit"
    )


@pytest.mark.une_base
def test_les_cles_d_un_json_ne_changent_jamais() -> None:
    reperage = Reperage.de([Nom("Inès", "Carpentier")], [], [], "Ancien membre")
    assert reperage.effacer({"ines_carpentier": "Inès Carpentier"}) == {
        "ines_carpentier": "Ancien membre"
    }


def test_un_prenom_seul_n_entame_pas_le_nom_d_une_autre(fresque: SimpleNamespace) -> None:
    """Links say people in a list: only a whole name of it is hers."""
    Participant.objects.filter(pk=fresque.moi.pk).update(prenom="", nom="Marie")
    lien = f.EvenementFactory(
        projet=fresque.projet, champ="participants", avant="Marie, Marie Dupont", apres="Marie-Lou"
    )
    effacer_compte(fresque.moi.user)
    lien.refresh_from_db()
    assert (lien.avant, lien.apres) == ("Ancien membre, Marie Dupont", "Marie-Lou")


def test_la_page_dit_combien_de_textes_seraient_reecrits(fresque: SimpleNamespace) -> None:
    Constat.objects.filter(projet=fresque.projet).update(texte="Demander à Inès Roy")
    f.EvenementFactory(projet=fresque.projet, apres="Avec Inès Roy")
    client = Visiteur()
    client.force_login(fresque.moi.user)
    prouver(client)
    dite = portee(de_compte(fresque.moi.user))
    constats = Constat.objects.filter(projet=fresque.projet).count()
    assert (dite.noms[0], dite.textes, dite.changements) == ("Inès Roy", constats, 1)
    page = " ".join(client.get("/mes-donnees/effacer/").text.replace("&nbsp;", " ").split())
    assert f"{constats} texte" in page and "1 changement de l’historique" in page
    assert "« Inès Roy »" in page


def test_la_portee_est_bien_ce_qui_est_reecrit(fresque: SimpleNamespace) -> None:
    autre = f.ParticipantFactory(projet=fresque.projet, prenom="Zoé", nom="Quenard")
    assert portee(de_participant(autre)).textes == 0
    Projet.objects.filter(pk=fresque.projet.pk).update(ambition="Zoé Quenard et Zoé Quenard")
    assert portee(de_participant(autre)).textes == 1
