"""How a name, an address or a telephone may be written: patterns for a folded text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pasapas.valeurs.pliage import CESURE, COUPE, PLIS, SANS_CACHES, plier

CACHES = f"[{COUPE}{CESURE}]*"  # may hide between any two letters
JOINTS = f"[ \t._'+{COUPE}{CESURE}-]"  # between two words: a space, a hyphen, the dot of an address
LIGNE = "(?:\r\n?|\n)"
AVANT, APRES = f"(?<![^\\W_])(?<![^\\W_]{CESURE})", f"(?!{CESURE}*[^\\W_])"
MAJUSCULE = "(?-i:(?=[A-Z]))"
COURT = 2  # letters: « de », « la », an initial
CHIFFRES = 8  # a shorter number is no telephone

# Joints of a motif, each read narrowly (one line, no comma) or widely (« Nom, Prénom », a name cut
# in two by a line end).
ENTRE, PEUT_ETRE, INVERSE = "<entre>", "<peut-être>", "<inverse>"
ETROITS = {ENTRE: f"{JOINTS}+", PEUT_ETRE: f"{JOINTS}*", INVERSE: f"{JOINTS}+"}
LARGES = {
    ENTRE: f"(?:{JOINTS}+(?:{LIGNE}{JOINTS}*)?|{LIGNE}{JOINTS}*)",
    PEUT_ETRE: f"{JOINTS}*(?:{LIGNE}{JOINTS}*)?",
    INVERSE: f"(?:{JOINTS}+|{JOINTS}*[,;]{JOINTS}*|{JOINTS}*,?{LIGNE}{JOINTS}*)",
}

# Country codes of one or two figures; all others have three.
INDICATIFS = re.compile(r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")
SIGNES = f"[ \t._'/(),{COUPE}{CESURE}-]{{0,6}}"  # between two figures of a telephone
PLUSIEURS = re.compile(r"[/,;\n]|\b(?:ou|et|puis|poste)\b")
AROBASE = r"(?: *(?:@|[(\[{<] *(?:@|at|a|arobase) *[)\]}>]) *| +(?:at|arobase) +)"
POINT = r"(?: *(?:\.|[(\[{<] *(?:\.|dot|point) *[)\]}>]) *| +(?:dot|point) +)"


def mots(nom: str) -> list[str]:
    """The folded words of a name, capitals kept."""
    nu = nom.translate(PLIS).translate(SANS_CACHES)
    return [mot for mot in re.split(f"(?:{JOINTS}|{LIGNE}|,)+", nu) if mot]


def suite(nom: str, *, debut: str = "", souple: bool = True) -> str:
    """The words of a name in their order. ``debut``: how each must begin, but « de » and « la »
    between others; ``souple``: whether « Le Goff » may be written « Legoff »."""
    nu = nom.translate(PLIS).translate(SANS_CACHES)
    morceaux = re.split(f"({JOINTS}+)", re.sub(rf"^{JOINTS}+|{JOINTS}+\Z", "", nu))
    tenus = [mot for mot in morceaux[::2] if len(mot) > COURT] or morceaux[::2]
    motif = ""
    for mot, joint in zip(morceaux[::2], ["", *morceaux[1::2]], strict=True):
        if joint:
            motif += PEUT_ETRE if souple or not joint.isspace() else ENTRE
        motif += (debut if mot in tenus else "") + lettres(mot)
    return motif


def lettres(texte: str) -> str:
    """A folded text, whatever hides between its signs."""
    return CACHES.join(re.escape(signe) for signe in texte)


TITRES = ("Mr", "Mme", "Mlle", "Madame", "Mademoiselle", "Monsieur", "Dr", "Docteur")
EN_ENTIER = "|".join(rf"{lettres(titre)}{CACHES}\.?" for titre in TITRES)
CIVILITES = rf"(?:M{CACHES}(?:\.|(?=[ \t]))|{EN_ENTIER})"


def initiales(prenom: str) -> str:
    """« I. », « M.-J. » and « MJ » for Marie-José."""
    premieres = [_initiale(mot) for mot in mots(prenom)]
    seule = rf"{premieres[0]}{CACHES}\."
    if len(premieres) == 1:
        return seule
    joint = rf"{CACHES}\.?{CACHES}[ -]?{CACHES}"
    toutes = joint.join(premieres)
    return rf"(?:{toutes}{CACHES}(?:\.|(?=[ -]))|{seule})"


def _initiale(mot: str) -> str:
    """« Œ. » is as good as « O. » for Œdipe."""
    suivante = f"(?:{mot[1]})?" if mot[:2].lower() in ("ae", "oe") else ""
    return re.escape(mot[0]) + suivante


def courriel(adresse: str) -> str:
    """The address, with a label of its own (« ines+fresque@ ») or spelt out (« arobase »)."""
    local, _, domaine = adresse.translate(PLIS).translate(SANS_CACHES).partition("@")
    points = POINT.join(map(lettres, domaine.split(".")))
    etiquette = "" if "+" in local else r"(?:\+[\w.-]+)?"
    return (
        rf"(?<![\w])(?<!\w[.+{CESURE}-]){lettres(local)}{etiquette}{AROBASE}{points}"
        rf"(?!{CESURE}*[\w-])"
    )


def telephones(texte: str) -> Iterator[str]:
    """Each number of what was typed: « 01 23 45 67 89 / 06 98 76 54 32 » says two."""
    plie = plier(texte.replace("\n", " ; "))
    morceaux = [m for morceau in PLUSIEURS.split(plie) if (m := telephone(morceau))]
    yield from morceaux or filter(None, [telephone(plie)])


def telephone(numero: str) -> str:
    """The number with any signs between its figures, as it is dialled here or from abroad; empty
    when it is too short to be one."""
    compose = re.sub(r"[^\d+]", "", plier(numero).replace("(0)", ""))
    chiffres = compose.replace("+", "")
    if len(chiffres) < CHIFFRES:
        return ""
    formes = [_chiffres(chiffres)]
    indicatif, national = _national(compose)
    if len(national) >= CHIFFRES:
        formes.insert(
            0, rf"(?:(?:\+|00){SIGNES}\d{{1,3}}{SIGNES}0?|0){SIGNES}{_chiffres(national)}"
        )
    if indicatif:
        ici = f"{_chiffres(indicatif)}{SIGNES}0?{SIGNES}{_chiffres(national)}"
        formes.insert(0, rf"(?:(?:\+|00){SIGNES})?{ici}")
    return rf"(?<!\d)(?:{'|'.join(formes)})(?!\d)"


def _national(compose: str) -> tuple[str, str]:
    """The country code, when there is one, and what is dialled after it."""
    etranger = re.sub(r"^00|\+", "", compose)
    if etranger != compose and (indicatif := INDICATIFS.match(etranger)):
        return indicatif[0], etranger[indicatif.end() :].removeprefix("0")
    if compose.startswith("33") and len(compose) == 11:
        return "33", compose[2:]
    return "33" if compose.startswith("0") else "", compose.removeprefix("0")


def _chiffres(numero: str) -> str:
    return SIGNES.join(numero)


def reunir(motifs: Iterable[str], joints: dict[str, str]) -> re.Pattern[str] | None:
    """One pattern of all these, none of them inside a longer word."""
    tous: Sequence[str] = [f"{AVANT}(?:{motif}){APRES}" for motif in motifs]
    entier = "|".join(tous)
    for joint, lu in joints.items():
        entier = entier.replace(joint, lu)
    return re.compile(entier, re.IGNORECASE) if tous else None
