"""The trunk: one establishment's run of the method, on which every annexe hangs."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from pasapas.valeurs.textes import mois_apres

from .champs import (
    AdresseMail,
    Element,
    ElementQuerySet,
    Jour,
    TexteCourt,
    TexteLong,
    facultatif,
)
from .cloison import Cloisonnee, CloisonneQuerySet
from .etablissement import Etablissement, jour_des_lieux
from .mandat import Mandat
from .regles import connu, regle, unique
from .user import User

MUR = "mur"  # the tampon of all the planches
PREAVIS = timedelta(days=60)  # between the notice and the erasing of a projet


class ProjetQuerySet(CloisonneQuerySet):
    def de(self, projet: "Projet") -> "ProjetQuerySet":
        return self.filter(pk=projet.pk).en_main()


class Projet(Cloisonnee):
    """Kit: « la fresque de votre projet ». ``version`` grows with every write on it; ``tampons``
    say at which version each planche last moved, and the whole mur."""

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
    tampons = models.JSONField("dernière version de chaque planche", default=dict, editable=False)
    cree_le = models.DateTimeField("créé le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifié le", auto_now_add=True)
    conserver_jusqu_au = Jour("à conserver jusqu’au", null=True, blank=True)
    preavis_le = models.DateField("préavis d’effacement envoyé le", null=True, editable=False)

    SUR = ("eclaire",)
    # The annexes that whoever came through the door may see; None: all of them.
    montrees: frozenset[int] | None = None

    objects = ProjetQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "projet"
        ordering = ["nom", "pk"]
        constraints = [
            regle("projet_slug_rempli", ~Q(slug=""), "L’adresse du projet ne peut pas être vide.")
        ]

    def __str__(self) -> str:
        return self.nom or "Fresque sans nom"

    @property
    def chez(self) -> str:
        """The établissement, where it is said beside the projet; "" when both have one name."""
        return "" if self.etablissement.nom == self.nom else str(self.etablissement)

    @property
    def nom_entier(self) -> str:
        """The projet, then its établissement: on one line, and never the same name twice."""
        return ", ".join(filter(None, (str(self), self.chez)))

    def tampon(self, code: str = MUR) -> int:
        """The version at which this planche, or the whole mur, last moved."""
        return max(self.tampons.get(MUR, 0), self.tampons.get(code, 0))

    @property
    def terme(self) -> date:
        """The day until which it is kept: the one chosen, or some years after the last change."""
        if self.conserver_jusqu_au:
            return self.conserver_jusqu_au
        return mois_apres(timezone.localdate(self.modifie_le), settings.CONSERVATION_MOIS)

    @property
    def preavis_vaut(self) -> bool:
        """A notice was given, and nobody has written or asked for more time since."""
        return self.preavis_le is not None and self.terme <= self.preavis_le + PREAVIS

    @property
    def efface_apres_le(self) -> date:
        """The last day it is kept, if nobody does anything."""
        if self.preavis_le is None or not self.preavis_vaut:
            return self.terme
        return max(self.terme, self.preavis_le + PREAVIS)


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

    @property
    def appellation(self) -> str:
        """What people are called on the pages; the wall and the file keep the kit's short words."""
        return {
            Role.ANIMATEUR: "Animateur ou animatrice",
            Role.CONTRIBUTEUR: "Contributeur ou contributrice",
            Role.LECTEUR: "Lecteur ou lectrice",
            Role.CHARGE_DE_MISSION: "Chargé ou chargée de mission",
        }.get(self, self.label)


class ParticipantQuerySet(ElementQuerySet):
    def ouverts(self) -> "ParticipantQuerySet":
        """Those whose access is open today (an access closes at the end of its day).

        A chargé de mission also needs a mandate that holds in the établissement's region.
        """
        mandat = Mandat.objects.ouverts().filter(
            user=OuterRef("user"), region=OuterRef("projet__etablissement__region")
        )
        return self.presents().filter(
            Q(acces_clos_le=None)
            | Q(acces_clos_le__gte=jour_des_lieux(etablissement="projet__etablissement")),
            ~Q(role=Role.CHARGE_DE_MISSION) | Exists(mandat),
        )

    def du_compte(self, user: object) -> "ParticipantQuerySet":
        """One person's participations, in every projet."""
        return self.filter(user=user).en_main()

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
    courriel = AdresseMail("Adresse e-mail", blank=True)
    telephone = TexteCourt("Téléphone", max_length=30)
    acces_depuis = models.DateTimeField(
        "Accès depuis le", default=timezone.now, null=True, editable=False
    )
    acces_clos_le = Jour("Accès clos le", null=True, blank=True)
    ordre_equipe = models.PositiveIntegerField(null=True, editable=False)
    user = facultatif(User, editable=False, related_name="participations")

    objects = ParticipantQuerySet.as_manager()  # type: ignore[misc]

    EFFACE = "ancien-membre-"  # how the reference of an erased person begins

    class Meta(Element.Meta):
        verbose_name = "participant"
        constraints = [
            unique(
                "participant_reference_unique",
                ("projet", "reference"),
                "Un autre participant porte déjà cette référence.",
            ),
            unique(
                "participant_compte_unique",
                ("projet", "user"),
                "Ce compte participe déjà à ce projet.",
            ),
            regle("participant_nom_rempli", ~Q(nom=""), "Donnez au moins le nom de la personne."),
            connu("participant_college_connu", "college", College, "Ce collège", vide=True),
            connu("participant_role_connu", "role", Role, "Ce rôle"),
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip()

    @property
    def role_dit(self) -> str:
        return Role(self.role).appellation

    def parti(self, aujourd_hui: date) -> bool:
        """They left the wall, or their access is over (it closes at the end of its day)."""
        clos = self.acces_clos_le
        return self.retire_le is not None or (clos is not None and clos < aujourd_hui)

    @property
    def est_efface(self) -> bool:
        """Their name left for good, at their own demand: nothing typed brings it back."""
        return self.retire_le is not None and self.reference.startswith(self.EFFACE)
