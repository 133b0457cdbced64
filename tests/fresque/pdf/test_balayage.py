"""Sheets looked at: by geometry, the whole example and the blank kit; as pictures, those that
somebody approved (``make references`` draws them again: look before you commit)."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fresque.fichier import importer, lire
from fresque.kit.vierge import kit_vierge
from fresque.pdf import moteur
from fresque.pdf.composition import OptionsImpression, feuille_html, vue
from fresque.pdf.variantes import ENCRE
from pasapas.valeurs.planches import Fresque
from tests.balayage import fautes
from tests.fresque.fichier.outils import EXEMPLE
from tests.fresque.pdf.laides import CENT_LIGNES, RUBRIQUES, au_mur, etape, pleine, prose, remplie
from tests.images import comme_approuvee
from tests.mur import relire
from tests.papier import imprimer, poppler_octets

pytestmark = pytest.mark.une_base
DOSSIER = Path(__file__).parent / "references"
ADRESSE = "https://fresque.example.org"


def documents(fresque: Fresque) -> dict[str, Any]:
    options = OptionsImpression(url_base=ADRESSE)
    return {
        p.code: moteur.mettre_en_page(feuille_html(vue(fresque, p, options)))
        for p in fresque.planches
    }


@pytest.mark.django_db
def test_rien_n_est_coupe_ni_pose_sur_autre_chose() -> None:
    """Each sheet of the example, whose fiches take one each; each page of the kit."""
    exemple = documents(relire(importer(lire(EXEMPLE.read_bytes()))).papier)
    vierge = documents(kit_vierge())
    trouvees = {**{f"kit {c}": d for c, d in vierge.items()}, **exemple}
    assert {code: fautes(d) for code, d in trouvees.items() if fautes(d)} == {}
    feuilles = {code: len(d.pages) for code, d in exemple.items()}
    assert {n for code, n in feuilles.items() if code.startswith("fiche-")} == {1}
    assert max(feuilles.values()) <= 3


@pytest.mark.pur
@pytest.mark.parametrize(
    ("faute", "html"),
    [
        ("l’un sur l’autre", "<p>un texte</p><p class='haut'>un autre</p>"),
        ("points", "<p class='petit'>une note</p>"),
        ("sort de etroit", "<div class='etroit'>un texte qui ne tient pas dans si peu</div>"),
        (
            "sort de seul",
            "<table><tr><td class='seul'>un texte trop long pour sa case</td></tr></table>",
        ),
        ("sort de la feuille", "<p class='loin'>un texte</p>"),
        ("code A", "<p class='coin'>un texte</p>"),
        ("dessin", "<div><p>un texte</p><svg class='dessin' width='9mm' height='9mm'></svg></div>"),
    ],
)
def test_ce_qui_est_mal_pose_se_voit(faute: str, html: str) -> None:
    """Else a look that finds nothing says nothing."""
    style = (
        ".haut { margin-top: -5mm } .petit { font-size: 6pt } .coin { position: absolute; left: 0 }"
        ".etroit { width: 30mm; height: 5mm; overflow: hidden } div { position: relative }"
        ".dessin { position: absolute; left: 0; top: 0 } .seul, .loin { white-space: nowrap }"
        "table { table-layout: fixed; width: 20mm } .loin { margin-left: 180mm }"
    )
    pages = moteur.mettre_en_page(
        f"<html lang='fr'><head><style>{style}</style></head><body>{html}</body></html>"
    )
    assert any(faute in dite for dite in fautes(pages))


PLEINE = pleine(3_300, nom="Aménagement des horaires de travail")
A_PUCES = remplie(
    2,
    {nom: "\n".join(f"- point {n} à tenir ensemble" for n in range(8)) for nom in RUBRIQUES},
    nom="Aménagement des horaires de travail",
    etapes=tuple(etape(n, etat="faite" if n < 3 else "en-retard") for n in range(1, 6)),
)
SUITE = remplie(
    3,
    {"description": CENT_LIGNES, "evaluation": prose(2_000)},
    nom="Cent lignes",
    etapes=(etape(1, etat="faite"), etape(2)),
)


@pytest.mark.parametrize(
    ("nom", "planche", "options"),
    [
        ("fiche", PLEINE, {}),
        ("fiche-a-puces", A_PUCES, {}),
        ("fiche-encre", PLEINE, {"variante": ENCRE}),
        ("fiche-suite", SUITE, {"page": 2}),
        ("fiche-vierge", None, {}),
    ],
)
def test_comme_sur_l_image(nom: str, planche: Any, options: dict[str, Any]) -> None:
    page = str(options.pop("page", 1))
    mur = au_mur(planche or PLEINE)
    choix = {"codes": (planche.code,)} if planche else {"codes": ("-",), "fiches_vierges": 1}
    octets = poppler_octets(
        "pdftoppm",
        imprimer(mur, url_base=ADRESSE, **choix, **options),
        *("-r", "50", "-f", page, "-l", page, "-png", "-singlefile"),
    )
    comme_approuvee(Image.open(io.BytesIO(octets)).convert("RGB"), DOSSIER / f"{nom}.png")
