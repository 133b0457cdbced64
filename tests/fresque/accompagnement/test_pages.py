"""The pages of an accompaniment in the administration: who opens them, what they write."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse

from fresque.accompagnement import operations
from fresque.models import Constat
from pasapas.models import (
    Accompagnement,
    Courriel,
    Etablissement,
    Mandat,
    ModeleFresque,
    Partage,
    Programme,
    Projet,
    Region,
)
from tests import factories as f
from tests.personnes import Visiteur, prouver

pytestmark = pytest.mark.django_db
ICI = "/administration/pasapas/accompagnement/"
OUVRIR = f"{ICI}ouvrir/"


@pytest.fixture
def conseil(projet: Projet, chargee: Visiteur) -> Visiteur:
    """She has a mandate for Pays de la Loire too, which is open."""
    loire = Region.objects.get(code="pays-de-la-loire")
    Programme.objects.create(region=loire)
    Mandat.objects.create(user=chargee.participant.user, region=loire)
    prouver(chargee)
    return chargee


@pytest.fixture
def table() -> None:
    invente = Path(__file__).with_name("finess-invente.csv")
    call_command("finess", str(invente), stdout=StringIO())


class Gestes(HTMLParser):
    """The boxes of a page that one fills: each is a gesture, and so is sending."""

    def __init__(self) -> None:
        super().__init__()
        self.vus: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        dits = dict(attrs)
        if tag == "input" and dits.get("type") in {"text", "email", "search"}:
            self.vus.append(dits["name"])


def vers(reponse: HttpResponse, mot: str) -> Iterator[str]:
    yield from (
        a.replace("&amp;", "&") for a in re.findall(r'href="([^"]+)"', reponse.text) if mot in a
    )


def test_ouvrir_et_inviter_en_douze_gestes_au_plus(conseil: Visiteur, table: None) -> None:
    gestes = 1  # « Ouvrir un établissement »
    assert "FINESS est vide" not in conseil.get(OUVRIR, {"q": "nulle part"}).text
    page = conseil.get(OUVRIR)
    gestes += 2  # a few words, Enter
    page = conseil.get(OUVRIR, {"q": "acacias saumur"})
    assert page.text.count("pas encore suivi") == 2
    (lien,) = vers(page, "structure=490012345")
    gestes += 1
    page = conseil.get(OUVRIR + lien)
    assert "Le programme peut l’accueillir" in page.text
    dits = {"prenom": "Camille", "nom_pilote": "Durand", "courriel": "c.durand@example.org"}
    lus = Gestes()
    lus.feed(page.text)
    assert {*dits} <= {*lus.vus}
    gestes += 2 * len(dits) + 1  # a click and some words each, then the button
    fait = conseil.post(OUVRIR + lien, {**dits, "suite": "programme"})
    assert (fait.status_code, gestes <= 12) == (302, True)
    maison = Etablissement.objects.get(finess="490012345")
    assert (maison.nom, maison.commune, maison.confirme) == ("Maison des Acacias", "Saumur", True)
    suivi = Accompagnement.objects.get(projet__etablissement=maison)
    ouvert = Programme.objects.get(region=maison.region, ouvert_au=None)
    assert (suivi.suivi_par, suivi.programme) == (conseil.participant.user, ouvert)
    assert Partage.objects.get(projet=suivi.projet).accepte is None
    assert Courriel.objects.filter(sorte="invitation").count() == 1
    # The same again: it is here already.
    encore = conseil.get(OUVRIR, {"q": "acacias saumur"})
    page = f"/administration/pasapas/dossier/{maison.dossier.pk}/change/"
    assert "déjà ici" in encore.text and page in encore.text
    assert page in conseil.get(OUVRIR + lien).text
    deux = conseil.post(OUVRIR + lien, {**dits, "courriel": "x@example.org", "suite": "programme"})
    assert (deux.status_code, Etablissement.objects.filter(finess="490012345").count()) == (422, 1)
    assert suivi.projet.nom in conseil.get(fait.url).text


def test_un_refus_dit_pourquoi_et_ce_qu_on_peut_faire(conseil: Visiteur, table: None) -> None:
    Programme.objects.filter(region__code="pays-de-la-loire").update(departements=["44"])
    lien = "?structure=490012345"
    page = conseil.get(OUVRIR + lien)
    assert "Le programme ne peut pas" in page.text
    assert "Loire-Atlantique (44) seulement" in page.text
    assert "checked" not in page.text  # what to do of a refusal is chosen
    dits = {"nom_pilote": "Durand", "courriel": "c.durand@example.org"}
    for suite, raison in (("programme", ""), ("derogation", ""), ("derogation", "   ")):
        refus = conseil.post(OUVRIR + lien, {**dits, "suite": suite, "raison": raison})
        assert refus.status_code == 422
        assert 'value="Durand"' in refus.text  # what was typed stays
    assert not Accompagnement.objects.exists()
    conseil.post(OUVRIR + lien, {**dits, "suite": "derogation", "raison": "Accordée le 3"})
    assert Accompagnement.objects.get().derogation == "Accordée le 3"


def test_hors_de_ses_regions_ou_a_la_main(conseil: Visiteur, table: None) -> None:
    dits = {"nom_pilote": "Durand", "courriel": "c.durand@example.org", "suite": "hors"}
    refus = conseil.post(f"{OUVRIR}?structure=760012345", dits)  # Rouen
    assert (refus.status_code, "pas d’une région que vous suivez" in refus.text) == (422, True)
    main = {"nom": "Kaz", "type": "mecs", "departement": "44", "commune": "Nantes"}
    assert conseil.post(f"{OUVRIR}?structure=main", {**dits, "nom": ""}).status_code == 422
    assert conseil.post(f"{OUVRIR}?structure=main", {**dits, **main}).status_code == 302
    assert Accompagnement.objects.get().hors_programme


def test_une_fresque_part_d_un_modele_sans_personne(
    administratrice: Visiteur, conseil: Visiteur, table: None
) -> None:
    ajouter = "/administration/pasapas/modelefresque/add/"

    def envoyer(texte: str) -> HttpResponse:
        fichier = SimpleUploadedFile("modele.yaml", texte.encode())
        return administratrice.post(ajouter, {"nom": "Modèle de l’Aract", "fichier": fichier})

    base = "version: 1\netablissement: {nom: Modèle}\nprojet:\n  id: modele\n"
    constats = "  annexe_1:\n    constats: [{texte: Les plannings changent la veille}]\n"
    avec = f"{base}personnes: [{{id: a, nom: Martin, role: pilote}}]\n"
    assert "ni personne" in envoyer(avec).text
    assert "annexe_9" in envoyer(f"{base}  annexe_9: {{}}\n").text
    assert envoyer(base + constats).status_code == 302
    modele = ModeleFresque.objects.get()
    dits = {"nom_pilote": "Durand", "courriel": "c.durand@example.org", "suite": "programme"}
    conseil.post(f"{OUVRIR}?structure=490012345", {**dits, "modele": modele.pk})
    ouverte = Accompagnement.objects.get().projet
    assert (ouverte.nom, ouverte.etablissement.finess) == ("Maison des Acacias", "490012345")
    assert Constat.objects.de(ouverte).get().texte == "Les plannings changent la veille"
    assert Etablissement.objects.filter(nom="Modèle").count() == 0


def test_une_liste_entre_d_un_coup_pilotes_invites(conseil: Visiteur) -> None:
    tete = "nom;finess;departement;autorisation;statut;pilote_nom;pilote;suite;raison\n"
    bons = (
        "Les Alizés;440005566;44;ASE;public;Leroy;C.Leroy@example.org;;\n"
        "MECS Bel Air;490007788;49;;public;Morel;a.morel@example.org;hors programme;\n"
        "Sans pilote;530004455;53;ASE;public;;;;\n"
    )

    def donner(texte: str) -> HttpResponse:
        fichier = SimpleUploadedFile("liste.csv", texte.encode())
        return conseil.post(f"{ICI}import/", {"import_file": fichier, "resource": "1"})

    for faux, dit in (
        ("Sans nom;440005577;44;ASE;public;;x@example.org;;\n", "Donnez le nom"),
        ("Refusé;440005577;44;;public;A;x@example.org;;\n", "ne peut pas l’accueillir"),
        ("Muet;440005577;44;;public;A;x@example.org;dérogation;\n", "Écrivez la raison"),
        ("Loin;130000010;13;ASE;public;A;x@example.org;;\n", "Hors des régions"),
    ):
        refus = donner(tete + bons + faux)
        assert (refus.status_code, dit in refus.text) == (422, True), dit
    vu = donner(tete + bons)
    assert vu.status_code == 200
    assert not Accompagnement.objects.exists()
    dits = {champ.name: champ.value() for champ in vu.context["confirm_form"]}
    assert conseil.post(f"{ICI}process_import/", dits).status_code == 302
    suivis = Accompagnement.objects.order_by("projet__nom")
    assert [(s.projet.nom, s.hors_programme) for s in suivis] == [
        ("Les Alizés", False),
        ("MECS Bel Air", True),
    ]
    assert Courriel.objects.filter(sorte="invitation").count() == 2
    assert Etablissement.objects.filter(finess="530004455").exists()
    assert {r.etat for r in donner(tete + bons).context["apercu"].rangees} == {"skip"}


def test_les_gestes_d_un_accompagnement(projet: Projet, conseil: Visiteur) -> None:
    suivi = f.AccompagnementFactory(
        projet=projet, debut="2025-09-10", suivi_par=conseil.participant.user
    )
    la = f"{ICI}{suivi.pk}/"
    assert "Commencer, et lancer l’horloge" in conseil.get(f"{la}entretien/").text
    assert conseil.get(f"{la}entretien/commencer/").status_code == 404  # a reading never writes
    conseil.post(f"{la}entretien/commencer/")
    assert "data-horloge" in conseil.get(f"{la}entretien/").text
    assert conseil.post(f"{la}entretien/piste/", {"texte": ""}).status_code == 422
    conseil.post(f"{la}entretien/piste/", {"texte": "Accueillir les remplaçants"})
    dits = {
        "entretien_mode": "visio",
        "entretien_compte_rendu": "Dit",
        "entretien_pour_le_groupe": "",
    }
    faux = conseil.post(f"{la}entretien/", {**dits, "entretien_date": "12/12/0026"})
    assert (faux.status_code, "Dit" in faux.text) == (422, True)
    a_venir = {**dits, "entretien_date": "2199-01-01"}
    assert conseil.post(f"{la}entretien/terminer/", a_venir).status_code == 422
    conseil.post(f"{la}entretien/terminer/", {**dits, "entretien_date": ""})
    suivi.refresh_from_db()
    assert (suivi.phase, suivi.entretien_compte_rendu) == ("2", "Dit")
    assert conseil.get(f"{la}entretien/compte-rendu.pdf").content.startswith(b"%PDF")
    for geste, dit in (("phase", {"phase": "3", "le": "2199-01-01"}), ("pause", {"du": "demain"})):
        assert conseil.post(f"{la}{geste}/", dit).status_code == 422
    conseil.post(f"{la}phase/", {"phase": "3", "le": "2025-12-20"})
    conseil.post(f"{la}pause/", {"du": "2026-01-10", "raison": "Travaux"})
    assert "en pause" in conseil.get(f"{la}suite/").text
    conseil.post(f"{la}reprise/", {"le": "2026-02-10"})
    suivi.refresh_from_db()
    assert (suivi.phase, suivi.pauses.get().raison) == ("3", "Travaux")
    zoe = f.UserFactory(prenom="Zoé", nom="Martin")
    Mandat.objects.create(user=zoe, region=projet.etablissement.region)
    ici = projet.etablissement.aujourd_hui
    plus_tard = {"nouveau": zoe.pk, "le": (ici + timedelta(days=3)).isoformat()}
    conseil.post(f"{la}confier/", plus_tard)
    page = f"/administration/pasapas/dossier/{projet.etablissement.dossier.pk}/change/"
    for une in (f"{la}suite/", page):
        assert "prend le relais le" in conseil.get(une).text
    for vu in ({}, {"nouveau": "²", "le": "hier"}, {**plus_tard, "le": ici.isoformat()}):
        assert "a changé entre-temps" in conseil.post(f"{la}confier/annuler/", vu).text
    assert conseil.post(f"{la}confier/annuler/", plus_tard).status_code == 302
    assert "prend le relais le" not in conseil.get(f"{la}suite/").text
    assert "Relais annulé : Zoé Martin" in conseil.get(page).text
    refus = conseil.post(f"{la}confier/annuler/", plus_tard)
    assert (refus.status_code, "aucun relais n’est plus prévu" in refus.text) == (422, True)
    cochee = {"action": "annuler_les_relais", "_selected_action": suivi.pk}
    conseil.post(f"{la}confier/", plus_tard)
    assert "Zoé Martin, le " in conseil.get(ICI).text
    assert "Relais annulés\u00a0: 1." in conseil.post(ICI, cochee, follow=True).text
    conseil.post(f"{la}confier/", {"nouveau": zoe.pk, "le": ici.isoformat()})
    suivi.refresh_from_db()
    assert suivi.suivi_par == zoe


def test_un_autre_conseil_n_ouvre_rien_et_ne_confie_rien(
    projet: Projet, conseil: Visiteur, lecteur: Visiteur
) -> None:
    ailleurs = f.AccompagnementFactory(
        projet=f.ProjetFactory(etablissement__region=f.RegionFactory(nom="Ailleurs"))
    )
    la = f"{ICI}{ailleurs.pk}/"
    pages = ("entretien/", "suite/", "change/", "entretien/compte-rendu.pdf")
    gestes = (
        "phase/",
        "pause/",
        "reprise/",
        "confier/",
        "confier/annuler/",
        "entretien/commencer/",
        "entretien/piste/",
    )
    for client in (conseil, lecteur):
        assert {client.get(la + page).status_code for page in pages} == {404}
        assert {client.post(la + geste).status_code for geste in gestes} == {404}
    assert lecteur.get(OUVRIR).status_code == 404
    action = {"action": "confier_plusieurs", "_selected_action": ailleurs.pk}
    conseil.post(ICI, action)
    ailleurs.refresh_from_db()
    assert ailleurs.suivi_par is None


def test_une_intervention_effacee_ne_compte_plus_ses_jours(
    projet: Projet, administratrice: Visiteur
) -> None:
    prouver(administratrice)
    suivi = operations.ouvrir(administratrice.user, projet, hors_programme=True)
    visite = {"type": "visite", "date": suivi.debut}
    seule, *autres = [
        operations.noter_intervention(administratrice.user, suivi, **visite, jours=jours)
        for jours in (1, 2, 4)
    ]
    liste = "/administration/pasapas/intervention/"
    administratrice.post(f"{liste}{seule.pk}/delete/", {"post": "yes"})
    suivi.refresh_from_db()
    assert suivi.jours_realises == 6
    cochees = {"action": "delete_selected", "_selected_action": [une.pk for une in autres]}
    administratrice.post(liste, {**cochees, "post": "yes"})
    suivi.refresh_from_db()
    assert suivi.jours_realises == 0
