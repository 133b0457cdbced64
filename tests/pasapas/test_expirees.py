"""The way back: an invitation opened again, a second tab, a page too old."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from lxml import html

from pasapas.acces import invitations
from pasapas.acces.roles import geste_d_acces
from pasapas.models import Participant, Projet, Role, User
from tests import factories as f
from tests.personnes import Visiteur, visiteur
from tests.preuves import prouver

pytestmark = pytest.mark.django_db
ICI = {"Sec-Fetch-Site": "same-origin"}


def inviter(projet: Projet) -> tuple[str, Participant]:
    qui = f.ParticipantFactory(projet=projet, courriel="ana@example.org", role=Role.LECTEUR)
    return invitations.inviter(geste_d_acces(projet, None), qui, qui.courriel)[1], qui


def accepter(client: Client, jeton: str) -> Any:
    client.post("/invitation/", {"code": jeton})
    return client.post("/invitation/accepter/", {"mot_de_passe": ""})


def test_invitation_rouverte_par_qui_l_a_acceptee(projet: Projet, etrangere: Visiteur) -> None:
    jeton, _ = inviter(projet)
    mur = f"/projets/{projet.slug}/"
    ana = Client()
    assert accepter(ana, jeton).url == mur
    # From the e-mail again, by « Back » then « Accepter », or by reloading that page.
    assert ana.post("/invitation/", {"code": jeton}).url == mur
    assert ana.post("/invitation/accepter/").url == mur
    assert ana.get("/invitation/accepter/").url == mur
    # Logged out, or on another device: through the way in.
    ailleurs = Client().post("/invitation/", {"code": jeton})
    assert ailleurs.status_code == 422
    assert f'href="/comptes/login/?next={mur}"' in ailleurs.content.decode()
    # Somebody else learns nothing of it.
    assert etrangere.post("/invitation/", {"code": jeton}).status_code == 422
    assert Client().post("/invitation/", {"code": "autre"}).status_code == 422


def test_invitation_rouverte_apres_la_fin_de_l_acces(projet: Projet) -> None:
    jeton, qui = inviter(projet)
    ana = Client()
    accepter(ana, jeton)
    Participant.objects.filter(pk=qui.pk).update(acces_clos_le="2020-01-01")
    assert ana.post("/invitation/", {"code": jeton}).status_code == 422


@pytest.mark.une_base
@pytest.mark.parametrize(
    "page",
    ["/comptes/login/", "/comptes/login/code/", "/comptes/login/code/confirm/", "/carte/"],
)
def test_second_onglet_de_la_page_d_entree(page: str, projet: Projet) -> None:
    """Its token is of before the login: it goes where the first tab went, and sends nothing."""
    client = Client(enforce_csrf_checks=True)
    qui = f.ParticipantFactory(projet=projet, user=f.UserFactory(), role=Role.LECTEUR)
    client.force_login(qui.user)
    mur = f"/projets/{projet.slug}/"
    for suite, vers in ((mur, mur), ("", "/"), ("https://ailleurs.example/", "/")):
        reponse = client.post(page, {"login": "a@b.fr", "password": "x", "next": suite})
        assert (reponse.status_code, reponse.headers.get("Location")) == (302, vers)
    assert client.get("/comptes/login/", {"next": mur}).url == mur
    assert mail.outbox == []


@pytest.mark.une_base
def test_page_trop_ancienne_rend_ce_qu_on_y_avait_ecrit(pilote: Visiteur, projet: Projet) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(pilote.participant.user)
    envoi = {
        "nom": "\n<Encore>",
        "etablissement": str(projet.etablissement_id),
        "password": "secret",
        "csrfmiddlewaretoken": "x" * 64,
    }
    refus = client.post("/projets/nouveau/", envoi, headers=ICI)
    page = refus.content.decode()
    assert refus.status_code == 403
    assert '<textarea name="nom" hidden>\n\n&lt;Encore&gt;</textarea>' in page
    assert "secret" not in page
    jeton = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    rendu = {"nom": "Encore", "etablissement": envoi["etablissement"]}
    rendu["csrfmiddlewaretoken"] = jeton
    assert client.post("/projets/nouveau/", rendu, headers=ICI).status_code == 302
    assert Projet.objects.filter(nom="Encore").exists()


@pytest.mark.une_base
@pytest.mark.parametrize(
    "entetes",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "http://["},
    ],
)
def test_un_autre_site_ne_se_fait_pas_renvoyer(entetes: dict[str, str], pilote: Visiteur) -> None:
    """Else a page elsewhere would have its own words sent by one click here."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(pilote.participant.user)
    refus = client.post("/projets/nouveau/", {"nom": "Piège"}, headers=entetes)
    assert (refus.status_code, "Piège" in refus.content.decode()) == (403, False)


@pytest.mark.une_base
def test_une_autre_s_est_connectee_sur_le_meme_appareil(projet: Projet) -> None:
    """The tab of the first is still open: nothing of it is shown to the second, nor saved under
    her name; the first, back, finds it. Whether her session had ended or not."""
    ines, autre = (visiteur(projet, Role.PILOTE).participant.user for _ in range(2))
    page = f"/projets/{projet.slug}/acces/inviter/"
    poste = Client(enforce_csrf_checks=True)

    def entrer(qui: User) -> None:
        poste.cookies.clear()  # logging in gives another token
        poste.force_login(qui)
        prouver(poste)

    def formulaire(reponse: Any) -> dict[str, str]:
        forms = html.fromstring(reponse.text).xpath("//form[.//*[@name='envoi']]")
        return {nom: valeur.lstrip("\n") for nom, valeur in forms[0].form_values()}

    entrer(ines)
    tape = formulaire(poste.get(page)) | {"nom": "Diaz", "courriel": "ana@e.org", "role": "lecteur"}
    poste.session.flush()
    finie = poste.post(page, tape, headers=ICI)
    assert "Votre session est finie" in finie.text
    for envoi in (tape, formulaire(finie)):
        entrer(autre)
        refus = poste.post(page, envoi, headers=ICI)
        assert (refus.status_code, "Diaz" in refus.text) == (403, False)
        assert "celle d’une autre personne" in refus.text
        entrer(ines)
        rendu = formulaire(poste.post(page, envoi, headers=ICI))
        assert rendu["nom"] == "Diaz"
        entrer(autre)  # and again, from the page that gave it back
        assert "Diaz" not in poste.post(page, rendu, headers=ICI).text
    entrer(ines)
    rendu = formulaire(poste.post(page, rendu, headers=ICI))
    assert poste.post(page, rendu, headers=ICI).status_code == 302
    assert Participant.objects.de(projet).filter(nom="Diaz").count() == 1


def test_session_finie_pendant_qu_on_ecrit(projet: Projet) -> None:
    """Said on a page that keeps the words; the link to log in comes back to where one was."""
    pilote = visiteur(projet, Role.PILOTE)
    pilote.session.flush()
    page = f"http://testserver/projets/{projet.slug}/acces/inviter/"
    entetes = {**ICI, "Referer": page}
    refus = pilote.post(page, {"nom": "Diaz", "courriel": "ana@e.org"}, headers=entetes)
    dit = refus.content.decode()
    assert refus.status_code == 403
    assert '<textarea name="nom" hidden>\nDiaz</textarea>' in dit
    assert f"/comptes/login/?next=/projets/{projet.slug}/acces/inviter/" in dit
    # What is read, or sent without a session ever, goes to the way in as before.
    assert pilote.get(page).status_code == 302
    assert Client().post(page, {"nom": "Diaz"}, headers=ICI).status_code == 302
