"""A write says which planches it moved: never too few, and what has not moved is not read again."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from fresque.assemblage import assembler
from fresque.instant import Gardee, instant
from fresque.models import Constat
from fresque.objets import OBJETS, POSTIT
from pasapas.direct.annonces import avancer
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ecriture
from pasapas.models import (
    Avancement,
    BorneDePeriode,
    Cloisonnee,
    Projet,
)
from pasapas.models.cloison import CloisonneQuerySet
from pasapas.valeurs.planches import Planche
from tests import factories as f
from tests.htmx import element
from tests.mur import Case, case, cases, relire, relire_planche, remplir
from tests.personnes import Visiteur

# What has no row of its own to write: its parent's operations say which planches moved.
MODELES = {objet.model for objet in (*OBJETS.values(), POSTIT)}


def du_projet(modele: type[Cloisonnee], projet: Projet) -> CloisonneQuerySet:
    return modele.objects.filter(pk=projet.pk) if modele is Projet else modele.objects.de(projet)


def planches(projet: Projet) -> dict[str, Planche]:
    projet.refresh_from_db()
    return {planche.code: planche for planche in relire(projet).toutes}


def autre_valeur(champ: models.Field, ligne: Cloisonnee, projet: Projet) -> Any:
    """Something else that the field may hold."""
    actuelle = getattr(ligne, champ.attname)
    if champ.choices:
        return next(cle for cle, _ in champ.choices if cle and cle != actuelle)
    if isinstance(champ, models.ForeignKey):
        autres = champ.related_model.objects.exclude(pk=actuelle).order_by("pk")
        la = {f.name for f in champ.related_model._meta.fields}
        autres = autres.filter(projet=projet) if "projet" in la else autres
        return None if champ.null and actuelle else getattr(autres.first(), "pk", None)
    if isinstance(champ, models.BooleanField):
        return not actuelle
    if isinstance(champ, models.DateField):
        return None if actuelle else timezone.localdate()
    if isinstance(champ, models.TimeField):
        return None if actuelle else "14:30"
    if isinstance(champ, models.IntegerField):
        return (actuelle or 0) + 7
    if isinstance(champ, BorneDePeriode):
        return "2026-03"
    return "https://example.org/autre" if isinstance(champ, models.URLField) else "Tout autre"


def essais(projet: Projet) -> Iterator[tuple[Cloisonnee, set[str], dict[str, Any]]]:
    """Each row written with each other value, then taken off."""
    for modele in sorted(MODELES, key=lambda m: m.__name__):
        saisis = {
            nom
            for objet in (*OBJETS.values(), POSTIT)
            if objet.model is modele
            for nom in objet.form.base_fields
        }
        champs = {champ.name: champ for champ in modele._meta.fields}
        for ligne in du_projet(modele, projet).order_by("pk")[:1]:
            for nom in sorted(saisis & champs.keys()):
                valeur = autre_valeur(champs[nom], ligne, projet)
                yield ligne, {nom}, {champs[nom].attname: valeur}
            if "retire_le" in champs:
                yield ligne, set(), {"retire_le": timezone.now()}


@pytest.mark.une_base
def test_une_ligne_dit_toutes_les_planches_ou_elle_se_montre(projet: Projet) -> None:
    """For every kind of row, every field of its form, and its leaving: no other planche moves."""
    remplir(projet, 2)
    avant, faits, bougees = planches(projet), 0, 0
    for ligne, noms, valeurs in essais(projet):
        dites = ligne.planches(noms)
        with suppress(DatabaseError), transaction.atomic():  # a value that no form takes
            type(ligne).objects.filter(pk=ligne.pk).update(**valeurs)
            apres = planches(projet)
            transaction.set_rollback(True)
            differentes = {code for code in {*avant, *apres} if avant.get(code) != apres.get(code)}
            assert dites is None or differentes <= dites, (type(ligne), noms, differentes, dites)
            faits, bougees = faits + 1, bougees + bool(differentes)
    assert (faits > 60, bougees > 50) == (True, True), (faits, bougees)


def lues(projet: Projet, avant: dict[str, Gardee]) -> list[str]:
    """The planches that this process reads again to show the wall as it now is."""
    projet.refresh_from_db()
    apres = instant(projet).gardees
    return [code for code, gardee in apres.items() if gardee is not avant.get(code)]


@pytest.mark.une_base
@pytest.mark.parametrize(
    ("lieu", "envoi", "attendues"),
    [
        (("eclaire", "ambition"), {"ambition": "Rester"}, ["eclaire"]),
        (("fiche-1", "objectif"), {"objectif": "Rester"}, ["fiche-1"]),
        (("fiche-1", "etapes"), {"intitule": "Une étape"}, ["actions", "fiche-1"]),
        (("eclaire", "constats"), {"texte": "Un constat"}, ["eclaire"]),
        (("acteurs", "repertoire"), {"nom": "Élise"}, ["acteurs"]),
        (("bilan-1", "suites"), {"texte": "Continuer"}, ["bilan-1"]),
        (("autodiagnostic", "pistes"), {"texte": "Une piste"}, ["autodiagnostic"]),
    ],
)
def test_une_ecriture_ne_fait_relire_que_sa_planche(
    lieu: tuple[str, str],
    envoi: dict[str, str],
    attendues: list[str],
    projet: Projet,
    animatrice: Visiteur,
) -> None:
    remplir(projet, 2)
    ici = case(projet, *lieu)
    url = ici.url_saisie
    envoi |= {f"base-{champ}": ici.encart.texte for champ in ici.encart.champs}
    avant = instant(projet).gardees
    assert lues(projet, avant) == []
    animatrice.post(url, envoi)
    assert lues(projet, avant) == attendues
    assert instant(projet).fresque == relire(projet)


@pytest.mark.une_base
def test_une_planche_relue_se_demande_en_requetes_ecrites_d_avance(
    projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a write has read again: Django writes the SQL of none of P1's seven."""
    remplir(projet, 2)
    (avant,) = assembler(projet, ["eclaire"])
    ecrites: list[object] = []
    ecrire = SQLCompiler.as_sql

    def noter(compilateur: SQLCompiler, *args: Any, **options: Any) -> Any:
        ecrites.append(compilateur.query.model)
        return ecrire(compilateur, *args, **options)

    monkeypatch.setattr(SQLCompiler, "as_sql", noter)
    assert assembler(projet, ["eclaire"]) == (avant,)
    assert ecrites == []
    assert next(p for p in relire(projet).toutes if p.code == "eclaire") == avant


@pytest.mark.une_base
def test_une_fiche_qui_part_fait_relire_le_mur(projet: Projet, animatrice: Visiteur) -> None:
    remplir(projet, 2)
    fiche = case(projet, "actions", "fiches")
    instant(projet).fresque  # noqa: B018
    animatrice.post(fiche.url_ligne(fiche.encart.lignes[0].pk, "retirer"))
    projet.refresh_from_db()
    assert projet.tampons == {"mur": projet.version}
    assert instant(projet).planche("fiche-1") is None
    assert instant(projet).fresque == relire(projet)


def test_une_ecriture_de_plusieurs_gestes_ne_fait_qu_un_pas(projet: Projet) -> None:
    """The version steps where the write ends: once, whatever it is made of; and not at all when
    what was written inside is undone."""
    geste = Geste(projet, None, "eclaire", "constats")
    avant = projet.version
    with ecriture():
        for texte in ("Un", "Deux"):
            changements.ajouter(geste, Constat, {"texte": texte})
        with suppress(ValueError), ecriture():
            changements.bouger(projet)
            raise ValueError
    projet.refresh_from_db()
    assert (projet.version, projet.tampons) == (avant + 1, {"eclaire": avant + 1})


def test_le_compte_se_note_ou_l_ecriture_finit(projet: Projet) -> None:
    """Whoever writes, by whatever way: what is counted is what the wall says."""
    geste = Geste(projet, None, "eclaire", "constats")
    constat = changements.ajouter(geste, Constat, {"texte": "Un"})
    for faire in (
        lambda: changements.retirer(geste, constat),
        lambda: changements.retablir(geste, constat),
        lambda: changements.modifier(geste, projet, {"ambition": "Rester"}),
        lambda: changements.modifier(geste, projet, {"ambition": ""}),
    ):
        faire()
        note = Avancement.objects.get(projet=projet, planche="eclaire")
        planche = planches(projet)["eclaire"]
        assert (note.remplis, note.total) == (planche.remplis, planche.total)


def cases_d_un_texte(projet: Projet) -> list[Case]:
    """The boxes that are one text, one of each kind."""
    vues: dict[tuple[str, ...], Case] = {}
    for ici in cases(projet):
        if ici.encart.est_texte and len(ici.encart.champs) == 1:
            vues.setdefault((ici.encart.objet, *ici.encart.champs), ici)
    return [*vues.values()]


@pytest.mark.une_base  # what this process remembers
@pytest.mark.parametrize(
    ("suite", "autrui"), [("Tout autre", False), ("Tout autre", True), ("", False)]
)
def test_une_case_d_un_texte_se_referme_sans_relire_sa_planche(
    suite: str,
    autrui: bool,
    projet: Projet,
    animatrice: Visiteur,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is answered is what the wall says, however long ago this process read it, and what is
    kept of it too. A text that is emptied, or that shows elsewhere, has its planche read."""
    remplir(projet, 2)
    lues: list[object] = []

    def noter(*args: Any, **options: Any) -> Any:
        lues.append(args)
        return assembler(*args, **options)

    ici = cases_d_un_texte(projet)
    assert len(ici) == 19
    seules = []
    monkeypatch.setattr("fresque.instant.assembler", noter)
    for une in ici:
        projet.refresh_from_db()
        avant = relire_planche(projet, une.planche.code)
        instant(projet).gardees  # noqa: B018
        if autrui:  # in another process: this one knows nothing of it
            for zone in (une.encart.nom, "une-zone-perdue"):
                f.PostItFactory(projet=projet, planche=une.planche.code, zone=zone)
            avancer(projet.pk, [une.planche.code])
        lues.clear()
        champ = une.encart.champs[0]
        envoi = {champ: suite, f"base-{champ}": une.encart.texte}
        reponse = animatrice.htmx("post", une.url_saisie, envoi)
        seule = not lues
        seules += [champ] if seule else []
        projet.refresh_from_db()
        gardee = instant(projet).planche(une.planche.code)
        assert bool(lues) == (autrui or not seule), champ
        apres = relire_planche(projet, une.planche.code)
        assert gardee == apres, champ
        vue = element(reponse, une.id_html).get("data-empreinte")
        assert vue == apres.encart(une.encart.nom).empreinte, champ
        if seule:
            nues = {replace(encart, postits=()) for encart in avant.encarts}
            autres = {e.nom for e in apres.encarts if replace(e, postits=()) not in nues}
            assert autres == {une.encart.nom}, champ
    assert len(seules) == (18 if suite else 0), seules  # all but the name of a fiche
