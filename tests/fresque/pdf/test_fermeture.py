"""Printing opens nothing: no address, no file of the server, no font but ours."""

import io
from dataclasses import replace

import pikepdf
import pytest

from fresque.pdf import OptionsImpression, polices, ressources
from fresque.pdf.composition import vue
from tests.papier import (
    colle,
    fiche,
    fresque,
    imprimer,
    texte,
)

pytestmark = pytest.mark.une_base

ECRITURES = "\uf0b7 puce de Word, ▪ → ✓ ≥ 😀 ❤️ őă Жук Ελλ 漢字\u202f!\nمرحبا بالعالم\nשלום עולם"


def test_only_our_fonts_are_embedded_whatever_is_typed():
    pdf = imprimer(fresque(fiche(1, intitule=ECRITURES, problematique=ECRITURES)))
    noms = noms_des_polices(pdf)
    assert noms
    siennes = tuple(famille for famille, _, _ in polices.FICHIERS)
    etrangeres = {n for n in noms if not n.rstrip(",").startswith(siennes)}
    assert etrangeres == set()
    assert "• puce de Word" in texte(pdf)


def noms_des_polices(pdf: bytes) -> set[str]:
    """Without the tag of the subset: « ABCDEF+Noto-Sans-Arabic »."""
    ouvert = pikepdf.open(io.BytesIO(pdf))
    return {
        str(objet["/BaseFont"]).lstrip("/").split("+")[-1].replace("-", " ")
        for objet in ouvert.objects
        if isinstance(objet, pikepdf.Dictionary) and "/BaseFont" in objet
    }


def test_system_fonts_do_not_change_the_file(monkeypatch):
    une = imprimer(fresque(fiche(1, intitule=ECRITURES)))
    monkeypatch.setenv("FONTCONFIG_FILE", "/nulle/part")
    assert imprimer.__wrapped__(fresque(fiche(1, intitule=ECRITURES))) == une


@pytest.mark.parametrize(
    "adresse",
    [
        "https://example.org/x.css",
        "http://127.0.0.1/x.svg",
        "data:text/css,a",
        "ftp://example.org/x.css",
        "file:///etc/passwd",
        "file://serveur/x.css",
        ressources.STATIQUES.as_uri() + "/../manage.py",
        ressources.STATIQUES.as_uri() + "/css/%2e%2e/%2e%2e/.env",
        ressources.STATIQUES.as_uri() + "/vendor/htmx.min.js",
    ],
)
def test_printing_opens_nothing_but_our_own_files(adresse):
    with pytest.raises(ressources.AccesRefuse):
        ressources.LecteurFerme().fetch(adresse)


def test_typed_markup_is_printed_as_typed(monkeypatch):
    ouvertes = []
    lecture = ressources.LecteurFerme.fetch

    def noter(lecteur, url, headers=None):
        ouvertes.append(url)
        return lecture(lecteur, url, headers)

    monkeypatch.setattr(ressources.LecteurFerme, "fetch", noter)
    canari = '<img src="https://example.org/canari.png"><style>@import "file:///etc/passwd"</style>'
    valeur = replace(fresque(fiche(1, intitule=canari, objectif=canari)), nom=canari)
    assert colle(canari) in colle(texte(imprimer(valeur)))
    assert [u for u in ouvertes if not u.startswith(ressources.STATIQUES.as_uri())] == []


def test_qr_code_holds_an_address_only_when_the_host_is_known():
    mur = fresque()
    planche = mur.planche("fiche-1")
    assert vue(mur, planche, OptionsImpression()).adresse == ""
    connue = OptionsImpression(url_base="https://pas.example.org")
    assert vue(mur, planche, connue).adresse.startswith("HTTPS://PAS.EXAMPLE.ORG/F/1-N1-")
