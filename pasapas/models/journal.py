"""What happened on a fresque: who, when, where, before, after; and how far it has come."""

from django.db import models

from .champs import TexteCourt
from .cloison import Cloisonnee
from .projet import Participant, Projet
from .regles import regle, unique


class Evenement(Cloisonnee):
    """One change. ``planche`` and ``encart`` say where on the wall it shows."""

    class Action(models.TextChoices):
        AJOUT = "ajout", "ajouté"
        MODIFICATION = "modification", "modifié"
        DEPLACEMENT = "deplacement", "déplacé"
        RETRAIT = "retrait", "retiré"
        RETABLISSEMENT = "retablissement", "rétabli"
        CONFLIT = "conflit", "mis de côté"

    projet = models.ForeignKey(Projet, models.CASCADE, related_name="evenements")
    quand = models.DateTimeField(auto_now_add=True)
    qui = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    nom = TexteCourt("nom au moment du changement")
    action = models.CharField(max_length=20, choices=Action)
    planche = models.SlugField(max_length=60)
    encart = models.SlugField(max_length=60)
    objet = models.SlugField(max_length=60)
    objet_pk = models.BigIntegerField()
    champ = models.SlugField(max_length=60, blank=True)
    avant = models.TextField(blank=True)
    apres = models.TextField(blank=True)

    class Meta:
        verbose_name = "événement"
        ordering = ["-quand", "-pk"]
        indexes = [models.Index(fields=["projet", "planche", "encart", "-quand"])]

    def __str__(self) -> str:
        return f"{self.nom} : {self.get_action_display()} {self.planche}/{self.encart}"


class CleEcriture(Cloisonnee):
    """A write already done, under the key its sender chose: sent again, it does nothing.

    ``envoi`` is a digest of what came last under this key. Something else under the same key is
    what was typed since, by someone whom no answer ever reached: it is written too, starting from
    ``saisie``, the fields last written under this key, whatever they were merged with.

    ``lieu`` is what ``resultat`` is a key of, and the box where it was created: a key is no way
    into another box, nor into another kind of row. Empty when it was created before this was kept.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    projet = models.ForeignKey(Projet, models.CASCADE, related_name="+")
    cree_le = models.DateTimeField(auto_now_add=True)
    resultat = models.BigIntegerField("ligne créée", null=True)
    lieu = models.CharField("nature et case", max_length=200, db_default="", editable=False)
    envoi = models.CharField("empreinte de l’envoi", max_length=64, db_default="", editable=False)
    saisie = models.JSONField("champs écrits", default=dict, editable=False)

    class Meta:
        verbose_name = "clé d’écriture"

    def __str__(self) -> str:
        return str(self.id)


class Avancement(Cloisonnee):
    """How many boxes of one planche are filled, so that lists of projets read one table."""

    projet = models.ForeignKey(Projet, models.CASCADE, related_name="avancements")
    planche = models.SlugField(max_length=60)
    annexe = models.PositiveSmallIntegerField()
    remplis = models.PositiveIntegerField()
    total = models.PositiveIntegerField()

    class Meta:
        verbose_name = "avancement"
        constraints = [
            unique(
                "avancement_unique_par_planche",
                ("projet", "planche"),
                "Cette planche est déjà comptée.",
            ),
            regle(
                "avancement_remplis_au_plus_total",
                models.Q(remplis__lte=models.F("total")),
                "Plus de cases remplies que de cases.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.planche} : {self.remplis}/{self.total}"
