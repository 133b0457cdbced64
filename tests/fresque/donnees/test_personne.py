"""One person asks: all that bears them is given, and once erased nothing is left."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from fresque.donnees import registre
from fresque.donnees.effacement import effacer_compte
from fresque.donnees.personne import de_compte
from fresque.donnees.releve import relever
from fresque.models import Constat
from pasapas.models import CarteAcces, Contact, Evenement, Participant, PostIt, Projet, User
from pasapas.models.cloison import cloison
from tests import factories as f
from tests.fresque.donnees.canari import (
    COURRIEL,
    NOM,
    TRACES,
    lignes_qui_la_nomment,
    mene_a_quelqu_un,
    semer,
)
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


def test_aucune_colonne_n_est_oubliee() -> None:
    """A new column that could hold a person is to be classified in ``registre``."""
    assert {m._meta.label: c for m in registre.modeles() if (c := registre.inconnues(m))} == {}


def test_aucun_lien_vers_une_personne_n_est_oublie() -> None:
    """What becomes of the row when the person goes is said, outside of a fresque's own rows."""
    sans_sort = [
        modele._meta.label
        for modele in registre.modeles()
        if mene_a_quelqu_un(modele)
        and not registre.chemin_du_projet(modele)
        and modele._meta.label not in registre.DECLAREES
    ]
    assert sans_sort == []


def test_une_table_declaree_existe_et_ses_colonnes_aussi() -> None:
    modeles = {modele._meta.label: modele for modele in registre.modeles()}
    assert set(registre.DECLAREES) <= set(modeles)
    for label, dite in registre.DECLAREES.items():
        colonnes = {champ.name for champ in modeles[label]._meta.concrete_fields}
        dites = {*dite.identite, *dite.ecrits, *dite.prives, *dite.secrets, *dite.neutres}
        assert dites - colonnes == set(), label


@pytest.fixture
def moi() -> Participant:
    return semer()


def test_tout_ce_qui_la_nomme_est_dans_son_releve(moi: Participant) -> None:
    nommees = lignes_qui_la_nomment()
    with cloison():  # as while a request is answered
        releve = relever(de_compte(moi.user))
    donnees = {(table.code, ligne.cle) for table in releve.tables for ligne in table.lignes}
    assert len({label for label, _ in nommees}) >= 30
    assert nommees - donnees == set()


def test_le_releve_ne_dit_aucun_secret(moi: Participant) -> None:
    carte = CarteAcces.objects.get(participant=moi)
    texte = json.dumps(relever(de_compte(moi.user)).en_json(), cls=DjangoJSONEncoder)
    for secret in (moi.user.password, carte.empreinte, '"jeton"', "credential"):
        assert secret not in texte
    assert "La cl\\u00e9 de Z\\u00e9phyrine" in texte


def test_le_releve_ne_donne_pas_les_mots_des_autres(moi: Participant) -> None:
    """What stood there before she wrote, and, once she has left, what the others wrote."""
    f.EvenementFactory(projet=moi.projet, qui=moi, avant="Le secret d’une autre", apres="À moi")
    acteur = f.ActeurFactory(projet=moi.projet, contact=moi, note="Une note d’équipe")
    avant = str(relever(de_compte(moi.user)))
    assert ("Le secret d’une autre" in avant, acteur.note in avant) == (False, True)
    Participant.objects.filter(pk=moi.pk).update(acces_clos_le="2020-01-01")
    apres = str(relever(de_compte(moi.user)))
    assert ("À moi" in apres, acteur.note in apres) == (True, False)


def test_une_note_privee_qui_la_nomme_est_dite_sans_etre_donnee(moi: Participant) -> None:
    releve = relever(de_compte(moi.user))
    (table,) = [table for table in releve.tables if table.code == "pasapas.Accompagnement"]
    texte = str(table)
    assert "Un texte réservé à certains lecteurs vous nomme" in texte
    assert "notes privées" not in texte


def test_une_fois_effacee_plus_rien_ne_la_nomme(moi: Participant) -> None:
    assert lignes_qui_la_nomment() != set()
    with cloison():
        effacer_compte(moi.user)
    assert lignes_qui_la_nomment() == set()


def test_ce_qu_elle_a_apporte_reste_sans_signature(moi: Participant) -> None:
    lignes = {modele: modele.objects.count() for modele in (Constat, PostIt, Evenement, Contact)}
    version = moi.projet.version
    modifie_le = Projet.objects.get(pk=moi.projet_id).modifie_le
    effacer_compte(moi.user)
    moi.refresh_from_db()
    assert (str(moi), moi.user, moi.ordre_equipe, moi.college) == ("Ancien membre", None, None, "")
    assert Constat.objects.filter(auteur=moi).exists()
    assert set(Evenement.objects.filter(qui=moi).values_list("nom", flat=True)) == {"Ancien membre"}
    restees = {modele: modele.objects.count() for modele in lignes}
    restees[Evenement] -= 3  # it was done, to her and to her card; her étape has nobody
    assert restees == lignes
    moi.projet.refresh_from_db()
    assert moi.projet.version > version
    assert moi.projet.modifie_le == modifie_le


def test_les_pages_et_le_fichier_ne_la_nomment_plus(moi: Participant) -> None:
    lectrice = Visiteur()
    pilote = f.ParticipantFactory(projet=moi.projet, role="pilote", user=f.UserFactory())
    lectrice.force_login(pilote.user)
    base = f"/projets/{moi.projet.slug}/"
    pages = [base, f"{base}historique/", f"{base}corbeille/", f"{base}fichier/projet.yaml"]
    pages += [f"{base}acces/", f"{base}donnees/"]
    avant = "".join(lectrice.get(page).content.decode().lower() for page in pages)
    assert NOM.lower() in avant
    effacer_compte(moi.user)
    for page in pages:
        reponse = lectrice.get(page)
        assert reponse.status_code == 200
        assert [t for t in TRACES if t in reponse.content.decode().lower()] == [], page


def test_une_carte_a_son_nom_sans_adresse_est_la_sienne(moi: Participant) -> None:
    """Else it would count as a homonym, and her name would stay in every text."""
    carte = f.ContactFactory(projet=moi.projet, nom="QUETZALCANARI Zephyrine")
    autre = f.ContactFactory(projet=moi.projet, nom=str(moi), courriel="autre@example.org")
    effacer_compte(moi.user)
    carte.refresh_from_db()
    autre.refresh_from_db()
    assert (carte.nom, autre.nom) == ("Contact effacé", f"Zéphyrine {NOM}")


def test_le_releve_ne_dit_rien_d_une_fresque_ou_elle_n_est_pas(moi: Participant) -> None:
    carte = Contact.objects.get(courriel=COURRIEL.upper())
    Projet.objects.filter(pk=carte.projet_id).update(nom="Ailleurs", ambition=f"{moi} et la suite")
    texte = str(relever(de_compte(moi.user)))
    assert "une autre fresque" in texte and COURRIEL.upper() in texte
    assert "Ailleurs" not in texte and "et la suite" not in texte


def test_une_homonyme_et_le_standard_restent(moi: Participant) -> None:
    """Her name or her number, borne by someone else there too, is not taken from the texts."""
    f.ParticipantFactory(projet=moi.projet, prenom="Zephyrine", nom=NOM.upper())
    f.ContactFactory(projet=moi.projet, nom="Accueil", telephone="06 98 76 54 32")
    Projet.objects.filter(pk=moi.projet_id).update(ambition=f"{moi}, 06 98 76 54 32, {COURRIEL}")
    effacer_compte(moi.user)
    moi.projet.refresh_from_db()
    assert moi.projet.ambition == f"Zéphyrine {NOM}, 06 98 76 54 32, effacé"


def test_une_adresse_partagee_ne_prend_que_l_adresse(moi: Participant) -> None:
    collegue = f.ParticipantFactory(projet=moi.projet, courriel=COURRIEL, nom="Legrand")
    effacer_compte(moi.user)
    collegue.refresh_from_db()
    assert (collegue.nom, collegue.courriel) == ("Legrand", "")
    assert User.objects.filter(email=COURRIEL).count() == 0
