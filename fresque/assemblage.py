"""The roof: every annexe's planches, dressed with post-its and séances, as one fresque."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

import bilan.planche
import diagnostic.figures
import diagnostic.planche
import fiches.planche
from fresque import planche as annexe_1
from pasapas.ecriture.journal import seances
from pasapas.models import PostIt, Projet
from pasapas.valeurs.planches import Champ, Encart, Fresque, Ligne, Planche, PostItVue
from pasapas.valeurs.textes import insecables

NUMEROTEE = re.compile(r"(fiche|bilan)-([1-9]\d{0,8})")


@dataclass(frozen=True)
class Habits:
    """What is laid over the boxes: post-its and séance dates, by planche and box."""

    slug: str
    postits: Mapping[tuple[str, str], list[PostItVue]]
    seances: Mapping[tuple[str, str], date]


def assembler(projet: Projet) -> Fresque:
    """The whole wall, in the method's order: a number of queries that nothing makes grow."""
    aujourd_hui = projet.etablissement.aujourd_hui
    habits = _habits(projet)
    resultats = diagnostic.figures.derniers_resultats(projet)
    planches = (
        annexe_1.eclaire(projet),
        annexe_1.acteurs(projet),
        diagnostic.planche.etat_des_lieux(projet, resultats),
        diagnostic.planche.autodiagnostic(
            projet, fiches.planche.fiches_des_intentions(projet), resultats
        ),
        *fiches.planche.annexe(projet, aujourd_hui),
        *bilan.planche.annexe(projet),
    )
    return Fresque(
        slug=projet.slug,
        nom=str(projet),
        etablissement=str(projet.etablissement),
        version=projet.version,
        planches=tuple(_habiller(planche, habits) for planche in planches),
    )


def planche(projet: Projet, code: str) -> Planche | None:
    """One planche of the fresque, or None when no planche bears this code."""
    nue = _nue(projet, code)
    return _habiller(nue, _habits(projet, code)) if nue else None


def _nue(projet: Projet, code: str) -> Planche | None:
    if code == "eclaire":
        return annexe_1.eclaire(projet)
    if code == "acteurs":
        return annexe_1.acteurs(projet)
    if code == "etat-des-lieux":
        resultats = diagnostic.figures.derniers_resultats(projet)
        return diagnostic.planche.etat_des_lieux(projet, resultats)
    if code == "autodiagnostic":
        suites = fiches.planche.fiches_des_intentions(projet)
        resultats = diagnostic.figures.derniers_resultats(projet)
        return diagnostic.planche.autodiagnostic(projet, suites, resultats)
    if code == "actions":
        return fiches.planche.annexe(projet, projet.etablissement.aujourd_hui)[0]
    if trouve := NUMEROTEE.fullmatch(code):
        famille, numero = trouve[1], int(trouve[2])
        if famille == "fiche":
            trouvees = fiches.planche.annexe(projet, projet.etablissement.aujourd_hui, numero)
        else:
            trouvees = bilan.planche.annexe(projet, numero)
        return next(iter(trouvees), None)
    return None


def _habits(projet: Projet, code: str = "") -> Habits:
    postits = defaultdict(list)
    colles = PostIt.objects.de(projet).presents().select_related("auteur")
    for postit in colles.filter(planche=code) if code else colles:
        postits[postit.planche, postit.zone].append(
            PostItVue(
                pk=postit.pk,
                texte=postit.texte,
                couleur=postit.couleur,
                libelle=postit.get_couleur_display(),
                auteur=str(postit.auteur or ""),
                imprimer=postit.imprimer,
            )
        )
    return Habits(projet.slug, postits, seances(projet, code))


def _habiller(planche: Planche, habits: Habits) -> Planche:
    """Lay post-its and dates on each box. A zone no box knows goes to the last box, so that
    no post-it is ever lost."""
    connues = {zone for encart in planche.encarts for zone in zones(encart)}
    perdus = [
        postit
        for (code, zone), colles in habits.postits.items()
        if code == planche.code and zone not in connues
        for postit in colles
    ]
    adresse = reverse("fresque:planche", args=[habits.slug, planche.code])
    dernier = [encart.nom for encart in planche.encarts if encart.imprimable][-1]
    return replace(
        planche,
        intro=insecables(planche.intro),
        mention=insecables(planche.mention),
        conseil=insecables(planche.conseil),
        sections=tuple(
            replace(
                section,
                titre=insecables(section.titre),
                intro=insecables(section.intro),
                encarts=tuple(
                    _habiller_encart(
                        planche.code,
                        replace(
                            encart,
                            niveau=5 if section.titre else 4,
                            adresse=f"{adresse}{encart.nom}/",
                        ),
                        habits,
                        perdus if encart.nom == dernier else (),
                    )
                    for encart in section.encarts
                ),
            )
            for section in planche.sections
        ),
    )


def zones(encart: Encart) -> tuple[str, ...]:
    return (encart.nom, *encart.zones)


def _habiller_encart(
    code: str, encart: Encart, habits: Habits, perdus: Iterable[PostItVue]
) -> Encart:
    postits = [p for zone in dict.fromkeys(zones(encart)) for p in habits.postits[code, zone]]
    return replace(
        encart,
        titre=insecables(encart.titre),
        question=insecables(encart.question),
        postits=(*postits, *perdus),
        seance=habits.seances.get((code, encart.nom)),
        lignes=tuple(_lier(ligne, habits.slug) for ligne in encart.lignes),
        fils=_lier_champs(encart.fils, habits.slug),
    )


def _lier(ligne: Ligne, slug: str) -> Ligne:
    if not ligne.renvoi and not any(champ.renvoi for champ in ligne.champs):
        return ligne
    return replace(ligne, url=_adresse(ligne.renvoi, slug), champs=_lier_champs(ligne.champs, slug))


def _lier_champs(champs: tuple[Champ, ...], slug: str) -> tuple[Champ, ...]:
    return tuple(replace(champ, url=_adresse(champ.renvoi, slug)) for champ in champs)


def _adresse(renvoi: str, slug: str) -> str:
    """Where a « renvoi » leads: a planche on its own page, a row on the wall."""
    if "--" in renvoi:
        return f"{reverse('fresque:mur', args=[slug])}#{renvoi}"
    return reverse("fresque:planche", args=[slug, renvoi]) if renvoi else ""


def pour_papier(fresque: Fresque) -> Fresque:
    """The fresque without what serves the screen alone."""
    return replace(
        fresque, planches=tuple(_planche_de_papier(planche) for planche in fresque.planches)
    )


def _planche_de_papier(planche: Planche) -> Planche:
    sections = (
        replace(section, encarts=tuple(e for e in section.encarts if e.imprimable))
        for section in planche.sections
    )
    gardees = tuple(section for section in sections if section.encarts or section.figures)
    return replace(planche, sections=gardees)
