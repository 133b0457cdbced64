"""What each table can hold of a person. A column nobody classified fails the tests.

Links to an account or a participant are found by themselves; so are the texts of a fresque
(``TexteCourt``, ``TexteLong`` and addresses of any ``Contenu``). The rest is declared here.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import models

from pasapas.models import BorneDePeriode, Contenu, Projet, TexteCourt, TexteLong
from pasapas.models.cloison import CloisonneQuerySet

TEXTES = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.GenericIPAddressField,
    models.FileField,
    models.BinaryField,
)


class Sort(Enum):
    """What becomes of a row that leads to a person, when that person is erased."""

    EFFACEE = "disparaît"
    ANONYME = "reste, sans nom ni coordonnées"
    RESTE = "reste, sans signature"


@dataclass(frozen=True)
class Table:
    """``identite``: who the person is, emptied when they go. ``ecrits``: typed freely, where a
    name is looked for. ``prives``: typed freely for some readers only. ``voisins``: what others
    wrote there before, not this person's to take. ``secrets``: told to nobody. ``neutres``: cannot
    hold a person. ``par``: the way to the account, when it is not direct. ``titre``: what a
    library's table is called here."""

    sort: Sort = Sort.RESTE
    identite: tuple[str, ...] = ()
    ecrits: tuple[str, ...] = ()
    prives: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    neutres: tuple[str, ...] = ()
    par: str = ""
    voisins: tuple[str, ...] = ()
    titre: str = ""


RAISON = "les données d’une personne se cherchent dans toutes les fresques"
COORDONNEES = ("prenom", "nom", "fonction", "organisme", "courriel", "telephone")
CODES = {"planche", "encart", "zone", "objet", "champ"}  # addresses on the wall

DECLAREES: dict[str, Table] = {
    "pasapas.User": Table(Sort.EFFACEE, identite=("email", "prenom", "nom"), secrets=("password",)),
    "pasapas.User_groups": Table(Sort.EFFACEE),
    "pasapas.User_user_permissions": Table(Sort.EFFACEE),
    # « L’adjointe de... »: another person's row may say this one's name.
    "pasapas.Participant": Table(
        Sort.ANONYME,
        identite=COORDONNEES,
        ecrits=("fonction", "organisme"),
        neutres=("reference",),
    ),
    "pasapas.Contact": Table(
        Sort.ANONYME, identite=COORDONNEES[1:], ecrits=("nom", "fonction", "organisme")
    ),
    "pasapas.Evenement": Table(Sort.ANONYME, ecrits=("nom", "avant", "apres"), voisins=("avant",)),
    "bilan.PresenceBilan": Table(),
    # Theirs no more: the étape waits for somebody.
    "fiches.ResponsableEtape": Table(Sort.EFFACEE, ecrits=("nom",)),
    "pasapas.Effacement": Table(neutres=("modele", "cle", "champ")),
    "fresque.PresenceRendezVous": Table(),
    "fresque.Abonnement": Table(Sort.EFFACEE, secrets=("empreinte",)),
    # The secret is made of ``graine`` and of the server's own: neither opens anything alone.
    "fresque.AfficheContribuez": Table(neutres=("graine",), secrets=("empreinte",)),
    "fresque.ChoixRappels": Table(Sort.EFFACEE),
    "fresque.EnvoiRappels": Table(Sort.EFFACEE),
    "fresque.Rappel": Table(Sort.EFFACEE, par="envoi__user"),
    # Codes, digests, and how many sheets: the files themselves leave when a person is erased.
    "fresque.Impression": Table(neutres=("cle", "choix", "fichier", "feuilles")),
    "fresque.DemandeImpression": Table(Sort.EFFACEE),
    "fresque.Affichage": Table(neutres=("cle",)),
    "pasapas.Mandat": Table(Sort.EFFACEE),
    "pasapas.Invitation": Table(Sort.EFFACEE, identite=("courriel",), secrets=("empreinte",)),
    "pasapas.CarteAcces": Table(Sort.EFFACEE, secrets=("empreinte",)),
    # What was typed, until its sender cannot send it again; a digest, the name of a box.
    "pasapas.CleEcriture": Table(ecrits=("saisie",), neutres=("envoi", "lieu")),
    # Forgotten the day after; it may name whoever was invited.
    "pasapas.Recu": Table(
        Sort.EFFACEE,
        titre="formulaires envoyés dans la journée",
        identite=("avis",),
        neutres=("adresse",),
        secrets=("cle",),
    ),
    "pasapas.Presence": Table(Sort.EFFACEE, neutres=("encart",)),
    "pasapas.Visite": Table(Sort.EFFACEE),
    "pasapas.Accompagnement": Table(prives=("notes_privees", "entretien_compte_rendu")),
    "pasapas.Intervention": Table(prives=("note",)),
    "pasapas.Pause": Table(),
    "pasapas.PisteProposee": Table(),
    "pasapas.Partage": Table(),
    # Worked out from what is kept elsewhere, and made again at each write.
    "pasapas.Dossier": Table(neutres=("departement", "tri", "cherche", "phase")),
    "pasapas.Palier": Table(
        neutres=(
            *("raisons", "debuts", "rang", "annexes", "parts", "diagnostic"),
            *("a_part", "departement", "cherche", "phase"),
        ),
    ),
    "pasapas.FiltreGarde": Table(Sort.EFFACEE, ecrits=("nom", "requete")),
    "pasapas.Programme": Table(neutres=("nom", "departements")),
    # Read again before it is kept: it has no people in it.
    "pasapas.ModeleFresque": Table(neutres=("nom", "contenu")),
    # A public file of sieges.
    "pasapas.StructureFiness": Table(
        neutres=("finess", "nom", "gestionnaire", "departement", "commune", "cherche")
    ),
    "pasapas.Projet": Table(neutres=("slug", "identifiant", "tampons")),
    # Words and address: ciphered while they wait, gone once they have left. A digest finds them.
    "pasapas.Courriel": Table(
        Sort.EFFACEE, secrets=("contenu", "empreinte"), neutres=("sorte", "cle", "erreur")
    ),
    "pasapas.Travail": Table(neutres=("sorte", "cle", "donnees", "erreur")),
    "pasapas.Ouvrier": Table(neutres=("machine",)),
    # A digest, forgotten with the try it counts.
    "pasapas.Tentative": Table(secrets=("cle",)),
    # Sieges, not people.
    "pasapas.Region": Table(neutres=("code", "nom", "fuseau")),
    "pasapas.Etablissement": Table(
        neutres=("nom", "nom_court", "gestionnaire", "finess", "departement", "commune")
    ),
    "pasapas.Service": Table(neutres=("reference", "nom", "public")),
    # A public page, that an administrateur writes and signs.
    "pasapas.PageInformation": Table(neutres=("code", "titre", "texte")),
    # The questionnaire is the same for all.
    "diagnostic.Questionnaire": Table(
        neutres=(
            "slug",
            "titre",
            "sous_titre",
            "consigne",
            "consigne_collective",
            "duree_minutes",
            "echelle",
            "restitution",
        )
    ),
    "diagnostic.Theme": Table(neutres=("code", "titre", "intro", "question_ouverte")),
    "diagnostic.Question": Table(neutres=("code", "enonce", "aide", "point_fort", "axe")),
    # What a closing publishes is codes and figures: nothing in it was typed, nothing changes.
    "diagnostic.Campagne": Table(neutres=("reference", "resultats")),
    "diagnostic.Passation": Table(neutres=("jeton",)),
    "diagnostic.Reponse": Table(neutres=("mains",)),
    # Nobody can say whose it is: that is the promise of the recueil.
    "diagnostic.BulletinAnonyme": Table(neutres=("empreinte", "reponses")),
    # Who printed slips, counted them or asked for a closing: gone with the campagne's closing.
    "diagnostic.Tirage": Table(),
    "diagnostic.BulletinATirer": Table(neutres=("empreinte",)),
    "diagnostic.DemandeDeCloture": Table(),
    "diagnostic.FeuilleRecopiee": Table(neutres=("empreinte",)),
    "diagnostic.ElementTheme": Table(neutres=("origine",)),
    "fresque.Inspiration": Table(ecrits=("url",)),
    "admin.LogEntry": Table(
        Sort.EFFACEE,
        titre="gestes dans l’administration",
        ecrits=("object_repr", "change_message"),
        neutres=("object_id",),
    ),
    "auth.Permission": Table(neutres=("name", "codename")),
    "auth.Group": Table(neutres=("name",)),
    "contenttypes.ContentType": Table(neutres=("app_label", "model")),
    "sessions.Session": Table(
        Sort.EFFACEE, titre="connexions en cours", secrets=("session_key", "session_data")
    ),
    "account.EmailAddress": Table(
        Sort.EFFACEE, titre="adresses e-mail du compte", identite=("email",)
    ),
    "account.EmailConfirmation": Table(
        Sort.EFFACEE, titre="vérifications d’adresse", secrets=("key",), par="email_address__user"
    ),
    "mfa.Authenticator": Table(
        Sort.EFFACEE, titre="secondes preuves de connexion", secrets=("data",)
    ),
    "usersessions.UserSession": Table(
        Sort.EFFACEE,
        titre="appareils connectés",
        identite=("ip", "user_agent", "data"),
        secrets=("session_key",),
    ),
    "socialaccount.SocialApp": Table(
        neutres=("provider", "provider_id", "name", "client_id", "key", "settings"),
        secrets=("secret",),
    ),
    "socialaccount.SocialAccount": Table(
        Sort.EFFACEE,
        titre="comptes d’un autre service reliés",
        identite=("uid", "extra_data"),
        neutres=("provider",),
    ),
    "socialaccount.SocialToken": Table(
        Sort.EFFACEE,
        titre="jetons de ces autres services",
        secrets=("token", "token_secret"),
        par="account__user",
    ),
}


def modeles() -> list[type[models.Model]]:
    """Every table, those of the libraries and of the links between tables too."""
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]


def partout(modele: Any) -> Any:
    """The rows of a table, in whatever fresque: a person may be written down in any."""
    toutes = modele.objects.all()
    return toutes.sans_projet(RAISON) if isinstance(toutes, CloisonneQuerySet) else toutes


def table(modele: type[models.Model]) -> Table:
    return DECLAREES.get(modele._meta.label, Table())


def chemin_du_projet(modele: type[models.Model]) -> str:
    """How a query says « of this projet »; empty for what belongs to no projet."""
    if modele is Projet:
        return "pk"
    noms = {champ.name for champ in modele._meta.concrete_fields}
    return "projet" if "projet" in noms else ""


def _de_texte(modele: type[models.Model]) -> list[models.Field]:
    textes = [f for f in modele._meta.concrete_fields if isinstance(f, TEXTES) and not f.choices]
    return [f for f in textes if not isinstance(f, BorneDePeriode)]  # a date, told as a text


def ecrits(modele: type[models.Model]) -> tuple[str, ...]:
    """The columns where a name may have been typed."""
    dite = table(modele)
    classes = {*dite.identite, *dite.secrets, *dite.neutres}
    libres = (TexteCourt, TexteLong, models.EmailField, models.URLField)
    du_groupe = issubclass(modele, Contenu) or modele is Projet
    tapes = [f.name for f in _de_texte(modele) if du_groupe and isinstance(f, libres)]
    declares = (*dite.ecrits, *dite.prives)
    return tuple(dict.fromkeys([*declares, *(nom for nom in tapes if nom not in classes)]))


def references(modele: type[models.Model]) -> tuple[str, ...]:
    """The columns made from a typed name, which would go on saying it."""
    noms = {f.name for f in _de_texte(modele)} - {*table(modele).neutres}
    return ("reference",) if issubclass(modele, Contenu) and "reference" in noms else ()


def inconnues(modele: type[models.Model]) -> set[str]:
    """The columns that could hold a person and that nobody classified."""
    dite = table(modele)
    connues = {*dite.identite, *dite.secrets, *dite.neutres}
    connues |= {*ecrits(modele), *references(modele)}
    if chemin_du_projet(modele):
        connues |= {f.name for f in _de_texte(modele) if f.name in CODES}
    return {f.name for f in _de_texte(modele)} - connues


def liens(modele: type[models.Model], vers: type[models.Model]) -> list[str]:
    """The names by which a row of ``modele`` leads straight to an account or a participant."""
    return [
        champ.name
        for champ in (*modele._meta.concrete_fields, *modele._meta.many_to_many)
        if champ.remote_field and champ.related_model is vers
    ]
