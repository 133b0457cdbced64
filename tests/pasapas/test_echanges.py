"""Tables in and out as files: seen before they are written, all or nothing, no live formula."""

import csv
import os
import re
import time
from base64 import b64decode
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import models

from pasapas.echanges.formats import Ods
from pasapas.lecture.messages import RapportErreurs
from pasapas.models import (
    Accompagnement,
    Etablissement,
    Evenement,
    Intervention,
    Mandat,
    Projet,
    Region,
    Service,
    User,
)
from tests import factories as f
from tests.pasapas.echanges_outils import comptes, confirmer, donner, page, sortir
from tests.personnes import Visiteur, donner_mandat, prouver

pytestmark = pytest.mark.django_db
ENTETE = "nom;finess;departement;autorisation\n"


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


MAUVAISES = (  # its headings, a line that would enter, one that would not, what it is told
    (Region, "Code;Nom;Fuseau horaire", "ile;Île;Indian/Reunion", "b;É;Mars/Tharsis", "de fuseau"),
    (User, "Adresse e-mail;Prénom", "a@example.org;Zoé", "a@@example;Éva", "de courriel"),
    (Mandat, "Compte;Région", "{compte};bretagne", "é@example.org;bretagne", "aucun compte"),
    (Service, "Établissement;Nom", "{nom};Unité", "Personne;Unité", "aucun établissement"),
    (Accompagnement, "Fresque;Hors programme", "{slug};oui", "é-nulle-part;oui", "aucune fresque"),
    (Intervention, "Fresque;Type;Date", "{slug};Appel;03/11/2025", "{slug};Appel;hé", "date"),
)


@pytest.mark.parametrize(("modele", "tete", "bonne", "mauvaise", "reproche"), MAUVAISES)
def test_dans_chaque_table_une_mauvaise_ligne_se_nomme_et_rien_n_entre(
    modele: type[models.Model], tete: str, bonne: str, mauvaise: str, reproche: str,
    admin: Visiteur, projet: Projet,
) -> None:  # fmt: skip
    """As Excel writes it here, which is told."""
    la = projet.etablissement
    Etablissement.objects.filter(pk=la.pk).update(nom="L’Élan")
    if modele is Intervention:
        f.AccompagnementFactory(projet=projet)
    dits = {"compte": admin.user.email, "nom": "L’Élan", "slug": projet.slug}
    lignes = [tete, bonne.format(**dits), mauvaise.format(**dits)]
    avant = modele.objects.count()
    vu = donner(admin, modele, "\n".join(lignes).encode("cp1252"))
    assert (vu.status_code, comptes(vu)) == (422, {"à corriger": 1, "nouvelle": 1})
    fausse = vu.context["apercu"].rangees[0]
    assert (fausse.ligne, vu.context["apercu"].lu[:7]) == (3, "Windows")
    assert reproche in " ".join(case.faute for case in fausse.cases).lower()
    vu = donner(admin, modele, "\n".join(lignes[:2]).encode("cp1252"))
    assert modele.objects.count() == avant
    assert confirmer(admin, modele, vu).status_code == 302
    assert modele.objects.count() == avant + 1


@pytest.mark.parametrize(
    ("contenu", "reproche"),
    [
        (ENTETE + "A;490000001;49;\nB;490000001;49;\n", "Déjà à la ligne 2."),
        (ENTETE + "A;;99;\n", "« 99 » n’est pas un numéro de département."),
        ("nom;capacite\nA;beaucoup\n", "« beaucoup » : écrivez un nombre entier."),
        ("nom;capacite\nA;#N/A\n", "le tableur n’a pas su calculer cette case"),
        ("finess;commune\n490000001;Angers\n", "Il manque la colonne : Nom."),
        ("nom;nom;commune\nA;B;C\n", "Colonne en double : Nom."),
        ("nom;region\nA;atlantide\n", "aucune région ne porte ce nom"),
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
    pareil = donner(chargee, Etablissement, f"nom;finess\n{ailleurs.nom};130000010\n")
    assert (pareil.status_code, "Hors des régions" in pareil.text) == (422, True)
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
