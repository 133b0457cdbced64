"""Our first words for each page, put there after a migration if the page is missing."""

from pathlib import Path

from django.conf import settings

from pasapas.models import PageInformation

TEXTES = Path(__file__).parent / "textes"


def lire(fichier: Path) -> PageInformation:
    """The page a file describes: its title on the first line, its text below."""
    titre, _, texte = fichier.read_text(encoding="utf-8").partition("\n")
    texte = texte.replace("{mois}", str(settings.CONSERVATION_MOIS))
    return PageInformation(code=fichier.stem, titre=titre.strip(), texte=texte.strip())


def charger_pages() -> None:
    """Those already there are left as the administrateurs wrote them."""
    connues = set(PageInformation.objects.values_list("code", flat=True))
    PageInformation.objects.bulk_create(
        page
        for fichier in sorted(TEXTES.glob("*.txt"))
        if (page := lire(fichier)).code not in connues
    )
