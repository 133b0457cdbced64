"""The few keys that are more than a column or a relation."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from bilan.models import Bilan, TypeBilan
from diagnostic.models import Campagne, EtatDesLieux, Etonnement, Intention, Theme
from diagnostic.operations import preparer, questionnaire_courant
from fiches.models import FicheAction, ThemeFiche
from fiches.operations import lire_periode
from fresque.fichier.formes import Cle, CleSimple, Dit, Faites, Renvoi, SousBloc
from fresque.fichier.listes import Liens, Lignes, Textes
from fresque.fichier.passage import Entree, Sortie
from fresque.fichier.questionnaires import exiger, questionnaire_de
from pasapas.lecture import champs as natures
from pasapas.lecture.champs import liste
from pasapas.lecture.messages import attendu
from pasapas.models import Participant, PostIt
from pasapas.valeurs.saisie import noms_de

# Where post-its stick, outside the fiches; each bilan has its own, « bilan-1 », « bilan-2 »...
PLANCHES = ("eclaire", "acteurs", "etat-des-lieux", "autodiagnostic", "actions")


class Equipe(Liens):
    """The équipe projet: a rank that its members bear."""

    @property
    def cible(self) -> Any:
        return Participant

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        tous = sortie.lignes(Participant, ligne, ordre=("ordre_equipe", "pk"))
        noms = sortie.noms(Participant)
        return {self.nom: [noms[un.pk] for un in tous if un.ordre_equipe is not None]}

    def poser(self, faites: Faites, entree: Entree) -> None:
        membres = [entree.ligne(Participant, nom) for _, dit in faites for nom in dit[self.nom]]
        for rang, membre in enumerate(membres):
            membre.ordre_equipe = rang
        Participant.objects.bulk_update(membres, ["ordre_equipe"])


class Heure(CleSimple):
    """Written « 14:30 »."""

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        dite = getattr(ligne, self.champ.name)
        return {self.nom: f"{dite:%H:%M}" if dite else None}


class QuestionnaireDeLEtat(Cle):
    """Named only when reading the file would guess another one."""

    def natures(self) -> Dit:
        return {self.nom: natures.Renvoi, f"{self.nom}_version": natures.NumeroOuRien}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        campagnes = sortie.lignes(Campagne, sortie.projet, ordre=("pk",), avec="questionnaire")
        devine = campagnes[0].questionnaire if campagnes else questionnaire_courant()
        return _version(ligne.questionnaire) if ligne.questionnaire != devine else {}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        return {"questionnaire": entree.questionnaire}


def _version(questionnaire: Any) -> Dit:
    return {"questionnaire": questionnaire.slug, "questionnaire_version": questionnaire.version}


class ThemeDeSynthese(Renvoi):
    """A theme that the projet's questionnaire no longer has names its own."""

    def natures(self) -> Dit:
        version = {"questionnaire": natures.Renvoi, "questionnaire_version": natures.NumeroOuRien}
        return {**super().natures(), **version}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        (etat,) = sortie.lignes(EtatDesLieux, sortie.projet)
        ancien = ligne.theme.questionnaire_id != etat.questionnaire_id
        version = _version(ligne.theme.questionnaire) if ancien else {}
        return {self.nom: ligne.theme.code, **version}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        if not dit["questionnaire"]:
            return super().valeurs(dit, parent, entree)
        theme = exiger(questionnaire_de(dit)).themes.get(code=dit[self.nom])
        entree.connues[Theme].setdefault(theme.code, theme)
        return {"theme": theme}


class Syntheses(Lignes):
    """Those that say something: every projet has its eight, empty or not. Then the themes of an
    older questionnaire of which something is still said, here or on an intention or a fiche."""

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        nommes = {un.theme_id for un in sortie.lignes(Intention, sortie.projet)}
        for fiche in sortie.lignes(FicheAction, sortie.projet):
            nommes |= {lien.theme_id for lien in sortie.lignes(ThemeFiche, fiche)}
        blocs: list[Dit] = []
        for synthese in self.siennes(ligne, sortie):
            dit = self.forme.relever(synthese, sortie)
            nomme = "questionnaire" in dit and synthese.theme_id in nommes
            if nomme or dit["points_de_vue"] or dit["a_valoriser"] or dit["a_modifier"]:
                blocs.append(dit)
        return {self.nom: sorted(blocs, key=lambda dit: "questionnaire" in dit)}

    def poser(self, faites: Faites, entree: Entree) -> None:
        """The others of the questionnaire before those of older ones."""
        for ancien in (False, True):
            dites = [
                (ligne, [un for un in dit[self.nom] if bool(un["questionnaire"]) is ancien])
                for ligne, dit in faites
            ]
            super().poser([(ligne, {self.nom: siennes}) for ligne, siennes in dites], entree)
            preparer(entree.projet)


class PeriodeEcrite(SousBloc):
    """The words of a period, and beside them what they mean. Words alone are understood; words of
    which nothing was understood, or of which somebody said otherwise, are not read again."""

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        dit = super().relever(ligne, sortie)
        bloc = dit[self.nom]
        muette = bool(bloc["libelle"]) and not (bloc["debut"] or bloc["fin"])
        return {self.nom: {**bloc, "dates_a_la_main": bloc["dates_a_la_main"] or muette}}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        valeurs = super().valeurs(dit, parent, entree)
        texte, fin = valeurs["periode_envisagee"], valeurs["periode_fin"]
        if fin or not texte or valeurs["periode_corrigee"]:
            return valeurs
        lue = lire_periode(entree.projet, texte)
        # A beginning alone may be the whole of the period: its words say which.
        if valeurs["periode_debut"] in (None, lue["periode_debut"]):
            return {**valeurs, **lue}
        return valeurs


class Noms(Textes):
    """The names of a table that ties to people besides, as a form reads them: each once."""

    SUITE = ".*"

    def natures(self) -> Dit:
        return {self.nom: liste(natures.texte(self.table, self.colonne))}

    def siennes(self, ligne: Any, sortie: Sortie) -> list[Any]:
        return [une for une in super().siennes(ligne, sortie) if getattr(une, self.colonne)]

    def lots(self, ligne: Any, dit: Dit, entree: Entree) -> Iterator[Dit]:
        noms = (nom for texte in dit[self.nom] for nom in noms_de(texte))
        return super().lots(ligne, {self.nom: dict.fromkeys(noms)}, entree)


def _valider_origine(valeur: Any) -> Any:
    valeur = "" if valeur is None else valeur
    if not isinstance(valeur, str) or not re.fullmatch(r"[A-Za-z0-9_-]{0,20}", valeur):
        raise natures.refus(attendu("le code d’une question, ou rien", valeur))
    return valeur


Origine = Annotated[str, BeforeValidator(_valider_origine)]
Rang = Annotated[int | None, Field(ge=1, le=natures.ENTIER_MAX)]


class Elements(Textes):
    """Texts, and under ``origines_...`` the question that each came from."""

    ORIGINE: ClassVar[tuple[str, Any]] = ("origine", Origine)  # the column, and what it may say

    @property
    def colonnes(self) -> tuple[str, ...]:
        return (*super().colonnes, self.ORIGINE[0])

    @property
    def origines(self) -> str:
        return f"origines_{self.nom}"

    def natures(self) -> Dit:
        return {**super().natures(), self.origines: liste(self.ORIGINE[1])}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        origines = [self.dire(une, sortie) for une in self.siennes(ligne, sortie)]
        dites = origines if any(origines) else []
        return {**super().relever(ligne, sortie), self.origines: dites}

    def lots(self, ligne: Any, dit: Dit, entree: Entree) -> Iterator[Dit]:
        origines = dit[self.origines] or [""] * len(dit[self.nom])
        for lot, origine in zip(super().lots(ligne, dit, entree), origines, strict=True):
            yield {**lot, self.ORIGINE[0]: self.lire(origine, entree)}

    def dire(self, element: Any, sortie: Sortie) -> Any:
        return element.origine

    def lire(self, dite: Any, entree: Entree) -> Any:
        return dite


class Pistes(Elements):
    """The same, with the étonnement each came from: its rank among all those of the file."""

    ORIGINE = ("etonnement", Rang)

    def dire(self, element: Any, sortie: Sortie) -> Any:
        campagnes = sortie.lignes(Campagne, sortie.projet, ordre=("pk",), avec="questionnaire")
        dits = chain.from_iterable(sortie.lignes(Etonnement, une) for une in campagnes)
        rangs = {etonnement.pk: rang for rang, etonnement in enumerate(dits, 1)}
        return rangs.get(element.etonnement_id)

    def lire(self, dite: Any, entree: Entree) -> Any:
        return entree.ligne(Etonnement, dite)


class NumeroDeBilan(CleSimple):
    """Left out when it is the bilan's rank in the file."""

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        rang = sortie.lignes(Bilan, sortie.projet).index(ligne) + 1
        return {self.nom: None if ligne.numero == rang else ligne.numero}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        return {self.nom: dit[self.nom] or entree.rangs[Bilan] + 1}


class Bilans(Lignes):
    """None when there is but the empty one every projet starts with."""

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        blocs = super().relever(ligne, sortie)[self.nom]
        remplis = [{cle: dit for cle, dit in bloc.items() if dit} for bloc in blocs]
        vierge = remplis == [{"type": TypeBilan.INTERMEDIAIRE}]
        return {self.nom: [] if vierge else blocs}


class PostItsDeFiche(Lignes):
    def fixes(self, parent: Any) -> Dit:
        return {"planche": f"fiche-{parent.numero}"}

    def siennes(self, parent: Any, sortie: Sortie) -> list[Any]:
        planche = self.fixes(parent)["planche"]
        return [un for un in sortie.lignes(PostIt, sortie.projet) if un.planche == planche]


class CasesInternes(Lignes):
    """The boxes kept to the screen; those given back to the paper are as any other."""

    def siennes(self, parent: Any, sortie: Sortie) -> list[Any]:
        return [une for une in super().siennes(parent, sortie) if une.interne]


class PostItsAilleurs(Lignes):
    """Outside the fiches, on the planches the file has."""

    def siennes(self, parent: Any, sortie: Sortie) -> list[Any]:
        bilans = {f"bilan-{bilan.numero}" for bilan in sortie.lignes(Bilan, parent)}
        return [un for un in sortie.lignes(PostIt, parent) if un.planche in {*PLANCHES, *bilans}]
