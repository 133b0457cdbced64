"""The cells: one address, one person, one place, one way of asking; and what must come back."""

import gzip
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from pasapas.acces.adresses import ADMINISTRATION, CONNECTE, FERMEE, PROJET, PUBLIQUE, Adresse
from pasapas.models import Role
from tests.droits.exemples import COUSINES, frappe, valeurs
from tests.droits.lieux import AILLEURS, CLOS, ICI, LIEUX, Lieu
from tests.droits.papier import Papier
from tests.droits.visiteurs import Visiteur

ENTIERE = os.environ.get("PASAPAS_MATRICE") == "entiere"
MODES = ("GET", "GET htmx", "POST", "POST htmx")
ECRITURE = re.compile(
    r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+[\"`]?(\w+)",
    re.IGNORECASE,
)
TABLES = set(connection.introspection.django_table_names())
# What any visit may write: the session, and that someone tried.
JOURNAL_DES_VISITES = {"django_session", "usersessions_usersession", "pasapas_tentative"}


# The back office of whoever was given nothing in it: an empty page, and ways to others.
VIDES = {"admin:index", "admin:jsi18n", "admin:password_change", "admin:password_change_done"}
MENE = "<path:object_id>/"  # to the page of the row, whatever the row
RENVOIENT = {"admin:login", "account_logout"}
A_SOI = {"mes_donnees", "mes_donnees_page", "mes_donnees_json"}  # what one wrote, even far away
ENTIERS = {"anonyme", "pilote", "lecteur", "administrateur"}
# allauth notes that the codes were shown.
LUES_UNE_FOIS = {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}
EGARES = {"pilote", "lecteur", "etrangere"}
PREUVES = ("/comptes/reauthenticate/", "/comptes/preuves/")


@dataclass(frozen=True)
class Cellule:
    """``detour``: the row named in the address is not the one that belongs there."""

    adresse: Adresse
    visiteur: Visiteur
    lieu: str
    mode: str
    url: str
    detour: bool = False

    def __str__(self) -> str:
        return f"{self.visiteur.nom}, {self.lieu}, {self.mode} {self.url}"

    @property
    def ecrit(self) -> bool:
        return self.mode.startswith("POST")


@dataclass
class Monde:
    lieux: dict[str, Lieu]
    visiteurs: dict[str, Visiteur]
    papier: Papier


def cellules(adresse: Adresse, monde: Monde) -> Iterator[Cellule]:
    """Every cell of one address; readings first."""
    urls = list(_urls(adresse, monde))
    for mode in MODES:
        for lieu, url, detour in urls:
            for visiteur in monde.visiteurs.values():
                cellule = Cellule(adresse, visiteur, lieu, mode, url, detour)
                if _dit_quelque_chose(cellule):
                    yield cellule


def _dit_quelque_chose(cellule: Cellule) -> bool:
    """Cells that only repeat others are left out: a stranger finds closed what is not hers in
    any place; a row out of place is so for every role; what differs between
    roles, or between strangers, shows in two ways of asking out of four.
    ``PASAPAS_MATRICE=entiere`` leaves none out (``make hostile``)."""
    visiteur = cellule.visiteur
    if ENTIERE:
        return True
    if cellule.detour and visiteur.nom not in EGARES:
        return False
    if cellule.adresse.acces == ADMINISTRATION and cellule.lieu != ICI:
        return visiteur.conseille and cellule.mode in {"GET", "POST"}
    if cellule.lieu == CLOS and not visiteur.clos:
        return False
    if cellule.lieu == AILLEURS and AILLEURS in visiteur.acces:
        return False
    if cellule.mode in {"GET", "POST htmx"}:
        return True
    if accueillie(cellule):
        return visiteur.nom in ENTIERS
    return visiteur.nom == ("lecteur" if cellule.mode == "POST" else "pilote")


def _urls(adresse: Adresse, monde: Monde) -> Iterator[tuple[str, str, bool]]:
    ici = valeurs(adresse, monde.lieux[ICI])
    if adresse.acces == ADMINISTRATION or not adresse.parametres:
        yield ICI, url_de(adresse, ici), False
        la_bas = url_de(adresse, valeurs(adresse, monde.lieux[AILLEURS]))
        if la_bas != url_de(adresse, ici):
            yield AILLEURS, la_bas, False
        return
    urls = {nom: url_de(adresse, valeurs(adresse, monde.lieux[nom])) for nom in LIEUX}
    for nom, url in urls.items():
        if nom == ICI or url != urls[ICI]:
            yield nom, url, False
    if adresse.acces == PROJET:
        for detour in _detours(adresse, monde, ici):
            yield ICI, url_de(adresse, {**ici, **detour}), True


def _detours(adresse: Adresse, monde: Monde, ici: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of other fresques under this one's address, then its own rows out of place."""
    for nom in (AILLEURS, CLOS):
        autres = valeurs(adresse, monde.lieux[nom])
        enfants = {cle: v for cle, v in autres.items() if cle != "slug" and v != ici[cle]}
        yield from ({cle: valeur} for cle, valeur in enfants.items())
        if len(enfants) > 1:
            yield enfants
    if adresse.nom in COUSINES:
        yield from COUSINES[adresse.nom](monde.lieux[ICI])


def url_de(adresse: Adresse, valeurs: dict[str, Any]) -> str:
    try:
        return reverse(adresse.nom, kwargs=valeurs)
    except NoReverseMatch:
        chemin = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(valeurs[m[1]]), adresse.chemin)
        return "/" + re.sub(r"[\^$]|\(\?P|\.\*\)|\)", "", chemin)


@contextmanager
def ecritures() -> Iterator[set[str]]:
    """The tables written meanwhile."""
    tables: set[str] = set()

    def garde(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        trouve = ECRITURE.match(sql)
        if trouve:
            tables.add(trouve[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(garde):
        yield tables


def demander(cellule: Cellule, monde: Monde) -> HttpResponse:
    client = cellule.visiteur.revenir()
    entetes = {"HX-Request": "true"} if "htmx" in cellule.mode else {}
    if not cellule.ecrit:
        return client.get(cellule.url, headers=entetes)
    envoi = frappe(cellule.adresse, monde.lieux[cellule.lieu])
    return client.post(cellule.url, envoi, headers=entetes)


def essayer(cellule: Cellule, monde: Monde) -> list[str]:
    """Ask, look at everything, undo; what is wrong."""
    with transaction.atomic():
        with ecritures() as tables:
            reponse = demander(cellule, monde)
            papier = "".join(monde.papier.sortis())
        fautes = [*_statut(cellule, reponse), *_fuites(cellule, reponse, papier, monde)]
        tables -= JOURNAL_DES_VISITES | permises(cellule)
        if tables:
            fautes.append(f"écrit dans {sorted(tables)}")
        if accueillie(cellule):
            transaction.set_rollback(True)
    if accueillie(cellule) and cellule.ecrit:
        cache.clear()  # what was just undone may be there
    return [f"{cellule} : {faute}" for faute in fautes]


def accueillie(cellule: Cellule) -> bool:
    """Is this person at home at this address?"""
    acces, visiteur = cellule.adresse.acces, cellule.visiteur
    if acces == PROJET:
        participant = visiteur.acces.get(cellule.lieu)
        return bool(participant and not cellule.detour and cellule.adresse.vue.droit(participant))
    if acces == ADMINISTRATION:
        return visiteur.administre or (visiteur.conseille and cellule.lieu == ICI)
    siennes = visiteur.user is not None and not _nomme_une_ligne(cellule.adresse)
    return acces == PUBLIQUE or (acces == CONNECTE and siennes)


def _nomme_une_ligne(adresse: Adresse) -> bool:
    """An address of one's own that names a row names the witness's: it is nobody's here. A sheet
    of the example is no row."""
    return bool(adresse.parametres) and adresse.nom != "exemple_planche"


def permises(cellule: Cellule) -> set[str]:
    """The tables this cell may write: a reading none, a refused write none."""
    if cellule.ecrit and accueillie(cellule):
        return TABLES
    if cellule.adresse.nom in LUES_UNE_FOIS:
        return {"mfa_authenticator"}
    participant = cellule.visiteur.acces.get(cellule.lieu)
    conseille = participant and participant.role == Role.CHARGE_DE_MISSION
    return {"pasapas_consultation"} if conseille else set()  # the établissement is told


def _statut(cellule: Cellule, reponse: HttpResponse) -> list[str]:
    statut = reponse.status_code
    vers = reponse.headers.get("Location", "")
    a_la_porte = statut == 302 and vers.startswith(("/comptes/login/?", "/administration/login/"))
    if statut >= 500:
        return [f"{statut} {getattr(reponse, 'exc_info', ('', ''))[1]!r}"]
    if statut == 405:  # said before the door to everyone alike: nothing is learnt from it
        return []
    attendu = _attendu(cellule)
    vu = {404: "absente", 403: "refus"}.get(statut, "ouverte")
    if statut == 302 and vers.startswith(PREUVES):
        vu = "preuve"
    vu = "connexion" if a_la_porte else vu
    return [] if vu in attendu else [f"{vu} ({statut} {vers}), attendu : {' ou '.join(attendu)}"]


def _attendu(cellule: Cellule) -> tuple[str, ...]:
    acces, visiteur = cellule.adresse.acces, cellule.visiteur
    if acces == FERMEE:
        return ("absente",) if visiteur.user else ("absente", "connexion")
    if acces == PUBLIQUE:
        # The back office's way in is the one of the pages.
        suite = ("refus",) if visiteur.user else ("connexion",) * (cellule.adresse.nom in RENVOIENT)
        return ("ouverte", "absente", *suite)
    if visiteur.user is None:
        return ("connexion",)
    if acces == CONNECTE:
        nommee = _nomme_une_ligne(cellule.adresse)
        return ("absente", "refus", "preuve") if nommee else ("ouverte", "refus", "preuve")
    if acces == ADMINISTRATION and visiteur.conseille:
        return ("ouverte", "absente", "preuve") if cellule.lieu == ICI else ("absente",)
    if acces == ADMINISTRATION and visiteur.conseille_ailleurs:
        nommee = bool(cellule.adresse.parametres) and cellule.adresse.nom != "admin:app_list"
        return ("absente",) if nommee else ("ouverte", "absente", "preuve")
    if acces == ADMINISTRATION:
        vide = cellule.adresse.nom in VIDES or cellule.adresse.chemin.endswith(f"/{MENE}")
        if visiteur.administre or (visiteur.user.is_staff and vide):
            return ("ouverte", "refus", "absente")
        return ("connexion", "absente", "refus")
    participant = visiteur.acces.get(cellule.lieu)
    if participant is None:
        return ("absente",)
    if not cellule.adresse.vue.droit(participant):
        return ("refus",)
    if cellule.detour:
        return ("absente",)
    par_carte = visiteur.nom == "carte" and hasattr(cellule.adresse.vue, "preuve_recente")
    return ("refus",) if par_carte else ("ouverte",)


def _y_fut(visiteur: Visiteur, lieu: str) -> bool:
    """Once a participant there, and no more."""
    return (lieu == CLOS and visiteur.clos) or (lieu == ICI and visiteur.fut_ici)


def en_clair(reponse: HttpResponse) -> bytes:
    """What was sent, as its reader will see it: the cells of a workbook, not its compressed
    bytes, in which no word is ever found."""
    corps = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
    if reponse.headers.get("Content-Encoding") == "gzip":
        corps = gzip.decompress(corps)
    if not corps.startswith(b"PK"):
        return corps
    with zipfile.ZipFile(BytesIO(corps)) as archive:
        return b"\n".join(archive.read(nom) for nom in archive.namelist())


def _fuites(cellule: Cellule, reponse: HttpResponse, papier: str, monde: Monde) -> list[str]:
    """The canaries of the fresques closed to this person: body, headers, what was printed."""
    if cellule.visiteur.administre and cellule.adresse.acces == ADMINISTRATION:
        return []
    corps = en_clair(reponse)
    entetes = papier + repr(sorted(reponse.headers.items())) + str(reponse.cookies)
    return [
        f"dit {lieu.canari}"
        for nom, lieu in monde.lieux.items()
        if nom not in cellule.visiteur.acces
        and not (cellule.adresse.acces == PUBLIQUE and nom == cellule.lieu)
        and not (cellule.adresse.nom in A_SOI and _y_fut(cellule.visiteur, nom))
        and (lieu.canari.encode() in corps or lieu.canari in entetes)
    ]
