"""Pages made of ready pieces: what is kept is encoded and compressed once, not at each visit."""

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header

ENTETE_GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
SCEAU = token_hex(16)  # nobody types it
TROU = re.compile(rf"({SCEAU}-[a-z]+;)")


@dataclass(frozen=True, slots=True)
class Troncon:
    """HTML as bytes, and the same as deflate blocks that can stand in any gzip stream."""

    octets: bytes
    blocs: bytes

    @classmethod
    def de(cls, html: str) -> "Troncon":
        octets = html.encode()
        return cls(octets, _blocs(octets, zlib.Z_FULL_FLUSH))


@dataclass(frozen=True, slots=True)
class Page:
    """A page kept whole, but for its holes: what no two visits share (a token, a key)."""

    morceaux: tuple[Troncon | str, ...]

    @classmethod
    def de(cls, html: str) -> "Page":
        """Cut at each hole."""
        coupes = TROU.split(html)
        return cls(tuple(m if TROU.fullmatch(m) else Troncon.de(m) for m in coupes if m))

    def remplir(self, valeurs: Mapping[str, Troncon | str]) -> list[Troncon]:
        """The same with ``valeurs`` in its holes."""
        pleins = (valeurs[m] if isinstance(m, str) else m for m in self.morceaux)
        return [p if isinstance(p, Troncon) else Troncon.de(p) for p in pleins]


def trou(nom: str) -> str:
    """What stands in a page for what will be known at each visit."""
    return f"{SCEAU}-{nom};"


def _blocs(octets: bytes, fin: int) -> bytes:
    outil = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return outil.compress(octets) + outil.flush(fin)


RIEN = _blocs(b"", zlib.Z_FINISH)  # how a stream ends


def repondre(
    request: HttpRequest, parties: Iterable[Troncon], genre: str | None = None
) -> HttpResponse:
    """These pieces as one page (or as a ``genre`` of content), compressed if the browser agrees.

    Compressing the wall at each visit would cost more than all the rest of the visit.
    """
    parties = list(parties)
    octets = b"".join(partie.octets for partie in parties)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        reponse = HttpResponse(octets, genre)
    else:
        fin = RIEN + struct.pack("<II", zlib.crc32(octets), len(octets) & 0xFFFFFFFF)
        reponse = HttpResponse(b"".join([ENTETE_GZIP, *(p.blocs for p in parties), fin]), genre)
        reponse["Content-Encoding"] = "gzip"
    patch_vary_headers(reponse, ["Accept-Encoding"])
    return reponse


def document(
    contenu: bytes | str, nom: str, genre: str = "application/pdf", *, a_garder: bool = False
) -> HttpResponse:
    """A file, shown by the browser under this name, or (``a_garder``) put away by it."""
    dite = content_disposition_header(a_garder, nom)
    return HttpResponse(contenu, genre, headers={"Content-Disposition": dite})
