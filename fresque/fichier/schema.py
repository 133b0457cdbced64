"""The format of a file: its keys in the order they are written, each with the column or the
relation it stands for."""

from itertools import chain

from bilan.models import Bilan, Communication, PresenceBilan, Suite
from diagnostic.models import ElementTheme, EtatDesLieux, Intention, Piste, SyntheseTheme
from diagnostic.models.etat_des_lieux import Sens
from fiches.models import (
    Etape,
    Facteur,
    FicheAction,
    Origine,
    ResponsableEtape,
    RubriqueAjoutee,
    Signe,
    ThemeFiche,
)
from fresque.fichier.campagnes import CAMPAGNE
from fresque.fichier.formes import Cle, CleSimple, Forme, Id, Renvoi, SousBloc, toujours
from fresque.fichier.listes import Lien, Liens, Lignes, Seule, Textes
from fresque.fichier.particuliers import (
    Bilans,
    CasesInternes,
    Elements,
    Equipe,
    Heure,
    Noms,
    NumeroDeBilan,
    PeriodeEcrite,
    Pistes,
    PostItsAilleurs,
    PostItsDeFiche,
    QuestionnaireDeLEtat,
    Syntheses,
    ThemeDeSynthese,
)
from fresque.models import CaseInterne, Constat, Inspiration, PresenceRendezVous, RendezVous
from pasapas.lecture import champs as natures
from pasapas.lecture.champs import Bloc, liste
from pasapas.models import (
    Accompagnement,
    Acteur,
    ChangementActeur,
    Contact,
    Etablissement,
    Intervention,
    Participant,
    PostIt,
    Projet,
    Service,
)

SERVICE = Forme(Service, Id("id", "reference"), "nom", "public", "places")
ETABLISSEMENT = Forme(
    Etablissement,
    *("nom", "nom_court", "gestionnaire", "type", "statut_juridique", "autorisation", "finess"),
    Renvoi("region"),
    *("departement", "commune", "capacite", "effectif"),
    Lignes("services", SERVICE),
)
PERSONNE = Forme(
    Participant,
    Id("id", "reference"),
    *("prenom", "nom", "fonction", "organisme", "college", "role"),
    *toujours("courriel"),
    *("telephone", "acces_clos_le"),
)
ACCOMPAGNEMENT = Forme(
    Accompagnement,
    Renvoi("charge_de_mission_id", "charge_de_mission"),
    SousBloc(
        "eligibilite", (CleSimple("autorisation_verifiee_le"), CleSimple("convention_signee_le"))
    ),
    *("debut", "fin_prevue"),
    CleSimple("phase", nature=natures.Phase),
    SousBloc(
        "entretien",
        (
            CleSimple("date", "entretien_date"),
            CleSimple("duree_minutes", "entretien_duree"),
            CleSimple("mode", "entretien_mode"),
            CleSimple("compte_rendu", "entretien_compte_rendu"),
        ),
    ),
    SousBloc(
        "jours_sur_site",
        (CleSimple("prevus", "jours_prevus"), CleSimple("realises", "jours_realises")),
    ),
    Lignes("services_mobilises", Forme(Intervention, "type", "intitule", "date", "jours")),
    "notes_privees",
)
POSTIT = (Renvoi("auteur_id", "auteur"), "signature", "zone", "couleur", "texte", "imprimer")
INSPIRATION = Forme(Inspiration, "type", "texte", "url", "fichier", "alternative")
CONSTAT = Forme(Constat, Renvoi("auteur_id", "auteur"), "auteur_masque", Renvoi("service"), "texte")
ACTEUR = Forme(
    Acteur,
    Id("id", "reference"),
    "nom",
    *toujours("cercle", "engagement"),
    Renvoi("contact_id", "contact"),
    "note",
)
CHANGEMENT = Forme(
    ChangementActeur,
    "date",
    Renvoi("acteur_id", "acteur"),
    *toujours("de", "vers"),
    Renvoi("par"),
    ordre=("pk",),  # as they were written: in the file they came from, then on the screen
)
CONTACT = Forme(
    Contact,
    Renvoi("acteur_id", "acteur"),
    *("nom", "fonction", "organisme", "courriel", "telephone"),
)
SYNTHESE = Forme(
    SyntheseTheme,
    ThemeDeSynthese("theme"),
    *(Elements(f"a_{s}", ElementTheme, fixes={"sens": s}, ecrite=True) for s in Sens.values),
    "points_de_vue",
    avec="theme__questionnaire",
)
INTENTION = Forme(
    Intention,
    "texte",
    Renvoi("theme", ecrite=True),
    Renvoi("piste"),
    Lien("fiche", Origine, ecrite=True),
)
ETAT = Forme(
    EtatDesLieux,
    *("outil", "outil_precision"),
    QuestionnaireDeLEtat("questionnaire"),
    *("mis_en_place", "deroulement"),
    Lignes("campagne", CAMPAGNE),
    Syntheses("syntheses", SYNTHESE),
    "rapport_etonnement",
    Pistes("pistes_action", Piste),
    "apprentissages",
    Lignes("intentions", INTENTION),
)
ETAPE = Forme(
    Etape,
    "intitule",
    PeriodeEcrite(
        "periode",
        (
            CleSimple("libelle", "periode_envisagee"),
            CleSimple("debut", "periode_debut", mois=True),
            CleSimple("fin", "periode_fin", mois=True),
            CleSimple("dates_a_la_main", "periode_corrigee", tue=True),
        ),
    ),
    Liens("responsables", ResponsableEtape),
    Noms("autres_responsables", ResponsableEtape, "nom"),
    CleSimple("realisee_le", "date_realisation", ecrite=True),
    "realisation_precision",
    *toujours("resultats"),
)
FICHE = Forme(
    FicheAction,
    Id("numero"),
    *("intitule", "statut"),
    Liens("themes", ThemeFiche),
    Renvoi("referent_id", "referent"),
    *("problematique", "objectif", "description", "perimetre"),
    Textes("facteurs_reussite", Facteur, fixes={"signe": Signe.REUSSITE}),
    Textes("contraintes", Facteur, fixes={"signe": Signe.CONTRAINTE}),
    *("evaluation", "acteurs_a_mobiliser", "modalites"),
    Lignes("etapes", ETAPE),
    PostItsDeFiche("postits", Forme(PostIt, *POSTIT)),
    Lignes("rubriques_ajoutees", Forme(RubriqueAjoutee, "titre", "texte")),
    a_remplir=True,
)
COMMUNICATION = Forme(
    Communication,
    "sujet",
    *toujours("destinataires", "moyens", "quand"),
    Renvoi("responsable_id", "responsable", ecrite=True),
)
BILAN = Forme(
    Bilan,
    NumeroDeBilan("numero", tue=True, nature=natures.NumeroOuRien),
    *("type", "date"),
    Liens("participants", PresenceBilan),
    *("retenons", "valoriser"),
    Lignes("communications", COMMUNICATION),
    "poursuivre",
    Lignes(
        "suites",
        Forme(
            Suite,
            "texte",
            CleSimple("echeance", mois=True, ecrite=True),
            Renvoi("fiche", ecrite=True),
        ),
    ),
    a_remplir=True,
)
SEANCE = Forme(
    RendezVous,
    "date",
    Heure("heure", nature=natures.Heure),
    CleSimple("duree_minutes", "duree"),
    *("lieu", "programme", "annulee_le"),
    Liens("presents", PresenceRendezVous),
)
PROJET = Forme(
    Projet,
    CleSimple("id", "identifiant"),
    SousBloc(
        "annexe_1",
        (
            *toujours("nom", "ambition", "probleme"),
            Lignes("inspirations", INSPIRATION),
            Equipe("equipe_projet", Participant),
            Lignes("constats", CONSTAT),
            Lignes("acteurs", ACTEUR),
            Lignes("historique_carte", CHANGEMENT),
            Lignes("repertoire", CONTACT),
        ),
    ),
    Seule("annexe_2", ETAT),
    SousBloc("annexe_3", (Lignes("fiches", FICHE),)),
    Bilans("annexe_4", BILAN),
    PostItsAilleurs("postits", Forme(PostIt, "planche", *POSTIT)),
    CasesInternes("cases_internes", Forme(CaseInterne, "planche", "encart")),
    Lignes("seances", SEANCE),
)
# A row of the demo's portefeuille. ``jours`` are days spent, then days planned.
SUIVI = Forme(
    Etablissement,
    "nom",
    Renvoi("region"),
    *("departement", "type", "statut_juridique", "autorisation"),
    CleSimple("phase", nature=natures.Phase),
    CleSimple("debut", nature=natures.Date),
    CleSimple("derniere_activite", nature=natures.Date),
    CleSimple("fiches", nature=natures.Entier),
    CleSimple("jours", nature=liste(natures.NombreDeJours)),
)
# Every key of the rows, by the place where it is written.
CLES: dict[str, Cle] = dict(
    chain(
        ETABLISSEMENT.parcourir("etablissement"),
        PERSONNE.parcourir("personnes.*"),
        ACCOMPAGNEMENT.parcourir("accompagnement"),
        PROJET.parcourir("projet"),
    )
)


class FichierProjet(Bloc):
    version: natures.Version
    etablissement: ETABLISSEMENT.bloc
    personnes: liste(PERSONNE.bloc)
    accompagnement: ACCOMPAGNEMENT.bloc | None = None
    projet: PROJET.bloc
    portefeuille: liste(SUIVI.bloc)
