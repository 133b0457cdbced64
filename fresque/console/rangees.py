"""The rows of the portefeuille, drawn: each is kept as long as it stands and until the day ends.

A row is written again whenever what it shows changes (``tenue``), under another ``tenu_le``: it
says all that it depends on, but for the day, and what is shared with whom is in its palier.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.template.loader import get_template

from fresque.console.lignes import lignes
from fresque.instant import Memoire
from pasapas.models.etablissement import jour_a
from pasapas.valeurs.departements import FUSEAUX

DESSINEES = Memoire(4000)  # about 2 kB each
DossierVu = tuple[int, int, datetime, int]


def rangees(vues: Iterable[DossierVu]) -> Mapping[int, str]:
    """By the key of its dossier. 2 queries for those that nobody has looked at yet."""
    jours = jours_du_pays()
    cles = {palier: (palier, tenu_le, jours) for _, palier, tenu_le, _ in vues}
    html = {palier: DESSINEES.get(cle) for palier, cle in cles.items()}
    absentes = [palier for palier, dessinee in html.items() if dessinee is None]
    if absentes:
        gabarit = get_template("admin/pasapas/dossier/_ligne.html")
        for ligne in lignes(absentes):
            cle = ligne.palier.pk
            html[cle] = gabarit.render({"l": ligne})
            DESSINEES.set(cles[cle], html[cle])
    return {dossier: html[palier] for dossier, palier, *_ in vues if html[palier] is not None}


def jours_du_pays() -> tuple[Any, ...]:
    """The day it is in every time of the country."""
    return tuple(jour_a(fuseau) for fuseau in ("Europe/Paris", *FUSEAUX.values()))
