"""Binding: parts copied one after the other into one tagged file, never painted again."""

import io
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from fresque.pdf.reliure.caracteres import cmap, entiere
from fresque.pdf.reliure.valeurs import Partie, Police, Signet

LANGUE = "fr"
SYMBOLIQUE = 4  # flag of a font with its own set of glyphs
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{titre}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{langue}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def relier(parties: Sequence[Partie]) -> bytes:
    """The file of these parts, in this order (PDF/UA-1). The same parts give the same bytes."""
    with pikepdf.new() as sortie:
        livre = _Livre(sortie)
        for partie in parties:
            livre.ajouter(partie)
        livre.finir(parties)
        tampon = io.BytesIO()
        sortie.save(
            tampon,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return tampon.getvalue()


class _Livre:
    """What grows while parts come in: pages, tags, fonts."""

    def __init__(self, sortie: pikepdf.Pdf) -> None:
        self.sortie = sortie
        self.racine = sortie.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = sortie.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.racine)
        )
        self.branches: list[Any] = []
        self.parents: list[Any] = []
        self.cle = 0  # of the tree of parents: every part starts again at 0
        self.noms: list[tuple[bytes, Any, Any]] = []
        self.fontes: dict[str, tuple[Any, Police, dict[int, tuple[int, str]]]] = {}
        self.debuts: list[int] = []

    def ajouter(self, partie: Partie) -> None:
        debut = len(self.sortie.pages)
        self.debuts.append(debut)
        with pikepdf.open(io.BytesIO(partie.pdf)) as source:
            # Pages first: the tags copied next then lead to these copies of them.
            self.sortie.pages.extend(source.pages)
            arbre = self.sortie.copy_foreign(source.Root.StructTreeRoot)
        pages = [self.sortie.pages[n] for n in range(debut, len(self.sortie.pages))]
        self._etiqueter(arbre, pages)
        for nom, police in (partie.polices or {}).items():
            self._police(pages[0].Resources.Font, nom, police)

    def _etiqueter(self, arbre: Any, pages: list[Any]) -> None:
        """One branch under the document, its numbers after those already there."""
        branche = arbre.K[0]
        branche.S, branche.P = Name.Part, self.document
        self.branches.append(branche)
        for page in pages:
            page.StructParents = int(page.StructParents) + self.cle
            for note in page.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + self.cle
        nombres = list(arbre.ParentTree.Nums)
        for numero, parent in zip(nombres[::2], nombres[1::2], strict=True):
            self.parents += [int(numero) + self.cle, parent]
        self.cle += len(nombres) // 2
        noms = list(arbre.IDTree.Names)
        self.noms += [
            (bytes(n), n, element) for n, element in zip(noms[::2], noms[1::2], strict=True)
        ]

    def _police(self, table: Any, nom: str, police: Police) -> None:
        """The first part that uses a font gives its description, all of them what it says."""
        if nom not in self.fontes:
            self.fontes[nom] = (table[f"/{nom}"], police, {})
        fonte, _, glyphes = self.fontes[nom]
        for glyphe, dit in police.glyphes.items():
            glyphes.setdefault(glyphe, dit)
        table[f"/{nom}"] = fonte

    def finir(self, parties: Sequence[Partie]) -> None:
        racine, catalogue = self.racine, self.sortie.Root
        self.document.K = Array(self.branches)
        racine.K = Array([self.document])
        racine.ParentTree = self.sortie.make_indirect(Dictionary(Nums=Array(self.parents)))
        racine.ParentTreeNextKey = self.cle
        if self.noms:
            paires = [un for _, *paire in sorted(self.noms, key=lambda n: n[0]) for un in paire]
            limites = Array([paires[0], paires[-2]])
            feuille = self.sortie.make_indirect(Dictionary(Names=Array(paires), Limits=limites))
            racine.IDTree = self.sortie.make_indirect(Dictionary(Kids=Array([feuille])))
        for fonte, police, glyphes in self.fontes.values():
            self._completer(fonte, police, glyphes)
        titre = next((partie.titre for partie in parties if partie.titre), "")
        catalogue.StructTreeRoot = racine
        catalogue.Lang = String(LANGUE)
        catalogue.MarkInfo = Dictionary(Marked=True)
        catalogue.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        catalogue.Metadata = self._metadonnees(titre)
        self.sortie.docinfo[Name.Title] = titre
        self._sommaire(parties)

    def _metadonnees(self, titre: str) -> Any:
        xml = XMP.format(titre=escape(titre), langue=LANGUE).encode()
        return pikepdf.Stream(self.sortie, xml, Type=Name.Metadata, Subtype=Name.XML)

    def _completer(self, fonte: Any, police: Police, glyphes: dict[int, tuple[int, str]]) -> None:
        octets, longueur = entiere(police.famille, police.graisse)
        descendante = fonte.DescendantFonts[0]
        descripteur = descendante.FontDescriptor
        nom = Name(f"/{str(fonte.BaseFont).partition('+')[2]}")
        fonte.BaseFont = descendante.BaseFont = descripteur.FontName = nom
        largeurs = {glyphe: largeur for glyphe, (largeur, _) in sorted(glyphes.items())}
        bas, haut = descripteur.Descent, descripteur.Ascent
        descripteur.FontBBox = Array([0, bas, max(largeurs.values()), haut])
        descripteur.CapHeight, descripteur.Flags = haut, SYMBOLIQUE
        descripteur.FontFile2 = pikepdf.Stream(
            self.sortie, octets, Filter=Name.FlateDecode, Length1=longueur
        )
        descendante.W = Array([x for g, w in largeurs.items() for x in (g, Array([w]))])
        fonte.ToUnicode = pikepdf.Stream(self.sortie, cmap(glyphes))

    def _sommaire(self, parties: Sequence[Partie]) -> None:
        """The bookmarks, gathered under what parts have in common."""
        with self.sortie.open_outline() as sommaire:
            lots = groupby(zip(parties, self.debuts, strict=True), key=lambda lot: lot[0].rayon)
            for rayon, lot in lots:
                signets = [(debut, s) for partie, debut in lot for s in partie.signets]
                rameau = sommaire.root
                if rayon and signets:
                    tete = self._lien(rayon, *signets[0])
                    sommaire.root.append(tete)
                    rameau = tete.children
                _brancher(rameau, ((s.niveau, self._lien(s.titre, d, s)) for d, s in signets))

    def _lien(self, titre: str, debut: int, signet: Signet) -> pikepdf.OutlineItem:
        page = self.sortie.pages[debut + signet.page].obj
        return pikepdf.OutlineItem(titre, Array([page, Name.XYZ, 0, signet.haut, 0]))


def _brancher(
    rameau: list[pikepdf.OutlineItem], signets: Iterator[tuple[int, pikepdf.OutlineItem]]
) -> None:
    """Each bookmark below the last one of a lesser level."""
    pile: list[tuple[int, list[pikepdf.OutlineItem]]] = [(0, rameau)]
    for niveau, signet in signets:
        while pile[-1][0] >= niveau:
            pile.pop()
        pile[-1][1].append(signet)
        pile.append((niveau, signet.children))
