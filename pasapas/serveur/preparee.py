"""Queries asked at every request: their SQL is written once an hour, not each time.

Django takes longer to write the SQL of the door than any database takes to answer it. The rule
itself stays where it is, in the queryset. Public API only (docs/adr/0017-sql-de-la-porte.md): an
execute wrapper hears the SQL, a cursor asks it again.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, QuerySet
from django.utils import timezone

Une = TypeVar("Une", bound=Model)
Valeur = int | str  # what every database is given as it is
Lecture = Callable[[Any], Any]
CONVERTIS = {"BooleanField", "DecimalField", "DurationField", "UUIDField"}


class Entendue(Exception):
    """The SQL that was about to leave, and its values: nothing was asked of the database."""


class ColonnesDe(NamedTuple):
    """One row among those joined: where it hangs, and which columns are its own."""

    modele: type[Model]
    chemin: tuple[str, ...]
    champs: tuple[Field, ...]


class Ecrite(NamedTuple):
    """``trous``: what goes with the SQL; ``lectures``: how each column is read."""

    heure: object
    sql: str
    trous: tuple[Any, ...]
    lectures: tuple[Lecture | None, ...]


def _heure() -> tuple[object, ...]:
    """The day here and the hour everywhere, whatever time it is behind the door."""
    maintenant = timezone.now()
    with timezone.override(None):
        return timezone.localdate(), maintenant.date(), maintenant.hour


def entendre(lignes: QuerySet) -> tuple[str, tuple[Any, ...]]:
    """What this queryset would ask of the database, which hears nothing of it."""

    def garder(execute: Any, sql: str, valeurs: Any, many: bool, context: Any) -> NoReturn:
        raise Entendue(sql, tuple(valeurs))

    with connection.execute_wrapper(garder):
        try:
            list(lignes)
        except Entendue as entendue:
            return entendue.args
    raise ValueError("Cette requête ne demande rien à la base.")


class PrepareeValeurs:
    """The ``champs`` of the rows of a queryset, ``au_plus`` of them: fields, or what the queryset
    worked out.

    ``construire(**values)`` is the queryset. ``reperes`` are values that stand nowhere else
    in it: where they are in the SQL is where each value asked for goes. Written again each hour:
    rules may hold the date, and somewhere a day begins.
    """

    def __init__(
        self,
        construire: Callable[..., QuerySet],
        *,
        champs: Sequence[str] = (),
        au_plus: int | None = None,
        **reperes: Valeur,
    ) -> None:
        self.construire, self.champs, self.au_plus = construire, champs, au_plus
        self.reperes = reperes
        self.ecrite: Ecrite | None = None

    def lignes(self, **valeurs: Valeur) -> list[tuple[Any, ...]]:
        """The rows for these values, as ``values_list`` gives them: 1 query. Raises ValueError
        when the SQL is written."""
        heure = (_heure(), connection.vendor)
        if self.ecrite is None or self.ecrite.heure != heure:
            self.ecrite = self._ecrire(heure)
        _, sql, trous, lectures = self.ecrite
        pour = {repere: valeurs[nom] for nom, repere in self.reperes.items()}
        return demander(sql, tuple(pour.get(trou, trou) for trou in trous), lectures)

    def noms(self, modele: Any) -> Sequence[str]:
        """The columns asked for."""
        return self.champs

    def _ecrire(self, heure: object) -> Ecrite:
        lignes = self.construire(**self.reperes)
        noms = self.noms(lignes.model)
        sql, trous = entendre(lignes.values_list(*noms)[: self.au_plus])
        reperes = list(self.reperes.values())
        if sorted(map(str, reperes)) != sorted(str(trou) for trou in trous if trou in reperes):
            raise ValueError("Chaque repère doit se trouver une fois, et une seule.")
        return Ecrite(heure, sql, trous, tuple(lecture(champ_de(lignes, nom)) for nom in noms))


class Preparee(PrepareeValeurs, Generic[Une]):
    """The rows themselves. ``liees``: those that come along, as by ``select_related``, the nearest
    first; one that may be missing comes last. ``sans``: names of fields left out. No prefetch, no
    annotation.
    """

    def __init__(
        self,
        construire: Callable[..., QuerySet[Une]],
        *,
        liees: Sequence[str] = (),
        sans: Sequence[str] = (),
        **reperes: Valeur,
    ) -> None:
        super().__init__(construire, **reperes)  # type: ignore[arg-type]
        self.liees, self.sans = liees, sans
        self.groupes: tuple[ColonnesDe, ...] = ()

    def premiere(self, **valeurs: Valeur) -> Une | None:
        """The first row for these values, or None: 1 query."""
        return next(map(self._composer, self.lignes(**valeurs)), None)

    def toutes(self, **valeurs: Valeur) -> list[Une]:
        """Every row for these values: 1 query."""
        return [self._composer(ligne) for ligne in self.lignes(**valeurs)]

    def noms(self, modele: Any) -> Sequence[str]:
        self.groupes = tuple(self._grouper(modele, chemin) for chemin in ("", *self.liees))
        return [
            "__".join((*groupe.chemin, champ.attname))
            for groupe in self.groupes
            for champ in groupe.champs
        ]

    def _grouper(self, modele: Any, chemin: str) -> ColonnesDe:
        noms = tuple(nom for nom in chemin.split("__") if nom)
        for nom in noms:
            modele = modele._meta.get_field(nom).remote_field.model
        champs = modele._meta.concrete_fields
        gardes = (champ for champ in champs if "__".join((*noms, champ.name)) not in self.sans)
        return ColonnesDe(modele, noms, tuple(gardes))

    def _composer(self, valeurs: Sequence[Any]) -> Une:
        """The row, and those that come along, from their values side by side."""
        debut = 0
        premiere: Any = None
        for modele, chemin, champs in self.groupes:
            noms = [champ.attname for champ in champs]
            ligne = modele.from_db(DEFAULT_DB_ALIAS, noms, valeurs[debut : debut + len(noms)])
            debut += len(noms)
            if premiere is None:
                premiere = ligne
                continue
            tenante = premiere
            for nom in chemin[:-1]:
                tenante = getattr(tenante, nom)
            setattr(tenante, chemin[-1], None if ligne.pk is None else ligne)
        return premiere


def presents(modele: Any, projet: Any, *liees: str) -> list[Any]:
    """The rows of this list that stand on the fresque, in its order, and those that come along:
    1 query, asked each time a planche is read."""
    return _presents(modele, liees).toutes(projet=projet.pk)


@cache
def _presents(modele: Any, liees: tuple[str, ...]) -> Preparee[Any]:
    return Preparee(
        lambda projet: modele.objects.filter(projet=projet).presents(), liees=liees, projet=-1
    )


def champ_de(lignes: QuerySet, nom: str) -> Any:
    """The field at the end of a name such as ``qui__prenom``, or of what was worked out."""
    if nom in lignes.query.annotations:
        return lignes.query.annotations[nom].output_field
    modele: Any = lignes.model
    *chemin, dernier = nom.split("__")
    for etape in chemin:
        modele = modele._meta.get_field(etape).remote_field.model
    return modele._meta.pk if dernier == "pk" else modele._meta.get_field(dernier)


def demander(
    sql: str, trous: tuple[Any, ...], lectures: tuple[Lecture | None, ...]
) -> list[tuple[Any, ...]]:
    with connection.cursor() as curseur:
        curseur.execute(sql, trous)
        brutes = curseur.fetchall()
    return [
        tuple(
            lire(valeur) if lire and valeur is not None else valeur
            for lire, valeur in zip(lectures, brute, strict=True)
        )
        for brute in brutes
    ]


def lecture(champ: Any) -> Lecture | None:
    """From what the database says to what the field holds; None when they are the same."""
    while champ.remote_field:
        champ = champ.target_field
    genre = champ.get_internal_type()
    if genre == "DateTimeField":
        return _a_son_heure
    if hasattr(champ, "from_db_value"):
        return lambda valeur: champ.from_db_value(valeur, None, connection)
    return champ.to_python if genre in CONVERTIS else None


def _a_son_heure(dit: datetime | str) -> datetime:
    """SQLite keeps times of UTC without saying so, and gives one it worked out as text."""
    instant = datetime.fromisoformat(dit) if isinstance(dit, str) else dit
    return instant if timezone.is_aware(instant) else instant.replace(tzinfo=UTC)
