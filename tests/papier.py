"""Printing in the tests: a fresque built by hand, and what poppler reads back from the PDF."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from fresque.pdf import OptionsImpression, rendre
from fresque.pdf.composition import choisies, entiere, feuille_html, plan_html, vue
from pasapas.valeurs.annexes import ANNEXES
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne, PostItVue
from pasapas.valeurs.planches import Fresque, Planche, Section

JOUR = date(2026, 1, 12)
COLONNES = ("Étape", "Période envisagée", "Date de réalisation", "Résultats et suites à donner")
TUTORAT = {
    "problematique": "Leur intégration n’est pas structurée au sein de l’équipe.",
    "objectif": "• Pour l’aider à monter en compétences\n• Pour faciliter son intégration",
    "description": "▪ Le tutorat se fera sur la base du volontariat.",
    "perimetre": "MECS « Dragibus »",
}
ETIQUETTES = {
    "problematique": ("Problématique", "À quel problème doit-on répondre ?"),
    "objectif": ("Objectif de l’action", "Quel est notre but ?"),
    "description": ("Description de l’action envisagée", "Qu’envisageons-nous de faire ?"),
    "perimetre": ("Périmètre pour tester les actions", "À quelle échelle : établissement ?"),
}
MOTS = tuple(f"mot{rang:05d}" for rang in range(2222))
LONG = " ".join(MOTS)


def lignes(*textes: str) -> tuple[Ligne, ...]:
    return tuple(Ligne("x", rang, (Champ("texte", t),)) for rang, t in enumerate(textes))


def etapes(*rangees: tuple[str, ...]) -> tuple[Ligne, ...]:
    return tuple(
        Ligne("etape", n, tuple(Champ(c, t) for c, t in zip(COLONNES, rangee, strict=True)))
        for n, rangee in enumerate(rangees)
    )


def planche(code: str, modele: str, page: str, coordonnee: str, *encarts: Encart) -> Planche:
    annexe = ANNEXES["ABnD".index("n" if coordonnee == "C1" else coordonnee[0])]
    return Planche(code, modele, page, coordonnee, annexe, f"Planche {page}", (Section(encarts),))


def fiche(numero: int, **textes: str) -> Planche:
    encarts = tuple(
        Encart(nom, *_etiquette(nom), question=ETIQUETTES[nom][1], texte=textes.get(nom, ""))
        for nom in ETIQUETTES
    )
    tableau = Encart(
        "etapes", "ÉTAPES DE RÉALISATION", Genre.TABLEAU, colonnes=COLONNES, lignes_vides=5
    )
    nue = planche(f"fiche-{numero}", "fiche", f"P6.{numero}", f"n°{numero}", *encarts, tableau)
    return replace(nue, titre=f"FICHE ACTION N°{numero}", sous_titre=textes.get("intitule", ""))


def _etiquette(nom: str) -> tuple[str, Genre]:
    return ETIQUETTES[nom][0], Genre.TEXTE


def fresque(*planches: Planche) -> Fresque:
    """Nine planches by default, as the example has."""
    return Fresque(
        "un-projet",
        "Dragibus prend le temps",
        "MECS « Dragibus »",
        7,
        planches or _planches(),
        numero=1,
    )


def _planches() -> tuple[Planche, ...]:
    postit = PostItVue(1, "Et les remplaçants ?", "rose", "Vigilance", "Malik Diarra")
    constats = Encart(
        "constats",
        "Vos constats :",
        Genre.LISTE,
        lignes=lignes("Trop d’écrans."),
        postits=(postit,),
    )
    contact = Ligne(
        "contact",
        1,
        (
            Champ("nom", "Anne Delorme"),
            Champ("telephone", "02 61 91 10 10", "Téléphone"),
            Champ("courriel", "anne@example.org", "E-mail"),
        ),
    )
    return (
        planche("eclaire", "eclaire", "P1", "A1", constats),
        planche(
            "acteurs",
            "acteurs",
            "P2",
            "A2",
            Encart("repertoire", "Mon répertoire", Genre.CARTES, lignes=(contact,)),
        ),
        planche("etat-des-lieux", "etat-des-lieux", "P3", "B1", vide("outil")),
        replace(
            planche("autodiagnostic", "autodiagnostic", "P4", "B2", vide("t1-valoriser")),
            mention="Le nôtre : questionnaire de démonstration, rédigé pour ce projet.",
        ),
        planche("actions", "actions", "P5", "C1", vide("fiches")),
        fiche(1, intitule="TUTORAT", **TUTORAT),
        fiche(2, intitule="AMÉNAGEMENT DES HORAIRES DE TRAVAIL"),
        fiche(3),
        planche("bilan-1", "bilan", "P7", "D1", vide("retenons")),
    )


def vide(nom: str) -> Encart:
    return Encart(nom, f"Titre {nom}", Genre.TEXTE, question=f"La question de {nom} ?")


def pages_html(fresque: Fresque, options: OptionsImpression) -> list[str]:
    """The HTML of each sheet, one document each, in the order they are bound."""
    planches = choisies(fresque, options)
    pages = [feuille_html(vue(fresque, planche, options)) for planche in planches]
    if pages and not entiere(fresque, options):
        return pages
    nombres = {planche.code: 1 for planche in planches}
    return [plan_html(fresque, nombres, options=options), *pages]


@cache
def imprimer(valeur: Fresque, **options: object) -> bytes:
    """The PDF, printed once for all the tests that ask the same thing."""
    return rendre(valeur, options=OptionsImpression(**options))


def poppler(outil: str, pdf: bytes, *arguments: str) -> str:
    with TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "fresque.pdf"
        fichier.write_bytes(pdf)
        sortie = ["-"] if outil == "pdftotext" else []
        commande = [outil, *arguments, str(fichier), *sortie]
        return subprocess.run(commande, capture_output=True, check=True, text=True).stdout  # noqa: S603


def poppler_octets(outil: str, pdf: bytes, *arguments: str) -> bytes:
    """What a tool that draws puts out."""
    with TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "fresque.pdf"
        fichier.write_bytes(pdf)
        commande = [outil, *arguments, str(fichier)]
        return subprocess.run(commande, capture_output=True, check=True).stdout  # noqa: S603


@cache
def texte(pdf: bytes) -> str:
    """All that is printed, spaces folded."""
    return " ".join(poppler("pdftotext", pdf).split())


def feuilles(pdf: bytes) -> list[str]:
    """What each sheet says, spaces folded."""
    return [" ".join(page.split()) for page in poppler("pdftotext", pdf).split("\f")[:-1]]


def corps(pdf: bytes) -> str:
    """What the groups wrote, in the order of the file, without the marks of the sheets."""
    zone = ["-r", "72", "-x", "0", "-y", "46", "-W", "596", "-H", "710"]
    return " ".join(poppler("pdftotext", pdf, "-raw", *zone).split())


@cache
def mots(pdf: bytes) -> tuple[tuple[int, float, float, float, float, str], ...]:
    """Each word with its sheet and its box, in millimetres from the top left corner."""
    html = poppler("pdftotext", pdf, "-bbox")
    trouves, page = [], 0
    for ligne in html.splitlines():
        page += "<page " in ligne
        if boite := re.findall(r'(?:xMin|yMin|xMax|yMax)="([\d.-]+)"', ligne):
            mm = [float(cote) * 25.4 / 72 for cote in boite]
            trouves.append((page, *mm, re.sub(r"<[^>]+>", "", ligne).strip()))
    return tuple(trouves)


def colle(texte: str) -> str:
    """Without any space: a long word may be cut at the end of a line, and only there."""
    return "".join(texte.split())


def croissants(rangs: list[int]) -> bool:
    return all(avant < apres for avant, apres in pairwise(rangs))


def textes_de(valeur: Fresque) -> Iterator[str]:
    """Everything that was typed."""
    for encart in (e for p in valeur.planches for e in p.encarts):
        yield encart.texte
        yield from (p.texte for p in encart.postits)
        yield from (c.texte for ligne in encart.lignes for c in ligne.champs)
