"""What to put in the addresses: a value for each parameter, at each place.

A parameter that nothing names here fails the matrix: give it a value, and say in COUSINES what
row of the same fresque does not belong at that address.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models

from diagnostic.models import Campagne, Etonnement, Passation, Question, Questionnaire
from fiches.models import Etape, Facteur, FicheAction
from fresque.contributions.code import code_de
from fresque.models import AfficheContribuez, Constat, Contribution, Impression, Inspiration
from pasapas.acces.adresses import Adresse
from pasapas.models import (
    Contact,
    Evenement,
    PageInformation,
    Participant,
    PisteProposee,
    PostIt,
)
from tests.droits.bibliotheques import TEMOIN
from tests.droits.lieux import Lieu

Valeurs = dict[str, Any]

# The same value wherever the parameter has this name.
COMMUNS: dict[str, Callable[[Lieu], Any]] = {
    "slug": lambda lieu: lieu.slug,
    "code": lambda lieu: "eclaire",
    "nom": lambda lieu: "constats",
}


def ligne(modele: type[models.Model], **filtre: Any) -> Callable[[Lieu], Valeurs]:
    return lambda lieu: {"pk": lieu.un(modele, **filtre).pk}


def de_bibliotheque(modele: type[models.Model], **filtre: Any) -> Callable[[Lieu], Valeurs]:
    """The witness's own: the same for every place."""
    return lambda lieu: {"pk": modele.objects.get(user__email=TEMOIN, **filtre).pk}


def jeton(lieu: Lieu) -> Valeurs:
    return {"jeton": lieu.lignes(Passation).exclude(jeton="")[0].jeton}


def secret(lieu: Lieu) -> Valeurs:
    return {"secret": code_de(lieu.un(AfficheContribuez))}


def premiere_question() -> Question:
    return Question.objects.order_by("pk")[0]


def questionnaire(lieu: Lieu) -> Valeurs:
    version = Questionnaire.objects.all()[0]
    return {"code": version.slug, "version": version.version}


constat = ligne(Constat)
impression = ligne(Impression)
postit = ligne(PostIt, planche="eclaire", zone="constats")
ouverte = ligne(Campagne, close_le=None)
close = ligne(Campagne, close_le__isnull=False)
personne = ligne(Participant, user=None)
cle = de_bibliotheque(Authenticator, type="webauthn")


PAR_VUE: dict[str, Callable[[Lieu], Valeurs]] = {
    "fresque:modifier": lambda lieu: {"nom": "ambition"},
    "abonnement": lambda lieu: {"secret": "inconnu"},
    "rappels_arret": lambda lieu: {"jeton": "1:inconnu"},
    # Of nobody here: who opens which is asked in tests/fresque/impression.
    "feuille": lambda lieu: {"marque": "0-ECLAIRE-ABCDEFGH"},
    "fresque:impression": impression,
    "fresque:impression_pdf": impression,
    "fresque:impression_annuler": impression,
    "fresque:impression_reprendre": impression,
    "fresque:impression_affichee": impression,
    "fresque:affichage": lambda lieu: {"geste": "afficher"},
    "fresque:agenda_planche": lambda lieu: {"code": "fiche-1"},
    "fresque:agenda_ligne": lambda lieu: {"code": "fiche-1", "pk": premiere_etape(lieu)},
    "fresque:suivi_etape": lambda lieu: {"pk": premiere_etape(lieu)},
    "fresque:suivi_geste": lambda lieu: {"pk": premiere_etape(lieu), "geste": "faite"},
    "fresque:ligne": constat,
    "fresque:geste": lambda lieu: {**constat(lieu), "geste": "retirer"},
    "fresque:deplacer": lambda lieu: {
        **ligne(Facteur, fiche__numero=1, signe="+")(lieu),
        "code": "fiche-1",
        "nom": "facteurs_reussite",
    },
    "fresque:postit": postit,
    "fresque:postit_deplacer": postit,
    "fresque:postit_geste": lambda lieu: {**postit(lieu), "geste": "retirer"},
    "fresque:reprendre": ligne(Evenement, objet="constat", champ="texte"),
    "fresque:acces_personne": personne,
    "fresque:acces_role": personne,
    "fresque:acces_fermer": personne,
    "fresque:acces_rouvrir": personne,
    "fresque:acces_envoyer": personne,
    "fresque:acces_desinviter": personne,
    "fresque:acces_sans_carte": personne,
    "admin:pasapas_accompagnement_accompagner": lambda lieu: {"pk": lieu.projet.pk},
    "fresque:accompagnement_piste": ligne(PisteProposee),
    "fresque:acces_partage": ligne(Participant, role="charge_de_mission"),
    "fresque:acces_remercier": ligne(Participant, role="charge_de_mission"),
    "fresque:effacer_participant": personne,
    "fresque:effacer_contact": ligne(Contact),
    "fresque:questionnaire_papier": ouverte,
    "fresque:resultats_papier": close,
    "fresque:affiche_recueil": lambda lieu: {**ouverte(lieu), "college": "salaries"},
    "fresque:bulletins_a_tirer": lambda lieu: {**ouverte(lieu), "college": "salaries"},
    "fresque:reprendre_exemple": lambda lieu: {"code": "fiche-1", "nom": "objectif"},
    "fresque:enseignements": close,
    "fresque:proposition": lambda lieu: {
        **close(lieu),
        "question": premiere_question().code,
        "sens": "valoriser",
        "geste": "garder",
    },
    "fresque:corriger": lambda lieu: {
        **close(lieu),
        "etonnement": lieu.un(Etonnement, campagne=close(lieu)["pk"]).pk,
    },
    "fresque:etonnement": lambda lieu: {
        **close(lieu),
        "etonnement": lieu.un(Etonnement, campagne=close(lieu)["pk"]).pk,
        "vers": "piste",
    },
    "diagnostic:campagne": ouverte,
    "diagnostic:cloturer": ouverte,
    "diagnostic:annuler": ouverte,
    "diagnostic:confirmer": ouverte,
    "diagnostic:compter": lambda lieu: {**ouverte(lieu), "college": "salaries"},
    "diagnostic:inviter": lambda lieu: {**ouverte(lieu), "college": "salaries"},
    "diagnostic:seance": ouverte,
    "diagnostic:montrer": ouverte,
    "diagnostic:devoiler": ouverte,
    "diagnostic:salle": ouverte,
    "diagnostic:rythme": ouverte,
    "diagnostic:noter": ouverte,
    "diagnostic:voix": lambda lieu: {**ouverte(lieu), "college": "direction"},
    "diagnostic:saisir": lambda lieu: {**ouverte(lieu), "college": "salaries"},
    "diagnostic:resultats": close,
    "diagnostic:xlsx": close,
    "diagnostic:csv": close,
    "diagnostic:comparaison": lambda lieu: {
        **close(lieu),
        "autre": lieu.un(Campagne, rang=1, close_le__isnull=False).pk,
    },
    "questionnaires:voir": questionnaire,
    "questionnaires:publier": questionnaire,
    "questionnaires:supprimer": questionnaire,
    "questionnaires:fichier": lambda lieu: {**questionnaire(lieu), "format": "csv"},
    "recueil:accueil": jeton,
    "recueil:commencer": jeton,
    "recueil:question": lambda lieu: {**jeton(lieu), "code": premiere_question().code},
    "recueil:fin": jeton,
    "recueil:rendre": jeton,
    "recueil:merci": jeton,
    "recueil:effacer": jeton,
    "recueil:quitter": jeton,
    "contribuer:ecrire": secret,
    "contribuer:merci": secret,
    "fresque:contribution_accepter": ligne(Contribution),
    "fresque:contribution_refuser": ligne(Contribution),
    "fresque:contribution_reprendre": ligne(Contribution),
    "information": lambda lieu: {"code": PageInformation.objects.all()[0].code},
    "account_reset_password_from_key": lambda lieu: {"uidb36": "1", "key": "abc-0123456789"},
    "session_fermer": de_bibliotheque(UserSession),
    "mfa_remove_webauthn": cle,
    "mfa_edit_webauthn": cle,
}


PAR_LEUR_CLE = ("fresque:acces_", "fresque:effacer_", "fresque:impression")


def seule(lieu: Lieu) -> list[Valeurs]:
    """Nothing stands between this row and its fresque: it has no cousin."""
    return []


def autre_college(lieu: Lieu) -> list[Valeurs]:
    return [{"college": "irp"}, {"college": "inconnu"}]


# Rows of the same fresque that are not where the address says: a 404, whoever asks.
COUSINES: dict[str, Callable[[Lieu], list[Valeurs]]] = {
    "fresque:ligne": lambda lieu: [
        {"nom": "inspirations", "pk": lieu.un(Inspiration).pk + 10**9},
        {"code": "fiche-2", "nom": "etapes", "pk": premiere_etape(lieu)},
    ],
    "fresque:agenda_ligne": lambda lieu: [
        {"code": "fiche-2", "pk": premiere_etape(lieu)},
        {"code": "seances", "pk": premiere_etape(lieu) + 10**9},
    ],
    "fresque:suivi_geste": lambda lieu: [{"geste": "retirer"}],
    "fresque:affichage": lambda lieu: [{"code": "fiche-99"}, {"geste": "retirer"}],
    "fresque:geste": lambda lieu: [
        {"code": "fiche-2", "nom": "etapes", "pk": premiere_etape(lieu), "geste": "retirer"},
        {"code": "fiche-2", "nom": "contraintes", "pk": premiere_etape(lieu), "geste": "monter"},
    ],
    "fresque:deplacer": lambda lieu: [
        {"code": "fiche-2"},
        {"nom": "contraintes"},
        {"nom": "objectif"},
    ],
    "fresque:postit_deplacer": lambda lieu: [
        {"nom": "inspirations"},
        {"pk": lieu.un(PostIt, planche="fiche-1").pk},
    ],
    "fresque:postit": lambda lieu: [
        {"nom": "inspirations"},
        {"pk": lieu.un(PostIt, planche="fiche-1").pk},
    ],
    "fresque:postit_geste": lambda lieu: [
        {"nom": "inspirations", "geste": "retirer"},
        {"pk": lieu.un(PostIt, planche="fiche-1").pk, "geste": "retablir"},
    ],
    "fresque:reprendre": lambda lieu: [{"nom": "inspirations"}, {"code": "cartographie"}],
    "fresque:affiche_recueil": lambda lieu: [*autre_college(lieu), {"college": "direction"}],
    "fresque:corriger": lambda lieu: [
        {"etonnement": lieu.un(Etonnement, campagne=ouverte(lieu)["pk"]).pk},
    ],
    "fresque:etonnement": lambda lieu: [
        {"etonnement": lieu.un(Etonnement, campagne=ouverte(lieu)["pk"]).pk},
        {"vers": "ailleurs"},
    ],
    "fresque:proposition": lambda lieu: [{"question": "q99"}, {"sens": "biais"}],
    "diagnostic:inviter": autre_college,
    "diagnostic:compter": autre_college,
    "fresque:bulletins_a_tirer": lambda lieu: [*autre_college(lieu), {"college": "direction"}],
    "diagnostic:voix": autre_college,
    "diagnostic:saisir": autre_college,
    **dict.fromkeys(
        [
            *(nom for nom in PAR_VUE if nom.startswith(PAR_LEUR_CLE)),
            "fresque:suivi_etape",
            "fresque:contribution_accepter",
            "fresque:contribution_refuser",
            "fresque:contribution_reprendre",
            "fresque:accompagnement_piste",
            "fresque:enseignements",
            "fresque:questionnaire_papier",
            "fresque:resultats_papier",
            "diagnostic:campagne",
            "diagnostic:cloturer",
            "diagnostic:annuler",
            "diagnostic:confirmer",
            "diagnostic:seance",
            "diagnostic:montrer",
            "diagnostic:devoiler",
            "diagnostic:salle",
            "diagnostic:rythme",
            "diagnostic:noter",
            "diagnostic:resultats",
            "diagnostic:xlsx",
            "diagnostic:csv",
            "diagnostic:comparaison",
        ],
        seule,
    ),
}


def premiere_etape(lieu: Lieu) -> int:
    return lieu.un(Etape, fiche=lieu.un(FicheAction)).pk


def valeurs(adresse: Adresse, lieu: Lieu) -> Valeurs:
    """The parameters of this address at this place."""
    trouvees = {nom: COMMUNS[nom](lieu) for nom in adresse.parametres if nom in COMMUNS}
    if adresse.nom in PAR_VUE:
        trouvees |= PAR_VUE[adresse.nom](lieu)
    elif adresse.nom.startswith("admin:"):
        trouvees |= _administration(adresse, lieu)
    manquent = set(adresse.parametres) - set(trouvees)
    assert not manquent, f"{adresse.titre} : pas de valeur d’exemple pour {sorted(manquent)}"
    return {nom: trouvees[nom] for nom in adresse.parametres}


def _administration(adresse: Adresse, lieu: Lieu) -> Valeurs:
    if "object_id" in adresse.parametres and adresse.nom != "admin:view_on_site":
        return {"object_id": _cle_de_la_ligne(adresse, lieu)}
    return {"app_label": "pasapas", "url": "rien/", "content_type_id": 1, "object_id": 1}


def _cle_de_la_ligne(adresse: Adresse, lieu: Lieu) -> Any:
    modele = apps.get_model(*adresse.chemin.split("/")[1:3])
    try:
        ligne = lieu.lignes(modele).first()
    except LookupError:
        ligne = modele._base_manager.order_by("pk").first()
    assert ligne, f"Aucune ligne de {modele.__name__} à montrer à l’administration"
    return ligne.pk


FRAPPE = {
    "texte": "Intrusion",
    "nom": "Intrusion",
    "intitule": "Intrusion",
    "titre": "Intrusion",
    "statut": "en_cours",
    "role": "pilote",
    "courriel": "intruse@example.org",
    "code": "Intrusion",
}


def frappe(adresse: Adresse, lieu: Lieu) -> Valeurs:
    """What is sent to a form, whichever it is; in the back office, the worst of its actions."""
    if not adresse.nom.endswith("_changelist"):
        return {**FRAPPE, "post": "yes"}
    cible = _cle_de_la_ligne(adresse, lieu)
    return {"action": "delete_selected", "_selected_action": cible, "post": "yes"}
