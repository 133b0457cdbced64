"""However much was typed, « Ce qui a changé » reads easily and reaches every text, to the first."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from fresque.historique import series
from fresque.historique.series import LIGNES, DemandeDeMemoire
from fresque.historique.traces import Page, traces
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Evenement, Participant, Projet
from tests.factories import ConstatFactory, EvenementFactory
from tests.htmx import lu
from tests.mur import relire
from tests.personnes import Visiteur

SECONDES = timedelta(seconds=1)


@pytest.fixture
def base(projet: Projet) -> str:
    return f"/projets/{projet.slug}/"


def taper(qui: Participant, *textes: str, champ: str = "ambition", age: int = 0) -> list[Evenement]:
    """One automatic save per text, five seconds apart, the last one ``age`` seconds ago."""
    projet, avant, saisies = qui.projet, "", []
    for rang, texte in enumerate(textes):
        saisie = EvenementFactory(
            projet=projet,
            qui=qui,
            nom=str(qui),
            action="modification",
            planche="eclaire",
            encart=champ,
            objet="projet",
            objet_pk=projet.pk,
            champ=champ,
            avant=avant,
            apres=texte,
        )
        il_y_a = age + 5 * (len(textes) - 1 - rang)
        Evenement.objects.filter(pk=saisie.pk).update(quand=midi() - il_y_a * SECONDES)
        saisies.append(saisie)
        avant = texte
    return saisies


def midi() -> timezone.datetime:
    """Noon of today: a few minutes before it are of the same day."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def lues(qui: Participant, **demande: object) -> Page:
    return traces(qui, relire(qui.projet), DemandeDeMemoire(**demande))


def test_une_soiree_de_frappe_se_lit_en_une_ligne(animatrice: Visiteur, base: str) -> None:
    saisies = taper(animatrice.participant, "G", "Garder", "Garder les", "Garder les équipes")
    (ligne,) = lues(animatrice.participant).traces
    assert (ligne.avant, ligne.apres, ligne.combien) == ("", "Garder les équipes", 4)
    assert (ligne.action, ligne.champ, ligne.heures) == (
        "Texte modifié",
        "",
        "de 11\u00a0h\u00a059 à 12\u00a0h\u00a000",
    )
    page = lu(animatrice.get(f"{base}historique/"))
    assert "Voir les 4 enregistrements un à un" in page
    assert page.count("/reprendre/") == 1
    assert f"/historique/{saisies[0].pk}/reprendre/" in page


def test_chaque_enregistrement_d_une_ligne_se_reprend(
    projet: Projet, animatrice: Visiteur, base: str
) -> None:
    saisies = taper(animatrice.participant, "G", "Garder", "Garder les", "Garder les équipes")
    lien = re.search(
        r'href="([^"]*serie=\d+)"', animatrice.get(f"{base}historique/").content.decode()
    )
    page = animatrice.get(lien[1]).content.decode()
    adresses = re.findall(r'action="([^"]*/reprendre/)"', page)
    assert [int(adresse.split("/")[-3]) for adresse in adresses] == [e.pk for e in saisies[::-1]]
    animatrice.post(adresses[1])
    projet.refresh_from_db()
    assert projet.ambition == "Garder"


@pytest.mark.parametrize(
    ("cas", "lignes"),
    [("pareil", 1), ("un autre entre les deux", 3), ("une pause", 2), ("une autre case", 2)],
)
def test_deux_frappes_font_une_ligne_si_rien_ne_les_separe(
    cas: str, lignes: int, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    moi = animatrice.participant
    taper(moi, "Avant", age=1000 if cas == "une pause" else 60)
    if cas == "un autre entre les deux":
        taper(contributrice.participant, "Autre", age=30)
    taper(moi, "Après", champ="probleme" if cas == "une autre case" else "ambition")
    assert len(lues(moi).traces) == lignes


def test_ce_que_d_autres_ecrivent_ailleurs_ne_coupe_pas_la_ligne(
    animatrice: Visiteur, contributrice: Visiteur
) -> None:
    taper(animatrice.participant, "Un", "Deux", "Trois", age=1)
    taper(contributrice.participant, "Ailleurs", "Ailleurs aussi", champ="probleme")
    assert [ligne.combien for ligne in lues(animatrice.participant).traces] == [2, 3]


@pytest.mark.une_base
def test_un_texte_efface_puis_retape_dit_qu_il_n_y_a_pas_de_difference(
    animatrice: Visiteur, base: str
) -> None:
    taper(animatrice.participant, "Garder", "", age=0)
    page = animatrice.get(f"{base}historique/").content.decode()
    assert "Au bout du compte, il n’y a pas de différence." in page


@pytest.mark.parametrize("adresse", ["historique/", "planches/eclaire/ambition/historique/"])
@pytest.mark.parametrize("depuis", ["", "2020-01-01"])
def test_de_page_en_page_on_remonte_jusqu_au_premier_texte(
    adresse: str, depuis: str, animatrice: Visiteur, contributrice: Visiteur, base: str
) -> None:
    """Two people in turn: nothing is told together."""
    combien = 2 * LIGNES + 3
    for rang in range(combien):
        qui = (animatrice if rang % 2 else contributrice).participant
        taper(qui, f"texte-{rang}-", age=60 * (combien - rang))
    page, vues = f"{base}{adresse}" + (f"?depuis={depuis}" if depuis else ""), []
    for _ in range(3):
        contenu = animatrice.get(page).content.decode()
        vues += re.findall(r"<ins\s*>texte-(\d+)-</ins\s*>", contenu)
        suite = re.search(r'href="(\?[^"]*)" rel="next"', contenu)
        page = f"{base}{adresse}{suite[1].replace('&amp;', '&')}" if suite else ""
    assert page == ""
    assert [int(vue) for vue in vues] == list(range(combien))[::-1]


def test_une_tres_longue_frappe_continue_a_la_page_suivante(
    animatrice: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "LUS", 4)
    taper(animatrice.participant, *(f"texte {rang}" for rang in range(6)))
    une = lues(animatrice.participant)
    deux = lues(animatrice.participant, avant=une.suite)
    assert [(p.traces[0].combien, p.suite is None) for p in (une, deux)] == [(4, False), (2, True)]


def test_l_historique_d_une_case_commence_le_jour_demande(animatrice: Visiteur, base: str) -> None:
    for nom, jours in (("vieux", 9), ("recent", 1)):
        (saisie,) = taper(animatrice.participant, nom)
        Evenement.objects.filter(pk=saisie.pk).update(quand=midi() - timedelta(days=jours))
    adresse = f"{base}planches/eclaire/ambition/historique/"
    depuis = (midi() - timedelta(days=3)).date().isoformat()
    assert 'name="depuis"' in animatrice.get(adresse).content.decode()
    page = animatrice.get(adresse, {"depuis": depuis}).content.decode()
    assert (">recent<" in page, ">vieux<" in page) == (True, False)


@pytest.mark.parametrize("cle", ["0", "-1", "²", "9" * 30, "abc", "٣", "\x00", "12.5"])
@pytest.mark.parametrize("nom", ["avant", "serie"])
def test_page_demandee_n_importe_comment(
    nom: str, cle: str, animatrice: Visiteur, base: str
) -> None:
    taper(animatrice.participant, "Un", "Deux")
    for adresse in ("historique/", "planches/eclaire/ambition/historique/"):
        assert animatrice.get(base + adresse, {nom: cle}).status_code == 200


def test_evenement_d_une_autre_fresque_n_ouvre_aucune_page(
    autre_projet: Projet, animatrice: Visiteur, base: str
) -> None:
    ailleurs = EvenementFactory(
        projet=autre_projet, encart="ambition", objet="projet", champ="ambition", apres="Secret"
    )
    for nom in ("avant", "serie"):
        page = animatrice.get(f"{base}planches/eclaire/ambition/historique/", {nom: ailleurs.pk})
        assert "Secret" not in page.content.decode()


@pytest.mark.une_base
def test_ligne_d_une_fiche_retiree_dit_laquelle(animatrice: Visiteur, projet: Projet) -> None:
    EvenementFactory(projet=projet, planche="fiche-9", encart="objectif", objet="fiche")
    (ligne,) = lues(animatrice.participant).traces
    assert (ligne.lieu, ligne.lieu_url) == ("Fiche action 9, retirée de la fresque", "")


@pytest.mark.une_base
def test_un_long_texte_ne_montre_que_ce_qui_change(animatrice: Visiteur) -> None:
    long = " ".join(f"mot{rang}" for rang in range(300))
    taper(animatrice.participant, long, age=1000)
    (saisie,) = taper(animatrice.participant, f"{long} fin")
    Evenement.objects.filter(pk=saisie.pk).update(avant=long)
    ligne = lues(animatrice.participant).traces[0]
    assert "".join(m.texte for m in ligne.morceaux if m.genre == "ajoute").strip() == "fin"
    assert len("".join(m.texte for m in ligne.morceaux)) < 200


def test_les_pas_d_une_ligne_qu_on_monte_font_un_seul_deplacement(
    projet: Projet, animatrice: Visiteur
) -> None:
    lignes = [ConstatFactory(projet=projet, texte=texte) for texte in "ABC"]
    geste = Geste(projet, animatrice.participant, "eclaire", "constats")
    for autre in (lignes[1], lignes[0]):
        changements.deplacer(geste, lignes[2], avant_de=autre.pk, apres_de=None)
    (ligne,) = lues(animatrice.participant).traces
    assert (ligne.action, ligne.combien) == ("Constat déplacé", 2)
