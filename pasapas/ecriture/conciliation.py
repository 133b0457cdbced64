"""Several people on the same row: nothing typed is overwritten, nothing is written twice."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ManyToManyField, Model, QuerySet, TextField
from django.utils import timezone

from pasapas.ecriture.fusion import fusionner
from pasapas.ecriture.journal import Changement, Geste, dire, noter
from pasapas.ecriture.transactions import ecriture
from pasapas.models import Evenement, Operation

DEJA_SERVI = "Cet envoi a déjà servi dans une autre case. Rechargez la page, puis recommencez."


@dataclass(frozen=True, slots=True)
class Clash:
    """A text on which two people wrote the same words: what stands, and both together."""

    actuel: str
    texte: str
    qui: str  # who wrote what stands; empty when it is the same person, elsewhere


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


@contextmanager
def une_fois(geste: Geste) -> Iterator[bool]:
    """One transaction; False inside it when this very write was already done.

    The key is stored with the write itself: both are kept, or neither. Another text under the
    same key is a write to be done (``resultat`` tells whether it has its row already).
    """
    with ecriture():
        yield geste.operation is None or _premiere(geste)


def _cle(geste: Geste) -> QuerySet[Operation]:
    """The row of this write's key, in its own projet."""
    return Operation.objects.filter(id=geste.operation, projet=geste.projet)


def _premiere(geste: Geste) -> bool:
    """Store the key and what came under it; False when this projet has both already.

    One statement that waits for whoever is storing the same key, and never fails: a failure
    would cost a savepoint to each write. A key taken by another projet protects nothing here.
    """
    champ = Operation._meta.pk
    valeurs = [
        champ.get_db_prep_save(geste.operation, connection),
        geste.projet.pk,
        connection.ops.adapt_datetimefield_value(timezone.now()),
        geste.envoi,
    ]
    with connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO pasapas_operation AS sue (id, projet_id, cree_le, envoi) "
            "VALUES (%s, %s, %s, %s) ON CONFLICT (id) DO UPDATE SET envoi = excluded.envoi "
            "WHERE sue.projet_id = excluded.projet_id AND sue.envoi <> excluded.envoi",
            valeurs,
        )
        neuve = curseur.rowcount == 1
    return neuve or not _cle(geste).exists()


def noter_resultat(geste: Geste, instance: Model) -> None:
    """Remember which row this write created, for whoever sends it again."""
    _cle(geste).update(resultat=instance.pk, lieu=_lieu(geste, type(instance)))


def resultat(geste: Geste, modele: type[Model]) -> int | None:
    """The key of the row this write created the first time it came.

    Raises ValidationError when it created one of another kind, or in another box.
    """
    if geste.operation is None:
        return None
    crees = _cle(geste).exclude(resultat=None)
    cle, lieu = crees.values_list("resultat", "lieu").first() or (None, "")
    if lieu and lieu != _lieu(geste, modele):
        raise ValidationError(DEJA_SERVI)
    return cle


def _lieu(geste: Geste, modele: type[Model]) -> str:
    return f"{modele._meta.model_name} {geste.planche}/{geste.encart}"


def reessayable(geste: Geste) -> None:
    """Forget what came in a write that ended in a clash: sent again, it clashes again."""
    _cle(geste).update(envoi="")


def concilier(
    geste: Geste,
    ligne: Model,
    valeurs: Mapping[str, Any],
    bases: Mapping[str, Any],
    liens: Mapping[str, Any] | None = None,
) -> Conciliation:
    """Confront what a person typed, what they started from, and what ``ligne`` now holds.

    ``ligne`` must be locked; ``liens`` are what it says in fields it does not have. A text that
    clashes is written down in the journal, so that it is safe whatever is chosen next.
    """
    resultat = Conciliation()
    for champ, mien in valeurs.items():
        if champ not in bases:
            resultat.valeurs[champ] = mien
            continue
        actuel = liens[champ] if liens and champ in liens else lire(ligne, champ)
        _concilier_champ(geste, ligne, champ, mien, bases[champ], actuel, resultat)
    return resultat


def _concilier_champ(
    geste: Geste,
    ligne: Model,
    champ: str,
    mien: Any,
    base: Any,
    actuel: Any,
    resultat: Conciliation,
) -> None:
    if isinstance(actuel, list):
        resultat.valeurs[champ] = _reunir(base, list(mien), actuel)
    elif actuel == base:
        resultat.valeurs[champ] = mien
    elif mien in (base, actuel):
        return  # nothing of theirs to write: what others wrote stands
    elif not (isinstance(mien, str) and isinstance(actuel, str)) or _est_un_choix(ligne, champ):
        resultat.valeurs[champ] = mien  # a choice or a date: the last word, the journal keeps both
        if (qui := _dernier(geste, ligne, champ)) is not None:
            resultat.remplaces.append(Remplace(champ, actuel, qui))
    elif (base := _base_du_renvoi(geste, ligne, champ, base)) == actuel:
        resultat.valeurs[champ] = mien
    elif mien != base:
        fusion = fusionner(base, mien, actuel)
        deborde = "\n" in fusion.texte and _tient_sur_une_ligne(ligne, champ)
        if fusion.conflits or deborde:
            les_deux = " / ".join(fusion.texte.splitlines()) if deborde else fusion.texte
            resultat.conflits[champ] = Clash(actuel, les_deux, _dernier(geste, ligne, champ) or "")
            _mettre_de_cote(geste, ligne, Changement(champ, actuel, mien))
        else:
            resultat.valeurs[champ] = fusion.texte
            resultat.fusions.append(champ)


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


def _dernier(geste: Geste, ligne: Model, champ: str) -> str | None:
    """Who last changed this field, by name; None when it is the same person."""
    dernier = _modifications(geste, ligne).filter(champ=champ).order_by("-pk").first()
    if dernier is None or dernier.qui_id is None:
        return dernier.nom if dernier else "Quelqu’un"
    memes = geste.auteur is not None and dernier.qui_id == geste.auteur.pk
    return None if memes else dernier.nom


def _modifications(geste: Geste, ligne: Model) -> QuerySet[Evenement]:
    """Every change of this row that the journal knows."""
    return Evenement.objects.filter(
        projet=geste.projet,
        objet=ligne._meta.model_name,
        objet_pk=ligne.pk,
        action=Evenement.Action.MODIFICATION,
    )


def _base_du_renvoi(geste: Geste, ligne: Model, champ: str, base: str) -> str:
    """What the person really started from, when their form is sent again under its key.

    No answer reached them: the base of the form is older than what they wrote with it. From
    change to change of their own, the journal leads to their last one.
    """
    if geste.operation is None or geste.auteur is None:
        return base
    leurs = _modifications(geste, ligne).filter(
        qui=geste.auteur, champ=champ, quand__gte=_cle(geste).values("cree_le")
    )
    for avant, apres in leurs.order_by("pk").values_list("avant", "apres"):
        base = apres if avant == base else base
    return base


def depuis_l_ajout(
    geste: Geste, ligne: Model, valeurs: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the form that added ``ligne`` may write when it comes again, and from what.

    It never knew what the first send had written: the journal does. Where nobody else wrote
    since, its last words stand alone.
    """
    premiers = _a_l_ajout(geste, ligne)
    ecrites, bases = {}, {}
    for champ, mien in valeurs.items():
        avant = premiers.get(champ)
        if avant is None:
            ecrites[champ] = mien
        elif isinstance(lire(ligne, champ), list):
            ecrites[champ], bases[champ] = mien, []
        elif isinstance(mien, str) and not _est_un_choix(ligne, champ):
            ecrites[champ], bases[champ] = mien, avant
        elif not _a_ce_champ(ligne, champ) or _en_mots(ligne, champ, mien) != avant:
            ecrites[champ] = mien
    return ecrites, bases


def _a_l_ajout(geste: Geste, ligne: Model) -> dict[str, str]:
    """What ``ligne`` said when it was added, in words, of the fields others have changed since."""
    changes = _modifications(geste, ligne)
    premiers: dict[str, str] = {}
    autrui = set()
    for champ, avant, qui in changes.order_by("pk").values_list("champ", "avant", "qui"):
        premiers.setdefault(champ, avant)
        if geste.auteur is None or qui != geste.auteur.pk:
            autrui.add(champ)
    return {champ: avant for champ, avant in premiers.items() if champ in autrui}


def _en_mots(ligne: Model, champ: str, valeur: Any) -> str:
    """``valeur`` as the journal would write it."""
    essai = copy(ligne)
    setattr(essai, champ, valeur)
    return dire(essai, champ)


def lire(ligne: Model, champ: str) -> Any:
    """The value a form would show for this field; a list for a many-to-many."""
    modele = ligne._meta.get_field(champ) if _a_ce_champ(ligne, champ) else None
    if isinstance(modele, ManyToManyField):
        return list(getattr(ligne, champ).all())
    return getattr(ligne, champ, None)


def _a_ce_champ(ligne: Model, champ: str) -> bool:
    return champ in {f.name for f in ligne._meta.get_fields()}


def _est_un_choix(ligne: Model, champ: str) -> bool:
    return bool(ligne._meta.get_field(champ).choices)


def _tient_sur_une_ligne(ligne: Model, champ: str) -> bool:
    return not isinstance(ligne._meta.get_field(champ), TextField)


def _reunir(base: list, mien: list, actuel: list) -> list:
    """What is there, less what I took away, plus what I added."""
    gardes = [x for x in actuel if x in mien or x not in base]
    return gardes + [x for x in mien if x not in base and x not in gardes]
