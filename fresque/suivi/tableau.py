"""The tableau de bord: each étape once, under what calls first; filters that are addresses."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from fresque.suivi.etapes import Confiee
from pasapas.valeurs.saisie import NOM_MAX
from pasapas.valeurs.textes import mois_apres

MOI, PERSONNE = "moi", "personne"
MONTREES = 8  # étapes of a group; those beyond are folded
RECENTES = timedelta(days=31)
GROUPES = (
    ("retard", "En retard", "Rien n’est en retard."),
    ("mois", "Ce mois-ci", "Rien de prévu ce mois-ci."),
    ("personne", "Sans personne", "Chaque étape a quelqu’un."),
    ("ensuite", "Ensuite", "Rien de prévu plus tard."),
    ("date", "Sans date", "Chaque étape a une date."),
    ("faites", "Faites récemment", "Aucune depuis un mois."),
)


@dataclass(frozen=True, slots=True)
class Demande:
    """What the address asks for: whose étapes (« moi », « personne », the key of a participant),
    those a name alone has, those of one fiche."""

    qui: str = ""
    nom: str = ""
    fiche: str = ""

    @property
    def requete(self) -> str:
        dits = {"qui": self.qui, "nom": self.nom, "fiche": self.fiche}
        return urlencode({cle: dit for cle, dit in dits.items() if dit})

    @property
    def libre(self) -> bool:
        return not self.requete

    @classmethod
    def lire(cls, dites: Mapping[str, str]) -> "Demande":
        """From an address. A person without étape, a fiche that left: told by the tableau."""
        return cls(*(dites.get(cle, "")[:NOM_MAX] for cle in ("qui", "nom", "fiche")))


@dataclass(frozen=True, slots=True)
class Filtre:
    """A link: what it shows, and how many étapes wait there. ``actif``: it is what one sees, and
    its link takes it off."""

    titre: str
    demande: Demande
    nombre: int
    actif: bool = False
    court: str = ""

    @property
    def requete(self) -> str:
        return f"?{self.demande.requete}"


@dataclass(frozen=True, slots=True)
class Tranche:
    code: str
    titre: str
    rien: str
    etapes: tuple[Confiee, ...]

    @property
    def nombre(self) -> int:
        return len(self.etapes)

    @property
    def montrees(self) -> tuple[Confiee, ...]:
        return self.etapes[:MONTREES]

    @property
    def autres(self) -> tuple[Confiee, ...]:
        return self.etapes[MONTREES:]


@dataclass(frozen=True, slots=True)
class Tableau:
    """``inconnu``: what the address asks for is not there any more, so all is shown."""

    demande: Demande
    tranches: tuple[Tranche, ...]
    vues: tuple[Filtre, ...]
    fiches: tuple[Filtre, ...]
    gens: tuple[Filtre, ...]
    inconnu: bool = False

    def tranche(self, code: str) -> Tranche:
        return next(tranche for tranche in self.tranches if tranche.code == code)


def dresser(
    etapes: tuple[Confiee, ...], moi: int, aujourd_hui: date, demande: Demande | None = None
) -> Tableau:
    """What waits, as ``demande`` asks, on this day."""
    demande = demande or Demande()
    fiches, gens = tuple(_fiches(etapes, moi, demande)), tuple(_gens(etapes, moi, demande))
    inconnu = not _connue(demande, fiches, gens)
    vu = Demande() if inconnu else demande
    gardees = [une for une in etapes if _repond(une, moi, vu)]
    rangees: dict[str, list[Confiee]] = {code: [] for code, _, _ in GROUPES}
    for une in gardees:
        if code := _tranche(une, aujourd_hui, vu):
            rangees[code].append(une)
    ailleurs = sum(une.sans_personne for code in ("retard", "mois") for une in rangees[code])
    return Tableau(
        vu,
        tuple(
            Tranche(
                code,
                titre,
                _plus_haut(ailleurs) if code == PERSONNE and ailleurs else rien,
                tuple(sorted(rangees[code], key=_ordre(code))),
            )
            for code, titre, rien in GROUPES
        ),
        tuple(_vues(etapes, moi, vu)),
        fiches,
        gens,
        inconnu,
    )


def _plus_haut(nombre: int) -> str:
    pluriel = "étapes plus haut n’ont" if nombre > 1 else "étape plus haut n’a"
    return f"{nombre} {pluriel} personne."


def _connue(demande: Demande, fiches: Iterable[Filtre], gens: Iterable[Filtre]) -> bool:
    """Whether there is such a fiche, and such a person with something to do."""
    nomme = bool(demande.nom) or demande.qui not in {"", MOI, PERSONNE}
    return (not demande.fiche or any(filtre.actif for filtre in fiches)) and (
        not nomme or any(filtre.actif for filtre in gens)
    )


def _tranche(une: Confiee, aujourd_hui: date, demande: Demande) -> str:
    """Where it stands: under the first thing that calls."""
    if une.vue.faite_le:
        return "faites" if une.vue.faite_le >= aujourd_hui - RECENTES else ""
    if une.arretee:
        return ""
    if une.en_retard:
        return "retard"
    if _ce_mois_ci(une, aujourd_hui):
        return "mois"
    if une.sans_personne and demande.qui != PERSONNE:
        return "personne"
    return "ensuite" if une.vue.periode else "date"


def _ce_mois_ci(une: Confiee, aujourd_hui: date) -> bool:
    """Under way, or to be begun or done before the month is over."""
    bornes = [jour for jour in (une.debut, une.fin) if jour]
    return bool(bornes) and min(bornes) < mois_apres(aujourd_hui.replace(day=1), 1)


def _ordre(code: str) -> Callable[[Confiee], tuple[object, ...]]:
    if code == "faites":
        return lambda une: (-(une.vue.faite_le or date.min).toordinal(),)
    if code in {"retard", "mois"}:
        return lambda une: (une.fin or date.max, une.debut or date.max)
    return lambda une: (une.debut or une.fin or date.max, une.fin or date.max)


def _repond(une: Confiee, moi: int, demande: Demande) -> bool:
    if demande.fiche and une.code != f"fiche-{demande.fiche}":
        return False
    if demande.nom:
        return any(q.nom == demande.nom and not q.participant for q in une.vue.responsables)
    if demande.qui == MOI:
        return une.vue.est_a(moi)
    if demande.qui == PERSONNE:
        return une.sans_personne
    return not demande.qui or any(str(q.participant) == demande.qui for q in une.vue.responsables)


def _filtre(
    etapes: Iterable[Confiee], moi: int, titre: str, vise: Demande, ici: Demande, sans: Demande
) -> Filtre:
    """The link to ``vise``; back to ``sans`` where one stands there already."""
    nombre = sum(une.attend and _repond(une, moi, vise) for une in etapes)
    return Filtre(titre, sans if vise == ici else vise, nombre, vise == ici)


def _vues(etapes: tuple[Confiee, ...], moi: int, ici: Demande) -> Iterable[Filtre]:
    for titre, qui in (("Toutes", ""), ("À moi", MOI), ("Sans personne", PERSONNE)):
        vise = replace(ici, qui=qui, nom="")
        yield _filtre(etapes, moi, titre, vise, ici, vise)


def _fiches(etapes: tuple[Confiee, ...], moi: int, ici: Demande) -> Iterable[Filtre]:
    fiches = {une.code: (une.coordonnee, une.fiche) for une in etapes}
    sans = replace(ici, fiche="")
    for code, (coordonnee, fiche) in fiches.items():
        vise = replace(ici, fiche=code.removeprefix("fiche-"))
        yield replace(_filtre(etapes, moi, fiche, vise, ici, sans), court=coordonnee)


def _gens(etapes: tuple[Confiee, ...], moi: int, ici: Demande) -> Iterable[Filtre]:
    """Whoever has an étape that waits: those of the group, then the names."""
    qui = {un for une in etapes if une.attend for un in une.vue.responsables}
    sans = replace(ici, qui="", nom="")
    for un in sorted(qui, key=lambda un: (un.participant is None, un.nom)):
        vise = Demande(str(un.participant or ""), "" if un.participant else un.nom, ici.fiche)
        yield _filtre(etapes, moi, un.nom, vise, ici, sans)
