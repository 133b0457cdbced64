"""The cahier of the results: what the page of a campagne shows, on sheets to hang or hand out."""

from datetime import date

from diagnostic.figures.valeurs import Cahier
from fresque.pdf import codes, moteur
from fresque.pdf.cadre import cadre_libre
from fresque.pdf.textes import court, propre
from pasapas.models import Projet
from pasapas.valeurs.textes import jour as dire_jour

MARQUE = "RES"


def imprimer(cahier: Cahier, projet: Projet, adresse: str, jour: date, variante: str = "") -> bytes:
    """The PDF (PDF/UA-1). ``adresse``: where its QR code leads; ``jour``: the day it says."""
    resultats = cahier.resultats
    clos = f", clos le {dire_jour(resultats.close_le)}" if resultats.close_le else ""
    donnees = {
        **cadre_libre(
            "NOS RÉSULTATS",
            pigment="azurite",
            surtitre=f"{court(resultats.nom, 30)}{clos}",
            projet=str(projet),
            etablissement=str(projet.etablissement),
            signet="Nos résultats",
            imprime_le=jour,
        ),
        "cahier": cahier,
        "papier": True,
        "lien": adresse,
        "lien_dit": propre(adresse.partition("://")[2]),
        "titre_du_fichier": court(f"Résultats, {resultats.nom} - {projet}", 300),
    }
    finition = codes.finition(projet.pk, MARQUE, adresse)
    return moteur.imprimer("pdf/resultats.html", donnees, variante, finition)
