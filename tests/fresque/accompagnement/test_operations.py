"""An accompaniment from its opening to its last day: what is refused, written, told."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from diagnostic.models import Intention
from fresque.accompagnement import entretien, finess, operations, relais
from pasapas.models import (
    Accompagnement,
    Courriel,
    Intervention,
    Mandat,
    Partage,
    Participant,
    Programme,
    Projet,
    Region,
    Role,
    StructureFiness,
    User,
)
from tests import factories as f
from tests.papier import poppler
from tests.parcours import scene
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
J = date.fromisoformat


@pytest.fixture
def la(projet: Projet) -> Projet:
    """An établissement that the programme can take in."""
    region = f.RegionFactory(code="normandie-test", nom="Normandie")
    Programme.objects.create(region=region, departements=["27", "50"])
    maison = projet.etablissement
    maison.region, maison.departement = region, "27"
    maison.autorisation, maison.statut_juridique = "ase", "public"
    maison.save()
    return projet


@pytest.fixture
def pierre(la: Projet) -> User:
    qui = f.UserFactory(prenom="Pierre", nom="Lemoine")
    Mandat.objects.create(user=qui, region=la.etablissement.region, debut=J("2020-01-01"))
    return qui


def reproche(refus: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(refus.value.messages)


def test_ouvrir_verifie_refuse_deroge_et_le_garde(la: Projet, pierre: User) -> None:
    la.etablissement.departement = "76"
    la.etablissement.save()
    with pytest.raises(ValidationError) as refus:
        operations.ouvrir(pierre, la)
    assert reproche(refus) == (
        "Département admis : Seine-Maritime (76). Normandie : Eure (27), Manche (50) seulement."
    )
    assert not Accompagnement.objects.exists()
    suivi = operations.ouvrir(pierre, la, derogation="  Accordée par l’Anact le 3. ")
    assert (suivi.derogation, suivi.derogation_par) == ("Accordée par l’Anact le 3.", pierre)
    assert suivi.derogation_le == la.etablissement.aujourd_hui
    assert "dérogation" in LogEntry.objects.get(user=pierre).change_message
    Accompagnement.objects.all().delete()
    hors = operations.ouvrir(pierre, la, hors_programme=True)
    assert (hors.hors_programme, hors.programme, hors.fin_prevue) == (True, None, None)


def test_phases_pause_et_reprise(la: Projet, pierre: User) -> None:
    suivi = operations.ouvrir(pierre, la, debut=J("2025-09-10"))
    assert (suivi.programme.region.nom, suivi.fin_prevue) == ("Normandie", J("2026-05-10"))
    operations.passer(pierre, suivi, "2", J("2025-10-15"))
    suivi.refresh_from_db()
    operations.passer(pierre, suivi, "3", J("2025-12-20"))
    suivi.refresh_from_db()
    assert (suivi.phase_2_le, suivi.phase_3_le) == (J("2025-10-15"), J("2025-12-20"))
    with pytest.raises(ValidationError, match="a commencé le 10 septembre 2025"):
        operations.passer(pierre, suivi, "1", J("2025-09-01"))
    operations.mettre_en_pause(pierre, suivi, J("2026-01-10"), "Travaux")
    with pytest.raises(ValidationError, match="déjà en pause"):
        operations.mettre_en_pause(pierre, suivi, J("2026-01-12"))
    with pytest.raises(ValidationError, match="en pause : reprenez"):
        operations.passer(pierre, suivi, "termine", J("2026-01-12"))
    with pytest.raises(ValidationError, match="La pause a commencé"):
        operations.reprendre(pierre, suivi, J("2026-01-09"))
    operations.reprendre(pierre, suivi, J("2026-02-10"))
    suivi.refresh_from_db()
    assert suivi.fin_prevue == J("2026-06-10")  # 31 days later
    operations.passer(pierre, suivi, "2", J("2025-10-20"))  # it was a mistake
    suivi.refresh_from_db()
    assert (suivi.phase, suivi.phase_2_le, suivi.phase_3_le) == ("2", J("2025-10-20"), None)


def test_les_jours_se_comptent_en_jours_ou_en_heures(la: Projet, pierre: User) -> None:
    suivi = operations.ouvrir(pierre, la)
    visite = {"type": "visite", "date": J("2026-01-05")}
    operations.noter_intervention(pierre, suivi, **visite, jours=Decimal("1.5"))
    faite = operations.noter_intervention(
        pierre, suivi, type="formation_thematique", date=J("2026-02-05"), heures=Decimal("3.5")
    )
    suivi.refresh_from_db()
    assert suivi.jours_realises == Decimal("2.0")
    with pytest.raises(ValidationError, match="pas les deux"):
        operations.noter_intervention(pierre, suivi, **visite, jours=1, heures=2)
    operations.retirer_intervention(pierre, faite)
    suivi.refresh_from_db()
    assert suivi.jours_realises == Decimal("1.5")
    assert Intervention.objects.get().auteur == pierre
    # Seven hours are one day, however they are cut; calls and e-mails are no service.
    heure = {"date": J("2026-03-05"), "heures": 1}
    for _ in range(7):
        operations.noter_intervention(pierre, suivi, type="appui_conseil_a_distance", **heure)
    for seul in ("courriel", "appel"):
        echange = operations.noter_intervention(pierre, suivi, type=seul, **heure)
    suivi.refresh_from_db()
    assert suivi.jours_realises == Decimal("2.5")
    # What a file told before stands, whatever calls are noted or taken off.
    Intervention.objects.exclude(pk=echange.pk).delete()
    Accompagnement.objects.update(jours_realises=3)
    operations.recompter_les_jours(Accompagnement.objects.get(), None, echange)
    operations.retirer_intervention(pierre, echange)
    operations.noter_intervention(pierre, suivi, type="appel", date=J("2026-04-05"))
    suivi.refresh_from_db()
    assert suivi.jours_realises == 3


def test_l_entretien_se_note_une_fois_et_ouvre_la_phase_2(la: Projet, pierre: User) -> None:
    suivi = operations.ouvrir(pierre, la)
    assert entretien.grille(suivi, pierre).dit.startswith("Non partagé")
    Accompagnement.objects.update(entretien_duree=30)  # of another one, which a file told
    entretien.commencer(pierre, suivi)
    debut = entretien.commencer(pierre, suivi).entretien_commence_le
    assert [m.de for m in entretien.moments(suivi)] == [0, 5, 15, 25]
    entretien.enregistrer(
        pierre, suivi, entretien_compte_rendu="Secret", entretien_pour_le_groupe="Bravo"
    )
    deux = {"entretien_compte_rendu": "Secret\nEt aussi ceci"}
    entretien.enregistrer(pierre, suivi, {"entretien_compte_rendu": "Secret"}, **deux)
    autre = {"entretien_compte_rendu": "D’une collègue\nSecret"}
    entretien.enregistrer(pierre, suivi, {"entretien_compte_rendu": "Secret"}, **autre)
    ecrit = Accompagnement.objects.get().entretien_compte_rendu  # neither is lost
    assert ("D’une collègue" in ecrit, "Et aussi ceci" in ecrit) == (True, True)
    for _ in range(2):
        entretien.terminer(pierre, Accompagnement.objects.get())
    suivi.refresh_from_db()
    assert (suivi.phase, suivi.entretien_commence_le) == ("2", debut)
    assert suivi.entretien_duree == 1
    assert Intervention.objects.get().type == "entretien"
    f.PartageFactory(
        projet=la, conseil=pierre, accepte=True, repondu_le=suivi.entretien_termine_le,
        annexe_2=True,
    )  # fmt: skip
    vue = entretien.grille(suivi, pierre)
    assert vue.dit.startswith("Aucun résultat")
    papier = {
        interne: poppler("pdftotext", entretien.compte_rendu(suivi, lue, interne=interne))
        for interne, lue in ((True, vue), (False, entretien.Grille()))  # the group's has no grid
    }
    assert ["Ce que disaient" in papier[interne] for interne in (True, False)] == [True, False]
    assert ("Secret" in papier[True], "Secret" in papier[False]) == (True, False)
    assert "Bravo" in papier[False]


def test_la_grille_dessine_les_points_de_vue(pierre: User) -> None:
    """Each question worth confronting, else the theme; on screen and on paper, letters and all."""
    exemple = scene.exemple()
    suivi = Accompagnement.objects.de(exemple).get()
    Partage.objects.update_or_create(
        projet=exemple,
        conseil=pierre,
        defaults={"accepte": True, "repondu_le": timezone.now(), "annexe_2": True},
    )
    vue = entretien.grille(suivi, pierre)
    assert len(vue.lignes) == 8 and len(vue.legende) >= 3
    assert vue.niveaux == "de 1 Absent à 4 Ancré"
    larges = [une for ligne in vue.lignes for une in ligne.points_de_vue if une.large]
    assert vue.resultats and len(larges) == len(vue.resultats.codes_a_confronter)
    for une in larges:
        assert une.fil.large and une.fil.barre and len(une.fil.marques) >= 2
    calmes = [ligne for ligne in vue.lignes if not any(v.large for v in ligne.points_de_vue)]
    assert calmes and all(ligne.points_de_vue[0].dit == "avis proches" for ligne in calmes)
    papier = poppler("pdftotext", entretien.compte_rendu(suivi, vue, interne=True))
    assert "À confronter" in papier and "est au cahier" not in papier


def test_une_piste_devient_une_intention_si_le_groupe_l_accepte(
    la: Projet, pierre: User, pilote: Visiteur, lecteur: Visiteur
) -> None:
    suivi = operations.ouvrir(pierre, la)
    oui = operations.proposer_piste(pierre, suivi, "Préparer l’accueil des remplaçants")
    non = operations.proposer_piste(pierre, suivi, "Refaire les murs")
    page = f"/projets/{la.slug}/accompagnement/"
    assert lecteur.get(page).status_code == 403
    assert "Préparer l’accueil" in pilote.get(page).content.decode()
    assert lecteur.post(f"{page}pistes/{oui.pk}/", {"reponse": "oui"}).status_code == 403
    assert pilote.post(f"{page}pistes/{oui.pk}/", {"reponse": "peut-être"}).status_code == 302
    assert not Intention.objects.de(la).exists()
    pilote.post(f"{page}pistes/{oui.pk}/", {"reponse": "oui"})
    pilote.post(f"{page}pistes/{oui.pk}/", {"reponse": "oui"})  # sent twice
    pilote.post(f"{page}pistes/{non.pk}/", {"reponse": "non"})
    (intention,) = Intention.objects.de(la)
    assert intention.texte == "Préparer l’accueil des remplaçants"
    non.refresh_from_db()
    assert non.acceptee is False
    dit = pilote.get(page).content.decode()
    assert ("Acceptée" in dit, "Non retenue" in dit) == (True, True)


def test_un_portefeuille_se_confie_sans_rien_perdre(
    la: Projet, pierre: User, pilote: Visiteur
) -> None:
    suivi = operations.ouvrir(pierre, la)
    operations.noter_intervention(pierre, suivi, type="visite", date=J("2026-01-05"), note="À voir")
    lui = f.ParticipantFactory(projet=la, role=Role.CHARGE_DE_MISSION, user=pierre)
    f.PartageFactory(
        projet=la, conseil=pierre, accepte=True, repondu_le=lui.acces_depuis, annexe_1=True,
        annexe_3=True,
    )  # fmt: skip
    zoe, ici = f.UserFactory(prenom="Zoé", nom="Martin"), la.etablissement.aujourd_hui
    with pytest.raises(ValidationError, match="n’a pas de mandat") as refus:
        relais.confier(pierre, [suivi], zoe, ici)
    assert str(la.etablissement) in reproche(refus)
    Mandat.objects.create(user=zoe, region=la.etablissement.region, debut=ici - timedelta(days=9))
    relais.confier(pierre, [suivi], zoe, ici + timedelta(days=5))
    suivi.refresh_from_db()
    assert (suivi.suivi_par, suivi.releve_par) == (pierre, zoe)
    assert relais.faire_les_relais() == 0
    Accompagnement.objects.update(releve_le=ici)
    call_command("accompagnements", stdout=StringIO())
    suivi.refresh_from_db()
    assert (suivi.suivi_par, suivi.releve_par, suivi.releve_le) == (zoe, None, None)
    (partage,) = Partage.objects.de(la)
    assert (partage.conseil, partage.annexes, partage.accepte) == (zoe, {1, 3}, True)
    ouverts = Participant.objects.de(la).ouverts().filter(role=Role.CHARGE_DE_MISSION)
    assert [p.user for p in ouverts] == [zoe]
    assert suivi.interventions.get().auteur == pierre
    assert Courriel.objects.filter(sorte="relais").count() == 1


def test_un_relais_prevu_s_annule_et_chacun_le_sait(
    la: Projet, pierre: User, pilote: Visiteur
) -> None:
    suivi = operations.ouvrir(pierre, la)
    zoe, ici = f.UserFactory(prenom="Zoé", nom="Martin"), la.etablissement.aujourd_hui
    mandat = Mandat.objects.create(user=zoe, region=la.etablissement.region, debut=J("2020-01-01"))
    relais.confier(f.UserFactory(), [suivi], zoe, ici + timedelta(days=5))
    vu = Accompagnement.objects.get(pk=suivi.pk)
    relais.confier(pierre, [suivi], zoe, ici + timedelta(days=9))
    with pytest.raises(ValidationError, match="a changé entre-temps"):
        relais.annuler(pierre, [vu])  # it was put off meanwhile
    vu.refresh_from_db()
    relais.annuler(pierre, [vu])
    suivi.refresh_from_db()
    assert (suivi.suivi_par, suivi.releve_par, suivi.releve_le) == (pierre, None, None)
    with pytest.raises(ValidationError, match="aucun relais n’est plus prévu"):
        relais.annuler(pierre, [vu])
    dits = [str(dit.change_message).partition(" ")[0] for dit in relais.dits(suivi)]
    assert dits == ["Confié", "Confié", "Relais"]
    # Of the three e-mails, those that announced it stay: they are true no more.
    (message,) = mail.outbox
    assert "Zoé Martin devait suivre" in message.body
    assert "Pierre Lemoine continue" in message.body
    # Who has no mandate any more takes nothing over; with one again, they do.
    relais.confier(pierre, [suivi], zoe, ici + timedelta(days=1))
    Accompagnement.objects.update(releve_le=ici)
    Mandat.objects.filter(pk=mandat.pk).update(fin=ici - timedelta(days=1))
    suivi.refresh_from_db()
    assert (relais.faire_les_relais(), "mandat" in relais.empechement(suivi)) == (0, True)
    Mandat.objects.filter(pk=mandat.pk).update(fin=None)
    assert relais.faire_les_relais() == 1


def test_un_accord_d_avant_se_redemande_une_fois(
    la: Projet, pierre: User, pilote: Visiteur
) -> None:
    f.PartageFactory(projet=la, conseil=pierre)
    for _ in range(2):
        call_command("accompagnements", stdout=StringIO())
    assert Courriel.objects.filter(sorte="accord").count() == 1


@pytest.mark.une_base
def test_la_table_finess_se_remplit_d_un_fichier_dont_les_colonnes_sont_des_donnees(
    tmp_path: Path,
) -> None:
    invente = Path(__file__).with_name("finess-invente.csv")
    for _ in range(2):  # again changes nothing
        sortie = StringIO()
        call_command("finess", str(invente), stdout=sortie)
        assert "Lues : 7. Gardées : 5." in sortie.getvalue()
    assert StructureFiness.objects.count() == 5
    trouves: Any = {dit: [s.finess for s in finess.chercher(dit)] for dit in (
        "acacias saumur", "POINTE a pitre", "010000012", "tilleuls", "saumur rouen",
    )}  # fmt: skip
    assert trouves == {
        "acacias saumur": ["490012345", "490012352"],
        "POINTE a pitre": ["971000011"],
        "010000012": ["010000012"],
        "tilleuls": [],
        "saumur rouen": [],
    }
    kaz = StructureFiness.objects.get(finess="971000011")
    assert (kaz.type, kaz.statut_juridique, kaz.departement) == (
        "mecs", "prive_non_lucratif", "971",
    )  # fmt: skip
    autre = tmp_path / "autre.csv"
    autre.write_text("n;raison\n490012345;Renommée\n", encoding="utf-8")
    colonnes = tmp_path / "colonnes.yaml"
    colonnes.write_text(
        "colonnes: {finess: n, nom: raison}\ncategories: {'': mecs}\nstatuts: {}\n",
        encoding="utf-8",
    )
    call_command("finess", str(autre), colonnes=colonnes, stdout=StringIO())
    assert StructureFiness.objects.get(finess="490012345").nom == "Renommée"
    assert Region.objects.exists()


def test_le_fichier_national_se_lit_tel_qu_il_est_publie() -> None:
    """No headings, two kinds of lines, cp1252, départements and towns as the post writes them."""
    publie = Path(__file__).with_name("finess-sans-titres.csv").read_bytes()
    assert finess.importer(publie, finess.lire_colonnes()) == finess.Importees(3, 2, 1)
    lues = StructureFiness.objects.order_by("finess").values_list(
        "finess", "nom", "type", "departement", "commune", "statut_juridique"
    )
    assert list(lues) == [
        ("490012345", 'MAISON "LES ACACIAS"', "mecs", "49", "SAUMUR", ""),
        ("970400011", "POUPONNIERE DE L'ETANG", "pouponniere", "974", "ST PAUL", ""),
    ]
