"""A page whose heavy part is ready: the shared part of the wall, encoded and compressed once."""

import struct
import zlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

MARQUE = "<!--ici la partie commune-->"
ENTETE_GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


@dataclass(frozen=True, slots=True)
class Partie:
    """HTML as bytes, and the same as deflate blocks that can stand in any gzip stream."""

    octets: bytes
    blocs: bytes

    @classmethod
    def de(cls, html: str) -> "Partie":
        octets = html.encode()
        return cls(octets, _blocs(octets, zlib.Z_FULL_FLUSH))


def _blocs(octets: bytes, fin: int) -> bytes:
    outil = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return outil.compress(octets) + outil.flush(fin)


def repondre(request: HttpRequest, page: str, partie: Partie) -> HttpResponse:
    """``page`` with ``partie`` in the place of its MARQUE, compressed if the browser agrees.

    Compressing the wall at each visit would cost more than all the rest of the visit.
    """
    avant, apres = (morceau.encode() for morceau in page.split(MARQUE))
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        reponse = HttpResponse(avant + partie.octets + apres)
    else:
        somme = zlib.crc32(apres, zlib.crc32(partie.octets, zlib.crc32(avant)))
        taille = len(avant) + len(partie.octets) + len(apres)
        reponse = HttpResponse(
            ENTETE_GZIP
            + _blocs(avant, zlib.Z_FULL_FLUSH)
            + partie.blocs
            + _blocs(apres, zlib.Z_FINISH)
            + struct.pack("<II", somme, taille & 0xFFFFFFFF)
        )
        reponse["Content-Encoding"] = "gzip"
    patch_vary_headers(reponse, ["Accept-Encoding"])
    return reponse
