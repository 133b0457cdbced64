"""Starting from nothing: by an administrateur, or by oneself; and who vouches for it."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from fresque.personnes.operations import charges_de_mission
from pasapas.entretien.referentiel import charger_regions
from pasapas.models import (
    Courriel,
    Etablissement,
    Invitation,
    Mandat,
    Participant,
    Projet,
    Region,
    Role,
    Service,
    Tentative,
    User,
)
from tests import factories as f
from tests.base import empreinte
from tests.htmx import lu
from tests.personnes import Visiteur, visiteur
from tests.preuves import enroler, prouver

pytestmark = pytest.mark.django_db
LISTE, OUVRIR = "/etablissements/", "/etablissements/ouvrir/"
A_CONFIRMER = "/etablissements/a-confirmer/"
INSCRIPTION = "/inscription/"
SAISIE = {
    "nom": "MECS Les Tilleuls",
    "type": "mecs",
    "departement": "974",
    "finess": "",
    "projet": "",
    "prenom": "Inès",
    "nom_pilote": "Carpentier",
    "courriel": "Ines@Example.org",
}
TROIS = {nom: SAISIE[nom] for nom in ("nom", "type", "departement")}


@pytest.fixture(autouse=True)
def regions(db: None) -> None:
    charger_regions()


@pytest.fixture
def libre(settings: Any) -> None:
    settings.INSCRIPTION_LIBRE = True


def lien(message: mail.EmailMessage) -> str:
    return re.search(r"/invitation/#(\S+)", message.body)[1]


@pytest.mark.une_base
def test_une_installation_vide_dit_par_ou_commencer(administratrice: Visiteur) -> None:
    accueil = administratrice.get("/").content.decode()
    assert OUVRIR in accueil
    assert "/administration/" in accueil
    assert administratrice.get("/projets/nouveau/").url == OUVRIR
    assert administratrice.get("/projets/importer/").status_code == 200
    assert OUVRIR in administratrice.get(LISTE).content.decode()


def test_ouvrir_inviter_et_voir_accepter(administratrice: Visiteur) -> None:
    """From an empty installation to a pilote on her wall, without a shell."""
    assert administratrice.post(OUVRIR, SAISIE).url == LISTE
    etablissement, projet = Etablissement.objects.get(), Projet.objects.get()
    assert (etablissement.region.code, etablissement.confirme) == ("la-reunion", True)
    assert (projet.nom, str(etablissement.fuseau)) == (SAISIE["nom"], "Indian/Reunion")
    assert [m.to for m in mail.outbox] == [["ines@example.org"]]
    assert mail.outbox[0].body.count(SAISIE["nom"]) == 1  # projet and établissement, one name
    page = administratrice.get(LISTE).content.decode()
    assert "Invitation envoyée le" in page
    assert "La Réunion (974)" in page
    Courriel.objects.update(etat="pret", fini_le=None)
    assert "Invitation en attente d’envoi" in lu(administratrice.get(LISTE))
    Courriel.objects.update(etat="abandonne", fini_le=timezone.now())
    assert "l’envoi est abandonné" in administratrice.get(LISTE).content.decode()
    ines = Client()
    ines.post("/invitation/", {"code": lien(mail.outbox[0])})
    mur = ines.post("/invitation/accepter/", {"mot_de_passe": ""}).url
    assert (mur, ines.get(mur).status_code) == (f"/projets/{projet.slug}/", 200)
    pilote = Participant.objects.get(projet=projet)
    assert (str(pilote), pilote.role) == ("Inès Carpentier", Role.PILOTE)
    dit = StringIO()
    call_command("menage", stdout=dit)
    assert "recomptée" not in dit.getvalue()
    assert "Invitation acceptée le" in administratrice.get(LISTE).content.decode()


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"nom": "  \u200b "}, "nom"),
        ({"nom": "x" * 301}, "nom"),
        ({"type": "chateau"}, "type"),
        ({"departement": "20"}, "departement"),
        ({"finess": "97 400 000"}, "finess"),
        ({"finess": "350001234"}, "finess"),
        ({"nom_pilote": ""}, "nom_pilote"),
        ({"courriel": "ines"}, "courriel"),
    ],
)
def test_saisie_refusee(champs: dict[str, str], champ: str, administratrice: Visiteur) -> None:
    f.EtablissementFactory(finess="350001234")
    avant = empreinte()
    reponse = administratrice.post(OUVRIR, SAISIE | champs)
    assert (reponse.status_code, set(reponse.context["form"].errors)) == (422, {champ})
    assert reponse.context["form"]["prenom"].value() == "Inès"
    assert (empreinte(), mail.outbox) == (avant, [])


def test_finess_colle_avec_ses_espaces(administratrice: Visiteur) -> None:
    administratrice.post(OUVRIR, SAISIE | {"finess": "FINESS : 97 400 001 2"})
    assert Etablissement.objects.get().finess == "974000012"


def test_renvoyer_une_invitation(administratrice: Visiteur) -> None:
    administratrice.post(OUVRIR, SAISIE)
    qui = Participant.objects.get()
    assert len(mail.outbox) == 1
    Invitation.objects.update(expire_le=timezone.now())
    assert "L’invitation ne vaut plus" in lu(administratrice.get(LISTE))
    administratrice.post(f"{LISTE}renvoyer/", {"participant": qui.pk})
    assert [len(mail.outbox), Invitation.objects.filter(close_le=None).count()] == [2, 1]
    for cle in ("", "x", "0", str(10**30)):
        reponse = administratrice.post(f"{LISTE}renvoyer/", {"participant": cle})
        assert reponse.status_code == 404


@pytest.mark.une_base
def test_la_liste_compte_pareil_pour_une_et_trois(
    administratrice: Visiteur, django_assert_max_num_queries: Any
) -> None:
    for rang in range(3):
        administratrice.post(OUVRIR, SAISIE | {"nom": f"M{rang}", "courriel": f"a{rang}@e.org"})
        with django_assert_max_num_queries(9):
            administratrice.get(LISTE)


@pytest.mark.une_base
def test_qui_n_administre_pas_n_ouvre_rien(pilote: Visiteur) -> None:
    avant = empreinte()
    pages = (LISTE, OUVRIR, A_CONFIRMER)
    assert [pilote.get(page).status_code for page in pages] == [404, 404, 403]
    assert pilote.post(OUVRIR, SAISIE).status_code == 404
    assert pilote.post(f"{LISTE}confirmer/", {"etablissement": "1"}).status_code == 403
    assert empreinte() == avant


def test_inviter_pilote_envoie_l_e_mail(projet: Projet) -> None:
    dit = StringIO()
    call_command("inviter_pilote", projet.slug, "ines@example.org", "--envoyer", stdout=dit)
    assert lien(mail.outbox[0]) not in dit.getvalue()
    ines = Client()
    assert ines.post("/invitation/", {"code": lien(mail.outbox[0])}).status_code == 302


@pytest.mark.une_base
def test_sans_le_reglage_personne_ne_s_inscrit(anonyme: Visiteur, lecteur: Visiteur) -> None:
    pages = (INSCRIPTION, f"{INSCRIPTION}code/", f"{INSCRIPTION}etablissement/")
    assert [lecteur.get(page).status_code for page in pages] == [403] * 3
    assert anonyme.post(INSCRIPTION, {"courriel": "a@example.org"}).status_code == 404
    assert (mail.outbox, INSCRIPTION in anonyme.get("/comptes/login/").content.decode()) == (
        [],
        False,
    )


def code_recu() -> str:
    return re.search(r"\b\w{4}-\w{4}\b", mail.outbox[-1].body)[0]


def entrer(courriel: str = "lea.petit@example.org") -> Client:
    client = Client()
    assert client.post(INSCRIPTION, {"courriel": courriel}).url == f"{INSCRIPTION}code/"
    client.post(f"{INSCRIPTION}code/", {"code": code_recu().lower()})
    return client


def test_s_inscrire_et_ouvrir_seul(libre: None, anonyme: Visiteur) -> None:
    assert INSCRIPTION in anonyme.get("/comptes/login/").content.decode()
    lea = entrer()
    mur = lea.post(f"{INSCRIPTION}etablissement/", TROIS)
    etablissement = Etablissement.objects.get()
    assert (etablissement.confirme, etablissement.region.code) == (False, "la-reunion")
    assert not Etablissement.objects.confirmes().exists()
    assert "Établissement non confirmé" in lea.get(mur.url).content.decode()
    assert "non confirmé" in lea.get("/").content.decode()
    pilote = Participant.objects.get()
    assert (pilote.role, pilote.nom, pilote.courriel) == (
        Role.PILOTE,
        "Lea Petit",
        "lea.petit@example.org",
    )


def test_trois_codes_a_l_heure_connue_ou_non(libre: None) -> None:
    """The same answers, the same mail, the same queries: nothing says who has an account."""
    f.UserFactory(email="connue@example.org")
    vus = []
    for courriel in ("connue@example.org", "nouvelle@example.org"):
        client = Client()
        reponses = [client.post(INSCRIPTION, {"courriel": courriel}) for _ in range(4)]
        page = client.get(f"{INSCRIPTION}code/").content.decode().replace(courriel, "")
        vus.append(
            (
                [r.status_code for r in reponses],
                [re.sub(r"\w{4}-\w{4}", "", m.body) for m in mail.outbox],
                re.sub(r"\w{64}", "", page),
            )
        )
        mail.outbox.clear()
    assert vus[0] == vus[1]
    assert vus[0][0] == [302, 302, 302, 429]
    assert len(vus[0][1]) == 3
    assert Tentative.objects.exists()


def test_une_adresse_connue_entre_par_sa_porte(libre: None) -> None:
    """Its second proof is not walked around by a code."""
    user = f.UserFactory(email="connue@example.org")
    client = entrer("connue@example.org")
    assert "_auth_user_id" not in client.session
    assert User.objects.get() == user
    client.force_login(user)
    assert client.get(f"{INSCRIPTION}etablissement/").status_code == 200


@pytest.mark.parametrize("code", ["AAAA-AAAA", "", "é" * 50])
def test_un_code_faux_n_ouvre_rien(code: str, libre: None) -> None:
    client = Client()
    client.post(INSCRIPTION, {"courriel": "lea@example.org"})
    for _ in range(2):
        assert client.post(f"{INSCRIPTION}code/", {"code": code}).status_code == 422
    assert not User.objects.exists()
    assert Client().get(f"{INSCRIPTION}code/").url == INSCRIPTION


def test_un_code_ne_sert_que_quinze_minutes_et_une_fois(
    libre: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.post(INSCRIPTION, {"courriel": "lea@example.org"})
    session = client.session
    session["inscription"] = {**session["inscription"], "quand": 0}
    session.save()
    assert client.post(f"{INSCRIPTION}code/", {"code": code_recu()}).status_code == 422
    entrer("zoe@example.org")
    assert client.post(f"{INSCRIPTION}code/", {"code": code_recu()}).status_code == 422


def non_confirme(**champs: Any) -> Projet:
    region = Region.objects.get(code="bretagne")
    etablissement = f.EtablissementFactory(confirme=False, region=region, **champs)
    return f.ProjetFactory(etablissement=etablissement)


def chargee_de(region: str) -> Visiteur:
    client = Visiteur()
    compte = f.UserFactory()
    Mandat.objects.create(user=compte, region=Region.objects.get(code=region))
    enroler(compte)
    client.force_login(compte)
    prouver(client)
    return client


def test_seule_la_region_confirme(administratrice: Visiteur) -> None:
    projet = non_confirme(nom="MECS Neuve")
    envoi = {"etablissement": projet.etablissement_id}
    ailleurs, ici = chargee_de("occitanie"), chargee_de("bretagne")
    assert "MECS Neuve" not in ailleurs.get(A_CONFIRMER).content.decode()
    ailleurs.post(f"{LISTE}confirmer/", envoi)
    assert not Etablissement.objects.confirmes().exists()
    assert not charges_de_mission(projet).exists()
    assert "MECS Neuve" in ici.get(A_CONFIRMER).content.decode()
    assert "1 établissement à confirmer" in lu(administratrice.get(LISTE))
    assert "MECS Neuve" in administratrice.get(A_CONFIRMER).content.decode()
    ici.post(f"{LISTE}confirmer/", envoi)
    assert Etablissement.objects.confirmes().get() == projet.etablissement
    assert charges_de_mission(Projet.objects.get()).count() == 1
    assert "non confirmé" not in visiteur(projet, Role.LECTEUR).get("/").content.decode()


def test_non_confirme_ne_prend_pas_de_finess(libre: None) -> None:
    projet = non_confirme()
    pilote = visiteur(projet, Role.PILOTE)
    url = f"/projets/{projet.slug}/planches/eclaire/etablissement/modifier/"
    page = pilote.get(url).context["form"]
    saisie = {nom: page[nom].value() or "" for nom in page.fields} | {"finess": "350001234"}
    reponse = pilote.post(url, saisie)
    assert reponse.status_code == 422
    assert "pas encore confirmé" in reponse.context["form"].errors["finess"][0]
    assert Etablissement.objects.get().finess == ""
    fichier = "version: 1\netablissement: {nom: Autre, finess: '350001234'}\nprojet: {id: autre}\n"
    envoi = {"fichier": en_fichier(fichier)}
    assert "pas encore confirmé" in pilote.post("/projets/importer/", envoi).content.decode()
    pilote.post("/projets/importer/", {"fichier": en_fichier(fichier.replace(", finess", ", f"))})
    assert Projet.objects.count() == 1
    sans = fichier.replace(", finess: '350001234'", "")
    pilote.post("/projets/importer/", {"fichier": en_fichier(sans)})
    assert Etablissement.objects.get(nom="Autre").confirme is False


def en_fichier(texte: str) -> StringIO:
    fichier = StringIO(texte)
    fichier.name = "projet.yaml"
    return fichier


def test_un_autre_etablissement_n_herite_de_rien(libre: None, projet: Projet) -> None:
    """Same name, same département: still another house when its FINESS is another."""
    premier = projet.etablissement
    Etablissement.objects.update(finess="350001234", departement="35", nom="MECS")
    f.ServiceFactory(etablissement=premier)
    pilote = visiteur(projet, Role.PILOTE)
    fichier = (
        "version: 1\netablissement: {nom: MECS, departement: '35', finess: '350009999'}\n"
        "projet: {id: deux}\n"
    )
    pilote.post("/projets/importer/", {"fichier": en_fichier(fichier)})
    pilote.post(f"{INSCRIPTION}etablissement/", TROIS | {"nom": "MECS", "departement": "35"})
    assert Etablissement.objects.count() == 3
    for autre in Projet.objects.exclude(pk=projet.pk):
        assert autre.etablissement != premier
        assert not Service.objects.filter(etablissement=autre.etablissement).exists()
        assert Participant.objects.filter(projet=autre).count() == 1
