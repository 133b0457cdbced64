"""Whatever arrives in a field: kept and escaped, or refused in French beside the field."""

import re
from typing import Any

import pytest
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import connection, transaction
from django.http import QueryDict

from fresque.objets import OBJETS, POSTIT
from pasapas.ecriture.forms import EncartForm
from pasapas.ecriture.journal import Geste
from pasapas.models import Projet
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.saisie import BorneField, LigneField, MoisField, TexteLongField
from pasapas.valeurs.signes import propre
from tests.htmx import element, texte
from tests.mur import Case, cases, garde_ses_lignes, remplir
from tests.personnes import Visiteur
from tests.saisie import champs, reponse_a, saisir

pytestmark = pytest.mark.une_base  # tests/hostile sends as much to both
INJECTION = "<script>alert(1)</script>\"><img src=x onerror='alert(1)'>"
TEXTES = {
    "vide": "",
    "blancs": " \n\t ",
    "enorme": "é" * 100_000,
    "injection": INJECTION,
    "emoji": "👩🏽‍🍳🏳️‍🌈",
    "droite_a_gauche": "\u202eשלום مرحبا",
    "nul": "a\x00b",
    "controle": "a\x1bb\x07",
    "puces_de_word": "\uf0b7 un\n\uf0b7 deux",
    "insecable": "https://example.org/" + "a" * 300,
    "formule": '=CMD("calc")',
    "javascript": "javascript:alert(1)",
    "entier_geant": "9" * 40,
    "negatif": "-1",
    "gabarit": "{{ settings.SECRET_KEY }}{% debug %}",
}
ANGLAIS = re.compile(r"\b(this|ensure|enter|select|please|value)\b")
DATES = ["0000-00-00", "31/02/2025", "10000-01-01", "2025-13-01", "hier", "²", "1e3", "-1-1-1"]
MOIS = [
    "2025-13",
    "00/2025",
    "13/2025",
    "99999-01",
    "1899-12",
    "2201-01",
    "juin",
    "2025-1-1",
    "²/2025",
]


def objets(projet: Projet) -> dict[str, Encart]:
    """One box for each kind of row."""
    trouves: dict[str, Encart] = {}
    for case in cases(projet):
        trouves.setdefault(case.encart.objet, case.encart)
    return trouves


@pytest.fixture
def rempli(projet: Projet) -> Projet:
    return remplir(projet, 1)


def attaques(champ: forms.Field) -> list[str]:
    if isinstance(champ, (MoisField, BorneField)):
        return [*MOIS, *TEXTES.values()]
    return [*DATES, *TEXTES.values()] if isinstance(champ, forms.DateField) else [*TEXTES.values()]


def formulaire(client: Visiteur, nom: str, donnees: dict[str, Any]) -> EncartForm:
    envoi = QueryDict(mutable=True)
    for champ, valeur in donnees.items():
        envoi.setlist(champ, valeur if isinstance(valeur, list) else [valeur])
    objet = POSTIT if nom == "postit" else OBJETS[nom]
    return objet.form(envoi, participant=client.participant)


def ecrire(client: Visiteur, nom: str, encart: Encart | None, form: EncartForm) -> None:
    """Write what the form let through: nothing may be refused any more. Then undone, so that each
    attack finds the same wall, and no larger one."""
    with transaction.atomic():
        _ecrire(client, nom, encart, form)
        connection.check_constraints()
        transaction.set_rollback(True)


def _ecrire(client: Visiteur, nom: str, encart: Encart | None, form: EncartForm) -> None:
    projet = client.participant.projet
    geste = Geste(projet, client.participant, "eclaire", "constats")
    if nom == "postit":
        POSTIT.creer(geste, {**form.valeurs, "planche": "eclaire", "zone": "constats"})
        return
    objet = OBJETS[nom]
    if encart.est_texte:
        objet.modifier(geste, objet.lire(projet, encart.pk), form.valeurs)
        return
    parent = {f"{objet.parent}_id": encart.pk} if objet.parent else {}
    objet.creer(geste, {**dict(encart.preset), **parent, **form.valeurs})


@pytest.mark.parametrize("nom", [*OBJETS, "postit"])
def test_tout_champ_de_toute_case(nom: str, rempli: Projet, animatrice: Visiteur) -> None:
    encart = objets(rempli).get(nom)
    visibles = formulaire(animatrice, nom, {}).fields
    bons = {c: reponse_a(c, visibles[c], "Bon") for c in visibles if c != "cle"}
    recues: dict[str, list[str]] = {}  # the fields that let each attack through
    for champ in bons:
        for attaque in attaques(visibles[champ]):
            form = formulaire(animatrice, nom, {**bons, champ: attaque})
            if form.is_valid():
                recues.setdefault(attaque, []).append(champ)
            else:
                # A beginning after the end is said beside the end.
                permis = {champ, NON_FIELD_ERRORS, "periode_fin"}
                assert set(form.errors) <= permis, (champ, attaque[:40])
                assert not ANGLAIS.search(form.errors.as_text().lower())
                assert form[champ].value() in (attaque, [attaque])
    for attaque, ou in recues.items():
        for form in ensemble(animatrice, nom, bons, attaque, ou):
            ecrire(animatrice, nom, encart, form)


def ensemble(
    client: Visiteur, nom: str, bons: dict[str, Any], attaque: str, champs: list[str]
) -> list[EncartForm]:
    """One form with the attack in each of these fields; as many forms, when they do not go
    together."""
    form = formulaire(client, nom, bons | dict.fromkeys(champs, attaque))
    if form.is_valid():
        return [form]
    formes = [formulaire(client, nom, {**bons, champ: attaque}) for champ in champs]
    assert [forme.errors for forme in formes] == [{}] * len(formes)
    return formes


@pytest.mark.parametrize("nom", [*OBJETS, "postit"])
def test_choix_inconnu_refuse(nom: str, rempli: Projet, animatrice: Visiteur) -> None:
    visibles = formulaire(animatrice, nom, {}).fields
    for champ, genre in visibles.items():
        if isinstance(genre, (forms.ChoiceField, forms.ModelChoiceField)):
            for attaque in ("0", "-1", "9" * 40, "a\x00b", "<script>"):
                form = formulaire(animatrice, nom, {champ: attaque})
                assert champ in form.errors, (champ, attaque)


@pytest.mark.parametrize("attaque", ["injection", "puces_de_word", "formule", "gabarit"])
def test_texte_accepte_est_montre_sans_agir(
    attaque: str, rempli: Projet, animatrice: Visiteur
) -> None:
    for case in une_par_objet(rempli):
        page = animatrice.htmx("get", case.url_saisie)
        libres = [n for n, c in champs(page).items() if type(c) in (LigneField, TexteLongField)]
        if not libres or case.encart.objet == "fiche":
            continue
        donnees = saisir(page) | {libres[0]: TEXTES[attaque]}
        donnees |= {axe: v for axe, v in case.encart.preset if axe in donnees}
        reponse = animatrice.htmx("post", case.url_saisie, donnees)
        assert reponse.status_code == 200, case.id_html
        assert " ".join(propre(TEXTES[attaque]).split()) in texte(element(reponse, case.id_html))
        assert "<script>alert" not in reponse.content.decode()
        assert "<img src=x" not in reponse.content.decode()


@pytest.mark.parametrize("mode", ["htmx", "page"])
@pytest.mark.parametrize("attaque", ["enorme"])
def test_texte_refuse_est_garde_a_l_ecran(
    attaque: str, mode: str, rempli: Projet, animatrice: Visiteur
) -> None:
    entetes = {"HX-Request": "true"} if mode == "htmx" else {}
    for case in une_par_objet(rempli):
        page = animatrice.get(case.url_saisie, headers=entetes)
        nom = next((n for n, c in champs(page).items() if getattr(c, "max_length", None)), "")
        if not nom:
            continue
        donnees = saisir(page) | {nom: TEXTES[attaque]}
        reponse = animatrice.post(case.url_saisie, donnees, headers=entetes)
        assert reponse.status_code == 422, case.id_html
        boite = element(reponse, case.id_html)
        (champ,) = boite.xpath(f".//*[contains(@class, 'champ--faux champ--{nom}')]")
        assert champ.xpath(".//ul[contains(@class, 'errorlist')]/li")
        assert reponse.context["form"][nom].value() == TEXTES[attaque]


def une_par_objet(projet: Projet) -> list[Case]:
    trouvees: dict[str, Case] = {}
    for case in cases(projet):
        if case.url_saisie and garde_ses_lignes(case):
            trouvees.setdefault(case.encart.objet, case)
    return list(trouvees.values())


def test_lien_javascript_refuse_en_francais(animatrice: Visiteur, projet: Projet) -> None:
    url = f"/projets/{projet.slug}/planches/eclaire/inspirations/ajouter/"
    reponse = animatrice.htmx("post", url, {"type": "lien", "url": "javascript:alert(1)"})
    assert reponse.status_code == 422
    assert reponse.context["form"].errors["url"] == ["Saisissez une URL valide."]


@pytest.mark.parametrize("brut", [b"texte=%ED%A0%80", b"texte=%FF%FE", b"texte=%C0%80", b"%00=%00"])
def test_octets_qui_ne_sont_pas_du_texte(brut: bytes, animatrice: Visiteur, projet: Projet) -> None:
    reponse = animatrice.post(
        f"/projets/{projet.slug}/planches/eclaire/constats/ajouter/",
        brut,
        content_type="application/x-www-form-urlencoded",
        headers={"HX-Request": "true"},
    )
    assert reponse.status_code in {200, 422}


@pytest.mark.parametrize("ici", ["http://[", "//[::1", "\xff", "javascript:1"])
def test_une_page_qui_dit_mal_ou_elle_est_a_sa_reponse(ici: str, pilote: Visiteur) -> None:
    slug = pilote.participant.projet.slug
    la = f"/projets/{slug}/planches/eclaire/constats/"
    entetes = {"HX-Request": "true", "HX-Current-URL": ici}
    assert pilote.get(la, headers=entetes).status_code == 200
    ecrit = pilote.post(f"{la}ajouter/", {"texte": "Un constat"}, headers=entetes)
    assert (ecrit.status_code, "Un constat" in ecrit.text) == (200, True)
