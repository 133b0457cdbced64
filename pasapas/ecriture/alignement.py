"""Two texts side by side, token by token: what stayed, what left, what came. Pure: no Django."""

from collections.abc import Iterable, Iterator, Sequence

Jetons = Sequence[str]
Passage = tuple[Jetons, Jetons, Jetons]  # of two texts or three, the same place in each
PLAFOND = 10**8  # bits the alignment of two texts may hold (12 MB, 0.2 s); past it, one block


def trous(a: Jetons, b: Jetons) -> Iterator[Passage]:
    """Each change from a to b: what left, what came, then the kept token it stands before."""
    i = j = 0
    for k, v in enumerate([*apparier(a, b), len(b)]):
        if v >= 0:
            yield a[i:k], b[j:v], a[k : k + 1]
            i, j = k + 1, v + 1


def plein(jeton: str) -> bool:
    """Blank lines and spaces alone do not tell two places apart; a line break does."""
    return jeton == "\n" or not (jeton == "" or jeton.isspace())


def pleins(jetons: Iterable[str]) -> list[str]:
    return [jeton for jeton in jetons if plein(jeton)]


def contient(grand: Iterable[str], petit: Iterable[str]) -> bool:
    """Whether all of petit is found in grand, in the same order."""
    reste = iter(grand)
    return all(jeton in reste for jeton in petit)


def bouts_communs(a: Jetons, b: Jetons) -> tuple[int, int]:
    """How many tokens a and b share at their start, then at their end."""
    court = min(len(a), len(b))
    d = next((k for k in range(court) if a[k] != b[k]), court)
    return d, next((k for k in range(court - d) if a[-1 - k] != b[-1 - k]), court - d)


def apparier(a: Jetons, b: Jetons) -> list[int]:
    """For each token of a, its place in b, or -1: a longest common subsequence, spaces aside.

    Spaces follow the words they touch: a space alone never holds two texts together.
    """
    d, f = bouts_communs(a, b)
    vers = [*range(d), *[-1] * (len(a) - d - f), *range(len(b) - f, len(b))]
    communs = {jeton for jeton in a[d : len(a) - f] if plein(jeton)} & set(b[d : len(b) - f])
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
    masque = rang = (1 << len(b)) - 1
    rangs = [masque]
    for jeton in a:
        pareils = rang & places[jeton]
        rang = (rang + pareils | rang - pareils) & masque
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
