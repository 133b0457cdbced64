"""Two people on one box, as their browsers see it: merged and told, or shown side by side."""

import pytest
from django.http import HttpResponse
from lxml import html

from diagnostic.models import SyntheseTheme
from fiches.models import Etape, FicheAction
from pasapas.models import CleEcriture, Evenement, Projet
from tests.factories import (
    EtapeFactory,
    FicheActionFactory,
    ParticipantFactory,
)
from tests.htmx import texte
from tests.mur import case
from tests.personnes import Visiteur, visiteur
from tests.saisie import CHAQUE_MODE, CLE, envoi, envoyer

FUSION = "Enregistré, avec ce que d’autres ont écrit pendant ce temps."


def dit(mode: str, reponse: HttpResponse) -> str:
    return reponse.json()["avis"] if mode == "autosave" else reponse.content.decode()


def conflits(projet: Projet) -> list[tuple[str, str, str]]:
    notes = Evenement.objects.filter(projet=projet, action="conflit").order_by("pk")
    return list(notes.values_list("champ", "avant", "apres"))


@pytest.fixture
def elise(projet: Projet) -> Visiteur:
    return visiteur(projet, "contributeur", prenom="Élise", nom="Moreau")


@pytest.fixture
def probleme(projet: Projet, elise: Visiteur) -> str:
    """Where a text of two lines is written; Élise changed the first since it was opened."""
    type(projet).objects.update(probleme="Le soir\nLe matin")
    url = case(projet, "eclaire", "probleme").url_saisie
    elise.htmx("post", url, {"probleme": "Chaque soir\nLe matin", **DEPART})
    return url


DEPART = {"base-probleme": "Le soir\nLe matin"}


@CHAQUE_MODE
def test_deux_lignes_differentes_se_reunissent_et_on_le_dit(
    mode: str, projet: Projet, probleme: str, animatrice: Visiteur
) -> None:
    donnees = {"probleme": "Le soir\nChaque matin", **DEPART}
    reponse = envoyer(animatrice, mode, probleme, donnees)
    assert FUSION in dit(mode, reponse)
    projet.refresh_from_db()
    assert projet.probleme == "Chaque soir\nChaque matin"
    if mode == "autosave":
        assert reponse.json()["champs"] == {"probleme": "Chaque soir\nChaque matin"}
    assert conflits(projet) == []


@pytest.mark.une_base
def test_ecrire_seul_ne_dit_rien_de_plus(projet: Projet, animatrice: Visiteur) -> None:
    url = case(projet, "eclaire", "probleme").url_saisie
    reponse = envoyer(animatrice, "autosave", url, {"probleme": "Oui", "base-probleme": ""})
    assert (reponse.json()["etat"], reponse.json()["avis"]) == ("enregistre", "")


@CHAQUE_MODE
def test_les_memes_mots_se_heurtent_et_les_deux_sont_gardes(
    mode: str, projet: Projet, probleme: str, animatrice: Visiteur
) -> None:
    """Asked twice, the journal still has each text once."""
    donnees = {"probleme": "Tous les soirs\nLe matin", **DEPART}
    for _ in range(2):
        reponse = envoyer(animatrice, mode, probleme, donnees)
        assert reponse.status_code == 409
    projet.refresh_from_db()
    assert projet.probleme == "Chaque soir\nLe matin"
    attendu = ("probleme", "Chaque soir\nLe matin", "Tous les soirs\nLe matin")
    assert conflits(projet) == [attendu]
    if mode == "autosave":
        json = reponse.json()
        assert (json["etat"], json["conflits"], json["champs"]) == ("conflit", ["probleme"], {})
    else:
        for mots in ("Votre texte", "Le texte actuel", "Tous les soirs", "Chaque soir"):
            assert mots in reponse.content.decode()


def choix(reponse: HttpResponse, bouton: str, rang: int = 0) -> tuple[str, dict[str, list[str]]]:
    """What a browser without JavaScript sends when this button is pressed."""
    page = html.document_fromstring(reponse.content.decode())
    boutons = page.xpath("//form//button[starts-with(normalize-space(), $b)]", b=bouton)
    form = next(boutons[rang].iterancestors("form"))
    donnees: dict[str, list[str]] = {}
    for nom, valeur in form.form_values():
        donnees.setdefault(nom, []).append(valeur.removeprefix("\n"))  # as a browser reads it
    assert donnees["cle"]
    return form.get("action"), donnees


@pytest.mark.parametrize(
    ("bouton", "gardes"),
    [
        ("Garder votre texte", {"Tous les soirs": True, "Chaque soir": False}),
        ("Garder les deux", {"Tous les soirs": True, "Chaque soir": True}),
    ],
)
@pytest.mark.parametrize("mode", ["htmx", "page"])
def test_un_heurt_se_regle_avec_ou_sans_javascript(
    mode: str,
    bouton: str,
    gardes: dict[str, bool],
    projet: Projet,
    probleme: str,
    animatrice: Visiteur,
) -> None:
    reponse = envoyer(animatrice, mode, probleme, {"probleme": "Tous les soirs", **DEPART})
    action, donnees = choix(reponse, bouton)
    for _ in range(2):  # sent again, it does nothing twice
        assert envoyer(animatrice, mode, action, donnees).status_code == 200
    projet.refresh_from_db()
    assert projet.probleme == donnees["probleme"][0]
    assert {mots: mots in projet.probleme for mots in gardes} == gardes
    assert Evenement.objects.filter(projet=projet, action="modification").count() == 2


def test_garder_le_texte_actuel_ferme_sans_rien_ecrire(
    projet: Projet, probleme: str, animatrice: Visiteur
) -> None:
    donnees = {"probleme": "Tous les soirs\nLe matin", **DEPART}
    page = html.document_fromstring(animatrice.post(probleme, donnees).content.decode())
    (lien,) = page.xpath("//a[normalize-space()='Garder le texte actuel']")
    assert lien.get("href") == f"/projets/{projet.slug}/planches/eclaire/#eclaire--probleme"
    boite = animatrice.htmx("get", lien.get("hx-get"))
    assert "Chaque soir" in boite.content.decode()


@pytest.fixture
def etape(projet: Projet, elise: Visiteur) -> tuple[str, Etape]:
    """An étape whose two texts Élise changed since it was opened."""
    ligne = EtapeFactory(projet=projet, intitule="Former", resultats="Rien encore")
    url = case(projet, f"fiche-{ligne.fiche.numero}", "etapes").url_ligne(ligne.pk)
    siens = {"intitule": "Former la nuit", "resultats": "Une équipe formée"}
    donnees = envoi(elise.htmx("get", url)) | siens
    assert elise.htmx("post", url, donnees).status_code == 200
    return url, ligne


MIENS = {
    "intitule": "Former en binôme",
    "base-intitule": "Former",
    "resultats": "Deux équipes formées",
    "base-resultats": "Rien encore",
    "realisation_precision": "En cours",
    "base-realisation_precision": "",
}


@pytest.mark.parametrize("mode", ["htmx", "page"])
@pytest.mark.parametrize(
    ("bouton", "intitule"),
    [
        ("Garder votre texte", "Former en binôme"),
        ("Garder le texte actuel", "Former la nuit"),
    ],
)
def test_regler_un_champ_laisse_l_autre_a_regler(
    mode: str,
    bouton: str,
    intitule: str,
    projet: Projet,
    etape: tuple[str, Etape],
    animatrice: Visiteur,
) -> None:
    """Two fields clash: what was typed in the second one waits its turn, whatever is chosen."""
    url, ligne = etape
    champs = ["intitule", "resultats", "realisation_precision"]
    reponse = envoyer(animatrice, mode, url, {"champ": champs, **MIENS})
    assert reponse.status_code == 409
    assert "2 textes sont dans ce cas" in reponse.content.decode()
    reponse = envoyer(animatrice, mode, *choix(reponse, bouton))
    assert reponse.status_code == 409
    dit = reponse.content.decode()
    assert ("Deux équipes formées" in dit, "Former en binôme" in dit) == (True, False)
    reponse = envoyer(animatrice, mode, *choix(reponse, "Garder votre texte"))
    assert reponse.status_code == 200
    ligne.refresh_from_db()
    ecrits = (ligne.intitule, ligne.resultats, ligne.realisation_precision)
    assert ecrits == (intitule, "Deux équipes formées", "En cours")
    assert len(conflits(projet)) == 2


def test_une_ligne_remplie_a_deux_se_heurte_au_lieu_de_deborder(
    projet: Projet, animatrice: Visiteur, elise: Visiteur
) -> None:
    """A box of one line holds no line break: people settle it."""
    depart = {"champ": "fonction", "base-fonction": ""}
    personne = ParticipantFactory(projet=projet, ordre_equipe=0, fonction="")
    url = case(projet, "eclaire", "equipe").url_ligne(personne.pk)
    elise.htmx("post", url, {**depart, "fonction": "Éducatrice"})
    reponse = animatrice.htmx("post", url, {**depart, "fonction": "Veilleuse de nuit"})
    assert reponse.status_code == 409
    _, donnees = choix(reponse, "Garder les deux")
    assert donnees["fonction"] == ["Éducatrice / Veilleuse de nuit"]
    assert animatrice.htmx("post", url, donnees).status_code == 200
    personne.refresh_from_db()
    assert personne.fonction == "Éducatrice / Veilleuse de nuit"


def test_deux_listes_de_themes_se_reunissent(
    projet: Projet, animatrice: Visiteur, elise: Visiteur
) -> None:
    """Each adds one, one takes one away: nobody’s choice undoes another’s."""
    fiche = FicheActionFactory(projet=projet)
    un, deux, trois = [s.theme for s in SyntheseTheme.objects.de(projet).order_by("pk")[:3]]
    fiche.liens_themes.create(theme=un, ordre=0)
    url = case(projet, "actions", "fiches").url_ligne(fiche.pk)
    depart = {"champ": "themes", "base-themes": [un.pk]}
    elise.htmx("post", url, {**depart, "themes": [un.pk, deux.pk]})
    assert animatrice.htmx("post", url, {**depart, "themes": [trois.pk]}).status_code == 200
    assert set(FicheAction.objects.get().themes.all()) == {deux, trois}


@CHAQUE_MODE
def test_un_choix_remplace_dit_celui_de_l_autre(
    mode: str, projet: Projet, animatrice: Visiteur, elise: Visiteur
) -> None:
    """The last word stands; whoever says it learns whose it replaces. The journal has both."""
    fiche = FicheActionFactory(projet=projet, statut="a_preparer")
    url = case(projet, "actions", "fiches").url_ligne(fiche.pk)
    depart = {"champ": "statut", "base-statut": "a_preparer"}
    elise.htmx("post", url, {**depart, "statut": "en_cours"})
    reponse = envoyer(animatrice, mode, url, {**depart, "statut": "terminee"})
    attendu = (
        "Élise Moreau avait choisi «\u00a0En cours\u00a0»\u00a0: votre choix remplace le sien."
    )
    assert attendu in dit(mode, reponse)
    fiche.refresh_from_db()
    assert fiche.statut == "terminee"
    choisis = Evenement.objects.filter(projet=projet, champ="statut").order_by("pk")
    assert [e.apres for e in choisis] == ["En cours", "Terminée"]


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("champ", "depart", "sien", "mien", "attendu"),
    [
        ("date_realisation", "2026-03-01", "2026-03-14", "2026-04-02", "choisi «~14 mars 2026~»"),
        ("periode_debut", "", "03/2026", "04/2026", "choisi «~mars 2026~»"),
        ("date_realisation", "2026-03-01", "", "2026-04-02", "vidé «~Date de réalisation~»"),
    ],
)
def test_une_date_remplacee_se_dit_en_francais(
    champ: str,
    depart: str,
    sien: str,
    mien: str,
    attendu: str,
    projet: Projet,
    animatrice: Visiteur,
    elise: Visiteur,
) -> None:
    etape = EtapeFactory(
        projet=projet, date_realisation="2026-03-01", periode_debut=None, periode_fin=None
    )
    url = case(projet, f"fiche-{etape.fiche.numero}", "etapes").url_ligne(etape.pk)
    for client, valeur in ((elise, sien), (animatrice, mien)):
        donnees = {"champ": champ, champ: valeur, f"base-{champ}": depart}
        reponse = envoyer(client, "autosave", url, donnees)
        assert reponse.status_code == 200
    attendu = attendu.replace("~", "\u00a0")
    assert reponse.json()["avis"] == (
        f"Élise Moreau avait {attendu}\u00a0: votre choix remplace le sien."
    )


def test_un_referent_remplace_se_dit(projet: Projet, animatrice: Visiteur, elise: Visiteur) -> None:
    fiche = FicheActionFactory(projet=projet, referent=None)
    un, deux = ParticipantFactory.create_batch(2, projet=projet)
    url = case(projet, "actions", "fiches").url_ligne(fiche.pk)
    for client, personne in ((elise, un), (animatrice, deux), (animatrice, un)):
        donnees = {"champ": "referent", "referent": personne.pk, "base-referent": ""}
        avis = envoyer(client, "autosave", url, donnees).json()["avis"]
        dits = [f"Élise Moreau avait choisi «\u00a0{un}\u00a0»" in avis, bool(avis)]
        assert dits == ([True, True] if personne == deux else [False, False])


@pytest.mark.une_base
def test_un_champ_vide_est_nomme(projet: Projet, animatrice: Visiteur) -> None:
    """What is announced far from the field says which one."""
    etape = EtapeFactory(projet=projet)
    url = case(projet, f"fiche-{etape.fiche.numero}", "etapes").url_ligne(etape.pk)
    for champ, valeur, attendu in (
        ("intitule", "", "Remplissez «\u00a0{}\u00a0»."),
        (
            "date_realisation",
            "hier",
            "«\u00a0{}\u00a0»\u00a0: Écrivez la date ainsi : 17/02/2026.",
        ),
    ):
        reponse = envoyer(animatrice, "autosave", url, {"champ": champ, champ: valeur})
        assert reponse.status_code == 422
        label = Etape._meta.get_field(champ).verbose_name
        nom = label[0].upper() + label[1:]
        assert reponse.json()["erreurs"] == {champ: [attendu.format(nom)]}


@pytest.mark.parametrize("porteur", ["champ", "entete"])
def test_monter_envoye_deux_fois_ne_monte_qu_une_fois(
    porteur: str, projet: Projet, animatrice: Visiteur
) -> None:
    pistes = case(projet, "autodiagnostic", "pistes")
    for rang in "ABC":
        animatrice.htmx("post", pistes.url_saisie, {"texte": rang})
    pk = pistes.relire(projet).lignes[-1].pk
    for geste, ordre in (("monter", "ACB"), ("monter", "ACB"), ("descendre", "ABC")):
        donnees = {"cle": CLE} if porteur == "champ" else {}
        entetes = {"X-Cle": CLE, "HX-Request": "true"} if porteur == "entete" else {}
        animatrice.post(pistes.url_ligne(pk, geste), donnees, headers=entetes)
        assert "".join(ligne.titre for ligne in pistes.relire(projet).lignes) == ordre


def test_deux_gestes_de_la_meme_page_se_font_tous_les_deux(
    projet: Projet, animatrice: Visiteur
) -> None:
    """With htmx the page stays, and its one key with it: it is no key of a gesture."""
    pistes = case(projet, "autodiagnostic", "pistes")
    for rang in "ABC":
        animatrice.htmx("post", pistes.url_saisie, {"texte": rang})
    pk = pistes.relire(projet).lignes[-1].pk
    for _ in range(2):
        animatrice.htmx("post", pistes.url_ligne(pk, "monter"), {"cle": CLE})
    assert "".join(ligne.titre for ligne in pistes.relire(projet).lignes) == "CAB"
    assert not CleEcriture.objects.exists()


@pytest.mark.une_base
def test_chaque_page_porte_une_cle_neuve_pour_ses_gestes(
    projet: Projet, animatrice: Visiteur, lecteur: Visiteur
) -> None:
    cles = set()
    for url in (f"/projets/{projet.slug}/", f"/projets/{projet.slug}/planches/eclaire/") * 2:
        page = html.document_fromstring(animatrice.get(url).content.decode())
        cles.update(page.xpath("//form[@id='geste']/input[@name='cle']/@value"))
        assert 'name="cle"' not in texte(page)
        assert 'id="geste"' not in lecteur.get(url).content.decode()
    assert len(cles) == 4
