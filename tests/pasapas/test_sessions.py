"""Sessions: short on a shared computer, listed, ended, and nothing left behind."""

from urllib.parse import urljoin

import pytest
from allauth.usersessions.models import UserSession
from django.http import HttpResponse

from pasapas.models import Projet
from pasapas.mon_compte.appareils import nommer
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.factories import MOT_DE_PASSE, UserFactory
from tests.personnes import Visiteur
from tests.preuves import code, enroler

CONNEXION = "/comptes/login/"
DEMI_HEURE = 30 * 60


def entrer(user: object, **champs: str) -> Visiteur:
    client = Visiteur()
    envoi = {"login": user.email, "password": MOT_DE_PASSE, **champs}
    assert client.post(CONNEXION, envoi).status_code == 302
    return client


def laisser(client: Visiteur, secondes: int, **marques: object) -> None:
    """Nobody at the keyboard for that long."""
    session = client.session
    session["vu_le"] -= secondes
    session.update(marques)
    session.save()


def dit(reponse: HttpResponse) -> list[str]:
    return [str(message) for message in reponse.context["messages"]]


@pytest.mark.une_base
@pytest.mark.parametrize("marque", ["partage", "carte"])
def test_une_session_courte_finit_apres_trente_minutes(marque: str, animatrice: Visiteur) -> None:
    slug = animatrice.participant.projet.slug
    laisser(animatrice, DEMI_HEURE - 10, **{marque: True})
    assert animatrice.get("/").status_code == 200
    laisser(animatrice, DEMI_HEURE + 1)
    reponse = animatrice.get(f"/projets/{slug}/?vue=1")
    assert reponse.url == f"{CONNEXION}?next=/projets/{slug}/%3Fvue%3D1"
    assert "Clear-Site-Data" not in reponse.headers  # the text being written is still there
    page = animatrice.get(reponse.url)
    assert dit(page)[0].startswith("Vous avez été déconnecté après 30 minutes")
    user = animatrice.participant.user
    retour = animatrice.post(
        CONNEXION,
        {"login": user.email, "password": MOT_DE_PASSE, "next": f"/projets/{slug}/?vue=1"},
    )
    assert retour.url == f"/projets/{slug}/?vue=1"


@pytest.mark.une_base
def test_une_session_ordinaire_dure_quatorze_jours(animatrice: Visiteur) -> None:
    laisser(animatrice, 13 * 86400)
    assert animatrice.get("/").status_code == 200
    laisser(animatrice, 14 * 86400 + 1)
    assert animatrice.get("/").status_code == 302


@pytest.mark.une_base
def test_ce_que_la_page_demande_seule_n_est_pas_une_activite(animatrice: Visiteur) -> None:
    slug = animatrice.participant.projet.slug
    laisser(animatrice, 1200, partage=True)
    avant = animatrice.session["vu_le"]
    for suite in ("direct/", "direct/morceaux/", "presence/"):
        animatrice.get(f"/projets/{slug}/{suite}")
        animatrice.post(f"/projets/{slug}/{suite}")
    assert animatrice.session["vu_le"] == avant
    animatrice.post("/comptes/actif/")
    assert animatrice.session["vu_le"] > avant


@pytest.fixture
def seance(animatrice: Visiteur) -> str:
    """The address of a séance that is open."""
    return adresse(ouvrir(animatrice.participant.projet), "seance/")


PAGES = ("", "salle/", "../voix/encadrement/")


@pytest.mark.une_base
@pytest.mark.parametrize("suite", PAGES)
def test_une_seance_laissee_ouverte_n_est_pas_une_activite(
    suite: str, animatrice: Visiteur, seance: str
) -> None:
    """It asks every two seconds; once the time is over, it is told nothing more."""
    url = urljoin(seance, suite)
    vu = animatrice.get(url).context["empreinte"]
    laisser(animatrice, 1200, partage=True)
    avant = animatrice.session["vu_le"]
    for demande, statut in ((vu, 204), ("autre", 200), ("", 200)):
        assert animatrice.htmx("get", url, {"vu": demande}).status_code == statut
    assert animatrice.session["vu_le"] == avant
    laisser(animatrice, 601)
    assert animatrice.htmx("get", url, {"vu": "autre"}).url.startswith(CONNEXION)


@pytest.mark.une_base
@pytest.mark.parametrize("suite", PAGES)
def test_un_geste_dans_la_seance_est_une_activite(
    suite: str, animatrice: Visiteur, seance: str
) -> None:
    """Opening the page, whatever its address says; sending something from it."""
    url = urljoin(seance, suite)
    gestes = [
        lambda: animatrice.get(url),
        lambda: animatrice.get(url, {"vu": "x"}),
        lambda: animatrice.htmx("get", url),
        lambda: animatrice.htmx("post", f"{url}?vu=x"),
        lambda: animatrice.htmx("post", f"{seance}rythme/"),
        lambda: animatrice.htmx("post", f"{seance}montrer/", {"question": "q02"}),
    ]
    for geste in gestes:
        laisser(animatrice, 1200, partage=True)
        avant = animatrice.session["vu_le"]
        geste()
        assert animatrice.session["vu_le"] > avant


def test_une_visite_de_plus_n_ecrit_rien(
    animatrice: Visiteur, django_assert_num_queries: object
) -> None:
    animatrice.get("/comptes/")
    with django_assert_num_queries(2):  # the session, the account
        animatrice.post("/comptes/actif/")


@pytest.mark.une_base
def test_l_ordinateur_partage_se_dit_en_entrant(db: None) -> None:
    user = UserFactory()
    partage = entrer(user, partage="on")
    assert partage.session["partage"] is True
    assert partage.session.get_expire_at_browser_close()
    assert 'data-inactivite="1800"' in partage.get("/").content.decode()
    chez_soi = entrer(user)
    assert not chez_soi.session.get_expire_at_browser_close()
    assert "data-inactivite" not in chez_soi.get("/").content.decode()


@pytest.mark.une_base
def test_apres_un_envoi_on_revient_a_la_page_qu_on_lisait(
    projet: Projet, anonyme: Visiteur
) -> None:
    adresse = f"/projets/{projet.slug}/planches/eclaire/constats/ajouter/"
    page = f"http://testserver/projets/{projet.slug}/"
    for tetes in ({"Referer": page}, {"HX-Request": "true", "HX-Current-URL": page}):
        reponse = anonyme.post(adresse, {"texte": "x"}, headers=tetes)
        assert reponse.url == f"{CONNEXION}?next=/projets/{projet.slug}/"
    ailleurs = anonyme.post(adresse, headers={"Referer": "https://ailleurs.example/page"})
    assert ailleurs.url == f"{CONNEXION}?next=/"


@pytest.mark.une_base
def test_partir_vide_le_navigateur(animatrice: Visiteur) -> None:
    reponse = animatrice.post("/comptes/logout/")
    assert reponse.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in animatrice.get(CONNEXION).headers


def test_mes_appareils_se_ferment_un_par_un(db: None) -> None:
    user = UserFactory()
    ici, la, ailleurs = entrer(user), entrer(user), entrer(user)
    etrangere = entrer(UserFactory())
    liste = ici.get("/comptes/appareils/").context["appareils"]
    assert [appareil.ici for appareil in liste] == [True, False, False]
    autre = UserSession.objects.get(session_key=la.session.session_key)
    assert etrangere.post(f"/comptes/appareils/{autre.pk}/fermer/").status_code == 404
    assert ici.get(f"/comptes/appareils/{autre.pk}/fermer/").status_code == 405
    assert ici.post(f"/comptes/appareils/{liste[0].pk}/fermer/").status_code == 404
    ici.post(f"/comptes/appareils/{autre.pk}/fermer/")
    assert [c.get("/").status_code for c in (ici, la, ailleurs)] == [200, 302, 200]


def test_me_deconnecter_partout_ailleurs(db: None) -> None:
    user = UserFactory()
    ici, la = entrer(user), entrer(user)
    etrangere = entrer(UserFactory())
    ici.post("/comptes/appareils/autres/fermer/")
    assert [c.get("/").status_code for c in (ici, la, etrangere)] == [200, 302, 200]


def test_changer_de_mot_de_passe_ferme_les_autres_appareils(db: None) -> None:
    user = UserFactory()
    ici, la = entrer(user), entrer(user)
    nouveau = "trois vélos sous la pluie"
    ici.post(
        "/comptes/password/change/",
        {"oldpassword": MOT_DE_PASSE, "password1": nouveau, "password2": nouveau},
    )
    assert [c.get("/").status_code for c in (ici, la)] == [200, 302]
    assert len(ici.get("/comptes/appareils/").context["appareils"]) == 1


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("signature", "nom"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Firefox/128.0",
            "Firefox sur Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/17 Safari/605",
            "Safari sur Mac",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537", "Chrome sur Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge sur Windows"),
        ("curl/8.0", "Un navigateur"),
        ("", "Un navigateur"),
    ],
)
def test_un_appareil_se_nomme_simplement(signature: str, nom: str) -> None:
    assert nommer(signature) == nom


@pytest.mark.une_base
def test_la_session_reste_courte_apres_la_seconde_preuve(anonyme: Visiteur) -> None:
    user = UserFactory()
    enroler(user)
    envoi = {"login": user.email, "password": MOT_DE_PASSE, "partage": "on"}
    preuve = anonyme.post(CONNEXION, envoi).url
    assert anonyme.post(preuve, {"code": code()}).url == "/"
    assert anonyme.session["partage"] is True
    assert anonyme.session.get_expire_at_browser_close()
