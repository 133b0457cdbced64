"""Hanging the wall: each sheet's inside is rendered once for whoever sees the same thing there.

What is personal stands outside: which sheets are late, mine, new. The inside depends on the
sheet and on which of its boxes are new, and on nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from fresque.apercu.construction import premiere_fiche
from fresque.apercu.suivi import Suivi
from fresque.apercu.valeurs import Apercu, Fraicheur, Mur
from fresque.impression import affichage
from fresque.instant import Memoire
from pasapas.valeurs.annexes import ANNEXES, Annexe

INTERIEURS = Memoire(2000)  # about 2 kB each
AMPLE = 4  # fiches that keep their words; beyond, a title, tiles and stones
DENSE = 13  # fiches that stand on one screen; beyond, the page scrolls
PLACES = {"ample": 6, "dense": 15}
BILANS = 2  # that keep their words
PERIMEE = "Papier à réimprimer"


@dataclass(frozen=True, slots=True)
class Disposition:
    """How the sheets are laid out. ``attente``, ``nouvelle``: which blank sheets find a place."""

    mots: tuple[str, ...]
    dense: bool
    longue: bool
    attente: bool
    nouvelle: bool


@dataclass(frozen=True, slots=True)
class Feuille:
    """A sheet as it is hung: its inside, and what of it answers the filters. ``perimee``: the one
    on paper no longer says this."""

    apercu: Apercu
    classes: str
    vues: tuple[str, ...]
    interieur: str
    perimee: bool = False

    @property
    def empreinte(self) -> str:
        return _empreinte(self.apercu, perimee=self.perimee)

    @property
    def html(self) -> str:
        """``interieur`` inside the tag that is this person's."""
        return format_html(
            '<article class="{}" id="mur-{}" data-empreinte="{}"{}>{}{}</article>',
            self.classes,
            self.apercu.code,
            self.empreinte,
            format_html_join("", " data-{}", ((vue,) for vue in self.vues)),
            self.interieur,
            format_html_join("", '<p class="feuille__perimee">{}</p>', self._dits()),
        )

    def _dits(self) -> list[tuple[str]]:
        return [(PERIMEE,)] if self.perimee else []


@dataclass(frozen=True, slots=True)
class Travee:
    annexe: Annexe
    feuilles: tuple[Feuille, ...]
    serree: bool


def disposer(mur: Mur, annexe: int = 0) -> Disposition:
    """The grid: wide sheets for a few fiches, small ones beyond, one annexe alone if asked."""
    dense = mur.fiches > AMPLE
    libres = PLACES["dense" if dense else "ample"] - 1 - mur.fiches
    longue = mur.fiches > DENSE
    mots = {
        "dense": dense,
        "longue": longue,
        "vierge": mur.vierge,
        "annexe": bool(annexe),
    }
    attente = bool(mur.attentes)
    return Disposition(
        mots=tuple(mot for mot, vrai in mots.items() if vrai),
        dense=dense,
        longue=longue,
        attente=attente,
        nouvelle=longue or libres > attente,
    )


def accrocher(
    mur: Mur,
    suivi: Suivi,
    fraicheur: Fraicheur,
    vue: str = "",
    annexe: int = 0,
    perimees: frozenset[str] = frozenset(),
) -> Iterator[Travee]:
    """The four bays, or the one asked for. ``perimees``: what is to be printed again."""
    dense = disposer(mur, annexe).dense
    bilans = sum(apercu.modele == "bilan" for apercu in mur.apercus)
    for une in ANNEXES:
        serree = (une.numero == 3 and dense) or (une.numero == 4 and bilans > BILANS)
        feuilles = tuple(
            replace(
                feuille(mur, apercu, suivi, fraicheur, vue=vue, serree=serree),
                perimee=apercu.code in perimees,
            )
            for apercu in mur.apercus
            if apercu.annexe.numero == une.numero
        )
        if annexe in {0, une.numero}:
            yield Travee(une, feuilles, serree)


def empreintes(mur: Mur, accroche: affichage.MurAccroche, a_lire: int) -> dict[str, str]:
    """The digest of each piece of the wall, with what shows there and is of no planche: what is to
    be printed again (``accroche``), how many post-its wait."""
    return {
        **mur.empreintes,
        **{
            f"mur-{apercu.code}": _empreinte(apercu, perimee=apercu.code in accroche.codes)
            for apercu in mur.apercus
        },
        "cartouche": f"{mur.empreinte}{accroche.nombre or ''}",
        "suivi": f"{mur.empreinte}{a_lire or ''}",
    }


def _empreinte(apercu: Apercu, *, perimee: bool) -> str:
    return f"{apercu.empreinte}{'p' if perimee else ''}"


def premiere(mur: Mur) -> Feuille | None:
    """The blank fiche of a wall where nobody wrote yet."""
    if not mur.vierge:
        return None
    apercu = premiere_fiche()
    adresse = reverse("fresque:ajouter", args=[mur.slug, "actions", "fiches"])
    interieur = _rendre(apercu, adresse, frozenset(), serree=False, depart=False)
    return Feuille(apercu, "feuille feuille--fiche feuille--vierge", (), interieur)


def feuille(
    mur: Mur, apercu: Apercu, suivi: Suivi, fraicheur: Fraicheur, *, vue: str, serree: bool
) -> Feuille:
    """One sheet, for one person."""
    depart = mur.vierge and apercu.code == "eclaire"
    vues = tuple(v.code for v in suivi.vues if apercu.code in v.planches)
    mots = {
        "pleine": apercu.pleine or depart,
        "vierge": depart or not apercu.pleine,
        "depart": depart,
        "muette": vue and vue not in vues,
    }
    classes = " ".join(f"feuille--{mot}" for mot, vrai in mots.items() if vrai)
    return Feuille(
        apercu,
        f"feuille feuille--{apercu.modele} {classes}",
        vues,
        _interieur(
            mur.slug,
            apercu,
            fraicheur.cases,
            serree=serree and apercu.modele != "actions",
            depart=depart,
        ),
    )


def _interieur(
    slug: str, apercu: Apercu, fraiches: frozenset[str], *, serree: bool, depart: bool
) -> str:
    cle = (slug, apercu.empreinte, _nouvelles(apercu, fraiches), serree, depart)
    adresse = f"planches/{apercu.code}/"
    rendre = partial(_rendre, apercu, adresse, fraiches, serree=serree, depart=depart)
    return INTERIEURS.garder(cle, rendre)


def _nouvelles(apercu: Apercu, fraiches: frozenset[str]) -> frozenset[str]:
    """Which of its boxes are new to whoever looks."""
    if not fraiches:
        return fraiches
    siennes = {case for case, _ in apercu.noms}
    return fraiches & siennes.union(*(touche.cases for touche in apercu.touches))


def blanches(mur: Mur, donnees: dict[str, Any]) -> str:
    """The free places of annexe 3, rendered once for whoever may as much there."""
    rendre = partial(render_to_string, "mur/_blanches.html", donnees)
    if mur.vierge:
        return rendre()
    ici = donnees["disposition"]
    permis = donnees["peut_ecrire"], bool(donnees["vue"])
    cle = (mur.slug, mur.empreinte_attentes, ici.attente, ici.nouvelle, *permis)
    return INTERIEURS.garder(cle, rendre)


def _rendre(
    apercu: Apercu, adresse: str, fraiches: frozenset[str], *, serree: bool, depart: bool
) -> str:
    touches = []
    for touche in apercu.touches:
        fraiche = not fraiches.isdisjoint(touche.cases)
        mots = (touche.forme, "vide" if touche.vide else "", "fraiche" if fraiche else "")
        touches.append((touche, fraiche, " ".join(filter(None, mots))))
    donnees = {
        "apercu": apercu,
        "adresse": adresse,
        "touches": touches,
        "bande_fraiche": not fraiches.isdisjoint(apercu.reste),
        "etapes_fraiches": f"{apercu.code}--etapes" in fraiches,
        "serree": serree,
        "questions": depart or not apercu.pleine,
        "depart": depart,
    }
    return render_to_string("mur/_interieur.html", donnees)
