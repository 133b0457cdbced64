"""Accompaniments, visits and services as files."""

from decimal import Decimal, InvalidOperation
from typing import Any

from fresque.accompagnement.eligibilite import eligibilite
from fresque.accompagnement.operations import compter_les_jours
from pasapas.echanges.cellules import Cellule, Choix, DeForme, Liee, OuiNon
from pasapas.echanges.colonnes import AILLEURS, cellule_compte, colonne, jour, ligne
from pasapas.echanges.ressource import Ressource
from pasapas.models import (
    Accompagnement,
    Intervention,
    PhaseAccompagnement,
    Projet,
    TypeIntervention,
)
from pasapas.models.champs import TexteLong

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


class AccompagnementRessource(Ressource):
    cle = ("fresque",)
    exigees = ("fresque",)
    projet = colonne("projet", "fresque", cellule_fresque())
    suivi_par = colonne("suivi_par", "suivi_par", cellule_compte())
    phase = colonne("phase", "phase", Choix(PhaseAccompagnement, vide="1"))
    debut = colonne("debut", "debut", jour())
    fin_prevue = colonne("fin_prevue", "fin_prevue", jour())
    phase_2_le = colonne("phase_2_le", "phase_2_le", jour())
    phase_3_le = colonne("phase_3_le", "phase_3_le", jour())
    termine_le = colonne("termine_le", "termine_le", jour())
    hors_programme = colonne("hors_programme", "hors_programme", OuiNon())
    derogation = colonne(
        "derogation", "derogation", DeForme(TexteLong().formfield(required=False), vide="")
    )
    convention_signee_le = colonne("convention_signee_le", "convention_signee_le", jour())
    jours_prevus = colonne("jours_prevus", "jours_prevus", Jours())

    class Meta(Ressource.Meta):
        model = Accompagnement
        fields = (
            "projet",
            "suivi_par",
            "phase",
            "debut",
            "fin_prevue",
            "phase_2_le",
            "phase_3_le",
            "termine_le",
            "hors_programme",
            "derogation",
            "convention_signee_le",
            "jours_prevus",
        )
        name = "Accompagnements"

    def trouver(self, row: Any) -> Accompagnement | None:
        projet = une_fresque(str(row.get("fresque") or "").strip())
        if projet is None:
            return None
        siens = Accompagnement.objects.de(projet)
        return siens.select_related("projet__etablissement__region", "suivi_par").first()

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


class InterventionRessource(Ressource):
    cle = ("fresque", "type", "date", "intitule")
    exigees = ("fresque", "type", "date")
    projet = colonne("projet", "fresque", cellule_fresque())
    type = colonne("type", "type", Choix(TypeIntervention))
    date = colonne("date", "date", jour())
    intitule = colonne("intitule", "intitule", ligne())
    jours = colonne("jours", "jours", Jours())
    heures = colonne("heures", "heures", Jours())
    note = colonne("note", "note", DeForme(TexteLong().formfield(required=False), vide=""))
    rendez_vous_le = colonne("rendez_vous_le", "rendez_vous_le", jour())
    rappeler_le = colonne("rappeler_le", "rappeler_le", jour())

    class Meta(Ressource.Meta):
        model = Intervention
        fields = (
            "projet",
            "type",
            "date",
            "intitule",
            "jours",
            "heures",
            "note",
            "rendez_vous_le",
            "rappeler_le",
        )
        name = "Visites et services"

    def trouver(self, row: Any) -> Intervention | None:
        projet = une_fresque(str(row.get("fresque") or "").strip())
        try:
            dits = {c: self.fields[c].clean(row) for c in ("type", "date")}
        except (ValueError, KeyError):
            return None
        if projet is None or None in dits.values():
            return None
        intitule = str(row.get("intitule") or "").strip()
        siennes = Intervention.objects.de(projet).filter(**dits, intitule=intitule)
        return siennes.select_related("projet__etablissement").first()

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
        suivi = Accompagnement.objects.celle(instance.accompagnement).get()
        if instance.auteur_id is None and user is not None:
            Intervention.objects.celle(instance).update(auteur=user)
        compter_les_jours(suivi)
        suivi.save(update_fields=["jours_realises"])
