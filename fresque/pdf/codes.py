"""The codes of a sheet, for whoever photographs it: one that leads to its page, and in each corner
one that says which sheet and which corner, at the same millimetres everywhere (docs/adr/0039).

They are drawn on finished pages, outside what a screen reader reads: the address is also written
at the foot.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from fresque.pdf.dessins import barres
from fresque.pdf.pigments import en_pdf

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document

    Finition = Callable[[Document, pydyf.PDF], None]

LARGEUR_MM, HAUTEUR_MM = 210.0, 297.0
POINTS_PAR_MM = 72 / 25.4
CALME = 3  # modules left white around a code
COIN_MM = 11.0
ADRESSE_MM = 22.0
# Left and top of the modules, from the top left corner of the sheet.
COINS = {"A": (8.6, 18.2), "B": (190.4, 18.2), "C": (8.6, 280.2), "D": (190.4, 280.2)}
ADRESSE_A = (163.6, 269.2)
ENCRE = "gris-fonce"  # both paper and a grey photo tell it from white, and the eye leaves it aside


def finition(numero: int, coordonnee: str, adresse: str = "") -> "Finition":
    """What WeasyPrint calls last: draws the codes of these sheets, which bear the same mark, from
    the first to the last. ``numero``: of the projet; ``adresse``: where they lead, if anywhere."""
    nom = f"{en_base_36(numero)}/{nue(coordonnee)}"

    def poser(_: "Document", pdf: "pydyf.PDF") -> None:
        import pydyf

        for rang, reference in enumerate(pdf.page_references, start=1):
            page = pdf.objects[int(reference.split()[0])]
            ouvre = pydyf.Stream([b"q"])
            ferme = pydyf.Stream([b"Q", dessiner(f"{nom}.{rang}", adresse).encode()], compress=True)
            pdf.add_object(ouvre)
            pdf.add_object(ferme)
            contenu = page["Contents"]
            page["Contents"] = pydyf.Array([ouvre.reference, contenu, ferme.reference])

    return poser


def nue(coordonnee: str) -> str:
    """The mark of a planche in signs that a code packs: « n°2 » is N2."""
    return coordonnee.upper().replace("°", "")


def en_base_36(nombre: int) -> str:
    signes = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    bout = signes[nombre % 36]
    return bout if nombre < 36 else en_base_36(nombre // 36) + bout


def dessiner(feuille: str, adresse: str) -> str:
    """The codes of one sheet, in the language of PDF pages, as decoration."""
    traits = [
        _code(f"{feuille}{coin}", COIN_MM, gauche, haut) for coin, (gauche, haut) in COINS.items()
    ]
    if adresse:
        traits.append(_code(adresse, ADRESSE_MM, *ADRESSE_A))
    echelle = f"{POINTS_PAR_MM:.5f}"
    return (
        f"/Artifact BMC q {echelle} 0 0 -{echelle} 0 {HAUTEUR_MM * POINTS_PAR_MM:.3f} cm "
        f"{''.join(traits)}Q EMC"
    )


def _code(texte: str, cote: float, gauche: float, haut: float) -> str:
    nombre, pleins = barres(texte, "l")
    module = cote / nombre
    blanc, plein = CALME * module, cote + 2 * CALME * module
    fond = (
        f"{en_pdf('blanc')} {gauche - blanc:.3f} {haut - blanc:.3f} {plein:.3f} {plein:.3f} re f "
    )
    haute = module * 1.03  # two rows that only touch would let the paper show
    traits = "".join(
        f"{gauche + x * module:.3f} {haut + y * module:.3f} {n * module:.3f} {haute:.3f} re "
        for x, y, n in pleins
    )
    return f"{fond}{en_pdf(ENCRE)} {traits}f "
