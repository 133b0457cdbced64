"""Annexe 1: the équipe keeps its places, an acteur's relation is dated, boxes are counted."""

import pytest
from django.utils import timezone

from fresque import operations
from fresque.objets import OBJETS
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import (
    Acteur,
    Avancement,
    ChangementActeur,
    Evenement,
    Participant,
    Projet,
    Service,
)
from tests.factories import ActeurFactory, ConstatFactory, ParticipantFactory, ProjetFactory
from tests.mur import relire_planche
from tests.personnes import Visiteur


@pytest.fixture
def auteur(projet: Projet) -> Participant:
    return ParticipantFactory(projet=projet, prenom="Inès", nom="Carpentier")


@pytest.fixture
def geste(projet: Projet, auteur: Participant) -> Geste:
    return Geste(projet, auteur, "eclaire", "equipe")


def equipe(projet: Projet) -> list[str]:
    return [membre.nom for membre in Participant.objects.de(projet).equipe()]


@pytest.fixture
def trois(geste: Geste) -> list[Participant]:
    return [operations.ajouter_membre(geste, {"nom": nom}) for nom in "ABC"]


def test_membre_ajoute_en_dernier_avec_sa_reference(geste: Geste, trois: list[Participant]) -> None:
    homonyme = operations.ajouter_membre(geste, {"nom": "A"})
    assert equipe(geste.projet) == ["A", "B", "C", "A"]
    assert (trois[0].reference, homonyme.reference) == ("a", "a-2")


def test_membre_retire_reste_autour_et_revient_a_sa_place(
    geste: Geste, trois: list[Participant]
) -> None:
    operations.retirer_membre(geste, trois[1])
    assert equipe(geste.projet) == ["A", "C"]
    assert Participant.objects.de(geste.projet).presents().filter(nom="B").count() == 1
    operations.retablir_membre(geste, trois[1])
    assert equipe(geste.projet) == ["A", "B", "C"]
    actions = Evenement.objects.filter(objet_pk=trois[1].pk).order_by("pk")
    assert [e.action for e in actions] == ["ajout", "retrait", "retablissement"]


def test_membre_retire_deux_fois_revient_au_dernier_endroit(
    geste: Geste, trois: list[Participant]
) -> None:
    objet = OBJETS["membre"]
    objet.retirer(geste, trois[0])
    objet.retablir(geste, trois[0])
    trois[0].refresh_from_db()
    changements.deplacer(geste, trois[0], avant_de=None, apres_de=trois[2].pk, champ="ordre_equipe")
    assert equipe(geste.projet) == ["B", "C", "A"]
    objet.retirer(geste, trois[0])
    objet.retablir(geste, trois[0])
    assert equipe(geste.projet) == ["B", "C", "A"]


def test_membre_ne_se_retire_pas_depuis_une_autre_liste(
    projet: Projet, animatrice: Visiteur, trois: list[Participant]
) -> None:
    """Out of the équipe is one thing, out of the projet another."""
    url = f"/projets/{projet.slug}/planches/eclaire/autres/lignes/{trois[0].pk}/retirer/"
    assert animatrice.htmx("post", url).status_code == 404
    assert equipe(projet) == ["A", "B", "C"]


def test_relation_d_un_acteur_est_datee(geste: Geste, auteur: Participant) -> None:
    acteur = ActeurFactory(projet=geste.projet, engagement="a_contacter")
    operations.modifier_acteur(geste, acteur, {"engagement": "engage"})
    operations.modifier_acteur(geste, acteur, {"note": "Rappelé en mars"})
    operations.modifier_acteur(geste, acteur, {"engagement": ""})
    changements = ChangementActeur.objects.de(geste.projet).values_list("de", "vers", "par", "date")
    aujourd_hui = timezone.localdate()
    assert list(changements) == [
        ("a_contacter", "engage", auteur.pk, aujourd_hui),
        ("engage", "", auteur.pk, aujourd_hui),
    ]


def test_carte_dit_depuis_quand(geste: Geste) -> None:
    acteur = ActeurFactory(projet=geste.projet, engagement="a_contacter")
    operations.modifier_acteur(geste, acteur, {"engagement": "engage"})
    encart = relire_planche(geste.projet, "acteurs").encart("engagement-engage")
    assert encart.lignes[0].details[0].texte.endswith("(Inès Carpentier)")
    assert encart.lignes[0].details[0].texte.startswith("depuis le ")


def test_acteurs_se_deplacent_dans_leur_colonne(projet: Projet, animatrice: Visiteur) -> None:
    """The same cards stand in two columns; moving in one leaves the rest of the other alone."""
    noms = [("A", "engage"), ("B", "a_relancer"), ("C", "engage")]
    pks = {
        nom: ActeurFactory(projet=projet, nom=nom, cercle="direct", engagement=engagement).pk
        for nom, engagement in noms
    }
    base = f"/projets/{projet.slug}/planches/acteurs/"
    animatrice.htmx("post", f"{base}engagement-engage/lignes/{pks['C']}/monter/")
    assert "".join(Acteur.objects.de(projet).values_list("nom", flat=True)) == "CAB"
    animatrice.htmx("post", f"{base}cercle-direct/lignes/{pks['C']}/descendre/")
    assert "".join(Acteur.objects.de(projet).values_list("nom", flat=True)) == "ACB"


def test_avancement_suit_l_ecriture(projet: Projet, animatrice: Visiteur) -> None:
    animatrice.post(
        f"/projets/{projet.slug}/planches/eclaire/ambition/modifier/", {"ambition": "Garder"}
    )
    projet.refresh_from_db()
    avancement = Avancement.objects.get(projet=projet, planche="eclaire")
    planche = relire_planche(projet, "eclaire")
    assert (avancement.annexe, avancement.remplis, avancement.total) == (
        1,
        planche.remplis,
        planche.total,
    )


def test_etablissement_change_sur_toutes_ses_fresques(geste: Geste) -> None:
    autre = ProjetFactory(etablissement=geste.projet.etablissement)
    operations.modifier_etablissement(geste, autre.etablissement, {"nom": "La Maison bleue"})
    autre.refresh_from_db()
    assert (autre.version, autre.etablissement.nom) == (2, "La Maison bleue")


@pytest.mark.parametrize("connue", [True, False])
def test_changement_de_l_etablissement_se_lit_sur_toutes_ses_fresques(
    connue: bool, projet: Projet, animatrice: Visiteur
) -> None:
    """Signed by name where the person is known; elsewhere, no name nor fresque is given away."""
    autre, moi = ProjetFactory(etablissement=projet.etablissement), animatrice.participant
    ailleurs = ProjetFactory()
    if connue:
        ParticipantFactory(projet=autre, user=moi.user, prenom="Camille", nom="Dupuis")
    geste = Geste(projet, moi, "eclaire", "services")
    service = operations.ajouter_service(geste, {"nom": "Internat"})
    operations.modifier_service(geste, service, {"nom": "Les Myrtilles"})
    operations.retirer_service(geste, service)
    lues = Evenement.objects.filter(projet=autre).order_by("pk")
    nom = "Camille Dupuis" if connue else operations.AILLEURS
    assert list(lues.values_list("nom", "action", "encart", "avant", "apres")) == [
        (nom, "ajout", "services", "", "Internat"),
        (nom, "modification", "services", "Internat", "Les Myrtilles"),
        (nom, "retrait", "services", "Les Myrtilles", ""),
    ]
    assert not Evenement.objects.filter(projet=ailleurs).exists()


def test_ligne_montee_a_l_ecran_dit_sa_place_dans_sa_liste(
    projet: Projet, animatrice: Visiteur
) -> None:
    """Among the cards of its column, not of the whole projet."""
    pks = [
        ActeurFactory(projet=projet, nom=nom, engagement=engagement).pk
        for nom, engagement in (("A", "engage"), ("B", "a_relancer"), ("C", "engage"))
    ]
    base = f"/projets/{projet.slug}/planches/acteurs/engagement-engage/lignes/"
    animatrice.htmx("post", f"{base}{pks[2]}/monter/")
    note = Evenement.objects.get(projet=projet, action="deplacement")
    assert (note.avant, note.apres) == (
        "«\u00a0C\u00a0», 2e place sur 2, après «\u00a0A\u00a0»",
        "1re place sur 2, avant «\u00a0A\u00a0»",
    )


def test_service_appartient_a_l_etablissement(geste: Geste) -> None:
    service = operations.ajouter_service(geste, {"nom": "Internat Les Myrtilles"})
    assert service.reference == "internat-les-myrtilles"
    assert list(Service.objects.de(geste.projet)) == [service]
    assert list(Service.objects.de(ProjetFactory())) == []


@pytest.mark.parametrize("masque", [True, False])
def test_auteur_d_un_constat_masque_sur_demande(
    masque: bool, projet: Projet, auteur: Participant, lecteur: Visiteur
) -> None:

    ConstatFactory(projet=projet, auteur=auteur, auteur_masque=masque)
    encart = relire_planche(projet, "eclaire").encart("constats")
    assert [champ.texte for champ in encart.lignes[0].details] == (
        [] if masque else ["Inès Carpentier"]
    )
