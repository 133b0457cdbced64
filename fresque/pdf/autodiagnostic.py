"""The sheets of an autodiagnostic: the questionnaire to fill in by hand, a recueil's poster."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from diagnostic.campagnes.questionnaire import Passage
from diagnostic.models import Campagne, Passation
from fresque.pdf import codes, dessins, moteur, parties, variantes
from fresque.pdf.decoupe import ACode, en_feuilles
from fresque.pdf.mesure import GRAS, TITRE, cote_du_code
from fresque.pdf.reliure import Partie, relier
from fresque.pdf.textes import court, propre

BULLETINS_PAR_FEUILLE = 10
# Of the poster, in millimetres (static/css/papier.css): how wide its lines are, what its code
# shares with who asks and where, the least that is read from afar.
LARGEUR, A_PARTAGER, COTE_MOINDRE = 180.0, 135.0, 90
QUESTIONNAIRE = "questionnaire"
# What the code of a sheet says of who fills it.
INITIALES = {
    "": "X",
    "direction_rh": "H",
    "direction": "D",
    "rh": "R",
    "encadrement": "E",
    "irp": "I",
    "salaries": "S",
}


def questionnaire(
    campagne: Campagne, passage: Passage, passation: Passation | None, variante: str = ""
) -> bytes:
    """The blank questionnaire, in the order of the screen that copies it; it asks no name."""
    sans_lien = relier([feuilles_a_remplir(campagne, passage, passation)])
    return variantes.finir(sans_lien, variante)


def feuilles_a_remplir(campagne: Campagne, passage: Passage, passation: Passation | None) -> Partie:
    """Its sheets, and the rectangle of each of its boxes (« q07-3 »): kept by what they show, for
    who will read the photo of a filled one. Its codes say the campagne and the collège, and are the
    same on every copy: nothing tells one copy from another."""
    donnees = {
        "campagne": campagne,
        "projet": campagne.projet,
        "passage": passage,
        "passation": passation,
    }
    college = passation.college if passation else ""
    marque = f"Q{codes.en_base_36(campagne.pk)}-{INITIALES[college]}"
    html = render_to_string("pdf/questionnaire.html", donnees)
    return parties.gardee_ou_faite(
        campagne.projet.slug,
        parties.empreinte(html, marque),
        lambda: html,
        QUESTIONNAIRE,
        finition=codes.finition(campagne.projet_id, marque),
    )


def affiche(passation: Passation, passage: Passage, adresse: str, variante: str = "") -> bytes:
    """The poster of a recueil. Its QR code holds the open link, and nothing of who scans it."""
    dite = adresse.partition("://")[2]
    qui = str(passation.campagne.projet.etablissement)
    dits = ((qui, 17, 1.2, TITRE), (f"ou tapez {dite}", 17, 1.2, GRAS))
    donnees = {
        "campagne": passation.campagne,
        "projet": passation.campagne.projet,
        "passation": passation,
        "passage": passage,
        "adresse": dite,
        "qr": dessins.code_qr(adresse),
        "cote": cote_du_code(dits, LARGEUR, haut=A_PARTAGER, moindre=COTE_MOINDRE),
    }
    return moteur.imprimer("pdf/affiche.html", donnees, variante)


def bulletins(passation: Passation, codes: Sequence[str], adresse: str) -> bytes:
    """The slips to draw from a hat, ten to a sheet. Each QR code opens the page with its code in
    the field: the page has no script, so the code stands in the address, and serves once."""
    campagne = passation.campagne
    siens = [ACode(code, dessins.code_qr(f"{adresse}?bulletin={code}")) for code in codes]
    college = passation.get_college_display()
    hote, _, chemin = adresse.partition("://")[2].partition("/")
    donnees = {
        "titre_du_fichier": court(f"Bulletins à tirer, {college} - {campagne.projet}", 300),
        "college": college,
        "etablissement": propre(court(str(campagne.projet.etablissement), 44)),
        "hote": hote,
        "chemin": f"/{chemin}",
        "jusqu_au": campagne.cloture_prevue,
        "feuilles": en_feuilles(siens, BULLETINS_PAR_FEUILLE),
    }
    return moteur.imprimer("pdf/bulletins.html", donnees)
