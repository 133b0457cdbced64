"""Regions, accounts and mandats as files."""

from typing import Any
from zoneinfo import available_timezones

from pasapas.echanges.cellules import DeForme, OuiNon
from pasapas.echanges.colonnes import (
    Regions,
    cellule_compte,
    cellule_region,
    colonne,
    jour,
    ligne,
    un_compte,
)
from pasapas.echanges.ressource import Ressource
from pasapas.models import Mandat, Region, User
from pasapas.valeurs.saisie import CourrielField


class RegionRessource(Ressource):
    cle = ("code",)
    exigees = ("code",)
    code = colonne("code", "code", ligne(50))
    nom = colonne("nom", "nom", ligne())
    fuseau = colonne("fuseau", "fuseau", ligne())

    class Meta(Ressource.Meta):
        model = Region
        fields = (
            "code",
            "nom",
            "fuseau",
        )
        name = "Régions"

    def trouver(self, row: Any) -> Region | None:
        return Region.objects.filter(code=str(row.get("code") or "").strip()).first()

    def refuser(self, instance: Region) -> dict[str, Any]:
        if instance.fuseau not in available_timezones():
            return {"fuseau": "Un nom de fuseau, par exemple : Europe/Paris."}
        return {}


class CompteRessource(Ressource):
    """People, not their rights: those are given one by one."""

    cle = ("email",)
    exigees = ("email",)
    email = colonne("email", "email", DeForme(CourrielField(required=False)))
    prenom = colonne("prenom", "prenom", ligne(100))
    nom = colonne("nom", "nom", ligne(100))
    is_active = colonne("is_active", "actif", OuiNon())

    class Meta(Ressource.Meta):
        model = User
        fields = (
            "email",
            "prenom",
            "nom",
            "is_active",
        )
        name = "Comptes"

    def trouver(self, row: Any) -> User | None:
        return un_compte(str(row.get("email") or "").strip())

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        instance.email = (instance.email or "").lower() or None
        if instance.pk is None:
            instance.set_unusable_password()

    def refuser(self, instance: User) -> dict[str, Any]:
        if not instance.email:
            return {"email": "Donnez une adresse e-mail."}
        if instance.is_staff or instance.is_superuser:
            return {"email": "Ce compte administre : changez-le un à un."}
        return {}


class MandatRessource(Ressource):
    cle = ("compte", "region")
    exigees = ("compte", "region")
    user = colonne("user", "compte", cellule_compte())
    region = colonne("region", "region", cellule_region())
    debut = colonne("debut", "debut", jour())
    fin = colonne("fin", "fin", jour())

    class Meta(Ressource.Meta):
        model = Mandat
        fields = (
            "user",
            "region",
            "debut",
            "fin",
        )
        name = "Mandats"

    def trouver(self, row: Any) -> Mandat | None:
        compte = un_compte(str(row.get("compte") or "").strip())
        region = Regions().trouver(str(row.get("region") or "").strip())
        return Mandat.objects.filter(user=compte, region=region).first() if compte else None
