"""The portefeuille of an adviser, page by page, against the door alone; then ten times as long."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bench import pages
from bench.ampleur import Ampleur
from bench.client import Releve, Visite
from bench.instance import Instance
from bench.rapport import Mesure
from bench.tours import PORTE, PORTE_CONTRE_TRIVIALE, Charge, compare

PLAFOND = 8.0
PLAFOND_REQUETES = 10
PLAFOND_DIX_FOIS = 1.3
SECONDES = 0.2  # of one round: there are many pages
PAR_PAGE = 25
CONSEIL = "pierre.lemoine@example.org"
LISTE = "/administration/pasapas/dossier/"
FILTRES = (
    *("departement=44", "phase=2", "phase=hors", "alerte=5", "groupe=1"),
    *("suivi=moi", "suivi=personne"),
)
# Both ways where a row may say nothing.
TRIS = (
    *("nom", "pourquoi", "chemin", "-chemin", "fresque", "-fresque"),
    *("jours", "ensuite", "activite", "-activite"),
)
PAGES = {
    "première page": "",
    "dernière page": "?p={dernière}",
    "recherche": "?q=maison",
    "recherche d’un seul": "?q=maison+00321",
    "recherche vaine": "?q=introuvable",
    **{f"filtre {filtre}": f"?{filtre}" for filtre in FILTRES},
    **{f"tri {tri}": f"?o={tri}" for tri in TRIS},
}


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """The server of pages, with so many établissements, then with ten times as many."""
    un, dix = (_mesurer(instance, ampleur, ampleur.dossiers * fois) for fois in (1, 10))
    requetes = instance.ask("requetes_du_portefeuille")
    mesures = [*un.values()]
    for nom in PAGES:
        grand, petit = dix[f"portefeuille, {nom}"], un[f"portefeuille, {nom}"]
        mesures.append(
            Mesure(
                f"portefeuille x 10, {nom}",
                instance.base,
                grand.ratio / petit.ratio,
                f"le même, de {ampleur.dossiers}",
                PLAFOND_DIX_FOIS,
                {
                    "ratio_cpu": round(grand.detail["ratio_cpu"] / petit.detail["ratio_cpu"], 2),
                    "p50_ms": grand.detail["p50_ms"],
                    "contre_la_porte": round(grand.ratio, 2),
                },
            )
        )
    pire = max(requetes, key=requetes.__getitem__)
    return [
        *mesures,
        Mesure(
            "portefeuille, requêtes",
            instance.base,
            requetes[pire],
            "une requête",
            PLAFOND_REQUETES,
            {"page": pire},
        ),
    ]


def _mesurer(instance: Instance, ampleur: Ampleur, combien: int) -> Mapping[str, Mesure]:
    """Each page in turn with the door; a first round of each warms every process."""
    instance.ask("peupler", str(combien))
    with instance.serve() as port, pages.connect(port) as banc:
        visite = pages.log_in(port, CONSEIL)
        secondes = min(SECONDES, ampleur.secondes)

        def charger(requete: bytes) -> Charge:
            def charge() -> Releve:
                return banc.load(lambda _: requete, secondes)

            return charge

        porte = charger(visite.get(f"{pages.PROJET}triviale/"))
        triviale = charger(Visite(port).get(pages.TRIVIALE))
        seule = compare(triviale, {PORTE_CONTRE_TRIVIALE: porte}, instance.base, ampleur.passages)
        charges = {
            f"portefeuille, {nom}": charger(visite.get(LISTE + adresse))
            for nom, adresse in adresses(combien).items()
        }
        _, *lues = compare(porte, charges, instance.base, ampleur.passages, PORTE)
    tenues = [replace(lue, plafond=PLAFOND) for lue in lues]
    return {mesure.mesure: mesure for mesure in (*seule, *tenues)}


def adresses(combien: int) -> dict[str, str]:
    derniere = str(-(-combien // PAR_PAGE))
    return {nom: adresse.replace("{dernière}", derniere) for nom, adresse in PAGES.items()}


def requetes_du_portefeuille() -> dict[str, int]:
    """Inside Django: how many queries each page makes, the first time a process shows it."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from pasapas.models import Dossier, User

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=CONSEIL))
    combien = Dossier.objects.sans_projet("le banc d’essai").count()
    comptes = {}
    for nom, adresse in adresses(combien).items():
        with CaptureQueriesContext(connection) as requetes:
            reponse = client.get(LISTE + adresse)
        if reponse.status_code != 200:
            raise SystemExit(f"{adresse} : réponse {reponse.status_code}")
        comptes[nom] = len(requetes)
    return comptes


def peupler(combien: str) -> None:
    """Inside Django: so many établissements in all, of one region, all of one adviser."""
    from pasapas.models import Region, User

    region = Region.objects.get(code="pays-de-la-loire")
    compte = User.objects.get(email=CONSEIL)
    compte.mandats.exclude(region=region).delete()  # an Aract follows its own
    _peupler(int(combien), region, compte)
    _rafraichir()


def _peupler(combien: int, region: Any, compte: Any) -> None:
    """Rows by the thousand, in every state: their facts, then how they stand."""
    from django.utils import timezone

    from fresque.console.tenue import tenir
    from pasapas.models import Etablissement, Projet

    deja = Etablissement.objects.filter(region=region).count()
    ici = timezone.localdate()
    rangs = range(deja, combien)
    las = Etablissement.objects.bulk_create(
        Etablissement(
            nom=f"Maison {rang:05d}",
            region=region,
            departement=("44", "49", "53", "72", "85")[rang % 5],
            commune="Nantes",
        )
        for rang in rangs
    )
    projets = Projet.objects.bulk_create(
        Projet(etablissement=la, slug=f"bench-{la.pk}", identifiant=f"bench-{la.pk}", nom=la.nom)
        for la in las
    )
    for rang, projet in enumerate(projets):
        projet.modifie_le = timezone.now() - timedelta(days=rang * 7 % 60)
    Projet.objects.bulk_update(projets, ["modifie_le"], batch_size=500)
    _suivre(projets, compte, ici)
    tenir([la.pk for la in las])


def _suivre(projets: list[Any], compte: Any, ici: Any) -> None:
    """Nine in ten by this adviser or by a colleague, whom the groups accepted; half of the
    groups have come."""
    from django.utils import timezone

    from pasapas.models import Accompagnement, Partage, Participant, User

    collegue = User.objects.exclude(pk=compte.pk).order_by("pk").first()
    suivis = [(rang, projet) for rang, projet in enumerate(projets) if rang % 10 != 7]
    Accompagnement.objects.bulk_create(
        Accompagnement(
            projet=projet,
            suivi_par=collegue if rang % 10 == 3 else compte,
            phase=str(1 + rang % 3),
            debut=ici - timedelta(days=rang % 240),
            hors_programme=rang % 20 == 4,
            jours_prevus=6,
            jours_realises=rang % 7,
        )
        for rang, projet in suivis
    )
    Participant.objects.bulk_create(
        Participant(
            projet=projet,
            reference="pilote",
            nom="Pilote",
            role="pilote",
            user=collegue if rang % 2 else None,
            telephone="0102030405",
        )
        for rang, projet in enumerate(projets)
    )
    Partage.objects.bulk_create(
        Partage(
            projet=projet,
            conseil=compte,
            accepte=True,
            repondu_le=timezone.now(),
            annexe_1=True,
            annexe_2=bool(rang % 2),
        )
        for rang, projet in suivis
        if rang % 10 != 9
    )


def _rafraichir() -> None:
    """What a server does by itself at night."""
    from django.db import connection

    with connection.cursor() as curseur:
        curseur.execute("ANALYZE")
