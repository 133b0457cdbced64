"""Small files that say they are huge: a few kilobytes that would keep a server busy."""

import io
import zipfile
from collections.abc import Callable

ENTETES = "theme_code;theme_titre;code;enonce"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAQUET = "http://schemas.openxmlformats.org/package/2006"
GENRE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def classeur(
    feuille: str = "<row><c/></row>",
    *,
    chaines: str = "",
    styles: str = "",
    feuilles: int = 1,
    avant: str = "",
    apres: str = "",
    utf16: str = "",
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook written by hand: each piece is exactly what is asked."""
    numeros = range(1, feuilles + 1)
    liens = "".join(
        f'<Relationship Id="r{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numeros
    )
    liens += f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    liens += f'<Relationship Id="t" Type="{REL}/styles" Target="styles.xml"/>'
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{GENRE}.worksheet+xml"/>'
        for n in numeros
    )
    onglets = "".join(f'<sheet name="F{n}" sheetId="{n}" r:id="r{n}"/>' for n in numeros)
    pieces = {
        "[Content_Types].xml": f'<Types xmlns="{PAQUET}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{GENRE}.sheet.main+xml"/>{types}<Override PartName="/xl/sharedStrings.xml" '
        f'ContentType="{GENRE}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{GENRE}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PAQUET}/relationships"><Relationship Id="w" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{REL}"><sheets>{onglets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PAQUET}/relationships">{liens}'
        "</Relationships>",
        "xl/sharedStrings.xml": utf16.encode("utf-16")
        if utf16
        else f"{avant}<sst {NS}>{chaines}</sst>",
        "xl/styles.xml": f"<styleSheet {NS}>{styles}</styleSheet>",
        **{
            f"xl/worksheets/sheet{n}.xml": f"<worksheet {NS}><sheetData>{feuille}</sheetData>"
            f"{apres}</worksheet>"
            for n in numeros
        },
    }
    return _archive(pieces, compression)


def _archive(pieces: dict[str, str | bytes], compression: int) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", compression) as archive:
        for nom, contenu in pieces.items():
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def _formats(forme: str, nombre: int) -> str:
    formes = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{forme}"/>' for n in range(nombre))
    usages = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(nombre))
    return f"<numFmts>{formes}</numFmts><cellXfs>{usages}</cellXfs>"


BOMBE = (
    "<!DOCTYPE b ["
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "a" * 10}">' for n in range(9))
    + "]>"
)
CLASSEURS: dict[str, Callable[[], bytes]] = {
    "560 000 chaînes vides": lambda: classeur(chaines="<si/>" * 560_000),
    "700 000 cellules d’un rang": lambda: classeur(f"<row>{'<c/>' * 700_000}</row>"),
    "900 000 rangs vides": lambda: classeur("<row/>" * 450_000),
    "rangs très écartés": lambda: classeur('<row r="1"/><row r="999999999"><c/></row>'),
    "colonnes très écartées": lambda: classeur('<row><c r="A1"/><c r="XFD1"/></row>' * 900),
    "cellules d’un préfixe": lambda: classeur(f"<row>{'<c></c>' * 400_000}</row>"),
    "200 000 fusions": lambda: classeur(
        apres=f"<mergeCells>{'<mergeCell/>' * 200_000}</mergeCells>"
    ),
    "fusion de toute la feuille": lambda: classeur(
        apres='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "5 000 feuilles": lambda: classeur(feuilles=5_000),
    "190 feuilles pleines": lambda: classeur("<row><c/></row>" * 900, feuilles=190),
    "une chaîne immense": lambda: classeur(chaines=f"<si><t>{'a' * 2_800_000}</t></si>"),
    "une cellule immense": lambda: classeur(
        f'<row><c t="inlineStr"><is><t>{"a" * 2_800_000}</t></is></c></row>'
    ),
    "des styles sans fin": lambda: classeur(styles=f"<cellXfs>{'<xf/>' * 500_000}</cellXfs>"),
    "un format de crochets": lambda: classeur(styles=_formats("[" * 2_000_000, 1)),
    "mille formats de crochets": lambda: classeur(styles=_formats("[" * 2_500, 1_000)),
    "un élément aux 200 000 attributs": lambda: classeur(
        "<row {}/>".format(" ".join(f"a{n}=''" for n in range(200_000)))
    ),
    "300 000 étages": lambda: classeur("<row>" * 300_000),
    "entités emboîtées": lambda: classeur(avant=BOMBE, chaines="<si><t>&e8;</t></si>"),
    "nombre sans fin": lambda: classeur(f"<row><c><v>{'9' * 2_000_000}</v></c></row>"),
    "bzip2": lambda: classeur("<c/>" * 300_000, compression=zipfile.ZIP_BZIP2),
    "lzma": lambda: classeur("<c/>" * 300_000, compression=zipfile.ZIP_LZMA),
    "bombe": lambda: classeur("<row/>" * 2_000_000),
}
TABLEAUX: dict[str, Callable[[], bytes]] = {
    "un million de colonnes": lambda: f"{ENTETES}\n{';' * 1_900_000}\n".encode(),
    "un million d’entêtes": lambda: (";" * 1_900_000).encode(),
    "un million de lignes": lambda: f"{ENTETES}\n".encode() + b"\n" * 1_900_000,
    "un million de guillemets": lambda: f"{ENTETES}\n".encode() + b'"' * 1_900_000,
    "guillemet jamais fermé": lambda: (ENTETES + '\n"' + "a;\n" * 600_000).encode(),
    "des virgules entre guillemets": lambda: b'"' + b'",' * 900_000,
    "utf-16": lambda: (ENTETES + "\n" + ";" * 900_000).encode("utf-16"),
}
