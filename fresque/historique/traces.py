"""One change in words: who, when, where, before, after, and the way back to a text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format

from fresque.historique.lieux import (
    MEMBRE,
    Lieu,
    Lieux,
    dire_l_action,
    est_un_texte,
    libelle_du_champ,
    objet_de,
)
from fresque.historique.series import DemandeDeMemoire, Serie, en_series, lire
from pasapas.acces.permissions import peut_animer
from pasapas.ecriture.fusion import Morceau, differences
from pasapas.ecriture.objets import Objet
from pasapas.models import Evenement, Participant
from pasapas.valeurs.planches import Fresque
from pasapas.valeurs.textes import jour

LONG = 400  # signs; what stayed the same is shortened past that
BORD = 120  # signs kept on either side of what changed
Textes = Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Trace:
    """One change, or several saves of one text. ``reprendre_url`` brings back the text it
    replaced; ``un_a_un_url`` shows each of the ``combien`` saves."""

    quand: datetime
    debut: datetime
    combien: int
    nom: str
    action: str
    lieu: str
    lieu_url: str
    champ: str
    avant: str
    apres: str
    morceaux: tuple[Morceau, ...]
    reprendre_url: str = ""
    un_a_un_url: str = ""
    genre: str = Evenement.Action.MODIFICATION

    @property
    def mis_de_cote(self) -> bool:
        return self.genre == Evenement.Action.CONFLIT

    @property
    def deplace(self) -> bool:
        return self.genre == Evenement.Action.DEPLACEMENT

    @property
    def modifie(self) -> bool:
        return self.genre == Evenement.Action.MODIFICATION

    @property
    def heures(self) -> str:
        """« 14 h 02 », « de 14 h 02 à 14 h 11 »."""
        debut, fin = (time_format(timezone.localtime(un)) for un in (self.debut, self.quand))
        return fin if debut == fin else f"de {debut} à {fin}"

    @property
    def jour(self) -> str:
        return jour(timezone.localdate(self.quand))

    @property
    def revenu(self) -> bool:
        """Several saves that end on the text they began with."""
        return self.combien > 1 and self.avant == self.apres


@dataclass(frozen=True, slots=True)
class Page:
    """``suite``: the event after which the next page begins, or None."""

    traces: tuple[Trace, ...]
    suite: int | None = None


def traces(participant: Participant, fresque: Fresque, demande: DemandeDeMemoire) -> Page:
    """A page of changes, newest first, as this person may read and undo them: 2 or 3 queries."""
    lieux = Lieux(fresque, anime=peut_animer(participant))
    reunissables = () if demande.serie else lieux.cases
    series, suite = en_series(lire(participant, demande), reunissables)
    textes = _textes(participant, series)
    return Page(tuple(_trace(participant, serie, lieux, textes) for serie in series), suite)


def _textes(participant: Participant, series: Iterable[Serie]) -> Textes:
    """What the first and last events of each line said before and after."""
    cles = {un.pk for serie in series for un in (serie.premier, serie.dernier)}
    lus = Evenement.objects.filter(projet=participant.projet_id, pk__in=cles).order_by()
    textes = {pk: (avant, apres) for pk, avant, apres in lus.values_list("pk", "avant", "apres")}
    return {**textes, **_membres_retires(participant, series)}


def _membres_retires(participant: Participant, series: Iterable[Serie]) -> Textes:
    """Who left the équipe: the journal has kept the place, the page tells the name."""
    retraits = {
        serie.dernier.pk: serie.dernier.objet_pk
        for serie in series
        if serie.dernier.champ == MEMBRE and serie.dernier.action == Evenement.Action.RETRAIT
    }
    if not retraits:
        return {}
    personnes = Participant.objects.filter(projet=participant.projet_id).in_bulk(retraits.values())
    return {pk: (str(personnes.get(qui, "")), "") for pk, qui in retraits.items()}


def _trace(participant: Participant, serie: Serie, lieux: Lieux, textes: Textes) -> Trace:
    evenement = serie.dernier
    lieu = lieux.de(evenement)
    objet = objet_de(evenement, lieu.encart)
    texte = est_un_texte(objet, evenement.champ)
    avant, apres = textes[serie.premier.pk][0], textes[evenement.pk][1]
    return Trace(
        quand=evenement.quand,
        debut=serie.premier.quand,
        combien=serie.combien,
        nom=evenement.nom,
        action=dire_l_action(objet, evenement, lieu.encart),
        lieu=lieu.nom,
        lieu_url=lieu.url,
        champ=libelle_du_champ(objet, evenement.champ, lieu.encart),
        avant=avant,
        apres=apres,
        morceaux=abreger(differences(avant, apres)) if texte else (),
        reprendre_url=_reprendre(participant, objet, serie, lieu) if objet and texte else "",
        un_a_un_url=_un_a_un(lieux.slug, serie),
        genre=evenement.action,
    )


def _reprendre(participant: Participant, objet: Objet, serie: Serie, lieu: Lieu) -> str:
    """Where to bring back the text, for who may write in that box."""
    if lieu.encart is None or not objet.droit(participant):
        return ""
    premier = serie.premier
    chemin = [participant.projet.slug, premier.planche, premier.encart, premier.pk]
    return reverse("fresque:reprendre", args=chemin)


def _un_a_un(slug: str, serie: Serie) -> str:
    if serie.combien == 1:
        return ""
    lieu = [slug, serie.dernier.planche, serie.dernier.encart]
    return f"{reverse('fresque:historique_encart', args=lieu)}?serie={serie.dernier.pk}"


def abreger(morceaux: tuple[Morceau, ...]) -> tuple[Morceau, ...]:
    """The same, without the middle of what stayed and is long: the eye goes to what changed."""
    if len(morceaux) < 2:
        return morceaux
    return tuple(
        _court(morceau, debut=rang > 0, fin=rang + 1 < len(morceaux))
        for rang, morceau in enumerate(morceaux)
    )


def _court(morceau: Morceau, *, debut: bool, fin: bool) -> Morceau:
    """``debut``, ``fin``: whether something changed before it, after it."""
    texte = morceau.texte
    if morceau.genre != "egal" or len(texte) <= LONG:
        return morceau
    tete = f"{texte[:BORD].rsplit(' ', 1)[0]} " if debut else ""
    queue = f" {texte[-BORD:].split(' ', 1)[-1]}" if fin else ""
    return Morceau("egal", f"{tete}[…]{queue}")
