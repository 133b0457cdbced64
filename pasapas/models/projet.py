"""The trunk: one establishment's run of the method, on which every annexe hangs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .champs import Element, ElementQuerySet, TexteCourt, TexteLong, parmi
from .etablissement import Etablissement


class ProjetQuerySet(models.QuerySet):
    def de(self, projet: "Projet") -> "ProjetQuerySet":
        return self.filter(pk=projet.pk)

    def ouverts_a(self, user: object) -> "ProjetQuerySet":
        """The projets of which ``user`` is a participant whose access is open today."""
        acces = Participant.objects.ouverts().filter(user=user)
        return self.filter(pk__in=acces.values("projet"))


class Projet(models.Model):
    """Kit: « la fresque de votre projet ». ``version`` grows with every write on it."""

    etablissement = models.ForeignKey(
        Etablissement,
        models.PROTECT,
        related_name="projets",
        verbose_name="établissement",
    )
    slug = models.SlugField("adresse", max_length=120, unique=True)
    identifiant = models.SlugField("identifiant dans le fichier", max_length=120)
    nom = TexteCourt("Quel est le nom de votre établissement, service, projet :")
    ambition = TexteLong("Renseignez ici votre projet, votre ambition :")
    probleme = TexteLong("Quel est le problème que je souhaite traiter ?")
    version = models.PositiveBigIntegerField(default=1, editable=False)
    cree_le = models.DateTimeField("créé le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifié le", auto_now_add=True)
    conserver_jusqu_au = models.DateField("à conserver jusqu’au", null=True, blank=True)
    preavis_le = models.DateField("préavis d’effacement envoyé le", null=True, editable=False)

    objects = ProjetQuerySet.as_manager()

    class Meta:
        verbose_name = "projet"
        ordering = ["nom", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug=""),
                name="projet_slug_rempli",
                violation_error_message="L’adresse du projet ne peut pas être vide.",
            )
        ]

    def __str__(self) -> str:
        return self.nom or "Fresque sans nom"


class College(models.TextChoices):
    """Whose point of view (annexe 2). The letter marks it on charts (design direction)."""

    DIRECTION = "direction", "Direction"
    RH = "rh", "RH"
    ENCADREMENT = "encadrement", "Encadrement"
    IRP = "irp", "Représentants du personnel"
    SALARIES = "salaries", "Salariés"


class Role(models.TextChoices):
    PILOTE = "pilote", "Pilote"
    ANIMATEUR = "animateur", "Animateur"
    CONTRIBUTEUR = "contributeur", "Contributeur"
    LECTEUR = "lecteur", "Lecteur"
    CHARGE_DE_MISSION = "charge_de_mission", "Chargé de mission"


class ParticipantQuerySet(ElementQuerySet):
    def ouverts(self) -> "ParticipantQuerySet":
        """Those whose access is open today (an access closes at the end of its day)."""
        return self.presents().filter(
            Q(acces_clos_le=None) | Q(acces_clos_le__gte=timezone.localdate())
        )

    def equipe(self) -> "ParticipantQuerySet":
        return self.presents().exclude(ordre_equipe=None).order_by("ordre_equipe", "pk")


class Participant(Element):
    """A person in a projet: with or without an account, in the équipe projet or around it."""

    reference = models.SlugField("référence", max_length=60, editable=False)
    prenom = TexteCourt("Prénom", max_length=100)
    nom = TexteCourt("Nom", max_length=100, blank=False)
    fonction = TexteCourt("Fonction")
    organisme = TexteCourt("Organisme")
    college = models.CharField("Collège", max_length=20, choices=College, blank=True)
    role = models.CharField("Rôle", max_length=20, choices=Role, default=Role.CONTRIBUTEUR)
    courriel = models.EmailField("Adresse e-mail", blank=True)
    telephone = TexteCourt("Téléphone", max_length=30)
    acces_depuis = models.DateTimeField(
        "Accès depuis le", default=timezone.now, null=True, editable=False
    )
    acces_clos_le = models.DateField("Accès clos le", null=True, blank=True)
    ordre_equipe = models.PositiveIntegerField(null=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="participations",
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta(Element.Meta):
        verbose_name = "participant"
        constraints = [
            models.UniqueConstraint(
                fields=["projet", "reference"],
                name="participant_reference_unique",
                violation_error_message="Un autre participant porte déjà cette référence.",
            ),
            models.UniqueConstraint(
                fields=["projet", "user"],
                name="participant_compte_unique",
                violation_error_message="Ce compte participe déjà à ce projet.",
            ),
            models.CheckConstraint(
                condition=~Q(nom=""),
                name="participant_nom_rempli",
                violation_error_message="Donnez au moins le nom de la personne.",
            ),
            models.CheckConstraint(
                condition=parmi("college", College, vide=True),
                name="participant_college_connu",
                violation_error_message="Ce collège n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=parmi("role", Role),
                name="participant_role_connu",
                violation_error_message="Ce rôle n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip()
