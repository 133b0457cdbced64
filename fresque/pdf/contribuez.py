"""The poster « Contribuez »: one sheet, a question, and the way to answer it."""

from django.template.loader import render_to_string

from fresque.models import AfficheContribuez
from fresque.pdf import dessins, moteur, variantes
from fresque.pdf.mesure import GRAS, TITRE, hauteur
from fresque.pdf.textes import court, propre
from pasapas.valeurs.textes import jour

# Millimetres (static/css/affiche.css): the width of its lines, what they and the code share of the
# sheet. A short question leaves a larger code, read from further away.
LARGEUR, A_PARTAGER, MOINS, PLUS = 180.0, 163.0, 80, 140


@moteur.atelier()
def affiche(affiche: AfficheContribuez, adresse: str, variante: str = "") -> bytes:
    """It names the projet and asks its question; its address is the only thing it opens."""
    nom, question = (
        propre(court(affiche.projet.nom or "Notre fresque", 80)),
        propre(affiche.question),
    )
    dite = adresse.removeprefix("https://").removeprefix("http://")
    donnees = {
        "variante": variantes.mise_en_page(variante),
        "titre_du_fichier": court(f"Affiche « Contribuez » - {nom}", 300),
        "nom": nom,
        "question": question,
        "jusqu_au": jour(affiche.jusqu_au),
        "adresse": dite,
        "qr": dessins.code_qr(adresse),
        "cote": _cote(nom, question, dite),
    }
    document = moteur.mettre_en_page(render_to_string("pdf/contribuez.html", donnees))
    return variantes.finir(moteur.relier([document]), variante)


def _cote(nom: str, question: str, adresse: str) -> int:
    """The side of the code: what the words leave of the sheet."""
    dits = ((nom, 14, 1.3, GRAS), (question, 25, 1.2, TITRE), (adresse, 17, 1.3, GRAS))
    return max(MOINS, min(PLUS, int(A_PARTAGER - hauteur(dits, LARGEUR))))
