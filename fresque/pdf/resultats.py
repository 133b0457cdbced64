"""The cahier of the results: what the page of a campagne shows, on sheets to hang or hand out."""

from datetime import date

from django.template.loader import render_to_string

from diagnostic.figures.valeurs import Cahier
from fresque.pdf import dessins, moteur
from fresque.pdf.textes import court
from pasapas.models import Projet


@moteur.atelier()
def imprimer(cahier: Cahier, projet: Projet, adresse: str, jour: date) -> bytes:
    """The PDF (PDF/UA-1). ``adresse``: where its QR code leads; ``jour``: the day it says."""
    return moteur.relier([moteur.mettre_en_page(page_html(cahier, projet, adresse, jour))])


def page_html(cahier: Cahier, projet: Projet, adresse: str, jour: date) -> str:
    donnees = {
        "cahier": cahier,
        "papier": True,
        "projet": court(str(projet), 40),
        "etablissement": court(str(projet.etablissement), 46),
        "titre_du_fichier": court(f"Résultats, {cahier.resultats.nom} - {projet}", 300),
        "qr": dessins.code_qr(adresse) if adresse else None,
        "imprime_le": jour,
    }
    return render_to_string("pdf/resultats.html", donnees)
