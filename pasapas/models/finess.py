"""The national file of établissements, or what an administrator imported of it: only looked up."""

from django.db import models

from .champs import TexteCourt
from .etablissement import Autorisation, StatutJuridique, TypeEtablissement


class StructureFiness(models.Model):
    """One line of the file. ``cherche``: what is searched, folded; the file gives no person."""

    finess = models.CharField("n° FINESS", max_length=9, unique=True)
    nom = TexteCourt("nom", blank=False)
    type = models.CharField("type", max_length=30, choices=TypeEtablissement, blank=True)
    statut_juridique = models.CharField(
        "statut juridique", max_length=30, choices=StatutJuridique, blank=True
    )
    autorisation = models.CharField("autorisation", max_length=30, choices=Autorisation, blank=True)
    gestionnaire = TexteCourt("association ou organisme gestionnaire")
    departement = TexteCourt("département", max_length=3)
    commune = TexteCourt("commune")
    capacite = models.PositiveIntegerField("capacité (places)", null=True, blank=True)
    cherche = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "structure du fichier FINESS"
        verbose_name_plural = "structures du fichier FINESS"
        ordering = ["nom", "finess"]

    def __str__(self) -> str:
        return f"{self.nom} ({self.finess})"
