"""The forms of annexe 1's boxes, and of post-its."""

from typing import Any

from fresque.models import Constat, Inspiration
from pasapas.forms import EncartForm, champ_de_saisie
from pasapas.models import (
    Acteur,
    Contact,
    Etablissement,
    Participant,
    PostIt,
    Projet,
    Service,
)
from pasapas.permissions import peut_animer


class ProjetForm(EncartForm):
    class Meta:
        model = Projet
        fields = ("nom", "ambition", "probleme")
        formfield_callback = champ_de_saisie


class EtablissementForm(EncartForm):
    class Meta:
        model = Etablissement
        fields = (
            "nom",
            "nom_court",
            "gestionnaire",
            "type",
            "statut_juridique",
            "autorisation",
            "finess",
            "commune",
            "departement",
            "region",
            "capacite",
            "effectif",
        )
        formfield_callback = champ_de_saisie


class ServiceForm(EncartForm):
    class Meta:
        model = Service
        fields = ("nom", "public", "places")
        formfield_callback = champ_de_saisie


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
        formfield_callback = champ_de_saisie

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, participant=participant, **kwargs)
        # Whoever has an account answers for their own address.
        compte = self.instance.user_id
        if compte and compte != participant.user_id and not peut_animer(participant):
            for nom in ("courriel", "base-courriel"):
                self.fields.pop(nom, None)
            self.saisie = tuple(nom for nom in self.saisie if nom != "courriel")


class InspirationForm(EncartForm):
    class Meta:
        model = Inspiration
        fields = ("type", "texte", "url", "fichier", "alternative")
        formfield_callback = champ_de_saisie


class ConstatForm(EncartForm):
    class Meta:
        model = Constat
        fields = ("texte", "auteur", "auteur_masque", "service")
        formfield_callback = champ_de_saisie


class ActeurForm(EncartForm):
    class Meta:
        model = Acteur
        fields = ("nom", "cercle", "engagement", "note", "contact")
        formfield_callback = champ_de_saisie


class ContactForm(EncartForm):
    class Meta:
        model = Contact
        fields = ("nom", "fonction", "organisme", "acteur", "telephone", "courriel")
        formfield_callback = champ_de_saisie


class PostItForm(EncartForm):
    class Meta:
        model = PostIt
        fields = ("texte", "couleur", "auteur", "imprimer")
        formfield_callback = champ_de_saisie
