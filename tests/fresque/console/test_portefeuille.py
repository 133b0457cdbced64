"""The portefeuille: an adviser's regions, what groups share, whom to call; nothing else."""

import csv
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from tablib import Dataset

from fresque.accompagnement.ressources import InterventionRessource
from fresque.console.admin import DossierAdmin
from fresque.console.lignes import lignes
from fresque.console.liste import COLONNES
from fresque.console.operations import ecrire_notes, noter_echange
from fresque.console.tenue import tenir_tout
from pasapas.echanges.maisons import EtablissementRessource
from pasapas.echanges.ressource import tout_ou_rien
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.transactions import ecriture
from pasapas.models import (
    Dossier,
    FiltreGarde,
    Intervention,
)
from pasapas.models import etablissement as sol
from pasapas.models.mandat import GROUPE_CHARGES
from tests import factories as f
from tests.fresque.console.outils import LISTE, dossier, suivre, vues
from tests.personnes import Visiteur
from tests.preuves import enroler

pytestmark = pytest.mark.django_db
SUITES = "/administration/pasapas/accompagnement/"


def entrer(**champs: Any) -> Visiteur:
    client, client.user = Visiteur(), f.UserFactory(**champs)
    enroler(client.user)
    client.force_login(client.user)
    return client


def test_l_accueil_d_un_charge_de_mission_est_le_portefeuille(
    charge: Visiteur, region: Any, pilote: Visiteur
) -> None:
    suivre(region, charge.user, "Les Tilleuls", silence=30)
    assert charge.get("/").headers["Location"] == LISTE
    page = charge.get(LISTE).content.decode()
    assert 'href="/fresques/"' in page and "Aucune activité depuis 30 jours" in page
    assert charge.get("/fresques/").status_code == 200
    assert pilote.get("/").status_code == 200
    assert pilote.get(LISTE).status_code == 404


def test_seules_les_regions_du_mandat_et_rien_d_autre(charge: Visiteur, region: Any) -> None:
    ici = suivre(region, charge.user, "Ici")
    ailleurs = suivre(f.RegionFactory(), charge.user, "Ailleurs")
    f.EtablissementFactory(nom="Pas confirmé", region=region, confirme=False)
    tenir_tout()
    assert vues(charge) == [("Sans alerte", "Ici")]
    assert charge.get(f"{LISTE}{dossier(ici).pk}/change/").status_code == 200
    la = f"{LISTE}{dossier(ailleurs).pk}/"
    for adresse in (la, f"{la}change/", f"{la}history/", f"{la}delete/", f"{la}noter/"):
        assert charge.get(adresse).status_code == 404, adresse
        assert charge.post(adresse, {"type": "appel"}).status_code == 404, adresse
    assert charge.post(f"{la}notes/", {"notes_privees": "x"}).status_code == 404
    assert not Intervention.objects.exists()
    etablissement = ailleurs.projet.etablissement
    adresse = f"/administration/pasapas/etablissement/{etablissement.pk}/change/"
    assert charge.get(adresse).status_code == 404
    assert charge.get("/administration/pasapas/user/").status_code == 404


def test_ce_que_le_groupe_du_mandat_ne_permet_plus_se_ferme(charge: Visiteur, region: Any) -> None:
    suivi = suivre(region, charge.user, "Ici")
    groupe = Group.objects.get(name=GROUPE_CHARGES)
    droits = list(groupe.permissions.filter(codename="change_dossier"))
    groupe.permissions.remove(*droits)
    page = f"{LISTE}{dossier(suivi).pk}/"
    assert b'name="notes_privees"' not in charge.get(f"{page}change/").content
    assert charge.post(f"{page}notes/", {"notes_privees": "x"}).status_code == 404
    groupe.permissions.add(*droits)
    assert charge.post(f"{page}notes/", {"notes_privees": "x"}).status_code == 302
    passe = sol.jour_partout() - timedelta(days=2)
    charge.user.mandats.update(debut=passe, fin=passe)
    assert charge.get(LISTE).status_code == 404


def test_un_mandat_finit_le_jour_de_sa_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """23 h in Guadeloupe is the day after in Paris: it holds there until the end of its last."""
    region = f.RegionFactory(code="karukera", fuseau="America/Guadeloupe")
    dernier = date(2025, 12, 11)
    mandat = f.MandatFactory(region=region, debut=date(2025, 1, 1), fin=dernier)
    nuit = datetime(2025, 12, 12, 3, tzinfo=timezone.get_fixed_timezone(0))
    monkeypatch.setattr(timezone, "now", lambda: nuit)
    assert list(type(mandat).objects.ouverts()) == [mandat]
    assert type(mandat)().debut == dernier  # given that night in Paris, it holds at once there
    monkeypatch.setattr(timezone, "now", lambda: nuit + timedelta(hours=2))
    assert list(type(mandat).objects.ouverts()) == []


def test_le_temps_seul_fait_apparaitre_une_alerte(
    charge: Visiteur, region: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    suivre(region, charge.user, "Silencieux", silence=20)
    assert vues(charge) == [("Sans alerte", "Silencieux")]
    demain = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: demain)
    assert vues(charge) == [("À appeler", "Silencieux")]


def test_une_ecriture_du_groupe_efface_l_alerte(charge: Visiteur, region: Any) -> None:
    suivi = suivre(region, charge.user, "Silencieux", silence=40)
    assert vues(charge)[0][0] == "À appeler"
    with ecriture():
        bouger(suivi.projet)
    assert vues(charge)[0][0] == "Sans alerte"


def test_ce_qui_n_est_pas_partage_est_vide_et_le_dit(charge: Visiteur, region: Any) -> None:
    """Neither shown, nor an alert, nor found by a filter, nor sorted by; a colleague's neither."""
    suivre(region, charge.user, "Muet", annexes="", silence=60)
    suivre(region, charge.user, "Accepte", annexes="rien", silence=60)
    autre = entrer()
    f.MandatFactory(user=autre.user, region=region)
    suivre(region, autre.user, "Collègue", silence=60)
    assert vues(charge) == [
        ("À appeler", "Accepte"),
        ("Sans alerte", "Collègue"),
        ("Sans alerte", "Muet"),
    ]
    assert [nom for _, nom in vues(charge, "?alerte=5")] == ["Accepte"]
    vus = Dossier.objects.vus_par(charge.user.pk).values_list("palier", flat=True)
    lues = {ligne.nom: ligne for ligne in lignes(list(vus))}
    assert lues["Muet"].activite == lues["Collègue"].activite == "non partagé"
    assert not any(part.partage for part in lues["Muet"].annexes)
    assert lues["Muet"].telephone == ""
    assert lues["Accepte"].activite == "60 jours"
    assert vues(autre)[0] == ("À appeler", "Collègue")


def test_noter_un_appel_fait_passer_en_attente(charge: Visiteur, region: Any) -> None:
    suivi = suivre(region, charge.user, "Silencieux", silence=40)
    adresse = f"{LISTE}{dossier(suivi).pk}/"
    ici = suivi.projet.etablissement.aujourd_hui
    envoi = {"type": "appel", "date": ici.isoformat(), "note": "la cheffe rappelle"}
    refuse = charge.post(f"{adresse}noter/", envoi | {"rappeler_le": ici.isoformat()})
    assert refuse.status_code == 422
    assert "la cheffe rappelle" in refuse.content.decode()
    demain = (ici + timedelta(days=1)).isoformat()
    assert charge.post(f"{adresse}noter/", envoi | {"date": demain}).status_code == 422
    assert charge.post(f"{adresse}noter/", envoi).status_code == 302
    assert vues(charge) == [("Appelés, on attend", "Silencieux")]
    page = charge.get(f"{adresse}change/").content.decode()
    assert "la cheffe rappelle" in page and "aucune activité depuis 40 jours" in page
    charge.post(f"{adresse}noter/", envoi | {"rappeler_le": (ici + timedelta(days=3)).isoformat()})
    assert dossier(suivi).attente_au == ici + timedelta(days=3)


def test_un_appel_se_note_pour_plusieurs_lignes_a_la_fois(charge: Visiteur, region: Any) -> None:
    suivis = [suivre(region, charge.user, f"Maison {rang}", silence=40) for rang in range(3)]
    seule = f.EtablissementFactory(nom="Toute seule", region=region)
    f.ProjetFactory(nom="Seule", etablissement=seule)
    tenir_tout()
    choisies = [dossier(suivis[0]).pk, dossier(suivis[2]).pk]
    choisies.append(Dossier.objects.get(etablissement=seule).pk)
    envoi = {"action": "appeles", "_selected_action": choisies}
    page = charge.post(LISTE, envoi, follow=True).content.decode()
    assert "Appels notés : 2" in page and "sans note : 1" in page
    assert vues(charge) == [
        ("À appeler", "Maison 1"),
        ("Appelés, on attend", "Maison 0"),
        ("Appelés, on attend", "Maison 2"),
        ("Hors programme", "Toute seule"),
    ]


@pytest.mark.une_base
def test_ce_qui_attend_se_dit_comme_on_l_a_fait(charge: Visiteur, region: Any) -> None:
    """Of a phase that came without a day, the page does not say that it is to come."""
    suivi = suivre(region, charge.user, "Ici", silence=40, phase="3")
    noter_echange(charge.user, suivi, type="courriel", date=suivi.projet.etablissement.aujourd_hui)
    assert "Écrit le " in charge.get(LISTE).content.decode()
    for page in (f"{LISTE}{dossier(suivi).pk}/change/", f"{SUITES}{suivi.pk}/suite/"):
        dit = charge.get(page).content.decode()
        assert dit.count("jour non noté") == 3 and "à venir</li>" not in dit


def test_ce_qu_ecrit_l_administration_se_voit_aussitot(charge: Visiteur, region: Any) -> None:
    """By a form or by a file, the rules of a programme, an accompaniment, what was done."""
    programme = f.ProgrammeFactory(region=region)
    suivi = suivre(region, charge.user, "Ici", silence=10, programme=programme)
    assert vues(charge)[0][0] != "À appeler"
    admin = entrer(is_staff=True, is_superuser=True)

    def changer(ligne: Any, **champs: Any) -> None:
        adresse = f"/administration/pasapas/{ligne._meta.model_name}/{ligne.pk}/change/"
        form = admin.get(adresse).context["adminform"].form
        dits = {nom: form[nom].value() for nom in form.fields} | champs
        reponse = admin.post(adresse, {nom: "" if v is None else v for nom, v in dits.items()})
        assert reponse.status_code == 302, reponse.context["errors"]

    changer(programme, seuil_activite=5)
    assert vues(charge) == [("À appeler", "Ici")]
    fichier = Dataset(headers=["Fresque", "Type", "Date"])
    fichier.append((suivi.projet.identifiant, "Appel", suivi.projet.etablissement.aujourd_hui))
    assert not tout_ou_rien(InterventionRessource(), fichier, user=charge.user).has_errors()
    assert vues(charge) == [("Appelés, on attend", "Ici")]
    demain = suivi.projet.etablissement.aujourd_hui + timedelta(days=1)
    changer(Intervention.objects.get(), rendez_vous_le=demain.isoformat())
    assert dossier(suivi).rendez_vous_le == demain
    changer(suivi, jours_prevus="9")
    assert dossier(suivi).jours_prevus == 9


def test_deux_conseils_sur_les_memes_notes_ne_perdent_rien(charge: Visiteur, region: Any) -> None:
    suivi = suivre(region, charge.user, "Ici")
    adresse = f"{LISTE}{dossier(suivi).pk}/notes/"
    ecrire_notes(charge.user, suivi, "", "Direction engagée.\nRelancer en mars.")
    depart = "Direction engagée.\nRelancer en mars."
    ecrire_notes(f.UserFactory(), suivi, depart, "Direction très engagée.\nRelancer en mars.")
    mien = {"depart": depart, "notes_privees": "Direction engagée.\nRelancer en avril."}
    page = charge.post(adresse, mien, follow=True).content.decode()
    suivi.refresh_from_db()
    assert suivi.notes_privees == "Direction très engagée.\nRelancer en avril."
    assert "les deux textes ont été réunis" in page


def test_filtres_tris_et_pages_se_lisent_dans_l_adresse(charge: Visiteur, region: Any) -> None:
    for rang in range(3):
        suivre(region, charge.user, f"Maison {rang}", silence=30 * rang, phase=str(rang + 1))
    suivre(region, None, "Foyer de l’Île", annexes="")
    for requete, noms in {
        "?q=ile+nantes": ["Foyer de l’Île"],
        "?phase=2": ["Maison 1"],
        "?departement=44&suivi=moi": ["Maison 1", "Maison 2", "Maison 0"],
        "?groupe=1": ["Maison 2", "Maison 1"],
        "?suivi=personne": ["Foyer de l’Île"],
        "?suivi=collegues": [],
        "?alerte=9": [],
    }.items():
        assert sorted(nom for _, nom in vues(charge, requete)) == sorted(noms), requete
    assert [nom for _, nom in vues(charge)][:2] == ["Maison 2", "Maison 1"]
    assert vues(charge, "?o=-nom")[0] == ("", "Maison 2")
    for colonne in COLONNES:
        for sens in ("", "-"):
            assert len(vues(charge, f"?o={sens}{colonne}")) == 4
    for faux in ("?o=zzz&p=9999", "?departement=zz&phase=9&alerte=x&region=" + "9" * 40, "?q=%00"):
        assert len(vues(charge, faux)) == 4, faux


def test_ce_dont_une_colonne_ne_dit_rien_vient_apres_dans_les_deux_sens(
    charge: Visiteur, region: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not shared is sorted as if it were not known: last, by name, on each database."""
    for rang in range(27):
        suivre(region, charge.user, f"Muet {rang:02d}", annexes="", silence=rang)
    for silence in (3, 9, 6):
        suivre(region, charge.user, f"Vu {silence}", silence=silence)
    muets = [f"Muet {rang:02d}" for rang in range(27)]
    for requete, vus in (("?o=activite", [9, 6, 3]), ("?o=-activite", [3, 6, 9])):
        lus = [nom for page in (1, 2) for _, nom in vues(charge, f"{requete}&p={page}")]
        assert lus == [*(f"Vu {jours}" for jours in vus), *muets]
    for tri in (*COLONNES, *(f"-{colonne}" for colonne in COLONNES)):  # from whichever end
        monkeypatch.setattr(DossierAdmin, "list_per_page", 50)
        entiers = [nom for _, nom in vues(charge, f"?o={tri}")]
        monkeypatch.setattr(DossierAdmin, "list_per_page", 8)
        lus = [nom for page in (1, 2, 3, 4) for _, nom in vues(charge, f"?o={tri}&p={page}")]
        assert (lus, len({*lus})) == (entiers, 30), tri


def test_un_filtre_garde_se_partage_dans_l_equipe(charge: Visiteur, region: Any) -> None:
    collegue, ailleurs = entrer(), entrer()
    f.MandatFactory(user=collegue.user, region=region)
    f.MandatFactory(user=ailleurs.user, region=f.RegionFactory())
    envoi = {"garder-nom": "En phase 2", "garder-requete": "phase=2&o=nom&drop=1"}
    charge.post(f"{LISTE}filtres/garder/", envoi)
    garde = FiltreGarde.objects.get()
    assert (garde.requete, garde.equipe, garde.auteur) == ("phase=2", False, charge.user)
    assert "En phase 2" not in collegue.get(LISTE).content.decode()
    charge.post(f"{LISTE}filtres/garder/", envoi | {"garder-equipe": "on"})
    assert "En phase 2" in collegue.get(LISTE).content.decode()
    assert "En phase 2" not in ailleurs.get(LISTE).content.decode()
    oublier = f"{LISTE}filtres/oublier/"
    assert collegue.post(oublier, {"filtre": garde.pk}).status_code == 404
    assert charge.post(oublier, {"filtre": garde.pk}).status_code == 302
    assert not FiltreGarde.objects.exists()


@pytest.mark.une_base
def test_autant_de_requetes_pour_une_ligne_que_pour_trente(
    charge: Visiteur, region: Any, django_assert_max_num_queries: Any
) -> None:
    for rang in range(30):
        suivi = suivre(region, charge.user, f"Maison {rang}", silence=rang)
        fiche = f.FicheActionFactory(projet=suivi.projet)
        f.EtapeFactory(projet=suivi.projet, fiche=fiche, periode_fin="2099-01")
    tenir_tout()
    FiltreGarde.objects.create(nom="Phase 1", requete="phase=1", auteur=charge.user)
    charge.get(LISTE)  # what a process reads once for all is not counted
    for requete in ("", "?o=-fresque", "?alerte=5", "?q=maison", "?p=2", "?suivi=moi&phase=1"):
        with django_assert_max_num_queries(10):
            charge.get(LISTE + requete)


def test_un_etablissement_sans_fresque_a_sa_ligne_des_qu_il_est_ecrit(region: Any) -> None:
    """By the page of the administration, and by a file: not the next night."""
    client = entrer(is_staff=True, is_superuser=True)
    adresse = "/administration/pasapas/etablissement/"
    champs = {"nom": "Les Acacias", "type": "mecs", "region": region.pk, "confirme": "on"}
    services = {"services-TOTAL_FORMS": 0, "services-INITIAL_FORMS": 0}
    page = client.post(f"{adresse}add/", {**champs, **services})
    assert page.status_code == 302, page.context["adminform"].form.errors
    ecrit = Dossier.objects.get(etablissement__nom="Les Acacias")
    assert (ecrit.region, ecrit.projet) == (region, None)
    assert [nom for _groupe, nom in vues(client)] == ["Les Acacias"]
    la = f"{adresse}{ecrit.etablissement_id}/change/"
    client.post(la, {**champs, "nom": "Les Acacias bleus", **services})
    ecrit.refresh_from_db()
    assert "acacias bleus" in ecrit.cherche
    tableau = Dataset(("Du fichier", "mecs", region.code), headers=["nom", "type", "region"])
    resultat = tout_ou_rien(EtablissementRessource(), tableau, user=client.user)
    assert not resultat.has_errors() and not resultat.has_validation_errors()
    assert Dossier.objects.filter(etablissement__nom="Du fichier", region=region).exists()


@pytest.mark.une_base
def test_jours_ou_heures_se_dit_a_cote(charge: Visiteur, region: Any) -> None:
    suivi = suivre(region, charge.user, "Ici")
    ici = suivi.projet.etablissement.aujourd_hui.isoformat()
    dits = {"type": "visite", "date": ici, "jours": "1", "heures": "2", "note": "Dit"}
    refus = charge.post(f"{LISTE}{dossier(suivi).pk}/noter/", dits)
    assert refus.status_code == 422
    erreurs = refus.context["echange"].errors
    assert erreurs == {"heures": ["Comptez en jours ou en heures, pas les deux."]}
    refus = charge.post(f"{LISTE}{dossier(suivi).pk}/noter/", dits | {"jours": "400", "heures": ""})
    assert list(refus.context["echange"].errors) == ["jours"]


@pytest.mark.une_base
def test_sans_collegue_la_page_le_dit_et_les_listes_portent_leur_nom(
    charge: Visiteur, region: Any
) -> None:
    suivi = suivre(region, charge.user, "Ici")
    liste = "/administration/pasapas/accompagnement/"
    assert "Personne d’autre n’a de mandat" in charge.get(f"{liste}{suivi.pk}/suite/").text
    page = charge.get(liste).text
    assert "<h1>Accompagnements</h1>" in page and "Exporter les lignes choisies" in page
    assert "<h1>Accompagnement de Ici</h1>" in charge.get(f"{liste}{suivi.pk}/change/").text


def test_un_numero_finess_n_est_qu_a_un_etablissement(
    administratrice: Visiteur, region: Any
) -> None:
    f.EtablissementFactory(nom="Le premier", finess="490099011", region=region)
    autre = f.EtablissementFactory(nom="Le second", region=region)
    for chemin in ("add/", f"{autre.pk}/change/"):
        refus = administratrice.post(
            f"/administration/pasapas/etablissement/{chemin}",
            {"nom": "Le second", "type": "mecs", "finess": "490 099 011", "confirme": "on"},
        )
        formulaire = refus.context["adminform"].form
        assert formulaire.errors["finess"] == ["Un autre établissement porte ce numéro."], chemin
    autre.refresh_from_db()
    assert autre.finess == ""


def test_le_tableau_dit_ce_que_dit_la_page(charge: Visiteur, region: Any) -> None:
    suivre(region, charge.user, "Partage tout", silence=30)
    suivre(region, charge.user, "=Partage une", annexes="1")
    suivre(region, charge.user, "Sans accord", annexes="")
    suivre(f.RegionFactory(), charge.user, "Ailleurs")
    dit = charge.get(f"{LISTE}portefeuille.csv").content.decode("utf-8-sig")
    lues = list(csv.DictReader(dit.splitlines(), delimiter=";"))
    un, deux, trois = lues
    assert trois["prochaine étape"] == "étapes : non partagé"
    assert (un["établissement"], deux["établissement"]) == ("Partage tout", "'=Partage une")
    assert un["pourquoi"] == "Aucune activité depuis 30 jours"
    assert (un["annexe 3 (%)"], deux["annexe 3 (%)"]) == ("0", "non partagé")
    assert deux["autodiagnostic"] == "non partagé"
    assert deux["prochaine étape"] == "étapes : non partagé"
    filtre = charge.get(f"{LISTE}portefeuille.csv?groupe=1").content.decode("utf-8-sig")
    assert len(filtre.splitlines()) == 2
    assert "portefeuille.csv?groupe=1" in charge.get(f"{LISTE}?groupe=1").text
