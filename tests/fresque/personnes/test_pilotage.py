"""Handing a fresque over, and accepting an adviser: what only a pilote does."""

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from pasapas.models import Evenement, Palier, Partage, Participant, Projet, Role
from tests.base import empreinte
from tests.factories import MandatFactory, ParticipantFactory, ProjetFactory, UserFactory
from tests.fresque.personnes.outils import ligne, relire, url
from tests.personnes import Visiteur, donner_mandat, ouvertes_a, visiteur
from tests.preuves import enroler, prouver

pytestmark = pytest.mark.django_db


@pytest.fixture
def pierre(projet: Projet, pilote: Visiteur) -> Visiteur:
    """He has a mandate for the region; nobody accepted him yet."""
    client = Visiteur()
    client.participant = ParticipantFactory.build(projet=projet, user=UserFactory(nom="Lemoine"))
    donner_mandat(client.participant)
    enroler(client.participant.user)
    client.force_login(client.participant.user)
    return client


def confier(
    client: Visiteur, projet: Projet, nouveau: object, ensuite: str = "animateur"
) -> object:
    prouver(client)
    return client.post(url(projet, "confier/"), {"nouveau": nouveau, "ensuite": ensuite})


@pytest.mark.parametrize("ensuite", ["animateur", "contributeur", "lecteur", "pilote"])
def test_confier(ensuite: str, projet: Projet, pilote: Visiteur, lecteur: Visiteur) -> None:
    nouveau = lecteur.participant
    assert confier(pilote, projet, nouveau.pk, ensuite).url == url(projet)
    assert (relire(nouveau).role, relire(pilote.participant).role) == (Role.PILOTE, ensuite)
    (message,) = mail.outbox
    assert message.to == [nouveau.user.email]
    assert str(pilote.participant) in message.body


def test_confier_et_partir(projet: Projet, pilote: Visiteur, lecteur: Visiteur) -> None:
    assert confier(pilote, projet, lecteur.participant.pk, "partir").url == "/"
    assert pilote.get(url(projet)).status_code == 404
    assert relire(lecteur.participant).role == Role.PILOTE
    notes = Evenement.objects.filter(projet=projet, planche="acces")
    assert set(notes.values_list("qui", flat=True)) == {pilote.participant.pk}


def test_l_e_mail_qui_attend_ne_part_pas_si_la_fresque_est_deja_rendue(
    projet: Projet, pilote: Visiteur, lecteur: Visiteur
) -> None:
    confier(pilote, projet, lecteur.participant.pk)
    confier(lecteur, projet, pilote.participant.pk, "lecteur")
    assert [message.to for message in mail.outbox] == [[pilote.participant.user.email]]


def test_confier_a_quelqu_un_qui_devait_partir(projet: Projet, pilote: Visiteur) -> None:
    bientot = visiteur(projet, Role.LECTEUR, acces_clos_le=timezone.localdate()).participant
    confier(pilote, projet, bientot.pk)
    assert (relire(bientot).role, relire(bientot).acces_clos_le) == (Role.PILOTE, None)


@pytest.mark.une_base
@pytest.mark.parametrize("qui", ["soi", "sans_compte", "carte", "partie", "chargee", "ailleurs"])
def test_confier_demande_quelqu_un_qui_entre(
    qui: str, projet: Projet, pilote: Visiteur, request: pytest.FixtureRequest
) -> None:
    cibles = {
        "soi": lambda: pilote.participant,
        "sans_compte": lambda: ParticipantFactory(projet=projet),
        "carte": lambda: ParticipantFactory(projet=projet, user=UserFactory(email=None)),
        "partie": lambda: request.getfixturevalue("partie").participant,
        "chargee": lambda: request.getfixturevalue("chargee").participant,
        "ailleurs": lambda: ParticipantFactory(user=UserFactory()),
    }
    cible = cibles[qui]()
    avant = empreinte()
    reponse = confier(pilote, projet, cible.pk)
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["nouveau"])
    assert empreinte() == avant


@pytest.mark.parametrize(
    ("nouveau", "ensuite", "champ"),
    [("", "lecteur", "nouveau"), ("x", "lecteur", "nouveau"), ("9" * 40, "lecteur", "nouveau")],
)
def test_confier_a_personne(
    nouveau: str, ensuite: str, champ: str, projet: Projet, pilote: Visiteur
) -> None:
    reponse = confier(pilote, projet, nouveau, ensuite)
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, [champ])


@pytest.mark.une_base
def test_confier_sans_dire_la_suite(projet: Projet, pilote: Visiteur, lecteur: Visiteur) -> None:
    avant = empreinte()
    for ensuite in ("", "roi", "charge_de_mission"):
        assert confier(pilote, projet, lecteur.participant.pk, ensuite).status_code == 422
    assert empreinte() == avant


@pytest.mark.une_base
@pytest.mark.parametrize("suite", ["confier/", "conseil/"])
def test_mener_demande_une_preuve_recente(suite: str, projet: Projet, pilote: Visiteur) -> None:
    prouver(pilote, il_y_a=3600)
    assert "reauthenticate" in pilote.get(url(projet, suite)).url


def accepter(client: Visiteur, projet: Projet, compte: object) -> Any:
    prouver(client)
    return client.post(url(projet, "conseil/"), {"compte": compte})


def test_accepter_un_conseil(projet: Projet, pilote: Visiteur, pierre: Visiteur) -> None:
    mur = f"/projets/{projet.slug}/"
    assert pierre.get(mur).status_code == 404
    assert accepter(pilote, projet, pierre.participant.user.pk).url == url(projet)
    assert pierre.get(mur).status_code == 200
    assert pierre.htmx("get", f"{mur}planches/eclaire/ambition/modifier/").status_code == 403
    conseil = Participant.objects.de(projet).get(user=pierre.participant.user)
    assert conseil.role == Role.CHARGE_DE_MISSION
    assert "A ouvert la fresque" in ligne(pilote, conseil)


def test_accepte_sur_chaque_fresque_que_la_pilote_mene(
    projet: Projet, pilote: Visiteur, pierre: Visiteur
) -> None:
    """Of this établissement; not those where she only writes, nor another établissement's."""
    menee, suivie = ProjetFactory.create_batch(2, etablissement=projet.etablissement)
    ParticipantFactory(projet=menee, user=pilote.participant.user, role=Role.PILOTE)
    ParticipantFactory(projet=suivie, user=pilote.participant.user, role=Role.CONTRIBUTEUR)
    ailleurs = ProjetFactory()
    ParticipantFactory(projet=ailleurs, user=pilote.participant.user, role=Role.PILOTE)
    user = pierre.participant.user
    accepter(pilote, projet, user.pk)
    assert set(ouvertes_a(user)) == {projet, menee}
    conseil = Participant.objects.de(projet).get(user=user)
    pilote.post(url(projet, f"{conseil.pk}/remercier/"))
    assert set(ouvertes_a(user)) == set()


def test_remercier_puis_accepter_de_nouveau(
    projet: Projet, pilote: Visiteur, pierre: Visiteur
) -> None:
    user = pierre.participant.user
    accepter(pilote, projet, user.pk)
    conseil = Participant.objects.de(projet).get(user=user)
    fiche = url(projet, f"{conseil.pk}/")
    assert "Fermer son accès" in pilote.get(fiche).content.decode()
    assert pilote.post(f"{fiche}remercier/").status_code == 302
    assert pierre.get(url(projet)).status_code == 404
    assert pilote.post(f"{fiche}rouvrir/").status_code == 403
    accepter(pilote, projet, user.pk)
    assert pierre.get(url(projet)).status_code == 200
    assert Participant.objects.de(projet).filter(user=user).count() == 1


def test_un_conseil_qui_part_ne_lit_plus_rien_ailleurs(
    projet: Projet, pilote: Visiteur, pierre: Visiteur
) -> None:
    """What the group showed goes with the access, from the portefeuille too; the gesture that
    closes anybody else's would leave it there."""
    user = pierre.participant.user
    accepter(pilote, projet, user.pk)
    conseil = Participant.objects.de(projet).get(user=user)
    montres = Palier.objects.sans_projet("ce qu’un conseil voit").filter(conseil=user)
    assert montres.exists()
    assert pilote.post(url(projet, f"{conseil.pk}/fermer/")).status_code == 403
    assert pierre.post(url(projet, "partir/")).status_code == 302
    partage = Partage.objects.de(projet).get(conseil=user)
    assert (partage.accepte, partage.annexes, montres.exists()) == (False, frozenset(), False)


def test_conseil_nomme_dans_le_fichier_devient_lui_meme(
    projet: Projet, pilote: Visiteur, pierre: Visiteur
) -> None:
    user = pierre.participant.user
    nomme = ParticipantFactory(
        projet=projet, role=Role.CHARGE_DE_MISSION, courriel=user.email.upper()
    )
    accepter(pilote, projet, user.pk)
    assert relire(nomme).user == user


def test_on_n_accepte_que_ceux_de_sa_region(projet: Projet, pilote: Visiteur) -> None:
    donner_mandat(ParticipantFactory.build(projet=projet, user=UserFactory()))
    ailleurs, sans = MandatFactory().user, UserFactory()
    eteint = UserFactory(is_active=False)
    MandatFactory(user=eteint, region=projet.etablissement.region)
    avant = empreinte()
    for compte in (ailleurs.pk, sans.pk, eteint.pk, "", "x", "9" * 40):
        reponse = accepter(pilote, projet, compte)
        assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["compte"])
    assert empreinte() == avant


@pytest.mark.une_base
def test_un_participant_ne_devient_pas_conseil(
    projet: Projet, pilote: Visiteur, lecteur: Visiteur
) -> None:
    donner_mandat(lecteur.participant)
    avant = empreinte()
    reponse = accepter(pilote, projet, lecteur.participant.user.pk)
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["compte"])
    assert relire(lecteur.participant).role == Role.LECTEUR
    assert empreinte() == avant


@pytest.mark.une_base
def test_etablissement_sans_region_le_dit(projet: Projet, pilote: Visiteur) -> None:
    prouver(pilote)
    page = pilote.get(url(projet, "conseil/")).content.decode()
    assert "n’est pas encore renseignée" in page


@pytest.mark.une_base
def test_remercier_quelqu_un_qui_n_est_pas_conseil(
    projet: Projet, pilote: Visiteur, lecteur: Visiteur
) -> None:
    prouver(pilote)
    avant = empreinte()
    adresse = url(projet, f"{lecteur.participant.pk}/remercier/")
    assert pilote.post(adresse).status_code == 403
    assert empreinte() == avant
