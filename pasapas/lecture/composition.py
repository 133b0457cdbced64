"""From the bytes of a file to its Noeud: what is not plain, bounded YAML is refused here."""

from typing import Any

import yaml

from pasapas.lecture.messages import Chemin, Erreur, RapportErreurs, citer, dire_chemin, refus
from pasapas.lecture.noeuds import AUCUNES, Noeud, typer
from pasapas.valeurs.saisie import FICHIER_MAX, MEGAOCTETS
from pasapas.valeurs.signes import MUET, WINDOWS, fins_de_ligne, propre

PROFONDEUR = 30
NOMBRE = 50_000  # values
# libyaml when PyYAML was built with it: twenty times faster on a large file.
LECTEUR: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# An end of line that other programs put inside a text: none of YAML's until the text is read.
RETOUR = "\ue00b"
A_LIRE = {**WINDOWS, 0x0B: RETOUR, 0x0C: RETOUR}

TABULATION = (
    "ce caractère ne peut pas commencer une valeur : mettez-la entre guillemets, "
    "et décalez les lignes avec des espaces, jamais avec des tabulations"
)
# What PyYAML and libyaml say, in the words of someone who never met YAML; and whether the
# fault lies where the reader gave up, or where what it was reading had begun.
SYNTAXE = (
    (
        "mapping values are not allowed",
        "un deux-points est mal placé : mettez ce texte entre guillemets, "
        "ou vérifiez le décalage de la ligne",
        False,
    ),
    (
        "could not find expected ':'",
        "il manque un deux-points après la clé, ou ce texte demande des guillemets",
        False,
    ),
    ("tab character", TABULATION, False),
    ("cannot start any token", TABULATION, False),
    (
        "escape",
        "dans un texte entre guillemets droits, la barre oblique inverse s’écrit deux fois",
        False,
    ),
    ("quoted scalar", "un guillemet ouvert n’est pas refermé", True),
    (
        "flow sequence",
        "une liste entre crochets n’est pas refermée, ou il y manque une virgule",
        True,
    ),
    (
        "flow mapping",
        "un bloc entre accolades n’est pas refermé, ou il y manque une virgule",
        True,
    ),
    ("tag", "les étiquettes « ! » ne sont pas admises", False),
    (
        "block scalar",
        "après « | » ou « > », le texte commence à la ligne suivante",
        False,
    ),
    ("node content", "il manque une valeur ici, ou un signe est de trop", False),
    (
        "block",
        "le décalage de cette ligne ne va pas avec celui des lignes voisines",
        False,
    ),
)


def composer(octets: bytes) -> tuple[Noeud, list[Erreur]]:
    """The tree of the file, and what is wrong in it.

    Raises RapportErreurs when it cannot be read at all (encoding, size, syntax).
    """
    return Composition(_decoder(octets)).composer()


def _decoder(octets: bytes) -> str:
    if len(octets) > FICHIER_MAX:
        raise refus(f"le fichier dépasse {MEGAOCTETS} Mo")
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        ligne = octets.count(b"\n", 0, exc.start) + 1
        message = "ce texte n’est pas en UTF-8 : enregistrez le fichier avec cet encodage"
        raise refus(message, ligne) from exc
    return MUET.sub("", fins_de_ligne(texte).translate(A_LIRE))


class Composition:
    """Follow the events of the YAML reader, with a stack of our own: depth costs nothing."""

    def __init__(self, texte: str) -> None:
        self.texte = texte
        self.erreurs: list[Erreur] = []
        self.racine: Noeud | None = None
        self.pile: list[Noeud] = []
        self.clefs: list[Noeud | None] = []  # the key waiting for its value, at each level
        self.nombre = 0

    def composer(self) -> tuple[Noeud, list[Erreur]]:
        try:
            for evenement in yaml.parse(self.texte, Loader=LECTEUR):
                self.recevoir(evenement)
        except yaml.reader.ReaderError as exc:
            position = exc.position if isinstance(exc.position, int) else 0
            ligne = self.texte.count("\n", 0, position) + 1
            self.arreter(ligne, "caractère invisible, à effacer", exc)
        except yaml.MarkedYAMLError as exc:
            self.arreter(*_dire_syntaxe(exc), exc)
        except (yaml.YAMLError, ValueError) as exc:
            self.arreter(None, "ce fichier n’est pas du YAML lisible", exc)
        if self.racine is None or self.racine.valeur is None:
            raise refus("le fichier est vide")
        return self.racine, self.erreurs

    def recevoir(self, evenement: Any) -> None:
        ligne = evenement.start_mark.line + 1
        match evenement:
            case yaml.DocumentStartEvent() if self.racine is not None:
                self.arreter(ligne, "un seul document par fichier : retirez la ligne « --- »")
            case yaml.AliasEvent():
                self.refuser(ligne, "les renvois « * » ne sont pas admis : recopiez le texte")
                self.poser(Noeud(ligne, None, fautif=True))
            case yaml.ScalarEvent():
                self.refuser_ornements(evenement)
                self.poser(self.scalaire(evenement, ligne))
            case yaml.CollectionStartEvent():
                self.refuser_ornements(evenement)
                vide: Any = {} if isinstance(evenement, yaml.MappingStartEvent) else []
                noeud = Noeud(ligne, vide)
                self.poser(noeud)
                self.pile.append(noeud)
                self.clefs.append(None)
                if len(self.pile) > PROFONDEUR:
                    self.arreter(ligne, f"plus de {PROFONDEUR} blocs les uns dans les autres")
            case yaml.CollectionEndEvent():
                self.pile.pop()
                self.clefs.pop()

    def scalaire(self, evenement: Any, ligne: int) -> Noeud:
        # The raw text was cleaned already: an escape can bring more in.
        texte = propre(evenement.value.replace(RETOUR, "\n"))
        if not evenement.implicit[0]:
            return Noeud(ligne, texte, texte=texte)
        bornes = evenement.start_mark.index, evenement.end_mark.index
        return Noeud(ligne, typer(texte), texte=texte, bornes=bornes)

    def refuser_ornements(self, evenement: Any) -> None:
        ligne = evenement.start_mark.line + 1
        if evenement.anchor is not None:
            self.refuser(ligne, "les ancres « & » ne sont pas admises")
        if evenement.tag is not None:
            self.refuser(ligne, "les étiquettes « ! » ne sont pas admises")

    def poser(self, noeud: Noeud) -> None:
        """Put a value where the reader stands: root, item, key, or value of a key."""
        self.nombre += 1
        if self.nombre > NOMBRE:
            self.arreter(noeud.ligne, f"plus de {NOMBRE} valeurs dans le fichier")
        if not self.pile:
            self.racine = noeud
            return
        parent = self.pile[-1]
        if isinstance(parent.valeur, list):
            parent.valeur.append(noeud)
        elif self.clefs[-1] is None:
            if isinstance(noeud.valeur, dict | list) or noeud.fautif:
                self.arreter(noeud.ligne, "une clé est un mot simple, suivi d’un deux-points")
            self.clefs[-1] = noeud
        else:
            self.poser_valeur(parent, self.clefs[-1], noeud)

    def poser_valeur(self, parent: Noeud, clef: Noeud, noeud: Noeud) -> None:
        self.clefs[-1] = None
        if self.virgule_decimale(parent, clef, noeud):
            voisin = parent.valeur[next(reversed(parent.valeur))]
            voisin.texte = voisin.valeur = f"{voisin.texte},{clef.texte}"
            voisin.bornes = (voisin.bornes[0], clef.bornes[1])
        elif clef.texte in parent.valeur:
            premiere = parent.lignes[clef.texte]
            message = f"clé {citer(clef.texte)} déjà écrite à la ligne {premiere}"
            self.erreurs.append(Erreur(clef.ligne, dire_chemin(self.chemin()), message))
        else:
            parent.valeur[clef.texte] = noeud
            parent.lignes[clef.texte] = clef.ligne

    def virgule_decimale(self, parent: Noeud, clef: Noeud, noeud: Noeud) -> bool:
        """« {fonction: Psychologue (0,5 ETP)} »: to YAML the comma starts a key without a
        value, to whoever wrote it this is a number."""
        debut = clef.bornes[0]
        if noeud.texte or noeud.bornes == AUCUNES or not clef.texte[:1].isdigit():
            return False
        voisin = parent.valeur.get(next(reversed(parent.valeur), None))
        return (
            voisin is not None
            and voisin.bornes[1] == debut - 1
            and self.texte[debut - 1] == ","
            and voisin.texte[-1:].isdigit()
        )

    def chemin(self) -> Chemin:
        """Where the innermost open block stands."""
        ouverts = list(zip(self.pile, self.clefs, strict=True))[:-1]
        return tuple(
            len(noeud.valeur) - 1
            if isinstance(noeud.valeur, list)
            else clef.texte
            if clef
            else next(reversed(noeud.valeur), "")
            for noeud, clef in ouverts
        )

    def refuser(self, ligne: int, message: str) -> None:
        """Refuse the value that comes next."""
        suite: Chemin = ()
        if self.pile and isinstance(self.pile[-1].valeur, list):
            suite = (len(self.pile[-1].valeur),)
        elif self.pile and self.clefs[-1]:
            suite = (self.clefs[-1].texte,)
        self.erreurs.append(Erreur(ligne, dire_chemin((*self.chemin(), *suite)), message))

    def arreter(self, ligne: int | None, message: str, cause: Exception | None = None) -> None:
        raise RapportErreurs([*self.erreurs, Erreur(ligne, "", message)]) from cause


def _dire_syntaxe(exc: yaml.MarkedYAMLError) -> tuple[int | None, str]:
    """The line at fault, and what to do about it."""
    dit = f"{exc.problem or ''} {exc.context or ''}"
    message, au_debut = next(
        ((message, au_debut) for signe, message, au_debut in SYNTAXE if signe in dit),
        ("ce passage n’est pas du YAML lisible : vérifiez guillemets et décalages", False),
    )
    marques = (exc.problem_mark, exc.context_mark)
    marque = next(filter(None, reversed(marques) if au_debut else marques), None)
    return (marque.line + 1 if marque else None), message
