"""What prints, as a picture: the sheets of a planche, one below the other as they hang."""

import io

from fresque.pdf import moteur
from fresque.pdf.composition import OptionsImpression
from fresque.pdf.parties import depot
from fresque.pdf.parties.cles import cle
from fresque.pdf.parties.feuilles import partie
from fresque.pdf.pigments import palette
from fresque.pdf.reliure import relier
from pasapas.valeurs.planches import Fresque, Planche

POINTS_PAR_POUCE = 96
JOINT = 12  # pixels between two sheets
COULEURS = 128  # enough for flat colours and their edges: a third of the weight


def image(fresque: Fresque, planche: Planche, options: OptionsImpression) -> bytes:
    """A PNG of the sheets of ``planche``, kept or made."""
    nom = f"{cle(fresque, planche, options)}.png"
    octets = depot.lire(fresque.slug, nom)
    if octets is None:
        with moteur.atelier():  # PDFium, like Pango, has one state for the process
            octets = _dessiner(relier([partie(fresque, planche, options)]))
        depot.garder(fresque.slug, nom, octets)
    return octets


def _dessiner(pdf: bytes) -> bytes:
    import pypdfium2
    from PIL import Image

    with pypdfium2.PdfDocument(pdf) as document:
        feuilles = [
            page.render(scale=POINTS_PAR_POUCE / 72, rev_byteorder=True).to_pil()
            for page in document
        ]
    largeur = max(feuille.width for feuille in feuilles)
    hauteur = sum(feuille.height for feuille in feuilles) + JOINT * (len(feuilles) - 1)
    colonne = Image.new("RGB", (largeur, hauteur), palette()["joint"])
    haut = 0
    for feuille in feuilles:
        colonne.paste(feuille, (0, haut))
        haut += feuille.height + JOINT
    tampon = io.BytesIO()
    plats = colonne.quantize(COULEURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    plats.save(tampon, "PNG")
    return tampon.getvalue()
