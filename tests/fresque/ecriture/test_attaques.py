"""Holes that were found once, and stay closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fresque.donnees.effacement import effacer_participant
from fresque.fichier import RapportErreurs, importer, lire
from fresque.models import Constat
from pasapas.ecriture.journal import Geste
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import CleEcriture, Evenement, Participant, PostIt, Projet, Role
from tests import factories as f
from tests.fresque.fichier.outils import EXEMPLE
from tests.personnes import Visiteur
from tests.saisie import MODES, renvoyer

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


@pytest.mark.parametrize("role", [Role.LECTEUR, Role.CONTRIBUTEUR, Role.CHARGE_DE_MISSION])
def test_importer_ne_donne_pas_un_etablissement_qu_on_ne_mene_pas(
    role: Role, etrangere: Visiteur
) -> None:
    premier = importer(lire(EXEMPLE.read_bytes()))
    compte = etrangere.participant.user
    Participant.objects.create(projet=premier, reference="elle", nom="Elle", role=role, user=compte)
    second = importer(lire(EXEMPLE.read_bytes()), createur=compte)
    assert second.etablissement != premier.etablissement


def test_ajouter_ne_se_reduit_pas_a_un_champ(projet: Projet, contributrice: Visiteur) -> None:
    for champ in ("zzz", "auteur"):
        reponse = contributrice.htmx(
            "post", f"/projets/{projet.slug}/planches/eclaire/constats/ajouter/", {"champ": champ}
        )
        assert reponse.status_code == 422


def test_un_rapport_d_erreurs_reste_leger() -> None:
    with pytest.raises(RapportErreurs) as refus:
        lire("".join(f"cle{n}: 1\n" for n in range(1_000)).encode())
    assert len(refus.value.erreurs) == 200


def test_nul_ne_reclame_une_adresse(contributrice: Visiteur) -> None:
    assert contributrice.get("/comptes/email/").status_code == 404


COLLEGES = {"college": "direction"}
NOMS = {"prenom": "Une", "nom": "Autre", "courriel": "pirate@example.org"}


@pytest.fixture
def equipe(projet: Projet, animatrice: Visiteur, contributrice: Visiteur) -> None:
    for rang, qui in enumerate((animatrice, contributrice)):
        Participant.objects.filter(pk=qui.participant.pk).update(ordre_equipe=rang)


def changer(client: Visiteur, qui: Participant, champ: str, valeur: str) -> str:
    """One field typed in the box of the équipe, as the page saves it; what the row says then."""
    url = f"/projets/{qui.projet.slug}/planches/eclaire/equipe/lignes/{qui.pk}/"
    depart = getattr(Participant.objects.get(pk=qui.pk), champ)
    envoi = {"champ": champ, champ: valeur, f"base-{champ}": depart, "autosave": "1"}
    client.htmx("post", url, envoi)
    return getattr(Participant.objects.get(pk=qui.pk), champ)


@pytest.mark.parametrize(("champ", "valeur"), [*COLLEGES.items(), *NOMS.items()])
def test_qui_a_un_compte_repond_de_son_nom_et_l_animation_de_son_college(
    champ: str, valeur: str, equipe: None, contributrice: Visiteur, animatrice: Visiteur
) -> None:
    """Nobody speaks under another's name, nor gives the voice of a collège not their own."""
    moi, elle = contributrice.participant, animatrice.participant
    assert changer(contributrice, elle, champ, valeur) == getattr(elle, champ)
    mien = changer(contributrice, moi, champ, valeur)
    assert mien == (getattr(moi, champ) if champ in COLLEGES else valeur)
    assert changer(animatrice, moi, champ, valeur) == valeur


def etat_civil(pk: int) -> tuple[str, ...]:
    qui = Participant.objects.get(pk=pk)
    return (qui.prenom, qui.nom, qui.college, qui.courriel, qui.fonction)


@pytest.mark.parametrize("mode", MODES)
def test_la_cle_d_un_ajout_n_ecrit_pas_au_nom_de_qui_a_un_compte(
    mode: str, projet: Projet, contributrice: Visiteur
) -> None:
    """The row one added may be someone’s since: its own form decides, not the one that added."""
    url = f"/projets/{projet.slug}/planches/eclaire/equipe/ajouter/"
    renvoyer(contributrice, mode, url, prenom="Paul", nom="Petit", courriel="paul@example.org")
    paul = Participant.objects.get(prenom="Paul")
    Participant.objects.filter(pk=paul.pk).update(user=f.UserFactory(), role=Role.ANIMATEUR)
    tout = {**COLLEGES, **NOMS, "fonction": "Cadre"}
    reponse = renvoyer(contributrice, mode, url, **tout)
    assert etat_civil(paul.pk) == ("Paul", "Petit", "", "paul@example.org", "Cadre")
    if mode == "autosave":
        assert "courriel" not in reponse.json()["champs"]


@pytest.mark.parametrize("mode", MODES)
def test_la_cle_d_une_case_n_ouvre_pas_une_autre(
    mode: str, projet: Projet, contributrice: Visiteur
) -> None:
    """Nor another kind of row: a key is of this box, whatever number the row bears."""
    planches = f"/projets/{projet.slug}/planches"
    moi = contributrice.participant
    Participant.objects.filter(pk=moi.pk).update(ordre_equipe=0)
    ailleurs = {
        "autodiagnostic/pistes/ajouter/": {"texte": "Une piste"},
        "eclaire/equipe/postits/": {"texte": "Oui", "couleur": "jaune"},
        "acteurs/repertoire/ajouter/": {"nom": "Un contact"},
    }
    for suite, valeurs in ailleurs.items():
        CleEcriture.objects.all().delete()
        assert renvoyer(contributrice, mode, f"{planches}/{suite}", **valeurs).status_code < 400
        CleEcriture.objects.update(resultat=moi.pk)
        avant = etat_civil(moi.pk)
        equipe = f"{planches}/eclaire/equipe/ajouter/"
        reponse = renvoyer(contributrice, mode, equipe, nom="Autre", **COLLEGES)
        assert reponse.status_code == 422
        assert "Rechargez la page, puis recommencez." in reponse.text
        assert etat_civil(moi.pk) == avant
        assert Participant.objects.filter(nom="Autre").count() == 0


@pytest.mark.parametrize("mode", MODES)
def test_la_cle_d_un_post_it_reste_a_sa_case(
    mode: str, projet: Projet, contributrice: Visiteur
) -> None:
    eclaire = f"/projets/{projet.slug}/planches/eclaire"
    renvoyer(contributrice, mode, f"{eclaire}/constats/postits/", texte="Oui", couleur="jaune")
    ici = f"{eclaire}/ambition/postits/"
    assert renvoyer(contributrice, mode, ici, texte="Non", couleur="jaune").status_code == 422
    assert list(PostIt.objects.values_list("texte", "zone")) == [("Oui", "constats")]


@pytest.mark.parametrize("mode", MODES)
def test_la_cle_d_un_ajout_ne_renomme_pas_une_personne_effacee(
    mode: str, projet: Projet, contributrice: Visiteur, animatrice: Visiteur
) -> None:
    url = f"/projets/{projet.slug}/planches/eclaire/equipe/ajouter/"
    renvoyer(contributrice, mode, url, prenom="Nadège", nom="Moreau")
    nadege = Participant.objects.get(prenom="Nadège")
    effacer_participant(Geste(projet, animatrice.participant, "eclaire", "equipe"), nadege)
    efface = etat_civil(nadege.pk)
    for fonction in ("", "Cadre"):
        renvoyer(contributrice, mode, url, prenom="Nadège", nom="Moreau", fonction=fonction)
        assert etat_civil(nadege.pk) == efface
    assert Participant.objects.get(pk=nadege.pk).est_efface


def test_la_cle_d_un_ajout_ne_ramene_pas_ce_qui_a_quitte_la_corbeille(
    projet: Projet, contributrice: Visiteur
) -> None:
    eclaire = f"/projets/{projet.slug}/planches/eclaire/constats"
    loin = timezone.now() - CORBEILLE - timedelta(minutes=1)
    for suite, modele in (("ajouter", Constat), ("postits", PostIt)):
        CleEcriture.objects.all().delete()
        envoi = {"texte": "Oui", "couleur": "jaune"}
        renvoyer(contributrice, "autosave", f"{eclaire}/{suite}/", **envoi)
        modele.objects.update(retire_le=loin)
        envoi["texte"] = "Non"
        reponse = renvoyer(contributrice, "autosave", f"{eclaire}/{suite}/", **envoi)
        assert reponse.status_code == 404
        assert list(modele.objects.values_list("texte", "retire_le")) == [("Oui", loin)]


def test_le_formulaire_dit_de_qui_il_parle_et_pourquoi_il_est_court(
    equipe: None, contributrice: Visiteur, animatrice: Visiteur
) -> None:
    lignes = f"/projets/{animatrice.participant.projet.slug}/planches/eclaire/equipe/lignes/"
    elle = contributrice.htmx("get", f"{lignes}{animatrice.participant.pk}/")
    assert f"{animatrice.participant} a un accès" in elle.text
    moi = contributrice.htmx("get", f"{lignes}{contributrice.participant.pk}/")
    assert "Votre collège se change avec" in moi.text
    assert "a un accès" not in animatrice.htmx("get", f"{lignes}{animatrice.participant.pk}/").text


def test_une_carte_ne_change_pas_de_college(
    equipe: None, projet: Projet, contributrice: Visiteur
) -> None:
    session = contributrice.session
    session["carte"] = True
    session.save()
    campagne = f.CampagneFactory(projet=projet)
    f.PassationFactory(campagne=campagne, college="direction", mode="collective", jeton="")
    Participant.objects.filter(pk=contributrice.participant.pk).update(college="salaries")
    changer(contributrice, contributrice.participant, "college", "direction")
    url = reverse("diagnostic:voix", args=[projet.slug, campagne.pk, "direction"])
    assert contributrice.post(url, {"question": "q1", "reponse": "4"}).status_code == 403


def test_qui_n_a_pas_de_compte_s_ecrit_par_tous(
    equipe: None, projet: Projet, contributrice: Visiteur
) -> None:
    sans = f.ParticipantFactory(projet=projet, ordre_equipe=7)
    for champ, valeur in (COLLEGES | NOMS).items():
        assert changer(contributrice, sans, champ, valeur) == valeur


def test_un_nom_d_avant_ne_se_reprend_pas_pour_une_autre(
    equipe: None, projet: Projet, contributrice: Visiteur, animatrice: Visiteur
) -> None:
    elle = animatrice.participant
    fait = f.EvenementFactory(
        projet=projet,
        action="modification",
        planche="eclaire",
        encart="equipe",
        objet="participant",
        objet_pk=elle.pk,
        champ="nom",
        avant="La direction",
    )
    url = f"/projets/{projet.slug}/planches/eclaire/equipe/historique/{fait.pk}/reprendre/"
    assert contributrice.post(url).status_code == 403
    assert Participant.objects.get(pk=elle.pk).nom == elle.nom


def test_l_historique_garde_le_nom_d_alors(
    equipe: None, projet: Projet, contributrice: Visiteur
) -> None:
    moi = contributrice.participant
    contributrice.post(
        f"/projets/{projet.slug}/planches/eclaire/constats/ajouter/", {"texte": "Un constat"}
    )
    changer(contributrice, moi, "nom", "Renommée")
    signatures = Evenement.objects.filter(projet=projet, objet="constat").values_list("nom")
    assert list(signatures) == [(str(moi),)]
    page = contributrice.get(f"/projets/{projet.slug}/historique/").text
    assert str(moi) in page
