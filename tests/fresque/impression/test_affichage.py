"""What hangs on the real wall is known, and what of it is to be printed again is said."""

from collections.abc import Callable
from re import findall
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fresque.frise.planche import avec_frise
from fresque.impression import affichage
from fresque.instant import instant
from fresque.models import Affichage, Constat, Impression
from fresque.pdf.codes import en_base_36
from pasapas.ecriture.changements import bouger
from pasapas.models import Projet
from tests.droits.papier import Papier
from tests.factories import AffichageFactory, ConstatFactory, EtapeFactory, FicheActionFactory
from tests.htmx import canonique, morceaux_de, suivre
from tests.mur import relire
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
Demander = Callable[..., Any]


def dits(reponse: Any) -> str:
    return " ".join(reponse.content.decode().split())


def ici(projet: Projet, suite: str = "") -> str:
    return f"/projets/{projet.slug}/{suite}"


def cle(projet: Projet, code: str) -> str:
    """What the sheet of this planche says now."""
    fresque = avec_frise(relire(projet).papier, projet)
    return max(affichage.cles(projet, fresque, fresque.planche(code)))


def accrocher(projet: Projet, qui: Visiteur, demander: Demander, *codes: str) -> Any:
    demander(qui, *codes)
    derniere = Impression.objects.de(projet).order_by("-demandee_le")[0]
    return qui.post(ici(projet, f"imprimer/{derniere.pk}/affichee/"), follow=True)


def ecrire(projet: Projet) -> None:
    ConstatFactory(projet=projet, texte="La nuit, personne ne relaie")
    bouger(projet, {"eclaire"})
    projet.refresh_from_db()


def a_refaire(page: str) -> list[str]:
    """What its first button prints."""
    return findall('type="hidden" name="planche" value="(.*?)"', page)


def test_c_est_affiche_puis_ce_qui_change_est_a_reimprimer(
    projet: Projet, contributrice: Visiteur, demander: Demander, papier: Papier
) -> None:
    dit = dits(accrocher(projet, contributrice, demander, "eclaire", "acteurs"))
    assert "2 feuilles au mur : c’est noté." in dit
    assert "Tout ce qui est noté au mur dit la même chose que l’écran." in dit
    assert "C’est affiché</button>" not in dit  # it is
    assert "2 feuilles, 42 cm de large, 30 cm de haut en A4" in dit.replace("&nbsp;", " ")
    assert "Cernées de noir" not in dit
    mur = dits(contributrice.get(ici(projet)))
    assert "éimprimer" not in mur
    ecrire(projet)
    mur = dits(contributrice.get(ici(projet)))
    assert 'choix=changees">Réimprimer 1 feuille</a>' in mur
    assert mur.count('<p class="feuille__perimee">Papier à réimprimer</p>') == 1
    choix = dits(contributrice.get(ici(projet, "imprimer/"), {"choix": "changees"}))
    assert 'value="eclaire" checked' in choix
    assert 'value="acteurs" checked' not in choix
    assert '<option value="0" selected>' in choix
    assert "Cernées de noir" in choix
    assert choix.count('stroke-width="1.2"') == 1  # the plan shows which
    assert a_refaire(choix) == ["eclaire"] and "Réimprimer 1 feuille<" in choix
    fiche = FicheActionFactory(projet=projet, intitule="Accueil des nouveaux")
    bouger(projet)
    neuve = dits(contributrice.get(ici(projet, "imprimer/")))
    assert f"fiche-{fiche.numero}" in a_refaire(neuve) and "Pas encore au mur" in neuve
    assert "etat-des-lieux" not in a_refaire(neuve)  # nobody wrote on it
    accrocher(projet, contributrice, demander, "eclaire")
    assert "éimprimer" not in dits(contributrice.get(ici(projet)))


@pytest.mark.une_base
def test_ce_qui_est_affiche_ne_se_relit_pas_apres_chaque_ecriture(
    projet: Projet, animatrice: Visiteur
) -> None:
    """Nor do the post-its of the poster: a write elsewhere moved neither."""
    animatrice.get(ici(projet))
    ecrire(projet)
    with CaptureQueriesContext(connection) as lues:
        animatrice.get(ici(projet))
    tables = " ".join(lue["sql"] for lue in lues)
    assert "fresque_constat" in tables
    assert "fresque_affichage" not in tables
    assert "fresque_contribution" not in tables


def test_un_mur_deja_ouvert_apprend_ce_qui_est_a_reimprimer(
    projet: Projet, contributrice: Visiteur, lecteur: Visiteur
) -> None:
    """Hung, written on where the wall from afar shows nothing, hung again: an open wall is told
    what changed for it, and becomes what it would be if it were opened now."""
    mur = ici(projet)

    def accrocher_ici() -> None:
        affichage.afficher(
            projet, contributrice.participant, [("eclaire", cle(projet, "eclaire"), 2)]
        )

    def ecrire_loin() -> None:
        Constat.objects.de(projet).filter(texte="Constat loin").update(texte="Constat au loin")
        bouger(projet, {"eclaire"})
        projet.refresh_from_db()

    ConstatFactory.create_batch(20, projet=projet)
    ConstatFactory(projet=projet, texte="Constat loin")
    ecrire(projet)
    dites = []
    for geste in (accrocher_ici, ecrire_loin, accrocher_ici):
        avant = lecteur.get(mur)
        geste()
        recus, apres = suivre(lecteur, mur, avant), morceaux_de(lecteur.get(mur))
        suivis = {i: canonique(e) for i, e in (morceaux_de(avant) | recus).items()}
        assert suivis["mur-eclaire"] == canonique(apres["mur-eclaire"])
        assert suivis["cartouche"] == canonique(apres["cartouche"])
        dites.append((set(recus), "Réimprimer 2 feuilles" in suivis["cartouche"]))
    deux = {"mur-eclaire", "cartouche"}
    assert dites == [(set(), False), (deux, True), (deux, False)]


def test_le_mur_entier_affiche_decroche_ce_qui_n_y_est_plus(
    projet: Projet, contributrice: Visiteur, demander: Demander, papier: Papier
) -> None:
    AffichageFactory(projet=projet, planche="fiche-7")
    page = dits(contributrice.get(ici(projet, "imprimer/")))
    assert "Fiche n°7" in page
    assert "à décrocher" in page
    codes = [planche.code for planche in relire(projet).planches]
    accrocher(projet, contributrice, demander, *codes)
    notees = Affichage.objects.de(projet).order_by("pk").values_list("planche", flat=True)
    assert list(notees) == codes
    contributrice.post(ici(projet, "affichage/eclaire/oublier/"))
    assert not Affichage.objects.de(projet).filter(planche="eclaire").exists()


@pytest.mark.une_base
def test_ce_qui_n_est_pas_encore_imprime_ne_s_affiche_pas(
    projet: Projet,
    contributrice: Visiteur,
    demander: Demander,
    papier: Papier,
    ouvrier: Callable[[], Any],
) -> None:
    AffichageFactory(projet=projet, planche="eclaire")
    codes = [planche.code for planche in relire(projet).planches]
    suivi = demander(contributrice, *codes).headers["Location"]
    assert contributrice.post(f"{suivi}affichee/").headers["Location"] == suivi
    assert Affichage.objects.de(projet).get().planche == "eclaire"  # nothing was taken down


@pytest.mark.une_base
def test_le_plan_dit_ce_qui_a_change(projet: Projet) -> None:
    fresque = relire(projet).papier
    assert affichage.nouvelles(projet, fresque) == ()  # nothing hangs yet
    for planche in fresque.planches:
        AffichageFactory(projet=projet, planche=planche.code, cle=cle(projet, planche.code))
    AffichageFactory(projet=projet, planche="fiche-7")
    Affichage.objects.de(projet).filter(planche="acteurs").delete()
    ecrire(projet)
    lignes = affichage.nouvelles(projet, instant(projet).fresque.papier)
    assert [(une.coordonnee, une.quoi) for une in lignes] == [
        ("A1", "à remplacer"),
        ("A2", "à accrocher"),
        ("", "à décrocher"),
    ]


def test_le_code_d_une_feuille_mene_a_sa_page_qui_dit_si_elle_est_a_jour(
    projet: Projet, contributrice: Visiteur, lecteur: Visiteur, etrangere: Visiteur
) -> None:
    marque = f"/F/{en_base_36(projet.pk)}-A1-{cle(projet, 'eclaire')}"
    suivie = contributrice.get(marque, follow=True)
    assert suivie.redirect_chain[-1][0].startswith(ici(projet, "planches/eclaire/?feuille="))
    assert "Cette feuille est à jour" in dits(suivie)
    assert "Cette feuille est affichée</button>" in dits(suivie)
    assert "Cette feuille est affichée</button>" not in dits(lecteur.get(marque, follow=True))
    envoi = {"cle": cle(projet, "eclaire")}
    contributrice.post(ici(projet, "affichage/eclaire/afficher/"), envoi)
    assert "et notée au mur depuis le" in dits(contributrice.get(marque, follow=True))
    ecrire(projet)
    ancienne = dits(contributrice.get(marque, follow=True))
    assert "Cette feuille n’est plus à jour" in ancienne
    assert "La réimprimer" in ancienne
    ici_meme = en_base_36(projet.pk)
    fausses = ("", "x", "1-A1", f"{ici_meme}-A1-abc", "Z" * 13 + "-A1-ABCDEFGH")
    for fausse in (*fausses, "Z" * 12 + "-A1-ABCDEFGH", f"{ici_meme}-N99-ABCDEFGH"):
        assert contributrice.get(f"/F/{fausse}").status_code == 404
    assert etrangere.get(marque).status_code == 404


def test_la_frise_aussi_se_lit_et_s_affiche(projet: Projet, contributrice: Visiteur) -> None:
    fiche = FicheActionFactory(projet=projet)
    EtapeFactory(projet=projet, fiche=fiche, periode_debut="2026-01-05", periode_fin="2026-01-20")
    relire(projet)
    marque = f"/F/{en_base_36(projet.pk)}-C2-{cle(projet, 'frise')}"
    suivie = contributrice.get(marque, follow=True)
    assert suivie.redirect_chain[-1][0].startswith(ici(projet, "frise/?feuille="))
    assert "Cette feuille est à jour" in dits(suivie)
    envoi = {"cle": cle(projet, "frise")}
    reponse = contributrice.post(ici(projet, "affichage/frise/afficher/"), envoi)
    assert reponse.headers["Location"] == ici(projet, "frise/")
    contributrice.get(ici(projet))
    assert affichage.regarder(projet).perimees == ()


@pytest.mark.une_base
def test_ce_qui_n_est_pas_une_feuille_ne_s_affiche_pas(
    projet: Projet, contributrice: Visiteur, lecteur: Visiteur
) -> None:
    eclaire = ici(projet, "affichage/eclaire/afficher/")
    bonne = {"cle": cle(projet, "eclaire")}
    assert lecteur.post(eclaire, bonne).status_code == 403
    for envoi in ({}, {"cle": "abcdefgh"}, {"cle": "\x00"}):
        dit = dits(contributrice.post(eclaire, envoi, follow=True))
        assert "lisez son code à nouveau" in dit
    for adresse, envoi in (
        (ici(projet, "affichage/fiche-99/afficher/"), bonne),
        (ici(projet, "affichage/eclaire/dechirer/"), bonne),
        (ici(projet, "affichage/eclaire/oublier/"), {}),
    ):
        assert contributrice.post(adresse, envoi).status_code == 404
    assert not Affichage.objects.de(projet).exists()


def test_ce_qui_n_est_pas_partage_n_est_pas_dit_a_reimprimer(
    projet: Projet, chargee: Visiteur
) -> None:
    AffichageFactory(projet=projet, planche="fiche-7")
    projet.montrees = frozenset({1})
    assert affichage.regarder(projet, instant(projet).fresque.papier).parties == ()
