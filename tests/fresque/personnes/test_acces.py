"""« Qui a accès »: everyone reads who may come in; those who lead invite, print, close."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from pasapas.models import Consultation, Participant, Projet, Role
from tests.base import empreinte
from tests.factories import (
    CarteAccesFactory,
    ConsultationFactory,
    InvitationFactory,
    ParticipantFactory,
    UserFactory,
)
from tests.fresque.personnes.outils import COURRIEL, ligne, url
from tests.personnes import Visiteur, donner_mandat, visiteur
from tests.preuves import prouver
from tests.requetes import requetes

pytestmark = pytest.mark.django_db
LECTURES = ["", "partir/"]
GESTION = ["inviter/", "cartes/", "{pk}/", "{pk}/role/"]
PILOTAGE = ["confier/", "conseil/"]
POSTS = ["fermer/", "rouvrir/", "invitation/", "invitation/reprendre/", "carte/reprendre/"]


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("qui", "lire", "gerer", "piloter"),
    [
        ("pilote", 200, 200, 200),
        ("animatrice", 200, 200, 403),
        ("contributrice", 200, 403, 403),
        ("lecteur", 200, 403, 403),
        ("chargee", 200, 403, 403),
        ("etrangere", 404, 404, 404),
        ("partie", 404, 404, 404),
        ("anonyme", 302, 302, 302),
    ],
)
def test_qui_ouvre_quoi(
    qui: str, lire: int, gerer: int, piloter: int, projet: Projet, request: pytest.FixtureRequest
) -> None:
    client, cible = request.getfixturevalue(qui), ParticipantFactory(projet=projet)
    if "_auth_user_id" in client.session:
        prouver(client)
    avant = empreinte()
    for suites, statut in ((LECTURES, lire), (GESTION, gerer), (PILOTAGE, piloter)):
        for suite in suites:
            assert client.get(url(projet, suite.format(pk=cible.pk))).status_code == statut, suite
    for suite in POSTS:
        if gerer != 200:
            assert client.post(url(projet, f"{cible.pk}/{suite}")).status_code == gerer
    if piloter != 200:
        assert client.post(url(projet, f"{cible.pk}/remercier/")).status_code == piloter
        assert client.post(url(projet, "confier/")).status_code == piloter
        assert client.post(url(projet, "conseil/")).status_code == piloter
    assert empreinte() == avant


def test_personne_d_une_autre_fresque(
    projet: Projet, autre_projet: Projet, pilote: Visiteur, etrangere: Visiteur
) -> None:
    prouver(pilote)
    pk, avant = etrangere.participant.pk, empreinte()
    for suite in ("", "role/"):
        assert pilote.get(url(projet, f"{pk}/{suite}")).status_code == 404
    for suite in (*POSTS, "role/", "remercier/"):
        assert pilote.post(url(projet, f"{pk}/{suite}"), {"role": "lecteur"}).status_code == 404
    assert pilote.get(url(projet, f"{10**30}/")).status_code == 404
    assert empreinte() == avant


@pytest.mark.une_base
def test_les_adresses_sont_pour_qui_anime(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur, chargee: Visiteur
) -> None:
    invite = InvitationFactory(participant=ParticipantFactory(projet=projet), courriel=COURRIEL)
    vu = animatrice.get(url(projet)).content.decode()
    assert lecteur.participant.user.email in vu
    assert COURRIEL in vu
    for client in (lecteur, chargee):
        page = client.get(url(projet)).content.decode()
        assert "@" not in page.split("<main")[1].split("</main>")[0]
        assert str(invite.participant) in page
        assert "/invitation/" not in page


@pytest.mark.une_base
def test_ce_que_la_page_dit_de_chacun(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur, lecteur: Visiteur
) -> None:
    demain = timezone.localdate() + timedelta(days=1)
    Participant.objects.filter(pk=lecteur.participant.pk).update(acces_clos_le=demain)
    attendue = ParticipantFactory(projet=projet)
    invitee = InvitationFactory(
        participant=ParticipantFactory(projet=projet),
        expire_le=timezone.now() + timedelta(days=3),
    )
    tard = InvitationFactory(
        participant=ParticipantFactory(projet=projet), expire_le=timezone.now()
    )
    carte = CarteAccesFactory(participant=ParticipantFactory(projet=projet))
    hier = timezone.localdate() - timedelta(days=1)
    fermee = ParticipantFactory(projet=projet, user=UserFactory(), acces_clos_le=hier)
    for qui, mots in (
        (contributrice.participant, "Contributeur ou contributrice Depuis le"),
        (lecteur.participant, "Jusqu’au"),
        (attendue, "Pas encore d’accès"),
        (invitee.participant, "Invitation envoyée à"),
        (tard.participant, "Invitation à renvoyer"),
        (carte.participant, "Carte imprimée, pas encore utilisée"),
        (fermee, "Fermé, dernier jour le"),
    ):
        assert mots in ligne(animatrice, qui)
    assert "(vous)" in ligne(animatrice, animatrice.participant)


def test_l_etablissement_voit_quand_son_conseil_est_venu(
    projet: Projet, chargee: Visiteur, lecteur: Visiteur
) -> None:
    assert "N’a pas encore ouvert" in ligne(lecteur, chargee.participant)
    chargee.get(f"/projets/{projet.slug}/")
    jour = timezone.localtime()
    assert f"A ouvert la fresque le {jour.day}" in ligne(lecteur, chargee.participant)
    assert Consultation.objects.de(projet).count() == 1


def test_conseil_dont_le_mandat_est_fini(
    projet: Projet, chargee: Visiteur, lecteur: Visiteur
) -> None:
    chargee.participant.user.mandats.all().delete()
    assert "mandat pour votre région est terminé" in ligne(lecteur, chargee.participant)


def peupler(projet: Projet, n: int) -> Participant:
    """``n`` people of each kind; the last who holds a card."""
    for _ in range(n):
        ParticipantFactory(projet=projet, user=UserFactory())
        InvitationFactory(participant=ParticipantFactory(projet=projet))
        porteur = ParticipantFactory(projet=projet, user=UserFactory(email=None))
        CarteAccesFactory(participant=porteur)
        conseil = visiteur(projet, Role.CHARGE_DE_MISSION).participant
        donner_mandat(conseil)
        ConsultationFactory(participant=conseil)
    return porteur


@pytest.mark.une_base
def test_meme_nombre_de_requetes(projet: Projet, pilote: Visiteur) -> None:
    prouver(pilote)
    comptes = []
    for n in (1, 3):
        porteur = peupler(projet, n)
        suites = ("", "cartes/", f"{porteur.pk}/", f"{porteur.pk}/role/", "confier/", "conseil/")
        comptes.append([requetes(pilote, url(projet, suite)) for suite in suites])
    assert comptes[0] == comptes[1]
    assert max(comptes[0]) <= 13


@pytest.mark.une_base
@pytest.mark.parametrize("role", [Role.LECTEUR, Role.CONTRIBUTEUR])
def test_un_role_se_dit_partout_de_meme(role: Role, projet: Projet) -> None:
    client = visiteur(projet, role)
    for page in ("/", "/mes-donnees/", url(projet)):
        assert role.appellation.lower() in client.get(page).text.lower(), page


@pytest.mark.une_base
def test_un_refus_ramene_a_la_fresque(projet: Projet, lecteur: Visiteur) -> None:
    refus = lecteur.get(f"/projets/{projet.slug}/fichier/")
    assert refus.status_code == 403
    assert f'href="/projets/{projet.slug}/">Revenir à la fresque' in refus.text


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("role", "dit"),
    [(Role.LECTEUR, "pas d’y écrire"), (Role.CONTRIBUTEUR, "revient à la personne qui anime")],
)
def test_un_refus_dit_vrai(role: Role, dit: str, projet: Projet) -> None:
    """Whoever writes is not told that they only read."""
    assert dit in visiteur(projet, role).get(f"/projets/{projet.slug}/fichier/").text


@pytest.mark.une_base
def test_un_refus_hors_d_une_fresque_ramene_aux_siennes(lecteur: Visiteur) -> None:
    page = render_to_string("403.html", request=lecteur.get("/").wsgi_request)
    assert "Revenir à la fresque" not in page
    assert "Voir mes fresques" in page


@pytest.mark.une_base
def test_l_icone_a_une_adresse_pour_ce_qui_n_est_pas_une_page(anonyme: Visiteur) -> None:
    reponse = anonyme.get("/favicon.ico")
    assert (reponse.status_code, reponse.url) == (302, "/static/img/marque.svg")
