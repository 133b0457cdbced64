"""The form behind every box: a model form, narrowed to what is written there."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import models
from django.db.models import Q
from django.db.models.fields import BLANK_CHOICE_DASH

from pasapas.acces.permissions import peut_animer
from pasapas.ecriture.journal import Saisie
from pasapas.models import Contenu, Participant, Projet, Service
from pasapas.models.champs import LONGUEUR_TEXTE
from pasapas.valeurs.periodes import Borne, dire_borne
from pasapas.valeurs.saisie import MoisField, TexteLongField
from pasapas.valeurs.signes import propre
from pasapas.valeurs.textes import insecables, jour, mois

BASE = "base-"  # prefix of the hidden copies of what a person started from
FIN_DE_LABEL = " :?"
RIEN = "—"  # what a list offers first, when nothing may be chosen
DISPARUE = object()  # a row that was chosen and no longer exists: no choice is equal to it


def cle_de(form: forms.BaseForm) -> UUID | None:
    """The key of this one write; None, which protects nothing, when it is missing or is no key."""
    try:
        return UUID(form.cleaned_data.get("cle", ""))
    except ValueError:
        return None


class ChoixMultiples(forms.ModelMultipleChoiceField):
    """Refuses a key no database can hold, which Django would hand over to the query."""

    def clean(self, value: Any) -> Any:
        for cle in value or ():
            if len(str(cle)) > 18:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": cle},
                )
        return super().clean(value)


class EncartForm(forms.ModelForm):
    """``participant`` bounds every choice to its projet; ``etroite`` narrows it to one box;
    ``seule``, on a page of its own, one types in it at once."""

    reserves: tuple[str, ...] = ()  # fields only a pilote or an animateur changes
    plies: tuple[str, ...] = ()  # fields that stay folded, under ``pli``, until they are asked for
    pli = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "Meta" in vars(cls):  # before Django makes its fields
            vars(cls)["Meta"].formfield_callback = champ_de_saisie

    def __init__(
        self, *args: Any, participant: Participant, seule: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.projet: Projet = participant.projet
        for nom in () if peut_animer(participant) else self.reserves:
            self.fields.pop(nom, None)
        if self.is_bound and self.instance.pk and (postes := self.data.getlist("champ")):  # type: ignore[attr-defined]
            # One field sent alone (autosave, a settled clash): the others were not on the page.
            self.fields = {n: f for n, f in self.fields.items() if n in postes}
        self.saisie = tuple(self.fields)
        self.entiere = self.instance.pk is None  # no field of a new row is left out
        for nom, champ in self.fields.items():
            self.adapter(nom, champ)
            champ.error_messages["required"] = f"Remplissez « {self.nommer(nom)} »."
        if self.instance.pk:
            for nom in self.saisie:
                self.fields[f"{BASE}{nom}"] = self.base(nom)
        self.fields["cle"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=uuid4
        )
        widgets = [champ.widget for champ in self.fields.values() if not champ.widget.is_hidden]
        if seule and widgets and not any("autofocus" in widget.attrs for widget in widgets):
            widgets[0].attrs["autofocus"] = True

    def base(self, nom: str) -> forms.Field:
        """A hidden copy of what the person started from."""
        champ, valeur = self.fields[nom], self.get_initial_for_field(self.fields[nom], nom)
        if isinstance(champ, forms.ModelMultipleChoiceField):
            return forms.Field(
                required=False,
                widget=forms.MultipleHiddenInput,
                initial=[o.pk for o in valeur or ()],
            )
        copie = TexteLongField(required=False, widget=forms.HiddenInput)
        copie.initial = champ.prepare_value(valeur)
        return copie

    @property
    def valeurs(self) -> dict[str, Any]:
        """What the person typed, without the copies that travel with it."""
        return {
            nom: self.cleaned_data[nom]
            for nom in self.saisie
            if nom in self.cleaned_data and (self.entiere or self._venu(nom))
        }

    def _venu(self, nom: str) -> bool:
        """Whether this field was on the page: what is not ticked is not sent, its copy is."""
        return any(self.add_prefix(cle) in self.data for cle in (nom, f"{BASE}{nom}"))

    def bases(self, deja: Saisie | None = None) -> dict[str, Any]:
        """What they started from: what they had sent before under the same key (``deja``), or
        the copy that came back. A field of which nothing can be read is left out."""
        bases: dict[str, Any] = {}
        for nom in self.saisie:
            champ = self.fields[nom]
            tenues = self._depart(nom, champ, deja or {})
            if tenues is None:
                continue
            if isinstance(champ, forms.ModelMultipleChoiceField):
                bases[nom] = [o for o in champ.queryset or () if str(o.pk) in tenues]
                continue
            try:
                bases[nom] = champ.to_python(propre(tenues[-1]) if tenues else "")
            except forms.ValidationError:
                if isinstance(champ, forms.ModelChoiceField):
                    bases[nom] = DISPARUE
        return bases

    def _depart(self, nom: str, champ: forms.Field, deja: Saisie) -> list[str] | None:
        if nom in deja:
            return deja[nom]
        if deja and isinstance(champ, forms.ModelMultipleChoiceField | forms.BooleanField):
            return []  # what is not ticked is not sent
        cle = self.add_prefix(f"{BASE}{nom}")
        if cle not in self.data:
            return None
        tenues = self.data.getlist(cle)  # type: ignore[attr-defined]
        # No text of ours is longer: merging it would only cost.
        return None if any(len(propre(t)) > LONGUEUR_TEXTE for t in tenues) else tenues

    @property
    def groupes(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """What is seen of the form, in order: fields under no title, or folded under one. What
        is wrong, or asked for alone, is not folded."""
        vus = self.visible_fields()
        ouverts = self.errors.keys() & set(self.plies) or all(c.name in self.plies for c in vus)
        for plie, champs in groupby(vus, lambda champ: champ.name in self.plies and not ouverts):
            yield self.pli if plie else "", list(champs)

    def nommer(self, nom: str) -> str:
        """A field, as a sentence names it."""
        return insecables(str(self.fields[nom].label)).rstrip(FIN_DE_LABEL)

    def en_mots(self, nom: str, valeur: Any) -> str:
        """``valeur`` of this field, as a person reads it in a sentence."""
        champ = self.fields[nom]
        if isinstance(champ, MoisField):
            return mois(valeur)
        if isinstance(valeur, date):
            return jour(valeur)
        if isinstance(valeur, Borne):
            return dire_borne(valeur)
        if isinstance(valeur, bool):
            return "oui" if valeur else "non"
        if isinstance(champ, forms.TypedChoiceField):
            choix: Any = champ.choices
            return str(dict(choix).get(valeur, valeur) if valeur else "")
        return "" if valeur is None else str(valeur)

    def dire_remplace(self, nom: str, valeur: Any, qui: str) -> str:
        """« Élise avait choisi « Engagé » : votre choix remplace le sien. »"""
        mots, champ = self.en_mots(nom, valeur), self.nommer(nom)
        fait = f"choisi « {mots} »" if mots else f"vidé « {champ} »"
        return f"{qui} avait {fait} : votre choix remplace le sien."

    @property
    def refus(self) -> dict[str, list[str]]:
        """What is wrong, each sentence naming its field: it may be read far from it."""
        dits: dict[str, list[str]] = {}
        for nom, phrases in self.errors.items():
            label = self.nommer(nom) if nom in self.fields else ""
            dits[nom] = [p if label in p else f"« {label} » : {p}" for p in map(str, phrases)]
        return dits

    @property
    def cle_recue(self) -> UUID | None:
        return cle_de(self)

    def adapter(self, nom: str, champ: Any) -> None:
        if isinstance(champ, forms.ModelChoiceField):
            champ.queryset = self.choix(champ.queryset, self.tenues(nom))
            champ.label_from_instance = self.nom_du_choix  # type: ignore[assignment, method-assign]
            if isinstance(champ, forms.ModelMultipleChoiceField):
                champ.widget = forms.CheckboxSelectMultiple(choices=champ.choices)  # type: ignore[arg-type]
            else:
                champ.empty_label = RIEN
        elif isinstance(champ, forms.ChoiceField):
            offerts: Any = champ.choices
            vide = BLANK_CHOICE_DASH[0]
            champ.choices = [("", RIEN) if choix == vide else choix for choix in offerts]

    def tenues(self, nom: str) -> set[int]:
        """The keys this field holds or held when the form was opened: what left the wall since
        stays among its choices, and touching another field cuts no link."""
        cles = self.get_initial_for_field(self.fields[nom], nom)
        cles = cles if isinstance(cles, list) else [cles]
        cles = [cle.pk if isinstance(cle, models.Model) else cle for cle in cles]
        if self.is_bound:
            cles += self.data.getlist(self.add_prefix(f"{BASE}{nom}"))  # type: ignore[attr-defined]
        return {int(cle) for cle in cles if re.fullmatch(r"[0-9]{1,18}", str(cle))}

    def choix(self, lignes: Any, tenues: set[int]) -> Any:
        """The rows of this projet among which a person chooses, and those ``tenues`` already."""
        modele = lignes.model
        if not issubclass(modele, (Contenu, Service)):
            return lignes
        lignes = modele.objects.de(self.projet)
        if not hasattr(lignes, "presents"):
            return lignes
        return lignes.filter(Q(retire_le=None) | Q(pk__in=tenues)) if tenues else lignes.presents()

    def nom_du_choix(self, ligne: models.Model) -> str:
        partie = getattr(ligne, "retire_le", None) is not None
        return f"{ligne} (n’est plus sur la fresque)" if partie else str(ligne)


def form_de(modele: type[models.Model], *champs: str) -> type[EncartForm]:
    """The form of a row that needs nothing more than its fields."""
    fait: Any = forms.modelform_factory(modele, form=EncartForm, fields=champs)
    fait.__module__ = modele.__module__
    return fait


@lru_cache(maxsize=500)
def etroite(form: type[EncartForm], champs: tuple[str, ...]) -> type[EncartForm]:
    """``form`` for these fields alone (all, when none is named): the others are neither copied nor
    read from the base, which is half of what opening a large form costs."""
    if not champs:
        return form
    base: Any = form
    meta = type("Meta", (base.Meta,), {"fields": champs})
    sans = dict.fromkeys(set(base.declared_fields) - set(champs))
    return type(base)(form.__name__, (form,), {"__module__": form.__module__, "Meta": meta, **sans})


def champ_de_saisie(champ: Any, **kwargs: Any) -> Any:
    """What each field of a model is in the form of a box."""
    if isinstance(champ, models.ManyToManyField):
        return champ.formfield(form_class=ChoixMultiples, **kwargs)
    return champ.formfield(**kwargs)
