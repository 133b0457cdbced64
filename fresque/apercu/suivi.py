"""What calls one person on the wall: late, theirs, new, stuck there. Values, no query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.formats import time_format
from django.utils.timezone import localdate, localtime

from fresque.apercu.valeurs import Apercu, Fraicheur, Mur
from pasapas.valeurs.textes import extrait, jour_de_semaine

VUES = {
    "retard": ("étape en retard", "étapes en retard", "En retard", "Aucune étape n’est en retard."),
    "moi": ("à moi", "à moi", "À moi", "Rien ne vous est confié ici pour l’instant."),
    "neuf": ("nouveauté", "nouveautés", "Peinture fraîche", ""),
    "postit": ("post-it", "post-it", "Post-it", "Aucun post-it sur le mur."),
}
MONTRES = 5  # lines of the cartouche; beyond, counted


@dataclass(frozen=True, slots=True)
class LigneSuivie:
    """A line of the cartouche. ``case`` is the box it leads to; empty for the sheet itself."""

    apercu: Apercu
    titre: str
    detail: str = ""
    case: str = ""
    couleur: str = ""

    @property
    def adresse(self) -> str:
        """From the wall."""
        return f"planches/{self.apercu.code}/" + (f"#{self.case}" if self.case else "")


@dataclass(frozen=True, slots=True)
class Vue:
    """One filter: what answers it, and how many in all. ``code`` is its address (?vue=)."""

    code: str
    un: str
    plusieurs: str
    titre: str
    rien: str
    elements: tuple[LigneSuivie, ...] = ()
    nombre: int = 0

    @property
    def nom(self) -> str:
        return self.un if self.nombre == 1 else self.plusieurs

    @property
    def montres(self) -> tuple[LigneSuivie, ...]:
        return self.elements[:MONTRES]

    @property
    def autres(self) -> int:
        return len(self.elements) - len(self.montres)

    @property
    def planches(self) -> frozenset[str]:
        return frozenset(element.apercu.code for element in self.elements)


@dataclass(frozen=True, slots=True)
class Suivi:
    """The four filters, what is under way, how far the étapes have come, what was decided."""

    vues: tuple[Vue, ...]
    cours: tuple[LigneSuivie, ...]
    faites: int
    etapes: int
    decisions: int = 0

    @property
    def en_cours(self) -> LigneSuivie | None:
        return next(iter(self.cours), None)

    @property
    def progres(self) -> str:
        """« 5 étapes faites sur 13, 2 décisions »; empty where there are none."""
        f, d = ("s" if nombre > 1 else "" for nombre in (self.faites, self.decisions))
        etapes = f"{self.faites} étape{f} faite{f} sur {self.etapes}" if self.etapes else ""
        decisions = f"{self.decisions} décision{d}" if self.decisions else ""
        return ", ".join(filter(None, (etapes, decisions)))

    def vue(self, code: str) -> Vue | None:
        return next((vue for vue in self.vues if vue.code == code), None)


def suivre(mur: Mur, participant: int, fraicheur: Fraicheur) -> Suivi:
    """The wall as ``participant`` needs it."""
    apercus = mur.apercus
    nouveaux = tuple(_nouveaux(apercus, fraicheur))
    return Suivi(
        (
            _vue("retard", tuple(_retards(apercus))),
            _vue("moi", tuple(_miens(apercus, participant))),
            replace(
                _vue("neuf", nouveaux, _rien_de_neuf(fraicheur)),
                nombre=sum(1 for a in apercus for case, _ in a.noms if case in fraicheur.cases),
            ),
            _vue("postit", tuple(_notes(apercus))),
        ),
        tuple(_en_cours(apercus)),
        sum(apercu.faites for apercu in apercus),
        sum(apercu.etapes for apercu in apercus),
        mur.decisions,
    )


def _vue(code: str, elements: tuple[LigneSuivie, ...], rien: str = "") -> Vue:
    un, plusieurs, titre, vide = VUES[code]
    return Vue(code, un, plusieurs, titre, rien or vide, elements, len(elements))


def _retards(apercus: Iterable[Apercu]) -> Iterator[LigneSuivie]:
    for apercu in apercus:
        for etape in apercu.retards:
            detail = (nommer(apercu), etape.periode, etape.qui or "sans personne")
            yield LigneSuivie(apercu, etape.titre, _phrase(detail), f"{apercu.code}--etapes")


def _en_cours(apercus: Iterable[Apercu]) -> Iterator[LigneSuivie]:
    for apercu in apercus:
        for etape in apercu.en_cours:
            detail = _phrase((nommer(apercu), etape.periode))
            yield LigneSuivie(apercu, etape.titre, detail, f"{apercu.code}--etapes")


def _miens(apercus: Iterable[Apercu], participant: int) -> Iterator[LigneSuivie]:
    for apercu in apercus:
        for charge in apercu.charges:
            if charge.participant == participant:
                ou = nommer(apercu) if charge.case else apercu.coordonnee
                detail = _phrase((charge.detail, ou))
                yield LigneSuivie(apercu, charge.quoi, detail, charge.case)


def _nouveaux(apercus: Iterable[Apercu], fraicheur: Fraicheur) -> Iterator[LigneSuivie]:
    """One line for each sheet: which boxes, and by whom."""
    for apercu in apercus:
        neuves = {n.case: n for n in fraicheur.nouveautes}
        touchees = [(neuves[case], nom) for case, nom in apercu.noms if case in neuves]
        if touchees:
            cases = dict.fromkeys(nom.rstrip("\u00a0?") for _, nom in touchees)
            auteurs = dict.fromkeys(qui for neuve, _ in touchees for qui in neuve.qui)
            detail = f"{_suite(cases, 'cases')}, par {_suite(auteurs, 'personnes')}"
            yield LigneSuivie(apercu, nommer(apercu), detail, touchees[0][0].case)


def _notes(apercus: Iterable[Apercu]) -> Iterator[LigneSuivie]:
    for apercu in apercus:
        noms = dict(apercu.noms)
        for note in apercu.notes:
            detail = f"{note.nature}, {noms[note.case]}, {nommer(apercu)}"
            yield LigneSuivie(apercu, note.texte, detail, note.case, note.couleur)


def nommer(apercu: Apercu) -> str:
    """« n°2 Horaires de travail » for a fiche; the title alone for the sheets there is one of."""
    titre = extrait(apercu.titre, 40)
    return f"{apercu.coordonnee} {titre}" if apercu.modele == "fiche" else titre


def _suite(mots: Iterable[str], unite: str) -> str:
    """« Ambition et Problème »; beyond three, how many."""
    dits = list(mots)
    if len(dits) > 3:
        return f"{len(dits)} {unite}"
    return " et ".join(filter(None, [", ".join(dits[:-1]), dits[-1]]))


def _phrase(morceaux: Iterable[str]) -> str:
    return ", ".join(filter(None, (" ".join(m.split()) for m in morceaux)))


def _rien_de_neuf(fraicheur: Fraicheur) -> str:
    if fraicheur.depuis is None:
        return "Votre première visite. À la prochaine, ce qui aura changé sera peint plus fort."
    return "Personne d’autre n’a écrit depuis."


def depuis(fraicheur: Fraicheur) -> str:
    """« Depuis votre visite du jeudi 4 décembre », « de ce matin, 9 h 12 »."""
    if fraicheur.depuis is None:
        return ""
    quand = localtime(fraicheur.depuis)
    if quand.date() == localdate():
        return f"Depuis votre visite d’aujourd’hui, {time_format(quand)}"
    autre = quand.year != localdate().year
    return f"Depuis votre visite du {jour_de_semaine(quand, annee=autre)}"
