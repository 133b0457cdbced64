"""The only road to a fresque's rows: change, record, let the wall know it moved."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import BaseConstraint, Max, Model, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from pasapas.ecriture.journal import Changement, Geste, dire, noter, noter_champ
from pasapas.ecriture.transactions import Disparue, Mouvement, en_cours, ensemble
from pasapas.models import Cloisonnee, Contenu, Element, Evenement, Projet
from pasapas.models.champs import longs
from pasapas.serveur.preparee import Preparee
from pasapas.valeurs.textes import extrait

Une = TypeVar("Une", bound=Cloisonnee)
EFFACEE = "Cette personne a été effacée de la fresque : elle n’y revient pas."


@ensemble
def bouger(
    projet: Projet,
    planches: Collection[str] | None = None,
    *,
    compte: bool = True,
    travail: bool = True,
    faits: bool = True,
) -> None:
    """The fresque moved: its version steps where the write under way ends, and with it the tampon
    of these ``planches`` (None: of the whole mur), by which caches and browsers know what changed.

    ``compte``: a box may have been filled or emptied. ``travail``: someone worked on it.
    ``faits``: more than the words of a long text changed.
    """
    lesquelles = None if planches is None else frozenset(planches)
    faite = en_cours()
    if faite is not None:  # ``ensemble`` has begun it
        faite[projet.pk] = Mouvement(lesquelles, compte, travail, faits).avec(faite.get(projet.pk))


def a_bouge(
    geste: Geste, planches: frozenset[str] | None, *, compte: bool = True, faits: bool = True
) -> None:
    """So did every fresque of ``geste``: where it was made, and where the row shows."""
    ici = None if planches is None else {*planches, geste.planche}
    for lieu in (geste, *geste.echos):
        bouger(lieu.projet, ici, compte=compte, faits=faits)


def suivant(lignes: QuerySet, champ: str = "ordre") -> int:
    """The rank that puts a new row last."""
    dernier = lignes.aggregate(dernier=Max(champ))["dernier"]
    return 0 if dernier is None else dernier + 1


def reference_libre(lignes: QuerySet, nom: str) -> str:
    """A reference none of these rows bears, made from a name."""
    base = slugify(nom)[:50] or lignes.model._meta.model_name
    prises = set(lignes.values_list("reference", flat=True))
    reference, rang = base, 1
    while reference in prises:
        rang += 1
        reference = f"{base}-{rang}"
    return reference


def verrouiller(instance: Une) -> Une:
    """The row as it stands now, held until the end of the transaction.

    ``no_key``: rows added below it meanwhile only check that it exists, when they are
    committed. Made to wait then, they would hold the projet that the writer here waits for.
    A row this very write already holds is not read twice. Raises Disparue.
    """
    tenue = en_cours()
    if tenue is not None and getattr(instance._state, "tenue", None) is tenue:
        return instance
    modele = type(instance)
    ligne = _a_tenir(modele).premiere(pk=instance.pk)
    if ligne is None:
        raise Disparue(modele._meta.verbose_name)
    ligne._state.tenue = tenue
    return ligne


@cache
def _a_tenir(modele: Any) -> Preparee[Any]:
    return Preparee(
        lambda pk: (
            modele.objects.sans_projet("la ligne est déjà en main")
            .filter(pk=pk)
            .order_by()
            .select_for_update(of=("self",), no_key=True)
        ),
        pk=-1,
    )


def verifier(ligne: Model, champs: set[str]) -> None:
    """Check what changed and what a constraint ties to it: the rest was checked when it came.

    Raises ValidationError.
    """
    tenus = [lus for regle in ligne._meta.constraints if (lus := _champs_lus(regle)) & champs]
    ligne.full_clean(
        exclude={champ.name for champ in ligne._meta.fields} - champs.union(*tenus),
        validate_unique=any(_champ(ligne, champ).unique for champ in champs),
        validate_constraints=bool(tenus),
    )


def _champ(ligne: Model, nom: str) -> Any:
    return ligne._meta.get_field(nom)


def _champs_lus(regle: BaseConstraint) -> set[str]:
    """The fields a constraint reads."""
    condition: Any = getattr(regle, "condition", None)
    lus = set(getattr(regle, "fields", ()))
    return lus | (condition.referenced_base_fields if condition is not None else set())


def _enregistrer(ligne: Model, champs: set[str]) -> None:
    """Write these fields alone, the row's version, and the dates it keeps by itself."""
    dates = {champ.name for champ in ligne._meta.fields if getattr(champ, "auto_now", False)}
    ecrits = champs | dates
    if isinstance(ligne, Contenu):
        ligne.version += 1
        ecrits.add("version")
    ligne.save(update_fields=ecrits)


@ensemble
def ajouter(geste: Geste, modele: type[Une], valeurs: Mapping[str, Any]) -> Une:
    """Add a row, last in its list. Raises ValidationError when a constraint refuses it."""
    table: Any = modele
    instance = table.nouveau(geste.projet, **valeurs)
    if hasattr(instance, "ordre"):
        instance.ordre = suivant(table.objects.de(geste.projet))
    instance.full_clean()
    instance.save()
    noter(
        geste,
        Evenement.Action.AJOUT,
        instance,
        [Changement(apres=str(instance))],
    )
    a_bouge(geste, instance.planches())
    return instance


@ensemble
def modifier(
    geste: Geste,
    instance: Une,
    valeurs: Mapping[str, Any],
    suivent: Mapping[str, Any] | None = None,
) -> Une:
    """Change some fields of a row; fields that already say so are left alone.

    ``suivent``: those that follow from what was typed, of which the journal says nothing.
    """
    ligne = verrouiller(instance)
    valeurs = {**valeurs, **(suivent or {})}
    champs = {champ for champ, valeur in valeurs.items() if getattr(ligne, champ) != valeur}
    if not champs:
        return ligne
    planches, dits = ligne.planches(champs), {champ: dire(ligne, champ) for champ in champs}
    compte = any(_remplit(ligne, champ, valeurs[champ]) for champ in champs)
    for champ in champs:
        setattr(ligne, champ, valeurs[champ])
    verifier(ligne, champs)
    _enregistrer(ligne, champs)
    tapes = [champ for champ in valeurs if champ in champs and champ not in (suivent or {})]
    changements = [Changement(champ, dits[champ], dire(ligne, champ)) for champ in tapes]
    noter(geste, Evenement.Action.MODIFICATION, ligne, changements)
    faits = compte or not longs(champs, type(ligne)) or not champs.isdisjoint(ligne.DITS)
    a_bouge(geste, planches, compte=compte, faits=faits)
    return ligne


def propres(valeurs: Mapping[str, Any], *autres: str) -> dict[str, Any]:
    """What was typed of the row itself: ``autres`` are lists that hang on it."""
    return {champ: valeur for champ, valeur in valeurs.items() if champ not in autres}


def remplacer(
    geste: Geste,
    ligne: Cloisonnee,
    champ: str,
    avant: list[Any],
    voulues: list[Any],
    poser: Callable[[Any, list[Any]], None],
) -> None:
    """Replace the list that hangs on a row: those that stay keep their order, and another order
    alone is no change."""
    if set(avant) == set(voulues):
        return
    apres = [*(a for a in avant if a in voulues), *(a for a in voulues if a not in avant)]
    poser(ligne, apres)
    avant_dit, apres_dit = (", ".join(map(str, lignes)) for lignes in (avant, apres))
    noter_champ(geste, ligne, champ, avant_dit, apres_dit)
    a_bouge(geste, ligne.planches({champ}))


def _remplit(ligne: Model, champ: str, valeur: Any) -> bool:
    """Whether this may fill or empty a box: a text begins or ends, a card goes elsewhere."""
    choix = bool(_champ(ligne, champ).choices)
    return choix or bool(getattr(ligne, champ)) != bool(valeur)


@ensemble
def deplacer(
    geste: Geste,
    instance: Element,
    *,
    apres_de: int | None,
    avant_de: int | None,
    champ: str = "ordre",
    liste: Sequence[int] = (),
) -> None:
    """Put a row just before or just after another one of its list (given by their keys).

    ``liste``: the keys of the list as it is shown, in which the journal counts places; without
    it, every row that stands.
    """
    modele = type(instance)
    # Held in the order of their keys, whatever order the list is in: nobody waits in a circle.
    tenues = modele.objects.de(geste.projet).select_for_update(of=("self",), no_key=True)
    lignes = sorted(
        tenues.exclude(**{champ: None}).order_by("pk"),
        key=lambda ligne: (getattr(ligne, champ), ligne.pk),
    )
    rangs = [ligne.pk for ligne in lignes if ligne.pk != instance.pk]
    repere = avant_de if avant_de is not None else apres_de
    if repere not in rangs:
        return
    vues = set(liste) or {ligne.pk for ligne in lignes if ligne.retire_le is None}
    avant = _place([ligne for ligne in lignes if ligne.pk in vues], instance)
    avant = f"{_entre_guillemets(instance)}, {avant}"
    rangs.insert(rangs.index(repere) + (apres_de is not None), instance.pk)
    par_cle = {ligne.pk: ligne for ligne in lignes}
    bouges = []
    for rang, pk in enumerate(rangs):
        if getattr(par_cle[pk], champ) != rang:
            setattr(par_cle[pk], champ, rang)
            bouges.append(par_cle[pk])
    modele.objects.bulk_update(bouges, [champ])
    apres = _place([par_cle[pk] for pk in rangs if pk in vues], instance)
    changement = Changement(avant=avant, apres=apres)
    noter(geste, Evenement.Action.DEPLACEMENT, instance, [changement])
    a_bouge(geste, instance.planches(), compte=False)


def _place(lignes: Sequence[Element], instance: Element) -> str:
    """2e place sur 5, après « Trop de réunions »."""
    rang = next((rang for rang, ligne in enumerate(lignes) if ligne.pk == instance.pk), None)
    if rang is None:
        return ""
    place = f"{rang + 1}{'e' if rang else 're'} place sur {len(lignes)}"
    if rang:
        return f"{place}, après {_entre_guillemets(lignes[rang - 1])}"
    return f"{place}, avant {_entre_guillemets(lignes[1])}" if len(lignes) > 1 else place


def _entre_guillemets(ligne: Element) -> str:
    return f"«\u00a0{extrait(str(ligne), 60)}\u00a0»"


@ensemble
def retirer(geste: Geste, instance: Any) -> None:
    """Take a row off the wall. It is kept, and can be put back."""
    ligne = verrouiller(instance)
    if ligne.retire_le:
        return
    ligne.retire_le = timezone.now()
    ligne.version += 1
    ligne.save(update_fields=["retire_le", "version"])
    noter(geste, Evenement.Action.RETRAIT, ligne, [Changement(avant=str(ligne))])
    a_bouge(geste, ligne.planches())


@ensemble
def retablir(geste: Geste, instance: Any) -> None:
    """Put back a row that was taken off. Raises PermissionDenied for a person who was erased."""
    ligne = verrouiller(instance)
    if getattr(ligne, "est_efface", False):
        raise PermissionDenied(EFFACEE)
    if ligne.retire_le is None:
        return
    ligne.retire_le = None
    ligne.version += 1
    ligne.save(update_fields=["retire_le", "version"])
    noter(geste, Evenement.Action.RETABLISSEMENT, ligne, [Changement(apres=str(ligne))])
    a_bouge(geste, ligne.planches())
