"""What an import gives, and what it must not give: access, or someone else's établissement."""

import datetime as dt

import pytest

from bilan.models import Bilan
from diagnostic.models import EtatDesLieux, SyntheseTheme
from fiches.models import Etape
from fresque.fichier import exporter, importer, lire
from fresque.fichier.references import PLANCHES
from pasapas.models import (
    Acteur,
    Avancement,
    Etablissement,
    Participant,
    PostIt,
    Role,
    Service,
)
from tests.factories import ParticipantFactory, ProjetFactory, UserFactory
from tests.fresque.fichier.outils import EXEMPLE, MINIMAL
from tests.mur import relire
from tests.personnes import ouvertes_a

pytestmark = pytest.mark.django_db


def fichier(texte: str = MINIMAL):
    return lire(texte.encode())


def exemple():
    return lire(EXEMPLE.read_bytes())


def test_projet_minimal_a_ses_cases_vides() -> None:
    projet = importer(fichier())

    assert EtatDesLieux.objects.de(projet).count() == 1
    assert SyntheseTheme.objects.de(projet).count() == 8
    assert [bilan.numero for bilan in Bilan.objects.de(projet)] == [1]
    planches = {planche.code for planche in relire(projet).planches}
    assert {*Avancement.objects.filter(projet=projet).values_list("planche", flat=True)} == planches


def test_planches_du_format_sont_celles_du_mur() -> None:
    projet = importer(exemple())

    codes = [planche.code for planche in relire(projet).planches]

    assert [code for code in codes if not code.startswith(("fiche-", "bilan-"))] == [*PLANCHES]


def test_exemple_garde_ses_ids_ses_ordres_et_ses_mois() -> None:
    projet = importer(exemple())

    equipe = [p.reference for p in Participant.objects.de(projet).equipe()]
    assert equipe == [
        "helene",
        "sandrine",
        "ines",
        "malik",
        "mariajose",
        "didier",
        "nadege",
        "karim",
    ]
    assert [acteur.reference for acteur in Acteur.objects.de(projet)][:2] == [
        "a-equipes",
        "a-maison",
    ]
    etape = Etape.objects.de(projet).get(intitule__startswith="Expérimenter")
    assert etape.periode_envisagee == "Sept 2025 à Mars 2026"
    assert (str(etape.periode_debut), str(etape.periode_fin)) == ("2025-09", "2026-03")
    postit = PostIt.objects.de(projet).get(texte__startswith="J'ai parlé")
    assert (postit.planche, postit.zone, postit.auteur.reference) == (
        "fiche-3",
        "resultats",
        "mariajose",
    )


def test_import_ne_relie_personne_a_un_compte() -> None:
    UserFactory(email="helene.marchetti@example.org")

    projet = importer(exemple())

    assert not Participant.objects.de(projet).exclude(user=None).exists()


def test_createur_absent_du_fichier_devient_pilote() -> None:
    createur = UserFactory(prenom="Maïa", nom="Roche", email="maia@example.org")
    UserFactory(email="helene.marchetti@example.org")

    projet = importer(exemple(), createur=createur)

    relie = Participant.objects.de(projet).exclude(user=None).get()
    assert (relie.user, relie.role, str(relie)) == (createur, Role.PILOTE, "Maïa Roche")
    assert list(ouvertes_a(createur)) == [projet]


@pytest.mark.parametrize("reference", ["helene", "sandrine", "claire"])
def test_createur_nomme_dans_le_fichier(reference: str) -> None:
    """Pilote, animatrice or anything else in the file: whoever brings it in is its pilote."""
    source = exemple()
    courriel = next(p.courriel for p in source.personnes if p.id == reference)
    createur = UserFactory(email=courriel.upper())

    projet = importer(source, createur=createur)

    relie = Participant.objects.de(projet).exclude(user=None).get()
    assert (relie.reference, relie.user, relie.role) == (reference, createur, Role.PILOTE)


def test_createur_dont_le_fichier_clot_l_acces_le_retrouve() -> None:
    createur = UserFactory(email="julien.mercier@example.org")

    projet = importer(exemple(), createur=createur)

    assert list(ouvertes_a(createur)) == [projet]


def test_etablissement_d_autrui_n_est_pas_repris() -> None:
    ailleurs = importer(fichier()).etablissement

    projet = importer(fichier(), createur=UserFactory())

    assert projet.etablissement != ailleurs


def test_etablissement_que_le_createur_mene_est_repris() -> None:
    premier = importer(fichier())
    createur = ParticipantFactory(projet=premier, user=UserFactory(), role="pilote").user
    services = "  services: [{id: jour, nom: Jour}, {id: nuit, nom: Nuit}]\nprojet:"
    Service.objects.create(etablissement=premier.etablissement, reference="nuit", nom="La nuit")

    projet = importer(fichier(MINIMAL.replace("projet:", services)), createur=createur)

    assert projet.etablissement == premier.etablissement
    assert [(s.reference, s.nom) for s in premier.etablissement.services.order_by("pk")] == [
        ("nuit", "La nuit"),
        ("jour", "Jour"),
    ]


def test_etablissement_dont_l_acces_est_clos_n_est_pas_repris() -> None:
    premier = importer(fichier())
    parti = ParticipantFactory(
        projet=premier, user=UserFactory(), acces_clos_le=dt.date(2025, 1, 1)
    )

    projet = importer(fichier(), createur=parti.user)

    assert projet.etablissement != premier.etablissement


def test_etablissement_pareil_est_repris_en_ligne_de_commande() -> None:
    premier = importer(exemple())

    assert importer(exemple()).etablissement == premier.etablissement
    assert Service.objects.count() == 4


def test_etablissement_qui_differe_est_cree_en_ligne_de_commande() -> None:
    premier = importer(exemple())
    Etablissement.objects.update(effectif=48)

    assert importer(exemple()).etablissement != premier.etablissement


def test_adresse_demandee() -> None:
    projet = importer(fichier(), slug="autre-adresse")

    assert (projet.slug, projet.identifiant) == ("autre-adresse", "les-tilleuls")


def test_ce_qui_est_retire_du_mur_ne_sort_pas() -> None:
    projet = importer(exemple())
    Participant.objects.de(projet).filter(reference="ines").update(
        retire_le=dt.datetime.now(dt.UTC)
    )

    sorti = lire(exporter(projet).encode())

    assert "ines" not in [personne.id for personne in sorti.personnes]
    annexe_1 = sorti.projet.annexe_1
    assert annexe_1.equipe_projet == [
        "helene",
        "sandrine",
        "malik",
        "mariajose",
        "didier",
        "nadege",
        "karim",
    ]
    assert annexe_1.constats[0].auteur_id == ""
    assert "ines" not in sorti.projet.annexe_4[0].participants


def test_projet_ouvert_a_l_ecran_sort_et_revient() -> None:
    projet = ProjetFactory(nom="Né à l’écran")
    ParticipantFactory(projet=projet)

    sorti = exporter(projet)

    assert exporter(importer(lire(sorti.encode()))) == sorti
