"""What a sheet says, in eight signs: printed in its code, so that the one which hangs is known.

It depends on nothing but the planche and whose it is: neither on the others, nor on the day, nor
on the release. Two prints that say the same bear the same marks.
"""

from base64 import b32encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import product
from re import compile as motif
from typing import Any

from fresque.frise.geometrie import FriseDessinee
from fresque.pdf.codes import en_base_36, nue
from fresque.pdf.feuilles import preparer
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Figure, Fresque, Planche

LONGUEUR = 8
# The projet, the mark of the planche, what it says: short, and nothing that a QR code writes in
# more than 5.5 bits, so that the address of a sheet holds in one of 25 modules.
MARQUE = motif(
    rf"(?P<numero>[0-9A-Z]{{1,12}})-(?P<planche>[A-Z][0-9]{{1,9}})-(?P<cle>[A-Z2-7]{{{LONGUEUR}}})"
)


def cle_de(fresque: Fresque, prete: Planche) -> str:
    """``prete``: with what the print leaves out taken off."""
    dite = repr((fresque.nom, fresque.etablissement, _planche(prete)))
    return b32encode(sha256(dite.encode()).digest())[:LONGUEUR].decode()


def cles_de(fresque: Fresque, planche: Planche) -> frozenset[str]:
    """Those of all the prints one could make of it now: a sheet that bears one is up to date."""
    return frozenset(
        cle_de(fresque, preparer(planche.papier, postits=postits, coordonnees=coordonnees))
        for postits, coordonnees in product((True, False), repeat=2)
    )


def adresse(url_base: str, fresque: Fresque, prete: Planche) -> str:
    """Where the code of a sheet leads; in capitals, which a QR code packs. Empty for a sheet that
    stands nowhere on screen."""
    if not (url_base and fresque.numero and not prete.blanche):
        return ""
    marque = f"{en_base_36(fresque.numero)}-{nue(prete.coordonnee)}-{cle_de(fresque, prete)}"
    return f"{url_base}/F/{marque}".upper()


def code_de(fresque: Fresque, marque: str) -> str:
    """The planche whose sheets bear this mark; empty when none does."""
    return next((p.code for p in fresque.planches if nue(p.coordonnee) == marque), "")


def _planche(planche: Planche) -> tuple[object, ...]:
    sections = tuple(
        (
            section.titre,
            section.intro,
            tuple(_figure(figure) for figure in section.figures),
            tuple(_encart(encart) for encart in section.encarts),
        )
        for section in planche.sections
    )
    tete = (planche.code, planche.titre, planche.sous_titre, planche.intro, planche.conseil)
    return *tete, planche.etat_libelle, planche.pierres, planche.mention, planche.referent, sections


def _encart(encart: Encart) -> tuple[object, ...]:
    return (
        encart.titre,
        encart.question,
        encart.texte,
        encart.colonnes,
        tuple(
            (
                ligne.numero,
                ligne.etat_libelle,
                bool(ligne.retard),  # not for how many days
                tuple((champ.label, champ.texte) for champ in ligne.champs),
            )
            for ligne in encart.lignes
        ),
        tuple((postit.texte, postit.libelle, postit.auteur) for postit in encart.postits),
    )


def _figure(figure: Figure) -> object:
    valeur: Any = figure.valeur
    return tuple(_frise(valeur)) if isinstance(valeur, FriseDessinee) else figure.cle


def _frise(dessin: FriseDessinee) -> Iterator[object]:
    """Its étapes; the line of today moves each day, and makes no sheet stale."""
    for fiche in dessin.frise.fiches:
        yield fiche.numero, fiche.intitule, fiche.etat_libelle, fiche.referent
        for etape in fiche.etapes:
            yield etape.titre, etape.etat, etape.periode, etape.faite_le, etape.qui
