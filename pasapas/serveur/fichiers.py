"""Where what is stored lies: a folder, which several nodes share, or a storage of the S3 kind."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from django.core.files.storage import Storage

# What PASAPAS_FICHIERS says after « ? », and what django-storages calls it.
OPTIONS = {"point": "endpoint_url", "region": "region_name", "adressage": "addressing_style"}
FORME = (
    "PASAPAS_FICHIERS est un dossier, ou s3://seau/dossier?point=https://s3.example.org"
    "&region=fr-1 (après « ? » : point, region, adressage)."
)
MANQUE = (
    "PASAPAS_FICHIERS est un stockage S3 : il y faut django-storages, « .venv/bin/pip install "
    "--require-hashes -r requirements-s3.lock » (docs/heberger.md, « Plusieurs nœuds »)."
)


def rangement(adresse: str, dossier: str) -> dict[str, Any]:
    """The entry of STORAGES for one kind of files. Raises ImproperlyConfigured."""
    if "://" not in adresse:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": Path(adresse) / dossier, "file_permissions_mode": 0o600},
        }
    vue = urlsplit(adresse)
    dites = dict(parse_qsl(vue.query))
    if vue.scheme != "s3" or not vue.hostname or dites.keys() - OPTIONS.keys():
        raise ImproperlyConfigured(FORME)
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(MANQUE)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": vue.hostname,
            "location": "/".join(filter(None, (unquote(vue.path).strip("/"), dossier))),
            "file_overwrite": False,  # as a folder does
            **{OPTIONS[nom]: valeur for nom, valeur in dites.items()},
        },
    }


def chemins(stockage: "Storage", dossier: str = "") -> Iterator[str]:
    """Every file below ``dossier`` (« un-projet/ »), in order. None where nothing was ever kept, or
    where another process has just taken all of it out."""
    try:
        dossiers, fichiers = stockage.listdir(dossier)
    except FileNotFoundError:
        return
    for nom in sorted(fichiers):
        yield f"{dossier}{nom}"
    for nom in sorted(dossiers):
        yield from chemins(stockage, f"{dossier}{nom}/")
