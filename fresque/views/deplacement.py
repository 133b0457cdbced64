"""A row or a post-it goes elsewhere: to another box, to another place of its list."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.http import urlencode

from fresque.endroit import Endroit, Place, endroit
from fresque.historique.lieux import titre as nommer
from fresque.instant import instant
from fresque.operations import deplacer_postit
from fresque.views.encarts import ou_ecrire
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import PAS_ICI, Avis, a_la_place, apres_ecriture
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import une_fois
from pasapas.ecriture.journal import Geste
from pasapas.models import Contenu, Projet
from pasapas.valeurs.encarts import Encart, Genre
from pasapas.valeurs.planches import Planche
from pasapas.valeurs.saisie import cle_lue
from pasapas.valeurs.textes import extrait

BOUGEE = "Rien n’a été déplacé : la liste a changé entre-temps. La voici."
AILLEURS = "Choisissez une case de la fresque."
Groupes = list[tuple[str, list[tuple[str, str]]]]
SEPARE = "--"  # between the code of a planche and the name of a box, as in the ids of a page


@lue_et_ecrite
@porte(peut_ecrire)
def deplacer(request: ProjetRequest, code: str, nom: str, pk: int, sorte: str = "") -> HttpResponse:
    """Ask where to, or go there: ``vers`` is a box, ``avant`` or ``apres`` a neighbour in it. The
    address alone says it all where a move is undone."""
    ici = ou_ecrire(request, code, nom, sorte, exact=True, ranime=False)
    ligne = None if ici.encart.est_texte and not sorte else ici.lire(pk)
    if ligne is None or ici.place(request.participant, pk, ligne) is not Place.ICI:
        raise Http404(PAS_ICI)
    dit = {**request.GET.dict(), **request.POST.dict()} if request.method == "POST" else {}
    la = _la_bas(ici, dit["vers"]) if dit.get("vers") else ici
    voisine = _voisine(la, pk, dit) if la else None
    if la == ici and dit.keys() & {"avant", "apres"} and voisine is None:
        return apres_ecriture(request, ici, Avis(BOUGEE))
    if la is None or (la == ici and voisine is None):
        return _demander(request, ici, ligne, refus=request.method == "POST")
    retour = _retour(ici, la, pk)
    geste = geste_de(request, la.planche.code, la.encart.nom)
    with une_fois(geste) as nouvelle:
        if nouvelle:
            _aller(geste, ici, la, ligne, voisine)
    fait = ici.objet.accord("déplacé")
    sur = "" if la == ici else f", sur «\u00a0{nommer(la.encart)}\u00a0»"
    avis = Avis(f"{fait}{sur}.", retour, ligne=pk if la == ici and _en_tableau(la) else None)
    return apres_ecriture(request, _repondue(request, ici, la), avis)


def _en_tableau(la: Endroit) -> bool:
    """Whether each row has room to say what was done to it."""
    return la.encart.genre == Genre.TABLEAU and not la.colle


def _repondue(request: ProjetRequest, ici: Endroit, la: Endroit) -> Endroit:
    """The box the answer takes the place of: « Annuler » stands where the row comes back to."""
    attendue = (request.htmx.target or "") if request.htmx else ""
    id_html = f"{la.planche.code}{SEPARE}{la.encart.nom}"
    return la if attendue.rpartition("#")[2] == id_html else ici


def _aller(geste: Geste, ici: Endroit, la: Endroit, ligne: Any, voisine: Any) -> None:
    if la != ici and la.colle:
        deplacer_postit(geste, ligne, la.fixes, (_sur(ici, la), _sur(la, ici)))
    elif la != ici:
        ici.objet.modifier(geste, ligne, la.fixes)
    if voisine:
        liste = (*(cle for cle in la.lignes if cle != ligne.pk), ligne.pk)
        changements.deplacer(geste, ligne, **voisine, champ=ici.objet.ordre, liste=liste)


def _la_bas(ici: Endroit, vers: str) -> Endroit | None:
    """The box it goes to, on this sheet unless it says which, if this row can stand in it."""
    code, _, nom = vers.rpartition(SEPARE)
    la = endroit(ici.projet, code or ici.planche.code, nom, "postit" if ici.colle else "")
    possible = la and (ici.colle or _pareille(ici, la.planche, la.encart))
    return la if possible else None


def _pareille(ici: Endroit, planche: Planche, encart: Encart) -> bool:
    """A list of the same rows, under the same row: they only differ by what ``preset`` says."""
    axes = [{axe for axe, _ in e.preset} for e in (ici.encart, encart)]
    memes = (encart.objet, encart.pk) == (ici.encart.objet, ici.encart.pk)
    return memes and planche.code == ici.planche.code and axes[0] == axes[1] != set()


def _voisine(la: Endroit, pk: int, dit: dict[str, str]) -> dict[str, int | None] | None:
    """The neighbour that was named, if it still stands there."""
    for cote, autre in (("avant", "apres"), ("apres", "avant")):
        lue = cle_lue(dit.get(cote, ""))
        if lue in la.lignes and lue != pk:
            return {f"{cote}_de": lue, f"{autre}_de": None}
    return None


def _retour(ici: Endroit, la: Endroit, pk: int) -> str:
    """The address that puts it back where it was."""
    cles = ici.lignes
    rang = cles.index(pk) if pk in cles else 0
    voisine = {"apres": cles[rang - 1]} if rang else {"avant": cles[1]} if len(cles) > 1 else {}
    vers = {"vers": f"{ici.planche.code}{SEPARE}{ici.encart.nom}"} if la != ici else {}
    return f"{la.adresse(pk, 'deplacer')}?{urlencode([*vers.items(), *voisine.items()])}"


def _sur(la: Endroit, autre: Endroit) -> str:
    """« sur « Évaluation » », with its sheet when the other one is elsewhere."""
    titre = f"«\u00a0{nommer(la.encart)}\u00a0»"
    ailleurs = la.planche.code != autre.planche.code
    return f"sur {titre}, {la.planche.coordonnee}" if ailleurs else f"sur {titre}"


def _destinations(ici: Endroit) -> Groupes:
    """Every box it may go to, sheet by sheet, this sheet first."""
    planches = instant(ici.projet).fresque.planches if ici.colle else [ici.planche]

    def possible(planche: Planche, encart: Encart) -> bool:
        if (planche.code, encart.nom) == (ici.planche.code, ici.encart.nom):
            return False
        return encart.imprimable if ici.colle else _pareille(ici, planche, encart)

    return _grouper(sorted(planches, key=lambda p: p.code != ici.planche.code), possible)


def cases_a_postits(projet: Projet) -> Groupes:
    """Every box a post-it may stand on, sheet by sheet."""
    return _grouper(instant(projet).fresque.planches, lambda _, encart: encart.imprimable)


def _grouper(planches: Iterable[Planche], possible: Callable[[Planche, Encart], bool]) -> Groupes:
    groupes = [
        (
            f"{planche.coordonnee} - {planche.sous_titre or planche.titre}",
            [
                (f"{planche.code}{SEPARE}{encart.nom}", _nommer(planche, encart))
                for encart in planche.encarts
                if possible(planche, encart)
            ],
        )
        for planche in planches
    ]
    return [groupe for groupe in groupes if groupe[1]]


def _nommer(planche: Planche, encart: Encart) -> str:
    titre = next((s.titre for s in planche.sections if s.titre and encart in s.encarts), "")
    return f"{titre} - {nommer(encart)}" if titre else nommer(encart)


class VersForm(forms.Form):
    vers = forms.ChoiceField(label="Sur quelle case ?", required=False)


def _demander(
    request: ProjetRequest, ici: Endroit, ligne: Contenu, *, refus: bool = False
) -> HttpResponse:
    groupes = _destinations(ici)
    if not groupes and not refus:
        raise Http404("Cette ligne n’a pas d’autre place.")
    form = VersForm(auto_id=f"vers-{ici.encart.nom}-%s")
    form.fields["vers"].choices = groupes  # type: ignore[attr-defined]
    donnees = {
        "intitule": "Déplacer",
        "form": form,
        "refus": AILLEURS if refus else "",
        "titre": f"{ici.objet.libelle} : {extrait(str(ligne), 60)}",
        "action": ici.adresse(ligne.pk, "deplacer"),
    }
    return a_la_place(request, ici, "fresque/_deplacer.html", donnees, status=422 if refus else 200)
