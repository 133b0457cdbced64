"""Finding a person's name, address or telephone inside what anybody typed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fresque.donnees import motifs
from fresque.donnees.vocabulaire import peut_etre_un_nom, sont_courants
from pasapas.valeurs.pliage import FINS, Copie, en_clair, plier

EFFACE, BLANC = "effacé", "[retiré]"
AUTOUR = 60  # characters shown on either side of what was found
MOT_AVANT = re.compile(r"([^\W\d_][\w'.-]*) +\Z")
MOT_APRES = re.compile(r" +([^\W\d_][\w'-]*)")
Etendue = tuple[int, int]


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
        return frozenset(plier(" ".join(motifs.mots(str(self)))).split())

    def est_dans(self, textes: Iterable[str]) -> bool:
        """Whether one of these says the name."""
        return Reperage.de([self], [], [], "").trouve(list(textes))

    @property
    def motifs(self) -> list[str]:
        """What stands for this person and nobody else: never a lone first or family name. One
        made of everyone's words, « Rose Petit », is only sought written as a name is."""
        debut = motifs.MAJUSCULE if sont_courants(self.plie) else ""
        if not motifs.mots(self.nom):
            return []
        if not motifs.mots(self.prenom):
            seul = motifs.suite(self.nom, debut=debut, souple=False)
            if len(motifs.mots(self.nom)) == 1:
                return [f"{motifs.CIVILITES}{motifs.PEUT_ETRE}{seul}"]
            return [seul, *_a_l_envers(self.nom)]
        prenom = motifs.suite(self.prenom, debut=debut)
        nom = motifs.suite(self.nom, debut=debut)
        initiales = motifs.initiales(self.prenom) + motifs.PEUT_ETRE
        return [
            f"{prenom}{motifs.ENTRE}{nom}",
            f"{nom}{motifs.INVERSE}{prenom}",
            f"{motifs.CIVILITES}{motifs.PEUT_ETRE}(?:{initiales})?{nom}",
            f"{initiales}{nom}",
        ]

    @property
    def cle(self) -> str:
        """Without this word, in lower case, a text does not say the name."""
        return _plus_long(self.nom)


@dataclass(frozen=True, slots=True)
class Reperage:
    """What to look for, and the word that takes the place of a name.

    ``etroit`` finds a name on one line; ``large`` one that a comma or the end of a line cuts,
    which may also be the ends of two people's. ``cles``: a text without any of them says no name.
    """

    etroit: re.Pattern[str] | None
    large: re.Pattern[str] | None
    cles: tuple[str, ...]
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
        noms = [nom for nom in noms if nom.motifs]
        tous = [motif for nom in noms for motif in nom.motifs]
        coordonnees = [motifs.courriel(adresse) for adresse in courriels if "@" in adresse]
        coordonnees += [m for dits in telephones for m in motifs.telephones(dits)]
        return cls(
            motifs.reunir(tous, motifs.ETROITS),
            motifs.reunir(tous, motifs.LARGES),
            tuple(dict.fromkeys(nom.cle for nom in noms)),
            re.compile("|".join(coordonnees), re.IGNORECASE) if coordonnees else None,
            remplacant,
        )

    @classmethod
    def des_mots(cls, mots: str, remplacant: str) -> "Reperage":
        """These very words, whatever their accents and capitals; the names among them, « Léo
        Martin », the other way round too; an address or a telephone, as people write them."""
        adresse = [mots] if re.fullmatch(r"\S+@\S+", mots) else []
        telephone = [mots] if not re.search(r"[^\W\d]", mots) else []
        if adresse or motifs.telephone(mots):
            return cls.de([], adresse, telephone, remplacant)
        tous = [motifs.suite(mots, souple=False), *_a_l_envers(mots)]
        return cls(
            motifs.reunir(tous, motifs.ETROITS),
            motifs.reunir(tous, motifs.LARGES),
            (_plus_long(mots),),
            None,
            remplacant,
        )

    @classmethod
    def en_liste(cls, dits: Iterable[str], remplacant: str) -> "Reperage":
        """People where nothing but people is said, « A, B » or « A : accès fermé »: a lone first
        name is enough there."""
        tous = [
            f"(?:^|(?<=, )){motifs.suite(dit, souple=False)}(?=$|, | : )" for dit in dits if dit
        ]
        return cls(motifs.reunir(tous, motifs.ETROITS), None, ("",), None, remplacant)

    def trouve(self, valeur: Any) -> bool:
        return any(self._passages(texte) for texte in textes(valeur))

    def effacer(self, valeur: Any) -> Any:
        """The same value without the person; in addresses of pages, without a space."""
        return transformer(valeur, self._effacer)

    def extraits(self, valeur: Any) -> list[str]:
        """Where the person is named, with a few words around."""
        extraits = []
        for texte in textes(valeur):
            for debut, fin, _ in self._passages(texte)[:5]:
                bout = en_clair(texte[max(0, debut - AUTOUR) : fin + AUTOUR])
                extraits.append(" ".join(bout.split()))
        return extraits

    def _effacer(self, texte: str) -> str:
        """The ends of line that a name crossed stay where they were."""
        adresse = "://" in texte and " " not in texte
        remplacant = "efface" if adresse else self.remplacant
        morceaux, fin = [], 0
        for debut, suivant, est_un_nom in self._passages(texte):
            morceaux += [texte[fin:debut], remplacant if est_un_nom else EFFACE]
            morceaux += [signe for signe in texte[debut:suivant] if signe in FINS]
            fin = suivant
        return "".join([*morceaux, texte[fin:]]) if morceaux else texte

    def _passages(self, texte: str) -> list[tuple[int, int, bool]]:
        """Where the text says the person, in its order, and whether it is by a name."""
        copie = Copie(texte)
        prises: list[Etendue] = []
        if self.coordonnees:
            prises = [trouve.span() for trouve in self.coordonnees.finditer(copie.pliee)]
        passages = [(*copie.bornes(*prise), False) for prise in prises]
        if any(cle in copie.basse for cle in self.cles):
            noms = self._noms(copie.pliee, prises)
            passages += [(*copie.bornes(*nom), True) for nom in noms]
        return sorted(passages)

    def _noms(self, pliee: str, prises: list[Etendue]) -> list[Etendue]:
        """Narrowly first: « Jean Roy, Inès Roy » says her on the right of the comma only."""
        etroits = list(_libres(self.etroit, pliee, prises))
        larges = _libres(self.large, pliee, [*prises, *etroits], seules=True)
        return [*etroits, *larges]


@dataclass(frozen=True)
class Mots:
    """A child's name, a fact of health: what should never have been written on this fresque."""

    projets: tuple[int, ...]
    mots: str

    @cached_property
    def _reperage(self) -> Reperage:
        return Reperage.des_mots(self.mots, BLANC)

    def reperage(self, projet_pk: int | None = None) -> Reperage:
        return self._reperage


def _libres(
    motif: re.Pattern[str] | None,
    pliee: str,
    prises: list[Etendue],
    *,
    seules: bool = False,
) -> Iterator[Etendue]:
    """What the pattern finds outside of what is taken already; ``seules``: which no other name
    touches. After one that is not kept, the search goes on from its second sign: another may begin
    inside it."""
    ou = 0
    while motif and (trouve := motif.search(pliee, ou)):
        debut, fin = trouve.span()
        if _touche((debut, fin), prises) or (seules and not _seul(pliee, debut, fin, prises)):
            ou = debut + 1
        else:
            yield debut, fin
            ou = fin


def _touche(passage: Etendue, prises: list[Etendue]) -> bool:
    debut, fin = passage
    return any(debut < apres and avant < fin for avant, apres in prises)


def _seul(pliee: str, debut: int, fin: int, prises: list[Etendue]) -> bool:
    """Whether nobody else's name touches this one: « Jean Roy, Inès Martin » are two people. A word
    that is taken already is nobody else's."""
    avant = MOT_AVANT.search(pliee, max(0, debut - AUTOUR), debut)
    apres = MOT_APRES.match(pliee, fin)
    return not any(
        mot and not _touche(mot.span(1), prises) and peut_etre_un_nom(mot[1])
        for mot in (avant, apres)
    )


def _plus_long(nom: str) -> str:
    return max((plier(mot) for mot in motifs.mots(nom)), key=len, default="")


def _a_l_envers(dits: str) -> list[str]:
    """« Léo Martin » as « Martin, Léo »: words that all have the capital of a name."""
    mots = dits.replace(",", " ").split()
    if any(len(mot) > motifs.COURT and not mot[0].isupper() for mot in mots):
        return []
    coupes = [(" ".join(mots[:rang]), " ".join(mots[rang:])) for rang in range(1, len(mots))]
    return [
        motifs.suite(apres, souple=False) + motifs.INVERSE + motifs.suite(avant, souple=False)
        for avant, apres in coupes
    ]


def textes(valeur: Any) -> list[str]:
    """Every text of a value, however deep it is nested. Keys are the application's own."""
    if isinstance(valeur, str):
        return [valeur]
    if isinstance(valeur, dict):
        return [t for bout in valeur.values() for t in textes(bout)]
    if isinstance(valeur, list | tuple):
        return [t for bout in valeur for t in textes(bout)]
    return []


def transformer(valeur: Any, changer: Callable[[str], str]) -> Any:
    if isinstance(valeur, str):
        return changer(valeur)
    if isinstance(valeur, dict):
        return {cle: transformer(bout, changer) for cle, bout in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [transformer(bout, changer) for bout in valeur]
    return valeur
