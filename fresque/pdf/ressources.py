"""What WeasyPrint may read: files of our own static folder, nothing else in the world."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from fresque.pdf.pigments import teindre

STATIQUES = Path(__file__).resolve().parent.parent.parent / "static"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class AccesRefuse(ValueError):
    """An address outside our static folder was asked for while printing."""


class LecteurFerme(URLFetcher):
    """Reads ``file:`` addresses of stylesheets, drawings and fonts below static/, no more.

    A group types addresses all day long: none may make the server open a connection or
    read a file of its own.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises AccesRefuse for any other scheme, place or kind of file."""
        parties = urlsplit(url)
        if parties.scheme != "file" or parties.netloc:
            raise AccesRefuse(url[:200])
        chemin = Path(unquote(parties.path)).resolve()
        if not chemin.is_relative_to(STATIQUES) or chemin.suffix not in TYPES:
            raise AccesRefuse(url[:200])
        octets = chemin.read_bytes()
        if chemin.suffix == ".svg":
            octets = teindre(octets.decode()).encode()
        return URLFetcherResponse(url, octets, {"Content-Type": TYPES[chemin.suffix]})
