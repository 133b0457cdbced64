"""Access cards on paper: eight to a sheet, to be cut out and given by hand."""

from collections.abc import Sequence
from datetime import date

from fresque.pdf import moteur
from fresque.pdf.decoupe import ACode, en_feuilles
from fresque.pdf.dessins import code_qr
from fresque.pdf.textes import court, propre
from pasapas.models import Participant, Projet

PAR_FEUILLE = 8


def rendre_cartes(
    projet: Projet, codes: Sequence[tuple[Participant, str]], *, adresse: str, jusqu_au: date
) -> bytes:
    """The sheets of the cards of ``codes``, each a person and their code, in the order of names.

    The secret is after « # » in the QR code: it is never sent as part of an address.
    """
    cartes = [
        ACode(code, code_qr(f"{adresse}#{code}"), propre(court(str(personne), 60)))
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
    return moteur.imprimer("pdf/cartes.html", donnees)
