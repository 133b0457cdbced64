"""What our tables have in common when they come in: natural keys, one reason per bad cell, nothing
written of a file that has one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from import_export import resources
from import_export.instance_loaders import ModelInstanceLoader
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


class ParCle(ModelInstanceLoader):
    """The row that reads the same in the columns of ``import_id_fields``: of those alike, the nth
    for the nth line that says so."""

    def __init__(self, resource: "Ressource", dataset: Dataset | None = None) -> None:
        super().__init__(resource, dataset)
        self.vues: Counter[tuple[Any, ...]] = Counter()

    def get_instance(self, row: Any) -> Any:
        """None for a new one, or when a cell of its key is at fault: it says so itself."""
        dits = {}
        for champ in self.resource.champs_de_cle():
            try:
                dits[champ.attribute] = champ.clean({champ.column_name: None, **row})
            except ValueError:
                return None
        cle = tuple(dits.values())
        rang, self.vues[cle] = self.vues[cle], self.vues[cle] + 1
        if not any(cle):
            return None
        return self.get_queryset().filter(**dits).order_by("pk")[rang : rang + 1].first()


class Rien:
    """What the library would compare to draw a page of its own: our preview does it (apercu)."""

    def __init__(self, *args: Any) -> None:
        pass

    def compare_with(self, *args: Any) -> None:
        pass


class Ressource(resources.ModelResource):
    """``Meta.import_id_fields``: what names a row; ``exigees``: the columns without which a file
    says nothing; ``repetees``: whether several rows may bear one name. ``regions``: those whose
    rows may be touched, None for all of them."""

    contraintes = True  # ask the database of each row what its fields do not say
    lues: Sequence[str] = ()  # rows just read, which need not be asked for again
    repetees = False
    exigees: Sequence[str] = ()
    synonymes: dict[str, str] = {}

    class Meta:
        fields: tuple[str, ...]
        instance_loader_class = ParCle
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        clean_model_instances = True
        skip_html_diff = True
        store_row_values = True

    def __init_subclass__(cls, **options: Any) -> None:
        """Its columns are those it declares, in that order, each about the field it bears the
        name of."""
        super().__init_subclass__(**options)
        cls.Meta.fields = tuple(cls.fields)
        for nom, colonne in cls.fields.items():
            colonne.attribute = nom

    def __init__(self, regions: frozenset[int] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.regions = regions
        self.vues: dict[tuple[str, ...], int] = {}
        self.lignes: list[int] = []
        self.original: Any = None

    @classmethod
    def titres(cls) -> dict[str, str]:
        """Each heading as it is compared, and the column it is: its title, its code, a synonym."""
        codes = {cls.titre_de(champ): champ.column_name for champ in cls.fields.values()}
        dits = {**codes, **{code: code for code in codes.values()}, **cls.synonymes}
        return {titre(dit): code for dit, code in dits.items()}

    @classmethod
    def titre_de(cls, champ: Any) -> str:
        """As our pages name this field."""
        return str(
            champ.titre or capfirst(cls._meta.model._meta.get_field(champ.attribute).verbose_name)
        )

    def en_titres(self, codes: Iterable[str]) -> list[str]:
        """What the headings of these columns say; one that is none of ours, as it was typed."""
        connus = {champ.column_name: self.titre_de(champ) for champ in self.fields.values()}
        return [connus.get(code, code) for code in codes]

    def get_export_headers(self, selected_fields: Any = None) -> list[str]:
        return self.en_titres(super().get_export_headers(selected_fields))

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
            dits = ", ".join(sorted(self.en_titres(doubles)))
            raise ValidationError(f"Colonne en double : {dits}.")
        manquent = [nom for nom in self.exigees if nom not in dataset.headers]
        if manquent:
            dits = ", ".join(self.en_titres(manquent))
            raise ValidationError(f"Il manque la colonne : {dits}.")
        self.preparer(dataset)

    def preparer(self, dataset: Dataset) -> None:
        """Read at once what the rows will ask for one by one."""

    def _check_import_id_fields(self, headers: Any) -> None:
        """``before_import`` says it in French."""

    def ligne(self, rang: int) -> int:
        """The line of the file."""
        return self.lignes[rang - 1] if 0 < rang <= len(self.lignes) else rang + 1

    def champs_de_cle(self) -> list[Any]:
        return [self.fields[nom] for nom in self.get_import_id_fields()]

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """Even when a column of its key is not in the file."""
        return instance_loader.get_instance(row)

    def get_diff_class(self) -> type:
        return Rien

    def nommee(self, row: Any) -> tuple[str, ...]:
        """What names this line, as it is typed."""
        codes = [champ.column_name for champ in self.champs_de_cle()]
        return tuple(str(row.get(code) or "").strip().lower() for code in codes)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """The same row twice in a file: the second one is at fault."""
        nomme = self.nommee(row)
        if self.repetees or not any(nomme):
            return
        ici = self.ligne(kwargs["row_number"])
        deja = self.vues.setdefault(nomme, ici)
        if deja != ici:
            raise ValidationError({self.champ_nommant(row): f"Déjà à la ligne {deja}."})

    def champ_nommant(self, row: Any) -> str:
        """Beside which the second one is told so."""
        return self.champs_de_cle()[0].attribute

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """In the order of the list, then as they were written: read again, it gives the same."""
        ordre = [un for un in queryset.query.order_by if str(un).strip("-") not in {"pk", "id"}]
        return queryset.order_by(*ordre, "pk")

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        """What is the same is left as it is; of a row of another region, not even that is said."""
        self.original = original
        pareille = super().skip_row(instance, original, row, import_validation_errors)
        return pareille and (self.regions is None or not self.refuser(instance))

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
                exclude={*fautes, *self.lues},
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
