"""Printing without an engine: what is sent to it is kept to be read, in clear."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from fresque.impression import fabrication
from fresque.pdf import OptionsImpression, autodiagnostic, moteur, parties
from fresque.views import kit
from pasapas.valeurs.planches import Fresque, Planche
from tests.papier import pages_html


class Papier:
    """Stands in the place of the engine, whose own tests are in tests/fresque/pdf."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.envoyes: list[str] = []
        patch.setattr(moteur, "mettre_en_page", self.mettre_en_page)
        patch.setattr(moteur, "fabriquer", lambda document, **_: document)
        patch.setattr(moteur.reliure, "relier", lambda _: b"%PDF-1.7")
        self._fresques: dict[str, list[str]] = {}
        for lieu in (fabrication, kit):
            patch.setattr(lieu, "rendre", self.rendre)
        patch.setattr(parties, "image", self.image)
        patch.setattr(parties, "gardee_ou_faite", self.gardee_ou_faite)
        patch.setattr(autodiagnostic, "relier", lambda _: b"%PDF-1.7")

    def rendre(
        self,
        fresque: Fresque,
        *,
        options: OptionsImpression,
        dire: Any = lambda code, pages: None,
        nouvelles: Any = (),
    ) -> bytes:
        """The same fresque is written out once: it is a value. Each planche is one sheet."""
        cle = repr((fresque, options))
        if cle not in self._fresques:
            self._fresques[cle] = pages_html(fresque, options)
        self.envoyes += self._fresques[cle]
        for planche in fresque.planches:
            if not options.codes or planche.code in options.codes:
                dire(planche.code, 1)
        return b"%PDF-1.7"

    def image(self, fresque: Fresque, planche: Planche, options: OptionsImpression) -> bytes:
        self.rendre(fresque, options=replace(options, codes=(planche.code,)))
        return b"\x89PNG"

    def mettre_en_page(self, html: str) -> SimpleNamespace:
        self.envoyes.append(html)
        return SimpleNamespace(pages=[html])

    def gardee_ou_faite(self, slug: str, cle: str, html: Any, *_: Any, **__: Any) -> Any:
        return self.mettre_en_page(html())

    def sortis(self) -> list[str]:
        sortis, self.envoyes = self.envoyes, []
        return sortis
