"""Keeping no longer than said: a notice first, two months to answer, then nothing is left."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from fresque.donnees import conservation
from fresque.donnees.conservation import Tournee, effacer_projet
from fresque.donnees.preavis import destinataires
from pasapas.models import Courriel, Participant, Projet, Role, User
from pasapas.travaux.boite import Liaison
from tests import factories as f
from tests.courriels import relever
from tests.mur import remplir
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
JOUR = timedelta(days=1)
ECHEANCE = date(2026, 3, 1)  # 36 months after the last change
PREAVIS = date(2025, 12, 31)  # 60 days before
APRES = ECHEANCE + JOUR


def passer(jour: date, **options: Any) -> Tournee:
    """The daily run, then the worker."""
    passage = conservation.passer(jour, **options)
    relever()
    return passage


def vieillir(projet: Projet, **champs: Any) -> Projet:
    dernier = timezone.make_aware(datetime(2023, 3, 1, 10))
    Projet.objects.filter(pk=projet.pk).update(modifie_le=dernier, **champs)
    projet.refresh_from_db()
    return projet


@pytest.fixture
def ancien(projet: Projet) -> Projet:
    return vieillir(projet)


@pytest.fixture
def la_pilote(projet: Projet) -> Participant:
    return f.ParticipantFactory(
        projet=projet, role=Role.PILOTE, user=f.UserFactory(last_login=timezone.now())
    )


def existe(projet: Projet) -> bool:
    return Projet.objects.filter(pk=projet.pk).exists()


def test_rien_ne_se_passe_avant_l_heure(ancien: Projet, la_pilote: Participant) -> None:
    passage = passer(PREAVIS - JOUR)
    assert (passage.prevenus, passage.effaces, passage.echecs) == ([], [], [])
    assert mail.outbox == []


def test_deux_mois_avant_les_pilotes_sont_prevenus_une_fois(
    ancien: Projet, la_pilote: Participant
) -> None:
    version = ancien.version
    for jour in (PREAVIS, PREAVIS + JOUR, ECHEANCE):
        passer(jour)
    (message,) = mail.outbox
    assert message.to == [la_pilote.user.email]
    assert "1er mars 2026" in message.body
    assert f"/projets/{ancien.slug}/donnees/" in message.body
    ancien.refresh_from_db()
    assert (ancien.preavis_le, ancien.efface_apres_le) == (PREAVIS, ECHEANCE)
    assert ancien.version > version  # open walls show it
    assert existe(ancien)


def test_un_preavis_qui_attend_ne_part_plus_si_quelqu_un_revient(
    ancien: Projet, la_pilote: Participant
) -> None:
    user = inutile()
    assert len(conservation.passer(PREAVIS).prevenus) == 2
    Projet.objects.filter(pk=ancien.pk).update(modifie_le=timezone.now())  # written on
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    assert mail.outbox == []
    ancien.refresh_from_db()
    assert ancien.preavis_le is None


def test_passe_la_date_la_fresque_et_tout_ce_qui_y_tient_s_effacent(
    autre_projet: Projet, ancien: Projet, la_pilote: Participant
) -> None:
    remplir(autre_projet, 1)
    restent = tables()
    remplir(ancien, 1)
    f.PassationFactory(campagne__projet=ancien)
    vieillir(ancien, preavis_le=PREAVIS)
    assert passer(ECHEANCE).effaces == []
    assert passer(APRES).effaces == [f"fresque « {ancien} » ({ancien.slug})"]
    assert not existe(ancien)
    en_trop = {t: n for t, n in tables().items() if n > restent.get(t, 0)}
    assert set(en_trop) <= COMMUNES
    assert passer(APRES + JOUR).effaces == []


COMMUNES = {
    "pasapas_effacement",  # that it was erased: a key and an hour
    "pasapas_etablissement",
    "pasapas_service",
    "pasapas_user",
    "diagnostic_questionnaire",
    "diagnostic_theme",
    "diagnostic_question",
}


def tables() -> dict[str, int]:
    with connection.cursor() as curseur:
        comptes = {}
        for table in connection.introspection.table_names():
            curseur.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            comptes[table] = curseur.fetchone()[0]
    return comptes


def test_jamais_sans_un_preavis_de_soixante_jours(ancien: Projet, la_pilote: Participant) -> None:
    tard = ECHEANCE + 400 * JOUR
    assert passer(tard).effaces == []
    assert passer(tard + 60 * JOUR).effaces == []
    assert passer(tard + 61 * JOUR).effaces != []


def test_un_e_mail_qui_ne_part_pas_n_est_pas_un_preavis(
    ancien: Projet, la_pilote: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panne(*args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as m:
        m.setattr(Liaison, "porter", panne)
        m.setattr(settings, "TRAVAUX_DELAIS", ())
        assert len(passer(PREAVIS).prevenus) == 1  # in the outbox, and given up
        assert len(passer(PREAVIS + JOUR).echecs) == 1
        ancien.refresh_from_db()
        assert ancien.preavis_le is None
        assert passer(APRES).effaces == []
    passer(APRES + JOUR)
    ancien.refresh_from_db()
    assert ancien.efface_apres_le == APRES + 61 * JOUR


def test_un_preavis_compte_du_jour_ou_il_part(ancien: Projet, la_pilote: Participant) -> None:
    """Asked for again meanwhile, it is the same one; too old, it is written anew."""
    for jour in (PREAVIS, PREAVIS):
        assert len(conservation.passer(jour).prevenus) == 1
    ancien.refresh_from_db()
    assert ancien.preavis_le is None
    Courriel.objects.update(cree_le=timezone.now() - 3 * JOUR)
    assert len(mail.outbox) == 1
    ancien.refresh_from_db()
    assert ancien.preavis_le == PREAVIS + 3 * JOUR


def test_sans_envoi_d_e_mails_rien_ne_s_efface(
    ancien: Projet, la_pilote: Participant, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    with pytest.raises(CommandError, match="PASAPAS_EMAIL_URL"):
        call_command("conservation", stdout=StringIO())
    assert existe(ancien)


def test_un_changement_repousse_l_echeance(ancien: Projet, la_pilote: Participant) -> None:
    passer(PREAVIS)
    Projet.objects.filter(pk=ancien.pk).update(modifie_le=timezone.make_aware(datetime(2026, 2, 1)))
    assert passer(APRES).effaces == []
    ancien.refresh_from_db()
    assert not ancien.preavis_vaut
    assert ancien.efface_apres_le == date(2029, 2, 1)


def test_au_dernier_moment_la_fresque_est_sauvee(ancien: Projet, la_pilote: Participant) -> None:
    """The list was drawn, then a pilote asked for more time, then her turn came."""
    passer(PREAVIS)
    ancien.refresh_from_db()
    Projet.objects.filter(pk=ancien.pk).update(conserver_jusqu_au=date(2030, 1, 1))
    assert effacer_projet(ancien, APRES) is False
    assert existe(ancien)


def test_la_date_choisie_par_le_groupe_l_emporte(projet: Projet, la_pilote: Participant) -> None:
    Projet.objects.filter(pk=projet.pk).update(conserver_jusqu_au=ECHEANCE)
    assert len(passer(PREAVIS).prevenus) == 1
    assert len(passer(APRES).effaces) == 1


def test_a_blanc_rien_ne_change(ancien: Projet, la_pilote: Participant) -> None:
    autre = vieillir(f.ProjetFactory(), preavis_le=date(2020, 1, 1))
    Projet.objects.filter(pk=autre.pk).update(preavis_le=PREAVIS)
    sortie = StringIO()
    call_command("conservation", "--a-blanc", stdout=sortie)
    assert f"À prévenir : fresque « {ancien} » ({ancien.slug})" in sortie.getvalue()
    assert f"À effacer : fresque « {autre} » ({autre.slug})" in sortie.getvalue()
    assert existe(autre)
    assert mail.outbox == []


def test_sans_pilote_on_previent_les_animateurs_puis_l_administration(projet: Projet) -> None:
    assert destinataires(projet) == []
    f.UserFactory(is_staff=True)  # who was given no permission to know of the fresque
    staff = f.UserFactory(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_projet"))
    assert destinataires(projet) == [staff.email]
    animateur = f.ParticipantFactory(projet=projet, role=Role.ANIMATEUR, courriel="a@example.org")
    assert destinataires(projet) == [animateur.courriel]


def test_une_pilote_garde_la_fresque_plus_longtemps(pilote: Visiteur, projet: Projet) -> None:
    vieillir(projet, preavis_le=timezone.localdate())
    mur, page = f"/projets/{projet.slug}/", f"/projets/{projet.slug}/donnees/"
    for ou in (mur, "/", page):
        assert "sera effacée après le" in pilote.get(ou).content.decode()
    assert pilote.post(f"{page}conserver/", {"annees": "5"}, follow=True).status_code == 200
    projet.refresh_from_db()
    aujourd_hui = timezone.localdate()
    assert projet.preavis_le is None
    assert projet.efface_apres_le.year == aujourd_hui.year + 5
    for ou in (mur, "/", page):
        assert "sera effacée après le" not in pilote.get(ou).content.decode()
    assert "conserver" in str(projet.evenements.latest("pk").champ)


@pytest.mark.parametrize("annees", ["", "50", "-1", "deux", "1" * 400, "\x00"])
def test_une_duree_inconnue_est_refusee_pres_du_champ(
    pilote: Visiteur, projet: Projet, annees: str
) -> None:
    reponse = pilote.post(f"/projets/{projet.slug}/donnees/conserver/", {"annees": annees})
    assert reponse.status_code == 422
    assert "Choisissez une durée" in reponse.content.decode()
    projet.refresh_from_db()
    assert projet.conserver_jusqu_au is None


def test_seule_une_pilote_change_la_date(
    animatrice: Visiteur, lecteur: Visiteur, etrangere: Visiteur, projet: Projet
) -> None:
    adresse = f"/projets/{projet.slug}/donnees/conserver/"
    statuts = [v.post(adresse, {"annees": "1"}).status_code for v in (animatrice, lecteur)]
    assert statuts == [403, 403]
    assert etrangere.post(adresse, {"annees": "1"}).status_code == 404


def inutile(**champs: Any) -> User:
    dernier = timezone.make_aware(datetime(2023, 3, 1, 10))
    return f.UserFactory(**{"date_joined": dernier, "last_login": dernier, **champs})


def dater_les_preavis(jour: date) -> None:
    quand = timezone.make_aware(datetime(jour.year, jour.month, jour.day, 12))
    LogEntry.objects.update(action_time=quand)


def test_un_compte_qui_ne_sert_plus_s_efface_apres_preavis() -> None:
    user = inutile()
    assert passer(PREAVIS - JOUR).prevenus == []
    assert passer(PREAVIS).prevenus == [f"compte n° {user.pk}"]
    assert mail.outbox[0].to == [user.email]
    dater_les_preavis(PREAVIS)
    assert passer(ECHEANCE).effaces == []
    assert len(mail.outbox) == 1
    assert passer(APRES).effaces == [f"compte n° {user.pk}"]
    assert not User.objects.filter(pk=user.pk).exists()


def test_une_connexion_sauve_le_compte() -> None:
    user = inutile()
    passer(PREAVIS)
    dater_les_preavis(PREAVIS)
    User.objects.filter(pk=user.pk).update(last_login=timezone.make_aware(datetime(2026, 2, 1)))
    assert passer(APRES).effaces == []


def test_un_compte_qui_ouvre_une_fresque_reste(la_pilote: Participant) -> None:
    User.objects.filter(pk=la_pilote.user_id).update(
        last_login=None, date_joined=timezone.make_aware(datetime(2020, 1, 1))
    )
    inutile(is_staff=True)
    passage = passer(timezone.localdate())
    assert (passage.prevenus, passage.effaces) == ([], [])


def test_le_nom_reste_dans_la_fresque_quand_le_compte_s_en_va(projet: Projet) -> None:
    user = inutile(email=None)  # nobody to tell: no notice is possible
    partie = f.ParticipantFactory(projet=projet, user=user, acces_clos_le="2024-01-01")
    assert passer(APRES).effaces == [f"compte n° {user.pk}"]
    partie.refresh_from_db()
    assert (partie.user, partie.prenom) == (None, "Inès")
