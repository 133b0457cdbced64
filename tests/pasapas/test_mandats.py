"""An adviser reads the établissements of their region that accepted them, and is seen to."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from pasapas.models import Consultation, Mandat, Participant, Projet, Role
from tests import factories as f
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.droits.matrice import ecritures
from tests.factories import MandatFactory, RegionFactory, UserFactory
from tests.personnes import Visiteur, donner_mandat, ouvertes_a
from tests.requetes import requetes

pytestmark = pytest.mark.django_db


def mur(projet: Projet) -> str:
    return f"/projets/{projet.slug}/"


def test_avec_un_mandat_on_lit(projet: Projet, chargee: Visiteur) -> None:
    assert chargee.get(mur(projet)).status_code == 200
    assert (
        chargee.htmx("get", f"{mur(projet)}planches/eclaire/ambition/modifier/").status_code == 403
    )


@pytest.mark.parametrize(
    "mandat", ["aucun", "fini", "pas_commence", "autre_region", "autre_compte"]
)
def test_sans_mandat_ouvert_la_porte_est_fermee(
    mandat: str, projet: Projet, chargee: Visiteur
) -> None:
    jour = timezone.localdate()
    autres = {
        "fini": {"debut": jour - timedelta(days=9), "fin": jour - timedelta(days=1)},
        "pas_commence": {"debut": jour + timedelta(days=1)},
        "autre_region": {"region": RegionFactory()},
        "autre_compte": {"user": UserFactory()},
    }
    ici = Mandat.objects.filter(user=chargee.participant.user)
    ici.update(**autres[mandat]) if mandat in autres else ici.delete()
    assert chargee.get(mur(projet)).status_code == 404
    assert chargee.get("/").context["petits"] == []
    assert not Participant.objects.de(projet).ouverts().filter(pk=chargee.participant.pk).exists()


def test_le_dernier_jour_compte(projet: Projet, chargee: Visiteur) -> None:
    Mandat.objects.update(fin=timezone.localdate())
    assert chargee.get(mur(projet)).status_code == 200


def test_etablissement_sans_region(projet: Projet, chargee: Visiteur) -> None:
    type(projet.etablissement).objects.update(region=None)
    assert chargee.get(mur(projet)).status_code == 404


def test_un_mandat_ne_donne_rien_sans_l_etablissement(projet: Projet, anonyme: Visiteur) -> None:
    """The région opens no door by itself: the établissement accepts, or not."""
    region = RegionFactory()
    type(projet.etablissement).objects.update(region=region)
    user = UserFactory()
    MandatFactory(user=user, region=region)
    anonyme.force_login(user)
    assert anonyme.get(mur(projet)).status_code in {302, 404}
    assert not ouvertes_a(user).exists()


def test_plusieurs_mandats_ne_doublent_personne(projet: Projet, chargee: Visiteur) -> None:
    for _ in range(2):
        donner_mandat(chargee.participant, RegionFactory())
    ouverts = Participant.objects.de(projet).ouverts().filter(role=Role.CHARGE_DE_MISSION)
    assert ouverts.count() == 1
    assert len(chargee.get("/").context["petits"]) == 1


@pytest.mark.une_base
def test_les_autres_roles_ne_demandent_pas_de_mandat(projet: Projet, lecteur: Visiteur) -> None:
    assert lecteur.get(mur(projet)).status_code == 200


@pytest.mark.une_base
def test_la_porte_coute_deux_requetes_de_plus(
    projet: Projet, lecteur: Visiteur, chargee: Visiteur
) -> None:
    """Noting the day, and what is shared, are the adviser's own; the mandate adds none."""
    url = f"{mur(projet)}corbeille/"
    comptes = [min(requetes(client, url) for _ in range(2)) for client in (lecteur, chargee)]
    assert comptes[1] - comptes[0] == 2


def test_une_consultation_par_jour(projet: Projet, chargee: Visiteur) -> None:
    chargee.get(mur(projet))
    premiere = Consultation.objects.de(projet).get()
    assert (premiere.participant, premiere.jour) == (chargee.participant, timezone.localdate())
    Consultation.objects.de(projet).update(derniere_le=timezone.now() - timedelta(hours=2))
    chargee.get(f"{mur(projet)}imprimer/")
    seconde = Consultation.objects.de(projet).get()
    assert seconde.pk == premiere.pk
    assert timezone.now() - seconde.derniere_le < timedelta(minutes=1)
    Consultation.objects.de(projet).update(jour=timezone.localdate() - timedelta(days=1))
    chargee.get(mur(projet))
    assert Consultation.objects.de(projet).count() == 2


def rien_de_neuf(projet: Projet) -> str:
    projet.refresh_from_db()
    return f"direct/?version={projet.version}"


def test_une_page_ouverte_qui_n_apprend_rien_ne_compte_pas(
    projet: Projet, chargee: Visiteur
) -> None:
    for page, statut in (
        (rien_de_neuf(projet), 204),
        ("presence/", 200),
        ("direct/morceaux/", 200),
    ):
        assert chargee.get(f"{mur(projet)}{page}").status_code == statut
    assert not Consultation.objects.de(projet).exists()


@pytest.mark.parametrize("page", ["direct/morceaux/?id=mur", "direct/", "direct/?version=1"])
def test_la_fresque_demandee_par_morceaux_compte(
    page: str, projet: Projet, chargee: Visiteur
) -> None:
    """Nobody reads the whole wall unseen; and a page left open is told of on each day."""
    f.ConstatFactory(projet=projet)
    Projet.objects.filter(pk=projet.pk).update(version=7)
    assert chargee.get(f"{mur(projet)}{page}").status_code == 200
    vue = Consultation.objects.de(projet).get()
    assert (vue.participant, vue.jour) == (chargee.participant, timezone.localdate())


def test_une_page_laissee_ouverte_n_ecrit_qu_une_fois_par_jour(
    projet: Projet, chargee: Visiteur, jours_apres: Callable[[int], None]
) -> None:
    morceaux = f"{mur(projet)}direct/morceaux/?id=mur"
    chargee.get(mur(projet))
    avant = Consultation.objects.de(projet).get().derniere_le
    with ecritures() as tables:
        chargee.get(morceaux)
    assert tables == {"pasapas_consultation"}
    assert Consultation.objects.de(projet).get().derniere_le == avant
    with ecritures() as tables:
        chargee.get(morceaux)
    assert tables == set()
    jours_apres(1)
    chargee.get(morceaux)
    assert Consultation.objects.de(projet).count() == 2


@pytest.fixture
def jours_apres(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """So many days later, for the door."""

    def avancer(jours: int) -> None:
        jour = timezone.localdate() + timedelta(days=jours)
        monkeypatch.setattr("pasapas.acces.porte.timezone.localdate", lambda *quand: jour)

    return avancer


@pytest.mark.une_base
def test_un_refus_n_est_pas_une_consultation(projet: Projet, chargee: Visiteur) -> None:
    assert chargee.get(f"{mur(projet)}fichier/").status_code == 403
    assert not Consultation.objects.de(projet).exists()


@pytest.mark.une_base
@pytest.mark.parametrize("qui", ["pilote", "animatrice", "contributrice", "lecteur"])
def test_personne_d_autre_n_est_suivi(
    qui: str, projet: Projet, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(qui).get(mur(projet))
    assert not Consultation.objects.de(projet).exists()


@pytest.fixture
def base_en_lecture() -> Iterator[None]:
    def refuser(execute: object, sql: str, *reste: object) -> object:
        if sql.startswith("INSERT") and "consultation" in sql:
            raise DatabaseError("disque plein")
        return execute(sql, *reste)

    with connection.execute_wrapper(refuser):
        yield


@pytest.mark.django_db(transaction=True)
def test_base_pleine_n_empeche_pas_de_lire(
    projet: Projet, chargee: Visiteur, base_en_lecture: None
) -> None:
    assert chargee.get(mur(projet)).status_code == 200


def test_une_seance_laissee_ouverte_ne_fait_pas_une_visite(
    projet: Projet, chargee: Visiteur
) -> None:
    """« Dernière visite » is the adviser's own: the page that asks by itself leaves it. What it
    shows counts for the day."""
    url = adresse(ouvrir(projet), "seance/")
    vu = chargee.get(url).context["empreinte"]
    Consultation.objects.all().delete()
    chargee.htmx("get", url, {"vu": vu})
    assert not Consultation.objects.exists()
    chargee.htmx("get", url, {"vu": "autre"})
    visite = Consultation.objects.get()
    chargee.htmx("get", url, {"vu": "encore autre"})
    chargee.htmx("get", url, {"vu": vu})
    assert Consultation.objects.get().derniere_le == visite.derniere_le
    chargee.get(url)
    assert Consultation.objects.get().derniere_le > visite.derniere_le
