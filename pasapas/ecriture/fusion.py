"""Three-way merge of one text field, and word-level differences for the history. Pure: no Django.

Lines first, then words inside the lines both sides changed. Rules and reasons: docs/adr/0007.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

Jetons = Sequence[str]
Trio = tuple[Jetons, Jetons, Jetons]  # the same place in base, mien, actuel

PONCTUATION = r"!-/:-@\[-`{-~«»·¡¿…‐-‧‰-⁞、。〈-】"
SIGNE = rf"[{PONCTUATION}][\u0300-\u036f\u200d\ufe00-\ufe0f\u20e3]*"  # with what is drawn on it
LETTRE = rf"[^\s{PONCTUATION}]"  # all the rest, so that emoji and combining marks hold together
JETON = re.compile(
    r"\n|[^\S\n]+"
    # A date, an address, « salarié·e·s » are one word; « l’école » is « l’ » then « école ».
    rf"|{LETTRE}+(?:[-.,:/@_·]{LETTRE}+)*(?:['’](?={LETTRE}))?"
    rf"|{SIGNE}"
)
PLAFOND = 10**8  # bits the alignment of two texts may hold (12 MB, 0.2 s); past it, one block


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
        if accord is None and not _pleins(b):
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
    for retirees, ajoutees, gardee in _trous(lignes_avant, lignes_apres):
        mots = (JETON.findall("".join(lignes)) for lignes in (retirees, ajoutees))
        for retires, ajoutes, garde in _trous(*mots):
            noter("retire", retires)
            noter("ajoute", ajoutes)
            noter("egal", garde)
        noter("egal", gardee)
    return tuple(morceaux)


def _passages_de_lignes(base: Jetons, mien: Jetons, actuel: Jetons) -> Iterator[Trio]:
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
    vers = [-1, *_apparier(base, cote), len(cote)]
    avant = accumulate(vers[:-1], max)
    apres = [*accumulate((len(cote) if v < 0 else v for v in vers[:0:-1]), min)][::-1]
    for p, (dernier, fin) in enumerate(zip(avant, apres, strict=True)):
        debut, gauche, droite = dernier + 1, p == 0 or vers[p] >= 0, vers[p + 1] >= 0
        insere = (debut if gauche else fin, fin if droite else debut)
        remplit = gauche != droite and not _plein(base[p if gauche else p - 1])
        yield _Bord((debut, fin), insere if gauche or droite else None, remplit)


def _meme_endroit(un: _Bord, deux: _Bord, mien: Jetons, actuel: Jetons) -> bool:
    """Whether lines one side inserts here belong with the edit of the other that touches them.

    They do if that edit holds them already, or writes on a blank line: adding a line to a list
    is an insertion or fills the empty last line, as one typed a final line break or not.
    """
    m, a = _pleins(mien[slice(*un.trou)]), _pleins(actuel[slice(*deux.trou)])
    if un.libre == deux.libre or not (m and a):
        return False
    return un.remplit or deux.remplit or (_contient(a, m) if un.libre else _contient(m, a))


def _fusionner_mots(base: str, mien: str, actuel: str) -> Fusion:
    """Merge whole lines word by word, then line by line between the line breaks all three kept.

    Edits are apart when a word or a punctuation mark that all three kept stands between them.
    """
    b, m, a = (JETON.findall(texte) for texte in (base, mien, actuel))
    vers_m, vers_a = [*_apparier(b, m), len(m)], [*_apparier(b, a), len(a)]
    fusions: list[Fusion] = []
    ligne: list[Trio] = []
    debut = (0, 0, 0)
    for k, jeton in enumerate([*b, "\n"]):
        if vers_m[k] < 0 or vers_a[k] < 0 or not _plein(jeton):
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


def _fusionner_ligne(passages: list[Trio]) -> Fusion:
    """Merge one line. Clashing words stay inside it; a rewritten line is kept in both versions."""
    dernier = len(passages) - 1
    fusions = [_fusionner_passage(p, i == 0, i == dernier) for i, p in enumerate(passages)]
    texte = "".join(fusion.texte for fusion in fusions)
    conflits = tuple(conflit for fusion in fusions for conflit in fusion.conflits)
    if not conflits:
        return Fusion(texte)
    cotes = [[jeton for passage in passages for jeton in passage[i]] for i in range(3)]
    gardes = len(passages) // 2
    reecrite = 2 * gardes < min(len(_pleins(cote)) for cote in cotes)
    if reecrite or any("\n" in c.base + c.mien + c.actuel for c in conflits):
        base, mien, actuel = cotes
        return _garder_les_deux(base, mien, actuel, "\n")
    return Fusion(texte, conflits)


def _fusionner_passage(passage: Trio, debut: bool, fin: bool) -> Fusion:
    """Merge what stands between two kept words; ``debut``, ``fin``: it touches the line's ends."""
    accord = _accord(*passage)
    if accord is not None:
        return Fusion("".join(accord))
    b, m, a = passage
    d, f = _communs(m, a)  # what both typed alike, once
    tete, queue, m, a = m[:d], m[len(m) - f :], m[d : len(m) - f], a[d : len(a) - f]
    b = b[_communs(b, tete)[0] :]
    b = b[: len(b) - _communs(b, queue)[1]]
    accord = _accord(b, m, a)
    if accord is None and not _pleins(b):
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
    if _pleins(mien) == _pleins(actuel):
        return actuel
    for grand, petit in ((actuel, mien), (mien, actuel)):
        supprime = _contient(base, _pleins(petit)) and not _contient(base, _pleins(grand))
        if not supprime and _poursuit(base, petit, grand):
            return grand
    return None


def _garder_les_deux(base: Jetons, mien: Jetons, actuel: Jetons, entre: str) -> Fusion:
    """Flag a clash; keep the current version then mine, or the one that holds the other."""
    b, m, a = ("".join(cote) for cote in (base, mien, actuel))
    sens = ((actuel, mien), (mien, actuel))
    # Holding the other comes before going further: both may be true, each of another side.
    tenants = [grand for grand, petit in sens if _contient(grand, _pleins(petit))] or [
        grand for grand, petit in sens if _poursuit(base, petit, grand)
    ]
    texte = "".join(tenants[0]) if tenants else a + entre + m
    return Fusion(texte, (Conflit(b, m, a),))


def _poursuit(base: Jetons, petit: Jetons, grand: Jetons) -> bool:
    """Whether grand took out of base all that petit took out, and typed all that petit typed."""
    if not set(_pleins(petit)) <= {*base, *grand}:  # spares two alignments, most of the time
        return False
    (moins, plus), (moins_grand, plus_grand) = _edition(base, petit), _edition(base, grand)
    return moins <= moins_grand and _contient(plus_grand, plus)


def _reunir(mien: Jetons, actuel: Jetons) -> Jetons:
    """Two insertions of lines at the same place: all lines, the shared ones once, current first.

    Blank lines at their ends, such as a final line break, come once, after both.
    """
    if not _pleins(mien) or not _pleins(actuel):
        return actuel if _pleins(actuel) else mien
    (m, blancs_m), (a, blancs_a) = _sans_blancs_finals(mien), _sans_blancs_finals(actuel)
    reunion: list[str] = []
    # Aligned in an order that does not depend on the roles, so that both get the same lines.
    inverse = [*m] > [*a]
    for un, deux, commun in _trous(a, m) if inverse else _trous(m, a):
        reunion += [*un, *deux, *commun] if inverse else [*deux, *un, *commun]
    return [*reunion, *max(blancs_a, blancs_m, key=len)]


def _sans_blancs_finals(lignes: Jetons) -> tuple[Jetons, Jetons]:
    n = max(i for i, ligne in enumerate(lignes, 1) if _plein(ligne))
    return lignes[:n], lignes[n:]


def _edition(base: Jetons, cote: Jetons) -> tuple[set[int], list[str]]:
    """What one side took out of base (places) and what it put in (in order), spaces aside."""
    vers = _apparier(base, cote)
    gardes = set(vers)
    retires = {i for i, v in enumerate(vers) if v < 0 and _plein(base[i])}
    return retires, [jeton for j, jeton in enumerate(cote) if j not in gardes and _plein(jeton)]


def _trous(a: Jetons, b: Jetons) -> Iterator[Trio]:
    """Each change from a to b: what left, what came, then the kept token it stands before."""
    i = j = 0
    for k, v in enumerate([*_apparier(a, b), len(b)]):
        if v >= 0:
            yield a[i:k], b[j:v], a[k : k + 1]
            i, j = k + 1, v + 1


def _plein(jeton: str) -> bool:
    """Blank lines and spaces alone do not tell two places apart; a line break does."""
    return jeton == "\n" or not (jeton == "" or jeton.isspace())


def _pleins(jetons: Iterable[str]) -> list[str]:
    return [jeton for jeton in jetons if _plein(jeton)]


def _contient(grand: Iterable[str], petit: Iterable[str]) -> bool:
    """Whether all of petit is found in grand, in the same order."""
    reste = iter(grand)
    return all(jeton in reste for jeton in petit)


def _communs(a: Jetons, b: Jetons) -> tuple[int, int]:
    """How many tokens a and b share at their start, then at their end."""
    court = min(len(a), len(b))
    d = next((k for k in range(court) if a[k] != b[k]), court)
    return d, next((k for k in range(court - d) if a[-1 - k] != b[-1 - k]), court - d)


def _apparier(a: Jetons, b: Jetons) -> list[int]:
    """For each token of a, its place in b, or -1: a longest common subsequence, spaces aside.

    Spaces follow the words they touch: a space alone never holds two texts together.
    """
    d, f = _communs(a, b)
    vers = [*range(d), *[-1] * (len(a) - d - f), *range(len(b) - f, len(b))]
    communs = {jeton for jeton in a[d : len(a) - f] if _plein(jeton)} & set(b[d : len(b) - f])
    ia = [i for i in range(d, len(a) - f) if a[i] in communs]
    jb = [j for j in range(d, len(b) - f) if b[j] in communs]
    for i, j in _suite_commune([a[i] for i in ia], [b[j] for j in jb]):
        vers[ia[i]] = jb[j]
    pris = set(vers)
    for pas, rangs in ((1, range(len(a))), (-1, range(len(a) - 1, -1, -1))):
        voisin = -1 if pas == 1 else len(b)
        for i in rangs:
            j = voisin + pas
            if vers[i] < 0 and voisin != -2 and 0 <= j < len(b) and j not in pris and a[i] == b[j]:
                vers[i] = j
                pris.add(j)
            voisin = vers[i] if vers[i] >= 0 else -2
    return vers


def _suite_commune(a: Jetons, b: Jetons) -> Iterator[tuple[int, int]]:
    """A longest common subsequence, last pair first, one big integer per token of a.

    Bit j of row i is 0 where token j of b lengthens the best subsequence of a[: i + 1]
    (Hyyrö, 2004). Rows cost len(b) / 64 machine words: no quadratic loop in Python.
    """
    if len(a) * len(b) > PLAFOND:
        return
    places: dict[str, int] = {}
    for j, jeton in enumerate(b):
        places[jeton] = places.get(jeton, 0) | 1 << j
    plein = rang = (1 << len(b)) - 1
    rangs = [plein]
    for jeton in a:
        pareils = rang & places[jeton]
        rang = (rang + pareils | rang - pareils) & plein
        rangs.append(rang)
    i, j = len(a), len(b)
    while i and j:
        if rangs[i] >> j - 1 & 1:
            j -= 1
        elif rangs[i - 1] >> j - 1 & 1:
            i, j = i - 1, j - 1
            yield i, j
        else:
            i -= 1
