"""Finding a person's name, address or telephone inside what anybody typed."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from fresque.donnees.vocabulaire import COURT, sont_courants
from pasapas.valeurs.textes import plier

EFFACE = "effacé"
CIVILITES = r"(?:M\.|Mr\.?|Mme|Mlle|Madame|Mademoiselle|Monsieur)"
ENTRE = r"[\s._’'-]+"  # between two words of a name: a space, a hyphen, the dot of an address
AVANT, APRES = r"(?<![^\W_])", r"(?![^\W_])"
MAJUSCULE = "(?-i:(?=[A-ZÀ-ÖØ-Þ]))"
CHIFFRES = 8  # a shorter number is no telephone
ECHAPPE = re.compile(r"\\u(0[0-9a-f]{3})(?<!\\u00[0-7][0-9a-f])", re.IGNORECASE)
AUTOUR = 60  # characters shown on either side of what was found


def _variantes() -> dict[str, str]:
    """Every Latin letter with the accents it may bear: « e » finds « é » and « È »."""
    formes: dict[str, str] = {}
    for code in range(0xC0, 0x180):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        formes[base] = formes.get(base, base) + chr(code)
    return {lettre: f"[{signes}]" for lettre, signes in formes.items()}


VARIANTES = _variantes()


def _mot(mot: str) -> str:
    simples = unicodedata.normalize("NFD", mot.lower())
    lettres = (c for c in simples if not unicodedata.combining(c))
    return "".join(VARIANTES.get(c, re.escape(c)) for c in lettres)


def _mots(nom: str, debut: str = "") -> str:
    """``debut``: how each word must begin, but « de » and « la » between others."""
    mots = [mot for mot in re.split(ENTRE, nom.strip()) if mot]
    brefs = {mot for mot in mots if len(mot) <= COURT}
    tenus = set(mots) - brefs or brefs
    return ENTRE.join((debut if mot in tenus else "") + _mot(mot) for mot in mots)


@dataclass(frozen=True, slots=True)
class Nom:
    """``prenom`` may be empty; ``nom`` then holds what is known of the person's name."""

    prenom: str
    nom: str

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip()

    @property
    def plie(self) -> frozenset[str]:
        """The words of the name, whatever their order, accents and capitals."""
        return frozenset(plier(re.sub(ENTRE, " ", str(self))).split())

    def est_dans(self, textes: Iterable[str]) -> bool:
        """Whether one of these says the name."""
        motif = _motif(f"{AVANT}(?:{motif}){APRES}" for motif in self.motifs)
        return bool(motif) and any(motif.search(texte) for texte in textes)

    @property
    def motifs(self) -> list[str]:
        """What stands for this person and nobody else: never a lone first or family name. One
        made of everyone's words, « Rose Petit », is only sought written as a name is."""
        debut = MAJUSCULE if sont_courants(self.plie) else ""
        prenom, nom = _mots(self.prenom, debut), _mots(self.nom, debut)
        if not nom:
            return []
        if not prenom:
            return [nom] if re.search(ENTRE, self.nom.strip()) else [f"{CIVILITES}\\s*{nom}"]
        initiale = VARIANTES.get(plier(self.prenom)[:1], re.escape(self.prenom[:1]))
        return [
            f"{prenom}{ENTRE}{nom}",
            f"{nom}{ENTRE}{prenom}",
            f"{CIVILITES}\\s*(?:{initiale}\\.\\s*)?{nom}",
            f"{initiale}\\.\\s*{nom}",
        ]


def motif_de_telephone(numero: str) -> str:
    """The number with any signs between its figures; empty when it is too short to be one."""
    chiffres = re.sub(r"\D", "", numero.replace("(0)", ""))
    chiffres = re.sub(r"^(?:00)?33|^0", "", chiffres)
    if len(chiffres) < CHIFFRES:
        return ""
    return r"(?:(?:\+|00)33\s*(?:\(0\))?\s*|0)" + r"[\s.\-/]*".join(chiffres)


@dataclass(frozen=True, slots=True)
class Reperage:
    """What to look for, and the word that takes the place of a name."""

    noms: re.Pattern[str] | None
    coordonnees: re.Pattern[str] | None
    remplacant: str

    @classmethod
    def de(
        cls,
        noms: Iterable[Nom],
        courriels: Iterable[str],
        telephones: Iterable[str],
        remplacant: str,
    ) -> "Reperage":
        adresses = [f"(?<![\\w.+-]){re.escape(c)}(?![\\w-])" for c in courriels if c]
        numeros = [f"(?<!\\d){m}(?!\\d)" for t in telephones if (m := motif_de_telephone(t))]
        return cls(
            _motif(f"{AVANT}(?:{motif}){APRES}" for nom in noms for motif in nom.motifs),
            _motif([*adresses, *numeros]),
            remplacant,
        )

    @classmethod
    def des_mots(cls, mots: str, remplacant: str) -> "Reperage":
        """These very words, whatever their accents and capitals."""
        return cls(_motif([f"{AVANT}{_mots(mots)}{APRES}"]), None, remplacant)

    def trouve(self, valeur: Any) -> bool:
        return any(self._passages(texte) for texte in textes(valeur))

    def effacer(self, valeur: Any) -> Any:
        """The same value without the person; in addresses of pages, without a space."""
        return transformer(valeur, self._effacer)

    def extraits(self, valeur: Any) -> list[str]:
        """Where the person is named, with a few words around."""
        extraits = []
        for texte in textes(valeur):
            for debut, fin in self._passages(texte)[:5]:
                bout = texte[max(0, debut - AUTOUR) : fin + AUTOUR]
                extraits.append(" ".join(bout.split()))
        return extraits

    def _passages(self, texte: str) -> list[tuple[int, int]]:
        motifs = [motif for motif in (self.coordonnees, self.noms) if motif]
        return [trouve.span() for motif in motifs for trouve in motif.finditer(texte)]

    def _effacer(self, texte: str) -> str:
        if self.coordonnees:
            texte = self.coordonnees.sub(EFFACE, texte)
        if self.noms:
            adresse = "://" in texte and " " not in texte
            texte = self.noms.sub("efface" if adresse else self.remplacant, texte)
        return texte


def _motif(motifs: Iterable[str]) -> re.Pattern[str] | None:
    tous = list(motifs)
    return re.compile("|".join(tous), re.IGNORECASE) if tous else None


def _lisible(texte: str) -> str:
    """JSON kept as text hides accents behind escapes: « Z\\u00e9phyrine »."""
    if not texte.startswith(("[", "{")):
        return texte
    return ECHAPPE.sub(lambda lettre: chr(int(lettre[1], 16)), texte)


def textes(valeur: Any) -> list[str]:
    """Every text of a value, however deep it is nested. Keys are the application's own."""
    if isinstance(valeur, str):
        return [_lisible(valeur)]
    if isinstance(valeur, dict):
        return [t for bout in valeur.values() for t in textes(bout)]
    if isinstance(valeur, list | tuple):
        return [t for bout in valeur for t in textes(bout)]
    return []


def transformer(valeur: Any, changer: Callable[[str], str]) -> Any:
    if isinstance(valeur, str):
        clair = _lisible(valeur)
        return neuf if (neuf := changer(clair)) != clair else valeur
    if isinstance(valeur, dict):
        return {cle: transformer(bout, changer) for cle, bout in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [transformer(bout, changer) for bout in valeur]
    return valeur
