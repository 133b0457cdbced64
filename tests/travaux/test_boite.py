"""The outbox: written with what causes it, unreadable while it waits, empty once it has left."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from pasapas.models import Courriel, Ouvrier
from pasapas.models.travaux import Etat
from pasapas.travaux import bail, boite
from pasapas.travaux.boite import Lettre, Liaison, poster
from tests.courriels import relever
from tests.factories import UserFactory
from tests.personnes import Visiteur
from tests.preuves import enroler, prouver

pytestmark = pytest.mark.django_db
ESSAI = Lettre("essai", "essai")
ADRESSE = "ines@example.org"


def lettre(texte: str = "Le code est ABC", adresse: str = ADRESSE) -> EmailMessage:
    return EmailMessage("Sujet", texte, None, [adresse])


def en_panne(monkeypatch: pytest.MonkeyPatch, erreur: Exception) -> None:
    def porter(self: Liaison, message: Any) -> None:
        raise erreur

    monkeypatch.setattr(Liaison, "porter", porter)


def test_rien_ne_part_de_ce_qui_est_defait() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        poster(ESSAI, lettre())
        raise ZeroDivisionError
    assert mail.outbox == []


def test_le_texte_et_l_adresse_ne_se_lisent_pas_en_base_et_n_y_restent_pas() -> None:
    poster(ESSAI, lettre())
    attend = str(list(Courriel.objects.values()))
    assert "ABC" not in attend and "ines" not in attend and "Sujet" not in attend
    (message,) = mail.outbox
    assert (message.to, message.subject, message.body) == ([ADRESSE], "Sujet", "Le code est ABC")
    parti = Courriel.objects.get()
    assert (parti.etat, parti.contenu) == (Etat.FAIT, "")
    assert parti.empreinte == boite.empreinte(" INES@example.org")


def test_l_identite_du_message_est_celle_de_la_ligne() -> None:
    poster(ESSAI, lettre())
    (message,) = mail.outbox
    assert message.extra_headers["Message-ID"].startswith(f"<{Courriel.objects.get().pk}@")


def test_la_partie_en_html_voyage_avec_le_texte() -> None:
    message = EmailMultiAlternatives("Sujet", "Bonjour", None, [ADRESSE])
    message.attach_alternative("<p>Bonjour</p>", "text/html")
    poster(ESSAI, message)
    assert [tuple(partie) for partie in mail.outbox[0].alternatives] == [
        ("<p>Bonjour</p>", "text/html")
    ]


def test_demande_deux_fois_sous_une_cle_part_une_fois() -> None:
    assert poster(ESSAI, lettre(), cle="etape-1")
    assert not poster(ESSAI, lettre(), cle="etape-1")
    assert poster(ESSAI, lettre(), cle="etape-2")
    assert len(mail.outbox) == 2
    assert not poster(ESSAI, lettre(), cle="etape-1")
    assert len(mail.outbox) == 2


def test_abandonne_il_peut_etre_redemande() -> None:
    poster(ESSAI, lettre(), cle="un", perime_le=timezone.now())
    relever()
    assert Courriel.objects.get().etat == Etat.ABANDONNE
    assert poster(ESSAI, lettre(), cle="un")
    assert len(mail.outbox) == 1


def test_un_code_perime_ne_part_pas() -> None:
    poster(ESSAI, lettre(), perime_le=timezone.now() - timedelta(seconds=1))
    assert mail.outbox == []
    perime = Courriel.objects.get()
    assert (perime.etat, perime.erreur, perime.contenu) == (Etat.ABANDONNE, boite.PERIME, "")


def test_un_nouvel_essai_apres_la_peremption_n_est_pas_attendu(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    en_panne(monkeypatch, SMTPServerDisconnected())
    poster(ESSAI, lettre(), perime_le=timezone.now() + timedelta(seconds=59))
    relever()
    assert Courriel.objects.get().etat == Etat.ABANDONNE


def test_les_essais_s_espacent_puis_s_arretent(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    en_panne(monkeypatch, SMTPServerDisconnected(f"refus de {ADRESSE}"))
    poster(ESSAI, lettre())
    attentes = []
    for _ in range(6):
        relever()
        courriel = Courriel.objects.get()
        attentes.append(round((courriel.a_prendre_le - timezone.now()).total_seconds() / 60))
        Courriel.objects.update(a_prendre_le=timezone.now())
    assert attentes[:5] == [1, 5, 30, 120, 480]
    assert (courriel.etat, courriel.essais) == (Etat.ABANDONNE, 6)
    assert ADRESSE not in caplog.text and ADRESSE not in courriel.erreur


@pytest.mark.parametrize(("code", "etat"), [(550, Etat.ABANDONNE), (451, Etat.PRET)])
def test_seul_un_refus_definitif_arrete_tout(
    code: int, etat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    en_panne(monkeypatch, SMTPRecipientsRefused({ADRESSE: (code, b"non")}))
    poster(ESSAI, lettre())
    relever()
    assert Courriel.objects.get().etat == etat


def test_ce_qui_presse_part_d_abord() -> None:
    poster(ESSAI, lettre("sans hâte"))
    poster(ESSAI, lettre("demain"), perime_le=timezone.now() + timedelta(days=1))
    poster(ESSAI, lettre("code"), perime_le=timezone.now() + timedelta(minutes=15))
    assert [message.body for message in mail.outbox] == ["code", "demain", "sans hâte"]


def test_un_effet_qui_echoue_ne_fait_pas_repartir(caplog: pytest.LogCaptureFixture) -> None:
    def effet(courriel: Courriel, suite: dict[str, Any]) -> None:
        Ouvrier.objects.create(machine=suite["machine"])
        raise ValueError

    poster(Lettre("effet", "effet", effet), lettre(), suite={"machine": "ici"})
    assert len(mail.outbox) == 1
    assert Courriel.objects.get().etat == Etat.FAIT
    assert not Ouvrier.objects.exists()
    assert "Effet d’un courriel" in caplog.text


def test_un_secret_change_se_dit(settings: Any) -> None:
    poster(ESSAI, lettre())
    settings.SECRET_KEY = "un autre secret, tout à fait différent"
    relever()
    assert Courriel.objects.get().erreur == boite.ILLISIBLE


@pytest.mark.parametrize("adresse", ["connue@example.org", "inconnue@example.org"])
def test_la_page_du_code_dit_que_l_envoi_tarde_a_tous_pareil(adresse: str) -> None:
    UserFactory(email="connue@example.org")

    def page() -> str:
        client = Visiteur()
        client.post("/comptes/login/code/", {"email": adresse})
        return client.get("/comptes/login/code/confirm/").content.decode()

    assert "ralenti" in page()  # no worker at all
    Ouvrier.objects.create(machine="ici")
    assert "ralenti" not in page()
    Courriel.objects.update(cree_le=timezone.now() - timedelta(minutes=2))
    assert "ralenti" in page()
    relever()
    assert "ralenti" not in page()


@pytest.fixture
def administratrice(db: None) -> Visiteur:
    client, user = Visiteur(), UserFactory(is_staff=True, is_superuser=True)
    enroler(user)
    client.force_login(user)
    prouver(client)
    return client


def agir(client: Visiteur, action: str, *lignes: Courriel) -> str:
    envoi = {"action": action, "_selected_action": [str(ligne.pk) for ligne in lignes]}
    page = client.post("/administration/pasapas/courriel/", envoi, follow=True)
    return page.content.decode()


def test_l_administration_montre_reessaie_et_annule(
    administratrice: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as panne:
        en_panne(panne, SMTPServerDisconnected())
        poster(ESSAI, lettre(), cle="un")
        poster(ESSAI, lettre(adresse="autre@example.org"), cle="deux")
        relever()
    page = administratrice.get("/administration/pasapas/courriel/").content.decode()
    assert "Le service d’envoi est injoignable." in page and ADRESSE in page
    assert "ABC" not in page and "Aucun ouvrier" in page
    un, deux = (Courriel.objects.get(cle=cle) for cle in ("un", "deux"))
    agir(administratrice, "annuler", deux)
    agir(administratrice, "reessayer", un)
    assert [message.to for message in mail.outbox] == [[ADRESSE]]
    assert "texte n’en est plus gardé" in agir(administratrice, "reessayer", un, deux)
    assert len(mail.outbox) == 1
    trouves = administratrice.get("/administration/pasapas/courriel/", {"q": ADRESSE})
    assert list(trouves.context["cl"].result_list) == [un]


def test_qui_ne_peut_que_voir_ne_fait_rien(projet: Any) -> None:
    from django.contrib.auth.models import Permission

    client, user = Visiteur(), UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_courriel"))
    enroler(user)
    client.force_login(user)
    prouver(client)
    poster(ESSAI, lettre())
    assert client.get("/administration/pasapas/courriel/").status_code == 200
    agir(client, "annuler", Courriel.objects.get())
    assert Courriel.objects.get().etat == Etat.PRET


def test_une_ligne_perdue_ne_finit_pas() -> None:
    """Frozen past its lease: another worker has it, the late one writes nothing."""
    poster(ESSAI, lettre())
    tard = bail.prendre(Courriel.objects.all())
    Courriel.objects.update(a_prendre_le=timezone.now())
    autre = bail.prendre(Courriel.objects.all())
    assert tard.pk == autre.pk
    assert not bail.finir(tard, lambda: pytest.fail("effet d’une ligne perdue"))
    assert not bail.rater(tard, "trop tard")
    assert not bail.prolonger(tard)
    assert bail.finir(autre)


def test_une_ligne_tenue_n_est_prise_par_personne_d_autre() -> None:
    poster(ESSAI, lettre())
    assert bail.prendre(Courriel.objects.all())
    assert bail.prendre(Courriel.objects.all()) is None


def test_ce_qui_tue_l_ouvrier_a_chaque_fois_est_abandonne() -> None:
    poster(ESSAI, lettre())
    for _ in range(bail.essais_permis()):
        assert bail.prendre(Courriel.objects.all())
        Courriel.objects.update(a_prendre_le=timezone.now())
    assert bail.prendre(Courriel.objects.all()) is None
    assert (Courriel.objects.get().etat, Courriel.objects.get().erreur) == (
        Etat.ABANDONNE,
        bail.MORT,
    )
