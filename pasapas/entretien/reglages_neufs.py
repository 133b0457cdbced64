"""The settings of a new installation: those of ``deploiement/exemple.env``, filled."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from pasapas.serveur.exigences import manques

MODELE = Path(__file__).resolve().parents[2] / "deploiement" / "exemple.env"
LIGNE = re.compile(r"^#?([A-Z][A-Z_]*)=(.*)$", re.MULTILINE)
NUE = re.compile(r"[\w.:/@+,-]*")  # what neither systemd nor a shell reads otherwise
BASES = ("sqlite", "postgres", "postgresql")
SQLITE = "sqlite"


class Refus(ValueError):
    """Why these settings would not do, a sentence each."""

    def __init__(self, *raisons: str) -> None:
        super().__init__("\n".join(raisons))


def courriel(hote: str, port: int, compte: str, passe: str) -> str:
    """As PASAPAS_EMAIL_URL says it: 465 is encrypted from the first byte, the others after."""
    genre = "smtp+ssl" if port == 465 else "smtp+tls"
    qui = f"{quote(compte, safe='')}:{quote(passe, safe='')}@" if compte else ""
    return f"{genre}://{qui}{hote}:{port}"


def base(dite: str, var: str) -> str:
    """« sqlite », or the address of a PostgreSQL. Raises Refus."""
    adresse = f"sqlite:///{var}/pasapas.sqlite3" if dite.strip().lower() == SQLITE else dite
    try:
        moteur = Env.db_url_config(adresse).get("ENGINE", "")
    except (ImproperlyConfigured, ValueError) as faute:
        raise Refus("La base s’écrit sqlite, ou postgres://compte:passe@hote/nom.") from faute
    if adresse.partition(":")[0] not in BASES or not moteur:
        raise Refus("La base s’écrit sqlite, ou postgres://compte:passe@hote/nom.")
    return adresse


def secrets_neufs() -> dict[str, str]:
    """What nobody has to think up."""
    noms = ("PASAPAS_SECRET_KEY", "PASAPAS_SAUVEGARDE_CLE", "PASAPAS_CLE_SANTE")
    return {nom: secrets.token_urlsafe(60 if nom == noms[0] else 32) for nom in noms}


def remplir(reponses: Mapping[str, str]) -> str:
    """The text of the file. Raises Refus."""
    if mauvais := [nom for nom, dit in reponses.items() if set(dit) & set("'\n\r\0")]:
        raise Refus(*(f"{nom} ne peut contenir ni apostrophe ni retour." for nom in mauvais))
    connus = dict(LIGNE.findall(MODELE.read_text(encoding="utf-8")))
    if absents := manques({**connus, **reponses}):
        raise Refus(*absents)

    def ligne(trouvee: re.Match[str]) -> str:
        nom = trouvee[1]
        return f"{nom}={_ecrite(reponses[nom])}" if nom in reponses else trouvee[0]

    return LIGNE.sub(ligne, MODELE.read_text(encoding="utf-8"))


def _ecrite(valeur: str) -> str:
    return valeur if NUE.fullmatch(valeur) else f"'{valeur}'"


def ecrire(chemin: Path, texte: str) -> None:
    """A file of one's own, that never takes the place of another. Raises OSError."""
    ici = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(ici, "w", encoding="utf-8") as fichier:
        fichier.write(texte)
