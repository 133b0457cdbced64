"""A file as text: YAML that people read, in which every text comes back as it was."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import yaml
from yaml.resolver import Resolver

from fresque.fichier.schema import FichierProjet
from pasapas.lecture.champs import Bloc
from pasapas.lecture.noeuds import typer

ENTETE = """\
# Pas à pas : un projet est un fichier.
#
# Ce fichier contient tout ce que le groupe a écrit sur sa fresque. Il se relit, se garde,
# se modifie à la main et se reprend dans l’application (docs/format-projet.md).
# Les réponses individuelles à l’autodiagnostic n’y sont jamais.
"""
PLANS = {"annexe_4", "campagne"}  # one block when there is one, a list otherwise
EN_LIGNE = {"equipe_projet", "participants", "themes"}  # lists of ids, on one line

# Starts with a letter, then nothing YAML could take for a sign of its own.
SIMPLE = re.compile(r"[^\W\d_](?:[\w'’«».,;()/+°…–-]| (?! |$))*")
IDENTIFIANT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
RESERVES = {"y", "n"}  # some readers take them for yes and no
# What a block text cannot hold as it is: other line breaks, spaces an editor would take off.
INVISIBLES = r"\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
ILLISIBLES = re.compile(rf"[{INVISIBLES}]|[ \t]\n|[ \t]\Z|(?:^|\n)\t|\A[ \n]|\n\n\Z")
ECHAPPES = re.compile(rf'["\\\x00-\x1f{INVISIBLES}]')
NOMS_ECHAPPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_RESOLVEUR = Resolver()


def rendre(fichier: FichierProjet) -> str:
    """The YAML text of a file. Reading it gives the same file again."""
    blocs = ["\n".join(_paire(clef, valeur, 0, fichier)) for clef, valeur in _clefs(fichier)]
    return "\n\n".join([ENTETE.rstrip(), *blocs]) + "\n"


def _clefs(bloc: Bloc) -> Iterator[tuple[str, Any]]:
    """The keys to write: those that say something, and those always written."""
    for clef, champ in type(bloc).model_fields.items():
        valeur = getattr(bloc, clef)
        if isinstance(valeur, Bloc):
            dit = any(True for _ in _clefs(valeur))
        elif isinstance(valeur, bool) or clef in bloc.TUS:
            dit = valeur != champ.default
        else:
            dit = valeur not in (None, "", [])
        if dit or (clef in bloc.ECRITS and not isinstance(valeur, Bloc)):
            yield clef, None if valeur == "" else valeur


def _bloc(bloc: Bloc, marge: int) -> list[str]:
    return [ligne for clef, valeur in _clefs(bloc) for ligne in _paire(clef, valeur, marge, bloc)]


def _paire(clef: str, valeur: Any, marge: int, bloc: Bloc) -> list[str]:
    """``clef: valeur``, on as many lines as it takes, ``marge`` spaces to the right."""
    debut = " " * marge + clef + ":"
    if clef in PLANS and isinstance(valeur, list) and len(valeur) == 1:
        valeur = valeur[0]
    if isinstance(valeur, Bloc):
        return [debut, *_bloc(valeur, marge + 2)]
    if valeur and clef in bloc.MOIS:
        return [f"{debut} {valeur.isoformat()[:7] if isinstance(valeur, dt.date) else valeur}"]
    if isinstance(valeur, list):
        if clef in EN_LIGNE or not valeur:
            return [f"{debut} {_crochets(valeur)}"]
        return [debut, *(ligne for element in valeur for ligne in _element(element, marge + 2))]
    return _valeur(debut, valeur, marge)


def _element(element: Any, marge: int) -> list[str]:
    """One item of a list, after its dash."""
    debut = " " * marge + "-"
    if isinstance(element, Bloc):
        lignes = _bloc(element, marge + 2) or [" " * (marge + 2) + "{}"]
        return [debut + lignes[0][marge + 1 :], *lignes[1:]]
    if isinstance(element, list):
        return [f"{debut} {_crochets(element)}"]
    return _valeur(debut, element, marge)


def _crochets(valeurs: Iterable[Any]) -> str:
    return "[" + ", ".join(_scalaire(valeur, entre_crochets=True) for valeur in valeurs) + "]"


def _valeur(debut: str, valeur: Any, marge: int) -> list[str]:
    if not isinstance(valeur, str) or "\n" not in valeur or ILLISIBLES.search(valeur):
        return [f"{debut} {_scalaire(valeur)}"]
    signe = "|" if valeur.endswith("\n") else "|-"
    retrait = " " * (marge + 2)
    lignes = valeur.removesuffix("\n").split("\n")
    return [f"{debut} {signe}", *(retrait + ligne if ligne else "" for ligne in lignes)]


def _scalaire(valeur: Any, *, entre_crochets: bool = False) -> str:
    match valeur:
        case None:
            return "null"
        case bool():
            return "true" if valeur else "false"
        case Decimal():
            return format(valeur.normalize(), "f")
        case dt.date():
            return valeur.isoformat()
        case str():
            lisible = IDENTIFIANT if entre_crochets else SIMPLE
            return valeur if lisible.fullmatch(valeur) and _reste_texte(valeur) else _citer(valeur)
        case _:
            return str(valeur)


def _reste_texte(valeur: str) -> bool:
    """Would this word, without quotation marks, be read as a text, by us and by others?"""
    return (
        typer(valeur) is valeur
        and valeur.lower() not in RESERVES
        and _RESOLVEUR.resolve(yaml.ScalarNode, valeur, (True, False)).endswith(":str")
    )


def _citer(valeur: str) -> str:
    return '"' + ECHAPPES.sub(_echapper, valeur) + '"'


def _echapper(trouve: re.Match[str]) -> str:
    return NOMS_ECHAPPES.get(trouve[0]) or f"\\u{ord(trouve[0]):04x}"
