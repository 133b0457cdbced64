"""« Qui a accès »: everyone reads who may come in; those who lead invite, print, close."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from pasapas import cartes, invitations
from pasapas.models import Consultation, Evenement, Invitation, Participant, Projet, Role
from pasapas.roles import geste_d_acces
from tests.base import empreinte
from tests.factories import (
    CarteAccesFactory,
    ConsultationFactory,
    InvitationFactory,
    ParticipantFactory,
    UserFactory,
)
from tests.fresque.test_requetes import requetes
from tests.htmx import element, texte
from tests.personnes import Visiteur, donner_mandat, visiteur
from tests.preuves import prouver

pytestmark = pytest.mark.django_db
COURRIEL = "ines@example.org"


def url(projet: Projet, suite: str = "") -> str:
    return f"/projets/{projet.slug}/acces/{suite}"


def ligne(client: Visiteur, qui: Participant) -> str:
    """What the page says of someone."""
    return texte(element(client.get(url(qui.projet)), f"acces-{qui.pk}"))


LECTURES = ["", "partir/"]
GESTION = ["inviter/", "cartes/", "{pk}/", "{pk}/role/"]
PILOTAGE = ["confier/", "conseil/"]
POSTS = ["fermer/", "rouvrir/", "invitation/", "invitation/reprendre/", "carte/reprendre/"]


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


def test_meme_nombre_de_requetes(projet: Projet, pilote: Visiteur) -> None:
    prouver(pilote)
    comptes = []
    for n in (1, 3):
        porteur = peupler(projet, n)
        suites = ("", "cartes/", f"{porteur.pk}/", f"{porteur.pk}/role/", "confier/", "conseil/")
        comptes.append([requetes(pilote, url(projet, suite)) for suite in suites])
    assert comptes[0] == comptes[1]
    assert max(comptes[0]) <= 10


# Inviting.


def test_inviter_quelqu_un_de_nouveau(projet: Projet, animatrice: Visiteur) -> None:
    reponse = animatrice.post(
        url(projet, "inviter/"),
        {"prenom": "Inès", "nom": "Carpentier", "courriel": "INES@example.org", "role": "lecteur"},
        follow=True,
    )
    assert f"partie à {COURRIEL}" in reponse.content.decode()
    ines = Participant.objects.de(projet).get(nom="Carpentier")
    assert (ines.role, ines.user, ines.courriel) == (Role.LECTEUR, None, COURRIEL)
    assert Invitation.objects.de(projet).get().donnee_par == animatrice.participant
    dits = Evenement.objects.filter(projet=projet, planche="acces").values_list("apres", flat=True)
    assert "Inès Carpentier : invitation par e-mail, comme lecteur" in dits
    assert not any("@" in dit for dit in dits)


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"nom": ""}, "nom"),
        ({"nom": "a\x00b"}, "nom"),
        ({"nom": "é" * 101}, "nom"),
        ({"courriel": ""}, "courriel"),
        ({"courriel": "pas une adresse"}, "courriel"),
        ({"courriel": "a\nBcc: b@example.org"}, "courriel"),
        ({"role": ""}, "role"),
        ({"role": "roi"}, "role"),
        ({"role": "pilote"}, "role"),
        ({"role": "animateur"}, "role"),
        ({"role": "charge_de_mission"}, "role"),
    ],
)
def test_invitation_refusee_a_cote_du_champ(
    saisie: dict[str, str], champ: str, projet: Projet, animatrice: Visiteur
) -> None:
    bon = {"prenom": "Inès", "nom": "Carpentier", "courriel": COURRIEL, "role": "lecteur"}
    avant = empreinte()
    reponse = animatrice.post(url(projet, "inviter/"), {**bon, **saisie})
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, [champ])
    assert 'value="Inès"' in reponse.content.decode()
    assert empreinte() == avant


def test_inviter_une_adresse_deja_la(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    avant = empreinte()
    reponse = animatrice.post(
        url(projet, "inviter/"),
        {"nom": "X", "courriel": lecteur.participant.user.email, "role": "lecteur"},
    )
    assert list(reponse.context["form"].errors) == ["courriel"]
    assert empreinte() == avant


def test_inviter_deux_fois_n_invite_qu_une_fois(projet: Projet, animatrice: Visiteur) -> None:
    saisie = {"nom": "Carpentier", "courriel": COURRIEL, "role": "lecteur"}
    statuts = [animatrice.post(url(projet, "inviter/"), saisie).status_code for _ in range(2)]
    assert statuts == [302, 422]
    assert Participant.objects.de(projet).filter(courriel=COURRIEL).count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("deja_nommee", [False, True])
def test_inviter_une_pilote_demande_une_preuve_recente(
    deja_nommee: bool, projet: Projet, pilote: Visiteur
) -> None:
    adresse, saisie = "inviter/", {"nom": "Roche", "courriel": COURRIEL, "role": "pilote"}
    if deja_nommee:
        adresse = f"{ParticipantFactory(projet=projet, role=Role.PILOTE).pk}/invitation/"
    prouver(pilote, il_y_a=3600)
    avant = empreinte()
    assert "reauthenticate" in pilote.post(url(projet, adresse), saisie).url
    assert empreinte() == avant
    prouver(pilote)
    assert pilote.post(url(projet, adresse), saisie).url == url(projet)
    assert Invitation.objects.de(projet).vivantes().count() == 1


def test_inviter_une_personne_du_mur(projet: Projet, animatrice: Visiteur) -> None:
    ines = ParticipantFactory(projet=projet, courriel=COURRIEL)
    fiche = url(projet, f"{ines.pk}/")
    assert COURRIEL in animatrice.get(fiche).content.decode()
    refus = animatrice.post(f"{fiche}invitation/", {"courriel": "non"})
    assert (refus.status_code, list(refus.context["courriel"].errors)) == (422, ["courriel"])
    assert animatrice.post(f"{fiche}invitation/", {"courriel": COURRIEL}).status_code == 302
    assert "Envoyer à nouveau" in animatrice.get(fiche).content.decode()
    animatrice.post(f"{fiche}invitation/reprendre/")
    assert not Invitation.objects.de(projet).vivantes().exists()


def test_l_animatrice_n_invite_pas_une_pilote_de_papier(
    projet: Projet, animatrice: Visiteur
) -> None:
    """Named pilote in a file, without an account: only a pilote may let them in."""
    prevue = ParticipantFactory(projet=projet, role=Role.PILOTE)
    avant = empreinte()
    statut = animatrice.post(
        url(projet, f"{prevue.pk}/invitation/"), {"courriel": COURRIEL}
    ).status_code
    assert statut == 403
    assert empreinte() == avant


# Cards.


def test_imprimer_demande_une_preuve_recente(projet: Projet, animatrice: Visiteur) -> None:
    qui = ParticipantFactory(projet=projet)
    prouver(animatrice, il_y_a=3600)
    reponse = animatrice.post(url(projet, "cartes/"), {"personnes": [qui.pk]})
    assert (reponse.status_code, "reauthenticate" in reponse.url) == (302, True)
    assert not cartes.porteurs_de(projet).exclude(user=None).exists()


def test_imprimer_des_cartes(projet: Projet, animatrice: Visiteur, anonyme: Visiteur) -> None:
    gens = ParticipantFactory.create_batch(2, projet=projet)
    prouver(animatrice)
    reponse = animatrice.post(url(projet, "cartes/"), {"personnes": [p.pk for p in gens]})
    assert reponse.headers["Content-Type"] == "application/pdf"
    assert "no-store" in reponse.headers["Cache-Control"]
    assert reponse.content.startswith(b"%PDF")
    page = animatrice.get(url(projet, "cartes/")).content.decode()
    assert page.count("qui ne marchera plus") == 2


@pytest.mark.parametrize("choix", [[], ["x"], ["9" * 30], ["-1"], ["\x00"]])
def test_cartes_pour_personne(choix: list[str], projet: Projet, animatrice: Visiteur) -> None:
    ParticipantFactory(projet=projet)
    prouver(animatrice)
    avant = empreinte()
    reponse = animatrice.post(url(projet, "cartes/"), {"personnes": choix})
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["personnes"])
    assert empreinte() == avant


def test_pas_de_carte_pour_qui_mene_ni_pour_ailleurs(
    projet: Projet, autre_projet: Projet, animatrice: Visiteur, pilote: Visiteur
) -> None:
    prouver(animatrice)
    avant = empreinte()
    for pk in (pilote.participant.pk, ParticipantFactory(projet=autre_projet).pk):
        avant = empreinte()
        assert animatrice.post(url(projet, "cartes/"), {"personnes": [pk]}).status_code == 422
        assert empreinte() == avant


def test_qui_entre_par_carte_n_imprime_rien(projet: Projet, animatrice: Visiteur) -> None:
    session = animatrice.session
    session["carte"] = "x"
    session.save()
    assert animatrice.get(url(projet, "cartes/")).status_code == 403


def test_reprendre_une_carte(projet: Projet, animatrice: Visiteur, anonyme: Visiteur) -> None:
    qui = ParticipantFactory(projet=projet)
    ((_, code),) = cartes.renouveler(geste_d_acces(projet, None), [qui])
    assert animatrice.post(url(projet, f"{qui.pk}/carte/reprendre/")).status_code == 302
    assert anonyme.post("/carte/", {"code": code}).status_code == 422


def test_invitation_acceptee_se_lit_dans_l_historique(
    projet: Projet, animatrice: Visiteur, anonyme: Visiteur
) -> None:
    ines = ParticipantFactory(projet=projet, prenom="Inès", nom="Carpentier")
    _, jeton = invitations.inviter(geste_d_acces(projet, animatrice.participant), ines, COURRIEL)
    anonyme.post("/invitation/", {"code": jeton})
    anonyme.post("/invitation/accepter/", {"mot_de_passe": "trois mots au hasard"})
    page = animatrice.get(f"/projets/{projet.slug}/historique/").content.decode()
    assert "Inès Carpentier : invitation acceptée" in page
    assert f'<a href="{url(projet)}">Qui a accès</a>' in page


def test_la_maison_invite_une_pilote_quand_personne_ne_le_peut(
    projet: Projet, anonyme: Visiteur, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("inviter_pilote", projet.slug, "Roche@example.org", prenom="Maïa", nom="Roche")
    jeton = capsys.readouterr().out.split()[-1]
    anonyme.post("/invitation/", {"code": jeton})
    anonyme.post("/invitation/accepter/", {"mot_de_passe": "trois mots au hasard"})
    maia = Participant.objects.de(projet).get(user__email="roche@example.org")
    assert (str(maia), maia.role) == ("Maïa Roche", Role.PILOTE)
    for projet_faux, courriel in (("rien", "a@example.org"), (projet.slug, "non")):
        with pytest.raises(CommandError):
            call_command("inviter_pilote", projet_faux, courriel)
