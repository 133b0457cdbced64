"""What is typed to open a campagne, to give a voice, to copy a paper sheet."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from diagnostic.campagnes.ouverture import PassationVoulue
from diagnostic.campagnes.questionnaire import Affirmation, Passage
from diagnostic.models import CollegePassation, ModePassation, Questionnaire
from diagnostic.models.campagne import (
    INVITES_MAX,
    MINUTES_MAX,
    MINUTES_MIN,
    SEUIL,
    SEUIL_PLAFOND,
    SEUIL_PLANCHER,
)
from pasapas.textes import mois, refuse_caracteres_invisibles

MAINS_MAX = 500
ABSENT = "", "Pas concerné"
MODES = [
    (ModePassation.COLLECTIVE.value, "Une voix collective, en séance"),
    (ModePassation.INDIVIDUELLE.value, "Un recueil individuel, anonyme"),
    ABSENT,
]
ENSEMBLE = CollegePassation.DIRECTION_RH
SEPAREMENT = (CollegePassation.DIRECTION, CollegePassation.RH)


def champ_entier(libelle: str, mini: int, maxi: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=libelle,
        min_value=mini,
        max_value=maxi,
        error_messages={
            "invalid": "Écrivez un nombre, en chiffres.",
            "min_value": f"Écrivez un nombre d’au moins {mini}.",
            "max_value": f"Écrivez un nombre d’au plus {maxi}.",
        },
        **options,
    )


class CampagneForm(forms.Form):
    """One campagne: its name, its questionnaire, and how each collège answers."""

    nom = forms.CharField(
        label="Nom de la campagne", max_length=100, validators=[refuse_caracteres_invisibles]
    )
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(), label="Questionnaire", empty_label=None
    )
    minutes = champ_entier(
        "Durée prévue d’une séance, en minutes",
        MINUTES_MIN,
        MINUTES_MAX,
        initial=20,
        help_text="De 15 à 20 minutes pour 26 affirmations : l’horloge de la séance s’y règle.",
    )
    seuil = champ_entier(
        "Combien de réponses au moins pour montrer un collège ?",
        SEUIL_PLANCHER,
        SEUIL_PLAFOND,
        initial=SEUIL,
        help_text=(
            "Pour les recueils individuels seulement. Un collège qui a reçu moins de réponses "
            "n’est pas montré seul, pour que personne ne puisse deviner qui a répondu quoi. "
            "5 convient presque toujours ; 3 est le minimum, 10 protège davantage."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        publies = Questionnaire.objects.exclude(publie_le=None).order_by("-publie_le", "-pk")
        self.fields["questionnaire"].queryset = publies
        self.fields["questionnaire"].initial = publies.first()
        self.fields["nom"].initial = f"Autodiagnostic, {mois(timezone.localdate())}"
        for college in CollegePassation:
            self.fields[f"mode_{college}"] = forms.ChoiceField(
                label=college.label,
                choices=MODES,
                required=False,
                initial="",
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choisissez une des trois façons."},
            )
            self.fields[f"invites_{college}"] = champ_entier(
                f"Combien de personnes ? ({college.label})", 1, INVITES_MAX, required=False
            )

    @property
    def generaux(self) -> Iterator[BoundField]:
        return (self[nom] for nom in ("nom", "questionnaire", "minutes"))

    @property
    def colleges(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """Each collège with its two fields, in the order of the list."""
        for college in CollegePassation:
            yield college.label, self[f"mode_{college}"], self[f"invites_{college}"]

    def clean(self) -> dict[str, Any]:
        saisie = super().clean()
        voulus = {college: saisie.get(f"mode_{college}") for college in CollegePassation}
        if not any(voulus.values()):
            self.add_error(None, "Choisissez au moins un collège qui répondra.")
        if voulus[ENSEMBLE] and any(voulus[college] for college in SEPAREMENT):
            self.add_error(
                f"mode_{ENSEMBLE}",
                "Direction et RH répondent ensemble, ou chacune de son côté : choisissez.",
            )
        for college, mode in voulus.items():
            if mode == ModePassation.INDIVIDUELLE:
                self._verifier_les_invites(college, saisie)
        return saisie

    def _verifier_les_invites(self, college: str, saisie: dict[str, Any]) -> None:
        nom = f"invites_{college}"
        invites, seuil = saisie.get(nom), saisie.get("seuil") or SEUIL_PLANCHER
        if nom in self.errors:
            return
        if invites is None:
            self.add_error(nom, "Dites combien de personnes recevront le lien.")
        elif invites < seuil:
            self.add_error(
                nom,
                f"À moins de {seuil}, ce collège ne serait jamais montré : ses réponses ne "
                "serviraient pas. Choisissez plutôt une voix collective.",
            )

    @property
    def passations(self) -> list[PassationVoulue]:
        saisie = self.cleaned_data
        return [
            PassationVoulue(college.value, mode, saisie.get(f"invites_{college}"))
            for college in CollegePassation
            if (mode := saisie.get(f"mode_{college}"))
        ]


class InvitesForm(forms.Form):
    invites = champ_entier("Personnes invitées", 1, INVITES_MAX)


class EtonnementForm(forms.Form):
    texte = forms.CharField(
        label="Ce qui nous étonne",
        max_length=20_000,
        required=False,
        validators=[refuse_caracteres_invisibles],
        widget=forms.Textarea(attrs={"rows": 2, "data-grandit": ""}),
    )


class VoixForm(forms.Form):
    """Raised hands for each level, and the level the collège retains."""

    def __init__(self, *args: Any, passage: Passage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passage = passage
        for choix in passage.niveaux:
            self.fields[f"mains_{choix.valeur}"] = champ_entier(
                f"Mains levées, {choix.libelle}", 0, MAINS_MAX, required=False
            )
        self.fields["reponse"] = forms.ChoiceField(
            choices=[(str(choix.valeur), choix.libelle) for choix in passage.choix],
            required=False,
            error_messages={"invalid_choice": "Choisissez une des réponses proposées."},
        )

    @property
    def mains(self) -> dict[int, int]:
        return {
            choix.valeur: nombre
            for choix in self.passage.niveaux
            if (nombre := self.cleaned_data.get(f"mains_{choix.valeur}"))
        }


class FeuilleForm(forms.Form):
    """A paper sheet, statement after statement: « 1 » to « 4 », « n », « c », or nothing."""

    TOUCHES = {"n": "nsp", "c": "nc"}

    def __init__(self, *args: Any, passage: Passage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passage = passage
        attrs = {"inputmode": "text", "maxlength": 3, "autocomplete": "off", "data-touche": ""}
        for affirmation in passage.affirmations:
            self.fields[affirmation.code] = forms.CharField(
                required=False, max_length=3, widget=forms.TextInput(attrs=attrs)
            )

    @property
    def lignes(self) -> Iterator[tuple[Affirmation, BoundField]]:
        return ((affirmation, self[affirmation.code]) for affirmation in self.passage.affirmations)

    def clean(self) -> dict[str, Any]:
        saisie = super().clean()
        for affirmation in self.passage.affirmations:
            brute = saisie.get(affirmation.code, "").strip().lower()
            valeur = self.passage.lire(self.TOUCHES.get(brute, brute))
            if brute and valeur is None:
                self.add_error(affirmation.code, self._attendu())
            saisie[affirmation.code] = valeur
        return saisie

    def _attendu(self) -> str:
        niveaux = ", ".join(str(choix.valeur) for choix in self.passage.niveaux)
        return f"Tapez {niveaux}, n ou c."

    @property
    def reponses(self) -> dict[str, int | str]:
        return {code: v for code, v in self.cleaned_data.items() if v is not None}
