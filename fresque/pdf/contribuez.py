"""The poster « Contribuez »: one sheet, a question, and the way to answer it."""

from django.template.loader import render_to_string

from fresque.models import AfficheContribuez
from fresque.pdf import dessins, moteur, variantes
from fresque.pdf.textes import court, propre
from pasapas.valeurs.textes import jour


@moteur.atelier()
def affiche(affiche: AfficheContribuez, adresse: str, variante: str = "") -> bytes:
    """It names the projet and asks its question; its address is the only thing it opens."""
    nom = propre(court(affiche.projet.nom or "Notre fresque", 80))
    donnees = {
        "variante": variantes.mise_en_page(variante),
        "titre_du_fichier": court(f"Affiche « Contribuez » - {nom}", 300),
        "nom": nom,
        "question": propre(affiche.question),
        "jusqu_au": jour(affiche.jusqu_au),
        "adresse": adresse.removeprefix("https://").removeprefix("http://"),
        "qr": dessins.code_qr(adresse),
    }
    document = moteur.mettre_en_page(render_to_string("pdf/contribuez.html", donnees))
    return variantes.finir(moteur.relier([document]), variante)
