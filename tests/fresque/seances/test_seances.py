"""A séance is fixed, moved, cancelled, told: on its page, the wall, the home, in the file."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import yaml
from django.http import HttpResponse
from django.utils import timezone
from lxml import html

from fresque.fichier import RapportErreurs, exporter, importer, lire
from fresque.instant import instant
from fresque.models import RendezVous
from fresque.seances.planche import seances
from pasapas.models import Etablissement, Evenement, Participant, Projet
from tests.factories import ParticipantFactory, PresenceRendezVousFactory, RendezVousFactory
from tests.htmx import racines, texte
from tests.mur import Case, case, relire, relire_planche
from tests.personnes import Visiteur, visiteur
from tests.saisie import CLE, envoi

pytestmark = pytest.mark.django_db
MATIN = datetime(2025, 11, 28, 9, tzinfo=UTC)
JEUDI = {"date": "2025-12-04", "heure": "14:00", "duree": "2 h", "lieu": "Salle des Framboises"}


@pytest.fixture(autouse=True)
def un_matin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MATIN)


@pytest.fixture
def a_venir(projet: Projet) -> Case:
    return case(projet, "seances", "a-venir")


def une(projet: Projet, **champs: Any) -> RendezVous:
    return RendezVousFactory(projet=projet, **{"date": date(2025, 12, 4), **champs})


def seule(projet: Projet) -> RendezVous:
    return RendezVous.objects.de(projet).get()


def lu(reponse: HttpResponse) -> str:
    """All that a page, or a piece of one, says."""
    return " ".join(html.document_fromstring(reponse.content.decode()).text_content().split())


def lignes(projet: Projet, nom: str) -> list[tuple[str, str]]:
    encart = relire_planche(projet, "seances").encart(nom)
    return [(ligne.titre.replace("\u00a0", " "), ligne.etat) for ligne in encart.lignes]


def test_fixee_elle_se_lit_sur_sa_page_le_mur_et_l_accueil(
    projet: Projet, a_venir: Case, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    Projet.objects.filter(pk=projet.pk).update(ambition="Mieux accueillir")
    programme = {"programme": "Bilan des horaires"}
    reponse = animatrice.htmx("post", a_venir.url_saisie, JEUDI | programme)
    assert "Séance ajoutée." in lu(reponse)
    fixee = seule(projet)
    assert (fixee.date, fixee.heure, fixee.duree) == (date(2025, 12, 4), time(14), 120)
    for personne in (animatrice, lecteur):
        page = lu(personne.get(a_venir.url_planche))
        assert "Jeudi 4 décembre, 14 h" in page
        assert "Bilan des horaires Durée : 2 h Lieu : Salle des Framboises" in page
        for adresse in (f"/projets/{projet.slug}/", "/"):
            page = lu(personne.get(adresse))
            assert "Prochaine séance jeudi 4 décembre, 14 h" in page
    (trace,) = Evenement.objects.filter(objet="rendezvous")
    assert trace.apres.replace("\u00a0", " ") == "jeudi 4 décembre 2025, 14 h"
    historique = lu(lecteur.get(f"/projets/{projet.slug}/historique/"))
    assert "Les séances à venir" in historique


@pytest.mark.une_base
def test_elle_n_est_ni_comptee_ni_sur_une_feuille(projet: Projet) -> None:
    avant = relire(projet)
    une(projet)
    apres = relire(projet)
    assert [p.code for p in apres.planches] == [p.code for p in avant.planches]
    assert [p.code for p in apres.a_cote] == ["seances"]
    assert apres.papier.toutes == tuple(p.papier for p in apres.planches)


@pytest.mark.une_base
def test_qui_n_anime_pas_lit_seulement(
    projet: Projet, a_venir: Case, contributrice: Visiteur
) -> None:
    la = une(projet)
    (boite,) = racines(contributrice.htmx("get", a_venir.url))
    assert boite.xpath(".//button | .//a[contains(@href, 'lignes')]") == []
    for geste in ("", "annulee", "retirer"):
        assert contributrice.htmx("post", a_venir.url_ligne(la.pk, geste)).status_code == 403
    assert contributrice.htmx("post", a_venir.url_saisie, JEUDI).status_code == 403


def test_annulee_elle_reste_ecrite_et_le_mur_dit_la_suivante(
    projet: Projet, a_venir: Case, animatrice: Visiteur
) -> None:
    la = une(projet, heure=time(14))
    une(projet, date=date(2026, 1, 8))
    assert relire_mur(projet) == "jeudi 4 décembre, 14 h"
    reponse = animatrice.htmx("post", a_venir.url_ligne(la.pk, "annulee"))
    assert "dernière étape" not in reponse.text  # what follows is told of étapes alone
    assert "Séance annulée le 28 novembre 2025." in lu(reponse)
    assert relire_mur(projet) == "jeudi 8 janvier 2026"
    assert lignes(projet, "a-venir")[0] == ("Jeudi 4 décembre, 14 h", "annulee")
    encore = animatrice.htmx("post", a_venir.url_ligne(la.pk, "annulee"))
    assert "Séance déjà annulée, le 28 novembre 2025." in lu(encore)
    maintenue = animatrice.htmx("post", a_venir.url_ligne(la.pk, "maintenue"))
    assert "Séance maintenue." in lu(maintenue)
    assert relire_mur(projet) == "jeudi 4 décembre, 14 h"
    # What ticks an étape is no gesture of a séance.
    assert animatrice.htmx("post", a_venir.url_ligne(la.pk, "faite")).status_code == 404


def relire_mur(projet: Projet) -> str:
    projet.refresh_from_db()
    relire(projet)
    return instant(projet).mur.prochaine.replace("\u00a0", " ")


def test_retiree_elle_va_a_la_corbeille_et_en_revient(
    projet: Projet, a_venir: Case, animatrice: Visiteur
) -> None:
    la = une(projet)
    animatrice.htmx("post", a_venir.url_ligne(la.pk, "retirer"))
    assert lignes(projet, "a-venir") == []
    corbeille = animatrice.get(f"/projets/{projet.slug}/corbeille/")
    assert "jeudi 4 décembre 2025" in lu(corbeille)
    animatrice.htmx("post", a_venir.url_ligne(la.pk, "retablir"))
    assert len(lignes(projet, "a-venir")) == 1


def test_deux_qui_la_deplacent_le_dernier_jour_tient_et_c_est_dit(
    projet: Projet, a_venir: Case, animatrice: Visiteur
) -> None:
    la = une(projet, heure=time(14), programme="Bilan")
    url = a_venir.url_ligne(la.pk)
    miens, siens = envoi(animatrice.htmx("get", url)), envoi(animatrice.htmx("get", url))
    autre = visiteur(projet, "animateur", prenom="Élise", nom="Moreau")
    siens |= {"date": ["2025-12-11"], "programme": ["Bilan partagé"]}
    assert autre.htmx("post", url, siens).status_code == 200
    miens |= {"date": ["2025-12-18"], "lieu": ["Myrtilles"], "cle": [CLE]}
    dit = lu(animatrice.htmx("post", url, miens))
    assert "Élise Moreau avait choisi « 11 décembre 2025 »" in dit
    la.refresh_from_db()
    assert (la.date, la.lieu, la.programme.strip()) == (
        date(2025, 12, 18),
        "Myrtilles",
        "Bilan partagé",
    )


def test_nous_etions_la_dit_le_jour_qui_etait_la_et_mene_a_ce_qui_fut_peint(
    projet: Projet, animatrice: Visiteur
) -> None:
    la = une(projet, date=date(2025, 11, 27), annulee_le=date(2025, 11, 20))
    ines = ParticipantFactory(projet=projet, prenom="Inès", nom="Carpentier", ordre_equipe=0)
    malik = ParticipantFactory(projet=projet, prenom="Malik", nom="Diarra")
    passees = case(projet, "seances", "passees")
    url = f"{passees.url_ligne(la.pk)}?champ=date&champ=presents"
    page = animatrice.htmx("get", url)
    # The équipe is ticked; nobody is said to have been there before one says so.
    donnees = envoi(page)
    assert donnees["presents"] == [str(ines.pk)]
    assert "base-presents" not in donnees
    donnees |= {"presents": [str(ines.pk), str(malik.pk)], "date": ["2025-11-26"]}
    dit = lu(animatrice.htmx("post", url, donnees))
    assert "Mercredi 26 novembre Elle a eu lieu Étaient là : Inès Carpentier, Malik Diarra" in dit
    la.refresh_from_db()
    assert (la.date, la.annulee_le) == (date(2025, 11, 26), None)
    notes = Evenement.objects.filter(champ="presents")
    assert [(n.avant, n.apres) for n in notes] == [("", "Inès Carpentier, Malik Diarra")]
    (boite,) = racines(animatrice.htmx("get", passees.url))
    (peint,) = boite.xpath(".//a[contains(., 'peint ce jour-là')]/@href")
    for jour, nom in ((26, "Le jour même"), (27, "Le lendemain")):
        evenement = Evenement.objects.create(
            projet=projet,
            action="ajout",
            planche="eclaire",
            encart="constats",
            nom=nom,
            objet="constat",
            objet_pk=1,
        )
        quand = datetime(2025, 11, jour - 1, 23, 30, tzinfo=UTC)  # after midnight in Paris
        Evenement.objects.filter(pk=evenement.pk).update(quand=quand)
    page = lu(animatrice.get(peint))
    assert "Ce qui a été peint le mercredi 26 novembre 2025" in page
    assert ("Le jour même" in page, "Le lendemain" in page) == (True, False)


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("frappe", "champ", "mots"),
    [
        ({"heure": "25 h"}, "heure", "Écrivez l’heure ainsi"),
        ({"heure": "14 h 75"}, "heure", "Écrivez l’heure ainsi"),
        ({"heure": "le soir"}, "heure", "Écrivez l’heure ainsi"),
        ({"duree": "40 h"}, "duree", "Écrivez la durée ainsi"),
        ({"duree": "0"}, "duree", "Écrivez la durée ainsi"),
        ({"duree": "-1"}, "duree", "Écrivez la durée ainsi"),
        ({"duree": "²"}, "duree", "Écrivez la durée ainsi"),
        ({"date": ""}, "date", "Remplissez « Quel jour »"),
        ({"date": "31/11/2025"}, "date", "Écrivez la date ainsi"),
        ({"date": "0025-12-04"}, "date", "quatre chiffres"),
        ({"lieu": "x" * 301}, "lieu", "300"),
    ],
)
def test_ce_qui_ne_va_pas_se_dit_a_cote(
    frappe: dict[str, str], champ: str, mots: str, a_venir: Case, animatrice: Visiteur
) -> None:
    reponse = animatrice.htmx("post", a_venir.url_saisie, JEUDI | frappe)
    assert reponse.status_code == 422
    (boite,) = racines(reponse)
    (faux,) = boite.xpath(".//div[contains(@class, 'champ--faux')]")
    assert f"champ--{champ}" in faux.get("class")
    assert mots in texte(faux)
    assert frappe[champ] in "".join(faux.xpath(".//@value"))  # what was typed is kept
    assert not RendezVous.objects.exists()


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("tape", "lue"),
    [
        ("14h", "14:00"),
        ("14 h 30", "14:30"),
        ("9:05", "09:05"),
        ("midi", "12:00"),
        ("8.15", "08:15"),
    ],
)
def test_une_heure_s_ecrit_comme_on_la_dit(
    tape: str, lue: str, projet: Projet, a_venir: Case, animatrice: Visiteur
) -> None:
    animatrice.htmx("post", a_venir.url_saisie, JEUDI | {"heure": tape, "duree": "90"})
    assert (f"{seule(projet).heure:%H:%M}", seule(projet).duree) == (lue, 90)


def test_un_jour_passe_se_note_et_on_dit_quoi_faire(
    projet: Projet, a_venir: Case, animatrice: Visiteur
) -> None:
    reponse = animatrice.htmx("post", a_venir.url_saisie, JEUDI | {"date": "2025-11-20"})
    assert "Ce jour est passé : dites qui était là." in lu(reponse)
    assert lignes(projet, "passees") == [("Jeudi 20 novembre, 14 h", "a-dire")]


@pytest.mark.une_base
def test_on_ne_dit_pas_qui_sera_la(projet: Projet, a_venir: Case, animatrice: Visiteur) -> None:
    la, qui = une(projet), ParticipantFactory(projet=projet)
    url = f"{a_venir.url_ligne(la.pk)}?champ=date&champ=presents"
    donnees = {"date": "2025-12-04", "presents": qui.pk}
    reponse = animatrice.htmx("post", url, donnees)
    assert reponse.status_code == 422
    assert "quand elle aura eu lieu" in lu(reponse)
    ailleurs = ParticipantFactory()
    donnees = {"date": "2025-11-20", "presents": ailleurs.pk}
    assert animatrice.htmx("post", url, donnees).status_code == 422
    assert not la.presences.exists()


@pytest.mark.parametrize(("departement", "passee"), [("971", False), ("35", True)])
def test_un_jour_finit_la_ou_est_l_etablissement(
    departement: str, passee: bool, projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    soir = datetime(2025, 12, 4, 23, 30, tzinfo=UTC)  # the 5th already in Paris
    monkeypatch.setattr(timezone, "now", lambda: soir)
    Etablissement.objects.filter(projets=projet).update(departement=departement)
    une(projet)
    ici = Projet.objects.sans_projet("essai").get(pk=projet.pk)
    assert bool(lignes(ici, "passees")) is passee
    assert relire_mur(ici) == ("" if passee else "jeudi 4 décembre")


def test_le_fichier_la_garde_entiere(projet: Projet) -> None:
    la = une(projet, heure=time(14, 30), duree=90, lieu="Salle", programme="Bilan\npartagé")
    PresenceRendezVousFactory(
        rendezvous=la, participant=ParticipantFactory(projet=projet, reference="ines")
    )
    une(projet, date=date(2025, 12, 1), annulee_le=date(2025, 11, 28))
    Participant.objects.filter(reference="ines").update(prenom="Inès", nom="Carpentier")
    dit = exporter(projet)
    assert yaml.safe_load(dit)["projet"]["seances"] == [
        {"date": date(2025, 12, 1), "annulee_le": date(2025, 11, 28)},
        {
            "date": date(2025, 12, 4),
            "heure": "14:30",
            "duree_minutes": 90,
            "lieu": "Salle",
            "programme": "Bilan\npartagé",
            "presents": ["ines"],
        },
    ]
    repris = importer(lire(dit.encode() if isinstance(dit, str) else dit))
    (premiere, seconde) = RendezVous.objects.de(repris)
    assert premiere.annulee_le == date(2025, 11, 28)
    assert (seconde.heure, seconde.duree, seconde.lieu) == (time(14, 30), 90, "Salle")
    assert [str(p) for p in seconde.presences.all()] == ["Inès Carpentier"]


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("heure", "attendu"), [("14:30", "14:30"), ("'9:05'", "09:05"), ("25:00", ""), ("tôt", "")]
)
def test_une_heure_de_fichier_se_lit_sans_guillemets(heure: str, attendu: str, db: None) -> None:
    fichier = (
        "version: 1\netablissement: {nom: MECS}\n"
        f"projet: {{id: essai, seances: [{{date: 2025-12-04, heure: {heure}}}]}}\n"
    )
    try:
        importe = importer(lire(fichier.encode()))
    except RapportErreurs as refus:
        assert attendu == ""
        assert "une heure comme 14:30" in str(refus.erreurs[0])
        return
    assert f"{seule(importe).heure:%H:%M}" == attendu


def test_autant_de_requetes_pour_une_et_pour_trente(
    projet: Projet, django_assert_num_queries: Any
) -> None:
    for combien in (1, 30):
        for _ in range(combien):
            PresenceRendezVousFactory(
                participant=ParticipantFactory(projet=projet),
            )
        with django_assert_num_queries(2):
            planche = seances(projet, date(2025, 11, 28))
    assert len(planche.encart("a-venir").lignes) == 31
