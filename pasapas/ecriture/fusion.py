"""Three-way merge of one text field, and word-level differences for the history. Pure: no Django.

Lines first, then words inside the lines both sides changed. Rules and reasons: docs/adr/0007.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from pasapas.ecriture.alignement import (
    Jetons,
    Passage,
    apparier,
    bouts_communs,
    contient,
    plein,
    pleins,
    trous,
)

PONCTUATION = r"!-/:-@\[-`{-~«»·¡¿…‐-‧‰-⁞、。〈-】"
SIGNE = rf"[{PONCTUATION}][\u0300-\u036f\u200d\ufe00-\ufe0f\u20e3]*"  # with what is drawn on it
LETTRE = rf"[^\s{PONCTUATION}]"  # all the rest, so that emoji and combining marks hold together
JETON = re.compile(
    r"\n|[^\S\n]+"
    # A date, an address, « salarié·e·s » are one word; « l’école » is « l’ » then « école ».
    rf"|{LETTRE}+(?:[-.,:/@_·]{LETTRE}+)*(?:['’](?={LETTRE}))?"
    rf"|{SIGNE}"
)


@dataclass(frozen=True, slots=True)
class Conflit:
    """One passage that both sides changed and that only people can settle."""

    base: str
    mien: str
    actuel: str


@dataclass(frozen=True, slots=True)
class Fusion:
    """The merged text. With ``conflits`` it is a proposal that keeps both versions."""

    texte: str
    conflits: tuple[Conflit, ...] = ()


@dataclass(frozen=True, slots=True)
class Morceau:
    """A stretch of text that stayed, left or came."""

    genre: Literal["egal", "retire", "ajoute"]
    texte: str


def fusionner(base: str, mien: str, actuel: str) -> Fusion:
    """Bring the changes base -> mien into actuel. Nothing either side typed is lost."""
    if mien in (base, actuel):
        return Fusion(actuel)
    if actuel == base:
        return Fusion(mien)
    lignes: list[str] = []
    conflits: list[Conflit] = []
    for b, m, a in _passages_de_lignes(base.split("\n"), mien.split("\n"), actuel.split("\n")):
        accord = _accord(b, m, a)
        if accord is None and not pleins(b):
            accord = _reunir(m, a)
        if accord is not None:
            lignes += accord
        elif m and a:
            fusion = _fusionner_mots(*("\n".join(cote) for cote in (b, m, a)))
            lignes.append(fusion.texte)
            conflits += fusion.conflits
        else:  # one side deleted the lines the other edited
            lignes += m or a
            conflits.append(Conflit("\n".join(b), "\n".join(m), "\n".join(a)))
    return Fusion("\n".join(lignes), tuple(conflits))


def differences(avant: str, apres: str) -> tuple[Morceau, ...]:
    """What changed, word by word: egal + retire spell ``avant``, egal + ajoute ``apres``."""
    morceaux: list[Morceau] = []

    def noter(genre: Literal["egal", "retire", "ajoute"], jetons: Jetons) -> None:
        texte = "".join(jetons)
        if texte and morceaux and morceaux[-1].genre == genre:
            texte = morceaux.pop().texte + texte
        if texte:
            morceaux.append(Morceau(genre, texte))

    lignes_avant, lignes_apres = (re.findall(r"[^\n]*\n|[^\n]+", t) for t in (avant, apres))
    for retirees, ajoutees, gardee in trous(lignes_avant, lignes_apres):
        mots = (JETON.findall("".join(lignes)) for lignes in (retirees, ajoutees))
        for retires, ajoutes, garde in trous(*mots):
            noter("retire", retires)
            noter("ajoute", ajoutes)
            noter("egal", garde)
        noter("egal", gardee)
    return tuple(morceaux)


def _passages_de_lignes(base: Jetons, mien: Jetons, actuel: Jetons) -> Iterator[Passage]:
    """Cut the three texts at each line boundary that neither side's edits run across.

    Edits of neighbouring lines stay apart. Lines inserted at a boundary are a passage of their
    own, so that two insertions at the same place meet there and nowhere else.
    """
    debut = (0, 0, 0)
    for p, (un, deux) in enumerate(zip(_bords(base, mien), _bords(base, actuel), strict=True)):
        if un.insere is None or deux.insere is None:
            continue
        (m, suite_m), (a, suite_a) = un.insere, deux.insere
        if _meme_endroit(un, deux, mien, actuel):
            edite = deux if un.libre else un
            libre = edite.insere[0] if edite.insere else 0
            cote = edite.trou.index(libre)  # away from the edit: it takes the insertion along
            m = suite_m = un.trou[cote]
            a = suite_a = deux.trou[cote]
        yield base[debut[0] : p], mien[debut[1] : m], actuel[debut[2] : a]
        yield [], mien[m:suite_m], actuel[a:suite_a]
        debut = (p, suite_m, suite_a)


@dataclass(frozen=True, slots=True)
class _Bord:
    """A boundary between two lines of base, seen in one side."""

    trou: tuple[int, int]  # what this side has between the kept lines around it
    insere: tuple[int, int] | None  # what it inserts just here; None inside an edit
    remplit: bool  # its edit beside it writes on a blank line

    @property
    def libre(self) -> bool:
        """Both lines around it were kept: all there is was inserted."""
        return self.insere == self.trou


def _bords(base: Jetons, cote: Jetons) -> Iterator[_Bord]:
    """The boundaries of base, from before its first line to after its last."""
    vers = [-1, *apparier(base, cote), len(cote)]
    avant = accumulate(vers[:-1], max)
    apres = [*accumulate((len(cote) if v < 0 else v for v in vers[:0:-1]), min)][::-1]
    for p, (dernier, fin) in enumerate(zip(avant, apres, strict=True)):
        debut, gauche, droite = dernier + 1, p == 0 or vers[p] >= 0, vers[p + 1] >= 0
        insere = (debut if gauche else fin, fin if droite else debut)
        remplit = gauche != droite and not plein(base[p if gauche else p - 1])
        yield _Bord((debut, fin), insere if gauche or droite else None, remplit)


def _meme_endroit(un: _Bord, deux: _Bord, mien: Jetons, actuel: Jetons) -> bool:
    """Whether lines one side inserts here belong with the edit of the other that touches them.

    They do if that edit holds them already, or writes on a blank line: adding a line to a list
    is an insertion or fills the empty last line, as one typed a final line break or not.
    """
    m, a = pleins(mien[slice(*un.trou)]), pleins(actuel[slice(*deux.trou)])
    if un.libre == deux.libre or not (m and a):
        return False
    return un.remplit or deux.remplit or (contient(a, m) if un.libre else contient(m, a))


def _fusionner_mots(base: str, mien: str, actuel: str) -> Fusion:
    """Merge whole lines word by word, then line by line between the line breaks all three kept.

    Edits are apart when a word or a punctuation mark that all three kept stands between them.
    """
    b, m, a = (JETON.findall(texte) for texte in (base, mien, actuel))
    vers_m, vers_a = [*apparier(b, m), len(m)], [*apparier(b, a), len(a)]
    fusions: list[Fusion] = []
    ligne: list[Passage] = []
    debut = (0, 0, 0)
    for k, jeton in enumerate([*b, "\n"]):
        if vers_m[k] < 0 or vers_a[k] < 0 or not plein(jeton):
            continue
        ligne.append((b[debut[0] : k], m[debut[1] : vers_m[k]], a[debut[2] : vers_a[k]]))
        debut = (k + 1, vers_m[k] + 1, vers_a[k] + 1)
        if jeton == "\n":
            fusions.append(_fusionner_ligne(ligne))
            ligne = []
        else:
            ligne.append(([jeton], [jeton], [jeton]))
    conflits = tuple(conflit for fusion in fusions for conflit in fusion.conflits)
    return Fusion("\n".join(fusion.texte for fusion in fusions), conflits)


def _fusionner_ligne(passages: list[Passage]) -> Fusion:
    """Merge one line. Clashing words stay inside it; a rewritten line is kept in both versions."""
    dernier = len(passages) - 1
    fusions = [_fusionner_passage(p, i == 0, i == dernier) for i, p in enumerate(passages)]
    texte = "".join(fusion.texte for fusion in fusions)
    conflits = tuple(conflit for fusion in fusions for conflit in fusion.conflits)
    if not conflits:
        return Fusion(texte)
    cotes = [[jeton for passage in passages for jeton in passage[i]] for i in range(3)]
    gardes = len(passages) // 2
    reecrite = 2 * gardes < min(len(pleins(cote)) for cote in cotes)
    if reecrite or any("\n" in c.base + c.mien + c.actuel for c in conflits):
        base, mien, actuel = cotes
        return _garder_les_deux(base, mien, actuel, "\n")
    return Fusion(texte, conflits)


def _fusionner_passage(passage: Passage, debut: bool, fin: bool) -> Fusion:
    """Merge what stands between two kept words; ``debut``, ``fin``: it touches the line's ends."""
    accord = _accord(*passage)
    if accord is not None:
        return Fusion("".join(accord))
    b, m, a = passage
    d, f = bouts_communs(m, a)  # what both typed alike, once
    tete, queue, m, a = m[:d], m[len(m) - f :], m[d : len(m) - f], a[d : len(a) - f]
    b = b[bouts_communs(b, tete)[0] :]
    b = b[: len(b) - bouts_communs(b, queue)[1]]
    accord = _accord(b, m, a)
    if accord is None and not pleins(b):
        seul_avant = tete[-1] == "\n" if tete else debut
        seul_apres = queue[0] == "\n" if queue else fin
        if seul_avant and seul_apres:
            lignes = _reunir("".join(m).split("\n"), "".join(a).split("\n"))
            accord = ["\n".join(lignes)]
    milieu = _garder_les_deux(b, m, a, " ") if accord is None else Fusion("".join(accord))
    return Fusion("".join([*tete, milieu.texte, *queue]), milieu.conflits)


def _accord(base: Jetons, mien: Jetons, actuel: Jetons) -> Jetons | None:
    """What both sides agree on: one left it alone, both did the same, or one went further.

    Deleting is no step towards rewriting: who deletes what another edits is asked.
    """
    if list(mien) == list(base):
        return actuel
    if list(actuel) == list(base):
        return mien
    if pleins(mien) == pleins(actuel):
        return actuel
    for grand, petit in ((actuel, mien), (mien, actuel)):
        supprime = contient(base, pleins(petit)) and not contient(base, pleins(grand))
        if not supprime and _poursuit(base, petit, grand):
            return grand
    return None


def _garder_les_deux(base: Jetons, mien: Jetons, actuel: Jetons, entre: str) -> Fusion:
    """Flag a clash; keep the current version then mine, or the one that holds the other."""
    b, m, a = ("".join(cote) for cote in (base, mien, actuel))
    sens = ((actuel, mien), (mien, actuel))
    # Holding the other comes before going further: both may be true, each of another side.
    tenants = [grand for grand, petit in sens if contient(grand, pleins(petit))] or [
        grand for grand, petit in sens if _poursuit(base, petit, grand)
    ]
    texte = "".join(tenants[0]) if tenants else a + entre + m
    return Fusion(texte, (Conflit(b, m, a),))


def _poursuit(base: Jetons, petit: Jetons, grand: Jetons) -> bool:
    """Whether grand took out of base all that petit took out, and typed all that petit typed."""
    if not set(pleins(petit)) <= {*base, *grand}:  # spares two alignments, most of the time
        return False
    (moins, plus), (moins_grand, plus_grand) = _edition(base, petit), _edition(base, grand)
    return moins <= moins_grand and contient(plus_grand, plus)


def _reunir(mien: Jetons, actuel: Jetons) -> Jetons:
    """Two insertions of lines at the same place: all lines, the shared ones once, current first.

    Blank lines at their ends, such as a final line break, come once, after both.
    """
    if not pleins(mien) or not pleins(actuel):
        return actuel if pleins(actuel) else mien
    (m, blancs_m), (a, blancs_a) = _sans_blancs_finals(mien), _sans_blancs_finals(actuel)
    reunion: list[str] = []
    # Aligned in an order that does not depend on the roles, so that both get the same lines.
    inverse = [*m] > [*a]
    for un, deux, commun in trous(a, m) if inverse else trous(m, a):
        reunion += [*un, *deux, *commun] if inverse else [*deux, *un, *commun]
    return [*reunion, *max(blancs_a, blancs_m, key=len)]


def _sans_blancs_finals(lignes: Jetons) -> tuple[Jetons, Jetons]:
    n = max(i for i, ligne in enumerate(lignes, 1) if plein(ligne))
    return lignes[:n], lignes[n:]


def _edition(base: Jetons, cote: Jetons) -> tuple[set[int], list[str]]:
    """What one side took out of base (places) and what it put in (in order), spaces aside."""
    vers = apparier(base, cote)
    gardes = set(vers)
    retires = {i for i, v in enumerate(vers) if v < 0 and plein(base[i])}
    return retires, [jeton for j, jeton in enumerate(cote) if j not in gardes and plein(jeton)]
