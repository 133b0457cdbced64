"""Regions, accounts and mandats as files."""

from typing import Any
from zoneinfo import available_timezones

from pasapas.echanges.cellules import OuiNon
from pasapas.echanges.colonnes import (
    AdresseCourriel,
    Colonne,
    cellule_compte,
    cellule_region,
    jour,
    ligne,
)
from pasapas.echanges.ressource import Ressource
from pasapas.models import Mandat, Region, User


class RegionRessource(Ressource):
    exigees = ("code",)
    code = Colonne(ligne(50))
    nom = Colonne(ligne())
    fuseau = Colonne(ligne())

    class Meta(Ressource.Meta):
        model = Region
        import_id_fields = ("code",)
        name = "Régions"

    def refuser(self, instance: Region) -> dict[str, Any]:
        if instance.fuseau not in available_timezones():
            return {"fuseau": "Un nom de fuseau, par exemple : Europe/Paris."}
        return {}


class CompteRessource(Ressource):
    """People, not their rights: those are given one by one."""

    exigees = ("email",)
    email = Colonne(AdresseCourriel(vide=None))
    prenom = Colonne(ligne(100))
    nom = Colonne(ligne(100))
    is_active = Colonne(OuiNon(), code="actif")

    class Meta(Ressource.Meta):
        model = User
        import_id_fields = ("email",)
        name = "Comptes"

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        """An account without address is a card's: nothing would name it where it comes in."""
        return super().filter_export(queryset.exclude(email=None), **kwargs)

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if instance.pk is None:
            instance.set_unusable_password()

    def refuser(self, instance: User) -> dict[str, Any]:
        if not instance.email:
            return {"email": "Donnez une adresse e-mail."}
        if instance.is_staff or instance.is_superuser:
            return {"email": "Ce compte administre : changez-le un à un."}
        return {}


class MandatRessource(Ressource):
    exigees = ("compte", "region")
    user = Colonne(cellule_compte(), code="compte")
    region = Colonne(cellule_region())
    debut = Colonne(jour())
    fin = Colonne(jour())

    class Meta(Ressource.Meta):
        model = Mandat
        import_id_fields = ("user", "region")
        name = "Mandats"

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        return super().filter_export(queryset.exclude(user__email=None), **kwargs)
