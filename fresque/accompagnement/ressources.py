"""Accompaniments, visits and services as files."""

from decimal import Decimal, InvalidOperation
from typing import Any

from fresque.accompagnement.eligibilite import eligibilite
from fresque.accompagnement.operations import recompter_les_jours, signaler
from pasapas.echanges.cellules import Cellule, Choix, DeForme, Liee, OuiNon
from pasapas.echanges.colonnes import AILLEURS, Colonne, Entier, cellule_compte, jour, ligne
from pasapas.echanges.ressource import Ressource
from pasapas.models import (
    Accompagnement,
    Intervention,
    PhaseAccompagnement,
    Projet,
    TypeIntervention,
)
from pasapas.models.champs import TexteLong
from pasapas.valeurs.saisie import HeureField

RAISON = "une table qui vient d’un fichier, lue par l’adresse de la fresque"
JOURS_MAX = Decimal(999)


def une_fresque(dit: str) -> Projet | None:
    tous = Projet.objects.sans_projet(RAISON).select_related("etablissement__region")
    return tous.filter(slug=dit).first()


def cellule_fresque() -> Liee:
    return Liee(une_fresque, lambda p: p.slug, "« {} » : aucune fresque n’a cette adresse.")


class Jours(Cellule):
    """« 0,5 »."""

    def lire(self, dit: str) -> Decimal | None:
        if not dit:
            return None
        try:
            valeur = Decimal(dit.replace(",", ".").replace(" ", "")).quantize(Decimal("0.1"))
        except InvalidOperation as refus:
            raise ValueError(f"« {dit[:40]} » : écrivez un nombre, par exemple 0,5.") from refus
        if not 0 <= valeur <= JOURS_MAX:
            raise ValueError("Un nombre entre 0 et 999.")
        return valeur

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value).replace(".", ",")


def texte() -> DeForme:
    """With its lines."""
    return DeForme(TexteLong().formfield(required=False), vide="")


class AccompagnementRessource(Ressource):
    exigees = ("fresque",)
    projet = Colonne(cellule_fresque(), "Fresque", code="fresque")
    suivi_par = Colonne(cellule_compte())
    phase = Colonne(Choix(PhaseAccompagnement, vide="1"))
    debut = Colonne(jour())
    fin_prevue = Colonne(jour())
    phase_2_le = Colonne(jour())
    phase_3_le = Colonne(jour())
    termine_le = Colonne(jour())
    hors_programme = Colonne(OuiNon())
    derogation = Colonne(texte())
    derogation_par = Colonne(cellule_compte())
    derogation_le = Colonne(jour())
    autorisation_verifiee_le = Colonne(jour())
    convention_signee_le = Colonne(jour())
    jours_prevus = Colonne(Jours())
    entretien_date = Colonne(jour())
    entretien_duree = Colonne(Entier(), "Durée de l’entretien (minutes)")
    entretien_mode = Colonne(ligne())
    entretien_compte_rendu = Colonne(texte())
    entretien_pour_le_groupe = Colonne(texte(), "Entretien, à dire au groupe")

    class Meta(Ressource.Meta):
        model = Accompagnement
        import_id_fields = ("projet",)
        name = "Accompagnements"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("projet__etablissement__region", "suivi_par")

    def refuser(self, instance: Accompagnement) -> dict[str, Any]:
        """A new one goes by the programme, as everywhere."""
        if instance.projet_id is None:
            return {"projet": "Dites de quelle fresque."}
        la = instance.projet.etablissement
        if self.est_ailleurs(la.region_id):
            return {"projet": AILLEURS}
        if instance.pk is None and not instance.hors_programme:
            dit = eligibilite(la, instance.debut)
            instance.programme = dit.programme
            if not (dit.possible or instance.derogation):
                return {"projet": f"Le programme ne peut pas l’accueillir. {dit.raisons}."}
        return {}

    def apres(self, instance: Accompagnement, original: Any, user: Any) -> None:
        signaler(instance)


class InterventionRessource(Ressource):
    """Two calls of one day are two lines."""

    repetees = True
    exigees = ("fresque", "type", "date")
    projet = Colonne(cellule_fresque(), "Fresque", code="fresque")
    type = Colonne(Choix(TypeIntervention))
    date = Colonne(jour())
    intitule = Colonne(ligne())
    jours = Colonne(Jours())
    heures = Colonne(Jours())
    note = Colonne(texte())
    rendez_vous_le = Colonne(jour())
    rendez_vous_heure = Colonne(DeForme(HeureField(required=False)), "Heure du rendez-vous")
    rappeler_le = Colonne(jour())
    auteur = Colonne(cellule_compte())

    class Meta(Ressource.Meta):
        model = Intervention
        import_id_fields = ("projet", "type", "date", "intitule")
        name = "Visites et services"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("projet__etablissement", "auteur")

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Noted by whoever brings it, unless the file says."""
        if instance.pk is None and "auteur" not in row:
            instance.auteur = kwargs.get("user")

    def refuser(self, instance: Intervention) -> dict[str, Any]:
        if instance.projet_id is None:
            return {"projet": "Dites de quelle fresque."}
        if self.est_ailleurs(instance.projet.etablissement.region_id):
            return {"projet": AILLEURS}
        suivi = Accompagnement.objects.de(instance.projet).first()
        if suivi is None:
            return {"projet": "Cette fresque n’a pas d’accompagnement."}
        instance.accompagnement = suivi
        if not instance.type or instance.date is None:
            return {"date": "Dites ce que c’était, et quel jour."}
        return {}

    def apres(self, instance: Intervention, original: Any, user: Any) -> None:
        recompter_les_jours(instance.accompagnement, original, instance)
