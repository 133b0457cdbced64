"""Where the archives are kept, and when the last one was made."""

import re
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

NOM = re.compile(r"pas-a-pas-(\d{8}T\d{6})Z\.zip(?:\.chiffre)?")
FORME = "%Y%m%dT%H%M%S"


def dossier() -> Path:
    return Path(settings.SAUVEGARDES)


def date_de(fichier: Path) -> datetime | None:
    """When this archive was made; None when it is none of ours."""
    trouve = NOM.fullmatch(fichier.name)
    return datetime.strptime(trouve[1], FORME).replace(tzinfo=UTC) if trouve else None


def archives() -> list[Path]:
    """Those of the folder, the oldest first."""
    if not dossier().is_dir():
        return []
    return sorted((f for f in dossier().iterdir() if date_de(f)), key=lambda f: f.name)


def derniere_sauvegarde() -> datetime | None:
    toutes = archives()
    return date_de(toutes[-1]) if toutes else None
