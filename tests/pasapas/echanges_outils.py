"""A table brought in and taken out by the pages of the administration."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import HttpResponse

from tests.personnes import Visiteur


def page(modele: type[models.Model], suite: str) -> str:
    return f"/administration/pasapas/{modele._meta.model_name}/{suite}/"


def donner(
    client: Visiteur, modele: type[models.Model], contenu: bytes | str, nom: str = "f.csv"
) -> HttpResponse:
    octets = contenu.encode() if isinstance(contenu, str) else contenu
    fichier = SimpleUploadedFile(nom, octets)
    return client.post(page(modele, "import"), {"import_file": fichier, "resource": "0"})


def confirmer(client: Visiteur, modele: type[models.Model], apercu: HttpResponse) -> HttpResponse:
    dits = {champ.name: champ.value() for champ in apercu.context["confirm_form"]}
    return client.post(page(modele, "process_import"), dits)


def comptes(reponse: HttpResponse) -> dict[str, int]:
    return {dit: n for _, dit, n in reponse.context["apercu"].comptes if n}


def sortir(client: Visiteur, modele: type[models.Model], forme: int = 0) -> bytes:
    return client.post(page(modele, "export"), {"format": str(forme), "resource": "0"}).content
