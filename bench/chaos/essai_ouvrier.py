"""Inside Django: a worker in a hurry, e-mails and work for it to do, and what came of them."""

import os
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from bench.chaos.ouvriers import BAIL
from bench.client import HOTE
from fiches.models import Etape, FicheAction, ResponsableEtape
from fiches.operations import ouvrir_fiche
from fresque.impression import magasin
from fresque.impression.fabrication import IMPRESSION
from fresque.models import Impression, Rappel
from fresque.ouverture import ouvrir_projet
from fresque.rappels import decision
from fresque.rappels.operations import RAPPELS, TOUR
from pasapas.ecriture.journal import Geste
from pasapas.models import Courriel, Etablissement, Participant, Projet, Travail, User
from pasapas.models import Ouvrier as OuvrierVu
from pasapas.travaux.boite import Lettre, poster
from pasapas.travaux.ouvrier import Ouvrier
from pasapas.travaux.sortes import Dire, Sorte

DELAIS = (0.5, 0.5, 1, 1, 2, 2, 4, 4, 8, 8)  # seconds: the real ones, made short
LETTRE = Lettre("essai", "essai")
MARQUE = "marque"  # what a work leaves once done; nobody ever does it


def servir(port_smtp: int) -> None:
    """The life of a worker, born of the process that has everything loaded."""
    settings.TRAVAUX_BAIL, settings.TRAVAUX_DELAIS = BAIL, DELAIS
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOTE, port_smtp
    decision.MATIN, decision.SOIR = 0, 24  # whenever the trial runs
    os.setsid()
    Ouvrier().tourner()


def poster_des_courriels(premier: int, combien: int) -> int:
    for rang in range(premier, premier + combien):
        with transaction.atomic():
            message = EmailMessage(f"essai-{rang}", "Bonjour", None, [f"p{rang}@example.org"])
            poster(LETTRE, message, cle=str(rang))
    return combien


def confier_des_travaux(premier: int, combien: int) -> int:
    for rang in range(premier, premier + combien):
        TRAVAIL.confier({"rang": rang}, cle=str(rang))
    return combien


@transaction.atomic
def faire_venir_des_etapes(premier: int, combien: int) -> int:
    """So many étapes whose end comes, two for each person; then a round is asked for, as each
    hour does."""
    projet = Projet.objects.filter(slug="rappels").first()
    if projet is None:
        projet = ouvrir_projet(
            etablissement=Etablissement.objects.create(nom="Rappels"),
            nom="rappels",
            identifiant="rappels",
        )
    fiche = FicheAction.objects.filter(projet=projet).first() or ouvrir_fiche(
        Geste(projet, None, "actions", "fiches"), {"intitule": "Une action"}
    )
    demain = projet.etablissement.aujourd_hui + timedelta(days=1)
    qui = None
    for rang in range(premier, premier + combien):
        if rang % 2 == 0 or qui is None:
            user = User.objects.create_user(f"rappel-{rang}@example.org", None, nom=f"N°{rang}")
            qui = Participant.objects.create(
                projet=projet, reference=f"r{rang}", nom=f"N°{rang}", user=user
            )
        etape = Etape.objects.create(
            projet=projet, fiche=fiche, intitule=f"Étape {rang}", periode_fin=demain.isoformat()
        )
        ResponsableEtape.objects.create(projet=projet, etape=etape, participant=qui)
    TOUR.confier(cle=f"essai-{premier}")
    return combien


def ou_en_sont_les_rappels() -> dict[str, Any]:
    """The étapes of each e-mail that was decided, by its key; those that were to be told."""
    siennes = Etape.objects.filter(projet__slug="rappels")
    cles = dict(Courriel.objects.filter(sorte=RAPPELS.nom).values_list("cle", "pk"))
    etapes: dict[str, list[int]] = {}
    for rappel in Rappel.objects.select_related("envoi").order_by("pk"):
        etapes.setdefault(str(cles.get(rappel.envoi.cle)), []).append(rappel.etape_id)
    return {
        "etapes": etapes,
        "attendues": list(siennes.order_by("pk").values_list("pk", flat=True)),
        "dites_au_mur": siennes.exclude(rappelee_le=None).count(),
    }


def ou_en_est_on() -> dict[str, Any]:
    """How many rows of each kind in each state, words left behind, marks by work."""
    travaux = Travail.objects.filter(sorte=TRAVAIL.nom)
    marques = Travail.objects.filter(sorte=MARQUE).values_list("donnees", flat=True)
    courriels = Courriel.objects.filter(sorte=LETTRE.nom)
    rappels = Courriel.objects.filter(sorte=RAPPELS.nom)
    return {
        "courriels": Counter(courriels.values_list("etat", flat=True)),
        "rappels": Counter(rappels.values_list("etat", flat=True)),
        "cles": {str(pk): cle for pk, cle in courriels.values_list("pk", "cle")},
        "mots": courriels.exclude(contenu="").count(),
        "tours": Counter(Travail.objects.filter(sorte=TOUR.nom).values_list("etat", flat=True)),
        "travaux": Counter(travaux.values_list("etat", flat=True)),
        "repris": travaux.filter(essais__gt=1).count(),
        "marques": Counter(str(donnees["rang"]) for donnees in marques),
    }


def ouvriers_vus() -> int:
    """How many ever said that they are there, killed or not."""
    return OuvrierVu.objects.count()


def ou_en_sont_les_impressions(slug: str) -> dict[str, Any]:
    """Whether each has its file, whole; how many times its work was done; how many still wait."""
    siennes = Impression.objects.filter(projet__slug=slug).select_related("travail")
    travaux = Travail.objects.filter(sorte=IMPRESSION.nom)
    faits = Counter(
        donnees["impression"]
        for donnees in travaux.filter(etat="fait").values_list("donnees", flat=True)
    )
    fichiers = {str(une.pk): magasin.lire(une.fichier) for une in siennes if une.prete}
    return {
        "attendent": travaux.vivants().count(),
        "pretes": {pk: bool(lu and lu.startswith(b"%PDF")) for pk, lu in fichiers.items()},
        "faits": {str(une.pk): faits[str(une.pk)] for une in siennes},
        "reprises": travaux.filter(essais__gt=1).count(),
    }


def _faire(travail: Travail, dire: Dire) -> bytes:
    time.sleep(0.03)
    return str(travail.donnees["rang"]).encode()


def _marquer(travail: Travail, resultat: bytes) -> None:
    Travail.objects.create(sorte=MARQUE, donnees={"rang": int(resultat)})


TRAVAIL = Sorte("essai", "essai", _faire, _marquer)
QUESTIONS = {
    f.__name__: f
    for f in (
        poster_des_courriels,
        confier_des_travaux,
        faire_venir_des_etapes,
        ou_en_sont_les_rappels,
        ou_en_est_on,
        ouvriers_vus,
        ou_en_sont_les_impressions,
    )
}
