"""What WeasyPrint leaves to do for PDF/UA-1, on the objects of a part before it is written."""

from collections.abc import Iterator
from typing import Any

import pydyf

ELEMENT = "/StructElem"
DANS_UNE_LISTE = {"/L", "/LI", "/Caption"}
SANS_ROLE = {"/NonStruct", "/Span", "/Div"}


class Structure:
    """The tags of a file, to be set right. ``prefixe``: what makes its identifiers its own, once
    it is bound with others."""

    def __init__(self, pdf: pydyf.PDF, prefixe: str) -> None:
        self.pdf, self.prefixe = pdf, prefixe
        self.racine = self.objet(pdf.catalog["StructTreeRoot"])
        self.document = self.objet(self.racine["K"][0])

    def corriger(self) -> None:
        self._entetes()
        self._listes()
        self._tetes_courantes()
        self._renvois()

    def objet(self, reference: Any) -> Any:
        """The object of « 12 0 R »."""
        return self.pdf.objects[int(reference.split()[0])]

    @property
    def elements(self) -> Iterator[Any]:
        for objet in self.pdf.objects:
            if isinstance(objet, dict) and objet.get("Type") == ELEMENT:
                yield objet

    def enfants(self, element: Any) -> Iterator[Any]:
        """The elements below this one; numbers are marked contents."""
        for enfant in element["K"]:
            if not isinstance(enfant, int):
                objet = self.objet(enfant)
                if objet.get("Type") == ELEMENT:
                    yield objet

    def _entetes(self) -> None:
        """Each heading of a table says what it heads, and has a name that no other file gives."""
        noms: dict[str, Any] = {}
        for element in self.elements:
            if element["S"] == "/TH":
                element["A"]["Scope"] = "/Column" if self._en_tete(element) else "/Row"
            if "ID" in element:
                element["ID"] = self._nom(element["ID"])
                noms[element["ID"].string] = element.reference
            if entetes := element.get("A", {}).get("Headers"):
                element["A"]["Headers"] = pydyf.Array(map(self._nom, entetes))
        arbre = pydyf.Array()
        for nom in sorted(noms):
            arbre.extend((pydyf.String(nom), noms[nom]))
        self.racine["IDTree"] = pydyf.Dictionary({"Names": arbre})

    def _nom(self, nom: pydyf.String) -> pydyf.String:
        return pydyf.String(f"{self.prefixe}-{nom.string}")

    def _en_tete(self, element: Any) -> bool:
        while (element := self.objet(element["P"]))["S"] not in {"/Table", "/Document"}:
            if element["S"] == "/THead":
                return True
        return False

    def _listes(self) -> None:
        """A list holds its items and nothing else: what stands around them goes (a space between
        two items, a box for the eye alone), and what is not an item becomes one."""
        for liste in [element for element in self.elements if element["S"] == "/L"]:
            liste["K"] = pydyf.Array(
                reference for enfant in self.enfants(liste) for reference in self._elements(enfant)
            )
            for reference in liste["K"]:
                self.objet(reference)["P"] = liste.reference
        for egare in [e for e in self.elements if e["S"] == "/LI"]:
            if self.objet(egare["P"])["S"] != "/L":  # a box within an item
                for element in (egare, *self.enfants(egare)):
                    if element["S"] in {"/LI", "/LBody", "/Lbl"}:
                        element["S"] = "/Div"

    def _elements(self, enfant: Any) -> Iterator[Any]:
        if enfant["S"] in DANS_UNE_LISTE:
            yield enfant.reference
        elif enfant["S"] in SANS_ROLE and any(e["S"] == "/LI" for e in self.enfants(enfant)):
            for petit in self.enfants(enfant):
                yield from self._elements(petit)
        else:
            corps = self._enveloppe("/LBody", enfant)
            yield self._enveloppe("/LI", corps).reference

    def _enveloppe(self, role: str, enfant: Any) -> Any:
        element = pydyf.Dictionary(
            {
                "Type": ELEMENT,
                "S": role,
                "K": pydyf.Array([enfant.reference]),
                "Pg": enfant["Pg"],
                "P": enfant["P"],
            }
        )
        self.pdf.add_object(element)
        enfant["P"] = element.reference
        return element

    def _tetes_courantes(self) -> None:
        """What the margins repeat is not read: it is decoration, but for its links."""
        lus = self._lus()
        for element in [e for e in self.elements if e["S"] == "/Link" and e.number not in lus]:
            element["P"] = self.document.reference
            self.document["K"].append(element.reference)
        lus = self._lus()
        nombres = self.objet(self.racine["ParentTree"])["Nums"]
        for page, reference in enumerate(self.pdf.page_references):
            parents = nombres[2 * page + 1]
            decor = {m for m, parent in enumerate(parents) if self.objet(parent).number not in lus}
            for marque in decor:
                parents[marque] = "null"
            _en_decor(self.objet(self.objet(reference)["Contents"]).stream, decor)

    def _lus(self) -> set[int]:
        """The elements that the tree reaches."""
        vus: set[int] = set()
        pile = [self.document]
        while pile:
            element = pile.pop()
            vus.add(element.number)
            pile.extend(self.enfants(element))
        return vus

    def _renvois(self) -> None:
        """A link inside the file leads to a place, not to a name: two parts may give the same."""
        noms = self.pdf.catalog.pop("Names", {}).get("Dests", {}).get("Names", [])
        places = {nom.string: place for nom, place in zip(noms[::2], noms[1::2], strict=True)}
        for objet in self.pdf.objects:
            if isinstance(objet, dict) and objet.get("Subtype") == "/Link" and "Dest" in objet:
                objet["Dest"] = places[objet["Dest"].string]


def _en_decor(flux: list[Any], marques: set[int]) -> None:
    """These marked contents of a page become artifacts."""
    for rang, ordre in enumerate(flux):
        if ordre == b"BDC" and flux[rang - 1].get("MCID") in marques:
            flux[rang - 2] = "/Artifact"
            flux[rang - 1] = pydyf.Dictionary({"Type": "/Pagination"})
