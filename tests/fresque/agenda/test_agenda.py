"""What a calendar is told: dates and no words, until one asks; and by whose address."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Event

from fiches.models import Etape, ResponsableEtape
from fresque.agenda.jours import du_projet
from fresque.models import Abonnement, RendezVous
from pasapas.models import Etablissement, Participant, Projet, User
from tests.factories import (
    EtapeFactory,
    FicheActionFactory,
    ParticipantFactory,
    RendezVousFactory,
)
from tests.htmx import lu
from tests.personnes import Visiteur, visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
MATIN = datetime(2025, 11, 28, 9, tzinfo=UTC)
SECRET_DU_MUR = ["Chiffrer les horaires", "Framboises", "Bilan partagé", "Accueillir", "accueillir"]


@pytest.fixture(autouse=True)
def un_matin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MATIN)


@pytest.fixture
def etape(projet: Projet) -> Etape:
    FicheActionFactory(projet=projet)
    fiche = FicheActionFactory(projet=projet, intitule="Horaires")
    return EtapeFactory(
        projet=projet,
        fiche=fiche,
        intitule="Chiffrer les horaires",
        periode_debut="2025-12",
        periode_fin="2026-02",
    )


@pytest.fixture
def seance(projet: Projet) -> RendezVous:
    return RendezVousFactory(
        projet=projet,
        date=date(2025, 12, 4),
        heure=time(14),
        duree=90,
        lieu="Salle des Framboises",
        programme="Bilan partagé",
    )


def evenements(reponse: Any) -> list[Event]:
    assert reponse.status_code == 200
    assert reponse["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(ligne) <= 75 for ligne in reponse.content.split(b"\r\n"))
    return list(Calendar.from_ical(reponse.content).walk("VEVENT"))


def abonner(client: Visiteur, projet: Projet, **options: str) -> str:
    """The address that the page shows, as a calendar asks for it."""
    page = client.post(f"/projets/{projet.slug}/agenda/", {"geste": "renouveler", **options})
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    return page.context["adresse"].removeprefix("http://testserver")


def test_une_etape_est_une_suite_de_jours_sans_un_mot_du_mur(
    etape: Etape, projet: Projet, lecteur: Visiteur
) -> None:
    reponse = lecteur.get(f"/projets/{projet.slug}/agenda/fiche-2/{etape.pk}.ics")
    (une,) = evenements(reponse)
    assert une["SUMMARY"] == "Étape · fiche n°2"
    assert (une.decoded("DTSTART"), une.decoded("DTEND")) == (date(2025, 12, 1), date(2026, 3, 1))
    assert une["TRANSP"] == "TRANSPARENT"
    dit = reponse.content.replace(b"\r\n ", b"").decode()
    assert [mot for mot in SECRET_DU_MUR if mot in dit] == []
    entiere = lecteur.get(f"/projets/{projet.slug}/agenda/fiche-2/{etape.pk}.ics?detaille=1")
    (la_meme,) = evenements(entiere)
    assert la_meme["SUMMARY"] == "Étape · fiche n°2 : Chiffrer les horaires"
    assert la_meme["URL"] == f"http://testserver/projets/{projet.slug}/planches/fiche-2/"
    assert la_meme["UID"] == une["UID"]


@pytest.mark.parametrize(
    ("debut", "fin", "jours"),
    [
        (None, "2026-02", (date(2026, 2, 28), date(2026, 3, 1))),
        ("2026-02", None, (date(2026, 2, 1), date(2026, 2, 2))),
        ("2026-02-10", "2026-02", (date(2026, 2, 10), date(2026, 3, 1))),
        ("2025-12-31", "2025-12-31", (date(2025, 12, 31), date(2026, 1, 1))),
    ],
)
def test_une_etape_ne_dit_que_les_jours_que_l_on_a_compris(
    debut: str | None, fin: str | None, jours: tuple[date, date], etape: Etape, projet: Projet
) -> None:
    Etape.objects.filter(pk=etape.pk).update(periode_debut=debut, periode_fin=fin)
    assert [(une.debut, une.fin) for une in du_projet(projet)] == [jours]


@pytest.mark.parametrize(("departement", "heure_utc"), [("971", 18), ("35", 13)])
def test_une_seance_est_a_l_heure_de_l_etablissement(
    departement: str, heure_utc: int, seance: RendezVous, projet: Projet, animatrice: Visiteur
) -> None:
    Etablissement.objects.filter(projets=projet).update(departement=departement)
    url = f"/projets/{projet.slug}/agenda/seances/{seance.pk}.ics"
    reponse = animatrice.get(url)
    (une,) = evenements(reponse)
    assert une["SUMMARY"] == "Séance · groupe de travail"
    assert "LOCATION" not in une
    debut = une.decoded("DTSTART")
    assert debut.astimezone(UTC) == datetime(2025, 12, 4, heure_utc, tzinfo=UTC)
    assert une.decoded("DTEND") - debut == timedelta(minutes=90)
    assert b"BEGIN:VTIMEZONE" in reponse.content
    (la_meme,) = evenements(animatrice.get(f"{url}?detaille=1"))
    assert (la_meme["LOCATION"], la_meme["DESCRIPTION"]) == (seance.lieu, seance.programme)


def test_deplacee_ou_annulee_c_est_la_meme_et_l_agenda_le_sait(
    seance: RendezVous, projet: Projet, animatrice: Visiteur
) -> None:
    url = f"/projets/{projet.slug}/agenda/seances/{seance.pk}.ics"
    (avant,) = evenements(animatrice.get(url))
    ici = f"/projets/{projet.slug}/planches/seances/a-venir/lignes/{seance.pk}/"
    animatrice.htmx("post", f"{ici}?champ=heure", {"heure": "", "base-heure": "14:00"})
    animatrice.htmx("post", f"{ici}annulee/")
    (apres,) = evenements(animatrice.get(url))
    assert apres["UID"] == avant["UID"]
    assert apres["SEQUENCE"] == avant["SEQUENCE"] + 2
    assert apres["STATUS"] == "CANCELLED"
    # No hour: the day.
    assert (apres.decoded("DTSTART"), apres.decoded("DTEND")) == (
        date(2025, 12, 4),
        date(2025, 12, 5),
    )
    animatrice.htmx("post", f"{ici}retirer/")
    assert animatrice.get(url).status_code == 404


def test_le_projet_dit_ce_qui_attend(
    etape: Etape, seance: RendezVous, projet: Projet, lecteur: Visiteur
) -> None:
    EtapeFactory(projet=projet, fiche=etape.fiche)  # nobody said when
    faite = EtapeFactory(projet=projet, fiche=etape.fiche, periode_debut="2025-01")
    Etape.objects.filter(pk=faite.pk).update(date_realisation=date(2025, 2, 1))
    stop = FicheActionFactory(projet=projet, statut="abandonnee")
    EtapeFactory(projet=projet, fiche=stop, periode_debut="2025-01")
    partie = FicheActionFactory(projet=projet, retire_le=MATIN)
    EtapeFactory(projet=projet, fiche=partie, periode_debut="2025-01")

    def titres(quoi: str) -> list[str]:
        dits = evenements(lecteur.get(f"/projets/{projet.slug}/agenda/{quoi}.ics"))
        return [str(un["SUMMARY"]) for un in dits]

    assert titres("projet") == ["Étape · fiche n°2", "Séance · groupe de travail"]
    assert titres("fiche-2") == ["Étape · fiche n°2"]
    assert titres("seances") == ["Séance · groupe de travail"]


def test_rien_a_dire_ramene_d_ou_l_on_vient(projet: Projet, lecteur: Visiteur) -> None:
    fiche = FicheActionFactory(projet=projet)
    sans_date = EtapeFactory(projet=projet, fiche=fiche)
    base = f"/projets/{projet.slug}/agenda/"
    retours = {
        "projet.ics": base,
        "fiche-1.ics": f"/projets/{projet.slug}/planches/fiche-1/",
        f"fiche-1/{sans_date.pk}.ics": f"/projets/{projet.slug}/planches/fiche-1/",
    }
    for adresse, retour in retours.items():
        assert lecteur.get(f"{base}{adresse}").url == retour
    for inconnue in ("fiche-9.ics", "eclaire.ics", "fiche-9/1.ics", "seances/1.ics", "bilan-1.ics"):
        assert lecteur.get(f"{base}{inconnue}").status_code == 404


def test_l_adresse_secrete_ne_se_montre_qu_une_fois_et_se_renouvelle(
    etape: Etape, projet: Projet, contributrice: Visiteur
) -> None:
    adresse = abonner(contributrice, projet)
    secret = adresse.removeprefix("/abonnement/").removesuffix(".ics")
    garde = Abonnement.objects.de(projet).get()
    assert secret not in str(vars(garde))
    page = lu(contributrice.get(f"/projets/{projet.slug}/agenda/"))
    assert secret not in page
    assert "Renouveler mon adresse" in page
    agenda = Client()  # no session: a calendar
    assert [str(e["SUMMARY"]) for e in evenements(agenda.get(adresse))] == ["Étape · fiche n°2"]
    nouvelle = abonner(contributrice, projet, detaille="1")
    assert agenda.get(adresse).status_code == 404
    (une,) = evenements(agenda.get(nouvelle))
    assert une["SUMMARY"] == "Étape · fiche n°2 : Chiffrer les horaires"
    contributrice.post(f"/projets/{projet.slug}/agenda/", {"geste": "fermer"})
    assert agenda.get(nouvelle).status_code == 404
    assert not Abonnement.objects.de(projet).exists()


def test_mes_etapes_seulement_sans_changer_d_adresse(
    etape: Etape, seance: RendezVous, projet: Projet, contributrice: Visiteur
) -> None:
    """By what they see to, and the fiches they follow; séances are everybody's."""
    moi = contributrice.participant
    sienne = FicheActionFactory(projet=projet, referent=moi)
    confiee = EtapeFactory(
        projet=projet, fiche=FicheActionFactory(projet=projet), periode_debut="2026-01"
    )
    for ordre, qui in enumerate([moi, ParticipantFactory(projet=projet)]):
        ResponsableEtape.objects.create(projet=projet, etape=confiee, participant=qui, ordre=ordre)
    EtapeFactory(projet=projet, fiche=sienne, periode_debut="2026-01")
    adresse = abonner(contributrice, projet, siennes="1")
    page = f"/projets/{projet.slug}/agenda/"

    def titres(url: str, client: Any = Client()) -> list[str]:  # noqa: B008  # a calendar
        return [str(e["SUMMARY"]).partition(" : ")[0] for e in evenements(client.get(url))]

    siens = ["Étape · fiche n°3", "Étape · fiche n°4", "Séance · groupe de travail"]
    assert titres(adresse) == siens
    assert titres(f"{page}projet.ics?siennes=1", contributrice) == siens
    assert "checked" in lu(contributrice.get(page)).partition('name="siennes"')[2][:80]
    contributrice.post(page, {"geste": "choisir", "detaille": "1"})
    tous = ["Étape · fiche n°2", *siens[:2], f"Séance · {projet}"]
    assert titres(adresse) == tous
    autre = visiteur(projet, "lecteur")
    assert titres(f"{page}projet.ics?siennes=1", autre) == ["Séance · groupe de travail"]
    autre.post(page, {"geste": "choisir", "siennes": "1"})  # without an address: nothing
    assert Abonnement.objects.de(projet).count() == 1


@pytest.mark.parametrize("fin", ["close", "retiree", "compte", "adviser", "efface"])
def test_l_adresse_finit_avec_l_acces(
    fin: str, etape: Etape, projet: Projet, contributrice: Visiteur
) -> None:
    adresse, moi = abonner(contributrice, projet), contributrice.participant
    assert Client().get(adresse).status_code == 200
    siens = Participant.objects.de(projet).filter(pk=moi.pk)
    match fin:
        case "close":
            siens.update(acces_clos_le=date(2025, 11, 27))
        case "retiree":
            siens.update(retire_le=MATIN)
        case "compte":
            User.objects.filter(pk=moi.user_id).update(is_active=False)
        case "adviser":
            siens.update(role="charge_de_mission")
        case "efface":
            User.objects.filter(pk=moi.user_id).delete()
    assert Client().get(adresse).status_code == 404


@pytest.mark.parametrize("secret", ["x", "-", "a" * 43, "é", "..%2Fetc", "a" * 5000])
def test_une_adresse_devinee_ne_dit_rien(secret: str, projet: Projet) -> None:
    assert Client().get(f"/abonnement/{secret}.ics").status_code == 404
    assert Client().post(f"/abonnement/{secret}.ics").status_code in {404, 405}


def test_chacun_la_sienne(etape: Etape, projet: Projet, animatrice: Visiteur) -> None:
    autre = visiteur(projet, "lecteur")
    la_mienne, la_sienne = abonner(animatrice, projet), abonner(autre, projet)
    autre.post(f"/projets/{projet.slug}/agenda/", {"geste": "fermer"})
    assert Client().get(la_mienne).status_code == 200
    assert Client().get(la_sienne).status_code == 404


def test_un_charge_de_mission_n_a_pas_d_adresse(projet: Projet, chargee: Visiteur) -> None:
    assert chargee.get(f"/projets/{projet.slug}/agenda/").status_code == 403
    assert "agenda" not in chargee.get(f"/projets/{projet.slug}/").content.decode()


def test_la_prochaine_seance_en_deux_gestes(
    seance: RendezVous, projet: Projet, lecteur: Visiteur
) -> None:
    """From the wall: the séance, then « Mettre dans mon agenda »."""
    Projet.objects.filter(pk=projet.pk).update(ambition="Mieux")
    mur = lecteur.get(f"/projets/{projet.slug}/").content.decode()
    assert f'href="/projets/{projet.slug}/planches/seances/"' in mur
    page = lecteur.get(f"/projets/{projet.slug}/planches/seances/").content.decode()
    lien = f"/projets/{projet.slug}/agenda/seances/{seance.pk}.ics"
    assert f'href="{lien}"' in page
    assert len(evenements(lecteur.get(lien))) == 1


def test_autant_de_requetes_pour_une_et_pour_trente(
    etape: Etape, projet: Projet, django_assert_num_queries: Any
) -> None:
    ici = Projet.objects.de(projet).select_related("etablissement__region").get()
    for combien in (1, 30):
        RendezVousFactory.create_batch(combien, projet=projet)
        fiche = FicheActionFactory(projet=projet)
        EtapeFactory.create_batch(combien, projet=projet, fiche=fiche, periode_debut="2026-01")
        with django_assert_num_queries(2):
            dates = du_projet(ici)
    assert len(dates) == 63
