"""A row of the portefeuille in words: frozen values, read by the list, the page and the exports."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fiches.models import Etape
from fresque.console.mots import enumerer, nombre, phrase
from fresque.console.raisons import Raison, court, jours, semaine
from pasapas.models import Dossier, Palier
from pasapas.models.accompagnement import PhaseAccompagnement
from pasapas.models.dossier import Groupe
from pasapas.valeurs.annexes import ANNEXES, Annexe
from pasapas.valeurs.textes import extrait, heure, mois_pleins

DIAGNOSTICS = {
    "ouvert": "autodiagnostic ouvert",
    "clos": "autodiagnostic clos",
    "a_ouvrir": "autodiagnostic à ouvrir",
}
GESTES = {"appel": "Appelé", "courriel": "Écrit"}  # what waits for an answer; the rest was seen
NON_PARTAGE = "non partagé"
RAISON = "les étapes des dossiers que cette page montre"


@dataclass(frozen=True, slots=True)
class Part:
    """How much of an annexe is filled, where the group shares it."""

    annexe: Annexe
    partage: bool
    pour_cent: int

    @property
    def largeur(self) -> int:
        """By fives, for the sheet of style."""
        return self.pour_cent // 5 * 5


@dataclass(frozen=True, slots=True)
class PhaseVue:
    """One phase on the path. ``etat``: faite, en-cours, attendue, a-venir. ``place``: 0 to 100."""

    numero: int
    etat: str
    place: int

    @property
    def x(self) -> int:
        return round(6 + 144 * self.place / 100) - 10

    @property
    def milieu(self) -> int:
        return self.x + 12


@dataclass(frozen=True)
class LigneDossier:
    """``bref`` says the first reason, ``autres`` the others, greyed."""

    dossier: Dossier
    palier: Palier
    aujourd_hui: date
    etape: str = ""

    @property
    def groupe(self) -> int:
        return int(self.palier.groupe)

    @property
    def nom(self) -> str:
        return self.dossier.etablissement.nom

    @property
    def ou(self) -> str:
        """« MECS, Ancenis (44) »."""
        la = self.dossier.etablissement
        departement = f" ({la.departement})" if la.departement else ""
        return ", ".join(filter(None, (la.get_type_display(), la.commune))) + departement

    # Why it stands there
    @property
    def bref(self) -> str:
        groupe = Groupe(self.palier.groupe)
        if groupe == Groupe.ATTENTE:
            return self._attente()
        if self.palier.raison:
            return self._dite(self.palier.raison)
        if groupe == Groupe.TERMINE and self.dossier.arrete_le:
            return f"Terminé le {court(self.dossier.arrete_le, self.aujourd_hui)}"
        if groupe == Groupe.PAUSE and self.dossier.arrete_le:
            return f"En pause depuis le {court(self.dossier.arrete_le, self.aujourd_hui)}"
        if groupe == Groupe.HORS:
            return "Hors programme" if self.dossier.accompagne else "Sans accompagnement"
        return "Rien à signaler"

    def _attente(self) -> str:
        derniere, jusque = self.dossier.derniere, self.dossier.attente_au
        quand = court(derniere.date, self.aujourd_hui) if derniere and derniere.date else ""
        geste = GESTES.get(derniere.type, "Vu") if derniere else "Vu"
        attend = court(jusque, self.aujourd_hui) if jusque else ""
        return f"{geste} le {quand}, on attend le {attend}"

    @property
    def note(self) -> str:
        """What one wrote when one chose the day."""
        vue = self.palier.raison == Raison.RAPPEL or self.groupe == Groupe.ATTENTE
        derniere = self.dossier.derniere
        return extrait(derniere.note, 60) if vue and derniere else ""

    @property
    def autres(self) -> list[str]:
        lues = [int(r) for r in self.palier.raisons.split(",") if r]
        dites = [self._dite(r) for r in lues if r != self.palier.raison]
        return [dite[:1].lower() + dite[1:] for dite in dites]

    def _dite(self, raison: int) -> str:
        ici, attendue = self.aujourd_hui, self.phase_attendue
        return phrase(Raison(raison), self.dossier, self.palier, ici, attendue)

    # How far it has come
    @property
    def mois(self) -> int:
        if self.dossier.compte_du is None:
            return 0
        jusque = self.dossier.arrete_le or self.aujourd_hui
        return mois_pleins(self.dossier.compte_du, min(jusque, self.aujourd_hui)) + 1

    @property
    def phase_attendue(self) -> int:
        """By the months that have begun; 0 when nothing is expected."""
        d = self.dossier
        if d.phase_2_des is None or self.groupe in {Groupe.PAUSE, Groupe.TERMINE}:
            return 0
        if d.phase_3_des and d.phase_3_des <= self.aujourd_hui:
            return 3
        return 2 if d.phase_2_des <= self.aujourd_hui else 1

    @property
    def phase(self) -> int:
        return int(self.dossier.phase) if self.dossier.phase.isdecimal() else 3

    @property
    def en_retard(self) -> bool:
        return bool(self.dossier.phase) and self.phase_attendue > self.phase

    @property
    def chemin(self) -> str:
        """« mois 5 / 8 · phase 2 »."""
        d = self.dossier
        if not d.accompagne:
            return ""
        if d.phase == PhaseAccompagnement.TERMINE:
            return "terminé"
        mois = f"mois {self.mois} / {d.mois_prevus}" if self.mois else "pas commencé"
        return f"{mois} · phase {d.phase}"

    @property
    def de_plus(self) -> int:
        if self.dossier.phase == PhaseAccompagnement.TERMINE or self.dossier.hors_programme:
            return 0
        return max(0, self.mois - self.dossier.mois_prevus)

    @property
    def pierres(self) -> list[PhaseVue]:
        fini = self.dossier.phase == PhaseAccompagnement.TERMINE
        return [
            PhaseVue(numero, self._etat(numero, fini), place)
            for numero, place in ((1, 0), (2, 25), (3, 62))
        ]

    def _etat(self, numero: int, fini: bool) -> str:
        if fini or numero < self.phase:
            return "faite"
        if numero == self.phase:
            return "en-cours"
        return "attendue" if numero <= self.phase_attendue else "a-venir"

    @property
    def aiguille(self) -> int:
        """Where today is on the path, by twentieths; none out of the programme."""
        if not self.mois or self.dossier.hors_programme:
            return -1
        return min(100, self.mois * 100 // (self.dossier.mois_prevus or 1)) // 5 * 5

    @property
    def trace(self) -> int:
        """How far the dark line goes, in the units of the drawing."""
        return round(144 * max(0, self.aiguille) / 100)

    @property
    def fin_du_trace(self) -> int:
        return 6 + self.trace

    # What the group shares
    @property
    def partage_dit(self) -> str:
        """In words, what one does not see and why."""
        d = self.dossier
        if self.palier.accepte:
            tues = [str(part.annexe.numero) for part in self.annexes if not part.partage]
            return f"non partagé : {enumerer(tues)}" if tues else ""
        if d.accord_demande_le:
            return f"accord demandé le {court(d.accord_demande_le, self.aujourd_hui)}, sans réponse"
        return "" if self.palier.venu else "personne n’est encore venu"

    @property
    def annexes(self) -> list[Part]:
        lues, dites = self.palier.annexes, self.palier.parts
        return [Part(a, str(a.numero) in lues, dites.get(str(a.numero), 0)) for a in ANNEXES]

    @property
    def diagnostic(self) -> str:
        return DIAGNOSTICS.get(self.palier.diagnostic, "")

    @property
    def activite(self) -> str:
        if not self.palier.accepte:
            return NON_PARTAGE if self.palier.venu else "jamais"
        if self.palier.activite_le is None:
            return "jamais"
        nombre = (self.aujourd_hui - self.palier.activite_le).days
        if nombre <= 0:
            return "aujourd’hui"
        return "hier" if nombre == 1 else jours(self.palier.activite_le, self.aujourd_hui)

    @property
    def silencieux(self) -> bool:
        return f",{int(Raison.ACTIVITE)}," in self.palier.raisons

    # What comes next
    @property
    def rendez_vous(self) -> str:
        d = self.dossier
        if d.rendez_vous_le is None or d.rendez_vous_le < self.aujourd_hui:
            return ""
        a = f", {heure(d.rendez_vous_heure)}" if d.rendez_vous_heure else ""
        return f"{semaine(d.rendez_vous_le, self.aujourd_hui)}{a}"

    @property
    def etape_dite(self) -> str:
        if self.dossier.projet_id and "3" not in self.palier.annexes:
            return f"étapes : {NON_PARTAGE}"
        if not self.etape or self.palier.etape_le is None:
            return ""
        return f"étape : {extrait(self.etape, 28)}, {court(self.palier.etape_le, self.aujourd_hui)}"

    @property
    def jours(self) -> str:
        return nombre(self.dossier.jours_realises)

    @property
    def jours_prevus(self) -> str:
        return nombre(self.dossier.jours_prevus) if self.dossier.jours_prevus else ""

    @property
    def marques(self) -> list[bool]:
        """One a day, dark when it was used."""
        prevus = min(12, int(self.dossier.jours_prevus or 0))
        return [rang < self.dossier.jours_realises for rang in range(prevus)]

    @property
    def telephone(self) -> str:
        return self.palier.contact.telephone if self.palier.contact else ""


LIEES = (
    "contact",
    *(f"dossier__{nom}" for nom in ("etablissement__region", "suivi_par", "derniere", "projet")),
)


def lignes(cles: Collection[int]) -> list[LigneDossier]:
    """Those of these paliers: 2 queries, however many."""
    siens = Palier.objects.sans_projet("ce que montrent les dossiers lus")
    paliers = list(siens.filter(pk__in=cles).select_related(*LIEES).order_by("pk"))
    etapes = [palier.etape for palier in paliers if palier.etape]
    dites = Etape.objects.sans_projet(RAISON).filter(pk__in=etapes).order_by("pk")
    textes = dict(dites.values_list("pk", "intitule")) if etapes else {}
    return [
        LigneDossier(
            palier.dossier,
            palier,
            palier.dossier.etablissement.aujourd_hui,
            textes.get(palier.etape or 0, ""),
        )
        for palier in paliers
    ]
