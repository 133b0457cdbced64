"""From the planches of a fresque to the wall: first words, states, stones. No query."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from diagnostic.figures.valeurs import SyntheseDessinee
from fiches.planche import vierge
from fresque.apercu.disposition import AUTRES_NOMS, PLACES, THEMES, TITRES, Touchee
from fresque.apercu.valeurs import (
    ETAGE_FIL,
    Apercu,
    Attente,
    Charge,
    EtapeEnVue,
    Mur,
    Note,
    Pierre,
    Touche,
)
from fresque.seances.planche import CODE as SEANCES
from fresque.seances.planche import prochaine
from pasapas.valeurs.encarts import Encart, Genre, Ligne
from pasapas.valeurs.planches import Planche, Section
from pasapas.valeurs.textes import PUCE, extrait

MOTS = {
    "grande": 130,
    "entiere": 110,
    "haute": 80,
    "ligne": 60,
    "courte": 50,
}  # characters of the widest patches; the others 90
MOTS_PAR_DEFAUT = 90
PIERRES = 8  # stones that stand side by side on a sheet; beyond, those alike are one
FICHES = 4  # named on the sheet of the actions; beyond, counted
EN_TETE = re.compile(rf"^\s*{PUCE}\s+")
ARTICLES = ("Les ", "Le ", "La ", "L’")


def voir(slug: str, toutes: Mapping[str, Planche], apercu: Callable[[str], Apercu]) -> Mur:
    """The whole wall: ``apercu`` of each planche, by its code. The sheet of the actions alone
    depends on others: it tells where each fiche stands."""
    planches = {code: planche for code, planche in toutes.items() if planche.au_mur}
    autodiagnostic = planches.get("autodiagnostic")  # an adviser may not be shown it
    attentes = _attentes(autodiagnostic) if autodiagnostic else ()
    return Mur(
        slug,
        tuple(
            _actions(planche, planches, attentes) if planche.modele == "actions" else apercu(code)
            for code, planche in planches.items()
        ),
        attentes,
        _prochaine_seance(toutes),
        _decisions(planches.values()),
    )


def _decisions(planches: Iterable[Planche]) -> int:
    """What the group decided to do: an intention, whatever it became; a fiche that comes from
    none; what a bilan adds."""
    dites = 0
    for planche in planches:
        suivi, suites = planche.encart("suivi"), planche.encart("suites")
        intentions = planche.encart("intentions")
        dites += len(intentions.lignes) if intentions else 0
        dites += len(suites.lignes) if suites and planche.modele == "bilan" else 0
        dites += bool(planche.modele == "fiche" and suivi and not suivi.venues)
    return dites


def _prochaine_seance(planches: Mapping[str, Planche]) -> str:
    """« jeudi 4 décembre, 14 h »; empty when none is fixed."""
    une = prochaine(planches[SEANCES]) if SEANCES in planches else None
    return f"{une.titre[:1].lower()}{une.titre[1:]}" if une else ""


def premiere_fiche() -> Apercu:
    """The fiche that waits on a wall where nobody wrote yet: the kit's own page."""
    page = replace(vierge(1), coordonnee="n°1", titre="Fiche action n°1", blanche=True)
    return apercevoir(page)


def apercevoir(planche: Planche) -> Apercu:
    """One planche from afar, by the order of its patches."""
    themes = [s for s in planche.sections if planche.modele == "autodiagnostic" and _est_theme(s)]
    touches = [_theme(planche, section) for section in themes]
    for place in PLACES.get(planche.modele, ()):
        encart = planche.encart(place.encart)
        if encart is not None and not (place.facultative and encart.vide):
            touches.append(_touche(planche, encart, place))
    touches += _points_de_vue(planche)
    return _apercu(planche, _titre(planche), tuple(touches))


def _apercu(planche: Planche, titre: str, touches: tuple[Touche, ...]) -> Apercu:
    etapes = planche.encart("etapes")
    lignes = etapes.lignes if etapes else ()
    couvertes = {case for touche in touches for case in touche.cases}
    couvertes |= {id_de(planche, etapes)} if etapes else set()
    return Apercu(
        code=planche.code,
        modele=planche.modele,
        coordonnee=planche.coordonnee,
        annexe=planche.annexe,
        titre=titre,
        touches=touches,
        pierres=pierres([ligne.etat for ligne in lignes]),
        reste=tuple(case for e in planche.encarts if (case := id_de(planche, e)) not in couvertes),
        retards=_etapes(lignes, "en-retard"),
        en_cours=_etapes(lignes, "en-cours"),
        faites=sum(ligne.etat == "faite" for ligne in lignes),
        etapes=len(lignes),
        charges=tuple(_charges(planche, titre)),
        notes=tuple(_notes(planche)),
        noms=tuple(_noms(planche, touches)),
    )


def id_de(planche: Planche, encart: Encart) -> str:
    return f"{planche.code}--{encart.nom}"


def _titre(planche: Planche) -> str:
    if planche.modele == "fiche":
        return planche.sous_titre or planche.titre.capitalize()
    if planche.modele == "bilan":
        seul = planche.code == "bilan-1"
        return "Réalisons le bilan" if seul else planche.sous_titre or "Un autre bilan"
    return TITRES.get(planche.modele, planche.titre)


# --- Patches ------------------------------------------------------------------------------------


def _touche(planche: Planche, encart: Encart, place: Touchee) -> Touche:
    return Touche(
        nom=place.nom,
        cases=(id_de(planche, encart),),
        mots=premiers_mots(encart, MOTS.get(place.forme, MOTS_PAR_DEFAUT)),
        question=place.question or place.nom,
        forme=place.forme,
        postits=_natures([encart]),
    )


def premiers_mots(encart: Encart, longueur: int = MOTS_PAR_DEFAUT) -> str:
    """The beginning of what the box says, cut at a word; its rows one after the other."""
    if encart.est_texte:
        return extrait(_sans_puces(encart.texte), longueur)
    titres: list[str] = []
    for ligne in encart.lignes:
        titres.append(" ".join(ligne.titre.split()))
        if sum(map(len, titres)) > longueur:
            break
    return extrait((", " if encart.genre == Genre.CARTES else " · ").join(titres), longueur)


def _sans_puces(texte: str) -> str:
    """On one line, the items of a list one after the other."""
    lignes = [EN_TETE.subn("", ligne) for ligne in texte.split("\n") if ligne.strip()]
    suite = (f" · {ligne}" if puce else f" {ligne}" for ligne, puce in lignes)
    return "".join(suite).removeprefix(" ·").strip()


def _est_theme(section: Section) -> bool:
    return any(encart.objet == "element-theme" for encart in section.encarts)


def _theme(planche: Planche, section: Section) -> Touche:
    """The three boxes of a theme in one patch: what is to be changed comes first."""
    mots = {encart.nom.rpartition("-")[2]: premiers_mots(encart, 36) for encart in section.encarts}
    dits = (mots.get("modifier"), mots.get("valoriser"), mots.get("vue"))
    return Touche(
        nom=nom_de_theme(section.titre),
        cases=tuple(id_de(planche, encart) for encart in section.encarts),
        mots=next(filter(None, dits), ""),
        question=nom_de_theme(section.titre),
        forme="theme",
        postits=_natures(section.encarts),
    )


def nom_de_theme(titre: str) -> str:
    """« Les relations au travail » is « Relations au travail » where room is short."""
    if titre in THEMES:
        return THEMES[titre]
    article = next((a for a in ARTICLES if titre.startswith(a)), "")
    nu = titre.removeprefix(article)
    return extrait(nu[:1].upper() + nu[1:], 32)


def _points_de_vue(planche: Planche) -> Iterator[Touche]:
    """The statements where the points of view stand farthest apart, when a campagne closed."""
    for section in planche.sections:
        for figure in section.figures:
            if isinstance(figure.valeur, SyntheseDessinee) and figure.valeur.confrontations:
                fils = tuple(
                    (rang * ETAGE_FIL + ETAGE_FIL // 2, c.fil)
                    for rang, c in enumerate(figure.valeur.confrontations[:3])
                )
                yield Touche("Points de vue à confronter", (), forme="grande", fils=fils)


def _natures(encarts: Iterable[Encart]) -> tuple[tuple[str, str, int], ...]:
    """Each nature of post-it stuck there, its word, and how many."""
    colles = [(p.couleur, p.libelle) for encart in encarts for p in encart.postits]
    return tuple((*nature, nombre) for nature, nombre in Counter(colles).items())


# --- The sheet of the actions -------------------------------------------------------------------


def _actions(
    planche: Planche, planches: Mapping[str, Planche], attentes: tuple[Attente, ...]
) -> Apercu:
    """A patch for each fiche: who has it in hand, and what comes next."""
    fiches = [
        (ligne, planches[ligne.renvoi])
        for encart in planche.encarts
        for ligne in encart.lignes
        if ligne.renvoi in planches
    ]
    montrees = fiches if len(fiches) <= FICHES else fiches[: FICHES - 1]
    touches = [_action(ligne, fiche) for ligne, fiche in montrees]
    if autres := fiches[len(montrees) :]:
        premier, dernier = autres[0][0].numero, autres[-1][0].numero
        cases = tuple(id_de(fiche, e) for _, fiche in autres for e in fiche.encarts)
        touches.append(
            Touche(f"n°{premier} à n°{dernier}", cases, f"{len(autres)} autres actions", "")
        )
    if attentes and fiches:
        mots = extrait(" · ".join(attente.texte for attente in attentes))
        touches.append(Touche("En attente d’une fiche", (), mots, forme="entiere"))
    if not fiches:
        touches = [Touche(q, (), question=q, forme="grande") for q in _fiches_a_venir()]
    return _apercu(planche, TITRES["actions"], tuple(touches))


def _fiches_a_venir() -> Iterator[str]:
    return (f"Fiche action n°{rang}" for rang in (1, 2, 3))


def _action(ligne: Ligne, fiche: Planche) -> Touche:
    etapes = fiche.encart("etapes")
    suites = [e for e in etapes.lignes if e.etat != "faite"] if etapes else []
    suite = f"Ensuite\u00a0: {suites[0].titre}" if suites and fiche.pour else ""
    etat = "" if suite else fiche.etat_libelle
    return Touche(
        nom=f"n°{ligne.numero} {ligne.titre}",
        cases=tuple(id_de(fiche, encart) for encart in fiche.encarts),
        mots=extrait(". ".join(filter(None, [fiche.referent, suite, etat]))),
        forme="entiere",
    )


def _attentes(autodiagnostic: Planche) -> tuple[Attente, ...]:
    intentions = autodiagnostic.encart("intentions")
    return tuple(
        Attente(ligne.pk, " ".join(ligne.titre.split()))
        for ligne in (intentions.lignes if intentions else ())
        if ligne.devenir
    )


# --- Étapes, charges, post-its ------------------------------------------------------------------


def pierres(etats: list[str]) -> tuple[Pierre, ...]:
    """One stone for each étape; when they are many, one for those in a row that are alike."""
    if len(etats) <= PIERRES:
        return tuple(Pierre(etat, rang) for rang, etat in enumerate(etats, 1))
    groupees, rang = [], 1
    for etat, suite in groupby(etats):
        nombre = len(list(suite))
        groupees.append(Pierre(etat, rang, nombre))
        rang += nombre
    return tuple(groupees[:PIERRES])


def _etapes(lignes: Iterable[Ligne], etat: str) -> tuple[EtapeEnVue, ...]:
    return tuple(
        EtapeEnVue(
            extrait(ligne.titre), ligne.champs[1].texte, ligne.etape.qui if ligne.etape else ""
        )
        for ligne in lignes
        if ligne.etat == etat
    )


def _charges(planche: Planche, titre: str) -> Iterator[Charge]:
    """Who has what in hand: an étape, what is late first; the fiche, a communication, an acteur
    to call."""
    yield from _confiees(planche)
    if planche.pour:
        yield Charge(planche.pour, titre, planche.etat_libelle, "")
    for encart in planche.encarts:
        for ligne in encart.lignes:
            if ligne.pour:
                nom = AUTRES_NOMS.get(encart.nom) or _nom_de(planche, encart)
                yield Charge(ligne.pour, extrait(ligne.titre), nom, id_de(planche, encart))


def _confiees(planche: Planche) -> Iterator[Charge]:
    etapes = planche.encart("etapes")
    attendent = [
        (ligne, ligne.etape)
        for ligne in (etapes.lignes if etapes else ())
        if ligne.etape and not (ligne.etape.faite_le or planche.arretee)
    ]
    for ligne, etape in sorted(attendent, key=lambda une: une[0].etat != "en-retard"):
        en_retard = f"en retard de {ligne.retard}" if ligne.retard else ""
        detail = ", ".join(filter(None, (etape.quand, en_retard)))
        case = f"{planche.code}--etapes-{ligne.pk}"
        for un in etape.responsables:
            if un.participant:
                yield Charge(un.participant, extrait(ligne.titre), detail, case)


def _notes(planche: Planche) -> Iterator[Note]:
    for encart in planche.encarts:
        for p in encart.postits:
            yield Note(p.pk, p.couleur, p.libelle, extrait(p.texte, 60), id_de(planche, encart))


def _nom_de(planche: Planche, encart: Encart) -> str:
    places = PLACES.get(planche.modele, ())
    return next((p.nom for p in places if p.encart == encart.nom), encart.nomme)


def _noms(planche: Planche, touches: Iterable[Touche]) -> Iterator[tuple[str, str]]:
    """The short name of every box: that of its patch, or its own."""
    dits = {case: touche.nom for touche in touches for case in touche.cases}
    for encart in planche.encarts:
        case = id_de(planche, encart)
        yield case, AUTRES_NOMS.get(encart.nom) or dits.get(case) or _nom_de(planche, encart)
