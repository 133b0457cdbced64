"""What was typed in a row that stands, written down when others may have typed there too."""

from dataclasses import dataclass, field
from typing import Any

from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import (
    Conciliation,
    Envoi,
    concilier,
    lire,
    une_fois,
)
from pasapas.ecriture.forms import EncartForm
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.objets import ARemettre, Objet, ranimer
from pasapas.models import Contenu


@dataclass(slots=True)
class Ecrit:
    """What a write did: the row as it now is, what merged or clashed, what came back with it.

    ``form``: what the person may write in the row. ``ajoutee``: the row was not there when the
    form was opened, which knows no address of it.
    """

    ligne: Any
    form: EncartForm
    bilan: Conciliation = field(default_factory=Conciliation)
    nouveau: bool = True
    revenue: str = ""
    remplaces: tuple[str, ...] = ()
    ajoutee: bool = False

    @property
    def avis(self) -> str:
        """What the person could not know."""
        fusion = "Enregistré, avec ce que d’autres ont écrit pendant ce temps."
        dits = [self.revenue, *self.remplaces, fusion if self.bilan.fusions else ""]
        return " ".join(filter(None, dits))

    @property
    def tenus(self) -> dict[str, str]:
        """What the row, as written, now holds in each text that does not clash."""
        if not self.nouveau:
            self.ligne.refresh_from_db()  # the form has written on it, the database has not
        return {
            nom: valeur
            for nom in self.form.saisie
            if isinstance(valeur := lire(self.ligne, nom), str) and nom not in self.bilan.conflits
        }


def ecrire(
    geste: Geste, objet: Objet, form: EncartForm, instance: Contenu, a_remettre: ARemettre = None
) -> Ecrit:
    """What does not clash, once, in a transaction of its own. ``a_remettre``: the row of the
    planche, while it is off the wall. Raises ValidationError."""
    with une_fois(geste) as envoi:
        revenue = ranimer(geste, a_remettre)
        if envoi:
            ecrit = inscrire(geste, objet, form, instance, envoi)
        else:
            ecrit = Ecrit(instance, form, nouveau=False)
    ecrit.revenue = revenue or ecrit.revenue
    return ecrit


def inscrire(
    geste: Geste, objet: Objet, form: EncartForm, instance: Contenu, envoi: Envoi
) -> Ecrit:
    """The write itself, inside its transaction, on the row as it stands.

    A row someone took off meanwhile is put back first: what was typed in it comes back too.
    """
    ligne = changements.verrouiller(instance)
    revenue = objet.revenue() if objet.retiree(ligne) else ""
    if revenue:
        objet.retablir(geste, ligne)
    bases = form.bases(envoi.deja)
    liens = objet.lire_liens(ligne, form.saisie)
    bilan = concilier(geste, ligne, form.valeurs, bases, liens, envoi.deja)
    remplaces = tuple(form.dire_remplace(r.champ, r.valeur, r.qui) for r in bilan.remplaces)
    ligne = objet.modifier(geste, ligne, bilan.valeurs)
    return Ecrit(ligne, form, bilan, revenue=revenue, remplaces=remplaces)
