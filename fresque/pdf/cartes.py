"""Access cards on paper: eight to a sheet, to be cut out and given by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from fresque.pdf import moteur
from fresque.pdf.decoupe import en_feuilles
from fresque.pdf.dessins import CodeQr, code_qr
from fresque.pdf.textes import court, propre
from pasapas.models import Participant, Projet

PAR_FEUILLE = 8


@dataclass(frozen=True, slots=True)
class Carte:
    """What one card says. ``qr`` opens the page with the code already in its field."""

    nom: str
    code: str
    qr: CodeQr


@moteur.atelier()
def rendre_cartes(
    projet: Projet, codes: Sequence[tuple[Participant, str]], *, adresse: str, jusqu_au: date
) -> bytes:
    """The sheets of the cards of ``codes``, each a person and their code, in the order of names.

    The secret is after « # » in the QR code: it is never sent as part of an address.
    """
    cartes = [
        Carte(propre(court(str(personne), 60)), code, code_qr(f"{adresse}#{code}"))
        for personne, code in sorted(codes, key=lambda c: (c[0].nom, c[0].prenom, c[0].pk))
    ]
    donnees = {
        "titre_du_fichier": court(f"Cartes d’accès - {projet}", 300),
        "projet": propre(court(str(projet), 44)),
        "etablissement": propre(court(str(projet.etablissement), 52)),
        "adresse": adresse.partition("://")[2],
        "jusqu_au": jusqu_au,
        "feuilles": en_feuilles(cartes, PAR_FEUILLE),
    }
    return moteur.relier([moteur.mettre_en_page(render_to_string("pdf/cartes.html", donnees))])
