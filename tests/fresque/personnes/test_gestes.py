"""Roles and their limits: nobody raises themselves, and someone always leads."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fresque.donnees.effacement import effacer_participant
from pasapas.acces import cartes, invitations, roles
from pasapas.acces.roles import geste_d_acces
from pasapas.ecriture.journal import Geste
from pasapas.models import Evenement, Participant, Projet, Role
from tests.base import empreinte
from tests.factories import InvitationFactory, ParticipantFactory, UserFactory
from tests.fresque.personnes.outils import ligne, relire, url
from tests.htmx import lu
from tests.personnes import Visiteur, visiteur
from tests.preuves import prouver

pytestmark = pytest.mark.django_db


def changer(client: Visiteur, qui: Participant, role: str) -> int:
    prouver(client)
    return client.post(url(qui.projet, f"{qui.pk}/role/"), {"role": role}).status_code


@pytest.mark.parametrize("role", [Role.PILOTE, Role.ANIMATEUR, Role.LECTEUR])
def test_une_pilote_donne_chaque_role(
    role: Role, projet: Projet, pilote: Visiteur, contributrice: Visiteur
) -> None:
    assert changer(pilote, contributrice.participant, role) == 302
    assert relire(contributrice.participant).role == role
    evenement = Evenement.objects.filter(projet=projet, champ="role").get()
    nom = str(contributrice.participant)
    assert (evenement.avant, evenement.apres) == (
        f"{nom} : Contributeur ou contributrice",
        f"{nom} : {role.appellation}",
    )
    assert evenement.qui == pilote.participant


def test_changer_de_role_change_ce_qu_on_voit_aussitot(
    projet: Projet, pilote: Visiteur, contributrice: Visiteur
) -> None:
    ecrire = f"/projets/{projet.slug}/planches/eclaire/ambition/modifier/"
    avant = Projet.objects.get(pk=projet.pk).version
    assert contributrice.htmx("get", ecrire).status_code == 200
    changer(pilote, contributrice.participant, Role.LECTEUR)
    assert contributrice.htmx("get", ecrire).status_code == 403
    assert Projet.objects.get(pk=projet.pk).version > avant


@pytest.mark.parametrize("role", ["", "roi", "charge_de_mission", "\x00", "pilote,lecteur"])
def test_role_impossible(
    role: str, projet: Projet, pilote: Visiteur, contributrice: Visiteur
) -> None:
    avant = empreinte()
    assert changer(pilote, contributrice.participant, role) == 422
    assert empreinte() == avant


@pytest.mark.une_base
@pytest.mark.parametrize("role", [Role.PILOTE, Role.ANIMATEUR])
def test_une_animatrice_ne_nomme_ni_pilote_ni_animateur(
    role: Role, projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    avant = empreinte()
    assert changer(animatrice, contributrice.participant, role) == 422
    assert empreinte() == avant
    assert changer(animatrice, contributrice.participant, Role.LECTEUR) == 302


@pytest.mark.une_base
def test_une_animatrice_ne_touche_ni_a_elle_ni_a_qui_mene(
    projet: Projet, pilote: Visiteur, animatrice: Visiteur, chargee: Visiteur
) -> None:
    autre = visiteur(projet, Role.ANIMATEUR).participant
    avant = empreinte()
    for qui in (animatrice.participant, pilote.participant, autre, chargee.participant):
        assert changer(animatrice, qui, Role.LECTEUR) == 403
        for geste in ("fermer/", "rouvrir/", "carte/reprendre/", "invitation/reprendre/"):
            assert animatrice.post(url(projet, f"{qui.pk}/{geste}")).status_code == 403
    assert empreinte() == avant


@pytest.mark.une_base
def test_changer_de_role_demande_une_preuve_recente(
    projet: Projet, pilote: Visiteur, contributrice: Visiteur
) -> None:
    prouver(pilote, il_y_a=3600)
    suite = f"{contributrice.participant.pk}/role/"
    reponse = pilote.post(url(projet, suite), {"role": "pilote"})
    assert (reponse.status_code, "reauthenticate" in reponse.url) == (302, True)
    assert relire(contributrice.participant).role == Role.CONTRIBUTEUR


@pytest.mark.une_base
@pytest.mark.parametrize("geste", ["rouvrir/", "invitation/", "remercier/"])
def test_une_session_trouvee_ouverte_ne_rouvre_a_personne(
    geste: str, projet: Projet, pilote: Visiteur
) -> None:
    """Nor lets a reader in, nor sends an adviser away."""
    qui = ParticipantFactory(
        projet=projet,
        user=None if geste == "invitation/" else UserFactory(),
        role=Role.CHARGE_DE_MISSION if geste == "remercier/" else Role.LECTEUR,
        acces_clos_le=date(2025, 1, 1) if geste == "rouvrir/" else None,
    )
    prouver(pilote, il_y_a=3600)
    avant = empreinte()
    reponse = pilote.post(url(projet, f"{qui.pk}/{geste}"), {"courriel": "une@example.org"})
    assert (reponse.status_code, "reauthenticate" in reponse.url) == (302, True)
    assert empreinte() == avant
    prouver(pilote)
    reponse = pilote.post(url(projet, f"{qui.pk}/{geste}"), {"courriel": "une@example.org"})
    assert (reponse.status_code, reponse.url) == (302, url(projet))


@pytest.mark.une_base
def test_inviter_une_lectrice_demande_une_preuve_recente(projet: Projet, pilote: Visiteur) -> None:
    prouver(pilote, il_y_a=3600)
    avant = empreinte()
    saisie = {"nom": "Roche", "courriel": "une@example.org", "role": "lecteur"}
    assert pilote.get(url(projet, "inviter/")).status_code == 200
    assert "reauthenticate" in pilote.post(url(projet, "inviter/"), saisie).url
    assert empreinte() == avant


GESTES: dict[str, Callable[[Geste, Participant], object]] = {
    "changer_role": lambda geste, qui: roles.changer_role(geste, qui, Role.LECTEUR),
    "fermer": roles.fermer,
    "rouvrir": roles.rouvrir,
    "retirer": roles.retirer_participant,
    "inviter": lambda geste, qui: invitations.inviter(geste, qui, "une@example.org"),
    "desinviter": invitations.revoquer,
    "imprimer": lambda geste, qui: cartes.renouveler(geste, [qui]),
    "reprendre": cartes.revoquer,
    "effacer": effacer_participant,
}


@pytest.mark.parametrize("nom", GESTES)
def test_qui_vient_de_perdre_son_role_ne_fait_plus_rien(
    nom: str, projet: Projet, animatrice: Visiteur
) -> None:
    """The page was asked for, and let through, a moment before the role was taken back; or the
    person has just been named pilote."""
    qui = ParticipantFactory(projet=projet)
    geste = geste_d_acces(projet, animatrice.participant)
    for perdant, change in (
        (animatrice.participant, {"role": Role.CONTRIBUTEUR}),
        (animatrice.participant, {"acces_clos_le": date(2025, 1, 1)}),
        (qui, {"role": Role.PILOTE}),
    ):
        gens = Participant.objects.de(projet).filter(pk=perdant.pk)
        tenu = gens.values(*change).get()
        gens.update(**change)
        avant = empreinte()
        with pytest.raises(PermissionDenied):
            GESTES[nom](geste, Participant.objects.get(pk=qui.pk))
        assert empreinte() == avant
        gens.update(**tenu)
    GESTES[nom](geste, Participant.objects.get(pk=qui.pk))


@pytest.mark.une_base
def test_un_role_plus_haut_que_le_sien_ne_se_donne_pas(
    projet: Projet, animatrice: Visiteur
) -> None:
    with pytest.raises(PermissionDenied):
        roles.changer_role(
            geste_d_acces(projet, animatrice.participant),
            ParticipantFactory(projet=projet, user=UserFactory()),
            Role.PILOTE,
        )


def test_la_derniere_pilote_reste(projet: Projet, pilote: Visiteur) -> None:
    """Neither by changing role, nor by closing, nor by leaving."""
    ParticipantFactory(projet=projet, role=Role.PILOTE)  # named, but cannot come in
    visiteur(projet, Role.PILOTE, acces_clos_le=timezone.localdate())  # leaves tonight
    visiteur(projet, Role.PILOTE).participant.user.delete()
    eteinte = visiteur(projet, Role.PILOTE).participant.user
    eteinte.is_active = False
    eteinte.save()
    moi, avant = pilote.participant, empreinte()
    assert changer(pilote, moi, Role.LECTEUR) == 422
    demain = timezone.localdate() + timedelta(days=1)
    for jour in ("", demain.isoformat()):
        reponse = pilote.post(url(projet, f"{moi.pk}/fermer/"), {"dernier_jour": jour})
        assert reponse.status_code == 422
    page = pilote.post(url(projet, "partir/"))
    assert (page.status_code, "confiez d’abord" in page.content.decode()) == (422, True)
    assert empreinte() == avant


def test_une_pilote_sur_deux_peut_partir(projet: Projet, pilote: Visiteur) -> None:
    autre = visiteur(projet, Role.PILOTE)
    assert pilote.post(url(projet, "partir/")).url == "/"
    assert pilote.get(url(projet)).status_code == 404
    assert autre.post(url(projet, "partir/")).status_code == 422


@pytest.mark.une_base
@pytest.mark.parametrize("qui", ["animatrice", "contributrice", "lecteur", "chargee"])
def test_chacun_peut_partir(qui: str, projet: Projet, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(qui)
    assert client.get(url(projet, "partir/")).status_code == 200
    assert client.post(url(projet, "partir/")).url == "/"
    assert client.get(f"/projets/{projet.slug}/").status_code == 404


def test_fermer_sur_l_heure_garde_ce_qui_est_ecrit(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    contributrice.htmx(
        "post",
        f"/projets/{projet.slug}/planches/eclaire/constats/ajouter/",
        {"texte": "Un constat"},
    )
    qui = contributrice.participant
    assert animatrice.post(url(projet, f"{qui.pk}/fermer/")).status_code == 302
    mur = f"/projets/{projet.slug}/"
    assert contributrice.get(mur).status_code == 404
    assert "Un constat" in animatrice.get(mur).content.decode()
    assert "Fermé" in ligne(animatrice, qui)


def test_fermer_un_jour_et_changer_d_avis(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    prouver(animatrice)
    jour = timezone.localdate() + timedelta(days=10)
    fiche = url(projet, f"{lecteur.participant.pk}/")
    animatrice.post(f"{fiche}fermer/", {"dernier_jour": jour.isoformat()})
    assert relire(lecteur.participant).acces_clos_le == jour
    assert lecteur.get(url(projet)).status_code == 200
    assert "Ne plus le fermer" in lu(animatrice.get(fiche))
    animatrice.post(f"{fiche}rouvrir/")
    assert relire(lecteur.participant).acces_clos_le is None


@pytest.mark.une_base
@pytest.mark.parametrize("jour", ["hier", "2020-01-01", "9999-12-31", "demain", "31/02/2027"])
def test_dernier_jour_impossible(
    jour: str, projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    avant = empreinte()
    adresse = url(projet, f"{lecteur.participant.pk}/fermer/")
    reponse = animatrice.post(adresse, {"dernier_jour": jour})
    assert (reponse.status_code, list(reponse.context["fermeture"].errors)) == (
        422,
        ["dernier_jour"],
    )
    assert empreinte() == avant


def test_rouvrir_apres_avoir_ferme(projet: Projet, pilote: Visiteur, lecteur: Visiteur) -> None:
    prouver(pilote)
    qui = lecteur.participant
    roles.fermer(geste_d_acces(projet, None), qui, date(2025, 1, 1))
    assert lecteur.get(url(projet)).status_code == 404
    assert pilote.post(url(projet, f"{qui.pk}/rouvrir/")).status_code == 302
    assert lecteur.get(url(projet)).status_code == 200
    assert relire(qui).acces_depuis.date() == timezone.now().date()


@pytest.mark.une_base
def test_rouvrir_dit_qu_il_faut_une_autre_carte(projet: Projet, pilote: Visiteur) -> None:
    qui = ParticipantFactory(projet=projet, user=UserFactory(email=None))
    roles.fermer(geste_d_acces(projet, None), qui)
    prouver(pilote)
    page = pilote.post(url(projet, f"{qui.pk}/rouvrir/"), follow=True)
    assert "Sa carte d’avant ne marche plus" in page.content.decode()


def test_fermer_tue_l_invitation(projet: Projet, animatrice: Visiteur) -> None:
    invitation = InvitationFactory(participant=ParticipantFactory(projet=projet))
    animatrice.post(url(projet, f"{invitation.participant_id}/fermer/"))
    invitation.refresh_from_db()
    assert invitation.close_le is not None


@pytest.mark.une_base
def test_le_formulaire_du_mur_ne_donne_pas_de_role(projet: Projet, pilote: Visiteur) -> None:
    adresse = f"/projets/{projet.slug}/planches/eclaire/autres/ajouter/"
    assert "role" not in pilote.htmx("get", adresse).context["form"].fields
    pilote.htmx("post", adresse, {"nom": "Zoé", "role": "pilote", "acces_clos_le": "2020-01-01"})
    zoe = Participant.objects.de(projet).get(nom="Zoé")
    assert (zoe.role, zoe.acces_clos_le, zoe.user) == (Role.CONTRIBUTEUR, None, None)


@pytest.mark.une_base
def test_retirer_du_mur_ne_ferme_l_acces_de_personne(
    projet: Projet, animatrice: Visiteur, pilote: Visiteur
) -> None:
    ligne_du_mur = f"/projets/{projet.slug}/planches/eclaire/autres/lignes/"
    reponse = animatrice.htmx("post", f"{ligne_du_mur}{pilote.participant.pk}/retirer/")
    assert reponse.status_code == 403
    assert relire(pilote.participant).retire_le is None
    autre = ParticipantFactory(projet=projet)
    assert animatrice.htmx("post", f"{ligne_du_mur}{autre.pk}/retirer/").status_code == 200
    assert relire(autre).retire_le is not None


def test_deux_pilotes_ne_se_defont_pas_l_une_l_autre(projet: Projet, pilote: Visiteur) -> None:
    """Each still saw the other lead."""
    geste, autre = geste_d_acces(projet, None), visiteur(projet, Role.PILOTE).participant
    roles.changer_role(geste, autre, Role.LECTEUR)
    with pytest.raises(roles.ValidationError):
        roles.changer_role(geste, pilote.participant, Role.LECTEUR)
    assert roles.pilotes(projet).count() == 1


@pytest.mark.une_base
def test_pilote_d_un_papier_sans_acces_se_change_librement(
    projet: Projet, pilote: Visiteur
) -> None:
    prevue = ParticipantFactory(projet=projet, role=Role.PILOTE)
    assert changer(pilote, prevue, Role.CONTRIBUTEUR) == 302


@pytest.mark.une_base
def test_meme_role_ne_note_rien(projet: Projet, pilote: Visiteur, lecteur: Visiteur) -> None:
    avant = empreinte()
    assert changer(pilote, lecteur.participant, Role.LECTEUR) == 302
    assert empreinte() == avant


@pytest.mark.une_base
def test_compte_sans_adresse_ne_mene_pas(projet: Projet, pilote: Visiteur) -> None:
    qui = ParticipantFactory(projet=projet, user=UserFactory(email=None))
    avant = empreinte()
    assert changer(pilote, qui, Role.ANIMATEUR) == 422
    assert empreinte() == avant
