"""The roof: every annexe's planches, dressed with post-its and séances. ``instant`` alone asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils import timezone

import bilan.planche
import diagnostic.figures
import diagnostic.planche
import fiches.planche
from fresque import planche as annexe_1
from fresque.acteurs.planche import acteurs
from fresque.models import CaseInterne
from fresque.objets import OBJETS, numerotee
from fresque.seances import planche as les_seances
from pasapas.ecriture.journal import peints_le
from pasapas.models import Evenement, PostIt, Projet
from pasapas.serveur.preparee import Preparee, PrepareeValeurs
from pasapas.valeurs.encarts import Champ, Encart, Ligne, PostItVue
from pasapas.valeurs.planches import Planche
from pasapas.valeurs.textes import insecables

# What a box that is one text wears each time it is saved, and a planche that is read alone.
COLLES = Preparee(
    lambda projet, planche: PostIt.objects.filter(projet=projet, planche=planche).presents(),
    liees=("auteur",),
    projet=-1,
    planche="?",
)
INTERNES = PrepareeValeurs(
    lambda projet, planche: CaseInterne.objects.filter(
        projet=projet, planche=planche, interne=True
    ),
    champs=("planche", "encart"),
    projet=-1,
    planche="?",
)
TOUCHEE = PrepareeValeurs(
    lambda projet, planche, encart: Evenement.objects.filter(
        projet=projet, planche=planche, encart=encart
    ).order_by("-quand"),
    champs=("quand",),
    au_plus=1,
    projet=-1,
    planche="?",
    encart="!",
)


@dataclass(frozen=True)
class Habits:
    """What is laid over the boxes, by planche and box: post-its, séance dates, « interne »."""

    slug: str
    postits: Mapping[tuple[str, str], list[PostItVue]]
    peints: Mapping[tuple[str, str], date]
    internes: frozenset[tuple[str, str]]


def assembler(
    projet: Projet, codes: Collection[str] | None = None, *, retirees: bool = False
) -> tuple[Planche, ...]:
    """The planches that bear these codes (None: all), in the method's order: a number of queries
    that nothing makes grow. ``retirees``: those of fiches and bilans that were taken off."""
    nues = _nues(projet, codes, retirees=retirees)
    habits = _habits(projet, codes)
    sans_date = replace(habits, peints={})  # what is painted is on the wall
    return tuple(_habiller(p, habits if p.au_mur else sans_date) for p in nues)


def rhabiller(projet: Projet, planche: Planche, encart: Encart, texte: str) -> Encart:
    """A box of this planche that is one text, as it stands now that it holds this one: 2 queries,
    whatever the planche holds."""
    ici = planche.code, encart.nom
    quand = TOUCHEE.lignes(projet=projet.pk, planche=planche.code, encart=encart.nom)
    la = projet.etablissement.fuseau
    peints = {ici: timezone.localdate(quand[0][0], la)} if quand and planche.au_mur else {}
    colles = COLLES.toutes(projet=projet.pk, planche=planche.code)
    internes = frozenset({ici} if encart.interne else ())
    habits = Habits(projet.slug, _ranger(colles), peints, internes)
    perdus = _perdus(planche, habits) if encart.nom == planche.dernier else ()
    return _habiller_encart(planche.code, replace(encart, texte=texte), habits, perdus)


def _nues(projet: Projet, codes: Collection[str] | None, *, retirees: bool) -> Iterator[Planche]:
    def veut(*noms: str) -> bool:
        return codes is None or any(nom in codes for nom in noms)

    if veut("eclaire"):
        yield annexe_1.eclaire(projet)
    if veut("acteurs"):
        yield acteurs(projet)
    if veut("etat-des-lieux", "autodiagnostic"):
        resultats = diagnostic.figures.derniers_resultats(projet)
    if veut("etat-des-lieux"):
        yield diagnostic.planche.etat_des_lieux(projet, resultats)
    if veut("autodiagnostic"):
        suites = fiches.planche.fiches_des_intentions(projet)
        yield diagnostic.planche.autodiagnostic(projet, suites, resultats)
    fiches_voulues, bilans_voulus = _numeros("fiche", codes), _numeros("bilan", codes)
    actions = veut("actions")
    if actions or fiches_voulues is None or fiches_voulues:
        jour = projet.etablissement.aujourd_hui
        yield from fiches.planche.annexe(
            projet, jour, fiches_voulues, actions=actions, retirees=retirees
        )
    if bilans_voulus is None or bilans_voulus:
        yield from bilan.planche.annexe(projet, bilans_voulus, retirees=retirees)
    if veut(les_seances.CODE):
        yield les_seances.seances(projet, projet.etablissement.aujourd_hui)


def _numeros(famille: str, codes: Collection[str] | None) -> set[int] | None:
    """The numbers in these codes: 2 in « fiche-2 »."""
    if codes is None:
        return None
    trouvees = [trouvee for code in codes if (trouvee := numerotee(code))]
    return {numero for objet, numero in trouvees if objet.planche == famille}


def _habits(projet: Projet, codes: Collection[str] | None) -> Habits:
    """3 queries, two of them written in advance for the one planche that a write moved."""
    if codes is not None and len(codes) == 1:
        ici: dict[str, int | str] = {"projet": projet.pk, "planche": next(iter(codes))}
        lus, siens = COLLES.toutes(**ici), frozenset(INTERNES.lignes(**ici))
        return Habits(projet.slug, _ranger(lus), peints_le(projet, codes), siens)
    colles = PostIt.objects.de(projet).presents().select_related("auteur")
    colles = colles if codes is None else colles.filter(planche__in=codes)
    internes = CaseInterne.objects.de(projet)
    internes = internes if codes is None else internes.filter(planche__in=codes)
    return Habits(projet.slug, _ranger(colles), peints_le(projet, codes), internes.encarts())


def _ranger(colles: Iterable[PostIt]) -> dict[tuple[str, str], list[PostItVue]]:
    postits: dict[tuple[str, str], list[PostItVue]] = defaultdict(list)
    for postit in colles:
        postits[postit.planche, postit.zone].append(_voir(postit))
    return postits


def _voir(postit: PostIt) -> PostItVue:
    return PostItVue(
        pk=postit.pk,
        texte=postit.texte,
        couleur=postit.couleur,
        libelle=postit.get_couleur_display(),
        auteur=postit.signe,
        imprimer=postit.imprimer,
    )


def _habiller(planche: Planche, habits: Habits) -> Planche:
    """Lay post-its and dates on each box."""
    perdus, dernier = _perdus(planche, habits), planche.dernier
    adresse = reverse("fresque:planche", args=[habits.slug, planche.code])
    return replace(
        planche,
        intro=insecables(planche.intro),
        mention=insecables(planche.mention),
        conseil=insecables(planche.conseil),
        sections=tuple(
            replace(
                section,
                titre=insecables(section.titre),
                intro=insecables(section.intro),
                encarts=tuple(
                    _habiller_encart(
                        planche.code,
                        replace(
                            encart,
                            niveau=5 if section.titre else 4,
                            adresse=f"{adresse}{encart.nom}/",
                            vers=_vers(planche, encart),
                        ),
                        habits,
                        perdus if encart.nom == dernier else (),
                    )
                    for encart in section.encarts
                ),
            )
            for section in planche.sections
        ),
    )


def _habiller_encart(
    code: str, encart: Encart, habits: Habits, perdus: Iterable[PostItVue]
) -> Encart:
    postits = [p for zone in encart.siennes for p in habits.postits.get((code, zone), ())]
    objet = OBJETS.get(encart.objet)
    rapide = objet if objet and objet.rapide and encart.ajout else None
    return replace(
        encart,
        titre=insecables(encart.titre),
        question=insecables(encart.question),
        postits=(*postits, *perdus),
        peint_le=habits.peints.get((code, encart.nom)),
        interne=(code, encart.nom) in habits.internes,
        lignes=tuple(_lier(ligne, habits.slug) for ligne in encart.lignes),
        venues=_lier_champs(encart.venues, habits.slug),
        rapide=rapide is not None,
        masque=rapide.masque if rapide else "",
        ouvre=bool(rapide and rapide.planche),
    )


def _perdus(planche: Planche, habits: Habits) -> list[PostItVue]:
    """A zone no box knows goes to the last box, so that no post-it is ever lost."""
    connues = planche.zones
    return [
        postit
        for (code, zone), colles in habits.postits.items()
        if code == planche.code and zone not in connues
        for postit in colles
    ]


def _vers(planche: Planche, encart: Encart) -> tuple[tuple[str, str], ...]:
    """The boxes a row of this one may be sent to: their rows only differ by where."""
    return tuple(
        (autre.nom, autre.nomme)
        for autre in planche.encarts
        if encart.preset and autre.nom != encart.nom and autre.tri == encart.tri != ""
    )


def _lier(ligne: Ligne, slug: str) -> Ligne:
    if not ligne.renvoi and not any(champ.renvoi for champ in ligne.champs):
        return ligne
    return replace(ligne, url=_adresse(ligne.renvoi, slug), champs=_lier_champs(ligne.champs, slug))


def _lier_champs(champs: tuple[Champ, ...], slug: str) -> tuple[Champ, ...]:
    return tuple(replace(champ, url=_adresse(champ.renvoi, slug)) for champ in champs)


def _adresse(renvoi: str, slug: str) -> str:
    """Where a « renvoi » leads: the sheet of a planche, or a row on it."""
    if not renvoi:
        return ""
    code, ligne, _ = renvoi.partition("--")
    adresse = reverse("fresque:planche", args=[slug, code])
    return f"{adresse}#{renvoi}" if ligne else adresse
