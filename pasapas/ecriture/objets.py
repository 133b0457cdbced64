"""What can be changed in place: for each kind of row, its form and its operations."""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from pasapas.acces.permissions import peut_ecrire
from pasapas.ecriture import changements
from pasapas.ecriture.forms import EncartForm, etroite
from pasapas.ecriture.journal import Geste
from pasapas.models import Contenu, Participant, Projet


def _ajouter_de(modele: type[Contenu]) -> Callable[[Geste, Mapping[str, Any]], Contenu]:
    def ajouter(geste: Geste, valeurs: Mapping[str, Any]) -> Contenu:
        return changements.ajouter(geste, modele, valeurs)

    return ajouter


def _revient(participant: Participant, ligne: Contenu) -> bool:
    return not getattr(ligne, "est_efface", False)


def _rien_a_dire(ligne: Contenu) -> str:
    return ""


@dataclass(frozen=True)
class Devenir:
    """What a row can become: the operation that makes another row out of it, once, in the box
    ``encart`` of ``planche``; and what is said when it is done."""

    faire: Callable[[Geste, Any], Contenu]
    planche: str
    encart: str
    avis: str


@dataclass(frozen=True)
class ChampsLies:
    """The rows at the other end of ``relation``, which the form of a row writes in fields of its
    own: ``champs`` tells which column of theirs each one says."""

    relation: str
    champs: Mapping[str, str]

    def lire(self, ligne: Any) -> dict[str, Any]:
        """What ``ligne`` says in these fields, now. 1 query."""
        relation = ligne._meta.get_field(self.relation)
        modele = relation.related_model
        joints = [c for c in self.champs.values() if modele._meta.get_field(c).is_relation]
        siennes = modele.objects.sans_projet("celles de la ligne en main")
        lues = list(siennes.filter(**{relation.field.name: ligne}).select_related(*joints))
        dits = {
            champ: [dit for une in lues if (dit := getattr(une, colonne))]
            for champ, colonne in self.champs.items()
        }
        if relation.one_to_one:
            return {champ: dit[0] if dit else None for champ, dit in dits.items()}
        return dits


@dataclass(frozen=True)
class Objet:
    """One kind of row. ``parent`` names the foreign key of the row its list hangs on;
    ``champs_ligne`` are the fields asked when adding or editing one as a row
    (all of them when empty); ``planche`` is the kind of planche a row has of its own;
    ``revient`` says whether this participant may put this row back, once it left. ``ajout`` asks
    for one more where no box does; ``auteur`` is the field of whoever adds it, and ``masque`` the
    one that hides their name; ``rapide`` is the one field asked at the foot of a list (none: a
    form is opened), and ``dire`` what a line typed there says when it says more; ``coche`` is the
    date that one gesture writes and another takes back (``coches``); ``mots`` are its own
    participles; ``mot`` says what is worth knowing of a row just added; ``relire`` lets its words
    speak again where a hand corrected what was understood of them; ``liens`` are the
    rows of another table that its form writes too."""

    nom: str
    model: Any
    form: type[EncartForm]
    libelle: str
    feminin: bool = False
    parent: str = ""
    ordre: str = "ordre"
    champs_ligne: tuple[str, ...] = ()
    planche: str = ""
    ajout: str = ""
    auteur: str = ""
    masque: str = ""
    coche: str = ""
    rapide: str = ""
    dire: Callable[[str], Mapping[str, str]] | None = None
    coches: tuple[str, str] = ("faite", "a-faire")
    mot: Callable[[Any], str] = _rien_a_dire
    mots: Mapping[str, str] = field(default_factory=dict)
    droit: Callable[[Participant], bool] = peut_ecrire
    ajouter: Callable[[Geste, Mapping[str, Any]], Any] | None = None
    modifier: Callable[[Geste, Any, Mapping[str, Any]], Any] = changements.modifier
    retirer: Callable[[Geste, Any], None] = changements.retirer
    retablir: Callable[[Geste, Any], None] = changements.retablir
    relire: Callable[[Geste, Any], Any] | None = None
    liens: ChampsLies | None = None
    revient: Callable[[Participant, Any], bool] = _revient
    devenir: Devenir | None = None
    aboutir: Devenir | None = None  # all the way at once

    @property
    def gestes(self) -> tuple[str, ...]:
        """What ticks a row, and takes the tick back; nothing where there is no tick."""
        return self.coches if self.coche else ()

    def creer(self, geste: Geste, valeurs: Mapping[str, Any]) -> Any:
        return (self.ajouter or _ajouter_de(self.model))(geste, valeurs)

    def dite(self, ligne: str) -> dict[str, str]:
        """The fields that a line typed at the foot of the list fills."""
        return dict(self.dire(ligne)) if self.dire else {self.rapide: ligne}

    def saisie(
        self,
        donnees: Any,
        participant: Participant,
        champs: tuple[str, ...] = (),
        *,
        ligne: Any = None,
        initial: Mapping[str, Any] | None = None,
        **autrement: Any,
    ) -> EncartForm:
        """The form of this row, or of one more; of these fields alone, when some are named."""
        form = etroite(self.form, champs)
        lies = {} if ligne is None else self.lire_liens(ligne, form.base_fields)
        depart = {**lies, **(initial or {})}
        return form(donnees, instance=ligne, participant=participant, initial=depart, **autrement)

    def lire(self, projet: Projet, pk: int | None) -> Any:
        """The row of this projet with this key, taken off or not."""
        if self.model is Projet:  # the door has just read it
            return copy(projet) if pk == projet.pk else None
        lignes = self.model.objects.de(projet).filter(pk=pk)
        return (lignes.select_related(self.parent) if self.parent else lignes).first()

    def lire_liens(self, ligne: Any, champs: Collection[str]) -> dict[str, Any]:
        """What it says now in those of these fields of its form that are no columns of its own."""
        lies = self.liens and not self.liens.champs.keys().isdisjoint(champs)
        return self.liens.lire(ligne) if self.liens and lies else {}

    def retiree(self, ligne: Any) -> bool:
        """Whether someone took this row off its list."""
        dehors = getattr(ligne, "retire_le", None) is not None
        return dehors or getattr(ligne, self.ordre, 0) is None

    def code_de(self, ligne: Any) -> str:
        """The planche a row has of its own, if its kind has any."""
        return f"{self.planche}-{ligne.numero}" if self.planche else ""

    def revenue(self) -> str:
        """What is said of a row that was taken off while someone wrote in it."""
        le = "la" if self.feminin else "le"
        return f"{self.accord('retiré')} entre-temps : {le} voici de nouveau, avec votre texte."

    def accord(self, participe: str) -> str:
        """« Constat retiré », « Étape retirée »."""
        return f"{self.libelle} {self.participe(participe)}"

    def participe(self, participe: str) -> str:
        """« retirée », « mise de côté »: the participle is the first word."""
        premier, *reste = self.mots.get(participe, participe).split(" ", 1)
        return " ".join([f"{premier}e" if self.feminin else premier, *reste])


ARemettre = tuple[Objet, Any] | None  # the row of a planche, while it is off the wall


def ranimer(geste: Geste, a_remettre: ARemettre) -> str:
    """Put a planche back on the wall, if someone took it off; what is to be told of it."""
    if a_remettre is None:
        return ""
    objet, ligne = a_remettre
    objet.retablir(geste, ligne)
    return objet.revenue()
