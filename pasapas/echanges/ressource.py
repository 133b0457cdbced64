"""What our tables have in common when they come in: natural keys, one reason per bad cell, nothing
written of a file that has one."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from import_export import resources
from tablib import Dataset

from pasapas.ecriture.transactions import ecriture
from pasapas.lecture.classeur import titre


class Refuse(Exception):
    """Some row is at fault: nothing of the table is written."""

    def __init__(self, resultat: Any) -> None:
        super().__init__()
        self.resultat = resultat


def tout_ou_rien(ressource: "Ressource", tableau: Dataset, **options: Any) -> Any:
    """One transaction, and no savepoint a row: PostgreSQL slows down as they grow. Each fresque
    steps once, however many rows moved it."""
    try:
        with ecriture():
            resultat = ressource.import_data(tableau, use_transactions=False, **options)
            if resultat.has_errors() or resultat.has_validation_errors():
                raise Refuse(resultat)
    except Refuse as refus:
        return refus.resultat
    return resultat


class Ressource(resources.ModelResource):
    """``cle``: the columns that name a row; ``exigees``: those without which a file says nothing.
    ``regions``: those whose rows may be touched, None for all of them."""

    contraintes = True  # ask the database of each row what its fields do not say
    cle: Sequence[str] = ()
    exigees: Sequence[str] = ()
    synonymes: dict[str, str] = {}

    class Meta:
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        clean_model_instances = True
        skip_html_diff = True
        store_row_values = True

    def __init__(self, regions: frozenset[int] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.regions = regions
        self.vues: dict[tuple[str, ...], int] = {}
        self.lignes: list[int] = []
        self.original: Any = None

    @classmethod
    def titres(cls) -> dict[str, str]:
        """Each heading as it is compared, and the column it is."""
        connus = {titre(champ.column_name): champ.column_name for champ in cls.fields.values()}
        return {**connus, **{titre(dit): nom for dit, nom in cls.synonymes.items()}}

    def import_data(self, dataset: Dataset, *args: Any, **kwargs: Any) -> Any:
        """``ressource`` and ``lu``: for the preview."""
        resultat = super().import_data(dataset, *args, **kwargs)
        resultat.ressource, resultat.lu = self, getattr(dataset, "lu", "")
        return resultat

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """What is wrong with the whole table is said once, and no row is looked at."""
        try:
            self._reconnaitre(dataset)
        except ValidationError:
            dataset.wipe()
            raise

    def _reconnaitre(self, dataset: Dataset) -> None:
        connus = self.titres()
        dataset.headers = [connus.get(titre(une), une) for une in dataset.headers or []]
        self.ignorees = [t for t in dataset.headers if t and t not in connus.values()]
        self.lignes = getattr(dataset, "lignes", []) or [*range(2, len(dataset) + 2)]
        doubles = {t for t in dataset.headers if t and dataset.headers.count(t) > 1}
        if doubles:
            raise ValidationError(f"Colonne en double : {', '.join(sorted(doubles))}.")
        manquent = [nom for nom in self.exigees if nom not in dataset.headers]
        if manquent:
            raise ValidationError(f"Il manque la colonne : {', '.join(manquent)}.")
        self.preparer(dataset)

    def preparer(self, dataset: Dataset) -> None:
        """Read at once what the rows will ask for one by one."""

    def _check_import_id_fields(self, headers: Any) -> None:
        """``before_import`` says it in French."""

    def ligne(self, rang: int) -> int:
        """The line of the file."""
        return self.lignes[rang - 1] if 0 < rang <= len(self.lignes) else rang + 1

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        return self.trouver(row)

    def trouver(self, row: Any) -> Any:
        raise NotImplementedError

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """The same row twice in a file: the second one is at fault."""
        nomme = tuple(str(row.get(colonne) or "").strip().lower() for colonne in self.cle)
        if not any(nomme):
            return
        ici = self.ligne(kwargs["row_number"])
        deja = self.vues.setdefault(nomme, ici)
        if deja != ici:
            champ = next(c for c, dit in zip(self.cle, nomme, strict=True) if dit)
            attribut = next(f.attribute for f in self.fields.values() if f.column_name == champ)
            raise ValidationError({attribut or champ: f"Déjà à la ligne {deja}."})

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        self.original = original
        return super().skip_row(instance, original, row, import_validation_errors)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if not kwargs.get("dry_run"):
            self.apres(instance, self.original, kwargs.get("user"))

    def apres(self, instance: Any, original: Any, user: Any) -> None:
        """What a row written here moves elsewhere."""

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        fautes = dict(import_validation_errors or {})
        if not fautes and (refus := self.refuser(instance)):
            fautes = refus
        try:
            instance.full_clean(
                exclude=fautes.keys(),
                validate_unique=validate_unique,
                validate_constraints=self.contraintes,
            )
        except ValidationError as refus:
            fautes = refus.update_error_dict(fautes)
        if fautes:
            raise ValidationError(fautes)

    def refuser(self, instance: Any) -> dict[str, Any]:
        """Reasons of ours, by field."""
        return {}

    def est_ailleurs(self, region: int | None) -> bool:
        return self.regions is not None and region not in self.regions
