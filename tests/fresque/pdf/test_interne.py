"""What must not hang does not: a box kept to the screen is on no sheet, nor said again on one."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from fresque.fichier import exporter
from fresque.frise.planche import avec_frise
from fresque.objets import OBJETS
from fresque.pdf import rendre
from fresque.pdf.feuilles import preparer
from fresque.rappels.bandes import bandes
from pasapas.models import Evenement, Projet
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Fresque, Planche
from tests.factories import ConstatFactory, ContactFactory, EtapeFactory, ParticipantFactory
from tests.htmx import racines, texte
from tests.marques import marquer, semer
from tests.mur import case, relire
from tests.papier import colle, poppler
from tests.personnes import Visiteur

MARQUE = re.compile(r"q\d{5}z")
# Of somebody, or of the house: said in as many boxes as there are gestures, each the word of one.
DE_TOUS = ("pasapas.Participant", "pasapas.Etablissement", "pasapas.Service", "diagnostic.Theme")


def interne(fresque: Fresque, code: str, *noms: str) -> Fresque:
    """The same with these boxes kept to the screen."""
    planche = fresque.planche(code)
    for encart in planche.encarts:
        if encart.nom in noms:
            planche = planche.avec(replace(encart, interne=True))
    planches = tuple(planche if p.code == code else p for p in fresque.planches)
    return replace(fresque, planches=planches)


def mots(*valeurs: object) -> set[str]:
    """The marks that these values show; a key or an address shows none."""
    return set(MARQUE.findall(repr(valeurs)))


def cases(fresque: Fresque) -> Iterator[tuple[Planche, Encart]]:
    return ((p, e) for p in fresque.planches for e in p.encarts if e.imprimable)


def papier(fresque: Fresque, projet: Projet) -> Fresque:
    return avec_frise(fresque.papier, projet)


def dits(fresque: Fresque) -> set[str]:
    """All that is printed: the boxes, and what the sheets draw."""
    figures = [f.valeur for p in fresque.planches for s in p.sections for f in s.figures]
    return mots(fresque, figures)


def siens(encart: Encart, marques: dict[str, str]) -> set[str]:
    """The words that are this box's own: its column, the rows of its list, what is stuck on it."""
    modele = OBJETS[encart.objet].model._meta.label
    champs = {f"{modele}.{champ}" for champ in encart.champs}
    ici = {
        mot
        for mot in mots(encart.texte, encart.lignes)
        if (marques[mot] in champs if encart.est_texte else marques[mot].startswith(modele))
        and not marques[mot].startswith(DE_TOUS)
    }
    return ici | mots([postit.texte for postit in encart.postits])


@pytest.mark.une_base
def test_chaque_case_tenue_a_l_ecran_n_est_dite_par_aucune_feuille(projet: Projet) -> None:
    """Each box in turn, then all of them in a file that is read back."""
    semer(projet)
    marques = {MARQUE.search(mot)[0]: col for col, mot in marquer() if MARQUE.search(mot)}
    projet.refresh_from_db()
    fresque = relire(projet)
    secrets, fuites = {}, {}
    for planche, encart in cases(fresque):
        ici = f"{planche.code}--{encart.nom}"
        secrets[ici] = siens(encart, marques)
        assert secrets[ici] <= dits(papier(fresque, projet)), ici  # printed, if nobody says no
        tue = papier(interne(fresque, planche.code, encart.nom), projet)
        fuites[ici] = secrets[ici] & dits(tue)
    # « Nos fiches action » is a list of fiches, each of which has its own sheet.
    assert {ici for ici, dits in fuites.items() if dits} == {"actions--fiches"}
    assert sum(map(bool, secrets.values())) > 40

    seule = fresque.planche("fiche-1")
    for planche, encart in cases(fresque):
        fresque = interne(fresque, planche.code, encart.nom)
    assert preparer(seule, postits=True, coordonnees=True).sections  # what follows proves something
    texte = colle(poppler("pdftotext", rendre(papier(fresque, projet))))
    assert MARQUE.findall(texte.replace(marque_de(projet), "")) == []


def marque_de(projet: Projet) -> str:
    """What every sheet is signed with: the établissement."""
    return str(projet.etablissement)


def test_une_case_se_garde_a_l_ecran_et_revient_au_papier(
    projet: Projet, contributrice: Visiteur, lecteur: Visiteur
) -> None:
    ConstatFactory(projet=projet, texte="Rien ne va la nuit")
    url = case(projet, "eclaire", "constats").url
    assert lecteur.post(f"{url}interne/").status_code == 403
    reponse = contributrice.htmx("post", f"{url}interne/")
    boite = racines(reponse)[0]
    assert "Interne : à l’écran, jamais imprimé" in texte(boite)
    assert "aucune feuille ne la porte" in texte(boite)
    assert "Interne" in lecteur.get(f"/projets/{projet.slug}/planches/eclaire/").text
    assert relire(projet).papier.planche("eclaire").encart("constats") is None
    assert "Rien ne va la nuit" in lecteur.get(f"/projets/{projet.slug}/planches/eclaire/").text
    assert "cases_internes:\n    - planche: eclaire\n      encart: constats" in exporter(projet)
    note = Evenement.objects.get(objet="caseinterne")
    assert (note.planche, note.encart, note.avant, note.apres) == (
        *("eclaire", "constats"),
        *("non", "oui"),
    )
    assert "Interne, à l’écran seulement" in lecteur.get(f"{url}historique/").text
    (bouton,) = boite.xpath(".//button[@data-annuler]")
    contributrice.htmx("post", bouton.get("hx-post"))
    assert relire(projet).papier.planche("eclaire").encart("constats").lignes
    assert "cases_internes" not in exporter(projet)


def test_les_etapes_internes_ne_sont_pas_sur_les_bandes(
    projet: Projet, contributrice: Visiteur
) -> None:
    etape = EtapeFactory(projet=projet, intitule="Secrète", periode_fin="2025-01")
    assert [b.etapes[0].intitule for b in bandes(projet, tous=True)] == ["Secrète"]
    code = f"fiche-{etape.fiche.numero}"
    contributrice.htmx("post", case(projet, code, "etapes").url + "interne/")
    assert bandes(projet, tous=True) == []


def test_telephones_et_fins_d_acces_ne_s_impriment_que_demandes(projet: Projet) -> None:
    ContactFactory(projet=projet, telephone="06 00 00 00 01", courriel="x@example.org")
    ParticipantFactory(projet=projet, ordre_equipe=0, acces_clos_le="2031-05-17")
    fresque = relire(projet).papier
    prives = {"06 00 00 00 01", "x@example.org", "Accès clos le 17 mai 2031"}
    for voulus in (False, True):
        prets = [preparer(p, postits=True, coordonnees=voulus) for p in fresque.planches]
        dit = repr(prets).replace("\\xa0", " ")
        assert {mot for mot in prives if mot in dit} == (prives if voulus else set())
