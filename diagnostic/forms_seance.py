"""What is typed during a séance: a voice, a surprise; and afterwards, a paper sheet."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms import BoundField

from diagnostic.campagnes.pages import Dite
from diagnostic.campagnes.questionnaire import Affirmation, Choix, Passage
from diagnostic.campagnes.seance import Mains, VoixDite, niveau_propose
from diagnostic.forms_campagnes import champ_entier
from diagnostic.models import Passation
from pasapas.ecriture.forms import cle_de
from pasapas.ecriture.journal import Saisie
from pasapas.models.champs import LONGUEUR_TEXTE
from pasapas.valeurs.saisie import CodeField, TexteLongField

MAINS_MAX = 500


def cache(initial: Any = None) -> forms.CharField:
    """What travels with a form unseen, and no browser fills by itself."""
    widget = forms.HiddenInput(attrs={"autocomplete": "off"})
    return forms.CharField(required=False, initial=initial, widget=widget)


class AvecCle(forms.Form):
    """A form that is sent under a key of its own, so that it is done once."""

    cle = cache(uuid4)

    @property
    def cle_recue(self) -> UUID | None:
        return cle_de(self)


class EtonnementForm(AvecCle):
    texte = TexteLongField(
        label="Ce qui nous étonne",
        max_length=LONGUEUR_TEXTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-grandit": ""}),
    )

    @property
    def envoi(self) -> str:
        """A digest of the words: others under the same key go on with them, or are new ones."""
        return sha256(self.cleaned_data["texte"].encode()).hexdigest()

    @property
    def saisie(self) -> Saisie:
        return {"texte": [self.cleaned_data["texte"]]}


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
            int(choix.valeur): nombre
            for choix in self.passage.niveaux
            if (nombre := self.cleaned_data.get(f"mains_{choix.valeur}"))
        }


class LigneForm(VoixForm):
    """One collège among others on the device of the room. ``depart``: what the form showed of
    its voice; it is written when it is not that any more."""

    depart = cache()

    def __init__(self, *args: Any, passation: Passation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passation = passation

    @classmethod
    def de(cls, passage: Passage, passation: Passation, dite: Dite | None) -> "LigneForm":
        """The row of a collège, with the voice it gave so far."""
        initial: dict[str, Any] = {}
        if dite:
            initial = {f"mains_{niveau}": nombre for niveau, nombre in dite.mains.items()}
            initial |= {"reponse": str(dite.valeur), "depart": _etat(dite.valeur, dite.mains)}
        return cls(passage=passage, passation=passation, prefix=passation.college, initial=initial)

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or {}
        if self.mains and not saisie.get("reponse") and "reponse" not in self.errors:
            milieu = self.passage.libelle(niveau_propose(self.mains))
            self.add_error(
                "reponse", f"Choisissez le niveau retenu (au milieu des mains : {milieu})."
            )
        return saisie

    @property
    def choisie(self) -> str:
        return self["reponse"].value() or ""

    @property
    def cases(self) -> list[tuple[Choix, BoundField | None]]:
        """Each possible answer, and where its raised hands are counted."""
        niveaux = [(choix, self[f"mains_{choix.valeur}"]) for choix in self.passage.niveaux]
        return [*niveaux, *((choix, None) for choix in self.passage.hors_echelle)]

    @property
    def mains_levees(self) -> bool:
        return any(champ and champ.value() for _, champ in self.cases)

    @property
    def a_change(self) -> bool:
        saisie = self.cleaned_data
        etat = _etat(saisie["reponse"], self.mains)
        return bool(saisie["reponse"]) and etat != saisie["depart"]

    @property
    def dite(self) -> VoixDite:
        return VoixDite(self.passation, self.cleaned_data["reponse"], self.mains)


def _etat(valeur: int | str | None, mains: Mains) -> str:
    """A voice and its hands in a few signs, to see whether they changed."""
    return " ".join([str(valeur), *(f"{n}:{nombre}" for n, nombre in sorted(mains.items()))])


class FeuilleForm(AvecCle):
    """A paper sheet, statement after statement: « 1 » to « 4 », « n », « c », or nothing.

    ``depart`` remembers what the form showed, « q01:3 q02:n »: what came since is not undone.
    """

    depart = cache()

    TOUCHES = {"n": "nsp", "c": "nc"}

    def __init__(self, *args: Any, passage: Passage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passage = passage
        attrs = {"inputmode": "text", "autocomplete": "off", "data-touche": ""}
        for affirmation in passage.affirmations:
            self.fields[affirmation.code] = CodeField(
                required=False, max_length=3, widget=forms.TextInput(attrs=attrs)
            )
        montre = " ".join(f"{code}:{saisie}" for code, saisie in sorted(self.initial.items()))
        self.fields["depart"].initial = montre

    @property
    def lignes(self) -> Iterator[tuple[Affirmation, BoundField]]:
        return ((affirmation, self[affirmation.code]) for affirmation in self.passage.affirmations)

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or {}
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
        codes = self.passage.par_code
        return {c: v for c, v in self.cleaned_data.items() if c in codes and v is not None}

    @property
    def montrees(self) -> dict[str, str]:
        """What each statement said when the form was opened."""
        paires = (morceau.split(":", 1) for morceau in self.cleaned_data["depart"].split())
        return {p[0]: p[-1] for p in paires if p[0] in self.passage.par_code}
