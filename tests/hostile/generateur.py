"""Requests nobody's browser would send: drawn by lot from a seed, hence always the same."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from tests.hostile.poison import COURT, LONG

TEXTES = [
    "",
    " \n\t ",
    LONG,
    COURT,
    "a\x00b",
    "\x1b\x07\x7f\x85",
    "\u202eשלום مرحبا\u2066",
    "👩🏽‍🍳🏳️‍🌈" * 50,
    "\ufeff\u200b\u2028\uffff",
    "é" * 21_000,
    "=CMD('calc')",
    "==2",
    "javascript:alert(1)",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "' OR 1=1 --",
    "../../etc/passwd",
    "null",
    "[]",
    "9" * 40,
    "-1",
    "0",
    "1e309",
    "NaN",
    "²",
    "0000-00-00",
    "10000-01-01",
    "31/02/2025",
    "24:61",
    "00000000-0000-0000-0000-000000000000",
    "a@b",
    "https://example.org/" + "a" * 3000,
]
MEGA = "x" * 1_000_000
FORMULAIRE = "application/x-www-form-urlencoded"
NOMS = ["texte", "nom", "cle", "base_texte", "autosave", "next", "pk", "ordre", "_method"]
ENTETES = {
    "HX-Request": ["true", LONG],
    "HX-Current-URL": ["http://[", "javascript:1", LONG, "http://testserver/\x00"],
    "HX-Target": [LONG, "\xff"],
    "X-Cle": ["pas-un-uuid", LONG, "9" * 400],
    "Referer": ["http://[::1", LONG],
    "Accept-Language": ["\xff", "x" * 500],
    "Cookie": ["sessionid=\x00; csrftoken=%00", "sessionid=" + "a" * 5000],
    "Range": ["bytes=9-1"],
    "If-Modified-Since": ["hier"],
    "Accept-Encoding": ["gzip;q=oui"],
}


@dataclass(frozen=True)
class Envoi:
    methode: str
    url: str
    corps: bytes
    genre: str
    entetes: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return (
            f"{self.methode} {self.url[:150]} {self.genre[:60]} {self.entetes} {self.corps[:200]!r}"
        )


Champs = dict[str, list[str]]


def tirer(alea: Random, url: str, champs: Champs) -> Envoi:
    """One request to ``url``, whose form shows ``champs``."""
    url = alea.choice([_url, _url, _sans, _sans, _sans])(alea, url)
    url += alea.choice(["", "", "", "?" + _requete(alea, champs)])
    corps, genre = alea.choices(CORPS, weights=[8, 3, 1, 1, 1, 1, 1])[0](alea, champs)
    methode = alea.choices(["POST", "GET", "PUT", "DELETE"], weights=[16, 2, 1, 1])[0]
    return Envoi(methode, url, corps, genre, _entetes(alea))


def _sans(alea: Random, url: str) -> str:
    return url


def _url(alea: Random, url: str) -> str:
    """One piece of the path is something else."""
    morceaux = url.split("/")
    rangs = [rang for rang, morceau in enumerate(morceaux) if morceau]
    if not rangs or alea.random() < 0.5:
        return url
    choix = ["9" * 30, "0", "-1", "9223372036854775808", "2147483648", "a" * 300, "é", "%00", "..;"]
    rang = alea.choice(rangs[1:] or rangs)
    morceaux[rang] = quote(alea.choice([*choix, LONG]), safe="%")
    return "/".join(morceaux)


def _requete(alea: Random, champs: Champs) -> str:
    noms = ["depuis", "version", "planche", "vierges", "id", "tri", "college", "next", "page", "q"]
    return urlencode({alea.choice(noms): alea.choice(TEXTES)[:500] for _ in range(2)})


def _entetes(alea: Random) -> dict[str, str]:
    tires = alea.sample(sorted(ENTETES), alea.choice([0, 0, 1, 2]))
    return {nom: alea.choice(ENTETES[nom]) for nom in tires}


def _melange(alea: Random, champs: Champs) -> Champs:
    """The form as it stands, but for a few fields: changed, missing, said twice, unknown."""
    envoi = {nom: list(valeurs) for nom, valeurs in champs.items()}
    noms = [*envoi, *NOMS]
    for nom in alea.sample(noms, min(len(noms), alea.choice([1, 1, 2, 3]))):
        geste = alea.random()
        if geste < 0.6:
            envoi[nom] = [alea.choice(TEXTES)]
        elif geste < 0.75:
            envoi[nom] = [alea.choice(TEXTES) for _ in range(3)]
        elif geste < 0.9:
            envoi.pop(nom, None)
        else:
            envoi[nom + alea.choice(["[]", "\x00", LONG])] = ["1"]
    return envoi


def formulaire(alea: Random, champs: Champs) -> tuple[bytes, str]:
    return urlencode(_melange(alea, champs), doseq=True).encode(), FORMULAIRE


def fichiers(alea: Random, champs: Champs) -> tuple[bytes, str]:
    """multipart, where some texts are files and some files texts."""
    borne, parties = "borne", []
    for nom, valeurs in _melange(alea, champs).items():
        for valeur in valeurs:
            fichier = f'; filename="{alea.choice(["a.yaml", "../a", LONG])}"'
            entete = f'form-data; name="{nom}"{fichier if alea.random() < 0.3 else ""}'
            parties.append(f"--{borne}\r\nContent-Disposition: {entete}\r\n\r\n{valeur}\r\n")
    fin = alea.choice([f"--{borne}--\r\n", f"--{borne}", ""])
    corps = ("".join(parties) + fin).encode("utf-8", "surrogatepass")
    return corps, f"multipart/form-data; boundary={alea.choice([borne, borne, borne, 'é', ''])}"


def enorme(alea: Random, champs: Champs) -> tuple[bytes, str]:
    nom = alea.choice([*champs, "texte"])
    return urlencode({**champs, nom: MEGA * alea.choice([1, 3])}, doseq=True).encode(), FORMULAIRE


def foule(alea: Random, champs: Champs) -> tuple[bytes, str]:
    """More fields than any form has."""
    return urlencode([("texte", "1")] * 1500).encode(), FORMULAIRE


def octets(alea: Random, champs: Champs) -> tuple[bytes, str]:
    """Bytes that are no text, in the values and in the names."""
    brut = alea.choice([b"%ED%A0%80", b"%FF%FE", b"%C0%80", b"%00", b"\xff\xfe", b"%", b"%G1"])
    nom = quote(alea.choice([*champs, "texte"])).encode()
    return alea.choice([nom + b"=" + brut, brut + b"=" + brut, brut]), FORMULAIRE


def autre_genre(alea: Random, champs: Champs) -> tuple[bytes, str]:
    """Another kind of body, or an alphabet nobody knows."""
    genres = ["application/json", "text/plain", "", "rien", "multipart/form-data", "image/svg+xml"]
    genres += [f"{FORMULAIRE}; charset={nom}" for nom in ("utf-16", "inconnu", "utf-8\x00", "idna")]
    corps = [json.dumps(champs).encode(), b"{", b"[" * 5000, LONG.encode(), b"", b"\x00" * 100]
    return alea.choice(corps), alea.choice(genres)


def vide(alea: Random, champs: Champs) -> tuple[bytes, str]:
    return b"", FORMULAIRE


CORPS: list[Callable[[Random, Any], tuple[bytes, str]]] = [
    formulaire,
    fichiers,
    enorme,
    foule,
    octets,
    autre_genre,
    vide,
]
