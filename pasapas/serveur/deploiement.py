"""What a real server is asked once it is set up (``manage.py check --deploy``): mail that really
leaves, the proxy, the stream, the clock, the pages that nobody completed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connection
from django.utils import timezone

from pasapas.informations.rendu import reste_a_completer
from pasapas.models import Courriel, PageInformation, User
from pasapas.models.travaux import Etat
from pasapas.serveur import essai
from pasapas.serveur.etat import points
from pasapas.serveur.hotes import racine

TAG = "installation"
RECENT = timedelta(days=30)  # what left longer ago proves nothing of today
ECART = 5.0  # seconds: beyond, the codes of second proofs begin to be refused
MUETTE = "La base ne répond pas, ou n’est pas à jour ({}) : le reste n’a pas été regardé."
SUITES = {
    "base": "Le réglage est DATABASE_URL.",
    "migrations": "manage.py mettre_a_jour",
    "ouvrier": "Démarrez « manage.py ouvrier », le service pas-a-pas-ouvrier.",
    "sauvegarde": "manage.py sauvegarder --tourner, chaque nuit (pas-a-pas-sauvegarde.timer).",
    "disque": "Le dossier est PASAPAS_VAR.",
}


@register(TAG, deploy=True)
def installation(**kwargs: Any) -> list[CheckMessage]:
    """Every look; of all that is read from the database, one word when it cannot be."""
    lues: list[CheckMessage]
    try:
        lues = [*_courriel(), *_pages(), *_comptes(), *_horloge_de_la_base()]
    except DatabaseError as panne:
        lues = [Error(MUETTE.format(type(panne).__name__), id="installation.base")]
    return [*_etat(), *lues, *_mandataire(), *_flux(), *_statiques()]


def _etat() -> Iterator[CheckMessage]:
    """What ``/sante/pret/`` looks at."""
    for point in points():
        if not point.bien:
            yield (Error if point.bloque else Warning)(
                f"{point.nom.capitalize()} : {point.dit}.",
                hint=SUITES[point.nom],
                id=f"installation.{point.nom}",
            )


def _courriel() -> Iterator[CheckMessage]:
    depuis = timezone.now() - RECENT
    partis = Courriel.objects.filter(etat=Etat.FAIT, fini_le__gte=depuis)
    if not partis.exists():
        yield Warning(
            "Aucun courriel n’est parti d’ici depuis trente jours.",
            hint="manage.py essai_courriel VOTRE-ADRESSE, puis lisez-le.",
            id="installation.courriel",
        )
    perdus = Courriel.objects.filter(etat=Etat.ABANDONNE, fini_le__gte=depuis).count()
    if perdus:
        yield Warning(
            f"Courriels abandonnés depuis trente jours : {perdus}.",
            hint="L’administration, « Boîte d’envoi », dit pourquoi.",
            id="installation.courriels_perdus",
        )


def _pages() -> Iterator[CheckMessage]:
    for page in PageInformation.objects.order_by("code"):
        if reste := reste_a_completer(page.texte):
            yield Warning(
                f"« {page.titre} » a encore {reste} « [À COMPLÉTER…] », que tout le monde lit.",
                hint="L’administration, « Pages d’information ».",
                id="installation.page_a_completer",
            )


def _comptes() -> Iterator[CheckMessage]:
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        yield Warning(
            "Personne n’administre cette installation.",
            hint="manage.py premier_administrateur VOTRE-ADRESSE, ou ouvrez son adresse.",
            id="installation.administrateur",
        )


def _horloge_de_la_base() -> Iterator[CheckMessage]:
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SELECT clock_timestamp()")
            yield from _ecart("la base", curseur.fetchone()[0])


def _mandataire() -> Iterator[CheckMessage]:
    """One call by the public address, as a browser would."""
    adresse = f"{racine()}/sante/pret/"
    try:
        reponse = essai.appeler(adresse)
    except essai.Muet as muet:
        yield Error(
            f"{adresse} ne répond pas, demandé d’ici : {muet}.",
            hint="Le nom mène-t-il à ce serveur ? le mandataire et les pages sont-ils en "
            "marche ? le certificat est-il reconnu ?",
            id="installation.adresse",
        )
    else:
        yield from _ce_que_les_pages_ont_vu(adresse, reponse)
        yield from _ecart_http(reponse.date)


def _ce_que_les_pages_ont_vu(adresse: str, reponse: essai.ReponseHttp) -> Iterator[CheckMessage]:
    dites = dict(ligne.split(" : ", 1) for ligne in reponse.corps.splitlines() if " : " in ligne)
    vu = dites.get("mandataire")
    if vu is None:
        yield Error(
            f"{adresse} répond {reponse.statut}, et ce ne sont pas nos pages.",
            hint="Le mandataire doit donner le nom demandé (Host) et mener aux pages.",
            id="installation.adresse",
        )
    elif vu != "bien":
        yield Error(
            f"Le mandataire : {vu}.",
            hint="Voir deploiement/nginx.conf.",
            id="installation.mandataire",
        )


def _ecart_http(date: str) -> Iterator[CheckMessage]:
    try:
        yield from _ecart("le mandataire", parsedate_to_datetime(date), marge=1)
    except ValueError:
        return


def _ecart(qui: str, heure: datetime, *, marge: float = 0) -> Iterator[CheckMessage]:
    """``marge``: seconds that the other does not tell."""
    ecart = abs((timezone.now() - heure).total_seconds())
    if ecart > ECART + marge:
        yield Error(
            f"Cette machine et {qui} n’ont pas la même heure : {ecart:.0f} s d’écart.",
            hint="timedatectl set-ntp true. Au-delà de trente secondes, les codes des "
            "applications sont refusés.",
            id="installation.horloge",
        )


def _flux() -> Iterator[CheckMessage]:
    """The stream turns away whoever has no session, in its own words."""
    if not settings.FLUX_URL:
        yield Warning(
            "Sans flux, les pages demandent des nouvelles toutes les quelques secondes.",
            hint="PASAPAS_FLUX_URL=/ , et le service pas-a-pas-flux.",
            id="installation.flux",
        )
        return
    base = settings.FLUX_URL.rstrip("/")
    depart = base if "://" in base else f"{racine().removesuffix(':8000')}{base}"
    try:
        reponse = essai.appeler(f"{depart}/flux/essai/")
        dit = "" if reponse.statut == 401 else f"répond {reponse.statut}"
    except essai.Muet as muet:
        dit = f"ne répond pas : {muet}"
    if dit:
        yield Error(
            f"Le flux, à {depart}/flux/, {dit}.",
            hint="Le service pas-a-pas-flux est-il en marche ? le mandataire y mène-t-il /flux/ ?",
            id="installation.flux",
        )


def _statiques() -> Iterator[CheckMessage]:
    """Each file of the screen has its place among those that are served."""
    ranges = getattr(staticfiles_storage, "hashed_files", None)
    if ranges is None:
        return
    finders = [finder.list([]) for finder in get_finders()]
    manquent = [nom for fichiers in finders for nom, _ in fichiers if nom not in ranges]
    if manquent:
        yield Error(
            f"Des fichiers de l’écran ne sont pas à leur place ({min(manquent)}…).",
            hint="manage.py collectstatic --no-input",
            id="installation.statiques",
        )
