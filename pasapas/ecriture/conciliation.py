"""Several people on the same row: nothing typed is overwritten, nothing is written twice."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ManyToManyField, Model, QuerySet, TextField
from django.utils import timezone

from pasapas.ecriture.fusion import Morceau, differences, fusionner
from pasapas.ecriture.journal import Changement, Geste, Saisie, noter
from pasapas.ecriture.transactions import ecriture
from pasapas.models import CleEcriture, Evenement
from pasapas.models.champs import SansSigneCache

QUELQU_UN = "Quelqu’un"
INCONNU: Any = object()  # what a person started from, when nothing says it: no value is equal to it
DEJA_SERVI = "Cet envoi a déjà servi dans une autre case. Rechargez la page, puis recommencez."


@dataclass(frozen=True, slots=True)
class Clash:
    """A text on which two people wrote the same words: what one of them typed, what stands, and
    both together."""

    mien: str
    actuel: str
    les_deux: str
    qui: str  # who wrote what stands; empty when it is the same person, elsewhere
    depart: str | None  # what the first one started from; None when nothing says it

    @property
    def ecarts(self) -> tuple[Morceau, ...]:
        """From what stands to what was typed."""
        return differences(self.actuel, self.mien)


@dataclass(frozen=True, slots=True)
class Remplace:
    """A choice or a date that someone made meanwhile, and that another one now replaces."""

    champ: str
    valeur: Any
    qui: str


@dataclass(slots=True)
class Conciliation:
    """What may be written, what clashes, which fields merged, and whose choices give way."""

    valeurs: dict[str, Any] = field(default_factory=dict)
    conflits: dict[str, Clash] = field(default_factory=dict)
    fusions: list[str] = field(default_factory=list)
    remplaces: list[Remplace] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Envoi:
    """A write that comes under a key: true when it is to be done. ``deja``: what had come under
    that key before and was written, field by field; whoever sends again typed on from there."""

    nouveau: bool = True
    deja: Saisie = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.nouveau


@contextmanager
def une_fois(geste: Geste) -> Iterator[Envoi]:
    """One transaction; false inside it when this very write was already done.

    The key is stored with the write itself: both are kept, or neither. Another text under the
    same key is a write to be done (``resultat`` tells whether it has its row already).
    """
    with ecriture():
        yield Envoi() if geste.cle is None else _recevoir(geste)


def _cle(geste: Geste) -> QuerySet[CleEcriture]:
    """The row of this write's key, in its own projet."""
    return CleEcriture.objects.filter(id=geste.cle, projet=geste.projet)  # type: ignore[misc]


def _recevoir(geste: Geste) -> Envoi:
    """Store the key and what came under it; say what this projet had of both already.

    One statement that waits for whoever is storing the same key, and never fails: a failure
    would cost a savepoint to each write. A key taken by another projet protects nothing here.
    """
    cle, saisie = (CleEcriture._meta.get_field(nom) for nom in ("id", "saisie"))
    valeurs = [
        cle.get_db_prep_save(geste.cle, connection),  # type: ignore[union-attr]
        geste.projet.pk,
        connection.ops.adapt_datetimefield_value(timezone.now()),
        geste.envoi,
        saisie.get_db_prep_save(geste.saisie, connection),  # type: ignore[union-attr]
    ]
    with connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO pasapas_cleecriture AS sue (id, projet_id, cree_le, envoi, saisie) "
            "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (id) DO UPDATE SET envoi = excluded.envoi "
            "WHERE sue.projet_id = excluded.projet_id AND sue.envoi <> excluded.envoi "
            "RETURNING saisie",
            valeurs,
        )
        connue = curseur.fetchone()
    if connue is None:
        return Envoi(nouveau=not _cle(geste).exists())
    deja = json.loads(connue[0])
    return Envoi(deja={} if deja == geste.saisie else deja)


def noter_resultat(geste: Geste, instance: Model) -> None:
    """Remember which row this write created, for whoever sends it again."""
    _cle(geste).update(resultat=instance.pk, lieu=_lieu(geste, type(instance)))


def resultat(geste: Geste, modele: type[Model]) -> int | None:
    """The key of the row this write created the first time it came.

    Raises ValidationError when it created one of another kind, or in another box.
    """
    if geste.cle is None:
        return None
    crees = _cle(geste).exclude(resultat=None)
    cle, lieu = crees.values_list("resultat", "lieu").first() or (None, "")
    if lieu and lieu != _lieu(geste, modele):
        raise ValidationError(DEJA_SERVI)
    return cle


def _lieu(geste: Geste, modele: type[Model]) -> str:
    return f"{modele._meta.model_name} {geste.planche}/{geste.encart}"


def concilier(
    geste: Geste,
    ligne: Model,
    valeurs: Mapping[str, Any],
    bases: Mapping[str, Any],
    liens: Mapping[str, Any] | None = None,
    deja: Saisie | None = None,
) -> Conciliation:
    """Confront what a person typed, what they started from, and what ``ligne`` now holds.

    ``ligne`` must be locked; ``liens`` are what it says in fields it does not have. A text that
    clashes is written down in the journal, so that it is safe whatever is chosen next; sent again,
    it clashes again. ``deja``: what had come under the same key (``Envoi``).
    """
    resultat = Conciliation()
    for champ, mien in valeurs.items():
        actuel = liens[champ] if liens and champ in liens else lire(ligne, champ)
        if isinstance(actuel, list):
            resultat.valeurs[champ] = _reunir(bases.get(champ, []), list(mien), actuel)
        else:
            base = bases.get(champ, INCONNU)
            _concilier_champ(geste, ligne, champ, mien, base, actuel, resultat)
    if resultat.conflits or deja:
        _retenir(geste, deja or {}, resultat.conflits)
    for champ, clash in resultat.conflits.items():
        _mettre_de_cote(geste, ligne, Changement(champ, clash.actuel, clash.mien))
    return resultat


def _retenir(geste: Geste, deja: Saisie, conflits: Mapping[str, Clash]) -> None:
    """What whoever sends again will have typed on from: all that came, but what clashed."""
    venue = {champ: v for champ, v in geste.saisie.items() if champ not in conflits}
    envoi = {"envoi": ""} if conflits else {}
    _cle(geste).update(saisie={**deja, **venue}, **envoi)


def _concilier_champ(
    geste: Geste,
    ligne: Model,
    champ: str,
    mien: Any,
    base: Any,
    actuel: Any,
    resultat: Conciliation,
) -> None:
    """Without a ``base`` nothing says what was on the screen: no text is replaced unseen."""
    connue = base is not INCONNU
    if actuel == base or (not connue and actuel in (None, "")):
        resultat.valeurs[champ] = mien
    elif mien in (base, actuel):
        return  # nothing of theirs to write: what others wrote stands
    elif not _est_un_texte(ligne, champ, mien, actuel):
        _remplacer(geste, ligne, champ, mien, actuel, resultat)
    else:
        fusion = fusionner(base if connue else "", mien, actuel)
        une_ligne = _tient_sur_une_ligne(ligne, champ)
        if connue and not fusion.conflits and not ("\n" in fusion.texte and une_ligne):
            resultat.valeurs[champ] = fusion.texte
            resultat.fusions.append(champ)
            return
        les_deux = " / ".join(fusion.texte.splitlines()) if une_ligne else fusion.texte
        qui = dernier_auteur(geste, ligne, champ) or ""
        depart = base if connue else None
        resultat.conflits[champ] = Clash(mien, actuel, les_deux, qui, depart)


def _remplacer(
    geste: Geste, ligne: Model, champ: str, mien: Any, actuel: Any, resultat: Conciliation
) -> None:
    """A choice or a date: the last word stands, the journal keeps both, and it is told."""
    resultat.valeurs[champ] = mien
    if (qui := dernier_auteur(geste, ligne, champ)) is not None:
        resultat.remplaces.append(Remplace(champ, actuel, qui))


def _mettre_de_cote(geste: Geste, ligne: Model, changement: Changement) -> None:
    """Write the clash down; once, when it is asked again."""
    connus = Evenement.objects.filter(
        projet=geste.projet,
        objet=ligne._meta.model_name,
        objet_pk=ligne.pk,
        action=Evenement.Action.CONFLIT,
        champ=changement.champ,
        avant=changement.avant,
        apres=changement.apres,
    )
    if not connus.exists():
        noter(geste, Evenement.Action.CONFLIT, ligne, [changement])


def dernier_auteur(geste: Geste, ligne: Model, champ: str) -> str | None:
    """Who last changed this field, by name; None when it is the same person."""
    changes = Evenement.objects.filter(
        projet=geste.projet,
        objet=ligne._meta.model_name,
        objet_pk=ligne.pk,
        action=Evenement.Action.MODIFICATION,
        champ=champ,
    )
    dernier = changes.order_by("-pk").first()
    if dernier is None or dernier.qui_id is None:
        return dernier.nom if dernier else QUELQU_UN
    memes = geste.auteur is not None and dernier.qui_id == geste.auteur.pk
    return None if memes else dernier.nom


def lire(ligne: Model, champ: str) -> Any:
    """The value a form would show for this field; a list for a many-to-many."""
    champs = {f.name for f in ligne._meta.get_fields()}
    modele = ligne._meta.get_field(champ) if champ in champs else None
    if isinstance(modele, ManyToManyField):
        return list(getattr(ligne, champ).all())
    valeur = getattr(ligne, champ, None)
    # Rows written before signs were looked after: compared as their form reads them.
    return modele.net(valeur) if isinstance(modele, SansSigneCache) else valeur


def _est_un_texte(ligne: Model, champ: str, mien: Any, actuel: Any) -> bool:
    """Words that merge; a choice is replaced, like a date or a person."""
    mots = isinstance(mien, str) and isinstance(actuel, str)
    return mots and not ligne._meta.get_field(champ).choices  # type: ignore[union-attr]


def _tient_sur_une_ligne(ligne: Model, champ: str) -> bool:
    return not isinstance(ligne._meta.get_field(champ), TextField)


def _reunir(base: list, mien: list, actuel: list) -> list:
    """What is there, less what I took away, plus what I added."""
    gardes = [x for x in actuel if x in mien or x not in base]
    return gardes + [x for x in mien if x not in base and x not in gardes]
