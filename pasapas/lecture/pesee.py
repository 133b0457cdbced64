"""A workbook is weighed before it is read: what its reader would take seconds over is refused.

The archive is read here as bytes and nothing more; whatever passes is read in well under a second.
"""

import io
import re
import zipfile
import zlib

from pasapas.lecture.messages import refus

CLASSEUR_MAX = 3_000_000  # bytes once unpacked; the whole of our questionnaire is 40 kB
PIECES_MAX = 200
# Signs that open a mark: a thousand statements, in every column, have fewer. Each style costs more.
MARQUES_MAX, MARQUES_STYLES = 100_000, 40_000
ECART_MAX = 250_000  # bytes from one mark to the next; a cell holds 32,767 signs
# The reader looks for dates in the formats of numbers, in a time that grows as their square.
STYLES, FORMAT_MAX, FORMATS_MAX = "styles.xml", 1_000, 60_000
FORMAT = re.compile(rb"formatCode\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
DECLARE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
LISIBLES = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others unpack without a bound
TROP_GROS = "ce classeur est bien trop gros pour ce qu’il doit dire"
ILLISIBLE = "ce fichier n’est pas un classeur XLSX ou ODS"


def peser(octets: bytes, ampleur: int = 1) -> None:
    """Raises RapportErreurs: in its words when the workbook weighs too much, or is none.
    ``ampleur``: how many times a questionnaire it may weigh."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            pieces = archive.infolist()
            declare = sum(piece.file_size for piece in pieces)
            if len(pieces) > PIECES_MAX or declare > CLASSEUR_MAX * ampleur:
                raise refus(TROP_GROS)
            if any(piece.compress_type not in LISIBLES for piece in pieces):
                raise refus(ILLISIBLE)
            contenus = [(piece.filename, archive.read(piece)) for piece in pieces]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, zlib.error) as exc:
        raise refus(ILLISIBLE) from exc
    # In UTF-16 each sign is followed or preceded by a zero: marks are counted all the same.
    nus = [(nom, contenu.replace(b"\0", b"")) for nom, contenu in contenus]
    if sum(contenu.count(b"<") for _, contenu in nus) > MARQUES_MAX * ampleur or any(
        _lourde(*p) for p in nus
    ):
        raise refus(TROP_GROS)
    if any(DECLARE.search(contenu) for _, contenu in nus):
        raise refus(ILLISIBLE)


def _lourde(nom: str, contenu: bytes) -> bool:
    if max(map(len, contenu.split(b"<"))) > ECART_MAX:
        return True
    if not nom.endswith(STYLES):
        return False
    formats = [len(double or simple) for double, simple in FORMAT.findall(contenu)]
    longs = sum(formats) > FORMATS_MAX or max(formats, default=0) > FORMAT_MAX
    return longs or contenu.count(b"<") > MARQUES_STYLES
