"""An installation that starts, with the settings of a true one."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent.parent


def demarrer(**environnement: str) -> Any:
    """Start Django as an installation would, with this environment."""
    return lancer([sys.executable, "-c", "import django; django.setup()"], **environnement)


def lancer(commande: list[str], **environnement: str) -> Any:
    base = {cle: os.environ[cle] for cle in ("PATH", "LD_LIBRARY_PATH") if cle in os.environ}
    return subprocess.run(  # noqa: S603
        commande,
        cwd=RACINE,
        env={**base, "DJANGO_SETTINGS_MODULE": "pasapas.settings", **environnement},
        capture_output=True,
        text=True,
    )


SECRET = "un-secret-assez-long-pour-une-vraie-installation-de-production"


BONS = {
    "PASAPAS_SECRET_KEY": SECRET,
    "PASAPAS_HOSTS": "fresque.example.org",
    "PASAPAS_EMAIL_URL": "smtp+tls://compte:passe@smtp.example.org:587",
}
