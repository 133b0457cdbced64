"""A query whose SQL is written once answers as the queryset it comes from, every day."""

from datetime import timedelta

import pytest
from django.db.models import Max, Q
from django.utils import timezone

from pasapas.acces.porte import PARTICIPATION, participation
from pasapas.comptes.porteur import SessionStore
from pasapas.ecriture.journal import peints_le
from pasapas.models import Participant, Role, User
from pasapas.serveur.preparee import Preparee, PrepareeValeurs
from tests.factories import EvenementFactory, ParticipantFactory, ProjetFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_lignes_liees_viennent_avec(django_assert_num_queries):
    participant = ParticipantFactory(user=UserFactory())
    PARTICIPATION.premiere(compte=0, slug="")  # written now, whoever asks first
    with django_assert_num_queries(1):
        lu = participation(participant.user, participant.projet.slug)
        assert lu == participant
        assert lu.projet.etablissement == participant.projet.etablissement
    attendu = Participant.objects.select_related("projet__etablissement").get()
    for champ in Participant._meta.concrete_fields:
        assert getattr(lu, champ.attname) == getattr(attendu, champ.attname)


def test_valeurs_demandees_ne_se_melangent_pas():
    un, autre = (ParticipantFactory(user=UserFactory(), projet=ProjetFactory()) for _ in "ab")
    croises = [(un.user, autre.projet), (autre.user, un.projet)]
    assert participation(un.user, un.projet.slug) == un
    assert participation(autre.user, autre.projet.slug) == autre
    assert [
        PARTICIPATION.premiere(compte=compte.pk, slug=projet.slug) for compte, projet in croises
    ] == [None, None]


def test_un_acces_clos_hier_se_ferme_sans_relancer_le_serveur(monkeypatch):
    """The SQL holds the date: it is written again the next day."""
    jour = timezone.localdate()
    participant = ParticipantFactory(user=UserFactory(), acces_clos_le=jour)
    demande = {"compte": participant.user.pk, "slug": participant.projet.slug}
    assert PARTICIPATION.premiere(**demande) == participant
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: jour + timedelta(days=1))
    assert PARTICIPATION.premiere(**demande) is None


def test_un_repere_qui_ne_se_retrouve_pas_est_refuse():
    """Else a value would be forgotten, or put in two places."""
    deux = Preparee(lambda pk: User.objects.filter(Q(pk=pk) | Q(last_login=None, pk=pk)), pk=-1)
    with pytest.raises(ValueError, match="repère"):
        deux.premiere(pk=1)
    aucun = Preparee(lambda nom: User.objects.all(), nom="?")
    with pytest.raises(ValueError, match="repère"):
        aucun.premiere(nom="Paul")


def test_une_valeur_n_est_jamais_du_sql():
    participant = ParticipantFactory(user=UserFactory(), role=Role.PILOTE)
    assert PARTICIPATION.premiere(compte=participant.user.pk, slug="' OR '1'='1") is None


def test_une_session_finie_ne_s_ouvre_plus():
    session = SessionStore()
    session["carte"] = 12
    session.save()
    assert SessionStore(session.session_key)["carte"] == 12
    session.set_expiry(timezone.now() - timedelta(seconds=1))
    session.save()
    perimee = SessionStore(session.session_key)
    assert perimee.load() == {}
    assert perimee.session_key is None


def test_un_compte_ferme_n_est_plus_personne(client):
    compte = UserFactory()
    client.force_login(compte)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=compte.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_des_valeurs_se_lisent_comme_par_le_queryset(django_assert_num_queries):
    comptes = sorted(UserFactory.create_batch(3), key=lambda compte: compte.pk)
    apres = PrepareeValeurs(
        lambda pk: User.objects.filter(pk__gt=pk).order_by("-pk"),
        champs=("pk", "date_joined"),
        pk=-1,
    )
    apres.lignes(pk=0)
    for compte in comptes:
        with django_assert_num_queries(1):
            lues = apres.lignes(pk=compte.pk)
        attendues = [c for c in reversed(comptes) if c.pk > compte.pk]
        assert lues == [(c.pk, c.date_joined) for c in attendues]


def test_une_valeur_calculee_se_lit_comme_par_le_queryset():
    """SQLite gives as text an instant that it works out."""
    compte = UserFactory()
    derniere = User.objects.values("prenom").annotate(derniere=Max("date_joined"))
    par_prenom = PrepareeValeurs(
        lambda pk: derniere.filter(pk=pk).order_by(),
        champs=("prenom", "derniere"),
        pk=-1,
    )
    assert par_prenom.lignes(pk=compte.pk) == [(compte.prenom, compte.date_joined)]


def test_la_derniere_main_d_une_planche_est_la_meme_lue_seule_ou_avec_le_mur():
    evenement = EvenementFactory()
    projet, planche = evenement.projet, evenement.planche
    du_mur = {ici: jour for ici, jour in peints_le(projet).items() if ici[0] == planche}
    assert du_mur and peints_le(projet, {planche}) == du_mur
