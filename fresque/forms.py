"""The forms of annexe 1's boxes, and of post-its."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fresque.models import Constat, Inspiration
from fresque.planche import CHAMPS_ETABLISSEMENT
from pasapas.ecriture.changements import EFFACEE
from pasapas.ecriture.forms import BASE, EncartForm, form_de
from pasapas.models import (
    Acteur,
    Contact,
    Etablissement,
    Participant,
    PostIt,
    Projet,
    Service,
)

COLLEGE = "Votre collège se change avec la personne qui anime la fresque."
IDENTITE = (
    "{qui} a un accès : son nom et son adresse e-mail sont à elle, son collège se change "
    "avec qui anime la fresque."
)


ProjetForm = form_de(Projet, "nom", "ambition", "probleme")
EtablissementForm = form_de(Etablissement, *CHAMPS_ETABLISSEMENT)
ServiceForm = form_de(Service, "nom", "public", "places")


class ParticipantForm(EncartForm):
    """Who someone is. Their role and their access have their own page (fresque.personnes)."""

    class Meta:
        model = Participant
        fields = (
            "prenom",
            "nom",
            "fonction",
            "organisme",
            "college",
            "courriel",
            "telephone",
        )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        self.reserves = _a_qui_anime(kwargs.get("instance"), participant)
        super().__init__(*args, participant=participant, **kwargs)
        if self.reserves and "college" not in self.fields and "fonction" in self.fields:
            moi = self.instance.pk == participant.pk
            self.fields["fonction"].help_text = (
                COLLEGE if moi else IDENTITE.format(qui=self.instance)
            )

    def clean(self) -> dict[str, Any]:
        if self.instance.est_efface:
            raise ValidationError(EFFACEE)
        return super().clean() or {}


def _a_qui_anime(ligne: Participant | None, participant: Participant) -> tuple[str, ...]:
    """Whoever has an account answers for their own name and address. For which collège they
    speak is said by those who lead: a voice is not taken by ticking a box."""
    if ligne is None or not ligne.user_id:
        return ()
    return ("college",) if ligne.pk == participant.pk else ("prenom", "nom", "college", "courriel")


InspirationForm = form_de(Inspiration, "type", "texte", "url", "fichier", "alternative")
ConstatForm = form_de(Constat, "texte", "auteur", "auteur_masque", "service")
ActeurForm = form_de(Acteur, "nom", "cercle", "engagement", "note", "contact")
ContactForm = form_de(Contact, "nom", "fonction", "organisme", "acteur", "telephone", "courriel")


class PostItForm(EncartForm):
    """Its nature first, then what is typed on it; who adds it signs, unless they say otherwise."""

    class Meta:
        model = PostIt
        fields = ("couleur", "texte", "auteur", "signature", "imprimer")
        widgets = {"couleur": forms.RadioSelect}
        labels = {"auteur": "Signé"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.signature and "signature" in self.fields:
            del self.fields["signature"]  # what came by the poster alone has one
            self.saisie = tuple(nom for nom in self.saisie if nom != "signature")
            self.fields.pop(f"{BASE}signature", None)

    def adapter(self, nom: str, champ: forms.Field) -> None:
        super().adapter(nom, champ)
        if nom == "auteur":
            champ.empty_label = "Sans nom"  # type: ignore[attr-defined]
        elif nom == "texte":
            champ.widget.attrs["autofocus"] = True
