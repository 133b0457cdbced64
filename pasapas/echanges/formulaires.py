"""What is asked before a table comes in or goes out."""

from typing import Any

from django import forms
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm

POIDS_MAX = 5_000_000  # bytes
GENRES = "Un fichier CSV, XLSX ou ODS, s’il vous plaît."


class FichierForm(ImportForm):
    """The name of the file says how to read it."""

    field_order = ["resource", "import_file"]

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.genres = {f.extension: str(rang) for rang, f in enumerate(formats)}
        self.fields["import_file"].label = "Fichier"
        self.fields["import_file"].help_text = "CSV, XLSX ou ODS. Rien n’est écrit avant l’aperçu."
        self.fields["import_file"].widget.attrs["accept"] = ".csv,.xlsx,.ods"
        self.fields["import_file"].error_messages |= {
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
        }
        self.fields["resource"].label = "Ce que contient le fichier"
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()

    @property
    def media(self) -> forms.Media:
        return forms.Media()

    def clean(self) -> dict[str, Any]:
        dits = super().clean() or self.cleaned_data
        fichier = dits.get("import_file")
        if fichier is None:
            return dits
        genre = str(fichier.name).lower().rpartition(".")[2]
        if genre not in self.genres:
            self.add_error("import_file", GENRES)
        elif fichier.size > POIDS_MAX:
            self.add_error("import_file", "Ce fichier dépasse 5 Mo : coupez-le en deux.")
        else:
            dits["format"] = self.genres[genre]
        return dits


class AccordForm(ConfirmImportForm):
    def clean_format(self) -> str:
        dit = self.cleaned_data["format"]
        if dit not in {"0", "1", "2"}:
            raise forms.ValidationError(GENRES)
        return dit

    def clean_import_file_name(self) -> str:
        nom = super().clean_import_file_name()
        if not nom.startswith("echange-"):
            raise forms.ValidationError("Redonnez le fichier.")
        return nom


class SortieForm(ExportForm):
    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        choix = [(str(rang), un().get_title()) for rang, un in enumerate(formats)]
        self.fields["format"] = forms.ChoiceField(
            label="Fichier", choices=choix, initial="0", widget=forms.RadioSelect
        )
