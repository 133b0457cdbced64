"""What is typed to open a campagne, and to invite."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from diagnostic.campagnes.ouverture import PassationVoulue
from diagnostic.campagnes.tirage import PEU, acces_propose
from diagnostic.models import AccesRecueil, CollegePassation, ModePassation, Questionnaire
from diagnostic.models.campagne import (
    INVITES_MAX,
    MINUTES_MAX,
    MINUTES_MIN,
    SEUIL,
    SEUIL_PLAFOND,
    SEUIL_PLANCHER,
)
from pasapas.valeurs.saisie import JourField, LigneField
from pasapas.valeurs.textes import mois

JOURS_DE_RECUEIL = 21
AIDE_INVITES = (
    "Le questionnaire acceptera ce nombre de bulletins\u00a0; ou, à lien ouvert, ce nombre de "
    "réponses et un dixième de plus (deux au moins)\u00a0: sans cette borne, une seule "
    "personne pourrait répondre cent fois."
)
BULLETINS_MAX = 240  # people: beyond, nobody counts slips aloud
ACCES = [
    ("", f"Selon le nombre\u00a0: des bulletins à moins de {PEU} personnes, sinon un lien"),
    (AccesRecueil.BULLETINS.value, "Des bulletins à tirer d’un chapeau, un par personne"),
    (AccesRecueil.LIEN.value, "Un lien ouvert, sur une affiche ou par message"),
]
CE_QUESTIONNAIRE = (
    "Ce questionnaire propose {} réponses : c’est écrit ici. Corrigez au besoin, puis ouvrez."
)
ABSENT = "", "Pas concerné"
MODES = [
    (ModePassation.COLLECTIVE.value, "Une réponse commune, en séance"),
    (ModePassation.INDIVIDUELLE.value, "Chacun seul, anonyme"),
    ABSENT,
]
ENSEMBLE = CollegePassation.DIRECTION_RH
SEPAREMENT = (CollegePassation.DIRECTION, CollegePassation.RH)
# What most groups do: the élus, the direction with the RH and the encadrement each say their own
# voice in a séance; the salariés answer alone. It is proposed whole, to be corrected.
USUELLE = {
    CollegePassation.DIRECTION_RH: ModePassation.COLLECTIVE,
    CollegePassation.ENCADREMENT: ModePassation.COLLECTIVE,
    CollegePassation.IRP: ModePassation.COLLECTIVE,
    CollegePassation.SALARIES: ModePassation.INDIVIDUELLE,
}


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


def une_facon(libelle: str, facons: list[tuple[str, str]], initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=libelle,
        choices=facons,
        required=False,
        initial=initial,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez une des trois façons."},
    )


class CampagneForm(forms.Form):
    """One campagne: its name, its questionnaire, and how each collège answers."""

    nom = LigneField(label="Nom de la campagne", max_length=100)
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
        required=False,
        help_text=(
            "Pour les réponses individuelles seulement. Un collège qui a reçu moins de réponses "
            "n’est pas montré seul, pour que personne ne puisse deviner qui a répondu quoi. "
            f"Le questionnaire propose ce nombre ; {SEUIL_PLANCHER} est le minimum, "
            f"{SEUIL_PLAFOND} protège davantage."
        ),
    )
    # The number shown, by which one that nobody corrected is told.
    seuil_propose = forms.IntegerField(required=False, widget=forms.HiddenInput)

    cloture_prevue = JourField(
        label="Quel jour le questionnaire se fermera-t-il ?",
        required=False,
        help_text=(
            "Dit à chaque personne avant qu’elle réponde : ainsi, personne ne choisit ce jour "
            "d’après les réponses qui arrivent. Inutile si personne ne répond seul."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dans_trois_semaines = timezone.localdate() + timedelta(days=JOURS_DE_RECUEIL)
        self.fields["cloture_prevue"].initial = dans_trois_semaines
        publies = Questionnaire.objects.exclude(publie_le=None).order_by("-publie_le", "-pk")
        self.fields["questionnaire"].queryset = publies  # type: ignore[attr-defined]
        self._proposer(publies.first())
        self.fields["nom"].initial = f"Autodiagnostic, {mois(timezone.localdate())}"
        for college in CollegePassation:
            mode = USUELLE.get(college, ABSENT[0])
            self.fields[f"mode_{college}"] = une_facon(college.label, MODES, mode)
            self.fields[f"invites_{college}"] = champ_entier(
                f"Combien de personnes ? ({college.label})",
                1,
                INVITES_MAX,
                required=False,
                help_text=AIDE_INVITES,
            )
            self.fields[f"acces_{college}"] = une_facon(
                "Comment entre-t-on dans le questionnaire ?", ACCES, ""
            )

    def _proposer(self, questionnaire: Questionnaire | None) -> None:
        seuil = questionnaire.seuil if questionnaire else SEUIL
        valeurs = {"questionnaire": questionnaire, "seuil": seuil, "seuil_propose": seuil}
        for nom, valeur in valeurs.items():
            self.fields[nom].initial = valeur

    @property
    def generaux(self) -> Iterator[BoundField]:
        return (self[nom] for nom in ("nom", "questionnaire", "minutes"))

    @property
    def usuels(self) -> Iterator[tuple[str, BoundField, BoundField, BoundField]]:
        """The collèges of the usual composition, each with its three fields."""
        return (self._champs(college) for college in CollegePassation if college in USUELLE)

    @property
    def separes(self) -> list[tuple[str, BoundField, BoundField, BoundField]]:
        """Those that take the place of « Direction et RH » when they do not answer together."""
        return [self._champs(college) for college in SEPAREMENT]

    @property
    def separement(self) -> bool:
        """Whether one of these is chosen, or to be corrected."""
        return any(
            self[f"mode_{college}"].value() or self[f"{nom}_{college}"].errors
            for college in SEPAREMENT
            for nom in ("mode", "invites", "acces")
        )

    def _champs(self, college: CollegePassation) -> tuple[str, BoundField, BoundField, BoundField]:
        mode, invites, acces = (self[f"{nom}_{college}"] for nom in ("mode", "invites", "acces"))
        return college.label, mode, invites, acces

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or {}
        self._partir_du_questionnaire(saisie)
        voulus = {college: saisie.get(f"mode_{college}") for college in CollegePassation}
        if not any(voulus.values()):
            self.add_error(None, "Choisissez au moins un collège qui répondra.")
        if voulus[ENSEMBLE] and any(voulus[college] for college in SEPAREMENT):
            self.add_error(
                f"mode_{ENSEMBLE}",
                "Direction et RH répondent ensemble, ou chacune de son côté : choisissez.",
            )
        individuels = [c for c, mode in voulus.items() if mode == ModePassation.INDIVIDUELLE]
        for college in individuels:
            self._verifier_les_invites(college, saisie)
        self._verifier_la_cloture(saisie, bool(individuels))
        return saisie

    def _partir_du_questionnaire(self, saisie: dict[str, Any]) -> None:
        """Left empty, the threshold is the questionnaire's. Left as another one proposed it, it
        is shown again as this one does: nobody opens with a number they have not seen."""
        questionnaire = saisie.get("questionnaire")
        if questionnaire is None or "seuil" in self.errors:
            return
        seuil, propose = saisie.get("seuil"), saisie.get("seuil_propose")
        if seuil is None:
            saisie["seuil"] = questionnaire.seuil
        elif seuil == propose != questionnaire.seuil:
            donnees: Any = self.data
            self.data = donnees = donnees.copy()
            donnees["seuil"] = donnees["seuil_propose"] = str(questionnaire.seuil)
            self.add_error("seuil", CE_QUESTIONNAIRE.format(questionnaire.seuil))

    def _verifier_la_cloture(self, saisie: dict[str, Any], recueil: bool) -> None:
        """Only people who answer alone need to know the day: a voice is given in a séance."""
        jour = saisie.get("cloture_prevue")
        if not recueil:
            saisie["cloture_prevue"] = None
        elif jour is None and "cloture_prevue" not in self.errors:
            self.add_error("cloture_prevue", "Dites quel jour le questionnaire se fermera.")
        elif jour is not None and jour < timezone.localdate():
            self.add_error("cloture_prevue", "Ce jour est passé : choisissez-en un à venir.")

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
                "serviraient pas. Choisissez plutôt une réponse commune.",
            )
        elif saisie.get(f"acces_{college}") == AccesRecueil.BULLETINS and invites > BULLETINS_MAX:
            self.add_error(
                nom,
                f"Des bulletins à tirer conviennent jusqu’à {BULLETINS_MAX} personnes. Au-delà, "
                "choisissez un lien ouvert.",
            )

    @property
    def passations(self) -> list[PassationVoulue]:
        saisie = self.cleaned_data
        return [
            PassationVoulue(
                college.value, mode, saisie.get(f"invites_{college}"), self._acces(college)
            )
            for college in CollegePassation
            if (mode := saisie.get(f"mode_{college}"))
        ]

    def _acces(self, college: str) -> str:
        """What was chosen; else what suits so many people."""
        invites = self.cleaned_data.get(f"invites_{college}") or 0
        return self.cleaned_data.get(f"acces_{college}") or acces_propose(invites)


class NombreForm(forms.Form):
    """One number; ``FAIT`` says that it is kept."""

    FAIT: str


class InvitesForm(NombreForm):
    FAIT = "Nombre d’invités enregistré."
    invites = champ_entier("Personnes invitées", 1, INVITES_MAX)


class TiresForm(NombreForm):
    FAIT = "Nombre de bulletins tirés enregistré."
    tires = champ_entier("Bulletins tirés", 0, INVITES_MAX)
