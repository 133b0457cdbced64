"""The poster « Contribuez »: one sheet, a question, and the way to answer it."""

from fresque.models import AfficheContribuez
from fresque.pdf import dessins, moteur
from fresque.pdf.mesure import GRAS, TITRE, cote_du_code
from fresque.pdf.textes import court, propre
from pasapas.valeurs.textes import jour

# Millimetres (static/css/affiche.css): the width of its lines, what they and the code share of the
# sheet, the least of the code.
LARGEUR, A_PARTAGER, COTE_MOINDRE = 180.0, 163.0, 80


def affiche(affiche: AfficheContribuez, adresse: str, variante: str = "") -> bytes:
    """It names the projet and asks its question; its address is the only thing it opens."""
    nom = propre(court(affiche.projet.nom or "Notre fresque", 80))
    question = propre(affiche.question)
    dite = adresse.partition("://")[2]
    dits = ((nom, 14, 1.3, GRAS), (question, 25, 1.2, TITRE), (dite, 17, 1.3, GRAS))
    donnees = {
        "titre_du_fichier": court(f"Affiche « Contribuez » - {nom}", 300),
        "nom": nom,
        "question": question,
        "jusqu_au": jour(affiche.jusqu_au),
        "adresse": dite,
        "qr": dessins.code_qr(adresse),
        "cote": cote_du_code(dits, LARGEUR, haut=A_PARTAGER, moindre=COTE_MOINDRE),
    }
    return moteur.imprimer("pdf/contribuez.html", donnees, variante)
