"""Sheets laid out once for what they show, bound without painting again: what may not change."""

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import storages
from django.utils import timezone

from fresque.pdf import OptionsImpression, moteur, parties, reliure
from fresque.pdf.parties import cles, depot
from fresque.pdf.pigments import figer
from pasapas.valeurs.planches import Fresque
from tests.papier import fiche, fresque, pages_html, planche, texte, vide

pytestmark = pytest.mark.pur

ENTIERE = OptionsImpression()
PETITE = fresque(
    planche("eclaire", "eclaire", "P1", "A1", vide("ambition")),
    fiche(1, intitule="TUTORAT", objectif="Un tuteur dès l’embauche"),
    fiche(2, intitule="HORAIRES"),
)
EDITEE = replace(PETITE, planches=(*PETITE.planches[:2], fiche(2, intitule="REPOS")))


@pytest.fixture
def faites(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each document that is laid out, by its title on the sheet."""
    vues: list[str] = []
    mettre_en_page = moteur.mettre_en_page

    def noter(html: str) -> Any:
        vues.append(html)
        return mettre_en_page(html)

    monkeypatch.setattr(moteur, "mettre_en_page", noter)
    return vues


def gardees() -> Iterator[Path]:
    return (f for f in Path(storages["feuilles"].base_location).rglob("*") if f.is_file())


def test_une_seule_feuille_se_refait_quand_une_seule_a_change(faites: list[str]) -> None:
    entier = parties.rendre(PETITE, options=ENTIERE)
    assert len(faites) == 4  # the plan, and each planche
    assert parties.rendre(PETITE, options=ENTIERE) == entier
    assert len(faites) == 4
    edite = parties.rendre(EDITEE, options=ENTIERE)
    assert len(faites) == 6  # the sheet, and the plan that names it
    assert "REPOS" in texte(edite)
    for fichier in gardees():
        fichier.unlink()
    assert parties.rendre(EDITEE, options=ENTIERE) == edite  # bound from kept ones, or all anew


def test_une_feuille_abimee_se_refait(faites: list[str]) -> None:
    """Cut short, altered in one sign, of another kind: never printed, nor fatal."""
    avant = parties.partie(PETITE, PETITE.planches[0], ENTIERE)
    (fichier,) = gardees()
    entier = fichier.read_bytes()
    for abime in (b"", entier[:-20], entier.replace(b"eclaire", b"eclairs", 1), b"\xff\n{}\n"):
        fichier.write_bytes(abime)
        faites.clear()
        assert parties.partie(PETITE, PETITE.planches[0], ENTIERE) == avant
        assert len(faites) == 1
        assert fichier.read_bytes()[-20:] == entier[-20:]


def test_un_depot_qui_refuse_n_arrete_aucune_impression(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def plein(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", plein)
    assert parties.partie(PETITE, PETITE.planches[0], ENTIERE).pages == 1
    assert list(gardees()) == []  # nor half a file
    assert "non gardée" in caplog.text


def variantes() -> Iterator[tuple[str, Fresque, OptionsImpression]]:
    yield "nom", replace(PETITE, nom="Autre"), ENTIERE
    yield "maison", replace(PETITE, etablissement="Autre"), ENTIERE
    yield "texte", EDITEE, ENTIERE
    yield "postits", fresque(), replace(ENTIERE, postits=False)
    yield "coordonnees", fresque(), replace(ENTIERE, coordonnees=True)
    yield "adresse", PETITE, replace(ENTIERE, url_base="https://ailleurs.example.org")
    yield "voisine", replace(PETITE, planches=PETITE.planches[:2]), ENTIERE
    yield "vierges", PETITE, replace(ENTIERE, fiches_vierges=1)


def test_la_cle_change_quand_la_feuille_change_et_pas_sinon() -> None:
    """Whatever is asked: as many keys as there are different sheets, whoever prints with whom."""
    vues: dict[str, set[str]] = {}
    for _, valeur, options in ("", PETITE, ENTIERE), ("", fresque(), ENTIERE), *variantes():
        for une in valeur.planches:
            seule = replace(options, codes=(une.code,), fiches_vierges=0)
            (html,) = pages_html(valeur, seule)
            cle = parties.cle(valeur, une, options)
            assert cle == parties.cle(valeur, une, seule)
            vues.setdefault(cle, set()).add(html)
    assert {cle for cle, html in vues.items() if len(html) > 1} == set()


def test_une_autre_version_de_l_application_a_ses_feuilles(monkeypatch: pytest.MonkeyPatch) -> None:
    avant = parties.cle(PETITE, PETITE.planches[0], ENTIERE)
    monkeypatch.setattr(cles, "version", lambda nom: "autre")
    cles._recette.cache_clear()
    autre = parties.cle(PETITE, PETITE.planches[0], ENTIERE)
    cles._recette.cache_clear()
    assert autre != avant


def test_les_cases_sont_situees_au_millimetre() -> None:
    """On the sheet, without touching; kept with it, the same read back."""
    une = parties.partie(PETITE, PETITE.planches[1], ENTIERE)
    assert {c.nom for c in une.cadres} == {e.nom for e in PETITE.planches[1].encarts}
    for cadre in une.cadres:
        assert cadre.page in range(1, une.pages + 1)
        assert (cadre.w > 20, cadre.h > 5, cadre.x > 0, cadre.y > 0) == (True,) * 4
        assert cadre.x + cadre.w < 210
        assert cadre.y + cadre.h < 297
        for autre in une.cadres:
            apart = autre.x >= cadre.x + cadre.w or cadre.x >= autre.x + autre.w
            apart |= autre.y >= cadre.y + cadre.h or cadre.y >= autre.y + autre.h
            assert apart or autre == cadre
    assert reliure.Partie.de_octets(une.en_octets()) == une


def test_chaque_contenu_marque_retrouve_sa_balise_dans_le_fichier_relie() -> None:
    """Numbers restart at 0 in each part: bound, each must lead to the tag of its own page."""
    with pikepdf.open(io.BytesIO(parties.rendre(fresque(), options=ENTIERE))) as pdf:
        racine = pdf.Root.StructTreeRoot
        nombres = list(racine.ParentTree.Nums)
        cles_lues = [int(cle) for cle in nombres[::2]]
        assert cles_lues == list(range(int(racine.ParentTreeNextKey)))
        parents = dict(zip(cles_lues, nombres[1::2], strict=True))
        for page in pdf.pages:
            siens = parents[int(page.StructParents)]
            assert [p.Pg.objgen for p in siens if p is not None] == [
                page.obj.objgen for p in siens if p is not None
            ]
        noms = [bytes(nom) for nom in racine.IDTree.Kids[0].Names[::2]]
        assert noms == sorted(set(noms))
        lus = {bytes(e.ID) for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and "/ID" in e}
        assert lus == set(noms)


def test_les_vieilles_feuilles_partent_puis_celles_de_trop(settings: Any) -> None:
    for rang in range(4):
        depot.garder("un-projet", f"{rang}.partie", b"x" * 1000)
    fichiers = {fichier.name: fichier for fichier in gardees()}
    for rang in range(4):
        heure = (timezone.now() - timedelta(days=[31, 3, 2, 1][rang])).timestamp()
        os.utime(fichiers[f"{rang}.partie"], (heure, heure))
    assert parties.menage() == 1
    assert {f.name for f in gardees()} == {"1.partie", "2.partie", "3.partie"}
    settings.FEUILLES_OCTETS = 2500
    assert parties.menage() == 1
    assert {f.name for f in gardees()} == {"2.partie", "3.partie"}
    depot.garder("autre", "a.partie", b"x")
    parties.oublier("un-projet")
    assert {f.name for f in gardees()} == {"a.partie"}


def test_une_feuille_qui_sert_encore_rajeunit(monkeypatch: pytest.MonkeyPatch) -> None:
    depot.garder("un-projet", "a.partie", b"x")
    (fichier,) = gardees()
    os.utime(fichier, (0, 0))
    assert depot.lire("un-projet", "a.partie") == b"x"
    assert fichier.stat().st_mtime == 0  # just made: not written at each reading
    demain = timezone.now() + depot.RAJEUNIR + timedelta(days=1)
    monkeypatch.setattr(depot.timezone, "now", lambda: demain)
    assert depot.lire("un-projet", "a.partie") == b"x"
    assert fichier.stat().st_mtime > 0


def test_ce_qui_est_nomme_une_fois_s_ecrit_la_ou_il_sert() -> None:
    """Else every name is looked up for every box; what a class names otherwise stays a name."""
    couleurs, feuille = figer(
        [
            ":root {\n  --ocre: #c80;\n  --fond: var(--ocre);\n}",
            ".a { --pigment: var(--ocre); } .b { --pigment: #00f }\n"
            "p { color: var(--fond); border-color: var(--pigment); fill: var(--inconnue); }",
        ]
    )
    assert couleurs == ":root {\n  --ocre: #c80;\n  --fond: #c80;\n}"
    assert feuille == (
        ".a { --pigment: #c80; } .b { --pigment: #00f }\n"
        "p { color: #c80; border-color: var(--pigment); fill: var(--inconnue); }"
    )
