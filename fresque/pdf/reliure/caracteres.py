"""The fonts of a part: ours are left out of it, to be embedded whole once for the whole file.

Subsets would differ from part to part under one name; a whole font is the same for all of them,
and glyphs keep their numbers. Fallback fonts (an emoji, another script) stay cut to what is used:
whole, they weigh a megabyte. So does a font that lacks a glyph: its encoding is of its own.
"""

import hashlib
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

from fresque.pdf.polices import TEXTE, TITRES, fichier_de
from fresque.pdf.reliure.valeurs import Police

if TYPE_CHECKING:
    import pydyf

MUET = "\u2060"
ENTIERES = frozenset({(TITRES, 700), (TITRES, 800), (TEXTE, 400), (TEXTE, 700)})


class Polices(dict[Any, Any]):
    """The fonts of a document, as WeasyPrint notes them while painting: our own are not cut."""

    def __setitem__(self, cle: Any, police: Any) -> None:
        super().__setitem__(cle, police)
        couper = police.clean

        def nettoyer(glyphes: dict[int, str], hinting: bool) -> None:
            self._tout_dire(police.hash)
            if self.entiere(police):
                police.file_content = b""
            else:
                couper(glyphes, hinting)

        police.clean = nettoyer

    def _tout_dire(self, nom: str) -> None:
        """Of a sign drawn by several glyphs (the dot of an Arabic letter, an accent on its own),
        the first says it; the others must say something, and say what nobody sees."""
        for police in self.values():
            if police.hash == nom:
                for glyphe, texte in police.to_unicode.items():
                    police.to_unicode[glyphe] = texte or MUET

    def entiere(self, police: Any) -> bool:
        """Whether this font is embedded whole by who binds."""
        jumelles = (une for une in self.values() if une.hash == police.hash)
        return (police.family, police.weight) in ENTIERES and not any(u.missing for u in jumelles)

    @property
    def entieres(self) -> dict[str, Police]:
        """What was used of those, by their name in the file."""
        trouvees: dict[str, Police] = {}
        for police in self.values():
            if self.entiere(police):
                glyphes = {
                    glyphe: (police.widths[glyphe], texte)
                    for glyphe, texte in police.to_unicode.items()
                }
                deja = trouvees.get(police.hash)
                trouvees[police.hash] = Police(
                    police.family, police.weight, glyphes | dict(deja.glyphes if deja else {})
                )
        return trouvees


def alleger(pdf: "pydyf.PDF", polices: Polices, cle: str) -> None:
    """Take out of a part what the binding writes anew; name each subset after its part: two
    parts never use the same name for different glyphs."""
    dictionnaires = _dictionnaires(pdf, polices)
    for nom, (police, descendante, descripteur) in dictionnaires.items():
        if polices.entiere(_par_nom(polices, nom)):
            descendante.pop("W")
            _objet(pdf, police["ToUnicode"]).stream = []
        else:
            famille = bytes(police["BaseFont"]).partition(b"+")[2]
            nomme = b"/" + _marque(f"{cle}-{nom}") + b"+" + famille
            police["BaseFont"] = descendante["BaseFont"] = descripteur["FontName"] = nomme


def _marque(texte: str) -> bytes:
    """Six letters, as the name of a subset begins."""
    return bytes(65 + octet % 26 for octet in hashlib.sha256(texte.encode()).digest()[:6])


def _par_nom(polices: Polices, nom: str) -> Any:
    return next(police for police in polices.values() if police.hash == nom)


def _dictionnaires(pdf: "pydyf.PDF", polices: Polices) -> dict[str, tuple[Any, Any, Any]]:
    """Each font of the file by its name: its dictionary, its descendant's, its descriptor's."""
    noms = {police.hash for police in polices.values()}
    table = next(
        (o for o in pdf.objects if isinstance(o, dict) and o and set(o) == noms),
        {},
    )
    trouvees = {}
    for nom, reference in table.items():
        police = _objet(pdf, reference)
        descendante = _objet(pdf, police["DescendantFonts"][0])
        trouvees[nom] = (police, descendante, _objet(pdf, descendante["FontDescriptor"]))
    return trouvees


def _objet(pdf: "pydyf.PDF", reference: bytes) -> Any:
    """The object of « 12 0 R »."""
    return pdf.objects[int(reference.split()[0])]


@cache
def entiere(famille: str, graisse: int) -> tuple[bytes, int]:
    """A whole font as it is embedded: compressed, and its length before that."""
    octets = fichier_de(famille, graisse).read_bytes()
    return zlib.compress(octets, 9), len(octets)


def cmap(glyphes: dict[int, tuple[int, str]]) -> bytes:
    """What each glyph says, for whoever copies or listens (ToUnicode)."""
    lignes = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    paires = sorted(glyphes.items())
    for debut in range(0, len(paires), 100):
        bloc = paires[debut : debut + 100]
        lignes.append(f"{len(bloc)} beginbfchar")
        lignes += [f"<{g:04x}> <{t.encode('utf-16-be').hex()}>" for g, (_, t) in bloc]
        lignes.append("endbfchar")
    lignes += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lignes).encode()
