"""An invitation: once, for one person, for seven days; its secret is nowhere but in the e-mail."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone

from pasapas.acces import invitations
from pasapas.acces.roles import geste_d_acces
from pasapas.models import CarteAcces, Invitation, Participant, Projet, Role, User
from tests.base import empreinte
from tests.factories import MOT_DE_PASSE, CarteAccesFactory, ParticipantFactory, UserFactory
from tests.pasapas.invitees import COURRIEL, PASSE, montrer
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(projet: Projet) -> Participant:
    return ParticipantFactory(projet=projet, prenom="Inès", nom="Carpentier")


def inviter(qui: Participant, courriel: str = COURRIEL) -> tuple[Invitation, str]:
    return invitations.inviter(geste_d_acces(qui.projet, None), qui, courriel)


def accepter(client: Visiteur, jeton: str, passe: str = PASSE) -> Any:
    montrer(client, jeton)
    return client.post("/invitation/accepter/", {"mot_de_passe": passe})


def test_un_nouveau_compte_s_ouvre_sur_place(ines: Participant, anonyme: Visiteur) -> None:
    _, jeton = inviter(ines)
    assert montrer(anonyme, jeton).url == "/invitation/accepter/"
    page = anonyme.get("/invitation/accepter/").content.decode()
    assert "Inès Carpentier" in page
    assert ines.projet.nom in page
    reponse = accepter(anonyme, jeton)
    assert reponse.url == f"/projets/{ines.projet.slug}/"
    assert anonyme.get(reponse.url).status_code == 200
    ines.refresh_from_db()
    assert (ines.user.email, ines.courriel) == (COURRIEL, COURRIEL)
    assert ines.user.check_password(PASSE)
    assert EmailAddress.objects.get(user=ines.user).verified
    assert ines.acces_depuis.date() == timezone.now().date()


def test_sans_mot_de_passe_le_compte_s_ouvre_quand_meme(
    ines: Participant, anonyme: Visiteur
) -> None:
    """A code by e-mail will do at each login."""
    _, jeton = inviter(ines)
    assert accepter(anonyme, jeton, "").status_code == 302
    ines.refresh_from_db()
    assert not ines.user.has_usable_password()


@pytest.mark.une_base
def test_mot_de_passe_trop_court_se_dit_a_cote_du_champ(
    ines: Participant, anonyme: Visiteur
) -> None:
    _, jeton = inviter(ines)
    avant = empreinte()
    reponse = accepter(anonyme, jeton, "court")
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["mot_de_passe"])
    assert empreinte() == avant


def test_une_seule_fois(ines: Participant, anonyme: Visiteur) -> None:
    _, jeton = inviter(ines)
    accepter(anonyme, jeton)
    avant = empreinte()
    autre = Visiteur()
    assert montrer(autre, jeton).status_code == 422
    assert autre.get("/invitation/accepter/").url == "/invitation/"
    assert empreinte() == avant


def test_deux_onglets_n_acceptent_pas_deux_fois(ines: Participant) -> None:
    """Both have shown the secret before either accepts."""
    invitation, jeton = inviter(ines)
    un, deux = Visiteur(), Visiteur()
    for onglet in (un, deux):
        montrer(onglet, jeton)
    un.post("/invitation/accepter/", {"mot_de_passe": PASSE})
    comptes = User.objects.count()
    assert deux.post("/invitation/accepter/", {"mot_de_passe": PASSE}).url == "/invitation/"
    with pytest.raises(ValidationError):
        invitations.accepter_avec_un_nouveau_compte(invitation, PASSE)
    assert User.objects.count() == comptes


def test_lire_n_use_rien(ines: Participant, anonyme: Visiteur) -> None:
    """Mail scanners open every link: nothing comes of it."""
    _, jeton = inviter(ines)
    montrer(anonyme, jeton)
    avant = empreinte()
    for page in ("/invitation/", f"/invitation/?code={jeton}", "/invitation/accepter/"):
        assert anonyme.get(page).status_code == 200
    assert empreinte() == avant
    assert accepter(anonyme, jeton).status_code == 302


def morte(invitation: Invitation, pourquoi: str) -> None:
    qui = invitation.participant
    geste = geste_d_acces(qui.projet, None)
    if pourquoi == "perimee":
        Invitation.objects.de(qui.projet).update(expire_le=timezone.now() - timedelta(seconds=1))
    elif pourquoi == "reprise":
        invitations.revoquer(geste, qui)
    elif pourquoi == "remplacee":
        inviter(qui)
    elif pourquoi == "partie":
        hier = timezone.localdate() - timedelta(days=1)
        Participant.objects.de(qui.projet).filter(pk=qui.pk).update(acces_clos_le=hier)
    elif pourquoi == "retiree":
        Participant.objects.de(qui.projet).filter(pk=qui.pk).update(retire_le=timezone.now())


@pytest.mark.parametrize("pourquoi", ["perimee", "reprise", "remplacee", "partie", "retiree"])
@pytest.mark.parametrize("deja_montree", [False, True])
def test_invitation_morte(
    pourquoi: str, deja_montree: bool, ines: Participant, anonyme: Visiteur
) -> None:
    invitation, jeton = inviter(ines)
    if deja_montree:
        montrer(anonyme, jeton)
    morte(invitation, pourquoi)
    avant = empreinte()
    if deja_montree:
        reponse = anonyme.post("/invitation/accepter/", {"mot_de_passe": PASSE})
        assert reponse.url == "/invitation/"
    else:
        assert "ne marche plus" in str(montrer(anonyme, jeton).context["form"].errors)
    assert empreinte() == avant


def test_sept_jours(ines: Participant) -> None:
    invitation, _ = inviter(ines)
    assert invitation.expire_le - timezone.now() <= timedelta(days=7)
    assert invitation.expire_le - timezone.now() > timedelta(days=6, hours=23)


@pytest.mark.une_base
@pytest.mark.parametrize(("age", "marche"), [(14 * 60, True), (15 * 60 + 1, False)])
def test_montree_puis_laissee_la(
    age: int, marche: bool, ines: Participant, anonyme: Visiteur
) -> None:
    """Whoever sits at this computer next does not open the account of somebody else."""
    _, jeton = inviter(ines)
    montrer(anonyme, jeton)
    session = anonyme.session
    session["invitation_montree_le"] -= age
    session.save()
    avant = empreinte()
    assert (anonyme.get("/invitation/accepter/").status_code == 200) == marche
    reponse = anonyme.post("/invitation/accepter/", {"mot_de_passe": PASSE})
    assert (reponse.url == f"/projets/{ines.projet.slug}/") == marche
    if not marche:
        assert empreinte() == avant
        assert "quinze minutes" in anonyme.get(reponse.url).content.decode()
        assert accepter(anonyme, jeton).status_code == 302  # the e-mail still opens it


@pytest.mark.une_base
@pytest.mark.parametrize("partage", [True, False])
def test_accepter_sur_un_ordinateur_partage(
    partage: bool, ines: Participant, anonyme: Visiteur
) -> None:
    _, jeton = inviter(ines)
    montrer(anonyme, jeton)
    assert "Ordinateur partagé" in anonyme.get("/invitation/accepter/").content.decode()
    envoi = {"mot_de_passe": PASSE} | ({"partage": "on"} if partage else {})
    mur = anonyme.post("/invitation/accepter/", envoi).url
    assert anonyme.session.get_expire_at_browser_close() == partage
    assert ('data-inactivite="1800"' in anonyme.get(mur).content.decode()) == partage


@pytest.mark.parametrize("code", ["", "x", "é" * 200, "a\x00b", "#", "<b>", "' OR 1=1", "x" * 5000])
def test_code_qui_n_est_pas_un_code(code: str, anonyme: Visiteur) -> None:
    reponse = montrer(anonyme, code)
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["code"])


@pytest.mark.une_base
def test_le_lien_entier_colle_vaut_le_code(ines: Participant, anonyme: Visiteur) -> None:
    _, jeton = inviter(ines)
    lien = f"https://exemple.test/invitation/#{jeton} "
    assert montrer(anonyme, lien).url == "/invitation/accepter/"


def test_un_compte_qui_existe_doit_se_connecter(ines: Participant, anonyme: Visiteur) -> None:
    compte = UserFactory(email=COURRIEL)
    _, jeton = inviter(ines, COURRIEL)
    montrer(anonyme, jeton)
    page = anonyme.get("/invitation/accepter/").content.decode()
    assert "/comptes/login/?next=/invitation/accepter/" in page
    avant = empreinte()
    assert anonyme.post("/invitation/accepter/", {"mot_de_passe": PASSE}).status_code == 422
    assert empreinte() == avant
    anonyme.post("/comptes/login/", {"login": COURRIEL, "password": MOT_DE_PASSE})
    assert anonyme.post("/invitation/accepter/").url == f"/projets/{ines.projet.slug}/"
    ines.refresh_from_db()
    assert ines.user == compte


def test_un_autre_compte_n_accepte_pas(
    ines: Participant, etrangere: Visiteur, projet: Projet
) -> None:
    _, jeton = inviter(ines)
    avant = empreinte()
    reponse = accepter(etrangere, jeton)
    assert reponse.status_code == 422
    assert "pour un autre compte" in reponse.context["form"].non_field_errors()[0]
    assert empreinte() == avant
    assert "autre compte" in etrangere.get("/invitation/accepter/").content.decode()


def test_celle_qui_entrait_par_carte_recoit_un_vrai_compte(
    ines: Participant, anonyme: Visiteur
) -> None:
    ines.user = UserFactory(email=None)
    ines.save()
    CarteAccesFactory(participant=ines)
    sessions = ines.user.get_session_auth_hash()
    _, jeton = inviter(ines)
    accepter(anonyme, jeton)
    avant = ines.user_id
    ines.refresh_from_db()
    assert (ines.user_id, ines.user.email) == (avant, COURRIEL)
    assert ines.user.get_session_auth_hash() != sessions
    assert not CarteAcces.objects.de(ines.projet).vivantes().exists()


def test_celle_qui_entrait_par_carte_et_avait_un_compte(
    ines: Participant, anonyme: Visiteur
) -> None:
    ancien = ines.user = UserFactory(email=None)
    ines.save()
    compte = UserFactory(email=COURRIEL)
    _, jeton = inviter(ines)
    anonyme.force_login(compte)
    accepter(anonyme, jeton)
    ines.refresh_from_db()
    ancien.refresh_from_db()
    assert (ines.user, ancien.is_active) == (compte, False)


def test_qui_participe_deja_n_est_pas_invite_deux_fois(
    ines: Participant, lecteur: Visiteur, pilote: Visiteur
) -> None:
    with pytest.raises(ValidationError, match="participe déjà"):
        inviter(ines, lecteur.participant.user.email)
    with pytest.raises(ValidationError, match="déjà un compte"):
        inviter(pilote.participant)
    ParticipantFactory(projet=ines.projet, role=Role.CHARGE_DE_MISSION)
    conseil = Participant.objects.de(ines.projet).get(role=Role.CHARGE_DE_MISSION)
    with pytest.raises(ValidationError, match="chargé de mission"):
        inviter(conseil)


def test_compte_devenu_participant_entre_temps(ines: Participant, lecteur: Visiteur) -> None:
    """The address was free when the invitation left."""
    invitation, _ = inviter(ines)
    user = lecteur.participant.user
    User.objects.filter(pk=user.pk).update(email=COURRIEL)
    with pytest.raises(ValidationError, match="participe déjà"):
        invitations.accepter(invitation, user)
