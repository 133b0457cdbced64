"""What the group writes goes everywhere it must: in the file, on the sheets, on paper.

Every text of every row is given a mark of its own, whatever the row: a column or a table added
tomorrow is tried without a word here, and fails until it travels or until ``RESTE`` says why not.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from fresque.fichier import exporter
from fresque.fichier.formes import Cle, CleSimple
from fresque.fichier.listes import Liens, Textes
from fresque.fichier.particuliers import Equipe
from fresque.fichier.schema import CLES
from fresque.pdf import OptionsImpression, rendre
from pasapas.models import Element, Projet
from tests.marques import marquer, semer, tables
from tests.mur import relire
from tests.papier import colle, poppler
from tests.personnes import Visiteur

FICHIER, FEUILLES, PAPIER = "fichier", "feuilles", "papier"
PARTOUT = frozenset({FICHIER, FEUILLES, PAPIER})
AU_FICHIER, NULLE_PART = frozenset({FICHIER}), frozenset()
REFERENCE = (AU_FICHIER, "names the row for the rest of the file, and for nobody else")
JOINDRE = (AU_FICHIER, "how to reach somebody: the walls of a room are no place for it")
APPUI = (AU_FICHIER, "the accompaniment is no box of the kit")
CONSOLE = (NULLE_PART, "what advisers write down stays with them")
SECRET = (NULLE_PART, "opens a door, or is the digest of what does")
REPONSES = (NULLE_PART, "individual answers leave by no road; a voice is levels, not words")
MEMOIRE = (NULLE_PART, "what happened here, not what stands on the wall")
# A table or a column that does not go everywhere: where it goes, and why nowhere else.
RESTE: dict[str, tuple[frozenset[str], str]] = {
    "pasapas.Service.reference": REFERENCE,
    "pasapas.Projet.identifiant": REFERENCE,
    "pasapas.Participant.reference": REFERENCE,
    "pasapas.Acteur.reference": REFERENCE,
    "diagnostic.Campagne.reference": REFERENCE,
    "pasapas.Participant.courriel": JOINDRE,
    "pasapas.Participant.telephone": JOINDRE,
    "pasapas.Accompagnement": APPUI,
    "pasapas.Intervention": APPUI,
    "pasapas.Accompagnement.derogation": CONSOLE,
    "pasapas.Accompagnement.entretien_pour_le_groupe": CONSOLE,
    "pasapas.Intervention.note": CONSOLE,
    "pasapas.Pause": CONSOLE,
    "pasapas.PisteProposee": CONSOLE,
    "pasapas.Dossier": CONSOLE,
    "pasapas.Palier": CONSOLE,
    "fresque.RendezVous": (AU_FICHIER, "stands on a page of its own, beside the wall"),
    "diagnostic.Campagne.nom": (AU_FICHIER, "stands on the pages of the autodiagnostic"),
    "diagnostic.Etonnement.texte": (AU_FICHIER, "stands beside the wall until the group takes it"),
    "diagnostic.ElementTheme.origine": (AU_FICHIER, "the code of a question"),
    "diagnostic.Passation.jeton": SECRET,
    "pasapas.Invitation": SECRET,
    "pasapas.CarteAcces": SECRET,
    "fresque.Abonnement": SECRET,
    "fresque.AfficheContribuez": (NULLE_PART, "opens a door of this installation, and asks there"),
    "fresque.Contribution": (NULLE_PART, "nobody has read it yet: it is not the group's word"),
    "fresque.CaseInterne": (AU_FICHIER, "says that a box is on no sheet of paper"),
    "diagnostic.Reponse": REPONSES,
    "diagnostic.BulletinAnonyme": REPONSES,
    "diagnostic.BulletinATirer": REPONSES,
    "diagnostic.FeuilleRecopiee": REPONSES,
    "pasapas.Evenement": MEMOIRE,
    "pasapas.CleEcriture": MEMOIRE,
    "pasapas.Presence": MEMOIRE,
    "pasapas.Avancement": MEMOIRE,
}


def lieux(projet: Projet, client: Visiteur) -> dict[str, str]:
    """What each place says, without its spaces."""
    fresque = relire(projet)
    adresses = ("", *(f"planches/{planche.code}/" for planche in fresque.planches))
    pages = [client.get(f"/projets/{projet.slug}/{suite}") for suite in adresses]
    pdf = rendre(fresque.papier, options=OptionsImpression(coordonnees=True))
    return {
        FICHIER: exporter(projet),
        FEUILLES: "".join(page.content.decode() for page in pages),
        PAPIER: colle(poppler("pdftotext", pdf)),
    }


@pytest.mark.une_base
def test_tout_texte_va_au_fichier_sur_les_feuilles_et_sur_le_papier(
    projet: Projet, pilote: Visiteur
) -> None:
    semer(projet)
    marques = list(marquer())
    projet.refresh_from_db()
    dits = lieux(projet, pilote)
    ecarts, gardees = {}, set()
    for colonne, mot in marques:
        dite = next((cle for cle in (colonne, colonne.rpartition(".")[0]) if cle in RESTE), "")
        voulus = RESTE[dite][0] if dite else PARTOUT
        trouves = {lieu for lieu, texte in dits.items() if mot in texte}
        if trouves != voulus:
            ecarts[colonne] = sorted(trouves), "et non", sorted(voulus)
        gardees.add(dite)
    assert ecarts == {}
    assert gardees - {""} == RESTE.keys()


SEANCE = "where a séance stands: it goes on here, or not at all"
CHEZ_SOI = "the affair of the installation where it is"
SUIVI = [
    "suivi_par",
    "releve_par",
    "releve_le",
    "programme",
    "hors_programme",
    "derogation",
    "derogation_par",
    "derogation_le",
    "phase_2_le",
    "phase_3_le",
    "termine_le",
    "entretien_commence_le",
    "entretien_termine_le",
    "entretien_pour_le_groupe",
]
NOTES = [
    "heures",
    "note",
    "rendez_vous_le",
    "rendez_vous_heure",
    "rappeler_le",
    "auteur",
    "cree_le",
]
# A column of a row of the file that is no key of it, and why.
SANS_CLE = {
    "pasapas.Etablissement.confirme": CHEZ_SOI,
    **{f"pasapas.Accompagnement.{nom}": CONSOLE[1] for nom in SUIVI},
    **{f"pasapas.Intervention.{nom}": CONSOLE[1] for nom in NOTES},
    "pasapas.Participant.user": "a file gives no access",
    "pasapas.Participant.acces_depuis": "a file gives no access",
    "pasapas.Projet.etablissement": "etablissement",
    "pasapas.Projet.slug": CHEZ_SOI,
    "pasapas.Projet.tampons": CHEZ_SOI,
    "pasapas.Projet.cree_le": CHEZ_SOI,
    "pasapas.Projet.modifie_le": CHEZ_SOI,
    "pasapas.Projet.conserver_jusqu_au": CHEZ_SOI,
    "pasapas.Projet.preavis_le": CHEZ_SOI,
    "fresque.CaseInterne.interne": "a box given back to the paper is as any other",
    "diagnostic.EtatDesLieux.questionnaire": "questionnaire, questionnaire_version",
    "diagnostic.Campagne.questionnaire": "questionnaire, questionnaire_version",
    "diagnostic.Campagne.resultats": "resultats",
    "diagnostic.Campagne.question_courante": SEANCE,
    "diagnostic.Campagne.seance_depuis": SEANCE,
    "diagnostic.Campagne.voix_montrees": SEANCE,
    "diagnostic.Passation.jeton": SECRET[1],
    "fiches.Etape.rappelee_le": CHEZ_SOI,
}


def _reste(modele: type[models.Model]) -> bool:
    return RESTE.get(modele._meta.label, (PARTOUT,))[0] == NULLE_PART


RANGEMENT = {"projet", "version", "ordre", "retire_le"}


def colonnes(cle: Cle) -> Iterator[str]:
    """The columns that a key of the file stands for."""
    match cle:
        case Equipe():
            yield "pasapas.Participant.ordre_equipe"
        case CleSimple():
            yield str(cle.champ)
        case Textes():
            yield from (str(cle.table._meta.get_field(nom)) for nom in cle.colonnes)
        case Liens():
            yield str(cle.autre)


@pytest.mark.pur
def test_toute_colonne_d_une_ligne_du_fichier_y_a_sa_cle() -> None:
    """Dates, numbers, choices and links too: a text is not all that a row says."""
    dites = {colonne for cle in CLES.values() for colonne in colonnes(cle)}
    tenues = {apps.get_model(colonne.rpartition(".")[0]) for colonne in dites}
    # A list whose rows hold no text either: it travels, or says above why it does not.
    tenues |= {modele for modele in tables() if issubclass(modele, Element) and not _reste(modele)}
    muettes = {
        str(champ)
        for modele in tenues
        for champ in modele._meta.concrete_fields
        if not (champ.primary_key or champ.name in RANGEMENT)
        and not (champ.remote_field and champ.remote_field.on_delete is models.CASCADE)
    } - dites
    assert muettes == SANS_CLE.keys()
