"""« Les acteurs du projet » and « Mon répertoire » (annexe 1)."""

from django.db import models
from django.db.models import Q

from .champs import AdresseMail, Contenu, Element, Jour, TexteCourt, TexteLong, facultatif
from .projet import Participant
from .regles import connu, parmi, regle, unique


class Cercle(models.TextChoices):
    """How near the acteur stands (kit 1.2, variant a)."""

    DIRECT = "direct", "Les partenaires directs"
    ELARGI = "elargi", "Écosystème élargi"
    INTERET = "interet", "Sphère d’intérêt"


class Engagement(models.TextChoices):
    """Where the relation stands (kit 1.2, variant b)."""

    ENGAGE = "engage", "Les partenaires engagés"
    A_RELANCER = "a_relancer", "Les partenaires à relancer"
    A_CONTACTER = "a_contacter", "Les partenaires à contacter"


class Acteur(Element):
    """One card, placed on two axes at once: proximity and state of the relation."""

    reference = models.SlugField("référence", max_length=60, editable=False)
    nom = TexteCourt("Qui est-ce ?", blank=False)
    cercle = models.CharField("Proximité", max_length=20, choices=Cercle, blank=True)
    engagement = models.CharField("Relation", max_length=20, choices=Engagement, blank=True)
    note = TexteLong("Note")
    contact = facultatif(Participant, "Notre contact")

    SUR = ("acteurs",)

    class Meta(Element.Meta):
        verbose_name = "acteur"
        constraints = [
            unique(
                "acteur_reference_unique",
                ("projet", "reference"),
                "Un autre acteur porte déjà cette référence.",
            ),
            regle("acteur_nom_rempli", ~Q(nom=""), "Nommez cet acteur."),
            connu("acteur_cercle_connu", "cercle", Cercle, "Cette proximité", vide=True),
            connu(
                "acteur_engagement_connu",
                "engagement",
                Engagement,
                "Cet état de la relation",
                vide=True,
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class ChangementActeur(Contenu):
    """The map is « un outil vivant »: when an acteur's engagement changed, and by whom."""

    acteur = models.ForeignKey(Acteur, models.CASCADE, related_name="changements")
    date = Jour("le")
    de = models.CharField("de", max_length=20, choices=Engagement, blank=True)
    vers = models.CharField("vers", max_length=20, choices=Engagement, blank=True)
    par = facultatif(Participant)

    SUR = ("acteurs",)

    class Meta:
        verbose_name = "changement d’un acteur"
        ordering = ["date", "pk"]
        constraints = [
            regle(
                "changement_engagement_connu",
                parmi("de", Engagement, vide=True) & parmi("vers", Engagement, vide=True),
                "Cet état de la relation n’est pas dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.acteur} : {self.get_vers_display()}"


class Contact(Element):
    """A card of « Mon répertoire »."""

    acteur = facultatif(Acteur, "Pour quel acteur ?", related_name="contacts")
    nom = TexteCourt("Nom", blank=False)
    fonction = TexteCourt("Fonction")
    organisme = TexteCourt("Organisme")
    courriel = AdresseMail("Adresse e-mail", blank=True)
    telephone = TexteCourt("Téléphone", max_length=30)

    SUR = ("acteurs",)

    class Meta(Element.Meta):
        verbose_name = "contact"
        constraints = [regle("contact_nom_rempli", ~Q(nom=""), "Donnez le nom de ce contact.")]

    def __str__(self) -> str:
        return self.nom
