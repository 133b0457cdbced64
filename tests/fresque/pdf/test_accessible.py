"""Every kind of file keeps every rule of PDF/UA-1, by a checker that is not ours."""

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from django.conf import settings
from django.test.signals import template_rendered
from django.utils import timezone

from diagnostic import figures
from diagnostic.campagnes.questionnaire import passage
from diagnostic.models import Campagne, Passation
from diagnostic.resultats import lire
from fiches.models import Etape
from fresque.accompagnement import entretien
from fresque.frise.planche import avec_frise
from fresque.models import AfficheContribuez
from fresque.pdf import OptionsImpression, autodiagnostic, contribuez, rendre
from fresque.pdf.cartes import rendre_cartes
from fresque.pdf.rappels import rendre_bandes
from fresque.pdf.resultats import imprimer as rendre_cahier
from fresque.pdf.variantes import A3, COMPACTE, ENCRE, finir
from fresque.rappels.bandes import bandes
from pasapas.models import Accompagnement, Participant, Projet
from tests import factories as f
from tests.droits.lieux import ICI, Lieu, fonder
from tests.fresque.pdf.arbres import differentes, pages_lues
from tests.mur import relire

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]

ADRESSE = "https://fresque.example.org/"
GABARITS = {
    fichier.name
    for fichier in (Path(settings.BASE_DIR) / "templates/pdf").glob("[!_]*.html")
    if fichier.name != "decoupe.html"  # the frame of three of them
}
# The two fonts of what is written in French; a bullet typed in Word may need another one.
NOTRES = ("Bricolage", "Atkinson")


@pytest.fixture
def lieu() -> Lieu:
    lieu = fonder(ICI, f.RegionFactory())
    jour = timezone.localdate() + timedelta(days=10)
    lieu.lignes(Etape).update(
        periode_corrigee=True, periode_debut=jour, periode_fin=jour, date_realisation=None
    )
    return lieu


@pytest.fixture
def rendus() -> Iterator[set[str]]:
    """The names of the templates that were used."""
    noms: set[str] = set()

    def noter(template: Any, **_: Any) -> None:
        noms.add(str(template.name))

    template_rendered.connect(noter)
    yield noms
    template_rendered.disconnect(noter)


def mur(projet: Projet) -> bytes:
    fresque = avec_frise(relire(projet).papier, projet)
    return rendre(
        fresque,
        options=OptionsImpression(fiches_vierges=1, coordonnees=True, url_base=ADRESSE),
    )


def cahier(projet: Projet, variante: str = "") -> bytes:
    campagne = Campagne.objects.de(projet).exclude(close_le=None)[0]
    publie = lire(campagne)
    valeur = figures.cahier(publie, figures.resultats_d_avant(projet, publie))
    return rendre_cahier(valeur, projet, ADRESSE, date(2026, 1, 12), variante)


def questionnaire(projet: Projet) -> bytes:
    campagne = Campagne.objects.de(projet).filter(close_le=None)[0]
    return autodiagnostic.questionnaire(campagne, passage(campagne.questionnaire), None)


def passation(projet: Projet) -> Passation:
    return Passation.objects.filter(campagne__projet=projet).exclude(jeton="")[0]


def affiche(projet: Projet, variante: str = "") -> bytes:
    une = passation(projet)
    lu = passage(une.campagne.questionnaire)
    return autodiagnostic.affiche(une, lu, ADRESSE, variante)


def appel(projet: Projet, variante: str = "") -> bytes:
    return contribuez.affiche(AfficheContribuez.objects.get(projet=projet), ADRESSE, variante)


def bulletins(projet: Projet) -> bytes:
    return autodiagnostic.bulletins(passation(projet), ["ABCD-EFGH", "JKLM-NPQR"], ADRESSE)


def cartes(projet: Projet) -> bytes:
    codes = [(Participant(pk=1, nom="Rousseau"), "ABCD-EFGH")]
    return rendre_cartes(projet, codes, adresse=ADRESSE, jusqu_au=date(2027, 11, 22))


def rappels(projet: Projet) -> bytes:
    siennes = bandes(projet, tous=True)
    assert siennes
    return rendre_bandes(projet, siennes)


def compte_rendu(projet: Projet) -> bytes:
    suivi = Accompagnement.objects.de(projet)[0]
    return entretien.compte_rendu(suivi, entretien.Grille(), interne=True)


SORTES: tuple[Callable[[Projet], bytes], ...] = (
    mur,
    cahier,
    questionnaire,
    affiche,
    appel,
    bulletins,
    cartes,
    rappels,
    compte_rendu,
)


def variees(projet: Projet, faits: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Each kind on each paper it has: A3 is the finished file; the wall keeps one sheet of each
    make, and is laid out again."""
    for nom in ("mur", "cahier", "affiche", "appel", "questionnaire"):
        yield f"{nom} {A3}", finir(faits[nom], A3)
    for sorte in (cahier, affiche, appel):
        yield f"{sorte.__name__} {ENCRE}", sorte(projet, ENCRE)
    fresque = relire(projet).papier
    for variante in (ENCRE, COMPACTE):
        options = OptionsImpression(
            codes=("autodiagnostic", "fiche-1"), url_base=ADRESSE, variante=variante
        )
        yield f"mur {variante}", rendre(fresque, options=options)


def fautes(pdf: bytes) -> list[str]:
    rapport = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert rapport.rules.total >= 104
    return [f"{faute.rule_id} : {faute.message}" for faute in rapport.failures]


def test_chaque_sorte_de_fichier_suit_chaque_regle(lieu: Lieu, rendus: set[str]) -> None:
    """All at once: the place they are printed from is what costs."""
    with pages_lues() as lues:
        fichiers = {sorte.__name__: sorte(lieu.projet) for sorte in SORTES}
        fichiers |= variees(lieu.projet, fichiers)
    assert differentes(lues) == []
    imprimes = {nom.removeprefix("pdf/") for nom in rendus if nom.startswith("pdf/")}
    assert imprimes >= GABARITS  # a new kind comes in SORTES
    assert {nom: fautes(pdf) for nom, pdf in fichiers.items() if fautes(pdf)} == {}
    assert {nom: _etrangeres(pdf) for nom, pdf in fichiers.items() if _etrangeres(pdf)} == {}


def _etrangeres(pdf: bytes) -> set[str]:
    """Fonts that are not ours, for a text in French."""
    with pikepdf.open(io.BytesIO(pdf)) as ouvert:
        noms = {
            str(objet.BaseFont).lstrip("/").split("+")[-1]
            for objet in ouvert.objects
            if isinstance(objet, pikepdf.Dictionary) and "/BaseFont" in objet
        }
    return {nom for nom in noms if not nom.startswith(NOTRES)}
