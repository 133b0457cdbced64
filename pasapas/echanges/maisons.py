"""Établissements and services as files: by which natural key, and what a row moves elsewhere."""

import re
from collections import Counter
from typing import Any

from tablib import Dataset

from pasapas.echanges.cellules import Choix, Liee
from pasapas.echanges.colonnes import (
    AILLEURS,
    Colonne,
    Departement,
    Entier,
    Finess,
    cellule_region,
    ligne,
)
from pasapas.echanges.ressource import Ressource
from pasapas.ecriture.administration import (
    bouger_etablissement,
    dire_service,
    fresques,
    geste_de,
    placer,
)
from pasapas.ecriture.journal import Changement, dire, noter
from pasapas.models import (
    Autorisation,
    Etablissement,
    Evenement,
    Region,
    Service,
    StatutJuridique,
    TypeEtablissement,
)
from pasapas.valeurs.departements import DEPARTEMENTS

RAISON = "une table qui vient d’un fichier, lue par sa clé"


def _finess(row: Any) -> str:
    return str(row.get("finess") or "").replace(" ", "")


def _commune(row: Any) -> str:
    return str(row.get("commune") or "").strip()


def _lieu(row: Any) -> tuple[str, str]:
    departement = str(row.get("departement") or "").strip().upper()
    departement = departement.zfill(2) if departement.isdecimal() else departement
    return str(row.get("nom") or "").strip(), departement


class EtablissementRessource(Ressource):
    """By its FINESS, or by its name in its département."""

    contraintes = False  # its fields say them all
    lues = ("region",)
    exigees = ("nom",)
    synonymes = {
        "N° FINESS": "finess",
        "Établissement": "nom",
        "Dép.": "departement",
        "Région": "region",
        "Statut": "statut_juridique",
    }
    nom = Colonne(ligne())
    nom_court = Colonne(ligne())
    finess = Colonne(Finess())
    gestionnaire = Colonne(ligne())
    type = Colonne(Choix(TypeEtablissement, vide="autre"))
    statut_juridique = Colonne(Choix(StatutJuridique))
    autorisation = Colonne(Choix(Autorisation))
    departement = Colonne(Departement())
    commune = Colonne(ligne())
    region = Colonne(cellule_region())
    capacite = Colonne(Entier())
    effectif = Colonne(Entier())

    class Meta(Ressource.Meta):
        model = Etablissement
        import_id_fields = ("finess",)
        name = "Établissements"

    def preparer(self, dataset: Dataset) -> None:
        """Those that this file can name: 1 query."""
        tous = Etablissement.objects.sans_projet(RAISON).select_related("region").order_by("pk")
        dits = {
            titre: set(dataset[titre]) for titre in ("nom", "finess") if titre in dataset.headers
        }
        finess = {str(un).replace(" ", "") for un in dits.get("finess", ()) if un}
        self.cherches = finess
        self.regions_lues = {region.code: region for region in Region.objects.all()}
        noms = {str(un).strip() for un in dits.get("nom", ()) if un}
        self.homonymes = Counter(map(_lieu, dataset.dict))
        self.par_finess: dict[str, Etablissement] = {}
        self.par_nom: dict[tuple[str, str], list[Etablissement]] = {}
        for un in tous:
            if un.finess and un.finess in finess:
                self.par_finess[un.finess] = un
            if un.nom in noms:
                self.par_nom.setdefault((un.nom, un.departement), []).append(un)

    def nommee(self, row: Any) -> tuple[str, ...]:
        """Without number: its name, where it is."""
        finess = _finess(row)
        return (finess,) if finess else (*_lieu(row), _commune(row))

    def champ_nommant(self, row: Any) -> str:
        return "finess" if _finess(row) else "nom"

    def get_instance(self, instance_loader: Any, row: Any) -> Etablissement | None:
        """By its number; else by its name in its département, told from a namesake by its
        commune."""
        finess = _finess(row)
        if finess in self.par_finess:
            return self.par_finess[finess]
        memes = self.par_nom.get(_lieu(row), [])
        libres = [un for un in memes if not (un.finess and finess)]
        seul = len(libres) == 1 and self.homonymes[_lieu(row)] == 1
        if not seul:
            libres = [un for un in libres if un.commune == _commune(row)]
        return libres[0] if len(libres) == 1 else None

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        self.avant_region = instance.region_id

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        deduite = instance.pk is None or "region" not in row  # else it was left empty on purpose
        if deduite and instance.departement and not instance.region_id:
            code = DEPARTEMENTS[instance.departement][1]
            instance.region = self.regions_lues.get(code)

    def refuser(self, instance: Etablissement) -> dict[str, Any]:
        avant = self.avant_region if instance.pk else instance.region_id
        if self.est_ailleurs(instance.region_id) or self.est_ailleurs(avant):
            return {"region": AILLEURS}
        if instance.finess and instance.finess not in self.cherches:
            autres = Etablissement.objects.sans_projet(RAISON).filter(finess=instance.finess)
            if autres.exclude(pk=instance.pk).exists():
                return {"finess": "Un autre établissement porte ce numéro."}
        return {}

    def apres(self, instance: Etablissement, original: Any, user: Any) -> None:
        """Its fresques say what changed, and by whom."""
        neuf = original is None or original.pk is None
        bouger_etablissement(instance, neuf=neuf)
        if neuf:
            return
        dits = [
            Changement(nom, dire(original, nom), dire(instance, nom))
            for nom in self.fields
            if getattr(original, nom) != getattr(instance, nom)
        ]
        geste = geste_de(user, fresques(instance), "eclaire", "etablissement")
        if geste and dits:
            noter(geste, Evenement.Action.MODIFICATION, instance, dits)


def un_etablissement(dit: str) -> Etablissement | None:
    """By its FINESS, else as ``cle_d_etablissement`` says it, when one alone is said so; else by
    its name when one alone bears it."""
    tous = Etablissement.objects.sans_projet(RAISON).select_related("region").order_by("pk")
    if par_finess := tous.filter(finess=dit.replace(" ", "")).exclude(finess="").first():
        return par_finess
    debuts = [dit[: trouve.start()] for trouve in re.finditer(r", | \(", dit)]
    memes = list(tous.filter(nom__in=[dit, *debuts])[:50])
    exacts = [un for un in memes if cle_d_etablissement(un) == dit]
    exacts = exacts or [un for un in memes if un.nom == dit]
    return exacts[0] if len(exacts) == 1 else None


def cle_d_etablissement(un: Etablissement) -> str:
    """« 490001122 », else « Les Tilleuls, Cholet (49) »."""
    departement = f" ({un.departement})" if un.departement else ""
    return un.finess or ", ".join(filter(None, (un.nom, un.commune))) + departement


def cellule_etablissement() -> Liee:
    return Liee(
        un_etablissement,
        cle_d_etablissement,
        "« {} » : aucun établissement, ou plusieurs, ont ce numéro ou ce nom.",
    )


class ServiceRessource(Ressource):
    exigees = ("etablissement", "nom")
    etablissement = Colonne(cellule_etablissement(), "Établissement")
    nom = Colonne(ligne())
    public = Colonne(ligne())
    places = Colonne(Entier())

    class Meta(Ressource.Meta):
        model = Service
        import_id_fields = ("etablissement", "nom")
        name = "Services"

    def get_queryset(self) -> Any:
        siens = super().get_queryset().presents()
        return siens.select_related("etablissement__region")

    def refuser(self, instance: Service) -> dict[str, Any]:
        if instance.etablissement_id is None:
            return {"etablissement": "Dites de quel établissement."}
        ailleurs = self.est_ailleurs(instance.etablissement.region_id)
        return {"etablissement": AILLEURS} if ailleurs else {}

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if instance.pk is None:
            placer(instance)

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        instance.reference = instance.reference or "service"
        super().validate_instance(instance, *args, **kwargs)

    def apres(self, instance: Service, original: Any, user: Any) -> None:
        geste = geste_de(user, fresques(instance.etablissement), "eclaire", "services")
        neuf = original is None or original.pk is None
        action = Evenement.Action.AJOUT if neuf else Evenement.Action.MODIFICATION
        dire_service(geste, action, instance, [Changement(apres=str(instance))])
        bouger_etablissement(instance.etablissement)
