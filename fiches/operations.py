"""Every write of annexe 3 that is more than one row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from diagnostic.models import Intention, Piste, Theme
from diagnostic.operations import intention_de_la_piste
from fiches.models import Etape, FicheAction, Origine, ResponsableEtape, ThemeFiche
from pasapas.ecriture import changements
from pasapas.ecriture.changements import propres
from pasapas.ecriture.journal import Geste, noter_champ
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Participant, Projet
from pasapas.valeurs.periodes import comprendre
from pasapas.valeurs.pliage import plier

BORNES = frozenset({"periode_debut", "periode_fin"})
QUI = frozenset({"responsables", "noms"})
NOM_COURT = 80  # signs: a longer intention is no name for an action


@ensemble
def ouvrir_fiche(geste: Geste, valeurs: Mapping[str, Any]) -> FicheAction:
    """Start a fiche action, last on the wall."""
    # Holding the projet's row keeps two people from giving the same number at once.
    Projet.objects.celle(geste.projet).select_for_update(of=("self",), no_key=True).get()
    # And it is given once: a fiche that was taken off keeps its own.
    numero = changements.suivant(FicheAction.objects.de(geste.projet), "numero") or 1
    fiche = changements.ajouter(
        geste, FicheAction, {**propres(valeurs, "themes"), "numero": numero}
    )
    themes = list(valeurs.get("themes", ()))
    changements.remplacer(geste, fiche, "themes", [], themes, poser_themes)
    return fiche


@ensemble
def modifier_fiche(geste: Geste, fiche: FicheAction, valeurs: Mapping[str, Any]) -> FicheAction:
    """Change a fiche; its themes are a list of their own."""
    fiche = changements.modifier(geste, fiche, propres(valeurs, "themes"))
    if "themes" not in valeurs:
        return fiche
    avant = list(fiche.themes.order_by("themefiche__ordre"))
    changements.remplacer(geste, fiche, "themes", avant, list(valeurs["themes"]), poser_themes)
    return fiche


def poser_themes(fiche: FicheAction, themes: Iterable[Theme]) -> None:
    """Replace the themes of a fiche, keeping the order given."""
    fiche.liens_themes.all().delete()
    ThemeFiche.objects.bulk_create(
        ThemeFiche(fiche=fiche, theme=theme, ordre=rang) for rang, theme in enumerate(themes)
    )


@ensemble
def modifier_intention(geste: Geste, intention: Intention, valeurs: Mapping[str, Any]) -> Intention:
    """Change an intention and the fiche it became (a number of this projet, or none)."""
    intention = changements.modifier(geste, intention, propres(valeurs, "fiche"))
    if "fiche" in valeurs:
        relier(geste, intention, valeurs["fiche"])
    return intention


@ensemble
def ajouter_intention(geste: Geste, valeurs: Mapping[str, Any]) -> Intention:
    intention = changements.ajouter(geste, Intention, propres(valeurs, "fiche"))
    relier(geste, intention, valeurs.get("fiche"))
    return intention


def relier(geste: Geste, intention: Intention, fiche: FicheAction | None) -> None:
    """Tie the thread between an intention and the fiche it became, or cut it."""
    lien = Origine.objects.filter(intention=intention).select_related("fiche").first()
    avant = lien.fiche if lien else None
    if avant == fiche:
        return
    if lien:
        lien.delete()
    if fiche:
        Origine.objects.create(intention=intention, fiche=fiche)
    noter_champ(geste, intention, "fiche", str(avant or ""), str(fiche or ""))
    bouts = {f"fiche-{bout.numero}" for bout in (avant, fiche) if bout}
    changements.bouger(geste.projet, {geste.planche, "autodiagnostic", *bouts}, compte=False)


@ensemble
def fiche_de_l_intention(geste: Geste, intention: Intention) -> FicheAction:
    """An intention becomes a fiche action; a fiche taken off comes back with its words."""
    intention = changements.verrouiller(intention)
    lien = Origine.objects.filter(intention=intention).select_related("fiche").first()
    if lien is None:
        fiche = ouvrir_fiche(geste, _premiers_mots(intention))
        relier(replace(geste, planche="autodiagnostic", encart="intentions"), intention, fiche)
        return fiche
    if lien.fiche.retire_le:
        changements.retablir(geste, lien.fiche)
    return lien.fiche


@ensemble
def fiche_de_la_piste(geste: Geste, piste: Piste) -> FicheAction:
    """A piste goes all the way: the intention it becomes, then the fiche action of that one."""
    en_chemin = replace(geste, planche="autodiagnostic", encart="intentions")
    return fiche_de_l_intention(geste, intention_de_la_piste(en_chemin, piste))


def _premiers_mots(intention: Intention) -> dict[str, Any]:
    """A short intention names its action; a long one describes it, and the name is to be found."""
    texte = intention.texte.strip()
    nomme = len(texte) <= NOM_COURT and "\n" not in texte
    themes = [intention.theme] if intention.theme else []
    return {"intitule" if nomme else "description": texte, "themes": themes}


@ensemble
def ajouter_etape(geste: Geste, valeurs: Mapping[str, Any]) -> Etape:
    """Add an étape; its period is understood, unless its dates are given with it."""
    dites = any(valeurs.get(champ) for champ in BORNES)
    texte = valeurs.get("periode_envisagee", "")
    suivent = {"periode_corrigee": True} if dites else lire_periode(geste.projet, texte)
    etape = changements.ajouter(geste, Etape, {**propres(valeurs, *QUI), **suivent})
    confier(geste, etape, valeurs)
    return etape


@ensemble
def modifier_etape(geste: Geste, etape: Etape, valeurs: Mapping[str, Any]) -> Etape:
    """Change an étape. Dates given by hand are kept until the words of the period change; words
    that change are understood anew, on the day it is at the établissement."""
    etape = changements.verrouiller(etape)
    siennes = propres(valeurs, *QUI)
    change = {champ for champ, valeur in siennes.items() if getattr(etape, champ) != valeur}
    suivent: dict[str, Any] = {}
    if change & BORNES:
        suivent = {"periode_corrigee": True}
    elif "periode_envisagee" in change:
        suivent = lire_periode(geste.projet, siennes["periode_envisagee"])
    etape = changements.modifier(geste, etape, siennes, suivent)
    confier(geste, etape, valeurs)
    return etape


def confier(geste: Geste, etape: Etape, valeurs: Mapping[str, Any]) -> None:
    """Say who sees to an étape (``responsables`` of the group, then ``noms``): one of them left
    out stays as it was. A name that somebody of the group bears is that person."""
    if not QUI & valeurs.keys():
        return
    avant = [un.participant or un.nom for un in etape.responsables.select_related("participant")]
    gens = [*valeurs.get("responsables", (un for un in avant if not isinstance(un, str)))]
    noms = [*valeurs.get("noms", (un for un in avant if isinstance(un, str)))]
    connus = _par_nom(geste) if noms else {}
    trouves = [connus.get(plier(nom), nom) for nom in noms]
    gens += [qui for qui in trouves if not isinstance(qui, str)]
    voulus = list(dict.fromkeys([*gens, *(qui for qui in trouves if isinstance(qui, str))]))
    changements.remplacer(geste, etape, "responsables", avant, voulus, poser_responsables)


def _par_nom(geste: Geste) -> dict[str, Participant]:
    """Those of the group by their name, as people write it, and « moi »; a name that two bear is
    nobody's."""
    par_nom: dict[str, list[Participant]] = defaultdict(list)
    for un in Participant.objects.de(geste.projet).presents():
        par_nom[plier(str(un))].append(un)
    moi = {"moi": geste.auteur} if geste.auteur else {}
    return {nom: gens[0] for nom, gens in par_nom.items() if len(gens) == 1} | moi


def poser_responsables(etape: Etape, qui: Iterable[Participant | str]) -> None:
    """Replace the responsables of an étape: those of the group first, then the names."""
    etape.responsables.all().delete()
    rangees = sorted(qui, key=lambda un: isinstance(un, str))
    ResponsableEtape.objects.bulk_create(
        ResponsableEtape(
            projet_id=etape.projet_id,
            etape=etape,
            participant=None if isinstance(un, str) else un,
            nom=un if isinstance(un, str) else "",
            ordre=rang,
        )
        for rang, un in enumerate(rangees)
    )


@ensemble
def relire_etape(geste: Geste, etape: Etape) -> Etape:
    """Its dates are again those that the words of its period say, not those given by hand."""
    etape = changements.verrouiller(etape)
    if not (etape.periode_corrigee and etape.periode_envisagee):
        return etape
    lues = lire_periode(geste.projet, etape.periode_envisagee)
    dates = {champ: lues[champ] for champ in BORNES}
    return changements.modifier(geste, etape, dates, {"periode_corrigee": False})


def lire_periode(projet: Projet, texte: str) -> dict[str, Any]:
    """The columns that say what these words mean today."""
    comprise = comprendre(texte, projet.etablissement.aujourd_hui)
    return {
        "periode_debut": comprise.debut,
        "periode_fin": comprise.fin,
        "periode_corrigee": False,
    }


def suivre_les_themes(projet: Projet, releves: Mapping[Theme, Theme]) -> None:
    """Under the projet's new questionnaire, fiches name the themes that took over theirs."""
    liens = ThemeFiche.objects.filter(fiche__projet=projet, theme__in=releves)
    for lien in liens.select_related("theme", "fiche"):
        nouveau = releves[lien.theme]
        if ThemeFiche.objects.filter(fiche=lien.fiche, theme=nouveau).exists():
            lien.delete()
        else:
            lien.theme = nouveau
            lien.save(update_fields=["theme"])
