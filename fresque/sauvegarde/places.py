"""What an archive carries, table by table. A table without its place here fails the tests."""

from collections.abc import Iterator

from django.db import models

from fresque.donnees.registre import modeles

RECUEIL = "réponses anonymes : des copies les garderaient, et deux les trahiraient"
LAISSEES: dict[str, str] = {
    "diagnostic.BulletinAnonyme": RECUEIL,
    "diagnostic.FeuilleRecopiee": RECUEIL,
    "diagnostic.BulletinATirer": RECUEIL,
    "diagnostic.Tirage": RECUEIL,
    "pasapas.Courriel": "en attente d’envoi : un retour en arrière les enverrait deux fois",
    "pasapas.Travail": "en cours : un retour en arrière les ferait deux fois",
    "fresque.Impression": "fichiers à imprimer : ils se refont",
    "fresque.DemandeImpression": "qui attend l’un de ces fichiers",
    "pasapas.Ouvrier": "processus de la machine d’avant",
    "pasapas.Presence": "qui est devant la page, à l’instant",
    "pasapas.Recu": "formulaires de la journée",
    "pasapas.CleEcriture": "envois de la journée, contre les doublons",
    "pasapas.Tentative": "essais de connexion récents",
    "sessions.Session": "connexions en cours : on entre à nouveau",
    "usersessions.UserSession": "connexions en cours : on entre à nouveau",
    "account.EmailConfirmation": "liens d’une heure",
    "socialaccount.SocialToken": "jetons d’un autre service, qui en redonne",
}
GARDEES = {
    "pasapas": {
        *("Region", "Etablissement", "Service", "Projet", "Participant", "Avancement"),
        *("User", "User_groups", "User_user_permissions", "Mandat", "Invitation", "CarteAcces"),
        *("Acteur", "ChangementActeur", "Contact", "PostIt", "Evenement", "Visite", "Consultation"),
        *("Programme", "Accompagnement", "Pause", "Intervention", "Partage", "PisteProposee"),
        *("Dossier", "Palier", "FiltreGarde", "ModeleFresque", "StructureFiness"),
        *("PageInformation", "Effacement"),
    },
    "diagnostic": {
        *("Questionnaire", "Theme", "Question"),
        *("Campagne", "Passation", "Bulletin", "Reponse", "DemandeDeCloture", "Etonnement"),
        *("EtatDesLieux", "SyntheseTheme", "ElementTheme", "Piste", "Intention"),
    },
    "fiches": {
        *("FicheAction", "ThemeFiche", "Origine", "Facteur", "RubriqueAjoutee"),
        *("Etape", "ResponsableEtape"),
    },
    "bilan": {"Bilan", "PresenceBilan", "Communication", "Suite"},
    "fresque": {
        *("Inspiration", "Constat", "CaseInterne", "RendezVous", "PresenceRendezVous"),
        *("Abonnement", "ChoixRappels", "EnvoiRappels", "Rappel"),
        *("Affichage", "AfficheContribuez", "Contribution"),
    },
    "admin": {"LogEntry"},
    "auth": {"Permission", "Group", "Group_permissions"},
    "contenttypes": {"ContentType"},
    "account": {"EmailAddress"},
    "mfa": {"Authenticator"},
    "socialaccount": {"SocialApp", "SocialAccount"},
}


def tables() -> Iterator[type[models.Model]]:
    """Those an archive carries, in an order that does not change."""
    for modele in sorted(modeles(), key=lambda m: m._meta.label):
        if gardee(modele):
            yield modele


def gardee(modele: type[models.Model]) -> bool:
    return modele._meta.object_name in GARDEES.get(modele._meta.app_label, set())
