"""Inviting by e-mail and printing cards from « Qui a accès »."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from pasapas.acces import cartes, invitations
from pasapas.acces.roles import geste_d_acces
from pasapas.models import Evenement, Invitation, Ouvrier, Participant, Projet, Role
from tests.base import empreinte
from tests.factories import ParticipantFactory
from tests.fresque.personnes.outils import COURRIEL, url
from tests.htmx import lu
from tests.personnes import Visiteur
from tests.preuves import prouver

pytestmark = pytest.mark.django_db
PDF = "application/pdf"


@pytest.mark.parametrize("ouvriers", [0, 1])
def test_inviter_quelqu_un_de_nouveau(ouvriers: int, projet: Projet, animatrice: Visiteur) -> None:
    Ouvrier.objects.bulk_create([Ouvrier(machine="ici")] * ouvriers)
    prouver(animatrice)
    reponse = animatrice.post(
        url(projet, "inviter/"),
        {"prenom": "Inès", "nom": "Carpentier", "courriel": "INES@example.org", "role": "lecteur"},
        follow=True,
    )
    dit = (f"L’invitation pour {COURRIEL} est prête.", f"L’invitation part à {COURRIEL}.")
    assert dit[ouvriers] in reponse.content.decode()
    ines = Participant.objects.de(projet).get(nom="Carpentier")
    assert (ines.role, ines.user, ines.courriel) == (Role.LECTEUR, None, COURRIEL)
    assert Invitation.objects.de(projet).get().donnee_par == animatrice.participant
    dits = Evenement.objects.filter(projet=projet, planche="acces").values_list("apres", flat=True)
    assert "Inès Carpentier : invitation par e-mail, comme lecteur ou lectrice" in dits
    assert not any("@" in dit for dit in dits)


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"nom": ""}, "nom"),
        ({"nom": "\x00"}, "nom"),
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


@pytest.mark.une_base
def test_inviter_une_adresse_deja_la(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    prouver(animatrice)
    avant = empreinte()
    reponse = animatrice.post(
        url(projet, "inviter/"),
        {"nom": "X", "courriel": lecteur.participant.user.email, "role": "lecteur"},
    )
    assert list(reponse.context["form"].errors) == ["courriel"]
    assert empreinte() == avant


def test_inviter_deux_fois_n_invite_qu_une_fois(projet: Projet, animatrice: Visiteur) -> None:
    prouver(animatrice)
    saisie = {"nom": "Carpentier", "courriel": COURRIEL, "role": "lecteur"}
    statuts = [animatrice.post(url(projet, "inviter/"), saisie).status_code for _ in range(2)]
    assert statuts == [302, 422]
    assert Participant.objects.de(projet).filter(courriel=COURRIEL).count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.une_base
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
    prouver(animatrice)
    ines = ParticipantFactory(projet=projet, courriel=COURRIEL)
    fiche = url(projet, f"{ines.pk}/")
    assert COURRIEL in animatrice.get(fiche).content.decode()
    refus = animatrice.post(f"{fiche}invitation/", {"courriel": "non"})
    assert (refus.status_code, list(refus.context["courriel"].errors)) == (422, ["courriel"])
    assert animatrice.post(f"{fiche}invitation/", {"courriel": COURRIEL}).status_code == 302
    assert "Envoyer à nouveau" in animatrice.get(fiche).content.decode()
    animatrice.post(f"{fiche}invitation/reprendre/")
    assert not Invitation.objects.de(projet).vivantes().exists()


@pytest.mark.une_base
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


@pytest.mark.une_base
def test_imprimer_demande_une_preuve_recente(projet: Projet, animatrice: Visiteur) -> None:
    qui = ParticipantFactory(projet=projet)
    prouver(animatrice, il_y_a=3600)
    reponse = animatrice.post(url(projet, "cartes/"), {"personnes": [qui.pk]})
    assert (reponse.status_code, "reauthenticate" in reponse.url) == (302, True)
    assert not cartes.porteurs_de(projet).exclude(user=None).exists()


@pytest.mark.une_base
def test_imprimer_des_cartes(projet: Projet, animatrice: Visiteur, anonyme: Visiteur) -> None:
    gens = ParticipantFactory.create_batch(2, projet=projet)
    prouver(animatrice)
    reponse = animatrice.post(url(projet, "cartes/"), {"personnes": [p.pk for p in gens]})
    assert reponse.headers["Content-Type"] == "application/pdf"
    assert "no-store" in reponse.headers["Cache-Control"]
    assert reponse.content.startswith(b"%PDF")
    page = animatrice.get(url(projet, "cartes/")).content.decode()
    assert page.count("qui ne marchera plus") == 2


@pytest.mark.une_base
def test_un_second_clic_n_annule_pas_la_feuille_qui_vient_de_sortir(
    projet: Projet, animatrice: Visiteur
) -> None:
    """The page has not moved since the download: same boxes ticked, same button."""
    didier, ines = ParticipantFactory.create_batch(2, projet=projet)
    prouver(animatrice)
    form = animatrice.get(url(projet, "cartes/")).context["form"]
    envoi = {"personnes": [didier.pk], "connues": form["connues"].value(), "remplacer": "False"}
    assert animatrice.post(url(projet, "cartes/"), envoi).headers["Content-Type"] == PDF
    avant = empreinte()
    for encore in (envoi, {"personnes": [didier.pk, ines.pk]}):
        refus = animatrice.post(url(projet, "cartes/"), encore)
        assert refus.status_code == 422
        (dit,) = refus.context["form"].non_field_errors()
        assert f"pour : {didier}. La feuille" in dit
        assert 'type="checkbox" name="remplacer"' in refus.content.decode()
        assert empreinte() == avant
    autres = animatrice.post(url(projet, "cartes/"), {**envoi, "personnes": [ines.pk]})
    assert autres.headers["Content-Type"] == PDF
    avant = empreinte()
    remplacee = animatrice.post(url(projet, "cartes/"), {**envoi, "remplacer": "on"})
    assert remplacee.headers["Content-Type"] == PDF
    assert empreinte() != avant


@pytest.mark.une_base
def test_une_carte_montree_sur_la_page_se_remplace(projet: Projet, animatrice: Visiteur) -> None:
    """Its line says that it will no longer work: ticking it is the answer."""
    qui = ParticipantFactory(projet=projet)
    cartes.renouveler(geste_d_acces(projet, None), [qui])
    prouver(animatrice)
    vue = animatrice.get(url(projet, "cartes/"))
    assert "qui ne marchera plus" in vue.content.decode()
    envoi = {"personnes": [qui.pk], "connues": vue.context["form"]["connues"].value()}
    assert animatrice.post(url(projet, "cartes/"), envoi).headers["Content-Type"] == PDF


@pytest.mark.parametrize("choix", [[], ["x"], ["9" * 30], ["-1"], ["\x00"]])
def test_cartes_pour_personne(choix: list[str], projet: Projet, animatrice: Visiteur) -> None:
    ParticipantFactory(projet=projet)
    prouver(animatrice)
    avant = empreinte()
    reponse = animatrice.post(url(projet, "cartes/"), {"personnes": choix})
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["personnes"])
    assert empreinte() == avant


@pytest.mark.une_base
def test_pas_de_carte_pour_qui_mene_ni_pour_ailleurs(
    projet: Projet, autre_projet: Projet, animatrice: Visiteur, pilote: Visiteur
) -> None:
    prouver(animatrice)
    avant = empreinte()
    for pk in (pilote.participant.pk, ParticipantFactory(projet=autre_projet).pk):
        avant = empreinte()
        assert animatrice.post(url(projet, "cartes/"), {"personnes": [pk]}).status_code == 422
        assert empreinte() == avant


@pytest.mark.une_base
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


@pytest.mark.une_base
def test_invitation_acceptee_se_lit_dans_l_historique(
    projet: Projet, animatrice: Visiteur, anonyme: Visiteur
) -> None:
    ines = ParticipantFactory(projet=projet, prenom="Inès", nom="Carpentier")
    _, jeton = invitations.inviter(geste_d_acces(projet, animatrice.participant), ines, COURRIEL)
    anonyme.post("/invitation/", {"code": jeton})
    anonyme.post("/invitation/accepter/", {"mot_de_passe": "trois mots au hasard"})
    page = lu(animatrice.get(f"/projets/{projet.slug}/historique/"))
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
