"""The side of a sheet: the kit's advice, its example facing the boxes, and the sheet on paper."""

from typing import Any

from django.template.loader import render_to_string

from fresque.instant import instant
from fresque.kit.conseils import conseils_de
from fresque.kit.exemple import EXEMPLE, SOURCE, extraits_de
from fresque.views.rendu import contexte
from pasapas.acces.porte import ProjetRequest
from pasapas.valeurs.planches import Planche

CONSEIL, POSTIT, FEUILLE = "conseils", "postit", "feuille"


def cote(request: ProjetRequest, code: str) -> str:
    """The panel that ``?cote=`` asks for, if this sheet has it; closed, the ways to open it."""
    planche = instant(request.projet).planche(code)
    if planche is None:
        return ""
    voulu = request.GET.get("cote", "")
    droits = contexte(request)
    cases = [encart for encart in planche.encarts if encart.imprimable]
    combien = sum(len(encart.postits) for encart in cases)
    panneaux: dict[str, Any] = {
        CONSEIL: conseils_de(planche.modele),
        EXEMPLE: extraits_de(planche),
        POSTIT: cases if combien or droits["peut_ecrire"] else (),
        FEUILLE: planche.au_mur,
    }
    ouvert = voulu if panneaux.get(voulu) else ""
    donnees: dict[str, Any] = {
        **droits,
        "planche": planche,
        "ouvert": ouvert,
        "onglets": [nom for nom, contenu in panneaux.items() if contenu],
        "postits": combien,
        "cases": panneaux[POSTIT] if ouvert == POSTIT else (),
        "conseils": _situes(planche) if ouvert == CONSEIL else (),
        "extraits": panneaux[EXEMPLE] if ouvert == EXEMPLE else (),
        "source": SOURCE,
    }
    return render_to_string("kit/_cote.html", donnees, request)


def _situes(planche: Planche) -> list[dict[str, Any]]:
    """Each piece of advice of this sheet, with the boxes it is about."""
    titres = {encart.nom: encart.titre for encart in planche.encarts}
    return [
        {
            "conseil": conseil,
            "encarts": [(nom, titres[nom]) for nom in conseil.encarts if nom in titres],
        }
        for conseil in conseils_de(planche.modele)
    ]
