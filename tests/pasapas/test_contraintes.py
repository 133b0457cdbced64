"""The database refuses nonsense, and says so in French. A constraint without a case fails."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from pasapas.serveur.checks import MAISON
from tests import factories as f

pytestmark = pytest.mark.django_db

MARDI = datetime(2026, 2, 3, tzinfo=UTC)
FAUX: dict[str, dict[str, Any]] = {
    "accompagnement_phase_connue": {"phase": "9"},
    "accompagnement_dates_dans_l_ordre": {"debut": "2026-02-01", "fin_prevue": "2026-01-01"},
    "accompagnement_derogation_dite": {"derogation_le": "2026-01-01", "derogation": ""},
    "intervention_type_connu": {"type": "massage"},
    "intervention_jours_ou_heures": {"jours": 1, "heures": 2},
    "pause_dates_dans_l_ordre": {"du": "2026-02-01", "reprise_le": "2026-01-01"},
    "partage_reponse_datee": {"accepte": True},
    "piste_proposee_texte_rempli": {"texte": ""},
    "programme_ouverture_dans_l_ordre": {"ouvert_du": "2026-02-01", "ouvert_au": "2026-01-01"},
    "programme_phases_dans_l_ordre": {"mois_phase_2": 1},
    "programme_jours_dans_l_ordre": {"jours_min": 9},
    "etablissement_nom_rempli": {"nom": ""},
    "etablissement_type_connu": {"type": "usine"},
    "etablissement_statut_connu": {"statut_juridique": "flou"},
    "etablissement_autorisation_connue": {"autorisation": "aucune"},
    "etablissement_finess_si_confirme": {"confirme": False, "finess": "720001234"},
    "avancement_remplis_au_plus_total": {"remplis": 8, "total": 7},
    "postit_texte_rempli": {"texte": ""},
    "postit_colle_quelque_part": {"zone": ""},
    "postit_couleur_connue": {"couleur": "noir"},
    "projet_slug_rempli": {"slug": ""},
    "participant_nom_rempli": {"nom": ""},
    "participant_college_connu": {"college": "usagers"},
    "participant_role_connu": {"role": "roi"},
    "acteur_nom_rempli": {"nom": ""},
    "acteur_cercle_connu": {"cercle": "vicieux"},
    "acteur_engagement_connu": {"engagement": "perdu"},
    "changement_engagement_connu": {"vers": "perdu"},
    "contact_nom_rempli": {"nom": ""},
    "user_email_absent_ou_rempli": {"email": ""},
    "inspiration_type_connu": {"type": "film"},
    "inspiration_quelque_chose": {"texte": "", "url": "", "fichier": ""},
    "constat_texte_rempli": {"texte": ""},
    "affiche_question_remplie": {"question": ""},
    "affiche_ouverte_jusqu_a": {"ouverte": True, "jusqu_au": None},
    "contribution_texte_rempli": {"texte": ""},
    "contribution_couleur_connue": {"couleur": "noir"},
    "rendezvous_duree_possible": {"duree": 1000},
    "impression_prete_a_un_fichier": {"fichier": "une.pdf"},
    "affichage_cle_remplie": {"cle": ""},
    "campagne_dates_dans_l_ordre": {"ouverte_le": "2026-02-01", "close_le": "2026-01-01"},
    "passation_college_connu": {"college": "usagers"},
    "passation_mode_connu": {"mode": "secret"},
    "reponse_un_niveau_ou_hors_echelle": {"niveau": 2, "hors_echelle": "nsp"},
    "etat_des_lieux_outil_connu": {"outil": "tarot"},
    "element_theme_texte_rempli": {"texte": ""},
    "element_theme_sens_connu": {"sens": "ignorer"},
    "piste_texte_rempli": {"texte": ""},
    "intention_texte_rempli": {"texte": ""},
    "questionnaire_statut_connu": {"statut": "rumeur"},
    "question_enonce_rempli": {"enonce": ""},
    "fiche_numero_positif": {"numero": 0},
    "fiche_statut_connu": {"statut": "oubliee"},
    "facteur_texte_rempli": {"texte": ""},
    "facteur_signe_connu": {"signe": "="},
    "etape_intitule_rempli": {"intitule": ""},
    "etape_periode_dans_l_ordre": {"periode_debut": "2026-02-01", "periode_fin": "2026-01-01"},
    "rubrique_titre_rempli": {"titre": ""},
    "bilan_type_connu": {"type": "sanguin"},
    "communication_sujet_rempli": {"sujet": ""},
    "suite_texte_rempli": {"texte": ""},
    "mandat_dates_dans_l_ordre": {"debut": "2026-02-01", "fin": "2026-01-01"},
    "invitation_courriel_rempli": {"courriel": ""},
    "page_information_titre_rempli": {"titre": ""},
    "campagne_seuil_entre_3_et_10": {"seuil": 2},
    "campagne_duree_raisonnable": {"minutes": 0},
    "campagne_resultats_apres_cloture": {"resultats": {"total": 1}},
    "passation_lien_individuel_seulement": {"mode": "collective", "jeton": "abc"},
    "passation_bulletins_individuels": {"mode": "collective", "acces": "bulletins", "jeton": ""},
    "etonnement_texte_rempli": {"texte": ""},
    "questionnaire_version_positive": {"version": 0},
    "theme_titre_rempli": {"titre": ""},
    "travail_fini_date": {"etat": "fait"},
    "courriel_fini_date": {"etat": "fait"},
    "responsable_quelqu_un_ou_un_nom": {"nom": ""},
    "choix_rappels_rythme_connu": {"rythme": "toujours"},
    "choix_rappels_un_moment": {"j7": False, "j1": False, "retard": False},
    "rappel_palier_connu": {"palier": 99},
    "palier_dates_dans_l_ordre": {"du": MARDI, "au": MARDI - timedelta(days=1)},
}


def contraintes(genre: type[models.BaseConstraint]) -> list[Any]:
    return [
        pytest.param(modele, contrainte, id=contrainte.name)
        for modele in apps.get_models()
        if modele._meta.app_label in MAISON
        for contrainte in modele._meta.constraints
        if isinstance(contrainte, genre)
    ]


def fabrique(modele: type[models.Model]) -> Callable[..., models.Model]:
    """The factory of a model. A projet already has its état des lieux: take that one."""
    if modele.__name__ == "EtatDesLieux":
        return lambda: modele.objects.get(projet=f.ProjetFactory())
    return getattr(f, f"{modele.__name__}Factory")


def refus(instance: models.Model) -> list[str]:
    with pytest.raises(ValidationError) as erreur:
        instance.full_clean()
    return [message for messages in erreur.value.message_dict.values() for message in messages]


@pytest.mark.parametrize(("modele", "contrainte"), contraintes(models.CheckConstraint))
def test_verification_refuse_en_base(modele: Any, contrainte: Any) -> None:
    instance = fabrique(modele)()
    faux = FAUX[contrainte.name]
    with pytest.raises(IntegrityError, match=contrainte.name), transaction.atomic():
        modele.objects.filter(pk=instance.pk).update(**faux)


@pytest.mark.parametrize(("modele", "contrainte"), contraintes(models.CheckConstraint))
def test_verification_dit_pourquoi(modele: Any, contrainte: Any) -> None:
    instance = fabrique(modele)()
    faux = FAUX[contrainte.name]
    for champ, valeur in faux.items():
        setattr(instance, champ, modele._meta.get_field(champ).to_python(valeur))
    with pytest.raises(ValidationError) as erreur:
        instance.validate_constraints()
    assert erreur.value.message_dict == {NON_FIELD_ERRORS: [contrainte.violation_error_message]}
    refus(instance)


@pytest.mark.parametrize(("modele", "contrainte"), contraintes(models.UniqueConstraint))
def test_doublon_refuse_en_base_et_dit_pourquoi(modele: Any, contrainte: Any) -> None:
    premier, second = paire(modele, contrainte)
    communs = {champ: getattr(premier, champ) for champ in contrainte.fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        modele.objects.filter(pk=second.pk).update(**communs)
    for champ, valeur in communs.items():
        setattr(second, champ, valeur)
    assert contrainte.violation_error_message in refus(second)


def paire(modele: Any, contrainte: models.UniqueConstraint) -> tuple[Any, Any]:
    """Two rows that differ by the fields that must not be alike."""
    premier, second = fabrique(modele)(), fabrique(modele)()
    if contrainte.name == "participant_compte_unique":
        premier.user = f.UserFactory()
        premier.save()
    if contrainte.name == "responsable_participant_unique":  # somebody, or a name
        premier.participant, premier.nom = f.ParticipantFactory(projet=premier.projet), ""
        premier.save()
    return premier, second


def test_chaque_verification_a_son_cas() -> None:
    noms = {parametre.id for parametre in contraintes(models.CheckConstraint)}
    assert set(FAUX) == noms


@pytest.mark.parametrize(
    ("fabrique_de", "valeurs"),
    [
        (f.UserFactory, {"email": None}),
        (f.EtapeFactory, {"periode_debut": "2026-01-01"}),
        (f.EtapeFactory, {"periode_debut": "2026-01-01", "periode_fin": "2026-01-01"}),
        (f.ReponseFactory, {"niveau": None, "hors_echelle": "nc"}),
        (f.InspirationFactory, {"texte": "", "type": "image", "fichier": "photo.jpg"}),
        (f.ActeurFactory, {"cercle": "", "engagement": ""}),
        (f.CampagneFactory, {"close_le": "2026-01-01"}),
    ],
)
def test_ce_que_le_kit_permet_passe(fabrique_de: Any, valeurs: dict[str, Any]) -> None:
    instance = fabrique_de(**valeurs)
    instance.refresh_from_db()
    instance.validate_constraints()
