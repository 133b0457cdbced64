"""« Étapes de réalisation » as values: a table one fills cell by cell (kit 1.4)."""

from datetime import date

from fiches.models import Etape, FicheAction, ResponsableEtape
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne
from pasapas.valeurs.etapes import EtapeVue, Responsable
from pasapas.valeurs.periodes import comprendre, dire_periode, redit
from pasapas.valeurs.textes import jour

ETATS_ETAPE = {
    "faite": "Faite",
    "en-retard": "En retard",
    "en-cours": "En cours",
    "a-venir": "",
}
QUI = "Qui ?"
COLONNES = (
    "Étape",
    "Période envisagée",
    QUI,
    "Date de réalisation",
    "Résultats et suites à donner",
)
# Each column: its name, the fields behind it, what invites to fill it.
CELLULES = (
    ("intitule", ("intitule",), "Écrire"),
    ("periode", ("periode_envisagee", "periode_debut", "periode_fin"), "Quand ?"),
    ("qui", ("responsables", "noms"), "À qui ?"),
    ("realisation", ("date_realisation", "realisation_precision"), "Date"),
    ("resultats", ("resultats",), "Écrire"),
)
PARTI = "n’est plus là"


def encart_etapes(fiche: FicheAction, etapes: tuple[Etape, ...], aujourd_hui: date) -> Encart:
    return Encart(
        nom="etapes",
        titre="ÉTAPES DE RÉALISATION",
        genre=Genre.TABLEAU,
        colonnes=COLONNES,
        sous=(QUI,),
        lignes=tuple(_etape(fiche, etape, aujourd_hui) for etape in etapes),
        objet="etape",
        pk=fiche.pk,
        ajout="Ajouter une étape",
        zones=("etapes", "intitule_etape", "periode", "realisation", "resultats"),
        lignes_vides=5,
    )


def _etape(fiche: FicheAction, etape: Etape, aujourd_hui: date) -> Ligne:
    etat = etape.etat(aujourd_hui)
    if fiche.arretee and etat != "faite":
        etat = "a-venir"
    realisation = [jour(etape.date_realisation), etape.realisation_precision]
    vue = etape_vue(etape, aujourd_hui)
    return Ligne(
        "etape",
        etape.pk,
        (
            _cellule(0, etape.intitule),
            _cellule(1, _periode(etape), _compris(etape, aujourd_hui), _reprise(etape)),
            _cellule(2, vue.qui, " · ".join(filter(None, (_partis(vue), vue.rappel)))),
            _cellule(3, "\n".join(filter(None, realisation))),
            _cellule(4, etape.resultats),
        ),
        etat=etat,
        etat_libelle=ETATS_ETAPE[etat],
        retard=etape.retard(aujourd_hui) if etat == "en-retard" else "",
        etape=vue,
    )


def etape_vue(etape: Etape, aujourd_hui: date) -> EtapeVue:
    return EtapeVue(
        _periode(etape),
        etape.comprise,
        etape.date_realisation,
        tuple(_responsable(un, aujourd_hui) for un in etape.responsables.all()),
        _rappelee(etape),
    )


def _responsable(un: ResponsableEtape, aujourd_hui: date) -> Responsable:
    if un.participant is None:
        return Responsable(un.nom)
    return Responsable(str(un.participant), un.participant.pk, un.participant.parti(aujourd_hui))


def _partis(vue: EtapeVue) -> str:
    """« Karim Diallo n’est plus là », beside the names."""
    return ", ".join(f"{un.nom}\u00a0: {PARTI}" for un in vue.partis)


def _rappelee(etape: Etape) -> str:
    """« rappel envoyé le 3 mai », as long as it waits."""
    if etape.rappelee_le is None or etape.date_realisation:
        return ""
    return f"rappel envoyé le {jour(etape.rappelee_le, 'F')}"


def _cellule(rang: int, texte: str, note: str = "", reprise: str = "") -> Champ:
    nom, champs, verbe = CELLULES[rang]
    return Champ(nom, texte, COLONNES[rang], champs=champs, verbe=verbe, note=note, reprise=reprise)


def _periode(etape: Etape) -> str:
    """The group's own words first; the dates when it only gave dates."""
    return etape.periode_envisagee or dire_periode(etape.comprise)


def _compris(etape: Etape, aujourd_hui: date) -> str:
    """« compris : au plus tard en déc. 2026 », beside the words, when it says more than they do;
    what is wrong with them, if any."""
    if not etape.periode_envisagee:
        return ""
    if etape.periode_corrigee:
        return f"à la main\u00a0: {dire_periode(etape.comprise) or 'sans date'}"
    if redit(etape.periode_envisagee, etape.comprise):
        return ""
    if etape.comprise:
        return f"compris\u00a0: {dire_periode(etape.comprise)}"
    souci = dire_periode(comprendre(etape.periode_envisagee, aujourd_hui))
    return f"pas de date\u00a0: {souci}" if souci else ""


def _reprise(etape: Etape) -> str:
    corrigee = etape.periode_corrigee and etape.periode_envisagee
    return "Reprendre ce qui est écrit" if corrigee else ""
