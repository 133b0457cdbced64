"""May the programme take this établissement in, on that day? Each condition and its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pasapas.models import Autorisation, Etablissement, Programme
from pasapas.valeurs.departements import nom_du_departement
from pasapas.valeurs.textes import jour as en_mots


@dataclass(frozen=True, slots=True)
class Condition:
    """``titre``: what is asked; ``dit``: what was found."""

    code: str
    remplie: bool
    titre: str
    dit: str


@dataclass(frozen=True, slots=True)
class Eligibilite:
    """``programme``: whose rules an accompaniment opened on that day goes by."""

    conditions: tuple[Condition, ...]
    programme: Programme | None = None

    @property
    def possible(self) -> bool:
        return all(condition.remplie for condition in self.conditions)

    @property
    def refus(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if not condition.remplie)

    @property
    def raisons(self) -> str:
        """Why not, on one line."""
        return " ; ".join(f"{une.titre} : {une.dit}" for une in self.refus)


def eligibilite(
    etablissement: Etablissement,
    jour: date | None = None,
    programmes: Iterable[Programme] | None = None,
) -> Eligibilite:
    """``jour``: that of the établissement, unless told. ``programmes``: those of its region; read
    when they are not given."""
    jour = jour or etablissement.aujourd_hui
    if programmes is None:
        programmes = Programme.objects.filter(region=etablissement.region_id)
    tous = [p for p in programmes if p.region_id == etablissement.region_id]
    ouverts = [p for p in tous if p.ouvert_le(jour)]
    admettent = [p for p in ouverts if p.admet(etablissement.departement)]
    conditions = (
        _autorisation(etablissement),
        _statut(etablissement),
        _region(etablissement, jour, tous, ouverts),
        *_departement(etablissement, ouverts, admettent),
    )
    return Eligibilite(conditions, next(iter(admettent), None))


def _autorisation(etablissement: Etablissement) -> Condition:
    titre = "Autorisation ASE, ou ASE et PJJ"
    if not etablissement.autorisation:
        return Condition("autorisation", False, titre, "elle n’est pas renseignée")
    dit = Autorisation(etablissement.autorisation).label
    return Condition("autorisation", True, titre, str(dit))


def _statut(etablissement: Etablissement) -> Condition:
    statut = etablissement.get_statut_juridique_display()
    dit = str(statut).lower() if statut else "le statut n’est pas renseigné"
    return Condition("statut", bool(statut), "Public ou privé", dit)


def _region(
    etablissement: Etablissement, jour: date, tous: list[Programme], ouverts: list[Programme]
) -> Condition:
    titre = "Région ouverte ce jour"
    if etablissement.region is None:
        return Condition("region", False, titre, "la région n’est pas renseignée")
    nom = etablissement.region.nom
    if ouverts:
        return Condition("region", True, titre, f"{nom}, {_periode(ouverts[0])}")
    if not tous:
        return Condition("region", False, titre, f"{nom} : aucun programme n’y est prévu")
    dites = ", ".join(_periode(programme) for programme in tous)
    return Condition("region", False, titre, f"{nom} : fermée le {en_mots(jour)} ({dites})")


def _departement(
    etablissement: Etablissement, ouverts: list[Programme], admettent: list[Programme]
) -> tuple[Condition, ...]:
    """Asked only where a period is open: which départements depend on it."""
    if not ouverts:
        return ()
    titre = "Département admis"
    ici = nom_du_departement(etablissement.departement) or "il n’est pas renseigné"
    if admettent:
        return (Condition("departement", True, titre, ici),)
    admis = sorted({code for programme in ouverts for code in programme.departements})
    seuls = ", ".join(nom_du_departement(code) for code in admis)
    region = etablissement.region.nom if etablissement.region else ""
    dit = f"{ici}. {region} : {seuls} seulement"
    return (Condition("departement", False, titre, dit),)


def _periode(programme: Programme) -> str:
    du, au = programme.ouvert_du, programme.ouvert_au
    if du and au:
        return f"du {en_mots(du)} au {en_mots(au)}"
    if au:
        return f"jusqu’au {en_mots(au)}"
    return f"depuis le {en_mots(du)}" if du else "sans date de fin"
