"""Établissements and services as files: by which natural key, and what a row moves elsewhere."""

from typing import Any

from tablib import Dataset

from pasapas.echanges.cellules import Choix, Liee
from pasapas.echanges.colonnes import (
    AILLEURS,
    Departement,
    Entier,
    Finess,
    cellule_region,
    colonne,
    ligne,
)
from pasapas.echanges.ressource import Ressource
from pasapas.ecriture.administration import bouger_etablissement, fresques, geste_de
from pasapas.ecriture.changements import reference_libre, suivant
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


class EtablissementRessource(Ressource):
    """By its FINESS, or by its name in its département."""

    contraintes = False  # its fields say them all
    cle = ("finess",)
    exigees = ("nom",)
    synonymes = {
        "N° FINESS": "finess",
        "Établissement": "nom",
        "Dép.": "departement",
        "Région": "region",
        "Statut": "statut_juridique",
    }
    nom = colonne("nom", "nom", ligne())
    nom_court = colonne("nom_court", "nom_court", ligne())
    finess = colonne("finess", "finess", Finess())
    gestionnaire = colonne("gestionnaire", "gestionnaire", ligne())
    type = colonne("type", "type", Choix(TypeEtablissement, vide="autre"))
    statut_juridique = colonne("statut_juridique", "statut_juridique", Choix(StatutJuridique))
    autorisation = colonne("autorisation", "autorisation", Choix(Autorisation))
    departement = colonne("departement", "departement", Departement())
    commune = colonne("commune", "commune", ligne())
    region = colonne("region", "region", cellule_region())
    capacite = colonne("capacite", "capacite", Entier())
    effectif = colonne("effectif", "effectif", Entier())

    class Meta(Ressource.Meta):
        model = Etablissement
        fields: tuple[str, ...] = (
            "nom",
            "nom_court",
            "finess",
            "gestionnaire",
            "type",
            "statut_juridique",
            "autorisation",
            "departement",
            "commune",
            "region",
            "capacite",
            "effectif",
        )
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
        self.par_finess: dict[str, Etablissement] = {}
        self.par_nom: dict[tuple[str, str], list[Etablissement]] = {}
        for un in tous:
            if un.finess and un.finess in finess:
                self.par_finess[un.finess] = un
            if un.nom in noms:
                self.par_nom.setdefault((un.nom, un.departement), []).append(un)

    def trouver(self, row: Any) -> Etablissement | None:
        finess = str(row.get("finess") or "").replace(" ", "")
        if finess in self.par_finess:
            return self.par_finess[finess]
        departement = str(row.get("departement") or "").strip().upper()
        departement = departement.zfill(2) if departement.isdecimal() else departement
        memes = self.par_nom.get((str(row.get("nom") or "").strip(), departement), [])
        libres = [un for un in memes if not (un.finess and finess)]
        return libres[0] if len(libres) == 1 else None

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        self.avant_region = instance.region_id

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if instance.departement and not instance.region_id:
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
        bouger_etablissement(instance)
        if original is None or original.pk is None:
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
    """By its FINESS, else by its name when one alone bears it."""
    tous = Etablissement.objects.sans_projet(RAISON).select_related("region")
    par_finess = tous.filter(finess=dit.replace(" ", "")).first() if dit else None
    if par_finess:
        return par_finess
    memes = list(tous.filter(nom=dit)[:2])
    return memes[0] if len(memes) == 1 else None


def cle_d_etablissement(un: Etablissement) -> str:
    return un.finess or un.nom


def cellule_etablissement() -> Liee:
    return Liee(
        un_etablissement,
        cle_d_etablissement,
        "« {} » : aucun établissement, ou plusieurs, ont ce numéro ou ce nom.",
    )


class ServiceRessource(Ressource):
    cle = ("etablissement", "nom")
    exigees = ("etablissement", "nom")
    etablissement = colonne("etablissement", "etablissement", cellule_etablissement())
    nom = colonne("nom", "nom", ligne())
    public = colonne("public", "public", ligne())
    places = colonne("places", "places", Entier())

    class Meta(Ressource.Meta):
        model = Service
        fields = (
            "etablissement",
            "nom",
            "public",
            "places",
        )
        name = "Services"

    def trouver(self, row: Any) -> Service | None:
        la = un_etablissement(str(row.get("etablissement") or "").strip())
        siens = Service.objects.filter(etablissement=la) if la else None
        return siens.presents().filter(nom=str(row["nom"]).strip()).first() if siens else None

    def refuser(self, instance: Service) -> dict[str, Any]:
        if instance.etablissement_id is None:
            return {"etablissement": "Dites de quel établissement."}
        ailleurs = self.est_ailleurs(instance.etablissement.region_id)
        return {"etablissement": AILLEURS} if ailleurs else {}

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if instance.pk is None:
            deja = Service.objects.filter(etablissement=instance.etablissement)
            instance.reference = reference_libre(deja, instance.nom)
            instance.ordre = suivant(deja)

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        instance.reference = instance.reference or "service"
        super().validate_instance(instance, *args, **kwargs)

    def apres(self, instance: Service, original: Any, user: Any) -> None:
        geste = geste_de(user, fresques(instance.etablissement), "eclaire", "services")
        neuf = original is None or original.pk is None
        action = Evenement.Action.AJOUT if neuf else Evenement.Action.MODIFICATION
        if geste:
            noter(geste, action, instance, [Changement(apres=str(instance))])
        bouger_etablissement(instance.etablissement)
