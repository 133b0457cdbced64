"""What the tests of campagnes share: one open, its recueil, and a telephone that answers."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diagnostic.campagnes import ouverture
from diagnostic.campagnes.ouverture import PassationVoulue
from diagnostic.models import Campagne, Passation
from diagnostic.operations import questionnaire_courant
from pasapas.ecriture.journal import Geste
from pasapas.models import Participant, Projet

VOULUES = (
    PassationVoulue("direction_rh", "collective", 2),
    PassationVoulue("encadrement", "collective", 3),
    PassationVoulue("salaries", "individuelle", 40),
)


def geste(projet: Projet, auteur: Participant | None = None) -> Geste:
    return Geste(projet, auteur, "autodiagnostic", "campagne")


def ouvrir(projet: Projet, *voulues: PassationVoulue, **champs: Any) -> Campagne:
    valeurs = {
        "nom": "Printemps",
        "questionnaire": questionnaire_courant(),
        "seuil": 5,
        "minutes": 20,
        "ouverte_le": timezone.localdate(),
        **champs,
    }
    return ouverture.ouvrir(geste(projet), passations=voulues or VOULUES, **valeurs)


def recueil_ouvert(
    projet: Projet, invites: int = 40, *, acces: str = "lien", **champs: Any
) -> Passation:
    voulue = PassationVoulue("salaries", "individuelle", invites, acces)
    campagne = ouvrir(projet, voulue, **champs)
    return campagne.passations.get()


def adresse(campagne: Campagne, suite: str = "") -> str:
    return f"/projets/{campagne.projet.slug}/autodiagnostic/{campagne.pk}/{suite}"


VUE = "0"  # a page shown long ago, and read


class Telephone(Client):
    """A phone that opened a recueil, and nothing else."""

    def __init__(self, passation: Passation, **entetes: Any) -> None:
        super().__init__(headers={"Sec-Fetch-Site": "same-origin", **entetes})
        self.base = f"/recueil/{passation.jeton}/"

    def commencer(self, **champs: str) -> "Telephone":
        assert self.post(f"{self.base}commencer/", champs).status_code == 302
        return self

    def repondre(self, code: str, valeur: object, montree: object = VUE) -> HttpResponse:
        donnees = {"reponse": str(valeur), "montree": str(montree)}
        return self.post(f"{self.base}questions/{code}/", donnees)

    def tout_repondre(self, reponses: Mapping[str, object]) -> "Telephone":
        for code, valeur in reponses.items():
            assert self.repondre(code, valeur).status_code == 302
        return self

    def rendre(self) -> HttpResponse:
        return self.post(f"{self.base}rendre/", {"montree": VUE})

    def effacer(self) -> HttpResponse:
        return self.post(f"{self.base}effacer/", {"montree": VUE})


SAISIE = {
    "nom": "Printemps 2026",
    "minutes": "20",
    "seuil": "5",
    "cloture_prevue": "2199-06-12",
    "mode_encadrement": "collective",
    "invites_encadrement": "3",
    "mode_salaries": "individuelle",
    "invites_salaries": "40",
}


def saisie(**champs: str) -> dict[str, str]:
    return {**SAISIE, "questionnaire": str(questionnaire_courant().pk), **champs}


def liste(projet: Projet) -> str:
    return reverse("diagnostic:liste", args=[projet.slug])


def dite(reponse: HttpResponse) -> str:
    """The words of a page, spaces folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reponse.content.decode())).split()).replace(
        "\xa0", " "
    )
