"""An access card: a code on paper, for one person, which says nothing to who guesses."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pasapas.acces import cartes, roles
from pasapas.acces.roles import geste_d_acces
from pasapas.comptes.limites import Limite
from pasapas.entree import views
from pasapas.models import CarteAcces, Evenement, Participant, Projet, Role
from tests.base import empreinte
from tests.factories import ParticipantFactory, UserFactory
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db


@pytest.fixture
def rousseau(projet: Projet) -> Participant:
    return ParticipantFactory(projet=projet, prenom="Didier", nom="Rousseau")


def imprimer(qui: Participant) -> str:
    ((_, code),) = cartes.renouveler(geste_d_acces(qui.projet, None), [qui])
    return code


def presenter(client: Visiteur, code: str) -> Any:
    return client.post("/carte/", {"code": code})


def test_entrer_avec_sa_carte(rousseau: Participant, anonyme: Visiteur) -> None:
    code = imprimer(rousseau)
    assert re.fullmatch(rf"[{cartes.ALPHABET}]{{4}}(-[{cartes.ALPHABET}]{{4}}){{2}}", code)
    assert anonyme.get("/carte/").status_code == 200
    reponse = presenter(anonyme, code)
    mur = f"/projets/{rousseau.projet.slug}/"
    assert reponse.url == f"{mur}planches/eclaire/#eclaire--constats"
    assert anonyme.get(reponse.url).status_code == 200
    assert presenter(anonyme, code).url == mur
    rousseau.refresh_from_db()
    assert (rousseau.user.email, str(rousseau.user)) == (None, "Didier Rousseau")
    assert not rousseau.user.has_usable_password()
    carte = CarteAcces.objects.de(rousseau.projet).get()
    assert anonyme.session["carte"] == str(carte.pk)
    assert carte.utilisee_le == timezone.localdate()


def test_la_premiere_entree_est_dans_le_journal_et_pas_les_autres(rousseau: Participant) -> None:
    """That an access was opened, the group may know; when someone comes back, nobody."""
    code = imprimer(rousseau)
    avant = Evenement.objects.filter(projet=rousseau.projet).count()
    for _ in range(2):
        presenter(Visiteur(), code)
    (note,) = Evenement.objects.filter(projet=rousseau.projet).order_by("pk")[avant:]
    assert (note.nom, note.apres, note.planche) == (
        "Didier Rousseau",
        "Didier Rousseau\u00a0: première entrée avec une carte",
        "acces",
    )


def test_la_meme_carte_sert_chaque_jour(rousseau: Participant) -> None:
    code = imprimer(rousseau)
    for _ in range(3):
        assert presenter(Visiteur(), code).status_code == 302
    rousseau.refresh_from_db()
    assert Participant.objects.de(rousseau.projet).filter(user=rousseau.user).count() == 1


@pytest.mark.une_base
@pytest.mark.parametrize("tapee", ["{bas}", "{sans}", "{espaces}", " {code} ", "{longs}"])
def test_le_code_se_tape_comme_on_veut(
    tapee: str, rousseau: Participant, anonyme: Visiteur
) -> None:
    code = imprimer(rousseau)
    formes = {
        "code": code,
        "bas": code.lower(),
        "sans": code.replace("-", ""),
        "espaces": " ".join(code.replace("-", "")),
        "longs": code.replace("-", " – "),
    }
    assert presenter(anonyme, tapee.format(**formes)).status_code == 302


def test_le_code_n_est_pas_en_base(rousseau: Participant) -> None:
    code = imprimer(rousseau)
    carte = CarteAcces.objects.de(rousseau.projet).values().get()
    assert carte["empreinte"] == cartes.empreinte(code)
    assert cartes.nu(code) not in str(carte)
    evenements = Evenement.objects.filter(projet=rousseau.projet).values()
    assert code not in str(list(evenements))


@pytest.mark.une_base
def test_l_empreinte_demande_le_secret_du_serveur(settings: Any) -> None:
    avant = cartes.empreinte("K7QF-2M9T-XPD4")
    settings.SECRET_KEY = "un autre secret"
    assert cartes.empreinte("K7QF-2M9T-XPD4") != avant


def tuer(qui: Participant, pourquoi: str) -> None:
    geste, gens = geste_d_acces(qui.projet, None), Participant.objects.de(qui.projet)
    moi = gens.filter(pk=qui.pk)
    if pourquoi == "reprise":
        cartes.revoquer(geste, qui)
    elif pourquoi == "remplacee":
        imprimer(qui)
    elif pourquoi == "perimee":
        CarteAcces.objects.de(qui.projet).update(expire_le=timezone.now())
    elif pourquoi == "fermee":
        roles.fermer(geste, qui)
    elif pourquoi == "retiree":
        moi.update(retire_le=timezone.now())
    elif pourquoi == "role":
        moi.update(role=Role.PILOTE)
    elif pourquoi == "compte":
        moi.update(user=UserFactory())


MORTES = ["reprise", "remplacee", "perimee", "fermee", "retiree", "role", "compte"]


@pytest.mark.parametrize("pourquoi", MORTES)
def test_carte_qui_n_ouvre_plus_rien(
    pourquoi: str, rousseau: Participant, anonyme: Visiteur
) -> None:
    """Same words as for a code that never was."""
    code = imprimer(rousseau)
    tuer(rousseau, pourquoi)
    avant = empreinte()
    reponse, inconnue = presenter(anonyme, code), presenter(anonyme, "K7QF-2M9T-XPD4")
    assert (reponse.status_code, inconnue.status_code) == (422, 422)
    assert reponse.context["form"].errors == inconnue.context["form"].errors
    assert "_auth_user_id" not in anonyme.session
    assert empreinte() == avant


@pytest.mark.parametrize("pourquoi", ["reprise", "remplacee", "fermee"])
def test_reprendre_une_carte_met_dehors(
    pourquoi: str, rousseau: Participant, anonyme: Visiteur
) -> None:
    mur = presenter(anonyme, imprimer(rousseau)).url
    rousseau.refresh_from_db()
    tuer(rousseau, pourquoi)
    assert anonyme.get(mur).status_code == 302
    assert "/comptes/login/" in anonyme.get(mur).url


def test_un_compte_ferme_par_l_administration_n_entre_pas(
    rousseau: Participant, anonyme: Visiteur
) -> None:
    rousseau.user = UserFactory(email=None, is_active=False)
    rousseau.save()
    assert presenter(anonyme, imprimer(rousseau)).status_code == 422


@pytest.mark.parametrize("code", ["", "-", "x", "é" * 60, "a\x00b", "K" * 5000, "' OR 1=1 --"])
def test_code_impossible(code: str, anonyme: Visiteur) -> None:
    reponse = presenter(anonyme, code)
    assert (reponse.status_code, list(reponse.context["form"].errors)) == (422, ["code"])


@pytest.mark.une_base
def test_code_dans_l_adresse_ne_sert_a_rien(rousseau: Participant, anonyme: Visiteur) -> None:
    code = imprimer(rousseau)
    avant = empreinte()
    page = anonyme.get("/carte/", {"code": code})
    assert code not in page.content.decode()
    assert "_auth_user_id" not in anonyme.session
    assert empreinte() == avant


def test_trente_essais_par_heure_et_par_adresse(rousseau: Participant, anonyme: Visiteur) -> None:
    code = imprimer(rousseau)
    statuts = [presenter(anonyme, "K7QF-2M9T-XPD4").status_code for _ in range(32)]
    assert statuts == [422] * 30 + [429] * 2
    assert presenter(anonyme, code).status_code == 429
    ailleurs = Visiteur(REMOTE_ADDR="192.0.2.7")
    assert presenter(ailleurs, code).status_code == 302


def test_tout_un_foyer_entre_derriere_une_adresse(
    projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right codes do not count."""
    monkeypatch.setattr(views, "CARTES_ADRESSE", Limite("carte-adresse", 3))
    gens = ParticipantFactory.create_batch(5, projet=projet)
    codes = cartes.renouveler(geste_d_acces(projet, None), gens)
    assert {presenter(Visiteur(), code).status_code for _, code in codes} == {302}


def test_un_mauvais_code_coute_le_meme_travail(rousseau: Participant, anonyme: Visiteur) -> None:
    """Of the right shape or not, unknown, dead: the same queries."""
    code = imprimer(rousseau)
    tuer(rousseau, "reprise")
    presenter(anonyme, "x")
    comptes = []
    for essai in (code, "K7QF-2M9T-XPD4", "x"):
        with CaptureQueriesContext(
            connection,
        ) as requetes:
            presenter(anonyme, essai)
        comptes.append(len(requetes))
    assert len(set(comptes)) == 1


def test_la_carte_remplace_la_personne_deja_la(rousseau: Participant, animatrice: Visiteur) -> None:
    assert "vous quitterez le compte" in animatrice.get("/carte/").content.decode()
    presenter(animatrice, imprimer(rousseau))
    rousseau.refresh_from_db()
    assert animatrice.session["_auth_user_id"] == str(rousseau.user_id)


def test_qui_peut_avoir_une_carte(projet: Projet) -> None:
    attendus = [
        ParticipantFactory(projet=projet, role=role) for role in (Role.CONTRIBUTEUR, Role.LECTEUR)
    ]
    attendus.append(ParticipantFactory(projet=projet, user=UserFactory(email=None)))
    for role in (Role.PILOTE, Role.ANIMATEUR, Role.CHARGE_DE_MISSION):
        ParticipantFactory(projet=projet, role=role)
    ParticipantFactory(projet=projet, user=UserFactory())
    ParticipantFactory(projet=projet, retire_le=timezone.now())
    hier = timezone.localdate() - timedelta(days=1)
    ParticipantFactory(projet=projet, acces_clos_le=hier)
    ParticipantFactory()
    trouves = cartes.porteurs_de(projet)
    assert {p.pk for p in trouves} == {p.pk for p in attendus}


@pytest.mark.une_base
@pytest.mark.parametrize("role", [Role.PILOTE, Role.ANIMATEUR])
def test_mener_demande_plus_qu_une_carte(role: Role, rousseau: Participant) -> None:
    presenter(Visiteur(), imprimer(rousseau))
    with pytest.raises(ValidationError, match="invitez-la d’abord"):
        roles.changer_role(geste_d_acces(rousseau.projet, None), rousseau, role)


def test_promue_sans_avoir_servi_la_carte_meurt(rousseau: Participant, anonyme: Visiteur) -> None:
    code = imprimer(rousseau)
    roles.changer_role(geste_d_acces(rousseau.projet, None), rousseau, Role.ANIMATEUR)
    assert presenter(anonyme, code).status_code == 422
    assert not CarteAcces.objects.de(rousseau.projet).vivantes().exists()


def test_retirer_du_mur_qui_a_acces_est_refuse(rousseau: Participant) -> None:
    geste = geste_d_acces(rousseau.projet, None)
    presenter(Visiteur(), imprimer(rousseau))
    with pytest.raises(PermissionDenied, match="Qui a accès"):
        roles.retirer_participant(geste, rousseau)
    roles.fermer(geste, rousseau)
    roles.retirer_participant(geste, rousseau)
    rousseau.refresh_from_db()
    assert rousseau.retire_le is not None


def test_retirer_du_mur_tue_la_carte(rousseau: Participant, anonyme: Visiteur) -> None:
    code = imprimer(rousseau)
    roles.retirer_participant(geste_d_acces(rousseau.projet, None), rousseau)
    assert presenter(anonyme, code).status_code == 422


@pytest.mark.parametrize("comment", ["rouvrir", "autre_jour"])
def test_la_carte_d_un_acces_fini_ne_revit_pas(
    comment: str, rousseau: Participant, anonyme: Visiteur
) -> None:
    """Closed on a day to come, which has gone by; then let in again, with a new card."""
    geste, demain = geste_d_acces(rousseau.projet, None), timezone.localdate() + timedelta(days=1)
    code = imprimer(rousseau)
    mur = f"/projets/{rousseau.projet.slug}/"
    presenter(anonyme, code)
    roles.fermer(geste, rousseau, demain)
    assert anonyme.get(mur).status_code == 200
    moi = Participant.objects.de(rousseau.projet).filter(pk=rousseau.pk)
    moi.update(acces_clos_le=demain - timedelta(days=2))
    if comment == "rouvrir":
        roles.rouvrir(geste, rousseau)
    else:
        roles.fermer(geste, rousseau, demain)
    assert anonyme.get(mur).url.startswith("/comptes/login/")
    assert presenter(Visiteur(), code).status_code == 422
    assert presenter(Visiteur(), imprimer(rousseau)).url == mur


def test_changer_d_avis_avant_le_dernier_jour_garde_la_carte(rousseau: Participant) -> None:
    geste, code = geste_d_acces(rousseau.projet, None), imprimer(rousseau)
    roles.fermer(geste, rousseau, timezone.localdate() + timedelta(days=1))
    roles.rouvrir(geste, rousseau)
    assert presenter(Visiteur(), code).status_code == 302
