"""Where one writes: a box of the wall, what one writes in it, and where a row is for it."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from django.db.models import Model
from django.utils import timezone

from fresque.instant import instant
from fresque.objets import OBJETS, numerotee
from pasapas.ecriture.objets import ARemettre, Objet
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import Evenement, Participant, Projet
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Planche


class Place(Enum):
    """Where a row is, for a box."""

    ICI = auto()  # it stands in the box
    A_COTE = auto()  # in a box beside it: rows move between them
    RETIREE = auto()  # off the box: it comes back with what is typed in it
    PARTIE = auto()  # it left the corbeille
    AILLEURS = auto()  # it never was in this box, or this person may not put it back


@dataclass(frozen=True, slots=True)
class Endroit:
    """``objet``: what is written in ``encart``, its own rows or what one sticks on it (``colle``).
    ``a_remettre``: the row of the planche, while it is off the wall; to write puts it back."""

    projet: Projet
    planche: Planche
    encart: Encart
    objet: Objet
    colle: bool = False
    a_remettre: ARemettre = None

    @property
    def lignes(self) -> list[int]:
        """The keys of the rows that stand here, in their order."""
        return [ligne.pk for ligne in (self.encart.postits if self.colle else self.encart.lignes)]

    @property
    def fixes(self) -> dict[str, Any]:
        """What a row of this box bears, typed or not."""
        if self.colle:
            return {"planche": self.planche.code, "zone": self.encart.nom}
        return dict(self.encart.preset)

    @property
    def parent(self) -> dict[str, Any]:
        """The row its list hangs on."""
        return {f"{self.objet.parent}_id": self.encart.pk} if self.objet.parent else {}

    def adresse(self, pk: int, geste: str = "") -> str:
        liste = "postits" if self.colle else "lignes"
        return f"{self.encart.adresse}{liste}/{pk}/{f'{geste}/' if geste else ''}"

    def lire(self, pk: int | None) -> Any:
        return self.objet.lire(self.projet, pk)

    def place(self, participant: Participant, pk: int | None, ligne: Any) -> Place:
        """Where the row of this key is for this box, and for this person."""
        objet = self.objet
        if ligne is not None and not self._de_la_liste(ligne):
            return Place.AILLEURS
        if pk is not None and self._est_partie(pk, ligne):
            return Place.PARTIE
        if ligne is None:
            return Place.AILLEURS
        if objet.retiree(ligne):
            return Place.RETIREE if objet.revient(participant, ligne) else Place.AILLEURS
        if self.colle or all(getattr(ligne, c) == v for c, v in self.encart.preset):
            return Place.ICI
        return Place.A_COTE if self.encart.mobile else Place.AILLEURS

    def a_jour(self) -> "Endroit":
        """The same as it stands, to be shown."""
        la = (
            None
            if self.a_remettre
            else instant(self.projet).encart(self.planche.code, self.encart.nom)
        )
        return replace(self, planche=la[0], encart=la[1]) if la else self

    def _est_partie(self, pk: int, ligne: Any) -> bool:
        """Whether it left the corbeille, or the row its list hangs on did."""
        if ligne is None:
            return est_partie(self.projet, self.objet.model, pk, None)
        tenue = getattr(ligne, self.objet.parent) if self.objet.parent else ligne
        return any(est_partie(self.projet, type(la), la.pk, la) for la in {ligne, tenue})

    def _de_la_liste(self, ligne: Any) -> bool:
        """Not a row of another list: its parent, and what its form does not ask, are the box's."""
        if self.colle:
            dernier = self.encart.nom == self.planche.dernier
            perdu = dernier and ligne.zone not in self.planche.zones
            la = perdu or ligne.zone in self.encart.siennes
            return la and ligne.planche == self.planche.code
        if self.encart.est_texte:
            return ligne.pk == self.encart.pk
        demandes = self.objet.form.base_fields
        fixes = {c: v for c, v in self.encart.preset if c not in demandes} | self.parent
        return all(getattr(ligne, champ) == valeur for champ, valeur in fixes.items())


def endroit(
    projet: Projet,
    code: str,
    nom: str,
    sorte: str = "",
    *,
    exact: bool = True,
    ranime: bool = False,
) -> Endroit | None:
    """The box at this address and what is written in it: its own rows, or those of ``sorte``.

    Not ``exact``: as this process last saw it, which is enough to write in it. ``ranime``: on a
    planche in the corbeille, too.
    """
    ici = instant(projet)
    planche, a_remettre = ici.planche(code) if exact else ici.connue(code), None
    if planche is None and ranime and (a_remettre := _a_remettre(projet, code)):
        planche = ici.retiree(code)
    encart = planche.encart(nom) if planche else None
    objet = OBJETS.get(sorte or encart.objet) if encart else None
    if planche is None or encart is None or objet is None:
        return None
    return Endroit(projet, planche, encart, objet, bool(sorte), a_remettre)


def est_partie(projet: Projet, modele: type[Model], pk: int, ligne: Model | None) -> bool:
    """Whether this row was taken off too long ago to be put back, deleted since or not."""
    if ligne is not None:
        depuis = getattr(ligne, "retire_le", None)
        return depuis is not None and depuis < timezone.now() - CORBEILLE
    retraits = Evenement.objects.filter(projet=projet, action=Evenement.Action.RETRAIT)
    return retraits.filter(objet=modele._meta.model_name, objet_pk=pk).exists()


def _a_remettre(projet: Projet, code: str) -> ARemettre:
    """The row this planche is of, if it can still be put back."""
    objet, numero = numerotee(code) or (None, 0)
    if objet is None:
        return None
    siennes = objet.model.objects.de(projet).filter(numero=numero)
    ligne = siennes.filter(retire_le__gte=timezone.now() - CORBEILLE).first()
    return (objet, ligne) if ligne else None
