"""The sheets of an autodiagnostic: the questionnaire to fill in by hand, a recueil's poster."""

from django.template.loader import render_to_string

from diagnostic.campagnes.questionnaire import Passage
from diagnostic.models import Campagne, Passation
from fresque.pdf import dessins, moteur


@moteur.atelier()
def questionnaire(campagne: Campagne, passage: Passage, passation: Passation | None) -> bytes:
    """The blank questionnaire, in the order of the screen that copies it; it asks no name."""
    donnees = {
        "campagne": campagne,
        "projet": campagne.projet,
        "passage": passage,
        "passation": passation,
    }
    return _imprimer("pdf/questionnaire.html", donnees)


@moteur.atelier()
def affiche(passation: Passation, passage: Passage, adresse: str) -> bytes:
    """The poster of a recueil. Its QR code holds the open link, and nothing of who scans it."""
    donnees = {
        "campagne": passation.campagne,
        "projet": passation.campagne.projet,
        "passation": passation,
        "passage": passage,
        "adresse": adresse.removeprefix("https://").removeprefix("http://"),
        "qr": dessins.code_qr(adresse),
    }
    return _imprimer("pdf/affiche.html", donnees)


def _imprimer(gabarit: str, donnees: dict[str, object]) -> bytes:
    return moteur.relier([moteur.mettre_en_page(render_to_string(gabarit, donnees))])
