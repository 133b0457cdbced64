"""Tables in and out as files: seen before they are written, all or nothing, no live formula."""

import csv
import os
import re
import time
from base64 import b64decode
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import HttpResponse

from pasapas.echanges.formats import Csv, Ods, Xlsx
from pasapas.lecture.messages import RapportErreurs
from pasapas.models import (
    Accompagnement,
    Autorisation,
    Etablissement,
    Evenement,
    Intervention,
    Mandat,
    Programme,
    Projet,
    Region,
    Service,
    StatutJuridique,
    TypeEtablissement,
    User,
)
from tests import factories as f
from tests.personnes import Visiteur, donner_mandat, prouver

pytestmark = pytest.mark.django_db
ENTETE = "nom;finess;departement;autorisation\n"


def page(modele: type[models.Model], suite: str) -> str:
    return f"/administration/pasapas/{modele._meta.model_name}/{suite}/"


def donner(
    client: Visiteur, modele: type[models.Model], contenu: bytes | str, nom: str = "f.csv"
) -> HttpResponse:
    octets = contenu.encode() if isinstance(contenu, str) else contenu
    fichier = SimpleUploadedFile(nom, octets)
    return client.post(page(modele, "import"), {"import_file": fichier, "resource": "0"})


def confirmer(client: Visiteur, modele: type[models.Model], apercu: HttpResponse) -> HttpResponse:
    dits = {champ.name: champ.value() for champ in apercu.context["confirm_form"]}
    return client.post(page(modele, "process_import"), dits)


def comptes(reponse: HttpResponse) -> dict[str, int]:
    return {dit: n for _, dit, n in reponse.context["apercu"].comptes if n}


def sortir(client: Visiteur, modele: type[models.Model], forme: int = 0) -> bytes:
    return client.post(page(modele, "export"), {"format": str(forme), "resource": "0"}).content


@pytest.fixture
def admin(administratrice: Visiteur) -> Visiteur:
    prouver(administratrice)
    return administratrice


def test_un_apercu_puis_tout_entre_avec_son_histoire(admin: Visiteur, projet: Projet) -> None:
    ici = projet.etablissement
    Etablissement.objects.filter(pk=ici.pk).update(finess="490001122", departement="49")
    bretagne, loire = (Region.objects.get(code=c) for c in ("bretagne", "pays-de-la-loire"))
    Etablissement.objects.filter(pk=ici.pk).update(region=loire)
    fixe = f.EtablissementFactory(
        nom="Le Grand Pré", finess="850003344", departement="85", region=loire
    )
    fichier = (
        "Mes établissements;;;\n"  # a title above the headings
        "Établissement;N° FINESS;Dép.;autorisation;pilote\n"
        "Maison neuve;490 001 122;49;ASE-PJJ;x\n"
        "Le Grand Pré;850003344;85;;x\n"
        "Foyer d’Armor;220000015;22;ase;x\n"
    )
    vu = donner(admin, Etablissement, fichier.encode("cp1252"))
    assert (vu.status_code, comptes(vu)) == (200, {"changée": 1, "nouvelle": 1, "identique": 1})
    dit = re.sub(r"\s+", " ", vu.content.decode())
    assert "Windows (cp1252), séparé par « ; »" in dit
    assert "Colonnes ignorées&nbsp;: pilote" in dit
    assert vu.context["apercu"].entetes[:3] == ("Nom", "Nom court", "N° FINESS")
    assert "Colonnes reconnues&nbsp;: Nom, Nom court, N° FINESS, " in dit
    assert f"<del>{ici.nom}</del> <ins>Maison neuve</ins>" in dit
    assert Etablissement.objects.count() == 2  # nothing is written yet
    assert confirmer(admin, Etablissement, vu).status_code == 302
    ici.refresh_from_db()
    assert (ici.nom, ici.autorisation) == ("Maison neuve", "ase_pjj")
    assert Etablissement.objects.get(finess="220000015").region == bretagne
    assert Evenement.objects.filter(projet=projet, champ="nom").get().apres == "Maison neuve"
    assert Projet.objects.get(pk=projet.pk).version == projet.version + 1
    dits = LogEntry.objects.filter(change_message__icontains="import")
    assert sorted(dits.values_list("change_message", flat=True)) == [
        "Changé par un import",
        "Importé d’un fichier",
    ]
    fixe.refresh_from_db()
    assert comptes(donner(admin, Etablissement, fichier)) == {"identique": 3}


def test_une_mauvaise_ligne_sur_mille_n_ecrit_rien_et_se_nomme(admin: Visiteur) -> None:
    lignes = [f"Foyer {n};{490000000 + n};49;ase\n" for n in range(1000)]
    lignes[700] = "Foyer faux;49000123;49;oui\n"
    vu = donner(admin, Etablissement, ENTETE + "".join(lignes))
    assert (vu.status_code, comptes(vu)) == (422, {"à corriger": 1, "nouvelle": 999})
    (fausse, *_) = vu.context["apercu"].rangees
    assert fausse.ligne == 702
    a_part = b64decode(vu.context["apercu"].corrections.partition(",")[2])
    (seule,) = csv.DictReader(StringIO(a_part.decode("utf-8-sig")), delimiter=";")
    assert (seule["Ligne"], seule["Nom"]) == ("702", "Foyer faux")
    assert "N° FINESS\u00a0: 8 chiffres" in seule["À corriger"]
    ici = ["Nom", "N° FINESS", "Département", "Autorisation"]  # none other would be emptied
    assert [*seule] == ["Ligne", "À corriger", *ici]
    corrige = a_part.replace(b"49000123", b"490001230").replace(b'"oui"', b'"ase"')
    assert comptes(donner(admin, Etablissement, corrige)) == {"nouvelle": 1}
    assert [case.faute for case in fausse.cases if case.faute] == [
        "8 chiffres : il en faut 9. Un zéro perdu au début ?",
        "« oui » n’est pas dans la liste : Aide sociale à l’enfance (ASE), ASE et protection "
        "judiciaire de la jeunesse (PJJ).",
    ]
    assert "confirm_form" not in vu.context
    assert not Etablissement.objects.exists()


@pytest.mark.parametrize(
    ("contenu", "reproche"),
    [
        (ENTETE + "A;490000001;49;\nB;490000001;49;\n", "Déjà à la ligne 2."),
        (ENTETE + "A;;99;\n", "« 99 » n’est pas un numéro de département."),
        ("nom;capacite\nA;beaucoup\n", "« beaucoup » : écrivez un nombre entier."),
        ("nom;capacite\nA;#N/A\n", "le tableur n’a pas su calculer cette case"),
        ("finess;commune\n490000001;Angers\n", "Il manque la colonne : Nom."),
        ("nom;nom;commune\nA;B;C\n", "Colonne en double : Nom."),
        ("nom;region\nA;atlantide\n", "aucune région ne porte ce code"),
        ("", "Ce fichier est vide."),
        (b"nom;commune\nA;\xff\xfe\x00\x81\n", "accents de ce fichier ne se lisent pas"),
    ],
)
def test_chaque_faute_se_dit_en_francais_a_sa_place(
    contenu: str | bytes, reproche: str, admin: Visiteur
) -> None:
    reponse = donner(admin, Etablissement, contenu)
    assert reponse.status_code == 422
    assert reproche.lower() in reponse.text.lower().replace("&#x27;", "’")
    assert not Etablissement.objects.exists()


def test_ce_qui_n_est_pas_un_tableau_ou_n_est_plus_la(admin: Visiteur) -> None:
    assert "CSV, XLSX ou ODS" in donner(admin, Etablissement, "x", "f.pdf").text
    for nom in ("f.xlsx", "f.ods"):
        assert donner(admin, Etablissement, b"PK\x03\x04rien", nom).status_code == 422
    vu = donner(admin, Etablissement, ENTETE + "A;;49;\n")
    assert confirmer(admin, Etablissement, vu).status_code == 302
    assert confirmer(admin, Etablissement, vu).status_code == 302  # its file is gone
    assert Etablissement.objects.count() == 1
    ailleurs = {"import_file_name": "../../etc/passwd", "original_file_name": "x", "format": "0"}
    assert admin.post(page(Etablissement, "process_import"), ailleurs).status_code == 302


AFFREUX = (  # what a cell may hold and a spreadsheet take for something else
    *("=cmd|' /C calc'!A0", "+33 6 01", "-2+3", "@SUM(A1)", "'=déjà dit", "''=deux fois", "'="),
    *("|x", '« L’Éclat » ; "cité"', "été 🌻 œuf, 12 €", "007", "1e5", "01/02/2025", "12,50"),
    *("oui", "'seul", "a,b\tc", "_x0041_ &amp; <b>", "＝1+1", "%x", "Fin ;", '"', "sep=;"),
    *("Nom", "'\"=x"),
)
LONG = 'Deux\nlignes ; et « des signes »\n\n=SOMME(A1)\n- "tiret" 🌻\n\u00a0fin'


def remplir(region: Region, charge: User) -> None:
    """Each table that goes out, each of its columns, with what reads the worst."""
    Programme.objects.create(region=region, nom="En cours")
    autre = f.UserFactory(
        email="zoe.l-a+b@example.org", prenom="=Zoé", nom="@D’Œil", is_active=False
    )
    f.MandatFactory(user=autre, region=region, debut="2025-09-03", fin="2026-01-31")
    for commune in ("Cholet", "Angers"):
        la = f.EtablissementFactory(
            nom="Les Tilleuls, foyer (nord)", commune=commune, departement="49", region=region
        )
        f.ServiceFactory(etablissement=la, nom="Internat")
    types, statuts = TypeEtablissement.values, StatutJuridique.values
    for n, dit in enumerate(AFFREUX):
        la = f.EtablissementFactory(
            nom=dit, nom_court=AFFREUX[-n - 1], gestionnaire=dit, commune=AFFREUX[n - 3],
            departement="2A" if n % 2 else "", region=region if n % 2 else None,
            type=types[n % len(types)], statut_juridique=statuts[n % len(statuts)] if n else "",
            autorisation=Autorisation.values[n % 2], finess=f"0{n:08d}" if n % 3 else "",
            capacite=n or None, effectif=None if n % 2 else 0,
        )  # fmt: skip
        f.ServiceFactory(etablissement=la, nom=dit, public=AFFREUX[n - 7], places=n or None)
        f.ServiceFactory(etablissement=la, nom=f"{dit} bis", ordre=n + 1)
        if n > 7:
            continue
        projet = f.ProjetFactory(etablissement=la)
        suivi = f.AccompagnementFactory(
            projet=projet, suivi_par=(None, charge, autre)[n % 3], phase=str(1 + n % 3),
            debut="2025-09-10", fin_prevue="2026-05-10", phase_2_le="2025-10-10",
            phase_3_le="2026-01-10", termine_le="2026-05-10" if n == 2 else None,
            hors_programme=n % 2 == 0, derogation=LONG if n % 2 else "",
            derogation_par=autre if n % 2 else None, derogation_le="2025-09-01" if n % 2 else None,
            autorisation_verifiee_le="2025-09-02", convention_signee_le="2025-09-09",
            jours_prevus="6.5" if n else None, entretien_date="2025-12-01", entretien_duree=30,
            entretien_mode=dit, entretien_compte_rendu=LONG, entretien_pour_le_groupe=LONG,
        )  # fmt: skip
        for intitule in (dit, "", ""):  # two calls of one day, of which nothing more is said
            f.InterventionFactory(
                projet=projet, accompagnement=suivi, type="appel", date="2025-11-03", note=LONG,
                intitule=intitule, jours="0.5" if n % 2 else None, auteur=(None, charge)[n % 2],
                heures=None if n % 2 else "1.5", rendez_vous_le="2025-12-24",
                rendez_vous_heure="14:05", rappeler_le="2026-02-28",
            )  # fmt: skip


def vider(*modeles: type[models.Model]) -> None:
    for modele in modeles:
        tous = modele.objects.all()
        (tous.exclude(is_staff=True) if modele is User else tous).delete()


@pytest.mark.parametrize("forme", [0, 1, 2])
def test_ce_qui_sort_rentre_a_l_identique(forme: int, admin: Visiteur, chargee: Visiteur) -> None:
    """Into the base it left, where nothing changes; then into an empty one, which says the same."""
    genre = (Csv, Xlsx, Ods)[forme]
    region = f.RegionFactory(nom="=Île & « Cie »", fuseau="America/Guadeloupe")
    remplir(region, chargee.participant.user)

    def lire(octets: bytes) -> list[Any]:
        lu = genre().create_dataset(octets)
        return [lu.headers, *lu]

    def rentrer(*modeles: type[models.Model], attendu: set[str]) -> None:
        for modele in modeles:
            vu = donner(admin, modele, sortis[modele], f"f.{genre.extension}")
            fausses = [c for r in vu.context["apercu"].rangees[:2] for c in r.cases if c.faute]
            assert vu.status_code == 200, (modele.__name__, fausses)
            assert set(comptes(vu)) <= attendu, (modele.__name__, comptes(vu))
            confirmer(admin, modele, vu)

    sols, suivis = (Region, User, Mandat, Etablissement, Service), (Accompagnement, Intervention)
    sortis = {modele: sortir(admin, modele, forme) for modele in (*sols, *suivis)}
    for octets in sortis.values():
        if forme == 0:
            assert octets.startswith(b"\xef\xbb\xbf")
            for ligne in csv.reader(
                StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"
            ):
                assert not [case for case in ligne if re.match(r"[\s\"]*[=+@|%＝-]", case)]
        if forme == 1:
            for rangee in openpyxl.load_workbook(BytesIO(octets)).active.iter_rows():
                assert {cellule.data_type for cellule in rangee} <= {"s", "n", "inlineStr"}
    rentrer(*sols, *suivis, attendu={"identique"})
    for partie, a_vider in (
        (suivis, (Intervention, Accompagnement)),
        (sols, (Mandat, Projet, Service, Etablissement, Programme, User, Region)),
    ):
        vider(*a_vider)
        rentrer(*partie, attendu={"nouvelle", "identique"})  # whoever administers is still there
        for modele in partie:
            encore = sortir(admin, modele, forme)
            assert lire(encore) == lire(sortis[modele]), modele.__name__
            assert forme or encore == sortis[modele]


def test_une_region_se_deduit_d_un_nouveau_et_ne_s_invente_pas_ensuite(admin: Visiteur) -> None:
    f.EtablissementFactory(nom="Sans région", departement="44")
    assert comptes(donner(admin, Etablissement, sortir(admin, Etablissement))) == {"identique": 1}
    vu = donner(admin, Etablissement, "Nom;Département;Région\nNeuf;44;\n")
    confirmer(admin, Etablissement, vu)
    assert Etablissement.objects.get(nom="Neuf").region.code == "pays-de-la-loire"


def test_entre_l_apercu_et_l_accord_le_fichier_est_au_rangement_commun(
    admin: Visiteur, settings: Any, tmp_path: Path
) -> None:
    """Whichever node previewed, another one imports; what nobody confirmed leaves in a day."""
    options = {**settings.STORAGES["import_export"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "import_export": options}
    donner(admin, Etablissement, "nom;commune\nOubliée;Angers\n")
    [oublie] = tmp_path.iterdir()
    hier = time.time() - 90_000
    os.utime(oublie, (hier, hier))
    vu = donner(admin, Etablissement, "nom;commune\nNeuve;Angers\n")
    [garde] = tmp_path.iterdir()
    assert garde.read_bytes() == b"nom;commune\nNeuve;Angers\n"
    confirmer(admin, Etablissement, vu)
    assert [la.nom for la in Etablissement.objects.all()] == ["Neuve"]
    assert not list(tmp_path.iterdir())


def test_un_charge_de_mission_echange_ce_qu_il_voit(projet: Projet, chargee: Visiteur) -> None:
    prouver(chargee)
    ailleurs = f.EtablissementFactory(
        nom="Foyer d’ailleurs", finess="130000010", region=Region.objects.get(code="bretagne")
    )
    sien = projet.etablissement
    sorti = sortir(chargee, Etablissement).decode()
    assert (sien.nom in sorti, ailleurs.nom in sorti) == (True, False)
    vol = donner(chargee, Etablissement, "nom;finess\nVolé;130000010\n")
    assert (vol.status_code, "Hors des régions" in vol.text) == (422, True)
    neuf = donner(chargee, Etablissement, "nom;region\nNeuf;bretagne\n")
    assert "Hors des régions" in neuf.text
    for modele in (Region, User, Mandat, Service):
        assert chargee.get(page(modele, "import")).status_code == 404, modele.__name__
    mien = donner(
        chargee, Etablissement, f"nom;region;commune\n{sien.nom};{sien.region.code};Brest\n"
    )
    assert comptes(mien) == {"changée": 1}


def test_les_comptes_et_les_mandats_demandent_une_preuve(
    administratrice: Visiteur, chargee: Visiteur
) -> None:
    prouver(administratrice)
    neuf = f"compte;region;debut\n{chargee.participant.user.email};bretagne;03/09/2025\n"
    vu = donner(administratrice, Mandat, neuf)
    assert comptes(vu) == {"nouvelle": 1}
    prouver(administratrice, il_y_a=3600)
    assert "reauthenticate" in confirmer(administratrice, Mandat, vu).url
    assert not Mandat.objects.filter(region__code="bretagne").exists()
    prouver(administratrice)
    vu = donner(administratrice, Mandat, neuf)
    confirmer(administratrice, Mandat, vu)
    assert str(Mandat.objects.get(region__code="bretagne").debut) == "2025-09-03"
    comptes_neufs = "email;prenom;nom;actif\nZoe@Example.ORG;Zoé;Martin;oui\n"
    vu = donner(administratrice, User, comptes_neufs)
    confirmer(administratrice, User, vu)
    zoe = User.objects.get(email="zoe@example.org")
    assert (zoe.has_usable_password(), zoe.is_staff, zoe.is_active) == (False, False, True)


@pytest.mark.pur
def test_un_ods_pauvre_ou_piege_est_lu_avec_bornes() -> None:
    import zipfile

    def ods(lignes: str) -> bytes:
        oasis = "urn:oasis:names:tc:opendocument:xmlns:"
        noms = " ".join(f'xmlns:{n}="{oasis}{n}:1.0"' for n in ("office", "table", "text"))
        sortie = BytesIO()
        with zipfile.ZipFile(sortie, "w") as archive:
            corps = f"<office:document-content {noms}><office:body><office:spreadsheet>"
            fin = "</office:spreadsheet></office:body></office:document-content>"
            tableau = f"<table:table>{lignes}</table:table>"
            archive.writestr("content.xml", f"{corps}{tableau}{fin}")
        return sortie.getvalue()

    def rangee(*mots: str, fois: str = "") -> str:
        cellules = "".join(
            f"<table:table-cell><text:p>{m}</text:p></table:table-cell>" for m in mots
        )
        vides = '<table:table-cell table:number-columns-repeated="16384"/>'
        return f"<table:table-row{fois}>{cellules}{vides}</table:table-row>"

    repete = ' table:number-rows-repeated="1048576"'
    tete = rangee("nom", "commune")
    lu = Ods().create_dataset(ods(tete + rangee("A", "=1") + rangee(fois=repete)))
    assert (lu.headers, [tuple(r) for r in lu]) == (["nom", "commune"], [("A", "=1")])
    with pytest.raises(RapportErreurs, match="lignes dans ce tableau"):
        Ods().create_dataset(ods(tete + rangee("A", "B", fois=repete)))


def test_rien_a_importer_pour_qui_ne_peut_pas_ecrire(projet: Projet, lecteur: Visiteur) -> None:
    donner_mandat(f.ParticipantFactory.build(projet=projet, user=f.UserFactory()))
    for suite in ("import", "export"):
        assert lecteur.get(page(Etablissement, suite)).status_code == 404
    reponses: Any = [lecteur.post(page(Etablissement, s)) for s in ("import", "process_import")]
    assert {reponse.status_code for reponse in reponses} == {404}
