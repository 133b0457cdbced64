"""Everything kept about one person, as one value: a page to read, and JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models
from django.utils import timezone
from django.utils.formats import time_format

from fresque.donnees import registre
from fresque.donnees.lignes import ECRIT_PAR, MOI, Raisons, liees, mentions
from fresque.donnees.personne import Personne
from pasapas.models import Participant, Projet
from pasapas.valeurs.textes import de, jour

TECHNIQUES = {"id", "version", "ordre", "ordre_equipe", "objet_pk", "projet", "user"}
LIBELLES = {  # what libraries do not say in French
    "created_at": "créé le",
    "data": "précisions",
    "extra_data": "ce que cet autre service a dit de vous",
    "ip": "adresse IP",
    "last_seen_at": "vu pour la dernière fois le",
    "last_used_at": "utilisé pour la dernière fois le",
    "primary": "principale",
    "provider": "service",
    "uid": "identifiant dans ce service",
    "user_agent": "navigateur",
    "verified": "vérifiée",
}
PREMIERES = ("pasapas.User", "account.EmailAddress", "pasapas.Participant", "pasapas.Contact")
BIBLIOTHEQUES = ("account.", "admin.", "auth.", "mfa.", "sessions.", "socialaccount.", "user")
AILLEURS = "une autre fresque"
PAQUET = 500


@dataclass(frozen=True, slots=True)
class LigneRelevee:
    """One row. ``champs``: what it says; ``extraits``: where the person is named in it.

    ``numero``: its key as it may be told; that of a session opens the account.
    """

    cle: str
    numero: str
    ou: str
    raisons: tuple[str, ...]
    champs: tuple[tuple[str, Any], ...]
    extraits: tuple[str, ...]

    @property
    def lisibles(self) -> list[tuple[str, str]]:
        """The same, with dates as people write them."""
        return [(libelle, _en_clair(valeur)) for libelle, valeur in self.champs]


@dataclass(frozen=True, slots=True)
class TableRelevee:
    code: str
    nom: str
    sort: str
    lignes: tuple[LigneRelevee, ...]


@dataclass(frozen=True, slots=True)
class Releve:
    nom: str
    etabli_le: datetime
    tables: tuple[TableRelevee, ...]

    def en_json(self) -> dict[str, Any]:
        return {
            "releve": f"Données {de(self.nom)}",
            "etabli_le": self.etabli_le,
            "tables": {
                table.code: {
                    "nom": table.nom,
                    "si_vous_effacez_tout": table.sort,
                    "lignes": [
                        {
                            "cle": ligne.numero,
                            "fresque": ligne.ou,
                            "pourquoi": list(ligne.raisons),
                            "champs": dict(ligne.champs),
                            "extraits": list(ligne.extraits),
                        }
                        for ligne in table.lignes
                    ],
                }
                for table in self.tables
            },
        }


def relever(personne: Personne) -> Releve:
    """Walk every table. What others wrote is not given, but for the words around one's name."""
    ouverts = set(
        registre.partout(Participant)
        .ouverts()
        .filter(pk__in=[p.pk for p in personne.participants])
        .values_list("projet", flat=True)
    )
    siens = [participant.projet_id for participant in personne.participants]
    projets = {p.pk: str(p) for p in registre.partout(Projet).filter(pk__in=siens)}
    tables = (_table(modele, personne, ouverts, projets) for modele in registre.modeles())
    nom = next(iter([*map(str, personne.noms), str(personne.user or "")]), "")
    pleines = sorted((table for table in tables if table.lignes), key=_rang)
    return Releve(nom, timezone.localtime(), tuple(pleines))


def _rang(table: TableRelevee) -> tuple[int, str]:
    """Who one is first, then what one wrote, then the traces of the machine."""
    if table.code in PREMIERES:
        return PREMIERES.index(table.code), ""
    return len(PREMIERES) + table.code.startswith(BIBLIOTHEQUES), table.nom


def _table(
    modele: type[models.Model],
    personne: Personne,
    ouverts: set[int],
    projets: dict[int | None, str],
) -> TableRelevee:
    raisons, extraits = liees(modele, personne), mentions(modele, personne)
    # Elsewhere, even the words around one's name are not theirs to read: a name one gave oneself
    # before leaving, « la réunion », would go on saying what the others write.
    lus = {*ouverts, None}
    dite, options = registre.table(modele), modele._meta
    lignes = [
        LigneRelevee(
            cle=str(instance.pk),
            numero="" if options.pk.name in dite.secrets else str(instance.pk),
            ou=projets.get(projet_de(instance), AILLEURS if projet_de(instance) else ""),
            raisons=_raisons(raisons.get(instance.pk)),
            champs=tuple(_champs(instance)) if _se_donne(instance, raisons, ouverts) else (),
            extraits=tuple(extraits.get(instance.pk, ()) if projet_de(instance) in lus else ()),
        )
        for instance in _instances(modele, [*{**raisons, **extraits}])
    ]
    nom = options.verbose_name if len(lignes) == 1 else options.verbose_name_plural
    return TableRelevee(options.label, dite.titre or str(nom), dite.sort.value, tuple(lignes))


def projet_de(instance: models.Model) -> int | None:
    return instance.pk if isinstance(instance, Projet) else getattr(instance, "projet_id", None)


def _raisons(trouvees: set[str] | None) -> tuple[str, ...]:
    if not trouvees:
        return ("votre nom y est écrit",)
    return (MOI,) if MOI in trouvees else tuple(sorted(trouvees))


def _instances(modele: type[models.Model], cles: list[Any]) -> Iterator[models.Model]:
    """These rows and what they point to, a few hundred at a time."""
    pointes = [f.name for f in modele._meta.concrete_fields if f.remote_field]
    lignes = registre.partout(modele).select_related(*pointes).order_by("pk")
    cles = sorted(cles)
    for debut in range(0, len(cles), PAQUET):
        yield from lignes.filter(pk__in=cles[debut : debut + PAQUET])


def _se_donne(instance: models.Model, raisons: Raisons, ouverts: set[int]) -> bool:
    """All the row: it is the person, they wrote it, or they may read that fresque today."""
    pourquoi = raisons.get(instance.pk)
    if not pourquoi:
        return False
    projet = projet_de(instance)
    return projet is None or projet in ouverts or bool({MOI, ECRIT_PAR} & pourquoi)


def _en_clair(valeur: Any) -> str:
    if isinstance(valeur, datetime):
        return f"{jour(valeur)} à {time_format(valeur)}"
    return jour(valeur) if isinstance(valeur, date) else str(valeur)


def _champs(instance: models.Model) -> Iterator[tuple[str, Any]]:
    dite = registre.table(type(instance))
    tus = {*TECHNIQUES, *dite.secrets, *dite.prives, *dite.voisins}
    for champ in instance._meta.concrete_fields:
        valeur = None if champ.name in tus else _valeur(instance, champ)
        if valeur not in (None, "", [], {}):
            yield LIBELLES.get(champ.name) or str(champ.verbose_name), valeur

    if isinstance(instance, Authenticator) and instance.data.get("name"):
        yield "nom", instance.data["name"]


def _valeur(instance: models.Model, champ: models.Field) -> Any:
    if champ.choices:
        return getattr(instance, f"get_{champ.name}_display")()
    valeur = getattr(instance, champ.name)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, models.Model):
        return str(valeur)
    return timezone.localtime(valeur) if isinstance(valeur, datetime) else valeur
